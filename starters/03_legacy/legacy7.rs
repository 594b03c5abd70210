//! # The edge
//!
//! For years a trait could not have an `async fn`. The macro `async_trait` made it look as if it
//! could: it makes each of them a plain function that gives a `Pin<Box<dyn Future + Send>>`. So
//! each call of `read` takes memory from the heap, even where the compiler knows the kind of
//! sensor.
//!
//! Now traits can have async functions by themselves, without a box. Two things do not come by
//! themselves: that the future is `Send`, so that `watch` may spawn it, and the `dyn Sensor` of the
//! board, where nobody knows how large the future is. There, and only there, a box is in its place.

use async_trait::async_trait;
use futures::future::join_all;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// Something that can be read, after a while.
// TODO: without the macro, and without a box. The board needs something of its own then.
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
