//! # Async functions in traits
//!
//! Where a box is needed, the macro may as well write it: `async_trait` stays on the second trait.

use async_trait::async_trait;
use futures::stream::{FuturesOrdered, StreamExt};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// A sensor; a reading takes a while.
pub trait Sensor: Send + Sync {
    fn read(&self) -> impl Future<Output = i32> + Send;
}

/// A sensor of any kind, for use behind a `dyn`.
#[async_trait]
pub trait AnySensor: Send + Sync {
    async fn read_any(&self) -> i32;
}

#[async_trait]
impl<S: Sensor> AnySensor for S {
    async fn read_any(&self) -> i32 {
        self.read().await
    }
}

pub struct Thermometer {
    pub degrees: i32,
    pub takes: Duration,
}

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

impl Sensor for Barometer {
    async fn read(&self) -> i32 {
        sleep(self.takes).await;
        self.hectopascals
    }
}

/// The mean of `times` readings of one sensor, taken one after another.
pub async fn mean(sensor: &(impl Sensor + ?Sized), times: i32) -> i32 {
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
pub async fn read_all(board: &[Box<dyn AnySensor>]) -> Vec<i32> {
    let readings: FuturesOrdered<_> = board.iter().map(|sensor| sensor.read_any()).collect();
    readings.collect().await
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
