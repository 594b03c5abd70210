//! What the learner's file must offer:
//! ```
//! pub async fn retry<T, E>(
//!     attempts: u32,
//!     pause: Duration,
//!     call: impl AsyncFnMut() -> Result<T, E>,
//! ) -> Result<T, E>
//! ```

use probe::run::Run;
use probe::{Checked, Lab, at_least, exactly, ms};
use std::time::Duration;
use tokio::time::{Instant, sleep};

probe::checks! {
    /// `retry` stops at the first success and returns its value.
    it_stops_at_the_first_success,
    /// When every attempt fails, `retry` makes exactly as many as allowed, and at least one, and
    /// returns the last error.
    it_gives_up_after_the_last_attempt,
    /// The pause doubles after every failure, and there's none before the first attempt.
    the_pauses_double,
    /// When no attempt follows, `retry` returns at once.
    no_pause_without_an_attempt,
}

/// How long one attempt takes.
const ATTEMPT: Duration = ms(3);

/// What was seen of one `retry`.
struct Calls {
    run: Run<Result<u64, String>>,
    calls: u64,
    /// From the end of the previous attempt, or from the start, to each attempt.
    waits: Vec<Duration>,
}

/// Calls `retry` with up to `attempts` attempts. All before number `succeeds` fail.
async fn calls(lab: &mut Lab, attempts: u32, pause: Duration, succeeds: u64) -> Calls {
    // The closure only borrows its captures, one of them mutably. An answer that requires `Fn` or
    // `'static` doesn't compile.
    let mut calls = 0;
    let mut waits = Vec::new();
    let ended = std::cell::Cell::new(Instant::now());
    let run = lab
        .run(exercise::retry(attempts, pause, || {
            calls += 1;
            let call = calls;
            waits.push(ended.get().elapsed());
            let ended = &ended;
            async move {
                sleep(ATTEMPT).await;
                ended.set(Instant::now());
                match call {
                    call if call >= succeeds => Ok(call),
                    call => Err(format!("failure {call}")),
                }
            }
        }))
        .await;
    Calls { run, calls, waits }
}

async fn it_stops_at_the_first_success(lab: &mut Lab) -> Checked {
    let allowed = lab.random().u32(5..8);
    for succeeds in [1, 3, u64::from(allowed)] {
        let seen = calls(lab, allowed, ms(40), succeeds).await;
        let what = format!("calls, when number {succeeds} is the first to succeed");
        lab.expect_calls(&what, seen.calls, exactly(succeeds))?;
        lab.expect_eq(
            "the result of `retry`",
            seen.run.value,
            Ok::<_, String>(succeeds),
        )?;
    }
    Ok(())
}

async fn it_gives_up_after_the_last_attempt(lab: &mut Lab) -> Checked {
    for allowed in [1, lab.random().u32(3..7), 0] {
        let seen = calls(lab, allowed, ms(40), u64::MAX).await;
        let what = format!("calls, when `attempts` is {allowed} and every call fails");
        let expected = allowed.max(1);
        lab.expect_calls(&what, seen.calls, exactly(expected.into()))?;

        let last = format!("failure {expected}");
        lab.expect_eq("the result of `retry`", seen.run.value, Err::<u64, _>(last))?;
    }
    Ok(())
}

async fn the_pauses_double(lab: &mut Lab) -> Checked {
    let pause = ms(lab.pick(&[60, 70, 90]));
    let mut seen = calls(lab, 5, pause, u64::MAX).await;
    let expected = [ms(0), pause, pause * 2, pause * 4, pause * 8];
    let in_all = ATTEMPT * 5 + pause * 15;
    if seen.run.took < in_all && seen.run.took_real > pause * 7 {
        lab.expect_took("the pauses", &seen.run, at_least(in_all))?;
        return Ok(());
    }
    // An earlier check rejects extra attempts.
    seen.waits.truncate(expected.len());
    lab.expect_delays("before each attempt", &seen.waits, &expected)
}

async fn no_pause_without_an_attempt(lab: &mut Lab) -> Checked {
    let several = lab.random().u32(3..6);
    for (allowed, succeeds) in [(1, u64::MAX), (1, 1), (several, u64::MAX), (several, 2)] {
        let seen = calls(lab, allowed, ms(40), succeeds).await;
        // An earlier check tells of wrong pauses between attempts.
        let pauses: Duration = seen.waits.iter().sum();
        let what = match succeeds {
            u64::MAX => "failed",
            _ => "succeeded",
        };
        lab.expect_took(
            &format!("`retry` with `attempts` of {allowed}, whose last attempt {what},"),
            &seen.run,
            exactly(ATTEMPT * seen.calls as u32 + pauses),
        )?;
    }
    Ok(())
}
