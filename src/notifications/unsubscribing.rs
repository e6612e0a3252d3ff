//! Links that end messages without signing in. Whoever is handed a message holds its link, so one ends the messages of one
//! topic and can do nothing else.

use subtle::ConstantTimeEq;

use crate::config::InstanceKey;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::outbox::{self, Cadence, Reader, Topic};

/// The topic of a link that ends digests.
pub(super) const DIGESTS: &str = "digests";
/// The topic of a link that ends messages at once about topics that go along with others and are never urgent.
pub(super) const AT_ONCE: &str = "at-once";

/// What a link ends.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ends {
    /// Messages of this topic.
    Topic(Topic),
    /// Digests.
    Digests,
    /// Messages at once about topics that go along with others and are never urgent.
    AtOnce,
}

impl Ends {
    /// What a link with this word ends.
    pub fn of(word: &str) -> Result<Self> {
        match word {
            DIGESTS => Ok(Self::Digests),
            AT_ONCE => Ok(Self::AtOnce),
            word => word.parse().map(Self::Topic).map_err(|_| Error::NotFound),
        }
    }

    /// Whether it ends mail about this topic that is chosen so often.
    pub fn includes(self, topic: Topic, cadence: Cadence) -> bool {
        match self {
            Self::Topic(one) => one == topic,
            Self::Digests => matches!(cadence, Cadence::Daily | Cadence::Weekly),
            Self::AtOnce => {
                // No press on a morning's news keeps anybody from what cannot wait.
                let waits = topic.kinds().all(|kind| !kind.is_urgent());
                cadence == Cadence::AtOnce && topic.goes_along() && waits
            }
        }
    }
}
/// Characters of a handle.
const HANDLE: usize = 64;

/// What stands at the end of a link by which a reader ends the messages of a topic: their handle, by which they are found, and
/// a keyed hash for the topic, which nobody makes from the link of another one. It counts until its reader has the handle
/// replaced.
pub fn token(key: &InstanceKey, reader: &Reader, topic: &str) -> Result<String> {
    let text = [reader.person_id.as_str(), &reader.handle, topic].join("\n");
    let hash = key.keyed("unsubscribing")?.of(text.as_bytes());
    Ok(format!("{}{}", reader.handle, hex::encode(hash.get(..16).unwrap_or_default())))
}

/// Whose messages of a topic a token ends.
pub(super) fn holder(conn: &mut Conn, key: &InstanceKey, topic: &str, given: &str) -> Result<Reader> {
    let handle = given.get(..HANDLE).ok_or(Error::NotFound)?;
    let reader = outbox::by_handle(conn, handle)?.ok_or(Error::NotFound)?;
    let expected = token(key, &reader, topic)?;
    let same: bool = expected.as_bytes().ct_eq(given.as_bytes()).into();
    if same { Ok(reader) } else { Err(Error::NotFound) }
}
