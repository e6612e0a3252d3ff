//! What a template gives to the form of an action: it is typed there beforehand, and shown.

use crate::access::{Viewer, permits};
use crate::db::{Conn, Moment};
use crate::error::Result;
use crate::language::DueLine;
use crate::reports::audience_input::AudienceInput;
use crate::reports::audience_picker::Offers;
use crate::templates::begun::MOST_TASKS;
use crate::templates::model::day_after;
use crate::templates::{BegunTask, NewTask, Template, store};
use crate::vault::Vault;
use crate::web::{Choice, Form, Page};

/// A row of the tasks of a form.
pub struct TaskRow {
    /// What has to be done.
    pub title: String,
    /// Whether one's own organisation does it.
    pub own: bool,
    /// When it is due, as it was typed: a day, or a number of days.
    pub due: String,
}

impl TaskRow {
    /// Whether it says a task: one whose title is empty is left out.
    fn is_said(&self) -> bool {
        !self.title.is_empty()
    }
}

/// So many empty rows stand below those that say something.
const EMPTY: usize = 3;

/// The rows of a form, with those below them that are empty. Each field is sent once for each row.
pub fn rows(form: &Form) -> Vec<TaskRow> {
    let mut rows = said(form);
    let empty = MOST_TASKS.saturating_sub(rows.len()).min(EMPTY);
    rows.extend((0..empty).map(|_| TaskRow { title: String::new(), own: false, due: String::new() }));
    rows
}

/// The rows that say something; of too many so many that it is noticed.
pub(super) fn said(form: &Form) -> Vec<TaskRow> {
    let sent = |name: &str| form.fields().get(name).map_or(&[][..], Vec::as_slice);
    let (titles, owners, dues) = (sent("task_title"), sent("task_owner"), sent("task_due"));
    let at = |values: &[String], place: usize| values.get(place).cloned().unwrap_or_default();
    let row = |place: usize| TaskRow {
        title: at(titles, place).trim().to_owned(),
        own: at(owners, place) == "own",
        due: at(dues, place).trim().to_owned(),
    };
    (0..titles.len()).map(row).filter(TaskRow::is_said).take(MOST_TASKS + 1).collect()
}

/// The tasks that the form of an action says, each due at the end of its day in the zone of the action; `own` is the slug of the
/// organisation that begins it.
pub fn tasks(form: &Form, own: &str) -> Vec<NewTask> {
    let optional = |text: String| Some(text).filter(|text| !text.is_empty());
    let task = |row: TaskRow| NewTask {
        title: row.title,
        organisation: row.own.then(|| own.to_owned()),
        due_at: optional(row.due),
        due_zone: optional(form.text("due_zone").to_owned()),
    };
    said(form).into_iter().map(task).collect()
}

/// Whether one of these rows says something.
pub fn is_typed(rows: &[TaskRow]) -> bool {
    rows.iter().any(|row| !row.title.is_empty() || !row.due.is_empty())
}

/// A task with which an action will be begun, as its page shows it to those who decide on the brief.
pub struct PlannedLine {
    /// What has to be done.
    pub title: String,
    /// Who does it, in words.
    pub owner: String,
    /// When it is due.
    pub due: Option<DueLine>,
}

/// The tasks with which this organisation will begin an action.
pub fn planned(page: &Page, organisation: &str, tasks: &[BegunTask]) -> Vec<PlannedLine> {
    let line = |task: &BegunTask| PlannedLine {
        title: task.title.clone(),
        owner: if task.own { organisation.to_owned() } else { page.t("action-task-free") },
        due: task
            .due
            .as_ref()
            .map(|due| DueLine::of(page.strings(), (due.at, &due.zone), page.now, Some(true))),
    };
    tasks.iter().map(line).collect()
}

/// Fills the rows of a form.
pub(super) fn set_rows(form: &mut Form, rows: impl Iterator<Item = TaskRow>) {
    let (mut titles, mut owners, mut dues) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        titles.push(row.title);
        owners.push(if row.own { "own" } else { "" }.to_owned());
        dues.push(row.due);
    }
    form.set("task_title", titles);
    form.set("task_owner", owners);
    form.set("task_due", dues);
}

/// Types into the form of an action what a template says.
pub fn fill(form: &mut Form, template: &Template, now: Moment) {
    let says = &template.says;
    let day = |days: u32| day_after(now, days);
    form.set("template", vec![template.reference().to_owned()]);
    form.set("kind", vec![says.kind.as_str().to_owned()]);
    form.set("title", vec![says.title.clone()]);
    form.set("brief", vec![says.brief.clone()]);
    form.set("language", vec![says.language.clone()]);
    form.set("due_at", vec![says.due_days.map(day).unwrap_or_default()]);
    form.set("audience", says.audience.clone());
    form.set("except", says.except.clone());
    let row = |task: &crate::templates::Planned| TaskRow {
        title: task.title.clone(),
        own: task.lead,
        due: task.due_days.map(day).unwrap_or_default(),
    };
    set_rows(form, says.tasks.iter().map(row));
}

/// The templates from which a viewer can choose for an action.
pub fn choices(conn: &mut Conn, vault: &Vault, viewer: &Viewer, chosen: &str) -> Result<Vec<Choice>> {
    let Some(owner) = viewer.organisation() else { return Ok(Vec::new()) };
    if !permits(viewer, crate::access::Act::BeginAction { owner }) {
        return Ok(Vec::new());
    }
    let all = store::all(conn, vault, viewer)?;
    let choice =
        |one: &Template| Choice::new(one.reference(), one.says.name.as_str(), one.reference() == chosen);
    Ok(all.iter().filter(|one| one.is_in_use()).map(choice).collect())
}

/// What of these words nobody can choose now: readers, and who is left out. What a template suggests can be older than a group, or
/// than the suspension of an organisation.
pub(super) fn lost(offers: &Offers, words: &AudienceInput) -> (Vec<String>, Vec<String>) {
    let among = |choices: &[Choice], word: &str| choices.iter().any(|choice| choice.value == word);
    let named = [&offers.wide, &offers.sectors, &offers.groups, &offers.organisations, &offers.people];
    let readers = words.audience.iter().filter(|word| !named.iter().any(|choices| among(choices, word)));
    let left_out = words.except.iter().filter(|slug| !among(&offers.except, slug));
    (readers.cloned().collect(), left_out.cloned().collect())
}

/// The same in a sentence each; empty where nothing is lost. Nobody may take somebody for left out who is not.
pub fn not_offered(page: &Page, offers: &Offers, words: &AudienceInput) -> String {
    let (readers, left_out) = lost(offers, words);
    let all = [("template-readers-gone", readers), ("template-left-out-gone", left_out)];
    let said = all.into_iter().filter(|(_, names)| !names.is_empty());
    said.map(|(key, names)| page.ta(key, &[("names", &names.join(", "))])).collect::<Vec<_>>().join(" ")
}
