//! What is due in a time, as one viewer is shown it: actions that they read, the tasks of those, and when their outcomes are looked
//! at again.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::falling_due::{PART, due_between, read};
use crate::access::Viewer;
use crate::actions::{self, ActionView, Stage, TaskView};
use crate::db::{Conn, Moment, text_enum};
use crate::error::Result;
use crate::language::Strings;
use crate::outbox;
use crate::outcomes::ActionOutcome;

/// The years that a calendar knows.
pub(super) const YEARS: RangeInclusive<i32> = 1970..=2199;
/// So many are shown at once.
pub(super) const MOST: usize = 500;
/// So many of a kind a calendar program or a table is given at most: far more than anybody sees to.
pub(super) const MOST_GIVEN: usize = 20_000;

text_enum! {
    /// What is due.
    pub enum DueKind {
        /// An action.
        Action = "action",
        /// A task of it.
        Task = "task",
        /// What came of it is to be looked at again.
        Outcome = "outcome",
    }
}

/// Something that is due.
pub(super) struct Entry {
    /// `A-…` of an action, `J-…` of a task, `P-…` of the comment that says what came of it.
    pub reference: String,
    /// The action.
    pub action: String,
    pub kind: DueKind,
    pub title: String,
    /// Of the title; empty of a task.
    pub language: String,
    pub at: Moment,
    /// The time zone in which that was said; empty of what is no action.
    pub zone: String,
    /// Where the action is, as far as the viewer is told.
    pub stage: Option<Stage>,
    /// Whether a task is done.
    pub is_done: bool,
    /// When the brief of now was released, or the outcome written.
    pub changed_at: Moment,
    /// How often it was changed: of an action and an outcome the versions before, as far as the viewer could read them, of a task its revisions.
    pub changes: u64,
}

impl Entry {
    fn of_action(view: &ActionView, at: Moment) -> Self {
        Self {
            reference: view.reference.clone(),
            action: view.reference.clone(),
            kind: DueKind::Action,
            title: view.title.clone(),
            language: view.language.clone(),
            at,
            zone: view.due_zone.clone(),
            stage: view.stage.and_then(|stage| stage.parse().ok()),
            is_done: false,
            changed_at: view.at,
            changes: view.version.saturating_sub(1) as u64,
        }
    }

    fn of_task(view: &ActionView, task: &TaskView, at: Moment) -> Self {
        Self {
            reference: task.reference.clone(),
            kind: DueKind::Task,
            title: task.title.clone(),
            language: String::new(),
            zone: String::new(),
            is_done: task.done_at.is_some(),
            changes: u64::try_from(task.revision.saturating_sub(1)).unwrap_or_default(),
            ..Self::of_action(view, at)
        }
    }

    fn of_outcome(view: &ActionView, outcome: &ActionOutcome, at: Moment) -> Self {
        Self {
            reference: outcome.comment.clone(),
            kind: DueKind::Outcome,
            zone: String::new(),
            changed_at: outcome.at,
            changes: outcome.changes,
            ..Self::of_action(view, at)
        }
    }

    /// Where it is read.
    pub fn place(&self) -> String {
        match self.kind {
            DueKind::Action | DueKind::Task => format!("/actions/{}", self.action),
            DueKind::Outcome => format!("/comments/{}", self.reference),
        }
    }

    /// The day in which it stands, by the clocks of a zone: an outcome is looked at again on a day of UTC, wherever one is.
    pub fn day(&self, zone: Tz) -> NaiveDate {
        let zone = if self.kind == DueKind::Outcome { Tz::UTC } else { zone };
        self.at.to_utc().with_timezone(&zone).date_naive()
    }

    /// Whether nothing is left to be done by then, as far as the viewer is told: an outcome is looked at again also of what has ended.
    pub fn is_settled(&self) -> bool {
        let goes_on = if self.kind == DueKind::Task { Stage::is_open } else { Stage::is_undone };
        let ended = self.stage.is_some_and(|stage| !goes_on(stage));
        self.kind != DueKind::Outcome && (self.is_done || ended)
    }

    /// Whether it should have been done.
    pub fn is_over(&self, now: Moment) -> bool {
        let is_told = self.kind == DueKind::Outcome || self.stage.is_some();
        is_told && !self.is_settled() && self.at <= now
    }
}

/// What is due from a moment on and before another, earliest due first; and whether that is all of it. A fixed number of
/// statements, however much there is.
pub(super) fn due(
    conn: &mut Conn,
    strings: &Strings,
    viewer: &Viewer,
    span: (Moment, Moment),
) -> Result<(Vec<Entry>, bool)> {
    let most = i64::try_from(MOST).unwrap_or(i64::MAX).saturating_add(1);
    let (versions, all) = due_between(conn, viewer, span, most)?;
    let mut entries = of_versions(conn, strings, viewer, (&versions, span))?;
    in_order(&mut entries);
    let whole = all && entries.len() <= MOST;
    entries.truncate(MOST);
    Ok((entries, whole))
}

/// What is due first comes first.
pub(super) fn in_order(entries: &mut [Entry]) {
    entries.sort_by(|a, b| (a.at, &a.action, &a.reference).cmp(&(b.at, &b.action, &b.reference)));
}

/// All that is due from a moment on and before another, in no order: each part is forgotten before the next is looked up. Whether that is all of
/// it: of each kind, so many are looked for.
pub(super) fn each_due(
    conn: &mut Conn,
    strings: &Strings,
    viewer: &Viewer,
    (span, most): ((Moment, Moment), usize),
    mut take: impl FnMut(Entry),
) -> Result<bool> {
    let more = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
    let (versions, whole) = due_between(conn, viewer, span, more)?;
    for part in versions.chunks(PART) {
        of_versions(conn, strings, viewer, (part, span))?.into_iter().for_each(&mut take);
    }
    Ok(whole)
}

/// What of these versions is due then.
fn of_versions(
    conn: &mut Conn,
    strings: &Strings,
    viewer: &Viewer,
    (versions, (from, until)): (&[String], (Moment, Moment)),
) -> Result<Vec<Entry>> {
    let rows = read(conn, viewer, versions)?;
    let falls = |at: &Moment| (from..until).contains(at);
    let mut entries = Vec::new();
    for view in actions::rows_of_list(conn, strings, viewer, rows)? {
        entries.extend(view.due_at.filter(falls).map(|at| Entry::of_action(&view, at)));
        let outcome =
            view.outcome.as_ref().and_then(|outcome| Some((outcome, outcome.review_at.filter(falls)?)));
        entries.extend(outcome.map(|(outcome, at)| Entry::of_outcome(&view, outcome, at)));
        let tasks = view.tasks.iter();
        entries.extend(
            tasks.filter_map(|task| task.due_at.filter(falls).map(|at| Entry::of_task(&view, task, at))),
        );
    }
    Ok(entries)
}

/// The time zone that a viewer has chosen for notifications; UTC if they have chosen none.
pub(super) fn zone_of(conn: &mut Conn, viewer: &Viewer) -> Result<Tz> {
    let Some(person) = viewer.person() else { return Ok(Tz::UTC) };
    let reader = outbox::reader(conn, person)?;
    Ok(reader.and_then(|reader| reader.time_zone.parse().ok()).unwrap_or(Tz::UTC))
}
