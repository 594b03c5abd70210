fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(built)");
    println!("cargo::rustc-cfg=built");
    println!("cargo::rustc-env=GREETING=good morning");
    let folder = std::env::var("OUT_DIR").unwrap();
    std::fs::write(format!("{folder}/made.txt"), "made").unwrap();
}
