fn main() {}

#[cfg(test)]
mod tests {
    fn nobody_calls_it() {}
}
