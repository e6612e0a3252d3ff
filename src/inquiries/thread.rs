//! Who reads what of a thread, and in which order it stands.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{reads_report, rests};
use super::{Inquiry, InquiryKind, InquiryView, store, thread_of, view};
use crate::access::{Act, Audience, Capability, Viewer, permits, sql};
use crate::contributions::{self, Contribution};
use crate::db::{Conn, ContributionId, Moment};
use crate::error::{Error, Result};
use crate::people::{self, Organisation};
use crate::redaction::Rendition;
use crate::reports::{Report, store as rows};

/// What this viewer reads beside a rendition: each question, oldest first, with what answers it. Beside a thinner
/// rendition than they could read stands only what all of its readers read as well.
pub fn of_report(
    conn: &mut Conn,
    viewer: &Viewer,
    rendition: &Rendition,
    as_others: bool,
) -> Result<Vec<InquiryView>> {
    let shown = |audience: &Audience| {
        audience.readable_by(viewer) && (!as_others || audience.contains(&rendition.audience))
    };
    in_order(conn, viewer, &rendition.subject, rendition.revision, shown)
}

/// The same for the desk of the report's owner: where nothing of the report is out any more, what they wrote
/// themselves.
pub fn of_desk(conn: &mut Conn, viewer: &Viewer, report: &Report) -> Result<Vec<InquiryView>> {
    if reads_report(conn, viewer, report)? {
        let shown = |audience: &Audience| audience.readable_by(viewer);
        return in_order(conn, viewer, report.id.as_str(), 0, shown);
    }
    let mut views = Vec::new();
    for row in beneath(conn, report.id.as_str())? {
        if row.on_desk(viewer) {
            let audience = sql::audience(conn, row.version.as_str())?;
            views.push(view(conn, viewer, row, &audience, "live")?);
        }
    }
    Ok(views)
}

fn beneath(conn: &mut Conn, report: &str) -> Result<Vec<Contribution<Inquiry>>> {
    contributions::resting_on(conn, &[report.to_owned()])
}

/// What answers an entry, as far as this viewer reads that, oldest first.
pub fn answers_to(
    conn: &mut Conn,
    viewer: &Viewer,
    root: &Contribution<Inquiry>,
) -> Result<Vec<InquiryView>> {
    let mut views = Vec::new();
    for row in contributions::replies_to(conn, root)? {
        let audience = sql::audience(conn, row.version.as_str())?;
        if row.on_desk(viewer) || (audience.readable_by(viewer) && rests(conn, viewer, &row)?) {
            views.push(view(conn, viewer, row, &audience, "live")?);
        }
    }
    Ok(views)
}

/// What is live and `shown` beside a text of this revision, threads in the order in which they began. An answer whose
/// question is not shown stands where a question of its own would.
fn in_order(
    conn: &mut Conn,
    viewer: &Viewer,
    report: &str,
    revision: i32,
    shown: impl Fn(&Audience) -> bool,
) -> Result<Vec<InquiryView>> {
    let live = beneath(conn, report)?;
    let begun: Vec<_> = live.iter().filter(|row| row.reply_to.is_none()).map(|row| row.id.clone()).collect();
    let mut kept: Vec<(Contribution<Inquiry>, Audience)> = Vec::new();
    for row in live {
        // What it answers was taken back: it is gone too.
        if !begun.contains(thread_of(&row)) {
            continue;
        }
        let audience = sql::audience(conn, row.version.as_str())?;
        if shown(&audience) {
            kept.push((row, audience));
        }
    }
    let order: Vec<_> = kept.iter().map(|(row, _)| row.id.clone()).collect();
    let place = |row: &Contribution<Inquiry>| {
        let own = order.iter().position(|id| *id == row.id);
        let of_thread = order.iter().position(|id| id == thread_of(row));
        (of_thread.or(own), row.reply_to.is_some(), own)
    };
    kept.sort_by_key(|(row, _)| place(row));
    let mut views: Vec<InquiryView> = Vec::with_capacity(kept.len());
    for (row, audience) in kept {
        let (earlier, begins) = (row.revision < revision, row.reply_to.is_none());
        let mut view = view(conn, viewer, row, &audience, "live")?;
        // Beside a thinner text, as its readers see it.
        if !views.iter().any(|other| view.answers.as_ref() == Some(&other.reference)) {
            view.stands_alone();
        }
        // Which text a question was about is told with the question, and with what answers it.
        view.of_earlier_text = earlier && (begins || view.answers.is_some());
        views.push(view);
    }
    Ok(views)
}

