//! What reaches the watcher through its terminal: keys of any keyboard, pastes, the wheel, a shell's job
//! control, and an editor beside it.

mod folder;
mod terminal;

use folder::{Folder, LONG, text};
use rustix::process::Signal;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::channel;
use std::time::Duration;
use terminal::{Setup, Terminal, WATCH, says};

const PASSED: &str = "Passed: 1 of 1 checks";
const NOT_THERE_YET: &str = "Not yet: 0 of 1 checks passed";
const PRINTED: &str = "Your program prints: │ main was here";
const HINT_1: &str = "Hint 1 of 2";
const HINT_2: &str = "Hint 2 of 2";

/// A watcher of one exercise, after its first verdict.
fn watching(folder: &Folder) -> Terminal {
    let terminal = Terminal::watching(&folder.root());
    terminal.wait_for_text(PRINTED);
    terminal
}

// Keyboards.

#[test]
fn letters_of_other_scripts_are_the_keys_that_they_lie_on() {
    let folder = Folder::with_one();
    let mut terminal = watching(&folder);
    terminal.press("р");
    terminal.wait_for_text(HINT_1);
    terminal.press("η");
    terminal.wait_for_text(HINT_2);
    terminal.press("д");
    terminal.wait_for_text("Exercises all");
    // Where text is typed, a letter is itself.
    terminal.press("/т");
    terminal.wait_for_text("/т_");
    terminal.press("\u{1b}");
    terminal.wait_for_text("/:search");
    terminal.press("й");
    terminal.wait_for_text(HINT_2);
    terminal.press("й");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn caps_lock_changes_no_key_of_the_exercise() {
    let folder = Folder::with_one();
    let mut terminal = watching(&folder);
    terminal.press("H");
    terminal.wait_for_text(HINT_1);
    terminal.press("X");
    terminal.wait_for_text("y: yes");
    terminal.press("N");
    terminal.wait_for_text(HINT_1);
    terminal.press("Q");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn a_terminal_that_knows_the_places_of_keys_is_asked_to_tell_them() {
    let folder = Folder::with_one();
    let mut terminal = watching(&folder);
    terminal.wait_for_bytes(0, "\u{1b}[?u");
    terminal.press("\u{1b}[?0u");
    terminal.wait_for_bytes(0, "\u{1b}[>29u");
    // Hebrew, at the place of h; let go; and once more, under Caps Lock.
    terminal.press("\u{1b}[1497::104;;1497u\u{1b}[1497::104;1:3u");
    terminal.wait_for_text(HINT_1);
    terminal.press("\u{1b}[57358;65u\u{1b}[104;65;72u");
    terminal.wait_for_text(HINT_2);
    // A Cyrillic letter in the search, as it is typed.
    terminal.press("\u{1b}[108;;108u\u{1b}[47;;47u\u{1b}[1090::110;;1090u");
    terminal.wait_for_text("/т_");
    terminal.press("\u{1b}[27u");
    terminal.wait_for_text("/:search");
    let before = terminal.bytes().len();
    terminal.press("\u{1b}[1089::99;5u");
    assert_eq!(terminal.wait_exit(), 0);
    let last = String::from_utf8_lossy(&terminal.bytes()[before..]).into_owned();
    assert!(last.contains("\u{1b}[<u"), "{last:?}");
}

#[test]
fn a_terminal_that_knows_no_places_is_asked_for_none() {
    let folder = Folder::with_one();
    let mut terminal = watching(&folder);
    terminal.press("h");
    terminal.wait_for_text(HINT_1);
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);
    let said = String::from_utf8_lossy(&terminal.bytes()).into_owned();
    assert!(!said.contains("\u{1b}[>") && !said.contains("\u{1b}[<u"));
}

#[test]
fn half_a_sequence_keeps_neither_saves_nor_keys_from_being_heard() {
    let folder = Folder::with_one();
    let mut terminal = watching(&folder);
    terminal.press("\u{1b}[");
    folder.save("one", text("solution.rs"));
    terminal.wait_for_text(PASSED);
    // Past the time in which a sequence has to come: a letter of its own.
    terminal.wait_for_text(PRINTED);
    terminal.press("hh");
    terminal.wait_for_text("Hint");
}

// Pastes and the wheel.

const PASTE: &str = "\u{1b}[200~";
const PASTED: &str = "\u{1b}[201~";
const IGNORED: &str = "Pasted text is ignored here; keys are typed.";

#[test]
fn a_paste_is_no_keys_and_a_search_takes_its_first_line() {
    let folder = Folder::with_one();
    let mut terminal = watching(&folder);
    terminal.wait_for_bytes(0, "\u{1b}[?2004h");
    terminal.press(&format!("{PASTE}qqq\nx y{PASTED}"));
    terminal.wait_for_text(IGNORED);
    terminal.press("l/");
    terminal.wait_for_text("/_");
    terminal.press(&format!("{PASTE}  qqq\u{7}\nx y\u{3}{PASTED}"));
    terminal.wait_for_text("/qqq_");
    terminal.press("\u{1b}");
    terminal.wait_for_text("/:search");
}

#[test]
fn a_paste_of_a_megabyte_is_one_event() {
    let folder = Folder::with_one();
    let mut terminal = watching(&folder);
    let before = terminal.count();
    let much = "xyq\n".repeat(1 << 18);
    terminal.press(&format!("{PASTE}{much}{PASTED}"));
    terminal.wait_for_text(IGNORED);
    assert!(terminal.count() - before < 10, "the screen was flooded");
    terminal.press("l/");
    terminal.press(&format!("{PASTE}{}{PASTED}", "long".repeat(1 << 18)));
    terminal.wait_for_text("longlong");
    terminal.press("\u{3}");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn the_wheel_is_arrow_keys_and_the_mouse_stays_the_terminals() {
    let folder = Folder::with(&[("one", LONG), ("two", LONG)]);
    let mut terminal = watching(&folder);
    terminal.wait_for_bytes(0, "\u{1b}[?1007h");
    terminal.press("l");
    terminal.wait_for_text("> ·* one");
    // What a terminal sends for the wheel.
    terminal.press("\u{1b}OB");
    terminal.wait_for_text("> · two");
    terminal.press("\u{1b}[A");
    terminal.wait_for_text("> ·* one");
    // What a mouse sends that another program has left on: dropped, and nothing drawn for it.
    let before = terminal.count();
    terminal.press(&"\u{1b}[<64;10;5M\u{1b}[<35;11;5M\u{1b}[M !!".repeat(3_000));
    terminal.press("\u{1b}OB");
    terminal.wait_for_text("> · two");
    assert!(terminal.count() - before < 10, "the screen was flooded");
    terminal.press("\u{3}");
    assert_eq!(terminal.wait_exit(), 0);
    let said = String::from_utf8_lossy(&terminal.bytes()).into_owned();
    for mode in ["1000", "1002", "1003", "1006"] {
        assert!(!said.contains(&format!("\u{1b}[?{mode}h")), "{mode}");
    }
}

// Job control.

#[test]
fn control_and_z_gives_the_terminal_to_the_shell_and_fg_takes_it_back() {
    let folder = Folder::with_one();
    let mut terminal = Setup::of_a_shell(&folder.root()).start();
    terminal.wait_for_bytes(0, "shell> ");
    // It tells at once what becomes of its jobs.
    terminal.press("set -b\r");
    terminal.press(WATCH);
    terminal.wait_for_text(PRINTED);
    let mut stopped = terminal.bytes().len();
    terminal.press("\u{1a}");
    terminal.wait_for_bytes(stopped, "Stopped");
    terminal.wait_for_bytes(stopped, "shell> ");
    let given_back = String::from_utf8_lossy(&terminal.bytes()[stopped..]).into_owned();
    for mode in [
        "\u{1b}[?1049l",
        "\u{1b}[?2004l",
        "\u{1b}[?1007r",
        "\u{1b}[?25h",
    ] {
        assert!(given_back.contains(mode), "{mode:?} {given_back:?}");
    }
    // While it is stopped, nothing is drawn; a save is judged afterwards.
    let drawn = terminal.count();
    folder.save("one", text("solution.rs"));
    terminal.press("echo mean\"\"while\r");
    terminal.wait_for_bytes(stopped, "meanwhile");
    assert_eq!(terminal.count(), drawn);
    terminal.press("fg\r");
    terminal.wait_for_text(PASSED);
    terminal.press("h");
    terminal.wait_for_text(HINT_1);
    // The same when another program says it, even in a way that cannot be heard.
    for signal in [Signal::TSTP, Signal::STOP] {
        stopped = terminal.bytes().len();
        terminal.signal_foreground(signal);
        terminal.wait_for_bytes(stopped, "shell> ");
        let drawn = terminal.count();
        terminal.press("fg\r");
        terminal.wait_for_more_than(drawn);
        terminal.wait_for_text(HINT_1);
    }
    // A job in the background waits for the terminal, and leaves it to the shell.
    stopped = terminal.bytes().len();
    terminal.press("\u{1a}");
    terminal.wait_for_bytes(stopped, "shell> ");
    let drawn = terminal.count();
    stopped = terminal.bytes().len();
    terminal.press("bg\r");
    terminal.wait_for_bytes(stopped, "Stopped");
    assert_eq!(terminal.count(), drawn);
    terminal.press("fg\r");
    terminal.wait_for_more_than(drawn);
    terminal.wait_for_text(HINT_1);
    stopped = terminal.bytes().len();
    terminal.press("q");
    terminal.wait_for_bytes(stopped, "shell> ");
    terminal.press("exit 7\r");
    assert_eq!(terminal.wait_exit(), 7);
}

#[test]
fn where_there_is_no_shell_nothing_stops() {
    let folder = Folder::with_one();
    let mut terminal = watching(&folder);
    terminal.press("\u{1a}");
    terminal.wait_for_text("There is no shell to go back to.");
    terminal.signal(Signal::TSTP);
    folder.save("one", text("solution.rs"));
    terminal.wait_for_text(PASSED);
}

// The editor.

/// An editor of the test's own, and the pipe that it waits at.
struct FakeEditor {
    program: PathBuf,
    go_on: PathBuf,
}

impl FakeEditor {
    /// A program `name` that carries out `script`, in which `$GO_ON` is the pipe.
    fn called(name: &str, folder: &Folder, script: &str) -> Self {
        let root = folder.root();
        let (program, go_on) = (root.join(name), root.join("go_on"));
        pipe(&go_on);
        let script = format!("#!/bin/sh\nGO_ON={}\n{script}", go_on.display());
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
        Self { program, go_on }
    }

    fn as_variable(&self) -> String {
        self.program.display().to_string()
    }

    /// Lets it go on.
    fn go_on(&self) {
        let pipe = self.go_on.clone();
        patiently(move || fs::write(pipe, "go on\n").unwrap());
    }
}

fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

/// Does `what` in another thread, and waits for it only as long as it may take.
fn patiently<T: Send + 'static>(what: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = channel();
    std::thread::spawn(move || sender.send(what()));
    let patience = Duration::from_secs(120);
    receiver.recv_timeout(patience).expect("in time")
}

#[test]
fn beside_a_graphical_editor_the_watcher_goes_on_and_leaves_it_open() {
    let folder = Folder::with_one();
    let alive = folder.root().join("alive");
    pipe(&alive);
    let script = format!(
        "[ ! -t 0 ] && [ ! -t 1 ] || exit 1\n\
         read line < $GO_ON\necho \"$1 $2\" > {}\n",
        alive.display()
    );
    let code = FakeEditor::called("code", &folder, &script);
    let mut terminal = Setup::of(&folder.root())
        .variable("EDITOR", "vi")
        .variable("VISUAL", &format!("{} --wait", code.as_variable()))
        .start();
    terminal.wait_for_text(PRINTED);
    terminal.press("e");
    terminal.wait_for_text("Opening exercises/01_answers/one.rs in `code`.");
    assert!(terminal.is_covered() && !terminal.is_cooked());
    terminal.press("h");
    terminal.wait_for_text(HINT_1);
    folder.save("one", text("solution.rs"));
    terminal.wait_for_text(PASSED);
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);
    drop(terminal);
    // It is still there.
    code.go_on();
    let said = patiently(move || fs::read_to_string(alive).unwrap());
    let file = folder.exercise("one").display().to_string();
    assert_eq!(said, format!("--wait {file}\n"));
}

