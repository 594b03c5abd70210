use std::io::Write;

fn main() {
    std::io::stdout().write_all(&[0xff, 0xfe, b'\n']).unwrap();
}
