fn main() {}

fn later() {
    todo!()
}
