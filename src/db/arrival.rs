//! When a request arrived: stamped before any queue and carried along with its work, so that a deadline is judged by
//! the arrival and not by how long the request had to wait.

use std::cell::Cell;

use super::Moment;

thread_local! {
    static ARRIVED: Cell<Option<Moment>> = const { Cell::new(None) };
}

/// While this lives, what runs on this thread is work for a request that arrived at that moment.
///
/// ```
/// use entente::db::{Arrival, Moment};
/// let at = Moment::from_unix_seconds(1_780_315_200);
/// let arrival = Arrival::begin(at);
/// assert_eq!(Arrival::current(), at);
/// drop(arrival);
/// assert_eq!(Arrival::current(), None);
/// ```
#[must_use = "it ends when it is dropped"]
pub struct Arrival(Option<Moment>);

impl Arrival {
    /// From here on until it is dropped: the arrival of the request that this thread works for.
    pub fn begin(at: Option<Moment>) -> Self {
        Self(ARRIVED.replace(at))
    }

    /// When the request arrived that this thread works for; none where it works for no request.
    pub fn current() -> Option<Moment> {
        ARRIVED.get()
    }
}

impl Drop for Arrival {
    fn drop(&mut self) {
        ARRIVED.set(self.0);
    }
}
