//! What the learner's file must offer:
//! ```
//! pub struct Bank { pub accounts: Mutex<[u32; 2]>, pub audit: Duration }
//! pub async fn transfer(bank: &Bank, coins: u32)
//! ```

use exercise::Bank;
use probe::{Checked, Lab, ms};
use tokio::sync::Mutex;

probe::checks! {
    /// No coin is lost, no matter where a transfer is cancelled.
    no_coin_is_lost,
}

async fn no_coin_is_lost(lab: &mut Lab) -> Checked {
    let bank = || Bank {
        accounts: Mutex::new([100, 0]),
        audit: ms(20),
    };
    lab.cancel_sweep(
        "the transfer",
        bank,
        async |bank| exercise::transfer(bank, 10).await,
        async |bank| match *bank.accounts.lock().await {
            [from, to] if from + to == 100 => Ok(()),
            [from, to] => Err(format!("of 100 coins only {} are left", from + to)),
        },
    )
    .await
}
