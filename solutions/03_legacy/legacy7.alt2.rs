//! # The edge
//!
//! One trait will do: a `dyn Sensor` has no `read`, and the box at the edge has a method of its own.

use futures::future::join_all;
use std::pin::Pin;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// A reading of a sensor of any kind.
pub type Reading<'a> = Pin<Box<dyn Future<Output = i32> + Send + 'a>>;

/// Something that can be read, after a while.
pub trait Sensor: Send + Sync {
    fn read(&self) -> impl Future<Output = i32> + Send
    where
        Self: Sized;

    fn read_boxed(&self) -> Reading<'_>;
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

    fn read_boxed(&self) -> Reading<'_> {
        Box::pin(self.read())
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

    fn read_boxed(&self) -> Reading<'_> {
        Box::pin(self.read())
    }
}

/// The mean of so many readings of one sensor, one after another.
pub async fn mean(sensor: &impl Sensor, times: i32) -> i32 {
    let mut sum = 0;
    for _ in 0..times {
        sum += sensor.read().await;
    }
    sum / times
}

/// Reads a sensor three times in a task of its own, for the mean.
pub fn watch(sensor: impl Sensor + 'static) -> JoinHandle<i32> {
    tokio::spawn(async move { mean(&sensor, 3).await })
}

/// Reads all the sensors of a board, of whatever kinds, at the same time.
pub async fn read_all(board: &[Box<dyn Sensor>]) -> Vec<i32> {
    join_all(board.iter().map(|sensor| sensor.read_boxed())).await
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
