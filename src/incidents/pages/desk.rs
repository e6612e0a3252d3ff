//! A member's first page: what needs them now.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::list::Row;
use super::rows::{self, Own, Waiting};
use crate::access::{Act, Capability, Token, Viewer, permits};
use crate::db::{OrganisationId, Tx};
use crate::error::Result;
use crate::incidents::search::Search;
use crate::incidents::{self, listing};
use crate::index::{Index, Want};
use crate::people::Visitor;
use crate::vault::Vault;
use crate::web::{Core, Form, Offset, Page, html};

/// How many of the newest incidents are named.
const NEWEST: usize = 6;
/// How many of the organisation's reports stand on a page.
const REPORTS: i64 = 20;

#[derive(Template)]
#[template(path = "reports/desk.html")]
struct DeskPage {
    page: Page,
    /// What the viewer may do, in words.
    may: Vec<String>,
    reviews: Vec<Waiting>,
    others: usize,
    returned: Vec<Waiting>,
    waiting: Vec<Waiting>,
    drafts: Vec<Own>,
    own: Vec<Own>,
    own_count: String,
    first: String,
    next: String,
    shown: String,
    newest: Vec<Row>,
    decides: bool,
    drafting: bool,
    proposes: bool,
    sees: bool,
}

/// What somebody may do here, in words: for who may do little, and wonders why.
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
fn newest(core: &Core, index: &Index, page: &Page, viewer: &Viewer) -> Result<Vec<Row>> {
    let search = Search { limit: Some(NEWEST), ..Search::default() };
    let view = index.view(core.database())?;
    let listing =
        core.database().read(|conn| listing::list(conn, &view, viewer, &search, None, Want::Rows))?;
    Ok(listing.items.iter().map(|item| Row::of(page, item)).collect())
}

/// Everything on the desk, and how many reports the organisation has.
fn fill(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    from: Offset,
    newest: Vec<Row>,
) -> Result<(DeskPage, i64)> {
    let owned = |act: fn(&OrganisationId) -> Act<'_>| {
        viewer.organisation().is_some_and(|home| permits(viewer, act(home)))
    };
    let sees = owned(|owner| Act::SeeDesk { owner });
    let [mut reviews, free, others] = rows::queue(tx, vault, &page, viewer)?;
    reviews.extend(free);
    let (mut returned, mut waiting) = (Vec::new(), Vec::new());
    for one in &incidents::own_proposals(tx, vault, viewer)? {
        let row = rows::waiting(tx, &page, viewer, one)?;
        if row.returned { returned.push(row) } else { waiting.push(row) }
    }
    let (drafts, (total, own)) = if sees {
        (
            incidents::own_drafts(tx, vault, viewer)?,
            incidents::own_reports(tx, vault, viewer, REPORTS, from.rows())?,
        )
    } else {
        (Vec::new(), (0, Vec::new()))
    };
    let count = u64::try_from(total).unwrap_or_default();
    let last = from.rows() + i64::try_from(own.len()).unwrap_or_default();
    let desk = DeskPage {
        may: may(&page, viewer),
        others: others.len(),
        decides: viewer.can(Capability::Approve),
        drafting: permits(viewer, Act::DraftReport),
        proposes: owned(|owner| Act::ProposeRelease { owner }),
        drafts: drafts.iter().map(|one| Own::of(&page, one)).collect(),
        own: own.iter().map(|one| Own::of(&page, one)).collect(),
        own_count: page.tn("own-count", count),
        first: if from.rows() > 0 { "/desk".into() } else { String::new() },
        next: String::new(),
        shown: page.ta(
            "own-shown",
            &[
                ("first", &page.number(u64::try_from(from.rows() + 1).unwrap_or(1))),
                ("last", &page.number(u64::try_from(last).unwrap_or_default())),
                ("total", &page.number(count)),
            ],
        ),
        reviews,
        returned,
        waiting,
        newest,
        sees,
        page,
    };
    Ok((desk, total))
}

/// `GET /desk?after=`.
pub async fn desk(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    index: web::Data<Index>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    let asked = Form::parse(request.query_string().as_bytes())?;
    let page = visitor.page(&core, &request);
    let answer = core
        .blocking(move |core| {
            let viewer = visitor.viewer();
            let newest = newest(core, &index, &page, viewer)?;
            let bound = format!("desk {}", viewer.reading_key());
            let from = Offset::open(core, asked.text("after"), &bound)?;
            let (mut desk, total) = core.write_now(|tx| fill(tx, &vault, page, viewer, from, newest))?;
            let next = from.next(core, desk.own.len(), total, &bound)?;
            desk.next = next.map(|after| format!("/desk?after={after}")).unwrap_or_default();
            Ok(desk)
        })
        .await?;
    html(&core, &answer.page, &answer)
}
