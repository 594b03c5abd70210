pub const SEVEN: u32 = 7;
