//! What says that it is encoded: armour, data addresses, properties of contact cards, parts of mail, and the old ways to put
//! files into text.

use std::ops::Range;

use super::{Line, lines};

/// So much of a line is looked at to see what begins there.
const HEAD: usize = 200;

pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let lines = lines(text);
    let mut found = Vec::new();
    data_addresses(text, &mut found);
    between(text, "<~", "~>", &mut found);
    let mut rest = lines.as_slice();
    while let Some((line, after)) = rest.split_first() {
        let taken = block(*line, after, &mut found);
        rest = after.get(taken..).unwrap_or_default();
    }
    found
}

/// What begins at this line is put to what was found. Returns how many of the lines after it belong to it.
fn block(line: Line<'_>, after: &[Line<'_>], found: &mut Vec<Range<usize>>) -> usize {
    let bare = line.bare();
    let start = bare.floor_char_boundary(HEAD);
    let lower = bare.get(..start).unwrap_or_default().to_ascii_lowercase();
    let until = |ends: &dyn Fn(&str) -> bool| after.iter().position(|line| ends(line.bare()));
    let taken = if armour(bare) {
        // Another beginning before any end: this one has none.
        until(&|line| line.starts_with("-----") || line.starts_with("---- "))
            .filter(|end| after.get(*end).is_some_and(|line| line.bare().contains("- END ")))
    } else if lower.starts_with("begin") && uuencoded(&lower) {
        let end = until(&|line| line == "end" || line == "====" || line.starts_with("begin "))
            .filter(|end| after.get(*end).is_some_and(|line| !line.bare().starts_with("begin")));
        Some(end.unwrap_or_else(|| after.iter().take_while(|line| uuencoded_line(line.text)).count()))
    } else if uuencoded_full(line.text) && after.first().is_some_and(|line| uuencoded_full(line.text)) {
        found.push(line.start..line.end());
        Some(after.iter().take_while(|line| uuencoded_line(line.text)).count())
    } else if lower.starts_with("=ybegin ") {
        Some(until(&|line| line.starts_with("=yend")).unwrap_or(after.len()))
    } else if lower.contains("must be converted with binhex") {
        Some(until(&|line| line.len() > 1 && line.ends_with(':')).map_or(after.len(), |last| last + 1))
    } else if lower.starts_with("content-transfer-encoding:") {
        return transfer(&lower, after, found);
    } else if let Some(value) = property(line, &lower) {
        found.push(value);
        Some(folded(line, after))
    } else {
        None
    };
    let Some(taken) = taken else { return 0 };
    if let (Some(first), Some(last)) = (after.first(), after.get(..taken).and_then(<[_]>::last)) {
        found.push(first.start..last.end());
    }
    taken
}

/// Begins a key, a certificate, an encrypted message or a signature; not the text that is signed.
fn armour(line: &str) -> bool {
    (line.starts_with("-----BEGIN ") || line.starts_with("---- BEGIN "))
        && line.ends_with("----")
        && !line.contains("SIGNED MESSAGE")
}

/// `begin 644 name`, `begin-base64 644 name`.
fn uuencoded(lower: &str) -> bool {
    let mut words = lower.split_ascii_whitespace();
    matches!(words.next(), Some("begin" | "begin-base64" | "begin-base64-encoded"))
        && words.next().is_some_and(|mode| {
            (3..=4).contains(&mode.len()) && mode.bytes().all(|byte| matches!(byte, b'0'..=b'7'))
        })
}

/// A line that begins with its own length.
fn uuencoded_line(line: &str) -> bool {
    let bytes = line.as_bytes();
    let Some(first) = bytes.first() else { return false };
    let length = usize::from(first.wrapping_sub(b' ')) & 63;
    bytes.iter().all(|byte| matches!(byte, b' '..=b'`'))
        && bytes.len().abs_diff(1 + length.div_ceil(3) * 4) <= 2
}

fn uuencoded_full(line: &str) -> bool {
    line.starts_with('M')
        && (60..=62).contains(&line.len())
        && uuencoded_line(line)
        && line.bytes().any(|byte| !byte.is_ascii_alphanumeric() && byte != b' ')
}

