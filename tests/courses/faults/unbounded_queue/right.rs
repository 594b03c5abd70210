//! A queue with room for ten.

use tokio::sync::mpsc;

pub async fn kitchen<T>(orders: impl Iterator<Item = T>, cook: impl AsyncFn(T)) {
    let (sender, mut receiver) = mpsc::channel(10);
    let waiter = async move {
        for order in orders {
            assert!(sender.send(order).await.is_ok());
        }
    };
    let kitchen = async {
        while let Some(order) = receiver.recv().await {
            cook(order).await;
        }
    };
    tokio::join!(waiter, kitchen);
}
