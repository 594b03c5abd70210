//! Many exercises, as many at a time as there are processors; those that have not changed since they
//! were judged are not judged again.

use super::preparation::Preparation;
use super::{Attempt, Attempted};
use crate::build::tools::Tools;
use crate::course::{Course, STATE_DIR};
use crate::exercise::Exercise;
use crate::file;
use crate::record::Record;
use crate::verdict::Inputs;
use crate::verdicts::{self, Judged, Key, State};
use anyhow::Result;
use futures_util::stream::{StreamExt, TryStreamExt, iter};
use std::fs;
use std::time::SystemTime;

/// What became of an exercise.
#[derive(Debug)]
pub enum Swept {
    /// It was judged, now or when it was as it is now.
    Judged(Judged),
    /// There is nothing to judge; the sentence says why, and what to do.
    Nothing(String),
}

impl Swept {
    /// Whether every promise is kept.
    #[must_use]
    pub fn passed(&self) -> bool {
        matches!(self, Self::Judged(judged) if judged.verdict == crate::verdict::Verdict::Passed)
    }
}

/// Judges all of `exercises` and hands each result to `each`, in course order.
///
/// # Errors
/// When the course or the machine is broken, or `each` says so: the rest is then not judged.
pub async fn sweep<'a>(
    course: &'a Course,
    exercises: &[&'a Exercise],
    preparation: &'a Preparation,
    mut each: impl FnMut(&'a Exercise, Swept) -> Result<()>,
) -> Result<()> {
    iter(exercises.iter().copied())
        .map(|exercise| async move {
            let work = async |tools: Tools| judge(course, exercise, &tools).await;
            let swept = preparation.with_kit(exercise, &|_| (), work).await?;
            anyhow::Ok((exercise, swept))
        })
        // One more, so that none of the processors waits for the exercise whose turn it is.
        .buffered(at_once() + 1)
        .try_for_each(|(exercise, swept)| std::future::ready(each(exercise, swept)))
        .await
}

async fn judge(course: &Course, exercise: &Exercise, kit: &Tools) -> Result<Swept> {
    let dir = course.root.join(STATE_DIR);
    let key = key(course, exercise, kit).await?;
    let kept = key.and_then(|key| verdicts::kept(&dir, &course.root, &exercise.name, key));
    if let Some(judged) = kept {
        return Ok(Swept::Judged(judged));
    }
    let began = SystemTime::now();
    let mut attempt = Attempt::of(course, exercise);
    attempt.unattended = true;
    match attempt.make(kit).await? {
        Attempted::Judged(outcome) => {
            let judged = Judged {
                verdict: outcome.verdict,
                record: Record::of(&exercise.name, &outcome).line()?,
            };
            if let Some(key) = key
                && verdicts::is_lasting(outcome.verdict)
                && let Some(inputs) = outcome.inputs
                && let Some(state) =
                    State::of(&with_lint_settings(inputs, course), &course.root, began)
            {
                verdicts::keep(&dir, &exercise.name, key, state, &judged)?;
            }
            Ok(Swept::Judged(judged))
        }
        Attempted::Nothing(why) => Ok(Swept::Nothing(why)),
        Attempted::Drawn(_) | Attempted::Erring(_) => Ok(Swept::Nothing(String::new())),
    }
}

/// What was read, and where clippy would read its settings if there were any.
fn with_lint_settings(mut inputs: Inputs, course: &Course) -> Inputs {
    for folder in course.root.ancestors() {
        for name in ["clippy.toml", ".clippy.toml"] {
            inputs.files.push(folder.join(name));
        }
    }
    inputs.files.push("Cargo.toml".into());
    inputs
}

/// All that is known in advance of what the verdict on `exercise` depends on; none when its file cannot be read, or when it
/// cannot be told which program this is.
async fn key(course: &Course, exercise: &Exercise, kit: &Tools) -> Result<Option<Key>> {
    let (Ok(source), Some(program)) = (
        file::read(&course.root.join(exercise.path())),
        this_program(),
    ) else {
        return Ok(None);
    };
    // A kit's name stands for the toolchain, the dependencies and the probe.
    let tools = match kit {
        Tools::Kit(kit) => Key::of(&(&kit.name, &kit.toolchain.clippy_driver, program)),
        Tools::Package(package) => {
            let toolchain = &package.toolchain;
            let toolchain = (&toolchain.version, &toolchain.clippy_driver);
            let compiled_as = package.program(&exercise.name, || ()).await?;
            Key::of(&(compiled_as, toolchain, program))
        }
        // Which files it consists of, cargo alone knows.
        Tools::Workshop(_) => return Ok(None),
    };
    let judged_by = (
        course.check(exercise)?,
        exercise.time_limit,
        exercise.strict,
        exercise.ours,
        format!("{:?}", exercise.kind),
    );
    let Exercise { name, deny, .. } = exercise;
    Ok(Some(Key::of(&(source, tools, judged_by, name, deny))))
}

/// Limits, lints and words are compiled in, so another build of this program is another judge.
fn this_program() -> Option<(u64, SystemTime)> {
    let file = fs::metadata(std::env::current_exe().ok()?).ok()?;
    Some((file.len(), file.modified().ok()?))
}

/// How many attempts keep this machine busy.
#[must_use]
pub fn at_once() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
