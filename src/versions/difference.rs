//! The versions of a text, and what became of each paragraph between two of them.

use serde::Serialize;
use utoipa::ToSchema;
use wording::{Change, Piece, StatementText};

use crate::access::Viewer;
use crate::contributions::{self, Contribution};
use crate::db::{Conn, Moment};
use crate::error::{Error, Result};
use crate::statements::{Body, ParagraphView, Wording, find};

/// One of the versions of a text.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementVersion)]
pub struct VersionView {
    /// Its number among those that one could read.
    pub version: usize,
    /// The hash of its words; empty where they are taken back.
    pub hash: String,
    /// When it was released.
    pub at: Moment,
    /// Whether it is the one that is read now.
    pub current: bool,
    /// What it says, in reading order; not in lists.
    pub paragraphs: Vec<ParagraphView>,
    /// What it is called; empty where its words are taken back.
    pub title: String,
    /// BCP 47.
    pub language: String,
}

/// Words that stayed, went or came.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementPiece)]
pub struct WordsView {
    /// What became of them.
    #[schema(pattern = "^(same|removed|added)$")]
    pub change: &'static str,
    /// The words.
    pub text: String,
}

impl WordsView {
    /// Of these pieces.
    pub fn all(pieces: &[Piece]) -> Vec<Self> {
        let one = |piece: &Piece| {
            let (change, text) = match piece {
                Piece::Same(text) => ("same", text),
                Piece::Removed(text) => ("removed", text),
                Piece::Added(text) => ("added", text),
            };
            Self { change, text: text.clone() }
        };
        pieces.iter().map(one).collect()
    }
}

/// What became of a paragraph.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementChange)]
pub struct RowDifference {
    /// Which.
    pub paragraph: String,
    /// What became of it.
    #[schema(pattern = "^(same|changed|added|removed)$")]
    pub change: &'static str,
    /// Whether it stands elsewhere among the others.
    pub moved: bool,
    /// As it was.
    #[schema(required)]
    pub before: Option<ParagraphView>,
    /// As it is.
    #[schema(required)]
    pub after: Option<ParagraphView>,
    /// Its words, told apart; of one that came or went all of them.
    pub words: Vec<WordsView>,
}

/// What is different between two versions.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementDifference)]
pub struct DifferenceView {
    /// The one version.
    pub from: VersionView,
    /// The other.
    pub to: VersionView,
    /// The words of the titles, told apart.
    pub title: Vec<WordsView>,
    /// Every paragraph of either, in reading order.
    pub rows: Vec<RowDifference>,
}

/// The versions of a text that the viewer could read, the oldest first; an older one of which the words are taken back has none.
struct Versions {
    reference: String,
    language: String,
    title: String,
    all: Vec<Contribution<Wording>>,
}

fn versions(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Versions> {
    let of = find(conn, viewer, reference)?;
    let text = of.current()?;
    let all = contributions::versions(conn, viewer, &text.row)?;
    Ok(Versions {
        reference: of.statement.reference.clone(),
        language: text.text.language.clone(),
        title: text.text.title.clone(),
        all,
    })
}

impl Versions {
    fn view(&self, place: usize, whole: bool) -> Result<VersionView> {
        let row = self.all.get(place).ok_or(Error::NotFound)?;
        let said = if row.body.is_empty() { None } else { Some(Body::read(row)?.text) };
        let paragraphs = said.as_ref().filter(|_| whole).map(|text| ParagraphView::all(&text.paragraphs));
        Ok(VersionView {
            version: place + 1,
            hash: said.as_ref().map(StatementText::hash).unwrap_or_default(),
            at: row.at(),
            current: place + 1 == self.all.len(),
            paragraphs: paragraphs.unwrap_or_default(),
            title: said.as_ref().map(|text| text.title.clone()).unwrap_or_default(),
            language: said.map(|text| text.language).unwrap_or_default(),
        })
    }

    /// The words of the one with this number; where none is named, of the one that stands so far before the newest.
    /// [`Error::NotFound`] where they are taken back.
    fn text(&self, number: &str, before: usize) -> Result<(usize, StatementText)> {
        let place = if number.is_empty() {
            self.all.len().checked_sub(1).map(|newest| newest.saturating_sub(before))
        } else {
            number.parse::<usize>().ok().and_then(|number| number.checked_sub(1))
        };
        let place = place.ok_or(Error::NotFound)?;
        let row = self.all.get(place).filter(|row| !row.body.is_empty()).ok_or(Error::NotFound)?;
        Ok((place, Body::read(row)?.text))
    }
}

/// A text with its versions, for lists.
pub struct ListOfVersions {
    /// The statement.
    pub reference: String,
    /// What it is called now.
    pub title: String,
    /// BCP 47.
    pub language: String,
    /// The oldest first.
    pub versions: Vec<VersionView>,
}

/// The versions of the text of a statement that the viewer could read.
pub fn list(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<ListOfVersions> {
    let found = versions(conn, viewer, reference)?;
    let listed = (0..found.all.len()).map(|place| found.view(place, false)).collect::<Result<_>>()?;
    Ok(ListOfVersions {
        reference: found.reference,
        title: found.title,
        language: found.language,
        versions: listed,
    })
}

/// One of them, with its words.
pub fn version(
    conn: &mut Conn,
    viewer: &Viewer,
    (reference, number): (&str, &str),
) -> Result<(String, VersionView)> {
    let found = versions(conn, viewer, reference)?;
    let (place, _) = found.text(number, 0)?;
    Ok((found.reference.clone(), found.view(place, true)?))
}

/// What is different between two of them.
pub fn difference(
    conn: &mut Conn,
    viewer: &Viewer,
    (reference, from, to): (&str, &str, &str),
) -> Result<(String, DifferenceView)> {
    let found = versions(conn, viewer, reference)?;
    let ((one, before), (other, after)) = (found.text(from, 1)?, found.text(to, 0)?);
    let (was, is) = (ParagraphView::all(&before.paragraphs), ParagraphView::all(&after.paragraphs));
    let row = |row: wording::Row| {
        let (before, after) = (row.before.and_then(|at| was.get(at)), row.after.and_then(|at| is.get(at)));
        let one = after.or(before)?;
        let alone = |change| vec![WordsView { change, text: one.text.clone() }];
        let (change, words) = match row.change {
            Change::Same => ("same", alone("same")),
            Change::Changed(pieces) => ("changed", WordsView::all(&pieces)),
            Change::Added => ("added", alone("added")),
            Change::Removed => ("removed", alone("removed")),
        };
        Some(RowDifference {
            paragraph: one.id.clone(),
            change,
            moved: row.moved,
            before: before.cloned(),
            after: after.cloned(),
            words,
        })
    };
    let rows =
        wording::difference(&before.paragraphs, &after.paragraphs).into_iter().filter_map(row).collect();
    let title = WordsView::all(&wording::words(&before.title, &after.title));
    let (from, to) = (found.view(one, false)?, found.view(other, false)?);
    Ok((found.reference.clone(), DifferenceView { from, to, title, rows }))
}
