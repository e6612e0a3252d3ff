//! The tasks with which an action is begun. They are part of its brief, sealed with it, and become tasks once it is released.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::contributions::words;
use crate::db::Moment;
use crate::error::{Fields, message};
use crate::language;
use crate::web::typed;

/// The most characters of a title.
pub(super) const LONGEST_LINE: usize = 200;
/// The most tasks.
pub(super) const MOST_TASKS: usize = 30;

/// When something has to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The moment: microseconds since 1970.
    #[serde(with = "words::moment")]
    pub at: Moment,
    /// The time zone in which its author named it, as the IANA calls it.
    pub zone: String,
}

/// A task as it is sent.
#[derive(Deserialize, ToSchema)]
pub struct NewTask {
    #[schema(max_length = 200)]
    pub(crate) title: String,
    /// The slug of an organisation that takes part, or of one's own; nobody does it yet if it is left out.
    pub(crate) organisation: Option<String>,
    /// When it has to be done, as of an action.
    pub(crate) due_at: Option<String>,
    /// The time zone in which that is said.
    pub(crate) due_zone: Option<String>,
}

/// A task with which an action is begun, as its brief says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BegunTask {
    /// What has to be done.
    pub title: String,
    /// Whether the organisation that begins the action does it; else whoever takes it.
    pub own: bool,
    /// When it is due.
    pub due: Option<Due>,
}

/// A task with which an action will be begun, for those who decide on its brief.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlannedTask {
    /// What has to be done.
    title: String,
    /// Who does it.
    #[schema(pattern = "^(lead|open)$")]
    owner: &'static str,
    /// When it is due.
    #[schema(required)]
    due_at: Option<Moment>,
}

impl From<&BegunTask> for PlannedTask {
    fn from(task: &BegunTask) -> Self {
        Self {
            title: task.title.clone(),
            owner: if task.own { "lead" } else { "open" },
            due_at: task.due.as_ref().map(|due| due.at),
        }
    }
}

/// When something is due, as [`language::due_at`] reads it.
pub fn due(faults: &mut Fields, at: Option<&str>, zone: Option<&str>, now: Moment) -> Option<Due> {
    language::due_at(faults, at, zone, now).map(|(at, zone)| Due { at, zone: zone.to_owned() })
}

/// The same of what is due already `before`: whoever leaves that as it is names no moment, although it may be over by now.
pub fn due_again(
    faults: &mut Fields,
    (at, zone): (Option<&str>, Option<&str>),
    now: Moment,
    before: Option<&Due>,
) -> Option<Due> {
    let mut found = Fields::default();
    let said = due(&mut found, at, zone, now);
    let typed = (at.unwrap_or_default().trim(), zone.unwrap_or_default().trim());
    let shown = |before: &Due| language::due_typed(before.at, &before.zone);
    match (said, before) {
        (Some(said), Some(before)) if said.at == before.at && !typed.1.is_empty() => Some(said),
        (Some(said), Some(before)) if said.at == before.at => Some(before.clone()),
        // A form shows no seconds, and not which of two hours it is that the clocks show twice.
        (_, Some(before)) if typed == (shown(before).as_str(), before.zone.as_str()) => Some(before.clone()),
        (said, _) => {
            for (field, all) in found.0 {
                for fault in all {
                    faults.add(field.as_str(), fault);
                }
            }
            said
        }
    }
}

/// A line that is needed; what is wrong with it is noted under its name.
pub(super) fn line(faults: &mut Fields, name: &str, text: &str, most: usize) -> String {
    match typed(text, most, false) {
        Ok(text) if text.is_empty() => faults.add(name, message("fault-missing")),
        Ok(text) => return text,
        Err(fault) => faults.add(name, fault),
    }
    String::new()
}

/// Notes what is wrong with the task in this place under `tasks`, by the number of its row.
pub(super) fn note(faults: &mut Fields, place: usize, wrong: Fields) {
    for fault in wrong.0.into_values().flatten() {
        let row = message("fault-task-row").number("row", place as u64 + 1);
        faults.add("tasks", row.sentence("fault", fault));
    }
}

/// Notes that there are too many tasks.
pub(super) fn count(faults: &mut Fields, tasks: usize) {
    if tasks > MOST_TASKS {
        faults.add("tasks", message("fault-template-tasks").number("most", MOST_TASKS as u64));
    }
}

/// The tasks with which an organisation begins an action: each is its own, or nobody's yet. What is wrong is noted.
pub fn begun_tasks(faults: &mut Fields, own: &str, new: &[NewTask], now: Moment) -> Vec<BegunTask> {
    count(faults, new.len());
    let plan = |(place, task): (usize, &NewTask)| {
        let mut wrong = Fields::default();
        let slug = task.organisation.as_deref().unwrap_or_default();
        if !slug.is_empty() && slug != own {
            wrong.add("organisation", message("fault-task-organisation").with("name", slug));
        }
        let planned = BegunTask {
            title: line(&mut wrong, "title", &task.title, LONGEST_LINE),
            own: slug == own,
            due: due(&mut wrong, task.due_at.as_deref(), task.due_zone.as_deref(), now),
        };
        note(faults, place, wrong);
        planned
    };
    new.iter().take(MOST_TASKS).enumerate().map(plan).collect()
}
