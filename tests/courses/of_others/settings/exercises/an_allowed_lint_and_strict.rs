fn main() {
    let unused = 1;
    return;
}

fn nobody_calls_it() {}
