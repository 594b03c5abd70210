fn main() {}

#[test]
#[ignore]
fn it_holds() {
    panic!("no");
}
