//! The exact arguments of each compiler call. Pure: nothing here reads or runs anything.

use super::interface;
use super::kit::Kit;
use super::kit::link::{ENTRY, Linking};
use super::package::Program;
use super::programs::Wanted;
use super::toolchain::Toolchain;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A compiler call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Which compiler.
    pub compiler: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// Variables for it, beside those of this program.
    pub environment: Vec<(String, String)>,
}

/// Which lints count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lints {
    /// All of them.
    pub every_warning: bool,
    /// These, whatever the file itself allows.
    pub denied: Vec<String>,
}

/// What a file that is built alone is built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Its `main`.
    Main,
    /// The tests in it.
    Tests,
}

impl Role {
    /// The name of the program.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Tests => "tests",
        }
    }
}

/// The learner's file as the library crate `exercise`: linted and compiled in one pass.
#[must_use]
pub fn learner(kit: &Kit, source: &Path, work: &Path, lints: &Lints) -> Plan {
    let mut call = Call::new("exercise", source);
    call.args(["--crate-type", "rlib", "--emit=metadata,link,dep-info"])
        .pair("--out-dir", work)
        // What only `main` uses is not dead, but a library has no `main`. Nobody optimises across
        // crates, so no bitcode is kept for that.
        .args(["-A", "dead_code", "-Cembed-bitcode=no"])
        .lints(kit, lints)
        .common(kit, Lines::Told)
        .dependencies(kit)
        // More arguments, and there are none: but until its standard input ends, it waits for them.
        .args(["@/dev/stdin"]);
    Plan {
        compiler: kit.toolchain.linting_compiler().to_owned(),
        arguments: call.arguments,
        environment: Vec::new(),
    }
}

/// Whether a backtrace can name lines of the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// It can.
    Told,
    /// It need not, and there is less to compile.
    Untold,
}

impl Lines {
    /// What `check` needs: its own lines nobody sees, but what is generic in the learner's file is
    /// compiled with the check, and has lines of the learner's.
    #[must_use]
    pub fn for_check(check: &str) -> Self {
        match interface::asks_for_generics(check) {
            true => Self::Told,
            false => Self::Untold,
        }
    }
}

/// What the check is compiled to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// An object, which is linked afterwards: for this the learner's crate need be compiled no further
    /// than to its metadata.
    Object,
    /// A program, linked by rustc, which needs the learner's crate whole.
    Program,
}

impl Form {
    /// What `kit` allows.
    #[must_use]
    pub fn of(kit: &Kit) -> Self {
        match kit.linking {
            Some(_) => Self::Object,
            None => Self::Program,
        }
    }

    /// What the compiler calls the file that it writes then.
    #[must_use]
    pub fn is_written_as(self) -> &'static str {
        match self {
            Self::Object => "obj",
            Self::Program => "link",
        }
    }

    /// What has to stand behind the text of a check, beside its own `main`.
    #[must_use]
    pub fn epilogue(self, kit: &Kit) -> String {
        match self {
            Self::Object => format!(
                "\n#[unsafe(no_mangle)]\n\
                 fn {ENTRY}() -> ::std::process::ExitCode {{ main() }}\n"
            ),
            // Makes the linker take every dependency from the one dynamic library.
            Self::Program => format!("\nextern crate {} as _;\n", kit.name),
        }
    }
}

/// The check, from standard input, against the crate `exercise` in `work`.
#[must_use]
pub fn check(kit: &Kit, work: &Path, lines: Lines) -> Plan {
    let form = Form::of(kit);
    let root = kit.linking.as_ref().map(|linking| &*linking.root);
    let mut call = Call::new("check", root.unwrap_or(Path::new("-")));
    let exercise = match form {
        Form::Object => {
            // What lies there between compiling and linking belongs to one build only.
            call.pair("--out-dir", work);
            call.args(["--crate-type", "lib"])
                .arguments
                .push(emit("obj", &work.join("check.o")));
            "libexercise.rmeta"
        }
        Form::Program => {
            call.args(["--crate-type", "bin", "--emit=link"])
                .pair("-o", &work.join("check"));
            "libexercise.rlib"
        }
    };
    call
        // The check's own code is no learner's: without what only debugging it would need, there is
        // less to compile. An overflow stays one, in whatever is generic.
        .args(["-Cdebug-assertions=no", "-Coverflow-checks=yes"])
        .common(kit, lines)
        .dependencies(kit)
        .extern_crate("exercise", &work.join(exercise));
    if let (Form::Program, Some(dylib)) = (form, &kit.dylib) {
        call.extern_crate(&kit.name, dylib);
    }
    for (name, rlib) in &kit.probe {
        call.extern_crate(name, rlib);
    }
    Plan {
        compiler: kit.toolchain.rustc.clone(),
        arguments: call.arguments,
        environment: Vec::new(),
    }
}

