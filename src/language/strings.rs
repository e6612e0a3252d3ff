//! Every word that people read, from the Fluent files in `frontend/locales`; dates and numbers through ICU.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use chrono_tz::Tz;
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::fluent_bundle::memoizer::MemoizerKind;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};
use icu::calendar::Date;
use icu::datetime::DateTimeFormatter;
use icu::datetime::fieldsets::{YM, YMD, YMDT};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::decimal::options::DecimalFormatterOptions;
use icu::list::ListFormatter;
use icu::list::options::{ListFormatterOptions, ListLength};
use icu::locale::{Direction, Locale, LocaleDirectionality};
use icu::time::{DateTime, Time};
use intl_memoizer::Memoizable;

use crate::db::Moment;
use crate::error::{Message, Value};

static_loader! {
    static LOCALES = {
        locales: "./frontend/locales",
        fallback_language: "en",
        // Text from people is set apart by markup (dir="auto"), not by invisible characters inside sentences.
        customise: |bundle| {
            bundle.set_use_isolating(false);
            bundle.set_formatter(Some(grouped));
        },
    };
}

/// How a language writes dates, numbers and lists. Making one costs more than the sentence that it is for, so each is
/// made once.
struct Formatters {
    date: Option<DateTimeFormatter<YMD>>,
    month: Option<DateTimeFormatter<YM>>,
    moment: Option<DateTimeFormatter<YMDT>>,
    number: Option<DecimalFormatter>,
    and: Option<ListFormatter>,
    or: Option<ListFormatter>,
}

static FORMATTERS: LazyLock<BTreeMap<String, Formatters>> = LazyLock::new(|| {
    let of = |language: Language| (language.tag(), Formatters::of(&language));
    Language::available().into_iter().map(of).collect()
});

impl Formatters {
    fn of(language: &Language) -> Self {
        let locale = || language.locale();
        let wide = ListFormatterOptions::default().with_length(ListLength::Wide);
        Self {
            date: DateTimeFormatter::try_new(locale().into(), YMD::long()).ok(),
            month: DateTimeFormatter::try_new(locale().into(), YM::long()).ok(),
            moment: DateTimeFormatter::try_new(locale().into(), YMD::medium().with_time_hm()).ok(),
            number: DecimalFormatter::try_new(locale().into(), DecimalFormatterOptions::default()).ok(),
            and: ListFormatter::try_new_and(locale().into(), wide).ok(),
            or: ListFormatter::try_new_or(locale().into(), ListFormatterOptions::default()).ok(),
        }
    }
}

/// How the language of a bundle writes numbers.
struct Numbers(Strings);

impl Memoizable for Numbers {
    type Args = ();
    type Error = std::convert::Infallible;

    fn construct(language: LanguageIdentifier, (): ()) -> Result<Self, Self::Error> {
        Ok(Self(Strings(Language(language))))
    }
}

/// A number within a sentence chooses its plural form as a number, and is read with its group separators.
fn grouped<M: MemoizerKind>(value: &FluentValue<'_>, memoizer: &M) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let number: u64 = number.as_string().parse().ok()?;
    memoizer.with_try_get_threadsafe::<Numbers, _, _>((), |numbers| numbers.0.number(number)).ok()
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

    /// Dates and numbers are written as most readers of the language write them, not as one country does.
    fn locale(&self) -> Locale {
        let tag = self.tag();
        let written = if tag == "en" { "en-GB" } else { &tag };
        written.parse().unwrap_or(Locale::UNKNOWN)
    }

    /// `ltr` or `rtl`.
    pub fn dir(&self) -> &'static str {
        direction(&self.tag())
    }
}

