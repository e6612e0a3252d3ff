//! What the rules find and miss in labelled texts. `ENTENTE_PII=…/generated_small.json cargo test measured -- --nocapture`

use serde_json::Value;

use super::super::{Kind, Suggestion, suggest};

/// The labels that have a rule, and which of its kinds counts as right.
const LABELS: &[(&str, &[Kind])] = &[
    ("PHONE_NUMBER", &[Kind::Telephone, Kind::Handle]),
    ("CREDIT_CARD", &[Kind::BankNumber]),
    ("US_SSN", &[Kind::IdentityNumber]),
    ("US_DRIVER_LICENSE", &[Kind::IdentityNumber]),
    ("IP_ADDRESS", &[Kind::NetworkAddress]),
    ("EMAIL_ADDRESS", &[Kind::Email]),
    ("ADDRESS", &[Kind::PostalAddress]),
    // The larger sets of the same source call some of them by other names.
    ("STREET_ADDRESS", &[Kind::PostalAddress]),
    ("ZIP_CODE", &[Kind::PostalAddress]),
    ("IBAN_CODE", &[Kind::BankNumber]),
    ("PERSON", &[Kind::Person]),
    ("DOMAIN_NAME", &[Kind::PersonalLink, Kind::Handle]),
];

struct Labelled {
    kind: String,
    start: usize,
    end: usize,
}

#[derive(Default)]
struct Score {
    all: usize,
    whole: usize,
    touched: usize,
}

fn read(path: &str) -> Vec<(String, Vec<Labelled>)> {
    let all: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let offset = |span: &Value, key: &str| usize::try_from(span[key].as_u64().unwrap()).unwrap();
    let label = |span: &Value| Labelled {
        kind: span["entity_type"].as_str().unwrap().to_owned(),
        start: offset(span, "start_position"),
        end: offset(span, "end_position"),
    };
    all.iter()
        .map(|one| {
            let spans = one["spans"].as_array().unwrap().iter().map(label).collect();
            (one["full_text"].as_str().unwrap().to_owned(), spans)
        })
        .collect()
}

/// Are all letters and digits of a span covered?
fn covered(text: &str, span: &Labelled, by: &[&Suggestion]) -> bool {
    let counts = |(at, c): (usize, char)| (span.start..span.end).contains(&at) && c.is_alphanumeric();
    let open = |at: usize| !by.iter().any(|one| (one.start..one.end).contains(&at));
    !text.chars().enumerate().any(|(at, c)| counts((at, c)) && open(at))
}

#[test]
fn labelled_texts() {
    let Ok(path) = std::env::var("ENTENTE_PII") else {
        eprintln!("skipped: ENTENTE_PII names no file of labelled texts");
        return;
    };
    let (mut right, mut given) = (std::collections::BTreeMap::new(), std::collections::BTreeMap::new());
    let mut scores: Vec<Score> = LABELS.iter().map(|_| Score::default()).collect();
    for (text, spans) in read(&path) {
        let found = suggest(&text);
        for span in &spans {
            let Some(place) = LABELS.iter().position(|(label, _)| *label == span.kind) else { continue };
            let over: Vec<&Suggestion> = found
                .iter()
                .filter(|one| {
                    one.start < span.end && span.start < one.end && LABELS[place].1.contains(&one.kind)
                })
                .collect();
            let whole = covered(&text, span, &over);
            scores[place].all += 1;
            scores[place].touched += usize::from(!over.is_empty());
            scores[place].whole += usize::from(whole);
            if !whole {
                let value: String = text.chars().skip(span.start).take(span.end - span.start).collect();
                eprintln!("missed {} {value:?} touched {}", span.kind, over.len());
            }
        }
        for one in &found {
            *given.entry(one.kind).or_insert(0) += 1;
            let fits = spans.iter().any(|span| {
                let kinds =
                    LABELS.iter().find(|(label, _)| *label == span.kind).map_or(&[][..], |(_, kinds)| kinds);
                one.start < span.end && span.start < one.end && kinds.contains(&one.kind)
            });
            *right.entry(one.kind).or_insert(0) += usize::from(fits);
            if !fits {
                let value: String = text.chars().skip(one.start).take(one.end - one.start).collect();
                eprintln!("extra {} {value:?} in {text:?}", one.rule);
            }
        }
    }
    for ((label, _), score) in LABELS.iter().zip(&scores) {
        println!(
            "{label}: {} labelled, {} wholly covered, {} touched",
            score.all, score.whole, score.touched
        );
    }
    for (kind, count) in &given {
        println!("{kind:?}: {count} suggested, {} right", right[kind]);
    }
    let found: usize = scores.iter().map(|score| score.touched).sum();
    assert!(found >= 75, "the rules have become worse: {found} of what is labelled is found");
}
