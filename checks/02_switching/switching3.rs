//! What the learner's file must offer:
//! ```
//! pub async fn exhibition(
//!     boards: usize,
//!     rounds: usize,
//!     master: impl AsyncFn(usize),
//!     opponent: impl AsyncFn(usize),
//! )
//! ```

use exercise::exhibition;
use probe::journal::Journal;
use probe::{Checked, Fact, Lab, Run, exactly, ms};
use tokio::time::sleep;

probe::checks! {
    /// On every board, in every round, the master moves and then the opponent replies.
    every_game_is_played,
    /// The master is at one board at a time.
    one_board_at_a_time,
    /// The master moves on while the opponents think, and is never idle while a board waits for
    /// her.
    she_is_never_idle,
}

/// An exhibition, seen from the hall.
struct Hall {
    boards: u64,
    rounds: u64,
    /// How long the master's move and the opponent's reply take, in milliseconds.
    master: u64,
    opponent: u64,
}

/// What was seen of it.
struct Seen {
    run: Run<()>,
    games: Vec<Journal>,
    most_at_once: u64,
    threads: u64,
}

impl Hall {
    /// The shortest possible time: the master is always busy, or all the opponents are, whichever
    /// takes longer.
    fn at_best(&self) -> u64 {
        let round = self.master + self.opponent;
        if self.boards * self.master >= round {
            self.boards * self.rounds * self.master + self.opponent
        } else {
            self.rounds * round + (self.boards - 1) * self.master
        }
    }

    /// The time it takes with one wait at a time.
    fn at_worst(&self) -> u64 {
        self.boards * self.rounds * (self.master + self.opponent)
    }

    async fn play(&self, lab: &mut Lab) -> Seen {
        let (at_the_board, steps) = (lab.gauge(), lab.hook());
        let mut games = Vec::new();
        for _ in 0..self.boards {
            games.push(lab.journal());
        }
        let note = |board: usize, what: &str| {
            steps.call();
            if let Some(game) = games.get(board) {
                game.note(what);
            }
        };
        let master = async |board: usize| {
            let _inside = at_the_board.enter();
            sleep(ms(self.master)).await;
            note(board, "the master moves");
        };
        let opponent = async |board: usize| {
            note(board, "the opponent thinks");
            sleep(ms(self.opponent)).await;
            note(board, "the opponent replies");
        };
        let (boards, rounds) = (self.boards as usize, self.rounds as usize);
        let run = lab.run(exhibition(boards, rounds, master, opponent)).await;
        Seen {
            run,
            games,
            most_at_once: at_the_board.most(),
            threads: steps.threads(),
        }
    }

    /// A master who is at several boards at once is fast too. Another check judges that.
    async fn expect_no_idle_master(&self, lab: &mut Lab, what: &str) -> Checked {
        let seen = self.play(lab).await;
        let took_ms = seen.run.took.as_millis() as u64;
        let what = what.to_owned();
        if seen.most_at_once > 1 || seen.threads > 1 {
            return Ok(());
        }
        if took_ms == self.at_worst() {
            return lab.find(Fact::Sequential {
                what,
                took_ms,
                at_best_ms: self.at_best(),
            });
        } else {
            lab.expect_took(&what, &seen.run, exactly(ms(self.at_best())))?;
        }
        Ok(())
    }
}

async fn every_game_is_played(lab: &mut Lab) -> Checked {
    let rounds = lab.random().u64(2..5);
    let hall = Hall {
        boards: 5,
        rounds,
        master: 10,
        opponent: 70,
    };
    let seen = hall.play(lab).await;
    let round = [
        "the master moves",
        "the opponent thinks",
        "the opponent replies",
    ];
    let expected = round.repeat(rounds as usize);
    for (board, game) in seen.games.iter().enumerate() {
        lab.expect_lines(
            &format!("the game on board {board}"),
            &game.lines(),
            &expected,
        )?;
    }
    Ok(())
}

async fn one_board_at_a_time(lab: &mut Lab) -> Checked {
    let hall = Hall {
        boards: 7,
        rounds: 2,
        master: 10,
        opponent: 30,
    };
    let seen = hall.play(lab).await;
    lab.expect_threads("the exhibition", seen.threads, 1)?;
    lab.expect_at_once("boards that the master played", seen.most_at_once, 1)
}

async fn she_is_never_idle(lab: &mut Lab) -> Checked {
    let opponent = lab.random().u64(50..90);
    let full = Hall {
        boards: 16,
        rounds: 4,
        master: 10,
        opponent,
    };
    full.expect_no_idle_master(lab, "the games on 16 boards")
        .await?;
    let opponent = lab.random().u64(90..130);
    let small = Hall {
        boards: 3,
        rounds: 5,
        master: 10,
        opponent,
    };
    small
        .expect_no_idle_master(lab, "the games on 3 boards")
        .await?;
    Ok(())
}
