//! Asking the index.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::sync::Arc;

use tantivy::schema::Value;
use tantivy::{DocAddress, TantivyDocument, Term};

use super::beside::{self, Beside};
use super::bits::Bits;
use super::cache::Whose;
use super::fields::KindFields;
use super::matching::{Matching, Search};
use super::ours;
use super::overview::{Counted, overview_of};
use super::query::{Answer, Asked, Key, Page, Query, Row, Sort, Want};
use super::rights::{self, Rights};
use super::shared::Shared;
use super::snapshot::{Place, Segment, Snapshot};
use super::statistics::Statistics;
use super::tally::Ranks;
use crate::access::Viewer;
use crate::access::terms::{self, ViewerTerms};
use crate::db::Moment;
use crate::error::{Error, Result};
use crate::jobs::guarded;

/// As many rows as fit one page.
pub const LONGEST_PAGE: usize = 1_000;

/// Fewer documents than these are not worth a second thread.
const WORTH_A_THREAD: u32 = 20_000;

/// One state of the index, to be asked for what is of one kind. It holds nothing older than the newest narrowing of that
/// kind, and may be behind those of others.
pub struct View {
    pub(super) shared: Arc<Shared>,
    pub(super) kind: Arc<KindFields>,
    pub(super) snapshot: Arc<Snapshot>,
}

/// What a viewer is shown: what of their rights occurs in each segment, and what of it is counted beside the rows.
type Shown<'a> = (&'a [Rights], Option<&'a Beside>);

/// What one thread has found in its share of the segments.
struct Share {
    ranks: Ranks,
    reports: u64,
    /// Rows that are counted beside the others.
    beside: HashSet<u32>,
    found: Vec<(u32, Bits)>,
    counted: Counted,
}

impl View {
    pub(super) fn new(shared: Arc<Shared>, kind: Arc<KindFields>, snapshot: Arc<Snapshot>) -> Self {
        Self { shared, kind, snapshot }
    }

    /// The newest change that this state knows.
    pub fn seq(&self) -> i64 {
        self.snapshot.seq
    }

    /// Which state it is: counted up with every commit that was seen.
    pub fn generation(&self) -> u64 {
        self.snapshot.generation
    }

    /// Answers a query: the `limit` rows after `after` (at most [`LONGEST_PAGE`]), and the overview where
    /// wanted.
    pub fn search(&self, query: &Query, after: Option<Key>, limit: usize, want: Want) -> Result<Answer> {
        self.reading(|| self.found(query, after, limit, want))
    }