/// Waits until an exercise calls: it runs.
fn call_of(listener: UnixListener) -> UnixStream {
    patiently(move || listener.accept().unwrap().0)
}

#[test]
fn while_a_terminal_editor_has_the_terminal_saves_are_judged_and_its_keys_are_its_own() {
    let folder = Folder::with_one();
    // Its shell is asked to go on listening after an interrupt.
    let script = "trap 'echo interrupted' INT\necho in the editor\n\
                  until read line < $GO_ON; do :; done 2> /dev/null\n";
    let editor = FakeEditor::called("editor", &folder, script);
    let mut terminal = Setup::of(&folder.root())
        .variable("EDITOR", &editor.as_variable())
        .start();
    terminal.wait_for_text(PRINTED);
    let before = terminal.bytes().len();
    terminal.press("e");
    terminal.wait_for_bytes(before, "in the editor");
    assert!(terminal.is_cooked());
    let drawn = terminal.count();
    let listener = UnixListener::bind(folder.root().join("line.sock")).unwrap();
    folder.save("one", text("wrong/calls_and_hangs.rs"));
    let _exercise = call_of(listener);
    // Control and C, to the program that has the terminal.
    terminal.press("\u{3}");
    terminal.wait_for_bytes(before, "interrupted");
    assert_eq!(terminal.count(), drawn, "drawn over the editor");
    let over = terminal.bytes().len();
    editor.go_on();
    terminal.wait_for_more_than(drawn);
    terminal.wait_for_text("Checking …");
    let since = String::from_utf8_lossy(&terminal.bytes()[over..]).into_owned();
    assert!(since.contains("\u{1b}[?1049h") && since.contains("\u{1b}[?2004h"));
    assert!(!terminal.is_cooked());
    folder.save("one", text("solution.rs"));
    terminal.wait_for_text(PASSED);
    terminal.press("h");
    terminal.wait_for_text(HINT_1);
}

