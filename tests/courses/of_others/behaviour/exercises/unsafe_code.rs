fn main() {
    let number = 1;
    let pointer = &raw const number;
    // SAFETY: it points to a number.
    println!("{}", unsafe { *pointer });
}
