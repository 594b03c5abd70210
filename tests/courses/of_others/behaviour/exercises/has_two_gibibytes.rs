fn main() {
    let space: Vec<u8> = Vec::with_capacity(2 << 30);
    println!("{}", space.capacity());
}
