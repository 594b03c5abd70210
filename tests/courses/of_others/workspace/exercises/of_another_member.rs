fn main() {
    let unused = 1;
}

#[test]
fn it_has_its_own_edition() {
    let later = async || 1;
    let _ = later();
}
