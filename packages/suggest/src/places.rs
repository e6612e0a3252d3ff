//! Points on the map.

use std::sync::LazyLock;

use regex::Regex;

use super::flat::{Flat, pattern};
use super::labels::{Label, Labelled};
use super::links::Link;
use super::{Found, Kind, linked};

/// `33.5138, 36.2765`, also with degree signs, letters and a decimal comma.
static DECIMAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let half = r"[-+]?\d{1,3}[.,]\d{2,10}\s?°?\s?";
    pattern(&format!(
        r"(?:\b[NSns]\s?)?(?P<lat>{half})(?:[NSns]\b)?(?:\s?[,;/|]\s?|\s)\s?(?:[EWOew]\s?)?(?:(?i:lon|lng|long|longitude)[:=\s]+)?(?P<lon>{half})(?:[EWOew]\b)?"
    ))
});

/// `33°30'49"N 36°16'35"E`, minutes and seconds as far as they are given.
static DEGREES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let half = r#"\d{1,3}\s?°\s?(?:\d{1,2}(?:[.,]\d+)?\s?'\s?(?:\d{1,2}(?:[.,]\d+)?\s?(?:"|'')\s?)?)?"#;
    pattern(&format!(
        r"(?:[NSСЮ]\s?)?{half}(?:[NSСЮ]|[nN]orth|[sS]outh|شمال[اً]*|с\.\s?ш\.|北)?[\s,;/]{{0,3}}(?:[EWOВЗ]\s?)?{half}(?:[EWOВЗ]|[eE]ast|[wW]est|شرق[اً]*|غرب[اً]*|в\.\s?д\.|东|東|西)?"
    ))
});

/// Grids, codes and words that stand for a point: MGRS, UTM, plus codes, three words.
static GRID: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\b[0-6]?\d\s?[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?(?:\d{4}\s?\d{4}|\d{5}\s?\d{5}|\d{3}\s\d{3})\b|\b[0-6]?\d\s?[C-HJ-NP-X]\s\d{6}(?:\.\d+)?\s?(?:m\s?E)?,?\s\d{7}(?:\.\d+)?\b|\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b|///\p{L}{3,}\.\p{L}{3,}\.\p{L}{3,}",
    )
});

/// Before a point that is told less exactly, and between its halves.
static CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\blat(?:itude)?|\bgps|\bgeo|coord\w*|location pin|co-ordinates|координат\w*|إحداثيات|احداثيات|مختصات|坐标|座標|พิกัด)[^\d\n]{0,16}$",
    )
});

/// Codes behind their word alone: a short plus code, a geohash, a locator of radio amateurs.
static CODES: [(Label, &str, LazyLock<Option<Regex>>); 3] = [
    (
        Label::PlusCode,
        "map-grid",
        LazyLock::new(|| pattern(r"(?i)^(?:[23456789CFGHJMPQRVWX0]{2,8}\+(?:[23456789CFGHJMPQRVWX]{2,7})?)")),
    ),
    (Label::Geohash, "geohash", LazyLock::new(|| pattern(r"(?i)^[0-9b-hjkmnp-z]{4,12}\b"))),
    (Label::Locator, "map-grid", LazyLock::new(|| pattern(r"(?i)^[A-R]{2}\d{2}(?:[A-X]{2}(?:\d{2})?)?\b"))),
];

pub(super) fn find(flat: &Flat, labelled: &Labelled, links: &[Link], out: &mut Vec<Found>) {
    let text = flat.text();
    let mut add = |range: std::ops::Range<usize>, rule| {
        if !linked(links, &range) {
            out.push(Found { range, kind: Kind::Coordinates, rule });
        }
    };
    for hit in DECIMAL.iter().flat_map(|rule| rule.captures_iter(text)) {
        let (Some(whole), Some(lat), Some(lon)) = (hit.get(0), hit.name("lat"), hit.name("lon")) else {
            continue;
        };
        let range = whole.start()..whole.start() + whole.as_str().trim_end().len();
        let cued = CUE.as_ref().is_some_and(|rule| rule.is_match(flat.lead(range.start, 32)));
        let signed = whole.as_str().contains('°') || whole.as_str().contains(['N', 'S', 'E', 'W', 'O']);
        let exact = decimals(lat.as_str()).min(decimals(lon.as_str())) >= if cued || signed { 2 } else { 3 };
        let within = degrees(lat.as_str()) <= 90.0 && degrees(lon.as_str()) <= 180.0;
        if exact && within && free(flat, &range) {
            add(range, "coordinates");
        }
    }
    for hit in DEGREES.iter().flat_map(|rule| rule.find_iter(text)) {
        let range = hit.start()..hit.start() + hit.as_str().trim_end_matches([' ', ',', '\n']).len();
        let minutes =
            hit.as_str().contains('\'') || hit.as_str().contains(['N', 'S', 'E', 'W', 'С', 'Ю', 'В']);
        if minutes && flat.stands_alone(&range) {
            add(range, "coordinates");
        }
    }
    for hit in GRID.iter().flat_map(|rule| rule.find_iter(text)) {
        let code = hit.as_str().split_once('+').is_none_or(|(head, _)| {
            matches!(head.len(), 4 | 6 | 8)
                && head.bytes().any(|byte| byte.is_ascii_digit())
                && head.bytes().any(|byte| byte.is_ascii_alphabetic())
        });
        if code && flat.stands_alone(&hit.range()) {
            add(hit.range(), "map-grid");
        }
    }
    for (range, rule) in coded(flat, labelled) {
        add(range, rule);
    }
}

/// A code behind its word. A geohash holds a digit, or is nothing but a word.
fn coded(flat: &Flat, labelled: &Labelled) -> Vec<(std::ops::Range<usize>, &'static str)> {
    let mut all = Vec::new();
    for (label, name, rule) in &CODES {
        for at in labelled.places(*label) {
            let Some(hit) = rule.as_ref().and_then(|rule| rule.find(flat.trail(at, 24))) else { continue };
            let range = at..at + hit.end();
            if hit.as_str().bytes().any(|byte| byte.is_ascii_digit() || byte == b'+')
                && flat.stands_alone(&range)
            {
                all.push((range, *name));
            }
        }
    }
    all
}

fn decimals(half: &str) -> usize {
    let tail = half.split(['.', ',']).nth(1).unwrap_or_default();
    tail.bytes().take_while(u8::is_ascii_digit).count()
}

fn degrees(half: &str) -> f64 {
    let plain: String = half.chars().filter(|c| c.is_ascii_digit() || ".,".contains(*c)).collect();
    plain.replace(',', ".").parse().unwrap_or(f64::MAX)
}

/// Not a part of a longer number or of a sum of money.
fn free(flat: &Flat, range: &std::ops::Range<usize>) -> bool {
    let before = flat.before(range.start);
    let mut rest = flat.trail(range.end, 2).chars();
    let next = rest.next();
    let goes_on = matches!(next, Some('.' | ',')) && rest.next().is_some_and(|c| c.is_ascii_digit());
    flat.stands_alone(range)
        && !matches!(before, Some('.' | ',' | '$' | '€' | '£' | '/'))
        && !goes_on
        && next != Some('%')
}
