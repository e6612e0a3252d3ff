//! In which language somebody reads a report, as whom.

use super::{Beside, Translation, beside, words_of};
use crate::access::Viewer;
use crate::contributions::Contribution;
use crate::error::{Error, Result};
use crate::redaction::Rendition;
use crate::reports::Report;
use crate::web::{Form, encode};

/// How somebody wants to read a report.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// As those read it whom this token in words names: a thinner rendition.
    pub as_whom: Option<String>,
    /// In this language.
    pub language: Option<String>,
}

impl ReadOptions {
    /// What an address says: `?as=&lang=`.
    pub fn parse(query: &str) -> Result<Self> {
        let form = Form::parse(query.as_bytes())?;
        let given = |name| Some(form.text(name).to_owned()).filter(|text| !text.is_empty());
        Ok(Self { as_whom: given("as"), language: given("lang") })
    }

    /// Whether it was asked for another language than the text was released in.
    fn another(&self, rendition: &Rendition) -> Option<&str> {
        self.language.as_deref().filter(|language| *language != rendition.reading.language)
    }
}

/// By which translation a rendition is read.
#[derive(Debug, Clone)]
pub struct Translated {
    /// `T-…`.
    pub reference: String,
    /// The language that the rendition was released in.
    pub from: String,
}

/// A rendition in the language that was asked for, by which translation that is, and every language in which it can be
/// read beside its own. `released` are the translations of the report that are released.
pub fn in_language(
    viewer: &Viewer,
    report: &Report,
    rendition: Rendition,
    (asked, released): (&ReadOptions, &[Contribution<Translation>]),
) -> Result<(Rendition, Option<Translated>, Vec<Beside>)> {
    let beside = beside(viewer, asked.as_whom.is_some(), &rendition, released);
    let whose = asked.as_whom.as_deref().map(|word| format!("as={}&", encode(word))).unwrap_or_default();
    let all = beside.iter().map(|row| {
        Ok(Beside {
            reference: row.reference.clone(),
            language: row.details.language.clone(),
            title: words_of(row)?.of("title").to_owned(),
            href: format!("/reports/{}?{whose}lang={}", report.reference, row.details.language),
        })
    });
    let all = all.collect::<Result<_>>()?;
    let Some(language) = asked.another(&rendition) else {
        return Ok((rendition, None, all));
    };
    let row = beside.iter().find(|row| row.details.language == language).ok_or(Error::NotFound)?;
    let reading = words_of(row)?.over(&rendition.reading, language);
    let from = rendition.reading.language.clone();
    let translated = Translated { reference: row.reference.clone(), from };
    Ok((Rendition { reading, ..rendition }, Some(translated), all))
}
