//! The joint statement of the demonstration, in negotiation. Everything in it is invented.

use chrono::TimeDelta;
use serde_json::json;

use super::stories::{INES, KIRSI, PAVEL, Who};
use super::viewer;
use crate::actions::{self, Seen};
use crate::amending::{self, NewAmendment, NewBracket};
use crate::contributions::Reviewed;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::flow::Decision;
use crate::statements::{self, NewMove, NewParagraph, NewText, Wording};
use crate::vault::Vault;
use crate::web::body;

/// The title of the action that it is.
const TITLE: &str = "Joint statement on shutdowns during elections";

const TEXT: &[(&str, &str)] = &[
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

/// Who puts which words of which paragraph in brackets, why, and what they offer or say.
const BRACKETS: &[(Who, &str, &str, &str, &str)] = &[
    (INES, "p5", "within a month", "alternative", "within three months"),
    (
        INES,
        "p6",
        "within a day",
        "awaiting_instructions",
        "Our capital asks what this means for classified orders.",
    ),
];

const AMENDMENT: (Who, &str, &str) = (
    INES,
    "p4",
    "Networks, and the services that people use to speak to each other, stay open before, during and after an election.",
);

fn moved(
    tx: &mut Tx<'_>,
    vault: &Vault,
    (who, reference): (Who, &str),
    sent: &serde_json::Value,
) -> Result<()> {
    let who = viewer(tx, who)?;
    let new: NewMove = body::read(sent)?;
    statements::move_on(tx, vault, &who, (reference, &new), &Seen::default()).map(|_| ())
}

/// Where words begin and end in a paragraph, in letters.
fn place(paragraph: &str, words: &str) -> Result<(usize, usize)> {
    let number = |id: &str| id.trim_start_matches('p').parse::<usize>().unwrap_or_default();
    let text = TEXT.get(number(paragraph).saturating_sub(1)).map(|(_, text)| *text).unwrap_or_default();
    let missing = || Error::Internal(format!("no “{words}” in {paragraph}"));
    let at = text.find(words).ok_or_else(missing)?;
    let start = text.get(..at).unwrap_or_default().chars().count();
    Ok((start, start + words.chars().count()))
}

/// Makes the statement that an action is, and does what is done with it.
pub(super) fn make(tx: &mut Tx<'_>, vault: &Vault, (title, action): (&str, &str)) -> Result<()> {
    if title != TITLE {
        return Ok(());
    }
    let (holder, second, seen) = (viewer(tx, KIRSI)?, viewer(tx, PAVEL)?, Seen::default());
    let row = actions::at_work(tx, &holder, action)?;
    let of = statements::of_action(tx.conn, &holder, &row.id)?.ok_or(Error::NotFound)?;
    let reference = of.statement.reference.as_str();
    moved(tx, vault, (KIRSI, reference), &json!({ "to": "drafting" }))?;
    let one = |(kind, text): &(&str, &str)| NewParagraph {
        kind: (*kind).to_owned(),
        text: (*text).to_owned(),
        ..NewParagraph::default()
    };
    let text = NewText { paragraphs: Some(TEXT.iter().map(one).collect()), ..NewText::default() };
    statements::write(tx, vault, &holder, reference, &text, &seen)?;
    let until = tx.after(TimeDelta::days(3)).date().to_string();
    let opens = json!({ "to": "consultation", "audience": ["sector:government"], "until": until });
    moved(tx, vault, (KIRSI, reference), &opens)?;
    let drafted = statements::find(tx.conn, &holder, reference)?;
    Wording::approve(tx, vault, &second, &drafted.current()?.row.reference, Decision::default())?;
    moved(tx, vault, (KIRSI, reference), &json!({ "to": "negotiation" }))?;
    let other = viewer(tx, INES)?;
    statements::sponsor(tx, &other, reference, &seen)?;
    for (who, paragraph, words, kind, says) in BRACKETS {
        let (who, (start, end)) = (viewer(tx, *who)?, place(paragraph, words)?);
        let sent = json!({
            "paragraph": paragraph, "start": start.to_string(), "end": end.to_string(), "kind": kind, "text": says,
        });
        amending::put(tx, &who, (reference, &body::read::<NewBracket>(&sent)?), &seen)?;
    }
    let (who, paragraph, words) = AMENDMENT;
    let who = viewer(tx, who)?;
    let mark = statements::find(tx.conn, &who, reference)?.mark();
    let sent = json!({ "paragraph": paragraph, "version": mark, "text": words });
    amending::propose(tx, &who, (reference, &body::read::<NewAmendment>(&sent)?)).map(|_| ())
}
