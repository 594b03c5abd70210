//! stub
use anyhow::Result;
/// options
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// poll
    pub poll: bool,
    /// manual
    pub manual: bool,
}
/// watch
pub async fn watch(
    _course: &crate::course::Course,
    _options: Options,
) -> Result<crate::exit_code::Exit> {
    Ok(crate::exit_code::Exit::Passed)
}
