//! Actions as one viewer reads them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use utoipa::ToSchema;

use super::course::Course;
use super::links::{self, ActionLink};
use super::needed::sentence;
use super::shown::{ActionVersion, Participant, StepView};
use super::steps::{self, Step, StepKind};
use super::{Action, ActionBody, ActionKind, Target, leading, moves};
use crate::access::{Act, Audience, Tlp, Token, Viewer, permits};
use crate::contributions::{self, Contribution, mark_of};
use crate::db::{Conn, ContributionId, Moment, OrganisationId, PersonId};
use crate::error::Result;
use crate::language::{Language, Strings};
use crate::mandates::{self, ActedBy};
use crate::outcomes::{self, ActionComment, ActionFile, ActionOutcome};
use crate::people::{self, Names, Organisation, Person};
use crate::tasks::{self, Task, TaskView};
use crate::templates::PlannedTask;

/// An action as one viewer reads it. What it says is left out of the answer to the call that wrote it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Action)]
pub struct ActionView {
    /// `A-…`.
    pub reference: String,
    /// Where its brief is on its way.
    #[schema(pattern = "^(released|ended|proposed|returned|cancelled|replaced)$")]
    pub state: &'static str,
    /// The number of this brief among the versions that the viewer could read.
    pub version: usize,
    /// A mark of this brief, for `If-Match`: whoever acts does so before its readers.
    pub mark: String,
    /// Those, the oldest first.
    pub versions: Vec<ActionVersion>,
    /// The organisation that began it.
    pub organisation: Organisation,
    /// What is done.
    #[schema(required = false, value_type = Option<String>)]
    pub kind: Option<ActionKind>,
    /// One line.
    #[schema(required = false)]
    pub title: String,
    /// What is to be done and why, in Markdown.
    #[schema(required = false)]
    pub brief: String,
    /// BCP 47.
    #[schema(required = false)]
    pub language: String,
    /// To whom it is addressed.
    #[schema(required = false)]
    pub target: Option<Target>,
    /// The forum, session and item of an agenda.
    #[schema(required = false)]
    pub forum: String,
    /// ISO 3166-1 alpha-2.
    #[schema(required = false)]
    pub countries: Vec<String>,
    /// When it has to be done.
    #[schema(required = false)]
    pub due_at: Option<Moment>,
    /// The time zone in which that was said.
    #[schema(required = false)]
    pub due_zone: String,
    /// What it links to, as far as the viewer can read it; not in lists.
    #[schema(required = false)]
    pub links: Vec<ActionLink>,
    /// Where the action is: for active members, and for everybody where everybody reads the brief.
    #[schema(required = false, value_type = Option<String>)]
    pub stage: Option<&'static str>,
    /// Who leads it, where the viewer is told.
    #[schema(required = false)]
    pub lead: Option<Organisation>,
    /// What came of it, as far as the viewer reads that.
    #[schema(required = false)]
    pub outcome: Option<ActionOutcome>,
    /// Who takes part, as far as the viewer is shown it.
    #[schema(required = false)]
    pub joined: Vec<Participant>,
    /// The newest fifty of what is said of it, as far as the viewer is shown that; not in lists.
    #[schema(required = false)]
    pub comments: Vec<ActionComment>,
    /// The newest fifty of the files that organisations attached, as far as the viewer is shown them; not in lists. The page
    /// `/actions/A-…/files` has all.
    #[schema(required = false)]
    pub files: Vec<ActionFile>,
    /// What has to be done, as far as the viewer is shown it.
    #[schema(required = false)]
    pub tasks: Vec<TaskView>,
    /// Of a first brief that waits for a decision: what is written down as tasks once it is released.
    #[schema(required = false)]
    pub planned: Vec<PlannedTask>,
    /// What organisations did with it, as far as the viewer is shown it, the newest first; not in lists.
    #[schema(required = false)]
    pub steps: Vec<StepView>,
    /// What is still needed, and from whom, in a sentence or two; empty for those who are not told of its stage.
    #[schema(required = false)]
    pub needed: String,
    /// Whether the viewer's organisation moves it on, for pages.
    #[serde(skip)]
    pub own_move: bool,
    /// The stages to which the viewer can move it; not in lists.
    #[schema(required = false)]
    pub moves: Vec<&'static str>,
    /// The tokens of its audience that the viewer holds; for its own organisation all.
    pub audience: Vec<String>,
    /// The same, for a page that names them.
    #[serde(skip)]
    pub tokens: Vec<Token>,
    /// Its label.
    pub tlp: Tlp,
    /// When this brief was released, or written.
    pub at: Moment,
}

