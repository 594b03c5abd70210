//! Gets what attempts are built with: the toolchain of this machine and the kits of a course.
//!
//! A chapter has a kit of its own where it depends on what others do not need, and each kit is made
//! when an exercise first needs it: nobody waits for what only a later chapter uses.

use crate::build::cache_dir;
use crate::build::cargo::{Progress, Urgency, write};
use crate::build::kit::unused::clear_up;
use crate::build::kit::{Because, Kit, Need, Recipe, Sources};
use crate::build::package::Package;
use crate::build::toolchain::{Place, Toolchain};
use crate::build::tools::Tools;
use crate::build::trouble::Spoiled;
use crate::build::workshop::Workshop;
use crate::course::format::Format;
use crate::course::{Course, STATE_DIR, kit_sources};
use crate::exercise::{Exercise, Kind};
use crate::screen::bar::bar;
use crate::screen::width;
use anyhow::{Context, Result};
use std::cell::Cell;
use std::collections::HashMap;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;
use tokio::sync::Mutex;

/// What a course needs for its attempts.
#[derive(Debug)]
pub struct Preparation {
    toolchain: Toolchain,
    kits: Vec<Lazy>,
    /// Which of the kits a chapter uses.
    of_chapter: HashMap<String, usize>,
    /// What the course's own exercises are programs of, where it is a course in the rustlings format.
    package: Option<Tools>,
    /// What the learner has to know about this machine.
    notices: Vec<String>,
}

/// A kit that is made, or found, when it is asked for and is not whole.
#[derive(Debug)]
struct Lazy {
    recipe: Recipe,
    /// Locked while it is made.
    kit: Mutex<Option<Arc<Kit>>>,
}

impl Lazy {
    /// The kit as it is now. One that `is_broken` is made again, whatever it looks like.
    async fn get(
        &self,
        broken: Option<&Arc<Kit>>,
        urgency: Urgency,
        progress: &dyn Fn(Progress),
    ) -> Result<Arc<Kit>> {
        let mut kit = self.kit.lock().await;
        let need = match &*kit {
            Some(kit) if broken.is_some_and(|broken| Arc::ptr_eq(broken, kit)) => Need::Broken(kit),
            Some(kit) if kit.is_whole() => {
                kit.note_use();
                return Ok(Arc::clone(kit));
            }
            Some(kit) => Need::Changed(kit),
            None => Need::First,
        };
        let found = match need {
            Need::Broken(_) => None,
            Need::First | Need::Changed(_) => self.recipe.made(),
        };
        let made = match found {
            Some(found) => found,
            None => self.recipe.make(need, urgency, progress).await?,
        };
        Ok(Arc::clone(kit.insert(Arc::new(made))))
    }
}

impl Preparation {
    /// Finds out what `course` needs on this machine.
    ///
    /// # Errors
    /// When there is no toolchain, or the course's manifest is wrong.
    pub fn of(course: &Course) -> Result<Self> {
        let place = Place::of(&course.root, course.is_on_disk());
        let toolchain = Toolchain::detect(&place.folder)?;
        let sources = Sources {
            manifest: course.manifest()?,
            lock_file: course.lock_file()?,
            crates: kit_sources().collect(),
        };
        let cache = cache_dir()?;
        let mut preparation = Self {
            kits: Vec::new(),
            of_chapter: HashMap::new(),
            notices: [place.notice(&course.root), toolchain.complaint()]
                .into_iter()
                .flatten()
                .collect(),
            package: package_of(course, &toolchain)?,
            toolchain: toolchain.clone(),
        };
        for exercise in &course.exercises {
            if preparation.package_for(exercise).is_some() {
                continue;
            }
            let chapter = exercise.chapter();
            if !preparation.of_chapter.contains_key(chapter) {
                let (toolchain, sources) = (toolchain.clone(), sources.clone());
                let recipe = Recipe::new(toolchain, sources, chapter, &course.root, &cache)?;
                preparation.add(chapter, recipe);
            }
        }
        let names = preparation.kits.iter().map(|lazy| lazy.recipe.name());
        clear_up(&cache, names.map(str::to_owned));
        Ok(preparation)
    }

    /// What compiles on this machine.
    #[must_use]
    pub fn toolchain(&self) -> &Toolchain {
        &self.toolchain
    }

    /// The package that `exercise` is a program of, if it is judged as rustlings judges it.
    fn package_for(&self, exercise: &Exercise) -> Option<&Tools> {
        let by_itself = exercise.kind != Kind::Checked;
        self.package.as_ref().filter(|_| by_itself)
    }

    fn add(&mut self, chapter: &str, recipe: Recipe) {
        let same = |lazy: &Lazy| lazy.recipe.name() == recipe.name();
        let number = self.kits.iter().position(same).unwrap_or_else(|| {
            let kit = Mutex::default();
            self.kits.push(Lazy { recipe, kit });
            self.kits.len() - 1
        });
        self.of_chapter.insert(chapter.to_owned(), number);
    }

    /// The kit that `exercise` is built with, made now if need be: also when it was there and somebody has
    /// touched it since. Others that ask meanwhile wait for it too. When making it fails, the next one to ask
    /// tries again.
    ///
    /// # Errors
    /// When cargo or the disk fails; the message says what to do.
    pub async fn kit(
        &self,
        exercise: &Exercise,
        urgency: Urgency,
        progress: &dyn Fn(Progress),
    ) -> Result<Tools> {
        if let Some(tools) = self.package_for(exercise) {
            if let Tools::Package(package) = tools {
                ask(package, exercise, progress).await?;
            }
            return Ok(tools.clone());
        }
        let kit = self.lazy(exercise)?.get(None, urgency, progress).await?;
        Ok(Tools::Kit(kit))
    }

