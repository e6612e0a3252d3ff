//! What a template gives to the form of an action: it is typed there beforehand, and shown.

use crate::access::{Viewer, permits};
use crate::db::{Conn, Moment};
use crate::error::Result;
use crate::reports::audience_input::AudienceInput;
use crate::reports::audience_picker::Offers;
use crate::templates::input::MOST_TASKS;
use crate::templates::model::day_after;
use crate::templates::{Template, store};
use crate::vault::Vault;
use crate::web::{Choice, Form};

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
    /// Whether anything stands in it.
    pub fn is_said(&self) -> bool {
        !self.title.is_empty() || !self.due.is_empty()
    }
}

/// So many empty rows stand below those that say something.
const EMPTY: usize = 3;

/// The rows of a form, with those below them that are empty. Each field is sent once for each row.
pub fn rows(form: &Form, most: usize) -> Vec<TaskRow> {
    let sent = |name: &str| form.fields().get(name).map_or(&[][..], Vec::as_slice);
    let (titles, owners, dues) = (sent("task_title"), sent("task_owner"), sent("task_due"));
    let at = |values: &[String], place: usize| values.get(place).cloned().unwrap_or_default();
    let row = |place: usize| TaskRow {
        title: at(titles, place).trim().to_owned(),
        own: at(owners, place) == "own",
        due: at(dues, place).trim().to_owned(),
    };
    let all = (0..titles.len().max(dues.len())).map(row);
    let mut rows: Vec<TaskRow> = all.filter(TaskRow::is_said).collect();
    let empty = most.saturating_sub(rows.len()).min(EMPTY);
    rows.extend((0..empty).map(|_| TaskRow { title: String::new(), own: false, due: String::new() }));
    rows
}

/// The rows that say something.
pub(super) fn said(form: &Form) -> Vec<TaskRow> {
    let mut rows = rows(form, MOST_TASKS);
    rows.retain(TaskRow::is_said);
    rows
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
    Ok(all.iter().filter(|one| one.row.retired_at.is_none()).map(choice).collect())
}

/// Those readers of these words that nobody can choose now, in the words themselves: what a template suggests can be older than
/// a group, or than the admission of an organisation. Whoever is left out is among them, so that nobody takes them for left out.
pub fn not_offered(offers: &Offers, words: &AudienceInput) -> String {
    let among = |choices: &[Choice], word: &str| choices.iter().any(|choice| choice.value == word);
    let named = [&offers.wide, &offers.sectors, &offers.groups, &offers.organisations, &offers.people];
    let lost = words.audience.iter().filter(|word| !named.iter().any(|choices| among(choices, word)));
    let kept = words.except.iter().filter(|slug| !among(&offers.except, slug));
    lost.chain(kept).cloned().collect::<Vec<_>>().join(", ")
}
