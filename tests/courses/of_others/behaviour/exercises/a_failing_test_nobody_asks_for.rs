fn main() {}

#[test]
fn it_holds() {
    assert_eq!(1, 2);
}
