//! Every word that people read, from the Fluent files in `frontend/locales`; dates and numbers through ICU.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::{Datelike, NaiveDate, Timelike};
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};
use icu::calendar::Date;
use icu::datetime::DateTimeFormatter;
use icu::datetime::fieldsets::{YM, YMD};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::list::ListFormatter;
use icu::list::options::ListFormatterOptions;
use icu::locale::Locale;
use icu::time::{DateTime, Time};

use crate::db::Moment;
use crate::error::{Said, Value};

static_loader! {
    static LOCALES = {
        locales: "./frontend/locales",
        fallback_language: "en",
        // Text from people is set apart by markup (dir="auto"), not by invisible characters inside sentences.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// A language of the interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language(LanguageIdentifier);

impl Language {
    /// English, the language that is always there.
    pub fn english() -> Self {
        Self(langid!("en"))
    }

    /// The languages that there are files for.
    pub fn available() -> Vec<Self> {
        let mut all: Vec<_> = LOCALES.locales().cloned().map(Self).collect();
        all.sort_by_key(Self::tag);
        all
    }

    /// The available language with this BCP 47 tag.
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::available().into_iter().find(|language| language.tag() == tag)
    }

    /// The best available for an `Accept-Language` header.
    pub fn negotiate(header: &str) -> Self {
        let mut wanted: Vec<(f32, &str)> = header
            .split(',')
            .filter_map(|part| {
                let mut pieces = part.trim().split(';');
                let tag = pieces.next()?.trim();
                let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q=")?.parse().ok());
                Some((weight.unwrap_or(1.0), tag))
            })
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut candidates = wanted.iter().flat_map(|(_, tag)| [*tag, tag.split('-').next().unwrap_or(tag)]);
        candidates.find_map(Self::of_tag).unwrap_or_else(Self::english)
    }

    /// The BCP 47 tag.
    pub fn tag(&self) -> String {
        self.0.to_string()
    }

    /// `ltr` or `rtl`.
    pub fn dir(&self) -> &'static str {
        if matches!(self.0.language.as_str(), "ar" | "fa" | "he" | "ps" | "ur" | "ug" | "dv") {
            "rtl"
        } else {
            "ltr"
        }
    }
}

/// The strings of one language.
#[derive(Debug, Clone)]
pub struct Strings(Language);

impl Strings {
    /// Of this language.
    pub fn of(language: Language) -> Self {
        Self(language)
    }

    /// The language.
    pub fn language(&self) -> &Language {
        &self.0
    }

    /// The string with this key. A key without a string is shown as the key itself, and fails a test.
    pub fn t(&self, key: &str) -> String {
        LOCALES.try_lookup(&self.0.0, key).unwrap_or_else(|| key.to_owned())
    }

    /// The string with this key, where there is one.
    pub fn find(&self, key: &str) -> Option<String> {
        LOCALES.try_lookup(&self.0.0, key)
    }

    /// The string with this key and its values; what looks like a whole number can choose a plural form.
    pub fn ta(&self, key: &str, values: &[(&'static str, &str)]) -> String {
        let values: HashMap<Cow<'static, str>, FluentValue<'_>> = values
            .iter()
            .map(|(name, value)| {
                let value =
                    value.parse::<u32>().map_or_else(|_| FluentValue::from(*value), FluentValue::from);
                (Cow::Borrowed(*name), value)
            })
            .collect();
        LOCALES.try_lookup_with_args(&self.0.0, key, &values).unwrap_or_else(|| key.to_owned())
    }

    /// A sentence with its values.
    pub fn said(&self, said: &Said) -> String {
        let values: Vec<(&'static str, String)> = said
            .values
            .iter()
            .map(|(name, value)| match value {
                Value::Plain(text) => (*name, text.clone()),
                Value::Words(keys) => (*name, self.alternatives(keys)),
            })
            .collect();
        let values: Vec<(&'static str, &str)> =
            values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.ta(said.key, &values)
    }

    /// “draft or returned”, as the language joins what one chooses from.
    fn alternatives(&self, keys: &[String]) -> String {
        let words: Vec<String> = keys.iter().map(|key| self.t(key)).collect();
        ListFormatter::try_new_or(self.locale().into(), ListFormatterOptions::default())
            .map_or_else(|_| words.join(", "), |formatter| formatter.format_to_string(words.iter()))
    }

    fn locale(&self) -> Locale {
        self.0.tag().parse().unwrap_or(Locale::UNKNOWN)
    }

    /// A day: “23 November 2026” in the manner of the language.
    pub fn date(&self, date: NaiveDate) -> String {
        let formatter = DateTimeFormatter::try_new(self.locale().into(), YMD::long());
        let day = Date::try_new_iso(date.year(), month(date), day(date));
        match (formatter, day) {
            (Ok(formatter), Ok(day)) => formatter.format(&day).to_string(),
            _ => date.to_string(),
        }
    }

    /// A month of a year.
    pub fn month(&self, date: NaiveDate) -> String {
        let formatter = DateTimeFormatter::try_new(self.locale().into(), YM::long());
        let day = Date::try_new_iso(date.year(), month(date), day(date));
        match (formatter, day) {
            (Ok(formatter), Ok(day)) => formatter.format(&day).to_string(),
            _ => date.format("%Y-%m").to_string(),
        }
    }

    /// A moment with its hour and minute, always said to be UTC.
    pub fn moment(&self, moment: Moment) -> String {
        let utc = moment.to_utc();
        let date = Date::try_new_iso(utc.year(), month(utc.date_naive()), day(utc.date_naive()));
        let hour = u8::try_from(utc.hour()).unwrap_or_default();
        let minute = u8::try_from(utc.minute()).unwrap_or_default();
        let formatter = DateTimeFormatter::try_new(self.locale().into(), YMD::medium().with_time_hm());
        match (formatter, date, Time::try_new(hour, minute, 0, 0)) {
            (Ok(formatter), Ok(date), Ok(time)) => {
                format!("{} UTC", formatter.format(&DateTime { date, time }))
            }
            _ => moment.rfc3339(),
        }
    }

    /// A whole number with its group separators.
    pub fn number(&self, number: u64) -> String {
        DecimalFormatter::try_new(
            self.locale().into(),
            icu::decimal::options::DecimalFormatterOptions::default(),
        )
        .map_or_else(|_| number.to_string(), |formatter| formatter.format_to_string(&Decimal::from(number)))
    }
}

fn month(date: NaiveDate) -> u8 {
    u8::try_from(date.month()).unwrap_or(1)
}

fn day(date: NaiveDate) -> u8 {
    u8::try_from(date.day()).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_chooses_among_what_there_is() {
        assert_eq!(Language::negotiate("xx, en-GB;q=0.5, de;q=0.9"), Language::english());
        assert_eq!(Language::negotiate(";;;,,q=x"), Language::english());
    }

    #[test]
    fn dates_read_as_people_write_them() {
        let strings = Strings::of(Language::english());
        let day = NaiveDate::from_ymd_opt(2022, 2, 14).unwrap();
        assert_eq!(strings.date(day), "February 14, 2022");
        assert_eq!(strings.number(1_234_567), "1,234,567");
        let moment = Moment::from_unix_seconds(1_644_854_400).unwrap();
        assert!(strings.moment(moment).ends_with("UTC"), "{}", strings.moment(moment));
        assert!(strings.moment(moment).contains("2022"));
    }
}
