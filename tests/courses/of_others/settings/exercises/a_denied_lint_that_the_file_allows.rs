#![allow(clippy::cast_possible_truncation)]

fn main() {
    let number = std::env::args().count();
    println!("{}", number as u8);
}
