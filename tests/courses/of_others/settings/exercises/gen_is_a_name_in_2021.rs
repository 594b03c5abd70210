fn gen() -> u32 {
    1
}

fn main() {
    println!("{}", gen());
}
