fn main() {
    let line = "a".repeat(1 << 20);
    for _ in 0..10 {
        println!("{line}");
    }
}
