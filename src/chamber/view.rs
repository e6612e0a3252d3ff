//! Statements, as programs read them and pages show them.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::known::{Known, holder, known, titles};
use super::later::{self, EndorsementView, PositionView, RoundView, Rounds, SaidView};
use super::needed::{self, Needed};
use super::offered;
use super::parts::{AmendmentView, BracketView, InputView, PenView, SponsorView, StepView};
use crate::access::{Act, Tlp, Viewer, permits};
use crate::actions::{Action, ActionBody};
use crate::contributions;
use crate::db::{Conn, ContributionId, Moment, OrganisationId, PersonId, Tx};
use crate::error::{Error, Result};
use crate::language::Strings;
use crate::mandates::{self, ActedBy, Done};
use crate::people::{self, Organisation};
use crate::statements::{
    AmendmentState, Asked, BracketStatus, Mode, ParagraphView, Shown, Sponsor, Stage, Standing, Statement,
    Step, find, known_to, places, sponsors, submitted, told, unanswered,
};

/// A statement in a list: by the title of its concept.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementRow)]
pub struct RowView {
    /// `V-…`.
    pub reference: String,
    /// The action that it is: `A-…`.
    pub action: String,
    /// Where it is.
    #[schema(
        value_type = String,
        pattern = "^(concept|drafting|consultation|negotiation|silence|broken|adopted|sign_on|cleared|published|follow_up|closed|superseded|withdrawn|lapsed)$"
    )]
    pub state: Stage,
    /// How it is adopted in the end.
    #[schema(value_type = String, pattern = "^(coalition_consensus|opt_out_consensus|signatories_only)$")]
    pub mode: Mode,
    /// What its concept is called; to a penholder who reads that no longer, the text.
    pub title: String,
    /// BCP 47.
    pub language: String,
    /// When the present stage ends by itself, where it does.
    #[schema(required)]
    pub deadline: Option<Moment>,
    /// Whether the next move is that of one's own organisation.
    pub waits: bool,
    /// Since when it is at its stage.
    pub at: Moment,
}

/// A statement.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Statement)]
pub struct StatementView {
    /// `V-…`.
    pub reference: String,
    /// The action that it is, whose brief is its concept: `A-…`.
    pub action: String,
    /// Where it is.
    #[schema(
        value_type = String,
        pattern = "^(concept|drafting|consultation|negotiation|silence|broken|adopted|sign_on|cleared|published|follow_up|closed|superseded|withdrawn|lapsed)$"
    )]
    pub state: Stage,
    /// How it is adopted in the end.
    #[schema(value_type = String, pattern = "^(coalition_consensus|opt_out_consensus|signatories_only)$")]
    pub mode: Mode,
    /// So many hours a round of silence lasts at least.
    pub min_silence_hours: i32,
    /// Whether the penholder says, or the chair has agreed, that it is urgent.
    pub urgent: bool,
    /// For `If-Match`: it changes with the text and its readers.
    pub mark: String,
    /// The number of the text among those versions that one could read; none of a concept.
    #[schema(required)]
    pub version: Option<usize>,
    /// The hash of its words, by which delegations name it.
    #[schema(required)]
    pub hash: Option<String>,
    /// What it is called.
    pub title: String,
    /// BCP 47.
    pub language: String,
    /// When the present stage ends by itself, where it does.
    #[schema(required)]
    pub deadline: Option<Moment>,
    /// In which zone that was said; empty where nobody said it.
    pub deadline_zone: String,
    /// What is needed next, and from whom, in a sentence.
    pub needed: String,
    /// Who holds the pen.
    #[schema(required)]
    pub penholder: Option<Organisation>,
    /// Who sponsors it, the oldest first.
    pub sponsors: Vec<SponsorView>,
    /// The organisations in the room, as far as one is told.
    pub room: Vec<Organisation>,
    /// The tokens of its audience that the viewer holds; for the penholder all.
    pub audience: Vec<String>,
    /// Its label.
    pub tlp: Tlp,
    /// The text, in reading order.
    pub paragraphs: Vec<ParagraphView>,
    /// What was said of it, the oldest first.
    pub inputs: Vec<InputView>,
    /// What was proposed for paragraphs, the oldest first.
    pub amendments: Vec<AmendmentView>,
    /// What stands in brackets, the oldest first.
    pub brackets: Vec<BracketView>,
    /// The newest round of silence.
    #[schema(required)]
    pub round: Option<RoundView>,
    /// What organisations said of the text, as far as one is shown it, the oldest first.
    pub positions: Vec<PositionView>,
    /// What is explained by organisations whose positions one is not shown.
    pub explanations: Vec<SaidView>,
    /// Who endorses it beside those who adopted it, as far as one is told, the oldest first.
    pub endorsements: Vec<EndorsementView>,
    /// What was done with it as a whole, the oldest first.
    pub steps: Vec<StepView>,
    /// Where one can move it: words for `to`.
    pub moves: Vec<&'static str>,
    /// The text as it waits for a second person, or came back from them (`Y-…`): for the penholder.
    #[schema(required)]
    pub proposed: Option<String>,
    /// Who writes: for the penholder.
    #[schema(required)]
    pub pen: Option<PenView>,
    /// Since when it is at its stage.
    pub at: Moment,
    /// What the viewer can do with it, for pages.
    #[serde(skip)]
    pub(crate) can: offered::Can,
    /// All rounds, for pages.
    #[serde(skip)]
    pub(crate) rounds: Rounds,
    /// What was found, for pages.
    #[serde(skip)]
    pub(crate) of: Standing,
}

