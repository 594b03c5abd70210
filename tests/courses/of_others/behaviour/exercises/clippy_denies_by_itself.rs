fn main() {
    let text = "a";
    println!("{}", text.len() >= 0 && std::env::args().len() > 7 && approx());
}

fn approx() -> bool {
    let number = 3.14;
    number > 3.0
}
