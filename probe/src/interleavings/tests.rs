//! Races that have a bad order, ones that have none, and ones that only look as if.

use super::{Cast, Orders, Turns};
use crate::program::Clock;
use crate::program::tests::{Body, findings_in};
use crate::{Fact, Lab, ms};
use report::{Finding, Place};
use std::sync::{Arc, Mutex as StdMutex};
use tokio::sync::Mutex;
use tokio::time::sleep;

struct Account {
    coins: StdMutex<i64>,
    lock: Mutex<()>,
    turns: Turns,
}

impl Account {
    fn new(turns: &Turns) -> Arc<Self> {
        Arc::new(Self {
            coins: StdMutex::new(100),
            lock: Mutex::new(()),
            turns: turns.clone(),
        })
    }

    async fn read(&self) -> i64 {
        let read = || *self.coins.lock().unwrap();
        self.turns.step_giving("reads the balance", read).await
    }

    async fn write(&self, coins: i64) {
        self.turns.step(&format!("writes {coins}")).await;
        *self.coins.lock().unwrap() = coins;
    }

    /// Writes if nothing has changed.
    async fn swap(&self, old: i64, new: i64) -> bool {
        self.turns.step(&format!("swaps {old} for {new}")).await;
        let mut coins = self.coins.lock().unwrap();
        let same = *coins == old;
        if same {
            *coins = new;
        }
        same
    }
}

async fn careless(account: Arc<Account>, coins: i64) {
    let balance = account.read().await;
    account.write(balance - coins).await;
}

async fn locked(account: Arc<Account>, coins: i64) {
    let _guard = account.lock.lock().await;
    let balance = account.read().await;
    account.write(balance - coins).await;
}

async fn swapping(account: Arc<Account>, coins: i64) {
    loop {
        let balance = account.read().await;
        if account.swap(balance, balance - coins).await {
            return;
        }
    }
}

/// Everybody takes ten coins once.
async fn takes(
    lab: &mut Lab,
    names: &[&str],
    task: impl AsyncFn(Arc<Account>) + Copy + 'static,
) -> Orders {
    lab.orders(
        "the withdrawals",
        Account::new,
        |account, cast: &mut Cast| {
            for name in names {
                let account = Arc::clone(account);
                cast.add(name, async move { task(account).await });
            }
        },
        async |account| match *account.coins.lock().unwrap() {
            left if left == 100 - 10 * names.len() as i64 => Ok(()),
            left => Err(format!("{left} coins are left")),
        },
    )
    .await
}

fn find(body: Body) -> Vec<Finding> {
    findings_in(file!(), Clock::Virtual, body)
}

#[test]
fn a_lost_update_is_found_with_the_fewest_switches() {
    let found = find(|lab| {
        Box::pin(async move {
            takes(lab, &["Ann", "Bob"], async |account| {
                careless(account, 10).await
            })
            .await;
            Ok(())
        })
    });
    let Fact::BrokenByOrder { steps, broken, .. } = &found[0].fact else {
        panic!("{found:?}");
    };
    let expected = [
        "Ann reads the balance: 100",
        "Bob reads the balance: 100",
        "Bob writes 90",
        "Ann writes 90",
    ];
    assert_eq!(steps, &expected);
    assert_eq!(broken, "90 coins are left");
}

#[test]
fn every_order_of_a_small_program_is_tried_once() {
    let found = find(|lab| {
        Box::pin(async move {
            let task = async |account: Arc<Account>| careless(account, 10).await;
            let orders = takes(lab, &["Ann", "Bob"], task).await;
            // Two tasks of three steps, the begin included: 6 over 3.
            lab.expect_eq("all", (orders.tried, orders.of), (20_u64, 20_u64))?;
            // Nothing is lost where one writes before the other reads: in 4 and 4.
            lab.expect_eq("broken", orders.broken, 12_u64)?;
            Ok(())
        })
    });
    let kinds: Vec<_> = found.iter().map(|finding| finding.fact.kind()).collect();
    assert_eq!(kinds, ["broken-by-order"], "{found:?}");
}

