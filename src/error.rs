//! The one error type. Which variant to use when:
//!
//! | variant | when | status |
//! |---|---|---|
//! | `NotFound` | the thing is absent **or** this viewer may not know of it | 404 |
//! | `Denied` | the viewer may read the thing, but not do this | 403 |
//! | `SignIn` | only somebody signed in can do this | 401 |
//! | `Invalid` | the input is wrong; each field says why | 422 |
//! | `Malformed` | the request cannot be read at all (not JSON, bad cursor) | 400 |
//! | `WrongMethod` | the address is known, but not for this method; says for which | 405 |
//! | `Stale` | somebody else changed it first (`If-Match`) | 412 |
//! | `Overtaken` | the same, where words say what it was and what it is now | 412 |
//! | `Conflict` | the thing's state does not allow this move; says why in words | 409 |
//! | `TooLarge` | the body is over the limit | 413 |
//! | `TooMany` | slow down; says for how long | 429 |
//! | `Command` | the command line asked for what cannot be done; never answered over HTTP | 500 |
//! | `Unavailable` | try again shortly (index behind, database away) | 503 |
//! | `Unsaved` | a write that could not be done now (disk full, database locked): nothing of it is kept | 503 |
//! | `Internal` | our fault: logged in full with an id, shown only as that id | 500 |
//! | `Lost` | our fault: a row is missing that must be there; answered as what is not there, and logged | 404 |

use std::collections::BTreeMap;
use std::fmt;

/// What is said to people: the key of a sentence in the language files, and the values it names. It becomes words
/// only where somebody's language is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The key.
    pub key: &'static str,
    /// The values by name.
    pub values: Vec<(&'static str, Value)>,
}

/// A value within a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// As it stands: a name, what somebody typed.
    Plain(String),
    /// A number, which chooses its plural form.
    Number(u64),
    /// Words that have keys of their own; several are offered as alternatives.
    Words(Vec<String>),
    /// A sentence of its own.
    Said(Box<Message>),
}

/// A sentence without values.
pub const fn message(key: &'static str) -> Message {
    Message { key, values: Vec::new() }
}

impl Message {
    /// With a value as it stands.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.values.push((name, Value::Plain(value.to_string())));
        self
    }

    /// With a number.
    #[must_use]
    pub fn number(mut self, name: &'static str, number: u64) -> Self {
        self.values.push((name, Value::Number(number)));
        self
    }

    /// With a word that has a key of its own.
    #[must_use]
    pub fn word(self, name: &'static str, key: String) -> Self {
        self.words(name, vec![key])
    }

    /// With a sentence of its own.
    #[must_use]
    pub fn sentence(mut self, name: &'static str, sentence: Message) -> Self {
        self.values.push((name, Value::Said(Box::new(sentence))));
        self
    }

    /// With several such words, one of which is meant.
    #[must_use]
    pub fn words(mut self, name: &'static str, keys: Vec<String>) -> Self {
        self.values.push((name, Value::Words(keys)));
        self
    }
}

/// For the log: the key with its values.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key)?;
        self.values.iter().try_for_each(|(name, value)| match value {
            Value::Plain(text) => write!(f, " {name}={text}"),
            Value::Number(number) => write!(f, " {name}={number}"),
            Value::Words(keys) => write!(f, " {name}={}", keys.join("|")),
            Value::Said(sentence) => write!(f, " {name}=({sentence})"),
        })
    }
}

/// What went wrong, in the terms of the product.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Absent, or not for this viewer: the two must not differ.
    #[error("not found")]
    NotFound,
    /// Readable, but this act is not this viewer's.
    #[error("denied: {0}")]
    Denied(Message),
    /// Nobody is signed in, or the session has ended.
    #[error("sign in first")]
    SignIn,
    /// Fields that do not parse, each with its messages.
    #[error("invalid input: {0:?}")]
    Invalid(Fields),
    /// A request that cannot be read at all.
    #[error("malformed: {0}")]
    Malformed(Message),
    /// An address that takes other methods: these. Message of the address alone, never of what may stand there.
    #[error("the methods here are {0}")]
    WrongMethod(String),
    /// A lost update: the version named by `If-Match` is not the current one.
    #[error("changed meanwhile")]
    Stale,
    /// A lost update, where what was seen and what is there now can be said in words.
    #[error("changed meanwhile: {0}")]
    Overtaken(Message),
    /// The state of the thing refuses the move; the text explains it.
    #[error("conflict: {0}")]
    Conflict(Message),
    /// Over the size limit, in bytes.
    #[error("larger than {0} bytes")]
    TooLarge(usize),
    /// Too often; try again after so many seconds.
    #[error("too many; again in {0} s")]
    TooMany(u64),
    /// What the operator asked for at the command line cannot be done.
    #[error("{0}")]
    Command(String),
    /// Not now; try again shortly.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// A write that cannot be done now: nothing of it was kept.
    #[error("not saved: {0}")]
    Unsaved(String),
    /// Ours. The text is for the log, never for the answer.
    #[error("internal: {0}")]
    Internal(String),
    /// Ours: a row is missing that something else refers to. The answer is that of [`Error::NotFound`], for nobody is told
    /// more of what is hidden because the program is at fault; the text is for the log. What may be missing is looked up
    /// with `.optional()?.ok_or(Error::NotFound)`.
    #[error("a row is missing: {0}")]
    Lost(String),
}

