//! A template, and what it says.

use chrono::TimeDelta;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::ActionKind;
use crate::access::{Act, Viewer, permits};
use crate::contributions::words;
use crate::db::schema::action_template;
use crate::db::{Moment, OrganisationId, TemplateId};
use crate::vault::Sealed;

/// The name that is bound into what is sealed.
pub(super) const SEALED: &str = "template";

/// A template as a row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = action_template)]
pub(super) struct Row {
    pub id: TemplateId,
    pub reference: String,
    pub organisation_id: OrganisationId,
    pub common: bool,
    pub version: i32,
    pub sealed: Vec<u8>,
    pub retired_at: Option<Moment>,
    pub created_at: Moment,
    pub changed_at: Moment,
}

impl Row {
    /// What is sealed of it, in the version that `version` says.
    pub fn named(&self) -> Sealed<'_> {
        Sealed { subject: self.id.as_str(), kind: SEALED, revision: self.version }
    }
}

/// A task that an action is begun with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// What has to be done.
    pub title: String,
    /// Whether the lead does it; else whoever takes it.
    pub lead: bool,
    /// So many days after the action is begun.
    pub due_days: Option<u32>,
}

/// What a template says: sealed as one text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// What it is called.
    pub name: String,
    /// What is done.
    #[serde(with = "words")]
    pub kind: ActionKind,
    /// The title of the action.
    pub title: String,
    /// BCP 47.
    pub language: String,
    /// What is to be done and why, in Markdown.
    pub brief: String,
    /// Who is suggested to read it, in the words of an audience; nobody where it is empty.
    pub audience: Vec<String>,
    /// Slugs of organisations that are suggested to be left out.
    pub except: Vec<String>,
    /// So many days after it is begun.
    pub due_days: Option<u32>,
    /// What has to be done for it.
    pub tasks: Vec<Planned>,
}

/// A template that its viewer may read.
#[derive(Debug, Clone)]
pub struct Template {
    pub(super) row: Row,
    /// What it says.
    pub says: Wording,
    /// Of one for all members: whether the organisation that keeps it is an active member and holds the office.
    pub(super) held: bool,
}

impl Template {
    /// What the outside calls it: `B-7K3QX9`.
    pub fn reference(&self) -> &str {
        &self.row.reference
    }

    /// What it takes to keep it.
    pub(super) fn keeping(&self) -> Act<'_> {
        keeping(self.row.common, &self.row.organisation_id)
    }

    /// Whether actions are begun with it.
    pub(super) fn is_in_use(&self) -> bool {
        self.row.retired_at.is_none() && (self.held || !self.row.common)
    }

    /// Whether the viewer may take it out of use, or back, and delete it: one for all members can outlive its keeper.
    pub(super) fn is_seen_to(&self, viewer: &Viewer) -> bool {
        (self.row.common || self.is_own(viewer)) && permits(viewer, self.keeping())
    }

    /// Whether it is the viewer's organisation that keeps it.
    pub(super) fn is_own(&self, viewer: &Viewer) -> bool {
        viewer.reads_as(&self.row.organisation_id)
    }
}

/// What it takes to keep a template of this organisation, for itself or for all members.
pub(super) fn keeping(common: bool, owner: &OrganisationId) -> Act<'_> {
    if common { Act::KeepCommonTemplates } else { Act::KeepTemplates { owner } }
}

/// The day that is so many days after now, in UTC.
pub fn day_after(now: Moment, days: u32) -> String {
    now.plus(TimeDelta::days(days.into())).date().to_string()
}
