//! **traits**: what the compiler knows of a type, asked without failing to compile.
//!
//! `probe::is_send!(&value)` is a constant that the compiler finds by picking, of two methods
//! of the same name, the one whose bound the type meets. It works for concrete types, which
//! includes what an `async fn` returns; it does not work for a generic parameter.

use std::marker::PhantomData;

/// The question, about a `T`.
pub struct Ask<T: ?Sized>(PhantomData<T>);

impl<T> Ask<T> {
    /// Asks about the type of this value.
    pub fn about(_value: &T) -> Self {
        Self(PhantomData)
    }
}

/// The answer of a type that is `Send`.
pub trait SendAnswer {
    /// Yes.
    fn is_send(&self) -> bool {
        true
    }
}

impl<T: Send> SendAnswer for Ask<T> {}

/// The answer of any other: found one reference later.
pub trait NotSendAnswer {
    /// No.
    fn is_send(&self) -> bool {
        false
    }
}

impl<T> NotSendAnswer for &Ask<T> {}

/// Whether the value behind a reference may move to another thread.
///
/// ```
/// assert!(probe::is_send!(&1));
/// assert!(!probe::is_send!(&std::rc::Rc::new(1)));
/// ```
#[macro_export]
macro_rules! is_send {
    ($value:expr) => {{
        #[allow(unused_imports)]
        use $crate::traits::{NotSendAnswer as _, SendAnswer as _};
        (&$crate::traits::Ask::about($value)).is_send()
    }};
}
