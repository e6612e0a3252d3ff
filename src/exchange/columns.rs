//! The columns of a table of incidents, the same in every format that has columns.

use std::collections::BTreeSet;

use serde_json::Value;

use super::stop;
use crate::cells::Cell;
use crate::facts::{Count, Date, Precision, Stated};
use crate::incidents::Item;
use crate::incidents::search::Search;

/// The columns of a row, in their order.
const COLUMNS: [&str; 32] = [
    "reference",
    "title",
    "types",
    "countries",
    "regions",
    "places",
    "started",
    "started_precision",
    "ended",
    "status",
    "scope",
    "extent",
    "networks",
    "services",
    "operators",
    "ordered_by",
    "decision_maker",
    "stated_reasons",
    "assessed_causes",
    "legal_basis_claimed",
    "legal_basis",
    "acknowledged_by_government",
    "acknowledged_by_operators",
    "people_affected",
    "sources",
    "verification",
    "tlp",
    "organisations",
    "reports",
    "released_at",
    "status_as_of",
    "contradictions",
];

/// The items of a download: one an incident, or one a report.
pub fn units(search: &Search, items: &[Item]) -> Vec<Item> {
    if search.rows.as_deref() != Some("reports") {
        return items.to_vec();
    }
    items.iter().flat_map(Item::by_report).collect()
}

/// The names of the columns.
pub fn head(search: &Search) -> Vec<String> {
    let mut head: Vec<String> = COLUMNS.iter().map(|&name| name.to_owned()).collect();
    if search.source {
        head.extend(stop::COLUMNS.iter().map(|name| format!("source.{name}")));
    }
    head
}

/// The cells of a row.
pub fn cells(search: &Search, item: &Item) -> Vec<Cell> {
    let facts = item.facts.to_value();
    let fact = |name: &str| Cell::Text(text(facts.get(name)));
    let part = |name: &str, part: &str| Cell::Text(text(facts.get(name).and_then(|fact| fact.get(part))));
    let precision = facts.get("started").and_then(|date| date.get("precision"));
    let organisations: BTreeSet<&str> = item.reports.iter().map(|(_, one)| one.name.as_str()).collect();
    let reports: Vec<&str> = item.reports.iter().map(|(reference, _)| reference.as_str()).collect();
    let mut row = vec![
        Cell::Text(item.reference.clone()),
        Cell::Text(item.title.clone()),
        fact("types"),
        fact("countries"),
        fact("regions"),
        fact("places"),
        date(&item.facts.started),
        Cell::Text(text(precision)),
        date(&item.facts.ended),
        fact("status"),
        fact("scope"),
        fact("extent"),
        fact("networks"),
        fact("services"),
        fact("operators"),
        fact("ordered_by"),
        fact("decision_maker"),
        fact("stated_reasons"),
        fact("assessed_causes"),
        part("legal_basis", "claimed"),
        part("legal_basis", "text"),
        part("acknowledged", "government"),
        part("acknowledged", "operators"),
        match item.facts.people_affected.known() {
            Some(Count::Exactly(number)) => Cell::Number(*number),
            _ => fact("people_affected"),
        },
        Cell::Text(sources(facts.get("sources"))),
        Cell::Text(item.verification.to_string()),
        Cell::Text(item.tlp.to_string()),
        Cell::Text(organisations.into_iter().collect::<Vec<_>>().join("; ")),
        Cell::Text(reports.join("; ")),
        Cell::Moment(item.released_at),
        date(&item.facts.status_as_of),
        Cell::Text(item.facts.contradictions().iter().map(|one| one.as_str()).collect::<Vec<_>>().join("; ")),
    ];
    if search.source {
        let raw = facts.get("source").and_then(|source| source.get("raw"));
        row.extend(stop::COLUMNS.iter().map(|name| Cell::Source(text(raw.and_then(|raw| raw.get(name))))));
    }
    row
}

fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; "),
        _ => String::new(),
    }
}

/// What a report relies on: of each source its title and its address, as far as it has them.
fn sources(value: Option<&Value>) -> String {
    let one = |source: &Value| match source {
        Value::String(word) => word.clone(),
        source => {
            let parts = ["title", "url"].iter().filter_map(|name| source.get(name)?.as_str());
            parts.collect::<Vec<_>>().join(" ")
        }
    };
    let all = value.and_then(Value::as_array).into_iter().flatten().map(one);
    all.filter(|source| !source.is_empty()).collect::<Vec<_>>().join("; ")
}

fn date(stated: &Stated<Date>) -> Cell {
    match stated {
        Stated::Known(date) if date.precision() == Precision::Day => Cell::Day(date.first_day()),
        Stated::Known(date) => Cell::Text(date.text()),
        Stated::Unknown => Cell::Text("unknown".into()),
        Stated::Absent => Cell::Text(String::new()),
    }
}
