//! Names of accounts outside links.

use std::sync::LazyLock;

use regex::Regex;

use super::flat::{Flat, pattern};
use super::links::Link;
use super::{Found, Kind, linked};

/// `@name`, `@name@server`, `@name:server`.
static AT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"@[A-Za-z0-9_](?:[\w.-]{0,62}\w)?(?:[@:](?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24})?|@[\p{L}\p{M}\p{N}_]{2,30}",
    )
});

/// The service's name, then the account's. Without a word such as "id", the name must not look like a word.
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\b(?:telegram|skype|wechat|weixin|instagram|insta|twitter|snapchat|tiktok|threema|wire|session|line|discord|facebook|fb|signal|xmpp|jabber|matrix|icq|kik|viber)|вконтакте|телеграм|تلغرام|انستغرام|微信|微博)\s?(?P<sure>id|user(?:name)?|handle|account|nick(?:name)?|号|號)?\s?(?:[:=]|is\b)\s?@?(?P<name>[A-Za-z0-9*][A-Za-z0-9_.:#-]{2,63})",
    )
});

/// Reddit's `u/name`, a Session id, a key's fingerprint.
static OTHER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?i)\bu/[a-z0-9_-]{3,20}\b|\b05[0-9a-f]{64}\b|\b(?:[0-9a-f]{4}[ \n]{1,2}){9}[0-9a-f]{4}\b")
});

pub(super) fn find(flat: &Flat, links: &[Link], out: &mut Vec<Found>) {
    let text = flat.text();
    let mut add = |range: std::ops::Range<usize>, rule| {
        if !linked(links, &range) {
            out.push(Found { range, kind: Kind::Handle, rule });
        }
    };
    for hit in AT.iter().flat_map(|rule| rule.find_iter(text)) {
        let name = hit.as_str().trim_end_matches('.');
        let free =
            !flat.before(hit.start()).is_some_and(|c| c.is_ascii_alphanumeric() || "._%+-@/".contains(c));
        if free && name.chars().count() > 3 && name.chars().any(char::is_alphabetic) {
            add(hit.start()..hit.start() + name.len(), "handle");
        }
    }
    for hit in NAMED.iter().flat_map(|rule| rule.captures_iter(text)) {
        let Some(name) = hit.name("name") else { continue };
        let kept = name.as_str().trim_end_matches(['.', ':', '-', '#']);
        let coded = kept.bytes().any(|byte| byte.is_ascii_digit()) || kept.contains(['_', '.', '#', ':']);
        let told = hit.name("sure").is_some()
            && kept.len() > 3
            && !hit.get(0).is_some_and(|whole| whole.as_str().contains(" is"));
        let word = kept.bytes().all(|byte| byte.is_ascii_digit());
        if (coded || told)
            && !word
            && !kept.starts_with("http")
            && flat.after(name.start() + kept.len()) != Some('@')
        {
            add(name.start()..name.start() + kept.len(), "handle-named");
        }
    }
    for hit in OTHER.iter().flat_map(|rule| rule.find_iter(text)) {
        let rule = if hit.as_str().starts_with(['u', 'U']) { "handle" } else { "key" };
        if flat.before(hit.start()) != Some('/') {
            add(hit.range(), rule);
        }
    }
}
