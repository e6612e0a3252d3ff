//! Accounts, cards and wallets.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::flat::{Flat, pattern};
use super::labels::{Label, Labelled};
use super::links::Link;
use super::telephone::counted;
use super::{Found, Kind, linked};

static IBAN: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)\b[A-Z]{2}\d{2}(?:[ \n-]{0,2}[A-Z0-9]){11,30}"));
static CARD: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"\d(?:[ .\n-]{0,2}\d){11,18}"));
static CARD_CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:card|visa|maestro|carte|tarjeta|cartao|karte|kart|карт|بطاقة|کارت|卡|カード)[^\d\n]{0,24}$",
    )
});
static WALLET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\b(?:bc1[02-9ac-hj-np-z]{11,71}|0x[0-9a-fA-F]{40}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|4[0-9AB][1-9A-HJ-NP-Za-km-z]{93}|T[1-9A-HJ-NP-Za-km-z]{33})\b",
    )
});
/// An account after a word that announces it.
static ACCOUNTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"^(?:[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b|[A-Z]{4}0[A-Z0-9]{6}\b|\d[\d -]{4,28}\d)")
});

/// How long an IBAN of each country is.
const LENGTHS: &str = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 DZ26 AO25 BF28 BJ28 CF27 CG27 CI28 CM27 CV25 GA27 GQ27 GW25 IR26 KM27 MA28 MG27 ML28 MZ25 NE28 SN28 TD27 TG28";

pub(super) fn find(flat: &Flat, labelled: &Labelled, links: &[Link], out: &mut Vec<Found>) {
    let text = flat.text();
    let mut add = |range: Range<usize>, rule| {
        if !linked(links, &range) {
            out.push(Found { range, kind: Kind::BankNumber, rule });
        }
    };
    for hit in IBAN.iter().flat_map(|rule| rule.find_iter(text)) {
        if let Some(length) = iban(hit.as_str()) {
            add(hit.start()..hit.start() + length, "iban");
        }
    }
    for hit in CARD.iter().flat_map(|rule| rule.find_iter(text)) {
        let said = CARD_CUE.as_ref().is_some_and(|rule| rule.is_match(flat.lead(hit.start(), 32)));
        let card = is_card(hit.as_str()) || (said && luhn(&digits(hit.as_str())));
        if card && apart(flat, &hit.range()) {
            add(hit.range(), "card");
        }
    }
    for hit in WALLET.iter().flat_map(|rule| rule.find_iter(text)) {
        let mixed = hit.as_str().bytes().any(|byte| byte.is_ascii_digit())
            && hit.as_str().bytes().any(|byte| byte.is_ascii_lowercase());
        if mixed && flat.stands_alone(&hit.range()) {
            add(hit.range(), "wallet");
        }
    }
    for at in labelled.places(Label::Account) {
        let Some(number) = ACCOUNTS.as_ref().and_then(|rule| rule.find(flat.trail(at, 40))) else { continue };
        let range = at..at + number.end();
        let coded =
            number.as_str().starts_with(|c: char| c.is_ascii_uppercase()) && number.as_str().len() > 7;
        let long = digits(number.as_str()).len() >= 6 && !counted(flat, range.end);
        if (long || coded) && flat.stands_alone(&range) && !dated(number.as_str()) {
            add(range, "account-after-word");
        }
    }
}

/// Only the digits.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Does a number stand by itself, no part of a longer one?
pub(super) fn apart(flat: &Flat, range: &Range<usize>) -> bool {
    let mut back = flat.lead(range.start, 2).chars().rev();
    let mut on = flat.trail(range.end, 2).chars();
    let joins = |mark: Option<char>, next: Option<char>| {
        mark.is_some_and(|c| ".,-/+".contains(c)) && next.is_some_and(|c| c.is_ascii_digit())
    };
    flat.stands_alone(range) && !joins(back.next(), back.next()) && !joins(on.next(), on.next())
}

/// A day, or years: `2016-07-01`, `01.07.2016`, `2016-2022`.
pub(super) fn dated(text: &str) -> bool {
    static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let year = r"(?:1[89]|20)\d\d";
        pattern(&format!(
            r"^(?:{year}[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:0?[1-9]|[12]\d|3[01])\b|(?:0?[1-9]|[12]\d|3[01])[-./ ](?:0?[1-9]|[12]\d|3[01])[-./ ]{year}\b|(?:0?[1-9]|[12]\d|3[01])[-./](?:0?[1-9]|1[0-2])[-./]\d\d$|{year}(?:[-/ .]{{1,3}}{year})+$|{year}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$)"
        ))
    });
    DAY.as_ref().is_some_and(|rule| rule.is_match(text))
}

/// Of the hit, how many bytes are an IBAN: its country tells its length, its remainder that it is one.
fn iban(hit: &str) -> Option<usize> {
    let country = hit.get(..2)?.to_ascii_uppercase();
    let length: usize =
        LENGTHS.split(' ').find_map(|one| one.strip_prefix(country.as_str()))?.parse().ok()?;
    let (last, _) = hit.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric()).nth(length - 1)?;
    let plain: String = hit.get(..=last)?.chars().filter(char::is_ascii_alphanumeric).collect();
    let turned = format!("{}{}", plain.get(4..)?, plain.get(..4)?);
    let rest = turned
        .chars()
        .filter_map(|c| c.to_digit(36))
        .fold(0, |rest, value| (if value > 9 { rest * 100 } else { rest * 10 } + value) % 97);
    let ends = !hit.get(last + 1..)?.starts_with(|c: char| c.is_ascii_alphanumeric());
    (rest == 1 && ends).then_some(last + 1)
}

/// A card's first digits, its grouping and its check digit.
fn is_card(text: &str) -> bool {
    let number = digits(text);
    let head = |count: usize| number.get(..count).and_then(|head| head.parse::<u32>().ok()).unwrap_or(0);
    let issued = match number.len() {
        13 | 16 | 19 if head(1) == 4 => true,
        14 => matches!(head(2), 36 | 38 | 39) || matches!(head(3), 300..=305),
        15 => matches!(head(2), 34 | 37) || matches!(head(4), 1800 | 2131),
        16 => {
            matches!(head(2), 51..=55 | 35 | 65 | 60 | 50 | 56..=58 | 61..=64 | 67..=69 | 81)
                || matches!(head(4), 2200..=2720 | 9792)
        }
        17..=19 => matches!(head(2), 62 | 63 | 67 | 50),
        _ => false,
    };
    let groups: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let grouped = groups.len() == 1 || groups.iter().all(|group| group.len() >= 3) && groups.len() <= 5;
    issued && grouped && luhn(&number)
}

/// The check digit of cards, devices and some identity numbers.
pub(super) fn luhn(number: &str) -> bool {
    let sum: u32 = number
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(place, value)| match place % 2 {
            0 => value,
            _ if value > 4 => value * 2 - 9,
            _ => value * 2,
        })
        .sum();
    !number.is_empty() && sum.is_multiple_of(10) && number.bytes().any(|byte| byte != b'0')
}