/// How a language is written: `rtl`, `ltr`, or `auto` where nobody knows.
pub fn direction(tag: &str) -> &'static str {
    match tag.parse().ok().and_then(|language| LocaleDirectionality::new_extended().get(&language)) {
        Some(Direction::RightToLeft) => "rtl",
        Some(Direction::LeftToRight) => "ltr",
        _ => "auto",
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

    /// The string with this key and the texts in it: a name is a text, whatever it is made of.
    pub fn ta(&self, key: &str, texts: &[(&'static str, &str)]) -> String {
        self.with(key, texts.iter().map(|(name, text)| (*name, FluentValue::from(*text))))
    }

    /// The string with this key and the numbers in it, which choose plural forms.
    pub fn tn(&self, key: &str, numbers: &[(&'static str, u64)]) -> String {
        self.with(key, numbers.iter().map(|(name, number)| (*name, FluentValue::from(*number))))
    }

    fn with<'a>(&self, key: &str, values: impl Iterator<Item = (&'static str, FluentValue<'a>)>) -> String {
        let values: HashMap<Cow<'static, str>, FluentValue<'a>> =
            values.map(|(name, value)| (Cow::Borrowed(name), value)).collect();
        LOCALES.try_lookup_with_args(&self.0.0, key, &values).unwrap_or_else(|| key.to_owned())
    }

    /// A sentence with its values.
    pub fn message(&self, said: &Message) -> String {
        let value = |value: &Value| match value {
            Value::Plain(text) => FluentValue::from(text.clone()),
            Value::Number(number) => FluentValue::from(*number),
            Value::Words(keys) => FluentValue::from(self.alternatives(keys)),
            Value::Said(sentence) => FluentValue::from(self.message(sentence)),
        };
        self.with(said.key, said.values.iter().map(|(name, of)| (*name, value(of))))
    }

    /// “draft or returned”, as the language joins what one chooses from.
    fn alternatives(&self, keys: &[String]) -> String {
        let words: Vec<String> = keys.iter().map(|key| self.t(key)).collect();
        let formatter = self.formatters().and_then(|all| all.or.as_ref());
        formatter.map_or_else(|| words.join(", "), |formatter| formatter.format_to_string(words.iter()))
    }

    fn formatters(&self) -> Option<&'static Formatters> {
        FORMATTERS.get(&self.0.tag())
    }

    /// A day: “23 November 2026” in the manner of the language.
    pub fn date(&self, date: NaiveDate) -> String {
        let formatter = self.formatters().and_then(|all| all.date.as_ref());
        let day = Date::try_new_iso(date.year(), month(date), day(date));
        match (formatter, day) {
            (Some(formatter), Ok(day)) => formatter.format(&day).to_string(),
            _ => date.to_string(),
        }
    }

    /// A month of a year.
    pub fn month(&self, date: NaiveDate) -> String {
        let formatter = self.formatters().and_then(|all| all.month.as_ref());
        let day = Date::try_new_iso(date.year(), month(date), day(date));
        match (formatter, day) {
            (Some(formatter), Ok(day)) => formatter.format(&day).to_string(),
            _ => date.format("%Y-%m").to_string(),
        }
    }

    /// A moment with its hour and minute, always said to be UTC.
    pub fn moment(&self, moment: Moment) -> String {
        let shown = self.clock(moment.to_utc().naive_utc());
        shown.map_or_else(|| moment.rfc3339(), |shown| format!("{shown} UTC"))
    }

    /// The same as the clocks of a zone show it, with the name of the zone.
    pub fn moment_in(&self, moment: Moment, zone: Tz) -> String {
        let shown = self.clock(moment.to_utc().with_timezone(&zone).naive_local());
        let shown = shown.unwrap_or_else(|| moment.rfc3339());
        format!("{shown} {}", zone.name().replace('_', " "))
    }

    /// A day, hour and minute.
    fn clock(&self, at: NaiveDateTime) -> Option<String> {
        let date = Date::try_new_iso(at.year(), month(at.date()), day(at.date())).ok()?;
        let (hour, minute) = (u8::try_from(at.hour()).ok()?, u8::try_from(at.minute()).ok()?);
        let time = Time::try_new(hour, minute, 0, 0).ok()?;
        let formatter = self.formatters().and_then(|all| all.moment.as_ref())?;
        Some(formatter.format(&DateTime { date, time }).to_string())
    }

    /// Several things in one sentence: “a, b and c” in the manner of the language.
    pub fn list(&self, things: &[String]) -> String {
        let formatter = self.formatters().and_then(|all| all.and.as_ref());
        formatter.map_or_else(|| things.join(", "), |formatter| formatter.format_to_string(things.iter()))
    }

    /// A whole number with its group separators.
    pub fn number(&self, number: u64) -> String {
        let formatter = self.formatters().and_then(|all| all.number.as_ref());
        formatter.map_or_else(
            || number.to_string(),
            |formatter| formatter.format_to_string(&Decimal::from(number)),
        )
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
    fn every_language_has_its_formatters() {
        for language in Language::available() {
            let all = Strings::of(language.clone()).formatters().unwrap();
            let there = (all.date.is_some(), all.month.is_some(), all.moment.is_some(), all.number.is_some());
            assert_eq!((there, all.and.is_some(), all.or.is_some()), ((true, true, true, true), true, true));
        }
    }

    #[test]
    fn dates_read_as_people_write_them() {
        let strings = Strings::of(Language::english());
        let day = NaiveDate::from_ymd_opt(2022, 2, 14).unwrap();
        assert_eq!(strings.date(day), "14 February 2022");
        assert_eq!(strings.month(day), "February 2022");
        assert_eq!(strings.number(1_234_567), "1,234,567");
        let moment = Moment::from_unix_seconds(1_644_854_400).unwrap();
        assert_eq!(strings.moment(moment), "14 Feb 2022, 16:00 UTC");
        let zone = "America/New_York".parse().unwrap();
        assert_eq!(strings.moment_in(moment, zone), "14 Feb 2022, 11:00 America/New York");
    }

    #[test]
    fn a_number_chooses_its_form_and_a_name_stays_a_name() {
        let strings = Strings::of(Language::english());
        assert_eq!(strings.tn("reports-count", &[("count", 1)]), "One report");
        assert_eq!(strings.tn("reports-count", &[("count", 1_196)]), "1,196 reports");
        for name in ["007", "1", "1e3", "٣"] {
            assert_eq!(strings.ta("review-claimed-by", &[("name", name)]), format!("Claimed by {name}"));
            let why = crate::error::message("fault-no-such-organisation").with("name", name);
            assert_eq!(strings.message(&why), format!("There is no organisation “{name}”."));
        }
        let wait = crate::error::message("too-many-seconds").number("seconds", 1_u64);
        assert_eq!(strings.message(&wait), "Try again in one second.");
    }
}