    /// Reads the files of the index. What fails there may be a damaged file: the follower looks at all of them and builds
    /// the index anew where one is, and until then the answer is "not now".
    pub(super) fn reading<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        guarded(work).map_err(|error| match error {
            Error::Internal(why) => {
                tracing::error!(why, "the index cannot be read");
                self.shared.suspect();
                Error::Unavailable("the index cannot be read, and is looked at".into())
            }
            other => other,
        })
    }

    fn found(&self, query: &Query, after: Option<Key>, limit: usize, want: Want) -> Result<Answer> {
        let limit = limit.clamp(1, LONGEST_PAGE);
        let rights = self.occurring(&query.viewer)?;
        let all: Rights = rights.iter().flatten().cloned().collect();
        let whose = self.whose(all);
        let asked = Arc::new(Asked::of(query));
        let page_key = (whose.clone(), Arc::clone(&asked), after, limit);
        let overview_key = (whose, Arc::new(Asked::clone(&asked).unsorted()));
        let cache = &self.shared.cache;
        let page = cache.pages.get(&page_key);
        let overview = (want == Want::Overview).then(|| cache.overviews.get(&overview_key)).flatten();
        let missing = want == Want::Overview && overview.is_none();
        if let (Some(page), false) = (&page, missing) {
            return Ok(Answer { page: Arc::clone(page), overview });
        }
        let beside = self.beside(&page_key.0, &rights, &asked)?;
        let mut shares =
            self.shares((&asked, query.viewer.at), (&rights, beside.as_deref()), (page.is_none(), missing))?;
        let page = if let Some(page) = page {
            page
        } else {
            let page = Arc::new(self.page(&mut shares, after, limit)?);
            cache.pages.insert(page_key, Arc::clone(&page));
            page
        };
        let overview = if missing {
            let overview =
                Arc::new(overview_of(self.kind.kind, shares.into_iter().map(|share| share.counted), &asked));
            cache.overviews.insert(overview_key, Arc::clone(&overview));
            Some(overview)
        } else {
            overview
        };
        Ok(Answer { page, overview })
    }

    /// By segment: what of the viewer occurs in it.
    pub(super) fn occurring(&self, viewer: &ViewerTerms) -> Result<Vec<Rights>> {
        let fields = &self.shared.fields;
        let places: Vec<Place<'_>> = self.snapshot.segments.iter().map(|segment| (fields, segment)).collect();
        let mut rights =
            places.iter().map(|place| rights::occurring(*place, viewer)).collect::<Result<Vec<_>>>()?;
        rights::complete(&places, &mut rights)?;
        Ok(rights)
    }

    fn whose(&self, rights: Rights) -> Whose {
        let generation = self.snapshot.generation;
        Whose { kind: self.kind.number, generation, rights: Arc::new(rights) }
    }

    /// What of a segment a list shows whoever has these rights.
    pub(super) fn listed(&self, segment: &Segment, rights: &Rights) -> Result<Arc<Bits>> {
        let (id, deletes) = segment.identity();
        let key = (id, deletes, self.kind.number, rights.clone());
        if let Some(bits) = self.shared.cache.listed.get(&key) {
            return Ok(bits);
        }
        let bits = Arc::new(rights::listed((&self.shared.fields, segment), &self.kind, rights)?);
        self.shared.cache.listed.insert(key, Arc::clone(&bits));
        Ok(bits)
    }

    /// What of this viewer's documents is counted beside the rows.
    fn beside(&self, whose: &Whose, rights: &[Rights], asked: &Asked) -> Result<Option<Arc<Beside>>> {
        let Some(value) = asked.beside else { return Ok(None) };
        let key = (whose.clone(), value);
        if let Some(known) = self.shared.cache.beside.get(&key) {
            return Ok(Some(known));
        }
        let segments = &self.snapshot.segments;
        let listed = segments.iter().zip(rights).map(|(segment, rights)| self.listed(segment, rights));
        let listed = listed.collect::<Result<Vec<_>>>()?;
        let found = Arc::new(beside::find(&self.kind, segments, &listed, value)?);
        self.shared.cache.beside.insert(key, Arc::clone(&found));
        Ok(Some(found))
    }

    /// What lists of the kind show the public at this moment.
    fn statistics(&self, at: Moment) -> Result<Statistics> {
        let rights = self.occurring(&terms::of_viewer(&Viewer::public().asking_at(at)))?;
        let segments = self.snapshot.segments.iter().zip(&rights);
        let public = segments.map(|(segment, rights)| self.listed(segment, rights)).collect::<Result<_>>()?;
        Ok(Statistics::new(Arc::clone(&self.snapshot), public))
    }

    fn shares(
        &self,
        (asked, at): (&Asked, Moment),
        shown: Shown<'_>,
        wanted: (bool, bool),
    ) -> Result<Vec<Share>> {
        if asked.is_nothing() {
            return Ok(Vec::new());
        }
        let statistics = match asked.sort {
            Sort::Relevance => Some(self.statistics(at)?),
            _ => None,
        };
        let of = (&self.shared.fields, &*self.kind);
        let search = Search::new(of, &self.snapshot, asked, statistics.as_ref())?;
        let work = |part: Vec<u32>| -> tantivy::Result<Result<Share>> {
            Ok(self.share(&part, asked, shown, &search, wanted))
        };
        let parts = self.parts();
        let shares = if parts.len() == 1 {
            parts.into_iter().map(work).collect::<tantivy::Result<Vec<_>>>()
        } else {
            self.shared.executor.map(work, parts.into_iter())
        };
        shares.map_err(ours)?.into_iter().collect()
    }

    /// The segments dealt out to threads, so that each has about as many documents.
    fn parts(&self) -> Vec<Vec<u32>> {
        let documents: u32 = self.snapshot.segments.iter().map(Segment::documents).sum();
        let threads = if documents < WORTH_A_THREAD { 1 } else { self.shared.threads };
        let mut segments: Vec<(u32, u32)> =
            (0..).zip(&self.snapshot.segments).map(|(i, segment)| (segment.documents(), i)).collect();
        segments.sort_by_key(|&(documents, _)| Reverse(documents));
        let mut parts: Vec<(u32, Vec<u32>)> = vec![(0, Vec::new()); threads.max(1)];
        for (documents, segment) in segments {
            if let Some(least) = parts.iter_mut().min_by_key(|(documents, _)| *documents) {
                least.0 += documents;
                least.1.push(segment);
            }
        }
        parts.into_iter().map(|(_, segments)| segments).filter(|part| !part.is_empty()).collect()
    }

    fn share(
        &self,
        part: &[u32],
        asked: &Asked,
        (rights, beside): Shown<'_>,
        search: &Search,
        (rows, overview): (bool, bool),
    ) -> Result<Share> {
        let kind = &*self.kind;
        let last_rows = self.snapshot.segments.iter().map(|segment| segment.of(kind).row.max_value());
        let last = last_rows.max().unwrap_or(0);
        let mut share = Share {
            ranks: if rows { Ranks::up_to(last) } else { Ranks::default() },
            reports: 0,
            beside: HashSet::new(),
            found: Vec::new(),
            counted: Counted::new(
                kind.kind,
                asked.filters.iter().any(|(facet, _)| Some(*facet) == kind.kind.mapped),
            ),
        };
        for &number in part {
            let place = self.snapshot.segments.get(number as usize).zip(rights.get(number as usize));
            let Some((segment, rights)) = place else { continue };
            let listed = self.listed(segment, rights)?;
            let aside = beside.and_then(|beside| beside.get(number as usize)?.as_ref());
            let matching = Matching::new((kind, segment), asked, search, (&listed, aside))?;
            share.reports += matching.all.count();
            if rows {
                if let Some(found) = &matching.beside {
                    beside::each_with_parent(kind, segment, found, |_, parent| {
                        share.beside.insert(parent);
                    });
                }
                share.ranks.add((segment, segment.of(kind)), &matching.all, asked.sort, &matching.scores);
            }
            if overview {
                share.counted.add(kind, segment, &matching)?;
            }
            share.found.push((number, matching.all));
        }
        Ok(share)
    }

    fn page(&self, shares: &mut [Share], after: Option<Key>, limit: usize) -> Result<Page> {
        let mut ranks = Ranks::default();
        for share in &mut *shares {
            ranks.merge(std::mem::take(&mut share.ranks));
        }
        let (total, mut keys) = best(&ranks, after, limit + 1);
        let more = keys.len() > limit;
        keys.truncate(limit);
        let next = keys.last().copied().filter(|_| more);
        let rows = self.rows(shares, keys)?;
        // An incident can have documents in several segments.
        let beside: HashSet<u32> = shares.iter().flat_map(|share| &share.beside).copied().collect();
        let reports = shares.iter().map(|share| share.reports).sum();
        Ok(Page { total, reports, beside: beside.len() as u64, rows, next })
    }

    pub(super) fn rows(&self, shares: &[impl Found], keys: Vec<Key>) -> Result<Vec<Row>> {
        let mut rows = Vec::with_capacity(keys.len());
        for key in keys {
            let mut row = Row { parent: u64::from(key.parent), documents: Vec::new(), key };
            let term = Term::from_field_u64(self.kind.row, row.parent);
            for (number, bits) in shares.iter().flat_map(Found::found) {
                let Some(segment) = self.snapshot.segments.get(*number as usize) else { continue };
                let mut documents = Vec::new();
                segment.each_posting(&term, |block| {
                    documents.extend(block.iter().copied().filter(|document| bits.contains(*document)));
                })?;
                for document in documents {
                    row.documents.push(self.id(DocAddress::new(*number, document))?);
                }
            }
            rows.push(row);
        }
        Ok(rows)
    }

    fn id(&self, address: DocAddress) -> Result<String> {
        let document: TantivyDocument = self.snapshot.searcher.doc(address).map_err(ours)?;
        let id =
            document.get_first(self.shared.fields.id).and_then(|value| value.as_str().map(str::to_owned));
        Ok(id.unwrap_or_default())
    }
}

