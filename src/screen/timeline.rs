//! A timeline as lines on the terminal.
//!
//! Every state has a sign of its own, so that nothing depends on colours.

use super::marks::marks;
use super::paint;
use super::palette::Ink;
use crate::chart::{Bar, Chart, Kept, moment};
use report::{End, Timeline};

/// What the signs mean.
pub const LEGEND: &str = "# runs   - waits   o done   x cancelled   > still alive";

/// `timeline` in lines of at most `width` columns.
#[must_use]
pub fn lines(timeline: &Timeline, width: usize) -> Vec<String> {
    let chart = Chart::of(timeline);
    if chart.bars.is_empty() {
        return vec!["  Nothing was measured here.".to_owned()];
    }
    let most = chart.bars.iter().map(|bar| indented(bar).chars().count());
    let label_width = most.max().unwrap_or(0).min(width * 2 / 5).max(8);
    let room = width.saturating_sub(label_width + 2).max(10);
    let mut lines = vec![axis(&chart, label_width, room)];
    for bar in &chart.bars {
        lines.push(format!(
            "{}  {}",
            padded(&indented(bar), label_width),
            drawn(&chart, bar, room)
        ));
    }
    if chart.left_out > 0 {
        lines.push(format!("{} and {} more rows", marks().more, chart.left_out));
    }
    if chart.length_us == 0 {
        lines.push("No time passed: it all happened in one moment of the clock.".to_owned());
    }
    lines
}

/// Every timeline of an attempt under its check's name, and what the signs mean.
#[must_use]
pub fn all(timelines: &[Timeline], width: usize) -> Vec<String> {
    let mut all = Vec::new();
    for timeline in timelines
        .iter()
        .filter(|timeline| !timeline.rows.is_empty())
    {
        all.push(title(&timeline.check).strong());
        all.extend(lines(timeline, width));
        all.push(String::new());
    }
    if !all.is_empty() {
        all.push(LEGEND.faint());
    }
    all
}

/// The last attempt, and after a pass how the same checks looked when they failed.
#[must_use]
pub fn shown(kept: &Kept, width: usize) -> Vec<String> {
    let mut lines = all(kept.last(), width);
    if kept.has_passed {
        let drawable = |(before, after): &(&Timeline, &Timeline)| {
            !before.rows.is_empty() && !after.rows.is_empty()
        };
        for (before, after) in kept.before_and_after().filter(drawable) {
            let name = title(&before.check);
            let titles = (format!("before: {name}"), format!("after: {name}"));
            lines.push(String::new());
            lines.extend(beside((&titles.0, before), (&titles.1, after), width));
        }
    }
    lines
}

/// A check's name as words.
#[must_use]
pub fn title(check: &str) -> String {
    check.replace('_', " ")
}

/// Two timelines beside each other where there is room, else one above the other; each under its
/// title.
#[must_use]
pub fn beside(left: (&str, &Timeline), right: (&str, &Timeline), width: usize) -> Vec<String> {
    const ENOUGH: usize = 116;
    const GAP: usize = 4;
    let titled = |(title, timeline): (&str, &Timeline), width| {
        let mut lines_of = vec![title.strong()];
        lines_of.extend(lines(timeline, width));
        lines_of
    };
    if width < ENOUGH {
        let mut all = titled(left, width);
        all.push(String::new());
        all.extend(titled(right, width));
        return all;
    }
    let half = (width - GAP) / 2;
    let (left, right) = (titled(left, half), titled(right, half));
    paint::beside(&left, &right, half, GAP)
}

fn indented(bar: &Bar) -> String {
    let indent = if bar.is_inside { "  " } else { "" };
    format!("{indent}{}", bar.caption())
}

/// In exactly `width` columns, cut where it is longer.
fn padded(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width {
        return format!("{text}{}", " ".repeat(width - length));
    }
    let more = marks().more;
    let cut: String = text
        .chars()
        .take(width.saturating_sub(more.chars().count()))
        .collect();
    format!("{cut}{more}")
}

/// The times at both ends, and in the middle where there is room.
fn axis(chart: &Chart, label_width: usize, room: usize) -> String {
    let (middle, end) = (moment(chart.length_us / 2), moment(chart.length_us));
    let mut line = "0".to_owned();
    let at = room / 2;
    if at > 2 && at + middle.len() + end.len() + 2 < room {
        line = format!("{line:<at$}{middle}");
    }
    let start = room.saturating_sub(end.len()).max(line.len() + 1);
    let line = format!("{line:<start$}{end}");
    format!("{}{}", " ".repeat(label_width + 2), line.faint())
}

fn drawn(chart: &Chart, bar: &Bar, room: usize) -> String {
    let last = room as u64 - 1;
    let column = |at| usize::try_from(chart.place(at, last)).unwrap_or(0);
    let (from, to) = (column(bar.row.from_us), column(bar.row.to_us));
    let mut signs: Vec<String> = vec![" ".to_owned(); from];
    signs.resize(to + 1, "-".faint());
    for &poll in &bar.row.polls_us {
        let at = column(poll);
        if at < signs.len() {
            signs[at] = "#".label();
        }
    }
    signs[to] = match bar.row.end {
        End::Done => "o".best(),
        End::Cancelled => "x".worst(),
        End::Alive => ">".notable(),
    };
    signs.concat()
}

#[cfg(test)]
mod tests {
    use super::{beside, lines};
    use crate::chart::tests::two_waits;
    use crate::screen::paint::{columns, plain};

    fn drawn(overlap: bool, width: usize) -> Vec<String> {
        let lines = lines(&two_waits(overlap), width);
        assert!(
            lines.iter().all(|line| columns(line) <= width),
            "{lines:#?}"
        );
        lines.iter().map(|line| plain(line)).collect()
    }

    #[test]
    fn waits_in_a_row_are_a_staircase() {
        let expected = [
            "                         0                      200 ms            400 ms",
            "your function            #----------#----------------------------------o",
            "  line 29 > 21: a sleep  -----------o",
            "  line 30 > 21: a sleep             -----------------------------------o",
        ];
        assert_eq!(drawn(false, 72), expected);
    }

    #[test]
    fn waits_at_the_same_time_lie_above_each_other() {
        let expected = [
            "                         0                150 ms      300 ms",
            "your function            #----------#----------------------o",
            "  line 29 > 21: a sleep  -----------o",
            "  line 30 > 21: a sleep  ----------------------------------o",
        ];
        assert_eq!(drawn(true, 60), expected);
    }

    #[test]
    fn two_are_side_by_side_where_there_is_room() {
        let (one, other) = (two_waits(false), two_waits(true));
        let wide = beside(("before", &one), ("after", &other), 130);
        assert_eq!(wide.len(), 5);
        assert!(wide.iter().all(|line| columns(line) <= 130));
        let narrow = beside(("before", &one), ("after", &other), 80);
        assert_eq!(narrow.len(), 11);
    }
}
