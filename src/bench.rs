//! The door `bench`: the runtimes compared on the learner's own machine, ungraded.

use crate::attempt::comparison::Bench;
use crate::build::toolchain::Toolchain;
use crate::comparison::{Comparison, Figure, Measured};
use crate::course::Course;
use crate::exit_code::Exit;
use crate::picture::comparison::svg;
use crate::screen::comparison::lines;
use crate::screen::width;
use anyhow::{Context, Result};
use serde::Serialize;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Measures, prints, and writes a picture where one is wanted.
///
/// # Errors
/// When the machine cannot compile or measure, or the picture cannot be written.
pub async fn bench(course: &Course, picture: Option<&Path>, json: bool) -> Result<Exit> {
    let bench = Bench::with(Toolchain::detect(&course.root)?)?;
    let comparison = bench.compare_with_bar().await?;
    let mut out = std::io::stdout().lock();
    let shown = if json {
        records(&comparison)?
    } else {
        lines(&comparison, width())
    };
    for line in shown {
        writeln!(out, "{line}")?;
    }
    if let Some(picture) = picture {
        fs::write(picture, svg(&comparison))
            .with_context(|| format!("{} cannot be written", picture.display()))?;
        if !json {
            writeln!(out, "\n{} written", picture.display())?;
        }
    }
    Ok(Exit::Passed)
}

/// A figure and the runs that it is the median of.
#[derive(Serialize)]
struct Record<'a> {
    #[serde(flatten)]
    figure: Figure,
    runs: Vec<&'a Measured>,
}

/// How it was measured, and then a line for each workload on each runtime.
fn records(comparison: &Comparison) -> Result<Vec<String>> {
    let mut lines = vec![serde_json::to_string(&comparison.plan)?];
    for figure in comparison.figures() {
        let runs = comparison.runs(figure.workload, figure.runtime).collect();
        lines.push(serde_json::to_string(&Record { figure, runs })?);
    }
    Ok(lines)
}
