#[test]
fn it_holds() {}