#[test]
fn an_editor_that_is_suspended_suspends_the_watcher_with_it() {
    // By the terminal's key; by itself, and nobody else.
    for stops_itself in [false, true] {
        let folder = Folder::with_one();
        let stop = if stops_itself { "kill -STOP $$" } else { ":" };
        let script =
            format!("echo in the editor\n{stop}\nread line < $GO_ON\necho out of the editor\n");
        let editor = FakeEditor::called("editor", &folder, &script);
        let mut terminal = Setup::of_a_shell(&folder.root())
            .variable("EDITOR", &editor.as_variable())
            .start();
        terminal.wait_for_bytes(0, "shell> ");
        terminal.press(WATCH);
        terminal.wait_for_text(PRINTED);
        let drawn = terminal.count();
        let before = terminal.bytes().len();
        terminal.press("e");
        terminal.wait_for_bytes(before, "in the editor");
        if !stops_itself {
            terminal.press("\u{1a}");
        }
        terminal.wait_for_bytes(before, "shell> ");
        terminal.press("fg\r");
        editor.go_on();
        terminal.wait_for_bytes(before, "out of the editor");
        terminal.wait_for_more_than(drawn);
        terminal.press("h");
        terminal.wait_for_text(HINT_1);
        let since = terminal.bytes().len();
        terminal.press("q");
        terminal.wait_for_bytes(since, "shell> ");
        terminal.press("exit\r");
        terminal.wait_exit();
    }
}

