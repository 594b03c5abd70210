//! The terminal, taken over and given back.

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode, size,
};
use crossterm::{execute, queue};
use std::io::{self, Write};
use std::panic;

/// The terminal while it is ours: keys come without Enter and are not echoed, and what stood there
/// before is kept on the other screen. It is given back when this is dropped, and before a panic is
/// printed.
#[derive(Debug)]
pub struct Terminal {
    is_ours: bool,
}

impl Terminal {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// When standard input is no terminal.
    pub fn take() -> io::Result<Self> {
        enable_raw_mode()?;
        execute!(io::stdout(), EnterAlternateScreen, Hide)?;
        let print_panic = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            give_back();
            print_panic(info);
        }));
        Ok(Self { is_ours: true })
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
        for (number, line) in lines.iter().enumerate() {
            if number > 0 {
                out.write_all(b"\r\n")?;
            }
            out.write_all(line.as_bytes())?;
        }
        queue!(out, EndSynchronizedUpdate)?;
        out.flush()
    }

    /// Columns and rows. A terminal that does not know them says that they are none.
    #[must_use]
    pub fn size() -> (usize, usize) {
        match size() {
            Ok((columns @ 1.., rows @ 1..)) => (usize::from(columns), usize::from(rows)),
            _ => (80, 24),
        }
    }

    /// Lends the terminal to another program, such as an editor.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn lend<T>(&mut self, to: impl FnOnce() -> T) -> io::Result<T> {
        give_back();
        let result = to();
        enable_raw_mode()?;
        execute!(io::stdout(), EnterAlternateScreen, Hide)?;
        Ok(result)
    }

    /// Gives the terminal back.
    pub fn give_back(&mut self) {
        if self.is_ours {
            self.is_ours = false;
            give_back();
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.give_back();
    }
}

fn give_back() {
    // Whoever closed the terminal has nothing left to be restored.
    let _closed = disable_raw_mode();
    let _closed = execute!(io::stdout(), Show, LeaveAlternateScreen);
}
