//! Releases and reports as rows of desks and queues.

use crate::access::{Act, Tlp, Viewer, permits};
use crate::db::{Moment, Tx};
use crate::error::Result;
use crate::flow::{Release, ReleaseState};
use crate::people::Names;
use crate::reports::{self, readers};
use crate::review::progress;
use crate::vault::Vault;
use crate::web::Page;
use crate::workspace::{self, OwnReport, QueueItem};

/// A release that waits for somebody.
pub struct Waiting {
    pub href: String,
    pub title: String,
    pub language: String,
    pub owner: String,
    pub proposer: String,
    pub at: Moment,
    /// By when somebody has to confirm it, or had to; empty where nobody has.
    pub confirm_by: String,
    pub tlp: Tlp,
    pub names: String,
    pub state: String,
    pub state_kind: &'static str,
    /// “Claimed by …”; empty where nobody has.
    pub claimed_by: String,
    /// “Waits for a reviewer of …”; empty where it is a colleague.
    pub waits_for: String,
    /// The reviewer's words.
    pub comment: String,
    pub returned: bool,
    /// Whether it ended because nobody confirmed it.
    pub lapsed: bool,
    /// Where the report is changed.
    pub edit: String,
}

/// Where what is no report itself is looked at.
fn apart_at(one: &QueueItem) -> Option<String> {
    let (kind, reference) = one.apart.as_ref()?;
    Some(format!("/{}/{reference}", kind.place()))
}

/// Releases with their titles as rows.
pub fn waiting(tx: &mut Tx<'_>, page: &Page, viewer: &Viewer, all: &[QueueItem]) -> Result<Vec<Waiting>> {
    let names = progress::names_of(tx.conn, all.iter().map(|one| &one.release))?;
    all.iter().map(|one| row(&names, page, viewer, one)).collect()
}

fn row(names: &Names, page: &Page, viewer: &Viewer, one: &QueueItem) -> Result<Waiting> {
    let release: &Release = &one.release;
    let tokens = reports::tokens_of(viewer, release);
    let returned = release.state == ReleaseState::Returned;
    let report = one.report.as_ref().map(|report| report.reference.as_str()).unwrap_or_default();
    // What came back leads to what was remarked on it, where one sees that.
    let to_remarks = returned && permits(viewer, Act::SeeDesk { owner: &release.organisation });
    let of_report = if to_remarks {
        format!("/reports/{report}/desk#remarks")
    } else {
        format!("/reports/{report}/releases/{}", release.reference)
    };
    Ok(Waiting {
        href: apart_at(one).unwrap_or(of_report),
        title: one.title.clone(),
        language: one.language.clone(),
        owner: one.owner.name.clone(),
        proposer: names.person_before(viewer, &release.proposed_by)?.to_owned(),
        at: release.proposed_at,
        confirm_by: match release.confirm_by {
            Some(end) => page.ta(
                if release.state == ReleaseState::Lapsed { "release-ended-at" } else { "release-confirm-by" },
                &[("end", &page.moment(end))],
            ),
            None => String::new(),
        },
        tlp: release.audience.tlp(),
        names: readers::decided_on(names, page, &release.audience, &tokens)?,
        state: page.t(&format!("release-state-{}", release.state)),
        state_kind: progress::kind_of(release.state),
        claimed_by: progress::claimed_by(names, page, viewer, release)?,
        waits_for: progress::waits_for(names, page, viewer, release)?,
        comment: release.comment.clone(),
        returned,
        lapsed: release.state == ReleaseState::Lapsed,
        edit: apart_at(one).unwrap_or_else(|| format!("/reports/{report}/edit")),
    })
}

/// A part of the queue of this viewer: claimed by them, free, claimed by others.
pub fn queue(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: &Page,
    viewer: &Viewer,
    part: Vec<Release>,
) -> Result<[Vec<Waiting>; 3]> {
    let (mut mine, mut free, mut others) = (Vec::new(), Vec::new(), Vec::new());
    let reviews = workspace::reviews(tx, vault, viewer, part)?;
    let rows = waiting(tx, page, viewer, &reviews)?;
    for (one, row) in reviews.iter().zip(rows) {
        match &one.release.claimed_by {
            Some(person) if viewer.person() == Some(person) => mine.push(row),
            Some(_) => others.push(row),
            None => free.push(row),
        }
    }
    Ok([mine, free, others])
}

/// One of the organisation's own reports.
pub struct Own {
    pub href: String,
    pub reference: String,
    pub title: String,
    pub language: String,
    pub state: String,
    pub state_kind: &'static str,
    /// The labels of its renditions, each once, fullest first.
    pub labels: Vec<Tlp>,
    pub waiting: String,
    pub updated_at: Moment,
}

impl Own {
    /// As a row.
    pub fn of(page: &Page, one: &OwnReport) -> Self {
        let mut labels: Vec<Tlp> = one.renditions.iter().map(|rendition| rendition.audience.tlp()).collect();
        labels.dedup();
        let state = one.state();
        Self {
            href: format!("/reports/{}/desk", one.report.reference),
            reference: one.report.reference.clone(),
            title: one.title.clone(),
            language: one.language.clone(),
            state: page.t(&format!("own-state-{state}")),
            state_kind: match state {
                "released" => "state-good",
                "waiting" => "state-care",
                _ => "",
            },
            labels,
            waiting: if one.waiting > 0 && state == "released" {
                page.tn("own-waiting", one.waiting as u64)
            } else {
                String::new()
            },
            updated_at: one.report.updated_at,
        }
    }
}
