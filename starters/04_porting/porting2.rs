//! # Wash day
//!
//! Three loads go into three machines; while they go round there is time for the paper, and then
//! the machines are emptied. The program for it was written in Python:
//!
//! ```python
//! machines = [asyncio.create_task(wash(load)) for load in loads]
//! await read_the_paper()
//! ```
//!
//! `create_task` starts a coroutine: from the next turn of the loop on it runs, though nobody
//! awaits it yet. And an exception in a task stays there until somebody does await it.
//!
//! The port has the same lines in the same order, and what it puts into the list looks like a task
//! too. In `wash` a machine that breaks down panics, as the one in Python raises.

use std::time::Duration;
use tokio::time::sleep;

/// Washes each load in a machine of its own while the paper is read. Then the machines are emptied
/// in the order of the loads: the basket holds what each of them gave, and for one that broke down
/// "LOAD is still dirty".
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
    // TODO: the paper is read, and only now does the first machine begin to turn. And when one
    // breaks down, that is the end of the day.
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
    // The basket tells of a panic: nothing else needs to be printed.
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
