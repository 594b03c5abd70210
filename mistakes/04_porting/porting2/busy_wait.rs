//! expects: failed/busy-poll
//! Looks again and again whether the machines are done.

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
    let machines: Vec<_> = loads
        .iter()
        .map(|load| tokio::spawn(wash(load.to_string())))
        .collect();
    read_the_paper.await;
    while !machines.iter().all(|machine| machine.is_finished()) {
        tokio::task::yield_now().await;
    }
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
