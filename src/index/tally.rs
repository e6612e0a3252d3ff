//! One pass over a segment's matching documents: rows, facets and months are counted here.

use std::collections::{BTreeMap, HashMap};

use tantivy::columnar::{Column, ColumnIndex, StrColumn};

use super::bits::{BATCH, Bits};
use super::ours;
use super::query::Sort;
use super::snapshot::{Columns, Segment};
use crate::error::Result;

/// The rank of what has no date: after everything dated. 0 is no match.
const UNDATED: u32 = 1;

/// Ranks tell moments apart by the second.
const MICROS: u64 = 1_000_000;

/// Ranks of dates begin above [`UNDATED`]; the oldest-first ones count down from here.
const LAST_DAY: u32 = 1 << 30;

/// The best rank of every row so far, by ordinal; 0 where none of its documents matches.
#[derive(Default)]
pub struct Ranks(pub Vec<u32>);

impl Ranks {
    /// Ranks for ordinals up to `last`.
    pub fn up_to(last: u64) -> Self {
        Self(vec![0; usize::try_from(last).unwrap_or(0) + 1])
    }

    /// Takes the better of both.
    pub fn merge(&mut self, other: Self) {
        if self.0.is_empty() {
            self.0 = other.0;
            return;
        }
        for (ours, theirs) in self.0.iter_mut().zip(&other.0) {
            *ours = (*ours).max(*theirs);
        }
    }

    /// Ranks the matching documents of a segment by their rows. `scores` by document, for [`Sort::Relevance`].
    pub fn add(
        &mut self,
        (segment, columns): (&Segment, &Columns),
        matching: &Bits,
        sort: Sort,
        scores: &[f32],
    ) {
        let mut parents = Vec::with_capacity(BATCH);
        let mut ranks = Vec::with_capacity(BATCH);
        matching.in_batches(|documents| {
            read(&columns.row, documents, 0, &mut parents);
            match sort {
                Sort::Newest | Sort::Oldest => read(&segment.started, documents, u64::MAX, &mut ranks),
                Sort::Released => read(&segment.released, documents, 0, &mut ranks),
                Sort::Relevance => {
                    ranks.clear();
                    let score = |document: &u32| scores.get(*document as usize).copied().unwrap_or(0.0);
                    // Positive floats are ordered as their bits are.
                    ranks.extend(
                        documents.iter().map(|document| u64::from(score(document).max(0.0).to_bits())),
                    );
                }
            }
            for (parent, value) in parents.iter().zip(&ranks) {
                let rank = rank(sort, *value);
                if let Some(best) = usize::try_from(*parent).ok().and_then(|parent| self.0.get_mut(parent)) {
                    *best = (*best).max(rank);
                }
            }
        });
    }
}

fn rank(sort: Sort, value: u64) -> u32 {
    let small = u32::try_from(if sort == Sort::Released { value / MICROS } else { value }).ok();
    match sort {
        Sort::Newest => small.map_or(UNDATED, |day| day.saturating_add(UNDATED + 1)),
        Sort::Oldest => small.map_or(UNDATED, |day| LAST_DAY.saturating_sub(day).max(UNDATED + 1)),
        Sort::Released | Sort::Relevance => small.unwrap_or(u32::MAX).saturating_add(UNDATED),
    }
}

/// The first value of each document, `missing` where there is none.
pub fn read(column: &Column<u64>, documents: &[u32], missing: u64, into: &mut Vec<u64>) {
    into.clear();
    match &column.index {
        ColumnIndex::Full => {
            into.resize(documents.len(), missing);
            column.values.get_vals(documents, into);
        }
        ColumnIndex::Empty { .. } => into.resize(documents.len(), missing),
        _ => into.extend(documents.iter().map(|document| column.first(*document).unwrap_or(missing))),
    }
}

/// Counts of values, by value.
pub type Counts = HashMap<String, u64>;

