//! A timeline as an SVG that stands alone, in light and in dark. Pure.

pub mod comparison;

use crate::chart::{Bar, Chart, moment};
use report::{End, Timeline};
use std::fmt::Write;

const ROW: usize = 26;
const LABELS: usize = 250;
const PLOT: u64 = 520;
const TOP: usize = 66;

const STYLE: &str = "\
  .page { fill: #ffffff } text { font: 13px ui-monospace, monospace; fill: #1f2328 }\n\
  .title { font-weight: bold } .faint { fill: #59636e } .axis { stroke: #d1d9e0 }\n\
  .wait { fill: #b6c2cf } .poll { fill: #0969da } .done { fill: #1a7f37 }\n\
  .cancelled { stroke: #cf222e; stroke-width: 3 } .alive { fill: #9a6700 }\n\
  @media (prefers-color-scheme: dark) {\n\
    .page { fill: #0d1117 } text { fill: #f0f6fc } .faint { fill: #9198a1 }\n\
    .axis { stroke: #3d444d } .wait { fill: #59636e } .poll { fill: #4493f8 }\n\
    .done { fill: #3fb950 } .cancelled { stroke: #f85149 } .alive { fill: #d29922 }\n\
  }";

/// `timeline` as a picture under `title`.
#[must_use]
pub fn svg(timeline: &Timeline, title: &str) -> String {
    let chart = Chart::of(timeline);
    let rows = chart.bars.len() + usize::from(chart.left_out > 0);
    let height = TOP + rows * ROW + 44;
    let width = LABELS as u64 + PLOT + 40;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\">\n<title>{0}</title>\n\
         <style>\n{STYLE}\n</style>\n<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n\
         <text class=\"title\" x=\"16\" y=\"26\">{0}</text>\n",
        escaped(title)
    );
    for quarter in 0..=4 {
        let x = LABELS as u64 + PLOT * quarter / 4;
        let bottom = TOP + rows * ROW;
        let at = moment(chart.length_us * quarter / 4);
        // Writing to a string cannot fail.
        let _infallible = writeln!(
            out,
            "<path class=\"axis\" d=\"M{x} {TOP}V{bottom}\"/>\
             <text class=\"faint\" x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{at}</text>",
            TOP - 10
        );
    }
    for (number, bar) in chart.bars.iter().enumerate() {
        out.push_str(&row(&chart, bar, TOP + number * ROW));
    }
    if chart.left_out > 0 {
        let y = TOP + chart.bars.len() * ROW + 17;
        let _infallible = writeln!(
            out,
            "<text class=\"faint\" x=\"16\" y=\"{y}\">… and {} rows more</text>",
            chart.left_out
        );
    }
    let _infallible = write!(
        out,
        "<text class=\"faint\" x=\"16\" y=\"{}\">tick: runs   bar: waits   dot: done   \
         cross: cancelled   triangle: still alive</text>\n</svg>\n",
        height - 16
    );
    out
}

fn row(chart: &Chart, bar: &Bar, top: usize) -> String {
    let x = |at| LABELS as u64 + chart.place(at, PLOT);
    let (from, to) = (x(bar.row.from_us), x(bar.row.to_us));
    let middle = top + ROW / 2;
    let indent = if bar.is_inside { 32 } else { 16 };
    let mut out = format!(
        "<text x=\"{indent}\" y=\"{}\">{}</text>\
         <rect class=\"wait\" x=\"{from}\" y=\"{}\" width=\"{}\" height=\"8\" rx=\"2\"/>",
        middle + 4,
        escaped(&bar.caption()),
        middle - 4,
        (to - from).max(1)
    );
    for &poll in &bar.row.polls_us {
        let at = x(poll);
        let y = middle - 8;
        let _infallible = write!(
            out,
            "<rect class=\"poll\" x=\"{at}\" y=\"{y}\" width=\"3\" height=\"16\"/>"
        );
    }
    let (y, low, high) = (middle, middle + 6, middle - 6);
    out.push_str(&match bar.row.end {
        End::Done => format!("<circle class=\"done\" cx=\"{to}\" cy=\"{y}\" r=\"5\"/>"),
        End::Cancelled => {
            let (left, right) = (to - 6, to + 6);
            format!(
                "<path class=\"cancelled\" d=\"M{left} {high}L{right} {low}M{left} {low}L{right} {high}\"/>"
            )
        }
        End::Alive => format!(
            "<path class=\"alive\" d=\"M{to} {high}L{} {y}L{to} {low}Z\"/>",
            to + 10
        ),
    });
    out.push('\n');
    out
}

/// Names come from a learner's world: nothing of them may become markup.
fn escaped(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_control())
        .map(|letter| match letter {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            '"' => "&quot;".to_owned(),
            letter => letter.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::svg;
    use crate::chart::tests::two_waits;

    #[test]
    fn a_picture_stands_alone_and_holds_every_row() {
        let picture = svg(&two_waits(true), "Waits");
        assert!(picture.starts_with("<svg xmlns="));
        assert!(picture.contains("prefers-color-scheme: dark"));
        assert_eq!(picture.matches("class=\"wait\"").count(), 3);
        assert!(!picture.contains("http://www.w3.org/1999/xlink"));
    }

    #[test]
    fn names_do_not_become_markup() {
        let mut timeline = two_waits(true);
        timeline.rows[0].name = Some("<script>&".into());
        let picture = svg(&timeline, "\"><b>");
        assert!(!picture.contains("<script>") && !picture.contains("<b>"));
    }
}