/// What organisations do with some actions, as far as one viewer is shown it.
pub(super) struct Work {
    steps: BTreeMap<ContributionId, Vec<Step>>,
    tasks: BTreeMap<ContributionId, Vec<Task>>,
    /// Those of the viewer's own organisation who do some of the tasks.
    people: BTreeMap<PersonId, Person>,
    names: Names,
    versions: BTreeMap<ContributionId, Vec<ContributionId>>,
    outcomes: BTreeMap<ContributionId, ActionOutcome>,
    fallen_back: BTreeSet<ContributionId>,
}

impl Work {
    /// In a fixed number of statements, however many actions there are; with what came of them, where that is said.
    pub fn load(
        conn: &mut Conn,
        viewer: &Viewer,
        (rows, says): (&[(&Contribution<Action>, &Audience)], bool),
    ) -> Result<Self> {
        let actions: Vec<&Contribution<Action>> = rows.iter().map(|(row, _)| *row).collect();
        let mut steps: BTreeMap<ContributionId, Vec<Step>> = BTreeMap::new();
        let mut named: BTreeSet<OrganisationId> = BTreeSet::new();
        for step in steps::shown(conn, viewer, &actions)? {
            named.insert(step.organisation_id.clone());
            steps.entry(step.contribution_id.clone()).or_default().push(step);
        }
        let mut tasks: BTreeMap<ContributionId, Vec<Task>> = BTreeMap::new();
        let begun: Vec<_> = actions.iter().map(|row| (&row.id, &row.organisation_id)).collect();
        let mut chosen: BTreeSet<PersonId> = BTreeSet::new();
        for task in tasks::shown(conn, viewer, &begun)? {
            named.extend(task.owner_id.clone());
            let own = task.owner_id.as_ref().is_some_and(|owner| viewer.reads_as(owner));
            chosen.extend(task.person_id.clone().filter(|_| own));
            tasks.entry(task.contribution_id.clone()).or_default().push(task);
        }
        for (row, _) in rows {
            named.extend([row.organisation_id.clone(), row.details.lead.clone()]);
        }
        let tokens = rows.iter().flat_map(|(_, audience)| audience.tokens());
        let names = Names::load(conn, tokens, &named, [])?;
        let people = people::people_by_ids(conn, chosen.into_iter().collect())?;
        let fallen_back = leading::fallen_back(conn, viewer, &actions, &names)?;
        let ids: Vec<ContributionId> = actions.iter().map(|row| row.id.clone()).collect();
        let versions = contributions::versions_of_each::<Action>(conn, viewer, &ids)?;
        let outcomes = if says { outcomes::outcomes(conn, viewer, &ids)? } else { BTreeMap::new() };
        Ok(Self { steps, tasks, people, names, versions, outcomes, fallen_back })
    }

