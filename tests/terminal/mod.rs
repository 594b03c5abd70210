//! A terminal with the program in it, as a person would sit before it.
//!
//! A thread reads what the program writes. It shows whole frames only, as a terminal does that
//! knows synchronised updates, and wakes whoever waits for one: nothing here sleeps or looks
//! twice. A wait that is in vain fails with the last screen.

#![allow(dead_code, reason = "each test program uses another part of it")]

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Only a broken program makes anybody wait so long; a slow machine may not.
const PATIENCE: Duration = Duration::from_secs(120);

/// How a frame ends: what `EndSynchronizedUpdate` writes.
const END_OF_FRAME: &[u8] = b"\x1b[?2026l";

/// What starts the watcher in a shell.
pub(crate) const WATCH: &str = "\"$WATCHER\"\r";

/// The program in a terminal of its own. Dropping it ends the program.
pub(crate) struct Terminal {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    display: Arc<Display>,
}

/// A terminal before the program is started in it.
pub(crate) struct Setup {
    command: CommandBuilder,
    folder: PathBuf,
    columns: u16,
    rows: u16,
}

impl Setup {
    /// The watcher in `folder`, on a screen that is large enough for everything.
    pub(crate) fn of(folder: &Path) -> Self {
        let watcher = CommandBuilder::new(env!("CARGO_BIN_EXE_asynclings"));
        Self::running(watcher, folder)
    }

    fn running(mut command: CommandBuilder, folder: &Path) -> Self {
        command.cwd(folder);
        // What the machine that tests run on prefers is not what is tested.
        let preferred = ["NO_COLOR", "VISUAL", "EDITOR", "COLUMNS", "LINES"];
        for name in preferred.into_iter().chain(["LC_ALL", "LC_CTYPE"]) {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        Self {
            command,
            folder: folder.to_owned(),
            columns: 100,
            rows: 50,
        }
    }

    /// A shell with job control in `folder`, which starts the watcher when it is told [`WATCH`].
    pub(crate) fn of_a_shell(folder: &Path) -> Self {
        let mut shell = CommandBuilder::new("bash");
        shell.args(["--norc", "--noprofile", "-i"]);
        shell.env("WATCHER", env!("CARGO_BIN_EXE_asynclings"));
        shell.env("PS1", "shell> ");
        shell.env_remove("HISTFILE");
        Self::running(shell, folder)
    }

    pub(crate) fn argument(mut self, argument: &str) -> Self {
        self.command.arg(argument);
        self
    }

    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn size(mut self, columns: u16, rows: u16) -> Self {
        (self.columns, self.rows) = (columns, rows);
        self
    }

    /// Where it is going to be started.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn start(self) -> Terminal {
        let pty = native_pty_system()
            .openpty(size(self.columns, self.rows))
            .expect("a pseudo-terminal");
        let child = pty.slave.spawn_command(self.command).expect("a start");
        // The program's is then the last one: when it ends, reading ends.
        drop(pty.slave);
        let display = Arc::new(Display::new(self.columns, self.rows));
        let output = pty.master.try_clone_reader().expect("its output");
        let shows = Arc::clone(&display);
        std::thread::spawn(move || shows.all_of(output));
        Terminal {
            keyboard: pty.master.take_writer().expect("its keyboard"),
            master: pty.master,
            child,
            display,
        }
    }
}

impl Terminal {
    /// The watcher in `folder`.
    pub(crate) fn watching(folder: &Path) -> Self {
        Setup::of(folder).start()
    }

    /// Types `keys`.
    pub(crate) fn press(&mut self, keys: &str) {
        let typed = self.keyboard.write_all(keys.as_bytes());
        typed.and_then(|()| self.keyboard.flush()).expect("a key");
    }

