//! Templates as a viewer reads them.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::{ActionKind, Planned, Template};
use crate::access::{Viewer, permits};
use crate::db::{Conn, Moment, OrganisationId};
use crate::error::{Error, Result};
use crate::people::{self, Organisation};

/// A task that an action is begun with.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TemplateTask {
    /// What has to be done.
    pub title: String,
    /// Who does it.
    #[schema(pattern = "^(lead|open)$")]
    pub owner: &'static str,
    /// So long after the action is begun: `P14D`.
    #[schema(required)]
    pub due_in: Option<String>,
}

/// A template as one viewer reads it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Template)]
pub struct TemplateView {
    /// `B-…`.
    pub reference: String,
    /// What it is called.
    pub name: String,
    /// What is done.
    #[schema(value_type = String)]
    pub kind: ActionKind,
    /// The title of the action.
    pub title: String,
    /// What is to be done and why, in Markdown.
    pub brief: String,
    /// BCP 47.
    pub language: String,
    /// Who is suggested to read the action. Whoever begins it says who does.
    pub audience: Vec<String>,
    /// Organisations that are suggested to be left out.
    pub except: Vec<String>,
    /// So long after it is begun the action is due: `P14D`.
    #[schema(required)]
    pub due_in: Option<String>,
    /// What has to be done for it.
    pub tasks: Vec<TemplateTask>,
    /// Whether it is for all members.
    pub common: bool,
    /// Who keeps it.
    pub organisation: Organisation,
    /// Whether it is in use: one for all members only while an active member that holds the office keeps it.
    pub in_use: bool,
    /// Whether one may change it.
    pub may_change: bool,
    /// When it was changed last.
    pub changed_at: Moment,
}

/// Days, as ISO 8601 writes them.
pub(super) fn duration(days: u32) -> String {
    format!("P{days}D")
}

fn task(task: &Planned) -> TemplateTask {
    TemplateTask {
        title: task.title.clone(),
        owner: if task.lead { "lead" } else { "open" },
        due_in: task.due_days.map(duration),
    }
}

/// As this viewer reads them: a fixed number of statements, however many there are.
pub(super) fn views(conn: &mut Conn, viewer: &Viewer, all: &[Template]) -> Result<Vec<TemplateView>> {
    let owners = all.iter().map(|one| one.row.organisation_id.clone()).collect();
    let owners: BTreeMap<OrganisationId, Organisation> = people::organisations_by_ids(conn, owners)?;
    let view = |one: &Template| {
        let says = one.says.clone();
        Ok(TemplateView {
            reference: one.row.reference.clone(),
            name: says.name,
            kind: says.kind,
            title: says.title,
            brief: says.brief,
            language: says.language,
            audience: says.audience,
            except: says.except,
            due_in: says.due_days.map(duration),
            tasks: says.tasks.iter().map(task).collect(),
            common: one.row.common,
            organisation: owners.get(&one.row.organisation_id).ok_or(Error::NotFound)?.clone(),
            in_use: one.is_in_use(),
            may_change: one.is_own(viewer) && permits(viewer, one.keeping()),
            changed_at: one.row.changed_at,
        })
    };
    all.iter().map(view).collect()
}
