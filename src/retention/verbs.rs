//! How long a report is kept, and how it is erased: its keys destroyed, its texts and renditions gone from the
//! database, the index and every list to come. What stays is that it happened, and a reference that leads nowhere.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate, TimeDelta};
use serde_json::json;

use crate::access::{Act, Viewer, allows};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::{ChangeKind, Conn, Moment, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::files;
use crate::flow::{self, ParentEvent};
use crate::jobs::{TimerKind, timers};
use crate::outbox::{self, EventKind, To};
use crate::redaction;
use crate::reports::{self, Report, store};
use crate::vault::{self, Vault};
use crate::web::{self, AppState, needed};
use crate::{contributions, delegation, verification};

/// So many days before a report is erased, its desk is told.
pub const WARNING: u64 = 30;
/// The most characters of a reason.
const MOST: usize = 1_000;

/// A file that nobody has written to for so long does not arrive any more.
const AT_REST: TimeDelta = TimeDelta::hours(-2);

/// The list of what was erased. It stands beside the database and is in no backup of it, so that what comes back with
/// an old copy is erased again at the next start.
#[derive(Debug, Clone)]
pub struct Erasures(PathBuf);

impl Erasures {
    /// The list in a data folder.
    pub fn in_folder(data: &Path) -> Self {
        Self(data.join("erasures"))
    }

    /// Writes the erasure of something down by its internal id, safely on the disk before this returns.
    pub fn note(&self, id: &str, at: Moment) -> Result<()> {
        self.append(&format!("{id} {}\n", at.rfc3339())).map_err(Error::internal)
    }

    /// A whole line or nothing: what was broken off before (a full disk, a crash) goes first.
    fn append(&self, line: &str) -> std::io::Result<()> {
        let whole = self.read()?.len() as u64;
        let mut options = File::options();
        let mut file = options.create(true).append(true).mode(0o600).open(&self.0)?;
        file.set_len(whole)?;
        file.write_all(line.as_bytes())?;
        file.sync_all()?;
        // The entry of the file in its folder.
        self.0.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    }

    /// The lines that were written whole.
    fn read(&self) -> std::io::Result<String> {
        let mut lines = match fs::read_to_string(&self.0) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(String::new()),
            lines => lines?,
        };
        lines.truncate(lines.rfind('\n').map_or(0, |end| end + 1));
        Ok(lines)
    }

    /// The internal ids of all that was erased.
    pub fn ids(&self) -> Result<Vec<String>> {
        let lines = self.read().map_err(Error::internal)?;
        let first = |line: &str| line.split_whitespace().next().map(str::to_owned);
        Ok(lines.lines().filter_map(first).collect())
    }

    /// Erases the reports again that a copy from before brought back; how many there were.
    pub fn replay(&self, tx: &mut Tx<'_>) -> Result<usize> {
        let mut again = 0;
        for id in self.ids()? {
            if let Some(report) = store::report_to_erase(tx.conn, &id)? {
                remove(tx, &Actor::operator(), &report, json!({ "restored": true }))?;
                again += 1;
            }
        }
        Ok(again)
    }
}

/// A report that this viewer may keep or erase.
pub fn kept_report(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Report> {
    let report = store::known_report(conn, viewer, reference)?;
    // Whoever may not: of another organisation, it does not exist.
    allows(viewer, Act::Erase { owner: &report.organisation_id }).map_err(|_| Error::NotFound)?;
    Ok(report)
}

/// A day that somebody typed; none where nothing was.
pub fn parse_day(text: &str) -> Result<Option<NaiveDate>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| Error::invalid("keep_until", message("fault-day")))
}

/// Says until which day a report is kept; without one it is kept until somebody erases it.
pub fn keep_until(tx: &mut Tx<'_>, viewer: &Viewer, report: &Report, day: Option<NaiveDate>) -> Result<()> {
    allows(viewer, Act::Erase { owner: &report.organisation_id })?;
    // Whoever comes after the deadline comes too late, whether or not the report is erased by then.
    if report.keep_until.is_some_and(|until| until < tx.arrived()) {
        return Err(Error::NotFound);
    }
    if day.is_some_and(|day| day <= tx.arrived().date()) {
        return Err(Error::invalid("keep_until", message("fault-day-to-come")));
    }
    let until = day.map(Moment::end_of);
    store::set_keep_until(tx, &report.id, until)?;
    reports::log(tx, viewer, report, "report.kept_until", json!({ "keep_until": day }))
}

