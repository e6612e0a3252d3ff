//! A text with its marks to be seen, what a mark covers in words, and what each audience loses by them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_json::{Value, json};

use super::form::Text;
use crate::access::{Audience, Token, Viewer};
use crate::db::Conn;
use crate::error::Result;
use crate::facts::{Facts, Mode, display};
use crate::redaction::{Attached, Mark, Original, Reading, Target, evidence, withholding};
use crate::reports::{Report, readers, text};
use crate::web::{Choice, Page};
use crate::{marking, people};

/// A stretch of a text under the same marks.
pub struct Piece {
    pub text: String,
    /// Why it stays behind; empty where it does not.
    pub why: String,
}

/// A text with its marks to be seen.
pub struct Marked {
    pub label: String,
    pub pieces: Vec<Piece>,
}

/// What one audience does not get.
pub struct Loss {
    pub who: String,
    /// How many places in title and account.
    pub places: String,
    /// How many facts, or parts of them.
    pub facts: String,
    /// How many files.
    pub files: String,
}

/// Why a mark stands, in words.
pub fn reason(page: &Page, mark: &Mark) -> String {
    if mark.words.is_empty() { text::why(page, mark.reason) } else { mark.words.clone() }
}

/// The texts in which something is marked, and title and account in any case.
pub fn marked(page: &Page, original: &Original, texts: &[Text]) -> Vec<Marked> {
    let mut shown = Vec::new();
    for one in texts {
        let spans: Vec<(Range<usize>, &Mark)> = original
            .marks
            .iter()
            .filter_map(|mark| match &mark.target {
                Target::Span { field, start, end } if *field == one.field => Some((*start..*end, mark)),
                _ => None,
            })
            .collect();
        if !spans.is_empty() || matches!(one.field.as_str(), "title" | "narrative") {
            shown.push(Marked {
                label: text::label(page, &one.field),
                pieces: pieces(page, &one.text, &spans),
            });
        }
    }
    shown
}

/// As many reasons as are told of one stretch: marks can lie over each other by the thousand.
const MOST_REASONS: usize = 8;

fn pieces(page: &Page, text: &str, spans: &[(Range<usize>, &Mark)]) -> Vec<Piece> {
    let reasons: Vec<String> = spans.iter().map(|(_, mark)| reason(page, mark)).collect();
    let spans = spans.iter().map(|(span, _)| span.clone()).zip(&reasons);
    let list = |why: &[&str]| {
        let mut why: Vec<String> = why.iter().map(|&reason| reason.to_owned()).collect();
        if why.len() > MOST_REASONS {
            why.truncate(MOST_REASONS);
            why.push("…".to_owned());
        }
        page.strings().list(&why)
    };
    stretches(text, spans.map(|(span, reason)| (span, reason.as_str())))
        .into_iter()
        .map(|(text, why)| Piece { text, why: list(&why) })
        .collect()
}

/// The text in stretches that lie under the same spans, each with what those spans say, no more than is shown, and one
/// more where there is more. What opens and closes is kept count of from one end of the text to the other, so that many
/// spans over each other are no more work than as many beside each other.
fn stretches<'a>(
    text: &str,
    spans: impl Iterator<Item = (Range<usize>, &'a str)>,
) -> Vec<(String, Vec<&'a str>)> {
    let mut edges: BTreeMap<usize, (Vec<&str>, Vec<&str>)> = BTreeMap::new();
    for (span, what) in spans.filter(|(span, _)| span.start < span.end) {
        edges.entry(span.start).or_default().0.push(what);
        edges.entry(span.end).or_default().1.push(what);
    }
    let mut letters = text.chars();
    let mut over: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut stretches, mut from) = (Vec::new(), 0);
    for (to, (open, close)) in edges.into_iter().chain([(usize::MAX, (Vec::new(), Vec::new()))]) {
        let stretch: String = letters.by_ref().take(to - from).collect();
        if !stretch.is_empty() {
            stretches.push((stretch, over.keys().copied().take(MOST_REASONS + 1).collect()));
        }
        for what in open {
            *over.entry(what).or_default() += 1;
        }
        for what in close {
            if let Some(count) = over.get_mut(what) {
                *count -= 1;
                if *count == 0 {
                    over.remove(what);
                }
            }
        }
        from = to;
    }
    stretches
}

