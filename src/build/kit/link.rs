//! How check programs are linked: the linker called directly, with the arguments that rustc and the
//! C compiler would give it.
//!
//! They are learnt once for each kit, from a sample program, and tried on another one before they are
//! used. Where that does not work, rustc links as it always does; it takes longer, and nothing else.

use super::tool::{rustc, succeeds, text};
use super::{Kit, Toolchain, write};
use crate::build::plan::{emit, search_in};
use crate::group::output_of;
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use tokio::process::Command;

/// What a program is linked with beside its own objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linking {
    /// The linker.
    pub linker: PathBuf,
    /// Its arguments before the objects.
    pub before: Vec<String>,
    /// And after them.
    pub after: Vec<String>,
    /// The object with the `main` that calls the check's.
    pub entry: PathBuf,
    /// The crate root below which a check is compiled, from standard input.
    pub root: PathBuf,
    /// It may be started before the objects are there: it waits for its standard input to end.
    pub waits: bool,
}

/// The function that the entry calls.
pub const ENTRY: &str = "asynclings_check";

/// The root of a check's crate: has the compiler load the probe, and all that this needs, before it reads
/// the check. A macro writes the module, for what is written there itself is read before crates are loaded.
const ROOT: &str = "\
extern crate probe as _;
macro_rules! check { () => { #[path = \"/dev/stdin\"] mod check; } }
check!();
";

/// How the linker that a toolchain brings along is told which one it is to be.
const FLAVOR: [&str; 2] = ["-flavor", "gnu"];

/// Options of the C compiler that mean nothing to a linker, or cost time and change nothing here.
const LEFT_OUT: [&str; 5] = [
    "-plugin-opt=",
    "-fuse-ld=",
    "--gc-sections",
    "--build-id",
    "-rpath=",
];

impl Linking {
    /// Learns how programs of `kit` are linked, in `folder`.
    ///
    /// # Errors
    /// When it cannot be learnt on this machine; the message is of use to nobody but us.
    pub(super) async fn learn(kit: &Kit, folder: &Path) -> Result<Self> {
        let dylib = kit
            .dylib
            .as_deref()
            .context("there is no dynamic library")?;
        if !cfg!(target_os = "linux") {
            bail!("learnt on Linux only");
        }
        let entry = compiled_entry(kit, folder).await?;
        let by_rustc = words(&what_rustc_calls(kit, dylib, folder).await?)?;
        let by_cc = words(&what_cc_calls(&by_rustc).await?)?;
        let brought_along = linker_in(&kit.toolchain, &by_rustc);
        let linker = brought_along
            .clone()
            .unwrap_or_else(|| PathBuf::from(&by_cc[0]));
        let mut linking = of_words(&by_cc[1..], folder, linker)?;
        linking.entry = entry;
        linking.root = folder.join("check.rs");
        write(&linking.root, ROOT)?;
        for dir in [dylib.parent(), kit.toolchain.libraries().as_deref()] {
            let dir = dir.context("a library without a folder")?;
            linking.after.extend(["-rpath".into(), text(dir)?]);
        }
        if brought_along.is_some() {
            linking.waits = true;
            linking.before.splice(0..0, FLAVOR.map(str::to_owned));
            // For one object there is nothing to share between threads but the time to start them.
            linking.before.push("--threads=1".into());
            linking.stand_in_for_libraries(kit, folder).await?;
            // A script, which is read before the objects behind it are looked for.
            linking.before.push("/dev/stdin".into());
        }
        linking.prove(kit, folder).await?;
        Ok(linking)
    }

    /// Links against empty libraries of the same names: which of the tens of thousands of symbols of the
    /// real ones a program needs, rustc has made sure of already.
    async fn stand_in_for_libraries(&mut self, kit: &Kit, folder: &Path) -> Result<()> {
        let object = compiled(kit, folder, "nothing", "lib", "#![no_std]\n").await?;
        for word in std::mem::take(&mut self.after) {
            let library = Path::new(&word);
            let name = library
                .file_name()
                .and_then(OsStr::to_str)
                .unwrap_or_default();
            if !library.is_absolute() || !name.ends_with(".so") {
                self.after.push(word);
                continue;
            }
            let stand_in = folder.join(name);
            let mut linker = Command::new(&self.linker);
            linker.args(FLAVOR).args(["-shared", "-soname", name, "-o"]);
            succeeds(linker.arg(&stand_in).arg(&object)).await?;
            // Nothing in it can be needed, as far as the linker sees.
            let stand_in = [
                "--no-as-needed".into(),
                text(&stand_in)?,
                "--as-needed".into(),
            ];
            self.after.extend(stand_in);
        }
        self.after.push("--unresolved-symbols=ignore-all".into());
        Ok(())
    }

    /// The linker's arguments for `program`, made of `objects`.
    #[must_use]
    pub fn arguments<'a>(&'a self, objects: &[&'a Path], program: &'a Path) -> Vec<&'a OsStr> {
        let mut arguments: Vec<&OsStr> = self.before.iter().map(OsStr::new).collect();
        arguments.push(self.entry.as_os_str());
        arguments.extend(objects.iter().map(|object| object.as_os_str()));
        arguments.extend(self.after.iter().map(OsStr::new));
        arguments.extend([OsStr::new("-o"), program.as_os_str()]);
        arguments
    }

    /// Every file that is read when it links, the system's own included.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        let words = || self.before.iter().chain(&self.after);
        let folders: Vec<&Path> = words()
            .filter_map(|word| word.strip_prefix("-L"))
            .map(Path::new)
            .collect();
        let library = |name: &str| {
            let names = [format!("lib{name}.so"), format!("lib{name}.a")];
            let mut places = folders
                .iter()
                .flat_map(|folder| names.iter().map(|name| folder.join(name)));
            places.find(|place| place.is_file())
        };
        let named = words().filter_map(|word| match word.strip_prefix("-l") {
            Some(name) => library(name),
            None => Some(PathBuf::from(word)).filter(|file| file.is_absolute() && file.is_file()),
        });
        let own = [&self.linker, &self.entry, &self.root].map(Clone::clone);
        named.chain(own).collect()
    }

    /// Links a program that ends with a status of its own, and runs it.
    async fn prove(&self, kit: &Kit, folder: &Path) -> Result<()> {
        const STATUS: u8 = 42;
        let code = format!(
            "extern crate probe as _;\n\
             #[unsafe(no_mangle)]\n\
             fn {ENTRY}() -> std::process::ExitCode {{ println!(\"linked\"); {STATUS}.into() }}\n"
        );
        let object = compiled(kit, folder, "proof", "lib", &code).await?;
        let program = folder.join("proof");
        let mut linker = Command::new(&self.linker);
        linker.args(self.arguments(&[&object], &program));
        succeeds(&mut linker).await?;
        let ran = output_of(&mut Command::new(&program)).await?;
        if ran.status.code() != Some(STATUS.into()) || ran.stdout != b"linked\n" {
            bail!("a program that was linked so ended with {}", ran.status);
        }
        Ok(())
    }
}

