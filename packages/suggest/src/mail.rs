//! Addresses for electronic mail: plain, of any script, broken over lines, and written to fool machines.
//!
//! What is looked for is the at-sign with the domain after it; the name before it is read backwards.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::flat::{Flat, pattern};
use super::known::is_joined;
use super::links::Link;
use super::{Found, Kind, linked};

const LABEL: &str = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const ANY_LABEL: &str = r"[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*";
const TOP: &str = r"(?:xn--[a-z0-9-]{2,59}|[a-z]{2,24})";
const AT: &str = r"(?:at|arroba|arobase|chez|kukac|malpa|et|собака|ат|@|آت)";
const DOT: &str = r"(?:dot|punto|ponto|point|punkt|pont|kropka|точка|нокта|nokta|نقطة|\.)";
/// Where nothing but a space sets the word apart; "point" would be a word of the sentence.
const BARE_DOT: &str = r"(?:dot|punto|ponto|punkt|точка)";

/// `@domain`; the ASCII form of a domain first, so that a script without spaces may go on after it.
static PLAIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?:@|%40)(?:(?:{LABEL}\.)+{TOP}|(?:{ANY_LABEL}\.)+[\p{{L}}\p{{M}}]{{2,24}}|\[[0-9a-f.:]{{7,45}}\])"
    ))
});

/// Broken over lines: at the at-sign, at a dot, or after a hyphen.
static BROKEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let gap = r"(?: ?\n[ >|]{0,4})";
    pattern(&format!(r"(?i){gap}?@{gap}?(?:[a-z0-9-]+(?:-\n ?)?[a-z0-9-]*(?:\.{gap}|{gap}\.|\.))+{TOP}"))
});

/// `(at) domain (dot) org`, ` at domain dot org`.
static TOLD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let (open, close) = (r"\s{0,3}[(\[{<]{1,2}\s?", r"\s?[)\]}>]{1,2}\s{0,3}");
    let dot = format!(r"(?:{open}{DOT}{close}|[ _-]{BARE_DOT}[ _-])");
    pattern(&format!(
        r"(?i)(?:{open}{AT}{close}(?:{LABEL}(?:\s?\.\s?|{dot}))+|(?:[ _-](?:at|arroba|arobase)[ _-]|@)(?:{LABEL}{dot})+){TOP}"
    ))
});

pub(super) fn find(flat: &Flat, links: &[Link], out: &mut Vec<Found>) {
    let text = flat.text();
    let mut add = |domain: Range<usize>, rule| {
        let start = name(flat, domain.start);
        let ends = !flat.after(domain.end).is_some_and(|c| c.is_ascii_alphanumeric());
        if start < domain.start && ends {
            out.push(Found { range: start..domain.end, kind: Kind::Email, rule });
        }
    };
    if text.contains('@') || text.contains("%40") {
        PLAIN.iter().flat_map(|rule| rule.find_iter(text)).for_each(|hit| add(hit.range(), "email"));
        let broken = BROKEN.iter().flat_map(|rule| rule.find_iter(text));
        broken.filter(|hit| hit.as_str().contains('\n')).for_each(|hit| add(hit.range(), "email-broken"));
    }
    let told = TOLD.iter().flat_map(|rule| rule.find_iter(text)).filter(|hit| !linked(links, &hit.range()));
    told.for_each(|hit| add(hit.range(), "email-in-words"));
}

/// Where the name begins that ends at `end`: at most 64 characters. A Latin name ends where a script that writes
/// no spaces begins. A name whose line before ends in a hyphen begins there.
fn name(flat: &Flat, end: usize) -> usize {
    let (mut start, mut latin) = (end, true);
    for (place, (at, c)) in flat.slice(0..end).char_indices().rev().take(64).enumerate() {
        let part =
            c.is_alphanumeric() || "_%+!#$&*=?^{|}~'.-/".contains(c) || (!c.is_ascii() && !c.is_whitespace());
        if !part || (place > 0 && latin && is_joined(c)) {
            break;
        }
        latin &= c.is_ascii();
        start = at;
    }
    // Marks before the name are not part of it, nor is what stands before a slash or an equals sign.
    let run = flat.slice(start..end);
    let after = run.rfind(['/', '=', '?', '&', '|']).map_or(0, |at| at + 1);
    let kept =
        run.get(after..).unwrap_or_default().trim_start_matches(|c: char| !c.is_alphanumeric() && c != '_');
    start = end - kept.len();
    if start < end && flat.before(start) == Some('\n') {
        let line = flat.slice(0..start - 1);
        let head = line.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || "-_+.".contains(c));
        let word = line.get(head.len()..).unwrap_or_default();
        if word.len() > 2 && word.ends_with(['-', '_', '+']) {
            return head.len();
        }
    }
    start
}