/// Adds how many of the matching documents have each value of a facet.
pub fn count_facet(column: &StrColumn, matching: &Bits, counts: &mut Counts) -> Result<()> {
    let ordinals = column.ords();
    let mut found = vec![0_u64; column.num_terms()];
    let mut values = Vec::with_capacity(BATCH);
    let (mut rows, mut owners) = (Vec::with_capacity(BATCH), Vec::with_capacity(BATCH));
    matching.in_batches(|documents| {
        let rows: &[u32] = if matches!(ordinals.index, ColumnIndex::Full) {
            documents
        } else {
            rows.clear();
            owners.clear();
            ordinals.row_ids_for_docs(documents, &mut owners, &mut rows);
            &rows
        };
        values.resize(rows.len(), 0);
        ordinals.values.get_vals(rows, &mut values);
        for value in &values {
            if let Some(count) = usize::try_from(*value).ok().and_then(|value| found.get_mut(value)) {
                *count += 1;
            }
        }
    });
    let (present, numbers): (Vec<u64>, Vec<u64>) = (0..).zip(found).filter(|(_, count)| *count > 0).unzip();
    let mut numbers = numbers.into_iter();
    let named = |value: &[u8]| {
        let count = numbers.next().unwrap_or(0);
        match std::str::from_utf8(value) {
            Ok(value) => match counts.get_mut(value) {
                Some(sum) => *sum += count,
                None => drop(counts.insert(value.to_owned(), count)),
            },
            Err(error) => tracing::error!(%error, "a facet's value is no text"),
        }
    };
    column.dictionary().sorted_ords_to_term_cb(&present, named).map_err(ours)?;
    Ok(())
}

/// Adds how many of the matching documents began in each month.
pub fn count_months(segment: &Segment, matching: &Bits, months: &mut BTreeMap<u64, u64>) {
    if matches!(segment.month.index, ColumnIndex::Empty { .. }) {
        return;
    }
    let first = segment.month.min_value();
    let span = usize::try_from(segment.month.max_value().saturating_sub(first)).unwrap_or(0) + 1;
    let mut found = vec![0_u64; span];
    let mut values = Vec::with_capacity(BATCH);
    matching.in_batches(|documents| {
        read(&segment.month, documents, u64::MAX, &mut values);
        for value in &values {
            let place = usize::try_from(value.wrapping_sub(first)).ok();
            if let Some(count) = place.and_then(|place| found.get_mut(place)) {
                *count += 1;
            }
        }
    });
    for (month, count) in (first..).zip(found).filter(|(_, count)| *count > 0) {
        *months.entry(month).or_default() += count;
    }
}

/// The facets of a segment, each counted among its own matching documents.
pub fn count_facets<'a>(
    columns: &Columns,
    matching: impl Fn(&str) -> &'a Bits,
    counts: &mut [(&'static str, Counts)],
) -> Result<()> {
    for ((facet, column), (_, counts)) in columns.facets.iter().zip(counts) {
        if let Some(column) = column {
            count_facet(column, matching(facet), counts)?;
        }
    }
    Ok(())
}

/// One facet of a segment, counted among these documents.
pub fn count_one(columns: &Columns, facet: &str, matching: &Bits, counts: &mut Counts) -> Result<()> {
    columns.facet(facet).map_or(Ok(()), |column| count_facet(column, matching, counts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_order_as_the_sorts_say() {
        assert!(rank(Sort::Newest, 800_000) > rank(Sort::Newest, 700_000));
        assert!(rank(Sort::Oldest, 800_000) < rank(Sort::Oldest, 700_000));
        for sort in [Sort::Newest, Sort::Oldest] {
            assert!(rank(sort, 0) > rank(sort, u64::MAX) && rank(sort, u64::MAX) > 0, "undated is last");
            assert!(rank(sort, 100_000_000) > rank(sort, u64::MAX));
        }
        assert!(rank(Sort::Relevance, 0) > 0);
    }
}
