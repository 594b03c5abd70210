//! The dependencies of the exercises and the probe, compiled once by cargo.
//!
//! They are kept in the user's cache folder, in a target directory that no editor locks: a kit
//! per set of dependencies, compiled crates shared between kits. Everything that a kit is made
//! from goes into its number, so a kit that is there is right.

pub mod head_start;
pub mod link;
mod manifest;
mod receipt;
mod repair;
pub mod stamp;
mod tool;
pub mod unused;

use super::cargo::{Cargo, DamagedTarget, Profile, Progress, Urgency, write};
use super::toolchain::Toolchain;
use anyhow::{Context, Result};
use link::Linking;
use manifest::{extern_names, manifest_of_kit, workspace_of};
use receipt::Receipt;
use repair::{Examined, examined, remove_all_compiled};
use stamp::Stamp;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use tokio::sync::oneshot;
use unused::{MAKERS, note_use};

/// Raised when a kit is laid out in another way: kits of the old layout are then not used.
const LAYOUT: u32 = 9;

/// What is locked in a kit's folder by who makes the kit, or removes it.
const CLAIM: &str = "claim";

/// What proves that a kit was made.
const RECEIPT: &str = "receipt.json";

/// Compiled dependencies, ready to be linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kit {
    /// The name of the crate that holds them all.
    pub name: String,
    /// What they were compiled by.
    pub toolchain: Toolchain,
    /// The folders in which the compiled crates lie.
    pub dependencies: Vec<PathBuf>,
    /// What a learner may use: crate name and file.
    pub externs: Vec<(String, PathBuf)>,
    /// What a check may use beside that.
    pub probe: Vec<(String, PathBuf)>,
    /// All of them as one dynamic library, where the system can.
    pub dylib: Option<PathBuf>,
    /// How programs are linked with it by calling the linker directly, where that is known.
    pub linking: Option<Linking>,
    /// What is loaded into a compiler that stands by, where that is known.
    pub head_start: Option<PathBuf>,
    /// The cfgs that they were compiled with.
    pub cfgs: Vec<String>,
    /// What proves that it was made.
    pub receipt: PathBuf,
    /// Every file that an attempt needs of it, as it was when the kit was made.
    pub parts: Vec<Stamp>,
}

impl Kit {
    /// Whether it is there, and nobody seems to have touched any part of it. Cheap: no file is opened.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let untouched = self.parts.iter().all(Stamp::is_untouched);
        // Last: who removes a kit begins with it.
        untouched && self.receipt.is_file()
    }

    /// Whether every part of it is what it was, to the last byte. It is all read for this.
    pub async fn is_sound(&self) -> bool {
        let parts = self.parts.clone();
        let read = tokio::task::spawn_blocking(move || parts.iter().all(Stamp::has_its_content));
        self.is_whole() && read.await.unwrap_or(false)
    }

    /// Notes that it is used now: what nobody uses for a month is removed.
    pub fn note_use(&self) {
        // Where it cannot be noted, the cache is somebody else's to clear up.
        let _unnoted = note_use(&self.receipt);
    }
}

/// Why a kit is asked for.
#[derive(Debug, Clone, Copy)]
pub enum Need<'a> {
    /// This program has not had it yet.
    First,
    /// It was like this, and is no longer whole.
    Changed(&'a Kit),
    /// It was like this, and a compiler or the loader says that it is damaged.
    Broken(&'a Kit),
}

/// What a kit is made from.
#[derive(Debug, Clone)]
pub struct Recipe {
    toolchain: Toolchain,
    manifest: toml::Table,
    sources: Sources,
    folder: PathBuf,
    cache: PathBuf,
    name: String,
}

/// What the crates of a kit are compiled from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sources {
    /// The Cargo.toml of the exercises.
    pub manifest: String,
    /// The versions that go with it, where the course pins them.
    pub lock_file: Option<String>,
    /// The files of `probe` and `report` and the workspace manifest that they inherit from:
    /// paths from the root of their repository, and texts.
    pub crates: Vec<(&'static str, &'static str)>,
}

impl Recipe {
    /// A kit in `cache` from `sources`, for the exercises of `chapter`; paths in the manifest start
    /// at `root`.
    ///
    /// # Errors
    /// When the manifest is not TOML, or names a dependency of a chapter that it does not have.
    pub fn new(
        toolchain: Toolchain,
        sources: Sources,
        chapter: &str,
        root: &Path,
        cache: &Path,
    ) -> Result<Self> {
        let course: toml::Table = sources
            .manifest
            .parse()
            .context("the Cargo.toml of the exercises is not right")?;
        let manifest = manifest_of_kit(&course, chapter, root)?;
        let mut hasher = DefaultHasher::new();
        LAYOUT.hash(&mut hasher);
        toolchain.version.hash(&mut hasher);
        manifest.to_string().hash(&mut hasher);
        sources.lock_file.hash(&mut hasher);
        sources.crates.hash(&mut hasher);
        cfgs(&toolchain.host).hash(&mut hasher);
        let name = format!("kit_{:016x}", hasher.finish());
        Ok(Self {
            toolchain,
            manifest,
            sources,
            folder: cache.join("kits").join(&name),
            cache: cache.to_owned(),
            name,
        })
    }

