//! Incidents that are counted beside the rows of a list, not among them.
//!
//! Which they are follows from everything that the viewer is listed, not from what matches: an incident does not become
//! one because a search finds only one of its reports. It follows from nothing that the viewer is not listed.

use std::sync::Arc;

use super::bits::{BATCH, Bits};
use super::fields::KindFields;
use super::query::BesideValue;
use super::snapshot::Segment;
use super::tally;
use crate::error::Result;

/// The documents of such incidents, by segment; `None` where a segment has none.
pub type Beside = Vec<Option<Bits>>;

/// Finds them among `listed`, which is what the rule shows the viewer of each segment.
pub fn find(
    kind: &KindFields,
    segments: &[Segment],
    listed: &[Arc<Bits>],
    value: BesideValue,
) -> Result<Beside> {
    let places = || segments.iter().zip(listed);
    let mut found: Beside =
        places().map(|(segment, listed)| says_alone(kind, segment, listed, value)).collect::<Result<_>>()?;
    if found.iter().all(Option::is_none) {
        return Ok(found);
    }
    let last = segments.iter().map(|segment| segment.of(kind).row.max_value()).max().unwrap_or(0);
    // Incidents of which a listed document says something else.
    let mut others = Bits::none(u32::try_from(last).unwrap_or(u32::MAX).saturating_add(1));
    for ((segment, listed), alone) in places().zip(&found) {
        let mut rest = Bits::clone(listed);
        if let Some(alone) = alone {
            rest.and_not(alone);
        }
        each_with_parent(kind, segment, &rest, |_, parent| others.insert(parent));
    }
    for (segment, alone) in segments.iter().zip(&mut found) {
        let Some(documents) = alone else { continue };
        let mut kept = Bits::none(segment.documents());
        each_with_parent(kind, segment, documents, |document, parent| {
            if !others.contains(parent) {
                kept.insert(document);
            }
        });
        *alone = Some(kept).filter(|kept| kept.count() > 0);
    }
    Ok(found)
}

/// The listed documents of a segment that have this value and no other.
fn says_alone(
    kind: &KindFields,
    segment: &Segment,
    listed: &Bits,
    (facet, value): BesideValue,
) -> Result<Option<Bits>> {
    let column = segment.of(kind).facet(facet);
    let Some((field, column)) = kind.facet(facet).zip(column) else { return Ok(None) };
    let mut having = segment.any_of(field, &[value.to_owned()])?;
    having.and(listed);
    let mut alone = Bits::none(segment.documents());
    having.in_batches(|documents| {
        let documents = documents.iter().filter(|one| column.ords().values_for_doc(**one).count() == 1);
        documents.for_each(|document| alone.insert(*document));
    });
    Ok(Some(alone).filter(|alone| alone.count() > 0))
}

/// Hands over documents with the ordinals of their incidents.
pub fn each_with_parent(
    kind: &KindFields,
    segment: &Segment,
    documents: &Bits,
    mut each: impl FnMut(u32, u32),
) {
    let rows = &segment.of(kind).row;
    let mut parents = Vec::with_capacity(BATCH);
    documents.in_batches(|documents| {
        tally::read(rows, documents, 0, &mut parents);
        for (document, parent) in documents.iter().zip(&parents) {
            if let Ok(parent) = u32::try_from(*parent) {
                each(*document, parent);
            }
        }
    });
}
