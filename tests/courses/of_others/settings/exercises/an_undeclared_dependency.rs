fn main() {
    println!("{}", word_list::LONGEST);
}
