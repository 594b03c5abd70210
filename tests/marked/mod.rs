//! Processes that a test has started, directly or through others: all carry a variable of the test's.

#![allow(dead_code, reason = "each test program uses another part of it")]

use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Only a broken program leaves anything for so long; a slow machine may not end it sooner.
const PATIENCE: Duration = Duration::from_secs(30);

/// A variable that no other process has.
#[derive(Debug, Clone)]
pub(crate) struct Marker(String);

impl Marker {
    pub(crate) fn fresh() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Self(format!("{}-{number}-", std::process::id()))
    }

    pub(crate) fn name(&self) -> &'static str {
        "ASYNCLINGS_TEST"
    }

    pub(crate) fn value(&self) -> &str {
        &self.0
    }
}

/// Every process that carries `marker`, with what it runs.
pub(crate) fn alive(marker: &Marker) -> Vec<String> {
    let sought = format!("{}={}", marker.name(), marker.value());
    let entries = fs::read_dir("/proc").expect("the processes").flatten();
    let processes = entries.filter_map(|entry| {
        let environment = fs::read(entry.path().join("environ")).ok()?;
        let mut variables = environment.split(|byte| *byte == 0);
        variables.find(|variable| *variable == sought.as_bytes())?;
        let words = fs::read(entry.path().join("cmdline")).ok()?;
        let words = String::from_utf8_lossy(&words).replace('\0', " ");
        Some(format!("{}: {words:.200}", entry.file_name().display()))
    });
    processes.collect()
}

/// Waits until no process carries `marker`, and says how long that took.
pub(crate) fn assert_nothing_left(marker: &Marker) -> Duration {
    let began = Instant::now();
    loop {
        let looked = Instant::now();
        let left = alive(marker);
        if left.is_empty() {
            return looked - began;
        }
        assert!(began.elapsed() < PATIENCE, "still there: {left:#?}");
        sleep(Duration::from_millis(5));
    }
}
