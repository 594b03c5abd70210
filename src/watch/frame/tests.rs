//! What stays on a screen of any size.

use super::{Frame, Size, frame};
use crate::course::Course;
use crate::screen::paint::{columns, plain};
use crate::verdict::{CheckResult, CheckState, Outcome, Verdict};
use crate::watch::action::{KEYS, Key};
use crate::watch::event::Event;
use crate::watch::state::{Entry, State};
use std::path::Path;

const PHRASE: &str = "preparing later chapters 12/63";

fn course() -> Course {
    Course::embedded_in(Path::new("/learning")).unwrap()
}

fn state(course: &Course) -> State {
    let exercises = course.exercises.iter();
    let mut state = State::new(
        exercises.map(|one| Entry::of(course, one, false)).collect(),
        0,
        false,
    );
    state.begin();
    state
}

fn shown(state: &State, course: &Course, columns: usize, rows: usize) -> Vec<String> {
    let Frame { rows, .. } = frame(state, course, Size { columns, rows });
    rows.iter().map(|row| plain(row)).collect()
}

fn failed(promises: usize) -> Event {
    let mut outcome = Outcome::of(Verdict::Failed);
    let check = |number: usize| CheckResult {
        name: format!("check{number}"),
        promise: format!("Promise number {number}."),
        state: if number + 1 < promises {
            CheckState::Kept
        } else {
            CheckState::Broken
        },
        findings: Vec::new(),
    };
    outcome.checks = (0..promises).map(check).collect();
    Event::Judged {
        run: 1,
        outcome: Box::new(outcome),
    }
}

/// The gap for somebody whose own kit is being made, if `waits`, and others too.
fn while_later_chapters_are_prepared(waits: bool, columns: usize) -> Vec<String> {
    let course = course();
    let mut state = state(&course);
    if waits {
        let sentence = "a bar".into();
        let exercise = 0;
        state.on(Event::Preparing { exercise, sentence });
    }
    let before = shown(&state, &course, columns, 24).len();
    let phrase = PHRASE.into();
    state.on(Event::Ahead { phrase });
    let lines = shown(&state, &course, columns, 24);
    assert_eq!(lines.len(), before, "the layout jumps");
    lines
}

#[test]
fn that_later_chapters_are_prepared_is_said_at_the_edge_of_an_empty_line() {
    let lines = while_later_chapters_are_prepared(false, 80);
    assert!(lines.contains(&format!("{PHRASE:>80}")), "{lines:#?}");
    let narrow = while_later_chapters_are_prepared(false, 20);
    assert!(
        narrow
            .iter()
            .any(|line| line.starts_with("preparing later"))
    );
}

#[test]
fn who_waits_for_a_preparation_is_told_of_no_other() {
    let lines = while_later_chapters_are_prepared(true, 80);
    assert!(!lines.concat().contains("preparing"), "{lines:#?}");
}

#[test]
fn a_verdict_begins_where_something_is_wrong_and_what_is_above_can_be_reached() {
    let course = course();
    let mut state = state(&course);
    state.on(failed(40));
    let lines = shown(&state, &course, 80, 24);
    assert!(
        lines.iter().any(|line| line.contains("number 39.")),
        "{lines:#?}"
    );
    let above = lines.iter().find(|line| line.ends_with(" more lines"));
    assert!(
        above.is_some_and(|line| line.starts_with('↑')),
        "{lines:#?}"
    );
    state.laid_out(
        frame(
            &state,
            &course,
            Size {
                columns: 80,
                rows: 24,
            },
        )
        .extent,
    );
    state.on(Event::Key(Key::First));
    let lines = shown(&state, &course, 80, 24);
    assert!(
        lines.iter().any(|line| line.contains("number 0.")),
        "{lines:#?}"
    );
    assert!(lines.iter().any(|line| line.starts_with('↓')), "{lines:#?}");
}

#[test]
fn a_hint_is_scrolled_to_and_escape_leads_back_to_what_failed() {
    let course = course();
    let mut state = state(&course);
    state.on(failed(40));
    let before = shown(&state, &course, 80, 24);
    state.on(Event::Key(Key::Letter('h')));
    let lines = shown(&state, &course, 80, 24);
    assert!(lines.iter().any(|line| line == "Hint 1 of 3"), "{lines:#?}");
    state.on(Event::Key(Key::Escape));
    assert_eq!(shown(&state, &course, 80, 24), before);
}

