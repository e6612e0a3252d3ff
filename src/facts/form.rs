//! Facts in an HTML form without a script: flat fields such as `facts.started.date`, and back.
//!
//! A field that a form shows is named in what it sends, if only by an empty hidden input of the same name before
//! its check boxes; sent empty it is absent. A field that is not named stays as it was, so a page can edit the main
//! facts and lose none that it does not show. Lists are sent as repeated fields, or as lines of one text; codes and
//! words, and names of services and firms, may also stand with commas between. Entries of `sources` and `harms` are
//! numbered: `facts.sources.0.url`; an entry whose every field is sent empty is taken out, and one past the end is new.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{Facts, MOST_ENTRIES, Mode, Part, Shape};
use crate::error::{Fields, Message, message};
use crate::web::iso_date;

/// The name under which all facts stand in a form.
const ROOT: &str = "facts";

/// What stands in a form, by the names of its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormValues(BTreeMap<String, Vec<String>>);

impl FormValues {
    /// The values that show these facts; a list's entries are the values of one repeated field.
    pub fn of(facts: &Facts) -> Self {
        let mut values = Self::default();
        values.flatten(ROOT, Facts::SHAPE, &facts.to_value());
        values
    }

    /// What was typed, over these values: a refused form is shown again just as it was sent.
    #[must_use]
    pub fn overlaid(mut self, fields: &[(String, String)]) -> Self {
        for (name, values) in gathered(fields) {
            self.0.insert(name.to_owned(), values.into_iter().map(str::to_owned).collect());
        }
        self
    }

    /// The value of a field, for an input; the values of a repeated one as lines, for a text area.
    pub fn one(&self, name: &str) -> String {
        self.all(name)
            .iter()
            .map(String::as_str)
            .filter(|value| !value.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// Every value of a field.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a field has a value: for check boxes and choices.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).iter().any(|one| one == value)
    }

    /// How many entries a list of records such as `facts.sources` has.
    pub fn count(&self, name: &str) -> usize {
        let places = self.0.keys().filter_map(|field| place_in(field, name));
        places.max().map_or(0, |last| last + 1)
    }

    /// Every field with its values, by name.
    #[cfg(test)]
    pub fn each(&self, mut take: impl FnMut(&str, &[String])) {
        for (name, values) in &self.0 {
            take(name, values);
        }
    }

    fn flatten(&mut self, name: &str, shape: Shape, value: &Value) {
        match (shape, value) {
            (Shape::Sealed, _) | (_, Value::Null) => {}
            (Shape::Record(fields), Value::Object(map)) => {
                for (field, shape) in fields {
                    self.flatten(&format!("{name}.{field}"), *shape, map.get(*field).unwrap_or(&Value::Null));
                }
            }
            (Shape::Date, Value::Object(map)) => {
                for (field, value) in map {
                    self.flatten(&format!("{name}.{field}"), Shape::Text, value);
                }
            }
            (Shape::Records(fields), Value::Array(entries)) if entries.iter().all(Value::is_object) => {
                for (place, entry) in entries.iter().enumerate() {
                    self.flatten(&format!("{name}.{place}"), Shape::Record(fields), entry);
                }
            }
            (_, Value::Array(entries)) => {
                self.0.insert(name.to_owned(), entries.iter().map(plain).collect());
            }
            _ => {
                self.0.insert(name.to_owned(), vec![plain(value)]);
            }
        }
    }
}

/// A value as an input shows it.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(flag) => (if *flag { "yes" } else { "no" }).to_owned(),
        other => other.to_string(),
    }
}

/// The place in `facts.sources.3.url` for the list `facts.sources`.
fn place_in(field: &str, list: &str) -> Option<usize> {
    let rest = field.strip_prefix(list)?.strip_prefix('.')?;
    rest.split('.').next()?.parse().ok().filter(|place| *place < MOST_ENTRIES)
}

fn gathered(fields: &[(String, String)]) -> BTreeMap<&str, Vec<&str>> {
    let mut sent: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, value) in fields.iter().filter(|(name, _)| name.starts_with("facts.")) {
        sent.entry(name).or_default().push(value);
    }
    sent
}

