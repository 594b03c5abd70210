//! expects: failed/too-many-threads
//! A thread and a runtime for each board.

use std::time::Duration;
use tokio::runtime::Builder;
use tokio::sync::Mutex;
use tokio::time::sleep;

/// Plays this many rounds on every board, from board 0 on: the master moves, then the opponent
/// replies.
pub async fn exhibition(
    boards: usize,
    rounds: usize,
    master: impl AsyncFn(usize) + Sync,
    opponent: impl AsyncFn(usize) + Sync,
) {
    let at_the_board = Mutex::new(());
    let play = async |board| {
        for _ in 0..rounds {
            let turn = at_the_board.lock().await;
            master(board).await;
            drop(turn);
            opponent(board).await;
        }
    };
    std::thread::scope(|threads| {
        for board in 0..boards {
            let play = &play;
            threads.spawn(move || {
                let runtime = Builder::new_current_thread().enable_all().build();
                runtime.map(|runtime| runtime.block_on(play(board)))
            });
        }
    });
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