    /// Its name: recipes of equal names make the same kit.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The kit, if it was made before and is whole.
    #[must_use]
    pub fn made(&self) -> Option<Kit> {
        let path = self.receipt();
        let _unnoted = note_use(&path);
        let kit = self.kit(&Receipt::read(&path)?);
        kit.is_whole().then_some(kit)
    }

    /// Makes the kit, telling `progress` how far it is; where another program is making it just now, waits
    /// for that. Of a kit that was there before, what is damaged is made again.
    ///
    /// # Errors
    /// When the cache folder cannot be written, or cargo fails; the message says what to do.
    pub async fn make(
        &self,
        need: Need<'_>,
        urgency: Urgency,
        progress: &dyn Fn(Progress),
    ) -> Result<Kit> {
        // Of a kit that was there before, it may not be damaged after all.
        let was_there = self.receipt().exists();
        if !was_there {
            progress(Progress::Resolving);
        }
        let _claim = claimed(&self.folder).await?;
        // Nobody removes meanwhile what cargo finds to be there already.
        let _makers = locked(&self.cache.join(MAKERS), File::lock_shared).await?;
        if let Some(kit) = self.made()
            && !matches!(need, Need::Broken(broken) if broken.parts == kit.parts)
        {
            return Ok(kit);
        }
        if let Some(kit) = self.repaired(need, progress).await? {
            return Ok(kit);
        }
        if was_there {
            progress(Progress::Resolving);
        }
        self.write_sources()?;
        let target = self.target();
        let cargo = Cargo {
            folder: &self.folder,
            target: &target,
            profile: Profile::Dev,
            toolchain: &self.toolchain,
            flags: self.flags(),
            urgency,
            makes: "the dependencies of the exercises",
        };
        cargo.answers().await?;
        let metadata = cargo.metadata().await?;
        let package = ["--package", &self.name];
        let built = cargo.build(package, metadata.packages(), progress).await;
        let artifacts = match built {
            Err(error) if error.is::<DamagedTarget>() => {
                progress(Progress::Again(Because::Damaged));
                remove_all_compiled(&target);
                cargo.build(package, metadata.packages(), progress).await?
            }
            built => built?,
        };
        let mut receipt = Receipt::of(&metadata, &artifacts, &self.name)?;
        let folder = self.folder.join("link");
        let kit = self.kit(&receipt);
        let (linking, head_start) = tokio::join!(
            Linking::learn(&kit, &folder),
            head_start::make(&self.toolchain, &folder),
        );
        // Without them it takes longer, and nothing else.
        (receipt.linking, receipt.head_start) = (linking.ok(), head_start.ok());
        self.remember(receipt).await
    }

    /// Looks at what there is of the kit: the kit, where nothing but the age of its files has changed.
    /// Otherwise takes away what is damaged, for cargo compiles only what is not there.
    async fn repaired(&self, need: Need<'_>, progress: &dyn Fn(Progress)) -> Result<Option<Kit>> {
        let path = self.receipt();
        let had = matches!(need, Need::Changed(_) | Need::Broken(_));
        let Some(receipt) = Receipt::read(&path) else {
            if had || path.exists() {
                progress(Progress::Again(Because::Damaged));
            }
            return Ok(None);
        };
        let is_broken = matches!(need, Need::Broken(_));
        let recipe = self.clone();
        let examine = move || match examined(&receipt, is_broken) {
            Examined::Sound => Ok(receipt),
            Examined::Damaged(files) => {
                let because = match files.iter().any(|file| file.starts_with(&recipe.cache)) {
                    true => Because::Damaged,
                    false => Because::SystemChanged,
                };
                repair::remove(&files, &recipe.cache, &recipe.name);
                Err(because)
            }
        };
        let examined = tokio::task::spawn_blocking(examine).await;
        match examined.context("a thread could not look at the kit")? {
            Ok(receipt) => Ok(Some(self.remember(receipt).await?)),
            Err(because) => {
                progress(Progress::Again(because));
                Ok(None)
            }
        }
    }

    /// Writes down what `receipt` says, with the files as they are now.
    async fn remember(&self, mut receipt: Receipt) -> Result<Kit> {
        let files = receipt.all_files();
        let stamp = move || files.iter().map(|file| stamped(file)).collect();
        let stamps: Result<Vec<Stamp>> = tokio::task::spawn_blocking(stamp)
            .await
            .context("a thread could not look at the kit")?;
        receipt.parts = stamps?;
        write(&self.receipt(), &serde_json::to_string_pretty(&receipt)?)?;
        Ok(self.kit(&receipt))
    }

    fn target(&self) -> PathBuf {
        self.cache.join("target")
    }

