//! What is on the screen: readable whatever the size, the letters and the colours of a terminal.

mod folder;
mod learner;
mod terminal;

use asynclings::attempt::preparation::Preparation;
use asynclings::attempt::{Attempt, Attempted};
use asynclings::build::cargo::Urgency;
use asynclings::course::Course;
use asynclings::screen::paint::{columns, wrapped};
use asynclings::screen::report::{Report, report};
use asynclings::screen::rows::folded;
use asynclings::screen::{Colour, set_colour};
use asynclings::verdict::{Outcome, Printed};
use asynclings::watch::action::Key;
use asynclings::watch::event::Event;
use asynclings::watch::frame::{Frame, Size, frame};
use asynclings::watch::state::{Entry, State};
use folder::{Folder, LONG, answering, text};
use learner::Learner;
use std::collections::HashSet;
use std::fmt::Write;
use terminal::{Setup, says};

const PASSED: &str = "Passed: 1 of 1 checks";
const NOT_THERE_YET: &str = "Not yet: 0 of 1 checks passed";

/// The screens that people have, as columns and rows.
const SIZES: [(usize, usize); 4] = [(60, 20), (80, 24), (100, 35), (200, 60)];

// Every starter of the course, on every screen.

#[test]
fn every_starter_is_readable_on_every_screen_with_any_number_of_hints() {
    set_colour(Colour::Never);
    let learner = Learner::new();
    let course = Course::find(learner.path()).unwrap();
    let judged = judged(&course);
    assert_eq!(judged.len(), course.exercises.len());
    for (number, (outcome, printed)) in judged.iter().enumerate() {
        let name = &course.exercises[number].name;
        for (columns, rows) in SIZES {
            for hints in [0, 1, course.exercises[number].hints.len()] {
                let mut state = showing(&course, number, outcome, printed.as_ref());
                press(&mut state, &"h".repeat(hints));
                let size = Size { columns, rows };
                let what = format!("{name} at {columns}x{rows} with {hints} hints");
                is_readable(&what, &mut state, &course, outcome, size);
            }
        }
    }
}

/// Each starter of the course, judged once, and what its `main` prints.
fn judged(course: &Course) -> Vec<(Outcome, Option<Printed>)> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let preparation = Preparation::of(course).unwrap();
        let mut judged = Vec::new();
        for exercise in &course.exercises {
            let kit = preparation.kit(exercise, Urgency::Now, &|_| ()).await;
            let kit = kit.unwrap();
            let attempt = Attempt::of(course, exercise);
            let Attempted::Judged(outcome) = attempt.make(&kit).await.unwrap() else {
                panic!("{} was not judged", exercise.name);
            };
            let is_built = !outcome.checks.is_empty();
            let printed = if is_built {
                attempt.show_main(&kit).await.unwrap()
            } else {
                None
            };
            judged.push((*outcome, printed));
        }
        judged
    })
}

/// The watcher at exercise `number`, which came to `outcome`.
fn showing(course: &Course, number: usize, outcome: &Outcome, printed: Option<&Printed>) -> State {
    let entries = course.exercises.iter();
    let entries = entries.map(|exercise| Entry::of(course, exercise, false));
    let mut state = State::new(entries.collect(), number, false);
    state.begin();
    let outcome = Box::new(outcome.clone());
    state.on(Event::Judged { run: 1, outcome });
    if let Some(printed) = printed.cloned() {
        state.on(Event::Printed { run: 1, printed });
    }
    state
}

fn press(state: &mut State, keys: &str) {
    for key in keys.chars() {
        state.on(Event::Key(Key::Letter(key)));
    }
}

/// Draws as the watcher does: what was laid out is where the next movement starts from.
fn draw(state: &mut State, course: &Course, size: Size) -> Vec<String> {
    let Frame { rows, extent } = frame(state, course, size);
    state.laid_out(extent);
    rows
}

