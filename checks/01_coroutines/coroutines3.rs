//! What the learner's file must offer:
//! ```
//! pub enum Refused { NothingOrdered, OvenTooSmall }  // Debug, PartialEq
//! pub const OVEN_HOLDS: u32
//! pub fn bake(loaves: u32) -> Result<impl Future<Output = String>, Refused>
//! ```

use exercise::{OVEN_HOLDS, Refused};
use probe::{Checked, Fact, Lab, Run, exactly, ms};
use std::any::type_name;
use std::cell::Cell;
use std::future::{Future, Ready};
use std::pin::Pin;
use std::time::Duration;
use tokio::time::sleep;

probe::checks! {
    /// The call itself refuses a bad order and takes every good one.
    a_bad_order_is_refused_at_the_call,
    /// A good order is baked when its future is awaited, not before: 20 ms per loaf.
    baking_begins_when_awaited,
}

/// What a call of `bake` returned. A plain `async fn` should read that it refuses too late, not
/// that its type is wrong. So the compiler picks the variant by the type.
enum Answer<F> {
    AtTheCall(Result<F, Refused>),
    /// A future whose output isn't bread.
    OfOther(&'static str),
    /// Bread instead of a future.
    BakedAtTheCall,
    /// Only a future; it's here if its output is the bread or the refusal.
    WhenAwaited(Option<Late>),
    Other(&'static str),
}

/// A future whose output includes the refusal.
type Late = Pin<Box<dyn Future<Output = Result<String, Refused>>>>;

struct Call<T>(Cell<Option<T>>);

/// The compiler picks the `answer` method that fits with the most references: the first in this
/// file.
macro_rules! bake {
    ($loaves:expr) => {
        (&&&&&&Call(Cell::new(Some(exercise::bake($loaves))))).answer()
    };
}

trait Right<F> {
    fn answer(&self) -> Answer<F>;
}

impl<F: Future<Output = String>> Right<F> for &&&&&Call<Result<F, Refused>> {
    fn answer(&self) -> Answer<F> {
        let gave = self.0.take();
        gave.map_or(Answer::Other("nothing"), Answer::AtTheCall)
    }
}

type Wrong = Answer<Ready<String>>;

trait OfOther {
    fn answer(&self) -> Wrong;
}

impl<F: Future> OfOther for &&&&Call<Result<F, Refused>> {
    fn answer(&self) -> Wrong {
        Answer::OfOther(type_name::<F::Output>())
    }
}

trait NoFuture {
    fn answer(&self) -> Wrong;
}

impl<T> NoFuture for &&&Call<Result<T, Refused>> {
    fn answer(&self) -> Wrong {
        Answer::BakedAtTheCall
    }
}

trait LateRefusal {
    fn answer(&self) -> Wrong;
}

impl<F: Future<Output = Result<String, Refused>> + 'static> LateRefusal for &&Call<F> {
    fn answer(&self) -> Wrong {
        Answer::WhenAwaited(self.0.take().map(|late| Box::pin(late) as Late))
    }
}

trait OnlyFuture {
    fn answer(&self) -> Wrong;
}

impl<F: Future> OnlyFuture for &Call<F> {
    fn answer(&self) -> Wrong {
        Answer::WhenAwaited(None)
    }
}

trait Neither {
    fn answer(&self) -> Wrong;
}

impl<T> Neither for Call<T> {
    fn answer(&self) -> Wrong {
        Answer::Other(type_name::<T>())
    }
}

/// The name of a type without its path.
fn short(name: &str) -> String {
    let ends = |letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':');
    let names = name.split_inclusive(ends);
    names
        .map(|name| name.rsplit("::").next().unwrap_or(name))
        .collect()
}

/// The refusal or the future; anything else becomes a finding.
fn given<F>(lab: &mut Lab, loaves: u32, answer: Answer<F>) -> Checked<Result<F, Refused>> {
    let asks = "pub fn bake(loaves: u32) -> Result<impl Future<Output = String>, Refused>";
    let fact = match answer {
        Answer::AtTheCall(given) => return Ok(given),
        Answer::OfOther(other) => Fact::Interface {
            asks: asks.into(),
            problem: format!(
                "the output of the future is `{}`, not `String`",
                short(other)
            ),
        },
        Answer::BakedAtTheCall => Fact::RanEarly {
            what: "the baking".into(),
        },
        Answer::WhenAwaited(_) => Fact::RanLate {
            what: format!("the decision about an order of {loaves} loaves"),
        },
        Answer::Other(other) => Fact::Interface {
            asks: asks.into(),
            problem: format!("`bake` returns a `{}`", short(other)),
        },
    };
    lab.find(fact)
}

/// Some number of loaves that fits in the oven.
fn some(lab: &mut Lab) -> u32 {
    lab.random().u32(13..OVEN_HOLDS)
}

async fn a_bad_order_is_refused_at_the_call(lab: &mut Lab) -> Checked {
    let far_too_many = OVEN_HOLDS + lab.random().u32(2..100);
    let some = some(lab);
    for (loaves, refused) in [
        (0, Some(Refused::NothingOrdered)),
        (OVEN_HOLDS + 1, Some(Refused::OvenTooSmall)),
        (far_too_many, Some(Refused::OvenTooSmall)),
        (OVEN_HOLDS, None),
        (some, None),
        (1, None),
    ] {
        let given = given(lab, loaves, bake!(loaves))?;
        let what = format!("the result of `bake({loaves})`");
        let expected = refused.map_or("taken".into(), |refused| format!("{refused:?}"));
        let got = given.map_or_else(|refused| format!("{refused:?}"), |_| "taken".into());
        if got != expected {
            let fact = Fact::WrongValue {
                what,
                expected,
                got,
            };
            return lab.find(fact);
        }
    }
    Ok(())
}

async fn baking_begins_when_awaited(lab: &mut Lab) -> Checked {
    let loaves = some(lab);
    let baking_takes = ms(20) * loaves;
    let call = lab.run(async { bake!(loaves) }).await;
    lab.expect_no_wait("taking an order", &call, baking_takes / 2)?;
    if let Answer::WhenAwaited(Some(late)) = call.value {
        // The first check judges when an order is refused. How it's baked can still be judged
        // here.
        let run = lab.run(late).await;
        expect_bread(lab, loaves, &run)?;
        return Ok(());
    }
    let Ok(baking) = given(lab, loaves, call.value)? else {
        // The first check judges whether a good order is taken.
        return Ok(());
    };
    sleep(Duration::from_secs(3600)).await;
    lab.expect_nothing_spawned("an order whose future was never awaited")?;

    // If the same future takes its full time when awaited at once, but less an hour later, it ran
    // during that hour.
    let late = lab.run(baking).await;
    let Ok(baking) = given(lab, loaves, bake!(loaves))? else {
        return Ok(());
    };
    let at_once = lab.run(async { Ok(baking.await) }).await;
    let what = format!("baking {loaves} loaves");
    if late.took < at_once.took {
        return lab.find(Fact::RanEarly { what });
    }
    expect_bread(lab, loaves, &at_once)
}

fn expect_bread(lab: &mut Lab, loaves: u32, run: &Run<Result<String, Refused>>) -> Checked {
    let what = format!("baking {loaves} loaves");
    lab.expect_took(&what, run, exactly(ms(20) * loaves))?;
    let bread = run.value.as_deref().unwrap_or("no bread");
    lab.expect_eq("the bread", bread, format!("{loaves} warm loaves"))
}
