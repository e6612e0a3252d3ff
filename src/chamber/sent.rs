//! Paragraphs, as programs send them.

use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::access::Viewer;
use crate::contributions::{self, Seen};
use crate::db::Tx;
use crate::error::{Error, Fields, Result, message};
use crate::statements::{MOST_PARAGRAPHS, NewParagraph, Wording, find};
use crate::web::{IfMatch, body};

/// A paragraph, as it is sent.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewStatementParagraph)]
pub(super) struct SentParagraph {
    /// Which it is (`p7`); left out of a new one.
    id: Option<String>,
    /// What it is.
    #[schema(required, pattern = "^(heading|preamble|operative|recommendation)$")]
    kind: String,
    /// What it says, without its number.
    #[serde(deserialize_with = "body::long")]
    #[schema(required, max_length = 10000)]
    text: Option<String>,
}

/// The paragraphs of a body; what is wrong is told at once, with the place in which it stands.
pub(super) fn paragraphs(sent: &[Value]) -> Result<Vec<NewParagraph>> {
    let mut faults = Fields::default();
    if sent.len() > MOST_PARAGRAPHS {
        let most = message("fault-statement-paragraphs").number("most", MOST_PARAGRAPHS as u64);
        return Err(Error::invalid("paragraphs", most));
    }
    let mut made = Vec::with_capacity(sent.len());
    for (place, value) in sent.iter().enumerate() {
        if !value.is_object() {
            return Err(Error::Malformed(message("malformed-no-object")));
        }
        match body::read::<SentParagraph>(value) {
            Ok(one) => made.push(NewParagraph {
                id: one.id.unwrap_or_default(),
                kind: one.kind,
                text: one.text.unwrap_or_default(),
            }),
            Err(Error::Invalid(Fields(found))) => {
                for fault in found.into_values().flatten() {
                    let row = message("fault-statement-row").number("row", place as u64 + 1);
                    faults.add("paragraphs", row.sentence("fault", fault));
                }
            }
            Err(other) => return Err(other),
        }
    }
    faults.into_result(made)
}

/// What the text that the viewer reads now is called: its mark, its number and its hash.
fn names(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str) -> Result<[String; 3]> {
    let of = find(tx.conn, viewer, reference)?;
    let text = of.current()?;
    let mut all =
        contributions::versions_of_each::<Wording>(tx.conn, viewer, std::slice::from_ref(&text.row.id))?;
    let versions = all.remove(&text.row.id).unwrap_or_default();
    let number = versions.iter().position(|one| *one == text.row.version).map(|place| place + 1);
    Ok([of.mark(), number.map(|number| number.to_string()).unwrap_or_default(), text.text.hash()])
}

/// What a program had before it that names its text by the mark, the number or the hash. It has to name it.
pub(super) fn seen(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, expected: &IfMatch) -> Result<Seen> {
    let [mark, number, hash] = names(tx, viewer, reference)?;
    if ![&mark, &number, &hash].into_iter().any(|name| expected.check(name).is_ok()) {
        expected.check(&mark)?;
    }
    Ok(Seen::of_mark(Some(mark)))
}

/// The same of a word in a body; nothing where it says nothing.
pub(crate) fn seen_as(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, said: &str) -> Result<Seen> {
    let [mark, number, hash] = names(tx, viewer, reference)?;
    let known = !said.is_empty() && [&mark, &number, &hash].into_iter().any(|name| name == said);
    Ok(Seen::of_mark(Some(if known { mark } else { said.to_owned() })))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_wrong_with_a_list_is_told_at_once() {
        let good = json!([{ "kind": "operative", "text": "We act." }, { "id": "p1", "kind": "preamble", "text": "x" }]);
        let read = paragraphs(good.as_array().unwrap()).unwrap();
        assert_eq!((read[0].id.as_str(), read[1].id.as_str()), ("", "p1"));
        let wrong = json!([{ "kind": 1, "text": "x" }, { "kind": "operative", "words": "x" }]);
        match paragraphs(wrong.as_array().unwrap()) {
            Err(Error::Invalid(Fields(found))) => assert_eq!(found["paragraphs"].len(), 2),
            other => panic!("{other:?}"),
        }
        assert!(matches!(paragraphs(&[json!("words")]), Err(Error::Malformed(_))));
        assert!(paragraphs(&vec![json!({ "kind": "operative", "text": "x" }); MOST_PARAGRAPHS + 1]).is_err());
    }
}
