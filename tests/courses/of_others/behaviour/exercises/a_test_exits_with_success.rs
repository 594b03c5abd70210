fn main() {}

#[test]
fn it_leaves() {
    std::process::exit(0);
}
