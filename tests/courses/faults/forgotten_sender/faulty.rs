//! The clerk keeps the sender of the answer, and never uses it.

use tokio::sync::{mpsc, oneshot};

struct Question {
    number: u32,
    answer: oneshot::Sender<u32>,
}

pub async fn ask(number: u32) -> Option<u32> {
    let (desk, mut questions) = mpsc::channel::<Question>(1);
    let clerk = async move {
        let mut later = Vec::new();
        while let Some(question) = questions.recv().await {
            later.push((question.number * 2, question.answer));
        }
    };
    let customer = async {
        let (answer, answered) = oneshot::channel();
        desk.send(Question { number, answer }).await.ok()?;
        answered.await.ok()
    };
    tokio::join!(clerk, customer).1
}
