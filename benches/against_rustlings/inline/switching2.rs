#[cfg(test)]
mod tests {
    use super::count;
    use std::cell::RefCell;
    use std::pin::pin;
    use tokio::time::{Duration, Instant};

    #[tokio::test(start_paused = true)]
    async fn a_counter_gives_way() {
        let last = 6;
        let board = RefCell::default();
        let (began, began_really) = (Instant::now(), std::time::Instant::now());
        let mut yields = 0;
        {
            let mut counting = pin!(count("alone", last, &board));
            std::future::poll_fn(|context| {
                let poll = counting.as_mut().poll(context);
                yields += u32::from(poll.is_pending());
                poll
            })
            .await;
        }
        let lines: Vec<String> = (1..=last).map(|number| format!("alone {number}")).collect();
        assert_eq!(board.take(), lines);
        assert!(yields >= last - 1);
        assert!(began.elapsed().is_zero());
        assert!(began_really.elapsed() < Duration::from_millis(500));
    }

    #[tokio::test(start_paused = true)]
    async fn they_take_turns() {
        let lasts = [3, 2, 4];
        let board = RefCell::default();
        futures::join!(
            count("a", lasts[0], &board),
            count("b", lasts[1], &board),
            count("c", lasts[2], &board)
        );
        let counters = [("a", lasts[0]), ("b", lasts[1]), ("c", lasts[2])];
        let mut lines = Vec::new();
        for number in 1..=4 {
            let counting = counters.iter().filter(|(_, last)| number <= *last);
            lines.extend(counting.map(|(name, _)| format!("{name} {number}")));
        }
        assert_eq!(board.take(), lines);
    }
}
