//! What the learner's file must offer:
//! ```
//! pub struct Shop { pub is_open: Box<dyn Fn() -> bool>, pub bell: Arc<Notify> }
//! /// Comes in once the shop is open. The bell wakes everyone who waits for that.
//! pub async fn enter(shop: Shop)
//! ```

use exercise::Shop;
use probe::{Checked, Lab};
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use tokio::sync::Notify;

probe::checks! {
    /// The customer comes in, no matter when the shop opens.
    nobody_misses_the_bell,
}

async fn nobody_misses_the_bell(lab: &mut Lab) -> Checked {
    let bell = Arc::new(Notify::new());
    let open = Rc::new(Cell::new(false));
    // It opens at the worst moment: right after the customer has seen it closed.
    let ring = Arc::clone(&bell);
    let is_open = move || {
        let was = open.replace(true);
        if !was {
            ring.notify_waiters();
        }
        was
    };
    let shop = Shop {
        is_open: Box::new(is_open),
        bell,
    };
    lab.spawn("the customer", exercise::enter(shop)).await;
    Ok(())
}
