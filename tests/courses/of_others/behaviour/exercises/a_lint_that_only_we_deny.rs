async fn work() {}

fn main() {
    let _ = work();
}
