//! Runs one compiler call and reads what it says.

use super::environment;
use super::kit::head_start;
use super::overrun::{self, Overrun};
use super::plan::Plan;
use super::trouble::{Spoiled, Trouble};
use crate::group::Group;
use crate::verdict::{Diagnostic, Level};
use anyhow::{Context, Result, anyhow};
use report::Place;
use serde::Deserialize;
use std::cell::RefCell;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Split, Take};
use tokio::process::{ChildStderr, ChildStdin, Command};

/// What a compiler says, line by line.
type Lines = Split<BufReader<Take<ChildStderr>>>;

/// How the compilers that rustup brings get their memory: in large pages, from one place, and given back
/// only at their end. They live for a tenth of a second, and a third of it went into page faults.
const MEMORY: (&str, &str) = (
    "MALLOC_CONF",
    "thp:always,metadata_thp:auto,narenas:1,dirty_decay_ms:-1",
);

/// What a compiler call finds on its standard input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// Nothing: all that it reads is in files that the plan names.
    Nothing,
    /// What [`Call::finish`] gives it; it waits for the end of that.
    Given,
}

/// What a compiler lets know while it works.
#[derive(Debug, Clone, Copy)]
pub enum Heard<'a> {
    /// It has written a file of this kind.
    Wrote(&'a str),
    /// It has found something.
    Said(&'a Diagnostic),
}

/// What a compiler call came to.
#[derive(Debug)]
pub struct Compiled {
    /// Errors and warnings, in the compiler's order.
    pub diagnostics: Vec<Diagnostic>,
}

/// A compiler call that is on. Dropping it ends it.
pub struct Call {
    group: Group,
    stdin: Option<ChildStdin>,
}

impl Call {
    /// Starts `plan` in `root`. A call that is to be given its input may be started long before the
    /// input is there: it loads itself, and waits.
    ///
    /// # Errors
    /// When the compiler cannot be started.
    pub fn start(plan: &Plan, root: &Path, input: Input) -> Result<Self> {
        Self::start_command(&mut command(plan, root), plan, input)
    }

    /// Starts `plan` in `root` with a head start: what this library does when it is loaded. For what calls no
    /// other program, which would load it too.
    ///
    /// # Errors
    /// When the compiler cannot be started.
    pub fn stand_by(plan: &Plan, root: &Path, head_start: Option<&Path>) -> Result<Self> {
        let mut command = command(plan, root);
        if let Some(library) = head_start {
            command.env(head_start::VARIABLE, library);
        }
        Self::start_command(&mut command, plan, Input::Given)
    }

    fn start_command(command: &mut Command, plan: &Plan, input: Input) -> Result<Self> {
        command.stdin(match input {
            Input::Given => Stdio::piped(),
            Input::Nothing => Stdio::null(),
        });
        let mut group = Group::start(command)
            .with_context(|| format!("{} cannot be started", plan.compiler.display()))?;
        overrun::limit(&group);
        let stdin = group.leader().stdin.take();
        Ok(Self { group, stdin })
    }

    /// Whether it has not ended yet.
    pub fn is_on(&mut self) -> bool {
        matches!(self.group.leader().try_wait(), Ok(None))
    }

    /// Gives it its `input`, and waits for its end. `heard` is told what it lets know on the way, and may
    /// say that this was all that was wanted: then the compiler ends by itself.
    ///
    /// # Errors
    /// When the compiler fails for a reason that is in no source file. When it has used more time or memory
    /// than it may, the error is an [`Overrun`]: that is the source file's fault.
    pub async fn finish(
        self,
        input: &str,
        mut heard: impl FnMut(Heard<'_>) -> ControlFlow<()>,
    ) -> Result<Compiled> {
        let family = self.group.family();
        let said = RefCell::new(Vec::new());
        let heard = |news: Heard<'_>| {
            if let Heard::Said(found) = news {
                said.borrow_mut().push(found.clone());
            }
            heard(news)
        };
        let finished = tokio::select! {
            finished = self.work(input, heard) => finished,
            overrun = overrun::out_of_time(family) => Err(anyhow!(overrun)),
        };
        finished.map_err(|error| match error.downcast::<Overrun>() {
            Ok(overrun) => anyhow!(overrun.after(said.into_inner())),
            Err(other) => other,
        })
    }

    async fn work(
        mut self,
        input: &str,
        mut heard: impl FnMut(Heard<'_>) -> ControlFlow<()>,
    ) -> Result<Compiled> {
        let stderr = self.group.leader().stderr.take();
        let stdin = self.stdin.take();
        let feed = async {
            if let Some(mut stdin) = stdin {
                // A compiler that stops reading says why on its standard error.
                let _hung_up = stdin.write_all(input.as_bytes()).await;
            }
        };
        let limited = stderr.map(|stderr| stderr.take(overrun::WORDS));
        let mut lines = limited.map(|stderr| BufReader::new(stderr).split(b'\n'));
        let listen = async {
            let (mut said, mut words) = (Said::default(), 0);
            while let Some(lines) = &mut lines
                && let Some(line) = lines.next_segment().await?
            {
                words += line.len() as u64 + 1;
                let known = said.diagnostics.len();
                let file = said.read(&String::from_utf8_lossy(&line));
                let found = said.diagnostics[known..].iter().map(Heard::Said);
                let mut news = file.as_deref().map(Heard::Wrote).into_iter().chain(found);
                // It says that it has written a file also where the disk was full.
                if news.any(|news| heard(news).is_break()) && said.placeless.is_empty() {
                    return Ok((said, true));
                }
            }
            if words >= overrun::WORDS {
                return Err(anyhow!(Overrun::of_words()));
            }
            Ok((said, false))
        };
        let ((), listened) = tokio::join!(feed, listen);
        let (said, is_enough) = listened?;
        if is_enough {
            let diagnostics = said.diagnostics;
            tokio::spawn(clear_up(self.group, lines));
            return Ok(Compiled { diagnostics });
        }
        let status = self.group.wait().await?;
        compiled(said, status)
    }
}

/// What `plan` asks for, in `root`.
fn command(plan: &Plan, root: &Path) -> Command {
    let mut command = Command::new(&plan.compiler);
    environment::of_compiler(command.as_std_mut());
    command
        .args(&plan.arguments)
        .envs(plan.environment.iter().map(|(name, value)| (name, value)))
        .current_dir(root)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .env(MEMORY.0, MEMORY.1);
    command
}

/// Lets a compiler end in peace: ended by force, it would leave its temporary folders behind.
async fn clear_up(mut group: Group, lines: Option<Lines>) {
    if let Some(mut lines) = lines {
        while let Ok(Some(_)) = lines.next_segment().await {}
    }
    let _over = group.wait().await;
}

/// What a call that ended with `status` came to.
fn compiled(said: Said, status: ExitStatus) -> Result<Compiled> {
    let Said {
        diagnostics,
        placeless,
        other,
    } = said;
    if let Some(overrun) = Overrun::told_by(&other, status) {
        return Err(anyhow!(overrun));
    }
    if let Some(broken) = diagnostics.iter().find(|said| is_of_the_kit(said)) {
        return Err(anyhow!(Spoiled::Kit(broken.message.clone())));
    }
    let blames_a_file = diagnostics
        .iter()
        .any(|diagnostic| diagnostic.level == Level::Error && !diagnostic.places.is_empty());
    if !status.success() && !blames_a_file {
        let words = placeless.into_iter().chain(other);
        return Err(anyhow!(Trouble::new(status, words)));
    }
    Ok(Compiled { diagnostics })
}

/// Whether the compiled dependencies are to blame, and not what is compiled.
#[must_use]
pub fn is_of_the_kit(diagnostic: &Diagnostic) -> bool {
    has_code(diagnostic, &["E0460", "E0461", "E0462", "E0514", "E0786"])
}

/// Whether the compiled dependencies may be to blame: a file of theirs that is not there, or a crate that the
/// learner has made up.
#[must_use]
pub fn may_be_of_the_kit(diagnostic: &Diagnostic) -> bool {
    is_of_the_kit(diagnostic) || has_code(diagnostic, &["E0463"])
}

fn has_code(diagnostic: &Diagnostic, codes: &[&str]) -> bool {
    let code = diagnostic.code.as_deref();
    diagnostic.level == Level::Error && code.is_some_and(|code| codes.contains(&code))
}

#[derive(Deserialize)]
struct Line {
    #[serde(rename = "$message_type")]
    message_type: String,
    #[serde(default)]
    message: String,
    code: Option<Code>,
    #[serde(default)]
    level: String,
    #[serde(default)]
    spans: Vec<Span>,
    #[serde(default)]
    children: Vec<Child>,
    rendered: Option<String>,
    /// Of an artifact: what kind of file was written.
    #[serde(default)]
    emit: String,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

#[derive(Deserialize)]
struct Child {
    #[serde(default)]
    message: String,
    #[serde(default)]
    spans: Vec<Span>,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    line_start: u32,
    is_primary: bool,
    label: Option<String>,
}

/// What a compiler has said so far.
#[derive(Default)]
struct Said {
    diagnostics: Vec<Diagnostic>,
    /// Errors that blame no line, and their notes: what a linker said stands there.
    placeless: Vec<String>,
    /// Lines that are no JSON: the machine's troubles.
    other: Vec<String>,
}

impl Said {
    /// Keeps what `line` says; the kind of the file, where it says that one was written.
    fn read(&mut self, line: &str) -> Option<String> {
        match serde_json::from_str::<Line>(line) {
            Ok(line) if line.message_type == "diagnostic" => {
                if line.level.starts_with("error") && line.spans.is_empty() {
                    let notes = line.children.iter().map(|note| note.message.clone());
                    self.placeless.push(line.message.clone());
                    self.placeless.extend(notes);
                }
                self.diagnostics.extend(line.diagnostic());
                None
            }
            Ok(line) => Some(line.emit),
            Err(_) => {
                self.other.push(line.to_owned());
                None
            }
        }
    }
}

/// What the compiler says in `json`, where that is an error or a warning.
#[must_use]
pub fn diagnostic(json: &str) -> Option<Diagnostic> {
    let mut said = Said::default();
    said.read(json);
    said.diagnostics.pop()
}

impl Line {
    /// None for notes and for the compiler's own summing up.
    fn diagnostic(self) -> Option<Diagnostic> {
        let level = match self.level.as_str() {
            level if level.starts_with("error") => Level::Error,
            "warning" => Level::Warning,
            _ => return None,
        };
        let sums_up = self.message.starts_with("aborting due to")
            || self.message.ends_with(" emitted") && self.spans.is_empty();
        if sums_up {
            return None;
        }
        let (primary, others): (Vec<_>, Vec<_>) =
            self.spans.into_iter().partition(|span| span.is_primary);
        let of_children = self.children.into_iter().flat_map(|child| child.spans);
        let places = primary.into_iter().chain(others).chain(of_children);
        Some(Diagnostic {
            level,
            code: self.code.map(|code| code.code),
            message: self.message,
            rendered: self.rendered.unwrap_or_default(),
            places: places.map(Span::place).collect(),
            denied: false,
        })
    }
}

impl Span {
    fn place(self) -> (Place, Option<String>) {
        let place = Place {
            file: self.file_name,
            line: self.line_start,
        };
        (place, self.label)
    }
}

#[cfg(test)]
mod tests {
    use super::Said;
    use crate::verdict::Level;

    const WARNING: &str = r#"{"$message_type":"diagnostic","message":"unused","code":{"code":"unused_must_use","explanation":null},"level":"warning","spans":[{"file_name":"a.rs","line_start":7,"is_primary":true,"label":null,"other":1}],"children":[],"rendered":"warning: unused"}"#;
    const SUM: &str = r#"{"$message_type":"diagnostic","message":"1 warning emitted","code":null,"level":"warning","spans":[],"children":[],"rendered":"x"}"#;

    fn read(line: &str) -> Said {
        let mut said = Said::default();
        said.read(line);
        said
    }

    #[test]
    fn a_diagnostic_keeps_its_code_and_place() {
        let said = read(WARNING);
        assert_eq!(said.diagnostics[0].level, Level::Warning);
        assert_eq!(said.diagnostics[0].code.as_deref(), Some("unused_must_use"));
        assert_eq!(said.diagnostics[0].places[0].0.line, 7);
        assert!(said.other.is_empty());
    }

    #[test]
    fn the_summing_up_is_left_out() {
        assert!(read(SUM).diagnostics.is_empty());
    }

    #[test]
    fn what_is_no_json_is_kept_for_the_machine_s_troubles() {
        let said = read("thread 'rustc' panicked");
        assert!(said.diagnostics.is_empty());
        assert_eq!(said.other, ["thread 'rustc' panicked"]);
    }

    #[test]
    fn a_file_that_was_written_is_told_by_its_kind() {
        let line = r#"{"$message_type":"artifact","artifact":"/w/file","emit":"metadata"}"#;
        assert_eq!(Said::default().read(line).as_deref(), Some("metadata"));
        assert_eq!(Said::default().read(WARNING), None);
    }
}
