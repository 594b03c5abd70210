fn main() {
    let mut number = 1;
    println!("{number}");
}
