//! Runs the program that measures runtimes, and reads what it says while it does.

use crate::comparison::{Comparison, Line};
use crate::group::Group;
use anyhow::{Context, Result, anyhow, bail};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{ChildStdout, Command};

/// It takes eight seconds; on a machine that has much else to do, longer.
const PATIENCE: Duration = Duration::from_secs(90);
/// More than this it has not to complain of.
const MOST_COMPLAINTS: u64 = 64 << 10;

/// Runs `program` to its end, and hands over everything measured so far at each line. Dropped, it ends
/// the program.
///
/// # Errors
/// When the program cannot be started, fails, is never done, or leaves a measurement out.
pub async fn measure(program: &Path, mut each: impl FnMut(&Comparison)) -> Result<Comparison> {
    let mut command = Command::new(program);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // What is measured are the runtimes without settings.
        .env_remove("SMOL_THREADS")
        .env_remove("TOKIO_WORKER_THREADS");
    let mut group = Group::start(&mut command)
        .with_context(|| format!("{} cannot be started", program.display()))?;
    let out = group.leader().stdout.take();
    let err = group.leader().stderr.take();
    let complain = async {
        let mut said = Vec::new();
        if let Some(err) = err {
            err.take(MOST_COMPLAINTS).read_to_end(&mut said).await?;
        }
        std::io::Result::Ok(String::from_utf8_lossy(&said).into_owned())
    };
    let working = async {
        let (comparison, said) = tokio::join!(listen(out, &mut each), complain);
        anyhow::Ok((comparison, said?, group.wait().await?))
    };
    let (comparison, said, status) =
        tokio::time::timeout(PATIENCE, working)
            .await
            .map_err(|_| {
                anyhow!(
                    "the measurement was not over after {} s, and was stopped\n\
                 Try again when this machine has less to do.",
                    PATIENCE.as_secs()
                )
            })??;
    if !status.success() {
        bail!(
            "the runtimes could not be measured ({status})\n{}",
            said.trim()
        );
    }
    match comparison? {
        Some(comparison) if comparison.is_whole() => Ok(comparison),
        _ => bail!("the measurement ended before everything was measured\nTry again."),
    }
}

/// Everything that was measured; none when nothing was even planned.
async fn listen(
    out: Option<ChildStdout>,
    each: &mut impl FnMut(&Comparison),
) -> Result<Option<Comparison>> {
    let Some(out) = out else { return Ok(None) };
    let mut lines = BufReader::new(out).lines();
    let mut comparison: Option<Comparison> = None;
    while let Some(line) = lines.next_line().await? {
        let read = serde_json::from_str(&line)
            .with_context(|| format!("the measuring program said what it should not: {line}"))?;
        match (read, &mut comparison) {
            (Line::Plan(plan), _) => comparison = Some(Comparison::planned(plan)),
            (Line::Measured(measured), Some(comparison)) => comparison.measured.push(measured),
            (Line::Measured(_), None) => bail!("the measuring program did not say its plan first"),
        }
        comparison.iter().for_each(&mut *each);
    }
    Ok(comparison)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::measure;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use tempfile::TempDir;

    /// A program that measures nothing and says `script`.
    fn program(script: &str) -> TempDir {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("program");
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        dir
    }

    async fn failure(script: &str) -> String {
        let dir = program(script);
        let failed = measure(&dir.path().join("program"), |_| ()).await;
        format!("{:#}", failed.unwrap_err())
    }

    #[tokio::test]
    async fn what_the_program_complains_of_is_told() {
        let told = failure("echo no loopback >&2; exit 1").await;
        assert!(told.contains("could not be measured"), "{told}");
        assert!(told.contains("no loopback"), "{told}");
    }

    #[tokio::test]
    async fn a_program_that_ends_too_early_has_measured_nothing() {
        let lines = concat!(env!("CARGO_MANIFEST_DIR"), "/workload/lines.jsonl");
        let told = failure(&format!("cat {lines}")).await;
        assert!(told.contains("before everything was measured"), "{told}");
    }

    #[tokio::test]
    async fn each_line_is_handed_over_when_it_is_there() {
        let lines = concat!(env!("CARGO_MANIFEST_DIR"), "/workload/lines.jsonl");
        let dir = program(&format!("cat {lines}"));
        let mut steps = Vec::new();
        let each = |comparison: &crate::comparison::Comparison| {
            steps.push(comparison.measured.len());
        };
        let _too_early = measure(&dir.path().join("program"), each).await;
        assert_eq!(steps, [0, 1, 2]);
    }
}
