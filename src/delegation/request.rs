//! What who asks can do: ask, approve, take back.

use std::collections::BTreeMap;

use serde_json::json;

use super::fates::open_about;
use super::handover::text_of;
use super::machine::{DelegationVerb, end, log};
use super::visibility::{TEXT, WORDS, of_owner, sealed};
use super::{Delegation, DelegationState, Handed, LONGEST_WORDS, anonymity_check, store};
use crate::access::{Act, Audience, Released, Token, Viewer, allows};
use crate::contributions::Reviewed;
use crate::db::{Conn, OrganisationId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::flow::{self, Decision, Pace, Proposal, Releasable, Release, ReleaseState, TextKind};
use crate::outbox::{self, EventKind, To};
use crate::people::{self, Organisation, OrganisationStatus};
use crate::redaction::Original;
use crate::reports::{Report, store as rows, texts};
use crate::vault::{self, Vault};
use crate::web::needed;

/// What somebody asks.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// The slug of the organisation that is to publish.
    pub publisher: String,
    /// What is said to it.
    pub words: String,
    /// The slug of the organisation whose approvers decide, where one's own has one person only.
    pub approvers: String,
}

struct Parsed {
    publisher: Organisation,
    words: String,
    proposal: Proposal,
}

impl Input {
    fn parse(&self, conn: &mut Conn, viewer: &Viewer, owner: &OrganisationId) -> Result<Parsed> {
        let mut faults = Fields::default();
        let known = |one: &Organisation| one.slug == self.publisher && one.id != *owner;
        let publisher = publishers(conn, viewer, owner)?.into_iter().find(known);
        if publisher.is_none() {
            faults.add("publisher", message("fault-publisher"));
        }
        let words = needed(&mut faults, "words", &self.words, LONGEST_WORDS);
        let approvers = match self.approvers.as_str() {
            "" => None,
            // Who publishes would decide what they are given.
            slug if *slug == self.publisher => {
                faults.add("approvers", message("fault-approvers-publish"));
                None
            }
            slug => match people::active_by_slug(conn, viewer, slug) {
                Ok(found) => Some(found.id),
                Err(Error::NotFound) => {
                    faults.add("approvers", message("fault-no-such-member").with("name", slug));
                    None
                }
                Err(other) => return Err(other),
            },
        };
        match publisher {
            Some(publisher) if faults.0.is_empty() => {
                let audience = Audience::of(Token::Organisation(publisher.id.clone()));
                let colleagues = people::count_people(conn, owner)?;
                let proposal = Proposal { audience, approvers, colleagues, pace: Pace::Usual, before: None };
                Ok(Parsed { publisher, words, proposal })
            }
            _ => Err(Error::Invalid(faults)),
        }
    }
}

/// The organisations that this viewer can ask to publish something of `owner`.
pub fn publishers(conn: &mut Conn, viewer: &Viewer, owner: &OrganisationId) -> Result<Vec<Organisation>> {
    let mut others = people::directory(conn, viewer)?;
    others.retain(|one| one.id != *owner && one.status == OrganisationStatus::Active);
    Ok(others)
}

/// A request as the release verb sees it: what it would hand over is made of the report as it stands.
struct Handing<'a> {
    row: &'a Delegation,
    report: &'a Report,
    vault: &'a Vault,
    commitment: String,
}

impl Releasable for Handing<'_> {
    fn kind(&self) -> TextKind {
        TextKind::Delegation
    }

    fn id(&self) -> &str {
        self.row.id.as_str()
    }

    fn owner(&self) -> &OrganisationId {
        &self.row.organisation_id
    }

    fn revision(&self) -> i32 {
        self.report.revision
    }

    fn commitment(&self) -> &str {
        &self.commitment
    }

    fn freeze(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        release: &Release,
        _: &Released<'_>,
    ) -> Result<String> {
        let handed = text_of(tx, self.vault, viewer, self.report, release)?;
        let handed = nameless(tx.conn, self.report, handed)?;
        let bytes = zeroize::Zeroizing::new(serde_json::to_vec(&handed).map_err(Error::internal)?);
        self.vault.seal(tx, self.owner(), sealed(self.row, TEXT), viewer.person(), &bytes)?;
        store::set_state(tx, &self.row.id, DelegationState::Asked)?;
        let publisher = people::organisation(tx.conn, &self.row.publisher_id)?.slug;
        log(tx, viewer, self.row, "delegation.asked", json!({ "organisation": publisher }))?;
        let (id, to) = (self.row.id.as_str(), To::Organisation(self.row.publisher_id.clone()));
        outbox::tell(tx, EventKind::PublishingAsked, (id, id), &to, viewer.person())?;
        Ok(self.id().to_owned())
    }
}

