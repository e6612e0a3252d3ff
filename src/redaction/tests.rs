//! What the desk's pure parts promise.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::marks::{self, Mark, Reason, Target};
use super::withholding::{self, Level};
use super::{BAR, Original, Reading, carry};
use crate::access::{Audience, OrganisationKind, Token};
use crate::db::OrganisationId;

fn owner() -> OrganisationId {
    "owner".to_owned().into()
}

fn government() -> Token {
    Token::Sector(OrganisationKind::Government)
}

fn original(title: &str, narrative: &str, facts: Value) -> Original {
    Original {
        title: title.into(),
        narrative: narrative.into(),
        language: "en".into(),
        facts,
        ..Original::default()
    }
}

fn on(target: Target, visible_to: &[Token]) -> Mark {
    Mark {
        target,
        reason: Reason::PersonalData,
        words: String::new(),
        visible_to: visible_to.iter().cloned().collect(),
        replacement: None,
    }
}

fn span(field: &str, start: usize, end: usize, visible_to: &[Token]) -> Mark {
    on(Target::Span { field: field.into(), start, end }, visible_to)
}

fn fact(path: &str, level: Level) -> Mark {
    on(Target::Fact { path: path.into(), level }, &[])
}

fn read(original: &Original, token: Token) -> Reading {
    Reading::of(original, &owner(), &Audience::of(token))
}

#[test]
fn a_mask_is_as_long_whatever_it_hides() {
    for hidden in ["x", "a name", "a very long name with 👩🏽‍🔬 and e\u{301}"] {
        let text = format!("Seen by {hidden}, twice.");
        let mut report = original(&text, &text, json!({ "decision_maker": text }));
        let end = 8 + hidden.chars().count();
        report.marks = ["title", "narrative", "decision_maker"].map(|field| span(field, 8, end, &[])).into();
        let reading = read(&report, Token::Public);
        assert_eq!(reading.title, format!("Seen by {BAR}, twice."));
        assert_eq!(reading.narrative, "Seen by ⟦personal_data⟧, twice.");
        assert_eq!(reading.facts["decision_maker"], format!("Seen by {BAR}, twice."));
        let told: Vec<_> = reading.redactions.iter().map(|one| one.at.as_str()).collect();
        assert_eq!(told, ["title", "narrative", "decision_maker"]);
    }
}

#[test]
fn offsets_are_code_points() {
    let text = "👩🏽‍🔬 مرحبا Ngũgĩ was here";
    let start = text.chars().position(|letter| letter == 'N').unwrap();
    let mut report = original("t", text, json!({}));
    report.marks = vec![span("narrative", start, start + 5, &[])];
    assert_eq!(read(&report, Token::Public).narrative, "👩🏽‍🔬 مرحبا ⟦personal_data⟧ was here");
}

#[test]
fn an_accent_goes_with_its_letter() {
    // NFD: the accent of the last letter is a code point of its own, just outside the span.
    let mut report = original("t", "Jose\u{301} fled", json!({}));
    report.marks = vec![span("narrative", 0, 4, &[])];
    assert_eq!(read(&report, Token::Public).narrative, "⟦personal_data⟧ fled");
}

#[test]
fn where_marks_overlap_the_strictest_counts() {
    let mut report = original("t", "0123456789", json!({}));
    report.marks = vec![
        span("narrative", 1, 5, &[government()]),
        span("narrative", 3, 7, &[]),
        span("narrative", 9, 10, &[Token::Coalition]),
    ];
    assert_eq!(read(&report, Token::Public).narrative, "0⟦personal_data⟧78⟦personal_data⟧");
    assert_eq!(read(&report, government()).narrative, "012⟦personal_data⟧789");
    assert_eq!(read(&report, Token::Sector(OrganisationKind::Company)).narrative, "0⟦personal_data⟧789");
    // Governments and companies together read what both may.
    let both = Audience::new([government(), Token::Sector(OrganisationKind::Company)], []).unwrap();
    assert_eq!(Reading::of(&report, &owner(), &both).narrative, "0⟦personal_data⟧789");
    // A group stands for its members of any time, and only for them.
    let group = |id: &str, epoch| Token::Group(id.to_owned().into(), epoch);
    report.marks = vec![span("narrative", 0, 10, &[group("a", 1)])];
    assert_eq!(read(&report, group("a", 5)).narrative, "0123456789");
    assert_eq!(read(&report, group("b", 1)).narrative, "⟦personal_data⟧");
}

