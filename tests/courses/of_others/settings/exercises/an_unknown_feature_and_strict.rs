fn main() {
    println!("{}", cfg!(feature = "unheard_of"));
}
