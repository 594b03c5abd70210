//! Tables of events and the effects that they must have.

use super::{Effect, Entry, Event, Extent, Phase, Scroll, State, View};
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
    pass(&mut state, 1);
    state
}

/// The run passes, and the pass is noted.
fn pass(state: &mut State, run: u64) {
    let effects = state.on(judged(run, Verdict::Passed));
    assert_eq!(effects, [Effect::Persist(state.current)]);
    state.on(Event::Persisted(state.current));
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
fn a_pass_is_on_the_disk_before_it_is_shown() {
    let mut state = running();
    let effects = state.on(judged(1, Verdict::Passed));
    assert_eq!(effects, [Effect::Persist(1)]);
    assert!(matches!(state.phase, Phase::Running { .. }));
    assert!(!state.entries[1].is_done);
    assert_eq!(state.on(Event::Persisted(1)), [Effect::Draw]);
    assert!(matches!(state.phase, Phase::Judged { .. }));
    assert!(state.entries[1].is_done);
}

#[test]
fn a_pass_that_cannot_be_noted_is_none_until_it_is_tried_again() {
    let mut state = running();
    state.on(saved(1, 7));
    state.on(judged(2, Verdict::Passed));
    let why = "the disk is full".into();
    let exercise = 1;
    let refused = state.on(Event::NotPersisted { exercise, why });
    assert_eq!(refused, [Effect::Draw]);
    assert!(!state.entries[1].is_done);
    let Phase::Nothing(sentence) = &state.phase else {
        panic!("{:?}", state.phase);
    };
    assert!(sentence.contains("could not be noted"), "{sentence}");
    assert!(sentence.contains("the disk is full"), "{sentence}");
    // Also by saving what was saved before.
    assert!(!state.clone().on(saved(1, 7)).is_empty());
    press(&mut state, "r");
    pass(&mut state, 3);
    assert!(state.entries[1].is_done);
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
    pass(&mut state, 1);
    press(&mut state, "n");
    assert_eq!(state.current, 1);
    pass(&mut state, 2);
    press(&mut state, "n");
    assert_eq!(state.view, View::Farewell);
}

#[test]
fn saving_another_exercise_goes_there_once_nothing_else_has_changed() {
    let mut state = running();
    assert_eq!(state.on(saved(2, 7)), []);
    assert_eq!(state.current, 1);
    let effects = state.on(Event::Quiet);
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
    pass(&mut state, 1);
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
        let effects = state.on(Event::Swept {
            run: 2,
            exercise,
            passed,
        });
        assert_eq!(effects.contains(&Effect::Persist(exercise)), passed);
    }
    assert!(!state.entries[1].is_done, "it is not on the disk yet");
    state.on(Event::Persisted(1));
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
    state.on(Event::Nothing {
        run: 2,
        why: "the disk is full".into(),
    });
    assert!(!state.on(saved(1, 7)).is_empty());
}

