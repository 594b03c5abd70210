//! Has no type.

pub async fn answer() -> u32 {
    "a very long sentence that says what the answer is not, and that no narrow window can show in one line"
}

fn main() {}
