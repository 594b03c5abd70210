//! Two versions of a progress file in one text, as git leaves them: between its marks, or line under
//! line. What passed on either side has passed.

use super::Progress;

/// How the lines begin that git puts around what it could not merge.
const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// Both sides of `text` in one; none when one of its lines is nothing that a progress file has: then
/// it is damaged, and who knows what is missing.
pub(super) fn both_sides(text: &str) -> Option<Progress> {
    let mut keys = toml::Table::new();
    let mut done: Vec<toml::Value> = Vec::new();
    let (mut opened, mut closed) = (0, 0);
    for line in text.lines().map(str::trim) {
        if line.is_empty() || MARKS.iter().any(|mark| line.starts_with(mark)) {
            continue;
        }
        match line {
            "done = [" => opened += 1,
            "]" => closed += 1,
            name if name.starts_with('"') => {
                let names = format!("done = [{name}]").parse().ok()?;
                done.extend(names_in(names)?);
            }
            pair => {
                for (key, value) in pair.parse::<toml::Table>().ok()? {
                    if key == "done" {
                        done.extend(value.as_array()?.iter().cloned());
                    } else {
                        // Of two, the first: git writes our own side before the other.
                        keys.entry(key).or_insert(value);
                    }
                }
            }
        }
    }
    // A file that was cut off has lost what nobody can tell. Git may leave one bracket for two lists.
    if opened > 0 && closed == 0 {
        return None;
    }
    keys.insert("done".to_owned(), done.into());
    keys.try_into().ok()
}

fn names_in(mut table: toml::Table) -> Option<Vec<toml::Value>> {
    match table.remove("done")? {
        toml::Value::Array(names) => Some(names),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::both_sides;

    #[test]
    fn the_union_of_lines_has_the_passes_of_both_sides() {
        // What `merge=union` makes of two files of which each has one more pass, and another place.
        let text = "version = 1\ncurrent = \"b\"\ncurrent = \"c\"\ndone = [\n    \"a\",\n    \
                    \"b\",\n    \"c\",\n]\nwelcomed = true\n";
        let progress = both_sides(text).unwrap();
        assert_eq!(progress.done, ["a", "b", "c"]);
        assert_eq!(progress.current.as_deref(), Some("b"));
    }

    #[test]
    fn a_side_on_one_line_counts_too() {
        let text = "version = 1\n<<<<<<< ours\ndone = [\"a\"]\n||||||| base\ndone = []\n=======\n\
                    done = [\n    \"b\",\n]\n>>>>>>> theirs\n";
        assert_eq!(both_sides(text).unwrap().done, ["a", "b"]);
    }

    #[test]
    fn what_is_damaged_otherwise_is_no_merge() {
        for text in [
            "damaged [",
            "version = 1\ndone = [\n    \"a\",\n",
            "version = 1\ndone = [\n    \"a\n]\n",
            "version = 1\n\u{fffd}\n",
            "done = [\n]\n",
        ] {
            assert!(both_sides(text).is_none(), "{text}");
        }
    }
}
