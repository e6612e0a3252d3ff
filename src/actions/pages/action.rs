//! The page of one action, and of one version of its brief.

use askama::Template;

use super::AT;
use crate::access::{Act, Audience, Tlp, Viewer, permits};
use crate::actions::TaskView;
use crate::actions::content::Content;
use crate::actions::own::{OwnPart, can_lead};
use crate::actions::shown::StepView;
use crate::actions::view::{Work, made};
use crate::actions::{Action, ActionBody, leading, moves, stage};
use crate::beside::{self, Of, Section};
use crate::contributions::{self, Contribution};
use crate::db::{Conn, Moment, Tx};
use crate::error::Result;
use crate::outcomes::{self, CommentLine, FileLine, OutcomeLine};
use crate::people;
use crate::reports::contribution_page::{ContributionPage, Review};
use crate::reports::one_page::OfOne;
use crate::reports::readers::{self, Who, name_readers};
use crate::reports::version_page::{Earlier, VersionLink, VersionPage, version_links};
use crate::tasks::{TaskLine, task_line};
use crate::templates::pages::{PlannedLine, planned};
use crate::web::{Choice, Form, Page};

/// So many of the newest comments stand on the page of an action.
const COMMENTS: i64 = 3;

/// What organisations do with an action, as its page shows it.
pub struct WorkPart {
    /// The mark of the brief that is shown: what is done here is done before its readers.
    pub version: String,
    /// Where it is, in a word.
    pub stage: String,
    pub stage_word: String,
    pub needed: String,
    /// Who leads it; empty where the viewer is not told.
    pub lead: String,
    pub joined: Vec<String>,
    /// What came of it, as far as the viewer reads that.
    pub outcome: Option<OutcomeLine>,
    pub tasks: Vec<TaskLine>,
    pub files: Vec<FileLine>,
    pub steps: Vec<StepLine>,
    /// Whether this person may act for their organisation.
    pub may: bool,
    /// Whether the action goes on.
    pub open: bool,
    /// Whether only a mandate is missing for that.
    pub unmandated: bool,
    /// Whether they are shown what is said of it.
    pub talks: bool,
    /// The newest of that.
    pub comments: Vec<CommentLine>,
    /// How much of it there is for them.
    pub comment_count: u64,
    pub own: OwnPartLine,
    /// The way of an action that is done, and where this one is on it; empty where it ended elsewhere.
    pub way: Vec<Choice>,
    /// How many tasks the viewer is shown, and how many of them are done, in words.
    pub done: String,
    /// The stages to which the viewer can move it without saying why.
    pub moves: Vec<Choice>,
    /// Those that need a reason.
    pub reasoned: Vec<Choice>,
    /// To whom the viewer can offer the lead.
    pub leads: Vec<Choice>,
    /// Whether the viewer's organisation leads it.
    pub is_lead: bool,
    /// Whether the viewer can write down tasks.
    pub adds: bool,
    /// Whether the viewer could, if their organisation joined.
    pub could_add: bool,
    /// What other rooms keep beside it.
    pub beside: Vec<Section>,
}

/// How the viewer's organisation takes part.
pub struct OwnPartLine {
    pub joins: bool,
    pub joined: bool,
    pub again: bool,
    pub offered: bool,
    pub offers: bool,
    /// Whether it can take the lead back, because the lead cannot act.
    pub back: bool,
}

/// Something that was done, as the page shows it.
pub struct StepLine {
    pub says: String,
    /// Who of one's own organisation did it, and by which mandate.
    pub by: String,
    pub reason: String,
    pub at: Moment,
}

/// The page of one action.
#[derive(Template)]
#[template(path = "actions/action.html")]
pub struct OnePage {
    page: Page,
    reference: String,
    at: Moment,
    tlp: Tlp,
    organisation: String,
    /// Who reads it, as far as the viewer is told: on each sheet.
    names: String,
    /// For those who see to it: everybody who reads it, and who is left out.
    who: Option<Who>,
    /// What it says; nothing where the viewer may not open what is sealed.
    content: Option<Content>,
    review: Review,
    /// What organisations do with it; nothing on an earlier version, and for those who are not told.
    work: Option<WorkPart>,
    /// Of a first brief that waits for a decision: the tasks with which it is begun.
    planned: Vec<PlannedLine>,
    versions: Vec<VersionLink>,
    /// Of a version that waits: the address of the one that is read meanwhile.
    read_meanwhile: String,
    /// Whether it can be taken along as a document.
    document: bool,
    /// Whether the viewer may change the brief, and whether this is a new one that was returned.
    updates: bool,
    returned: bool,
    /// The number of the version that is shown, where it is no longer the newest.
    number: usize,
    /// What was typed.
    form: Typed,
}

/// What was typed into the forms of the page.
pub struct Typed {
    pub reason: String,
    /// Whether a move was tried that needs one.
    pub moved: bool,
    pub title: String,
    pub due_at: String,
}

impl OfOne for OnePage {
    fn page(&self) -> &Page {
        &self.page
    }
}

