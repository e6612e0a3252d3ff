//! Headers: which of them make a text a message, and which travel.

use std::fmt::Write as _;

use mail_parser::{Addr, DateTime, Header, HeaderName, HeaderValue};

use super::compose::Letter;
use crate::encoded;
use crate::text::one_line;

/// What travels: what a mail program shows above a message. Everything else tells of machines, ways and programs.
const TRAVEL: [HeaderName<'static>; 6] = [
    HeaderName::From,
    HeaderName::Sender,
    HeaderName::To,
    HeaderName::Cc,
    HeaderName::Date,
    HeaderName::Subject,
];

/// What the copy says anew by itself, and nobody misses.
const OURS: [&str; 6] = [
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "content-disposition",
    "content-id",
    "content-language",
];

/// Headers that people write down too; two of them do not make a message.
const WRITTEN: [&str; 8] = ["from", "to", "cc", "bcc", "subject", "reply-to", "sender", "date"];

/// Headers that programs alone write.
const TECHNICAL: [&str; 12] = [
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "message-id",
    "received",
    "return-path",
    "delivered-to",
    "in-reply-to",
    "references",
    "dkim-signature",
    "authentication-results",
    "user-agent",
];

/// How the names of headers begin that programs alone write.
const FAMILIES: [&str; 4] = ["x-", "arc-", "list-", "received-"];

/// The longest block of headers that is looked at.
const HEADERS: usize = 128 * 1024;

/// Whether a file begins as a message does: with headers, of which one is a program's.
pub(crate) fn is_mail(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let start = start.get(..HEADERS).unwrap_or(start);
    let (mut written, mut technical, mut dated) = (0, 0, false);
    for (number, line) in start.split(|byte| *byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let envelope = number == 0 && (line.starts_with(b"From ") || line.starts_with(b">From "));
        let folded = number > 0 && matches!(line.first(), Some(b' ' | b'\t'));
        if envelope || folded || (line.is_empty() && written + technical == 0) {
            continue;
        }
        // A blank line ends the headers, and so does what is none.
        let Some(name) = name(line) else { break };
        dated |= name == "date";
        if WRITTEN.contains(&name.as_str()) {
            written += 1;
        } else if TECHNICAL.contains(&name.as_str()) || FAMILIES.iter().any(|start| name.starts_with(start)) {
            technical += 1;
        }
    }
    written + technical >= 2 && (technical > 0 || (dated && written >= 3))
}

/// The name of a header, in small letters.
fn name(line: &[u8]) -> Option<String> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name = line.get(..colon)?.trim_ascii_end();
    let fits = !name.is_empty()
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    fits.then(|| String::from_utf8_lossy(name).to_ascii_lowercase())
}

/// The messages of a mailbox file; of a single message that one.
pub(super) fn messages(bytes: &[u8]) -> Vec<&[u8]> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut found = Vec::new();
    let (mut start, mut at, mut blank) = (0, 0, true);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let rest = bytes.get(at + line.len()..).unwrap_or_default();
        if at > 0 && blank && line.starts_with(b"From ") && is_mail(rest) {
            found.push(bytes.get(start..at).unwrap_or_default());
            start = at;
        }
        blank = line.trim_ascii().is_empty();
        at += line.len();
    }
    found.push(bytes.get(start..).unwrap_or_default());
    found.into_iter().map(without_envelope).collect()
}

/// Without the line that parts messages in a mailbox file: it names the sender's machine.
fn without_envelope(message: &[u8]) -> &[u8] {
    if !message.starts_with(b"From ") && !message.starts_with(b">From ") {
        return message;
    }
    let line = message.iter().position(|byte| *byte == b'\n').map_or(message.len(), |end| end + 1);
    message.get(line..).unwrap_or_default()
}

/// Puts what travels into the copy, and a word on what does not.
pub(super) fn headers(headers: &[Header<'_>], letter: &mut Letter) {
    let mut left = Vec::new();
    let mut others = 0_usize;
    for header in headers {
        let value = TRAVEL.contains(&header.name).then(|| value(&header.value)).flatten();
        if let Some(value) = value {
            letter.headers.push(format!("{}: {value}", header.name.as_static_str()));
        } else if !OURS.iter().any(|ours| header.name.as_str().eq_ignore_ascii_case(ours)) {
            match header.name.as_static_str() {
                // A name of somebody's own may tell as much as its value.
                "" => others += 1,
                known => left.push(known),
            }
        }
    }
    if let Some(note) = withheld(&left, others) {
        letter.text.push(note);
    }
}

/// `[5 headers are left out: Received (3), Message-ID and 1 other]`.
fn withheld(left: &[&'static str], others: usize) -> Option<String> {
    let count = left.len() + others;
    let mut known: Vec<(&str, usize)> = Vec::new();
    for name in left {
        match known.iter_mut().find(|(other, _)| other == name) {
            Some((_, count)) => *count += 1,
            None => known.push((name, 1)),
        }
    }
    let mut names: Vec<String> = known
        .into_iter()
        .map(|(name, count)| if count == 1 { name.to_owned() } else { format!("{name} ({count})") })
        .collect();
    if others > 0 {
        names.push(format!("others ({others})"));
    }
    (count > 0).then(|| format!("[Headers left out: {}]", names.join(", ")))
}

/// What a header says, in one line of visible characters; nothing where it cannot be read.
fn value(value: &HeaderValue<'_>) -> Option<String> {
    let said = match value {
        HeaderValue::Address(address) => address.iter().filter_map(person).collect::<Vec<_>>().join(", "),
        HeaderValue::Text(text) => said(text),
        HeaderValue::TextList(list) => said(&list.join(", ")),
        // As a moment, not as a clock on somebody's wall: its zone tells where the sender was.
        HeaderValue::DateTime(date) if date.is_valid() => {
            DateTime::from_timestamp(date.to_timestamp()).to_rfc822()
        }
        _ => String::new(),
    };
    (!said.trim().is_empty()).then_some(said)
}

fn said(text: &str) -> String {
    one_line(&encoded::cut(text).text)
}

/// `"Mira Hakimi" <mira@example.org>`.
fn person(one: &Addr<'_>) -> Option<String> {
    let mut out = String::new();
    if let Some(name) = one.name.as_deref().map(said).filter(|name| !name.is_empty()) {
        let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
        let _ = write!(out, "\"{quoted}\"");
    }
    if let Some(address) = one.address.as_deref().map(said).filter(|address| !address.is_empty()) {
        let address: String = address.chars().filter(|c| !matches!(c, '<' | '>' | ',' | ';')).collect();
        let _ = if out.is_empty() { write!(out, "{address}") } else { write!(out, " <{address}>") };
    }
    (!out.is_empty()).then_some(out)
}