/// The `main` of every program, which calls a function that is linked to it.
async fn compiled_entry(kit: &Kit, folder: &Path) -> Result<PathBuf> {
    let code = format!(
        "unsafe extern \"Rust\" {{ safe fn {ENTRY}() -> std::process::ExitCode; }}\n\
         fn main() -> std::process::ExitCode {{ {ENTRY}() }}\n"
    );
    compiled(kit, folder, "entry", "bin", &code).await
}

/// The object of `code`, a crate of the kind `crate_type` that may use the probe.
async fn compiled(
    kit: &Kit,
    folder: &Path,
    name: &str,
    crate_type: &str,
    code: &str,
) -> Result<PathBuf> {
    let source = folder.join(name).with_extension("rs");
    write(&source, code)?;
    let object = source.with_extension("o");
    let mut rustc = rustc(&kit.toolchain, name, &source);
    rustc.args(["--crate-type", crate_type]);
    rustc.arg(emit("obj", &object));
    search_dependencies(&mut rustc, kit);
    for (name, file) in &kit.probe {
        rustc.arg("--extern").arg(format!("{name}={}", text(file)?));
    }
    succeeds(&mut rustc).await?;
    Ok(object)
}

/// Has `rustc` look for crates that others depend on where those of `kit` lie.
fn search_dependencies(rustc: &mut Command, kit: &Kit) {
    for folder in &kit.dependencies {
        rustc.arg("-L").arg(search_in(folder));
    }
}

/// The C compiler's command line with which rustc links a program that uses the kit.
async fn what_rustc_calls(kit: &Kit, dylib: &Path, folder: &Path) -> Result<String> {
    let source = folder.join("sample.rs");
    write(
        &source,
        &format!("extern crate {} as _;\nfn main() {{}}\n", kit.name),
    )?;
    let mut rustc = rustc(&kit.toolchain, "sample", &source);
    rustc
        .args(["--crate-type", "bin", "--emit=link", "-Csave-temps"])
        .args(["--print", "link-args", "--out-dir"])
        .arg(folder)
        .arg("--extern")
        .arg(format!("{}={}", kit.name, text(dylib)?));
    search_dependencies(&mut rustc, kit);
    let said = succeeds(&mut rustc).await?;
    let line = said.lines().find(|line| line.contains("-o"));
    Ok(line.context("rustc does not say how it links")?.to_owned())
}

