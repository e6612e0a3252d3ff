//! What is still needed of an action, and from whom, in a sentence or two: from what the viewer is shown and nothing else.

use super::{Action, Stage};
use crate::access::Viewer;
use crate::contributions::Contribution;
use crate::db::Moment;
use crate::language::Strings;
use crate::people::Organisation;
use crate::tasks::TaskView;

/// A task that is not done, as the viewer is shown it.
struct OpenTask<'a> {
    pub title: &'a str,
    /// Who does it; empty where nobody does.
    pub owner: &'a str,
    /// Whether somebody does it whom the viewer is not told of.
    pub hidden: bool,
    pub due: Option<Moment>,
}

/// What the sentence is made of.
struct Known<'a> {
    /// Where the action is.
    pub stage: Stage,
    /// Who moves it on; empty where the viewer is not told who leads it.
    pub lead: &'a str,
    /// When it is due.
    pub due: Option<Moment>,
    /// What is not done.
    pub tasks: Vec<OpenTask<'a>>,
    /// Whether that is the organisation that began it, because its lead cannot act.
    pub instead: bool,
    /// Whether it was said what came of it, as far as the viewer reads that.
    pub said: bool,
    /// Whether the viewer's organisation moves it on.
    pub own: bool,
}

/// What comes next.
pub(super) enum Next<T> {
    /// Nothing is left to do.
    Nothing,
    /// A task, and whether it is overdue.
    Task(T, bool),
    /// Whoever leads it has to move it on; if what was to be done by then is overdue, with that moment.
    Move(Option<Moment>),
    /// What was to be done is done, and whoever leads it has to move it on; this task is left, and whether that is overdue.
    MoveBeside(T, bool),
}

/// What comes next for an action at a stage, which is due then, with these tasks that are not done.
pub(super) fn next<T>(
    now: Moment,
    (stage, due): (Stage, Option<Moment>),
    tasks: impl Iterator<Item = T>,
    due_of: impl Fn(&T) -> Option<Moment>,
) -> Next<T> {
    if !stage.is_open() {
        return Next::Nothing;
    }
    let first = tasks.min_by_key(|task| (due_of(task).is_none(), due_of(task)));
    let is_done = !stage.is_undone();
    let over = due.filter(|due| *due <= now && !is_done);
    let is_late = |task: &T| due_of(task).is_some_and(|due| due <= now);
    match (first, over) {
        (Some(task), _) if is_done => {
            let late = is_late(&task);
            Next::MoveBeside(task, late)
        }
        (Some(task), _) if is_late(&task) => Next::Task(task, true),
        (Some(task), None) => Next::Task(task, false),
        (_, over) => Next::Move(over),
    }
}

/// The sentence, as of this moment.
fn needed(strings: &Strings, now: Moment, known: &Known<'_>) -> String {
    let unknown = strings.t("needed-lead");
    let lead = if known.lead.is_empty() { unknown.as_str() } else { known.lead };
    let by_lead = |over: Option<Moment>| match over {
        Some(due) => strings.ta("needed-overdue", &[("lead", lead), ("when", &strings.moment(due))]),
        None => strings.ta(&of_stage(known), &[("lead", lead)]),
    };
    match next(now, (known.stage, known.due), known.tasks.iter(), |task| task.due) {
        Next::Nothing if known.own && !known.said && known.stage == Stage::Closed => {
            strings.t("needed-outcome")
        }
        Next::Nothing => strings.t("needed-nothing"),
        Next::Task(task, late) => {
            let key = if late { "needed-task-overdue" } else { "needed-task" };
            let over = known.due.filter(|due| *due <= now);
            format!("{} {}", by_lead(over), of_task(strings, task, key))
        }
        Next::Move(over) => by_lead(over),
        Next::MoveBeside(task, late) => {
            let key = format!("{}-{}", of_stage(known), if late { "late" } else { "task" });
            strings.ta(&key, &[("lead", lead), ("task", task.title)])
        }
    }
}

fn of_stage(known: &Known<'_>) -> String {
    let stage = known.stage.as_str().replace('_', "-");
    let said = match (known.said && known.stage == Stage::Delivered, known.instead) {
        (true, false) => "-said",
        // Another than whoever said it goes on.
        (true, true) => "-instead",
        (false, _) => "",
    };
    format!("needed-{stage}{said}")
}

fn of_task(strings: &Strings, task: &OpenTask<'_>, key: &str) -> String {
    let sentence = match (task.owner.is_empty(), task.hidden) {
        (false, _) => strings.ta(key, &[("task", task.title), ("who", task.owner)]),
        (true, true) => strings.ta(&format!("{key}-hidden"), &[("task", task.title)]),
        (true, false) => strings.ta(&format!("{key}-free"), &[("task", task.title)]),
    };
    match task.due.map(|due| strings.moment(due)) {
        Some(when) => format!("{sentence} {}", strings.ta("needed-when", &[("when", &when)])),
        None => sentence,
    }
}

/// The same of an action, moved on by this organisation where the viewer is told, with these tasks as they are shown them.
pub(super) fn sentence(
    strings: &Strings,
    viewer: &Viewer,
    (row, (lead, said)): (&Contribution<Action>, (Option<&Organisation>, bool)),
    due: Option<Moment>,
    tasks: &[TaskView],
) -> String {
    let open = tasks.iter().filter(|task| task.done_at.is_none()).map(|task| OpenTask {
        title: &task.title,
        owner: task.organisation.as_ref().map_or("", |owner| owner.name.as_str()),
        hidden: task.taken && task.organisation.is_none(),
        due: task.due_at,
    });
    let known = Known {
        stage: row.details.stage,
        lead: lead.map_or("", |lead| lead.name.as_str()),
        due,
        tasks: open.collect(),
        said,
        instead: lead.is_some_and(|lead| lead.id != row.details.lead),
        own: viewer.reads_as(lead.map_or(&row.details.lead, |lead| &lead.id)),
    };
    needed(strings, viewer.at(), &known)
}
