fn main() {
    for _ in 0..2 {
        assert!(std::thread::spawn(|| panic!("no")).join().is_err());
    }
}