impl ContributionPage for Action {
    const AT: &'static str = AT;
    type OnePage = OnePage;

    fn page(
        tx: &mut Tx<'_>,
        mut page: Page,
        viewer: &Viewer,
        (row, audience): (Contribution<Self>, Audience),
        review: Review,
        form: &Form,
    ) -> Result<OnePage> {
        let sent = ["flash-action-out", "flash-action-proposed"];
        name_readers(tx.conn, &mut page, viewer, (&audience, &row.organisation_id), sent)?;
        one_page(tx, page, viewer, (row, audience), review, (form, 0))
    }

    fn words(_: &mut Conn, _: &Page, _: &Viewer, row: &Contribution<Self>) -> Result<String> {
        let body = ActionBody::read(row)?;
        Ok(format!("{}\n\n{}", body.title, body.brief))
    }
}

fn step_line(page: &Page, step: StepView) -> StepLine {
    let stage = step.stage.map(|stage| page.t(&format!("state-action-{}", stage.replace('_', "-"))));
    let key = format!("action-step-{}", step.kind.replace('_', "-"));
    StepLine {
        by: step.by.as_ref().map(|by| by.words(page)).unwrap_or_default(),
        says: page
            .ta(&key, &[("organisation", &step.organisation.name), ("stage", &stage.unwrap_or_default())]),
        reason: step.reason,
        at: step.at,
    }
}

/// The stages that an action goes through if it is done, and which of them it has reached.
fn way(page: &Page, at: stage::Stage) -> Vec<Choice> {
    let on_the_way = |stage: &&stage::Stage| stage.is_open() || **stage == stage::Stage::Closed;
    let stages: Vec<_> = stage::Stage::ALL.iter().filter(on_the_way).collect();
    if !stages.contains(&&at) {
        return Vec::new();
    }
    let label = |stage: &stage::Stage| page.t(&format!("state-action-{}", stage.as_str().replace('_', "-")));
    stages.into_iter().map(|stage| Choice::new(stage.as_str(), label(stage), *stage == at)).collect()
}

fn done_of(page: &Page, tasks: &[TaskView]) -> String {
    let done = tasks.iter().filter(|task| task.done_at.is_some()).count();
    if tasks.is_empty() {
        return String::new();
    }
    let (done, all) = (page.number(done as u64), page.number(tasks.len() as u64));
    page.ta("action-tasks-done", &[("done", &done), ("all", &all)])
}

/// How the viewer's organisation takes part, and whether it can join: `acts` says whether this person acts for it here, `is_lead`
/// whether it moves the action. Whoever began it does that only while the lead cannot, if another has that.
fn own_line(
    own: &OwnPart,
    row: &Contribution<Action>,
    (acts, is_owner, is_lead): (bool, bool, bool),
) -> OwnPartLine {
    OwnPartLine {
        joins: acts && !is_owner && (!own.joined || own.again),
        joined: own.joined && !is_owner,
        again: own.again,
        offered: own.offered,
        offers: own.offers,
        back: is_lead && is_owner && row.details.lead != row.organisation_id,
    }
}

/// What organisations do with an action, where the viewer is told.
fn work_part(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    (row, audience): (&Contribution<Action>, &Audience),
    form: &Form,
) -> Result<Option<WorkPart>> {
    let work = Work::load(conn, viewer, (&[(row, audience)], true))?;
    let state = row.released_state(viewer.at());
    let view = made(page.strings(), viewer, (row.clone(), audience), state, &work)?;
    let Some(stage) = view.stage else { return Ok(None) };
    let open = if permits(viewer, Act::SeeActionWork) { moves::open(conn, viewer, row)? } else { Vec::new() };
    let label = |word: &str| page.t(&format!("state-action-{}", word.replace('_', "-")));
    let choice = |to: &stage::Stage| {
        Choice::new(to.as_str(), page.ta("action-move-to-stage", &[("stage", &label(to.as_str()))]), false)
    };
    let (reasoned, moves): (Vec<_>, Vec<_>) =
        open.iter().partition(|to| stage::needs_reason(row.details.stage, **to));
    let acts = permits(viewer, Act::JoinAction) && permits(viewer, Act::SeeActionWork);
    let may = leading::may_act(conn, viewer, row)?;
    let own = OwnPart::of(viewer, row, &work);
    let is_lead = may && leading::leads(conn, viewer, row)?;
    let is_owner = viewer.is_of(&row.organisation_id);
    let leads = if is_lead { can_lead(row, &work)? } else { Vec::new() };
    let is_open = row.details.stage.is_open();
    let done = done_of(page, &view.tasks);
    let files = outcomes::files(conn, viewer, &row.id)?;
    let comments = outcomes::comments(conn, viewer, &row.id, COMMENTS)?;
    let of = |kind| Of { id: &row.id, reference: &row.reference, kind };
    let kind = view.kind.filter(|_| permits(viewer, Act::SeeActionWork));
    let beside = kind.map(|kind| beside::sections(conn, page, viewer, of(kind))).transpose()?;
    let adds = may && is_open && (is_lead || is_owner || own.joined);
    let own = own_line(&own, row, (may && is_open, is_owner, is_lead));
    Ok(Some(WorkPart {
        version: view.mark,
        stage: label(stage),
        stage_word: stage.to_owned(),
        needed: view.needed,
        lead: view.lead.map(|lead| lead.name).unwrap_or_default(),
        outcome: view.outcome.as_ref().map(|outcome| OutcomeLine::of(page, outcome)),
        joined: view.joined.into_iter().map(|one| one.organisation.name).collect(),
        tasks: view.tasks.into_iter().map(|task| task_line(page, viewer, task, is_open)).collect(),
        files: files.into_iter().map(|file| FileLine::of(page, viewer, file)).collect(),
        steps: work.history(conn, viewer, row)?.into_iter().map(|step| step_line(page, step)).collect(),
        may,
        open: is_open,
        unmandated: acts && !may,
        talks: permits(viewer, Act::SeeActionWork),
        comments: comments.into_iter().map(|one| CommentLine::of(page, one)).collect(),
        comment_count: outcomes::comment_count(conn, viewer, &row.id)?,
        could_add: own.joins && !adds,
        own,
        way: way(page, row.details.stage),
        done,
        moves: moves.into_iter().map(choice).collect(),
        reasoned: reasoned.into_iter().map(choice).collect(),
        leads: leads
            .into_iter()
            .map(|(slug, name)| Choice::new(slug.as_str(), name, form.text("organisation") == slug))
            .collect(),
        is_lead,
        adds,
        beside: beside.unwrap_or_default(),
    }))
}