/// Who did these, each in its place: for the people of their organisations.
struct By {
    steps: Vec<Option<ActedBy>>,
    inputs: Vec<Option<ActedBy>>,
    amendments: Vec<Option<ActedBy>>,
    brackets: Vec<Option<ActedBy>>,
}

fn by(conn: &mut Conn, viewer: &Viewer, shown: &Shown) -> Result<By> {
    let mut done: Vec<Done> = shown.steps.iter().filter_map(Step::done).collect();
    let said = |organisation: &OrganisationId, person: &PersonId, mandate: &Option<_>| {
        (organisation.clone(), person.clone(), mandate.clone())
    };
    done.extend(shown.inputs.iter().map(|one| said(&one.organisation_id, &one.person_id, &one.mandate_id)));
    done.extend(
        shown.amendments.iter().map(|one| said(&one.organisation_id, &one.person_id, &one.mandate_id)),
    );
    done.extend(shown.brackets.iter().map(|one| said(&one.organisation_id, &one.person_id, &one.mandate_id)));
    let mut all = mandates::acted_by(conn, viewer, &done)?.into_iter();
    let mut take = |count: usize| all.by_ref().take(count).collect::<Vec<_>>();
    let done_steps = take(shown.steps.iter().filter(|step| step.done().is_some()).count());
    let mut done_steps = done_steps.into_iter();
    let steps = shown
        .steps
        .iter()
        .map(|step| if step.done().is_some() { done_steps.next().flatten() } else { None })
        .collect();
    Ok(By {
        steps,
        inputs: take(shown.inputs.len()),
        amendments: take(shown.amendments.len()),
        brackets: take(shown.brackets.len()),
    })
}

fn pen(conn: &mut Conn, viewer: &Viewer, of: &Statement) -> Result<Option<PenView>> {
    let own = of.penholder_id.as_ref().is_some_and(|holder| viewer.is_of(holder));
    let (Some(person), Some(since)) = (of.pen_person_id.as_ref().filter(|_| own), of.pen_since) else {
        return Ok(None);
    };
    let own = viewer.person() == Some(person);
    Ok(Some(PenView { person: people::called(conn, viewer, person)?, since, own }))
}

/// Who sponsors it, by the steps that the viewer is shown, the oldest first.
fn sponsor_views(known: &Known, shown: &Shown) -> Result<Vec<SponsorView>> {
    let all = sponsors(&shown.steps);
    let sponsor = |(id, one): (&OrganisationId, &Sponsor)| {
        let organisation = known.organisation(id)?;
        Ok((one.place, SponsorView { organisation, since: one.since, withdraws: one.withdraws }))
    };
    let mut named = all.iter().map(sponsor).collect::<Result<Vec<_>>>()?;
    named.sort_by_key(|(place, _)| *place);
    Ok(named.into_iter().map(|(_, view)| view).collect())
}

