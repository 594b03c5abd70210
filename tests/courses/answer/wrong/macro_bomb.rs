//! Has the compiler write down a text of four thousand million words.

macro_rules! twice {
    ([] $($all:tt)*) => { $($all)* };
    ([$first:tt $($rest:tt)*] $($all:tt)*) => { twice!([$($rest)*] $($all)* $($all)*); };
}

pub async fn answer() -> u32 {
    twice!([1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2] 42;);
    42
}

fn main() {}
