#[cfg(test)]
mod tests {
    use super::{Shape, total_area};
    use std::cell::Cell;
    use std::pin::pin;
    use std::rc::Rc;
    use std::time::{Duration, Instant};

    const TURN: u64 = 200;
    const FEW: u64 = 10;
    const NOTICEABLE: Duration = Duration::from_secs(1);

    fn drawing(shapes: u64) -> Vec<Rc<Shape>> {
        (0..shapes)
            .map(|number| {
                let (width, height) = (number % 89 + 1, number % 97 + 1);
                Rc::new(Shape { width, height })
            })
            .collect()
    }

    #[tokio::test(start_paused = true)]
    async fn the_turns_are_short() {
        let shapes = drawing(1_313);
        let measured = Cell::new(0);
        let mut most = 0;
        let area = |shape: &Shape| {
            measured.set(measured.get() + 1);
            shape.width
        };
        let mut adding = pin!(total_area(&shapes, area));
        std::future::poll_fn(|context| {
            let before = measured.get();
            let poll = adding.as_mut().poll(context);
            most = most.max(measured.get() - before);
            poll
        })
        .await;
        assert!(most <= TURN, "{most} shapes in one turn");
    }

    #[tokio::test(start_paused = true)]
    async fn switching_is_cheap() {
        let many = 1_313;
        let shapes = drawing(many);
        let (began, began_really) = (tokio::time::Instant::now(), Instant::now());
        let mut yields = 0;
        let mut adding = pin!(total_area(&shapes, |shape| shape.height));
        std::future::poll_fn(|context| {
            let poll = adding.as_mut().poll(context);
            yields += u64::from(poll.is_pending());
            poll
        })
        .await;
        assert!(yields <= many / FEW + 1);
        assert!(began.elapsed().is_zero());
        assert!(began_really.elapsed() < NOTICEABLE);
    }

    #[tokio::test(start_paused = true)]
    async fn every_shape_counts() {
        for count in [901, 5, 0] {
            let shapes = drawing(count);
            let expected: u64 = shapes
                .iter()
                .map(|shape| shape.width * 3 + shape.height)
                .sum();
            let calls = Rc::new(Cell::new(0));
            let counter = Rc::clone(&calls);
            let area = move |shape: &Shape| {
                counter.set(counter.get() + 1);
                shape.width * 3 + shape.height
            };
            let total = total_area(&shapes, area).await;
            assert_eq!(total, expected);
            assert_eq!(calls.get(), count);
        }
    }
}
