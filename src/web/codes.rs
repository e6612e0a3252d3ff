//! What people type that has one right form, a date or a reference: read however it is written, where it can mean one
//! thing alone.

use chrono::NaiveDate;
use icu::properties::CodePointMapData;
use icu::properties::props::GeneralCategory;
use unicode_normalization::UnicodeNormalization;

use super::text::{hides, is_blank};

/// A text without what nobody sees: for what is no prose, such as a short name, an address or a reference.
pub fn visible(text: &str) -> String {
    let seen: String = text.chars().filter(|letter| !hides(*letter) && !is_blank(*letter)).collect();
    seen.trim().to_owned()
}

/// A date as ISO 8601 writes it where it can mean one day, month or year alone; else as it was typed. Digits of every
/// script are digits. Dots are written by those who put the day first; `3/4/2022` is read by nobody for sure.
pub fn iso_date(typed: &str) -> String {
    let text: String = visible(typed).nfkc().map(ascii_digit).collect();
    read_date(&text).unwrap_or_else(|| typed.trim().to_owned())
}

fn read_date(text: &str) -> Option<String> {
    let text = text.trim_end_matches(['.', '年', '月', '日', ' ']);
    let is_mark = |letter: char| !letter.is_ascii_digit() && !letter.is_whitespace();
    let marks: Vec<char> =
        text.chars().filter(|letter| is_mark(*letter)).map(kind_of_mark).collect::<Option<_>>()?;
    let mark = marks.first().copied().unwrap_or('-');
    if marks.iter().any(|other| *other != mark) {
        return None;
    }
    let parts: Vec<&str> = text.split(is_mark).map(str::trim).collect();
    let number = |part: &str, most: usize| {
        let digits = (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<u32>().ok()).flatten()
    };
    let year = |part: &str| number(part, 4).filter(|_| part.len() == 4);
    match *parts.as_slice() {
        [single] => year(single).map(|year| year.to_string()),
        [one, other] => {
            let (year, month) = if one.len() == 4 {
                (year(one)?, number(other, 2)?)
            } else {
                (year(other)?, number(one, 2)?)
            };
            (1..=12).contains(&month).then(|| format!("{year}-{month:02}"))
        }
        [first, middle, last] if first.len() == 4 => iso(year(first)?, number(middle, 2)?, number(last, 2)?),
        [first, middle, last] => {
            let (one, other, year) = (number(first, 2)?, number(middle, 2)?, year(last)?);
            match mark {
                '.' => iso(year, other, one),
                _ if one == other || one > 12 => iso(year, other, one),
                _ if other > 12 => iso(year, one, other),
                _ => None,
            }
        }
        _ => None,
    }
}

fn iso(year: u32, month: u32, day: u32) -> Option<String> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).map(|day| day.to_string())
}

/// What parts a date, each mark as the one of its kind.
fn kind_of_mark(letter: char) -> Option<char> {
    match letter {
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '/' | '\u{2044}' | '\u{60D}' => Some('/'),
        '.' | '\u{66B}' => Some('.'),
        '年' | '月' => Some('年'),
        _ => None,
    }
}

/// A digit of any script as the digit that it is. They stand in Unicode in rows of ten.
fn ascii_digit(letter: char) -> char {
    let decimal = |letter: char| {
        CodePointMapData::<GeneralCategory>::new().get(letter) == GeneralCategory::DecimalNumber
    };
    if letter.is_ascii() || !decimal(letter) {
        return letter;
    }
    let place = u32::from(letter);
    let row = (1..=place).take_while(|back| char::from_u32(place - back).is_some_and(decimal)).count();
    u32::try_from(row % 10).ok().and_then(|digit| char::from_digit(digit, 10)).unwrap_or(letter)
}

/// A reference as it is kept: in capital letters, without the punctuation around it in the text that it was copied from.
/// Nothing if something else was typed.
pub fn parse_reference(typed: &str) -> Option<String> {
    let text = visible(typed);
    let bare = text.trim_matches(|letter: char| !letter.is_alphanumeric()).to_ascii_uppercase();
    has_shape(&bare).then_some(bare)
}

/// The same; what is no reference stays as it was typed.
pub fn reference(typed: &str) -> String {
    parse_reference(typed).unwrap_or_else(|| typed.trim().to_owned())
}

/// A letter, a hyphen, six letters or digits. Whether there is such a thing nobody asks.
fn has_shape(text: &str) -> bool {
    let Some((kind, rest)) = text.split_once('-') else { return false };
    kind.len() == 1
        && kind.bytes().all(|byte| byte.is_ascii_uppercase())
        && rest.len() == 6
        && rest.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_where_it_can_mean_one_day_alone() {
        for (typed, meant) in [
            ("2026-05-20", "2026-05-20"),
            ("20.05.2026", "2026-05-20"),
            ("2.5.2026", "2026-05-02"),
            ("2. 5. 2026", "2026-05-02"),
            ("2026-5-2", "2026-05-02"),
            ("2026/5/2", "2026-05-02"),
            ("2026. 5. 2.", "2026-05-02"),
            ("2026年5月2日", "2026-05-02"),
            ("20/05/2026", "2026-05-20"),
            ("05/20/2026", "2026-05-20"),
            ("20-05-2026", "2026-05-20"),
            ("05/05/2026", "2026-05-05"),
            ("\u{6F2}\u{6F0}\u{6F2}\u{6F6}-\u{6F0}\u{6F5}-\u{6F2}\u{6F0}", "2026-05-20"),
            ("\u{662}\u{660}/\u{665}/\u{662}\u{660}\u{662}\u{666}", "2026-05-20"),
            ("२०२६-०५-२०", "2026-05-20"),
            ("２０２６－０５－２０", "2026-05-20"),
            ("\u{200F}2026\u{2013}05\u{2013}20\u{200B}", "2026-05-20"),
            ("2026", "2026"),
            ("2026-5", "2026-05"),
            ("5.2026", "2026-05"),
            ("05/2026", "2026-05"),
            ("2026年5月", "2026-05"),
        ] {
            assert_eq!(iso_date(typed), meant, "{typed:?}");
        }
    }

    #[test]
    fn a_date_that_could_mean_two_days_stays_as_it_was_typed() {
        for typed in [
            "03/04/2022",
            "3-4-2022",
            "31.02.2022",
            "05.20.2026",
            "2022-13-01",
            "22-05-2",
            "20.05.26",
            "1/2.2022",
            "yesterday",
            "2026-05-20T00:00",
            "",
            "2026 05 20",
            "+2026-05-20",
            "-2026",
            "2026--05",
        ] {
            assert_eq!(iso_date(typed), typed, "{typed:?}");
        }
    }

    #[test]
    fn a_reference_is_found_in_any_case_and_with_what_stood_around_it() {
        for typed in [
            "R-7K3QX9",
            "r-7k3qx9",
            " R-7k3QX9.",
            "(r-7k3qx9)",
            "R-7K3QX9,",
            "„R-7K3QX9“",
            "\u{200E}R-7K3QX9\u{200B}",
        ] {
            assert_eq!(reference(typed), "R-7K3QX9", "{typed:?}");
        }
        for other in ["", "R-7K3QX", "R-7K3QX99", "open-lines", "RR-7K3QX9", "R-7K3Q.9", "7-7K3QX9"] {
            assert_eq!(reference(other), other);
        }
    }
}
