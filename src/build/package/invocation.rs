//! How cargo calls the compiler for the programs of a package, learned from what cargo prints. Pure.

use serde::{Deserialize, Serialize};

/// An argument of ours in the compiler call that is to be learned: the compiler then prints a name and compiles
/// nothing.
pub(super) const MARK: &str = "--print=crate-name";

/// Flags whose value is an argument of its own.
const PAIRS: [&str; 20] = [
    "--allow",
    "--cap-lints",
    "--cfg",
    "--check-cfg",
    "--codegen",
    "--crate-name",
    "--crate-type",
    "--deny",
    "--extern",
    "--forbid",
    "--out-dir",
    "--target",
    "--warn",
    "-A",
    "-C",
    "-D",
    "-F",
    "-L",
    "-W",
    "-Z",
];

/// Arguments that say where to write, how to report, or what only cargo needs: each build has its own.
const OURS: [&str; 12] = [
    "--crate-name",
    "--diagnostic-width",
    "--edition",
    "--emit",
    "--error-format",
    "--json",
    "--out-dir",
    "-C debuginfo",
    "-C extra-filename",
    "-C incremental",
    "-C metadata",
    MARK,
];

/// Variables that name the one program that is compiled; those who run it do not get them.
const OF_ONE_PROGRAM: [&str; 2] = ["CARGO_BIN_NAME", "CARGO_CRATE_NAME"];

/// What all programs of a package are compiled with.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Invocation {
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
}

impl Invocation {
    /// The one that cargo has marked with [`MARK`] in what it `said`.
    pub(super) fn read(said: &str) -> Option<Self> {
        let mark = said.rfind(MARK)?;
        let begin = "Running `";
        let start = said[..mark].rfind(begin)? + begin.len();
        let end = mark + said[mark..].find('`')?;
        let mut words = shlex::split(&said[start..end])?.into_iter().peekable();
        let mut environment = Vec::new();
        while let Some((name, value)) = words.peek().and_then(|word| variable(word)) {
            if !OF_ONE_PROGRAM.contains(&name) {
                environment.push((name.to_owned(), value.to_owned()));
            }
            words.next();
        }
        let _compiler = words.next()?;
        let mut arguments = Vec::new();
        while let Some(word) = words.next() {
            let value = match PAIRS.contains(&&*word) {
                true => words.next(),
                false => None,
            };
            let whole = match &value {
                Some(value) => format!("{word} {value}"),
                None => word.clone(),
            };
            let is_ours = OURS.iter().any(|ours| {
                let rest = whole.strip_prefix(ours);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['=', ' ']))
            });
            // What is no flag is the source.
            if !is_ours && word.starts_with('-') {
                arguments.push(word);
                arguments.extend(value);
            }
        }
        Some(Self {
            arguments,
            environment,
        })
    }

    /// What decides what is compiled.
    #[must_use]
    pub fn arguments(&self) -> &[String] {
        &self.arguments
    }

    /// Variables for the compiler of the program `name`.
    #[must_use]
    pub fn environment_of(&self, name: &str) -> Vec<(String, String)> {
        let values = [name.to_owned(), name.replace('-', "_")];
        let names = OF_ONE_PROGRAM.map(str::to_owned).into_iter();
        let of_program = names.zip(values);
        self.environment.iter().cloned().chain(of_program).collect()
    }

    /// Variables that cargo gives to a program that it runs.
    pub fn environment_of_run(&self) -> impl Iterator<Item = &(String, String)> {
        self.environment.iter()
    }
}

/// `NAME=value`.
fn variable(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once('=')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    (!name.is_empty() && name.chars().all(plain)).then_some((name, value))
}

#[cfg(test)]
mod tests {
    use super::Invocation;

    const SAID: &str = "   Compiling course v1.0.0 (/course)
     Running `CARGO_CRATE_NAME=course /r/bin/rustc --crate-name course src/lib.rs`
     Running `CARGO=/r/bin/cargo CARGO_BIN_NAME=one CARGO_CRATE_NAME=one CARGO_PKG_DESCRIPTION='two
lines' GREET='it'\\''s me' /r/bin/rustc --crate-name one --edition=2021 exercises/one.rs \
     --error-format=json --json=artifacts --crate-type bin --emit=dep-info,link -C embed-bitcode=no \
     -C debuginfo=2 '--deny=clippy::all' --forbid=unsafe_code --cfg 'feature=\"x\"' \
     -C metadata=6 -C extra-filename=-9 --out-dir /t/deps -C incremental=/t/incremental \
     -L dependency=/t/deps --extern course=/t/libcourse.rlib --print=crate-name --cfg special`
one
    Finished `dev` profile [unoptimized + debuginfo] target(s) in 0.19s
";

    #[test]
    fn what_is_compiled_is_learned_and_where_to_write_it_is_not() {
        let invocation = Invocation::read(SAID).unwrap();
        assert_eq!(
            invocation.arguments().join(" "),
            "--crate-type bin -C embed-bitcode=no --deny=clippy::all --forbid=unsafe_code \
             --cfg feature=\"x\" -L dependency=/t/deps --extern course=/t/libcourse.rlib --cfg special"
        );
    }

    #[test]
    fn each_program_has_its_own_name_in_the_environment_of_all() {
        let invocation = Invocation::read(SAID).unwrap();
        let environment = invocation.environment_of("two-three");
        let value = |name: &str| {
            let mut all = environment.iter().filter(|(other, _)| other == name);
            let (_, value) = all.next().unwrap();
            assert!(all.next().is_none());
            value.as_str()
        };
        assert_eq!(value("GREET"), "it's me");
        assert_eq!(value("CARGO_PKG_DESCRIPTION"), "two\nlines");
        assert_eq!(value("CARGO_BIN_NAME"), "two-three");
        assert_eq!(value("CARGO_CRATE_NAME"), "two_three");
    }

    #[test]
    fn where_cargo_came_to_no_call_nothing_is_learned() {
        assert_eq!(Invocation::read("error: no bin target named `one`"), None);
    }
}
