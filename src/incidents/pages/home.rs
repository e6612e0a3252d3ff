//! The first page: what is happening, as far as the viewer may read it.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::access::{Act, permits};
use crate::accounts::Visit;
use crate::alerts;
use crate::error::Result;
use crate::incidents::listing;
use crate::incidents::pages::list::Row;
use crate::incidents::pages::picture::{self, Histogram, Map};
use crate::incidents::search::Search;
use crate::index::{Index, Want};
use crate::reports::{Facet, REPORTS};
use crate::web::{Link, Page, html};

#[derive(Template)]
#[template(path = "incidents/home.html")]
struct HomePage {
    page: Page,
    lede: String,
    /// The positive developments that are counted beside the incidents.
    beside: Option<Link>,
    rows: Vec<Row>,
    map: Map,
    histogram: Option<Histogram>,
    /// Whether there is no incident yet that the viewer may read, and in which words that is said.
    empty: bool,
    nothing: String,
    /// Whether the viewer can write the first report.
    drafting: bool,
}

/// How many of the newest incidents the first page names.
const NEWEST: usize = 8;

/// `GET /`.
pub async fn home_page(visit: Visit, index: web::Data<Index>) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let answer = app
        .blocking(move |app| {
            let search = Search { limit: Some(NEWEST), ..Search::default() };
            let view = index.view(&REPORTS, app.database())?;
            let listing = app
                .database()
                .read(|conn| listing::list(conn, &view, visitor.viewer(), &search, None, Want::Overview))?;
            let current = alerts::marks(&index, app.database(), visitor.viewer())?;
            let all = Search::default();
            let overview = listing.overview.as_deref().cloned().unwrap_or_default();
            let countries = overview.facets.iter().find(|(facet, _)| *facet == Facet::Country.as_str());
            let countries = countries.map_or(0, |(_, values)| values.len() as u64);
            Ok(HomePage {
                lede: page.strings().tn(
                    "home-lede",
                    &[
                        ("reports", listing.reports),
                        ("incidents", listing.incidents),
                        ("countries", countries),
                    ],
                ),
                beside: (listing.developments > 0).then(|| Link {
                    href: all.of_developments().href("/incidents"),
                    label: page.tn("home-beside", listing.developments),
                }),
                rows: listing.items.iter().map(|item| Row::of(&page, item)).collect(),
                map: picture::map(&page, &all, &overview, &current),
                histogram: picture::histogram(&page, &all, &overview),
                empty: listing.incidents == 0,
                nothing: page.t(if listing.developments == 0 { "home-empty" } else { "home-no-incident" }),
                drafting: permits(visitor.viewer(), Act::DraftReport),
                page,
            })
        })
        .await?;
    html(&app, &answer.page, &answer)
}
