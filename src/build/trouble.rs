//! Compilers and linkers that fail and blame no line: whose fault it is, and which of their words matter.
//!
//! Most of it is the learner's: a function that no library has, a nesting that is too deep for the compiler. What
//! is the machine's is told with what to do. Pure, but for the question how full a disk is.

use super::system::{Missing, System};
use crate::verdict::{Diagnostic, Level};
use report::Place;
use rustix::fs::statvfs;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

/// A compiler or a linker has failed and blames no line of a file.
#[derive(Debug)]
pub struct Trouble {
    status: ExitStatus,
    /// What it said, line by line.
    words: Vec<String>,
}

/// An attempt was spoiled on the way by something that is put right now: it is worth another one.
#[derive(Debug)]
pub enum Spoiled {
    /// The compiled dependencies are damaged. Whose words say so.
    Kit(String),
    /// The folder that was built in was removed.
    Workplace(PathBuf),
}

impl fmt::Display for Spoiled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kit(words) => write!(
                f,
                "the compiled dependencies are damaged: {words}\n\
                 Start asynclings again; it prepares them again."
            ),
            Self::Workplace(folder) => write!(
                f,
                "{} was removed while a program was compiled in it\n\
                 Save again: it is made again.",
                folder.display()
            ),
        }
    }
}

impl std::error::Error for Spoiled {}

impl std::error::Error for Trouble {}

/// Less room than this, in bytes, is too little for the smallest program.
const ROOM: u64 = 1 << 20;

/// More lines than these say nothing that the first did not.
const MANY: usize = 6;

/// With these words, and what stands behind them on the line, linkers say what is wrong with a program.
const OF_LINKERS: [&str; 8] = [
    "undefined symbol: ",
    "undefined reference to ",
    "duplicate symbol",
    "multiple definition of ",
    "unable to find library ",
    "cannot find -l",
    "library not found for ",
    "library '",
];

impl Trouble {
    pub(super) fn new(status: ExitStatus, words: impl IntoIterator<Item = String>) -> Self {
        let lines = words
            .into_iter()
            .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
        let is_said = |line: &String| {
            let is_command = line.trim_start().starts_with('"') && line.contains("\" \"");
            let is_idle =
                line.contains("use `--verbose` to show") || line.starts_with("aborting due to");
            !line.trim().is_empty() && !is_command && !is_idle
        };
        Self {
            status,
            words: lines.filter(is_said).collect(),
        }
    }

    fn says(&self, part: &str) -> bool {
        self.words.iter().any(|line| line.contains(part))
    }

    /// What of the machine is to blame, as far as it can be seen, and what to do; `folder` is where it wrote.
    #[must_use]
    pub fn of_the_machine(&self, folder: &Path) -> Option<String> {
        let shown = folder.display();
        if self.says("No space left") || is_full(folder) {
            Some(format!(
                "the disk is full: nothing can be written to {shown}\n\
                 Free some room and save again."
            ))
        } else if self.says("couldn't create a temp dir") {
            Some(format!(
                "the compiler cannot make a folder in {shown}, or where TMPDIR says\n\
                 Make them writable, or unset TMPDIR, and save again."
            ))
        } else if self.says("Read-only file system") || self.says("Permission denied") {
            Some(format!(
                "{shown} cannot be written\n\
                 Make it writable, or copy the course elsewhere."
            ))
        } else if self.says("linker") && self.says("not found") {
            Some(format!(
                "there is no C compiler to link with\n{}",
                System::here().how_to_install(Missing::CCompiler)
            ))
        } else {
            None
        }
    }

