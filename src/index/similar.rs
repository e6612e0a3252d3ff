//! Rows that are like something: the incidents that a report may be about, from what its author may read.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::bits::{BATCH, Bits};
use super::query::{Key, Row};
use super::snapshot::Segment;
use super::view::View;
use super::{ONGOING, fields, matching, tally};
use crate::access::terms::ViewerTerms;
use crate::error::Result;

/// What is known of a report that looks for its incident.
#[derive(Debug, Clone)]
pub struct Likeness {
    /// Who asks.
    pub viewer: ViewerTerms,
    /// Values of a facet, its countries: one of them must be the same. Without any, nothing is similar.
    pub same: (&'static str, Vec<String>),
    /// Values of another facet, its types: the same come first.
    pub first: (&'static str, Vec<String>),
    /// Its first day.
    pub day: NaiveDate,
    /// How many days apart the two may be.
    pub apart: u16,
    /// The row that it is in already.
    pub but: Option<u64>,
}

/// Added to the rank where a value of the second facet is the same: more than any distance takes away.
const SAME_TYPE: u32 = 1 << 20;
/// What goes on without an end is near for so many days after its beginning; what began long ago is near to everything,
/// and so says nothing.
const OPEN_ENDED: u64 = 730;

impl View {
    /// The `limit` most similar rows: the same country, near in time (what goes on: begun before, within two years); the
    /// same type first, then the nearest.
    pub fn similar(&self, likeness: &Likeness, limit: usize) -> Result<Vec<Row>> {
        self.reading(|| self.most_similar(likeness, limit))
    }

    fn most_similar(&self, likeness: &Likeness, limit: usize) -> Result<Vec<Row>> {
        let mut ranks: HashMap<u32, u32> = HashMap::new();
        let mut found = Vec::new();
        let rights = self.occurring(&likeness.viewer)?;
        for ((number, segment), rights) in (0..).zip(&self.snapshot.segments).zip(&rights) {
            let listed = self.listed(segment, rights)?;
            let near = self.near(segment, &listed, likeness)?;
            self.rank(segment, &near, likeness, &mut ranks)?;
            found.push((number, near));
        }
        let mut keys: Vec<Key> = ranks.into_iter().map(|(parent, rank)| Key { rank, parent }).collect();
        keys.sort_by_key(|key| Reverse(*key));
        keys.truncate(limit);
        self.rows(&[found], keys)
    }

    fn near(&self, segment: &Segment, listed: &Bits, likeness: &Likeness) -> Result<Bits> {
        let mut bits = self.having(segment, &likeness.same)?;
        bits.and(listed);
        let apart = Days::new(u64::from(likeness.apart));
        let from = likeness.day.checked_sub_days(apart).unwrap_or(NaiveDate::MIN);
        let to = likeness.day.checked_add_days(apart).unwrap_or(NaiveDate::MAX);
        Ok(matching::within(segment, &bits, fields::day(from), fields::day(to)))
    }

    fn having(&self, segment: &Segment, (facet, values): &(&'static str, Vec<String>)) -> Result<Bits> {
        match self.kind.facet(facet) {
            Some(field) => segment.any_of(field, values),
            None => Ok(Bits::none(segment.documents())),
        }
    }

    fn rank(
        &self,
        segment: &Segment,
        near: &Bits,
        likeness: &Likeness,
        ranks: &mut HashMap<u32, u32>,
    ) -> Result<()> {
        let same = self.having(segment, &likeness.first)?;
        let rows = &segment.of(&self.kind).row;
        let (day, ongoing) = (fields::day(likeness.day), fields::day(ONGOING));
        let [mut parents, mut started, mut until] = [(); 3].map(|()| Vec::with_capacity(BATCH));
        near.in_batches(|documents| {
            tally::read(rows, documents, 0, &mut parents);
            tally::read(&segment.started, documents, 0, &mut started);
            tally::read(&segment.until, documents, 0, &mut until);
            let dates = started.iter().zip(&until);
            for ((document, parent), (started, until)) in documents.iter().zip(&parents).zip(dates) {
                // What has an end is as far away as its nearest day; what has none, as its beginning.
                let until = if *until == ongoing { started } else { until };
                let distance = started.saturating_sub(day).max(day.saturating_sub(*until));
                if distance > OPEN_ENDED.max(u64::from(likeness.apart)) {
                    continue;
                }
                let nearness = (SAME_TYPE - 1).saturating_sub(u32::try_from(distance).unwrap_or(u32::MAX));
                let rank = 1 + nearness + if same.contains(*document) { SAME_TYPE } else { 0 };
                if likeness.but != Some(*parent)
                    && let Ok(parent) = u32::try_from(*parent)
                {
                    let best = ranks.entry(parent).or_default();
                    *best = rank.max(*best);
                }
            }
        });
        Ok(())
    }
}
