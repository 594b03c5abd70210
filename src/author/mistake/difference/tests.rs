use super::{Code, Hunks, Strictness, between};

const SOLUTION: &str = "\
//! # One
//!
//! All at once.

use std::time::Duration;

pub async fn both(one: Duration, two: Duration) {
    first(one).await;
    second(two).await;
}

fn first() {
    say();
}

fn second() {
    say();
}
";

fn applied(
    difference: &str,
    to: &str,
    strictness: Strictness,
) -> Result<(String, Vec<usize>), (usize, String)> {
    let lines: Vec<&str> = difference.lines().collect();
    Hunks::read(&lines, 1)?.apply(&Code::of(to), "the solution", strictness)
}

fn refused(difference: &str, to: &str) -> (usize, String) {
    applied(difference, to, Strictness::Exact).unwrap_err()
}

/// The difference of `SOLUTION` and what it becomes when `old` is replaced.
fn difference(old: &str, new: &str) -> String {
    between(
        &Code::of(SOLUTION),
        &Code::of(&SOLUTION.replacen(old, new, 1)),
    )
}

#[test]
fn a_difference_gives_back_what_it_was_made_of() {
    let from = Code::of(SOLUTION);
    for (old, new) in [
        ("use std::time::Duration;\n", ""),
        ("    second(two).await;\n", "\n\n"),
        ("fn second() {\n    say();\n}\n", "fn second() {}\n"),
        ("pub async", "#![allow(unused)]\npub async"),
    ] {
        let to = Code::of(&SOLUTION.replacen(old, new, 1));
        let text = between(&from, &to);
        let (again, loose) = applied(&text, SOLUTION, Strictness::Exact).unwrap();
        assert_eq!(again, to.text, "{text}");
        assert_eq!(loose, [0; 0]);
    }
}

#[test]
fn a_program_can_begin_and_end_with_nothing() {
    let (nothing, all) = (Code::of(""), Code::of(SOLUTION));
    for (from, to) in [(&nothing, &all), (&all, &nothing)] {
        let text = between(from, to);
        let (again, _) = applied(&text, &from.text, Strictness::Exact).unwrap();
        assert_eq!(again, to.text, "{text}");
    }
    assert_eq!(between(&all, &all), "");
}

#[test]
fn a_hunk_counts_lines_in_whole_files_and_names_the_item_it_is_in() {
    let text = difference("second(two).await", "second(two)");
    assert_eq!(
        text,
        "@@ -8,3 +8,3 @@ pub async fn both(one: Duration, two: Duration)\n     first(one).await;\n\
         -    second(two).await;\n+    second(two);\n }\n"
    );
}

#[test]
fn a_hunk_has_so_much_context_that_it_fits_in_one_place() {
    let twice = "fn a() {\n    say();\n}\n\nfn b() {\n    say();\n}\n";
    let once = "fn a() {\n    say();\n}\n\nfn b() {\n    shout();\n}\n";
    let text = between(&Code::of(twice), &Code::of(once));
    assert!(text.contains(" fn b() {\n-    say();\n"), "{text}");
    let lower = format!("fn z() {{\n    say();\n}}\n\n{twice}");
    let (again, _) = applied(&text, &lower, Strictness::Exact).unwrap();
    assert_eq!(again, format!("fn z() {{\n    say();\n}}\n\n{once}"));
}

#[test]
fn what_stands_on_top_of_a_solution_takes_no_part() {
    let text = difference("first(one).await", "first(one)");
    let other = SOLUTION.replacen("//! All at once.", "//! Not one\n//! after the other.", 1);
    assert_eq!(
        applied(&text, &other, Strictness::Exact).unwrap(),
        applied(&text, SOLUTION, Strictness::Exact).unwrap()
    );
}

#[test]
fn a_hunk_whose_context_has_changed_fits_loosely_and_says_so() {
    let text = difference("second(two).await", "second(one).await");
    let other = SOLUTION.replacen("first(one).await", "zeroth(one).await", 1);
    let (line, what) = refused(&text, &other);
    assert_eq!(line, 1);
    assert!(what.contains("fits nowhere in the solution"), "{what}");
    assert!(what.contains("\n    -    second(two).await;"), "{what}");
    let (again, loose) = applied(&text, &other, Strictness::Loose).unwrap();
    assert_eq!(again, Code::of(&other).text.replace("(two).", "(one)."));
    assert_eq!(loose, [1]);
}

#[test]
fn a_hunk_whose_own_lines_have_changed_fits_nowhere() {
    let text = difference("second(two).await", "second(one).await");
    let other = SOLUTION.replacen("second(two)", "third(two)", 1);
    for strictness in [Strictness::Exact, Strictness::Loose] {
        assert!(applied(&text, &other, strictness).is_err());
    }
}

#[test]
fn what_could_be_added_in_two_places_is_not_added() {
    let text = "@@ -1,2 +1,3 @@\n a();\n+new();\n b();\n";
    let between = "a();\nother();\nb();\n";
    let (_, what) = applied(text, between, Strictness::Loose).unwrap_err();
    assert!(what.contains("fits nowhere"), "{what}");
    // Where one of its neighbours is left, that is where it goes.
    let (again, _) = applied(text, "z();\nb();\n", Strictness::Loose).unwrap();
    assert_eq!(again, "z();\nnew();\nb();\n");
}

#[test]
fn a_hunk_that_fits_twice_is_refused_with_the_lines() {
    let text = "@@ -13,1 +13,0 @@\n-    say();\n";
    for strictness in [Strictness::Exact, Strictness::Loose] {
        let (line, what) = applied(text, SOLUTION, strictness).unwrap_err();
        assert_eq!(line, 1);
        assert!(what.contains("fits 2 times"), "{what}");
        assert!(what.contains("the lines 13, 17"), "{what}");
    }
}

#[test]
fn hunks_out_of_order_are_refused() {
    let text = "@@ -12 +12 @@\n-fn first() {\n+fn one() {\n\
                @@ -8 +8 @@\n-    first(one).await;\n+    one(one).await;\n";
    let (line, what) = refused(text, SOLUTION);
    assert_eq!(line, 4);
    assert!(what.contains("does not follow the one before"), "{what}");
}

#[test]
fn a_malformed_hunk_is_refused_with_its_line() {
    let good = "@@ -1 +1 @@\n-a\n+b\n";
    for bad in [
        "@@ one line @@\n-a\n",
        "@@ -1 +1\n-a\n+b\n",
        "@@ -1,3 +1 @@\n-a\n+b\n",
        "@@ -1 +1 @@\n-a\n+b\n+c\n",
        "@@ -1 +1 @@\n-a\n+b\n\n",
        "@@ -1 +1 @@\n-a\n+b\nsomething else\n",
        "@@ -1 +1 @@\nsomething else\n",
        "@@ -99999999999999999999 +1 @@\n-a\n+b\n",
        "@@",
    ] {
        let (line, what) = refused(&format!("{good}{bad}"), "a\n");
        assert_eq!(line, 4, "{bad}");
        assert!(what.contains("malformed"), "{what}");
    }
    let (_, what) = refused("", "a\n");
    assert!(what.contains("changes nothing"), "{what}");
}
