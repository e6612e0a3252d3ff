//! The search index: every list, search, facet, histogram and map is answered from here.
//!
//! Truth is in the database; nothing is here that cannot be built again from it. What a viewer is answered
//! comes from documents that the rule lists for them and from nothing else: rows, totals, facets, months,
//! suggestions. Ranking knows public documents alone ([`statistics`]). A list is never answered from an
//! index behind the newest narrowing of its kind ([`Index::view`]).
//!
//! How it stays fast: the rule, each filter and the words become sets of documents, one bit each
//! ([`bits`]), and one pass over what remains counts everything ([`tally`]).
//!
//! It knows no kind of thing. A [`Kind`] is declared by the folder whose things they are, which also gives it its
//! [`Source`]: a second one needs nothing here. Rows, facets and kept answers are each kind's own.
//!
//! ```text
//! Follower  reads the change log, asks each Source for documents, commits    (serve only)
//! Index     the newest commit, and the wait for one
//! View      one state of it, of one kind: search, similar
//! ```

mod analysis;
mod beside;
mod bits;
mod cache;
mod document;
mod engine;
mod fields;
mod folding;
mod follow;
mod kind;
mod matching;
mod names;
mod overview;
mod query;
mod replacement;
mod rights;
mod sealed;
mod shared;
mod similar;
mod snapshot;
mod statistics;
mod store;
mod tally;
mod view;
mod words;

pub use document::{Document, ONGOING};
pub use follow::{Follower, Following, Source, Waker};
pub use kind::Kind;
pub use names::{Meaning, NO_NAMES, Names};
pub use query::{Answer, Key, MOST_VALUES, Overview, Page, Query, Row, Sort, Want};
pub use replacement::Replacement;
pub use sealed::Sealed;
pub use similar::Likeness;
pub use store::Index;
pub use view::{LONGEST_PAGE, View};
pub use words::{Clause, LONGEST_TEXT, MOST_WORDS, Phrase, SearchTerms, is_too_much};

use crate::error::Error;

/// A failure of the engine below is ours.
fn ours(error: impl std::fmt::Display) -> Error {
    Error::internal(error)
}