#[test]
fn what_goes_wrong_beside_a_verdict_leaves_it_alone() {
    let mut state = passed();
    let trouble = |run| Event::Trouble {
        run,
        why: "no network".into(),
    };
    assert_eq!(state.on(trouble(1)), []);
    assert!(matches!(state.phase, Phase::Judged { .. }));
    press(&mut state, "c");
    assert_eq!(state.on(trouble(1)), []);
    assert_eq!(state.on(trouble(2)), [Effect::Draw]);
    assert!(matches!(state.phase, Phase::Nothing(_)));
    assert_eq!(state.view, View::Exercise);
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
    pass(&mut state, 1);
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
fn a_comparison_is_stopped_and_what_it_still_says_is_dropped() {
    let mut state = offering();
    press(&mut state, "b");
    let comparing = |run| Event::Comparing {
        run,
        sentence: "Measuring".into(),
    };
    state.on(comparing(2));
    assert_eq!(state.view, View::Comparing("Measuring".into()));
    // A wheel that is turned stops nothing.
    state.on(Event::Key(Key::Move(3)));
    assert_eq!(state.view, View::Comparing("Measuring".into()));
    assert_eq!(press(&mut state, "q"), [Effect::Cancel(2), Effect::Draw]);
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
fn a_comparison_is_read_as_a_text_and_q_leads_back() {
    let mut state = offering();
    press(&mut state, "b");
    let compared = Event::Compared {
        run: 2,
        title: "Runtimes".into(),
        text: "a\nb".into(),
    };
    assert_eq!(state.on(compared), [Effect::Draw]);
    assert!(matches!(&state.view, View::Text(page) if page.lines.len() == 2));
    press(&mut state, "q");
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

/// A text that is read in the exercise's place.
fn text(title: &str) -> Event {
    Event::Text {
        title: title.into(),
        text: "one\ntwo".into(),
    }
}

#[test]
fn escape_enter_and_q_lead_back_from_every_page_and_none_of_them_quits() {
    for back in [Key::Escape, Key::Enter, Key::Letter('q')] {
        for page in ["?", "x", "c", "b"] {
            let mut state = offering();
            press(&mut state, page);
            assert_ne!(state.view, View::Exercise, "{page}");
            let effects = state.on(Event::Key(back));
            assert_eq!(state.view, View::Exercise, "{page} {back:?}");
            assert!(!effects.contains(&Effect::Quit), "{page} {back:?}");
        }
        let mut state = passed();
        state.on(text("a page"));
        assert_eq!(state.on(Event::Key(back)), [Effect::Draw]);
        assert_eq!(state.view, View::Exercise);
    }
    let mut state = passed();
    assert_eq!(press(&mut state, "lq"), [Effect::Draw]);
    assert_eq!(state.view, View::Exercise);
}

#[test]
fn escape_closes_the_hints_and_a_pass_does() {
    let mut state = running();
    press(&mut state, "hh");
    assert_eq!(state.on(Event::Key(Key::Escape)), [Effect::Draw]);
    assert_eq!(state.hints_shown, 0);
    press(&mut state, "h");
    assert_eq!(state.hints_shown, 1);
    state.on(judged(1, Verdict::Passed));
    state.on(Event::Persisted(1));
    assert_eq!(state.hints_shown, 0);
}

#[test]
fn a_failure_leaves_the_hints_open_but_is_looked_at_first() {
    let mut state = running();
    press(&mut state, "h");
    assert!(state.looks_at_hint);
    state.on(judged(1, Verdict::Failed));
    assert_eq!(state.hints_shown, 1);
    assert!(!state.looks_at_hint);
}

#[test]
fn what_was_said_is_fetched_once_there_is_a_verdict_and_before_only_a_notice_comes() {
    let mut state = running();
    assert_eq!(press(&mut state, "m"), [Effect::Draw]);
    assert!(state.notice.is_some());
    assert_eq!(state.view, View::Exercise);
    state.on(judged(1, Verdict::Failed));
    assert_eq!(press(&mut state, "m"), [Effect::FetchMessages]);
}

#[test]
fn scrolling_goes_from_what_was_last_laid_out_and_is_kept_while_a_page_is_read() {
    let mut state = running();
    state.on(judged(1, Verdict::Failed));
    let extent = |top| Extent {
        top,
        last: 9,
        line: 0,
    };
    state.laid_out(extent(4));
    state.on(Event::Key(Key::Move(3)));
    assert_eq!(state.scroll(), Scroll::From(7));
    press(&mut state, "?");
    assert_eq!(state.scroll(), Scroll::Focus);
    state.laid_out(extent(0));
    state.on(Event::Key(Key::Last));
    assert_eq!(state.scroll(), Scroll::From(9));
    press(&mut state, "?");
    assert_eq!(state.scroll(), Scroll::From(7));
    // What comes next is read from where it matters.
    state.on(saved(1, 7));
    state.on(judged(2, Verdict::Failed));
    assert_eq!(state.scroll(), Scroll::Focus);
}

#[test]
fn a_verdict_that_only_adds_errors_to_the_first_does_not_move_what_is_read() {
    let mut state = running();
    let outcome = Box::new(Outcome::of(Verdict::DoesNotCompile));
    state.on(Event::Erring { run: 1, outcome });
    state.laid_out(Extent {
        top: 0,
        last: 9,
        line: 0,
    });
    state.on(Event::Key(Key::Move(3)));
    state.on(judged(1, Verdict::DoesNotCompile));
    assert_eq!(state.scroll(), Scroll::From(3));
}

#[test]
fn a_page_is_laid_out_anew_for_a_screen_of_another_size_and_its_search_goes_on() {
    let mut state = passed();
    assert_eq!(press(&mut state, "s"), [Effect::FetchSolution(1)]);
    state.on(text("solution"));
    press(&mut state, "/two");
    let effects = state.on(Event::Resized);
    assert_eq!(effects, [Effect::FetchSolution(1), Effect::Draw]);
    state.on(text("solution"));
    assert!(matches!(&state.view, View::Text(page) if page.search.wanted == "two"));
    // Nobody has fetched the welcome.
    state.on(text("welcome"));
    assert_eq!(state.on(Event::Resized), [Effect::Draw]);
}

#[test]
fn a_wheel_that_is_turned_is_no_answer() {
    let mut state = passed();
    press(&mut state, "x");
    state.on(Event::Key(Key::Move(-3)));
    assert_eq!(state.view, View::ConfirmReset);
}

#[test]
fn a_pass_knows_the_saves_and_the_time_that_it_took() {
    let second = std::time::Duration::from_secs;
    let mut state = running();
    // What was found in the file is nobody's attempt.
    state.on(judged(1, Verdict::Failed));
    for (run, verdict) in [(2, Verdict::Failed), (3, Verdict::Passed)] {
        state.tell_time(second(60 * run));
        state.on(saved(1, run));
        state.on(judged(run, verdict));
    }
    state.on(Event::Persisted(1));
    let taken = state.taken().unwrap();
    assert_eq!((taken.attempts, taken.time), (2, second(180)));
    press(&mut state, "n");
    assert_eq!(state.taken(), None);
    state.on(judged(4, Verdict::Passed));
    state.on(Event::Persisted(2));
    assert_eq!(state.taken(), None, "it was solved already");
}

#[test]
fn a_save_that_is_overtaken_by_the_next_is_no_attempt_of_its_own() {
    let mut state = running();
    state.on(saved(1, 7));
    state.on(saved(1, 8));
    state.on(judged(3, Verdict::Passed));
    state.on(Event::Persisted(1));
    assert_eq!(state.taken().unwrap().attempts, 1);
}

/// What is saved and removed (none) in a burst, and where the learner is afterwards.
fn after_a_burst(changes: &[(usize, Option<u64>)]) -> (State, Vec<Effect>) {
    let mut state = state().knowing([Some(1), Some(1), Some(1)]);
    state.begin();
    let mut effects = Vec::new();
    for &(exercise, content) in changes {
        effects.extend(state.on(match content {
            Some(content) => Event::Saved { exercise, content },
            None => Event::Removed { exercise },
        }));
    }
    effects.extend(state.on(Event::Quiet));
    (state, effects)
}

#[test]
fn only_a_save_of_exactly_one_other_exercise_moves_the_learner() {
    for (changes, then) in [
        (&[(2, Some(7))][..], 2),
        (&[(2, Some(7)), (2, Some(8))], 2),
        (&[(2, None), (2, Some(7))], 2),
        (&[(0, Some(7)), (2, Some(7))], 1),
        (&[(0, None), (2, Some(7))], 1),
        (&[(2, Some(7)), (1, Some(7))], 1),
        (&[(1, Some(7)), (2, Some(7))], 1),
        (&[(2, None)], 1),
        (&[(2, Some(7)), (2, None)], 1),
        // As it was before.
        (&[(2, Some(1))], 1),
        (&[], 1),
    ] {
        assert_eq!(after_a_burst(changes).0.current, then, "{changes:?}");
    }
}

#[test]
fn the_exercise_at_hand_is_judged_where_it_is_whatever_else_changes() {
    let start = Effect::Start {
        run: 2,
        exercise: 1,
    };
    for changes in [
        &[(0, Some(7)), (1, Some(7)), (2, Some(7))][..],
        &[(1, None), (2, None)],
    ] {
        let (_, effects) = after_a_burst(changes);
        let starts = effects.iter().filter(|effect| **effect == start);
        assert_eq!(starts.count(), 1, "{effects:?}");
    }
}

#[test]
fn that_many_files_have_changed_is_said() {
    let (state, effects) = after_a_burst(&[(0, Some(7)), (2, Some(7))]);
    assert_eq!(effects, [Effect::Draw]);
    let notice = state.notice.unwrap();
    assert!(notice.contains("Several exercises changed at once"));
}

#[test]
fn a_burst_ends_when_it_is_quiet() {
    let (mut state, _) = after_a_burst(&[(0, Some(7)), (1, Some(7))]);
    state.on(saved(2, 7));
    state.on(Event::Quiet);
    assert_eq!(state.current, 2);
}

#[test]
fn a_save_after_the_verdict_is_no_part_of_the_burst_that_led_to_it() {
    let mut state = state();
    state.begin();
    state.on(saved(2, 7));
    state.on(saved(1, 7));
    state.on(judged(2, Verdict::Failed));
    state.on(saved(0, 7));
    state.on(Event::Quiet);
    assert_eq!(state.current, 0);
}

#[test]
fn a_verdict_on_something_older_does_not_hold_the_learner_back() {
    let mut state = running();
    state.on(saved(2, 7));
    state.on(judged(1, Verdict::Failed));
    state.on(Event::Quiet);
    assert_eq!(state.current, 2);
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
