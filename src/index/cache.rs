//! Hot answers, kept by what their reader may read, the the query and the state of the index; pages apart from overviews, so that
//! turning a page counts nothing anew. Bounded by weight; forgotten with every commit.

use std::sync::Arc;

use quick_cache::Weighter;
use tantivy::Opstamp;
use tantivy::index::SegmentId;

use super::beside::Beside;
use super::bits::Bits;
use super::query::{Asked, BesideValue, Key, Overview, Page};
use super::rights::Rights;

/// Memory for each kind of answer, in bytes.
const ANSWERS: u64 = 8_000_000;

/// Memory for what of each segment is listed for whom, in bytes.
const LISTED: u64 = 16_000_000;

/// Whose answer, of which kind, of which state.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Whose {
    /// [`super::fields::KindFields::number`].
    pub kind: usize,
    /// [`super::snapshot::Snapshot::generation`].
    pub generation: u64,
    /// What of the viewer occurs in the index.
    pub rights: Arc<Rights>,
}

/// A page: whose, of which query, from where, how long.
pub type PageKey = (Whose, Arc<Asked>, Option<Key>, usize);

/// An overview: whose, of which query.
pub type OverviewKey = (Whose, Arc<Asked>);

/// What is counted beside the rows: whose, and what that is.
pub type BesideKey = (Whose, BesideValue);

/// What is listed of a kind in one state of one segment.
pub type ListedKey = (SegmentId, Option<Opstamp>, usize, Rights);

type Store<K, V> = quick_cache::sync::Cache<K, Arc<V>, Weights>;

/// The four stores.
pub struct Cache {
    /// Pages of lists.
    pub pages: Store<PageKey, Page>,
    /// Facets and histograms.
    pub overviews: Store<OverviewKey, Overview>,
    /// What is counted beside the rows.
    pub beside: Store<BesideKey, Beside>,
    /// The rule's sets.
    pub listed: Store<ListedKey, Bits>,
}

impl Cache {
    /// Empty.
    pub fn new() -> Self {
        Self {
            pages: Store::with_weighter(1_000, ANSWERS, Weights),
            overviews: Store::with_weighter(1_000, ANSWERS, Weights),
            beside: Store::with_weighter(1_000, ANSWERS, Weights),
            listed: Store::with_weighter(1_000, LISTED, Weights),
        }
    }

    /// Drops all answers. The rule's sets are kept: their keys name the segment's state.
    pub fn forget(&self) {
        self.pages.clear();
        self.overviews.clear();
        self.beside.clear();
    }
}

/// Bytes, roughly.
#[derive(Clone)]
pub struct Weights;

/// A key and its entry, before what hangs on them.
const ENTRY: usize = 400;

fn rights(rights: &Rights) -> usize {
    rights.iter().map(|(_, term)| term.len() + 32).sum()
}

fn asked(asked: &Asked) -> usize {
    let values = asked.filters.iter().flat_map(|(_, values)| values);
    let clauses = asked.words.iter().flat_map(|words| words.wanted.iter().chain(&words.unwanted));
    let words = clauses.clone().flat_map(|clause| &clause.phrases).flatten();
    let meanings = clauses.flat_map(|clause| &clause.meanings);
    values.map(|value| value.len() + 32).sum::<usize>()
        + words.map(|(_, word)| word.len() + 40).sum::<usize>()
        + meanings.map(|(_, value)| value.len() + 40).sum::<usize>()
}

fn weight(bytes: usize) -> u64 {
    (ENTRY + bytes) as u64
}

impl Weighter<PageKey, Arc<Page>> for Weights {
    fn weight(&self, key: &PageKey, page: &Arc<Page>) -> u64 {
        let row = |documents: &Vec<String>| 64 + documents.iter().map(|id| id.len() + 32).sum::<usize>();
        let rows: usize = page.rows.iter().map(|found| row(&found.documents)).sum();
        weight(rights(&key.0.rights) + asked(&key.1) + rows)
    }
}

impl Weighter<OverviewKey, Arc<Overview>> for Weights {
    fn weight(&self, key: &OverviewKey, overview: &Arc<Overview>) -> u64 {
        let values = overview.facets.iter().flat_map(|(_, values)| values);
        let values = values.chain(&overview.mapped).chain(&overview.histogram);
        let values: usize = values.map(|(value, _)| value.len() + 40).sum();
        weight(rights(&key.0.rights) + asked(&key.1) + values)
    }
}

impl Weighter<BesideKey, Arc<Beside>> for Weights {
    fn weight(&self, key: &BesideKey, beside: &Arc<Beside>) -> u64 {
        weight(rights(&key.0.rights) + beside.iter().flatten().map(Bits::bytes).sum::<usize>())
    }
}

impl Weighter<ListedKey, Arc<Bits>> for Weights {
    fn weight(&self, key: &ListedKey, bits: &Arc<Bits>) -> u64 {
        weight(rights(&key.3) + bits.bytes())
    }
}
