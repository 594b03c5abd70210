#[cfg(feature = "long")]
pub const LONGEST: &str = "incomprehensibilities";
