//! A comparison as an SVG that stands alone, in light and in dark.

use super::escaped;
use crate::comparison::scale::Scale;
use crate::comparison::seen::{caveats, seen, warning};
use crate::comparison::{Comparison, Runtime, Workload, span};
use std::fmt::Write;

const LABELS: f64 = 190.0;
const PLOT: f64 = 460.0;
const FIGURES: f64 = 220.0;
const ROW: f64 = 24.0;
const TOP: f64 = 48.0;
const LINE: f64 = 18.0;
/// Letters of the font below that fit between the margins.
const LETTERS: usize = 104;

const STYLE: &str = "\
  .page { fill: #ffffff } text { font: 13px ui-monospace, monospace; fill: #1f2328 }\n\
  .title { font-weight: bold } .faint { fill: #59636e } .axis { stroke: #d1d9e0 }\n\
  .range { stroke: #b6c2cf; stroke-width: 8 } .median { fill: #1a7f37 }\n\
  .p99 { fill: #cf222e }\n\
  @media (prefers-color-scheme: dark) {\n\
    .page { fill: #0d1117 } text { fill: #f0f6fc } .faint { fill: #9198a1 }\n\
    .axis { stroke: #3d444d } .range { stroke: #59636e } .median { fill: #3fb950 }\n\
    .p99 { fill: #f85149 }\n\
  }";

/// `comparison` as a picture: for each workload a row for each runtime, from its median to its p99.
#[must_use]
pub fn svg(comparison: &Comparison) -> String {
    let scale = Scale::of(comparison);
    let mut body = String::new();
    let mut y = TOP;
    for workload in Workload::ALL {
        y = block(&mut body, comparison, workload, scale, y);
    }
    let key = "dot: median, bar: p99; a step of the axis is ten times more";
    y = paragraph(&mut body, "faint", key, y);
    if let Some(sentence) = warning(comparison) {
        y = paragraph(&mut body, "title", &sentence, y);
    }
    for (workload, sentence) in seen(comparison) {
        y = paragraph(
            &mut body,
            "seen",
            &format!("{}: {sentence}", workload.name()),
            y,
        );
    }
    for sentence in caveats(comparison) {
        y = paragraph(&mut body, "faint", &sentence, y);
    }
    let (width, height) = (LABELS + PLOT + FIGURES, y);
    let title = "Four runtimes on one machine: how late they are";
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\">\n<title>{title}</title>\n\
         <style>\n{STYLE}\n</style>\n<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n\
         <text class=\"title\" x=\"16\" y=\"26\">{title}</text>\n{body}</svg>\n"
    )
}

/// One workload, from `top`; gives where the next one begins. Writing to a string cannot fail.
fn block(
    out: &mut String,
    comparison: &Comparison,
    workload: Workload,
    scale: Scale,
    top: f64,
) -> f64 {
    let x = |us| LABELS + scale.place(us, PLOT);
    let rows = top + ROW;
    let bottom = rows + ROW * Runtime::ALL.len() as f64;
    let _infallible = writeln!(
        out,
        "<text class=\"title\" x=\"16\" y=\"{:.0}\">{}</text>",
        top + 14.0,
        workload.name()
    );
    for (us, label) in scale.ticks() {
        let at = x(us);
        let _infallible = writeln!(
            out,
            "<path class=\"axis\" d=\"M{at:.1} {rows}V{bottom}\"/>\
             <text class=\"faint\" x=\"{at:.1}\" y=\"{:.0}\" text-anchor=\"middle\">{label}</text>",
            top + 14.0
        );
    }
    for (number, runtime) in Runtime::ALL.into_iter().enumerate() {
        let Some(figure) = comparison.figure(workload, runtime) else {
            continue;
        };
        let middle = rows + ROW * (number as f64 + 0.5);
        let (from, to) = (x(figure.median_us), x(figure.p99_us));
        let mut figures = format!("{} / {}", span(figure.median_us), span(figure.p99_us));
        if let Some(rate) = figure.mb_per_second {
            let _infallible = write!(figures, ", {rate:.0} MB/s");
        }
        let _infallible = writeln!(
            out,
            "<text x=\"16\" y=\"{base:.0}\">{name}</text>\
             <path class=\"range\" d=\"M{from:.1} {middle}H{to:.1}\"/>\
             <rect class=\"p99\" x=\"{left:.1}\" y=\"{high:.0}\" width=\"3\" height=\"16\"/>\
             <circle class=\"median\" cx=\"{from:.1}\" cy=\"{middle}\" r=\"5\"/>\
             <text class=\"faint\" x=\"{right}\" y=\"{base:.0}\">{figures}</text>",
            base = middle + 4.0,
            name = escaped(runtime.name()),
            left = to - 1.5,
            high = middle - 8.0,
            right = LABELS + PLOT + 14.0,
        );
    }
    bottom + ROW
}

/// Lines of text from `top`; gives where the next ones begin.
fn paragraph(out: &mut String, class: &str, text: &str, top: f64) -> f64 {
    let mut y = top;
    for line in textwrap::wrap(text, LETTERS) {
        let _infallible = writeln!(
            out,
            "<text class=\"{class}\" x=\"16\" y=\"{y:.0}\">{}</text>",
            escaped(&line)
        );
        y += LINE;
    }
    y + LINE / 2.0
}

#[cfg(test)]
mod tests {
    use super::svg;
    use crate::comparison::tests::{compared, usual};

    #[test]
    fn a_picture_stands_alone_and_holds_every_figure() {
        let picture = svg(&compared(usual));
        assert!(picture.starts_with("<svg xmlns=") && picture.ends_with("</svg>\n"));
        assert!(picture.contains("prefers-color-scheme: dark"));
        assert_eq!(picture.matches("class=\"median\"").count(), 12);
        assert!(picture.contains("33 ms / 67 ms, 330 MB/s"), "{picture}");
        assert!(!picture.contains("href") && !picture.contains("NaN"));
    }

    #[test]
    fn every_element_that_is_opened_is_closed() {
        let picture = svg(&compared(usual));
        let mut open: Vec<&str> = Vec::new();
        for tag in picture.split('<').skip(1) {
            let (tag, text) = tag.split_once('>').expect("an end of the tag");
            assert!(!text.contains('>'), "{text}");
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name));
            } else if !tag.ends_with('/') {
                open.push(tag.split(' ').next().unwrap_or_default());
            }
        }
        assert_eq!(open, [""; 0]);
    }
}
