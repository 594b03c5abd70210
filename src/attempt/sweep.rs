//! Many exercises, as many at a time as there are processors.

use super::preparation::Preparation;
use super::{Attempt, Attempted};
use crate::build::kit::Urgency;
use crate::course::Course;
use crate::exercise::Exercise;
use anyhow::Result;
use futures_util::stream::{StreamExt, TryStreamExt, iter};

/// Attempts all of `exercises` and hands each result to `each`, in course order.
///
/// # Errors
/// When the course or the machine is broken, or `each` says so: the rest is then not attempted.
pub async fn sweep<'a>(
    course: &'a Course,
    exercises: &[&'a Exercise],
    preparation: &'a Preparation,
    mut each: impl FnMut(&'a Exercise, Attempted) -> Result<()>,
) -> Result<()> {
    iter(exercises.iter().copied())
        .map(|exercise| async move {
            let kit = preparation.kit(exercise, Urgency::Now, &|_| ()).await?;
            let attempted = Attempt::of(course, exercise).make(kit).await?;
            anyhow::Ok((exercise, attempted))
        })
        .buffered(at_once())
        .try_for_each(|(exercise, attempted)| std::future::ready(each(exercise, attempted)))
        .await
}

/// How many attempts keep this machine busy.
#[must_use]
pub fn at_once() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
