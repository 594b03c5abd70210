//! A queue without an end.

use tokio::sync::mpsc;

pub async fn kitchen<T>(orders: impl Iterator<Item = T>, cook: impl AsyncFn(T)) {
    let (sender, mut receiver) = mpsc::unbounded_channel();
    let waiter = async move {
        for order in orders {
            assert!(sender.send(order).is_ok());
        }
    };
    let kitchen = async {
        while let Some(order) = receiver.recv().await {
            cook(order).await;
        }
    };
    tokio::join!(waiter, kitchen);
}
