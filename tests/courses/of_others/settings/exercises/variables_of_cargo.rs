fn main() {
    assert_eq!(env!("CARGO_PKG_NAME"), "course-of-settings");
    assert_eq!(env!("CARGO_PKG_VERSION"), "1.2.3");
    assert_eq!(env!("CARGO_PKG_DESCRIPTION"), "Two lines,\nand a `quoted` \"word\".");
    assert_eq!(env!("CARGO_BIN_NAME"), "variables_of_cargo");
}

#[test]
fn so_it_is_when_it_runs() {
    let folder = std::env::var("CARGO_MANIFEST_DIR").unwrap();
    assert_eq!(folder, env!("CARGO_MANIFEST_DIR"));
    assert_eq!(std::env::var("CARGO_PKG_VERSION").unwrap(), "1.2.3");
    assert!(std::path::Path::new(&folder).join("info.toml").is_file());
}
