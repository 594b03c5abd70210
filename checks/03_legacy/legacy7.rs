//! What the learner's file must offer:
//! ```
//! pub trait Sensor: Send + Sync { … }  // `read` returns a `Send` future of an i32
//! pub struct Thermometer { pub degrees: i32, pub takes: Duration }       // a Sensor
//! pub struct Barometer { pub hectopascals: i32, pub takes: Duration }    // a Sensor
//! pub async fn mean(sensor: &impl Sensor, times: i32) -> i32
//! pub fn watch(sensor: impl Sensor + 'static) -> JoinHandle<i32>
//! pub async fn read_all(board: &[Box<dyn …>]) -> Vec<i32>  // of both kinds
//! ```

use exercise::{Barometer, Sensor, Thermometer, mean, read_all, watch};
use probe::{Checked, Fact, Lab, exactly, ms};
use std::any::type_name_of_val as type_of;
use tokio::time::{Sleep, sleep};

probe::checks! {
    /// A reading isn't boxed where the kind of sensor is known.
    no_box_where_the_kind_is_known,
    /// `mean` takes its readings one after another, without a box.
    the_mean,
    /// `watch` spawns a task, which runs even while nothing awaits it.
    watched_by_a_task,
    /// A board mixes kinds of sensors and reads them all at the same time.
    a_board_of_all_kinds,
}

/// Compiles only if the future is `Send` for every kind of sensor.
fn is_send_for_all<S: Sensor>(sensor: &S) -> impl Future<Output = i32> + Send {
    Sensor::read(sensor)
}

fn thermometer(degrees: i32, takes: u64) -> Thermometer {
    let takes = ms(takes);
    Thermometer { degrees, takes }
}

fn barometer(hectopascals: i32, takes: u64) -> Barometer {
    let takes = ms(takes);
    Barometer {
        hectopascals,
        takes,
    }
}

/// The name of a future's type, if it is a box.
fn boxed(future: &str) -> Option<String> {
    let mut name = future.to_owned();
    for path in [
        "core::pin::",
        "alloc::boxed::",
        "core::future::future::",
        "core::marker::",
    ] {
        name = name.replace(path, "");
    }
    Some(name).filter(|name| name.starts_with("Pin<Box<") || name.starts_with("Box<"))
}

async fn no_box_where_the_kind_is_known(lab: &mut Lab) -> Checked {
    let (inside, air) = (thermometer(20, 10), barometer(1_000, 10));
    let (degrees, pressure) = (Sensor::read(&inside), Sensor::read(&air));
    for (kind, boxed) in [
        ("Thermometer", boxed(type_of(&degrees))),
        ("Barometer", boxed(type_of(&pressure))),
    ] {
        if let Some(got) = boxed {
            return lab.find(Fact::WrongValue {
                what: format!("the future that `read` of a `{kind}` returns"),
                expected: "a type of its own, without a box".into(),
                got,
            });
        }
    }
    // A future contains what it awaits, so it is at least as large, unless that is in a box.
    if size_of_val(&degrees).min(size_of_val(&pressure)) < size_of::<Sleep>() {
        return lab.find(Fact::WrongValue {
            what: "the future of a reading".into(),
            expected: "at least as large as the `sleep` inside it".into(),
            got: "smaller, so its work is in a box".into(),
        });
    }
    drop((degrees, pressure));
    let run = lab.run(is_send_for_all(&inside)).await;
    lab.expect_took("a reading of 10 ms", &run, exactly(ms(10)))?;
    lab.expect_eq("the reading", run.value, 20)
}

async fn the_mean(lab: &mut Lab) -> Checked {
    let degrees = lab.random().i32(-20..40);
    let times = lab.random().i32(2..6);
    let inside = thermometer(degrees, 30);
    let run = lab.run(mean(&inside, times)).await;
    lab.expect_eq("the mean", run.value, degrees)?;
    let what = format!("the mean of {times} readings of 30 ms");
    lab.expect_took(&what, &run, exactly(ms(30) * times.unsigned_abs()))?;
    // A future contains what it awaits, unless that is in a box.
    let reading = Sensor::read(&inside);
    if size_of_val(&mean(&inside, times)) < size_of_val(&reading) {
        return lab.find(Fact::WrongValue {
            what: "the future of `mean`".into(),
            expected: "at least as large as the future of a reading inside it".into(),
            got: "smaller, so each reading is in a box".into(),
        });
    }
    Ok(())
}

async fn watched_by_a_task(lab: &mut Lab) -> Checked {
    let hectopascals = lab.random().i32(950..1_050);
    let run = lab.run(watch(barometer(hectopascals, 20))).await;
    lab.expect_took("the three readings of 20 ms", &run, exactly(ms(60)))?;
    lab.expect_eq("the result of the task", run.value.ok(), Some(hectopascals))?;
    let watched = watch(barometer(hectopascals, 20));
    sleep(ms(65)).await;
    let run = lab.run(watched).await;
    let what = "awaiting the task of three 20 ms readings, 65 ms after it was spawned,";
    lab.expect_took(what, &run, exactly(ms(0)))
}

async fn a_board_of_all_kinds(lab: &mut Lab) -> Checked {
    let (cold, warm) = (lab.random().i32(-20..0), lab.random().i32(1..40));
    let hectopascals = lab.random().i32(950..1_050);
    let mut board = Vec::new();
    let empty: Vec<i32> = read_all(&board).await;
    lab.expect_eq("the readings of an empty board", empty, Vec::<i32>::new())?;
    // Not ordered from fast to slow: otherwise readings in completion order would pass.
    board.push(Box::new(thermometer(cold, 40)));
    board.push(Box::new(barometer(hectopascals, 70)));
    board.push(Box::new(thermometer(warm, 20)));
    let run = lab.run(read_all(&board)).await;
    let waits = [ms(40), ms(70), ms(20)];
    lab.expect_all_overlap("the readings on a board of 3", &run, &waits)?;
    lab.expect_eq("the readings", run.value, vec![cold, hectopascals, warm])?;
    let mut waits = waits.to_vec();
    for _ in 0..lab.random().u64(130..300) {
        // Any two of these together take longer than the longest.
        let takes = lab.random().u64(71..140);
        board.push(Box::new(thermometer(warm, takes)));
        waits.push(ms(takes));
    }
    let run = lab.run(read_all(&board)).await;
    let what = format!("the readings on a board of {}", board.len());
    lab.expect_all_overlap(&what, &run, &waits)?;
    lab.expect_eq("the number of readings", run.value.len(), board.len())
}