/// The check's object and the learner's crate, linked to a program in `work`.
#[must_use]
pub fn link(linking: &Linking, work: &Path) -> Plan {
    let objects = [work.join("check.o"), work.join("libexercise.rlib")];
    let program = work.join("check");
    let arguments = linking.arguments(&[&objects[0], &objects[1]], &program);
    Plan {
        compiler: linking.linker.clone(),
        arguments: arguments.into_iter().map(OsString::from).collect(),
        environment: Vec::new(),
    }
}

/// The learner's file as a program of its own, in `work`.
#[must_use]
pub fn alone(kit: &Kit, source: &Path, work: &Path, role: Role, lints: &Lints) -> Plan {
    let mut call = Call::new("exercise", source);
    call.pair("--out-dir", work);
    for (what, file) in [("link", role.file_name()), ("dep-info", "exercise.d")] {
        call.arguments.push(emit(what, &work.join(file)));
    }
    match role {
        Role::Main => call.args(["--crate-type", "bin"]),
        Role::Tests => call.args(["--test"]),
    };
    call.lints(kit, lints)
        .common(kit, Lines::Told)
        .dependencies(kit);
    Plan {
        compiler: kit.toolchain.linting_compiler().to_owned(),
        arguments: call.arguments,
        environment: Vec::new(),
    }
}

/// The exercise in `source`, a program of a package, as cargo would have it compiled for `role`: its `main` by
/// rustc, and its tests by clippy where it is to be linted. Where no tests are wanted, it is only linted, as a
/// test.
#[must_use]
pub fn of_package(
    program: &Program,
    toolchain: &Toolchain,
    (source, work): (&Path, &Path),
    role: Role,
    wanted: Wanted,
    lints: &Lints,
) -> Plan {
    let invocation = match role {
        Role::Main => &program.main,
        Role::Tests => &program.tests,
    };
    let linter = toolchain.clippy_driver.as_deref();
    let linter = linter.filter(|_| role == Role::Tests && wanted.lints);
    let mut call = Call {
        arguments: vec![source.into()],
    };
    call.args(["--edition", &program.edition]);
    call.args(["--crate-name", &program.name.replace('-', "_")]);
    let arguments = invocation.arguments().iter();
    call.arguments.extend(arguments.map(OsString::from));
    let file = role.file_name();
    // Both are compiled at the same time, and what lies there on the way has the names of the crate.
    let on_the_way = work.join(file).with_extension("dir");
    call.report(Lines::Told).pair("--out-dir", &on_the_way);
    if linter.is_some() {
        call.force_warn(&lints.denied, true);
    }
    let written = match (role, wanted.tests) {
        (Role::Tests, false) => emit("metadata", &work.join("tests.rmeta")),
        _ => emit("link", &work.join(file)),
    };
    let read = emit("dep-info", &work.join(file).with_extension("d"));
    call.arguments.extend([written, read]);
    Plan {
        compiler: linter.unwrap_or(&toolchain.rustc).to_owned(),
        arguments: call.arguments,
        environment: invocation.environment_of(&program.name),
    }
}

/// Asks for `what` in `file`.
pub(super) fn emit(what: &str, file: &Path) -> OsString {
    let mut argument = OsString::from(format!("--emit={what}="));
    argument.push(file);
    argument
}

/// What stands after `-L` for compiled crates that others depend on, in `folder`.
pub(super) fn search_in(folder: &Path) -> OsString {
    let mut argument = OsString::from("dependency=");
    argument.push(folder);
    argument
}

