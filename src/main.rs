//! The program `asynclings`: which door to open, and how a signal closes it.

use anyhow::{Context, Result};
use asynclings::cli::{Cli, Command, Dev};
use asynclings::course::Course;
use asynclings::exit_code::{Exit, Stopped, WrongUsage, told};
use asynclings::{
    author, bench, check_all, hint, init, list, reset, run, screen, show, timeline, watch,
};
use clap::Parser;
use futures_util::future::select_all;
use std::future::{Future, pending};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(refusal) => {
            let _closed = refusal.print();
            return if refusal.use_stderr() {
                Exit::Usage.into()
            } else {
                Exit::Passed.into()
            };
        }
    };
    screen::set_colour(cli.color);
    match open(cli) {
        Ok(exit) => exit.into(),
        // `asynclings list | head`: whoever read has read enough.
        Err(error) if nobody_reads(&error) => Exit::Passed.into(),
        Err(error) if error.is::<Stopped>() => die(&error),
        Err(error) => {
            eprintln!("asynclings: {}", told(&error));
            if error.is::<WrongUsage>() {
                Exit::Usage.into()
            } else {
                Exit::Broken.into()
            }
        }
    }
}

fn nobody_reads(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<std::io::Error>();
    io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

fn open(cli: Cli) -> Result<Exit> {
    let folder = cli.course.clone().unwrap_or_else(|| PathBuf::from("."));
    if let Some(Command::Init { dir }) = &cli.command {
        let dir = dir.as_deref().unwrap_or(Path::new(init::DEFAULT));
        return init::init(dir);
    }
    let course = Course::find(&folder)?;
    let news = course.bring_up_to_date()?;
    if let (Some(_), Some(news)) = (&cli.command, &news) {
        eprintln!("{news}");
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no runtime can be started")?;
    let exit = match cli.command {
        None => {
            let options = watch::Options {
                poll: cli.poll,
                manual: cli.manual_run,
            };
            // It ends by itself when it is asked to, and gives the terminal back.
            runtime.block_on(watch::watch(&course, options, news))
        }
        Some(Command::Run {
            name,
            file,
            json,
            timeline,
            timings,
            seed,
        }) => {
            let options = run::Options {
                name,
                file,
                json,
                seed,
                timeline,
                timings,
            };
            until_stopped(&runtime, run::run(&course, &options))
        }
        Some(Command::CheckAll { json }) => {
            until_stopped(&runtime, check_all::check_all(&course, json))
        }
        Some(Command::List { json }) => list::list(&course, json),
        Some(Command::Hint { name, tier }) => hint::hint(&course, name.as_deref(), tier),
        Some(Command::Reset { name }) => reset::reset(&course, &name),
        Some(Command::Timeline { name, svg }) => {
            timeline::timeline(&course, name.as_deref(), svg.as_deref())
        }
        Some(Command::Bench { svg, json }) => {
            until_stopped(&runtime, bench::bench(&course, svg.as_deref(), json))
        }
        Some(Command::Show { name }) => show::show(&course, name.as_deref()),
        Some(Command::Dev(Dev::New { dir, name })) => author::new::new(&course, &dir, &name),
        Some(Command::Dev(Dev::Check { repeat, names })) => {
            until_stopped(&runtime, author::check::check(&course, &names, repeat))
        }
        Some(Command::Dev(Dev::Mistake { name, slug })) => {
            author::edit::edit(&course, &name, &slug)
        }
        Some(Command::Dev(Dev::Parity { python, names })) => {
            until_stopped(&runtime, author::parity::parity(&course, &names, &python))
        }
        Some(Command::Dev(Dev::Update)) => author::update::update(&course),
        Some(Command::Init { dir }) => init::init(dir.as_deref().unwrap_or(&folder)),
    };
    // A read from a pipe that nobody writes to must not keep the program.
    runtime.shutdown_background();
    exit
}

/// Goes through `door`, until a signal asks the program to end: then whatever the door has started ends with it.
fn until_stopped(runtime: &Runtime, door: impl Future<Output = Result<Exit>>) -> Result<Exit> {
    runtime.block_on(async {
        tokio::select! {
            biased;
            stopped = stopped() => Err(stopped.into()),
            exit = door => exit,
        }
    })
}

/// Comes to an end when a signal asks the program to, unless it was started to ignore that one, as
/// `nohup` does.
async fn stopped() -> Stopped {
    let mut kinds = vec![SignalKind::interrupt(), SignalKind::terminate()];
    // Where it cannot be told whether it is ignored, it is left to do what it does.
    if cfg!(target_os = "linux") {
        kinds.push(SignalKind::hangup());
    }
    let ignored = ignored();
    let heeded = kinds.into_iter().filter(|kind| {
        let bit = 1_u64 << (kind.as_raw_value() - 1);
        ignored & bit == 0
    });
    let waits: Vec<_> = heeded
        .filter_map(|kind| Some((kind, signal(kind).ok()?)))
        .map(|(kind, mut signal)| {
            Box::pin(async move {
                signal.recv().await;
                Stopped(kind.as_raw_value())
            })
        })
        .collect();
    if waits.is_empty() {
        return pending().await;
    }
    select_all(waits).await.0
}

/// The signals that this program was told to ignore when it was started, a bit each, where the system says.
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .unwrap_or_default()
}

/// Ends by the signal that the program was stopped by, so that a shell, or a script, sees what it was.
fn die(error: &anyhow::Error) -> ExitCode {
    let Some(stopped) = error.downcast_ref::<Stopped>() else {
        return Exit::Broken.into();
    };
    let mut err = std::io::stderr().lock();
    // Of a bar, and of the `^C` that the terminal has written, nothing is to stay.
    let clear = if err.is_terminal() { "\r\x1b[2K" } else { "" };
    let _closed = writeln!(err, "{clear}{stopped}");
    let _goes_on = signal_hook::low_level::emulate_default_handler(stopped.0);
    stopped.exit_code()
}
