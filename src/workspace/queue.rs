//! What waits for somebody: reviews, their own proposals, their drafts; and their organisation's reports.
//!
//! A title stands in an original, so each list of titles is opened with a permit and written down.

use std::collections::BTreeMap;

use crate::access::{Act, Capability, LIST, Opened, Permit, Viewer, allows, permits, sql};
use crate::db::{OrganisationId, PersonId, Tx};
use crate::error::{Error, Result};
use crate::flow::{self, Release, TextKind};
use crate::people::{self, Organisation};
use crate::redaction::{self, Original, Reading, Rendition};
use crate::reports::{Report, store};
use crate::vault::Vault;
use crate::{contributions, delegation, inquiries, translations, verification};

/// A release with the title of the text that it would let out.
#[derive(Debug, Clone)]
pub struct Titled {
    /// The release.
    pub release: Release,
    /// The report that it is of, or about.
    pub report: Report,
    /// Whether the viewer may know that report: who decides on what is said of it may be none of its readers.
    pub known: bool,
    /// What it is where it is no report itself, and its reference.
    pub apart: Option<(TextKind, String)>,
    /// Whose it is.
    pub owner: Organisation,
    /// The title of the revision that was proposed.
    pub title: String,
    /// The language of it.
    pub language: String,
}

impl Titled {
    /// Its reference, where it is of this kind.
    pub fn named(&self, kind: TextKind) -> Option<&str> {
        self.apart.as_ref().filter(|(of, _)| *of == kind).map(|(_, reference)| reference.as_str())
    }
}

/// One of an organisation's own reports.
#[derive(Debug, Clone)]
pub struct OwnReport {
    /// The report.
    pub report: Report,
    /// The title of its newest revision.
    pub title: String,
    /// The language of it.
    pub language: String,
    /// Its live renditions, fullest first.
    pub renditions: Vec<Rendition>,
    /// How many proposals wait.
    pub waiting: usize,
}

impl OwnReport {
    /// Where it stands: `released`, `waiting` (its first release), `draft`.
    pub fn state(&self) -> &'static str {
        match (self.renditions.is_empty(), self.waiting) {
            (false, _) => "released",
            (true, 1..) => "waiting",
            (true, 0) => "draft",
        }
    }
}

/// What waits for this viewer's decision (a part of [`flow::queue`]), with its titles.
pub fn reviews(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, queue: Vec<Release>) -> Result<Vec<Titled>> {
    tx.look_at_list();
    titled(tx, vault, viewer, queue, Release::deciding)
}

/// What this viewer could decide after this release: what they claimed first, then the oldest that nobody has claimed.
pub fn next_review(tx: &mut Tx<'_>, viewer: &Viewer, after: &Release) -> Result<Option<(Report, Release)>> {
    let mine = viewer.person();
    let queue = flow::queue(tx.conn, tx.now(), viewer)?;
    let next = queue.into_iter().find(|other| {
        let report = other.subject_kind == TextKind::Report.as_str();
        report && other.id != after.id && (other.claimed_by.is_none() || other.claimed_by.as_ref() == mine)
    });
    let Some(next) = next else { return Ok(None) };
    Ok(Some((store::report_by_id(tx.conn, &next.subject)?, next)))
}

/// What this viewer proposed and what is not settled yet, newest first.
pub fn own_proposals(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer) -> Result<Vec<Titled>> {
    tx.look_at_list();
    let person = viewer.person().ok_or(Error::SignIn)?;
    let mut proposals = flow::of_person(tx.conn, tx.now(), person)?;
    // Who may no longer propose is not shown either what they once proposed.
    proposals.retain(|release| {
        let corroboration = release.subject_kind == TextKind::Corroboration.as_str();
        let verifies = corroboration && viewer.can(Capability::Verify);
        let asks = release.subject_kind == TextKind::Inquiry.as_str() && viewer.can(Capability::Ask);
        verifies || asks || permits(viewer, Act::ProposeRelease { owner: &release.organisation })
    });
    titled(tx, vault, viewer, proposals, |release| Act::ProposeRelease { owner: &release.organisation })
}

/// The releases with their titles: one permit for all that the same act opens.
fn titled(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    releases: Vec<Release>,
    act: impl Fn(&Release) -> Act<'_>,
) -> Result<Vec<Titled>> {
    let mut alike: BTreeMap<(OrganisationId, OrganisationId, PersonId), Vec<Release>> = BTreeMap::new();
    let order: Vec<_> = releases.iter().map(|release| release.id.clone()).collect();
    let mut titled = Vec::new();
    for release in releases {
        let kind = release.subject_kind.parse().map_err(Error::Internal)?;
        if !matches!(kind, TextKind::Report | TextKind::Delegation) {
            titled.push(apart(tx, vault, viewer, kind, release)?);
            continue;
        }
        let key = (release.organisation.clone(), release.approvers.clone(), release.proposed_by.clone());
        alike.entry(key).or_default().push(release);
    }
    for ((owner, ..), group) in alike {
        let home = people::organisation(tx.conn, &owner)?;
        let mut about = Vec::new();
        for release in &group {
            about.push(report_of(tx, release)?);
        }
        let subjects: Vec<Opened<'_>> = about.iter().map(|(report, _)| report.opened()).collect();
        let Some(first) = group.first() else { continue };
        let permit = Permit::ask(tx, viewer, act(first), &owner, &subjects, LIST)?;
        for (release, (report, delegation)) in group.into_iter().zip(about) {
            let original = Original::open(tx, vault, &permit, report.id.as_str(), release.revision)?;
            let original = original.reveal(&permit);
            // Who decides for another organisation is told no more of it than its audience would be.
            let title = if viewer.is_of(&owner) {
                original.title.clone()
            } else {
                Reading::of(original, &owner, &release.audience).title
            };
            titled.push(Titled {
                report,
                known: true,
                apart: delegation.map(|reference| (TextKind::Delegation, reference)),
                owner: home.clone(),
                title,
                language: original.language.clone(),
                release,
            });
        }
    }
    titled.sort_by_key(|one| order.iter().position(|id| *id == one.release.id));
    Ok(titled)
}

