fn main() {
    panic!("no");
}

#[test]
fn it_holds() {}