#[test]
fn a_replacement_stands_alone() {
    let mut report = original("By Amina", "By Amina and Sami", json!({}));
    let called = |mut mark: Mark, words: &str| {
        mark.replacement = Some(words.into());
        mark
    };
    report.marks = vec![
        called(span("title", 3, 8, &[]), "a local journalist"),
        called(span("narrative", 3, 8, &[]), "a local journalist"),
        called(span("narrative", 13, 17, &[]), "a friend"),
    ];
    let reading = read(&report, Token::Public);
    assert_eq!(reading.title, "By [a local journalist]");
    assert_eq!(reading.narrative, "By \\[a local journalist\\] and \\[a friend\\]");
    // Two that overlap and say different things say nothing.
    report.marks = vec![
        called(span("title", 3, 8, &[]), "a local journalist"),
        called(span("title", 0, 5, &[]), "somebody"),
    ];
    assert_eq!(read(&report, Token::Public).title, BAR);
}

#[test]
fn facts_are_told_no_further_than_marked() {
    let facts = json!({
        "started": { "date": "2024-02-29", "precision": "day" },
        "ended": { "date": "2024", "precision": "year" },
        "countries": ["IN"], "regions": ["IN-JK", "PK-PB"], "places": ["Leh", "Kargil"],
        "people_affected": 7300, "harms": [{ "kind": "economic", "minimum": 120, "maximum": 987 }],
        "services": ["WhatsApp", "Telegram", "Nobody's own"],
        "sources": [{ "kind": "testimony", "title": "A nurse", "url": "https://example.org" }, { "kind": "media" }],
        "operators": ["One", "Two", "Three"], "decision_maker": "The minister",
    });
    let mut report = original("t", "", facts);
    report.marks = vec![
        fact("started", Level::Month),
        fact("ended", Level::Month),
        fact("regions", Level::Country),
        fact("places", Level::Region),
        fact("people_affected", Level::Range),
        fact("harms", Level::Range),
        fact("services", Level::Kind),
        fact("sources.0", Level::Kind),
        fact("operators.0", Level::Withheld),
        fact("operators.2", Level::Withheld),
        fact("decision_maker", Level::Withheld),
        fact("vendors", Level::Withheld),
    ];
    marks::check(&report, &report.marks).unwrap();
    let reading = read(&report, Token::Public);
    assert_eq!(
        reading.facts,
        json!({
            "started": { "date": "2024-02", "precision": "month" },
            "ended": { "date": "2024", "precision": "year" },
            "countries": ["IN", "PK"],
            "people_affected": "1000-9999",
            "harms": [{ "kind": "economic", "minimum": 100, "maximum": 999 }],
            "services": ["Messaging", "Online service"],
            "sources": [{ "kind": "testimony" }, { "kind": "media" }],
            "operators": ["Two"],
        })
    );
    // What was not there, or was as coarse already, is not said to be withheld.
    let told: Vec<_> = reading.redactions.iter().map(|one| one.at.as_str()).collect();
    assert!(!told.contains(&"vendors") && !told.contains(&"ended"), "{told:?}");
    // Two operators for one reason are told of once: how many there were is not said.
    assert_eq!(told.len(), 9, "{told:?}");
}

#[test]
fn wrong_marks_are_named() {
    let report = original("Title", "Text", json!({ "places": ["Leh"], "started": { "date": "2024" } }));
    let wrong = |mark: Mark, part: &str| {
        let faults = marks::check(&report, &[mark]).expect_err(part);
        assert!(faults.0.contains_key(&format!("marks.0.{part}")), "{part}: {faults:?}");
    };
    wrong(span("narrative", 3, 2, &[]), "end");
    wrong(span("narrative", 2, 2, &[]), "end");
    wrong(span("narrative", 0, 5, &[]), "end");
    wrong(span("narrative", 0, usize::MAX, &[]), "end");
    wrong(span("started", 0, 1, &[]), "field");
    wrong(span("nothing", 0, 1, &[]), "field");
    wrong(fact("source", Level::Withheld), "fact");
    wrong(fact("source.raw", Level::Withheld), "fact");
    wrong(fact("started", Level::Country), "fact");
    wrong(fact("places.0", Level::Region), "fact");
    wrong(Mark { reason: Reason::Other, ..span("title", 0, 1, &[]) }, "reason_text");
    wrong(Mark { words: "why".into(), ..span("title", 0, 1, &[]) }, "reason_text");
    wrong(Mark { replacement: Some("⟦x⟧".into()), ..span("title", 0, 1, &[]) }, "replace_with");
    marks::check(&report, &[span("places.0", 0, 3, &[]), span("title", 0, 5, &[])]).unwrap();
}

