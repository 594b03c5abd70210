fn main() {
    assert_eq!(words::LONGEST, "incomprehensibilities");
}
