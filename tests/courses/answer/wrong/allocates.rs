//! Takes memory without end, also when its `main` is run.

pub async fn answer() -> u32 {
    hoard()
}

fn hoard() -> u32 {
    let mut all = Vec::new();
    loop {
        // Zeroed memory costs the machine nothing until it is touched.
        all.push(vec![0_u8; 1 << 20]);
    }
}

fn main() {
    hoard();
}
