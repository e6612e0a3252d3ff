//! Values in the reader's words: what stands in JSON as `full_network` or `IN` is read as a name.

use serde_json::Value;

use crate::facts::{Count, Date, Facts, Part, Precision, Shape, Stated, UNKNOWN};
use crate::geography::{self, WorldRegion};
use crate::web::Page;

/// One thing that is said in a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The words.
    pub text: String,
    /// Where they lead, for the address of a source.
    pub href: Option<String>,
    /// Whether the report says that it is not known.
    pub unknown: bool,
}

impl Said {
    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), href: None, unknown: false }
    }

    fn unknown(page: &Page) -> Self {
        Self { text: page.t("word-unknown"), href: None, unknown: true }
    }
}

/// A fact and all that is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The name of the fact.
    pub label: String,
    /// What is said.
    pub said: Vec<Said>,
}

/// The facts whose values are words of a vocabulary; all others are texts and shown as they stand.
const VOCABULARY: &[&str] = &[
    "types",
    "status",
    "extent",
    "scope",
    "networks",
    "ordered_by",
    "actor_type",
    "stated_reasons",
    "assessed_causes",
    "rights",
];

/// A word of a vocabulary.
pub fn word(page: &Page, value: &str) -> String {
    let key = format!("word-{}", value.replace('_', "-"));
    page.strings().find(&key).unwrap_or_else(|| value.to_owned())
}

/// A country's name.
pub fn country(page: &Page, code: &str) -> String {
    geography::name(&page.lang, code).unwrap_or(code).to_owned()
}

/// The value of a facet. `organisation` has proper names that only the database knows: see the caller.
pub fn facet_value(page: &Page, facet: &str, value: &str) -> String {
    match facet {
        "country" if value != UNKNOWN => country(page, value),
        "region" => WorldRegion::ALL
            .iter()
            .find(|region| region.as_str() == value)
            .and_then(|region| geography::name(&page.lang, region.m49()))
            .unwrap_or(value)
            .to_owned(),
        "year" | "service" if value != UNKNOWN => value.to_owned(),
        _ => word(page, value),
    }
}

/// A date as finely as it is known.
pub fn date(page: &Page, date: Date) -> String {
    let text = match date.precision() {
        Precision::Day => page.date(date.first_day()),
        Precision::Month => page.strings().month(date.first_day()),
        Precision::Year => date.text(),
    };
    if date.is_estimated() { page.ta("date-estimated", &[("date", &text)]) } else { text }
}

/// A date, or that it is unknown, or nothing.
pub fn stated_date(page: &Page, stated: &Stated<Date>) -> String {
    match stated {
        Stated::Absent => String::new(),
        Stated::Unknown => page.t("word-unknown"),
        Stated::Known(known) => date(page, *known),
    }
}

/// Where it happened: the countries, then how many more.
pub fn places(page: &Page, facts: &Facts) -> String {
    let names: Vec<String> =
        facts.countries.entries().iter().map(|code| code.name(&page.lang).to_owned()).collect();
    if names.is_empty() {
        facts.places.entries().iter().map(|place| place.as_str().to_owned()).collect::<Vec<_>>().join(", ")
    } else {
        names.join(", ")
    }
}

/// What happened, in words.
pub fn types(page: &Page, facts: &Facts) -> String {
    let words: Vec<String> = facts.types.entries().iter().map(|kind| word(page, &kind.to_string())).collect();
    words.join(", ")
}

/// Every fact that is stated, in the order in which a report states them.
pub fn lines(page: &Page, facts: &Facts) -> Vec<Line> {
    let value = facts.to_value();
    let Shape::Record(fields) = Facts::SHAPE else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    for (name, shape) in fields {
        let Some(value) = value.get(*name) else { continue };
        match (*name, shape) {
            ("source", _) => {
                let system = value.get("system").and_then(Value::as_str).unwrap_or_default();
                let id = value.get("id").and_then(Value::as_str).unwrap_or_default();
                push(page, &mut lines, "source", vec![Said::plain(format!("{system} {id}").trim())]);
            }
            ("status", _) if value != UNKNOWN => {
                push(page, &mut lines, "status", vec![Said::plain(status(page, facts))]);
            }
            // The status says it.
            ("status_as_of", _) if facts.status.known().is_some() => {}
            (_, Shape::Record(parts)) => {
                for (part, _) in *parts {
                    if let Some(value) = value.get(*part) {
                        let said = if *part == "text" { text(page, value) } else { vocabulary(page, value) };
                        push(page, &mut lines, &format!("{name}-{part}"), said);
                    }
                }
            }
            (name, _) => push(page, &mut lines, name, said(page, name, value)),
        }
    }
    let contradictions = facts.contradictions();
    let said = contradictions.iter().map(|one| Said::plain(page.t(one.key())));
    push(page, &mut lines, "dates", said.collect());
    lines
}