/// What stands at a path of the facts, in words.
pub fn said(page: &Page, facts: &Value, path: &str) -> String {
    let (name, entry) = withholding::split(path);
    let Some(value) = withholding::find(facts, path) else { return String::new() };
    let alone = if entry.is_some() { json!({ name: [value] }) } else { json!({ name: value }) };
    let Ok(alone) = Facts::parse(&alone, Mode::Import) else { return value.to_string() };
    let lines = display::lines(page, &alone);
    let said: Vec<String> =
        lines.iter().flat_map(|line| line.said.iter().map(|one| one.text.clone())).collect();
    page.strings().list(&said)
}

/// What each audience loses that the marks name, the coalition and the public first.
pub fn losses(conn: &mut Conn, page: &Page, report: &Report, original: &Original) -> Result<Vec<Loss>> {
    let named = original.marks.iter().flat_map(|mark| &mark.visible_to);
    let named: BTreeSet<&Token> =
        named.filter(|token| !matches!(token, Token::Public | Token::Coalition)).collect();
    let mut losses = Vec::new();
    for token in [&Token::Public, &Token::Coalition].into_iter().chain(named) {
        let (owner, audience) = (&report.organisation_id, Audience::of(token.clone()));
        let reading = Reading::of(original, owner, &audience);
        let told = |what: &[&str]| reading.redactions.iter().filter(|one| what.contains(&&*one.at)).count();
        let places = told(&["title", "narrative"]);
        let facts = reading.redactions.len() - places - told(&["evidence"]);
        let withheld = |file: &&Attached| !evidence::goes_along(original, owner, &audience, &file.reference);
        losses.push(Loss {
            who: readers::called(conn, page, token)?,
            places: page.number(places as u64),
            facts: page.number(facts as u64),
            files: page.number(original.evidence.iter().filter(withheld).count() as u64),
        });
    }
    Ok(losses)
}

/// Whom one can name beyond one's own organisation and short of everybody: the coalition, sectors, groups.
pub fn others(conn: &mut Conn, page: &Page, viewer: &Viewer) -> Result<Vec<Choice>> {
    let mut others = vec![Choice::new("coalition", page.t("audience-choose-coalition"), false)];
    for kind in crate::access::OrganisationKind::ALL {
        let name = page.t(&format!("audience-sector-{}", kind.as_str().replace('_', "-")));
        others.push(Choice::new(format!("sector:{kind}"), name, false));
    }
    for group in people::seen_groups(conn, viewer)? {
        others.push(Choice::new(format!("group:{}", group.slug), group.name, false));
    }
    Ok(others)
}

/// The choice of those who may still see what a mark covers. More than can be chosen here is kept unless it is changed.
pub fn seers(conn: &mut Conn, page: &Page, offered: &[Choice], mark: &Mark) -> Result<Vec<Choice>> {
    let chosen = marking::seen_by(conn, mark)?;
    let mut choices = vec![Choice::new("", page.t("marks-nobody"), chosen.is_empty())];
    if !chosen.is_empty() && offered.iter().all(|one| one.value != chosen) {
        let mut names = Vec::new();
        for token in &mark.visible_to {
            names.push(readers::called(conn, page, token)?);
        }
        choices.push(Choice::new(chosen.clone(), page.strings().list(&names), true));
    }
    choices.extend(offered.iter().map(|one| Choice { chosen: one.value == chosen, ..one.clone() }));
    Ok(choices)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_lies_under_what_covers_it() {
        let spans = [(1..4, "a"), (2..3, "b"), (2..6, "a"), (9..9, "c")];
        let found = stretches("0123456789", spans.into_iter());
        let expected = [
            ("0", vec![]),
            ("1", vec!["a"]),
            ("2", vec!["a", "b"]),
            ("3", vec!["a"]),
            ("45", vec!["a"]),
            ("6789", vec![]),
        ];
        assert_eq!(found, expected.map(|(text, why)| (text.to_owned(), why)));
    }

    /// Two thousand marks over each other, each with a reason of its own.
    #[test]
    fn marks_over_each_other_are_no_more_work_than_marks_beside_each_other() {
        let text = "x".repeat(100_000);
        let reasons: Vec<String> = (0..2_000).map(|number| format!("{number:0>200}")).collect();
        let nested = |place: usize| place..100_000 - place;
        let found = stretches(&text, (0..2_000).map(nested).zip(reasons.iter().map(String::as_str)));
        assert_eq!(found.len(), 3_999);
        assert!(found.iter().all(|(_, why)| (1..=MOST_REASONS + 1).contains(&why.len())));
        assert_eq!(found.iter().map(|(text, _)| text.len()).sum::<usize>(), 100_000);
    }
}
