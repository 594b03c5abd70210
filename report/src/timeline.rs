//! What happened when, in one check: rows of tasks, calls and waits on the check's clock.

use nanoserde::{DeJson, SerJson};
#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// One check's timeline. Times are in microseconds since the check began, on its own clock.
#[derive(Debug, Clone, Default, PartialEq, Eq, SerJson, DeJson)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Timeline {
    /// The check's name.
    pub check: String,
    /// When the check was over.
    pub length_us: u64,
    /// Whatever had a life of its own, in the order it began.
    pub rows: Vec<Row>,
}

/// One life.
#[derive(Debug, Clone, PartialEq, Eq, SerJson, DeJson)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// A name, where it has one.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub name: Option<String>,
    /// The learner's lines that lead there, from the outermost in.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub lines: Vec<u32>,
    /// What it waits for, for a wait.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub on: Option<String>,
    /// When it began.
    pub from_us: u64,
    /// When it ended.
    pub to_us: u64,
    /// When it was polled.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub polls_us: Vec<u64>,
    /// How it ended.
    pub end: End,
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, SerJson, DeJson)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum RowKind {
    /// The check's call of the learner's function.
    Call,
    /// A spawned task.
    Task,
    /// A wait inside a call, or one of several at the same time.
    Wait,
    /// Something of the check's own, such as a request to its server.
    Request,
}

/// How a row ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, SerJson, DeJson)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum End {
    /// By itself.
    Done,
    /// It was dropped before it was done.
    Cancelled,
    /// It was still alive when the check was over.
    Alive,
}
