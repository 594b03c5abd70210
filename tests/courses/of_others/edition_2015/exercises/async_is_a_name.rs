fn async() -> u32 {
    let dyn = 1;
    dyn
}

fn main() {
    println!("{}", async());
}
