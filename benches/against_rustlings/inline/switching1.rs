#[cfg(test)]
mod tests {
    use super::{Request, send, send_all};
    use std::time::Duration;
    use tokio::time::Instant;

    fn request(name: &str, takes: u64) -> Request {
        Request {
            name: name.into(),
            takes: Duration::from_millis(takes),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_takes_its_time() {
        let began = Instant::now();
        let answer = send(&request("alone", 70)).await;
        assert_eq!(began.elapsed(), Duration::from_millis(70));
        assert_eq!(answer, "alone answered");
    }

    #[tokio::test(start_paused = true)]
    async fn the_waits_overlap() {
        let requests = [request("a", 120), request("b", 340), request("c", 90)];
        let began = Instant::now();
        send_all(&requests).await;
        assert_eq!(began.elapsed(), Duration::from_millis(340));
    }

    #[tokio::test(start_paused = true)]
    async fn every_answer_arrives() {
        let takes = [60, 90, 30];
        let names = ["red", "green", "blue"];
        let requests = [0, 1, 2].map(|at| request(names[at], takes[at]));
        let answers = send_all(&requests).await;
        let expected = names.map(|name| format!("{name} answered"));
        assert_eq!(answers, expected);
    }
}
