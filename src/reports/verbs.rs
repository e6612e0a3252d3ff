//! What can be done with a report: draft, edit, propose, approve, withdraw.

use serde_json::json;

use super::journal::log;
use super::revision::revise;
use super::texts::{is_in_order, opened, reading_for, reading_of};
use super::{Report, ReportInput, grouping, store};
use crate::access::{Act, Audience, Permit, Released, Token, Viewer, allows, permits, sql};
use crate::contributions;
use crate::db::{ChangeKind, Conn, OrganisationId, ReportId, Tx};
use crate::error::{Error, Result, message};
use crate::flow::{self, Decision, ParentEvent, Proposal, Releasable, Release, ReleaseState, TextKind};
use crate::redaction::{self, Original, Rendition};
use crate::vault::{self, Unredacted, Vault};

/// Begins a report: sealed, and seen by its organisation's desk alone until it is released.
pub fn draft(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, input: &ReportInput) -> Result<Report> {
    allows(viewer, Act::DraftReport)?;
    input.check_dates(tx.now().date())?;
    let owner = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let incident = match &input.incident {
        // Only what the writer can read can be filed into: of anything else they learn nothing.
        Some(reference) => grouping::target(tx, viewer, reference)?,
        None => store::new_incident(tx)?,
    };
    let report = Report {
        id: tx.id(),
        reference: store::free_reference(tx, 'R')?,
        organisation_id: owner.clone(),
        incident_id: incident.id,
        revision: 1,
        created_by: viewer.person().cloned(),
        created_at: tx.now(),
        updated_at: tx.now(),
        source_system: None,
        source_id: None,
        source_incident: None,
        source_hash: None,
        keep_until: None,
        erased_at: None,
    };
    store::insert_report(tx, &report)?;
    input.original.seal(tx, vault, &owner, viewer.person(), report.id.as_str(), 1)?;
    log(tx, viewer, &report, "report.drafted", json!({ "reference": report.reference }))?;
    Ok(report)
}

/// Replaces the original by a new revision. What was proposed from the old one no longer stands; what was
/// released stays as it was until a correction is released.
pub fn edit(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    report: &Report,
    input: &ReportInput,
) -> Result<Report> {
    let revised = revise(tx, vault, viewer, report, "edit", |tx, before| {
        input.check_dates(tx.now().date())?;
        let carried = redaction::carry(before, &input.original);
        let evidence = before.evidence.clone();
        Ok(Original { marks: carried.marks, lost: carried.lost, evidence, ..input.original.clone() })
    })?;
    let mut detail = json!({ "revision": revised.report.revision, "voided": revised.voided });
    let (marks, lost) = (revised.original.marks.len(), revised.original.lost.len());
    if let (true, Some(detail)) = (marks + lost > 0, detail.as_object_mut()) {
        detail.insert("marks".into(), marks.into());
        detail.insert("lost".into(), lost.into());
    }
    log(tx, viewer, report, "report.edited", detail)?;
    Ok(revised.report)
}

/// What the owner's desk shows of a report.
pub struct Desk {
    /// The newest revision of the original.
    pub original: Unredacted<Original>,
    /// Leave to read it.
    pub permit: Permit,
    /// The live renditions, fullest first.
    pub renditions: Vec<Rendition>,
    /// Every proposal and what became of it, newest first.
    pub releases: Vec<Release>,
}

/// The report that a viewer may have on their desk: another organisation's does not exist, and a colleague
/// without the role learns only of what they can read anyway.
pub fn own_report(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Report> {
    let report = store::known_report(conn, viewer, reference)?;
    if permits(viewer, Act::SeeDesk { owner: &report.organisation_id }) {
        Ok(report)
    } else if viewer.is_of(&report.organisation_id)
        && !sql::readable_in(conn, viewer, report.id.as_str())?.is_empty()
    {
        Err(Error::Denied(message("denied-desk")))
    } else {
        Err(Error::NotFound)
    }
}

/// A report of the viewer's organisation that they may at least propose to release.
pub fn releasable_report(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Report> {
    let report = store::known_report(conn, viewer, reference)?;
    let owner = &report.organisation_id;
    if permits(viewer, Act::ProposeRelease { owner }) || permits(viewer, Act::SeeDesk { owner }) {
        Ok(report)
    } else {
        own_report(conn, viewer, reference)
    }
}

/// Opens the desk: the original is opened, and that is written down.
pub fn desk(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, report: &Report) -> Result<Desk> {
    let owner = &report.organisation_id;
    let permit = Permit::ask(tx, viewer, Act::OpenOriginal { owner }, owner, &[report.opened()], "desk")?;
    let original = Original::open(tx, vault, &permit, report.id.as_str(), report.revision)?;
    Ok(Desk {
        original,
        permit,
        renditions: redaction::live_of(tx.conn, tx.now(), report.id.as_str())?,
        releases: flow::of_subject(tx.conn, tx.now(), report.id.as_str())?,
    })
}

/// A report as the release verb sees it.
struct Releasing<'a> {
    report: &'a Report,
    vault: &'a Vault,
    commitment: String,
}

impl<'a> Releasing<'a> {
    fn new(tx: &mut Tx<'_>, vault: &'a Vault, report: &'a Report) -> Result<Self> {
        let commitment = Original::commitment(tx, report.id.as_str(), report.revision)?;
        Ok(Self { report, vault, commitment })
    }
}

impl Releasable for Releasing<'_> {
    fn kind(&self) -> TextKind {
        TextKind::Report
    }

    fn id(&self) -> &str {
        self.report.id.as_str()
    }

    fn owner(&self) -> &OrganisationId {
        &self.report.organisation_id
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
        released: &Released<'_>,
    ) -> Result<String> {
        let audience = &release.audience;
        let act = reading_for(viewer, self.report, release);
        let (id, ended) = opened(
            tx,
            self.vault,
            viewer,
            (self.report, release.revision),
            (act, "release"),
            |tx, original| {
                let reading = reading_of(tx.conn, original, self.owner(), audience)?;
                // Asked again: what is released beside it may have gone out after this was proposed.
                if !is_in_order(tx.conn, self.report, original, audience)? {
                    return Err(Error::Conflict(message("fault-marks-not-nested")));
                }
                let spared = |who: &Audience| redaction::spared(original, self.owner(), who);
                redaction::freeze(tx, self.id(), release.revision, (released, &reading), &spared)
            },
        )?;
        // A text that takes the place of another takes that one away; one that stands by itself takes nothing.
        tx.change(ChangeKind::Report, self.id(), !ended.is_empty())?;
        for text in ended {
            contributions::parent_changed(tx, text.as_str(), ParentEvent::Superseded)?;
        }
        Ok(id.as_str().to_owned())
    }
}

