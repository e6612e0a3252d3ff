//! How an inquiry leaves its organisation: sealed, proposed to an audience, let out by the release verb.

use serde_json::json;

use super::{Inquiry, InquiryKind, store};
use crate::access::{Act, Audience, Token, Viewer, sql};
use crate::db::{Conn, InquiryId, OrganisationId, ReportId, Tx};
use crate::error::{Error, Fields, Result, said};
use crate::flow::{self, Proposal, Releasable, Release, TextKind};
use crate::incidents::apart::{self, Apart, log};
use crate::incidents::proposing::Words;
use crate::people::{self, OrganisationStatus};
use crate::vault::{self, Vault};
use crate::web::needed;

/// The most characters of an entry.
const LONGEST: usize = 4_000;

/// What is about to be said.
pub(super) struct Saying {
    pub report: ReportId,
    pub answers: Option<InquiryId>,
    pub kind: InquiryKind,
    pub wished: Vec<Token>,
    pub revision: i32,
    /// Who asks, and whose report it is: they read every entry.
    pub parties: [OrganisationId; 2],
}

/// Seals the words and proposes them.
pub(super) fn say(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    saying: Saying,
    words: &str,
    audience: &Words,
) -> Result<(Inquiry, Release)> {
    let author = viewer.person().ok_or(Error::SignIn)?.clone();
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let words = parse_words(words);
    let proposal = proposal(tx.conn, viewer, &home, &saying.parties, audience);
    let (words, proposal) = match (words, proposal) {
        // All that is wrong is told at once.
        (Err(Error::Invalid(mut faults)), Err(Error::Invalid(others))) => {
            faults.0.extend(others.0);
            return Err(Error::Invalid(faults));
        }
        (words, proposal) => (words?, proposal?),
    };
    let row = Inquiry {
        id: tx.id(),
        reference: store::free_reference(tx)?,
        report_id: saying.report,
        answers: saying.answers,
        organisation_id: home.clone(),
        kind: saying.kind,
        wished: saying.wished.into(),
        revision: saying.revision,
        words: String::new(),
        created_by: author.clone(),
        created_at: tx.now(),
        released_at: None,
        withdrawn_at: None,
        withdrawn_reason: None,
    };
    store::insert(tx, &row)?;
    let commitment = vault.seal(tx, &home, row.sealed(), Some(&author), words.as_bytes())?;
    log(tx, viewer, &row, "inquiry.drafted", json!({ "entry": row.kind }))?;
    let [_, owner] = &saying.parties;
    let act = if row.kind == InquiryKind::Answer { Act::Answer { owner } } else { Act::Ask { owner } };
    let leaving = Leaving { row: &row, vault, commitment, words: Some(words) };
    let release = flow::propose(tx, viewer, &leaving, act, proposal)?;
    Ok((store::by_id(tx.conn, row.id.as_str())?, release))
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
    words: &Words,
) -> Result<Proposal> {
    for party in parties {
        let party = people::organisation(conn, party)?;
        if party.status != OrganisationStatus::Active {
            return Err(Error::Conflict(said("conflict-party-not-active").with("name", party.name)));
        }
    }
    let chosen = words.proposal(conn, viewer, home)?;
    if parties.iter().any(|party| chosen.audience.except().contains(party)) {
        return Err(Error::invalid("except", said("fault-except-party")));
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

/// An inquiry as the release verb sees it.
pub(super) struct Leaving<'a> {
    pub row: &'a Inquiry,
    pub vault: &'a Vault,
    pub commitment: String,
    /// The words, where they were typed just now.
    pub words: Option<String>,
}

impl Releasable for Leaving<'_> {
    fn kind(&self) -> TextKind {
        TextKind::Inquiry
    }

    fn id(&self) -> &str {
        self.row.id.as_str()
    }

    fn owner(&self) -> &OrganisationId {
        &self.row.organisation_id
    }

    fn revision(&self) -> i32 {
        1
    }

    fn commitment(&self) -> &str {
        &self.commitment
    }

    fn freeze(&self, tx: &mut Tx<'_>, viewer: &Viewer, release: &Release) -> Result<String> {
        let words = match &self.words {
            Some(words) => words.clone(),
            None => apart::words_of(tx, self.vault, viewer, self.row, release)?,
        };
        // They stand in the row from now on, and nowhere else.
        vault::erase(tx, self.id())?;
        sql::insert(tx, self.id(), sql::Place { family: self.id(), rank: 0 }, &release.audience)?;
        store::set_released(tx, &self.row.id, &words)?;
        Ok(self.id().to_owned())
    }
}

/// What stands for an inquiry in a queue: how its words begin.
pub fn title_of(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    release: &Release,
) -> Result<(Inquiry, String)> {
    let row = store::by_id(tx.conn, &release.subject)?;
    let title = apart::title_of(tx, vault, viewer, &row, release)?;
    Ok((row, title))
}
