//! Watches the exercises wherever they go: a folder that is moved away, back, or elsewhere with the
//! whole course is watched again, and what was saved meanwhile is found.

use super::event::{Event, Number};
use super::home::Whereabouts;
use super::saves::{Saves, content_of};
use super::{Arrival, Heard, QUIET_AFTER, Watcher};
use crate::exit_code::told;
use anyhow::Result;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What to tell when files are looked at instead of being told of.
pub(super) fn looking(why: &str) -> String {
    format!("Looking for saves four times a second, {why}.")
}

impl Watcher<'_> {
    /// The first look at the files, and what the learner has to know of how they are watched.
    pub(super) fn begin_to_watch(&mut self) -> Result<Option<String>> {
        let mut notice = None;
        if self.home.whereabouts() == Whereabouts::Here {
            // What is saved from here on is heard, and what was saved before is seen.
            self.watch_again()?;
            let because = self
                .saves
                .as_ref()
                .and_then(|saves| saves.looks_because.as_deref());
            notice = because.map(looking);
        } else {
            notice.get_or_insert(
                "There is no folder exercises/. Watching begins when it is there.".into(),
            );
        }
        let path = |number: Number| self.course.root.join(self.course.exercises[number].path());
        let contents = (0..self.course.exercises.len()).map(|number| content_of(&path(number)));
        self.state = self.state.clone().knowing(contents);
        Ok(notice)
    }

    /// Finds out where the folders are now, and watches them there. Returns where the course has moved
    /// to, if it has.
    pub(super) fn settle(&mut self) -> Option<PathBuf> {
        let was_away = self.saves.is_none();
        match self.home.whereabouts() {
            Whereabouts::Moved(root) => return Some(root),
            Whereabouts::NoExercises | Whereabouts::Gone if was_away => {}
            Whereabouts::NoExercises | Whereabouts::Gone => {
                self.saves = None;
                let sentence = "exercises/ was moved away. Watching goes on when it is back.";
                self.say(Event::Notice(sentence.into()));
            }
            Whereabouts::Here => match self.watch_again() {
                Ok(()) => {
                    if was_away {
                        let sentence = "exercises/ is back. Watching goes on.";
                        self.say(Event::Notice(sentence.into()));
                    }
                    // Whatever was saved while nobody told: what is as it was changes nothing.
                    for exercise in 0..self.course.exercises.len() {
                        self.say(self.look_at(exercise));
                    }
                    self.quiet.set(QUIET_AFTER);
                }
                // It may have gone again meanwhile; it is looked for as before.
                Err(error) if !was_away => self.say(Event::Notice(told(&error))),
                Err(_) => {}
            },
        }
        None
    }

    /// What the file of an exercise is now.
    pub(super) fn look_at(&self, exercise: Number) -> Event {
        let path = self
            .course
            .root
            .join(self.course.exercises[exercise].path());
        match content_of(&path) {
            Some(content) => Event::Saved { exercise, content },
            None => Event::Removed { exercise },
        }
    }

    /// What comes along to the new place.
    pub(super) fn move_to(self, root: PathBuf) -> (PathBuf, Arrival) {
        let notice = format!("Watching {} now.", root.display());
        let arrival = Arrival {
            current: Some(self.state.entry().name.clone()),
            notices: vec![notice],
            face: Some(self.face),
        };
        (root, arrival)
    }

    fn watch_again(&mut self) -> Result<()> {
        // Not two at a time: the old one would hold what the new one needs.
        self.saves = None;
        let root = &self.course.root;
        let files = self
            .course
            .exercises
            .iter()
            .map(|exercise| root.join(exercise.path()));
        let chapters: BTreeSet<PathBuf> = files
            .filter_map(|file| file.parent().map(PathBuf::from))
            .collect();
        let sender = self.teller.0.clone();
        let tell = move |told| {
            let _ended = sender.send(Heard::Told(told));
        };
        let (exercises, chapters) = (self.home.exercises(), chapters.into_iter().collect());
        self.saves = Some(Saves::watch(root, &exercises, chapters, self.polls, tell)?);
        Ok(())
    }
}
