//! The door `check-all`: every exercise, as many at a time as there are processors, and only what has
//! changed.

use crate::attempt::notes::Notes;
use crate::attempt::preparation::Preparation;
use crate::attempt::sweep::{Swept, sweep};
use crate::course::Course;
use crate::exit_code::Exit;
use crate::screen::marks::marks;
use crate::screen::palette::Ink;
use crate::verdict::Verdict;
use anyhow::Result;
use std::io::Write;

/// Judges everything; what passes is noted as done. A pass is taken back only by a reset.
///
/// # Errors
/// When the course or the machine is broken.
pub async fn check_all(course: &Course, json: bool) -> Result<Exit> {
    let notes = Notes::of(course)?;
    let preparation = Preparation::of(course)?;
    for exercise in &course.exercises {
        preparation.kit_with_bar(exercise).await?;
    }
    let mut passed = 0;
    let all: Vec<_> = course.exercises.iter().collect();
    sweep(course, &all, &preparation, |exercise, swept| {
        let mut out = std::io::stdout().lock();
        match swept {
            Swept::Judged(judged) => {
                let has_passed = judged.verdict == Verdict::Passed;
                if has_passed {
                    passed += 1;
                    notes.pass(exercise)?;
                }
                if json {
                    writeln!(out, "{}", judged.record)?;
                } else {
                    let mark = if has_passed {
                        marks().tick.good()
                    } else {
                        marks().cross.bad()
                    };
                    writeln!(out, "{mark} {:<16} {}", exercise.name, judged.verdict)?;
                }
            }
            Swept::Nothing(why) => eprintln!("{} {:<16} {why}", marks().cross.bad(), exercise.name),
        }
        Ok(())
    })
    .await?;
    if !json {
        println!("{passed} of {} passed", course.exercises.len());
    }
    Ok(Exit::of(passed == course.exercises.len()))
}
