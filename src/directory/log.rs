//! The audit log as its organisation reads it: colleagues by name, everybody else by organisation.

use std::collections::BTreeMap;

use chrono::DateTime;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::access::{Act, Viewer, allows};
use crate::audit::{self, Row};
use crate::db::{AuditId, Conn, Moment, OrganisationId, PersonId};
use crate::error::{Error, Result, message};
use crate::people::model::{Organisation, Person};
use crate::people::{groups, organisations, persons};
use crate::web::{AppState, Form, ReferencesOf};

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
pub fn read(app: &AppState, viewer: &Viewer, asked: &Form) -> Result<Log> {
    let home = viewer.organisation().ok_or(Error::SignIn)?;
    allows(viewer, Act::ReadAudit { organisation: home })?;
    let limit = match asked.text("limit") {
        "" => LINES,
        given => given
            .parse::<i64>()
            .ok()
            .filter(|limit| (1..=200).contains(limit))
            .ok_or_else(|| Error::invalid("limit", message("fault-limit")))?,
    };
    let bound = format!("audit|{}", home.as_str());
    let before = match asked.text("after") {
        "" => None,
        cursor => {
            let (micros, id): (i64, AuditId) = app.cursors().open(cursor, &bound)?;
            let at = DateTime::from_timestamp_micros(micros).map(Moment::from).ok_or(Error::NotFound)?;
            Some((at, id))
        }
    };
    app.database().read(|conn| {
        // One more than is shown tells whether anything follows.
        let mut rows = audit::of_organisation(conn, home, limit + 1, before.as_ref())?;
        let more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        if more {
            rows.pop();
        }
        let next = rows
            .last()
            .filter(|_| more)
            .map(|last| app.cursors().seal(&(last.at.to_utc().timestamp_micros(), &last.id), &bound));
        Ok(Log {
            total: audit::count(conn, home)?,
            lines: lines(conn, viewer, rows, app.references())?,
            next: next.transpose()?,
        })
    })
}

/// What happened to one thing of an organisation, oldest first: for those who have it on their desk.
pub fn lines_about(
    conn: &mut Conn,
    viewer: &Viewer,
    owner: &OrganisationId,
    subject: &str,
    references: ReferencesOf,
) -> Result<Vec<Line>> {
    let rows = audit::of_subject(conn, owner, subject)?;
    lines(conn, viewer, rows, references)
}

/// Rows of the log for this reader, with as many statements however many they are.
fn lines(conn: &mut Conn, viewer: &Viewer, rows: Vec<Row>, references: ReferencesOf) -> Result<Vec<Line>> {
    let names = Names::load(conn, viewer, &rows, references)?;
    rows.into_iter().map(|row| names.line(viewer, row)).collect()
}

/// All that rows of the log name, loaded at once: a reference or slug, and a name.
struct Names {
    organisations: BTreeMap<OrganisationId, Organisation>,
    people: BTreeMap<PersonId, Person>,
    subjects: BTreeMap<(String, String), (String, String)>,
}

impl Names {
    fn load(conn: &mut Conn, viewer: &Viewer, rows: &[Row], references: ReferencesOf) -> Result<Self> {
        let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in rows {
            named.entry(row.subject_kind.clone()).or_default().push(row.subject.clone());
        }
        let mut people: Vec<PersonId> = rows.iter().filter_map(|row| row.person.clone()).collect();
        people.extend(named.get("person").into_iter().flatten().cloned().map(PersonId::from));
        let organisations = rows.iter().filter_map(|row| row.organisation.clone()).collect();
        let mut subjects: BTreeMap<(String, String), (String, String)> = references(conn, &named)?
            .into_iter()
            .map(|(subject, reference)| (subject, (reference.clone(), reference)))
            .collect();
        // Named only where the reader may know of it: the log has more readers than the vetting or a confidential roster.
        for one in organisations::directory(conn, viewer)? {
            subjects.insert(("organisation".into(), one.id.as_str().to_owned()), (one.slug, one.name));
        }
        for one in groups::seen(conn, viewer)? {
            subjects.insert(("group".into(), one.id.as_str().to_owned()), (one.slug, one.name));
        }
        Ok(Self {
            organisations: organisations::by_ids(conn, organisations)?,
            people: persons::by_ids(conn, people)?,
            subjects,
        })
    }

    /// A row for this reader. People of other organisations are told by their organisation alone.
    fn line(&self, viewer: &Viewer, row: Row) -> Result<Line> {
        let organisation = row.organisation.as_ref().and_then(|id| self.organisations.get(id));
        let colleague = row.organisation.as_ref().is_some_and(|id| viewer.is_of(id));
        let person = row.person.as_ref().filter(|_| colleague).and_then(|id| self.people.get(id));
        let named = match row.subject_kind.as_str() {
            "person" => self
                .people
                .get(&PersonId::from(row.subject.clone()))
                .filter(|found| viewer.is_of(&found.organisation_id))
                .map(|found| (found.email.clone(), found.name.clone())),
            kind => self.subjects.get(&(kind.to_owned(), row.subject.clone())).cloned(),
        };
        let (called, name) = named.unzip();
        Ok(Line {
            at: row.at,
            person: person.map(|one| one.name.clone()),
            organisation: organisation.map(|one| one.name.clone()),
            subject: Subject { kind: row.subject_kind, called, name },
            detail: serde_json::from_str(&row.detail).map_err(Error::internal)?,
            act: row.act,
        })
    }
}

/// A line of the log, as programs read it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditRow {
    at: Moment,
    /// A dotted verb: `report.drafted`.
    act: String,
    /// The colleague; people of other organisations are named by their organisation alone.
    #[schema(required)]
    person: Option<String>,
    /// Null where the operator acted at the command line.
    #[schema(required)]
    organisation: Option<String>,
    subject_kind: String,
    /// The thing's public name, where the reader may know of it.
    #[schema(required)]
    subject: Option<String>,
    /// What a reader needs to know more.
    detail: Value,
}

impl AuditRow {
    /// Of this line.
    pub fn of(line: &Line) -> Self {
        Self {
            at: line.at,
            act: line.act.clone(),
            person: line.person.clone(),
            organisation: line.organisation.clone(),
            subject_kind: line.subject.kind.clone(),
            subject: line.subject.called.clone(),
            detail: line.detail.clone(),
        }
    }
}