fn is_readable(what: &str, state: &mut State, course: &Course, outcome: &Outcome, size: Size) {
    let exercise = &course.exercises[state.current];
    let Report {
        diagnostics,
        promises,
        first_broken,
        headline,
        ..
    } = report(outcome, exercise, &course.root, size.columns);
    let first = draw(state, course, size);
    let is_there = |screen: &[String]| {
        let keys = screen
            .last()
            .is_some_and(|keys| keys.ends_with("?:keys  q:quit"));
        let verdict = says(&screen.join("\n"), &headline);
        assert!(screen.len() <= size.rows, "{what}: too high\n{screen:#?}");
        let wide = screen.iter().find(|row| columns(row) > size.columns);
        assert_eq!(wide, None, "{what}: too wide");
        assert!(
            keys && verdict,
            "{what}: no verdict, or no keys\n{screen:#?}"
        );
        assert!(
            screen[0].starts_with(&exercise.name),
            "{what}: no name\n{screen:#?}"
        );
    };
    is_there(&first);
    if state.hints_shown == 0 {
        let broken = first_broken.map(|lines| promises[lines.start].clone());
        let error = diagnostics.first().map(|lines| lines[0].clone());
        let telling = broken.or(error).expect("something is wrong with a starter");
        let telling = &folded(&telling, size.columns)[0];
        assert!(
            first.contains(telling),
            "{what}: no `{telling}`\n{first:#?}"
        );
    } else {
        let newest = format!("Hint {} of {}", state.hints_shown, exercise.hints.len());
        assert!(first.contains(&newest), "{what}: no `{newest}`\n{first:#?}");
    }
    let mut seen = HashSet::new();
    state.on(Event::Key(Key::First));
    loop {
        let screen = draw(state, course, size);
        is_there(&screen);
        seen.extend(screen);
        let before = state.scroll();
        state.on(Event::Key(Key::Move(1)));
        if state.scroll() == before {
            break;
        }
    }
    let hints = exercise.hints.iter().take(state.hints_shown);
    let hints = hints.flat_map(|hint| wrapped(hint, "  ", size.columns));
    let lines = promises
        .into_iter()
        .chain(diagnostics.into_iter().flatten());
    for line in lines.chain(hints) {
        for row in folded(&line, size.columns) {
            assert!(seen.contains(&row), "{what}: `{row}` cannot be reached");
        }
    }
}

// Between head and foot.

#[test]
fn the_last_of_many_errors_is_reached_by_scrolling_and_the_verdict_stays() {
    let folder = Folder::with_one();
    folder.save("one", errors(10));
    let mut terminal = Setup::of(&folder.root()).size(80, 24).start();
    let stays = |screen: &str| {
        let last = screen.lines().last().unwrap_or_default();
        says(screen, "It does not compile yet: 10 errors") && last.starts_with("h:hint")
    };
    terminal.wait_for("the first error", |screen| {
        stays(screen) && says(screen, "cannot find value `missing_0`") && says(screen, "more lines")
    });
    terminal.press(END);
    terminal.wait_for("the last error", |screen| {
        stays(screen) && says(screen, "cannot find value `missing_9`") && screen.contains('↑')
    });
    terminal.press(HOME);
    terminal.wait_for("the first error again", |screen| {
        stays(screen) && says(screen, "`missing_0`") && screen.contains('↓')
    });
    // A hint is scrolled to, and Escape goes back to what is wrong.
    terminal.press("h");
    terminal.wait_for("a hint", |screen| {
        stays(screen) && says(screen, "Hint 1 of 2")
    });
    terminal.press(ESCAPE);
    terminal.wait_for("no hint", |screen| {
        stays(screen) && !says(screen, "Hint") && says(screen, "`missing_0`")
    });
}

const HOME: &str = "\u{1b}[H";
const END: &str = "\u{1b}[F";
const DOWN: &str = "\u{1b}[B";
const UP: &str = "\u{1b}[A";
const ESCAPE: &str = "\u{1b}";

/// A program with so many errors.
fn errors(count: usize) -> String {
    let mut code = "pub async fn answer() -> u32 {\n".to_owned();
    for number in 0..count {
        writeln!(code, "    let _ = missing_{number};").unwrap();
    }
    code + "    42\n}\n\nfn main() {}\n"
}

#[test]
fn a_storm_of_scrolling_and_of_sizes_leaves_a_whole_screen() {
    let folder = Folder::with_one();
    folder.save("one", errors(10));
    let mut terminal = Setup::of(&folder.root()).size(80, 24).start();
    terminal.wait_for_text("It does not compile yet: 10 errors");
    for round in 0..40_u16 {
        terminal.press(&DOWN.repeat(50));
        terminal.resize(1 + round * 13 % 200, 1 + round * 7 % 60);
        terminal.press(&UP.repeat(50));
    }
    terminal.resize(1, 1);
    terminal.wait_for("next to nothing", |screen| screen.chars().count() <= 1);
    terminal.resize(80, 24);
    terminal.press(HOME);
    let screen = terminal.wait_for("all of it again", |screen| {
        screen.starts_with("one ") && says(screen, "`missing_0`") && screen.ends_with("q:quit")
    });
    assert!(screen.lines().count() <= 24, "{screen}");
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);
}

