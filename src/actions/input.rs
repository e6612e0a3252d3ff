//! What somebody types of an action, and what of it is wrong.

use std::collections::BTreeMap;

use serde::Deserialize;
use utoipa::ToSchema;

use super::links::{self, ActionLink};
use super::{ActionBody, ActionKind, NewTask};
use crate::access::{Act, Viewer, allows};
use crate::contributions::{LinkKind, NextReaders};
use crate::db::{Conn, OrganisationId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::flow::Proposal;
use crate::reports::api_input::chosen;
use crate::reports::audience_input::AudienceInput;
use crate::reports::is_language;
use crate::vault::Vault;
use crate::web::{body, needed_words, typed};
use crate::{alerts, people, templates};

/// The most characters of a title, of the name of a target, and of a forum.
pub(super) const LONGEST_LINE: usize = 200;
/// The most characters of a brief.
const LONGEST_BRIEF: usize = 20_000;

/// To whom an action is addressed, as it is sent.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes what is read as texts by their names")]
struct NewTarget {
    #[schema(pattern = "^(government|company|institution)$")]
    kind: String,
    #[schema(max_length = 200)]
    name: String,
}

/// An action, or the next version of its brief.
#[derive(Deserialize, ToSchema)]
pub struct NewAction {
    /// What is done.
    #[schema(
        required = false,
        pattern = "^(statement|demarche|letter|intervention|litigation|diplomatic_support|emergency_support|technical_assistance|training|export_control|campaign|research|meeting|other)$"
    )]
    pub(super) kind: String,
    #[schema(required = false, max_length = 200)]
    pub(super) title: String,
    /// What is to be done and why, in Markdown.
    #[serde(deserialize_with = "body::long")]
    #[schema(max_length = 20000)]
    pub(super) brief: Option<String>,
    /// BCP 47; `en` if it is left out.
    pub(super) language: Option<String>,
    /// To whom it is addressed.
    #[serde(default)]
    #[schema(value_type = Option<NewTarget>, required = false)]
    pub(super) target: BTreeMap<String, String>,
    /// The forum, session and item of an agenda.
    #[schema(max_length = 200)]
    pub(super) forum: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub(super) countries: Vec<String>,
    /// When it has to be done, RFC 3339; or a local time, `2026-12-01T17:00`, in the zone that is named.
    pub(super) due_at: Option<String>,
    /// The time zone in which that is said, as the IANA calls it; UTC if it is left out.
    pub(super) due_zone: Option<String>,
    /// Incidents, reports, alerts and joint statements. A link is shown only to those who can read its target.
    #[serde(default)]
    pub(super) links: Vec<ActionLink>,
    /// As of a release; one's own organisation if it is left out. An empty list is refused.
    pub(super) audience: Option<Vec<String>>,
    pub(super) except: Option<Vec<String>>,
    pub(super) approvers: Option<String>,
    /// The reference of a template in use: where this says nothing of kind, title, brief, language, time or tasks, it does. Who
    /// reads the action it never says. Of a new version nothing.
    pub(super) template: Option<String>,
    /// What is to be done for it, written down once it is released: at most 30, each of one's own organisation or of nobody yet. Of a
    /// new version nothing.
    pub(super) tasks: Option<Vec<NewTask>>,
    /// Of a new version: needed where somebody who reads the earlier brief is not in the new audience.
    pub(super) reason: Option<String>,
}

/// An action as its author typed it, once every field has been checked.
pub(super) struct Parsed {
    pub body: ActionBody,
    pub links: Vec<(LinkKind, String)>,
    pub proposal: Proposal,
    pub reason: String,
}