/// Whether it goes on, with the time at which its source says so: nobody has looked since.
pub fn status(page: &Page, facts: &Facts) -> String {
    let Some(status) = facts.status.known() else { return String::new() };
    let word = word(page, &status.to_string());
    let Some(seen) = facts.status_as_of.known() else { return word };
    let at = date(page, *seen);
    let key = if seen.precision() == Precision::Day { "status-on" } else { "status-at-end-of" };
    page.ta(key, &[("status", &word), ("date", &at)])
}

fn push(page: &Page, lines: &mut Vec<Line>, name: &str, said: Vec<Said>) {
    if !said.is_empty() && said.iter().any(|one| !one.text.is_empty()) {
        lines.push(Line { label: page.t(&format!("fact-{}", name.replace('_', "-"))), said });
    }
}

fn said(page: &Page, name: &str, value: &Value) -> Vec<Said> {
    match name {
        "started" | "ended" | "status_as_of" => vec![dated(page, value)],
        "countries" | "cross_border" => each(page, value, |code| Said::plain(country(page, code))),
        "regions" => each(page, value, |code| {
            let known = code.parse::<geography::Subdivision>().map(geography::Subdivision::name);
            Said::plain(known.unwrap_or(code))
        }),
        "harms" => records(page, value, harm),
        "sources" => records(page, value, citation),
        "people_affected" => vec![Count::of(value).map_or_else(
            || Said::unknown(page),
            |count| {
                Said::plain(match count {
                    Count::Exactly(number) => page.number(number),
                    Count::Between(least, most) => {
                        format!("{}–{}", page.number(least), page.number(most))
                    }
                })
            },
        )],
        "asns" => value
            .as_array()
            .into_iter()
            .flatten()
            .map(|asn| {
                asn.as_u64().map_or_else(|| Said::unknown(page), |asn| Said::plain(format!("AS{asn}")))
            })
            .collect(),
        name if VOCABULARY.contains(&name) => vocabulary(page, value),
        _ => text(page, value),
    }
}

fn each(page: &Page, value: &Value, say: impl Fn(&str) -> Said) -> Vec<Said> {
    let one = |value: &Value| match value {
        Value::String(text) if text == UNKNOWN => Said::unknown(page),
        Value::String(text) => say(text),
        other => Said::plain(other.to_string()),
    };
    match value {
        Value::Array(values) => values.iter().map(one).collect(),
        other => vec![one(other)],
    }
}

fn text(page: &Page, value: &Value) -> Vec<Said> {
    each(page, value, |text| Said::plain(text))
}

fn vocabulary(page: &Page, value: &Value) -> Vec<Said> {
    each(page, value, |value| Said::plain(word(page, value)))
}

fn dated(page: &Page, value: &Value) -> Said {
    let known = value.get("date").and_then(Value::as_str).and_then(|text| {
        let estimated = value.get("estimated").and_then(Value::as_bool).unwrap_or_default();
        Date::parse(text, estimated)
    });
    known.map_or_else(|| Said::unknown(page), |known| Said::plain(date(page, known)))
}

fn records(page: &Page, value: &Value, say: impl Fn(&Page, &Value) -> Said) -> Vec<Said> {
    match value {
        Value::Array(entries) => entries
            .iter()
            .map(|entry| if entry.is_object() { say(page, entry) } else { Said::unknown(page) })
            .collect(),
        _ => vec![Said::unknown(page)],
    }
}

fn harm(page: &Page, harm: &Value) -> Said {
    let string = |name: &str| harm.get(name).and_then(Value::as_str);
    let number = |name: &str| harm.get(name).and_then(Value::as_u64).map(|number| page.number(number));
    let mut parts = Vec::new();
    parts.extend(string("kind").map(|kind| word(page, &format!("harm_{kind}"))));
    match (number("minimum"), number("maximum")) {
        (Some(least), Some(most)) if least == most => parts.push(least),
        (Some(least), Some(most)) => {
            parts.push(page.ta("harm-between", &[("least", &least), ("most", &most)]));
        }
        (Some(least), None) => parts.push(page.ta("harm-at-least", &[("least", &least)])),
        (None, Some(most)) => parts.push(page.ta("harm-at-most", &[("most", &most)])),
        (None, None) => {}
    }
    parts.extend(string("method").map(str::to_owned));
    if harm.get("direct") == Some(&Value::Bool(true)) {
        parts.push(page.t("harm-direct"));
    }
    Said::plain(parts.join(" · "))
}

fn citation(page: &Page, source: &Value) -> Said {
    let string = |name: &str| source.get(name).and_then(Value::as_str);
    let href = string("url").filter(|url| *url != UNKNOWN).map(str::to_owned);
    let mut parts = Vec::new();
    parts.extend(string("kind").map(|kind| word(page, &format!("source_{kind}"))));
    parts.extend(string("title").or(href.as_deref()).map(str::to_owned));
    if source.get("confidential") == Some(&Value::Bool(true)) {
        parts.push(page.t("source-confidential"));
    }
    Said { text: parts.join(" · "), href, unknown: false }
}

/// The cells of the source's own row, for those who may read them.
pub fn raw(facts: &Facts) -> Vec<(String, String)> {
    facts.source.raw.0.iter().map(|(name, cell)| (name.clone(), cell.clone())).collect()
}
