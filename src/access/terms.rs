//! The rule as terms for the index.
//!
//! A document carries the tokens of its audience, its exceptions, and its *shadow*: the tokens of every
//! fuller live rendition of the same report. A list takes the documents whose audience the viewer holds a
//! token of, without those whose shadow the viewer holds a token of: one row a report, the fullest.
//!
//! A fuller rendition with exceptions casts its shadow on everybody but the excepted; so for each organisation
//! that some fuller rendition leaves out, the document says so (`exempt`: the common shadow does not count for
//! it) and carries that organisation's own shadow (`shadow_for`).
//!
//! What opens or ends by itself casts a shadow between these alone, and no worker has to tell the index: a thing beside which something
//! opens or ends has a document for each stretch of time (`from`, `until`), and at any moment one of them counts at most. What rests on
//! something names it (`rests_on`); an older version is in no list (`history`), but others may rest on it.

use std::collections::BTreeSet;

use super::{Audience, Readable, ReadableState, Token, Viewer};
use crate::db::{Moment, OrganisationId};

/// What a document carries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadingTerms {
    /// The tokens that may read it.
    pub audience: Vec<String>,
    /// The organisations that may not.
    pub except: Vec<String>,
    /// The tokens that read a fuller one.
    pub shadow: Vec<String>,
    /// The organisations for which `shadow` does not count.
    pub exempt: Vec<String>,
    /// `organisation|token` pairs: the shadow of an exempt organisation.
    pub shadow_for: Vec<String>,
    /// Counts from this moment on, or always if there is none. For a viewer without a clock no moment has come.
    pub from: Option<Moment>,
    /// Counts until then.
    pub until: Option<Moment>,
    /// What it rests on: an id or a family.
    pub rests_on: Option<String>,
    /// Whether it is an older version: in no list.
    pub history: bool,
}

/// What a viewer brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewerTerms {
    /// The tokens held.
    pub holds: Vec<String>,
    /// The organisation, where somebody is signed in.
    pub organisation: Option<String>,
    /// `organisation|token` for each token held.
    pub holds_as: Vec<String>,
    /// When they ask.
    pub at: Moment,
}

fn pair(organisation: &OrganisationId, token: &Token) -> String {
    format!("{}|{token}", organisation.as_str())
}

/// The terms of each of the things of a family, given fullest first: of each those of every stretch of time in which others
/// stand before it. What is gone has none.
pub fn of_family(fullest_first: &[Readable]) -> Vec<Vec<ReadingTerms>> {
    fullest_first
        .iter()
        .enumerate()
        .map(|(place, thing)| match thing.state {
            ReadableState::Gone => Vec::new(),
            ReadableState::History => vec![ReadingTerms { history: true, ..ending(thing, &[]) }],
            ReadableState::Listed => {
                let fuller = fullest_first.iter().take(place);
                stretches(thing, &fuller.filter(|one| one.state == ReadableState::Listed).collect::<Vec<_>>())
            }
        })
        .collect()
}

/// A thing until it ends, behind these.
fn ending(thing: &Readable, fuller: &[&Audience]) -> ReadingTerms {
    let (from, until, rests_on) = (thing.opens, thing.until, thing.rests_on.clone());
    ReadingTerms { from, until, rests_on, ..of_one(&thing.audience, fuller) }
}

/// The terms of a thing that is listed, from its opening on, from each moment at which a fuller one opens or ends to the next, until its own
/// end.
fn stretches(thing: &Readable, fuller: &[&Readable]) -> Vec<ReadingTerms> {
    let cuts: BTreeSet<Moment> = fuller
        .iter()
        .flat_map(|one| [one.opens, one.until])
        .flatten()
        .filter(|cut| thing.opens.is_none_or(|own| own < *cut))
        .filter(|cut| thing.until.is_none_or(|own| *cut < own))
        .collect();
    let froms = std::iter::once(thing.opens).chain(cuts.iter().copied().map(Some));
    let untils = cuts.iter().copied().map(Some).chain([thing.until]);
    froms
        .zip(untils)
        .map(|(from, until)| {
            let opened =
                |one: &Readable| one.opens.is_none_or(|opens| from.is_some_and(|from| opens <= from));
            let goes_on = |one: &Readable| one.until.is_none_or(|end| from.is_none_or(|from| from < end));
            let stands = |one: &&&Readable| opened(one) && goes_on(one);
            let fuller: Vec<_> = fuller.iter().filter(stands).map(|one| &one.audience).collect();
            ReadingTerms { from, until, ..ending(thing, &fuller) }
        })
        .collect()
}

