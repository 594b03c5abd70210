//! A comparison as lines on the terminal: a table, what is seen in it, a plot, and how it was measured.
//!
//! Every sign is a letter of its own, so that nothing depends on colours.

use super::paint::hanging;
use super::palette::Ink;
use crate::comparison::scale::Scale;
use crate::comparison::seen::{caveats, seen, warning};
use crate::comparison::{Comparison, Figure, Runtime, Workload, span};

/// From here on the table has room for full names, and for the work that was done.
const WIDE: usize = 78;
/// Signs: half are later than the first, one in a hundred is later than the last.
const LEGEND: &str = "o median   x p99   a step of the axis is ten times more";

/// `comparison` in lines of at most `width` columns, if there are at least 56.
#[must_use]
pub fn lines(comparison: &Comparison, width: usize) -> Vec<String> {
    let mut lines = table(comparison, width);
    lines.push(String::new());
    if let Some(warning) = warning(comparison) {
        let wrapped = hanging(&warning, "", "", width);
        lines.extend(wrapped.into_iter().map(|line| line.notable()));
        lines.push(String::new());
    }
    for (workload, sentence) in seen(comparison) {
        let sentence = format!("{}: {sentence}", workload.name());
        lines.extend(hanging(&sentence, "", "  ", width));
    }
    lines.push(String::new());
    lines.extend(plot(comparison, width));
    lines.push(String::new());
    for sentence in caveats(comparison) {
        let wrapped = hanging(&sentence, "", "", width);
        lines.extend(wrapped.into_iter().map(|line| line.faint()));
    }
    lines
}

/// How the columns of a table, or the rows of a plot, are named and how wide they are.
struct Layout {
    is_wide: bool,
    name: usize,
    cell: usize,
}

impl Layout {
    fn of(width: usize) -> Self {
        let is_wide = width >= WIDE;
        let names = Runtime::ALL.map(|runtime| named(runtime, is_wide).len());
        Self {
            is_wide,
            name: names.into_iter().max().unwrap_or(0),
            cell: if is_wide { 8 } else { 7 },
        }
    }
}

fn named(runtime: Runtime, is_wide: bool) -> &'static str {
    if is_wide {
        runtime.name()
    } else {
        runtime.short_name()
    }
}

/// A row for each runtime, two columns for each workload.
fn table(comparison: &Comparison, width: usize) -> Vec<String> {
    let layout = Layout::of(width);
    let Layout {
        is_wide,
        name,
        cell,
    } = layout;
    let mut titles = " ".repeat(name);
    let mut kinds = " ".repeat(name);
    for workload in Workload::ALL {
        // In the middle of its two columns, which begin with a gap.
        let middle = 2 * cell - 1;
        titles.push_str(&format!(" {:^middle$}", workload.name()));
        kinds.push_str(&format!("{:>cell$}{:>cell$}", "median", "p99"));
    }
    if is_wide {
        titles.push_str(&format!("{:>10}", "CPU work"));
        kinds.push_str(&format!("{:>10}", "MB/s"));
    }
    let titles = titles.trim_end();
    let mut lines = vec![titles.strong(), kinds.faint()];
    for runtime in Runtime::ALL {
        let mut line = format!("{:<name$}", named(runtime, is_wide));
        let figures = Workload::ALL.map(|workload| comparison.figure(workload, runtime));
        for figure in &figures {
            let [median, p99] = figure.map_or_else(Default::default, |figure| {
                [figure.median_us, figure.p99_us].map(span)
            });
            line.push_str(&format!("{median:>cell$}{p99:>cell$}"));
        }
        if is_wide {
            line.push_str(&format!("{:>10}", work(&figures)));
        }
        lines.push(line);
    }
    if !is_wide {
        let work = Runtime::ALL.map(|runtime| {
            let figure = comparison.figure(Workload::Cpu, runtime);
            format!("{} {}", runtime.short_name(), work(&[figure]))
        });
        let work = format!("CPU work in MB/s: {}", work.join(", "));
        lines.extend(hanging(&work, "", "  ", width));
    }
    lines
}

/// The rate of the one that has a rate.
fn work(figures: &[Option<Figure>]) -> String {
    let rate = figures.iter().flatten().find_map(|one| one.mb_per_second);
    rate.map_or_else(String::new, |rate| format!("{rate:.0}"))
}

