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
use probe::{Checked, Fact, Lab, Run, at_most, ms};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep};

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
    room: Room,
    most_at_once: u64,
    threads: u64,
}

/// Another check reports that there are several threads. They live on another clock, in real time.
static THREADS: AtomicBool = AtomicBool::new(false);

/// Closures share it under a lock: code with a thread for each board is told about the threads.
fn locked(room: &Mutex<Room>) -> MutexGuard<'_, Room> {
    room.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The master, and the boards.
struct Room {
    waiting: u64,
    moving: u64,
    /// Since when she is idle though somebody waits.
    since: Option<Instant>,
    /// How long that lasted.
    idle: Duration,
    /// How long opponents had not begun to think, though it was their move.
    late: Duration,
    /// Boards that she moved on though they don't exist.
    not_there: Vec<usize>,
    /// The replies on each board.
    replies: Vec<u64>,
    in_progress: u64,
    /// The most games in progress at one moment.
    most_games: u64,
}

impl Room {
    fn changes(&mut self, moving: i64, waiting: i64) {
        if let Some(since) = self.since.take() {
            self.idle += since.elapsed();
        }
        self.moving = self.moving.saturating_add_signed(moving);
        self.waiting = self.waiting.saturating_add_signed(waiting);
        if self.moving == 0 && self.waiting > 0 {
            self.since = Some(Instant::now());
        }
    }
}

impl Hall {
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
        let (boards, rounds) = (self.boards as usize, self.rounds as usize);
        let room = Mutex::new(Room {
            waiting: self.boards * self.rounds.min(1),
            moving: 0,
            since: Some(Instant::now()),
            idle: ms(0),
            late: ms(0),
            not_there: Vec::new(),
            replies: vec![0; boards],
            in_progress: 0,
            most_games: 0,
        });
        let note = |board: usize, what: &str| {
            steps.call();
            if let Some(game) = games.get(board) {
                game.note(what);
            }
        };
        let master = async |board: usize| {
            let _inside = at_the_board.enter();
            {
                let mut room = locked(&room);
                if board >= boards {
                    room.not_there.push(board);
                } else if games[board].is_empty() {
                    room.in_progress += 1;
                    room.most_games = room.most_games.max(room.in_progress);
                }
                room.changes(1, -1);
            }
            sleep(ms(self.master)).await;
            locked(&room).changes(-1, 0);
            note(board, "the master moves");
        };
        let opponent = async |board: usize| {
            note(board, "the opponent thinks");
            if let Some(game) = games.get(board)
                && let [.., moved, thinks] = &game.times()[..]
            {
                locked(&room).late += *thinks - *moved;
            }
            sleep(ms(self.opponent)).await;
            note(board, "the opponent replies");
            let mut room = locked(&room);
            let Some(replies) = room.replies.get_mut(board) else {
                return;
            };
            *replies += 1;
            if *replies == self.rounds {
                room.in_progress = room.in_progress.saturating_sub(1);
            } else {
                room.changes(0, 1);
            }
        };
        let run = lab.run(exhibition(boards, rounds, master, opponent)).await;
        let room = room.into_inner().unwrap_or_else(PoisonError::into_inner);
        Seen {
            run,
            games,
            room,
            most_at_once: at_the_board.most(),
            threads: steps.threads(),
        }
    }

    /// A master who is at several boards at once is fast too. Another check judges that.
    async fn expect_no_idle_master(&self, lab: &mut Lab) -> Checked {
        let seen = self.play(lab).await;
        let took_ms = seen.run.took.as_millis() as u64;
        let what = format!("the games on {} boards", self.boards);
        if seen.most_at_once > 1 || seen.threads > 1 {
            return Ok(());
        }
        let at_best = seen.run.took - seen.room.idle;
        if took_ms == self.at_worst() {
            return lab.find(Fact::Sequential {
                what,
                took_ms,
                at_best_ms: self.at_best(),
            });
        }
        // Every opponent thinks until the master has been at all the other boards: no game is over, or has its
        // second round, before the last one began.
        if seen.room.most_games < self.boards && self.opponent > self.boards * self.master {
            let what = format!("games in progress, on {} boards", self.boards);
            lab.expect_so_many_at_once(&what, seen.room.most_games, self.boards)?;
        }
        lab.expect_took(&what, &seen.run, at_most(at_best))?;
        if seen.room.late > ms(0) {
            return lab.find(Fact::TooSlow {
                what,
                took_ms,
                at_most_ms: self.at_best(),
            });
        }
        Ok(())
    }

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
}

async fn every_game_is_played(lab: &mut Lab) -> Checked {
    let (boards, rounds) = (lab.random().u64(4..9), lab.random().u64(2..5));
    for (boards, rounds) in [(boards, rounds), (1, 1), (0, rounds), (boards, 0)] {
        let hall = Hall {
            boards,
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
        if let Some(board) = seen.room.not_there.first() {
            let what = format!("moves on board {board}, where there are {boards} boards from 0 on");
            lab.expect_calls(&what, seen.room.not_there.len() as u64, at_most(0))?;
        }
    }
    Ok(())
}

async fn one_board_at_a_time(lab: &mut Lab) -> Checked {
    let boards = lab.random().u64(5..60);
    let hall = Hall {
        boards,
        rounds: 2,
        master: 10,
        opponent: 30,
    };
    let seen = hall.play(lab).await;
    if seen.threads > 1 {
        THREADS.store(true, Ordering::Relaxed);
    }
    lab.expect_threads("the exhibition", seen.threads, 1)?;
    lab.expect_at_once("boards that the master played", seen.most_at_once, 1)
}

async fn she_is_never_idle(lab: &mut Lab) -> Checked {
    if THREADS.load(Ordering::Relaxed) {
        return Ok(());
    }
    // More than in the story, fewer than in the story, and so few that she has to wait.
    for (boards, rounds) in [
        (lab.random().u64(110..150), 2),
        (lab.random().u64(8..20), 3),
        (3, 5),
    ] {
        let opponent = 10 * boards + lab.random().u64(50..90);
        let hall = Hall {
            boards,
            rounds,
            master: 10,
            opponent,
        };
        hall.expect_no_idle_master(lab).await?;
    }
    // Here she is always busy.
    let hall = Hall {
        boards: 16,
        rounds: 4,
        master: 10,
        opponent: lab.random().u64(50..90),
    };
    hall.expect_no_idle_master(lab).await
}
