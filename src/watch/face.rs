//! How the watcher meets its learner: on a terminal, or through pipes.

use super::action::{Key, Letter};
use super::event::Event;
use super::frame::{Size, frame};
use super::job::{Job, Told, has_shell, stop};
use super::layout::Layout;
use super::scroll::Extent;
use super::state::State;
use super::view::{Phase, View};
use crate::course::Course;
use crate::screen::keyboard::{Input, Keyboard, Press};
use crate::screen::terminal::Terminal;
use anyhow::{Context, Result, bail};
use std::future::pending;
use std::io::{self, IsTerminal, Write};
use tokio::io::{AsyncBufReadExt, BufReader, Lines, Stdin};

/// Where the learner is, and the job that the watcher is.
pub(super) struct Face {
    job: Job,
    side: Side,
    layout: Layout,
}

enum Side {
    /// On a terminal: a full screen, and keys without Enter.
    Screen(Screen),
    /// Through pipes: reports as text, and lines whose first letter is the key.
    Pipe {
        lines: Option<Lines<BufReader<Stdin>>>,
        shown: String,
    },
}

struct Screen {
    terminal: Terminal,
    /// None while the terminal is somebody else's: they read its keys then.
    keyboard: Option<Keyboard>,
    /// Who has the terminal, unless we do.
    lent_to: Option<Borrower>,
}

/// Who has the terminal in our place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Borrower {
    Editor,
    Shell,
}

impl Face {
    pub(super) fn new() -> Result<Self> {
        // Before the terminal is taken, because they may say to give it back.
        let job = Job::new().context("signals cannot be heard")?;
        let side = if io::stdin().is_terminal() && io::stdout().is_terminal() {
            Side::Screen(Screen::new().context("the terminal cannot be used")?)
        } else {
            Side::Pipe {
                lines: Some(BufReader::new(tokio::io::stdin()).lines()),
                shown: String::new(),
            }
        };
        Ok(Self {
            job,
            side,
            layout: Layout::default(),
        })
    }

    /// The next thing that the learner does.
    pub(super) async fn input(&mut self) -> Option<Event> {
        tokio::select! {
            biased;
            told = self.job.told() => self.on_told(told),
            event = self.side.input(&mut self.layout) => event,
        }
    }

    fn on_told(&mut self, told: Told) -> Option<Event> {
        match (told, &self.side) {
            (Told::Stop, _) => Some(Event::Suspend),
            // Those keys are the editor's.
            (Told::End, Side::Screen(screen)) if screen.lent_to == Some(Borrower::Editor) => None,
            (Told::End, _) => Some(Event::Ended),
            (Told::Resized, _) => Some(Event::Resized),
            (Told::GoOn, Side::Screen(screen)) if screen.lent_to == Some(Borrower::Editor) => None,
            (Told::GoOn, _) => Some(self.take_back()),
        }
    }

    /// Shows the state, and says how it was laid out; nothing while somebody else has the terminal.
    pub(super) fn show(&mut self, state: &State, course: &Course) -> Result<Option<Extent>> {
        match &mut self.side {
            Side::Screen(screen) if screen.lent_to.is_some() => Ok(None),
            Side::Screen(screen) => {
                let (columns, rows) = Terminal::size();
                let frame = frame(state, course, Size { columns, rows });
                screen.terminal.show(&frame.rows)?;
                Ok(Some(frame.extent))
            }
            Side::Pipe { shown, .. } => {
                // Without a screen only what comes of it is worth a line.
                let is_underway = matches!(state.phase, Phase::Running { preparing: None })
                    || matches!(&state.view, View::Comparing(sentence) if !sentence.is_empty());
                if is_underway {
                    return Ok(Some(Extent::default()));
                }
                let size = Size {
                    columns: 80,
                    rows: usize::MAX / 2,
                };
                let frame = frame(state, course, size);
                let text = frame.rows.join("\n");
                if text != *shown {
                    let mut out = io::stdout().lock();
                    writeln!(out, "{text}\n")?;
                    out.flush()?;
                    *shown = text;
                }
                Ok(Some(frame.extent))
            }
        }
    }

    /// Whether what is shown is replaced by what is shown next, and a text can cover the exercise until a
    /// key is pressed: where lines are read, nothing may wait for one.
    pub(super) fn is_a_screen(&self) -> bool {
        matches!(self.side, Side::Screen(_))
    }

