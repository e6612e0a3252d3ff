//! A member's first page: what needs them now.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::access::{Act, Capability, Token, Viewer, permits};
use crate::accounts::Visit;
use crate::db::{Conn, OrganisationId, Tx};
use crate::delegation::pages::form::Line;
use crate::error::{Error, Result};
use crate::incidents::pages::Row;
use crate::incidents::search::Search;
use crate::index::{Index, Want};
use crate::inquiries::{self, entries};
use crate::people::{self, OrganisationStatus};
use crate::reports::REPORTS;
use crate::vault::Vault;
use crate::web::{AppState, Form, Offset, Page, Pagination, html};
use crate::workspace::pages::rows::{self, Own, Waiting};
use crate::{
    access_requests, alerts, board, chamber, delegation, directory, flow, incidents, notifications,
    retention, tickets, workspace,
};

/// How many of the newest incidents are named.
const NEWEST: usize = 6;
/// How many reviews are shown here; all of them stand on their own page.
const REVIEWS: usize = 10;
/// How much of what needs somebody, and of what is news to them, stands here; all of it stands on its own page.
const TOLD: usize = 5;
/// How many alerts that wait are named.
const ALERTS: i64 = 5;
/// How many joint actions that wait are named.
const ACTIONS: usize = 5;
/// How many questions that were asked stand on a page.
const ASKED: usize = 10;
/// How many requests to publish that one's organisation made.
const TO_PUBLISH: usize = 3;
/// How many drafts, and how many of the organisation's reports, stand on a page.
const OWN_REPORTS: i64 = 20;

#[derive(Template)]
#[template(path = "workspace/dashboard.html")]
struct DeskPage {
    page: Page,
    /// What the viewer may do, in words.
    may: Vec<String>,
    /// What they were told and have not settled.
    told: notifications::pages::Lines,
    /// Alerts that wait for the organisation's acknowledgement.
    alerts: Vec<alerts::pages::Row>,
    /// Joint actions in which something waits for the organisation.
    actions: Vec<board::Row>,
    /// How many requests to states wait for the organisation.
    tickets: u64,
    statements: u64,
    reviews: Vec<Waiting>,
    /// How many the viewer could decide now, on this page or not.
    open: u64,
    others: usize,
    returned: Vec<Waiting>,
    waiting: Vec<Waiting>,
    /// What ended because nobody confirmed it.
    lapsed: Vec<Waiting>,
    /// How many things wait for the viewer's word as a convenor.
    convening: u64,
    /// How many requests to publish wait for an answer.
    to_publish: u64,
    /// The newest requests that the organisation made of others.
    asked_to_publish: Vec<Line>,
    /// The organisation's reports that are erased soon, and on which day.
    soon_erased: Vec<(String, String)>,
    drafts: Part<Own>,
    own: Part<Own>,
    own_count: String,
    newest: Vec<Row>,
    asked: Inquiries,
    decides: bool,
    drafting: bool,
    proposes: bool,
    sees: bool,
    /// What keeps the organisation from acting: a heading and a text.
    standing: Option<(String, String)>,
}

/// A list that is shown in parts.
#[derive(Clone)]
struct Part<T> {
    rows: Vec<T>,
    turn: Pagination,
}

/// Which part of a list is asked for.
struct ListPart {
    /// What says so in an address, and where the list stands on the page.
    key: &'static str,
    from: Offset,
    /// The list and who reads it: a cursor is good there alone.
    bound: String,
}

impl ListPart {
    fn open(app: &AppState, asked: &Form, viewer: &Viewer, key: &'static str) -> Result<Self> {
        let bound = format!("desk {key} {}", viewer.reading_key());
        Ok(Self { key, from: Offset::open(app, asked.text(key), &bound)?, bound })
    }

    fn skipped(&self) -> Result<usize> {
        usize::try_from(self.from.rows()).map_err(Error::internal)
    }

    fn part<T>(&self, app: &AppState, page: &Page, rows: Vec<T>, total: i64) -> Result<Part<T>> {
        let next = self.from.next(app, rows.len(), total, &self.bound)?;
        let number = |number: i64| page.number(u64::try_from(number).unwrap_or_default());
        let (first, last) =
            (self.from.rows() + 1, self.from.rows() + i64::try_from(rows.len()).unwrap_or_default());
        let words = [("first", number(first)), ("last", number(last)), ("total", number(total))];
        let turn = Pagination {
            first: if self.from.rows() > 0 { "/desk".to_owned() } else { String::new() },
            next: next.map(|after| format!("/desk?{}={after}#{}", self.key, self.key)).unwrap_or_default(),
            shown: page.ta("part-shown", &words.each_ref().map(|(name, number)| (*name, number.as_str()))),
        };
        Ok(Part { rows, turn })
    }
}