    fn kit(&self, receipt: &Receipt) -> Kit {
        let receipt = receipt.clone();
        Kit {
            name: self.name.clone(),
            toolchain: self.toolchain.clone(),
            dependencies: receipt.dependencies,
            externs: receipt.externs,
            probe: receipt.probe,
            dylib: receipt.dylib,
            linking: receipt.linking,
            head_start: receipt.head_start,
            cfgs: cfgs(&self.toolchain.host),
            receipt: self.receipt(),
            parts: receipt.parts,
        }
    }

    fn receipt(&self) -> PathBuf {
        self.folder.join(RECEIPT)
    }

    /// A workspace of three: the kit, the probe and the report.
    fn write_sources(&self) -> Result<()> {
        // Cargo tells crates of equal names apart by their path from the workspace, and all kits
        // share one target directory: so the path holds the kit's own name.
        let crates = self.folder.join(&self.name);
        for (path, text) in &self.sources.crates {
            match *path {
                "Cargo.toml" => write(&self.folder.join(path), &workspace_of(text, &self.name)?)?,
                _ => write(&crates.join(path), text)?,
            }
        }
        let mut manifest = self.manifest.clone();
        let mut package = toml::toml! {
            version = "0.0.0"
            edition = "2024"
            publish = false
        };
        package.insert("name".into(), self.name.clone().into());
        manifest.insert("package".into(), package.into());
        let kinds = if cfg!(unix) { "dylib" } else { "rlib" };
        let library = toml::Table::from_iter([("crate-type".into(), vec![kinds].into())]);
        manifest.insert("lib".into(), library.into());
        write(&crates.join("kit/Cargo.toml"), &manifest.to_string())?;
        let uses: String = extern_names(&self.manifest)
            .iter()
            .map(|name| format!("pub extern crate {name};\n"))
            .collect();
        write(&crates.join("kit/src/lib.rs"), &uses)?;
        if let Some(lock_file) = &self.sources.lock_file {
            write(&self.folder.join("Cargo.lock"), lock_file)?;
        }
        Ok(())
    }

    fn flags(&self) -> String {
        let mut flags: Vec<String> = cfgs(&self.toolchain.host)
            .iter()
            .map(|cfg| format!("--cfg {cfg}"))
            .collect();
        if cfg!(unix) {
            flags.push("-Cprefer-dynamic".into());
        }
        flags.join(" ")
    }
}

/// Why a kit that was there is made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// Files in the cache folder are not what they were.
    Damaged,
    /// What programs are linked with is not: an update, most likely.
    SystemChanged,
}

fn stamped(file: &Path) -> Result<Stamp> {
    Stamp::of(file).with_context(|| {
        format!(
            "{} is not there, though it was compiled just now\n\
             Start again; if that does not help, remove the folder of compiled dependencies.",
            file.display()
        )
    })
}

/// A claim on `folder`: until it is dropped, every other program waits for it.
async fn claimed(folder: &Path) -> Result<File> {
    let path = folder.join(CLAIM);
    loop {
        let claim = locked(&path, File::lock).await?;
        // Who had it before may have removed the kit, and the claim with it.
        if is_at(&claim, &path) {
            return Ok(claim);
        }
    }
}

/// The file at `path`, once `lock` has locked it.
async fn locked(path: &Path, lock: fn(&File) -> io::Result<()>) -> Result<File> {
    write(path, "")?;
    let (done, locked) = oneshot::channel();
    let file = File::open(path)?;
    // A thread that nobody waits for: to end the program must not take as long as the other one does.
    std::thread::spawn(move || {
        let _nobody_waits = done.send(lock(&file).map(|()| file));
    });
    let locked = locked.await.context("a thread could not claim")?;
    locked.with_context(|| format!("{} cannot be locked", path.display()))
}

/// Whether `file` is still the one at `path`.
fn is_at(file: &File, path: &Path) -> bool {
    let number = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), fs::metadata(path)) {
        (Ok(file), Ok(there)) => number(file) == number(there),
        _ => false,
    }
}

/// tokio's hooks everywhere, its task dumps where they exist.
fn cfgs(host: &str) -> Vec<String> {
    let mut cfgs = vec!["tokio_unstable".to_owned()];
    let dumps = ["x86_64", "aarch64"]
        .iter()
        .any(|cpu| host.starts_with(cpu) && host.contains("-linux-"));
    if dumps {
        cfgs.push("tokio_taskdump".to_owned());
    }
    cfgs
}

#[cfg(test)]
mod tests {
    use super::claimed;
    use std::fs::File;

    #[tokio::test]
    async fn a_kit_is_made_by_one_program_at_a_time() {
        let cache = tempfile::tempdir().unwrap();
        let kit = cache.path().join("kit_1");
        let one = claimed(&kit).await.unwrap();
        let other = File::open(kit.join("claim")).unwrap();
        assert!(other.try_lock().is_err());
        drop(one);
        drop(other);
        claimed(&kit).await.unwrap();
    }
}
