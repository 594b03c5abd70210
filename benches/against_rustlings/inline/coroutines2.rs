#[cfg(test)]
mod tests {
    use super::festival;
    use std::cell::RefCell;
    use std::time::Duration;
    use tokio::time::sleep;

    const BANDS: [&str; 3] = ["Paper Boats", "Winter Coats", "Night Bus"];

    struct Evening {
        asked_and_music: Vec<String>,
        began: Vec<String>,
        applause: Vec<String>,
        most_at_once: u64,
    }

    async fn evening() -> Evening {
        let (asked, began) = (RefCell::new(Vec::new()), RefCell::new(Vec::new()));
        let on_stage = RefCell::new((0, 0));
        let applause = festival(BANDS, |band: &str| {
            asked.borrow_mut().push(format!("{band} asked"));
            let band = band.to_owned();
            let (asked, began, on_stage) = (&asked, &began, &on_stage);
            async move {
                if began.borrow().is_empty() {
                    asked.borrow_mut().push("the music begins".to_owned());
                }
                began.borrow_mut().push(format!("{band} on stage"));
                let (now, most) = *on_stage.borrow();
                *on_stage.borrow_mut() = (now + 1, most.max(now + 1));
                sleep(Duration::from_millis(25)).await;
                on_stage.borrow_mut().0 -= 1;
                format!("cheers for {band}")
            }
        })
        .await;
        Evening {
            asked_and_music: asked.take(),
            began: began.take(),
            applause,
            most_at_once: on_stage.take().1,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn all_are_asked_before_the_music() {
        let evening = evening().await;
        assert!(!evening.began.is_empty());
        let mut expected = BANDS.map(|band| format!("{band} asked")).to_vec();
        expected.push("the music begins".into());
        assert_eq!(evening.asked_and_music, expected);
    }

    #[tokio::test(start_paused = true)]
    async fn the_last_asked_plays_first() {
        let evening = evening().await;
        assert_eq!(evening.most_at_once, 1);
        let mut bands = BANDS;
        bands.reverse();
        assert_eq!(evening.began, bands.map(|band| format!("{band} on stage")));
    }

    #[tokio::test(start_paused = true)]
    async fn the_applause_is_as_it_was_heard() {
        let evening = evening().await;
        let expected: Vec<String> = evening
            .began
            .iter()
            .map(|line| line.replace(" on stage", ""))
            .map(|band| format!("cheers for {band}"))
            .collect();
        assert_eq!(evening.applause, expected);
    }
}
