//! Tables of events and the effects that they must have.

use super::{Effect, Entry, Event, Phase, State, View};
use crate::exercise::Afterwards;
use crate::verdict::{Outcome, Verdict};
use crate::watch::action::{Key, Letter};

/// Three exercises, the first one done, at the second one.
fn state() -> State {
    let entry = |name: &str, is_done| Entry {
        name: name.into(),
        chapter: name.into(),
        title: String::new(),
        is_done,
        hints: 2,
        afterwards: None,
    };
    let entries = vec![entry("a", true), entry("b", false), entry("c", false)];
    State::new(entries, 1, false)
}

/// A state whose run 1, of exercise 1, is on.
fn running() -> State {
    let mut state = state();
    state.begin();
    state
}

/// A state whose run 1 has passed.
fn passed() -> State {
    let mut state = running();
    state.on(judged(1, Verdict::Passed));
    state
}

fn judged(run: u64, verdict: Verdict) -> Event {
    Event::Judged {
        run,
        outcome: Box::new(Outcome::of(verdict)),
    }
}

fn saved(exercise: usize, content: u64) -> Event {
    Event::Saved { exercise, content }
}

fn press(state: &mut State, letters: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for letter in letters.chars() {
        effects = state.on(Event::Key(Key::Letter(letter)));
    }
    effects
}

#[test]
fn the_watcher_begins_with_a_run_of_the_exercise_at_hand() {
    let effects = state().begin();
    let start = Effect::Start {
        run: 1,
        exercise: 1,
    };
    assert_eq!(effects, [Effect::Remember(1), start, Effect::Draw]);
}

#[test]
fn a_save_cancels_the_run_before_and_starts_the_next() {
    let mut state = running();
    let start = Effect::Start {
        run: 2,
        exercise: 1,
    };
    assert_eq!(
        state.on(saved(1, 7)),
        [Effect::Cancel(1), start, Effect::Draw]
    );
}

#[test]
fn the_many_events_of_one_save_are_one_run() {
    let mut state = running();
    assert!(!state.on(saved(1, 7)).is_empty());
    assert!(state.on(saved(1, 7)).is_empty());
    assert!(!state.on(saved(1, 8)).is_empty());
}

#[test]
fn a_verdict_that_is_not_of_the_newest_run_is_dropped() {
    let mut state = running();
    state.on(saved(1, 7));
    assert!(state.on(judged(1, Verdict::Passed)).is_empty());
    assert!(matches!(state.phase, Phase::Running { .. }));
    assert!(!state.entries[1].is_done);
}

#[test]
fn an_error_is_shown_before_the_verdict_and_replaced_by_it() {
    let erring = || Event::Erring {
        run: 1,
        outcome: Box::new(Outcome::of(Verdict::DoesNotCompile)),
    };
    let mut state = running();
    assert_eq!(state.on(erring()), [Effect::Draw]);
    assert!(matches!(state.phase, Phase::Judged { .. }));
    assert!(state.on(erring()).is_empty(), "the second of several");
    let whole = judged(1, Verdict::DoesNotCompile);
    assert_eq!(state.on(whole), [Effect::Draw]);
    assert!(state.on(erring()).is_empty(), "after the verdict");
}

#[test]
fn an_error_that_an_older_run_finds_is_dropped() {
    let mut state = running();
    state.on(saved(1, 7));
    let outcome = Box::new(Outcome::of(Verdict::DoesNotCompile));
    assert!(state.on(Event::Erring { run: 1, outcome }).is_empty());
    assert!(matches!(state.phase, Phase::Running { .. }));
}

#[test]
fn a_pass_is_persisted_before_it_is_drawn() {
    let mut state = running();
    let effects = state.on(judged(1, Verdict::Passed));
    assert_eq!(effects, [Effect::Persist(1), Effect::Draw]);
}

#[test]
fn a_failure_is_only_drawn_and_takes_no_pass_back() {
    let mut state = passed();
    state.on(saved(1, 9));
    assert_eq!(state.on(judged(2, Verdict::Failed)), [Effect::Draw]);
    assert!(state.entries[1].is_done);
}

#[test]
fn what_main_prints_is_shown_with_the_verdict_of_its_own_run_only() {
    let mut state = passed();
    let printed = |run| Event::Printed {
        run,
        printed: crate::verdict::Printed::default(),
    };
    assert_eq!(state.on(printed(1)), [Effect::Draw]);
    state.on(saved(1, 9));
    assert!(state.on(printed(1)).is_empty());
}

#[test]
fn next_goes_on_only_after_a_pass() {
    let mut state = running();
    assert_eq!(press(&mut state, "n"), [Effect::Draw]);
    assert!(state.notice.is_some());
    let mut state = passed();
    let start = Effect::Start {
        run: 2,
        exercise: 2,
    };
    let on = [Effect::Remember(2), Effect::Cancel(1), start, Effect::Draw];
    assert_eq!(press(&mut state, "n"), on);
}

