//! The clerk answers each question.

use tokio::sync::{mpsc, oneshot};

struct Question {
    number: u32,
    answer: oneshot::Sender<u32>,
}

pub async fn ask(number: u32) -> Option<u32> {
    let (desk, mut questions) = mpsc::channel::<Question>(1);
    let clerk = async move {
        while let Some(question) = questions.recv().await {
            // Who asked may have gone.
            let _gone = question.answer.send(question.number * 2);
        }
    };
    let customer = async move {
        let (answer, answered) = oneshot::channel();
        desk.send(Question { number, answer }).await.ok()?;
        answered.await.ok()
    };
    tokio::join!(clerk, customer).1
}
