//! What the learner's file must offer:
//! ```
//! /// Boils the eggs, each as long as it needs, all at the same time.
//! pub async fn boil(eggs: Vec<Duration>)
//! ```

use probe::{Lab, ms};

probe::checks! {
    /// However many eggs there are, one thread waits for all of them.
    no_thread_for_each,
}

async fn no_thread_for_each(lab: &mut Lab) {
    let before = lab.memory();
    exercise::boil(vec![ms(200); 4]).await;
    lab.expect_new_threads("the kitchen", &before, 1);
}
