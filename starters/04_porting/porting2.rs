//! # Wash day
//!
//! Make this port behave like the Python original: the machines run while you read the paper, and a
//! machine that breaks down costs only its own load.
//!
//! ```python
//! machines = [asyncio.create_task(wash(load)) for load in loads]
//! await read_the_paper()
//! ```
//!
//! `create_task` starts a coroutine: it runs from the next turn of the loop, although nothing
//! awaits it yet. An exception in a task stays there until something awaits the task.
//!
//! The port has the same lines in the same order, and its list seems to hold tasks too. Where a
//! machine in Python raises, `wash` panics.

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
    let mut machines = Vec::new();
    for load in loads {
        machines.push(wash(load.to_string()));
    }
    read_the_paper.await;
    // TODO: only now, after the paper, does the first machine start. And if one breaks down, the
    // whole day is over.
    let mut basket = Vec::new();
    for machine in machines {
        basket.push(machine.await);
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
