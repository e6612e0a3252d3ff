//! Paragraphs and what was said of them, as pages show it.

use std::collections::BTreeMap;

use crate::access::Viewer;
use crate::chamber::place::{Piece, bracketed};
use crate::chamber::{AmendmentView, BracketView, InputView, StatementView, StepView};
use crate::db::Moment;
use crate::mandates::ActedBy;
use crate::statements::{AmendmentKind, AmendmentState, BracketStatus, ParagraphView, Stage, StepKind};
use crate::versions::WordsView;
use crate::web::Page;

/// A key of a word that is written with underscores.
pub(crate) fn word(page: &Page, of: &str, value: &str) -> String {
    page.t(&format!("{of}-{value}").replace('_', "-"))
}

fn acted(page: &Page, by: Option<&ActedBy>) -> String {
    by.map(|by| by.words(page)).unwrap_or_default()
}

/// A piece of a paragraph: letters, or the sign at which a bracket begins or ends.
pub struct PieceLine {
    pub text: String,
    /// The number of the bracket that begins here; empty where none does.
    pub opens: String,
    /// The number of the one that ends here.
    pub closes: String,
}

/// A bracket.
pub struct BracketLine {
    pub reference: String,
    /// Its number within its paragraph; empty of one that is lifted, or whose words stand there no more.
    pub number: String,
    /// Who put which words in it.
    pub says: String,
    pub kind: String,
    pub status: String,
    /// Whether it keeps the text from a round of silence.
    pub stands: bool,
    pub quoted: String,
    pub text: String,
    pub at: Moment,
    pub by: String,
    /// Whether the viewer's organisation put it.
    pub own: bool,
    /// Whether it waits for a capital.
    pub ad_ref: bool,
}

/// An amendment.
pub struct AmendmentLine {
    pub reference: String,
    /// Who proposes what.
    pub says: String,
    pub state: String,
    /// Whether it waits for the penholder.
    pub waits: bool,
    /// Whether it can still be answered, or answered otherwise.
    pub open: bool,
    /// Whether it is accepted and stands in no version yet.
    pub to_be_taken: bool,
    /// Whether it takes the paragraph out.
    pub deletes: bool,
    pub text: String,
    /// Its words against those of the paragraph as it reads now, where it would put them in their place and waits.
    pub words: Vec<WordsView>,
    pub settled: String,
    pub reason: String,
    pub at: Moment,
    pub by: String,
    pub own: bool,
}

/// An input, or a comment on a paragraph.
pub struct InputLine {
    pub reference: String,
    pub says: String,
    pub text: String,
    /// What the penholder answered; empty where nothing.
    pub answer: String,
    pub reason: String,
    pub at: Moment,
    pub by: String,
}

/// A paragraph with all that was said of it.
pub struct ParagraphLine {
    pub id: String,
    pub number: String,
    /// What it is, in words.
    pub part: String,
    pub is_heading: bool,
    pub pieces: Vec<PieceLine>,
    pub text: String,
    pub brackets: Vec<BracketLine>,
    pub amendments: Vec<AmendmentLine>,
    pub inputs: Vec<InputLine>,
    /// What there is, counted in words; empty where there is nothing.
    pub counted: String,
    /// Whether something of it is open.
    pub open: bool,
}

/// Something that was done with a statement as a whole.
pub struct StepLine {
    pub says: String,
    pub reason: String,
    pub by: String,
    pub at: Moment,
}

impl BracketLine {
    fn of(page: &Page, viewer: &Viewer, of: &BracketView, number: String) -> Self {
        let named = [("organisation", of.organisation.name.as_str())];
        Self {
            reference: of.reference.clone(),
            number,
            says: page.ta("bracket-says", &named),
            kind: word(page, "bracket-kind", of.kind.as_str()),
            status: word(page, "state-bracket", of.status.as_str()),
            stands: of.status.stands(),
            quoted: of.quoted.clone(),
            text: of.text.clone(),
            at: of.changed_at,
            by: acted(page, of.by.as_ref()),
            own: viewer.is_of(&of.organisation.id),
            ad_ref: of.status == BracketStatus::AgreedAdRef,
        }
    }
}

impl AmendmentLine {
    fn of(page: &Page, viewer: &Viewer, of: &AmendmentView, words: Vec<WordsView>) -> Self {
        let key = format!("amendment-says-{}", of.kind).replace('_', "-");
        Self {
            reference: of.reference.clone(),
            says: page.ta(&key, &[("organisation", &of.organisation.name)]),
            state: word(page, "state-amendment", of.state.as_str()),
            waits: of.state == AmendmentState::Submitted,
            open: of.to_be_taken || matches!(of.state, AmendmentState::Submitted | AmendmentState::Rejected),
            to_be_taken: of.to_be_taken,
            deletes: of.kind == AmendmentKind::Delete,
            text: of.text.clone(),
            words,
            settled: of.settled.clone(),
            reason: of.reason.clone(),
            at: of.at,
            by: acted(page, of.by.as_ref()),
            own: viewer.is_of(&of.organisation.id),
        }
    }
}

impl InputLine {
    pub(crate) fn of(page: &Page, of: &InputView) -> Self {
        Self {
            reference: of.reference.clone(),
            says: page.ta("input-says", &[("organisation", &of.organisation.name)]),
            text: of.text.clone(),
            answer: of.answer.map(|answer| word(page, "input-answer", answer.as_str())).unwrap_or_default(),
            reason: of.reason.clone(),
            at: of.at,
            by: acted(page, of.by.as_ref()),
        }
    }
}