#[test]
fn next_after_the_last_looks_for_what_was_left_out() {
    let mut state = state();
    state.current = 2;
    state.begin();
    state.on(judged(1, Verdict::Passed));
    press(&mut state, "n");
    assert_eq!(state.current, 1);
    state.on(judged(2, Verdict::Passed));
    press(&mut state, "n");
    assert_eq!(state.view, View::Farewell);
}

#[test]
fn saving_another_exercise_goes_there() {
    let mut state = running();
    let effects = state.on(saved(2, 7));
    assert_eq!(state.current, 2);
    assert!(effects.contains(&Effect::Cancel(1)));
    assert!(effects.contains(&Effect::Remember(2)));
}

#[test]
fn hints_come_one_at_a_time_and_end() {
    let mut state = running();
    press(&mut state, "h");
    assert_eq!(state.hints_shown, 1);
    press(&mut state, "hh");
    assert_eq!(state.hints_shown, 2);
    assert!(state.notice.is_some());
}

#[test]
fn reset_asks_first() {
    let mut state = passed();
    assert_eq!(press(&mut state, "x"), [Effect::Draw]);
    assert_eq!(press(&mut state, "n"), [Effect::Draw]);
    assert!(state.entries[1].is_done);
    let effects = press(&mut state, "xy");
    assert_eq!(effects[0], Effect::Reset(1));
    assert!(!state.entries[1].is_done);
}

#[test]
fn the_solution_is_not_shown_before_a_pass() {
    let mut state = running();
    assert_eq!(press(&mut state, "s"), [Effect::Draw]);
    assert_eq!(press(&mut passed(), "s"), [Effect::FetchSolution(1)]);
}

#[test]
fn keys_answer_while_an_exercise_runs_and_the_run_goes_on() {
    let mut state = running();
    assert_eq!(press(&mut state, "l"), [Effect::Draw]);
    assert!(matches!(state.view, View::List(_)));
    let effects = state.on(judged(1, Verdict::Passed));
    assert_eq!(effects, [Effect::Persist(1), Effect::Draw]);
}

#[test]
fn a_jump_from_the_list_starts_what_was_chosen() {
    let mut state = running();
    press(&mut state, "lk");
    let effects = state.on(Event::Key(Key::Enter));
    let start = Effect::Start {
        run: 2,
        exercise: 0,
    };
    assert!(effects.contains(&start), "{effects:?}");
}

#[test]
fn a_check_of_all_notes_each_pass_and_leads_to_the_first_that_failed() {
    let mut state = running();
    let effects = press(&mut state, "c");
    assert_eq!(
        effects,
        [Effect::Cancel(1), Effect::Sweep { run: 2 }, Effect::Draw]
    );
    for (exercise, passed) in [(0, true), (1, true), (2, false)] {
        state.on(Event::Swept {
            run: 2,
            exercise,
            passed,
        });
    }
    assert!(state.entries[1].is_done);
    state.on(Event::SweepOver { run: 2 });
    press(&mut state, "n");
    assert_eq!((state.current, &state.view), (2, &View::Exercise));
}

#[test]
fn a_save_ends_a_check_of_all() {
    let mut state = running();
    press(&mut state, "c");
    let effects = state.on(saved(1, 7));
    assert!(effects.contains(&Effect::Cancel(2)));
    assert_eq!(state.view, View::Exercise);
    let late = Event::Swept {
        run: 2,
        exercise: 2,
        passed: true,
    };
    assert!(state.on(late).is_empty());
}

#[test]
fn after_a_trouble_the_same_text_saved_again_counts() {
    let mut state = running();
    state.on(saved(1, 7));
    state.on(Event::Trouble("the disk is full".into()));
    assert!(!state.on(saved(1, 7)).is_empty());
}

#[test]
fn a_manual_watcher_waits_to_be_asked() {
    let mut state = state();
    state.is_manual = true;
    assert_eq!(state.on(saved(1, 7)), [Effect::Draw]);
    let effects = press(&mut state, "r");
    assert!(matches!(effects[0], Effect::Start { run: 1, .. }));
}

#[test]
fn quitting_ends_what_runs() {
    let mut state = running();
    assert_eq!(press(&mut state, "q"), [Effect::Cancel(1), Effect::Quit]);
    let mut state = running();
    press(&mut state, "l/");
    let effects = state.on(Event::Key(Key::Interrupt));
    assert_eq!(effects, [Effect::Cancel(1), Effect::Quit]);
}

#[test]
fn what_a_reset_says_outlives_the_systems_event_for_it() {
    let mut state = running();
    press(&mut state, "xy");
    state.on(Event::Restored {
        exercise: 1,
        content: 7,
        notice: "kept".into(),
    });
    assert_eq!(state.on(saved(1, 7)), []);
    assert_eq!(state.notice.as_deref(), Some("kept"));
}

#[test]
fn a_notice_waits_until_it_can_be_seen() {
    let mut state = running();
    state.on(Event::Text {
        title: "welcome".into(),
        text: "hello".into(),
    });
    state.on(Event::Notice("look".into()));
    state.on(Event::Key(Key::Enter));
    assert_eq!(state.notice.as_deref(), Some("look"));
    state.on(Event::Key(Key::Enter));
    assert_eq!(state.notice, None);
}