    /// Does `work` with the tools of `exercise`. Where they or the workplace are [`Spoiled`], what spoiled them is
    /// put right, and the work is done once more.
    ///
    /// # Errors
    /// As [`Preparation::kit`], and when `work` fails.
    pub async fn with_kit<T>(
        &self,
        exercise: &Exercise,
        progress: &dyn Fn(Progress),
        mut work: impl AsyncFnMut(Tools) -> Result<T>,
    ) -> Result<T> {
        let tools = self.kit(exercise, Urgency::Now, progress).await?;
        let done = work(tools.clone()).await;
        let spoiled = done.as_ref().map_err(anyhow::Error::downcast_ref);
        let again = match (spoiled, &tools) {
            (Err(Some(Spoiled::Kit(_))), Tools::Kit(kit)) => {
                let lazy = self.lazy(exercise)?;
                Tools::Kit(lazy.get(Some(kit), Urgency::Now, progress).await?)
            }
            (Err(Some(Spoiled::Kit(_) | Spoiled::Workplace(_))), _) => {
                self.kit(exercise, Urgency::Now, progress).await?
            }
            (Err(None) | Ok(_), _) => return done,
        };
        work(again).await
    }

    /// The kit; if it has to be made now, a bar on standard error shows how far it is.
    ///
    /// # Errors
    /// As [`Preparation::kit`].
    pub async fn kit_with_bar(&self, exercise: &Exercise) -> Result<Tools> {
        self.kit(exercise, Urgency::Now, &show).await
    }

    fn lazy(&self, exercise: &Exercise) -> Result<&Lazy> {
        let number = self.of_chapter.get(exercise.chapter());
        number
            .and_then(|number| self.kits.get(*number))
            .context("the exercise is of another course")
    }

    /// What this machine lacks, though attempts work without it, and what is done otherwise than expected.
    #[must_use]
    pub fn notices(&self) -> &[String] {
        &self.notices
    }
}

/// Has cargo compile what the program of `exercise` needs, where that has changed.
async fn ask(package: &Package, exercise: &Exercise, progress: &dyn Fn(Progress)) -> Result<()> {
    let asked = Cell::new(false);
    let asking = || {
        asked.set(true);
        progress(Progress::Resolving);
    };
    let program = package.program(&exercise.name, asking).await;
    if asked.get() {
        progress(Progress::Compiling { done: 1, of: 1 });
    }
    let _not_in_it = program?;
    Ok(())
}

/// What the exercises of `course` without a check are built with, if not with a kit.
fn package_of(course: &Course, toolchain: &Toolchain) -> Result<Option<Tools>> {
    let work = course.root.join(STATE_DIR).join("build/package");
    let package = |manifest: &Path| {
        let names = course
            .exercises
            .iter()
            .map(|exercise| exercise.name.clone());
        let (toolchain, names) = (toolchain.clone(), names.collect());
        Arc::new(Package::new(
            toolchain,
            &course.root,
            manifest,
            &work,
            names,
        ))
    };
    Ok(match &course.format {
        Format::Ours => None,
        Format::Rustlings(manifest) => Some(Tools::Package(package(manifest))),
        Format::Rustlings5(text) => {
            let manifest = work.join("Cargo.toml");
            write(&manifest, text)?;
            Some(Tools::Package(package(&manifest)))
        }
        Format::Workshop(_) => Some(Tools::Workshop(Arc::new(Workshop {
            target: work.join("cargo"),
        }))),
    })
}

/// The preparation of the first start, on standard error.
pub fn show(progress: Progress) {
    let mut err = std::io::stderr().lock();
    // Nobody is left to read it when it cannot be written.
    let _closed = if matches!(progress, Progress::Again(_)) {
        let start = if err.is_terminal() { "\r\x1b[2K" } else { "" };
        writeln!(err, "{start}{}", in_words(&progress, width()))
    } else if err.is_terminal() {
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
        Progress::Again(Because::Damaged) => {
            "The compiled dependencies were damaged and are being prepared again.".to_owned()
        }
        Progress::Again(Because::SystemChanged) => {
            "The linker or the C library was updated, so the dependencies are being prepared again."
                .to_owned()
        }
        Progress::Resolving => "Fetching the dependencies of the exercises, once …".to_owned(),
        Progress::Compiling { done, of } if done < of => {
            titled_bar("Compiling them, once ", done, of, columns)
        }
        Progress::Compiling { .. } => String::new(),
    }
}

/// How far the preparation of what nobody waits for yet is, in one short phrase; empty when it is over.
#[must_use]
pub fn ahead_in_words(progress: &Progress) -> String {
    const WHAT: &str = "preparing later chapters";
    match *progress {
        Progress::Again(_) | Progress::Resolving => WHAT.to_owned(),
        Progress::Compiling { done, of } if done < of => format!("{WHAT} {done}/{of}"),
        Progress::Compiling { .. } => String::new(),
    }
}

/// A bar behind its title, in at most `columns`.
pub(super) fn titled_bar(title: &str, done: usize, of: usize, columns: usize) -> String {
    let room = columns.saturating_sub(title.len());
    format!("{title}{}", bar(done, of, room))
}

#[cfg(test)]
mod tests {
    use super::{Progress, ahead_in_words};

    #[test]
    fn what_nobody_waits_for_is_told_in_a_phrase_and_only_while_it_goes_on() {
        let compiled = |done| ahead_in_words(&Progress::Compiling { done, of: 63 });
        assert_eq!(
            ahead_in_words(&Progress::Resolving),
            "preparing later chapters"
        );
        assert_eq!(compiled(12), "preparing later chapters 12/63");
        assert_eq!(compiled(63), "");
    }
}
