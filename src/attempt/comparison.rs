//! Compares the runtimes on this machine: compiles the program that measures them, where that was not
//! done before, and runs it. Nothing of it is graded.

use super::preparation::titled_bar;
use crate::build::cache_dir;
use crate::build::cargo::Progress;
use crate::build::toolchain::Toolchain;
use crate::build::workload::Recipe;
use crate::comparison::Comparison;
use crate::course::workload_sources;
use crate::measure::measure;
use crate::screen::width;
use anyhow::Result;
use std::io::{IsTerminal, Write};

/// How far a comparison is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// The program is compiled.
    Preparing(Progress),
    /// So many measurements are made.
    Measuring {
        /// Done.
        done: usize,
        /// In all.
        of: usize,
    },
}

/// What compares the runtimes on a machine.
#[derive(Debug, Clone)]
pub struct Bench {
    recipe: Recipe,
}

impl Bench {
    /// What `toolchain` would compile, in this account's cache folder.
    ///
    /// # Errors
    /// When there is no such folder.
    pub fn with(toolchain: Toolchain) -> Result<Self> {
        let sources = workload_sources().collect();
        Ok(Self {
            recipe: Recipe::new(toolchain, sources, &cache_dir()?),
        })
    }

    /// Compares, telling `stage` how far it is. Dropped, it ends whatever it started.
    ///
    /// # Errors
    /// When cargo, the disk or the measuring program fails; the message says how to mend it.
    pub async fn compare(&self, stage: &dyn Fn(Stage)) -> Result<Comparison> {
        let program = self
            .recipe
            .make(&|progress| stage(Stage::Preparing(progress)))
            .await?;
        measure(&program, |comparison| {
            stage(Stage::Measuring {
                done: comparison.measured.len(),
                of: comparison.plan.steps,
            });
        })
        .await
    }

    /// As [`Bench::compare`]; a bar on standard error shows how far it is.
    ///
    /// # Errors
    /// As [`Bench::compare`].
    pub async fn compare_with_bar(&self) -> Result<Comparison> {
        let compared = self.compare(&show).await;
        if std::io::stderr().is_terminal() {
            // Nobody is left to read it when it cannot be written.
            let _closed = write!(std::io::stderr(), "\r\x1b[2K");
        }
        compared
    }
}

/// How far it is, on standard error.
fn show(stage: Stage) {
    let mut err = std::io::stderr().lock();
    let _closed = if err.is_terminal() {
        write!(err, "\r\x1b[2K{}", in_words(&stage, width())).and_then(|()| err.flush())
    } else {
        match stage {
            Stage::Preparing(Progress::Again(_) | Progress::Resolving) => {
                writeln!(err, "Compiling the program that measures, once …")
            }
            Stage::Measuring { done: 0, .. } => writeln!(err, "Measuring …"),
            _ => Ok(()),
        }
    };
}

/// How far it is, in one line of at most `columns`.
#[must_use]
pub fn in_words(stage: &Stage, columns: usize) -> String {
    match *stage {
        Stage::Preparing(Progress::Again(_) | Progress::Resolving) => {
            "Fetching what the measurement needs, once …".to_owned()
        }
        Stage::Preparing(Progress::Compiling { done, of }) => {
            titled_bar("Compiling it, once ", done, of, columns)
        }
        Stage::Measuring { done, of } => titled_bar("Measuring ", done, of, columns),
    }
}

#[cfg(test)]
mod tests {
    use super::{Progress, Stage, in_words};
    use crate::screen::paint::{columns, plain};

    #[test]
    fn each_stage_is_told_in_one_line() {
        let stages = [
            Stage::Preparing(Progress::Resolving),
            Stage::Preparing(Progress::Compiling { done: 3, of: 40 }),
            Stage::Measuring { done: 7, of: 60 },
        ];
        for stage in &stages {
            assert!(columns(&in_words(stage, 60)) <= 60, "{stage:?}");
        }
        let measuring = plain(&in_words(&stages[2], 60));
        assert!(measuring.starts_with("Measuring [#"), "{measuring}");
        assert!(measuring.ends_with("] 7/60"), "{measuring}");
    }
}