#[test]
fn the_help_fits_into_sixty_columns_and_twenty_rows_whole() {
    let course = course();
    let mut state = state(&course);
    state.on(Event::Key(Key::Letter('?')));
    for (columns, rows) in [(60, 20), (80, 24), (200, 60)] {
        let lines = shown(&state, &course, columns, rows).join("\n");
        for known in KEYS {
            let entry = format!("{}  {}", known.key, known.help);
            assert!(lines.contains(&entry), "no `{entry}` in\n{lines}");
        }
        assert!(
            !lines.contains("more line") && lines.contains("Esc: back"),
            "{lines}"
        );
    }
}

#[test]
fn the_bar_of_keys_never_loses_the_help_and_the_end() {
    let course = course();
    let mut state = state(&course);
    for passed in [false, true] {
        if passed {
            state.on(Event::Judged {
                run: 1,
                outcome: Box::new(Outcome::of(Verdict::Passed)),
            });
            state.on(Event::Persisted(state.current));
        }
        for columns in 14..120 {
            let lines = shown(&state, &course, columns, 24);
            let keys = lines.last().unwrap();
            assert!(keys.ends_with("?:keys  q:quit"), "{columns}: {keys}");
            assert!(columns < 22 || keys.starts_with(if passed { "n:next" } else { "h:hint" }));
        }
        let wide = shown(&state, &course, 120, 24);
        assert!(
            wide.last().unwrap().contains("t:timeline  x:reset"),
            "{wide:#?}"
        );
    }
}

#[test]
fn a_screen_of_any_size_is_not_overrun_in_any_view() {
    let course = course();
    for keys in [
        "", "h", "hhh", "l", "l/zz", "?", "x", "c", "n", "T", "T/word", "T/zz",
    ] {
        for passed in [false, true] {
            let mut state = state(&course);
            if passed {
                state.on(Event::Judged {
                    run: 1,
                    outcome: Box::new(Outcome::of(Verdict::Passed)),
                });
                state.on(Event::Persisted(state.current));
            } else {
                state.on(failed(40));
            }
            state.on(Event::Notice("word ".repeat(100)));
            for key in keys.chars() {
                state.on(match key {
                    'T' => Event::Text {
                        title: "word ".repeat(100),
                        text: "\u{1b}[1mword\u{1b}[0m 日本\t\n".repeat(300),
                    },
                    key => Event::Key(Key::Letter(key)),
                });
            }
            for (width, rows) in [
                (1, 1),
                (1, 50),
                (2, 3),
                (20, 8),
                (60, 5),
                (500, 1),
                (500, 200),
            ] {
                let size = Size {
                    columns: width,
                    rows,
                };
                let frame = frame(&state, &course, size);
                assert!(frame.rows.len() <= rows, "{keys} {size:?}");
                for row in &frame.rows {
                    assert!(columns(row) <= width, "{keys} {size:?}: {row:?}");
                }
                state.laid_out(frame.extent);
                state.on(Event::Key(Key::Move(isize::MAX)));
                state.on(Event::Key(Key::Move(isize::MIN)));
            }
        }
    }
}

#[test]
fn what_is_searched_for_is_seen_without_colours_too() {
    let course = course();
    let mut state = state(&course);
    state.on(Event::Text {
        title: "A page".into(),
        text: "one\ntwo\none".into(),
    });
    for key in "/one".chars() {
        state.on(Event::Key(Key::Letter(key)));
    }
    state.on(Event::Key(Key::Enter));
    let lines = shown(&state, &course, 60, 20);
    let marked = lines.iter().filter(|line| line.starts_with("> one"));
    // Where the tests run on a terminal, it is shown by a colour.
    let in_colour = crate::screen::is_coloured();
    assert!(in_colour || marked.count() == 2, "{lines:#?}");
    assert!(
        lines.iter().any(|line| line.starts_with("/one  1 of 2")),
        "{lines:#?}"
    );
}