/// What was said of one paragraph.
#[derive(Default)]
struct Said<'a> {
    brackets: Vec<&'a BracketView>,
    amendments: Vec<&'a AmendmentView>,
    inputs: Vec<&'a InputView>,
}

fn said(view: &StatementView) -> BTreeMap<&str, Said<'_>> {
    let mut said: BTreeMap<&str, Said<'_>> = BTreeMap::new();
    for one in &view.brackets {
        said.entry(&one.paragraph).or_default().brackets.push(one);
    }
    for one in &view.amendments {
        said.entry(&one.paragraph).or_default().amendments.push(one);
    }
    for one in &view.inputs {
        if let Some(paragraph) = &one.paragraph {
            said.entry(paragraph).or_default().inputs.push(one);
        }
    }
    said
}

fn counted(page: &Page, said: &Said<'_>) -> String {
    let count = |key: &str, all: usize| (all > 0).then(|| page.tn(key, all as u64));
    let parts = [
        count("statement-brackets-count", said.brackets.len()),
        count("statement-amendments-count", said.amendments.len()),
        count("statement-inputs-count", said.inputs.len()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

impl ParagraphLine {
    fn of(page: &Page, viewer: &Viewer, (of, said): (&ParagraphView, &Said<'_>), told_apart: bool) -> Self {
        let mut placed = Vec::new();
        let mut brackets = Vec::new();
        for one in &said.brackets {
            let place = one.start.zip(one.end).filter(|_| one.status.stands());
            let number = place.map(|(start, end)| {
                placed.push((placed.len() + 1, start..end));
                placed.len().to_string()
            });
            brackets.push(BracketLine::of(page, viewer, one, number.unwrap_or_default()));
        }
        let piece = |piece: Piece| {
            let mut line = PieceLine { text: String::new(), opens: String::new(), closes: String::new() };
            match piece {
                Piece::Text(text) => line.text = text,
                Piece::Opens(number) => line.opens = number.to_string(),
                Piece::Closes(number) => line.closes = number.to_string(),
            }
            line
        };
        let words = |one: &AmendmentView| {
            let replaces = one.kind == AmendmentKind::Replace && one.state == AmendmentState::Submitted;
            if told_apart && replaces {
                WordsView::all(&wording::words(&of.text, &one.text))
            } else {
                Vec::new()
            }
        };
        let amendments =
            said.amendments.iter().map(|one| AmendmentLine::of(page, viewer, one, words(one))).collect();
        let open = said.brackets.iter().any(|one| one.status.stands())
            || said.amendments.iter().any(|one| one.to_be_taken || one.state == AmendmentState::Submitted)
            || said.inputs.iter().any(|one| one.answer.is_none());
        Self {
            id: of.id.clone(),
            number: of.number.clone(),
            part: word(page, "paragraph", of.kind),
            is_heading: of.kind == "heading",
            pieces: bracketed(&of.text, &placed).into_iter().map(piece).collect(),
            text: of.text.clone(),
            brackets,
            amendments,
            inputs: said.inputs.iter().map(|one| InputLine::of(page, one)).collect(),
            counted: counted(page, said),
            open,
        }
    }

    /// Those of a text; and what was said of paragraphs that stand in it no more, each as one without words.
    pub(crate) fn all(page: &Page, viewer: &Viewer, view: &StatementView) -> (Vec<Self>, Vec<Self>) {
        let mut said = said(view);
        let one = |of: &ParagraphView| {
            let said = said.remove(of.id.as_str()).unwrap_or_default();
            Self::of(page, viewer, (of, &said), false)
        };
        let standing = view.paragraphs.iter().map(one).collect();
        let gone = said.iter().map(|(id, said)| Self::of(page, viewer, (&gone(id), said), false)).collect();
        (standing, gone)
    }

    /// One of them, with the words of amendments told apart; nothing where it neither stands there nor was anything said of it.
    pub(crate) fn one(page: &Page, viewer: &Viewer, (view, id): (&StatementView, &str)) -> Option<Self> {
        let said = said(view).remove(id);
        let of = view.paragraphs.iter().find(|one| one.id == id);
        match (of, said) {
            (None, None) => None,
            (of, said) => {
                let of = of.cloned().unwrap_or_else(|| gone(id));
                Some(Self::of(page, viewer, (&of, &said.unwrap_or_default()), true))
            }
        }
    }
}

/// A paragraph that stands in the text no more.
fn gone(id: &str) -> ParagraphView {
    ParagraphView { id: id.to_owned(), number: String::new(), kind: "gone", text: String::new() }
}

impl StepLine {
    pub(crate) fn of(page: &Page, of: StepView) -> Self {
        let stage = of.state.map(|stage| word(page, "state-statement", stage.as_str())).unwrap_or_default();
        let who = of.organisation.as_ref().map_or("", |one| one.name.as_str());
        let key = match (of.kind, who) {
            // Who objected is no matter of the course.
            (StepKind::Moved, "") if of.state == Some(Stage::Broken) => "statement-step-broken".to_owned(),
            (StepKind::Moved, "") => "statement-step-moved-itself".to_owned(),
            (StepKind::Moved, _) if of.state == Some(Stage::Withdrawn) => {
                "statement-step-withdrawn".to_owned()
            }
            (kind, _) => format!("statement-step-{kind}"),
        };
        Self {
            says: page.ta(&key, &[("organisation", who), ("stage", &stage)]),
            by: acted(page, of.by.as_ref()),
            reason: of.reason,
            at: of.at,
        }
    }
}
