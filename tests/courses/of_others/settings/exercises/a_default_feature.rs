fn main() {
    assert!(cfg!(feature = "fast"));
}

#[test]
fn the_other_is_off() {
    assert!(cfg!(not(feature = "slow")));
}
