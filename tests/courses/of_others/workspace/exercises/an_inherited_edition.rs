use std::convert::TryFrom;

fn main() {
    // Before 2021 an array gives references.
    let first = [1_u32].into_iter().next();
    assert_eq!(u64::try_from(*first.unwrap()), Ok(1));
}
