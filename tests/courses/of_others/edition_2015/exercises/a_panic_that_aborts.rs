fn main() {
    let _over = std::panic::catch_unwind(|| panic!("no"));
}
