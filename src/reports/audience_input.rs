//! From the words that somebody chose to a proposal.

use crate::access::{Audience, Token, Viewer};
use crate::contributions::NextReaders;
use crate::db::{Conn, OrganisationId};
use crate::error::{Error, Fields, Result, message};
use crate::flow::{Pace, Proposal};
use crate::{people, reports};

/// What somebody chose, in words of the outside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AudienceInput {
    /// `public`, `coalition`, `sector:company`, `group:slug`, `org:slug`, `person:email`; nobody named is the own
    /// organisation.
    pub audience: Vec<String>,
    /// Slugs of organisations that never read it.
    pub except: Vec<String>,
    /// The slug of the organisation whose approvers decide, where that is not the own.
    pub approvers: String,
    /// Whether somebody has to be named: on a page nothing is chosen beforehand where one speaks to others.
    pub to_be_named: bool,
}

impl AudienceInput {
    /// An audience in these words.
    pub fn of(conn: &mut Conn, audience: &Audience) -> Result<Self> {
        let except = audience.except().iter().map(|id| Ok(people::organisation(conn, id)?.slug));
        let except = except.collect::<Result<_>>()?;
        let words = audience.tokens().iter().map(|token| people::word_of_token(conn, token));
        Ok(Self { audience: words.collect::<Result<_>>()?, except, ..Self::default() })
    }

    /// What a form for the next version offers first: the readers of now where choosing these words again names them and nobody
    /// else; else nobody, because a group may have members that it had not. Whoever is left out stays so in any case.
    pub fn again(conn: &mut Conn, viewer: &Viewer, next: &NextReaders) -> Result<Self> {
        let mut words = Self::of(conn, &next.audience)?;
        let gone = people::organisations_by_ids(conn, next.left_out.iter().cloned().collect())?;
        words.except.retain(|slug| !gone.values().any(|one| one.slug == *slug));
        let named = match people::audience_from_words(conn, viewer, &words.audience, &words.except) {
            Ok(named) => named.leaving_out(&next.left_out) == next.audience,
            Err(Error::Invalid(_)) => false,
            Err(other) => return Err(other),
        };
        Ok(if named { words } else { Self { except: words.except, ..Self::default() } })
    }

    /// A proposal to replace a released text. It goes to those who are named, or to the present readers if nobody is. Whoever is
    /// left out and cannot be named stays left out.
    pub fn next_proposal(
        &self,
        conn: &mut Conn,
        viewer: &Viewer,
        (owner, next): (&OrganisationId, Option<&NextReaders>),
    ) -> Result<Proposal> {
        let Some(next) = next else { return self.proposal(conn, viewer, owner) };
        if !self.audience.is_empty() {
            let proposal = self.proposal(conn, viewer, owner)?;
            return Ok(Proposal { audience: proposal.audience.leaving_out(&next.left_out), ..proposal });
        }
        if let (None, Some(Token::Organisation(id))) =
            (next.audience.without(&people::inactive(conn)?), next.audience.tokens().first())
        {
            // Nothing is released to them, and nothing to anybody else instead.
            let name = people::organisation(conn, id)?.name;
            return Err(Error::Conflict(message("conflict-addressee-not-active").with("name", name)));
        }
        let unnamed = Self { audience: Vec::new(), except: Vec::new(), ..self.clone() };
        let proposal = unnamed.proposal(conn, viewer, owner)?;
        let coalition = ["coalition".to_owned()];
        let left_out = people::audience_from_words(conn, viewer, &coalition, &self.except)?;
        let except = next.audience.except().union(left_out.except()).cloned();
        let audience = Audience::new(next.audience.tokens().clone(), except.collect::<Vec<_>>())?;
        Ok(Proposal { audience, ..proposal })
    }

    /// Who will read it. All that is wrong is told at once.
    pub fn audience(&self, conn: &mut Conn, viewer: &Viewer, owner: &OrganisationId) -> Result<Audience> {
        if self.audience.is_empty() && self.to_be_named {
            Err(Error::invalid("audience", message("fault-no-audience")))
        } else if self.audience.is_empty() && self.except.is_empty() {
            Ok(reports::default_audience(owner))
        } else {
            people::audience_from_words(conn, viewer, &self.audience, &self.except)
        }
    }

    /// The proposal, with what the release verb needs to know of the organisation.
    pub fn proposal(&self, conn: &mut Conn, viewer: &Viewer, owner: &OrganisationId) -> Result<Proposal> {
        let mut faults = Fields::default();
        let audience = faults.gather(self.audience(conn, viewer, owner))?;
        let approvers = faults.gather(self.approvers(conn, viewer))?;
        let colleagues = people::count_people(conn, owner)?;
        match (audience, approvers) {
            (Some(audience), Some(approvers)) => {
                Ok(Proposal { audience, approvers, colleagues, pace: Pace::Usual, before: None })
            }
            _ => Err(Error::Invalid(faults)),
        }
    }

    /// The organisation whose approvers decide, where one is named.
    pub(crate) fn approvers(&self, conn: &mut Conn, viewer: &Viewer) -> Result<Option<OrganisationId>> {
        let slug = self.approvers.as_str();
        if slug.is_empty() {
            return Ok(None);
        }
        people::active_by_slug(conn, viewer, slug).map(|found| Some(found.id)).map_err(|error| match error {
            Error::NotFound => {
                Error::invalid("approvers", message("fault-no-such-member").with("name", slug))
            }
            other => other,
        })
    }
}

/// The form on which a report is released, with these chosen.
pub fn release_of(report: &str, words: &[String]) -> String {
    let chosen: Vec<_> = words.iter().map(|word| format!("audience={}", crate::web::encode(word))).collect();
    format!("/reports/{report}/release?{}", chosen.join("&"))
}
