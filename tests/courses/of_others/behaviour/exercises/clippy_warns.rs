fn main() {
    let text: String = "a".to_string().to_string();
    println!("{}", text.len() == 0);
}
