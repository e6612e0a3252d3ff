//! Marks: what of an original stays behind, why, and who may see it all the same.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::Original;
use super::withholding::{self, Level};
use crate::access::{Audience, Token};
use crate::db::{OrganisationId, text_enum};
use crate::error::{Fields, Message, message};

text_enum! {
    /// Why something stays behind. Readers are told.
    pub enum Reason {
        /// It would tell who told.
        SourceIdentity = "source_identity",
        /// It is about a person.
        PersonalData = "personal_data",
        /// It says exactly where.
        ExactPlace = "exact_place",
        /// Somebody would be less safe.
        PersonSecurity = "person_security",
        /// It would show how something is known.
        MethodSecurity = "method_security",
        /// Lawyer and client.
        LegalPrivilege = "legal_privilege",
        /// Others gave it in confidence.
        ThirdPartyConfidence = "third_party_confidence",
        /// Something is going on that must not be disturbed.
        OngoingOperation = "ongoing_operation",
        /// What the mark says in words.
        Other = "other",
    }
}

/// What a mask in a longer text is made of, and what may stand in no replacement: `⟦personal_data⟧`.
pub const RESERVED: [char; 2] = markdown::GAP;

/// The most marks on one original.
pub const MOST_MARKS: usize = 2_000;
/// The most characters of a replacement and of a reason in words.
pub const MOST_WORDS: usize = 200;

/// What a mark is on. Offsets are Unicode code points of the text as it is sealed, the end not included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A part of a text: `title`, `narrative`, or a fact that is text (`decision_maker`, `sources.0.title`).
    Span {
        /// Which text.
        field: String,
        /// The first code point.
        start: usize,
        /// The first that is not covered any more.
        end: usize,
    },
    /// A fact, or an entry of one (`operators.2`): withheld, or told more coarsely.
    Fact {
        /// Where it is among the facts.
        path: String,
        /// How much of it is still told.
        level: Level,
    },
    /// A file, by its public id.
    Evidence(String),
}

/// One mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// On what.
    pub target: Target,
    /// Why.
    pub reason: Reason,
    /// The reason in words, where it is none of those known.
    #[serde(default)]
    pub words: String,
    /// Who may still see it, beside the owner.
    #[serde(with = "tokens")]
    pub visible_to: BTreeSet<Token>,
    /// What others read in its place.
    #[serde(default)]
    pub replacement: Option<String>,
}

/// A mark that an edit left without its place: until somebody says where it belongs, nothing can be proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lost {
    /// The mark as it was.
    pub mark: Mark,
    /// What it covered.
    pub covered: String,
}

/// Tokens as they are kept inside a sealed original.
mod tokens {
    use std::collections::BTreeSet;

    use serde::{Deserialize, Deserializer, Serializer};

    use crate::access::Token;

    pub(super) fn serialize<S: Serializer>(tokens: &BTreeSet<Token>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(tokens.iter().map(Token::to_string))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeSet<Token>, D::Error> {
        let texts = Vec::<String>::deserialize(from)?;
        texts.iter().map(|text| text.parse().map_err(serde::de::Error::custom)).collect()
    }
}

impl Mark {
    /// Whether everybody in `audience` may see what this covers: each of its tokens is one of those named, or
    /// contained in one. A group stands for its members of any time; the owner's own people are always named.
    pub fn spares(&self, owner: &OrganisationId, audience: &Audience) -> bool {
        let own = Token::Organisation(owner.clone());
        let named =
            |wanted: &Token| *wanted == own || self.visible_to.iter().any(|token| token.reaches(wanted));
        audience.tokens().iter().all(named)
    }

    /// What readers are told in its place.
    pub fn told(&self, at: &str) -> Redaction {
        Redaction { reason: self.reason, words: self.words.clone(), at: at.to_owned() }
    }
}

/// That something was left out of a text, why, and of which part: all that a reader learns of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Redaction {
    /// Why.
    pub reason: Reason,
    /// The reason in words, with `other` alone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// `title`, `narrative`, `evidence`, or the name of a fact.
    pub at: String,
}

/// The text that a span's `field` names.
pub fn text_of<'a>(original: &'a Original, field: &str) -> Option<&'a str> {
    match field {
        "title" => Some(&original.title),
        "narrative" => Some(&original.narrative),
        path => withholding::find(&original.facts, path).and_then(Value::as_str),
    }
}

/// Says of each mark what is wrong with it: `marks.3.end` and the like.
pub fn check(original: &Original, marks: &[Mark]) -> Result<(), Fields> {
    let mut faults = Fields::default();
    if marks.len() > MOST_MARKS {
        faults.add("marks", message("fault-too-many-entries").with("most", MOST_MARKS));
        return Err(faults);
    }
    // A text is measured once, however many marks are on it.
    let mut lengths: BTreeMap<&str, Option<usize>> = BTreeMap::new();
    for (place, mark) in marks.iter().enumerate() {
        let mut fault = |part: &str, what: Message| faults.add(format!("marks.{place}.{part}"), what);
        match &mark.target {
            Target::Span { field, start, end } => match *lengths
                .entry(field)
                .or_insert_with(|| text_of(original, field).map(|text| text.chars().count()))
            {
                None => fault("field", message("fault-mark-field")),
                Some(length) => {
                    if start >= end {
                        fault("end", message("fault-mark-empty"));
                    } else if *end > length {
                        fault("end", message("fault-mark-beyond").with("length", length));
                    }
                }
            },
            Target::Fact { path, level } => {
                if !withholding::can(path, *level) {
                    fault("fact", message("fault-mark-fact"));
                }
            }
            Target::Evidence(id) => {
                if original.evidence.iter().all(|file| file.reference != *id) {
                    fault("evidence", message("fault-mark-evidence"));
                }
            }
        }
        if (mark.reason == Reason::Other) == mark.words.is_empty() {
            fault("reason_text", message("fault-mark-reason"));
        }
        let long = |text: &str| text.chars().count() > MOST_WORDS || text.contains(RESERVED);
        if long(&mark.words) {
            fault("reason_text", message("fault-mark-words").with("most", MOST_WORDS));
        }
        if mark.replacement.as_deref().is_some_and(long) {
            fault("replace_with", message("fault-mark-words").with("most", MOST_WORDS));
        }
    }
    if faults.0.is_empty() { Ok(()) } else { Err(faults) }
}