/// The linker's command line that the C compiler makes of `words`.
async fn what_cc_calls(words: &[String]) -> Result<String> {
    let mut cc = Command::new(&words[0]);
    cc.args(&words[1..]).arg("-###").env("LC_ALL", "C");
    let ran = output_of(&mut cc).await?;
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    let calls_linker = |line: &&str| {
        let program = shlex::split(line).unwrap_or_default().into_iter().next();
        let name = program
            .as_deref()
            .and_then(|program| Path::new(program).file_name());
        let name = name.unwrap_or_default().to_string_lossy().into_owned();
        name == "collect2" || name == "ld" || name.starts_with("ld.") || name == "rust-lld"
    };
    let line = said.lines().rev().find(calls_linker);
    let line = line.context("the C compiler does not say how it links")?;
    Ok(line.to_owned())
}

/// The linker that `words` ask the C compiler to use, where the toolchain brings it along.
fn linker_in(toolchain: &Toolchain, words: &[String]) -> Option<PathBuf> {
    if words.iter().any(|word| word == "-fuse-ld=lld") {
        let linker = toolchain.tools()?.join("rust-lld");
        return linker.is_file().then_some(linker);
    }
    None
}

/// The linker's arguments around the objects of the sample, which lie in `folder`.
fn of_words(words: &[String], folder: &Path, linker: PathBuf) -> Result<Linking> {
    let mut linking = Linking {
        linker,
        before: Vec::new(),
        after: Vec::new(),
        entry: PathBuf::new(),
        root: PathBuf::new(),
        waits: false,
    };
    let mut has_objects = false;
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let is_object = word.ends_with(".o") && Path::new(word).starts_with(folder);
        if is_object {
            has_objects = true;
        } else if matches!(word.as_str(), "-o" | "-plugin" | "-rpath") {
            words.next();
        } else if !word.is_empty() && !LEFT_OUT.iter().any(|start| word.starts_with(start)) {
            let side = if has_objects {
                &mut linking.after
            } else {
                &mut linking.before
            };
            side.push(word.clone());
        }
    }
    if !has_objects {
        bail!("the sample's objects are not among what is linked");
    }
    Ok(linking)
}

/// A command line as words, without the variables that rustc sets before it.
fn words(line: &str) -> Result<Vec<String>> {
    let mut words = shlex::split(line).context("a command line that a shell would not read")?;
    let is_variable = |word: &String| {
        let name = word
            .split_once('=')
            .map(|(name, _)| name)
            .unwrap_or_default();
        !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c == '_')
    };
    words.drain(..words.iter().take_while(|word| is_variable(word)).count());
    if words.is_empty() {
        bail!("an empty command line");
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::{of_words, words};
    use std::path::{Path, PathBuf};

    fn owned(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_command_line_is_read_without_the_variables_before_it() {
        let line = r#"LC_ALL="C" PATH="/a b:/c" "cc" "-m64" "/tmp/my dir/x.o""#;
        assert_eq!(words(line).unwrap(), ["cc", "-m64", "/tmp/my dir/x.o"]);
        assert!(words("PATH=\"/a\"").is_err());
    }

    #[test]
    fn the_samples_objects_leave_their_place_to_others() {
        let line = owned(&[
            "-plugin",
            "/p.so",
            "-plugin-opt=x",
            "-pie",
            "-o",
            "/k/sample",
            "/lib/crt1.o",
            "/k/a.o",
            "/k/b.o",
            "libkit.so",
            "--gc-sections",
            "-lc",
        ]);
        let linking = of_words(&line, Path::new("/k"), PathBuf::from("ld")).unwrap();
        assert_eq!(linking.before, ["-pie", "/lib/crt1.o"]);
        assert_eq!(linking.after, ["libkit.so", "-lc"]);
        let program = Path::new("/w/check");
        let arguments = linking.arguments(&[Path::new("/w/check.o")], program);
        let expected = [
            "-pie",
            "/lib/crt1.o",
            "",
            "/w/check.o",
            "libkit.so",
            "-lc",
            "-o",
            "/w/check",
        ];
        assert_eq!(arguments, expected);
    }

    #[test]
    fn a_command_line_without_the_sample_is_refused() {
        let line = owned(&["/lib/crt1.o", "-lc"]);
        assert!(of_words(&line, Path::new("/k"), PathBuf::from("ld")).is_err());
    }
}
