fn main() {}

#[test]
#[should_panic(expected = "too much")]
fn it_panics() {
    panic!("too much of it");
}