#[test]
fn an_edit_carries_marks_where_the_text_is_unchanged() {
    let mut old = original("Title", "They met Amina Diallo at noon.", json!({ "operators": ["One", "Two"] }));
    old.marks =
        vec![span("narrative", 9, 21, &[]), fact("operators.1", Level::Withheld), span("title", 0, 5, &[])];
    let new = original("Title", "On Monday they met Amina Diallo at noon.", json!({ "operators": ["Two"] }));
    let carried = carry(&old, &new);
    assert_eq!(carried.lost, []);
    let moved = Original { marks: carried.marks, ..new };
    let reading = read(&moved, Token::Public);
    assert_eq!(reading.narrative, "On Monday they met ⟦personal_data⟧ at noon.");
    assert_eq!((reading.facts, reading.title.as_str()), (json!({}), BAR));

    let changed = original("Title", "They met A. Diallo at noon.", json!({ "operators": ["Three"] }));
    let carried = carry(&old, &changed);
    let lost: Vec<_> = carried.lost.iter().map(|lost| lost.covered.as_str()).collect();
    assert_eq!(lost, ["Amina Diallo", "\"Two\""]);
    assert_eq!(carried.marks.len(), 1);
    // What is not settled is asked about until it is.
    let waiting = Original { marks: carried.marks, lost: carried.lost, ..changed.clone() };
    assert_eq!(carry(&waiting, &changed).lost.len(), 2);
}

#[test]
fn a_mark_in_an_entry_goes_with_its_entry() {
    let sources = |titles: &[&str]| {
        let entries: Vec<_> = titles.iter().map(|title| json!({ "kind": "media", "title": title })).collect();
        original("T", "N", json!({ "sources": entries }))
    };
    let mut old = sources(&["Letter by Amina K.", "Another"]);
    old.marks = vec![span("sources.0.title", 10, 18, &[])];
    let told = |new: &Original| {
        let carried = carry(&old, new);
        let moved = Original { marks: carried.marks, ..new.clone() };
        (read(&moved, Token::Public).facts.to_string(), carried.lost.len())
    };
    // Another one before it, where a comparison of places would have found the same words.
    let (facts, lost) = told(&sources(&["Second letter by Amina K.", "Letter by Amina K.", "Another"]));
    assert!(facts.contains("Second letter by Amina K."), "{facts}");
    assert!(facts.contains(&format!("Letter by {BAR}")), "{facts}");
    assert_eq!(lost, 0);
    // The only one that was changed is the one that it was.
    let (facts, lost) = told(&sources(&["A letter by Amina K.", "Another"]));
    assert!(!facts.contains("Amina") && lost == 0, "{facts}");
    // Which one it was cannot be told any more: it is asked about.
    assert_eq!(told(&sources(&["A letter by Amina K.", "Another", "Third"])).1, 1);
    assert_eq!(told(&sources(&["Another"])).1, 1);
}

#[test]
fn entries_are_withheld_by_their_places_whatever_becomes_of_others() {
    let facts = json!({ "services": ["WhatsApp", "Signal", "YouTube"], "operators": ["a", "b", "c", "d"] });
    let told = |marks: &[Mark]| {
        let original = Original { marks: marks.to_vec(), ..original("T", "N", facts.clone()) };
        read(&original, Token::Public)
    };
    let kind = |path: &str| fact(path, Level::Kind);
    let reading = told(&[kind("services"), fact("services.2", Level::Withheld)]);
    assert_eq!(reading.facts["services"], json!(["Messaging"]));
    let reading = told(&[kind("services"), fact("services.0", Level::Withheld)]);
    assert_eq!(reading.facts["services"], json!(["Messaging", "Video"]));
    let twice = [fact("operators.2", Level::Withheld), fact("operators.2", Level::Withheld)];
    let reading = told(&twice);
    assert_eq!(reading.facts["operators"], json!(["a", "b", "d"]));
    assert_eq!(reading.redactions.len(), 1, "how many there were is not said");
}

