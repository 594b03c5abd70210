//! What the learner's file must offer:
//! ```
//! pub enum Refused { NothingOrdered, OvenTooSmall }  // Debug, PartialEq
//! pub const OVEN_HOLDS: u32
//! pub fn bake(loaves: u32) -> Result<impl Future<Output = String>, Refused>
//! ```

use exercise::{OVEN_HOLDS, Refused};
use probe::{Fact, Lab, Run, exactly, ms};
use std::any::type_name;
use std::cell::Cell;
use std::future::{Future, Ready};
use std::pin::Pin;
use std::time::Duration;
use tokio::time::sleep;

probe::checks! {
    /// A wrong order is refused by the call itself, and every right one is taken.
    a_wrong_order_is_refused_at_the_call,
    /// A right order is baked when its future is awaited, and not before: 20 ms for each loaf.
    baking_begins_when_awaited,
}

/// What a call of `bake` gave. A plain `async fn` shall be told that it is late, not that its
/// type is another one, so the compiler picks the variant by what the type is.
enum Answer<F> {
    AtTheCall(Result<F, Refused>),
    /// A future of other things than bread.
    OfOther(&'static str),
    /// Bread, and no future.
    BakedAtTheCall,
    /// Nothing but a future; of the bread or the refusal, if it is here.
    WhenAwaited(Option<Late>),
    Other(&'static str),
}

/// A future that gives the refusal too.
type Late = Pin<Box<dyn Future<Output = Result<String, Refused>>>>;

struct Call<T>(Cell<Option<T>>);

/// Of all `answer` methods the one with the most references that fits is picked: the first.
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

/// The name of a type without the paths that lead to it.
fn short(name: &str) -> String {
    let ends = |letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':');
    let names = name.split_inclusive(ends);
    names
        .map(|name| name.rsplit("::").next().unwrap_or(name))
        .collect()
}

/// The refusal or the future, or else a finding.
fn given<F>(lab: &mut Lab, loaves: u32, answer: Answer<F>) -> Option<Result<F, Refused>> {
    let asks = "pub fn bake(loaves: u32) -> Result<impl Future<Output = String>, Refused>";
    let fact = match answer {
        Answer::AtTheCall(given) => return Some(given),
        Answer::OfOther(other) => Fact::Interface {
            asks: asks.into(),
            problem: format!("the future gives a `{}`, not the bread", short(other)),
        },
        Answer::BakedAtTheCall => Fact::RanEarly {
            what: "the baking".into(),
        },
        Answer::WhenAwaited(_) => Fact::RanLate {
            what: format!("the answer to an order of {loaves} loaves"),
        },
        Answer::Other(other) => Fact::Interface {
            asks: asks.into(),
            problem: format!("`bake` gives a `{}`", short(other)),
        },
    };
    lab.find(fact);
    None
}

/// Some number of loaves that the oven holds.
fn some(lab: &mut Lab) -> u32 {
    lab.random().u32(13..OVEN_HOLDS)
}

async fn a_wrong_order_is_refused_at_the_call(lab: &mut Lab) {
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
        let Some(given) = given(lab, loaves, bake!(loaves)) else {
            return;
        };
        let what = format!("the answer to an order of {loaves} loaves");
        let expected = refused.map_or("taken".into(), |refused| format!("{refused:?}"));
        let got = given.map_or_else(|refused| format!("{refused:?}"), |_| "taken".into());
        if got != expected {
            let fact = Fact::WrongValue {
                what,
                expected,
                got,
            };
            lab.find(fact);
        }
    }
}

async fn baking_begins_when_awaited(lab: &mut Lab) {
    let loaves = some(lab);
    let baking_takes = ms(20) * loaves;
    let call = lab.run(async { bake!(loaves) }).await;
    lab.expect_no_wait("taking an order", &call, baking_takes / 2);
    if let Answer::WhenAwaited(Some(late)) = call.value {
        // When it is refused was the first promise; how it is baked can be told all the same.
        let run = lab.run(late).await;
        expect_bread(lab, loaves, &run);
        return;
    }
    let Some(Ok(baking)) = given(lab, loaves, call.value) else {
        // That a right order is taken was the first promise.
        return;
    };
    sleep(Duration::from_secs(3600)).await;
    lab.expect_nothing_spawned("an order that nobody awaits");
    if !lab.is_content() {
        return;
    }
    // What runs in full when it is awaited at once, but not an hour later, ran in that hour.
    let late = lab.run(baking).await;
    let Some(Ok(baking)) = given(lab, loaves, bake!(loaves)) else {
        return;
    };
    let at_once = lab.run(async { Ok(baking.await) }).await;
    let what = format!("the baking of {loaves} loaves");
    if late.took < at_once.took {
        lab.find(Fact::RanEarly { what });
        return;
    }
    expect_bread(lab, loaves, &at_once);
}

fn expect_bread(lab: &mut Lab, loaves: u32, run: &Run<Result<String, Refused>>) {
    let what = format!("the baking of {loaves} loaves");
    lab.expect_took(&what, run, exactly(ms(20) * loaves));
    let bread = run.value.as_deref().unwrap_or("no bread");
    lab.expect_eq("the bread", bread, format!("{loaves} warm loaves"));
}
