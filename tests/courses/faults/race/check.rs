//! What the learner's file must offer:
//! ```
//! pub trait Account { async fn read(&self) -> i64; async fn write(&self, coins: i64); }
//! /// Shared by everyone who withdraws.
//! pub type Door = tokio::sync::Mutex<()>;
//! pub async fn withdraw(account: Arc<impl Account>, door: Arc<Door>, coins: i64)
//! ```

use probe::{Checked, Lab, Turns};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

probe::checks! {
    /// Two withdrawals at the same time both take what they asked for.
    both_are_counted,
}

struct Account {
    coins: AtomicI64,
    turns: Turns,
}

impl exercise::Account for Account {
    async fn read(&self) -> i64 {
        let read = || self.coins.load(Ordering::Relaxed);
        self.turns.step_giving("reads the balance", read).await
    }

    async fn write(&self, coins: i64) {
        self.turns.step(&format!("writes {coins}")).await;
        self.coins.store(coins, Ordering::Relaxed);
    }
}

async fn both_are_counted(lab: &mut Lab) -> Checked {
    lab.every_order(
        "the two withdrawals",
        |turns| {
            let account = Account {
                coins: AtomicI64::new(100),
                turns: turns.clone(),
            };
            (Arc::new(account), Arc::new(exercise::Door::default()))
        },
        |(account, door), cast| {
            let withdraw = |coins| exercise::withdraw(account.clone(), door.clone(), coins);
            cast.add("Ann", withdraw(30));
            cast.add("Bob", withdraw(20));
        },
        async |(account, _)| match account.coins.load(Ordering::Relaxed) {
            50 => Ok(()),
            coins => Err(format!("of 100 coins 50 were taken, and {coins} are left")),
        },
    )
    .await
}
