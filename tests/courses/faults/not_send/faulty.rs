//! An `Rc` is alive across an `.await`.

use std::rc::Rc;

pub async fn count(words: Vec<String>) -> usize {
    let words = Rc::new(words);
    tokio::task::yield_now().await;
    words.len()
}
