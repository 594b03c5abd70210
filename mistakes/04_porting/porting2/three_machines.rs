//! expects: failed/too-slow
//! Has three machines only, as many as there are loads in `main`.

use std::time::Duration;
use tokio::time::sleep;

/// Washes each load in a machine of its own while the paper is read, then empties the machines in
/// the order of the loads. The basket holds what each machine returned, or "LOAD is still dirty" if
/// it broke down.
pub async fn wash_day<W>(
    loads: &[&str],
    wash: impl Fn(String) -> W,
    read_the_paper: impl Future<Output = ()>,
) -> Vec<String>
where
    W: Future<Output = String> + Send + 'static,
{
    let room = std::sync::Arc::new(tokio::sync::Semaphore::new(3));
    let machines: Vec<_> = loads
        .iter()
        .map(|load| {
            let (washing, room) = (wash(load.to_string()), room.clone());
            tokio::spawn(async move {
                let _machine = room.acquire_owned().await;
                washing.await
            })
        })
        .collect();
    read_the_paper.await;
    // whole day is over.
    let mut basket = Vec::new();
    for (load, machine) in loads.iter().zip(machines) {
        basket.push(machine.await.unwrap_or(format!("{load} is still dirty")));
    }
    basket
}

async fn wash(load: String) -> String {
    println!("{load} goes round and round");
    sleep(Duration::from_millis(80)).await;
    if load == "the carpet" {
        println!("{load} makes a terrible noise");
        panic!("the drum is stuck");
    }
    format!("{load} is clean")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // The basket reports a panic, so don't print it here too.
    std::panic::set_hook(Box::new(|_| {}));
    let read_the_paper = async {
        println!("the paper is opened");
        sleep(Duration::from_millis(50)).await;
        println!("the paper is read");
    };
    let loads = ["the linen", "the carpet", "the wool"];
    for line in wash_day(&loads, wash, read_the_paper).await {
        println!("{line}");
    }
}