    /// Who moves an action on, as far as the viewer may know who can: its lead or, where that cannot act, the organisation that began it.
    pub(super) fn mover<'a>(&self, row: &'a Contribution<Action>) -> &'a OrganisationId {
        if self.fallen_back.contains(&row.id) { &row.organisation_id } else { &row.details.lead }
    }

    pub(super) fn organisation(&self, id: &OrganisationId) -> Result<&Organisation> {
        self.names.organisation(id)
    }

    pub(super) fn steps_of(&self, row: &Contribution<Action>) -> &[Step] {
        self.steps.get(&row.id).map_or(&[], Vec::as_slice)
    }

    pub(super) fn tasks_of(&self, row: &Contribution<Action>) -> &[Task] {
        self.tasks.get(&row.id).map_or(&[], Vec::as_slice)
    }

    /// An organisation by name, where the viewer may be told that it has to do with the action.
    fn told(
        &self,
        viewer: &Viewer,
        (row, course): (&Contribution<Action>, &Course),
        id: &OrganisationId,
    ) -> Result<Option<Organisation>> {
        let is_told = course.names(viewer, row, id);
        is_told.then(|| self.names.organisation(id).cloned()).transpose()
    }

    fn task(&self, viewer: &Viewer, of: (&Contribution<Action>, &Course), task: &Task) -> Result<TaskView> {
        let organisation = match &task.owner_id {
            Some(owner) => self.told(viewer, of, owner)?,
            None => None,
        };
        Ok(TaskView {
            reference: task.reference.clone(),
            title: task.title.clone(),
            organisation,
            // Whoever left an organisation does nothing for it.
            person: task
                .person_id
                .as_ref()
                .and_then(|id| self.people.get(id))
                .filter(|one| one.closed_at.is_none() && Some(&one.organisation_id) == task.owner_id.as_ref())
                .map(|person| person.name.clone()),
            written: viewer.is_of(&task.author_id),
            taken: task.owner_id.is_some(),
            due_at: task.due_at,
            done_at: task.done_at,
            revision: task.revision,
        })
    }

    /// What was done, the newest first; that somebody left, which several groups of readers are shown, stands there once.
    pub(super) fn history(
        &self,
        conn: &mut Conn,
        viewer: &Viewer,
        row: &Contribution<Action>,
    ) -> Result<Vec<StepView>> {
        let mut steps: Vec<&Step> = self.steps_of(row).iter().collect();
        steps.dedup_by(|later, first| {
            let left =
                |step: &Step| (step.kind == StepKind::Left).then(|| (step.at, step.organisation_id.clone()));
            left(later).is_some() && left(later) == left(first)
        });
        let acts = steps.iter().map(|step| step.act()).collect::<Vec<_>>();
        let by = mandates::acted_by(conn, viewer, &acts)?;
        let view = |(step, by): (&&Step, Option<ActedBy>)| {
            Ok(StepView {
                by,
                kind: match (step.kind, &step.other_id) {
                    (StepKind::Offered, None) => "offer_ended",
                    (kind, _) => kind.as_str(),
                },
                stage: step.stage.map(super::Stage::as_str),
                organisation: self.names.organisation(&step.organisation_id)?.clone(),
                at: step.at,
                reason: step.reason.clone(),
            })
        };
        steps.iter().zip(by).rev().map(view).collect()
    }
}

/// A task of an action as the viewer, who is shown it, sees it.
pub(crate) fn task_view(
    conn: &mut Conn,
    viewer: &Viewer,
    (row, audience): (&Contribution<Action>, &Audience),
    task: &Task,
) -> Result<TaskView> {
    let work = Work::load(conn, viewer, (&[(row, audience)], false))?;
    work.task(viewer, (row, &Course::of(work.steps_of(row))), task)
}

/// So many of the newest comments a program is told with an action.
const COMMENTS: i64 = 50;

/// Whether the viewer is told where an action is.
pub(super) fn sees_stage(viewer: &Viewer, audience: &Audience) -> bool {
    permits(viewer, Act::SeeActionWork) || audience.is_public()
}

/// One as this viewer reads it. Whether they may, the caller has asked.
pub(super) fn view(
    conn: &mut Conn,
    viewer: &Viewer,
    row: Contribution<Action>,
    audience: &Audience,
    state: &'static str,
) -> Result<ActionView> {
    let work = Work::load(conn, viewer, (&[(&row, audience)], true))?;
    let links = if row.body.is_empty() { Vec::new() } else { links::shown(conn, viewer, &row)? };
    let shown = row.released_at.is_some() && row.is_shown(viewer.at()) && permits(viewer, Act::SeeActionWork);
    let open = if shown { moves::open(conn, viewer, &row)? } else { Vec::new() };
    let comments = if shown { outcomes::comments(conn, viewer, &row.id, COMMENTS)? } else { Vec::new() };
    let files = if shown { outcomes::files(conn, viewer, &row.id)? } else { Vec::new() };
    let told = row.is_shown(viewer.at()) && sees_stage(viewer, audience);
    let steps = if told { work.history(conn, viewer, &row)? } else { Vec::new() };
    let strings = Strings::of(Language::english());
    let view = made(&strings, viewer, (row, audience), state, &work)?;
    let moves = open.into_iter().map(super::Stage::as_str).collect();
    Ok(ActionView { links, comments, files, steps, moves, ..view })
}

