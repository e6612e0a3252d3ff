//! What is new in saved searches: counted when it is shown, and told once a day at most to those who asked for it.

use chrono::TimeDelta;

use super::{Look, SavedSearch, store};
use crate::access::{Act, Viewer, permits};
use crate::db::{Conn, Moment, Tx};
use crate::error::Result;
use crate::index::{Index, View, Want};
use crate::outbox::{self, EventKind, To};
use crate::redaction::{self, Rendition};
use crate::reports::REPORTS;
use crate::web::AppState;
use crate::{incidents, people};

/// Nobody is told more often than this of one search.
const PAUSE: TimeDelta = TimeDelta::days(1);
/// So many are looked at in one statement.
const BATCH: i64 = 500;

/// How many incidents of a search are new to a viewer: a text of theirs was released since, their first or another. Nothing
/// where the search cannot be asked any more.
pub fn count_new(view: &View, viewer: &Viewer, search: &SavedSearch, since: Moment) -> Result<Option<u64>> {
    let Some(question) = search.askable() else { return Ok(None) };
    let found = view.search(&question.newest(viewer, Some(since)), None, 1, Want::Rows)?;
    Ok(Some(found.page.total))
}

/// A search in which something is new to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// Its internal id.
    pub id: String,
    /// What the outside calls it.
    pub reference: String,
    /// What its owner calls it.
    pub name: String,
}

/// Those of these searches, by their internal ids, of whose news a viewer was told and still may be: they may open the
/// search, asked to be told, may read the text that was new, and have not seen it.
pub fn news_of(conn: &mut Conn, viewer: &Viewer, ids: &[String]) -> Result<Vec<News>> {
    let Some(person) = viewer.person().filter(|_| !ids.is_empty()) else { return Ok(Vec::new()) };
    if !permits(viewer, Act::SaveSearches) {
        return Ok(Vec::new());
    }
    let searches = store::readable_by_ids(conn, viewer, ids)?;
    let looks = store::looks(conn, person, searches.iter().map(|search| search.id.clone()).collect())?;
    let texts: Vec<String> = looks.values().filter_map(|look| look.news_id.clone()).collect();
    let texts = redaction::readable_by_ids(conn, viewer, &texts)?;
    let is_new = |look: &Look| {
        let mut of_it = texts.iter().filter(|text| Some(text.id.as_str()) == look.news_id.as_deref());
        look.tells && of_it.any(|text| text.released_at > look.seen_until)
    };
    let new = searches.into_iter().filter(|search| looks.get(&search.id).is_some_and(is_new));
    let news = |search: SavedSearch| News {
        id: search.id.as_str().to_owned(),
        reference: search.reference,
        name: search.name,
    };
    Ok(new.map(news).collect())
}

/// Tells those who asked for it what is new since they looked and since they were told. What fails for one of them is logged
/// and keeps nobody else waiting.
pub fn tell_news(app: &AppState, index: &Index) -> Result<()> {
    let now = app.ambient().now();
    let mut last: Option<Look> = None;
    loop {
        let looks =
            app.database().read(|conn| store::to_be_told(conn, now.plus(-PAUSE), last.as_ref(), BATCH))?;
        let Some(end) = looks.last().cloned() else { return Ok(()) };
        let view = index.view(&REPORTS, app.database())?;
        for look in &looks {
            let told = app
                .database()
                .read(|conn| newest(conn, &view, look, now))
                .and_then(|news| news.map_or(Ok(()), |text| app.write_now(|tx| tell(tx, look, &text))));
            if let Err(error) = told {
                tracing::error!(%error, "what is new in a saved search could not be told");
            }
        }
        last = Some(end);
    }
}

/// The newest text of a search that somebody may read, has not seen and was not told of.
fn newest(conn: &mut Conn, view: &View, look: &Look, now: Moment) -> Result<Option<Rendition>> {
    let viewer = people::viewer_for(conn, &look.person_id, now)?;
    if !permits(&viewer, Act::SaveSearches) {
        return Ok(None);
    }
    let id = look.search_id.as_str().to_owned();
    let search = store::readable_by_ids(conn, &viewer, &[id])?.pop();
    let Some(question) = search.and_then(|search| search.askable()) else { return Ok(None) };
    let since = look.told_until.map_or(look.seen_until, |told| told.max(look.seen_until));
    let found = incidents::newest(conn, view, &viewer, &question, (Some(since), 1))?;
    let texts = found.items.into_iter().flat_map(|item| item.renditions);
    Ok(texts.max_by_key(|text| text.released_at))
}

fn tell(tx: &mut Tx<'_>, of: &Look, text: &Rendition) -> Result<()> {
    let known = store::looks(tx.conn, &of.person_id, vec![of.search_id.clone()])?.remove(&of.search_id);
    // Not where they have looked or been told meanwhile, or want to be told no more.
    let Some(look) =
        known.filter(|look| look.tells && look.told_at == of.told_at && look.seen_until < text.released_at)
    else {
        return Ok(());
    };
    let search = look.search_id.as_str().to_owned();
    let person = To::Person(look.person_id.clone());
    let told = Look {
        told_at: Some(tx.now()),
        told_until: Some(text.released_at),
        news_id: Some(text.id.as_str().to_owned()),
        ..look
    };
    store::set_look(tx, &told)?;
    outbox::tell(tx, EventKind::SearchNews, (&search, &search), &person, None)
}
