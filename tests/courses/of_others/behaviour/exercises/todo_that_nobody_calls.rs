fn main() {}

pub fn later() {
    todo!()
}
