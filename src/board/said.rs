//! What is said of joint actions, found by its words.

use std::collections::BTreeMap;

use crate::access::{Act, Tlp, Viewer, allows, permits, terms};
use crate::comments::{self, Comment, CommentView};
use crate::contributions::{self, Contribution};
use crate::db::{Conn, Moment};
use crate::error::{Fields, Result, message};
use crate::index::{LONGEST_TEXT, Query, Sort, View, Want, is_too_much};
use crate::web::{Form, unhidden};

/// So many comments are told at most.
const MOST: usize = 50;
/// So many of one action, the newest: a long discussion hides no other.
const MOST_OF_ONE: usize = 10;
/// So many characters of each stand beside a list.
const EXCERPT: usize = 200;

/// The words that a query asks for; every other parameter is named.
pub(super) fn words(query: &str) -> Result<String> {
    let form = Form::parse(query.as_bytes())?;
    let mut faults = Fields::default();
    for name in form.fields().keys().filter(|name| *name != "q") {
        faults.add(name, message("fault-no-such-parameter"));
    }
    let words = form.text("q");
    if words.chars().count() > LONGEST_TEXT {
        faults.add("q", message("fault-too-long").number("most", LONGEST_TEXT as u64));
    } else if is_too_much(words) {
        faults.add("q", message("fault-too-many-words").number("most", crate::index::MOST_WORDS as u64));
    }
    faults.into_result(unhidden(words))
}

/// A comment that was found, as the list of actions shows it.
pub(super) struct Said {
    pub reference: String,
    pub action: String,
    pub organisation: String,
    /// How it begins.
    pub excerpt: String,
    pub tlp: Tlp,
    pub at: Moment,
}

/// What is found beside a list of actions: on its first page, for those who are shown what is said.
pub(super) fn beside(conn: &mut Conn, view: &View, viewer: &Viewer, words: &str) -> Result<Vec<Said>> {
    if words.is_empty() || !permits(viewer, Act::SeeActionWork) {
        return Ok(Vec::new());
    }
    let line = |view: CommentView| Said {
        excerpt: markdown::plain(&view.text).chars().take(EXCERPT).collect(),
        tlp: view.tlp,
        reference: view.reference,
        action: view.action,
        organisation: view.organisation.name,
        at: view.at,
    };
    Ok(said(conn, view, viewer, words)?.into_iter().map(line).collect())
}

/// The comments with these words of which the viewer may know, what fits best by its action first: at most ten of an action, the
/// newest, and at most fifty. They are among those in the index whose audience the viewer belongs to and that were written before
/// readers to whom they belong: what is hidden costs nothing. A fixed number of statements.
pub(super) fn said(conn: &mut Conn, view: &View, viewer: &Viewer, words: &str) -> Result<Vec<CommentView>> {
    allows(viewer, Act::SeeActionWork)?;
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let query = Query {
        text: Some(words.to_owned()),
        filters: vec![comments::before(viewer)],
        sort: Sort::Relevance,
        ..Query::everything(terms::of_viewer(viewer))
    };
    let page = view.search(&query, None, MOST, Want::Rows)?.page;
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (row, place) in page.rows.iter().zip(0..) {
        // The ids of versions tell which is newer.
        let mut newest: Vec<&String> = row.documents.iter().collect();
        newest.sort_unstable_by(|a, b| b.cmp(a));
        newest.dedup();
        places.extend(newest.into_iter().take(MOST_OF_ONE).map(|one| (one.clone(), place)));
    }
    let versions: Vec<String> = places.keys().cloned().collect();
    let mut rows = contributions::released_among::<Comment>(conn, viewer, &versions)?;
    let place = |row: &Contribution<Comment>| {
        let place = places.get(row.version.as_str()).copied();
        (place, std::cmp::Reverse(row.at()), row.reference.clone())
    };
    rows.sort_by_key(place);
    rows.truncate(MOST);
    let shown = rows.into_iter().filter_map(|row| match row.audience().cloned() {
        Ok(audience) => {
            let state = row.released_state(viewer.at());
            Some((row, audience, state))
        }
        Err(fault) => {
            // One that cannot be read keeps none of the others back.
            tracing::error!(%fault, comment = row.reference, "no search shows a comment");
            None
        }
    });
    comments::views(conn, viewer, shown.collect())
}
