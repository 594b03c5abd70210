//! The terminal, taken over and given back.

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::style::Print;
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, DisableLineWrap, EnableLineWrap,
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};
use crossterm::{execute, queue};
use rustix::io::retry_on_intr;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};
use std::io::{self, Write};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// A paste comes between marks, and so is no keys.
const MARK_PASTES: &str = "\x1b[?2004h";
const NO_PASTES: &str = "\x1b[?2004l";

/// The wheel sends arrow keys. Selecting text stays the terminal's, as the mouse itself is not reported.
/// What was set before is the terminal's to remember.
const WHEEL_SCROLLS: &str = "\x1b[?1007s\x1b[?1007h";
const WHEEL_AS_BEFORE: &str = "\x1b[?1007r";

/// Kitty's protocol: whether the terminal has it; then every key as a number, with its place on a Latin
/// keyboard and its text (1 + 4 + 8 + 16), added to what was asked for before, changed, and taken away.
const ASK_FOR_PROTOCOL: &str = "\x1b[?u";
const REPORT_KEYS: &str = "\x1b[>29u";
const STILL_REPORT_KEYS: &str = "\x1b[=29u";
const KEYS_AS_BEFORE: &str = "\x1b[<u";

/// The settings of the terminal as they were before it was ours; none while it is not ours.
static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);

/// Whether it reports keys in kitty's protocol, to be taken back at the end.
static REPORTS_KEYS: AtomicBool = AtomicBool::new(false);

/// The terminal while it is ours: keys come without Enter and are not echoed, and what stood there
/// before is kept on the other screen. It is given back when this is dropped, and before a panic is
/// printed.
#[derive(Debug)]
pub struct Terminal {
    knows_protocol: bool,
    /// What another program may have left changed.
    to_restore: Option<Termios>,
}

impl Terminal {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// When standard input is no terminal.
    pub fn take() -> io::Result<Self> {
        let mut terminal = Self {
            knows_protocol: false,
            to_restore: None,
        };
        terminal.take_back()?;
        let print_panic = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            give_back();
            print_panic(info);
        }));
        Ok(terminal)
    }

    /// Takes it over again after it was given back, and puts right what others have changed in it even if
    /// it was not. A job in the background is stopped here until it is in the foreground.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn take_back(&mut self) -> io::Result<()> {
        let mut before = before();
        let is_ours = before.is_some();
        let settings = match before.take().or_else(|| self.to_restore.take()) {
            Some(settings) => settings,
            None => tcgetattr(io::stdin())?,
        };
        let mut raw = settings.clone();
        raw.make_raw();
        *before = Some(settings);
        drop(before);
        // To be continued is an interruption too.
        retry_on_intr(|| tcsetattr(io::stdin(), OptionalActions::Now, &raw))?;
        let modes = (MARK_PASTES, WHEEL_SCROLLS);
        let mut out = io::stdout().lock();
        queue!(out, EnterAlternateScreen, Hide)?;
        queue!(out, Print(modes.0), Print(modes.1))?;
        if !is_ours {
            REPORTS_KEYS.store(false, Ordering::Relaxed);
        }
        if self.knows_protocol {
            report_keys(&mut out)?;
        } else if answers_questions() {
            queue!(out, Print(ASK_FOR_PROTOCOL))?;
        }
        out.flush()
    }

    /// The terminal has answered that it knows kitty's protocol: from here on it uses it.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn report_keys(&mut self) -> io::Result<()> {
        self.knows_protocol = true;
        let mut out = io::stdout().lock();
        report_keys(&mut out)?;
        out.flush()
    }

    /// Shows `lines`, and nothing else.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn show(&mut self, lines: &[String]) -> io::Result<()> {
        let mut out = io::stdout().lock();
        queue!(
            out,
            BeginSynchronizedUpdate,
            MoveTo(0, 0),
            Clear(ClearType::All)
        )?;
        // Each row at its own place: where a window has just become smaller, nothing scrolls away.
        queue!(out, DisableLineWrap)?;
        for (row, line) in (0..).zip(lines) {
            queue!(out, MoveTo(0, row))?;
            out.write_all(line.as_bytes())?;
        }
        queue!(out, EnableLineWrap, EndSynchronizedUpdate)?;
        out.flush()
    }

    /// Columns and rows. A terminal that does not know them says that they are none.
    #[must_use]
    pub fn size() -> (usize, usize) {
        match tcgetwinsize(io::stdout()) {
            Ok(size) if size.ws_col > 0 && size.ws_row > 0 => {
                (usize::from(size.ws_col), usize::from(size.ws_row))
            }
            _ => (80, 24),
        }
    }

    /// Gives the terminal to a program that we started, such as an editor. When it is taken back, it has the
    /// settings that it has now, whatever that program does to it.
    pub fn lend(&mut self) {
        self.to_restore = before().clone();
        give_back();
    }

    /// Gives the terminal back to who started us.
    pub fn give_back(&mut self) {
        give_back();
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.give_back();
    }
}

fn before() -> std::sync::MutexGuard<'static, Option<Termios>> {
    BEFORE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn report_keys(out: &mut impl Write) -> io::Result<()> {
    let already = REPORTS_KEYS.swap(true, Ordering::Relaxed);
    let sequence = if already {
        STILL_REPORT_KEYS
    } else {
        REPORT_KEYS
    };
    queue!(out, Print(sequence))
}

/// Whether a question does no harm: the simplest terminals would print it.
fn answers_questions() -> bool {
    std::env::var("TERM").is_ok_and(|term| !matches!(&*term, "" | "dumb" | "linux"))
}

/// Undoes all that was set, unless that was done before.
fn give_back() {
    let Some(settings) = before().take() else {
        return;
    };
    // There is nothing to restore in a terminal that was closed.
    if REPORTS_KEYS.swap(false, Ordering::Relaxed) {
        let _closed = execute!(io::stdout(), Print(KEYS_AS_BEFORE));
    }
    let _closed = execute!(
        io::stdout(),
        Print(WHEEL_AS_BEFORE),
        Print(NO_PASTES),
        Show,
        LeaveAlternateScreen
    );
    let _closed = tcsetattr(io::stdin(), OptionalActions::Now, &settings);
}
