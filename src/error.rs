//! The one error type. Which variant to use when:
//!
//! | variant | when | status |
//! |---|---|---|
//! | `NotFound` | the thing is absent **or** this viewer may not know of it | 404 |
//! | `Denied` | the viewer may read the thing, but not do this | 403 |
//! | `SignIn` | only somebody signed in can do this | 401 |
//! | `Invalid` | the input is wrong; each field says why | 422 |
//! | `Malformed` | the request cannot be read at all (not JSON, bad cursor) | 400 |
//! | `Stale` | somebody else changed it first (`If-Match`) | 412 |
//! | `Conflict` | the thing's state does not allow this move; says why in words | 409 |
//! | `TooLarge` | the body is over the limit | 413 |
//! | `TooMany` | slow down; says for how long | 429 |
//! | `Unavailable` | try again shortly (index behind, database away) | 503 |
//! | `Internal` | our fault: logged in full with an id, shown only as that id | 500 |

use std::collections::BTreeMap;

/// What went wrong, in the terms of the product.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Absent, or not for this viewer: the two must not differ.
    #[error("not found")]
    NotFound,
    /// Readable, but this act is not this viewer's.
    #[error("denied: {0}")]
    Denied(String),
    /// Nobody is signed in, or the session has ended.
    #[error("sign in first")]
    SignIn,
    /// Fields that do not parse, each with its messages.
    #[error("invalid input: {0:?}")]
    Invalid(Fields),
    /// A request that cannot be read at all.
    #[error("malformed: {0}")]
    Malformed(String),
    /// A lost update: the version named by `If-Match` is not the current one.
    #[error("changed meanwhile")]
    Stale,
    /// The state of the thing refuses the move; the text explains it.
    #[error("conflict: {0}")]
    Conflict(String),
    /// Over the size limit, in bytes.
    #[error("larger than {0} bytes")]
    TooLarge(usize),
    /// Too often; try again after so many seconds.
    #[error("too many; again in {0} s")]
    TooMany(u64),
    /// Not now; try again shortly.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// Ours. The text is for the log, never for the answer.
    #[error("internal: {0}")]
    Internal(String),
}

/// Every fallible function of the crate answers with this.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Messages by field name, as `application/problem+json` shows them under `errors`.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Fields(pub BTreeMap<String, Vec<String>>);

impl Fields {
    /// Adds a message to a field.
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.entry(field.into()).or_default().push(message.into());
    }

    /// The messages of a field.
    pub fn of(&self, field: &str) -> &[String] {
        self.0.get(field).map_or(&[], Vec::as_slice)
    }

    /// `Ok(value)` where nothing was found wrong, else [`Error::Invalid`].
    pub fn into_result<T>(self, value: T) -> Result<T> {
        if self.0.is_empty() { Ok(value) } else { Err(Error::Invalid(self)) }
    }
}

impl Error {
    /// One field, one message.
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        let mut fields = Fields::default();
        fields.add(field, message);
        Self::Invalid(fields)
    }

    /// Wraps a failure of a library as ours, for the log.
    pub fn internal(error: impl std::fmt::Display) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        match error {
            diesel::result::Error::NotFound => Self::NotFound,
            other => Self::Internal(other.to_string()),
        }
    }
}
