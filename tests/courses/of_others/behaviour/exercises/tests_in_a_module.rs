fn main() {}

#[cfg(test)]
mod tests {
    mod deeper {
        #[test]
        fn it_holds() {
            panic!("no");
        }
    }
}
