//! What waits for somebody: reviews, their own proposals, their drafts; and their organisation's reports.
//!
//! A title stands in an original, so each list of titles is opened with a permit and written down.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use crate::access::{Act, Capability, LIST, Opened, Permit, Viewer, allows, permits, sql};
use crate::contributions::{self, WaitingText};
use crate::db::{OrganisationId, PersonId, Tx};
use crate::delegation;
use crate::error::{Error, Result};
use crate::flow::{self, Release, ReleaseState, TextKind};
use crate::people::{self, Organisation};
use crate::redaction::{self, Original, Reading, Rendition};
use crate::reports::{Report, store};
use crate::vault::Vault;

/// For so long somebody is told on their desk of what ended because nobody confirmed it.
const LAPSED_KEPT: TimeDelta = TimeDelta::days(30);

/// A release with the title of the text that it would let out.
#[derive(Debug, Clone)]
pub struct QueueItem {
    /// The release.
    pub release: Release,
    /// The report that it is of, or about, if it is about one.
    pub report: Option<Report>,
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

impl QueueItem {
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
pub fn reviews(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    queue: Vec<Release>,
) -> Result<Vec<QueueItem>> {
    tx.look_at_list();
    titled(tx, vault, viewer, queue, Release::deciding)
}

/// What this viewer could decide after this release: what they claimed first, then the oldest that nobody has claimed.
pub fn next_review(tx: &mut Tx<'_>, viewer: &Viewer, after: &Release) -> Result<Option<(Report, Release)>> {
    let mine = viewer.person();
    let queue = flow::queue(tx.conn, tx.now(), viewer)?;
    let next = queue.into_iter().find(|other| {
        let report = other.subject_kind == TextKind::Report;
        report && other.id != after.id && (other.claimed_by.is_none() || other.claimed_by.as_ref() == mine)
    });
    let Some(next) = next else { return Ok(None) };
    Ok(Some((store::report_by_id(tx.conn, &next.subject)?, next)))
}

/// What this viewer proposed and what is not settled yet, newest first; and for a while what ended because nobody confirmed it.
pub fn own_proposals(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer) -> Result<Vec<QueueItem>> {
    tx.look_at_list();
    let person = viewer.person().ok_or(Error::SignIn)?;
    let mut proposals = flow::of_person(tx.conn, tx.now(), person)?;
    let since = tx.now().plus(-LAPSED_KEPT);
    let is_past = |release: &Release| release.confirm_by.is_none_or(|end| end <= since);
    proposals.retain(|release| release.state != ReleaseState::Lapsed || !is_past(release));
    // Who may no longer propose is not shown either what they once proposed.
    proposals.retain(|release| {
        let corroboration = release.subject_kind == TextKind::Corroboration;
        let verifies = corroboration && viewer.can(Capability::Verify);
        let asks = release.subject_kind == TextKind::Inquiry && viewer.can(Capability::Ask);
        verifies || asks || permits(viewer, Act::ProposeRelease { owner: &release.organisation })
    });
    titled(tx, vault, viewer, proposals, |release| Act::ProposeRelease { owner: &release.organisation })
}

/// The releases with their titles: one permit for all that the same act opens, and as many statements however many they are.
fn titled(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    releases: Vec<Release>,
    act: impl Fn(&Release) -> Act<'_>,
) -> Result<Vec<QueueItem>> {
    let order: Vec<_> = releases.iter().map(|release| release.id.clone()).collect();
    let mut by_kind: BTreeMap<TextKind, Vec<Release>> = BTreeMap::new();
    for release in releases {
        by_kind.entry(release.subject_kind).or_default().push(release);
    }
    let mut whole = Vec::new();
    let mut apart = Vec::new();
    for (kind, releases) in by_kind {
        match kind {
            TextKind::Report => whole.extend(of_reports(tx, releases)?),
            TextKind::Delegation => whole.extend(of_delegations(tx, releases)?),
            kind => apart.extend(waiting_texts(tx, vault, viewer, (kind, releases))?),
        }
    }
    let owners = whole.iter().map(|one| &one.release).chain(apart.iter().map(|one| &one.release));
    let owners = owners.map(|release| release.organisation.clone()).collect::<BTreeSet<_>>();
    let owners = people::organisations_by_ids(tx.conn, owners.into_iter().collect())?;
    let mut titled = opened(tx, vault, viewer, whole, (&owners, act))?;
    titled.extend(beside(tx, viewer, apart, &owners)?);
    titled.sort_by_key(|one| order.iter().position(|id| *id == one.release.id));
    Ok(titled)
}

/// Organisations by their ids.
type Owners = BTreeMap<OrganisationId, Organisation>;

fn owner_of(owners: &Owners, release: &Release) -> Result<Organisation> {
    let missing = || Error::stored("release", &release.reference, "its organisation is missing");
    owners.get(&release.organisation).cloned().ok_or_else(missing)
}

/// A release of what a report says, by itself or through another organisation.
struct Whole {
    release: Release,
    report: Report,
    /// The reference of the request to publish, where it is released by one.
    request: Option<String>,
}

fn of_reports(tx: &mut Tx<'_>, releases: Vec<Release>) -> Result<Vec<Whole>> {
    let ids: Vec<String> = releases.iter().map(|release| release.subject.clone()).collect();
    let reports = store::reports_by_id(tx.conn, &ids)?;
    let whole = |release: Release| {
        let report = reports.iter().find(|report| report.id.as_str() == release.subject).cloned();
        let missing = || Error::stored("release", &release.reference, "its report is missing");
        Ok(Whole { report: report.ok_or_else(missing)?, request: None, release })
    };
    releases.into_iter().map(whole).collect()
}

fn of_delegations(tx: &mut Tx<'_>, releases: Vec<Release>) -> Result<Vec<Whole>> {
    let ids: Vec<String> = releases.iter().map(|release| release.subject.clone()).collect();
    let mut requests = delegation::of_releases(tx, &ids)?;
    let whole = |release: Release| {
        let missing = || Error::stored("release", &release.reference, "its request is missing");
        let (request, report) = requests.remove(&release.subject).ok_or_else(missing)?;
        Ok(Whole { report, request: Some(request.reference), release })
    };
    releases.into_iter().map(whole).collect()
}

/// Opens the originals for their titles.
fn opened(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    whole: Vec<Whole>,
    (owners, act): (&Owners, impl Fn(&Release) -> Act<'_>),
) -> Result<Vec<QueueItem>> {
    let mut alike: BTreeMap<(OrganisationId, OrganisationId, PersonId), Vec<Whole>> = BTreeMap::new();
    for one in whole {
        let of = &one.release;
        let key = (of.organisation.clone(), of.approvers.clone(), of.proposed_by.clone());
        alike.entry(key).or_default().push(one);
    }
    let mut titled = Vec::new();
    for ((owner, ..), group) in alike {
        let subjects: Vec<Opened<'_>> = group.iter().map(|one| one.report.opened()).collect();
        let Some(first) = group.first() else { continue };
        let permit = Permit::ask(tx, viewer, act(&first.release), &owner, &subjects, LIST)?;
        let revisions = group.iter().map(|one| (one.report.id.as_str().to_owned(), one.release.revision));
        let originals = Original::open_all(tx, vault, &permit, &revisions.collect::<Vec<_>>())?;
        for (Whole { release, report, request }, original) in group.into_iter().zip(&originals) {
            let original = original.reveal(&permit);
            // Who decides for another organisation is told no more of it than its audience would be.
            let title = if viewer.is_of(&owner) {
                original.title.clone()
            } else {
                Reading::of(original, &owner, &release.audience).title
            };
            titled.push(QueueItem {
                report: Some(report),
                known: true,
                apart: request.map(|reference| (TextKind::Delegation, reference)),
                owner: owner_of(owners, &release)?,
                title,
                language: original.language.clone(),
                release,
            });
        }
    }
    Ok(titled)
}

/// A release of what stands beside a report, with how its words begin.
struct WaitingContribution {
    release: Release,
    /// The internal id of the report, if it is about one.
    report: Option<String>,
    reference: String,
    title: String,
    language: String,
}

fn waiting_texts(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (kind, releases): (TextKind, Vec<Release>),
) -> Result<Vec<WaitingContribution>> {
    let items = (contributions::registered(kind)?.queue_items)(tx, vault, viewer, &releases)?;
    let apart = |(release, item): (Release, WaitingText)| WaitingContribution {
        release,
        report: item.about,
        reference: item.reference,
        title: item.title,
        language: item.language,
    };
    Ok(releases.into_iter().zip(items).map(apart).collect())
}

/// With the reports that they are about, as far as the viewer may know of those.
fn beside(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    apart: Vec<WaitingContribution>,
    owners: &Owners,
) -> Result<Vec<QueueItem>> {
    let ids: Vec<String> = apart.iter().filter_map(|one| one.report.clone()).collect();
    let reports = store::reports_by_id(tx.conn, &ids)?;
    let listed = sql::families_listed(tx.conn, viewer, &ids)?;
    let titled = |one: WaitingContribution| {
        let found = |id: &String| reports.iter().find(|report| report.id.as_str() == *id).cloned();
        let missing = || Error::stored("release", &one.release.reference, "its report is missing");
        let report = one.report.as_ref().map(|id| found(id).ok_or_else(missing)).transpose()?;
        let reads = one.report.as_ref().is_some_and(|id| listed.contains(id));
        Ok(QueueItem {
            known: viewer.reads_as(&one.release.organisation) || reads,
            report,
            apart: Some((one.release.subject_kind, one.reference)),
            owner: owner_of(owners, &one.release)?,
            title: one.title,
            language: one.language,
            release: one.release,
        })
    };
    apart.into_iter().map(titled).collect()
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
    let (total, drafts) = store::drafts_begun_by(tx.conn, viewer.at(), (&owner, person), (limit, offset))?;
    let drafts = standing(tx, drafts)?;
    Ok((total, with_titles(tx, vault, viewer, &owner, drafts)?))
}

/// How reports stand, without their titles.
fn standing(tx: &mut Tx<'_>, reports: Vec<Report>) -> Result<Vec<OwnReport>> {
    let ids: Vec<String> = reports.iter().map(|report| report.id.as_str().to_owned()).collect();
    let mut live = redaction::live_of_all(tx.conn, tx.now(), &ids)?;
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
