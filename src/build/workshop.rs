//! The packages of a course for workshop-runner, each an exercise: cargo builds them where they lie.

use super::compiler::diagnostic;
use crate::group::Group;
use crate::verdict::{Diagnostic, Level};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::Command;

/// What cargo needs for them.
#[derive(Debug, Clone)]
pub struct Workshop {
    /// Where cargo keeps what it compiles.
    pub target: PathBuf,
}

/// A line of cargo's.
#[derive(Deserialize)]
struct Line {
    /// What the compiler said.
    message: Option<serde_json::Value>,
}

impl Workshop {
    /// `program` in `folder`, compiling into this program's own target folder.
    #[must_use]
    pub fn command(&self, program: &str, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(folder)
            .stdin(Stdio::null())
            .env("CARGO_TARGET_DIR", &self.target);
        command
    }

    /// Builds everything in the package in `folder`, its tests too, and returns what the compiler says; when
    /// cargo fails for another reason, that is an error among it.
    ///
    /// # Errors
    /// When cargo cannot be started.
    pub async fn build(&self, folder: &Path) -> Result<Vec<Diagnostic>> {
        let mut cargo = self.command("cargo", folder);
        let format = "json-diagnostic-rendered-ansi";
        cargo
            .args([
                "build",
                "--all-targets",
                "--quiet",
                "--message-format",
                format,
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut group = Group::start(&mut cargo).context(
            "cargo was not found, and it builds the exercises of this course\n\
             Install Rust from https://rustup.rs, open a new terminal, and start again.",
        )?;
        let out = group.leader().stdout.take();
        let err = group.leader().stderr.take();
        let listen = async {
            let mut found: Vec<Diagnostic> = Vec::new();
            let Some(out) = out else { return Ok(found) };
            let mut lines = BufReader::new(out).lines();
            while let Some(line) = lines.next_line().await? {
                let line: Line = serde_json::from_str(&line).unwrap_or(Line { message: None });
                let news = line
                    .message
                    .and_then(|message| diagnostic(&message.to_string()));
                // A package is compiled twice, for itself and for its tests.
                found.extend(news.filter(|news| !found.contains(news)));
            }
            std::io::Result::Ok(found)
        };
        let complain = async {
            let mut said = Vec::new();
            if let Some(mut err) = err {
                err.read_to_end(&mut said).await?;
            }
            std::io::Result::Ok(String::from_utf8_lossy(&said).trim().to_owned())
        };
        let (found, said) = tokio::join!(listen, complain);
        let (mut found, said) = (found?, said?);
        let has_errors = found.iter().any(Diagnostic::is_error);
        if !group.wait().await?.success() && !has_errors {
            found.push(Diagnostic {
                level: Level::Error,
                code: None,
                message: said.lines().next().unwrap_or("cargo failed").to_owned(),
                rendered: said,
                places: Vec::new(),
                denied: false,
            });
        }
        Ok(found)
    }
}
