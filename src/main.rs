//! The program `asynclings`: which door to open.

use anyhow::{Context, Result};
use asynclings::cli::{Cli, Command, Dev};
use asynclings::course::Course;
use asynclings::exit_code::{Exit, WrongUsage, told};
use asynclings::{
    author, bench, check_all, hint, init, list, reset, run, screen, show, timeline, watch,
};
use clap::Parser;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

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
        let dir = dir.as_deref().unwrap_or(Path::new("asynclings"));
        return init::init(dir);
    }
    let course = Course::find(&folder)?;
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
            runtime.block_on(watch::watch(&course, options))
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
            runtime.block_on(run::run(&course, &options))
        }
        Some(Command::CheckAll { json }) => runtime.block_on(check_all::check_all(&course, json)),
        Some(Command::List { json }) => list::list(&course, json),
        Some(Command::Hint { name, tier }) => hint::hint(&course, name.as_deref(), tier),
        Some(Command::Reset { name }) => reset::reset(&course, &name),
        Some(Command::Timeline { name, svg }) => {
            timeline::timeline(&course, name.as_deref(), svg.as_deref())
        }
        Some(Command::Bench { svg, json }) => {
            runtime.block_on(bench::bench(&course, svg.as_deref(), json))
        }
        Some(Command::Show { name }) => show::show(&course, name.as_deref()),
        Some(Command::Dev(Dev::New { dir, name })) => author::new::new(&course, &dir, &name),
        Some(Command::Dev(Dev::Check { repeat, names })) => {
            runtime.block_on(author::check::check(&course, &names, repeat))
        }
        Some(Command::Dev(Dev::Mistake { name, slug })) => {
            author::edit::edit(&course, &name, &slug)
        }
        Some(Command::Dev(Dev::Parity { python, names })) => {
            runtime.block_on(author::parity::parity(&course, &names, &python))
        }
        Some(Command::Dev(Dev::Update)) => author::update::update(&course),
        Some(Command::Init { dir }) => init::init(dir.as_deref().unwrap_or(&folder)),
    };
    // A read from a pipe that nobody writes to must not keep the program.
    runtime.shutdown_background();
    exit
}
