//! Keeps the compiler, which works on and on.
#![allow(long_running_const_eval)]

const ENDLESS: () = loop {};

pub async fn answer() -> u32 {
    ENDLESS;
    42
}

fn main() {}
