//! The list of actions.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::documents::ACTIONS;
use super::part;
use super::said::{self, Said};
use super::search::{ALL, DueWithin, FILTERS, LEAD, Listing, ORGANISATION, Search, list};
use crate::access::{Act, OrganisationKind, Tlp, Viewer, permits};
use crate::accounts::Visit;
use crate::actions::{self, Action, ActionKind, ActionView, Stage, TargetKind};
use crate::alerts::ActLine;
use crate::comments::COMMENTS;
use crate::contributions::{self, Contribution, LinkKind, Linking};
use crate::db::{Conn, ContributionId};
use crate::error::{Error, Fields, Result};
use crate::geography::{CountryCode, WorldRegion};
use crate::index::{Index, Key, Overview, Want};
use crate::language::{DueLine, direction};
use crate::mandates;
use crate::people::{self, Organisation};
use crate::web::{Choice, Page, encode, html, html_as, wants_page};

/// So many actions stand on the page of what they are about.
const ABOUT: usize = 50;

/// An action as lists show it.
#[derive(Clone)]
pub struct Row {
    /// `A-…`.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Of the title.
    pub language: String,
    /// How that is written.
    pub dir: &'static str,
    /// What is done, in words.
    pub kind: String,
    /// Where it is; empty where the viewer is not told.
    pub stage: String,
    /// The same as a word of the machine.
    pub stage_word: String,
    /// To whom it is addressed.
    pub target: String,
    /// Who leads it, or began it, in words.
    pub leads: String,
    /// Where.
    pub places: String,
    /// What is still needed, and from whom.
    pub needed: String,
    /// What came of it; empty where the viewer reads nothing of that.
    pub outcome: String,
    /// When it is due.
    pub due: Option<DueLine>,
    /// Its label.
    pub tlp: Tlp,
}

impl Row {
    /// Whether it should have been done.
    pub(super) fn is_late(&self) -> bool {
        self.due.as_ref().is_some_and(|due| due.over)
    }
}

/// Values to narrow the list by.
struct Filter {
    name: &'static str,
    label: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "board/list.html")]
struct ListPage {
    page: Page,
    q: String,
    filters: Vec<Filter>,
    /// The name of the target that was typed.
    target_name: String,
    due: Vec<Choice>,
    /// Whether only actions of the viewer's organisation are asked for, and those that wait for it; nothing for others.
    parts: Vec<Choice>,
    /// Whether the list is narrowed by more than what is open.
    narrowed: bool,
    total: u64,
    rows: Vec<Row>,
    /// What is said of actions in these words.
    said: Vec<Said>,
    next: String,
    /// Where incidents are found by the same words; empty without any.
    also: String,
    /// The same list as a table.
    table: String,
    begins: bool,
    errors: Fields,
}

type Names = BTreeMap<String, String>;

/// What those are called who began what is listed, or of whom the page is told that they lead it or take part in it.
fn organisation_names(conn: &mut Conn, overview: Option<&Overview>, views: &[ActionView]) -> Result<Names> {
    let facets = overview.into_iter().flat_map(|overview| &overview.facets);
    let values = facets.filter(|(facet, _)| *facet == ORGANISATION).flat_map(|(_, values)| values);
    let values: Vec<String> = values.map(|(slug, _)| slug.clone()).collect();
    let mut names = people::organisation_names(conn, &values)?;
    let leads = views.iter().filter_map(|view| view.lead.as_ref());
    let joined = views.iter().flat_map(|view| &view.joined).map(|one| &one.organisation);
    names.extend(leads.chain(joined).map(|one| (one.slug.clone(), one.name.clone())));
    Ok(names)
}

fn label(page: &Page, names: &Names, facet: &str, value: &str) -> String {
    let word = value.replace('_', "-");
    match facet {
        "country" => value
            .parse::<CountryCode>()
            .map_or_else(|_| value.to_owned(), |code| code.name(&page.lang).to_owned()),
        "region" => value
            .parse::<WorldRegion>()
            .map_or_else(|_| value.to_owned(), |region| region.name(&page.lang).to_owned()),
        "sector" => page.t(&format!("audience-sector-{word}")),
        ORGANISATION | LEAD => names.get(value).map_or(value, String::as_str).to_owned(),
        "stage" => page.t(&format!("state-action-{word}")),
        _ => page.t(&format!("action-{facet}-{word}")),
    }
}

