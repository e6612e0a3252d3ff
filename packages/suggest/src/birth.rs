//! Days of birth, by the words beside them: a day that stands alone is an event's far more often.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::flat::{Flat, flattened, pattern};
use super::labels::{Label, Labelled};
use super::links::Link;
use super::{Found, Kind, linked};

/// A day, or a year, in the calendars that people are born in.
fn day() -> String {
    let year = r"(?:1[2-9]\d\d|20[0-4]\d|2[45]\d\d)";
    let month = r"[\p{L}\p{M}]{2,14}\.?";
    let of = r"(?: ?(?:de|of|del|di|-|/))?";
    let east = flattened(r"(?:년|年)")
        + r"(?: ?\d{1,2} ?"
        + &flattened("(?:월|月)")
        + r"(?: ?\d{1,2} ?"
        + &flattened("(?:일|日|号|號)")
        + ")?)?";
    format!(
        r"(?:{year} ?{east}|\d{{4}}[-./ ]{{1,2}}\d{{1,2}}[-./ ]{{1,2}}\d{{1,2}}|\d{{1,2}} ?[-./] ?\d{{1,2}} ?[-./] ?(?:\d{{4}}|\d{{2}})|\d{{1,2}} \d{{1,2}} \d{{4}}|\d{{1,2}}(?:st|nd|rd|th|er|\.|°)?{of} ?{month}{of},? ?\d{{4}}|{month} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|{year}(?:[.,]? ?{month} \d{{1,2}}\b)?)"
    )
}

/// Behind its label: a place or a few words may stand between.
static AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(r"(?i)^(?:[^\d.;!?\n]{{0,40}}?[^\p{{L}}\p{{M}}\d.;!?\n])??(?P<day>{})", day()))
});

/// Before its label: `1985 г.р.`, `1985年3月14日出生`, `1985 doğumlu`.
static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let labels = [
        r"г\. ?р\.",
        "года? рожд",
        "року народ",
        r"р\. ?н\.",
        "doğum",
        "születésű",
        "출생",
        "년생",
        "생",
        "出生",
        "生まれ",
        "生",
        "दे? ?जन्म",
        "में जन्म",
        "সালে জন্ম",
        "yılında doğ",
        "da tug'ilgan",
        "ж. туған",
    ];
    let labels: Vec<String> = labels.iter().map(|label| flattened(label)).collect();
    pattern(&format!(r"(?i)(?P<day>{}),?\s?(?:{})", day(), labels.join("|")))
});

pub(super) fn find(flat: &Flat, labelled: &Labelled, links: &[Link], out: &mut Vec<Found>) {
    let mut add = |range: Range<usize>| {
        if flat.stands_alone(&range) && !linked(links, &range) {
            out.push(Found { range, kind: Kind::BirthDate, rule: "birth-date" });
        }
    };
    for at in labelled.places(Label::Birth) {
        let hit = AFTER.as_ref().and_then(|rule| rule.captures(flat.trail(at, 80)));
        if let Some(day) = hit.and_then(|hit| hit.name("day").map(|day| day.range())) {
            add(at + day.start..at + day.end);
        }
    }
    for hit in BEFORE.iter().flat_map(|rule| rule.captures_iter(flat.text())) {
        hit.name("day").into_iter().for_each(|day| add(day.range()));
    }
}
