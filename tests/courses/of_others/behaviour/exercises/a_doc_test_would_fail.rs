/// ```
/// panic!("no");
/// ```
pub fn documented() {}

fn main() {
    documented();
}
