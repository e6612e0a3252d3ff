//! What somebody types of a template, and what of it is wrong.

use serde::Deserialize;
use utoipa::ToSchema;

use super::begun::{self, LONGEST_LINE, MOST_TASKS, line};
use super::{ActionKind, Planned, Wording};
use crate::access::{OrganisationKind, Viewer};
use crate::db::{Conn, OrganisationId};
use crate::error::{Error, Fields, Result, message};
use crate::people;
use crate::reports::is_language;
use crate::web::{body, needed_words};

/// The most characters of what a template is called.
const LONGEST_NAME: usize = 100;
/// The most characters of a brief.
const LONGEST_BRIEF: usize = 20_000;
/// The most days ahead.
const MOST_DAYS: u32 = 3_650;

/// A task of a template.
#[derive(Default, Deserialize, ToSchema)]
pub struct NewTemplateTask {
    #[schema(max_length = 200)]
    pub(super) title: String,
    /// `lead`: the organisation that begins the action does it; `open`, or nothing: whoever takes it.
    pub(super) owner: Option<String>,
    /// So long after the action is begun, in days, as ISO 8601 writes it: `P14D`.
    pub(super) due_in: Option<String>,
}

/// A template, or what it says from now on.
#[derive(Deserialize, ToSchema)]
pub struct NewTemplate {
    /// What it is called.
    #[schema(max_length = 100)]
    pub(super) name: String,
    /// What is done, as of an action.
    #[schema(
        pattern = "^(statement|demarche|letter|intervention|litigation|diplomatic_support|emergency_support|technical_assistance|training|export_control|campaign|research|meeting|other)$"
    )]
    pub(super) kind: String,
    /// The title of the action.
    #[schema(max_length = 200)]
    pub(super) title: String,
    /// What is to be done and why, in Markdown.
    #[serde(deserialize_with = "body::long")]
    #[schema(required, max_length = 20000)]
    pub(super) brief: Option<String>,
    /// BCP 47; `en` if it is left out.
    pub(super) language: Option<String>,
    /// Who is suggested to read the action, as of a release, but no people; nobody if it is left out. Of a template for all
    /// members, `public`, `coalition` and sectors alone.
    #[serde(default)]
    pub(super) audience: Vec<String>,
    /// Organisations that are suggested to be left out; of a template for all members none.
    #[serde(default)]
    pub(super) except: Vec<String>,
    /// So long after the action is begun it is due, in days: `P14D`.
    pub(super) due_in: Option<String>,
    /// At most 30.
    #[serde(default)]
    pub(super) tasks: Vec<NewTemplateTask>,
    /// Whether it is for all members (convenors of the secretariat); that is said once.
    pub(super) common: Option<bool>,
    /// Whether it is in use; only then others are shown it, and actions are begun with it.
    pub(super) in_use: Option<bool>,
}

impl NewTemplate {
    /// All of it; what is wrong is told at once. Readers that stood there `before` can stay, also where nobody can choose them now.
    pub(super) fn parse(
        self,
        conn: &mut Conn,
        viewer: &Viewer,
        (home, common): (&OrganisationId, bool),
        before: Option<&Wording>,
    ) -> Result<Wording> {
        let mut faults = Fields::default();
        let name = line(&mut faults, "name", &self.name, LONGEST_NAME);
        let kind = self.kind.parse::<ActionKind>().ok();
        if kind.is_none() {
            let missing = self.kind.is_empty();
            faults.add("kind", message(if missing { "fault-missing" } else { "fault-action-kind" }));
        }
        let title = line(&mut faults, "title", &self.title, LONGEST_LINE);
        let brief =
            needed_words(&mut faults, "brief", self.brief.as_deref().unwrap_or_default(), LONGEST_BRIEF);
        let language = self.language.filter(|tag| !tag.is_empty()).unwrap_or_else(|| "en".to_owned());
        if !is_language(&language) {
            faults.add("language", message("fault-language-tag"));
        }
        let said = (self.audience.as_slice(), self.except.as_slice());
        faults.gather(readers(conn, viewer, (home, common), (said, before)))?;
        let due_days = days(&mut faults, "due_in", self.due_in.as_deref());
        begun::count(&mut faults, self.tasks.len());
        let tasks = self.tasks.iter().take(MOST_TASKS).enumerate();
        let tasks = tasks.map(|(place, task)| planned(&mut faults, place, task)).collect();
        let Some(kind) = kind else { return Err(Error::Invalid(faults)) };
        let (audience, except) = (self.audience, self.except);
        faults.into_result(Wording { name, kind, title, language, brief, audience, except, due_days, tasks })
    }
}

