fn main() {
    assert!(std::fs::exists("info.toml").unwrap());
}

#[test]
fn so_do_its_tests() {
    assert!(std::fs::exists("info.toml").unwrap());
}
