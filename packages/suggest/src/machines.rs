//! Addresses of the Internet and of machines.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::bank::{digits, luhn};
use super::flat::{Flat, pattern};
use super::links::Link;
use super::{Found, Kind, linked};

static IPV4: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let dot = r"(?:\.|\[\.\]|\(\.\)|\[dot\]|\(dot\)|\n\.|\.\n)";
    pattern(&format!(r"(?i)\d{{1,3}}(?:{dot}\d{{1,3}}){{3}}(?:/\d{{1,2}}|:\d{{1,5}})?"))
});
static IPV6: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,8}(?:(?:\.\d{1,3}){3})?"));
static MAC: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)[0-9a-f]{2}(?:(?::[0-9a-f]{2}){5}|(?:-[0-9a-f]{2}){5})|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}",
    )
});
/// Services of the Tor network and of I2P, with what follows on the same address.
static HIDDEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let dot = r"(?:\.|\[\.\]|\(\.\)|\[dot\]|\(dot\))";
    pattern(&format!(
        r"(?i)\b(?:(?:https?|hxxps?)(?:://|\[:\]//))?(?:[a-z0-9-]{{1,63}}{dot}){{0,2}}(?:(?:[a-z2-7]{{56}}|[a-z2-7]{{16}}){dot}onion|[a-z2-7]{{52,56}}{dot}b32{dot}i2p)\b(?::\d{{1,5}})?(?:/[^\s<>\x22]{{0,200}})?"
    ))
});
static DEVICE: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"\d[\d -]{12,24}\d"));
static DEVICE_CUE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)\b(?:imei|imsi|meid|iccid|serial|s/n|sim)\b[^\d\n]{0,16}$"));
/// Numbers with three dots that count versions and paragraphs.
static VERSION_CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\bv|\bver\.?|version|release|build|firmware|section|sec\.|clause|article|art\.|para(?:graph)?|§|chapter|annex|appendix|table|figure)\s?$",
    )
});

pub(super) fn find(flat: &Flat, links: &[Link], out: &mut Vec<Found>) {
    let text = flat.text();
    let mut add = |range: Range<usize>, rule| out.push(Found { range, kind: Kind::NetworkAddress, rule });
    let ipv4 = IPV4.iter().flat_map(|rule| rule.find_iter(text));
    ipv4.filter(|hit| is_ipv4(flat, &hit.range())).for_each(|hit| add(hit.range(), "ipv4"));
    if text.contains("::") || text.matches(':').nth(4).is_some() {
        let ipv6 = IPV6.iter().flat_map(|rule| rule.find_iter(text));
        ipv6.filter(|hit| is_ipv6(flat, &hit.range())).for_each(|hit| add(hit.range(), "ipv6"));
    }
    for hit in HIDDEN.iter().flat_map(|rule| rule.find_iter(text)) {
        add(
            hit.start()
                ..hit.start() + hit.as_str().trim_end_matches(['.', ',', ')', ';', ':', '!', '?']).len(),
            "onion",
        );
    }
    for hit in MAC.iter().flat_map(|rule| rule.find_iter(text)) {
        let lettered = hit.as_str().bytes().any(|byte| byte.is_ascii_alphabetic());
        let numbered = hit.as_str().bytes().any(|byte| byte.is_ascii_digit());
        let shaped = hit.as_str().contains(':') || (lettered && numbered);
        if shaped
            && flat.stands_alone(&hit.range())
            && !linked(links, &hit.range())
            && !joined(flat, &hit.range())
        {
            add(hit.range(), "mac");
        }
    }
    for hit in DEVICE.iter().flat_map(|rule| rule.find_iter(text)) {
        if let Some(rule) = device(flat, &hit.range())
            && !linked(links, &hit.range())
        {
            add(hit.range(), rule);
        }
    }
}

/// Does the number or name go on beyond a mark at either side?
fn joined(flat: &Flat, range: &Range<usize>) -> bool {
    matches!(flat.before(range.start), Some('.' | ':' | '-')) || {
        let mut rest = flat.trail(range.end, 2).chars();
        matches!(rest.next(), Some('.' | ':' | '-')) && rest.next().is_some_and(|c| c.is_ascii_alphanumeric())
    }
}

fn is_ipv4(flat: &Flat, range: &Range<usize>) -> bool {
    let whole: String = flat
        .slice(range.clone())
        .chars()
        .map(|c| if c.is_ascii_digit() || "/:".contains(c) { c } else { '.' })
        .collect();
    let host = whole.split(['/', ':']).next().unwrap_or_default();
    let parts: Vec<&str> = host.split('.').filter(|part| !part.is_empty()).collect();
    let Ok(address) = parts.join(".").parse::<Ipv4Addr>() else { return false };
    let version = VERSION_CUE.as_ref().is_some_and(|rule| rule.is_match(flat.lead(range.start, 12)));
    flat.stands_alone(range)
        && !joined(flat, range)
        && !version
        && !address.is_loopback()
        && !address.is_unspecified()
        && !address.is_broadcast()
}

fn is_ipv6(flat: &Flat, range: &Range<usize>) -> bool {
    let text = flat.slice(range.clone());
    let Ok(address) = text.parse::<Ipv6Addr>() else { return false };
    let groups = text.split(':').filter(|group| !group.is_empty()).count();
    let numbered = text.bytes().any(|byte| byte.is_ascii_digit());
    flat.stands_alone(range)
        && !matches!(flat.before(range.start), Some(':'))
        && numbered
        && groups >= 2
        && !address.is_loopback()
        && !address.is_unspecified()
}

/// A device or a SIM card: by its cue, or by a form that nothing else has.
fn device(flat: &Flat, range: &Range<usize>) -> Option<&'static str> {
    let text = flat.slice(range.clone());
    let number = digits(text);
    let cued = DEVICE_CUE.as_ref().is_some_and(|rule| rule.is_match(flat.lead(range.start, 24)));
    let formed = number.len() == 15 && text.matches('-').count() == 3 && text.get(2..3) == Some("-");
    if !flat.stands_alone(range) {
        None
    } else if matches!(number.len(), 14..=16) && (cued || (formed && luhn(&number))) {
        Some("imei")
    } else if matches!(number.len(), 19 | 20) && number.starts_with("89") && (cued || luhn(&number)) {
        Some("sim-card")
    } else {
        None
    }
}