    /// Drags the corner of the window.
    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        // First the screen: what the program then draws is for the new one.
        let (height, width) = (non_zero(rows), non_zero(columns));
        self.display.lock().parser.set_size(height, width);
        self.master.resize(size(columns, rows)).expect("a resize");
    }

    /// What is on the screen.
    pub(crate) fn screen(&self) -> String {
        self.display.lock().newest().to_owned()
    }

    /// The lines of the newest frame as the program wrote them, before the terminal folded any.
    pub(crate) fn written_lines(&self) -> Vec<String> {
        let shown = self.display.lock();
        let raw = String::from_utf8_lossy(&shown.newest_raw).into_owned();
        drop(shown);
        // Each row is written behind its place: `ESC [ ROW ; 1 H`.
        let rows = raw.split(";1H").skip(1);
        rows.map(|row| match row.rfind("\x1b[") {
            // What stands behind the last escape code may begin the place of the next row.
            Some(at) if row[at + 2..].bytes().all(|byte| byte.is_ascii_digit()) => &row[..at],
            _ => row,
        })
        .map(|row| anstream::adapter::strip_str(row).to_string())
        .filter(|row| !row.is_empty())
        .collect()
    }

    /// How many frames were shown.
    pub(crate) fn count(&self) -> usize {
        self.display.lock().frames.len()
    }

    /// Every frame from number `first` on.
    pub(crate) fn frames_from(&self, first: usize) -> Vec<String> {
        self.display.lock().frames[first..].to_vec()
    }

    /// Every byte that the program wrote.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.display.lock().raw.clone()
    }

    /// Waits until the program has written `text` after its first `from` bytes.
    pub(crate) fn wait_for_bytes(&self, from: usize, text: &str) {
        let wanted = text.as_bytes();
        let found = self.display.wait_until(PATIENCE, |shown| {
            let mut windows = shown.raw.get(from..)?.windows(wanted.len());
            windows.any(|window| window == wanted).then_some(())
        });
        if found.is_none() {
            let raw = self.bytes();
            let since = String::from_utf8_lossy(raw.get(from..).unwrap_or_default()).into_owned();
            self.fail(&format!("{text:?} in {since:?}"));
        }
    }

    /// Sends `signal` to the program that has the terminal, such as one that a shell has started.
    pub(crate) fn signal_foreground(&self, signal: Signal) {
        let id = self.master.process_group_leader().and_then(Pid::from_raw);
        kill_process(id.expect("a program"), signal).expect("a signal");
    }

    /// Whether the cursor is there to be seen.
    pub(crate) fn shows_cursor(&self) -> bool {
        !self.display.lock().parser.screen().hide_cursor()
    }

    /// Whether the program draws on a second screen, and leaves alone what was there before.
    pub(crate) fn is_covered(&self) -> bool {
        self.display.lock().parser.screen().alternate_screen()
    }

    /// Whether the terminal gathers lines and echoes keys, as a shell expects it to.
    pub(crate) fn is_cooked(&self) -> bool {
        let settings = self.master.get_termios().expect("the terminal's settings");
        let flags = format!("{:?}", settings.local_flags);
        flags.contains("ICANON") && flags.contains("ECHO")
    }

    /// Waits for a screen that `is_it`, and returns it.
    pub(crate) fn wait_for(&self, what: &str, is_it: impl Fn(&str) -> bool) -> String {
        let found = self.display.wait_until(PATIENCE, |shown| {
            is_it(shown.newest()).then(|| shown.newest().to_owned())
        });
        found.unwrap_or_else(|| self.fail(what))
    }

    /// Waits for a screen that says `text`, wherever the lines break.
    pub(crate) fn wait_for_text(&self, text: &str) -> String {
        self.wait_for(text, |screen| says(screen, text))
    }

    /// Waits for the frame after number `count`.
    pub(crate) fn wait_for_more_than(&self, count: usize) {
        let shown = |shown: &Shown| (shown.frames.len() > count).then_some(());
        if self.display.wait_until(PATIENCE, shown).is_none() {
            self.fail("another frame");
        }
    }

    /// Waits for a screen that `is_it`, but no longer than until `end`.
    pub(crate) fn wait_before(&self, end: Instant, is_it: impl Fn(&str) -> bool) -> Option<String> {
        let patience = end.saturating_duration_since(Instant::now());
        self.display.wait_until(patience, |shown| {
            is_it(shown.newest()).then(|| shown.newest().to_owned())
        })
    }

    /// The number of its process.
    pub(crate) fn process_id(&self) -> u32 {
        self.child.process_id().expect("a running program")
    }

    /// Sends `signal` to the program.
    pub(crate) fn signal(&self, signal: Signal) {
        let id = i32::try_from(self.process_id()).ok();
        let pid = id.and_then(Pid::from_raw).expect("a running program");
        kill_process(pid, signal).expect("a signal");
    }

    /// Ends the program as the system does when there is no memory left: it hears nothing of it.
    pub(crate) fn kill(&mut self) {
        self.signal(Signal::KILL);
        self.wait_exit();
    }

    /// Waits for the program's end; everything that it wrote is on the screen then. Returns its
    /// exit code.
    pub(crate) fn wait_exit(&mut self) -> u32 {
        let over = |shown: &Shown| shown.is_over.then_some(());
        if self.display.wait_until(PATIENCE, over).is_none() {
            self.fail("the end of the program");
        }
        self.child.wait().expect("an exit code").exit_code()
    }

    fn fail(&self, what: &str) -> ! {
        let shown = self.display.lock();
        let ended = if shown.is_over {
            "\nThe program has ended."
        } else {
            ""
        };
        panic!(
            "waited in vain for: {what}{ended}\n-- the screen --\n{}\n-- end --",
            shown.newest()
        );
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            // Asked first, so that it can end the exercise that it runs.
            self.signal(Signal::TERM);
            let over = |shown: &Shown| shown.is_over.then_some(());
            self.display.wait_until(Duration::from_secs(20), over);
            let _gone = self.child.kill();
            let _reaped = self.child.wait();
        }
    }
}

