//! Loaded into a compiler that stands by: has it take its memory while nobody waits for it.
//!
//! The system clears each page before a program gets it, which is a tenth of what a compiler does for one
//! exercise. Its allocator is told to keep what is given back (`src/build/compiler.rs`), so what is taken and given back here
//! need not be had from the system again.

/// Somewhat less than a compiler takes for one exercise.
const PIECES: usize = 48;

/// Larger ones the allocator would not keep.
const PIECE: usize = 1 << 20;

extern "C" fn take_memory() {
    let pieces: Vec<Vec<u8>> = (0..PIECES).map(|_| vec![1; PIECE]).collect();
    drop(std::hint::black_box(pieces));
}

/// The loader calls what is in this section, before the compiler's own `main`.
#[used]
#[unsafe(link_section = ".init_array")]
static WHEN_LOADED: extern "C" fn() = take_memory;
