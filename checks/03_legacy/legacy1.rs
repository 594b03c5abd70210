//! What the learner's file must offer:
//! ```
//! pub struct Co<T>;
//! impl<T> Co<T> { pub async fn yield_(&self, value: T) }
//! pub fn generate<T, F: Future<Output = ()>>(
//!     body: impl FnOnce(Co<T>) -> F,
//! ) -> impl Iterator<Item = T>
//! pub async fn strikes(co: Co<&'static str>, first: u32, last: u32)
//! ```

use exercise::{Co, generate, strikes};
use probe::{Checked, Fact, Lab, exactly, lines_of};
use std::pin::Pin;

probe::checks! {
    /// Every value that the body hands out arrives, in order, wherever in the body it comes from.
    every_value_arrives,
    /// The body runs only when a value is asked for, and only as far as that value.
    one_value_at_a_time,
    /// After the end there is nothing more, however often you ask.
    the_end_is_the_end,
    /// Dropping a generator drops its body.
    dropped_in_the_middle,
    /// The clock strikes as it did before.
    the_clock_strikes_as_before,
}

/// This many values, all different.
fn some_values(lab: &mut Lab, count: usize) -> Vec<String> {
    let first = lab.random().usize(100..900);
    let mut values = Vec::new();
    for number in 0..count {
        values.push(format!("value {}", first + 7 * number));
    }
    values
}

/// What any body does.
type Body<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// The learner's generator. All bodies have one type, so it's compiled only once.
fn generator<'a>(body: impl AsyncFnOnce(Co<String>) + 'a) -> impl Iterator<Item = String> {
    let body = |co| -> Body<'a> { Box::pin(body(co)) };
    let body: Box<dyn FnOnce(Co<String>) -> Body<'a>> = Box::new(body);
    generate(body)
}

/// The next values, at most this many.
fn next_of(values: &mut dyn Iterator<Item = String>, at_most: usize) -> Vec<String> {
    let mut next = Vec::new();
    for value in values.take(at_most) {
        next.push(value);
    }
    next
}

/// Hands out values from an async function that the body awaits.
async fn hand_out(co: &Co<String>, values: &[String]) {
    for value in values {
        co.yield_(value.clone()).await;
    }
}

async fn every_value_arrives(lab: &mut Lab) -> Checked {
    let count = lab.random().usize(4..9);
    let values = some_values(lab, count);
    let body = async |co: Co<String>| {
        co.yield_(values[0].clone()).await;
        hand_out(&co, &values[1..]).await;
    };
    // A generator without an end must not hang the check.
    let got = next_of(&mut generator(body), count + 3);
    lab.expect_lines("the values that the body hands out", &got, &values)
}

async fn one_value_at_a_time(lab: &mut Lab) -> Checked {
    let asked = lab.random().usize(2..5);
    let values = some_values(lab, 9);
    let journal = lab.journal();
    let body = async |co: Co<String>| {
        for value in &values {
            journal.note(format!("makes {value}"));
            co.yield_(value.clone()).await;
        }
        journal.note("ends");
    };
    let mut values_made = generator(body);
    if !journal.is_empty() {
        let what = "making the first value, which nothing had asked for yet".into();
        return lab.find(Fact::RanEarly { what });
    }
    for _ in 0..asked {
        let _value = values_made.next();
    }
    let done = journal.lines();
    drop(values_made);
    let expected = lines_of(&values[..asked], |value| format!("makes {value}"));
    let what = format!("what the body did for the first {asked} values");
    lab.expect_lines(&what, &done, &expected)
}

async fn the_end_is_the_end(lab: &mut Lab) -> Checked {
    let count = lab.random().usize(2..5);
    let values = some_values(lab, count);
    let ends = lab.hook();
    let body = async |co: Co<String>| {
        hand_out(&co, &values).await;
        ends.call();
    };
    let mut values_made = generator(body);
    let got = next_of(&mut values_made, count);
    lab.expect_lines("the values before the end", &got, &values)?;

    for _ in 0..3 {
        lab.expect_eq(
            "the result of `next` after the last value",
            values_made.next(),
            None,
        )?;
    }
    lab.expect_calls("runs of the body to its end", ends.calls(), exactly(1))?;
    let mut empty = generator(async |_| ());
    lab.expect_eq("the result of `next` for an empty body", empty.next(), None)
}

async fn dropped_in_the_middle(lab: &mut Lab) -> Checked {
    let drops = lab.drops();
    let canary = drops.canary();
    let values = some_values(lab, 5);
    let body = async move |co: Co<String>| {
        let _kept = canary;
        hand_out(&co, &values).await;
    };
    let mut values_made = generator(body);
    let _one = values_made.next();
    lab.expect_eq(
        "the number of drops while the body is stopped",
        drops.count(),
        0,
    )?;
    drop(values_made);
    lab.expect_eq(
        "the number of drops after the generator was dropped",
        drops.count(),
        1,
    )
}

/// The iterator that the learner started from.
struct Strikes {
    hour: u32,
    last: u32,
    quarter: u32,
    struck: u32,
}

impl Iterator for Strikes {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        while self.hour <= self.last {
            self.struck += 1;
            match self.quarter {
                1..=4 if self.struck <= self.quarter => return Some("ding"),
                5 if self.struck <= self.hour => return Some("dong"),
                1..=4 => self.quarter += 1,
                _ => (self.hour, self.quarter) = (self.hour + 1, 1),
            }
            self.struck = 0;
        }
        None
    }
}

async fn the_clock_strikes_as_before(lab: &mut Lab) -> Checked {
    let first = lab.random().u32(2..5);
    for (first, last) in [(first, first), (first, first + 2), (first, first - 1)] {
        let before = Strikes {
            hour: first,
            last,
            quarter: 1,
            struck: 0,
        };
        let (mut expected, mut got) = (Vec::new(), Vec::new());
        for stroke in before {
            expected.push(stroke);
        }
        for stroke in generate(|co| strikes(co, first, last)).take(expected.len() + 20) {
            got.push(stroke);
        }
        let what = format!("the strokes of the hours from {first} to {last}");
        // On one line, because one missing stroke among so many equal ones says nothing.
        lab.expect_eq(&what, got.join(" "), expected.join(" "))?;
    }
    Ok(())
}
