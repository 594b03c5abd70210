//! What goes wrong on a machine, and is not the learner's doing: damaged dependencies, settings of cargo,
//! toolchain files, tools that hang. And what looks like that and is the learner's doing after all.

mod folder;
mod learner;
mod terminal;

use asynclings::build::cache_dir;
use asynclings::build::kit::{Recipe, Sources};
use asynclings::build::toolchain::Toolchain;
use asynclings::course::{Course, kit_sources};
use folder::{Folder, answering, text};
use learner::{Learner, Said};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;
use terminal::{Setup, Terminal, says};

const PASSED: &str = "Passed: 1 of 1 checks";
const NOT_THERE_YET: &str = "Not yet: 0 of 1 checks passed";
const AGAIN: &str = "The compiled dependencies were damaged and are being prepared again.";

/// A copy of the compiled dependencies of a course, for one test to damage.
struct Cache {
    folder: TempDir,
    kit: String,
}

impl Cache {
    /// Of those that the course in `folder` was judged with.
    fn copied_for(folder: &Folder) -> Self {
        let course = Course::find(&folder.root()).unwrap();
        let sources = Sources {
            manifest: course.manifest().unwrap(),
            lock_file: course.lock_file().unwrap(),
            crates: kit_sources().collect(),
        };
        let there = cache_dir().unwrap();
        let toolchain = Toolchain::detect(&course.root).unwrap();
        let chapter = course.exercises[0].chapter();
        let recipe = Recipe::new(toolchain, sources, chapter, &course.root, &there).unwrap();
        let cache = Self {
            folder: tempfile::tempdir().unwrap(),
            kit: recipe.name().to_owned(),
        };
        let receipt = cache.copy_of_receipt(&there);
        let files = receipt["files"].as_array().unwrap();
        let mut folders: Vec<PathBuf> = Vec::new();
        for file in files {
            let file = Path::new(file.as_str().unwrap());
            let folder = file.parent().unwrap();
            if !folders.iter().any(|known| known == folder) {
                folders.push(folder.to_owned());
            }
            cache.copy(&there, file);
            // What cargo knows of them lies beside them.
            cache.copy(&there, &file.with_extension("d"));
        }
        for deps in folders.iter().filter(|folder| folder.ends_with("deps")) {
            for beside in [".fingerprint", "build", ".cargo-lock"] {
                cache.copy(&there, &deps.with_file_name(beside));
            }
            let name = format!("lib{}.so", cache.kit);
            cache.copy(&there, &deps.join(name));
            cache.copy(&there, &deps.join(format!("{}.d", cache.kit)));
            for file in fs::read_dir(deps).unwrap() {
                let file = file.unwrap().path();
                if file.extension().is_some_and(|extension| extension == "d") {
                    cache.copy(&there, &file);
                }
            }
        }
        cache.copy(&there, &there.join("kits").join(&cache.kit));
        cache.write_receipt(&receipt);
        cache
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn receipt(&self) -> PathBuf {
        self.kit_folder().join("receipt.json")
    }

    fn kit_folder(&self) -> PathBuf {
        self.path().join("kits").join(&self.kit)
    }

    /// The receipt in the cache `there`, with the paths that the copies have.
    fn copy_of_receipt(&self, there: &Path) -> serde_json::Value {
        let original = there.join("kits").join(&self.kit).join("receipt.json");
        serde_json::from_str(&fs::read_to_string(original).unwrap()).unwrap()
    }

    fn write_receipt(&self, receipt: &serde_json::Value) {
        let there = cache_dir().unwrap().display().to_string();
        let here = self.path().display().to_string();
        let text = receipt.to_string().replace(&there, &here);
        fs::write(self.receipt(), text).unwrap();
    }

    /// Copies `file` of the cache `there`, as old as it is, if it is there.
    fn copy(&self, there: &Path, file: &Path) {
        let to = self.path().join(file.strip_prefix(there).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        if file.exists() && !to.exists() {
            let copied = Command::new("cp").arg("-Rp").arg(file).arg(&to).status();
            assert!(copied.unwrap().success(), "{}", file.display());
        }
    }

    /// The file of the kit whose name begins so.
    fn part(&self, start: &str) -> PathBuf {
        let receipt: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(self.receipt()).unwrap()).unwrap();
        let files = receipt["files"].as_array().unwrap().iter();
        let mut paths = files.map(|file| PathBuf::from(file.as_str().unwrap()));
        let is_it = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_string_lossy();
            name.starts_with(start) && name.ends_with(".rlib")
        };
        paths.find(is_it).unwrap()
    }
}

