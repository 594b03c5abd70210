//! Is compiled at once. Whoever calls it compiles each of these functions for twice as many types as the one
//! before.

macro_rules! grow {
    ($this:ident $next:ident $($rest:ident)*) => {
        fn $this<T: Copy>(value: T) -> usize {
            $next([value; 1]) + $next((value,))
        }
        grow!($next $($rest)*);
    };
    ($last:ident) => {
        fn $last<T: Copy>(_value: T) -> usize {
            size_of::<T>()
        }
    };
}

grow!(a b c d e f g h i j k l m n o p q r s t u v w x y z);

#[inline]
pub fn answer() -> impl Future<Output = u32> {
    std::future::ready(a(0_u8) as u32)
}

fn main() {}