fn planned(faults: &mut Fields, place: usize, task: &NewTemplateTask) -> Planned {
    let mut wrong = Fields::default();
    let lead = match task.owner.as_deref().unwrap_or_default() {
        "" | "open" => false,
        "lead" => true,
        other => {
            wrong.add("owner", message("fault-no-such-value").with("value", other));
            false
        }
    };
    let title = line(&mut wrong, "title", &task.title, LONGEST_LINE);
    let due_days = days(&mut wrong, "due_in", task.due_in.as_deref());
    begun::note(faults, place, wrong);
    Planned { title, lead, due_days }
}

/// Days, as ISO 8601 writes them.
fn days(faults: &mut Fields, field: &str, text: Option<&str>) -> Option<u32> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    let number = text.strip_prefix('P').and_then(|rest| rest.strip_suffix('D'));
    let digits = number.filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    let days = digits.and_then(|number| number.parse().ok()).filter(|days| (1..=MOST_DAYS).contains(days));
    if days.is_none() {
        faults.add(field, message("fault-template-days").number("most", u64::from(MOST_DAYS)));
    }
    days
}

/// Refuses readers whom this member could not choose. What is for all members names nobody whom only some may know of.
fn readers(
    conn: &mut Conn,
    viewer: &Viewer,
    (home, common): (&OrganisationId, bool),
    ((audience, except), before): ((&[String], &[String]), Option<&Wording>),
) -> Result<()> {
    let wide = |word: &String| {
        let sector = word.strip_prefix("sector:").map(str::parse::<OrganisationKind>);
        ["public", "coalition"].contains(&word.as_str()) || matches!(sector, Some(Ok(_)))
    };
    if common && !(audience.iter().all(wide) && except.is_empty()) {
        return Err(Error::invalid("audience", message("fault-template-common")));
    }
    if audience.iter().any(|word| word.starts_with("person:")) {
        return Err(Error::invalid("audience", message("fault-template-person")));
    }
    if audience.is_empty() && except.is_empty() {
        return Ok(());
    }
    // Who is left out can be said where nobody is named yet.
    let own = [format!("org:{}", people::organisation(conn, home)?.slug)];
    let mut chosen = |audience: &[String], except: &[String]| {
        let named = if audience.is_empty() { &own } else { audience };
        people::audience_from_words(conn, viewer, named, except).map(|_| ())
    };
    match (chosen(audience, except), before) {
        (Err(Error::Invalid(_)), Some(before)) => {
            let new = |said: &[String], old: &[String]| -> Vec<String> {
                said.iter().filter(|word| !old.contains(word)).cloned().collect()
            };
            chosen(&new(audience, &before.audience), &new(except, &before.except))
        }
        (done, _) => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<u32>, bool) {
        let mut faults = Fields::default();
        (days(&mut faults, "due_in", Some(text)), faults.0.is_empty())
    }

    #[test]
    fn days_are_read_as_iso_8601_writes_them() {
        assert_eq!(read("P14D"), (Some(14), true));
        assert_eq!(read(" "), (None, true));
        for wrong in ["14", "P0D", "P3651D", "P-1D", "P+1D", "P1W", "PD", "P99999999999D", "P1D2", "p1d"] {
            assert_eq!(read(wrong), (None, false), "{wrong}");
        }
    }
}