/// `base` after a form.
///
/// # Errors
/// All that is wrong, by the names of the form's fields.
pub fn parse(base: &Facts, fields: &[(String, String)]) -> Result<Facts, Fields> {
    let mut faults = Fields::default();
    let names: BTreeSet<_> = gathered(fields).into_keys().collect();
    for name in names.into_iter().filter(|name| !has_shape(Facts::SHAPE, name.split('.').skip(1))) {
        faults.add(name, message("fault-no-such-fact"));
    }
    let parsed = Facts::parse(&to_value(base, fields), Mode::Person);
    if let Err(found) = &parsed {
        faults.0.extend(as_sent(base, fields, found));
    }
    if faults.0.is_empty() { parsed } else { Err(faults) }
}

/// Faults under the names that the form sent: an entry that was emptied is no longer counted, and what comes after it
/// moves up.
fn as_sent(base: &Facts, fields: &[(String, String)], found: &Fields) -> BTreeMap<String, Vec<Message>> {
    let (base, sent) = (base.to_value(), gathered(fields));
    let Shape::Record(all) = Facts::SHAPE else { return found.0.clone() };
    let name_as_sent = |path: &str| {
        all.iter().find_map(|(list, shape)| {
            let Shape::Records(parts) = shape else { return None };
            let name = format!("{ROOT}.{list}");
            let place = place_in(path, &name)?;
            let old = base.get(*list).unwrap_or(&Value::Null);
            let (sent_place, _) = entries(&name, parts, old, &sent)?.into_iter().nth(place)?;
            let rest = path.strip_prefix(&format!("{name}.{place}"))?;
            Some(format!("{name}.{sent_place}{rest}"))
        })
    };
    let renamed = |path: &String| name_as_sent(path).unwrap_or_else(|| path.clone());
    found.0.iter().map(|(path, messages)| (renamed(path), messages.clone())).collect()
}

/// The JSON of `base` after a form. Names that no fact has are passed over; [`parse`] tells them.
pub fn to_value(base: &Facts, fields: &[(String, String)]) -> Value {
    merge(ROOT, Facts::SHAPE, &base.to_value(), &gathered(fields))
}

fn has_shape<'n>(shape: Shape, mut path: impl Iterator<Item = &'n str>) -> bool {
    match (shape, path.next()) {
        (Shape::Record(fields), Some(name)) => {
            fields.iter().find(|(field, _)| *field == name).is_some_and(|(_, shape)| has_shape(*shape, path))
        }
        (Shape::Records(fields), Some(place)) => {
            place.parse::<usize>().is_ok_and(|place| place < MOST_ENTRIES)
                && has_shape(Shape::Record(fields), path)
        }
        (Shape::Date, Some(part)) => {
            matches!(part, "date" | "precision" | "estimated") && path.next().is_none()
        }
        (Shape::Date | Shape::Sealed | Shape::Record(_), None) | (Shape::Sealed, _) | (_, Some(_)) => false,
        (_, None) => true,
    }
}

fn merge(name: &str, shape: Shape, base: &Value, sent: &BTreeMap<&str, Vec<&str>>) -> Value {
    match shape {
        Shape::Sealed => base.clone(),
        Shape::Record(fields) => {
            let entry = |(field, shape): &(&'static str, Shape)| {
                let old = base.get(*field).unwrap_or(&Value::Null);
                let new = merge(&format!("{name}.{field}"), *shape, old, sent);
                (!new.is_null()).then(|| ((*field).to_owned(), new))
            };
            let map: Map<String, Value> = fields.iter().filter_map(entry).collect();
            if map.is_empty() { Value::Null } else { Value::Object(map) }
        }
        Shape::Records(fields) => records(name, fields, base, sent),
        Shape::Date => date(name, base, sent),
        _ => sent.get(name).map_or_else(|| base.clone(), |values| leaf(shape, base, values)),
    }
}

fn records(
    name: &str,
    fields: &'static [(&'static str, Shape)],
    base: &Value,
    sent: &BTreeMap<&str, Vec<&str>>,
) -> Value {
    if sent.get(name).is_some_and(|values| values.iter().any(|value| !value.is_empty())) {
        return leaf(Shape::Lines, base, sent.get(name).map_or(&[], Vec::as_slice));
    }
    match entries(name, fields, base, sent) {
        Some(entries) => entries.into_iter().map(|(_, entry)| entry).collect(),
        None => base.clone(),
    }
}