fn filters(page: &Page, names: &Names, search: &Search, overview: Option<&Overview>) -> Vec<Filter> {
    let fixed = |facet: &str| -> Option<&'static [&'static str]> {
        match facet {
            "stage" => Some(Stage::WORDS),
            "kind" => Some(ActionKind::WORDS),
            "target" => Some(TargetKind::WORDS),
            "sector" => Some(OrganisationKind::WORDS),
            _ => None,
        }
    };
    let counted = |facet: &str| -> Vec<String> {
        let found = overview.and_then(|overview| overview.facets.iter().find(|(name, _)| *name == facet));
        found.map(|(_, values)| values.iter().map(|(value, _)| value.clone()).collect()).unwrap_or_default()
    };
    // Who is named on the page, and whoever is asked for: no count tells who leads or takes part.
    let named = |facet: &str| {
        let asked = search.filters.get(facet).into_iter().flatten().filter(|slug| *slug != ALL);
        names.keys().chain(asked).cloned().collect::<BTreeSet<String>>().into_iter().collect()
    };
    let one = |facet: &&'static str| {
        let values: Vec<String> = match fixed(facet) {
            Some(all) => all.iter().map(|one| (*one).to_owned()).collect(),
            None if [ORGANISATION, LEAD].contains(facet) => named(facet),
            None => counted(facet),
        };
        let choice = |value: String| {
            Choice::new(value.clone(), label(page, names, facet, &value), search.asks(facet, &value))
        };
        let mut choices: Vec<Choice> = values.into_iter().map(choice).collect();
        if ["country", "region", ORGANISATION, LEAD].contains(facet) {
            choices.sort_by(|a, b| a.label.cmp(&b.label));
        }
        if *facet == "stage" {
            choices.insert(0, Choice::new(ALL, page.t("actions-any"), search.asks(facet, ALL)));
            choices.insert(0, Choice::new("", page.t("actions-open"), !search.filters.contains_key("stage")));
        } else {
            choices.insert(0, Choice::new("", page.t("actions-any"), false));
        }
        Filter { name: facet, label: page.t(&format!("actions-filter-{facet}")), choices }
    };
    FILTERS.iter().map(one).filter(|filter| filter.choices.len() > 1).collect()
}

fn due(page: &Page, search: &Search) -> Vec<Choice> {
    let choice = |one: &DueWithin| {
        Choice::new(one.as_str(), page.t(&format!("actions-due-{one}")), search.due == Some(*one))
    };
    let any = Choice::new("", page.t("actions-any"), search.due.is_none());
    std::iter::once(any).chain(DueWithin::ALL.iter().map(choice)).collect()
}

/// What can be asked of the part that the viewer's organisation has.
fn parts(page: &Page, viewer: &Viewer, search: &Search) -> Vec<Choice> {
    if !permits(viewer, Act::SeeActionWork) {
        return Vec::new();
    }
    let choice = |name: &str, chosen| Choice::new(name, page.t(&format!("actions-only-{name}")), chosen);
    vec![choice("mine", search.mine), choice("waiting", search.waiting)]
}

fn row(page: &Page, view: ActionView) -> Row {
    let stage = view.stage.unwrap_or_default();
    let open = view.stage.map(|stage| stage.parse::<Stage>().is_ok_and(Stage::is_undone));
    let due = view.due_at.map(|at| DueLine::of(page.strings(), (at, &view.due_zone), page.now, open));
    let places: Vec<String> = view
        .countries
        .iter()
        .filter_map(|code| code.parse::<CountryCode>().ok())
        .map(|code| code.name(&page.lang).to_owned())
        .collect();
    Row {
        stage: if stage.is_empty() {
            String::new()
        } else {
            page.t(&format!("state-action-{}", stage.replace('_', "-")))
        },
        stage_word: stage.to_owned(),
        kind: view
            .kind
            .map(|kind| page.t(&format!("action-kind-{}", kind.as_str().replace('_', "-"))))
            .unwrap_or_default(),
        dir: direction(&view.language),
        language: view.language,
        title: view.title,
        target: view.target.map(|target| target.name).unwrap_or_default(),
        leads: match &view.lead {
            Some(lead) => page.ta("action-led-by", &[("organisation", &lead.name)]),
            None => page.ta("action-begun-by", &[("organisation", &view.organisation.name)]),
        },
        places: page.strings().list(&places),
        needed: view.needed,
        outcome: view.outcome.map(|outcome| outcome.result.label(page)).unwrap_or_default(),
        due,
        tlp: view.tlp,
        reference: view.reference,
    }
}

/// Where incidents are found by these words; nothing without any.
fn incidents_by(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("/incidents?q={}", encode(words)) }
}

/// Actions that the viewer reads, as rows.
pub(super) fn rows(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    actions: Vec<Contribution<Action>>,
) -> Result<Vec<Row>> {
    let views = actions::rows_of_list(conn, page.strings(), viewer, actions)?;
    Ok(views.into_iter().map(|view| row(page, view)).collect())
}

/// The actions about these things that the viewer reads, by internal ids, what is open before what has ended.
pub fn rows_about(conn: &mut Conn, page: &Page, viewer: &Viewer, linking: &Linking) -> Result<Vec<Row>> {
    let mut actions = actions::about(conn, viewer, linking)?;
    if actions.is_empty() {
        return Ok(Vec::new());
    }
    actions.truncate(ABOUT);
    let mut rows = rows(conn, page, viewer, actions)?;
    // By what the viewer is told of their stages, and by nothing else.
    rows.sort_by_key(|row| row.stage_word.parse::<Stage>().is_ok_and(|stage| !stage.is_open()));
    Ok(rows)
}

