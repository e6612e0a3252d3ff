//! The words of a translation: one text for each that its rendition has, by the names that marks have for them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{Fields, Message, message};
use crate::facts::{Facts, LINE, Mode, PROSE, UNKNOWN};
use crate::files::LONGEST_DESCRIPTION;
use crate::redaction::withholding::{find, find_mut};
use crate::redaction::{Reading, masks};
use crate::reports::{NARRATIVE, TITLE};
use crate::web::typed;

/// The facts that are sentences. Names (of places, offices, services, sources) stay as they are written, and words of a
/// vocabulary are read in the reader's own language anyway.
const SENTENCES: [&str; 4] =
    ["decision_maker", "stated_reason_text", "assessed_cause_text", "legal_basis.text"];

/// What kind of text a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// One line.
    Line,
    /// Several.
    Lines,
    /// Several, in Markdown.
    Markdown,
}

/// A text of a rendition that is there to be translated.
#[derive(Debug, Clone)]
pub struct Part {
    /// `title`, `narrative`, `facts.legal_basis.text`, `evidence.E-7K3QX9`.
    pub name: String,
    /// As it is read.
    pub text: String,
    /// What kind of text.
    pub kind: PartKind,
    /// The most characters.
    pub most: usize,
}

/// All texts of a rendition.
pub fn parts(reading: &Reading) -> Vec<Part> {
    let part = |name: &str, text: &str, kind, most| Part { name: name.into(), text: text.into(), kind, most };
    let mut parts = vec![part("title", &reading.title, PartKind::Line, TITLE)];
    parts.push(part("narrative", &reading.narrative, PartKind::Markdown, NARRATIVE));
    let count = |list: &str| reading.facts.get(list).and_then(Value::as_array).map_or(0, Vec::len);
    let groups = (0..count("affected_groups")).map(|place| format!("affected_groups.{place}"));
    let harms = (0..count("harms")).map(|place| format!("harms.{place}.method"));
    for path in SENTENCES.into_iter().map(str::to_owned).chain(groups).chain(harms) {
        let text = find(&reading.facts, &path).and_then(Value::as_str).filter(|text| *text != UNKNOWN);
        let prose = path.ends_with("text");
        let (kind, most) = if prose { (PartKind::Lines, PROSE) } else { (PartKind::Line, LINE) };
        parts.extend(text.map(|text| part(&format!("facts.{path}"), text, kind, most)));
    }
    for file in &reading.evidence {
        let name = format!("evidence.{}", file.id);
        parts.push(part(&name, &file.description, PartKind::Lines, LONGEST_DESCRIPTION));
    }
    parts.retain(|part| !part.text.is_empty());
    parts
}

/// The texts of a translation by the names of the parts that they are of.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TranslatedFields(BTreeMap<String, String>);

impl TranslatedFields {
    /// Reads what was typed for each part. Nothing may be left out, and nothing be masked that is not masked there.
    ///
    /// # Errors
    /// All that is wrong, by part.
    pub fn parse(reading: &Reading, sent: &BTreeMap<String, String>) -> Result<Self, Fields> {
        let parts = parts(reading);
        let (mut words, mut faults) = (BTreeMap::new(), Fields::default());
        for (name, text) in sent {
            if !text.is_empty() && !parts.iter().any(|part| part.name == *name) {
                faults.add(name.as_str(), message("fault-no-such-text"));
            }
        }
        for part in &parts {
            match part.read(sent.get(&part.name).map_or("", String::as_str)) {
                Ok(text) => drop(words.insert(part.name.clone(), text)),
                Err(fault) => faults.add(part.name.as_str(), fault),
            }
        }
        if faults.0.is_empty() && parts.iter().all(|part| words.get(&part.name) == Some(&part.text)) {
            faults.add("title", message("fault-not-translated"));
        }
        let words = Self(words);
        if faults.0.is_empty()
            && let Err(fields) = Facts::parse(&words.over(reading, "").facts, Mode::Import)
        {
            faults = fields;
        }
        if faults.0.is_empty() { Ok(words) } else { Err(faults) }
    }

    /// What the translation says for a part.
    pub fn of(&self, part: &str) -> &str {
        self.0.get(part).map_or("", String::as_str)
    }

    /// Every text, by its part.
    pub fn all(&self) -> &BTreeMap<String, String> {
        &self.0
    }

    /// The texts below `facts` or `evidence`, by what follows.
    pub fn below<'a>(&'a self, name: &str) -> BTreeMap<&'a str, &'a str> {
        let inside = |part: &'a String| part.strip_prefix(name)?.strip_prefix('.');
        self.0.iter().filter_map(|(part, text)| Some((inside(part)?, text.as_str()))).collect()
    }

    /// The rendition as it reads in these words. All that is no text of it stays.
    pub fn over(&self, reading: &Reading, language: &str) -> Reading {
        let mut translated = Reading { language: language.to_owned(), ..reading.clone() };
        for (name, text) in &self.0 {
            let place = match name.split_once('.') {
                None if name == "title" => Some(&mut translated.title),
                None => Some(&mut translated.narrative),
                Some(("evidence", id)) => {
                    let file = translated.evidence.iter_mut().find(|file| file.id == id);
                    file.map(|file| &mut file.description)
                }
                Some((_, path)) => match find_mut(&mut translated.facts, path) {
                    Some(Value::String(fact)) => Some(fact),
                    _ => None,
                },
            };
            if let Some(place) = place {
                place.clone_from(text);
            }
        }
        translated
    }
}

