//! The fields of the index, and how a document becomes one of tantivy's.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, SchemaBuilder, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{TantivyDocument, Term};

use super::analysis::AnyScript;
use super::{Document, Kind};
use crate::db::{ChangeKind, Moment};

/// Changes with every change of the fields, of the analysis or of what the documents say: an index of another version is
/// built anew.
pub const VERSION: u32 = 8;

const ANALYSIS: &str = "any-script";

/// Handles of the fields.
#[derive(Debug, Clone)]
pub struct Fields {
    /// The id, kept to be given back.
    pub id: Field,
    /// The kind.
    pub kind: Field,
    /// [`crate::access::terms::ReadingTerms`], term by term.
    pub audience: Field,
    /// Organisations left out.
    pub except: Field,
    /// Tokens of fuller renditions.
    pub shadow: Field,
    /// Organisations for which the shadow does not count.
    pub exempt: Field,
    /// Shadows of those.
    pub shadow_for: Field,
    /// From when on it counts: [`moment`].
    pub from: Field,
    /// Until when.
    pub ends: Field,
    /// What it rests on.
    pub rests_on: Field,
    /// [`HISTORY`], where it is an older version.
    pub history: Field,
    /// The title once more, for its weight.
    pub title: Field,
    /// Title and body.
    pub text: Field,
    /// First day, as days of the common era.
    pub started: Field,
    /// Last day.
    pub until: Field,
    /// Month of the first day, counted from the year 0.
    pub month: Field,
    /// Microseconds since 1970.
    pub released: Field,
    /// What is each kind's own, in their order.
    pub kinds: Vec<Arc<KindFields>>,
}

/// Handles of what is one kind's own: `report.subject`, `report.row`, `report.country` …
#[derive(Debug)]
pub struct KindFields {
    /// The kind.
    pub kind: &'static Kind,
    /// Its place among all kinds: the key of its columns and of its answers.
    pub number: usize,
    /// What may take something out of its lists.
    pub narrowed_by: Vec<ChangeKind>,
    /// What is replaced together.
    pub subject: Field,
    /// The row's ordinal.
    pub row: Field,
    /// One field a facet, in their order.
    pub facets: Vec<(&'static str, Field)>,
}

impl KindFields {
    fn new(schema: &mut SchemaBuilder, number: usize, kinds: &[&'static Kind], kind: &'static Kind) -> Self {
        let facet = |name: &&'static str| {
            (*name, schema.add_text_field(&field_name(kind, name), term_options() | FAST))
        };
        let facets = kind.facets.iter().map(facet).collect();
        Self {
            kind,
            number,
            narrowed_by: kind.narrowed_by(kinds).into_iter().collect(),
            subject: schema.add_text_field(&field_name(kind, SUBJECT), term_options()),
            row: schema.add_u64_field(&field_name(kind, ROW), INDEXED | FAST),
            facets,
        }
    }

    /// A facet's field.
    pub fn facet(&self, facet: &str) -> Option<Field> {
        self.facets.iter().find(|(of, _)| *of == facet).map(|(_, field)| *field)
    }

    /// What deletes the documents of a subject.
    pub fn subject_term(&self, subject: &str) -> Term {
        Term::from_field_text(self.subject, subject)
    }
}

impl Fields {
    /// The schema and the handles into it.
    pub fn schema(kinds: &[&'static Kind]) -> (Schema, Self) {
        let mut schema = Schema::builder();
        let text = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(ANALYSIS)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions),
        );
        let term = |schema: &mut SchemaBuilder, name: &str| schema.add_text_field(name, term_options());
        let fields = Self {
            id: schema.add_text_field("id", term_options() | STORED),
            kind: term(&mut schema, "kind"),
            audience: term(&mut schema, "audience"),
            except: term(&mut schema, "except"),
            shadow: term(&mut schema, "shadow"),
            exempt: term(&mut schema, "exempt"),
            shadow_for: term(&mut schema, "shadow_for"),
            from: term(&mut schema, "from"),
            ends: term(&mut schema, "ends"),
            rests_on: term(&mut schema, "rests_on"),
            history: term(&mut schema, "history"),
            title: schema.add_text_field("title", text.clone()),
            text: schema.add_text_field("text", text),
            started: schema.add_u64_field("started", FAST),
            until: schema.add_u64_field("until", FAST),
            month: schema.add_u64_field("month", FAST),
            released: schema.add_u64_field("released", FAST),
            kinds: (0..)
                .zip(kinds)
                .map(|(number, kind)| Arc::new(KindFields::new(&mut schema, number, kinds, kind)))
                .collect(),
        };
        (schema.build(), fields)
    }