    /// The learner's doing in the compiler's words: those that matter.
    #[must_use]
    pub fn diagnostic(&self, source: &Path) -> Diagnostic {
        let of_linker = self.of_linker();
        let (message, more, help) = match of_linker.split_first() {
            Some((first, others)) => (
                format!("the program cannot be linked: {first}"),
                others.to_vec(),
                help_with_linking(first),
            ),
            None if self.has_crashed() => (
                format!(
                    "the compiler crashed on this file ({})",
                    self.how_it_ended()
                ),
                self.of_crash(),
                "Simplify what you changed last: code that is nested too deeply is the usual cause.",
            ),
            None => (
                format!(
                    "the compiler could not finish this file ({})",
                    self.how_it_ended()
                ),
                self.words.iter().take(MANY).cloned().collect(),
                "Undo what you changed last.",
            ),
        };
        let places = self.places(source);
        let mut rendered = format!("\x1b[1m\x1b[91merror\x1b[0m\x1b[1m: {message}\x1b[0m\n");
        if let Some((place, _)) = places.first() {
            rendered.push_str(&format!(" --> {}:{}\n", place.file, place.line));
        }
        for line in more {
            rendered.push_str(&format!("  = note: {line}\n"));
        }
        rendered.push_str(&format!("  = help: {help}\n"));
        Diagnostic {
            level: Level::Error,
            code: None,
            message,
            rendered,
            places,
            denied: false,
        }
    }

    /// What a linker has against the program, each thing once.
    fn of_linker(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for line in &self.words {
            let at = OF_LINKERS.iter().find_map(|words| line.find(words));
            // So says the linker of macOS, behind a title of its own.
            let symbol = line
                .trim()
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix("\", referenced from:"));
            let what = match (at, symbol) {
                (Some(at), _) => line[at..].trim().to_owned(),
                (None, Some(symbol)) => format!("undefined symbol: {symbol}"),
                (None, None) => continue,
            };
            if !found.contains(&what) {
                found.push(what);
            }
        }
        if found.len() > MANY {
            let left_out = found.len() - MANY;
            found.truncate(MANY);
            found.push(format!("and {left_out} more"));
        }
        found
    }

    fn has_crashed(&self) -> bool {
        self.status.code().is_none() || self.says("unexpectedly panicked")
    }

    /// What a compiler that crashes says of that, without its backtrace.
    fn of_crash(&self) -> Vec<String> {
        let tells = |line: &&String| {
            [
                "overflowed its stack",
                "panicked at",
                "unexpectedly panicked",
                "memory allocation of",
            ]
            .iter()
            .any(|sign| line.contains(sign))
        };
        let lines = self.words.iter().filter(tells);
        let bare = |line: &String| {
            let line = line.trim();
            line.strip_prefix("note: ").unwrap_or(line).to_owned()
        };
        lines.map(bare).take(MANY).collect()
    }

    fn how_it_ended(&self) -> String {
        use std::os::unix::process::ExitStatusExt;
        match self.status.signal() {
            Some(6) => "SIGABRT".to_owned(),
            Some(7) => "SIGBUS".to_owned(),
            Some(9) => "SIGKILL".to_owned(),
            Some(11) => "SIGSEGV".to_owned(),
            Some(other) => format!("signal {other}"),
            None => format!("exit status {}", self.status.code().unwrap_or_default()),
        }
    }

    /// The lines of `source` at which a linker points.
    fn places(&self, source: &Path) -> Vec<(Place, Option<String>)> {
        let mut places = Vec::new();
        for line in &self.words {
            let starts = [">>> referenced by ", ">>> defined at "];
            let Some(rest) = starts.iter().find_map(|start| line.strip_prefix(start)) else {
                continue;
            };
            let inner = rest.split_once('(').map_or(rest, |(_, inner)| inner);
            let Some((file, number)) = inner.trim_end_matches(')').rsplit_once(':') else {
                continue;
            };
            // A linker says less of the path than the compiler does.
            let is_it = source.ends_with(file) || Path::new(file).ends_with(source);
            if let (true, Ok(number)) = (is_it, number.parse()) {
                let place = Place {
                    file: source.display().to_string(),
                    line: number,
                };
                places.push((place, None));
            }
        }
        places
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: Vec<&str> = self
            .words
            .iter()
            .take(2 * MANY)
            .map(String::as_str)
            .collect();
        write!(
            f,
            "the compiler does not work ({}): it fails on an empty program too\n\
             If the toolchain was changed just now, start asynclings again. \
             If not, install it again: rustup update, and rustup component add clippy\n{}",
            self.how_it_ended(),
            shown.join("\n")
        )
    }
}

fn help_with_linking(first: &str) -> &'static str {
    if first.starts_with("undefined") {
        "An `extern` block declares it, and nothing that is linked defines it."
    } else if first.contains("find") || first.contains("library") {
        "A `#[link]` attribute asks for a library that is not installed here."
    } else {
        "Every program has one of this name already. Choose another name, or leave out `no_mangle`."
    }
}

