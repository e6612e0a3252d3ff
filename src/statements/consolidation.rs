//! What becomes of a text and of what was proposed for it, when a new version is written. Nothing here knows a row or a request.

use std::collections::{BTreeMap, BTreeSet};

use wording::{Paragraph, ParagraphId, next_id};

use super::entries::AmendmentKind;
use super::model::Amendment;

fn place(paragraphs: &[Paragraph], id: &str) -> Option<usize> {
    paragraphs.iter().position(|one| one.id.as_str() == id)
}

/// What paragraphs say, by their ids.
fn texts(paragraphs: &[Paragraph]) -> BTreeMap<&str, &str> {
    paragraphs.iter().map(|one| (one.id.as_str(), one.text.as_str())).collect()
}

/// A text with what was accepted for it written in, in the order in which it was decided. `used`: the highest number that a paragraph ever
/// had. What speaks of a paragraph that is gone is passed over.
pub(crate) fn consolidated(current: &[Paragraph], accepted: &[Amendment], used: u32) -> Vec<Paragraph> {
    let mut text = current.to_vec();
    let mut highest = current.iter().map(|one| one.id.number()).fold(used, u32::max);
    // What is put after a paragraph stands there in its order.
    let mut after: Vec<(String, ParagraphId)> = Vec::new();
    for one in accepted {
        match one.kind {
            // A paragraph that has only now come to be is nobody's to replace.
            AmendmentKind::Replace if place(current, &one.paragraph).is_none() => {}
            AmendmentKind::Replace => {
                if let Some(found) = text.iter_mut().find(|two| two.id.as_str() == one.paragraph) {
                    one.words().clone_into(&mut found.text);
                }
            }
            AmendmentKind::Delete => text.retain(|two| two.id.as_str() != one.paragraph),
            AmendmentKind::InsertAfter => {
                let last = after.iter().rev().find(|(of, _)| *of == one.paragraph);
                let before = last.map_or(one.paragraph.as_str(), |(_, id)| id.as_str());
                let Some(at) = place(&text, before).or_else(|| place(&text, &one.paragraph)) else {
                    continue;
                };
                let Some(part) = text.get(at).map(|found| found.part) else { continue };
                let id = next_id(&[], highest);
                highest = id.number();
                after.push((one.paragraph.clone(), id.clone()));
                text.insert(at + 1, Paragraph { id, part, text: one.words().to_owned() });
            }
        }
    }
    text
}

/// What was accepted, and is not so in a text: nobody else than its author is shown other words under its name.
pub(super) fn unheeded<'a>(
    accepted: &'a [Amendment],
    before: &[Paragraph],
    after: &[Paragraph],
) -> Option<&'a Amendment> {
    let (was, is) = (texts(before), texts(after));
    let new = is.iter().filter(|(id, _)| !was.contains_key(*id));
    let new: BTreeSet<&str> = new.map(|(_, text)| *text).collect();
    accepted.iter().find(|one| {
        let found = is.get(one.paragraph.as_str()).copied();
        let heeded = match one.kind {
            AmendmentKind::Replace => found == Some(one.words()),
            AmendmentKind::Delete => found.is_none(),
            AmendmentKind::InsertAfter => new.contains(one.words()),
        };
        !heeded
    })
}

/// Those that wait and speak of a paragraph that is no longer what it was.
pub(super) fn overtaken<'a>(
    waiting: impl Iterator<Item = &'a Amendment>,
    before: &[Paragraph],
    after: &[Paragraph],
) -> Vec<&'a Amendment> {
    let (was, is) = (texts(before), texts(after));
    waiting.filter(|one| was.get(one.paragraph.as_str()) != is.get(one.paragraph.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::entries::AmendmentState;
    use super::*;
    use crate::db::Moment;

    fn text(words: &[(u32, &str)]) -> Vec<Paragraph> {
        let one = |(number, text): &(u32, &str)| Paragraph {
            id: ParagraphId::new(*number),
            part: wording::Part::Operative,
            text: (*text).to_owned(),
        };
        words.iter().map(one).collect()
    }

    fn amendment(kind: AmendmentKind, paragraph: &str, text: &str) -> Amendment {
        Amendment {
            id: String::new().into(),
            reference: String::new(),
            contribution_id: String::new().into(),
            version_id: String::new().into(),
            hash: String::new(),
            paragraph: paragraph.to_owned(),
            kind,
            organisation_id: String::new().into(),
            person_id: String::new().into(),
            mandate_id: None,
            at: Moment::NEVER,
            text: text.to_owned(),
            state: AmendmentState::Accepted,
            reason: String::new(),
            settled: String::new(),
            decided_by: None,
            decided_at: None,
            taken_version_id: None,
        }
    }

    fn read(text: &[Paragraph]) -> Vec<(String, String)> {
        text.iter().map(|one| (one.id.as_str().to_owned(), one.text.clone())).collect()
    }

    #[test]
    fn what_was_accepted_is_written_in() {
        use AmendmentKind::{Delete, InsertAfter, Replace};
        let before = text(&[(1, "one"), (2, "two"), (3, "three")]);
        let accepted = [
            amendment(Replace, "p1", "uno"),
            amendment(InsertAfter, "p2", "first"),
            amendment(InsertAfter, "p2", "second"),
            amendment(Delete, "p3", ""),
            amendment(Replace, "p9", "nothing"),
        ];
        let after = consolidated(&before, &accepted, 7);
        let expected = [("p1", "uno"), ("p2", "two"), ("p8", "first"), ("p9", "second")];
        assert_eq!(read(&after), expected.map(|(id, text)| (id.to_owned(), text.to_owned())));
        assert!(unheeded(&accepted[..4], &before, &after).is_none());
        let other = text(&[(1, "eins"), (2, "two"), (8, "first"), (9, "second")]);
        assert_eq!(unheeded(&accepted[..4], &before, &other).unwrap().paragraph, "p1");
        assert_eq!(unheeded(&accepted[1..4], &before, &before).unwrap().text, "first");
    }

    #[test]
    fn what_speaks_of_changed_words_is_overtaken() {
        let before = text(&[(1, "one"), (2, "two"), (3, "three")]);
        let after = text(&[(3, "three"), (1, "uno")]);
        let waiting = ["p1", "p2", "p3"].map(|id| amendment(AmendmentKind::Replace, id, "other"));
        let found = overtaken(waiting.iter(), &before, &after);
        let found: Vec<&str> = found.iter().map(|one| one.paragraph.as_str()).collect();
        assert_eq!(found, ["p1", "p2"], "a paragraph that moved says what it said");
    }
}