#[test]
fn where_there_is_no_shell_an_editor_that_stops_goes_on() {
    let folder = Folder::with_one();
    let script = "kill -STOP $$\necho out of the editor\n";
    let editor = FakeEditor::called("editor", &folder, script);
    let mut terminal = Setup::of(&folder.root())
        .variable("EDITOR", &editor.as_variable())
        .start();
    terminal.wait_for_text(PRINTED);
    let drawn = terminal.count();
    terminal.press("e");
    terminal.wait_for_bytes(0, "out of the editor");
    terminal.wait_for_more_than(drawn);
    terminal.press("h");
    terminal.wait_for_text(HINT_1);
}

#[test]
fn what_is_saved_in_a_terminal_editor_is_judged_before_it_ends() {
    let folder = Folder::with_one();
    let solution = folder.root().join("solutions/01_answers/one.rs");
    let handed_out = folder.root().join(".asynclings/progress.toml");
    // It ends only when its save has passed.
    let script = format!(
        "cp {} \"$1\"\nuntil grep -qs 'one' {}; do sleep 0.1; done\necho judged\nread line < $GO_ON\n",
        solution.display(),
        handed_out.display()
    );
    let editor = FakeEditor::called("editor", &folder, &script);
    let mut terminal = Setup::of(&folder.root())
        .variable("EDITOR", &editor.as_variable())
        .start();
    terminal.wait_for_text(PRINTED);
    terminal.press("e");
    terminal.wait_for_bytes(0, "judged");
    editor.go_on();
    terminal.wait_for_text(PASSED);
}