/// Those of a list as it shows them: a fixed number of statements, however many there are.
pub(crate) fn rows_of_list(
    conn: &mut Conn,
    strings: &Strings,
    viewer: &Viewer,
    rows: Vec<Contribution<Action>>,
) -> Result<Vec<ActionView>> {
    let audiences = rows.iter().map(|row| row.audience().cloned()).collect::<Result<Vec<_>>>()?;
    let pairs: Vec<_> = rows.iter().zip(&audiences).collect();
    let work = Work::load(conn, viewer, (&pairs, true))?;
    let one = |(row, audience): (Contribution<Action>, &Audience)| {
        let (reference, state) = (row.reference.clone(), row.released_state(viewer.at()));
        match made(strings, viewer, (row, audience), state, &work) {
            Ok(view) => Some(view),
            Err(fault) => {
                // One that cannot be read keeps none of the others back.
                tracing::error!(%fault, action = reference, "an action is left out of a list");
                None
            }
        }
    };
    Ok(rows.into_iter().zip(&audiences).filter_map(one).collect())
}

/// What it says and where it is, of what was loaded.
pub(super) fn made(
    strings: &Strings,
    viewer: &Viewer,
    (row, audience): (Contribution<Action>, &Audience),
    state: &'static str,
    work: &Work,
) -> Result<ActionView> {
    let tokens = audience.told(viewer, &row.organisation_id);
    let versions = work.versions.get(&row.id).map_or(&[][..], Vec::as_slice);
    let place = versions.iter().position(|version| *version == row.version).unwrap_or(versions.len());
    let version = |number: usize| ActionVersion {
        version: number,
        href: format!("/api/v1/actions/{}/versions/{number}", row.reference),
    };
    let body = if row.body.is_empty() { None } else { Some(ActionBody::read(&row)?) };
    // What goes on now is told to those who read the brief of now.
    let told = row.is_shown(viewer.at()) && sees_stage(viewer, audience);
    let steps = if told { work.steps_of(&row) } else { &[] };
    let tasks = if told { work.tasks_of(&row) } else { &[] };
    let course = Course::of(steps);
    let of = (&row, &course);
    let lead = work.told(viewer, of, &row.details.lead)?;
    let tasks = tasks.iter().map(|task| work.task(viewer, of, task)).collect::<Result<Vec<TaskView>>>()?;
    let joined = Participant::all(&course, &row, &work.names)?;
    let due = body.as_ref().and_then(|body| body.due.clone());
    let outcome = work.outcomes.get(&row.id).filter(|_| told).cloned();
    // Whoever is not told who leads it is not told by that who does not.
    let mover = lead.as_ref().map(|_| work.mover(&row));
    let own_move = mover.is_some_and(|id| viewer.is_of(id));
    let known = (mover.map(|id| work.organisation(id)).transpose()?, outcome.is_some());
    let sentence = sentence(strings, viewer, (&row, known), due.as_ref().map(|due| due.at), &tasks);
    let said = body.as_ref();
    let planned = |body: &ActionBody| body.tasks.iter().map(PlannedTask::from).collect();
    Ok(ActionView {
        state,
        version: place + 1,
        mark: mark_of(&row.version),
        versions: (1..=versions.len()).map(version).collect(),
        organisation: work.names.organisation(&row.organisation_id)?.clone(),
        kind: said.map(|body| body.kind),
        countries: said.iter().flat_map(|body| &body.countries).map(ToString::to_string).collect(),
        target: said.and_then(|body| body.target.clone()),
        forum: said.map(|body| body.forum.clone()).unwrap_or_default(),
        title: said.map(|body| body.title.clone()).unwrap_or_default(),
        brief: said.map(|body| body.brief.clone()).unwrap_or_default(),
        language: said.map(|body| body.language.clone()).unwrap_or_default(),
        due_at: due.as_ref().map(|due| due.at),
        due_zone: due.map(|due| due.zone).unwrap_or_default(),
        links: Vec::new(),
        stage: told.then(|| row.details.stage.as_str()),
        needed: if told { sentence } else { String::new() },
        lead: lead.filter(|_| told),
        own_move,
        outcome,
        joined,
        comments: Vec::new(),
        files: Vec::new(),
        tasks,
        planned: said.filter(|_| state == "proposed").map(planned).unwrap_or_default(),
        steps: Vec::new(),
        moves: Vec::new(),
        audience: tokens.iter().map(|token| work.names.word(token)).collect::<Result<_>>()?,
        tokens,
        tlp: audience.tlp(),
        at: row.at(),
        reference: row.reference,
    })
}