impl NewAction {
    /// All of it; of a new version with those whom it reaches `next`. What is wrong is told at once.
    pub(super) fn parse(
        self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        (owner, next): (&OrganisationId, Option<&NextReaders>),
    ) -> Result<Parsed> {
        let mut faults = Fields::default();
        let now = tx.arrived();
        let kind = self.kind.parse::<ActionKind>().ok();
        if kind.is_none() {
            faults.add(
                "kind",
                message(if self.kind.is_empty() { "fault-missing" } else { "fault-action-kind" }),
            );
        }
        let title = line(&mut faults, "title", &self.title, true);
        let brief =
            needed_words(&mut faults, "brief", self.brief.as_deref().unwrap_or_default(), LONGEST_BRIEF);
        let language = self.language.filter(|tag| !tag.is_empty()).unwrap_or_else(|| "en".to_owned());
        if !is_language(&language) {
            faults.add("language", message("fault-language-tag"));
        }
        let target = templates::target(&mut faults, &self.target);
        let forum = line(&mut faults, "forum", self.forum.as_deref().unwrap_or_default(), false);
        let countries = alerts::countries(&self.countries, &mut faults);
        let before: Option<ActionBody> = next.and_then(|next| serde_json::from_str(next.body()?).ok());
        let said = (self.due_at.as_deref(), self.due_zone.as_deref());
        let due = templates::due_again(&mut faults, said, now, before.and_then(|body| body.due).as_ref());
        let own = people::organisation(tx.conn, owner)?.slug;
        let tasks = self.tasks.unwrap_or_default();
        let tasks = templates::begun_tasks(&mut faults, &own, &tasks, now);
        let links = faults.gather(links::targets(tx, viewer, &self.links))?;
        let chosen = faults.gather(chosen(self.audience, self.except, self.approvers))?;
        let words: AudienceInput = chosen.unwrap_or_default();
        let proposal = faults.gather(words.next_proposal(tx.conn, viewer, (owner, next)))?;
        let (Some(kind), Some(links), Some(proposal)) = (kind, links, proposal) else {
            return Err(Error::Invalid(faults));
        };
        let body = ActionBody { kind, title, language, brief, target, forum, countries, due, tasks };
        faults.into_result(Parsed { body, links, proposal, reason: self.reason.unwrap_or_default() })
    }

    /// With what a template says, where this says nothing. A template can be changed between two calls, so it never says who reads.
    pub(super) fn filled(self, tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer) -> Result<Self> {
        let Some(reference) = self.template.clone().filter(|reference| !reference.is_empty()) else {
            return Ok(self);
        };
        let home = viewer.organisation().ok_or(Error::SignIn)?;
        allows(viewer, Act::BeginAction { owner: home })?;
        let says = templates::for_action(tx.conn, vault, viewer, &reference)?.says;
        let (own, now) = (people::organisation(tx.conn, home)?.slug, tx.arrived());
        let day = |days: Option<u32>| days.map(|days| templates::day_after(now, days));
        let task = |task: templates::Planned| NewTask {
            title: task.title,
            organisation: task.lead.then(|| own.clone()),
            due_at: day(task.due_days),
            due_zone: None,
        };
        let text = |said: String, other: String| if said.is_empty() { other } else { said };
        Ok(Self {
            kind: text(self.kind, says.kind.to_string()),
            title: text(self.title, says.title),
            brief: Some(text(self.brief.unwrap_or_default(), says.brief)),
            language: self.language.or(Some(says.language)),
            due_at: self.due_at.or_else(|| day(says.due_days)),
            tasks: self.tasks.or_else(|| Some(says.tasks.into_iter().map(task).collect())),
            ..self
        })
    }

    /// A new version without the names of organisations that are no active members.
    pub(super) fn readdressed(self, conn: &mut Conn, next: &NextReaders) -> Result<Self> {
        let (audience, except) = next.readdressed(conn, self.audience, self.except)?;
        Ok(Self { audience, except, ..self })
    }
}

/// One line; what is wrong with it is noted under its name.
pub(crate) fn line(faults: &mut Fields, name: &str, text: &str, is_needed: bool) -> String {
    match typed(text, LONGEST_LINE, false) {
        Ok(text) if text.is_empty() && is_needed => faults.add(name, message("fault-missing")),
        Ok(text) => return text,
        Err(fault) => faults.add(name, fault),
    }
    String::new()
}