/// What is asked of the viewer's organisation, and what it asks.
#[derive(Clone)]
struct Inquiries {
    of: Part<entries::Row>,
    by: Part<entries::Row>,
    /// Whether somebody asks for access to what fits reports of the organisation.
    received: bool,
    /// Whether the viewer may ask for access.
    requests: bool,
}

fn questions(app: &AppState, index: &Index, page: &Page, viewer: &Viewer, asked: &Form) -> Result<Inquiries> {
    let view = index.view(&REPORTS, app.database())?;
    let [of_us, by_us] = ["asked", "asking"].map(|key| ListPart::open(app, asked, viewer, key));
    let (of_us, by_us) = (of_us?, by_us?);
    let part = |place: &ListPart, part: &inquiries::Part, told: bool| {
        let rows = part.rows.iter().map(|one| entries::Row::of(page, one, told)).collect();
        place.part(app, page, rows, i64::try_from(part.total).map_err(Error::internal)?)
    };
    app.database().read(|conn| {
        let of = part(&of_us, &inquiries::asked_of(conn, viewer, (of_us.skipped()?, ASKED))?, false)?;
        let by = part(&by_us, &inquiries::asked_by(conn, viewer, (by_us.skipped()?, ASKED))?, true)?;
        let received = access_requests::any_received(conn, &view, viewer, app.ambient().now())?;
        Ok(Inquiries { of, by, received, requests: permits(viewer, Act::RequestAccess) })
    })
}

/// Why the people of an organisation that is no active member can do nothing, since when, and whom to ask.
fn standing(conn: &mut Conn, page: &Page, viewer: &Viewer) -> Result<Option<(String, String)>> {
    let Some(home) = viewer.organisation() else { return Ok(None) };
    let home = people::organisation(conn, home)?;
    let (heading, text) = match home.status {
        OrganisationStatus::Active => return Ok(None),
        OrganisationStatus::Suspended => ("desk-suspended", "desk-suspended-text"),
        OrganisationStatus::Applicant => ("desk-applicant", "desk-applicant-text"),
    };
    let periods = people::periods(conn, viewer, &home)?;
    let since = periods.iter().find(|period| period.until.is_none()).map_or(home.created_at, |now| now.from);
    let since = page.date(since.date());
    Ok(Some((page.t(heading), page.ta(text, &[("date", &since)]))))
}

/// What somebody may do here, in words: for those who may do little, and wonder why.
fn may(page: &Page, viewer: &Viewer) -> Vec<String> {
    let mut may = Vec::new();
    let keys = [
        (Capability::Draft, "desk-may-draft"),
        (Capability::Propose, "desk-may-propose"),
        (Capability::Approve, "desk-may-approve"),
        (Capability::Withdraw, "desk-may-withdraw"),
        (Capability::ManagePeople, "desk-may-people"),
        (Capability::Admit, "desk-may-admit"),
    ];
    if viewer.tokens().contains(&Token::Coalition) {
        may.push(page.t("desk-may-read"));
    } else if viewer.roles().is_empty() {
        may.push(page.t("desk-may-nothing"));
    } else {
        may.push(page.t("desk-may-own"));
    }
    may.extend(keys.iter().filter(|(capability, _)| viewer.can(*capability)).map(|(_, key)| page.t(key)));
    may
}

/// What is happening, as far as this viewer may read it.
fn newest(app: &AppState, index: &Index, page: &Page, viewer: &Viewer) -> Result<Vec<Row>> {
    let search = Search { limit: Some(NEWEST), ..Search::default() };
    let view = index.view(&REPORTS, app.database())?;
    let listing =
        app.database().read(|conn| incidents::list(conn, &view, viewer, &search, None, Want::Rows))?;
    Ok(listing.items.iter().map(|item| Row::of(page, item)).collect())
}

/// What the viewer's organisation asked others to publish, the newest first: what they answered is told here.
fn asked_to_publish(tx: &mut Tx<'_>, page: &Page, viewer: &Viewer) -> Result<Vec<Line>> {
    if viewer.organisation().is_none() {
        return Ok(Vec::new());
    }
    let mut asked = delegation::list(tx.conn, viewer)?;
    asked.retain(|one| viewer.is_of(&one.organisation_id));
    asked.truncate(TO_PUBLISH);
    Ok(delegation::rows_of(tx, viewer, asked)?.iter().map(|one| Line::of(page, one)).collect())
}

/// What will be erased within the time of warning.
fn soon_erased(tx: &mut Tx<'_>, page: &Page, viewer: &Viewer, sees: bool) -> Result<Vec<(String, String)>> {
    if !sees {
        return Ok(Vec::new());
    }
    let soon = retention::soon_erased(tx.conn, viewer, tx.now())?.into_iter();
    Ok(soon.filter_map(|one| Some((one.reference, page.date(one.keep_until?.date())))).collect())
}

