//! The audit log as its organisation reads it: colleagues by name, everybody else by organisation.

use chrono::DateTime;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::{groups, organisations, persons};
use crate::access::{Act, Viewer, allows};
use crate::audit::{self, Row};
use crate::db::schema::{access_request, corroboration, delegation, evidence, inquiry, report, translation};
use crate::db::{AuditId, Conn, Moment, OrganisationId};
use crate::error::{Error, Result, said};
use crate::web::{Core, Form};

/// How many lines a page has where nothing else is asked.
const LINES: i64 = 50;

/// What a line is about, as far as its reader may know of it.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The kind of thing.
    pub kind: String,
    /// How the outside calls it: a reference, a slug, an address.
    pub called: Option<String>,
    /// Its name.
    pub name: Option<String>,
}

/// One line of the log.
#[derive(Debug, Clone)]
pub struct Line {
    /// When.
    pub at: Moment,
    /// The dotted verb.
    pub act: String,
    /// The colleague's name, where it was one.
    pub person: Option<String>,
    /// The acting organisation's name; none for the operator.
    pub organisation: Option<String>,
    /// What it is about.
    pub subject: Subject,
    /// What a reader needs to know more.
    pub detail: Value,
}

/// A page of the log.
#[derive(Debug, Clone)]
pub struct Log {
    /// How many lines there are in all.
    pub total: i64,
    /// Newest first.
    pub lines: Vec<Line>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

/// A page of the log of the viewer's own organisation, for those who may read it. `asked` may name a `limit` and the
/// cursor `after` which the page begins.
pub fn read(core: &Core, viewer: &Viewer, asked: &Form) -> Result<Log> {
    let home = viewer.organisation().ok_or(Error::SignIn)?;
    allows(viewer, Act::ReadAudit { organisation: home })?;
    let limit = match asked.text("limit") {
        "" => LINES,
        given => given
            .parse::<i64>()
            .ok()
            .filter(|limit| (1..=200).contains(limit))
            .ok_or_else(|| Error::invalid("limit", said("fault-limit")))?,
    };
    let bound = format!("audit|{}", home.as_str());
    let before = match asked.text("after") {
        "" => None,
        cursor => {
            let (micros, id): (i64, AuditId) = core.cursors().open(cursor, &bound)?;
            let at = DateTime::from_timestamp_micros(micros).map(Moment::from).ok_or(Error::NotFound)?;
            Some((at, id))
        }
    };
    core.database().read(|conn| {
        // One more than is shown tells whether anything follows.
        let mut rows = audit::of_organisation(conn, home, limit + 1, before.as_ref())?;
        let more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        if more {
            rows.pop();
        }
        let next = rows
            .last()
            .filter(|_| more)
            .map(|last| core.cursors().seal(&(last.at.to_utc().timestamp_micros(), &last.id), &bound));
        Ok(Log {
            total: audit::count(conn, home)?,
            lines: rows.iter().map(|row| line(conn, viewer, row)).collect::<Result<_>>()?,
            next: next.transpose()?,
        })
    })
}

/// What happened to one thing of an organisation, oldest first: for who has it on their desk.
pub fn lines_about(
    conn: &mut Conn,
    viewer: &Viewer,
    owner: &OrganisationId,
    subject: &str,
) -> Result<Vec<Line>> {
    let rows = audit::of_subject(conn, owner, subject)?;
    rows.iter().map(|row| line(conn, viewer, row)).collect()
}

/// A row of the log for this reader. People of other organisations are told by their organisation alone.
fn line(conn: &mut Conn, viewer: &Viewer, row: &Row) -> Result<Line> {
    let organisation = match &row.organisation {
        Some(id) => Some(organisations::organisation(conn, id)?.name),
        None => None,
    };
    let colleague = row.organisation.as_ref().is_some_and(|id| viewer.is_of(id));
    let person = match &row.person {
        Some(id) if colleague => Some(persons::person(conn, id)?.name),
        _ => None,
    };
    Ok(Line {
        at: row.at,
        act: row.act.clone(),
        person,
        organisation,
        subject: subject(conn, viewer, row)?,
        detail: serde_json::from_str(&row.detail).map_err(Error::internal)?,
    })
}

/// What a row is about, named only where its reader may know of it: the log has more readers than a confidential
/// roster or the vetting.
fn subject(conn: &mut Conn, viewer: &Viewer, row: &Row) -> Result<Subject> {
    let named = match row.subject_kind.as_str() {
        "person" => {
            let found = persons::person(conn, &row.subject.clone().into())?;
            viewer.is_of(&found.organisation_id).then_some((found.email, found.name))
        }
        "organisation" => {
            let seen = organisations::directory(conn, viewer)?;
            let found = seen.into_iter().find(|one| one.id.as_str() == row.subject);
            found.map(|one| (one.slug, one.name))
        }
        "group" => {
            let found = groups::seen(conn, viewer)?.into_iter().find(|one| one.id.as_str() == row.subject);
            found.map(|one| (one.slug, one.name))
        }
        // A log holds what was done to its own organisation's reports: their references are no secret there.
        "report" => report::table
            .find(&row.subject)
            .select(report::reference)
            .first::<String>(conn)
            .optional()?
            .map(|reference| (reference.clone(), reference)),
        "corroboration" => corroboration::table
            .find(&row.subject)
            .select(corroboration::reference)
            .first::<String>(conn)
            .optional()?
            .map(|reference| (reference.clone(), reference)),
        "inquiry" => inquiry::table
            .find(&row.subject)
            .select(inquiry::reference)
            .first::<String>(conn)
            .optional()?
            .map(|reference| (reference.clone(), reference)),
        "request" => access_request::table
            .find(&row.subject)
            .select(access_request::reference)
            .first::<String>(conn)
            .optional()?
            .map(|reference| (reference.clone(), reference)),
        "translation" => translation::table
            .find(&row.subject)
            .select(translation::reference)
            .first::<String>(conn)
            .optional()?
            .map(|reference| (reference.clone(), reference)),
        "delegation" => delegation::table
            .find(&row.subject)
            .select(delegation::reference)
            .first::<String>(conn)
            .optional()?
            .map(|reference| (reference.clone(), reference)),
        "evidence" => evidence::table
            .find(&row.subject)
            .select(evidence::reference)
            .first::<String>(conn)
            .optional()?
            .map(|reference| (reference.clone(), reference)),
        _ => None,
    };
    let (called, name) = named.unzip();
    Ok(Subject { kind: row.subject_kind.clone(), called, name })
}

impl Line {
    /// The same as JSON.
    pub fn json(&self) -> Value {
        json!({
            "at": self.at,
            "act": self.act,
            "person": self.person,
            "organisation": self.organisation,
            "subject_kind": self.subject.kind,
            "subject": self.subject.called,
            "detail": self.detail,
        })
    }
}
