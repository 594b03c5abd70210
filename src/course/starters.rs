//! The exercises as a learner first sees them, and how they come to the learner: a new one is laid out,
//! a changed one takes the place of the old one as long as nobody has edited that. What a learner wrote
//! is never touched, and what they deleted stays deleted.

use super::{Course, STATE_DIR};
use crate::exercise::Exercise;
use crate::file;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// In the state folder: which starter each exercise was last laid out from. Of this machine only.
const LAID_OUT: &str = "laid-out.toml";

/// What was brought up to date.
#[derive(Debug, Default)]
struct News<'a> {
    new: Vec<&'a str>,
    replaced: Vec<&'a str>,
    /// The starter has changed, and the learner's file has as well.
    edited: Vec<&'a str>,
}

impl Course {
    /// The exercise as it was before anybody edited it, if the course keeps that.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn starter(&self, exercise: &Exercise) -> Result<Option<String>> {
        self.text(&format!("starters/{}.rs", exercise.key()))
    }

    /// Lays out what is new among the starters, and returns what the learner has to know of it.
    ///
    /// # Errors
    /// When something has to be written and cannot be.
    pub fn bring_up_to_date(&self) -> Result<Option<String>> {
        let record = self.root.join(STATE_DIR).join(LAID_OUT);
        // Without it, what is there counts as the learner's.
        let before: BTreeMap<String, String> = file::read_text(&record)
            .ok()
            .and_then(|text| toml::from_str(&text).ok())
            .unwrap_or_default();
        let mut now = before.clone();
        let mut news = News::default();
        for exercise in &self.exercises {
            let Some(starter) = self.starter(exercise)? else {
                continue;
            };
            let (key, newest) = (exercise.key(), fingerprint(starter.as_bytes()));
            let laid_out = before.get(&key);
            if laid_out == Some(&newest) {
                continue;
            }
            let path = self.root.join(exercise.path());
            match (file::read(&path), laid_out) {
                (Err(unreadable), None) if unreadable.is_missing() => {
                    write(&path, &starter)?;
                    news.new.push(&exercise.name);
                }
                (Ok(there), _) if fingerprint(&there) == newest => {}
                (Ok(there), Some(old)) if fingerprint(&there) == *old => {
                    write(&path, &starter)?;
                    news.replaced.push(&exercise.name);
                }
                (Ok(_), Some(_)) => news.edited.push(&exercise.name),
                // Deleted, strange, or written before anybody noted what it was written from.
                _ => {}
            }
            now.insert(key, newest);
        }
        if now != before {
            let written = self.make_state_dir();
            let written = written.and_then(|()| write(&record, &toml::to_string(&now)?));
            // A folder that cannot be written can still be looked at.
            if !news.new.is_empty() || !news.replaced.is_empty() {
                written?;
            }
        }
        Ok(news.in_words(self.exercises.len()))
    }
}

impl News<'_> {
    fn in_words(&self, all: usize) -> Option<String> {
        let mut sentences = Vec::new();
        if self.new.len() == all {
            sentences.push(format!("The {all} exercises are in exercises/ now."));
        } else if !self.new.is_empty() {
            sentences.push(format!("New exercises: {}.", self.new.join(", ")));
        }
        if !self.replaced.is_empty() {
            sentences.push(format!(
                "Improved, and you had not edited them yet: {}.",
                self.replaced.join(", ")
            ));
        }
        if !self.edited.is_empty() {
            sentences.push(format!(
                "Improved, but you have edited them, so yours stay: {}. To get the new one, with yours \
                 kept: asynclings reset NAME",
                self.edited.join(", ")
            ));
        }
        (!sentences.is_empty()).then(|| sentences.join("\n"))
    }
}

/// Of another version of the language another number, perhaps: then a file counts as edited, and stays.
fn fingerprint(text: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Writes it whole or not at all.
fn write(path: &Path, text: &str) -> Result<()> {
    let written = || {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut new = PathBuf::from(path).into_os_string();
        new.push(".new");
        fs::write(&new, text)?;
        fs::rename(&new, path)
    };
    written().with_context(|| format!("{} cannot be written", path.display()))
}

#[cfg(test)]
mod tests {
    use super::Course;
    use std::fs;
    use tempfile::TempDir;

    const INFO: &str = "format_version = 1\n[[exercises]]\nname = \"a\"\nhint = \"\"\n\
                        [[exercises]]\nname = \"b\"\nhint = \"\"\n";

    struct Clone(TempDir);

    impl Clone {
        fn new() -> Self {
            let clone = Self(tempfile::tempdir().unwrap());
            clone.write("info.toml", INFO);
            clone.write("starters/a.rs", "a1");
            clone.write("starters/b.rs", "b1");
            clone
        }

        fn write(&self, name: &str, text: &str) {
            let path = self.0.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }

        fn read(&self, name: &str) -> Option<String> {
            fs::read_to_string(self.0.path().join(name)).ok()
        }

        fn opened(&self) -> Option<String> {
            let course = Course::find(self.0.path()).unwrap();
            course.bring_up_to_date().unwrap()
        }
    }

    #[test]
    fn what_is_not_there_is_laid_out_once_and_what_is_deleted_stays_deleted() {
        let clone = Clone::new();
        let news = clone.opened().unwrap();
        assert!(news.contains("The 2 exercises are in exercises/"), "{news}");
        assert_eq!(clone.read("exercises/a.rs").unwrap(), "a1");
        assert_eq!(clone.opened(), None);
        fs::remove_file(clone.0.path().join("exercises/a.rs")).unwrap();
        assert_eq!(clone.opened(), None);
        assert_eq!(clone.read("exercises/a.rs"), None);
    }

    #[test]
    fn a_changed_starter_replaces_the_old_one_and_never_a_learners_text() {
        let clone = Clone::new();
        clone.opened();
        clone.write("exercises/b.rs", "mine");
        clone.write("starters/a.rs", "a2");
        clone.write("starters/b.rs", "b2");
        let news = clone.opened().unwrap();
        assert!(news.contains("not edited them yet: a."), "{news}");
        assert!(news.contains("yours stay: b."), "{news}");
        assert_eq!(clone.read("exercises/a.rs").unwrap(), "a2");
        assert_eq!(clone.read("exercises/b.rs").unwrap(), "mine");
        assert_eq!(clone.opened(), None, "it is said once");
    }

    #[test]
    fn without_a_record_what_is_there_is_the_learners() {
        let clone = Clone::new();
        clone.write("exercises/a.rs", "mine");
        let news = clone.opened().unwrap();
        assert!(news.contains("New exercises: b."), "{news}");
        assert_eq!(clone.read("exercises/a.rs").unwrap(), "mine");
        clone.write("starters/a.rs", "a2");
        clone.opened();
        assert_eq!(clone.read("exercises/a.rs").unwrap(), "mine");
    }
}
