//! Who reads what of a thread, and in which order it stands.

use std::collections::BTreeSet;

use super::reading::{reads_report, rests};
use super::view::{Around, shown, view};
use super::{Inquiry, InquiryKind, InquiryView, store, thread_of};
use crate::access::{Act, Audience, Capability, Token, Viewer, permits, sql};
use crate::contributions::{self, Contribution};
use crate::db::{Conn, ContributionId, Moment, OrganisationId};
use crate::error::{Error, Result};
use crate::people::{self, Names, Organisation};
use crate::redaction::Rendition;
use crate::reports::{Report, store as rows};

/// What is asked and answered about some reports.
pub struct Threads {
    rows: Vec<Contribution<Inquiry>>,
    /// The tokens that the viewer may name, of those in the wishes that they read.
    nameable: BTreeSet<Token>,
}

impl Threads {
    /// These entries, the oldest first: in as many statements however many they are.
    pub fn load(conn: &mut Conn, viewer: &Viewer, rows: Vec<Contribution<Inquiry>>) -> Result<Self> {
        let read = rows.iter().filter(|row| row.is_readable_by(viewer));
        let wished = read.flat_map(|row| row.details.wished.values()).cloned().collect();
        Ok(Self { nameable: people::nameable(conn, viewer, &wished)?, rows })
    }

    /// All of them, whoever may read them.
    pub fn rows(&self) -> &[Contribution<Inquiry>] {
        &self.rows
    }

    /// The tokens that are shown with them to this viewer.
    pub fn tokens(&self, viewer: &Viewer) -> Result<BTreeSet<Token>> {
        let mut tokens = contributions::told(viewer, &self.rows)?;
        tokens.extend(self.nameable.iter().cloned());
        Ok(tokens)
    }

    /// What this viewer reads beside a rendition of a report: each question, oldest first, with what answers it. Beside a
    /// thinner rendition than they could read stands only what all of its readers read as well. `names` has the
    /// organisations that write, and [`Threads::tokens`].
    pub fn beside(
        &self,
        viewer: &Viewer,
        names: &Names,
        (report, rendition, as_others): (&Report, &Rendition, bool),
    ) -> Result<Vec<InquiryView>> {
        let is_shown = |audience: &Audience| {
            audience.readable_by(viewer) && (!as_others || audience.contains(&rendition.audience))
        };
        let around = Around { report, reads: true, names, nameable: &self.nameable };
        self.in_order(viewer, &around, rendition.revision, is_shown)
    }

