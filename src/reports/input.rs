//! What somebody may send as a report, parsed once.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::error::{Error, Fields, Result, message};
use crate::facts::{self, Facts, Mode};
use crate::redaction::{Original, RESERVED};
use crate::web::{Form, typed};

/// The most characters of a title.
pub const TITLE: usize = 300;
/// The most characters of a narrative.
pub const NARRATIVE: usize = 100_000;

/// The most characters of a tag of a language (RFC 5646 asks for no less).
const LONGEST_TAG: usize = 35;

/// A report as it was typed or sent, whole and well-formed.
#[derive(Clone)]
pub struct ReportInput {
    /// What it says.
    pub original: Original,
    /// The incident that it should be filed under, by reference.
    pub incident: Option<String>,
}

/// How far ahead of today what is reported may begin or end.
const AHEAD: Days = Days::new(366);

impl ReportInput {
    /// Refuses dates that are mistyped rather than known: nothing that is reported begins or ends years ahead.
    pub fn check_dates(&self, today: NaiveDate) -> Result<()> {
        let Ok(facts) = Facts::parse(&self.original.facts, Mode::Import) else { return Ok(()) };
        let latest = today.checked_add_days(AHEAD).unwrap_or(today);
        let mut faults = Fields::default();
        let ended = facts.ended.known().map(|date| date.first_day());
        for (name, day) in [("facts.started.date", facts.started_day()), ("facts.ended.date", ended)] {
            if day.is_some_and(|day| day > latest) {
                faults.add(name, message("fault-far-ahead"));
            }
        }
        faults.into_result(())
    }

    /// Reads `{title, narrative, language, facts, incident?}` and names every wrong field at once.
    pub fn parse(value: &Value) -> Result<Self> {
        let mut faults = Fields::default();
        let Some(object) = value.as_object() else {
            return Err(Error::Malformed(message("malformed-no-object")));
        };
        for name in object.keys() {
            if !["title", "narrative", "language", "facts", "incident"].contains(&name.as_str()) {
                faults.add(name, message("fault-no-such-field"));
            }
        }
        let mut text = |name: &str, needed: bool, most: usize, lines: bool| {
            read_text(object.get(name), name, needed, most, lines, &mut faults)
        };
        let title = text("title", true, TITLE, false);
        let narrative = text("narrative", false, NARRATIVE, true);
        let language = text("language", false, LONGEST_TAG, false);
        let incident = text("incident", false, 20, false);
        let language = if language.is_empty() { "en".to_owned() } else { language };
        if !is_language(&language) {
            faults.add("language", message("fault-language-tag"));
        }
        let facts = match Facts::parse(object.get("facts").unwrap_or(&json!({})), Mode::Person) {
            Ok(facts) => facts.to_value(),
            Err(Fields(wrong)) => {
                for (field, messages) in wrong {
                    for message in messages {
                        faults.add(field.clone(), message);
                    }
                }
                Value::Null
            }
        };
        let incident = Some(incident).filter(|reference| !reference.is_empty());
        faults.into_result(Self {
            original: Original { title, narrative, language, facts, ..Original::default() },
            incident,
        })
    }

    /// Reads what a form sent over the facts that stood there: what the form did not show stays.
    pub fn of_form(sent: &Form, base: &Facts) -> Result<Self> {
        let mut faults = Fields::default();
        for name in sent.fields().keys() {
            let known = ["title", "narrative", "language", "incident", "revision", "csrf", "once"];
            if !known.contains(&name.as_str()) && !name.starts_with("facts.") {
                faults.add(name, message("fault-no-such-field"));
            }
        }
        let fields = sent.pairs();
        if let Err(Fields(wrong)) = facts::form::parse(base, &fields) {
            faults.0.extend(wrong);
        }
        let parsed = Self::parse(&json!({
            "title": sent.raw("title"),
            "narrative": sent.raw("narrative"),
            "language": sent.text("language"),
            "incident": sent.reference("incident"),
            "facts": facts::form::to_value(base, &fields),
        }));
        match parsed {
            Err(Error::Invalid(Fields(wrong))) => {
                // Those of facts are told above, by the names of the form.
                faults.0.extend(wrong.into_iter().filter(|(field, _)| !field.starts_with("facts")));
                Err(Error::Invalid(faults))
            }
            Err(other) => Err(other),
            Ok(input) => faults.into_result(input),
        }
    }
}

fn read_text(
    value: Option<&Value>,
    name: &str,
    needed: bool,
    most: usize,
    lines: bool,
    faults: &mut Fields,
) -> String {
    let text = match value {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => typed(text, most, lines),
        Some(_) => Err(message("fault-text")),
    };
    match text {
        // A reader could not tell them from a mask.
        Ok(text) if text.contains(RESERVED) => faults.add(name, message("fault-brackets-typed")),
        Ok(text) if needed && text.is_empty() => faults.add(name, message("fault-missing")),
        Ok(text) => return text,
        Err(fault) => faults.add(name, fault),
    }
    String::new()
}

/// Whether this is a language tag, in the one form in which they are kept.
pub fn is_language(tag: &str) -> bool {
    tag.len() <= LONGEST_TAG
        && tag.parse::<icu::locale::LanguageIdentifier>().is_ok_and(|language| language.to_string() == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let wrong =
            json!({ "title": " ", "narrative": 7, "language": "english!", "colour": "red", "facts": [] });
        let Err(Error::Invalid(Fields(fields))) = ReportInput::parse(&wrong) else { panic!("accepted") };
        for name in ["title", "narrative", "language", "colour", "facts"] {
            assert!(fields.contains_key(name), "{name} in {fields:?}");
        }
    }

    #[test]
    fn text_is_kept_in_one_form() {
        let input =
            ReportInput::parse(&json!({ "title": "  Cafe\u{301} ", "narrative": "a\r\nb" })).ok().unwrap();
        assert_eq!(input.original.title, "Café");
        assert_eq!(input.original.narrative, "a\nb");
        assert_eq!(input.original.language, "en");
        let pasted =
            ReportInput::parse(&json!({ "title": "a\u{B}b\tc", "narrative": "a\u{C}b" })).ok().unwrap();
        assert_eq!((pasted.original.title.as_str(), pasted.original.narrative.as_str()), ("a b c", "a\nb"));
        for bad in ["a\u{0}b", "a\u{92}b", "a\u{1b}[31m", "a ⟦personal_data⟧"] {
            assert!(ReportInput::parse(&json!({ "title": bad })).is_err(), "{bad:?}");
        }
    }
}