/// When the present stage ends by itself, and in which zone that was said.
fn deadline(of: &Standing, round: Option<&RoundView>) -> (Option<Moment>, String) {
    let days = of.statement.days(of.answered);
    match (of.stage, round) {
        (Stage::Silence, Some(round)) => (Some(round.deadline), round.deadline_zone.clone()),
        (Stage::Consultation, _) if days.stage == of.stage => {
            (days.deadline(), of.statement.consult_zone.clone())
        }
        (Stage::SignOn, _) => (of.statement.sign_on_until, of.statement.sign_on_zone.clone()),
        (Stage::FollowUp, _) => (of.statement.review_at, String::new()),
        _ if days.stage == of.stage => (days.deadline(), String::new()),
        _ => (None, String::new()),
    }
}

/// The one that is called so, as the viewer is shown it. A fixed number of statements, however much was said of it.
pub(crate) fn one(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    strings: &Strings,
    reference: &str,
) -> Result<StatementView> {
    let of = find(tx.conn, viewer, reference)?;
    let proposed = offered::proposed(tx, viewer, &of)?;
    let conn = &mut *tx.conn;
    let shown = Shown::load(conn, viewer, &of.statement)?;
    let known = known(conn, viewer, &of, &shown)?;
    let by = by(conn, viewer, &shown)?;
    let can = offered::can(conn, viewer, &of)?;
    let sponsors = sponsor_views(&known, &shown)?;
    let brief = ActionBody::read(&of.action)?;
    let text = of.text.as_ref();
    let audience = text.map_or_else(|| of.action.audience(), |text| text.row.audience())?;
    let owner = text.map_or(&of.action.organisation_id, |text| &text.row.organisation_id);
    let tokens = audience.told(viewer, owner).into_iter().collect();
    let rounds = later::rounds(conn, viewer, &of)?;
    let (deadline, zone) = deadline(&of, rounds.rounds.last());
    let paragraphs = text.map(|text| text.text.paragraphs.as_slice()).unwrap_or_default();
    let mut view = StatementView {
        reference: of.statement.reference.clone(),
        action: of.action.reference.clone(),
        state: of.stage,
        mode: of.statement.mode,
        min_silence_hours: of.statement.min_silence_hours,
        urgent: of.statement.urgent,
        mark: of.mark(),
        version: text.and_then(|text| known.number(&text.row.version)),
        hash: text.map(|text| text.text.hash()),
        title: text.map_or(brief.title, |text| text.text.title.clone()),
        language: text.map_or(brief.language, |text| text.text.language.clone()),
        deadline,
        deadline_zone: zone,
        needed: String::new(),
        penholder: holder(viewer, &of, &shown).map(|id| known.organisation(&id)).transpose()?,
        sponsors,
        room: told(conn, viewer, &of)?,
        audience: people::words_of_tokens(conn, &tokens)?,
        tlp: audience.tlp(),
        paragraphs: ParagraphView::all(paragraphs),
        inputs: InputView::all(&known, shown.inputs, by.inputs)?,
        amendments: AmendmentView::all(&known, shown.amendments, by.amendments)?,
        brackets: BracketView::all(&known, paragraphs, shown.brackets, by.brackets)?,
        steps: StepView::all(&known, shown.steps, by.steps)?,
        round: rounds.rounds.last().cloned(),
        positions: rounds.positions.clone(),
        explanations: rounds.explanations.clone(),
        endorsements: later::endorsements(conn, viewer, &of)?,
        moves: can.moves(of.stage),
        proposed,
        pen: pen(conn, viewer, &of.statement)?,
        at: of.statement.moved_at,
        can,
        rounds,
        of,
    };
    view.needed = needed::sentence(strings, viewer, &asked(viewer, &view));
    Ok(view)
}