/// Whether there is no room for even a small program in `folder`.
fn is_full(folder: &Path) -> bool {
    statvfs(folder).is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) < ROOM)
}

#[cfg(test)]
mod tests {
    use super::Trouble;
    use std::os::unix::process::ExitStatusExt;
    use std::path::Path;
    use std::process::ExitStatus;

    const SOURCE: &str = "exercises/01_a/a.rs";

    fn trouble(status: i32, words: &[&str]) -> Trouble {
        let words = words.iter().map(|word| (*word).to_owned());
        Trouble::new(ExitStatus::from_raw(status), words)
    }

    #[test]
    fn a_function_that_nobody_has_is_named_with_its_line_and_without_the_command() {
        let trouble = trouble(
            1 << 8,
            &[
                "linking with `cc` failed: exit status: 1",
                " \"cc\" \"-m64\" \"/tmp/symbols.o\"",
                "some arguments are omitted. use `--verbose` to show all linker arguments",
                "rust-lld: error: undefined symbol: nowhere\n\
                 >>> referenced by a.rs:7 (exercises/01_a/a.rs:7)\n\
                 >>>               a.o:(a::main)\ncollect2: error: ld returned 1 exit status",
            ],
        );
        let told = trouble.diagnostic(Path::new(SOURCE));
        assert_eq!(
            told.message,
            "the program cannot be linked: undefined symbol: nowhere"
        );
        assert_eq!(
            (told.places[0].0.file.as_str(), told.places[0].0.line),
            (SOURCE, 7)
        );
        assert!(!told.rendered.contains("-m64"), "{}", told.rendered);
        assert!(trouble.of_the_machine(Path::new("/")).is_none());
    }

    #[test]
    fn each_linker_is_understood() {
        let cases = [
            (
                "/usr/bin/ld: a.o: in function `main':\n/usr/bin/ld: a.rs:3: undefined reference to `nowhere'",
                "undefined reference to `nowhere'",
            ),
            (
                "rust-lld: error: duplicate symbol: main",
                "duplicate symbol: main",
            ),
            (
                "/usr/bin/ld: cannot find -lnothere: No such file or directory",
                "cannot find -lnothere: No such file or directory",
            ),
            (
                "rust-lld: error: unable to find library -lnothere",
                "unable to find library -lnothere",
            ),
            (
                "Undefined symbols for architecture arm64:\n  \"_nowhere\", referenced from:",
                "undefined symbol: _nowhere",
            ),
        ];
        for (words, what) in cases {
            let told = trouble(1 << 8, &[words]).diagnostic(Path::new(SOURCE));
            assert_eq!(
                told.message,
                format!("the program cannot be linked: {what}")
            );
        }
    }

    #[test]
    fn a_compiler_that_crashed_is_told_without_its_backtrace() {
        let trouble = trouble(
            11,
            &[
                "error: rustc interrupted by SIGSEGV, printing backtrace",
                "/r/librustc_driver.so(+0x3b)[0x7f]",
                "note: rustc unexpectedly overflowed its stack! this is a bug",
                "help: you can increase rustc's stack size by setting RUST_MIN_STACK=16777216",
            ],
        );
        let told = trouble.diagnostic(Path::new(SOURCE));
        assert_eq!(told.message, "the compiler crashed on this file (SIGSEGV)");
        assert!(
            told.rendered.contains("overflowed its stack"),
            "{}",
            told.rendered
        );
        assert!(!told.rendered.contains("librustc"), "{}", told.rendered);
    }

    #[test]
    fn what_is_the_machines_is_told_with_the_folder_or_the_command() {
        let told = |words: &str| trouble(1 << 8, &[words]).of_the_machine(Path::new("/"));
        assert!(
            told("failed to write: No space left on device (os error 28)")
                .unwrap()
                .contains("the disk is full")
        );
        assert!(
            told("couldn't create a temp dir: Permission denied")
                .unwrap()
                .contains("TMPDIR")
        );
        assert!(
            told("linker `cc` not found")
                .unwrap()
                .contains("C compiler")
        );
        assert_eq!(told("undefined symbol: nowhere"), None);
    }
}