    /// The analysis that the schema names.
    pub fn tokenizers() -> TokenizerManager {
        let tokenizers = TokenizerManager::default();
        tokenizers.register(ANALYSIS, AnyScript);
        tokenizers
    }

    /// One of tantivy's documents.
    pub fn document(&self, kind: &KindFields, document: &Document) -> TantivyDocument {
        let mut out = TantivyDocument::new();
        out.add_text(self.id, &document.id);
        out.add_text(self.kind, kind.kind.name);
        out.add_text(kind.subject, &document.subject);
        out.add_u64(kind.row, document.parent);
        let terms = &document.terms;
        for (field, values) in [
            (self.audience, &terms.audience),
            (self.except, &terms.except),
            (self.shadow, &terms.shadow),
            (self.exempt, &terms.exempt),
            (self.shadow_for, &terms.shadow_for),
        ] {
            for value in values {
                out.add_text(field, value);
            }
        }
        for (field, bound) in [(self.from, terms.from), (self.ends, terms.until)] {
            if let Some(bound) = bound {
                out.add_text(field, moment(bound));
            }
        }
        if let Some(base) = &terms.rests_on {
            out.add_text(self.rests_on, base);
        }
        if terms.history {
            out.add_text(self.history, HISTORY);
        }
        out.add_text(self.title, &document.title);
        out.add_text(self.text, &document.title);
        out.add_text(self.text, &document.body);
        if let Some(started) = document.started {
            let until = document.ended.unwrap_or(started).max(started);
            out.add_u64(self.started, day(started));
            out.add_u64(self.until, day(until));
            out.add_u64(self.month, month(started));
        }
        out.add_u64(self.released, micros(document.released_at));
        let mut facets: Vec<_> = document.facets.iter().collect();
        facets.sort();
        facets.dedup();
        for (facet, value) in facets {
            if let Some(field) = kind.facet(facet) {
                out.add_text(field, value);
            }
        }
        out
    }
}

/// Whole values, looked up and never scored.
fn term_options() -> TextOptions {
    let whole = STRING.get_indexing_options().cloned().unwrap_or_default();
    TextOptions::default().set_indexing_options(whole.set_fieldnorms(false))
}

/// The name of the field of what is replaced together, within its kind.
const SUBJECT: &str = "subject";
/// The name of the field of rows, within its kind.
pub const ROW: &str = "row";

/// The name of a field that is a kind's own.
pub fn field_name(kind: &Kind, name: &str) -> String {
    format!("{}.{name}", kind.name)
}

/// The one value of the field `history`.
pub const HISTORY: &str = "history";

/// A moment as a term: in the order of time.
pub fn moment(at: Moment) -> String {
    format!("{:020}", at.unix_micros().max(0))
}

/// Microseconds since 1970, 0 for whatever is older.
pub fn micros(at: Moment) -> u64 {
    u64::try_from(at.unix_micros()).unwrap_or(0)
}

/// Days of the common era, 0 for whatever is older.
pub fn day(date: NaiveDate) -> u64 {
    u64::try_from(date.num_days_from_ce()).unwrap_or(0)
}

/// Months since the year 0, 0 for whatever is older.
fn month(date: NaiveDate) -> u64 {
    u64::try_from(date.year()).unwrap_or(0) * 12 + u64::from(date.month0())
}

/// A month as people write it: `2024-03`.
pub fn month_name(month: u64) -> String {
    format!("{:04}-{:02}", month / 12, month % 12 + 1)
}