// Everything that was said.

#[test]
fn everything_that_was_said_is_searched_and_read_to_its_end() {
    let folder = Folder::with_one();
    let mut code = answering(41);
    let noise: String = (0..60)
        .map(|number| format!("println!(\"line {number} {}\");", "x".repeat(90)))
        .collect();
    code = code.replacen("fn main() {", &format!("fn main() {{ {noise}"), 1);
    assert!(code.contains("line 59"), "{code}");
    folder.save("one", code);
    let mut terminal = Setup::of(&folder.root()).size(60, 20).start();
    terminal.wait_for("what main printed", |screen| {
        says(screen, NOT_THERE_YET) && says(screen, "more lines")
    });
    terminal.press("m");
    terminal.wait_for("what was found comes first", |screen| {
        says(screen, "All that was said") && says(screen, "expected 42") && screen.contains('↓')
    });
    // It is longer in rows than in lines.
    terminal.press(END);
    terminal.wait_for("the very end", |screen| {
        says(screen, "line 59") && !screen.contains('↓')
    });
    terminal.press("/LINE 30");
    terminal.wait_for("a line in the middle", |screen| {
        says(screen, "line 30") && says(screen, "/line 30_")
    });
    terminal.press("\rn");
    terminal.wait_for_text("1 of 1");
    terminal.press(ESCAPE);
    terminal.wait_for("no search", |screen| says(screen, "/: search"));
    // Typed at once: what closes the page must not come before the page.
    terminal.press("qmqmq");
    terminal.wait_for("the exercise", |screen| {
        screen.starts_with("one ") && says(screen, NOT_THERE_YET)
    });
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);
}

// A pass.

#[test]
fn a_pass_says_what_was_learnt_and_what_it_took_and_shows_both_solutions() {
    let folder = Folder::with(&[("one", LONG), ("two", LONG)]);
    let info = folder.root().join("info.toml");
    let learnt = "Everything is a number.\\nThis one is 42.";
    let told = std::fs::read_to_string(&info).unwrap().replacen(
        "[exercises.asynclings]\n",
        &format!("[exercises.asynclings]\nlearnt = \"{learnt}\"\n"),
        1,
    );
    assert!(told.contains("learnt"), "{told}");
    std::fs::write(&info, told).unwrap();
    let mut terminal = Setup::of(&folder.root()).size(80, 24).start();
    terminal.wait_for_text(NOT_THERE_YET);
    terminal.press("h");
    terminal.wait_for_text("Hint 1 of 2");
    folder.save("one", answering(40));
    terminal.wait_for_text("got 40");
    folder.save("one", text("solution.rs"));
    let screen = terminal.wait_for("a pass", |screen| {
        says(screen, PASSED) && says(screen, "Your program prints: │ main was here")
    });
    for sentence in [
        "Everything is a number. This one is 42.",
        "2 attempts in",
        "n: next s: your solution beside ours",
    ] {
        assert!(says(&screen, sentence), "no `{sentence}` in\n{screen}");
    }
    assert!(!says(&screen, "Hint"), "{screen}");
    terminal.press("s");
    terminal.wait_for("yours, then ours", |screen| {
        says(screen, "Your solution and ours") && says(screen, "Your solution -------------")
    });
    terminal.resize(140, 24);
    terminal.wait_for("both side by side", |screen| {
        screen
            .lines()
            .any(|line| line.starts_with("Your solution ") && line.ends_with("Our solution"))
    });
    terminal.press("q");
    terminal.wait_for_text(PASSED);
    terminal.press("n");
    terminal.wait_for("the next", |screen| screen.starts_with("two "));
}

