//! The door `init`: a folder to learn in, from the program alone.

use crate::course::{Course, STATE_DIR};
use crate::exit_code::{Exit, WrongUsage};
use anyhow::{Context, Result, anyhow};
use std::fs;
use std::path::Path;

const README: &str = include_str!("init/README.md");

/// Makes the folder `dir`, which may be there if it is empty.
///
/// # Errors
/// When something is in it already, or it cannot be written.
pub fn init(dir: &Path) -> Result<Exit> {
    let taken = dir
        .read_dir()
        .is_ok_and(|mut entries| entries.any(|entry| entry.is_ok()));
    if taken || dir.is_file() {
        let dir = dir.display();
        return Err(anyhow!(WrongUsage(format!(
            "{dir} is there already and not empty\n\
             To go on learning in it: cd {dir} && asynclings\n\
             To start somewhere else: asynclings init OTHER"
        ))));
    }
    let course = Course::embedded_in(dir)?;
    let write = |name: &Path, text: &str| -> Result<()> {
        let path = dir.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)
                .with_context(|| format!("{} cannot be made", parent.display()))?;
        }
        fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))
    };
    for exercise in &course.exercises {
        let starter = course
            .starter(exercise)?
            .with_context(|| format!("the program carries no starter of {}", exercise.name))?;
        write(&exercise.path(), &starter)?;
    }
    write(Path::new("Cargo.toml"), &editor_manifest(&course)?)?;
    write(Path::new("README.md"), README)?;
    write(Path::new(".gitignore"), &format!("/target\n/{STATE_DIR}\n"))?;
    fs::create_dir_all(dir.join(STATE_DIR))?;
    let exercises = course.exercises.len();
    if dir == Path::new(".") {
        println!("{exercises} exercises are here. To begin:\n\n    asynclings\n");
    } else {
        let dir = dir.display();
        println!("{exercises} exercises are in {dir}. To begin:\n\n    cd {dir} && asynclings\n");
    }
    Ok(Exit::Passed)
}

/// The Cargo.toml of the exercises, from one folder up, and no part of what lies around it.
fn editor_manifest(course: &Course) -> Result<String> {
    let manifest = course.manifest()?;
    let moved = manifest.replace("path = \"", "path = \"exercises/");
    Ok(format!("{moved}\n[workspace]\n"))
}
