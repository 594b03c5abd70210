//! The learner's editor: which one it is, whether it needs the terminal, and how it ended.
//!
//! It is the learner's own program and none of the watcher's: it is never killed, and one with a
//! window of its own goes on after the watcher has ended.

use rustix::process::Pid;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use tokio::process::{Child, Command};
use tokio::signal::unix::{SignalKind, signal};

/// Where the learner says which editor to open, in this order.
const VARIABLES: [&str; 2] = ["VISUAL", "EDITOR"];

/// Editors with windows of their own. Any other is taken for one that fills the terminal.
const GRAPHICAL: [&str; 55] = [
    "antigravity",
    "atom",
    "bbedit",
    "clion",
    "code",
    "code-insiders",
    "code-oss",
    "codium",
    "cursor",
    "eclipse",
    "fleet",
    "geany",
    "gedit",
    "gnome-builder",
    "gnome-text-editor",
    "gnvim",
    "goland",
    "goneovim",
    "gvim",
    "idea",
    "kate",
    "kwrite",
    "lapce",
    "leafpad",
    "lite-xl",
    "mate",
    "mousepad",
    "mvim",
    "neovide",
    "notepad++",
    "notepadqq",
    "nova",
    "nvim-qt",
    "open",
    "pluma",
    "positron",
    "pulsar",
    "pycharm",
    "qtcreator",
    "rstudio",
    "rustrover",
    "scite",
    "studio",
    "subl",
    "sublime_text",
    "textadept",
    "vscodium",
    "webstorm",
    "windsurf",
    "xdg-open",
    "xed",
    "zed",
    "zed-editor",
    "zeditor",
    "zedit",
];

/// Words before the editor's name that start what follows them.
const STARTERS: [&str; 6] = ["command", "env", "exec", "nice", "nohup", "setsid"];

/// The learner's editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Editor {
    /// Words for a shell.
    command: String,
    /// Its name, as it is told.
    name: String,
    /// Whether it has a window of its own, and leaves the terminal alone.
    pub(super) is_graphical: bool,
}

impl Editor {
    /// The editor that the environment names; `variable` reads it.
    pub(super) fn chosen(variable: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let set = |name: &&str| variable(name).filter(|value| !value.trim().is_empty());
        let command = VARIABLES.iter().find_map(set)?;
        let words = shlex::split(&command)
            .unwrap_or_else(|| command.split_whitespace().map(str::to_owned).collect());
        let mut rest = words.iter().skip_while(|word| {
            let is_option_or_variable = word.starts_with('-') || word.contains('=');
            is_option_or_variable || STARTERS.contains(&file_name(word))
        });
        let name = rest.next().map_or(&*command, |word| file_name(word));
        let options: Vec<&str> = rest.map(String::as_str).collect();
        let has_display = ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .find_map(set)
            .is_some();
        Some(Self {
            is_graphical: is_graphical(name, &options, has_display),
            name: name.to_owned(),
            command,
        })
    }

    /// Opens the file at `path`.
    ///
    /// # Errors
    /// When not even a shell can be started.
    pub(super) fn open(&self, path: &Path) -> io::Result<Child> {
        // The shell splits the variable's words, as git and others do.
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(script(&self.command));
        shell.arg("sh").arg(path);
        if self.is_graphical {
            // Nothing that is pressed in the terminal, or happens to it, is about this one.
            shell.process_group(0);
            shell.stdin(Stdio::null());
            shell.stdout(Stdio::null()).stderr(Stdio::null());
        }
        shell.spawn()
    }

    /// Waits until it ends. Whenever it may have stopped instead, `look` is called with its number.
    ///
    /// # Errors
    /// When the system cannot say how it ended.
    pub(super) async fn end(child: &mut Child, look: impl Fn(Pid)) -> io::Result<ExitStatus> {
        let mut changes = signal(SignalKind::child())?;
        let number = child.id().and_then(|id| i32::try_from(id).ok());
        loop {
            // At first too: it may have been fast.
            number.and_then(Pid::from_raw).into_iter().for_each(&look);
            tokio::select! {
                biased;
                ended = child.wait() => return ended,
                _ = changes.recv() => {}
            }
        }
    }

    /// What the learner is told while its window comes up.
    pub(super) fn opens(&self, path: &Path) -> String {
        format!("Opening {} in `{}`.", path.display(), self.name)
    }

    /// What the learner should know of how it ended, if anything.
    pub(super) fn complaint(&self, ended: io::Result<ExitStatus>) -> Option<String> {
        const NOT_FOUND: i32 = 127;
        let Self { name, .. } = self;
        let what = match ended {
            Ok(status) if status.success() => return None,
            Ok(status) => match (status.code(), status.signal()) {
                (Some(NOT_FOUND), _) => "was not found".to_owned(),
                (Some(code), _) => format!("failed with exit code {code}"),
                (None, signal) => format!("was ended by signal {}", signal.unwrap_or_default()),
            },
            Err(error) => format!("could not be started: {error}"),
        };
        Some(format!(
            "The editor `{name}` {what}. {}",
            how_to_choose("another")
        ))
    }
}

