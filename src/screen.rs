//! The only room that knows colours and the terminal.

pub mod bar;
pub mod code;
pub mod comparison;
pub mod keyboard;
pub mod marks;
pub mod original;
pub mod paint;
pub mod palette;
pub mod report;
pub mod rows;
pub mod terminal;
pub mod timeline;
pub mod timings;

use std::io::IsTerminal;

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Colour {
    /// When standard output is a terminal, and `NO_COLOR` is not set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Decides once for the whole program.
pub fn set_colour(colour: Colour) {
    let coloured = match colour {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
            let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
            std::io::stdout().is_terminal() && !set("NO_COLOR") && !dumb
        }
    };
    colored::control::set_override(coloured);
}

/// Whether text is coloured.
#[must_use]
pub fn is_coloured() -> bool {
    colored::control::SHOULD_COLORIZE.should_colorize()
}

/// The width of the terminal, in columns.
#[must_use]
pub fn width() -> usize {
    crossterm::terminal::size().map_or(80, |(columns, _)| usize::from(columns).max(20))
}