fn of_one(audience: &Audience, fuller: &[&Audience]) -> ReadingTerms {
    let exempt: BTreeSet<&OrganisationId> = fuller.iter().flat_map(|f| f.except()).collect();
    let shadow: BTreeSet<&Token> = fuller.iter().flat_map(|f| f.tokens()).collect();
    let shadow_for: BTreeSet<String> = exempt
        .iter()
        .flat_map(|&organisation| {
            fuller
                .iter()
                .filter(move |f| !f.except().contains(organisation))
                .flat_map(|f| f.tokens())
                .map(move |token| pair(organisation, token))
        })
        .collect();
    ReadingTerms {
        audience: audience.tokens().iter().map(Token::to_string).collect(),
        except: audience.except().iter().map(|id| id.as_str().to_owned()).collect(),
        shadow: shadow.iter().map(ToString::to_string).collect(),
        exempt: exempt.iter().map(|id| id.as_str().to_owned()).collect(),
        shadow_for: shadow_for.into_iter().collect(),
        ..ReadingTerms::default()
    }
}

/// What this viewer brings to a query.
pub fn of_viewer(viewer: &Viewer) -> ViewerTerms {
    ViewerTerms {
        holds: viewer.tokens().iter().map(Token::to_string).collect(),
        organisation: viewer.organisation().map(|id| id.as_str().to_owned()),
        holds_as: viewer
            .organisation()
            .into_iter()
            .flat_map(|id| viewer.tokens().iter().map(move |token| pair(id, token)))
            .collect(),
        at: viewer.at(),
    }
}

/// What an organisation brings to a question about its own reports alone: it knows all that is out of them, so that it
/// holds every token to which they can have been released. Who asks so keeps to the organisation by a filter.
pub fn of_owner(owner: &OrganisationId, tokens: &[Token], at: Moment) -> ViewerTerms {
    ViewerTerms {
        holds: tokens.iter().map(Token::to_string).collect(),
        organisation: Some(owner.as_str().to_owned()),
        holds_as: tokens.iter().map(|token| pair(owner, token)).collect(),
        at,
    }
}

impl ReadingTerms {
    /// The same in stretches that begin anew at each of these moments: what a document says changes there.
    pub fn split_at(self, moments: &BTreeSet<Moment>) -> Vec<Self> {
        let is_within = |moment: &&Moment| {
            self.from.is_none_or(|from| from < **moment) && self.until.is_none_or(|until| **moment < until)
        };
        let within: Vec<Option<Moment>> = moments.iter().filter(is_within).copied().map(Some).collect();
        let froms = std::iter::once(self.from).chain(within.iter().copied());
        let untils = within.iter().copied().chain([self.until]);
        froms.zip(untils).map(|(from, until)| Self { from, until, ..self.clone() }).collect()
    }

    /// What the index evaluates, said plainly: readable. `reads` tells whether the viewer reads what it rests on.
    pub fn readable_with(&self, viewer: &ViewerTerms, reads: &dyn Fn(&str) -> bool) -> bool {
        let begun = self.from.is_none_or(|from| from <= viewer.at.of_openings());
        let ended = self.until.is_some_and(|until| until <= viewer.at);
        let rests = self.rests_on.as_deref().is_none_or(reads);
        begun && !ended && rests && overlap(&self.audience, &viewer.holds) && !holds_one(&self.except, viewer)
    }

    /// What the index evaluates, said plainly: listed.
    pub fn listed_with(&self, viewer: &ViewerTerms, reads: &dyn Fn(&str) -> bool) -> bool {
        let shadowed = overlap(&self.shadow, &viewer.holds) && !holds_one(&self.exempt, viewer);
        let fullest = !shadowed && !overlap(&self.shadow_for, &viewer.holds_as);
        self.readable_with(viewer, reads) && !self.history && fullest
    }
}

fn overlap(ours: &[String], theirs: &[String]) -> bool {
    ours.iter().any(|term| theirs.contains(term))
}

fn holds_one(organisations: &[String], viewer: &ViewerTerms) -> bool {
    viewer.organisation.as_ref().is_some_and(|id| organisations.contains(id))
}