impl VersionPage for Action {
    type OneVersion = OnePage;

    fn version(
        tx: &mut Tx<'_>,
        page: Page,
        viewer: &Viewer,
        of: (Contribution<Self>, Audience),
        Earlier { number, at, withdraws, typed, .. }: Earlier<'_>,
    ) -> Result<OnePage> {
        let form = typed.0;
        let review = Review::of_version(&page, at, withdraws, typed);
        one_page(tx, page, viewer, of, review, (form, number))
    }
}

/// Whether this is a new brief that was returned, while another is read.
fn is_returned(row: &Contribution<Action>, review: &Review) -> bool {
    review.is_over && row.is_correction() && row.released_at.is_none()
}

/// Whether the viewer may change the brief: the one that is read, also while a new one that was returned is shown in its place.
fn updates(conn: &mut Conn, viewer: &Viewer, row: &Contribution<Action>, review: &Review) -> Result<bool> {
    if row.ended.is_some() || !permits(viewer, Act::BeginAction { owner: &row.organisation_id }) {
        return Ok(false);
    }
    if row.released_at.is_some() {
        return leading::may_act(conn, viewer, row);
    }
    if !is_returned(row, review) {
        return Ok(false);
    }
    let out = contributions::by_ids::<Action>(conn, std::slice::from_ref(&row.id))?.pop();
    let out = out.filter(|out| out.released_at.is_some() && !out.body.is_empty());
    out.map_or(Ok(false), |out| leading::may_act(conn, viewer, &out))
}

fn one_page(
    tx: &mut Tx<'_>,
    page: Page,
    viewer: &Viewer,
    (row, audience): (Contribution<Action>, Audience),
    review: Review,
    (form, number): (&Form, usize),
) -> Result<OnePage> {
    let owner = &row.organisation_id;
    let told = audience.told(viewer, owner);
    let sees_to_it = viewer.reads_as(owner) || review.may("approve");
    let who = if sees_to_it {
        Some(readers::who(tx.conn, &page, viewer, &audience, &told.iter().collect::<Vec<_>>())?)
    } else {
        None
    };
    let names = readers::marking(tx.conn, &page, viewer, (&audience, owner))?;
    let organisation = people::organisation(tx.conn, owner)?.name;
    let planned = if review.waits && !row.body.is_empty() {
        planned(&page, &organisation, &ActionBody::read(&row)?.tasks)
    } else {
        Vec::new()
    };
    let versions = version_links(tx.conn, &page, viewer, &row)?;
    let work = if number == 0 || row.is_shown(viewer.at()) {
        work_part(tx.conn, &page, viewer, (&row, &audience), form)?
    } else {
        None
    };
    Ok(OnePage {
        tlp: audience.tlp(),
        organisation,
        names,
        who,
        content: Content::stored(tx.conn, &page, viewer, &row)?,
        planned,
        read_meanwhile: match versions.first() {
            Some(newest) if row.released_at.is_none() => newest.href.clone(),
            _ => String::new(),
        },
        versions,
        document: row.is_shown(viewer.at()),
        updates: number == 0 && updates(tx.conn, viewer, &row, &review)?,
        returned: is_returned(&row, &review),
        form: Typed {
            reason: form.raw("move_reason").to_owned(),
            moved: form.has("move_reason"),
            title: form.raw("title").to_owned(),
            due_at: form.raw("due_at").to_owned(),
        },
        at: row.at(),
        reference: row.reference,
        work,
        review,
        number,
        page,
    })
}
