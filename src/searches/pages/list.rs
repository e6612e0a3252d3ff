//! The saved searches that somebody may open, each with how much is new in it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::access::Viewer;
use crate::accounts::Visit;
use crate::db::{Conn, GroupId, PersonId};
use crate::error::Result;
use crate::incidents::pages::question_in_words;
use crate::index::Index;
use crate::people::{self, Person};
use crate::reports::REPORTS;
use crate::searches::store;
use crate::searches::{SavedSearch, Sharing, count_new, own_or_shared};
use crate::web::{Page, Pagination, Paging, html};

/// How many stand on a page.
const ROWS: usize = 20;

/// A saved search as lists show it.
struct Row {
    reference: String,
    name: String,
    /// What it asks, in words.
    asks: String,
    /// Who it is shared with, and whose it is where it is not the reader's.
    shared: String,
    /// What is new in it; or that it cannot be asked.
    news: String,
    is_new: bool,
}

#[derive(Template)]
#[template(path = "searches/searches.html")]
struct ListPage {
    page: Page,
    rows: Vec<Row>,
    turn: Pagination,
}

/// What is said of who a search is shared with.
pub(super) struct SharingNames {
    groups: BTreeMap<GroupId, String>,
    owners: BTreeMap<PersonId, Person>,
    organisations: BTreeMap<PersonId, String>,
}

impl SharingNames {
    /// Of these searches, which the viewer may open.
    pub(super) fn load(conn: &mut Conn, viewer: &Viewer, searches: &[SavedSearch]) -> Result<Self> {
        let groups = people::seen_groups(conn, viewer)?;
        let owners =
            people::people_by_ids(conn, searches.iter().map(|search| search.person_id.clone()).collect())?;
        let homes = owners.values().map(|owner| owner.organisation_id.clone()).collect();
        let homes = people::organisations_by_ids(conn, homes)?;
        let home = |owner: &Person| {
            let name = homes.get(&owner.organisation_id).map(|home| home.name.clone()).unwrap_or_default();
            (owner.id.clone(), name)
        };
        Ok(Self {
            groups: groups.into_iter().map(|group| (group.id, group.name)).collect(),
            organisations: owners.values().map(home).collect(),
            owners,
        })
    }

    /// In words. People of other organisations are called by their organisation alone.
    pub(super) fn words(&self, page: &Page, viewer: &Viewer, search: &SavedSearch) -> String {
        let shared = match search.sharing() {
            Sharing::Own => page.t("search-shared-nobody"),
            Sharing::Organisation(_) => page.t("search-shared-organisation"),
            Sharing::Group(id) => {
                let name = self.groups.get(&id).map(String::as_str).unwrap_or_default();
                page.ta("search-shared-group", &[("group", name)])
            }
        };
        if viewer.person() == Some(&search.person_id) {
            return shared;
        }
        let owner = self.owners.get(&search.person_id);
        let colleague = owner.filter(|owner| viewer.is_of(&owner.organisation_id));
        let by = match colleague {
            Some(owner) => owner.name.clone(),
            None => self.organisations.get(&search.person_id).cloned().unwrap_or_default(),
        };
        format!("{shared} · {}", page.ta("search-by", &[("name", &by)]))
    }
}

/// What a search asks, in words.
pub(super) fn asks(page: &Page, search: &SavedSearch) -> Result<String> {
    let (question, _) = search.question()?;
    let words: Vec<String> = question_in_words(page, &question).into_iter().map(|link| link.label).collect();
    Ok(if words.is_empty() { page.t("search-asks-all") } else { words.join(" · ") })
}

/// `GET /searches`.
pub async fn searches(visit: Visit, index: web::Data<Index>) -> Result<HttpResponse> {
    let person = visit.visitor.person()?.clone();
    let after = visit.asked().text("after").to_owned();
    let (app, visitor, page) = visit.open();
    let answer = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let view = index.view(&REPORTS, app.database())?;
            app.database().read(|conn| {
                let all = own_or_shared(conn, viewer)?;
                let paging = Paging::of(&after, ROWS, format!("searches page|{}", viewer.reading_key()));
                let place = |one: &SavedSearch| Reverse((one.created_at.unix_micros(), one.id.clone()));
                let (part, next) = paging.page_by(app, &all, place)?;
                let turn = Pagination::of(&page, "/searches", &after, next, (part.len(), all.len()));
                let names = SharingNames::load(conn, viewer, part)?;
                let looks = store::looks(conn, &person, part.iter().map(|one| one.id.clone()).collect())?;
                let row = |search: &SavedSearch| {
                    let seen = looks.get(&search.id).map_or(search.created_at, |look| look.seen_until);
                    let new = count_new(&view, viewer, search, seen)?;
                    Ok(Row {
                        reference: search.reference.clone(),
                        name: search.name.clone(),
                        asks: asks(&page, search)?,
                        shared: names.words(&page, viewer, search),
                        news: new
                            .map_or_else(|| page.t("search-not-askable"), |new| page.tn("search-new", new)),
                        is_new: new.is_some_and(|new| new > 0),
                    })
                };
                let rows = part.iter().map(row).collect::<Result<_>>()?;
                Ok(ListPage { page, rows, turn })
            })
        })
        .await?;
    html(&app, &answer.page, &answer)
}
