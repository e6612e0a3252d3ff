//! What a list holds as a whole: counted by each thread in its share of the segments, then put together.

use std::collections::BTreeMap;

use super::Kind;
use super::fields::{self, KindFields};
use super::matching::Matching;
use super::query::{Asked, MOST_VALUES, Overview};
use super::snapshot::Segment;
use super::tally::{self, Counts};
use crate::error::Result;

/// What one thread has counted.
pub struct Counted {
    facets: Vec<(&'static str, Counts)>,
    months: BTreeMap<u64, u64>,
    /// Where the list is narrowed by what is mapped: the facet among its own rows.
    mapped: Option<Counts>,
}

impl Counted {
    /// Nothing yet. `apart`: whether the list is narrowed by the facet that is mapped, so that it is counted once more.
    pub fn new(kind: &Kind, apart: bool) -> Self {
        let facets = kind.facets.iter().map(|facet| (*facet, Counts::default())).collect();
        Self { facets, months: BTreeMap::new(), mapped: apart.then(Counts::default) }
    }

    /// Counts the matching documents of a segment.
    pub fn add(&mut self, kind: &KindFields, segment: &Segment, matching: &Matching) -> Result<()> {
        let columns = segment.of(kind);
        tally::count_facets(columns, |facet| matching.counted(facet), &mut self.facets)?;
        tally::count_months(segment, &matching.all, &mut self.months);
        if let (Some(mapped), Some(facet)) = (&mut self.mapped, kind.kind.mapped) {
            tally::count_one(columns, facet, &matching.all, mapped)?;
        }
        Ok(())
    }
}

/// Puts together what the threads have counted.
pub fn overview_of(kind: &Kind, shares: impl Iterator<Item = Counted>, asked: &Asked) -> Overview {
    let mut facets: Vec<(&str, Counts)> =
        kind.facets.iter().map(|facet| (*facet, Counts::default())).collect();
    let mut months = BTreeMap::new();
    let mut mapped: Option<Counts> = None;
    for share in shares {
        if let Some(counted) = share.mapped {
            add(mapped.get_or_insert_default(), counted);
        }
        for ((_, sum), (_, counts)) in facets.iter_mut().zip(share.facets) {
            add(sum, counts);
        }
        share.months.into_iter().for_each(|(month, count)| *months.entry(month).or_default() += count);
    }
    let facets: Vec<_> =
        facets.into_iter().map(|(facet, counts)| (facet, most_frequent(facet, counts, asked))).collect();
    let of_facet = || facets.iter().find(|(facet, _)| Some(*facet) == kind.mapped);
    let mapped = match (mapped, kind.mapped) {
        (Some(counts), Some(facet)) => most_frequent(facet, counts, asked),
        _ => of_facet().map(|(_, values)| values.clone()).unwrap_or_default(),
    };
    let histogram = months.into_iter().map(|(month, count)| (fields::month_name(month), count)).collect();
    Overview { facets, mapped, histogram }
}

fn add(sum: &mut Counts, counts: Counts) {
    if sum.is_empty() {
        *sum = counts;
    } else {
        for (value, count) in counts {
            *sum.entry(value).or_default() += count;
        }
    }
}

fn most_frequent(facet: &str, counts: Counts, asked: &Asked) -> Vec<(String, u64)> {
    let mut values: Vec<(String, u64)> = counts.into_iter().collect();
    values.sort_by(|(a, more), (b, less)| less.cmp(more).then_with(|| a.cmp(b)));
    let chosen =
        |value: &String| asked.filters.iter().any(|(of, values)| *of == facet && values.contains(value));
    let mut place = 0;
    values.retain(|(value, _)| {
        place += 1;
        place <= MOST_VALUES || chosen(value)
    });
    values
}