/// What the sentence is made of that says what is needed next: what the viewer is shown.
fn asked<'a>(viewer: &Viewer, of: &'a StatementView) -> Needed<'a> {
    let count = |all: usize| all as u64;
    let stands = |one: &&BracketView| one.status.stands();
    let ad_ref =
        |one: &&BracketView| one.status == BracketStatus::AgreedAdRef && viewer.is_of(&one.organisation.id);
    let submitted = |one: &&AmendmentView| one.state == AmendmentState::Submitted;
    Needed {
        stage: of.state,
        urgent: of.urgent,
        holder: of.penholder.as_ref().map(|holder| holder.name.as_str()),
        own: of.penholder.as_ref().is_some_and(|holder| viewer.is_of(&holder.id)),
        proposed: of.proposed.is_some(),
        deadline: of.deadline,
        inputs: count(of.inputs.iter().filter(|one| one.answer.is_none()).count()),
        amendments: count(of.amendments.iter().filter(submitted).count()),
        to_be_taken: count(of.amendments.iter().filter(|one| one.to_be_taken).count()),
        brackets: count(of.brackets.iter().filter(stands).count()),
        ad_ref: count(of.brackets.iter().filter(ad_ref).count()),
    }
}

/// Those that the viewer may know of, the newest first. A fixed number of statements, however many there are.
pub(crate) fn list(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<RowView>> {
    let statements = known_to(conn, viewer, Asked::All)?;
    rows(conn, viewer, statements)
}

fn rows(conn: &mut Conn, viewer: &Viewer, statements: Vec<Statement>) -> Result<Vec<RowView>> {
    if statements.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<ContributionId> = statements.iter().map(|one| one.contribution_id.clone()).collect();
    let named: Vec<String> = ids.iter().map(|id| id.as_str().to_owned()).collect();
    let (unanswered, submitted) = (unanswered(conn, &named)?, submitted(conn, &named)?);
    let briefs = match contributions::by_ids::<Action>(conn, &ids) {
        Err(Error::Internal(fault)) => {
            tracing::error!(%fault, "the concepts of statements are read one by one");
            let mut alone = Vec::new();
            for id in &ids {
                alone.extend(
                    contributions::by_ids::<Action>(conn, std::slice::from_ref(id)).unwrap_or_default(),
                );
            }
            alone
        }
        read => read?,
    };
    let briefs: BTreeMap<_, _> = briefs.into_iter().map(|row| (row.id.clone(), row)).collect();
    let titles = titles(conn, viewer, (&statements, &briefs))?;
    let places = places(conn, viewer, &statements)?;
    let chairs = permits(viewer, Act::ChairStatement);
    let row = |one: Statement| {
        let (id, brief) = (one.contribution_id.as_str(), briefs.get(&one.contribution_id)?);
        let (title, language) = titles.get(&one.contribution_id)?.clone();
        let days = one.days(!unanswered.contains(id));
        let place = places.get(&one.contribution_id);
        let state = place.map_or_else(|| days.stage_at(viewer.at()), |place| place.stage);
        let runs = if state == one.stage { days.deadline() } else { None };
        let asked = place.is_some_and(|place| place.waits);
        let holds = one.penholder_id.as_ref().is_some_and(|holder| viewer.is_of(holder));
        let said = (!days.answered, submitted.contains(id));
        Some(RowView {
            reference: one.reference.clone(),
            action: brief.reference.clone(),
            state,
            mode: one.mode,
            title,
            language,
            deadline: place.map_or(runs, |place| place.deadline),
            waits: asked || offered::waits((state, one.urgent), said, (holds, chairs)),
            at: one.moved_at,
        })
    };
    Ok(statements.into_iter().filter_map(row).collect())
}

/// How many statements wait for the viewer's organisation: for whoever holds the pen or is asked in a round, or for the chair.
pub fn waiting(conn: &mut Conn, viewer: &Viewer) -> Result<u64> {
    let mut found = Vec::new();
    if let Some(home) = viewer.organisation().filter(|_| permits(viewer, Act::JoinAction)) {
        found.extend(known_to(conn, viewer, Asked::Silent)?);
        let held = known_to(conn, viewer, Asked::Held(home))?;
        found.extend(held.into_iter().filter(|one| one.stage != Stage::Silence));
    }
    if permits(viewer, Act::ChairStatement) {
        found.extend(known_to(conn, viewer, Asked::Chaired)?);
    }
    Ok(rows(conn, viewer, found)?.into_iter().filter(|row| row.waits).count() as u64)
}

/// The statement that an action is, as a list shows it.
pub(super) fn row_of(conn: &mut Conn, viewer: &Viewer, action: &ContributionId) -> Result<Option<RowView>> {
    let found = known_to(conn, viewer, Asked::Of(action))?;
    Ok(rows(conn, viewer, found)?.pop())
}
