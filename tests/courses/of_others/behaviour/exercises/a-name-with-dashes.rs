fn main() {
    assert!(module_path!().starts_with("a_name_with_dashes"));
}

#[test]
fn it_has_a_name() {
    assert_eq!(env!("CARGO_BIN_NAME"), "a-name-with-dashes");
    assert_eq!(env!("CARGO_CRATE_NAME"), "a_name_with_dashes");
}
