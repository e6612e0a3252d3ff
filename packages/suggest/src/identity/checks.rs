//! The check digits of identity numbers, as the issuing states publish them.

use super::super::bank::{digits, luhn};

/// The digits as numbers.
fn values(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

/// The sum of each digit times its weight.
fn weighed(values: &[u32], weights: &[u32]) -> u32 {
    values.iter().zip(weights).map(|(value, weight)| value * weight).sum()
}

fn at(values: &[u32], place: usize) -> u32 {
    values.get(place).copied().unwrap_or(0)
}

/// A month and a day, as numbers stand at a place in a text of digits.
fn dated(number: &str, month: usize) -> bool {
    let two = |from: usize| number.get(from..from + 2).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    (1..=12).contains(&two(month)) && (1..=31).contains(&two(month + 2))
}

/// Not one digit alone: such numbers fill forms, and pass most checks.
fn varied(number: &str) -> bool {
    let mut all = number.bytes().filter(u8::is_ascii_digit);
    let first = all.next();
    all.any(|byte| Some(byte) != first)
}

/// The form alone tells.
pub(super) fn shape(text: &str) -> bool {
    varied(text)
}

pub(super) fn united_states(text: &str) -> bool {
    let number = digits(text);
    let part = |from: usize, to: usize| number.get(from..to).unwrap_or_default();
    !["000", "666"].contains(&part(0, 3)) && part(3, 5) != "00" && part(5, 9) != "0000" && varied(&number)
}

pub(super) fn china(text: &str) -> bool {
    let values = values(text.get(..17).unwrap_or_default());
    let sum = weighed(&values, &[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
    let last = text.chars().last().map(|c| c.to_ascii_uppercase());
    let all = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    values.len() == 17 && last == all.get(sum as usize % 11).copied()
}

pub(super) fn brazil(text: &str) -> bool {
    let all = values(text);
    let check = |count: u32| {
        let sum: u32 = all.iter().zip((2..=count + 1).rev()).map(|(value, weight)| value * weight).sum();
        sum * 10 % 11 % 10
    };
    varied(text) && check(9) == at(&all, 9) && check(10) == at(&all, 10)
}

pub(super) fn spain(text: &str) -> bool {
    let head = match text.chars().next().map(|c| c.to_ascii_uppercase()) {
        Some('Y') => "1",
        Some('Z') => "2",
        _ => "",
    };
    let number: u32 = format!("{head}{}", digits(text)).parse().unwrap_or(0);
    let letter = "TRWAGMYFPDXBNJZSQVHLCKE".chars().nth(number as usize % 23);
    number > 9999 && letter == text.chars().last().map(|c| c.to_ascii_uppercase())
}

pub(super) fn italy(text: &str) -> bool {
    const ODD: [u32; 26] =
        [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let worth = |place: usize, c: char| {
        let value = c.to_digit(10).or_else(|| c.to_digit(36).map(|value| value - 10)).unwrap_or(0);
        if place.is_multiple_of(2) { at(&ODD, value as usize) } else { value }
    };
    let sum: u32 = text.chars().take(15).enumerate().map(|(place, c)| worth(place, c)).sum();
    text.chars().nth(15).and_then(|c| c.to_digit(36)).is_some_and(|last| last == sum % 26 + 10)
}

pub(super) fn france(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let counted = plain.replace("2A", "19").replace("2B", "18");
    let number: u64 = counted.get(..13).and_then(|head| head.parse().ok()).unwrap_or(0);
    let check: u64 = counted.get(13..).and_then(|tail| tail.parse().ok()).unwrap_or(0);
    97 - number % 97 == check
}

/// An Aadhaar number by its check digit (Verhoeff); a PAN by its form.
pub(super) fn india(text: &str) -> bool {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    // The dihedral group of ten elements and the permutation that Verhoeff chose.
    let product = |a: u32, b: u32| match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b - 5) % 5 + 5,
        (false, true) => (a + 5 - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    };
    let step = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let turned = |place: usize, value: u32| (0..place % 8).fold(value, |value, _| at(&step, value as usize));
    let rest = values(text)
        .iter()
        .rev()
        .enumerate()
        .fold(0, |sum, (place, value)| product(sum, turned(place, *value)));
    rest == 0 && varied(text)
}

pub(super) fn turkey(text: &str) -> bool {
    let all = values(text);
    let odd: u32 = all.iter().take(9).step_by(2).sum();
    let even: u32 = all.iter().take(8).skip(1).step_by(2).sum();
    let ten: u32 = all.iter().take(10).sum();
    (odd * 7 + 100 - even) % 10 == at(&all, 9) && ten % 10 == at(&all, 10) && varied(text)
}

pub(super) fn chile(text: &str) -> bool {
    let (head, last) = text.split_once('-').unwrap_or_default();
    let sum: u32 = values(head).iter().rev().zip([2, 3, 4, 5, 6, 7].iter().cycle()).map(|(a, b)| a * b).sum();
    let check = match 11 - sum % 11 {
        11 => "0".to_owned(),
        10 => "K".to_owned(),
        value => value.to_string(),
    };
    last.eq_ignore_ascii_case(&check) && varied(text)
}

pub(super) fn south_africa(text: &str) -> bool {
    let number = digits(text);
    dated(&number, 2) && luhn(&number)
}

pub(super) fn iran(text: &str) -> bool {
    let all = values(text);
    let rest = weighed(&all, &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    at(&all, 9) == if rest < 2 { rest } else { 11 - rest } && varied(text)
}

pub(super) fn poland(text: &str) -> bool {
    let all = values(text);
    // Centuries are told by the month: 20 is added for 2000, and so on.
    let month = (at(&all, 2) % 2) * 10 + at(&all, 3);
    let day = at(&all, 4) * 10 + at(&all, 5);
    let sum = weighed(&all, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3]);
    (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (10 - sum % 10) % 10 == at(&all, 10)
        && varied(text)
}

pub(super) fn romania(text: &str) -> bool {
    let all = values(text);
    let rest = weighed(&all, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
    dated(text, 3) && at(&all, 12) == if rest == 10 { 1 } else { rest }
}

pub(super) fn sweden(text: &str) -> bool {
    let number = digits(text);
    let short = number.get(number.len().saturating_sub(10)..).unwrap_or_default();
    dated(short, 2) && luhn(short)
}

pub(super) fn finland(text: &str) -> bool {
    let number = digits(text.get(..10).unwrap_or_default());
    let rest = number.parse::<u32>().unwrap_or(0) % 31;
    let day_first = number.get(..4).is_some_and(|head| {
        let day: u32 = head.get(..2).and_then(|part| part.parse().ok()).unwrap_or(0);
        let month: u32 = head.get(2..).and_then(|part| part.parse().ok()).unwrap_or(0);
        (1..=31).contains(&day) && (1..=12).contains(&month)
    });
    day_first && "0123456789ABCDEFHJKLMNPRSTUVWXY".chars().nth(rest as usize) == text.chars().last()
}

pub(super) fn belgium(text: &str) -> bool {
    let number = digits(text);
    let head: u64 = number.get(..9).and_then(|part| part.parse().ok()).unwrap_or(0);
    let check: u64 = number.get(9..).and_then(|part| part.parse().ok()).unwrap_or(0);
    97 - head % 97 == check || 97 - (head + 2_000_000_000) % 97 == check
}

pub(super) fn korea(text: &str) -> bool {
    dated(text, 2) && varied(text)
}

pub(super) fn malaysia(text: &str) -> bool {
    dated(text, 2) && varied(text)
}

pub(super) fn singapore(text: &str) -> bool {
    let add = if text.starts_with(['T', 'G']) { 4 } else { 0 };
    let rest = (weighed(&values(text), &[2, 7, 6, 5, 4, 3, 2]) + add) % 11;
    let letters = if text.starts_with(['S', 'T']) { "JZIHGFEDCBA" } else { "XWUTRQPNMLK" };
    letters.chars().nth(rest as usize) == text.chars().last()
}

pub(super) fn hong_kong(text: &str) -> bool {
    let letter = text.chars().next().and_then(|c| c.to_digit(36)).unwrap_or(0);
    let check = text.chars().rev().nth(1).and_then(|c| c.to_digit(11)).unwrap_or(11);
    let all = values(text.get(..7).unwrap_or_default());
    (36 * 9 + letter * 8 + weighed(&all, &[7, 6, 5, 4, 3, 2]) + check).is_multiple_of(11)
}

pub(super) fn taiwan(text: &str) -> bool {
    let place = text.chars().next().and_then(|c| "ABCDEFGHJKLMNPQRSTUVXYWZIO".find(c));
    let Some(code) = place.and_then(|place| u32::try_from(place + 10).ok()) else { return false };
    let sum = code / 10 + code % 10 * 9 + weighed(&values(text), &[8, 7, 6, 5, 4, 3, 2, 1, 1]);
    sum.is_multiple_of(10)
}

pub(super) fn thailand(text: &str) -> bool {
    let all = values(text);
    let sum = weighed(&all, &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    (11 - sum % 11) % 10 == at(&all, 12)
}

pub(super) fn russia(text: &str) -> bool {
    let all = values(text);
    let sum = weighed(&all, &[9, 8, 7, 6, 5, 4, 3, 2, 1]);
    let check = sum % 101 % 100;
    check == at(&all, 9) * 10 + at(&all, 10) && varied(text)
}

pub(super) fn argentina(text: &str) -> bool {
    let all = values(text);
    let rest = weighed(&all, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
    at(&all, 10) == if rest == 0 { 0 } else { 11 - rest }
}
