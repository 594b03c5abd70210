//! A terminal with a program in it, of one size for both programs.
//!
//! A thread reads what the program writes and notes when each piece came. What is looked for is
//! looked for on a screen that was blank when the save was made: what stood there before can never be
//! taken for what is new.

use super::process;
use anyhow::{Context, Result, anyhow, bail};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Columns and rows: enough for all that either has to say about an exercise.
const SIZE: (u16, u16) = (100, 60);

/// Of both programs the slower one needs minutes to begin on a slow machine.
const PATIENCE: Duration = Duration::from_secs(1_200);

/// How long a program must have written nothing, with nothing running that it has started, before
/// the next thing happens to it.
const QUIET: Duration = Duration::from_millis(700);

/// A program in a terminal of its own. Dropping it ends the program.
pub(crate) struct Terminal {
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    display: Arc<Display>,
    /// When it was started.
    pub(crate) began: Instant,
    /// Keeps the terminal open.
    _master: Box<dyn MasterPty + Send>,
}

/// What the program has written.
#[derive(Default)]
struct Display {
    written: Mutex<Written>,
    changed: Condvar,
}

#[derive(Default)]
struct Written {
    pieces: Vec<(Instant, Vec<u8>)>,
    is_over: bool,
}

/// A moment in what a program writes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark(usize);

impl Mark {
    /// Before the first thing that it writes.
    pub(crate) const BEGINNING: Self = Self(0);
}

impl Terminal {
    /// Starts `command`.
    pub(crate) fn start(command: CommandBuilder) -> Result<Self> {
        let (columns, rows) = SIZE;
        let size = PtySize {
            rows,
            cols: columns,
            ..PtySize::default()
        };
        let pty = native_pty_system()
            .openpty(size)
            .context("there is no pseudo-terminal; run this where /dev/ptmx can be opened")?;
        let mut output = pty.master.try_clone_reader()?;
        let keyboard = pty.master.take_writer()?;
        let display = Arc::<Display>::default();
        let shows = Arc::clone(&display);
        let began = Instant::now();
        let child = pty.slave.spawn_command(command)?;
        // The program's is then the last one: when it ends, reading ends.
        drop(pty.slave);
        std::thread::spawn(move || shows.all_of(&mut output));
        Ok(Self {
            keyboard,
            child,
            display,
            began,
            _master: pty.master,
        })
    }

    /// The number of the process.
    pub(crate) fn process(&self) -> Result<u32> {
        self.child.process_id().context("the program is gone")
    }

    /// Types `keys`.
    pub(crate) fn press(&mut self, keys: &str) -> Result<()> {
        self.keyboard.write_all(keys.as_bytes())?;
        Ok(self.keyboard.flush()?)
    }

    /// Now.
    pub(crate) fn mark(&self) -> Mark {
        Mark(self.display.lock().pieces.len())
    }

    /// When `text` came to be on the screen, of what was written since `mark`; waits for it.
    pub(crate) fn seen(&self, text: &str, mark: Mark) -> Result<Instant> {
        let mut screen = blank();
        let Mark(mut read) = mark;
        let end = Instant::now() + PATIENCE;
        let mut written = self.display.lock();
        loop {
            while let Some((at, piece)) = written.pieces.get(read) {
                screen.process(piece);
                read += 1;
                if screen.screen().contents().contains(text) {
                    return Ok(*at);
                }
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || written.is_over {
                let screen = screen.screen().contents();
                bail!("the screen never said `{text}`; in the end it said:\n{screen}");
            }
            written = self.display.wait(written, left);
        }
    }

    /// Whether `text` has come to be on the screen since `mark`.
    pub(crate) fn says(&self, text: &str, mark: Mark) -> bool {
        self.screen_since(mark).contains(text)
    }

    /// Waits until nothing happens any more: nothing is written, and neither the program nor what it
    /// has started computes. Compilers that only wait for the next save are no trouble.
    pub(crate) fn settle(&self) -> Result<()> {
        let process = self.process()?;
        let end = Instant::now() + PATIENCE;
        let mut busy = Instant::now();
        let mut computed = None;
        while busy.elapsed() < QUIET {
            let newest = self.display.lock().pieces.last().map(|(at, _)| *at);
            busy = busy.max(newest.unwrap_or(busy));
            let so_far = process::ticks_of_tree(process);
            if computed.replace(so_far) != Some(so_far) {
                busy = Instant::now();
            }
            if Instant::now() > end {
                bail!("the program never came to rest");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Waits for the end of the program; gives how long it took and what it left on the screen.
    pub(crate) fn wait(mut self) -> Result<(Duration, String)> {
        self.child.wait()?;
        let took = self.began.elapsed();
        let mut written = self.display.lock();
        // What it wrote last may still be on its way.
        while !written.is_over {
            written = self.display.wait(written, PATIENCE);
        }
        drop(written);
        Ok((took, self.screen_since(Mark::BEGINNING)))
    }

    /// A failure that shows what was on the screen since `mark`.
    pub(crate) fn failure(&self, what: &str, mark: Mark) -> anyhow::Error {
        anyhow!("{what}; the screen said:\n{}", self.screen_since(mark))
    }

    fn screen_since(&self, Mark(from): Mark) -> String {
        let mut screen = blank();
        for (_, piece) in &self.display.lock().pieces[from..] {
            screen.process(piece);
        }
        screen.screen().contents()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

impl Display {
    fn lock(&self) -> MutexGuard<'_, Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(
        &self,
        written: MutexGuard<'a, Written>,
        most: Duration,
    ) -> MutexGuard<'a, Written> {
        let woken = self.changed.wait_timeout(written, most);
        woken.unwrap_or_else(PoisonError::into_inner).0
    }

    fn all_of(&self, output: &mut dyn Read) {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(length @ 1..) = output.read(&mut buffer) {
            let piece = (Instant::now(), buffer[..length].to_vec());
            self.lock().pieces.push(piece);
            self.changed.notify_all();
        }
        self.lock().is_over = true;
        self.changed.notify_all();
    }
}

fn blank() -> vt100::Parser {
    let (columns, rows) = SIZE;
    let non_zero = |number| NonZeroU16::new(number).unwrap_or(NonZeroU16::MIN);
    vt100::Parser::new(non_zero(rows), non_zero(columns), 0)
}
