//! What the learner's file must offer:
//! ```
//! /// Asks both at the same time and adds their answers.
//! pub async fn sum(one: impl Ask, other: impl Ask) -> u32
//! pub trait Ask: Send + 'static { fn ask(self) -> impl Future<Output = u32> + Send; }
//! ```

use probe::{Checked, Lab};

probe::checks! {
    /// Both are asked from within the calling task.
    no_task_is_spawned,
}

struct Knows(u32);

impl exercise::Ask for Knows {
    async fn ask(self) -> u32 {
        self.0
    }
}

async fn no_task_is_spawned(lab: &mut Lab) -> Checked {
    let sum = exercise::sum(Knows(2), Knows(3)).await;
    lab.expect_nothing_spawned("the sum")?;
    lab.expect_eq("the sum of 2 and 3", sum, 5)
}