/// Proposes to release the newest revision to an audience. Within one's own organisation it goes out at once.
pub fn propose(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    report: &Report,
    proposal: Proposal,
) -> Result<Release> {
    flow::check_proposal(tx.conn, TextKind::Report, &report.organisation_id, &proposal)?;
    check_marks(tx, vault, viewer, report, &proposal.audience)?;
    let subject = Releasing::new(tx, vault, report)?;
    let act = Act::ProposeRelease { owner: &report.organisation_id };
    let release = flow::propose(tx, viewer, &subject, act, proposal)?;
    if release.state.is_open() {
        // Its reviewer says anew what is left to say.
        erase_remarks(tx, &report.id)?;
    }
    Ok(release)
}

/// Refuses a proposal while a mark has no place, and one by which somebody who reads two renditions would be shown
/// the one that says less.
fn check_marks(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    report: &Report,
    audience: &Audience,
) -> Result<()> {
    let owner = &report.organisation_id;
    let act = Act::ProposeRelease { owner };
    opened(tx, vault, viewer, (report, report.revision), (act, "proposal"), |tx, original| {
        if !original.lost.is_empty() {
            let count = original.lost.len() as u64;
            return Err(Error::Conflict(message("conflict-marks-lost").number("count", count)));
        }
        redaction::evidence::going_along(tx.conn, original, owner, audience)?;
        if is_in_order(tx.conn, report, original, audience)? {
            Ok(())
        } else {
            Err(Error::invalid("audience", message("fault-marks-not-nested")))
        }
    })
}

/// Who a release is for, in words of the outside, as far as this viewer may know: people are named to their own
/// organisation alone.
pub fn tokens_of<'a>(viewer: &Viewer, release: &'a Release) -> Vec<&'a Token> {
    let own = viewer.is_of(&release.organisation);
    release.audience.tokens().iter().filter(|token| own || !matches!(token, Token::Person(_))).collect()
}

/// Approves a proposed release: exactly what was proposed goes out.
pub fn approve(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    report: &Report,
    release: Release,
    comment: &str,
) -> Result<Release> {
    let subject = Releasing::new(tx, vault, report)?;
    flow::approve(tx, viewer, &subject, release, Decision { comment, ..Decision::default() })
}

/// A release of a report, for whoever may see it: its own organisation's desk, or those who decide it.
pub fn visible_release(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    reference: &str,
    release: &str,
) -> Result<(Report, Release)> {
    let release = flow::known(tx.conn, tx.arrived(), viewer, release)?;
    // Releases of what is said of reports have addresses of their own.
    if release.subject_kind != TextKind::Report {
        return Err(Error::NotFound);
    }
    let report = store::report_by_id(tx.conn, &release.subject)?;
    if report.reference == reference { Ok((report, release)) } else { Err(Error::NotFound) }
}

/// Withdraws what a release let out (or takes back a proposal that is not decided): every list loses it at
/// once, and a tombstone with the reason stays for those who could read it.
pub fn withdraw(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    report: &Report,
    release: &Release,
    reason: &str,
) -> Result<()> {
    if release.state != ReleaseState::Approved {
        return flow::cancel(tx, viewer, release);
    }
    allows(viewer, Act::WithdrawRelease { owner: &report.organisation_id })?;
    let reason = flow::reason_of(reason)?;
    let live = redaction::released_of(tx.conn, report.id.as_str())?;
    let out = live.iter().find(|rendition| Some(rendition.id.as_str()) == release.result.as_deref());
    let Some(rendition) = out else {
        return Err(Error::Conflict(message("conflict-nothing-out")));
    };
    redaction::withdraw(tx, rendition.id.as_str(), &reason)?;
    contributions::parent_changed(tx, rendition.id.as_str(), ParentEvent::Narrowed)?;
    if live.len() == 1 {
        contributions::parent_changed(tx, report.id.as_str(), ParentEvent::Withdrawn)?;
    }
    tx.change(ChangeKind::Report, report.id.as_str(), true)?;
    log(tx, viewer, report, "release.withdrawn", json!({ "release": release.reference }))
}

/// The audience that a release has where nobody chose one: one's own organisation.
pub fn default_audience(owner: &OrganisationId) -> Audience {
    Audience::of(Token::Organisation(owner.clone()))
}

/// Leaves nothing of what was remarked on the proposals of a report: another is made, or the report is erased.
pub fn erase_remarks(tx: &mut Tx<'_>, report: &ReportId) -> Result<()> {
    for release in flow::of_subject(tx.conn, tx.now(), report.as_str())? {
        vault::erase(tx, release.id.as_str())?;
    }
    Ok(())
}