    /// Gives the terminal to an editor; until it is taken back nothing is shown and no key is read.
    ///
    /// # Errors
    /// When there is no terminal to give.
    pub(super) fn lend(&mut self) -> Result<()> {
        let Side::Screen(screen) = &mut self.side else {
            bail!("There is no terminal here for an editor that needs one.");
        };
        screen.keyboard = None;
        screen.terminal.lend();
        screen.lent_to = Some(Borrower::Editor);
        Ok(())
    }

    /// Takes the terminal back; the event says whether it is still there.
    pub(super) fn take_back(&mut self) -> Event {
        let taken = match &mut self.side {
            Side::Screen(screen) => screen.take_back(),
            Side::Pipe { .. } => Ok(()),
        };
        taken.map_or(Event::Ended, |()| Event::Returned)
    }

    /// Gives the terminal to the shell, and stops until the shell gives it back.
    ///
    /// # Errors
    /// When there is no shell; then nothing has changed.
    pub(super) fn suspend(&mut self) -> Result<()> {
        has_shell()?;
        let Side::Screen(screen) = &mut self.side else {
            return stop(false);
        };
        if screen.lent_to == Some(Borrower::Editor) {
            // The editor stops by itself, once it has left the terminal in order.
            return stop(true);
        }
        screen.keyboard = None;
        screen.terminal.give_back();
        screen.lent_to = Some(Borrower::Shell);
        stop(false)
    }

    pub(super) fn leave(&mut self) {
        if let Side::Screen(screen) = &mut self.side {
            screen.keyboard = None;
            screen.terminal.give_back();
        }
    }
}

impl Side {
    async fn input(&mut self, layout: &mut Layout) -> Option<Event> {
        match self {
            Self::Screen(screen) => screen.input(layout).await,
            Self::Pipe { lines, .. } => {
                let Some(reader) = lines else {
                    return pending().await;
                };
                match reader.next_line().await {
                    Ok(Some(line)) => {
                        let first = line.trim().chars().next()?;
                        Some(Event::Typed(layout.letter(Press::of(first))))
                    }
                    // Nobody types; saves still count.
                    Ok(None) | Err(_) => {
                        *lines = None;
                        None
                    }
                }
            }
        }
    }
}

impl Screen {
    fn new() -> io::Result<Self> {
        Ok(Self {
            terminal: Terminal::take()?,
            keyboard: Some(Keyboard::open()?),
            lent_to: None,
        })
    }

    fn take_back(&mut self) -> io::Result<()> {
        // Stopped here while it is in the background, as any program is that needs the terminal.
        self.terminal.take_back()?;
        // The terminal is waited for once only, and what was half read belongs to the time before.
        self.keyboard = None;
        self.keyboard = Some(Keyboard::open()?);
        self.lent_to = None;
        Ok(())
    }

    async fn input(&mut self, layout: &mut Layout) -> Option<Event> {
        let Some(keyboard) = &mut self.keyboard else {
            return pending().await;
        };
        match keyboard.next().await {
            Ok(Input::KnowsProtocol) => {
                let told = self.terminal.report_keys();
                told.is_err().then_some(Event::Ended)
            }
            Ok(input) => event_of(input, layout),
            Err(_gone) => Some(Event::Ended),
        }
    }
}

/// Rows moved by a page key.
const PAGE: isize = 10;

/// What an input means to the watcher, if anything.
fn event_of(input: Input, layout: &mut Layout) -> Option<Event> {
    let key = match input {
        Input::Press(press) => return Some(Event::Typed(layout.letter(press))),
        Input::Pasted(text) => return Some(Event::Pasted(text)),
        Input::Control(press) => match layout.letter(press) {
            Letter {
                meant: 'c' | 'C' | 'd' | 'D',
                ..
            } => Key::Interrupt,
            Letter {
                meant: 'z' | 'Z', ..
            } => return Some(Event::Suspend),
            Letter {
                meant: 'l' | 'L', ..
            } => return Some(Event::Resized),
            _ => return None,
        },
        Input::Enter => Key::Enter,
        Input::Escape => Key::Escape,
        Input::Backspace => Key::Backspace,
        Input::Up => Key::Move(-1),
        Input::Down => Key::Move(1),
        Input::PageUp => Key::Move(-PAGE),
        Input::PageDown => Key::Move(PAGE),
        Input::Home => Key::First,
        Input::End => Key::Last,
        Input::KnowsProtocol => return None,
    };
    Some(Event::Key(key))
}
