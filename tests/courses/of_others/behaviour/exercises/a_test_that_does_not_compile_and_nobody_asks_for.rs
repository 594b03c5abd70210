fn main() {}

#[test]
fn it_holds() {
    let number: u32 = "one";
}