fn truncate(file: &Path, bytes: u64) {
    let file = fs::File::options().write(true).open(file).unwrap();
    file.set_len(bytes).unwrap();
}

// Damaged dependencies.

#[test]
fn what_is_damaged_between_two_saves_is_made_again_and_the_save_is_judged_right() {
    let folder = Folder::with_one();
    let cache = Cache::copied_for(&folder);
    let mut terminal = Setup::of(&folder.root())
        .variable("ASYNCLINGS_CACHE", &cache.path().to_string_lossy())
        .start();
    terminal.wait_for_text(NOT_THERE_YET);
    let told_and =
        |verdict: &'static str| move |screen: &str| says(screen, verdict) && says(screen, AGAIN);

    truncate(&cache.part("libprobe"), 1000);
    folder.save("one", answering(42));
    terminal.wait_for("a pass, and why it took long", told_and(PASSED));

    truncate(&cache.kit_folder().join("link/entry.o"), 0);
    folder.save("one", answering(43));
    terminal.wait_for("the wrong answer judged", told_and(NOT_THERE_YET));

    fs::remove_dir_all(cache.kit_folder()).unwrap();
    folder.save("one", answering(42));
    terminal.wait_for("a pass once more", told_and(PASSED));

    folder.save("one", answering(44));
    terminal.wait_for("a verdict without a word about damage", |screen| {
        says(screen, NOT_THERE_YET) && !says(screen, "damaged")
    });
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn damage_that_does_not_show_is_found_when_something_trips_over_it() {
    let folder = Folder::with_one();
    let cache = Cache::copied_for(&folder);
    folder.save("one", answering(42));
    let entry = cache.kit_folder().join("link/entry.o");
    let written = fs::metadata(&entry).unwrap().modified().unwrap();
    let size = fs::read(&entry).unwrap().len();
    fs::write(&entry, vec![b'x'; size]).unwrap();
    let file = fs::File::options().write(true).open(&entry).unwrap();
    file.set_modified(written).unwrap();
    let said = run_with_cache(&folder, cache.path(), &[]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(said.err.contains(AGAIN), "{}", said.err);
}

// Settings of cargo.

#[test]
fn what_cargo_is_set_to_changes_nothing_that_is_compiled() {
    let folder = Folder::with_one();
    let cache = Cache::copied_for(&folder);
    let files = |cache: &Cache| {
        let text = fs::read_to_string(cache.receipt()).unwrap();
        let receipt: serde_json::Value = serde_json::from_str(&text).unwrap();
        let files = receipt["files"].as_array().unwrap().iter();
        let mut names: Vec<String> = files.map(ToString::to_string).collect();
        // In the order in which cargo happened to make them.
        names.sort();
        names
    };
    let before = files(&cache);
    fs::remove_file(cache.receipt()).unwrap();
    fs::create_dir(cache.path().join(".cargo")).unwrap();
    let settings = "[build]\ntarget = \"wasm32-unknown-unknown\"\n\
        rustflags = [\"-Cpanic=abort\"]\nrustc-wrapper = \"no-such-wrapper\"\n\
        rustc-workspace-wrapper = \"no-such-wrapper\"\ntarget-dir = \"elsewhere\"\n\
        build-dir = \"elsewhere\"\nincremental = true\n\
        [profile.dev]\npanic = \"abort\"\nopt-level = 3\nlto = true\nstrip = true\ncodegen-units = 1\n\
        [profile.dev.package.\"*\"]\nopt-level = 2\n\
        [target.'cfg(all())']\nlinker = \"no-such-linker\"\nrunner = \"no-such-runner\"\n\
        rustflags = [\"--cfg\", \"nonsense\"]\n[term]\ncolor = \"always\"\nverbose = true\n";
    fs::write(cache.path().join(".cargo/config.toml"), settings).unwrap();
    let variables = [
        ("RUSTFLAGS", "-Cno-such-flag"),
        ("CARGO_ENCODED_RUSTFLAGS", "-Cno-such-flag"),
        ("RUSTC_WRAPPER", "no-such-wrapper"),
        ("CARGO_BUILD_RUSTC_WRAPPER", "no-such-wrapper"),
        ("CARGO_BUILD_TARGET", "wasm32-unknown-unknown"),
        ("CARGO_PROFILE_DEV_PANIC", "abort"),
        ("CARGO_PROFILE_DEV_OPT_LEVEL", "3"),
        (
            "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER",
            "no-such-linker",
        ),
        ("CARGO_INCREMENTAL", "1"),
        ("CLIPPY_ARGS", "-Dwarnings"),
        ("RUSTC_LOG", "info"),
        ("SYSROOT", "/nowhere"),
    ];
    folder.save("one", answering(42));
    let said = run_with_cache(&folder, cache.path(), &variables);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert_eq!(files(&cache), before);
}

#[test]
fn a_proxy_that_is_not_there_is_told_as_that_before_cargos_own_words() {
    let folder = Folder::with_one();
    let (cache, home) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let home = home.path().to_string_lossy();
    let variables = [
        ("CARGO_HOME", &*home),
        ("CARGO_HTTP_PROXY", "127.0.0.1:9"),
        ("CARGO_NET_RETRY", "0"),
    ];
    let said = run_with_cache(&folder, cache.path(), &variables);
    assert_eq!(said.code, 3, "{}", said.err);
    let told = "The registry could not be reached: the proxy 127.0.0.1:9 refused the connection.\n";
    let (ours, cargos) = said.err.split_once("Cargo says:").expect(&said.err);
    assert!(ours.contains(told), "{}", said.err);
    assert!(cargos.contains("Could not connect"), "{}", said.err);
}

/// `asynclings run` in `folder` with a cache of its own.
fn run_with_cache(folder: &Folder, cache: &Path, variables: &[(&str, &str)]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_asynclings"))
        .arg("run")
        .current_dir(folder.root())
        .env("ASYNCLINGS_CACHE", cache)
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

// What the learner does to the linker and the compiler.

/// What comes of `code` behind the right answer, of which `call` is a part.
fn answer_with(call: &str, code: &str) -> Said {
    let folder = Folder::with_one();
    let answer = text("solution.rs").replace("    42\n", &format!("    {call}\n    42\n"));
    folder.save("one", format!("{answer}\n{code}\n"));
    let output = Command::new(env!("CARGO_BIN_EXE_asynclings"))
        .args(["run", "--color", "never"])
        .current_dir(folder.root())
        .output()
        .unwrap();
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// It does not compile, for a reason with this `name` in it, and nothing else is said.
fn assert_not_linked(said: &Said, name: &str) {
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    let told = |line: &str| line.contains("the program cannot be linked: ") && line.contains(name);
    assert!(said.out.lines().any(told), "{}", said.out);
    assert!(!said.out.contains("\"-m64\""), "{}", said.out);
}

#[test]
fn a_function_that_no_library_has_is_the_learners_and_named_with_its_line() {
    let said = answer_with(
        "unsafe { nowhere() };",
        "unsafe extern \"C\" { fn nowhere(); }",
    );
    assert_not_linked(&said, "nowhere");
    // Not every linker says where.
    if cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        assert!(said.out.contains("one.rs:5"), "{}", said.out);
    }
}

#[test]
fn a_library_that_is_not_there_is_the_learners() {
    let said = answer_with(
        "unsafe { nowhere() };",
        "#[link(name = \"nothere\")]\nunsafe extern \"C\" { fn nowhere(); }",
    );
    assert_not_linked(&said, "nothere");
}

#[test]
fn a_library_that_is_there_is_linked() {
    let said = answer_with(
        "assert_eq!(floor(1.5), 1.0);",
        "#[link(name = \"m\")]\nunsafe extern \"C\" { safe fn floor(x: f64) -> f64; }",
    );
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
}

#[test]
fn a_second_main_is_the_learners() {
    let said = answer_with(
        "",
        "mod c {\n    #[unsafe(no_mangle)]\n    pub extern \"C\" fn main() {}\n}",
    );
    assert_not_linked(&said, "main");
}

#[test]
fn a_nesting_that_is_too_deep_for_the_compiler_is_the_learners() {
    const DEPTH: usize = 60_000;
    let deep = format!("{}1{}", "(".repeat(DEPTH), ")".repeat(DEPTH));
    let said = answer_with("", &format!("pub fn deep() -> u32 {{ {deep} }}"));
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    assert!(
        said.out.contains("the compiler crashed on this file"),
        "{}",
        said.out
    );
    assert!(said.out.contains("overflowed its stack"), "{}", said.out);
}

#[test]
fn in_a_course_of_the_rustlings_format_it_is_the_learners_too() {
    let info = "format_version = 1\n[[exercises]]\nname = \"sum1\"\ndir = \"01_sum\"\ntest = false\n\
                hint = \"add\"\n";
    let exercise = "unsafe extern \"C\" { fn nowhere(); }\nfn main() { unsafe { nowhere() } }\n";
    let learner = Learner::with_files(&[
        ("info.toml", info),
        (
            "Cargo.toml",
            "[package]\nname = \"sums\"\nversion = \"0.0.0\"\n",
        ),
        ("exercises/01_sum/sum1.rs", exercise),
    ]);
    let said = learner.types(&["run", "--json"]);
    assert_eq!(
        said.json()[0]["verdict"],
        "does-not-compile",
        "{}",
        said.err
    );
    assert!(said.out.contains("nowhere"), "{}", said.out);
}

// Toolchains.

/// A folder with a program `name` that is this script of the shell.
fn scripted(name: &str, script: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join(name);
    fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

/// `PATH` with `folder` before all others.
fn path_with(folder: &TempDir) -> String {
    let path = std::env::var("PATH").unwrap();
    format!("{}:{path}", folder.path().display())
}

/// The compiler that is in force here.
fn real_rustc() -> String {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output();
    let sysroot = String::from_utf8(sysroot.unwrap().stdout).unwrap();
    format!("{}/bin/rustc", sysroot.trim())
}

/// A `rustc` as rustup's: where a file names a toolchain, it is one that nobody has.
fn rustup_like() -> TempDir {
    let script = format!(
        "if [ -n \"$RUSTUP_TOOLCHAIN\" ]; then echo \"asked for $RUSTUP_TOOLCHAIN\" >&2; exit 1; fi\n\
         if [ -e rust-toolchain.toml ]; then echo 'toolchain of the file' >&2; exit 1; fi\n\
         exec {} \"$@\"",
        real_rustc()
    );
    scripted("rustc", &script)
}

#[test]
fn a_toolchain_file_that_is_not_the_courses_is_ignored_and_named() {
    let learner = Learner::new();
    learner.write("rust-toolchain.toml", "[toolchain]\nchannel = \"1.0\"\n");
    let rustc = rustup_like();
    let path = path_with(&rustc);
    let environment = [("PATH", &*path), ("RUSTUP_TOOLCHAIN", "")];
    let said = learner.types_with(&["run", "coroutines1"], &environment);
    assert_eq!(said.code, 1, "{}", said.err);
    let notice = "rust-toolchain.toml here is not part of the course and is ignored.";
    assert!(said.out.contains(notice), "{}", said.out);

    let chosen = [("PATH", &*path), ("RUSTUP_TOOLCHAIN", "mine")];
    let said = learner.types_with(&["run", "coroutines1"], &chosen);
    assert!(
        said.err.contains("asked for mine"),
        "{}{}",
        said.out,
        said.err
    );
}

#[test]
fn a_toolchain_file_of_the_course_is_honoured() {
    let folder = Folder::with_one();
    fs::write(folder.root().join("rust-toolchain.toml"), "").unwrap();
    let rustc = rustup_like();
    let path = path_with(&rustc);
    let cache = cache_dir().unwrap();
    let variables = [("PATH", &*path), ("RUSTUP_TOOLCHAIN", "")];
    let said = run_with_cache(&folder, &cache, &variables);
    assert_eq!(said.code, 3, "{}", said.err);
    assert!(said.err.contains("toolchain of the file"), "{}", said.err);
}

#[test]
fn a_compiler_that_never_answers_is_not_waited_for() {
    let learner = Learner::new();
    let rustc = scripted("rustc", "exec tail -f /dev/null");
    let said = learner.types_with(&["run"], &[("PATH", &path_with(&rustc))]);
    assert_eq!(said.code, 3, "{}", said.err);
    assert!(
        said.err.contains("`rustc --print sysroot` gave no answer"),
        "{}",
        said.err
    );
    assert!(said.err.contains("rustup"), "{}", said.err);
}

#[test]
fn where_there_is_no_c_compiler_the_way_to_get_one_is_told() {
    let folder = Folder::with_one();
    // Cargo, for one: it fails as it does when its compiler finds no linker.
    let script = "case \"$1\" in\n\
        metadata) echo '{\"packages\":[],\"resolve\":{\"nodes\":[]}}' ;;\n\
        build) echo 'error: linker `cc` not found' >&2; exit 101 ;;\nesac";
    let cargo = scripted("cargo", script);
    let cache = tempfile::tempdir().unwrap();
    let program = cargo.path().join("cargo");
    let said = run_with_cache(
        &folder,
        cache.path(),
        &[("CARGO", &program.to_string_lossy())],
    );
    assert_eq!(said.code, 3, "{}", said.err);
    assert!(
        said.err.contains("There is no C compiler to link with."),
        "{}",
        said.err
    );
    assert!(said.err.to_lowercase().contains("install"), "{}", said.err);
}

#[test]
fn a_cargo_that_never_answers_is_not_waited_for() {
    let folder = Folder::with_one();
    let cargo = scripted("cargo", "exec tail -f /dev/null");
    let cache = tempfile::tempdir().unwrap();
    let program = cargo.path().join("cargo");
    let said = run_with_cache(
        &folder,
        cache.path(),
        &[("CARGO", &program.to_string_lossy())],
    );
    assert_eq!(said.code, 3, "{}", said.err);
    assert!(
        said.err.contains("`cargo --version` gave no answer"),
        "{}",
        said.err
    );
}

// The folder in which programs are built.

#[test]
fn a_build_folder_that_is_removed_between_two_saves_is_made_again() {
    let folder = Folder::with_one();
    let mut terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(NOT_THERE_YET);
    fs::remove_dir_all(folder.root().join(".asynclings/build")).unwrap();
    folder.save("one", answering(42));
    terminal.wait_for_text(PASSED);
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn a_file_in_the_place_of_the_build_folder_is_named() {
    let learner = Learner::new();
    learner.types(&["list"]);
    learner.write(".asynclings/build", "");
    let said = learner.types(&["run"]);
    assert_eq!(said.code, 3, "{}", said.err);
    assert!(
        said.err.contains(".asynclings/build is not a folder"),
        "{}",
        said.err
    );
}
