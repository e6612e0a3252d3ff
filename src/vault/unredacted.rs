//! What came out of the vault cannot leave by accident.

use crate::access::Permit;

/// An original, opened. It cannot be printed, serialised, cloned or compared; it is read by naming the permit.
///
/// It cannot be shown:
///
/// ```compile_fail
/// fn show<T: std::fmt::Display>(_: T) {}
/// fn leak(original: entente::vault::Unredacted<String>) { show(original) }
/// ```
///
/// nor printed for debugging:
///
/// ```compile_fail
/// fn print<T: std::fmt::Debug>(_: T) {}
/// fn leak(original: entente::vault::Unredacted<String>) { print(original) }
/// ```
///
/// nor serialised:
///
/// ```compile_fail
/// fn send<T: serde::Serialize>(_: T) {}
/// fn leak(original: entente::vault::Unredacted<String>) { send(original) }
/// ```
///
/// nor copied:
///
/// ```compile_fail
/// fn copy(original: entente::vault::Unredacted<String>) -> (entente::vault::Unredacted<String>, entente::vault::Unredacted<String>) {
///     (original.clone(), original)
/// }
/// ```
///
/// nor made outside the vault, and a permit cannot be made up:
///
/// ```compile_fail
/// let permit = entente::access::Permit { subject: "R".into() };
/// ```
///
/// What does compile is reading it with a permit:
///
/// ```
/// fn read(original: &entente::vault::Unredacted<String>, permit: &entente::access::Permit) -> usize {
///     original.reveal(permit).len()
/// }
/// ```
pub struct Unredacted<T>(T);

impl<T> Unredacted<T> {
    pub(super) fn new(value: T) -> Self {
        Self(value)
    }

    /// The original, for those who hold the permit under which it was opened.
    pub fn reveal(&self, _: &Permit) -> &T {
        &self.0
    }

    /// The original itself, where reading it uses it up: a file.
    pub fn release(self, _: &Permit) -> T {
        self.0
    }

    /// The same original in another form.
    pub fn try_map<U, E>(self, change: impl FnOnce(T) -> Result<U, E>) -> Result<Unredacted<U>, E> {
        change(self.0).map(Unredacted)
    }
}
