//! The page of a version of a text, for those who decide on it.

use askama::Template;

use crate::access::{Audience, Tlp, Viewer};
use crate::contributions::{self, Contribution, Kind};
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::language::direction;
use crate::reports::contribution_page::{ContributionPage, Review};
use crate::reports::one_page::OfOne;
use crate::reports::readers::marking;
use crate::statements::{Body, ParagraphView, Wording};
use crate::versions::WordsView;
use crate::web::{Form, Page};

/// A paragraph of it, against the version that is read now.
pub struct RowLine {
    number: String,
    words: Vec<WordsView>,
}

/// The page of a version of a text.
#[derive(Template)]
#[template(path = "statements/text.html")]
pub struct TextPage {
    page: Page,
    tlp: Tlp,
    reference: String,
    /// The statement.
    statement: String,
    organisation: String,
    readers: String,
    title: String,
    language: String,
    dir: &'static str,
    /// Until when others are asked with it.
    until: String,
    /// Why it is urgent.
    urgent: String,
    /// Whether the viewer may not open it.
    sealed: bool,
    /// Whether what is different from the version that is read now is marked in it.
    changed: bool,
    rows: Vec<RowLine>,
    review: Review,
}

impl OfOne for TextPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

/// The words of a version that waits against those that are read now: whoever decides sees what is new; of any other, its words.
fn rows(before: Option<&Body>, body: &Body) -> Vec<RowLine> {
    let now = ParagraphView::all(&body.text.paragraphs);
    let Some(before) = before else {
        let one = |one: ParagraphView| RowLine {
            number: one.number,
            words: vec![WordsView { change: "same", text: one.text }],
        };
        return now.into_iter().map(one).collect();
    };
    let was = ParagraphView::all(&before.text.paragraphs);
    let row = |row: wording::Row| {
        let (before, after) = (row.before.and_then(|at| was.get(at)), row.after.and_then(|at| now.get(at)));
        let one = after.or(before)?;
        let alone = |change| vec![WordsView { change, text: one.text.clone() }];
        let words = match row.change {
            wording::Change::Same => alone("same"),
            wording::Change::Changed(pieces) => WordsView::all(&pieces),
            wording::Change::Added => alone("added"),
            wording::Change::Removed => alone("removed"),
        };
        Some(RowLine { number: after.map(|one| one.number.clone()).unwrap_or_default(), words })
    };
    let rows = wording::difference(&before.text.paragraphs, &body.text.paragraphs);
    rows.into_iter().filter_map(row).collect()
}

/// The version that is read now, where another one waits.
fn read_now(conn: &mut Conn, row: &Contribution<Wording>) -> Result<Option<Body>> {
    if row.released_at.is_some() {
        return Ok(None);
    }
    let now = contributions::by_ids::<Wording>(conn, std::slice::from_ref(&row.id))?.pop();
    let now = now.filter(|now| now.released_at.is_some() && !now.body.is_empty());
    now.map(|now| Body::read(&now)).transpose()
}

impl ContributionPage for Wording {
    const AT: &'static str = "/statement-texts";
    type OnePage = TextPage;

    fn page(
        tx: &mut Tx<'_>,
        page: Page,
        viewer: &Viewer,
        (row, audience): (Contribution<Self>, Audience),
        mut review: Review,
        _: &Form,
    ) -> Result<TextPage> {
        // What is released is its sponsors' to give up.
        review.withdraws = false;
        let readers = marking(tx.conn, &page, viewer, (&audience, &row.organisation_id))?;
        let body = if row.body.is_empty() { None } else { Some(Body::read(&row)?) };
        let before = if body.is_some() { read_now(tx.conn, &row)? } else { None };
        let rows = body.as_ref().map(|body| rows(before.as_ref(), body)).unwrap_or_default();
        let view = Self::view(tx.conn, viewer, row, &audience, "")?;
        Ok(TextPage {
            tlp: view.tlp,
            statement: view.statement,
            organisation: view.organisation.name,
            readers,
            dir: direction(&view.language),
            title: view.title,
            language: view.language,
            until: view.until.map(|until| page.moment(until)).unwrap_or_default(),
            urgent: view.urgent.unwrap_or_default(),
            sealed: body.is_none(),
            changed: before.is_some(),
            rows,
            reference: view.reference,
            review,
            page,
        })
    }

    fn words(_: &mut Conn, _: &Page, _: &Viewer, row: &Contribution<Self>) -> Result<String> {
        Ok(wording::numbered_text(&Body::read(row)?.text))
    }
}