/// The actions about an alert or a joint statement that the viewer reads, for the page of that.
pub fn acts_about(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    (kind, id): (LinkKind, &ContributionId),
) -> Result<Vec<ActLine>> {
    let linking = contributions::linking_to(conn, viewer, &[(kind, id.as_str().to_owned())])?;
    let line = |row: Row| ActLine {
        href: format!("/actions/{}", row.reference),
        title: row.title,
        language: row.language,
        dir: row.dir,
        stage: row.stage,
        leads: row.leads,
        tlp: row.tlp,
    };
    Ok(rows_about(conn, page, viewer, &linking)?.into_iter().map(line).collect())
}

/// What waits for the viewer's organisation in an action, in the words of a page: its own task before what it has to do as the lead.
fn waits(page: &Page, viewer: &Viewer, view: &ActionView) -> String {
    let is_own = |of: &Option<Organisation>| of.as_ref().is_some_and(|one| viewer.is_of(&one.id));
    let own = view.tasks.iter().filter(|task| task.done_at.is_none() && is_own(&task.organisation));
    match own.min_by_key(|task| (task.due_at.is_none(), task.due_at)) {
        Some(task) => {
            let says = page.ta("waits-task", &[("task", &task.title)]);
            let when = task.due_at.map(|at| page.ta("needed-when", &[("when", &page.moment(at))]));
            when.map_or_else(|| says.clone(), |when| format!("{says} {when}"))
        }
        None if view.own_move => view.needed.clone(),
        None => page.t("waits-lead"),
    }
}

/// The actions in which something waits for the viewer's organisation, earliest due first: `most` at most, each with what waits.
pub fn rows_waiting(conn: &mut Conn, page: &Page, viewer: &Viewer, most: usize) -> Result<Vec<Row>> {
    let mut waiting = part::waiting(conn, viewer)?;
    waiting.truncate(most);
    let views = actions::rows_of_list(conn, page.strings(), viewer, waiting)?;
    let one = |view: ActionView| Row { needed: waits(page, viewer, &view), ..row(page, view) };
    Ok(views.into_iter().map(one).collect())
}

/// `GET /actions`.
pub async fn actions(index: web::Data<Index>, visit: Visit) -> Result<HttpResponse> {
    let (search, errors) = Search::read(visit.request.query_string())?;
    if !errors.0.is_empty() && !wants_page(&visit.request) {
        return Err(Error::Invalid(errors));
    }
    let wrong = !errors.0.is_empty();
    let (app, visitor, page) = visit.open();
    let answer = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let bound = search.bound(viewer);
            let after = match &search.after {
                Some(cursor) => Some(Key::from_bytes(&app.cursors().open::<[u8; 8]>(cursor, &bound)?)?),
                None => None,
            };
            let view = index.view(&ACTIONS, app.database())?;
            let talk = index.view(&COMMENTS, app.database())?;
            app.database().read(|conn| {
                let begins = mandates::may_begin(conn, viewer)?;
                let nothing = || Listing { total: 0, rows: Vec::new(), next: None, overview: None };
                let listing = if wrong {
                    nothing()
                } else {
                    list(conn, &view, viewer, &search, (after, Want::Overview))?
                };
                let next = listing.next.map(|key| app.cursors().seal(&key.to_bytes(), &bound)).transpose()?;
                let next = next.map(|after| {
                    let search = Search { after: Some(after), ..search.clone() };
                    format!("/actions?{}", search.to_query())
                });
                let first = !wrong && search.after.is_none();
                let said = if first { said::beside(conn, &talk, viewer, &search.q)? } else { Vec::new() };
                let views = actions::rows_of_list(conn, page.strings(), viewer, listing.rows)?;
                let names = organisation_names(conn, listing.overview.as_deref(), &views)?;
                Ok(ListPage {
                    table: format!("/actions.csv?{}", search.whole().to_query()),
                    filters: filters(&page, &names, &search, listing.overview.as_deref()),
                    due: due(&page, &search),
                    parts: parts(&page, viewer, &search),
                    narrowed: search.is_narrowed(),
                    said,
                    also: incidents_by(&search.q),
                    q: search.q,
                    target_name: search.target_name,
                    total: listing.total,
                    rows: views.into_iter().map(|view| row(&page, view)).collect(),
                    next: next.unwrap_or_default(),
                    begins,
                    errors,
                    page,
                })
            })
        })
        .await?;
    if wrong {
        return html_as(StatusCode::UNPROCESSABLE_ENTITY, &app, &answer.page, &answer);
    }
    html(&app, &answer.page, &answer)
}