#[test]
fn a_watcher_that_is_ended_while_an_editor_has_the_terminal_writes_nothing_into_it() {
    for signal in [Signal::TERM, Signal::HUP] {
        let folder = Folder::with_one();
        let script = "echo in the editor\nread line < $GO_ON\n";
        let editor = FakeEditor::called("editor", &folder, script);
        let mut terminal = Setup::of(&folder.root())
            .variable("EDITOR", &editor.as_variable())
            .start();
        terminal.wait_for_text(PRINTED);
        let before = terminal.bytes().len();
        terminal.press("e");
        terminal.wait_for_bytes(before, "in the editor");
        let lent = terminal.bytes().len();
        terminal.signal(signal);
        assert_eq!(terminal.wait_exit(), 0);
        let since = String::from_utf8_lossy(&terminal.bytes()[lent..]).into_owned();
        assert!(!since.contains('\u{1b}'), "{since:?}");
    }
}

#[test]
fn an_editor_that_is_missing_or_fails_is_named_with_what_to_do() {
    let sentences = [
        (
            "no-such-editor",
            "The editor `no-such-editor` was not found.",
        ),
        ("false", "The editor `false` failed with exit code 1."),
        // A graphical one, found nowhere.
        ("/nowhere/zed -w", "The editor `zed` was not found."),
        (" ", "Open exercises/01_answers/one.rs in any editor"),
    ];
    for (editor, sentence) in sentences {
        let folder = Folder::with_one();
        let mut terminal = Setup::of(&folder.root()).variable("EDITOR", editor).start();
        terminal.wait_for_text(PRINTED);
        terminal.press("e");
        terminal.wait_for_text(sentence);
        terminal.wait_for_text("export VISUAL=nano");
        assert!(terminal.is_covered() && !terminal.is_cooked(), "{editor}");
    }
}

#[test]
fn an_editor_that_leaves_the_terminal_in_disorder_is_cleaned_up_after() {
    let folder = Folder::with_one();
    let editor = FakeEditor::called("editor", &folder, "stty raw -echo\nexit 0\n");
    let mut terminal = Setup::of(&folder.root())
        .variable("EDITOR", &editor.as_variable())
        .start();
    terminal.wait_for_text(PRINTED);
    let before = terminal.count();
    terminal.press("e");
    terminal.wait_for_more_than(before);
    terminal.press("h");
    terminal.wait_for_text(HINT_1);
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);
    assert!(terminal.is_cooked());
}

// Ends.

#[test]
fn every_mode_is_given_back_at_every_end() {
    type End = fn(&mut Terminal);
    let ends: [(&str, End); 5] = [
        ("q", |terminal| terminal.press("q")),
        ("control and C", |terminal| terminal.press("\u{3}")),
        ("SIGTERM", |terminal| terminal.signal(Signal::TERM)),
        ("SIGHUP", |terminal| terminal.signal(Signal::HUP)),
        ("SIGQUIT", |terminal| terminal.signal(Signal::QUIT)),
    ];
    let folder = Folder::with_one();
    for (what, end) in ends {
        let mut terminal = watching(&folder);
        terminal.press("\u{1b}[?0u");
        terminal.wait_for_bytes(0, "\u{1b}[>29u");
        let before = terminal.bytes().len();
        end(&mut terminal);
        assert_eq!(terminal.wait_exit(), 0, "{what}");
        let last = String::from_utf8_lossy(&terminal.bytes()[before..]).into_owned();
        for mode in [
            "\u{1b}[<u",
            "\u{1b}[?2004l",
            "\u{1b}[?1007r",
            "\u{1b}[?1049l",
        ] {
            assert!(last.contains(mode), "{mode:?} after {what}: {last:?}");
        }
        assert!(terminal.is_cooked(), "{what}");
    }
}

#[test]
fn a_terminal_of_one_letter_and_one_of_no_kind_are_no_reason_to_end() {
    let folder = Folder::with_one();
    for term in ["dumb", "", "linux", "no-such-terminal"] {
        let mut terminal = Setup::of(&folder.root())
            .variable("TERM", term)
            .size(1, 1)
            .start();
        terminal.wait_for_more_than(0);
        terminal.resize(100, 50);
        let screen = terminal.wait_for_text(PRINTED);
        assert!(says(&screen, NOT_THERE_YET), "{term}: {screen}");
        let asked = String::from_utf8_lossy(&terminal.bytes()).contains("\u{1b}[?u");
        assert_eq!(asked, term == "no-such-terminal", "{term}");
        terminal.press("q");
        assert_eq!(terminal.wait_exit(), 0, "{term}");
    }
}
