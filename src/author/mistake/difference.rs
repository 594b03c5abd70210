//! The difference of two programs: made, read and applied. Pure.
//!
//! A hunk has as many lines of context as make its place the only one, and at least one. So it needs no
//! line numbers to be applied; those are for readers. What stands on top of a program (`//!`) takes no part.

use super::head::Wrong;
use diffy::{DiffOptions, Hunk, Line, Patch};
use std::ops::Range;

/// A program without what stands on top of it.
#[derive(Debug)]
pub(super) struct Code {
    pub(super) text: String,
    /// How many lines stand before it in its file.
    pub(super) before: usize,
}

/// How closely a hunk must fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    /// With all its context.
    Exact,
    /// With as much of its context as is still there, if that is in one place only.
    Loose,
}

/// The hunks of a difference.
#[derive(Debug)]
pub(super) struct Hunks(Vec<Change>);

/// One hunk.
#[derive(Debug)]
struct Change {
    /// Where it begins in the file that it was read from, counted from 1.
    line: usize,
    lines: Vec<(Sign, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Keep,
    Remove,
    Add,
}

/// A hunk, or the middle of one, where it fits.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    /// The first line that it replaces, counted from 0.
    at: usize,
    /// Which lines of the hunk are applied there.
    lines: Range<usize>,
}

impl Code {
    /// What follows the first block of `//!` in `file`.
    pub(super) fn of(file: &str) -> Self {
        let is_head = |line: &&str| line.starts_with("//!");
        let head = file.lines().take_while(is_head).count();
        let is_blank = |line: &&str| line.trim().is_empty();
        let blank = file.lines().skip(head).take_while(is_blank).count();
        Self {
            text: file.split_inclusive('\n').skip(head + blank).collect(),
            before: head + blank,
        }
    }
}

/// What has to be done to `from` to make `to` of it; nothing when they are equal.
pub(super) fn between(from: &Code, to: &Code) -> String {
    let lines: Vec<&str> = from.text.lines().collect();
    // With all lines as its context, a hunk fits in one place.
    for context in 1..=lines.len().max(1) {
        let mut options = DiffOptions::new();
        let patch = options
            .set_context_len(context)
            .create_patch(&from.text, &to.text);
        let fits_once = |hunk: &Hunk<'_, str>| {
            let old: Vec<&str> = hunk.lines().iter().filter_map(old).collect();
            places(&lines, &old).len() == 1
        };
        if context >= lines.len() || patch.hunks().iter().all(fits_once) {
            let hunks = patch.hunks().iter();
            return hunks.map(|hunk| written(hunk, from, to)).collect();
        }
    }
    String::new()
}

/// The line that a hunk expects, if it expects this one.
fn old<'a>(line: &Line<'a, str>) -> Option<&'a str> {
    match line {
        Line::Context(text) | Line::Delete(text) => Some(text.trim_end_matches('\n')),
        Line::Insert(_) => None,
    }
}

/// A hunk as text, with the lines counted in whole files.
fn written(hunk: &Hunk<'_, str>, from: &Code, to: &Code) -> String {
    let (old, new) = (hunk.old_range(), hunk.new_range());
    let numbers = |start: usize, len: usize| match len {
        1 => start.to_string(),
        _ => format!("{start},{len}"),
    };
    let mut text = format!(
        "@@ -{} +{} @@{}\n",
        numbers(old.start() + from.before, old.len()),
        numbers(new.start() + to.before, new.len()),
        item_before(&from.text, old.start())
    );
    for line in hunk.lines() {
        let (sign, line) = match line {
            // No editor and no tool takes the end of such a line away.
            Line::Context("\n") => ("", &"\n"),
            Line::Context(line) => (" ", line),
            Line::Delete(line) => ("-", line),
            Line::Insert(line) => ("+", line),
        };
        text.push_str(sign);
        text.push_str(line);
    }
    text
}

/// The last item that begins before the line `start`, for a reader to know where a hunk is.
fn item_before(text: &str, start: usize) -> String {
    let is_item = |line: &&str| {
        line.starts_with(|first: char| first.is_ascii_lowercase()) && !line.starts_with("use ")
    };
    let before: Vec<&str> = text.lines().take(start.saturating_sub(1)).collect();
    let item = before.into_iter().rev().find(is_item).unwrap_or_default();
    let shown: String = item
        .trim_end_matches([' ', '{', '('])
        .chars()
        .take(60)
        .collect();
    match shown.trim_end() {
        "" => String::new(),
        shown => format!(" {shown}"),
    }
}

/// Where in `lines` the lines `old` stand, counted from 0.
fn places(lines: &[&str], old: &[&str]) -> Vec<usize> {
    let ends = lines.len().checked_sub(old.len());
    let starts = ends.map_or(0..0, |last| 0..last + 1);
    starts.filter(|at| lines[*at..].starts_with(old)).collect()
}

impl Hunks {
    /// Reads the `lines` of a difference from its first hunk on, which is at the line `first` of its file.
    pub(super) fn read(lines: &[&str], first: usize) -> Result<Self, Wrong> {
        if lines.is_empty() {
            return Err((first, "it changes nothing: there is no `@@ … @@`".into()));
        }
        let mut starts: Vec<usize> = (0..lines.len())
            .filter(|at| lines[*at].starts_with("@@"))
            .collect();
        starts.push(lines.len());
        let hunks = starts
            .windows(2)
            .map(|ends| Change::read(&lines[ends[0]..ends[1]], first + ends[0]));
        Ok(Self(hunks.collect::<Result<_, _>>()?))
    }