/// How the learner chooses an editor.
pub(super) fn how_to_choose(which: &str) -> String {
    format!(
        "To choose {which}, set $VISUAL or $EDITOR before you start asynclings, \
         for example: export VISUAL=nano"
    )
}

/// A shell's script that opens its first argument with `command`; where it can, the shell becomes the editor, so
/// that its stops and its end are the editor's.
fn script(command: &str) -> String {
    let first = command.split_whitespace().next().unwrap_or_default();
    let is_simple = !command.contains(['$', '`', ';', '&', '|', '<', '>', '(', ')', '\n']);
    let is_program = !first.contains('=') && !["command", "exec"].contains(&first);
    let exec = if is_simple && is_program { "exec " } else { "" };
    format!("{exec}{command} \"$1\"")
}

fn file_name(word: &str) -> &str {
    let name = word.rsplit('/').next().unwrap_or(word);
    name.strip_suffix(".sh").unwrap_or(name)
}

fn is_graphical(name: &str, options: &[&str], has_display: bool) -> bool {
    let given = |wanted: &[&str]| options.iter().any(|option| wanted.contains(option));
    match name {
        "emacs" | "emacs-gtk" => has_display && !given(&["-nw", "--no-window-system", "-t"]),
        "emacsclient" => has_display && !given(&["-nw", "-t", "--tty", "--nw"]),
        "vi" | "vim" | "vimx" => given(&["-g"]),
        _ => GRAPHICAL.contains(&name),
    }
}

#[cfg(test)]
mod tests {
    use super::{Editor, script};
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    /// The editor where `VISUAL` is `command`.
    fn editor(command: &str) -> Editor {
        let editor = Editor::chosen(|name| (name == "VISUAL").then(|| command.to_owned()));
        editor.expect("an editor")
    }

    #[test]
    fn editors_with_windows_are_known_by_their_names() {
        let graphical = [
            "code",
            "code --wait",
            "/usr/bin/code -w",
            "env DISPLAY=:0 subl -n",
            "GDK_BACKEND=x11 gedit",
            "'/Applications/Sublime Text.app/Contents/SharedSupport/bin/subl' -w",
            "nohup zed",
            "/opt/rustrover/bin/rustrover.sh",
            "vim -g",
        ];
        for command in graphical {
            assert!(editor(command).is_graphical, "{command}");
        }
        let others = [
            "vi",
            "nvim",
            "nano -w",
            "hx",
            "micro",
            "kak",
            "emacs",
            "emacs -nw",
            "env EDITOR=code vim",
            "decode",
            "sh /home/code/editor.sh",
        ];
        for command in others {
            assert!(!editor(command).is_graphical, "{command}");
        }
    }

    #[test]
    fn a_shell_becomes_the_editor_where_it_can() {
        assert_eq!(script("vim -u NONE"), "exec vim -u NONE \"$1\"");
        assert_eq!(script("TERM=xterm vim"), "TERM=xterm vim \"$1\"");
        assert_eq!(script("cd /; vim"), "cd /; vim \"$1\"");
    }

    #[test]
    fn emacs_has_a_window_where_there_is_a_display() {
        let on_a_desktop = |command: &str| {
            let variable = |name: &str| match name {
                "EDITOR" => Some(command.to_owned()),
                "DISPLAY" => Some(":0".to_owned()),
                _ => None,
            };
            Editor::chosen(variable).unwrap().is_graphical
        };
        assert!(on_a_desktop("emacs"));
        assert!(!on_a_desktop("emacs -nw"));
        assert!(on_a_desktop("emacsclient -c"));
        assert!(!on_a_desktop("emacsclient -t"));
        assert!(!on_a_desktop("vim"));
    }

    #[test]
    fn visual_comes_first_and_an_empty_one_does_not_count() {
        let named = |visual: &str, editor: &str| {
            let variables = [("VISUAL", visual), ("EDITOR", editor)];
            let variable = |name: &str| {
                let found = variables.iter().find(|(variable, _)| *variable == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            Editor::chosen(variable).map(|editor| editor.name)
        };
        assert_eq!(named("code --wait", "vi").as_deref(), Some("code"));
        assert_eq!(named(" ", "/usr/bin/vi").as_deref(), Some("vi"));
        assert_eq!(named("", ""), None);
    }

    #[test]
    fn how_an_editor_failed_is_told_with_its_name() {
        let complaint = |raw| editor("/opt/hx -v").complaint(Ok(ExitStatus::from_raw(raw)));
        assert_eq!(complaint(0), None);
        let not_found = complaint(127 << 8).unwrap();
        assert!(not_found.starts_with("The editor `hx` was not found. To choose another,"));
        assert!(
            complaint(1 << 8)
                .unwrap()
                .contains("failed with exit code 1")
        );
        assert!(complaint(9).unwrap().contains("was ended by signal 9"));
    }
}
