fn main() {
    assert_eq!(numbers::SEVEN, 7);
}

#[test]
fn its_version_is_the_workspaces_and_it_runs_in_its_package() {
    assert_eq!(env!("CARGO_PKG_VERSION"), "4.5.6");
    let here = std::env::current_dir().unwrap();
    assert_eq!(here.file_name().unwrap(), "first");
}
