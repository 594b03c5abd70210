//! asynclings as a library: the rooms of the program, for its own binary, its tests and the
//! classroom. ARCHITECTURE.md is the map.

// floor 1: words, no I/O (and `group` and `file`, the tools that several machines need)
pub mod chart;
pub mod comparison;
pub mod exercise;
pub mod exit_code;
pub mod explain;
pub mod file;
pub mod group;
pub mod picture;
pub mod record;
pub mod verdict;

// floor 2: machines, one kind of I/O each, that do not import each other
pub mod build;
pub mod course;
pub mod judge;
pub mod measure;
pub mod progress;
pub mod screen;
pub mod timelines;
pub mod verdicts;

// floor 3: the product in one function
pub mod attempt;

// floor 4: doors, that do not import each other
pub mod author;
pub mod bench;
pub mod check_all;
pub mod cli;
pub mod hint;
pub mod init;
pub mod list;
pub mod reset;
pub mod run;
pub mod show;
pub mod timeline;
pub mod watch;