#[test]
fn every_exercise_says_what_is_learnt_in_two_sentences() {
    let course = Course::embedded_in(std::path::Path::new("/")).unwrap();
    for exercise in &course.exercises {
        let learnt = exercise.learnt.as_deref().unwrap_or_default().trim();
        let lines: Vec<&str> = learnt.lines().collect();
        assert!(lines.len() == 2, "{}: {learnt}", exercise.name);
        for line in lines {
            assert!(line.ends_with('.'), "{}: {line}", exercise.name);
            let words = line.split_whitespace().count();
            assert!(words <= 20, "{}: {words} words: {line}", exercise.name);
        }
    }
}

#[test]
fn the_python_original_gives_nothing_of_the_answer_away_before_a_pass() {
    let learner = Learner::new();
    for exercise in Course::find(learner.path()).unwrap().exercises {
        let said = learner.types(&["show", &exercise.name]);
        assert_eq!(said.code, 0, "{}", said.err);
        let starter = learner.read(&exercise.path().display().to_string());
        for pair in exercise.corresponds {
            // What the starter says as well is no secret.
            let is_told = starter.contains(&pair.rust) || pair.python.contains(&pair.rust);
            assert!(
                is_told || !said.out.contains(&pair.rust),
                "{}: {}",
                exercise.name,
                pair.rust
            );
            assert!(says(&said.out, "shown after your pass"), "{}", said.out);
        }
    }
}

// Letters and colours.

#[test]
fn a_terminal_without_unicode_gets_ascii_and_nothing_is_lost() {
    let folder = Folder::with_one();
    let mut terminal = Setup::of(&folder.root())
        .variable("LC_ALL", "C")
        .size(60, 20)
        .start();
    terminal.wait_for_text(NOT_THERE_YET);
    let shouting = answering(41).replacen("main was here", "caf\u{e9} \u{2026}", 1);
    assert!(shouting.contains('\u{e9}'), "{shouting}");
    folder.save("one", shouting);
    terminal.wait_for_text("caf\\u{e9} ...");
    for (key, says) in [
        ("h", "Hint 1"),
        ("?", "Esc: back"),
        ("q", "x Not yet"),
        ("l", "Enter:go"),
        ("q", "x Not yet"),
        ("m", "All that was said"),
        ("q", "x Not yet"),
    ] {
        terminal.press(key);
        terminal.wait_for_text(says);
    }
    folder.save("one", text("solution.rs"));
    terminal.wait_for_text("+ Passed");
    terminal.press("s");
    terminal.wait_for_text("Your solution and ours");
    terminal.press("q");
    terminal.wait_for_text("+ Passed");
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);
    let foreign = terminal.bytes().into_iter().find(|byte| !byte.is_ascii());
    assert_eq!(foreign, None);
}

#[test]
fn what_goes_through_a_pipe_is_unicode_unless_the_locale_says_otherwise() {
    let learner = Learner::new();
    let none = [("LC_ALL", ""), ("LC_CTYPE", ""), ("LANG", "")];
    let said = learner.types_with(&["run", "switching1"], &none);
    assert!(
        said.out.contains('✗') && said.out.contains('✓'),
        "{}",
        said.out
    );
    for locale in ["C", "POSIX"] {
        let none = [("LC_ALL", ""), ("LC_CTYPE", locale), ("LANG", "C.UTF-8")];
        let said = learner.types_with(&["run", "switching1"], &none);
        assert!(said.out.is_ascii(), "{}", said.out);
        assert!(said.out.contains("x Not yet"), "{}", said.out);
    }
}

#[test]
fn only_the_palette_names_a_colour() {
    let root = learner::repository("src");
    let mut wrong = Vec::new();
    let mut dirs = vec![root.clone()];
    while let Some(dir) = dirs.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
                continue;
            }
            let code = std::fs::read_to_string(&path).unwrap();
            let names_one = ["Colorize", ".red()", ".yellow()", ".cyan()", ".dimmed()"];
            let names_one = names_one.iter().any(|name| code.contains(name));
            if names_one && !path.ends_with("screen/palette.rs") {
                wrong.push(path);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let palette = learner::repository("src/screen/palette.rs");
    let palette = std::fs::read_to_string(palette).unwrap();
    // Nobody can read them on white, or nobody on black.
    for unreadable in ["yellow", "cyan", "white", "black", "blue"] {
        assert!(
            !palette.contains(&format!(".{unreadable}()")),
            "{unreadable}"
        );
        assert!(
            !palette.contains(&format!(".bright_{unreadable}()")),
            "{unreadable}"
        );
    }
}
