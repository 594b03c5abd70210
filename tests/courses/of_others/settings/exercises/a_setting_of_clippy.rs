fn main() {
    let one = 1;
    let xylophone = one;
    println!("{xylophone}");
}
