fn main() {
    println!("{}", include_str!("../info.toml"));
}

#[test]
fn its_path_is_told() {
    assert!(file!().ends_with("exercises/includes_a_file.rs"));
}
