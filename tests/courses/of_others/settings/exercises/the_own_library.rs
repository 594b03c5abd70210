use course_of_settings::twice;

fn main() {
    assert_eq!(twice(2), 4);
}

#[test]
fn it_doubles() {
    assert_eq!(twice(4), 8);
}