/// Whether `screen` says `text`, wherever the lines break.
pub(crate) fn says(screen: &str, text: &str) -> bool {
    one_line(screen).contains(&one_line(text))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the reading thread shows and the test looks at.
struct Display {
    shown: Mutex<Shown>,
    changed: Condvar,
}

struct Shown {
    parser: vt100::Parser,
    raw: Vec<u8>,
    /// How much of `raw` is on the screen.
    drawn: usize,
    frames: Vec<String>,
    newest_raw: Vec<u8>,
    is_over: bool,
}

impl Display {
    fn new(columns: u16, rows: u16) -> Self {
        Self {
            shown: Mutex::new(Shown {
                parser: vt100::Parser::new(non_zero(rows), non_zero(columns), 0),
                raw: Vec::new(),
                drawn: 0,
                frames: Vec::new(),
                newest_raw: Vec::new(),
                is_over: false,
            }),
            changed: Condvar::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Shown> {
        // A test that failed while it looked is no reason to fail differently.
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn all_of(&self, mut output: Box<dyn Read + Send>) {
        let mut buffer = [0; 16 * 1024];
        while let Ok(length @ 1..) = output.read(&mut buffer) {
            self.lock().take(&buffer[..length]);
            self.changed.notify_all();
        }
        self.lock().end();
        self.changed.notify_all();
    }

    /// The first thing that `look` finds; none when `patience` is over, or the program.
    fn wait_until<T>(&self, patience: Duration, look: impl Fn(&Shown) -> Option<T>) -> Option<T> {
        let end = Instant::now() + patience;
        let mut shown = self.lock();
        loop {
            if let Some(found) = look(&shown) {
                return Some(found);
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || shown.is_over {
                return None;
            }
            let woken = self.changed.wait_timeout(shown, left);
            shown = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Shown {
    fn newest(&self) -> &str {
        self.frames.last().map_or("", String::as_str)
    }

    fn take(&mut self, bytes: &[u8]) {
        self.raw.extend(bytes);
        let end = |rest: &[u8]| {
            let at = rest.windows(END_OF_FRAME.len());
            at.enumerate()
                .find(|(_, window)| *window == END_OF_FRAME)
                .map(|(at, _)| at + END_OF_FRAME.len())
        };
        while let Some(length) = end(&self.raw[self.drawn..]) {
            self.draw(length);
        }
    }

    /// What comes after the last frame is no frame: the shell's turn, or an error.
    fn end(&mut self) {
        let rest = self.raw.len() - self.drawn;
        self.draw(rest);
        self.is_over = true;
    }

    fn draw(&mut self, length: usize) {
        let end = self.drawn + length;
        self.newest_raw = self.raw[self.drawn..end].to_vec();
        self.parser.process(&self.newest_raw);
        self.drawn = end;
        let screen = self.parser.screen();
        let (_, columns) = screen.size();
        let lines: Vec<String> = screen
            .rows(0, columns.get())
            .map(|line| line.trim_end().to_owned())
            .collect();
        self.frames.push(lines.join("\n").trim_end().to_owned());
    }
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn non_zero(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).expect("a size")
}