    /// Applies them to `from`, which is called `name`, and says which of them fitted only loosely.
    pub(super) fn apply(
        &self,
        from: &Code,
        name: &str,
        strictness: Strictness,
    ) -> Result<(String, Vec<usize>), Wrong> {
        let lines: Vec<&str> = from.text.lines().collect();
        let (mut loose, mut done) = (Vec::new(), 0);
        let mut applied: Vec<&str> = Vec::new();
        for hunk in &self.0 {
            let place = hunk.place(&lines, strictness).map_err(|found| {
                let found: Vec<usize> = found.iter().map(|at| at + from.before + 1).collect();
                (hunk.line, hunk.misfit(name, &found))
            })?;
            if place.at < done {
                let what = format!("this hunk does not follow the one before it in {name}");
                return Err((hunk.line, what));
            }
            applied.extend(&lines[done..place.at]);
            done = place.at;
            if place.lines.len() < hunk.lines.len() {
                loose.push(hunk.line);
            }
            for (sign, line) in &hunk.lines[place.lines] {
                if *sign != Sign::Remove {
                    applied.push(line);
                }
                done += usize::from(*sign != Sign::Add);
            }
        }
        applied.extend(&lines[done..]);
        let text = applied.iter().map(|line| format!("{line}\n")).collect();
        Ok((text, loose))
    }
}

impl Change {
    /// Reads one hunk that begins at the line `first` of its file.
    fn read(lines: &[&str], first: usize) -> Result<Self, Wrong> {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let malformed = |what: &str| (first, format!("this hunk is malformed: {what}"));
        let patch = Patch::from_str(&text).map_err(|error| {
            let said = error.to_string();
            // Its bytes are counted from the hunk.
            malformed(
                said.split_once(": ")
                    .map_or(said.as_str(), |(_, what)| what),
            )
        })?;
        if patch.hunks().is_empty() {
            return Err(malformed("it begins with no `@@ -1,2 +1,2 @@`"));
        }
        let read: Vec<(Sign, String)> = patch
            .hunks()
            .iter()
            .flat_map(|hunk| hunk.lines())
            .map(|line| match line {
                Line::Context(text) => (Sign::Keep, *text),
                Line::Delete(text) => (Sign::Remove, *text),
                Line::Insert(text) => (Sign::Add, *text),
            })
            .map(|(sign, text)| (sign, text.trim_end_matches('\n').to_owned()))
            .collect();
        if read.len() + 1 != lines.len() {
            return Err(malformed("it has other lines than its `@@ … @@` says"));
        }
        Ok(Self {
            line: first,
            lines: read,
        })
    }

    /// The only place for it in `base`, or the places where it fits with all its context.
    fn place(&self, base: &[&str], strictness: Strictness) -> Result<Place, Vec<usize>> {
        let exact = self.fitting(base, 0..self.lines.len());
        if exact.len() == 1 {
            let (at, lines) = (exact[0], 0..self.lines.len());
            return Ok(Place { at, lines });
        }
        if strictness == Strictness::Exact || !exact.is_empty() {
            return Err(exact);
        }
        let is_context = |(sign, _): &&(Sign, String)| *sign == Sign::Keep;
        let lead = self.lines.iter().take_while(is_context).count();
        let trail = self.lines.iter().rev().take_while(is_context).count();
        for less in 1..=lead + trail {
            let cuts = (0..=less.min(lead)).filter(|cut| less - cut <= trail);
            let mut found = cuts.flat_map(|cut| {
                // Only context has both ends; then nothing is left.
                let end = self.lines.len().saturating_sub(less - cut).max(cut);
                let places = self.fitting(base, cut..end).into_iter();
                places.map(move |at| Place {
                    at,
                    lines: cut..end,
                })
            });
            match (found.next(), found.next()) {
                (None, _) => {}
                (Some(place), None) => return Ok(place),
                (Some(_), Some(_)) => return Err(Vec::new()),
            }
        }
        Err(Vec::new())
    }

    /// Where these of its lines fit in `base`, counted from 0. Without a line to look for, nowhere.
    fn fitting(&self, base: &[&str], lines: Range<usize>) -> Vec<usize> {
        let old: Vec<&str> = self.lines[lines]
            .iter()
            .filter(|(sign, _)| *sign != Sign::Add)
            .map(|(_, line)| line.as_str())
            .collect();
        if old.is_empty() && !base.is_empty() {
            return Vec::new();
        }
        places(base, &old)
    }

    /// Why it has no place in what is called `name`, and the hunk itself.
    fn misfit(&self, name: &str, found: &[usize]) -> String {
        let mut text = if found.is_empty() {
            format!("this hunk fits nowhere in {name}:")
        } else {
            let lines: Vec<String> = found.iter().map(usize::to_string).collect();
            format!(
                "this hunk fits {} times in {name}, at the lines {}; it needs more lines of context:",
                found.len(),
                lines.join(", ")
            )
        };
        for (sign, line) in &self.lines {
            let sign = match sign {
                Sign::Keep => ' ',
                Sign::Remove => '-',
                Sign::Add => '+',
            };
            text.push_str(format!("\n    {sign}{line}").trim_end());
        }
        text
    }
}

#[cfg(test)]
mod tests;