/// Every fallible function of the crate answers with this.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What is wrong, by field name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(pub BTreeMap<String, Vec<Message>>);

impl Fields {
    /// Adds a message to a field. What is said already is not said again.
    pub fn add(&mut self, field: impl Into<String>, message: Message) {
        let messages = self.0.entry(field.into()).or_default();
        if !messages.contains(&message) {
            messages.push(message);
        }
    }

    /// The messages of a field.
    pub fn of(&self, field: &str) -> &[Message] {
        self.0.get(field).map_or(&[], Vec::as_slice)
    }

    /// All of them in the order of a form, which names its fields with blanks between; those that it does not name come last.
    pub fn in_order(&self, form: impl AsRef<str>) -> Vec<(&String, &Vec<Message>)> {
        let names: Vec<&str> = form.as_ref().split_whitespace().collect();
        let mut all: Vec<_> = self.0.iter().collect();
        let place = |field: &str| names.iter().position(|name| *name == field).unwrap_or(names.len());
        all.sort_by_key(|(field, _)| place(field));
        all
    }

    /// What one part gave; where that was invalid, nothing, and its faults are kept beside the others.
    ///
    /// # Errors
    /// Any other than [`Error::Invalid`].
    pub fn gather<T>(&mut self, part: Result<T>) -> Result<Option<T>> {
        match part {
            Ok(value) => Ok(Some(value)),
            Err(Error::Invalid(Self(found))) => {
                self.0.extend(found);
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    /// `Ok(value)` where nothing was found wrong, else [`Error::Invalid`].
    pub fn into_result<T>(self, value: T) -> Result<T> {
        if self.0.is_empty() { Ok(value) } else { Err(Error::Invalid(self)) }
    }
}

impl Error {
    /// One field, one message.
    pub fn invalid(field: impl Into<String>, message: Message) -> Self {
        let mut fields = Fields::default();
        fields.add(field, message);
        Self::Invalid(fields)
    }

    /// What was stored does not parse: never shown as less than was stored.
    pub fn stored(what: &str, id: impl fmt::Display, fault: impl fmt::Debug) -> Self {
        Self::Internal(format!("the stored {what} of {id} does not parse: {fault:?}"))
    }

    /// Wraps a failure of a library as ours, for the log.
    pub fn internal(error: impl std::fmt::Display) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<diesel::result::Error> for Error {
    #[track_caller]
    fn from(error: diesel::result::Error) -> Self {
        match error {
            diesel::result::Error::NotFound => Self::Lost(std::panic::Location::caller().to_string()),
            other if will_pass(&other) => Self::Unavailable(other.to_string()),
            other => Self::Internal(other.to_string()),
        }
    }
}

/// What SQLite and PostgreSQL say where they cannot do something now: diesel hands on no code for these. PostgreSQL is asked
/// to say it in English (`db/connection.rs`); the codes stand beside its words.
const PASSING: [&str; 26] = [
    "database or disk is full",
    "database is locked",
    "database table is locked",
    "database schema is locked",
    "disk I/O error",
    "attempt to write a readonly database",
    "unable to open database file",
    "locking protocol",
    "No space left on device",
    "Disk quota exceeded",
    // 53100, 53200, 53300, 53400
    "could not extend file",
    "out of memory",
    "out of shared memory",
    "too many clients",
    "too many connections",
    "connection slots are reserved",
    "temporary file size exceeds",
    // 55P03
    "lock timeout",
    "could not obtain lock",
    // 57014
    "statement timeout",
    "due to user request",
    // 40P01; 40001 has a kind of its own
    "deadlock detected",
    // 57P01, 57P02, 57P03
    "terminating connection",
    "the database system is",
    // 58030
    "Input/output error",
    "server closed the connection",
];

/// Whether the engine fails for a reason that lies outside of what it was asked, and that ends.
fn will_pass(error: &diesel::result::Error) -> bool {
    use diesel::result::DatabaseErrorKind::{
        ClosedConnection, SerializationFailure, UnableToSendCommand, Unknown,
    };
    match error {
        diesel::result::Error::DatabaseError(
            ClosedConnection | SerializationFailure | UnableToSendCommand,
            _,
        ) => true,
        diesel::result::Error::DatabaseError(Unknown, said) => {
            PASSING.iter().any(|passing| said.message().contains(passing))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_is_missing_is_a_fault_that_names_its_place() {
        let missing = || -> Result<()> {
            Err(diesel::result::Error::NotFound)?;
            Ok(())
        };
        match missing() {
            Err(Error::Lost(place)) => assert!(place.contains("error.rs:"), "{place}"),
            other => panic!("{other:?}"),
        }
    }
}