/// The entries that are left of a list, each with the place under which it was sent; nothing where none was sent.
fn entries(
    name: &str,
    fields: &'static [(&'static str, Shape)],
    base: &Value,
    sent: &BTreeMap<&str, Vec<&str>>,
) -> Option<Vec<(usize, Value)>> {
    let last = sent.keys().filter_map(|field| place_in(field, name)).max()?;
    let none = Vec::new();
    let old = base.as_array().unwrap_or(&none);
    let merged = (0..old.len().max(last + 1)).map(|place| {
        let entry = old.get(place).unwrap_or(&Value::Null);
        (place, merge(&format!("{name}.{place}"), Shape::Record(fields), entry, sent))
    });
    // An unticked box is no statement: an entry of nothing else is one that was emptied.
    let stated = |entry: &Value| {
        entry
            .as_object()
            .is_some_and(|map| map.values().any(|value| !value.is_null() && *value != Value::Bool(false)))
    };
    Some(merged.filter(|(_, entry)| stated(entry)).collect())
}

/// A new date is taken as precisely as it is written unless the form says how precise it is.
fn date(name: &str, base: &Value, sent: &BTreeMap<&str, Vec<&str>>) -> Value {
    let given = |part: &str| {
        let values = sent.get(format!("{name}.{part}").as_str())?;
        Some(values.iter().copied().rfind(|value| !value.trim().is_empty()).unwrap_or_default().trim())
    };
    let Some(text) = given("date").map(iso_date) else { return base.clone() };
    let text = text.as_str();
    if text.is_empty() {
        return Value::Null;
    }
    let same = base.get("date").and_then(Value::as_str) == Some(text);
    let mut map = Map::new();
    map.insert("date".to_owned(), text.into());
    match given("precision") {
        None if same => insert(&mut map, "precision", base.get("precision").cloned()),
        None | Some("") => {}
        Some(word) => insert(&mut map, "precision", Some(word.into())),
    }
    match given("estimated") {
        None => insert(&mut map, "estimated", base.get("estimated").cloned()),
        Some(tick) => insert(&mut map, "estimated", Some(flag(tick))),
    }
    if text == super::UNKNOWN {
        map.retain(|part, _| part == "date");
    }
    Value::Object(map)
}

fn insert(map: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        map.insert(name.to_owned(), value);
    }
}

fn flag(text: &str) -> Value {
    match text {
        "" | "no" | "false" | "0" => Value::Bool(false),
        "yes" | "true" | "on" | "1" => Value::Bool(true),
        other => other.into(),
    }
}

fn leaf(shape: Shape, base: &Value, values: &[&str]) -> Value {
    let last = values.iter().copied().rfind(|value| !value.trim().is_empty()).unwrap_or_default();
    match shape {
        Shape::Flag => flag(last.trim()),
        Shape::Words | Shape::Names | Shape::Lines => {
            let old: Vec<&str> = base.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let entries: Vec<Value> = values
                .iter()
                .flat_map(|value| value.lines())
                .flat_map(|line| split(shape, line, &old))
                .filter(|entry| !entry.is_empty())
                .map(Value::from)
                .collect();
            if entries.is_empty() { Value::Null } else { Value::Array(entries) }
        }
        _ if last.trim().is_empty() => Value::Null,
        Shape::Number => last.trim().parse::<u64>().map_or_else(|_| last.into(), Value::from),
        Shape::YesNo => flag(last.trim()),
        _ => last.into(),
    }
}

/// The entries of a line. One that stood there before is kept whole.
fn split<'l>(shape: Shape, line: &'l str, old: &[&str]) -> Vec<&'l str> {
    let line = line.trim();
    match shape {
        Shape::Words => line.split(|c: char| c == ',' || c == ';' || c.is_whitespace()).collect(),
        Shape::Names if !old.contains(&line) => line.split([',', ';']).map(str::trim).collect(),
        _ => vec![line],
    }
}