/// A thread as a row of somebody's desk.
#[derive(Debug, Clone)]
pub struct Asked {
    /// `N-…`.
    pub reference: String,
    /// What it began with.
    pub kind: InquiryKind,
    /// The report.
    pub report: String,
    /// Who asks; on the desk of who asks, whose report it is.
    pub organisation: Organisation,
    /// How it begins.
    pub words: String,
    /// Since when.
    pub at: Moment,
    /// Whether the owner has answered.
    pub answered: bool,
}

/// Part of a list, and how long the whole is.
pub struct Part {
    /// The rows.
    pub rows: Vec<Asked>,
    /// How many there are in all.
    pub total: usize,
}

impl Part {
    const NOTHING: Self = Self { rows: Vec::new(), total: 0 };
}

/// What stands asked of the viewer's organisation and is not answered, the oldest first: for its desk.
pub fn asked_of(conn: &mut Conn, viewer: &Viewer, (from, most): (usize, usize)) -> Result<Part> {
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    if !permits(viewer, Act::SeeDesk { owner: &home }) {
        return Ok(Part::NOTHING);
    }
    // Of what is no longer out nothing can be asked; its desk, which this is, reads whatever is asked of the rest.
    let mut all = store::unanswered(conn, &home)?;
    let about: BTreeSet<String> = all.iter().map(|(_, report)| report.as_str().to_owned()).collect();
    let out = sql::live_families(conn, &about)?;
    all.retain(|(_, report)| out.contains(report.as_str()));
    let total = all.len();
    let shown: Vec<ContributionId> = all.into_iter().skip(from).take(most).map(|(id, _)| id).collect();
    let mut rows = Vec::new();
    for row in contributions::by_ids::<Inquiry>(conn, &shown)? {
        let report = rows::report_by_id(conn, &row.rests_on)?;
        let by = people::organisation(conn, &row.organisation_id)?;
        rows.push(Asked { organisation: by, ..asked_row(conn, row, &report, false)? });
    }
    Ok(Part { rows, total })
}

/// What the viewer's organisation asked of others, the newest first: for who may ask.
pub fn asked_by(conn: &mut Conn, viewer: &Viewer, (from, most): (usize, usize)) -> Result<Part> {
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    if !viewer.can(Capability::Ask) {
        return Ok(Part::NOTHING);
    }
    let (mut all, mut read) = (Vec::new(), BTreeMap::new());
    for (id, report, author) in store::begun_by(conn, &home)? {
        let known = read.get(report.as_str()).copied();
        let reads = if let Some(known) = known {
            known
        } else {
            let about = rows::report_by_id(conn, report.as_str())?;
            reads_report(conn, viewer, &about)?
        };
        read.insert(report.as_str().to_owned(), reads);
        // Of a report that is withdrawn they keep what they wrote themselves.
        if reads || contributions::on_desk(viewer, &home, &author) {
            all.push(id);
        }
    }
    let total = all.len();
    let shown: Vec<ContributionId> = all.into_iter().skip(from).take(most).collect();
    let mut rows = Vec::new();
    for row in contributions::by_ids::<Inquiry>(conn, &shown)? {
        let report = rows::report_by_id(conn, &row.rests_on)?;
        let reads = read.get(&row.rests_on).copied().unwrap_or_default();
        let answers = if reads { contributions::replies_to(conn, &row)? } else { Vec::new() };
        let answered = answers.iter().any(|answer| answer.details.entry == InquiryKind::Answer);
        rows.push(asked_row(conn, row, &report, answered)?);
    }
    Ok(Part { rows, total })
}

fn asked_row(conn: &mut Conn, row: Contribution<Inquiry>, report: &Report, answered: bool) -> Result<Asked> {
    Ok(Asked {
        at: row.at(),
        kind: row.details.entry,
        reference: row.reference,
        report: report.reference.clone(),
        organisation: people::organisation(conn, &report.organisation_id)?,
        words: row.body.chars().take(160).collect(),
        answered,
    })
}