/// For each workload a row for each runtime, from its median to its p99.
fn plot(comparison: &Comparison, width: usize) -> Vec<String> {
    let Layout { is_wide, name, .. } = Layout::of(width);
    let scale = Scale::of(comparison);
    // The last label stands with its middle at the end of the axis.
    const MARGIN: usize = 3;
    let length = width.saturating_sub(name + 2 + MARGIN).clamp(10, 80) - 1;
    let place = |us| scale.place(us, length as f64).round() as usize;
    let mut lines = Vec::new();
    for workload in Workload::ALL {
        let title = format!("{:<1$}", workload.name(), name + 2);
        let axis = axis(scale, name + 2, length);
        let axis = axis.get(title.len()..).unwrap_or_default().to_owned();
        lines.push(format!("{}{}", title.strong(), axis.faint()));
        for runtime in Runtime::ALL {
            let mut signs: Vec<char> = vec![' '; length + 1];
            for (us, _) in scale.ticks() {
                signs[place(us)] = '.';
            }
            if let Some(figure) = comparison.figure(workload, runtime) {
                let (from, to) = (place(figure.median_us), place(figure.p99_us));
                signs[from..=to].fill('-');
                signs[to] = 'x';
                // Where both are at one place, the median is what is read first.
                signs[from] = 'o';
            }
            let row: String = signs.into_iter().map(coloured).collect();
            lines.push(format!("{:<name$}  {row}", named(runtime, is_wide)));
        }
        lines.push(String::new());
    }
    lines.extend(
        hanging(LEGEND, "", "", width)
            .into_iter()
            .map(|line| line.faint()),
    );
    lines
}

fn coloured(sign: char) -> String {
    let text = sign.to_string();
    match sign {
        'o' => text.best(),
        'x' => text.worst(),
        '-' | '.' => text.faint(),
        _ => text,
    }
}

/// The labels of the axis, each with its middle at its tick; one that has no room is left out.
fn axis(scale: Scale, begin: usize, length: usize) -> String {
    let mut line = " ".repeat(begin.saturating_sub(1));
    for (us, label) in scale.ticks() {
        let tick = begin + scale.place(us, length as f64).round() as usize;
        let letters = label.chars().count();
        let from = tick.saturating_sub(letters / 2);
        let there = line.chars().count();
        if from > there || there < begin {
            line.push_str(&" ".repeat(from.max(begin).saturating_sub(there)));
            line.push_str(&label);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::lines;
    use crate::comparison::tests::{compared, usual};
    use crate::screen::paint::{columns, plain};

    fn drawn(width: usize) -> Vec<String> {
        let lines = lines(&compared(usual), width);
        assert!(
            lines.iter().all(|line| columns(line) <= width),
            "{lines:#?}"
        );
        lines.iter().map(|line| plain(line)).collect()
    }

    #[test]
    fn the_table_has_a_row_for_each_runtime_and_two_columns_for_each_workload() {
        let expected = [
            "                          echo           timers            CPU        CPU work",
            "                      median     p99  median     p99  median     p99      MB/s",
            "tokio current_thread  124 µs  310 µs  1.1 ms  2.0 ms   33 ms   67 ms       330",
            "tokio multi_thread    124 µs  310 µs  1.1 ms  2.0 ms   15 ms   32 ms       640",
            "smol                  124 µs  310 µs   31 µs  226 µs   33 ms   67 ms       330",
            "plain threads         124 µs  310 µs   79 µs  335 µs   80 µs  3.6 ms       330",
        ];
        assert_eq!(drawn(80)[..6], expected);
    }

    #[test]
    fn in_sixty_columns_names_are_short_and_the_work_stands_below() {
        let expected = [
            "                   echo         timers          CPU",
            "               median    p99 median    p99 median    p99",
            "current_thread 124 µs 310 µs 1.1 ms 2.0 ms  33 ms  67 ms",
            "multi_thread   124 µs 310 µs 1.1 ms 2.0 ms  15 ms  32 ms",
            "smol           124 µs 310 µs  31 µs 226 µs  33 ms  67 ms",
            "plain threads  124 µs 310 µs  79 µs 335 µs  80 µs 3.6 ms",
            "CPU work in MB/s: current_thread 330, multi_thread 640, smol",
            "  330, plain threads 330",
        ];
        assert_eq!(drawn(60)[..8], expected);
    }

    #[test]
    fn the_plot_goes_from_median_to_p99_on_one_axis_for_all() {
        let expected = [
            "CPU             10 µs  100 µs     1 ms      10 ms    100 ms",
            "current_thread  .         .         .         .    o--x .",
            "multi_thread    .         .         .         . o--x    .",
            "smol            .         .         .         .    o--x .",
            "plain threads   .        o----------------x   .         .",
        ];
        let drawn = drawn(60);
        let at = drawn.iter().position(|line| line == expected[0]);
        assert_eq!(drawn[at.unwrap()..][..5], expected);
    }

    #[test]
    fn no_line_is_too_wide_whatever_was_measured() {
        for times in [(0.0, 0.0), (3.0, 4e6), (999.6, 999_600.0)] {
            for width in [56, 60, 80, 132] {
                let lines = lines(&compared(|_, _, _| times), width);
                let widest = lines.iter().map(|line| columns(line)).max();
                assert!(widest <= Some(width), "{lines:#?}");
            }
        }
    }
}
