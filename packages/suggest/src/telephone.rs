//! Telephone numbers, in the forms of many countries.
//!
//! A number is taken for a telephone's by its form (`+…`, `00…`, a leading zero, the forms of North America,
//! Russia and China, an area code in brackets) or by a word beside it. Years, days, sums, counts and the
//! numbers of documents have neither.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::bank::{dated, digits};
use super::flat::{Flat, pattern};
use super::labels::{Label, Labelled};
use super::links::Link;
use super::words::{AFTER_TELEPHONE, COUNTED, any};
use super::{Found, Kind, linked};

/// Digits with what stands between those of a telephone number, and an extension.
static RUN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let gap = r"(?: ?\)[ -]{0,2}|[ -]{0,2}\( ?| - | / | ?\n ?|[ .\-/]{0,2})";
    pattern(&format!(
        r"(?i)(?:\+ ?\(?|\( ?\+? ?)?\d(?:{gap}\d)+(?: ?(?:x|ext\.?|extension|poste|доб\.?|ramal) ?\d{{1,6}}\b)?"
    ))
});

/// Forms that are a telephone's without any word beside them.
static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let all = [
        r"(?:1[-. ]?)?(?:\([2-9]\d\d\) ?|[2-9]\d\d[-. ])[2-9]\d\d[-. ]\d{4}", // North America
        r"8[ -]?\(?\d{3,5}\)?[ -]?\d{1,3}[ -]\d{2}[ -]\d{2}",                 // Russia and its neighbours
        r"1[3-9]\d[ -]?\d{4}[ -]\d{4}",                                       // China, mobile
        r"[6-9]\d{4}[ -]\d{5}",                                               // India, mobile
        r"\(0?\d{2,4}\) ?-?\d{2,5}(?:[- ]\d{2,4}){1,3}",                      // an area code in brackets
    ];
    pattern(&format!("^(?:{})$", all.join("|")))
});

static AFTER: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(&format!(r"(?i)^ ?[(,-]? ?{}(?:[^\p{{L}}]|$)", any(AFTER_TELEPHONE))));
static COUNT: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(&format!(r"(?i)^ ?(?:{}(?:[^\p{{L}}]|$)|%)", any(COUNTED))));
/// `12 345 678` and `1.234.567` are counts.
static THOUSANDS: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"^\d{1,3}(?:[ .]\d{3})+$"));

/// Does what follows a number say that it counts something?
pub(super) fn counted(flat: &Flat, end: usize) -> bool {
    COUNT.as_ref().is_some_and(|rule| rule.is_match(flat.trail(end, 16)))
}

pub(super) fn find(flat: &Flat, labelled: &Labelled, links: &[Link], out: &mut Vec<Found>) {
    for hit in RUN.iter().flat_map(|rule| rule.find_iter(flat.text())) {
        if linked(links, &hit.range()) || digits(hit.as_str()).len() < 6 {
            continue;
        }
        let range = unbracketed(flat, hit.range());
        if let Some((kind, rule)) = told(flat, labelled, &range) {
            out.push(Found { range, kind, rule });
        } else {
            parts(flat, labelled, &range, out);
        }
    }
}

/// A run that is no number as a whole may be several: on lines of their own, or after a year or a count.
fn parts(flat: &Flat, labelled: &Labelled, range: &Range<usize>, out: &mut Vec<Found>) {
    let text = flat.slice(range.clone());
    for mark in ["\n", " / ", " "] {
        let mut found = Vec::new();
        let mut at = range.start;
        for piece in text.split(mark) {
            let one = at..at + piece.len();
            at = one.end + mark.len();
            let enough = digits(piece).len() >= 7;
            if let Some((kind, rule)) = enough.then(|| told(flat, labelled, &one)).flatten() {
                found.push(Found { range: one, kind, rule });
            }
        }
        if !found.is_empty() {
            out.append(&mut found);
            return;
        }
    }
    // After a first group that belongs to the words before it.
    if let Some((first, rest)) = text.split_once([' ', '\n'])
        && first.len() <= 4
        && digits(rest).len() >= 9
    {
        let one = range.start + first.len() + 1..range.end;
        if let Some((kind, rule)) = told(flat, labelled, &one) {
            out.push(Found { range: one, kind, rule });
        }
    }
}

/// Without a bracket that opens before the number and closes after it, or never.
fn unbracketed(flat: &Flat, range: Range<usize>) -> Range<usize> {
    let text = flat.slice(range.clone());
    if text.starts_with('(') && text.matches('(').count() > text.matches(')').count() {
        range.start + 1..range.end
    } else {
        range
    }
}

