//! asynclings and rustlings, verdict by verdict: every starter and every solution of whole courses, judged by
//! both programs in one run.
//!
//! `cargo bench --bench parity -- --rustlings PROGRAM COURSE …`, where a COURSE is the folder of a course in the
//! rustlings format, or a clone of rustlings itself. A table says on how many exercises both agree, and below it
//! stands each one on which they do not. Everything is written below `target/parity`; the courses are only read.

#[path = "parity/course.rs"]
mod course;
#[path = "against_rustlings/environment.rs"]
mod environment;
#[path = "parity/judge.rs"]
mod judge;

use anyhow::{Context, Result, bail};
use clap::Parser;
use course::Course;
use judge::Judge;
use std::path::{Path, PathBuf};

/// Compares the verdicts of asynclings and rustlings.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo bench --bench parity --")]
struct Arguments {
    /// The rustlings to compare with.
    #[arg(long, value_name = "PROGRAM")]
    rustlings: PathBuf,
    /// The asynclings to compare [default: the one that is built with this benchmark].
    #[arg(long, value_name = "PROGRAM", default_value = env!("CARGO_BIN_EXE_asynclings"), hide_default_value = true)]
    asynclings: PathBuf,
    /// Judge only every N-th exercise.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    every: u64,
    /// Folders of courses.
    #[arg(required = true, value_name = "COURSE")]
    courses: Vec<PathBuf>,
    /// Cargo says so to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    environment::become_a_learners()?;
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    let ground = target
        .context("cargo names no target folder")?
        .join("parity");
    let rustlings = Judge::rustlings(&arguments.rustlings)?;
    let judges = [rustlings, Judge::asynclings(&arguments.asynclings)?];
    println!("| course | judged | exercises | both pass | neither | differ |");
    println!("|---|---|--:|--:|--:|--:|");
    let mut differences = Vec::new();
    for folder in &arguments.courses {
        let course = Course::read(folder, arguments.every)?;
        for judged in course.parts() {
            let mut passed = Vec::new();
            for judge in &judges {
                let laid = course.lay_out(&ground.join(judge.name()), judged)?;
                eprintln!(
                    "{}: {} by {} …",
                    course.name,
                    judged.in_words(),
                    judge.name()
                );
                passed.push(judge.passed(&laid, &course.exercises)?);
            }
            let [theirs, ours] = &passed[..] else {
                bail!("two programs judge");
            };
            let mut counts = [0; 3];
            for name in &course.exercises {
                let both = (theirs.contains(name), ours.contains(name));
                match both {
                    (true, true) => counts[0] += 1,
                    (false, false) => counts[1] += 1,
                    (theirs, _) => {
                        counts[2] += 1;
                        let (who, who_not) = match theirs {
                            true => ("rustlings", "asynclings"),
                            false => ("asynclings", "rustlings"),
                        };
                        let (course, judged) = (&course.name, judged.in_words());
                        differences.push(format!(
                            "{course}, {judged}: {name} passes with {who} and not with {who_not}"
                        ));
                    }
                }
            }
            let [both, neither, differ] = counts;
            println!(
                "| {} | {} | {} | {both} | {neither} | {differ} |",
                course.name,
                judged.in_words(),
                course.exercises.len()
            );
        }
    }
    println!();
    for difference in &differences {
        println!("- {difference}");
    }
    Ok(())
}
