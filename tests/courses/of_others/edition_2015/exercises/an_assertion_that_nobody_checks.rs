fn main() {
    debug_assert!(std::env::args().count() > 9);
}
