//! # Async functions in traits
//!
//! Remove `async_trait` from `Sensor`, so a reading needs no box. Only the board, which mixes kinds
//! of sensors behind a `dyn`, may still use one.
//!
//! For years a trait couldn't have an `async fn`. The macro `async_trait` works around that: it
//! turns each one into a plain function that returns a `Pin<Box<dyn Future + Send>>`. So each call
//! of `read` allocates, even where the compiler knows the kind of sensor.
//!
//! Today a trait can have async functions without a box. But then `watch` no longer knows that the
//! future is `Send`, and `dyn Sensor` stops working: each kind of sensor has its own future type.

use async_trait::async_trait;
use futures::future::join_all;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// A sensor; a reading takes a while.
// TODO: no macro and no box here. Then give the board something that works behind a `dyn`.
#[async_trait]
pub trait Sensor: Send + Sync {
    async fn read(&self) -> i32;
}

pub struct Thermometer {
    pub degrees: i32,
    pub takes: Duration,
}

#[async_trait]
impl Sensor for Thermometer {
    async fn read(&self) -> i32 {
        sleep(self.takes).await;
        self.degrees
    }
}

pub struct Barometer {
    pub hectopascals: i32,
    pub takes: Duration,
}

#[async_trait]
impl Sensor for Barometer {
    async fn read(&self) -> i32 {
        sleep(self.takes).await;
        self.hectopascals
    }
}

/// The mean of `times` readings of one sensor, taken one after another.
pub async fn mean(sensor: &impl Sensor, times: i32) -> i32 {
    let mut sum = 0;
    for _ in 0..times {
        sum += sensor.read().await;
    }
    sum / times
}

/// Spawns a task that takes the mean of three readings.
pub fn watch(sensor: impl Sensor + 'static) -> JoinHandle<i32> {
    tokio::spawn(async move { mean(&sensor, 3).await })
}

/// Reads all sensors of a board at the same time, whatever their kinds.
pub async fn read_all(board: &[Box<dyn Sensor>]) -> Vec<i32> {
    join_all(board.iter().map(|sensor| sensor.read())).await
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let takes = Duration::from_millis(5);
    let inside = Thermometer { degrees: 21, takes };
    println!("Inside it is {} degrees.", watch(inside).await.unwrap());
    let outside = Thermometer { degrees: -4, takes };
    let air = Barometer {
        hectopascals: 1013,
        takes,
    };
    println!("{:?}", read_all(&[Box::new(outside), Box::new(air)]).await);
}
