//! Gets what attempts are built with: the toolchain of this machine and the kit of a course.

use crate::build::cache_dir;
use crate::build::cargo::Progress;
use crate::build::kit::{Kit, Recipe, Sources};
use crate::build::toolchain::Toolchain;
use crate::course::{Course, kit_sources};
use crate::screen::bar::bar;
use crate::screen::width;
use anyhow::Result;
use std::io::{IsTerminal, Write};

/// What a course needs before its first attempt.
#[derive(Debug, Clone)]
pub struct Preparation {
    toolchain: Toolchain,
    recipe: Recipe,
    complaint: Option<&'static str>,
}

impl Preparation {
    /// Finds out what `course` needs on this machine.
    ///
    /// # Errors
    /// When there is no toolchain, or the course's manifest is wrong.
    pub fn of(course: &Course) -> Result<Self> {
        let toolchain = Toolchain::detect(&course.root)?;
        let complaint = toolchain.complaint();
        let sources = Sources {
            manifest: course.manifest()?,
            lock_file: course.lock_file()?,
            crates: kit_sources().collect(),
        };
        let recipe = Recipe::new(toolchain.clone(), sources, &course.root, &cache_dir()?)?;
        Ok(Self {
            toolchain,
            recipe,
            complaint,
        })
    }

    /// What compiles on this machine.
    #[must_use]
    pub fn toolchain(&self) -> &Toolchain {
        &self.toolchain
    }

    /// The kit, if it was made before.
    #[must_use]
    pub fn made(&self) -> Option<Kit> {
        self.recipe.made()
    }

    /// The kit, made now if need be.
    ///
    /// # Errors
    /// When cargo or the disk fails; the message says how to mend it.
    pub async fn kit(&self, progress: &dyn Fn(Progress)) -> Result<Kit> {
        match self.recipe.made() {
            Some(kit) => Ok(kit),
            None => self.recipe.make(progress).await,
        }
    }

    /// The kit; if it has to be made now, a bar on standard error shows how far it is.
    ///
    /// # Errors
    /// As [`Preparation::kit`].
    pub async fn kit_with_bar(&self) -> Result<Kit> {
        self.kit(&show).await
    }

    /// What this machine lacks, though attempts work without it.
    #[must_use]
    pub fn complaint(&self) -> Option<&'static str> {
        self.complaint
    }
}

/// The preparation of the first start, on standard error.
fn show(progress: Progress) {
    let mut err = std::io::stderr().lock();
    // Nobody is left to read it when it cannot be written.
    let _closed = if err.is_terminal() {
        write!(err, "\r\x1b[2K{}", in_words(&progress, width())).and_then(|()| err.flush())
    } else if progress == Progress::Resolving {
        writeln!(err, "Preparing the dependencies of the exercises, once …")
    } else {
        Ok(())
    };
}

/// How far the preparation is, in one line of at most `columns`; empty when it is over.
#[must_use]
pub fn in_words(progress: &Progress, columns: usize) -> String {
    match *progress {
        Progress::Resolving => "Fetching the dependencies of the exercises, once …".to_owned(),
        Progress::Compiling { done, of } if done < of => {
            titled_bar("Compiling them, once ", done, of, columns)
        }
        Progress::Compiling { .. } => String::new(),
    }
}

/// A bar behind its title, in at most `columns`.
pub(super) fn titled_bar(title: &str, done: usize, of: usize, columns: usize) -> String {
    let room = columns.saturating_sub(title.len());
    format!("{title}{}", bar(done, of, room))
}
