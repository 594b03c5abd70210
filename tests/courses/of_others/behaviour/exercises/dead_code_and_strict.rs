fn main() {}

fn nobody_calls_it() {}
