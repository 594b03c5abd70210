trait Speaks {
    fn speak(&self) -> String;
}

struct Dog;

impl Speaks for Dog {
    fn speak(&self) -> String {
        "woof".to_owned()
    }
}

fn main() {
    let all: Vec<Box<Speaks>> = vec![Box::new(Dog)];
    println!("{}", all[0].speak());
}