/// The report whose text a release would let out, and the request to publish by which it would.
fn report_of(tx: &mut Tx<'_>, release: &Release) -> Result<(Report, Option<String>)> {
    if release.subject_kind == TextKind::Delegation.as_str() {
        let (row, report) = delegation::of_release(tx, release)?;
        return Ok((report, Some(row.reference)));
    }
    Ok((store::report_by_id(tx.conn, &release.subject)?, None))
}

/// A release of what stands beside a report, with how its words begin.
fn apart(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    kind: TextKind,
    release: Release,
) -> Result<Titled> {
    let (report, organisation, reference, title, language) = match kind {
        TextKind::Corroboration => {
            let item = contributions::queue_item::<verification::Corroboration>(tx, vault, viewer, &release)?;
            (item.rests_on.into(), release.organisation.clone(), item.reference, item.title, String::new())
        }
        TextKind::Inquiry => {
            let item = contributions::queue_item::<inquiries::Inquiry>(tx, vault, viewer, &release)?;
            (item.rests_on.into(), release.organisation.clone(), item.reference, item.title, String::new())
        }
        TextKind::Translation => {
            let (row, title) = translations::title_of(tx, vault, viewer, &release)?;
            (row.report_id, row.organisation_id, row.reference, title, row.language)
        }
        TextKind::Report | TextKind::Delegation => {
            return Err(Error::Internal("what a report says goes out as a report".into()));
        }
    };
    let known =
        viewer.reads_as(&organisation) || !sql::readable_in(tx.conn, viewer, report.as_str())?.is_empty();
    Ok(Titled {
        report: store::report_by_id(tx.conn, report.as_str())?,
        known,
        apart: Some((kind, reference)),
        owner: people::organisation(tx.conn, &organisation)?,
        title,
        language,
        release,
    })
}

/// An organisation's own reports with their titles, newest change first.
pub fn own_reports(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    limit: i64,
    offset: i64,
) -> Result<(i64, Vec<OwnReport>)> {
    tx.look_at_list();
    let owner = viewer.organisation().ok_or(Error::SignIn)?.clone();
    allows(viewer, Act::SeeDesk { owner: &owner })?;
    let (total, reports) = store::reports_owned(tx.conn, &owner, limit, offset)?;
    let own = standing(tx, reports)?;
    Ok((total, with_titles(tx, vault, viewer, &owner, own)?))
}

/// What this viewer began and what has neither been released nor waits for anybody, newest change first; and how much
/// that is in all.
pub fn own_drafts(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    limit: i64,
    offset: i64,
) -> Result<(i64, Vec<OwnReport>)> {
    tx.look_at_list();
    let owner = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let person = viewer.person().ok_or(Error::SignIn)?;
    allows(viewer, Act::SeeDesk { owner: &owner })?;
    let (total, drafts) = store::drafts_begun_by(tx.conn, &owner, person, limit, offset)?;
    let drafts = standing(tx, drafts)?;
    Ok((total, with_titles(tx, vault, viewer, &owner, drafts)?))
}

/// How reports stand, without their titles.
fn standing(tx: &mut Tx<'_>, reports: Vec<Report>) -> Result<Vec<OwnReport>> {
    let ids: Vec<String> = reports.iter().map(|report| report.id.as_str().to_owned()).collect();
    let mut live = redaction::live_of_all(tx.conn, &ids)?;
    let waiting = flow::count_open(tx.conn, &ids)?;
    let own = reports.into_iter().map(|report| OwnReport {
        renditions: live.extract_if(.., |rendition| rendition.subject == report.id.as_str()).collect(),
        waiting: waiting.get(report.id.as_str()).copied().unwrap_or_default(),
        title: String::new(),
        language: String::new(),
        report,
    });
    Ok(own.collect())
}

fn with_titles(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    owner: &OrganisationId,
    mut own: Vec<OwnReport>,
) -> Result<Vec<OwnReport>> {
    if own.is_empty() {
        return Ok(own);
    }
    let subjects: Vec<Opened<'_>> = own.iter().map(|one| one.report.opened()).collect();
    let permit = Permit::ask(tx, viewer, Act::OpenOriginal { owner }, owner, &subjects, LIST)?;
    let opened = own.iter().map(|one| (one.report.id.as_str().to_owned(), one.report.revision));
    let originals = Original::open_all(tx, vault, &permit, &opened.collect::<Vec<_>>())?;
    for (one, original) in own.iter_mut().zip(&originals) {
        let original = original.reveal(&permit);
        one.title.clone_from(&original.title);
        one.language.clone_from(&original.language);
    }
    Ok(own)
}