/// What a run of digits is, by its form or by the words beside it.
fn told(flat: &Flat, labelled: &Labelled, range: &Range<usize>) -> Option<(Kind, &'static str)> {
    let text = flat.slice(range.clone()).trim_start_matches("( ");
    let main = text.split(|c: char| c.is_alphabetic()).next().unwrap_or_default().trim_end();
    let number = digits(main);
    let plus = main.starts_with('+') || main.starts_with("(+") || main.starts_with("( +");
    if !(6..=17).contains(&number.len()) || !free(flat, range, plus) || dated(main) || years(main) {
        return None;
    }
    let says =
        |rule: &LazyLock<Option<Regex>>, text: &str| rule.as_ref().is_some_and(|rule| rule.is_match(text));
    let counted = !plus && (self::counted(flat, range.end) || flat.before(range.start) == Some('#'));
    let announced = self::announced(flat, labelled, range, Label::Telephone);
    if !counted
        && (6..=15).contains(&number.len())
        && self::announced(flat, labelled, range, Label::Messenger)
    {
        return Some((Kind::Handle, "messenger-number"));
    }
    let international = (plus && abroad(&number) && (7..=15).contains(&number.len()))
        || number.strip_prefix("00").is_some_and(|rest| abroad(rest) && (9..=15).contains(&rest.len()));
    if international {
        return Some((Kind::Telephone, "telephone-international"));
    }
    let shaped = !counted && !plus && (trunk(main, &number) || says(&FORM, main));
    if shaped {
        return Some((Kind::Telephone, "telephone-national"));
    }
    let followed =
        !main.contains('\n') && main.contains([' ', '-', '.']) && says(&AFTER, flat.trail(range.end, 12));
    let by_near = main.contains([' ', '-', ')'])
        && number.len() >= 8
        && near(flat, labelled, range.start)
        && !says(&THOUSANDS, main);
    let by_word = number.len() <= 15 && (announced || followed || by_near);
    (!counted && !plus && by_word).then_some((Kind::Telephone, "telephone-after-word"))
}

/// Is a number said to be one of these? Brackets and signs may open it.
fn announced(flat: &Flat, labelled: &Labelled, range: &Range<usize>, label: Label) -> bool {
    let opening = |c: &char| !c.is_ascii_digit();
    let signs = flat.slice(range.clone()).chars().take_while(opening).map(char::len_utf8).sum::<usize>();
    (range.start..=range.start + signs).any(|at| labelled.announces(at, label))
}

/// Does a telephone's word stand a little before in the same sentence, with no other number between?
fn near(flat: &Flat, labelled: &Labelled, start: usize) -> bool {
    let next = labelled.hits.partition_point(|hit| hit.range.start < start);
    let before = labelled.hits.get(..next).unwrap_or_default().iter().rev().take(12);
    before.filter(|hit| hit.says(Label::Telephone) && hit.range.end <= start).any(|hit| {
        let between = flat.slice(hit.range.end..start);
        between.chars().nth(25).is_none()
            && !between.contains(|c: char| c.is_ascii_digit() || ".;!?\n".contains(c))
    })
}

/// Before sums, and before numbers of documents.
const MONEY: &str = "USD |EUR |Rs |Rs. |GBP |US$ |$ |€ |Case No. |ISBN |ISBN: |ISSN |doi:|Resolution ";

/// Nothing before or after that makes it part of a word, a sum, a fraction or a document's number.
fn free(flat: &Flat, range: &Range<usize>, plus: bool) -> bool {
    let before = flat.before(range.start);
    let glued = before.is_some_and(|c| {
        c == '_'
            || "$€£¥₹₽₦=&%~".contains(c)
            || (!plus && (c.is_ascii_alphanumeric() || "/\\.,-+".contains(c)))
    });
    let mut on = flat.trail(range.end, 2).chars();
    let next = on.next();
    let goes_on = next.is_some_and(|c| c.is_ascii_alphanumeric() || "_%@$€".contains(c))
        || match (next, on.next()) {
            (Some('.' | '/'), Some(c)) => c.is_ascii_alphanumeric(),
            (Some(',' | '-' | ':'), Some(c)) => c.is_ascii_digit(),
            _ => false,
        };
    !glued && !goes_on && !MONEY.split('|').any(|word| flat.lead(range.start, 12).ends_with(word))
}

/// Does a number begin as a country's does?
fn abroad(number: &str) -> bool {
    const TWO: &str = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98";
    const NONE: &str = "210 214 215 217 219 259 280 281 282 283 284 285 286 287 288 289 293 294 295 296 384 386 801 802 803 804 805 806 807 809 830 831 832 833 834 835 836 837 838 839 851 854 857 858 859 884 885 887 889 978 990 997 999";
    let head = |count: usize| number.get(..count).unwrap_or_default();
    let known = |list: &str, code: &str| list.split(' ').any(|one| one == code);
    match head(1) {
        "" | "0" => false,
        "1" => number.len() == 11 && !number.starts_with("10") && !number.starts_with("11"),
        "7" => number.len() == 11,
        _ => known(TWO, head(2)) || (number.len() > 7 && (!known(NONE, head(3)) || head(3) == "386")),
    }
}

/// A leading zero, nine to eleven digits, groups as people write them.
fn trunk(text: &str, number: &str) -> bool {
    let groups: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let bracketed = text.starts_with('(');
    let leads = number.starts_with('0')
        && !number.starts_with("00")
        && groups.first().is_some_and(|first| first.len() > 1);
    let sized = (9..=11).contains(&number.len()) || (bracketed && number.len() == 8);
    let grouped = match groups.len() {
        1 => number.len() >= 10,
        2..=6 => groups.iter().all(|group| group.len() >= 2),
        _ => false,
    };
    leads && sized && grouped
}

/// Nothing but years.
fn years(text: &str) -> bool {
    let mut groups = text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty());
    groups.all(|group| group.len() == 4 && (group.starts_with("19") || group.starts_with("20")))
}
