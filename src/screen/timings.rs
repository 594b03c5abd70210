//! Where the time of an attempt went, as bars under one another.

use super::palette::Ink;
use crate::verdict::Timings;
use std::time::Duration;

/// A bar for each phase, on one axis, in lines of at most `width` columns.
#[must_use]
pub fn phases(timings: &Timings, width: usize) -> Vec<String> {
    let ends = timings.phases.iter().map(|phase| phase.to);
    let Some(end) = ends.max().filter(|end| !end.is_zero()) else {
        return Vec::new();
    };
    let names = timings.phases.iter().map(|phase| phase.name.len());
    let label = names.max().unwrap_or(0) + 2;
    let room = width
        .saturating_sub(label + "999.9 ms  ".len())
        .clamp(10, 60);
    let mut lines = vec![String::new(), "Where the time went".strong()];
    for phase in &timings.phases {
        let from = column(phase.from, end, room);
        let to = column(phase.to, end, room).max(from + 1);
        let bar = format!("{}{}", " ".repeat(from), "#".repeat(to - from));
        let took = ms(phase.to.saturating_sub(phase.from));
        lines.push(format!(
            "{:label$}{took:>6.1} ms  {}",
            phase.name,
            bar.label()
        ));
    }
    lines.push(format!("{:label$}{:>6.1} ms", "in all", ms(end)));
    lines
}

fn column(at: Duration, end: Duration, room: usize) -> usize {
    let part = at.as_micros() * room as u128 / end.as_micros().max(1);
    usize::try_from(part).unwrap_or(room).min(room)
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use super::phases;
    use crate::screen::paint::plain;
    use crate::verdict::{Phase, Timings};
    use std::time::Duration;

    #[test]
    fn phases_that_overlap_lie_above_each_other() {
        let phase = |name, from, to| Phase {
            name,
            from: Duration::from_millis(from),
            to: Duration::from_millis(to),
        };
        let timings = Timings {
            phases: vec![
                phase("one", 0, 50),
                phase("another", 25, 100),
                phase("a short one", 100, 100),
            ],
            ..Timings::default()
        };
        let lines: Vec<String> = phases(&timings, 43)
            .iter()
            .map(|line| plain(line))
            .collect();
        let expected = [
            "",
            "Where the time went",
            "one            50.0 ms  ##########",
            "another        75.0 ms       ###############",
            "a short one     0.0 ms                      #",
            "in all        100.0 ms",
        ];
        assert_eq!(lines, expected);
        assert!(phases(&Timings::default(), 80).is_empty());
    }
}