#[test]
fn nothing_tells_that_there_were_confidential_sources() {
    let source = |confidential| json!({ "kind": "media", "title": "Amina", "confidential": confidential });
    let mut told = original("T", "N", json!({ "sources": [source(true)] }));
    told.marks = vec![
        fact("sources.0", Level::Withheld),
        span("sources.0.title", 0, 5, &[]),
        fact("sources", Level::Kind),
    ];
    let reading = read(&told, Token::Public);
    assert_eq!((reading.facts, reading.redactions), (json!({}), Vec::new()));
    // Of a fact that is not told, nothing inside is told of either.
    told.facts = json!({ "sources": [source(false)] });
    assert_eq!(read(&told, Token::Public).redactions.len(), 1);
}

fn any_span(length: usize) -> impl Strategy<Value = (usize, usize, Option<bool>)> {
    (0..=length, 0..=length, any::<Option<bool>>())
        .prop_map(|(a, b, who)| (a.min(b), a.max(b), who))
        .prop_filter("empty", |(a, b, _)| a < b)
}

fn tokens(who: Option<bool>) -> Vec<Token> {
    match who {
        None => Vec::new(),
        Some(false) => vec![government()],
        Some(true) => vec![Token::Coalition],
    }
}

proptest! {
    /// A wider audience never reads a code point that a narrower one may not, and nothing marked is ever read by who
    /// is not named. Each letter of the text is its own place, so that what is left can be told.
    #[test]
    fn nothing_marked_is_read(spans in prop::collection::vec(any_span(60), 0..12)) {
        let letters: Vec<char> = (0..60_u32).map(|n| char::from_u32(0x4e00 + n).unwrap()).collect();
        let mut report = original("t", &letters.iter().collect::<String>(), json!({}));
        report.marks = spans.iter().map(|(a, b, who)| span("narrative", *a, *b, &tokens(*who))).collect();
        let left = |token: Token| -> BTreeSet<char> {
            read(&report, token).narrative.chars().filter(|letter| letters.contains(letter)).collect()
        };
        let (public, coalition, governments) = (left(Token::Public), left(Token::Coalition), left(government()));
        prop_assert!(public.is_subset(&coalition) && coalition.is_subset(&governments));
        for (place, letter) in letters.iter().enumerate() {
            let over = || spans.iter().filter(|(a, b, _)| (*a..*b).contains(&place));
            prop_assert_eq!(public.contains(letter), over().next().is_none());
            prop_assert_eq!(coalition.contains(letter), over().all(|(_, _, who)| *who == Some(true)));
            prop_assert_eq!(governments.contains(letter), over().all(|(_, _, who)| who.is_some()));
        }
    }

    /// A mark that is carried over covers what it covered, and one that is not is asked about.
    #[test]
    fn a_carried_mark_covers_what_it_covered(
        old in "[a-d ]{0,40}", new in "[a-d ]{0,40}", spans in prop::collection::vec(any_span(40), 0..6),
    ) {
        let length = old.chars().count();
        let mut before = original("t", &old, json!({}));
        before.marks = spans
            .iter()
            .filter(|(_, end, _)| *end <= length)
            .map(|(start, end, who)| span("narrative", *start, *end, &tokens(*who)))
            .collect();
        let after = original("t", &new, json!({}));
        let carried = carry(&before, &after);
        prop_assert_eq!(carried.marks.len() + carried.lost.len(), before.marks.len());
        for mark in &carried.marks {
            let covered = super::covered(&after, &mark.target);
            prop_assert!(before.marks.iter().any(|one| super::covered(&before, &one.target) == covered));
        }
        prop_assert!(marks::check(&after, &carried.marks).is_ok());
    }

    /// Facts that are told more coarsely are still told in their own shapes.
    #[test]
    fn withholding_never_fails(path in "[a-z_]{1,12}(\\.[0-9]{1,2})?", level in prop::sample::select(Level::ALL)) {
        let mut facts = json!({ "places": ["a"], "started": { "date": "2024-01-01" }, "people_affected": 5 });
        let before = facts.clone();
        withholding::withhold(&mut facts, &[(&path, level)]);
        prop_assert!(facts.is_object());
        if !["places", "started", "people_affected"].contains(&withholding::split(&path).0) {
            prop_assert_eq!(facts, before);
        }
    }
}
