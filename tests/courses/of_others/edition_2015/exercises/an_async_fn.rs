async fn work() {}

fn main() {
    let _work = work();
}
