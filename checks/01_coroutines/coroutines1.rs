//! What the learner's file must offer:
//! ```
//! pub async fn pour(tray: &mut Vec<String>, tea: &str)
//! pub async fn serve(tea: &str) -> Vec<String>
//! ```

use probe::{Checked, Fact, Lab, exactly, ms};

probe::checks! {
    /// `pour` puts a cup on the tray when it's awaited, not when it's called.
    pouring_is_a_coroutine,
    /// The guest gets the tea they ordered, then a biscuit.
    the_tea_is_on_the_tray,
}

async fn pouring_is_a_coroutine(lab: &mut Lab) -> Checked {
    let mut tray = Vec::new();
    drop(exercise::pour(&mut tray, "mint tea"));
    if !tray.is_empty() {
        return lab.find(Fact::RanEarly {
            what: "the body of `pour`".into(),
        });
    }
    exercise::pour(&mut tray, "mint tea").await;
    lab.expect_lines("the things on the tray", &tray, &["a cup of mint tea"])
}

async fn the_tea_is_on_the_tray(lab: &mut Lab) -> Checked {
    let tea = lab.pick(&["black tea", "white tea", "oolong", "rooibos"]);
    let run = lab.run(exercise::serve(tea)).await;
    if run.value == ["a biscuit"] {
        let again = Box::pin(async { drop(exercise::serve(tea).await) });
        let what = "the future that `pour(…)` returned";
        return lab.find_not_finished(what, &run.with(()), again).await;
    }
    let expected = [format!("a cup of {tea}"), "a biscuit".into()];
    lab.expect_lines("the things on the tray", &run.value, &expected)?;
    lab.expect_took("`serve`", &run, exactly(ms(30)))
}