/// Something that holds matching documents by segment.
pub(super) trait Found {
    /// Segments by number, with what matches in them.
    fn found(&self) -> &[(u32, Bits)];
}

impl Found for Share {
    fn found(&self) -> &[(u32, Bits)] {
        &self.found
    }
}

impl Found for Vec<(u32, Bits)> {
    fn found(&self) -> &[(u32, Bits)] {
        self
    }
}

/// How many incidents match, and the `count` best of them that come after `after`, best first.
fn best(ranks: &Ranks, after: Option<Key>, count: usize) -> (u64, Vec<Key>) {
    let mut total = 0;
    let mut kept: BinaryHeap<Reverse<Key>> = BinaryHeap::with_capacity(count + 1);
    let mut worst = None;
    for (parent, &rank) in (0_u32..).zip(&ranks.0) {
        if rank == 0 {
            continue;
        }
        total += 1;
        let key = Key { rank, parent };
        if worst.is_some_and(|worst| key < worst) || after.is_some_and(|after| key >= after) {
            continue;
        }
        kept.push(Reverse(key));
        if kept.len() > count {
            kept.pop();
            worst = kept.peek().map(|Reverse(key)| *key);
        }
    }
    let mut keys: Vec<Key> = kept.into_iter().map(|Reverse(key)| key).collect();
    keys.sort_by_key(|key| Reverse(*key));
    (total, keys)
}
