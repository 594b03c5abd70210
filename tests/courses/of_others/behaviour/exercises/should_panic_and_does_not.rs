fn main() {}

#[test]
#[should_panic]
fn it_panics() {}