/// Erases a report for good.
pub fn erase(
    tx: &mut Tx<'_>,
    erasures: &Erasures,
    viewer: &Viewer,
    report: &Report,
    reason: &str,
) -> Result<()> {
    allows(viewer, Act::Erase { owner: &report.organisation_id })?;
    let mut faults = Fields::default();
    let reason = needed(&mut faults, "reason", reason, MOST);
    faults.into_result(())?;
    let actor = Actor::of(viewer.person(), viewer.organisation());
    remove(tx, &actor, report, json!({ "reason": reason }))?;
    // Last: a list that cannot be written undoes it all, and what is written is erased at the next start at the latest.
    erasures.note(report.id.as_str(), tx.now())
}

/// Erases a report that was to be kept until now; one that is kept longer, or was erased meanwhile, is left alone.
pub fn erase_due(tx: &mut Tx<'_>, erasures: &Erasures, id: &str) -> Result<()> {
    let report = store::report_to_erase(tx.conn, id)?;
    let due = |report: &Report| report.keep_until.is_some_and(|until| until <= tx.now());
    let Some(report) = report.filter(due) else { return Ok(()) };
    remove(tx, &Actor::operator(), &report, json!({ "keep_until": report.keep_until }))?;
    erasures.note(report.id.as_str(), tx.now())
}

/// Has an organisation told that a report will be erased within days. One that is to be kept longer by now is told of
/// when that is near.
pub fn warn_due(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let Some(report) = store::report_to_erase(tx.conn, id)? else { return Ok(()) };
    let Some(until) = report.keep_until else { return Ok(()) };
    let near = until.plus(-store::WARNED);
    if tx.now() < near {
        return timers::set(tx, TimerKind::ErasureWarning, id, near);
    }
    outbox::tell(tx, EventKind::ErasureNear, (id, id), &To::Organisation(report.organisation_id), None)
}

/// Takes away the sealed bytes of files that were erased, and what broke off while it arrived: nobody has written to that
/// for a while.
pub fn sweep(app: &AppState, vault: &Vault) -> Result<()> {
    files::take_away(app, vault)?;
    vault.sweep(Some(app.ambient().now().plus(AT_REST))).map(|_| ())
}

/// An organisation's reports that are erased within the days of [`WARNING`], soonest first.
pub fn soon_erased(conn: &mut Conn, viewer: &Viewer, now: Moment) -> Result<Vec<Report>> {
    let owner = viewer.organisation().ok_or(Error::SignIn)?;
    let until = now.date().checked_add_days(Days::new(WARNING)).map(Moment::end_of);
    Ok(until.map(|until| store::reports_kept_until(conn, owner, until)).transpose()?.unwrap_or_default())
}

/// An organisation's reports that were erased, newest first.
pub fn erased(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Report>> {
    store::reports_erased(conn, viewer.organisation().ok_or(Error::SignIn)?)
}

fn remove(tx: &mut Tx<'_>, actor: &Actor, report: &Report, detail: serde_json::Value) -> Result<()> {
    let id = report.id.as_str();
    contributions::parent_changed(tx, id, ParentEvent::Erased)?;
    verification::erase_retractions(tx, &report.id)?;
    reports::erase_remarks(tx, &report.id)?;
    delegation::erase_about(tx, &report.id)?;
    flow::erase(tx, id)?;
    redaction::erase(tx, id)?;
    vault::erase(tx, id)?;
    web::forget_answers_about(tx, &report.reference)?;
    store::mark_erased(tx, &report.id)?;
    reports::grouping::emptied(tx, &report.incident_id, ParentEvent::Erased)?;
    let owner = Some(&report.organisation_id);
    let entry = Entry { act: "report.erased", subject_kind: SubjectKind::Report, subject: id, owner, detail };
    audit::record(tx, actor, &entry)?;
    tx.change(ChangeKind::Erasure, id, true).map(|_| ())
}
