//! expects: interface-mismatch/not-send
//! `read` isn't promised to be `Send`, so `watch` spawns on a LocalSet that nobody has made.

use futures::future::join_all;
use std::pin::Pin;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;

pub trait Sensor: Send + Sync {
    #[allow(async_fn_in_trait)]
    async fn read(&self) -> i32;
}

/// A sensor of any kind, for use behind a `dyn`. Only here is a reading boxed.
pub trait AnySensor: Send + Sync {
    fn read_boxed(&self) -> Pin<Box<dyn Future<Output = i32> + '_>>;
}

impl<S: Sensor> AnySensor for S {
    fn read_boxed(&self) -> Pin<Box<dyn Future<Output = i32> + '_>> {
        Box::pin(self.read())
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
pub async fn mean(sensor: &impl Sensor, times: i32) -> i32 {
    let mut sum = 0;
    for _ in 0..times {
        sum += sensor.read().await;
    }
    sum / times
}

/// Spawns a task that takes the mean of three readings.
pub fn watch(sensor: impl Sensor + 'static) -> JoinHandle<i32> {
    tokio::task::spawn_local(async move { mean(&sensor, 3).await })
}

/// Reads all sensors of a board at the same time, whatever their kinds.
pub async fn read_all(board: &[Box<dyn AnySensor>]) -> Vec<i32> {
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