/// Arguments in the making.
struct Call {
    arguments: Vec<OsString>,
}

impl Call {
    fn new(crate_name: &str, source: &Path) -> Self {
        let mut call = Self {
            arguments: vec![source.into()],
        };
        call.args(["--edition", "2024", "--crate-name", crate_name]);
        call
    }

    fn args<const N: usize>(&mut self, arguments: [&str; N]) -> &mut Self {
        self.arguments.extend(arguments.map(OsString::from));
        self
    }

    fn pair(&mut self, flag: &str, path: &Path) -> &mut Self {
        self.arguments.extend([OsString::from(flag), path.into()]);
        self
    }

    fn report(&mut self, lines: Lines) -> &mut Self {
        self.args([
            "--error-format=json",
            "--json=diagnostic-rendered-ansi,artifacts",
            match lines {
                Lines::Told => "-Cdebuginfo=line-tables-only",
                Lines::Untold => "-Cdebuginfo=none",
            },
        ])
    }

    fn common(&mut self, kit: &Kit, lines: Lines) -> &mut Self {
        self.report(lines);
        if kit.dylib.is_some() {
            self.args(["-Cprefer-dynamic", "-Crpath"]);
        }
        // Not incremental: for one file of fifty lines, to keep the state costs more than it saves
        // (measured on real edits: 450 ms with it, 300 ms without).
        self.cfgs(kit)
    }

    fn cfgs(&mut self, kit: &Kit) -> &mut Self {
        for cfg in &kit.cfgs {
            self.args(["--cfg", cfg]);
        }
        self
    }

    fn lints(&mut self, kit: &Kit, lints: &Lints) -> &mut Self {
        self.force_warn(&lints.denied, kit.toolchain.clippy_driver.is_some())
    }

    fn force_warn(&mut self, lints: &[String], linting: bool) -> &mut Self {
        for lint in lints {
            if linting || !lint.starts_with("clippy::") {
                self.args(["--force-warn", lint]);
            }
        }
        self
    }

    fn dependencies(&mut self, kit: &Kit) -> &mut Self {
        for folder in &kit.dependencies {
            self.arguments
                .extend([OsString::from("-L"), search_in(folder)]);
        }
        for (name, rlib) in &kit.externs {
            self.extern_crate(name, rlib);
        }
        self
    }

    fn extern_crate(&mut self, name: &str, file: &Path) -> &mut Self {
        let mut value = OsString::from(format!("{name}="));
        value.push(file);
        self.arguments.extend([OsString::from("--extern"), value]);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, Lints, Plan, Role, alone, check, learner, link};
    use crate::build::kit::Kit;
    use crate::build::kit::link::Linking;
    use crate::build::toolchain::Toolchain;
    use std::path::Path;

    fn kit(clippy: bool, dylib: bool) -> Kit {
        Kit {
            name: "kit_1".into(),
            toolchain: Toolchain {
                rustc: "/r/rustc".into(),
                clippy_driver: clippy.then(|| "/r/clippy-driver".into()),
                cargo: None,
                version: "rustc 1".into(),
                host: "h".into(),
            },
            dependencies: vec!["/k/deps".into()],
            externs: vec![("tokio".into(), "/k/deps/libtokio.rlib".into())],
            probe: vec![("probe".into(), "/k/deps/libprobe.rlib".into())],
            dylib: dylib.then(|| "/k/libkit_1.so".into()),
            linking: None,
            head_start: None,
            cfgs: vec!["tokio_unstable".into()],
            receipt: "/k/receipt.json".into(),
            parts: Vec::new(),
        }
    }

    fn linking() -> Linking {
        Linking {
            linker: "/r/ld".into(),
            before: vec!["-pie".into()],
            after: vec!["-lc".into()],
            entry: "/k/entry.o".into(),
            root: "/k/check.rs".into(),
            waits: false,
        }
    }

    fn lints() -> Lints {
        Lints {
            every_warning: false,
            denied: vec!["clippy::let_underscore_future".into()],
        }
    }

    fn words(plan: &Plan) -> String {
        let words: Vec<_> = plan
            .arguments
            .iter()
            .map(|word| word.to_string_lossy())
            .collect();
        words.join(" ")
    }

