//! The rule in the index: which documents of a segment a list shows a viewer.
//!
//! It says what [`crate::access::terms::ReadingTerms::listed_with`] says, for a whole segment at once.

use std::collections::BTreeSet;

use tantivy::Term;
use tantivy::schema::Field;

use super::bits::Bits;
use super::fields::{self, KindFields};
use super::snapshot::{Place, Segment};
use crate::access::terms::ViewerTerms;
use crate::error::Result;

/// The part of a viewer's terms that occurs in an index or a segment. Terms that occur nowhere change no
/// answer: viewers who differ by such alone (a person by their own token) share answers.
pub type Rights = BTreeSet<(RightsField, String)>;

/// The fields of the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RightsField {
    /// May read.
    Audience,
    /// May not.
    Except,
    /// Reads a fuller one.
    Shadow,
    /// For whom the shadow does not count.
    Exempt,
    /// Whose own shadow it is.
    ShadowFor,
    /// Counts only from a moment that has not come yet.
    NotYet,
    /// Has ended.
    Ended,
    /// Rests on what the viewer does not read.
    Unrested,
    /// Is an older version.
    History,
}

impl RightsField {
    fn of(self, (fields, _): Place<'_>) -> Field {
        match self {
            Self::Audience => fields.audience,
            Self::Except => fields.except,
            Self::Shadow => fields.shadow,
            Self::Exempt => fields.exempt,
            Self::ShadowFor => fields.shadow_for,
            Self::NotYet => fields.from,
            Self::Ended => fields.ends,
            Self::Unrested => fields.rests_on,
            Self::History => fields.history,
        }
    }
}

/// What of the viewer occurs in this segment.
pub fn occurring(place: Place<'_>, viewer: &ViewerTerms) -> Result<Rights> {
    let organisation = viewer.organisation.as_slice();
    let mut rights = Rights::new();
    for (field, terms) in [
        (RightsField::Audience, viewer.holds.as_slice()),
        (RightsField::Except, organisation),
        (RightsField::Shadow, viewer.holds.as_slice()),
        (RightsField::Exempt, organisation),
        (RightsField::ShadowFor, viewer.holds_as.as_slice()),
    ] {
        for term in terms {
            if place.1.frequency(&Term::from_field_text(field.of(place), term))? > 0 {
                rights.insert((field, term.clone()));
            }
        }
    }
    // The ends and beginnings that there are stand for the time: whoever asks between the same two is answered the same.
    let (opened, now) = (fields::moment(viewer.at.of_openings()), fields::moment(viewer.at));
    let begins = place.1.terms(place.0.from)?.into_iter().filter(|bound| *bound > opened);
    rights.extend(begins.map(|bound| (RightsField::NotYet, bound)));
    let ends = place.1.terms(place.0.ends)?.into_iter().filter(|bound| *bound <= now);
    rights.extend(ends.map(|bound| (RightsField::Ended, bound)));
    rights.extend(place.1.terms(place.0.history)?.into_iter().map(|term| (RightsField::History, term)));
    Ok(rights)
}

/// Adds to the rights of each segment what they do not reach because what it rests on is not read in any of them. What rests
/// on that in turn is not read either, so this goes on until nothing more is found.
pub fn complete(places: &[Place<'_>], rights: &mut [Rights]) -> Result<()> {
    let mut bases = BTreeSet::new();
    for (fields, segment) in places {
        bases.extend(segment.terms(fields.rests_on)?);
    }
    while !bases.is_empty() {
        let read: Vec<Bits> = places
            .iter()
            .zip(&*rights)
            .map(|(place, rights)| readable(*place, rights))
            .collect::<Result<_>>()?;
        let mut unread = BTreeSet::new();
        for base in &bases {
            if !is_read(places, &read, base)? {
                unread.insert(base.clone());
            }
        }
        if unread.is_empty() {
            break;
        }
        for (place, rights) in places.iter().zip(&mut *rights) {
            for base in &unread {
                if place.1.frequency(&Term::from_field_text(place.0.rests_on, base))? > 0 {
                    rights.insert((RightsField::Unrested, base.clone()));
                }
            }
        }
        bases.retain(|base| !unread.contains(base));
    }
    Ok(())
}

/// Whether one of the documents with this id or of this family is read.
fn is_read(places: &[Place<'_>], read: &[Bits], base: &str) -> Result<bool> {
    for ((fields, segment), read) in places.iter().zip(read) {
        let families = fields.kinds.iter().map(|kind| kind.subject);
        for field in std::iter::once(fields.id).chain(families) {
            let mut found = false;
            segment.each_posting(&Term::from_field_text(field, base), |documents| {
                found |= documents.iter().any(|document| read.contains(*document));
            })?;
            if found {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn with(place: Place<'_>, rights: &Rights, field: RightsField) -> Result<Option<Bits>> {
    let segment = place.1;
    let mut bits = None;
    for (_, term) in rights.iter().filter(|(of, _)| *of == field) {
        let bits = bits.get_or_insert_with(|| Bits::none(segment.documents()));
        segment.insert_postings(bits, &Term::from_field_text(field.of(place), term))?;
    }
    Ok(bits)
}

/// The documents of the segment that whoever has these rights may read.
fn readable(place: Place<'_>, rights: &Rights) -> Result<Bits> {
    let Some(mut readable) = with(place, rights, RightsField::Audience)? else {
        return Ok(Bits::none(place.1.documents()));
    };
    for taken in [RightsField::Except, RightsField::NotYet, RightsField::Ended, RightsField::Unrested] {
        if let Some(taken) = with(place, rights, taken)? {
            readable.and_not(&taken);
        }
    }
    keep_alive(&mut readable, place.1);
    Ok(readable)
}

/// The documents of the segment that lists of this kind show whoever has these rights.
pub fn listed(place: Place<'_>, kind: &KindFields, rights: &Rights) -> Result<Bits> {
    let mut listed = readable(place, rights)?;
    place.1.keep_kind(&mut listed, place.0, kind)?;
    if let Some(mut shadowed) = with(place, rights, RightsField::Shadow)? {
        if let Some(exempt) = with(place, rights, RightsField::Exempt)? {
            shadowed.and_not(&exempt);
        }
        listed.and_not(&shadowed);
    }
    for taken in [RightsField::ShadowFor, RightsField::History] {
        if let Some(taken) = with(place, rights, taken)? {
            listed.and_not(&taken);
        }
    }
    Ok(listed)
}

fn keep_alive(bits: &mut Bits, segment: &Segment) {
    if let Some(alive) = segment.reader.alive_bitset() {
        let mut kept = Bits::none(segment.documents());
        alive.iter_alive().for_each(|document| kept.insert(document));
        bits.and(&kept);
    }
}
