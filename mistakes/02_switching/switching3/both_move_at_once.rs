//! expects: failed/wrong-order
//! The opponent replies to a move that hasn't been made yet.

use futures::future::join_all;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::sleep;

/// Plays this many rounds on every board, from board 0 on: the master moves, then the opponent
/// replies.
pub async fn exhibition(
    boards: usize,
    rounds: usize,
    master: impl AsyncFn(usize),
    opponent: impl AsyncFn(usize),
) {
    let at_the_board = Mutex::new(());
    let play = async |board| {
        for _ in 0..rounds {
            let her_move = async {
                let _turn = at_the_board.lock().await;
                master(board).await;
            };
            tokio::join!(her_move, opponent(board));
        }
    };
    join_all((0..boards).map(play)).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let master = async |board: usize| {
        println!("the master moves on board {board}");
        sleep(Duration::from_millis(20)).await;
    };
    let opponent = async |board: usize| {
        sleep(Duration::from_millis(100)).await;
        println!("board {board} replies");
    };
    exhibition(3, 2, master, opponent).await;
}