/// A state whose exercise has passed as run 1, and offers to compare runtimes.
fn offering() -> State {
    let mut state = running();
    state.entries[1].afterwards = Some(Afterwards::Runtimes);
    state.on(judged(1, Verdict::Passed));
    state
}

#[test]
fn runtimes_are_compared_where_that_is_offered_and_not_before_a_pass() {
    let mut state = passed();
    assert_eq!(press(&mut state, "b"), [Effect::Draw]);
    assert!(state.notice.take().unwrap().contains("asynclings bench"));
    state.entries[1].afterwards = Some(Afterwards::Runtimes);
    state.entries[1].is_done = false;
    assert_eq!(press(&mut state, "b"), [Effect::Draw]);
    assert!(state.notice.take().unwrap().contains("once the exercise"));
    let mut state = offering();
    let compare = Effect::Compare { run: 2 };
    assert_eq!(
        press(&mut state, "b"),
        [Effect::Cancel(1), compare, Effect::Draw]
    );
}

#[test]
fn any_key_stops_a_comparison_and_what_it_still_says_is_dropped() {
    let mut state = offering();
    press(&mut state, "b");
    let comparing = |run| Event::Comparing {
        run,
        sentence: "Measuring".into(),
    };
    state.on(comparing(2));
    assert_eq!(state.view, View::Comparing("Measuring".into()));
    assert_eq!(press(&mut state, " "), [Effect::Cancel(2), Effect::Draw]);
    assert_eq!(state.view, View::Exercise);
    assert!(state.on(comparing(2)).is_empty());
    assert_eq!(state.view, View::Exercise);
}

#[test]
fn a_save_in_the_middle_of_a_comparison_wins() {
    let mut state = offering();
    press(&mut state, "b");
    let start = Effect::Start {
        run: 3,
        exercise: 1,
    };
    assert_eq!(
        state.on(saved(1, 9)),
        [Effect::Cancel(2), start, Effect::Draw]
    );
    let compared = Event::Compared {
        run: 2,
        title: String::new(),
        text: String::new(),
    };
    assert!(state.on(compared).is_empty());
}

#[test]
fn a_comparison_is_read_as_a_text_and_any_other_key_leads_back() {
    let mut state = offering();
    press(&mut state, "b");
    let compared = Event::Compared {
        run: 2,
        title: "Runtimes".into(),
        text: "a\nb".into(),
    };
    assert_eq!(state.on(compared), [Effect::Draw]);
    assert!(matches!(&state.view, View::Text { lines, .. } if lines.len() == 2));
    press(&mut state, " ");
    assert_eq!(state.view, View::Exercise);
    assert!(state.offers_bench());
}

#[test]
fn only_what_the_exercise_at_hand_waits_for_is_shown() {
    let mut state = running();
    let preparing = |exercise| Event::Preparing {
        exercise,
        sentence: "half".into(),
    };
    assert_eq!(state.on(preparing(2)), []);
    assert!(matches!(state.phase, Phase::Running { preparing: None }));
    assert_eq!(state.on(preparing(1)), [Effect::Draw]);
    assert!(matches!(state.phase, Phase::Running { preparing: Some(_) }));
}

#[test]
fn what_nobody_waits_for_yet_is_told_while_it_goes_on() {
    let mut state = passed();
    let ahead = |phrase: &str| Event::Ahead {
        phrase: phrase.into(),
    };
    assert_eq!(state.on(ahead("half")), [Effect::Draw]);
    assert_eq!(state.ahead.as_deref(), Some("half"));
    assert_eq!(state.on(ahead("half")), []);
    assert_eq!(state.on(ahead("")), [Effect::Draw]);
    assert_eq!(state.ahead, None);
    assert_eq!(state.on(ahead("")), []);
}

/// A letter that lies on the key `meant`.
fn typed(typed: char, meant: char) -> Event {
    Event::Typed(Letter { typed, meant })
}

#[test]
fn a_letter_is_the_key_that_it_lies_on_except_where_text_is_typed() {
    let mut state = passed();
    state.on(typed('д', 'l'));
    state.on(typed('/', '/'));
    state.on(typed('Т', 'N'));
    let View::List(chooser) = &state.view else {
        panic!("{:?}", state.view);
    };
    assert_eq!(chooser.search, "Т");
}

#[test]
fn a_paste_presses_no_key_and_its_first_line_is_searched_for() {
    let mut state = running();
    assert_eq!(state.on(Event::Pasted("qxy".into())), [Effect::Draw]);
    assert_eq!(state.view, View::Exercise);
    assert!(state.notice.is_some());
    press(&mut state, "l/");
    state.on(Event::Pasted(format!("\n {}\nq", "b".repeat(1000))));
    let View::List(chooser) = &state.view else {
        panic!("{:?}", state.view);
    };
    assert_eq!(chooser.search, "b".repeat(80));
}

#[test]
fn a_terminal_that_comes_back_is_drawn() {
    let mut state = running();
    assert_eq!(state.on(Event::Suspend), [Effect::Suspend]);
    assert_eq!(state.on(Event::Returned), [Effect::Draw]);
}
