//! How an inquiry is proposed: its words, and the audience that both parties always belong to.

use serde_json::json;

use super::{Inquiry, InquiryKind};
use crate::access::{Act, Audience, Token, Viewer};
use crate::contributions::{self, Contribution, Draft};
use crate::db::{Conn, ContributionId, OrganisationId, ReportId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::flow::{self, Proposal, Release, TextKind};
use crate::people::{self, OrganisationStatus};
use crate::reports::audience_input::AudienceInput;
use crate::vault::Vault;
use crate::web::needed;

/// The most characters of an entry.
const LONGEST: usize = 4_000;

/// What is about to be said.
pub(super) struct NewEntry {
    pub report: ReportId,
    pub answers: Option<ContributionId>,
    pub details: Inquiry,
    pub revision: i32,
    /// Who asks, and whose report it is: they read every entry.
    pub parties: [OrganisationId; 2],
}

/// Proposes it. All that is wrong is told at once.
pub(super) fn say(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    saying: NewEntry,
    words: &str,
    audience: &AudienceInput,
) -> Result<(Contribution<Inquiry>, Release)> {
    viewer.person().ok_or(Error::SignIn)?;
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let words = parse_words(words);
    let proposal = proposal(tx.conn, viewer, &home, &saying.parties, audience);
    let (words, proposal) = match (words, proposal) {
        (Err(Error::Invalid(mut faults)), Err(Error::Invalid(others))) => {
            faults.0.extend(others.0);
            return Err(Error::Invalid(faults));
        }
        (words, proposal) => (words?, proposal?),
    };
    let [_, owner] = &saying.parties;
    let answers = saying.details.entry == InquiryKind::Answer;
    let act = if answers { Act::Answer { owner } } else { Act::Ask { owner } };
    let draft = Draft {
        rests_on: saying.report.as_str().to_owned(),
        revision: saying.revision,
        reply_to: saying.answers,
        body: words,
        logged: json!({ "entry": saying.details.entry }),
        links: Vec::new(),
        details: saying.details,
    };
    contributions::propose(tx, vault, viewer, draft, (act, proposal))
}

fn parse_words(words: &str) -> Result<String> {
    let mut faults = Fields::default();
    let words = needed(&mut faults, "words", words, LONGEST);
    faults.into_result(words)
}

/// What was chosen, and the two organisations between which it is said.
fn proposal(
    conn: &mut Conn,
    viewer: &Viewer,
    home: &OrganisationId,
    parties: &[OrganisationId; 2],
    words: &AudienceInput,
) -> Result<Proposal> {
    for party in parties {
        let party = people::organisation(conn, party)?;
        if party.status != OrganisationStatus::Active {
            return Err(Error::Conflict(message("conflict-party-not-active").with("name", party.name)));
        }
    }
    let chosen = words.proposal(conn, viewer, home)?;
    if parties.iter().any(|party| chosen.audience.except().contains(party)) {
        return Err(Error::invalid("except", message("fault-except-party")));
    }
    let audience = if chosen.audience.is_public() {
        chosen.audience
    } else {
        let both = parties.iter().cloned().map(Token::Organisation);
        let tokens = chosen.audience.tokens().iter().cloned().chain(both);
        Audience::new(tokens, chosen.audience.except().iter().cloned())?
    };
    let proposal = Proposal { audience, ..chosen };
    flow::check_proposal(conn, TextKind::Inquiry, home, &proposal)?;
    Ok(proposal)
}
