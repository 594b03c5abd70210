fn main() {
    let text = "a";
    println!("{}", text.len() == 0);
}