    #[test]
    fn the_learners_file_is_linted_and_compiled_in_one_pass() {
        let plan = learner(
            &kit(true, true),
            Path::new("exercises/a.rs"),
            Path::new("/w"),
            &lints(),
        );
        assert_eq!(plan.compiler, Path::new("/r/clippy-driver"));
        assert_eq!(
            words(&plan),
            "exercises/a.rs --edition 2024 --crate-name exercise --crate-type rlib \
             --emit=metadata,link,dep-info --out-dir /w -A dead_code -Cembed-bitcode=no \
             --force-warn clippy::let_underscore_future \
             --error-format=json --json=diagnostic-rendered-ansi,artifacts -Cdebuginfo=line-tables-only \
             -Cprefer-dynamic -Crpath --cfg tokio_unstable -L dependency=/k/deps --extern tokio=/k/deps/libtokio.rlib @/dev/stdin"
        );
    }

    #[test]
    fn the_check_comes_from_standard_input_and_links_the_one_library() {
        let plan = check(&kit(true, true), Path::new("/w"), Lines::Told);
        assert_eq!(plan.compiler, Path::new("/r/rustc"));
        let words = words(&plan);
        assert!(
            words.starts_with("- --edition 2024 --crate-name check"),
            "{words}"
        );
        assert!(
            words.contains("--extern exercise=/w/libexercise.rlib"),
            "{words}"
        );
        assert!(words.contains("--extern kit_1=/k/libkit_1.so"), "{words}");
        assert!(words.contains("--extern probe="), "{words}");
    }

    #[test]
    fn an_object_needs_no_more_of_the_learners_crate_than_its_metadata() {
        let kit = Kit {
            linking: Some(linking()),
            ..kit(true, true)
        };
        let words = words(&check(&kit, Path::new("/w"), Lines::Untold));
        assert!(words.starts_with("/k/check.rs --edition"), "{words}");
        assert!(
            words.contains("--out-dir /w --crate-type lib --emit=obj=/w/check.o"),
            "{words}"
        );
        assert!(
            words.contains("--extern exercise=/w/libexercise.rmeta"),
            "{words}"
        );
        assert!(!words.contains("kit_1"), "{words}");
    }

    #[test]
    fn the_object_and_the_learners_crate_are_linked_in_a_step_of_its_own() {
        let plan = link(&linking(), Path::new("/w"));
        assert_eq!(plan.compiler, Path::new("/r/ld"));
        assert_eq!(
            words(&plan),
            "-pie /k/entry.o /w/check.o /w/libexercise.rlib -lc -o /w/check"
        );
    }

    #[test]
    fn the_learner_is_not_given_the_probe() {
        let plan = learner(
            &kit(true, true),
            Path::new("a.rs"),
            Path::new("/w"),
            &lints(),
        );
        assert!(!words(&plan).contains("probe"));
    }

    #[test]
    fn without_clippy_rustc_is_called_without_clippys_lints() {
        let plan = learner(
            &kit(false, true),
            Path::new("a.rs"),
            Path::new("/w"),
            &lints(),
        );
        assert_eq!(plan.compiler, Path::new("/r/rustc"));
        assert!(!words(&plan).contains("clippy"));
    }

    #[test]
    fn without_a_dylib_everything_is_linked_statically() {
        let plan = check(&kit(true, false), Path::new("/w"), Lines::Told);
        assert!(!words(&plan).contains("prefer-dynamic"));
        assert!(!words(&plan).contains("kit_1"));
    }

    #[test]
    fn a_file_that_tests_itself_is_built_as_a_test() {
        let kit = kit(true, true);
        let plan = alone(
            &kit,
            Path::new("a.rs"),
            Path::new("/w"),
            Role::Tests,
            &lints(),
        );
        let words_of = words(&plan);
        assert!(words_of.contains("--test"), "{words_of}");
        assert!(
            words_of.contains("--out-dir /w --emit=link=/w/tests"),
            "{words_of}"
        );
        let plan = alone(
            &kit,
            Path::new("a.rs"),
            Path::new("/w"),
            Role::Main,
            &lints(),
        );
        assert!(words(&plan).contains("--crate-type bin"));
    }
}