/// Refuses a text that says itself whose it is.
fn nameless(conn: &mut Conn, report: &Report, handed: Handed) -> Result<Handed> {
    let owner = people::organisation(conn, &report.organisation_id)?;
    match anonymity_check::named_in(&owner, &handed) {
        None => Ok(handed),
        Some(part) => {
            Err(Error::Conflict(message("conflict-text-names-owner").word("part", part.to_owned())))
        }
    }
}

/// Asks another organisation to publish a report. It learns of it when a second person has approved.
pub fn ask(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    report: &Report,
    input: &Input,
) -> Result<(Delegation, Release)> {
    let owner = &report.organisation_id;
    allows(viewer, Act::ProposeRelease { owner })?;
    let author = viewer.person().ok_or(Error::SignIn)?.clone();
    let parsed = input.parse(tx.conn, viewer, owner)?;
    flow::check_proposal(tx.conn, TextKind::Delegation, owner, &parsed.proposal)?;
    if open_about(tx, report.id.as_str())?.iter().any(|(row, _)| row.publisher_id == parsed.publisher.id) {
        return Err(Error::Conflict(message("conflict-asked-already").with("name", parsed.publisher.name)));
    }
    check_text(tx, vault, viewer, report)?;
    let row = Delegation {
        id: tx.id(),
        reference: store::free_reference(tx)?,
        organisation_id: owner.clone(),
        report_id: report.id.clone(),
        publisher_id: parsed.publisher.id,
        state: DelegationState::Proposed,
        created_by: author.clone(),
        created_at: tx.now(),
    };
    store::insert(tx, &row)?;
    vault.seal(tx, owner, sealed(&row, WORDS), Some(&author), parsed.words.as_bytes())?;
    log(tx, viewer, &row, "delegation.drafted", json!({ "report": report.reference }))?;
    let commitment = Original::commitment(tx, report.id.as_str(), report.revision)?;
    let handing = Handing { row: &row, report, vault, commitment };
    let release = flow::propose(tx, viewer, &handing, Act::ProposeRelease { owner }, parsed.proposal)?;
    Ok((row, release))
}

/// Refuses to propose what could not be handed over.
fn check_text(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, report: &Report) -> Result<()> {
    let owner = &report.organisation_id;
    let act = Act::ProposeRelease { owner };
    let handed =
        texts::opened(tx, vault, viewer, (report, report.revision), (act, "proposal"), |_, original| {
            if original.lost.is_empty() {
                return Ok(Handed::of(original, owner));
            }
            Err(Error::Conflict(message("conflict-marks-lost").number("count", original.lost.len() as u64)))
        })?;
    nameless(tx.conn, report, handed).map(|_| ())
}

/// The requests that releases would hand over, with their reports, by the subjects of the releases.
pub fn of_releases(tx: &mut Tx<'_>, subjects: &[String]) -> Result<BTreeMap<String, (Delegation, Report)>> {
    let requests = store::by_ids(tx.conn, subjects)?;
    let reports: Vec<String> = requests.iter().map(|row| row.report_id.as_str().to_owned()).collect();
    let reports = rows::reports_by_id(tx.conn, &reports)?;
    let with_report = |row: Delegation| {
        let report = reports.iter().find(|report| report.id == row.report_id)?.clone();
        Some((row.id.as_str().to_owned(), (row, report)))
    };
    Ok(requests.into_iter().filter_map(with_report).collect())
}

impl Reviewed for Delegation {
    /// Hands it over: exactly what was proposed.
    fn approve(
        tx: &mut Tx<'_>,
        vault: &Vault,
        viewer: &Viewer,
        reference: &str,
        decision: Decision<'_>,
    ) -> Result<&'static str> {
        let (row, release) = of_owner(tx, viewer, reference)?;
        let report = rows::report_by_id(tx.conn, row.report_id.as_str())?;
        let commitment = Original::commitment(tx, report.id.as_str(), report.revision)?;
        let handing = Handing { row: &row, report: &report, vault, commitment };
        flow::approve(tx, viewer, &handing, release, decision)?;
        Ok(DelegationState::Asked.as_str())
    }

    fn return_to_author(
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        reference: &str,
        decision: Decision<'_>,
    ) -> Result<&'static str> {
        let (_, release) = of_owner(tx, viewer, reference)?;
        flow::return_to_author(tx, viewer, &release, decision)?;
        Ok(ReleaseState::Returned.as_str())
    }

    /// A proposal, or what the publisher has not decided on. The publisher is given no reason.
    fn withdraw(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, _: &str) -> Result<&'static str> {
        let (row, release) = of_owner(tx, viewer, reference)?;
        if row.state == DelegationState::Proposed {
            flow::cancel(tx, viewer, &release)?;
            vault::erase(tx, row.id.as_str())?;
            return Ok(ReleaseState::Cancelled.as_str());
        }
        end(tx, viewer, &row, DelegationVerb::Recall)?;
        log(tx, viewer, &row, "delegation.recalled", json!({}))?;
        Ok(DelegationState::Recalled.as_str())
    }
}
