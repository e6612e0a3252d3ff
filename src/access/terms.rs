//! The rule as terms for the index.
//!
//! A document carries the tokens of its audience, its exceptions, and its *shadow*: the tokens of every
//! fuller live rendition of the same report. A list takes the documents whose audience the viewer holds a
//! token of, without those whose shadow the viewer holds a token of: one row a report, the fullest.
//!
//! A fuller rendition with exceptions casts its shadow on everybody but the excepted; so for each organisation
//! that some fuller rendition leaves out, the document says so (`exempt`: the common shadow does not count for
//! it) and carries that organisation's own shadow (`shadow_for`).

use std::collections::BTreeSet;

use super::{Audience, Token, Viewer};
use crate::db::OrganisationId;

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
}

fn pair(organisation: &OrganisationId, token: &Token) -> String {
    format!("{}|{token}", organisation.as_str())
}

/// The terms of each of a report's live renditions, given fullest first.
pub fn of_renditions(fullest_first: &[Audience]) -> Vec<ReadingTerms> {
    let mut fuller: Vec<&Audience> = Vec::new();
    let mut terms = Vec::with_capacity(fullest_first.len());
    for audience in fullest_first {
        terms.push(of_one(audience, &fuller));
        fuller.push(audience);
    }
    terms
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
    }
}

/// What an organisation brings to a question about its own reports alone: it knows all that is out of them, so that it
/// holds every token to which they can have been released. Who asks so keeps to the organisation by a filter.
pub fn of_owner(owner: &OrganisationId, tokens: &[Token]) -> ViewerTerms {
    ViewerTerms {
        holds: tokens.iter().map(Token::to_string).collect(),
        organisation: Some(owner.as_str().to_owned()),
        holds_as: tokens.iter().map(|token| pair(owner, token)).collect(),
    }
}

impl ReadingTerms {
    /// What the index evaluates, said plainly: readable.
    pub fn readable_with(&self, viewer: &ViewerTerms) -> bool {
        overlap(&self.audience, &viewer.holds) && !holds_one(&self.except, viewer)
    }

    /// What the index evaluates, said plainly: listed.
    pub fn listed_with(&self, viewer: &ViewerTerms) -> bool {
        let shadowed = overlap(&self.shadow, &viewer.holds) && !holds_one(&self.exempt, viewer);
        self.readable_with(viewer) && !shadowed && !overlap(&self.shadow_for, &viewer.holds_as)
    }
}

fn overlap(ours: &[String], theirs: &[String]) -> bool {
    ours.iter().any(|term| theirs.contains(term))
}

fn holds_one(organisations: &[String], viewer: &ViewerTerms) -> bool {
    viewer.organisation.as_ref().is_some_and(|id| organisations.contains(id))
}
