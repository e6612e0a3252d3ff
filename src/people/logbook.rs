//! The audit log as its organisation reads it: colleagues by name, everybody else by organisation.

use serde_json::{Value, json};

use super::{organisations, persons};
use crate::access::Viewer;
use crate::audit::Row;
use crate::db::{Conn, Moment};
use crate::error::{Error, Result};

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
    /// What a reader needs to know more.
    pub detail: Value,
}

/// A row of the log for this reader. People of other organisations are told by their organisation alone.
pub fn line(conn: &mut Conn, viewer: &Viewer, row: &Row) -> Result<Line> {
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
        detail: serde_json::from_str(&row.detail).map_err(Error::internal)?,
    })
}

/// The same as JSON.
pub fn audit_json(conn: &mut Conn, viewer: &Viewer, row: &Row) -> Result<Value> {
    let line = line(conn, viewer, row)?;
    Ok(json!({
        "at": line.at,
        "act": line.act,
        "person": line.person,
        "organisation": line.organisation,
        "subject_kind": row.subject_kind,
        "detail": line.detail,
    }))
}