impl Part {
    fn read(&self, sent: &str) -> Result<String, Message> {
        let text = typed(sent, self.most, self.kind != PartKind::Line)?;
        if text.is_empty() {
            return Err(message("fault-missing"));
        }
        masked_alike(&self.text, &text)?;
        if self.kind == PartKind::Markdown {
            // What a page draws a bar for: a bracket can be written as an entity, or stand where none is drawn.
            let [there, here] = [&self.text, &text].map(|text| markdown::render(text));
            masked_alike(there.as_str(), here.as_str())?;
        }
        Ok(text)
    }
}

/// Every mask of the original stands in the translation, as often as there, and nothing else that could
/// be taken for one: so what is told of a text that was left out is told in every language.
fn masked_alike(original: &str, translated: &str) -> Result<(), Message> {
    let (there, here) = (counted(original), counted(translated));
    let shown = |mask: &str| mask.chars().take(60).collect::<String>();
    for (mask, count) in &here {
        if there.get(mask).is_none_or(|most| count > most) {
            return Err(message("fault-mask-unknown").with("mask", shown(mask)));
        }
    }
    match there.iter().find(|(mask, count)| here.get(*mask) != Some(count)).map(|(mask, _)| mask) {
        Some(missing) => Err(message("fault-mask-missing").with("mask", shown(missing))),
        None => Ok(()),
    }
}

fn counted(text: &str) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for mask in masks(text) {
        *counted.entry(mask).or_default() += 1;
    }
    counted
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reading() -> Reading {
        Reading {
            title: "█████ cut off".into(),
            narrative: "⟦personal_data⟧ met ⟦personal_data⟧ at ⟦exact_place⟧.".into(),
            language: "en".into(),
            facts: json!({
                "decision_maker": "unknown", "legal_basis": { "text": "A decree" }, "places": ["Kisumu"],
                "affected_groups": ["students", "█████"],
            }),
            redactions: Vec::new(),
            evidence: Vec::new(),
        }
    }

    fn sent(change: &[(&str, &str)]) -> BTreeMap<String, String> {
        let good = [
            ("title", "█████ coupé"),
            ("narrative", "À ⟦exact_place⟧, ⟦personal_data⟧ vit ⟦personal_data⟧."),
            ("facts.legal_basis.text", "Un décret"),
            ("facts.affected_groups.0", "étudiants"),
            ("facts.affected_groups.1", "█████"),
        ];
        good.iter().chain(change).map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn each_text_of_a_rendition_has_its_translation() {
        let names: Vec<String> = parts(&reading()).into_iter().map(|part| part.name).collect();
        let expected = sent(&[]).into_keys().collect::<std::collections::BTreeSet<_>>();
        assert_eq!(names.into_iter().collect::<std::collections::BTreeSet<_>>(), expected);
        let words = TranslatedFields::parse(&reading(), &sent(&[])).ok().unwrap();
        let read = words.over(&reading(), "fr");
        assert_eq!((read.title.as_str(), read.language.as_str()), ("█████ coupé", "fr"));
        assert_eq!(read.facts["legal_basis"]["text"], "Un décret");
        assert_eq!(read.facts["places"], reading().facts["places"]);
        assert_eq!(words.below("facts")["affected_groups.0"], "étudiants");
    }

    #[test]
    fn nothing_is_left_out_and_nothing_masked_anew() {
        for (name, text, key) in [
            ("title", "coupé", "fault-mask-missing"),
            ("title", "█████ █████ coupé", "fault-mask-unknown"),
            ("title", "██████ coupé", "fault-mask-unknown"),
            ("title", " ", "fault-missing"),
            ("narrative", "⟦personal_data⟧ ⟦exact_place⟧ ⟦other⟧", "fault-mask-unknown"),
            ("narrative", "⟦personal_data⟧ ⟦exact_place⟧ ⟦exact_place⟧", "fault-mask-unknown"),
            (
                "narrative",
                "⟦personal_data⟧ ⟦personal_data⟧ ⟦exact_place⟧ &#10214;other&#10215;",
                "fault-mask-unknown",
            ),
            ("narrative", "⟦personal_data⟧ ⟦exact_place⟧ ⟦", "fault-mask-unknown"),
            ("narrative", "⟦personal_data⟧ ⟦exact_place⟧ █████", "fault-mask-unknown"),
            ("narrative", "⟦personal_data⟧ [a](https://a.example/⟦exact_place⟧)", "fault-mask-missing"),
            ("narrative", "⟦personal_data⟧ ⟦personal_data⟧", "fault-mask-missing"),
            ("narrative", "⟦personal_data⟧ en vit un autre, ⟦exact_place⟧", "fault-mask-missing"),
            ("facts.legal_basis.text", "⟦other⟧", "fault-mask-unknown"),
            ("facts.decision_maker", "Somebody", "fault-no-such-text"),
            ("facts.places.0", "Somewhere", "fault-no-such-text"),
        ] {
            let Err(Fields(faults)) = TranslatedFields::parse(&reading(), &sent(&[(name, text)])) else {
                panic!("{name}: {text} is accepted")
            };
            assert_eq!(faults[name][0].key, key, "{name}: {text}");
            assert_eq!(faults.len(), 1, "{faults:?}");
        }
        let same = parts(&reading()).into_iter().map(|part| (part.name, part.text)).collect();
        assert!(TranslatedFields::parse(&reading(), &same).is_err(), "nothing is translated");
    }
}