/// How many things wait for the viewer's word as a convenor.
fn convening(tx: &mut Tx<'_>, page: &Page, viewer: &Viewer) -> Result<u64> {
    if permits(viewer, Act::Admit) { directory::waiting_for(tx.conn, viewer, page.now) } else { Ok(0) }
}

/// Everything on the desk.
fn fill(
    tx: &mut Tx<'_>,
    (app, vault): (&AppState, &Vault),
    page: Page,
    viewer: &Viewer,
    [drafts_at, own_at]: &[ListPart; 2],
    (newest, asked): (Vec<Row>, Inquiries),
) -> Result<DeskPage> {
    let owned = |act: fn(&OrganisationId) -> Act<'_>| {
        viewer.organisation().is_some_and(|home| permits(viewer, act(home)))
    };
    let sees = owned(|owner| Act::SeeDesk { owner });
    let queue = flow::queue(tx.conn, tx.now(), viewer)?;
    let (open, others): (Vec<_>, Vec<_>) = queue
        .into_iter()
        .partition(|one| one.claimed_by.is_none() || one.claimed_by.as_ref() == viewer.person());
    let first = open.iter().take(REVIEWS).cloned().collect();
    let [mut reviews, free, _] = rows::queue(tx, vault, &page, viewer, first)?;
    reviews.extend(free);
    let (mut returned, mut waiting, mut lapsed) = (Vec::new(), Vec::new(), Vec::new());
    let proposals = workspace::own_proposals(tx, vault, viewer)?;
    for row in rows::waiting(tx, &page, viewer, &proposals)? {
        match (row.returned, row.lapsed) {
            (true, _) => returned.push(row),
            (false, true) => lapsed.push(row),
            (false, false) => waiting.push(row),
        }
    }
    let ((all_drafts, drafts), (total, own)) = if sees {
        (
            workspace::own_drafts(tx, vault, viewer, OWN_REPORTS, drafts_at.from.rows())?,
            workspace::own_reports(tx, vault, viewer, OWN_REPORTS, own_at.from.rows())?,
        )
    } else {
        ((0, Vec::new()), (0, Vec::new()))
    };
    let rows = |own: Vec<workspace::OwnReport>| own.iter().map(|one| Own::of(&page, one)).collect();
    Ok(DeskPage {
        told: notifications::pages::lines(tx.conn, &page, viewer, TOLD)?,
        alerts: alerts::pages::rows_waiting(tx.conn, &page, viewer, ALERTS)?,
        actions: board::rows_waiting(tx.conn, &page, viewer, ACTIONS)?,
        tickets: tickets::waiting(tx.conn, viewer)?,
        statements: chamber::waiting(tx.conn, viewer)?,
        convening: convening(tx, &page, viewer)?,
        standing: standing(tx.conn, &page, viewer)?,
        open: open.len() as u64,
        to_publish: delegation::waiting(tx.conn, viewer)?.unsigned_abs(),
        asked_to_publish: asked_to_publish(tx, &page, viewer)?,
        soon_erased: soon_erased(tx, &page, viewer, sees)?,
        may: may(&page, viewer),
        others: others.len(),
        decides: flow::decides(viewer),
        drafting: permits(viewer, Act::DraftReport),
        proposes: owned(|owner| Act::ProposeRelease { owner }),
        drafts: drafts_at.part(app, &page, rows(drafts), all_drafts)?,
        own: own_at.part(app, &page, rows(own), total)?,
        own_count: page.tn("own-count", u64::try_from(total).unwrap_or_default()),
        reviews,
        returned,
        waiting,
        lapsed,
        newest,
        asked,
        sees,
        page,
    })
}

/// `GET /desk?own=&drafts=&asked=&asking=`.
pub async fn desk(visit: Visit, vault: web::Data<Vault>, index: web::Data<Index>) -> Result<HttpResponse> {
    let asked = visit.asked();
    let (app, visitor, page) = visit.open();
    visitor.person()?;
    let [drafts, own] = ["drafts", "own"].map(|key| ListPart::open(&app, &asked, visitor.viewer(), key));
    let places = [drafts?, own?];
    let (page, visitor, beside) = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let questions = questions(app, &index, &page, viewer, &asked)?;
            let beside = (newest(app, &index, &page, viewer)?, questions);
            Ok((page, visitor, beside))
        })
        .await?;
    let answer = app
        .look_with(move |app, tx| {
            fill(tx, (app, &vault), page.clone(), visitor.viewer(), &places, beside.clone())
        })
        .await?;
    html(&app, &answer.page, &answer)
}
