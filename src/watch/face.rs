//! How the watcher meets its learner: on a terminal, or through pipes.

use super::action::Key;
use super::event::Event;
use super::frame::{Size, frame};
use super::scroll::Extent;
use super::state::State;
use super::view::{Phase, View};
use crate::course::Course;
use crate::screen::terminal::Terminal;
use anyhow::{Context, Result};
use crossterm::event::{Event as Input, EventStream};
use futures_util::StreamExt;
use std::future::pending;
use std::io::{IsTerminal, Write};
use tokio::io::{AsyncBufReadExt, BufReader, Lines, Stdin};

/// Where the learner is.
pub(super) enum Face {
    /// On a terminal: a full screen, and keys without Enter.
    Screen {
        terminal: Terminal,
        /// None while the terminal is lent: nobody else may read its keys then.
        keys: Option<EventStream>,
    },
    /// Through pipes: reports as text, and lines whose first letter is the key.
    Pipe {
        lines: Option<Lines<BufReader<Stdin>>>,
        shown: String,
    },
}

impl Face {
    pub(super) fn new() -> Result<Self> {
        if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
            let terminal = Terminal::take().context("the terminal cannot be used")?;
            return Ok(Self::Screen {
                terminal,
                keys: Some(EventStream::new()),
            });
        }
        Ok(Self::Pipe {
            lines: Some(BufReader::new(tokio::io::stdin()).lines()),
            shown: String::new(),
        })
    }

    /// The next thing that the learner does.
    pub(super) async fn input(&mut self) -> Option<Event> {
        match self {
            Self::Screen { keys, .. } => {
                match keys.get_or_insert_with(EventStream::new).next().await {
                    Some(Ok(Input::Key(key))) => Key::of(key).map(Event::Key),
                    Some(Ok(Input::Resize(..))) => Some(Event::Resized),
                    Some(Ok(_)) => None,
                    Some(Err(_)) | None => Some(Event::Ended),
                }
            }
            Self::Pipe { lines, .. } => {
                let Some(reader) = lines else {
                    return pending().await;
                };
                match reader.next_line().await {
                    Ok(Some(line)) => line
                        .trim()
                        .chars()
                        .next()
                        .map(|c| Event::Key(Key::Letter(c))),
                    // Nobody types; saves still count.
                    Ok(None) | Err(_) => {
                        *lines = None;
                        None
                    }
                }
            }
        }
    }

    /// Shows the state, and says how it was laid out.
    pub(super) fn show(&mut self, state: &State, course: &Course) -> Result<Extent> {
        match self {
            Self::Screen { terminal, .. } => {
                let (columns, rows) = Terminal::size();
                let frame = frame(state, course, Size { columns, rows });
                terminal.show(&frame.rows)?;
                Ok(frame.extent)
            }
            Self::Pipe { shown, .. } => {
                // Without a screen only what comes of it is worth a line.
                let is_underway = matches!(state.phase, Phase::Running { preparing: None })
                    || matches!(&state.view, View::Comparing(sentence) if !sentence.is_empty());
                if is_underway {
                    return Ok(Extent::default());
                }
                let size = Size {
                    columns: 80,
                    rows: usize::MAX / 2,
                };
                let frame = frame(state, course, size);
                let text = frame.rows.join("\n");
                if text != *shown {
                    let mut out = std::io::stdout().lock();
                    writeln!(out, "{text}\n")?;
                    out.flush()?;
                    *shown = text;
                }
                Ok(frame.extent)
            }
        }
    }

    /// Whether what is shown is replaced by what is shown next, and a text can cover the exercise until a
    /// key is pressed: where lines are read, nothing may wait for one.
    pub(super) fn is_a_screen(&self) -> bool {
        matches!(self, Self::Screen { .. })
    }

    pub(super) fn lend<T>(&mut self, to: impl FnOnce() -> T) -> Result<T> {
        match self {
            Self::Screen { terminal, keys } => {
                *keys = None;
                Ok(terminal.lend(to)?)
            }
            Self::Pipe { .. } => Ok(to()),
        }
    }

    pub(super) fn leave(&mut self) {
        if let Self::Screen { terminal, keys } = self {
            *keys = None;
            terminal.give_back();
        }
    }
}