#[test]
fn a_lock_around_both_steps_holds_in_every_order() {
    let found = find(|lab| {
        Box::pin(async move {
            let task = async |account: Arc<Account>| locked(account, 10).await;
            let orders = takes(lab, &["Ann", "Bob", "Cy"], task).await;
            lab.expect_eq("all", orders.tried == orders.of, true)
        })
    });
    assert_eq!(found, []);
}

#[test]
fn what_checks_again_before_it_writes_only_looks_like_the_fault() {
    let found = find(|lab| {
        Box::pin(async move {
            let task = async |account: Arc<Account>| swapping(account, 10).await;
            let orders = takes(lab, &["Ann", "Bob"], task).await;
            lab.expect_eq("all", orders.tried == orders.of, true)
        })
    });
    assert_eq!(found, []);
}

/// Takes two locks, one after the other, with a step between.
async fn both(one: Arc<Mutex<()>>, two: Arc<Mutex<()>>, turns: Turns) {
    let _one = one.lock().await;
    turns.step("has its first lock").await;
    let _two = two.lock().await;
}

#[test]
fn locks_taken_in_two_orders_are_a_deadlock_with_its_lines() {
    let found = find(|lab| {
        Box::pin(async move {
            lab.every_order(
                "the two",
                |turns| (turns.clone(), Arc::default(), Arc::default()),
                |(turns, a, b), cast| {
                    cast.add("Ann", both(Arc::clone(a), Arc::clone(b), turns.clone()));
                    cast.add("Bob", both(Arc::clone(b), Arc::clone(a), turns.clone()));
                },
                async |_| Ok(()),
            )
            .await
        })
    });
    let Fact::BrokenByOrder { steps, broken, .. } = &found[0].fact else {
        panic!("{found:?}");
    };
    assert_eq!(steps, &["Bob has its first lock", "Ann has its first lock"]);
    if cfg!(tokio_taskdump) {
        let place: &Place = found[0].place.as_ref().unwrap();
        let at = format!("at line {} for a Mutex", place.line);
        let expected =
            format!("Ann waits {at}, Bob waits {at}, and none of them can ever continue");
        assert_eq!(broken, &expected);
    }
}

#[test]
fn locks_taken_in_one_order_are_none() {
    let found = find(|lab| {
        Box::pin(async move {
            lab.every_order(
                "the two",
                |turns| (turns.clone(), Arc::default(), Arc::default()),
                |(turns, a, b), cast| {
                    for name in ["Ann", "Bob"] {
                        cast.add(name, both(Arc::clone(a), Arc::clone(b), turns.clone()));
                    }
                },
                async |_| Ok(()),
            )
            .await
        })
    });
    assert_eq!(found, []);
}

const MANY: Body = |lab| {
    Box::pin(async move {
        let task = async |account: Arc<Account>| {
            locked(Arc::clone(&account), 4).await;
            locked(Arc::clone(&account), 3).await;
            careless(account, 3).await;
        };
        let orders = takes(lab, &["Ann", "Bob", "Cy", "Di"], task).await;
        lab.expect_eq("more than all", orders.of > 100_000, true)?;
        lab.expect_eq("drawn", orders.tried > 1_500, true)
    })
};

#[test]
fn past_the_bound_orders_are_drawn_and_the_same_seed_draws_the_same() {
    let first = find(MANY);
    let kinds: Vec<_> = first.iter().map(|finding| finding.fact.kind()).collect();
    assert_eq!(kinds, ["broken-by-order"], "{first:?}");
    assert_eq!(first, find(MANY));
}

#[test]
fn timers_and_spawned_tasks_take_part() {
    let found = find(|lab| {
        Box::pin(async move {
            let task = async |account: Arc<Account>| {
                sleep(ms(5)).await;
                let within = Arc::clone(&account);
                tokio::spawn(async move {
                    sleep(ms(5)).await;
                    careless(within, 10).await;
                })
                .await
                .unwrap();
            };
            takes(lab, &["Ann", "Bob"], task).await;
            Ok(())
        })
    });
    let Fact::BrokenByOrder { steps, .. } = &found[0].fact else {
        panic!("{found:?}");
    };
    assert_eq!(steps[0], "a spawned task reads the balance: 100");
    assert_eq!(steps.len(), 4);
}