/// A part of mail within a text: what follows its headers, up to the next boundary. Returns how many lines it takes.
fn transfer(lower: &str, after: &[Line<'_>], found: &mut Vec<Range<usize>>) -> usize {
    let how = lower.split(':').nth(1).unwrap_or_default().trim();
    if matches!(how, "7bit" | "8bit") {
        return 0;
    }
    let headers = after.iter().position(|line| line.bare().is_empty()).unwrap_or(after.len());
    let body = after.get(headers..).unwrap_or_default();
    let length = body.iter().position(|line| line.bare().starts_with("--")).unwrap_or(body.len());
    let body = body.get(..length).unwrap_or_default();
    let full = |line: &&Line<'_>| !line.bare().is_empty();
    if let (Some(first), Some(last)) = (body.iter().find(full), body.iter().rfind(full)) {
        found.push(first.start..last.end());
    }
    headers + length
}

/// The value of a property of a contact card, calendar or directory that says it is encoded.
fn property(line: Line<'_>, lower: &str) -> Option<Range<usize>> {
    let colon = lower.find(':')?;
    let name = lower.get(..colon)?;
    let says = ["encoding=b", "encoding=base64", "encoding=quoted-printable", "encoding=q"];
    let card = name.split(';').skip(1).any(|part| says.contains(&part.trim_matches('"')))
        || name.split(';').skip(1).any(|part| matches!(part, "base64" | "quoted-printable"));
    let directory = lower.get(colon..).and_then(|rest| rest.strip_prefix(":: ")).is_some_and(|rest| {
        let code = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
        rest.len() >= 8 && rest.bytes().all(code)
    }) && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b';' | b'.'));
    if !card && !directory {
        return None;
    }
    let before = line.text.len() - line.text.trim_start_matches([' ', '\t', '>', '|', '"', '\'']).len();
    let value = line.start + before + colon + if directory { 2 } else { 1 };
    Some(value..line.end())
}

/// How many lines go on with a property: set in, or after a soft end of a line.
fn folded(line: Line<'_>, after: &[Line<'_>]) -> usize {
    let mut soft = line.text.trim_end().ends_with('=');
    after
        .iter()
        .take_while(|line| {
            let goes_on = (soft || line.text.starts_with([' ', '\t'])) && !line.text.trim().is_empty();
            soft = line.text.trim_end().ends_with('=') && !line.text.starts_with([' ', '\t']);
            goes_on
        })
        .count()
}

/// `data:image/jpeg;base64,…`, wherever it stands.
fn data_addresses(text: &str, found: &mut Vec<Range<usize>>) {
    let lower = text.to_ascii_lowercase();
    let mut behind = 0;
    for (at, scheme) in lower.match_indices("data:") {
        let inside = at < behind
            || lower.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_alphanumeric()));
        let start = at + scheme.len();
        let rest = lower.get(start..).unwrap_or_default();
        let head = |byte: &u8| byte.is_ascii_alphanumeric() || b"/;=-+.*_\"%".contains(byte);
        let length = rest.bytes().take_while(|byte| head(byte)).count();
        let kind = rest.get(..length).unwrap_or_default();
        if inside
            || rest.as_bytes().get(length) != Some(&b',')
            || !(kind.is_empty() || kind.contains(['/', ';']))
        {
            continue;
        }
        let content = rest.get(length + 1..).unwrap_or_default();
        let end =
            content.find(|c: char| c.is_whitespace() || "\"'<>()`".contains(c)).unwrap_or(content.len());
        behind = start + length + 1 + end;
        found.push(start + length + 1..behind);
    }
}

/// What stands between two marks.
fn between(text: &str, from: &str, to: &str, found: &mut Vec<Range<usize>>) {
    let mut at = 0;
    while let Some(start) =
        text.get(at..).and_then(|rest| rest.find(from)).map(|start| at + start + from.len())
    {
        let Some(length) = text.get(start..).and_then(|rest| rest.find(to)) else { return };
        if length > super::MOST {
            found.push(start..start + length);
        }
        at = start + length + to.len();
    }
}
