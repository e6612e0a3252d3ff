//! Places that rules would mark: proposals to whoever redacts, never a decision and never a guarantee.
//!
//! Knows a text and nothing else. Every rule reads the text as [`flat::Flat`] gives it: in one spelling of
//! digits, dashes, spaces and accents, without what cannot be seen, with the way back to the code points of
//! the text as it was given. What the organisation marked before is found by [`Known`], from keyed hashes.

mod address;
mod bank;
mod birth;
mod east;
mod flat;
mod handles;
mod identity;
mod known;
mod labels;
mod links;
mod machines;
mod mail;
mod named;
mod people;
mod people_words;
mod places;
mod plates;
mod rules;
mod telephone;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

use flat::Flat;
use labels::Labelled;
use links::Link;

pub use known::{Known, normal, remember};
pub use named::{Names, names_in};
pub use rules::RULES;

/// The rule that finds what the organisation marked before.
pub const MARKED_BEFORE: &str = "marked-before";

/// A place that a rule would mark. Offsets are Unicode code points of the text as given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The first code point.
    pub start: usize,
    /// One after the last code point.
    pub end: usize,
    /// What it seems to be.
    pub kind: Kind,
    /// The rule that fired: one of [`RULES`].
    pub rule: &'static str,
}

/// What a suggested place seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An address for electronic mail.
    Email,
    /// A telephone number.
    Telephone,
    /// IPv4, IPv6, MAC, IMEI, a SIM card, a service of the Tor network.
    NetworkAddress,
    /// A point on the map.
    Coordinates,
    /// An account's name, or the number behind a messenger.
    Handle,
    /// A link that carries someone's id, a document's id or a token.
    PersonalLink,
    /// An account, a card, a wallet.
    BankNumber,
    /// What a state numbers a person or their papers with.
    IdentityNumber,
    /// A street with its number, a box, a postcode.
    PostalAddress,
    /// A day or year of birth.
    BirthDate,
    /// The plate of a vehicle.
    Plate,
    /// A person's name.
    Person,
    /// What the organisation has marked before.
    MarkedBefore,
}

/// What a rule found, in bytes of the flat text.
struct Found {
    range: Range<usize>,
    kind: Kind,
    rule: &'static str,
}

/// What the rules would mark in `text`: sorted, none overlapping another.
pub fn suggest(text: &str) -> Vec<Suggestion> {
    let flat = Flat::new(text);
    let links = links::all(&flat);
    let mut found = Vec::new();
    let labelled = Labelled::of(&flat);
    links::find(&flat, &links, &mut found);
    mail::find(&flat, &links, &mut found);
    handles::find(&flat, &links, &mut found);
    machines::find(&flat, &links, &mut found);
    places::find(&flat, &labelled, &links, &mut found);
    bank::find(&flat, &labelled, &links, &mut found);
    identity::find(&flat, &labelled, &links, &mut found);
    birth::find(&flat, &labelled, &links, &mut found);
    plates::find(&flat, &labelled, &links, &mut found);
    telephone::find(&flat, &labelled, &links, &mut found);
    address::find(&flat, &links, &mut found);
    people::find(&flat, &labelled, &links, &mut found);
    merged(found.iter().filter_map(|one| one.placed(&flat)).collect())
}

impl Found {
    fn placed(&self, flat: &Flat) -> Option<Suggestion> {
        let (start, end) = flat.points(&self.range)?;
        Some(Suggestion { start, end, kind: self.kind, rule: self.rule })
    }
}

/// Sorted, and what overlaps made one: of the kind and rule of the longest part, as wide as all of them, so that
/// nothing that a rule found is left open.
pub fn merged(mut all: Vec<Suggestion>) -> Vec<Suggestion> {
    all.sort_by_key(|one| (one.start, std::cmp::Reverse(one.end)));
    let mut kept: Vec<(Suggestion, usize)> = Vec::with_capacity(all.len());
    for one in all {
        let length = one.end.saturating_sub(one.start);
        match kept.last_mut() {
            Some((last, longest)) if one.start < last.end => {
                last.end = last.end.max(one.end);
                if length > *longest {
                    *longest = length;
                    (last.kind, last.rule) = (one.kind, one.rule);
                }
            }
            _ => kept.push((one, length)),
        }
    }
    kept.into_iter().map(|(one, _)| one).collect()
}

/// Is this range inside a link? Numbers in links are ids of pages far more often than anybody's number.
fn linked(links: &[Link], range: &Range<usize>) -> bool {
    let next = links.partition_point(|link| link.range.end <= range.start);
    links.get(next).is_some_and(|link| link.range.start < range.end)
}
