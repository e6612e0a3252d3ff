//! The rule in the index: which documents of a segment a list shows a viewer.
//!
//! It says what [`crate::access::terms::ReadingTerms::listed_with`] says, for a whole segment at once.

use std::collections::BTreeSet;

use tantivy::Term;
use tantivy::schema::Field;

use super::bits::Bits;
use super::snapshot::{Place, Segment};
use crate::access::terms::ViewerTerms;
use crate::error::Result;

/// The part of a viewer's terms that occurs in an index or a segment. Terms that occur nowhere change no
/// answer: viewers who differ by such alone (a person by their own token) share answers.
pub type Rights = BTreeSet<(RightsField, String)>;

/// The five fields of the rule.
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
}

impl RightsField {
    fn of(self, (fields, _): Place<'_>) -> Field {
        match self {
            Self::Audience => fields.audience,
            Self::Except => fields.except,
            Self::Shadow => fields.shadow,
            Self::Exempt => fields.exempt,
            Self::ShadowFor => fields.shadow_for,
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
    Ok(rights)
}

/// The documents of the segment that lists show whoever has these rights.
pub fn listed(place: Place<'_>, rights: &Rights) -> Result<Bits> {
    let segment = place.1;
    let with = |field: RightsField| -> Result<Option<Bits>> {
        let mut bits = None;
        for (_, term) in rights.iter().filter(|(of, _)| *of == field) {
            let bits = bits.get_or_insert_with(|| Bits::none(segment.documents()));
            segment.insert_postings(bits, &Term::from_field_text(field.of(place), term))?;
        }
        Ok(bits)
    };
    let Some(mut listed) = with(RightsField::Audience)? else {
        return Ok(Bits::none(segment.documents()));
    };
    if let Some(except) = with(RightsField::Except)? {
        listed.and_not(&except);
    }
    if let Some(mut shadowed) = with(RightsField::Shadow)? {
        if let Some(exempt) = with(RightsField::Exempt)? {
            shadowed.and_not(&exempt);
        }
        listed.and_not(&shadowed);
    }
    if let Some(shadowed) = with(RightsField::ShadowFor)? {
        listed.and_not(&shadowed);
    }
    keep_alive(&mut listed, segment);
    Ok(listed)
}

fn keep_alive(bits: &mut Bits, segment: &Segment) {
    if let Some(alive) = segment.reader.alive_bitset() {
        let mut kept = Bits::none(segment.documents());
        alive.iter_alive().for_each(|document| kept.insert(document));
        bits.and(&kept);
    }
}