    /// What is live and shown of a report beside a text of this revision, threads in the order in which they began. An
    /// answer whose question is not shown stands where a question of its own would.
    fn in_order(
        &self,
        viewer: &Viewer,
        around: &Around<'_>,
        revision: i32,
        is_shown: impl Fn(&Audience) -> bool,
    ) -> Result<Vec<InquiryView>> {
        let live = |row: &&Contribution<Inquiry>| {
            row.rests_on == around.report.id.as_str() && row.is_live(viewer.at())
        };
        let live: Vec<_> = self.rows.iter().filter(live).collect();
        let mut kept: Vec<(&Contribution<Inquiry>, &Contribution<Inquiry>, &Audience)> = Vec::new();
        for row in &live {
            // What it answers was withdrawn or has ended: it is gone too.
            let begun =
                |other: &&&Contribution<Inquiry>| other.reply_to.is_none() && other.id == *thread_of(row);
            let Some(root) = live.iter().find(begun) else { continue };
            let audience = row.audience()?;
            if is_shown(audience) {
                kept.push((row, root, audience));
            }
        }
        let order: Vec<_> = kept.iter().map(|(row, ..)| row.id.clone()).collect();
        let place = |row: &Contribution<Inquiry>| {
            let own = order.iter().position(|id| *id == row.id);
            let of_thread = order.iter().position(|id| id == thread_of(row));
            (of_thread.or(own), row.reply_to.is_some(), own)
        };
        kept.sort_by_key(|(row, ..)| place(row));
        let mut views: Vec<InquiryView> = Vec::with_capacity(kept.len());
        for (row, root, audience) in kept {
            let (earlier, begins) = (row.revision < revision, row.reply_to.is_none());
            let mut view = shown(viewer, (row, root), (audience, "live"), around)?;
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
}

/// The same for the desk of the report's owner: where nothing of the report is released any more, what they wrote
/// themselves.
pub fn of_desk(conn: &mut Conn, viewer: &Viewer, report: &Report) -> Result<Vec<InquiryView>> {
    let beneath = contributions::resting_on(conn, &[report.id.as_str().to_owned()])?;
    if reads_report(conn, viewer, report)? {
        let threads = Threads::load(conn, viewer, beneath)?;
        let writers = threads.rows().iter().map(|row| &row.organisation_id);
        let names = Names::load(conn, &threads.tokens(viewer)?, writers, [])?;
        let is_shown = |audience: &Audience| audience.readable_by(viewer);
        let around = Around { report, reads: true, names: &names, nameable: &threads.nameable };
        return threads.in_order(viewer, &around, 0, is_shown);
    }
    let mut views = Vec::new();
    for row in beneath {
        if row.on_desk(viewer) {
            views.push(released(conn, viewer, row)?);
        }
    }
    Ok(views)
}

fn released(conn: &mut Conn, viewer: &Viewer, row: Contribution<Inquiry>) -> Result<InquiryView> {
    let (audience, state) = (row.audience()?.clone(), row.released_state(viewer.at()));
    view(conn, viewer, &row, &audience, state)
}

/// What answers an entry, as far as this viewer reads that, oldest first.
pub fn answers_to(
    conn: &mut Conn,
    viewer: &Viewer,
    root: &Contribution<Inquiry>,
) -> Result<Vec<InquiryView>> {
    let mut views = Vec::new();
    for row in contributions::replies_to(conn, root)? {
        if row.on_desk(viewer) || (row.is_readable_by(viewer) && rests(conn, viewer, &row)?) {
            views.push(released(conn, viewer, row)?);
        }
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
    /// Who asks; on the desk of those who ask, whose report it is.
    pub organisation: Organisation,
    /// How it begins.
    pub words: String,
    /// Since when.
    pub at: Moment,
    /// Whether the owner has answered.
    pub answered: bool,
    /// Whether it has ended by itself: its own desk alone still sees it.
    pub ended: bool,
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
    let mut all = store::unanswered(conn, viewer.at(), &home)?;
    let about: BTreeSet<String> = all.iter().map(|(_, report)| report.as_str().to_owned()).collect();
    let out = sql::current_families(conn, viewer.at(), &about)?;
    all.retain(|(_, report)| out.contains(report.as_str()));
    let total = all.len();
    let shown: Vec<ContributionId> = all.into_iter().skip(from).take(most).map(|(id, _)| id).collect();
    let shown = contributions::by_ids::<Inquiry>(conn, &shown)?;
    let rows = asked_rows(conn, viewer.at(), shown, &BTreeSet::new(), |row, _| row.organisation_id.clone())?;
    Ok(Part { rows, total })
}

/// What the viewer's organisation asked of others, the newest first: for those who may ask.
pub fn asked_by(conn: &mut Conn, viewer: &Viewer, (from, most): (usize, usize)) -> Result<Part> {
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    if !viewer.can(Capability::Ask) {
        return Ok(Part::NOTHING);
    }
    let begun = store::begun_by(conn, &home)?;
    let about = begun.iter().map(|one| one.report.as_str().to_owned()).collect();
    let read = reads_reports(conn, viewer, about)?;
    // Of a report that is withdrawn, and of what has ended, they keep what they wrote themselves.
    let kept = begun.into_iter().filter(|one| {
        let is_read = read.contains(one.report.as_str()) && one.until.is_none_or(|end| viewer.at() < end);
        is_read || contributions::on_desk(viewer, &home, &one.author)
    });
    let all: Vec<ContributionId> = kept.map(|one| one.id).collect();
    let total = all.len();
    let shown: Vec<ContributionId> = all.into_iter().skip(from).take(most).collect();
    let shown = contributions::by_ids::<Inquiry>(conn, &shown)?;
    let read = shown.iter().filter(|row| read.contains(&row.rests_on)).map(|row| row.id.clone());
    let answered = store::answered(conn, viewer.at(), &read.collect::<Vec<_>>())?;
    let rows = asked_rows(conn, viewer.at(), shown, &answered, |_, report| report.organisation_id.clone())?;
    Ok(Part { rows, total })
}

/// Those of these reports that somebody reads, as [`reads_report`] says.
fn reads_reports(conn: &mut Conn, viewer: &Viewer, reports: BTreeSet<String>) -> Result<BTreeSet<String>> {
    let ids: Vec<String> = reports.into_iter().collect();
    let mut read = sql::families_listed(conn, viewer, &ids)?;
    let desk = |report: &Report| permits(viewer, Act::SeeDesk { owner: &report.organisation_id });
    let reports = rows::reports_by_id(conn, &ids)?;
    let own = reports.into_iter().filter(desk).map(|report| report.id.as_str().to_owned()).collect();
    read.extend(sql::current_families(conn, viewer.at(), &own)?);
    Ok(read)
}

/// Threads as rows, beside the organisation that `whose` names, in as many statements however many they are.
fn asked_rows(
    conn: &mut Conn,
    at: Moment,
    threads: Vec<Contribution<Inquiry>>,
    answered: &BTreeSet<ContributionId>,
    whose: impl Fn(&Contribution<Inquiry>, &Report) -> OrganisationId,
) -> Result<Vec<Asked>> {
    let ids: BTreeSet<String> = threads.iter().map(|row| row.rests_on.clone()).collect();
    let reports = rows::reports_by_id(conn, &ids.into_iter().collect::<Vec<_>>())?;
    let report_of = |row: &Contribution<Inquiry>| {
        let report = reports.iter().find(|report| report.id.as_str() == row.rests_on);
        report.ok_or_else(|| Error::stored("inquiry", &row.reference, "its report is missing"))
    };
    let named = threads.iter().map(|row| Ok(whose(row, report_of(row)?))).collect::<Result<BTreeSet<_>>>()?;
    let organisations = people::organisations_by_ids(conn, named.into_iter().collect())?;
    let asked = |row: Contribution<Inquiry>| {
        let report = report_of(&row)?;
        let missing = || Error::stored("inquiry", &row.reference, "its organisation is missing");
        Ok(Asked {
            organisation: organisations.get(&whose(&row, report)).cloned().ok_or_else(missing)?,
            at: row.at(),
            kind: row.details.entry,
            report: report.reference.clone(),
            words: row.body.chars().take(160).collect(),
            answered: answered.contains(&row.id),
            ended: row.is_past(at),
            reference: row.reference,
        })
    };
    threads.into_iter().map(asked).collect()
}
