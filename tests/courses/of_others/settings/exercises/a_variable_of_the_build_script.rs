fn main() {
    assert_eq!(env!("GREETING"), "good morning");
    assert!(cfg!(built));
}

#[test]
fn a_file_of_it() {
    assert_eq!(include_str!(concat!(env!("OUT_DIR"), "/made.txt")), "made");
}
