fn main() {
    let number = std::env::args().count();
    println!("{}", number as u8);
}
