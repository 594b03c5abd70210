//! What the learner's file must offer:
//! ```
//! pub struct Request { pub name: String, pub takes: Duration }
//! pub async fn send(request: &Request) -> String
//! pub async fn send_all(requests: &[Request; 3]) -> Vec<String>
//! ```

use exercise::Request;
use probe::{Checked, Lab, exactly, ms};

probe::checks! {
    /// A single request takes as long as its server.
    a_request_takes_its_time,
    /// All three requests wait at the same time.
    the_waits_overlap,
    /// Every answer arrives, in the order of the requests, whichever one was slow.
    every_answer_arrives,
}

fn request(name: &str, takes: u64) -> Request {
    Request {
        name: name.into(),
        takes: ms(takes),
    }
}

async fn a_request_takes_its_time(lab: &mut Lab) -> Checked {
    let run = lab.run(exercise::send(&request("alone", 70))).await;
    lab.expect_took("a 70 ms request", &run, exactly(ms(70)))?;
    lab.expect_eq("the answer", run.value, "alone answered")
}

async fn the_waits_overlap(lab: &mut Lab) -> Checked {
    // Any two of them together take longer than the third: two at a time is not enough.
    let random = lab.random();
    let takes = [0, 1, 2].map(|_| random.u64(200..400));
    let requests = [
        request("a", takes[0]),
        request("b", takes[1]),
        request("c", takes[2]),
    ];
    let run = lab.run(exercise::send_all(&requests)).await;
    lab.expect_all_overlap("the three requests", &run, &takes.map(ms))
}

async fn every_answer_arrives(lab: &mut Lab) -> Checked {
    // Never from fast to slow: that would accept answers in the order in which they arrive.
    let takes = lab.pick(&[[90, 60, 30], [60, 90, 30], [90, 30, 60], [30, 90, 60]]);
    let names = ["red", "green", "blue"];
    let requests = [0, 1, 2].map(|at| request(names[at], takes[at]));
    let answers = exercise::send_all(&requests).await;
    let expected = names.map(|name| format!("{name} answered"));
    lab.expect_lines("the three answers", &answers, &expected)
}
