fn main() {}

#[test]
fn it_is_there() {
    assert_eq!(only_tests::NUMBER, 7);
}
