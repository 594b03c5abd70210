fn main() {
    println!("{}", only_tests::NUMBER);
}
