#![allow(unsafe_code)]

fn main() {
    unsafe {}
}
