//! How the demonstration's joint statements are written, opened to others and spoken of; and the one that states negotiate. Everything in
//! it is invented.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::stories::{INES, KIRSI, PAVEL, Who};
use super::viewer;
use crate::actions::{self, Seen};
use crate::amending::{self, NewAmendment, NewBracket};
use crate::chamber;
use crate::contributions::Reviewed;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::flow::Decision;
use crate::statements::{self, NewMove, NewParagraph, NewText, Wording};
use crate::vault::Vault;
use crate::web::body;

/// A paragraph: what it is, and what it says.
pub(super) type Said = (&'static str, &'static str);

/// Who puts which words of which paragraph in brackets, why, and what they offer or say.
pub(super) struct Bracketed {
    pub who: Who,
    pub paragraph: &'static str,
    pub words: &'static str,
    pub kind: &'static str,
    pub says: &'static str,
}

/// The title of the action that is the one in negotiation.
const TITLE: &str = "Joint statement on shutdowns during elections";

const TEXT: &[Said] = &[
    ("preamble", "Recalling that people need to reach each other on the day on which they vote,"),
    ("preamble", "Noting that six operators were told by telephone to slow their networks down,"),
    ("heading", "We, the undersigned, declare:"),
    ("operative", "Networks stay open before, during and after an election."),
    (
        "operative",
        "An order to an operator is given in writing, names its legal basis and is published within a month.",
    ),
    ("recommendation", "Governments should tell each other within a day of any order that they learn of."),
];

const BRACKETS: &[Bracketed] = &[
    Bracketed {
        who: INES,
        paragraph: "p5",
        words: "within a month",
        kind: "alternative",
        says: "within three months",
    },
    Bracketed {
        who: INES,
        paragraph: "p6",
        words: "within a day",
        kind: "awaiting_instructions",
        says: "Our capital asks what this means for classified orders.",
    },
];

const AMENDMENT: (Who, &str, &str) = (
    INES,
    "p4",
    "Networks, and the services that people use to speak to each other, stay open before, during and after an election.",
);

/// Moves a statement on, for somebody.
pub(super) fn moved(
    tx: &mut Tx<'_>,
    vault: &Vault,
    (who, reference): (Who, &str),
    sent: &Value,
) -> Result<()> {
    let who = viewer(tx, who)?;
    let new: NewMove = body::read(sent)?;
    chamber::move_on(tx, vault, &who, (reference, &new), &Seen::default()).map(|_| ())
}

/// Begins to write a statement, and writes all of it.
pub(super) fn write(
    tx: &mut Tx<'_>,
    vault: &Vault,
    (holder, reference): (Who, &str),
    text: &[Said],
) -> Result<()> {
    moved(tx, vault, (holder, reference), &json!({ "to": "drafting" }))?;
    let one = |(kind, text): &Said| NewParagraph {
        kind: (*kind).to_owned(),
        text: (*text).to_owned(),
        ..NewParagraph::default()
    };
    let text = NewText { paragraphs: Some(text.iter().map(one).collect()), ..NewText::default() };
    let holder = viewer(tx, holder)?;
    statements::write(tx, vault, &holder, reference, &text, &Seen::default()).map(|_| ())
}

/// Opens its text to others; a second person agrees to that.
pub(super) fn open(
    tx: &mut Tx<'_>,
    vault: &Vault,
    ([holder, second], reference): ([Who; 2], &str),
    sent: &Value,
) -> Result<()> {
    moved(tx, vault, (holder, reference), sent)?;
    let (holder, second) = (viewer(tx, holder)?, viewer(tx, second)?);
    let drafted = statements::find(tx.conn, &holder, reference)?;
    let text = &drafted.current()?.row.reference;
    Wording::approve(tx, vault, &second, text, Decision::default()).map(|_| ())
}

/// Where words begin and end in a paragraph of a text as it was first written, in letters.
fn place(text: &[Said], (paragraph, words): (&str, &str)) -> Result<(usize, usize)> {
    let number = paragraph.trim_start_matches('p').parse::<usize>().unwrap_or_default();
    let text = text.get(number.saturating_sub(1)).map(|(_, text)| *text).unwrap_or_default();
    let missing = || Error::Internal(format!("no “{words}” in {paragraph}"));
    let at = text.find(words).ok_or_else(missing)?;
    let start = text.get(..at).unwrap_or_default().chars().count();
    Ok((start, start + words.chars().count()))
}

/// Puts words of it in brackets.
pub(super) fn bracket(
    tx: &mut Tx<'_>,
    (reference, text): (&str, &[Said]),
    brackets: &[Bracketed],
) -> Result<()> {
    for one in brackets {
        let (who, (start, end)) = (viewer(tx, one.who)?, place(text, (one.paragraph, one.words))?);
        let sent = json!({
            "paragraph": one.paragraph, "start": start.to_string(), "end": end.to_string(), "kind": one.kind, "text": one.says,
        });
        amending::put(tx, &who, (reference, &body::read::<NewBracket>(&sent)?), &Seen::default())?;
    }
    Ok(())
}

/// Proposes other words for a paragraph of the version that is read. The reference of the amendment.
pub(super) fn amend(
    tx: &mut Tx<'_>,
    reference: &str,
    (who, paragraph, words): (Who, &str, &str),
) -> Result<String> {
    let who = viewer(tx, who)?;
    let mark = statements::find(tx.conn, &who, reference)?.mark();
    let sent = json!({ "paragraph": paragraph, "version": mark, "text": words });
    amending::propose(tx, &who, (reference, &body::read::<NewAmendment>(&sent)?))
}

/// Makes the statement that an action is, and does what is done with it.
pub(super) fn make(tx: &mut Tx<'_>, vault: &Vault, (title, action): (&str, &str)) -> Result<()> {
    if title != TITLE {
        return Ok(());
    }
    let holder = viewer(tx, KIRSI)?;
    let row = actions::at_work(tx, &holder, action)?;
    let of = statements::of_action(tx.conn, &holder, &row.id)?.ok_or(Error::NotFound)?;
    let reference = of.statement.reference.as_str();
    write(tx, vault, (KIRSI, reference), TEXT)?;
    let until = tx.after(TimeDelta::days(3)).date().to_string();
    let opens = json!({ "to": "consultation", "audience": ["sector:government"], "until": until });
    open(tx, vault, ([KIRSI, PAVEL], reference), &opens)?;
    moved(tx, vault, (KIRSI, reference), &json!({ "to": "negotiation" }))?;
    let other = viewer(tx, INES)?;
    statements::sponsor(tx, &other, reference, &Seen::default())?;
    bracket(tx, (reference, TEXT), BRACKETS)?;
    amend(tx, reference, AMENDMENT).map(|_| ())
}
