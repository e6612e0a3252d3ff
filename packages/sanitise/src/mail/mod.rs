//! E-mail: a new message of what a person reads of the old one.
//!
//! A list says which headers travel ([`header`]); all others are withheld. Text parts are decoded and rebuilt as text.
//! Every other part is rebuilt as the file that it is by its content, whatever it says of itself, and what cannot be rebuilt
//! is left out and said so. Of HTML its text travels ([`html`]), where the message does not say the same as plain text.
//! Nothing that was encoded travels: what is encoded in the copy was encoded here, out of rebuilt files.

mod compose;
mod header;
mod html;

use std::borrow::Cow;
use std::collections::HashSet;

use encoding_rs::{Encoding as Charset, UTF_8};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders as _, PartType};

use super::fonts::Fonts;
use super::{Kind, Made, Refusal, Shortfall, Task, child, text};
use compose::{Letter, Piece};
pub(super) use header::is_mail;

/// How deep messages lie in messages, and groups of parts in groups.
const DEEPEST: usize = 20;

/// The most parts of a message, with all that lie in it.
const MOST_PARTS: usize = 500;

/// The copy of a message, or of a mailbox file of several.
pub(super) fn rebuild(bytes: &[u8], task: &Task, fonts: &Fonts) -> Result<(Made, Vec<u8>), Refusal> {
    if !task.boxes.is_empty() || task.preview.is_some_and(|page| page > 0) {
        return Err(Refusal::NoSuchPlace);
    }
    let mut work = Work::new(task, fonts);
    let messages = header::messages(bytes);
    let copy = match messages.as_slice() {
        [one] => work.message(one, 0)?,
        many => {
            let mut letter = Letter::default();
            letter.text.push(format!("[{} messages]", many.len()));
            for one in many {
                let inner = work.message(one, 1)?;
                letter.pieces.push(Piece { kind: Kind::Mail, bytes: inner });
            }
            letter.written()
        }
    };
    let made = Made { kind: Kind::Mail, pages: 1, width: 0, height: 0, shortfalls: work.shortfalls };
    Ok((made, copy))
}

/// What is kept while a message is walked.
struct Work<'a> {
    task: Task,
    fonts: &'a Fonts,
    limits: &'a super::Limits,
    parts: usize,
    /// How many bytes the copy has so far.
    bytes: usize,
    shortfalls: Vec<Shortfall>,
}

impl<'a> Work<'a> {
    fn new(task: &'a Task, fonts: &'a Fonts) -> Self {
        let inner = Task { encoding: None, readings: false, preview: None, ..task.clone() };
        Self { task: inner, fonts, limits: &task.limits, parts: 0, bytes: 0, shortfalls: Vec::new() }
    }

    fn falls_short(&mut self, shortfall: Shortfall) {
        // A page is one of an attachment, and nobody knows which.
        let told = if shortfall.page().is_some() { Shortfall::AttachmentIncomplete } else { shortfall };
        told.note(&mut self.shortfalls);
    }

    fn message(&mut self, bytes: &[u8], depth: usize) -> Result<Vec<u8>, Refusal> {
        let message = MessageParser::default().parse(bytes).ok_or(Refusal::Damaged)?;
        self.letter(&message, depth)
    }

    fn letter(&mut self, message: &Message<'_>, depth: usize) -> Result<Vec<u8>, Refusal> {
        let mut letter = Letter::default();
        let root = message.part(0).ok_or(Refusal::Damaged)?;
        header::headers(&root.headers, &mut letter);
        self.part(message, 0, depth, false, &mut letter)?;
        let written = letter.written();
        self.grow(written.len())?;
        Ok(written)
    }

    fn grow(&mut self, by: usize) -> Result<(), Refusal> {
        self.bytes = self.bytes.saturating_add(by);
        let most = self.limits.bytes_out;
        if u64::try_from(self.bytes).is_ok_and(|bytes| bytes <= most) {
            Ok(())
        } else {
            Err(Refusal::CopyTooLarge { most })
        }
    }

    /// One part, and those in it. `again` where the words were already shown in another form.
    fn part(
        &mut self,
        message: &Message<'_>,
        number: u32,
        depth: usize,
        again: bool,
        letter: &mut Letter,
    ) -> Result<(), Refusal> {
        self.parts += 1;
        let Some(part) = message.part(number) else { return Ok(()) };
        if depth > DEEPEST || self.parts > MOST_PARTS {
            return Err(Refusal::Damaged);
        }
        match &part.body {
            PartType::Multipart(parts) => {
                let shown = if is(part, "multipart", Some("alternative")) {
                    parts
                        .iter()
                        .find(|number| message.part(**number).is_some_and(|part| plain(message, part)))
                } else {
                    None
                };
                for number in parts {
                    let again = again || shown.is_some_and(|shown| shown != number);
                    self.part(message, *number, depth + 1, again, letter)?;
                }
                Ok(())
            }
            PartType::Message(inner) => {
                let inner = self.letter(inner, depth + 1)?;
                letter.attach(Kind::Mail, inner);
                Ok(())
            }
            _ => {
                let bytes = content(message, part);
                self.leaf(part, &bytes, depth, again, letter)
            }
        }
    }

    /// A text as HTML: what it shows, unless plain text has said that.
    fn html(&mut self, part: &MessagePart<'_>, bytes: &[u8], again: bool, letter: &mut Letter) {
        let kept = part.content_disposition().is_some_and(mail_parser::ContentType::is_attachment);
        let said = decoded(part, bytes)
            .filter(|_| is(part, "text", Some("html")) && !kept)
            .and_then(|text| html::said(&String::from_utf8_lossy(&text)));
        let Some(said) = said.filter(|said| !said.text.is_empty()) else {
            letter.text.push("[A text as HTML is left out]".into());
            self.falls_short(Shortfall::MessageTextLeftOut);
            return;
        };
        if again && !says_more(&said.text, &letter.text) {
            letter.text.push("[The same as HTML is left out]".into());
            return;
        }
        let Ok((made, text)) = text::rebuild(said.text.as_bytes(), &self.task) else {
            letter.text.push("[A text as HTML is left out]".into());
            self.falls_short(Shortfall::MessageTextLeftOut);
            return;
        };
        let text = String::from_utf8_lossy(&text);
        letter.text.push(format!("[Text of the message's HTML, without its layout]\n\n{text}"));
        made.shortfalls.into_iter().for_each(|shortfall| self.falls_short(shortfall));
        if said.left_out {
            self.falls_short(Shortfall::MessageTextLeftOut);
        }
    }

    /// A part that holds no other.
    fn leaf(
        &mut self,
        part: &MessagePart<'_>,
        bytes: &[u8],
        depth: usize,
        again: bool,
        letter: &mut Letter,
    ) -> Result<(), Refusal> {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Ok(());
        }
        let kind = Kind::of(bytes);
        if matches!(kind, Kind::Other("text/html" | "text/xml")) || is(part, "text", Some("html")) {
            self.html(part, bytes, again, letter);
            return Ok(());
        }
        if kind == Kind::Text && again {
            return Ok(());
        }
        let worded = matches!(kind, Kind::Text);
        let Some(bytes) = (if worded { decoded(part, bytes) } else { Some(Cow::Borrowed(bytes)) }) else {
            letter.text.push("[A text in an unknown encoding is left out]".into());
            self.falls_short(Shortfall::MessageTextLeftOut);
            return Ok(());
        };
        if worded && inline(part) {
            let (made, text) = text::rebuild(&bytes, &self.task)?;
            made.shortfalls.into_iter().for_each(|shortfall| self.falls_short(shortfall));
            letter.text.push(String::from_utf8_lossy(&text).into_owned());
            return Ok(());
        }
        let rebuilt = if kind == Kind::Mail {
            self.message(&bytes, depth + 1).map(|bytes| (Kind::Mail, bytes))
        } else {
            child::make(bytes.clone().into_owned(), &self.task, self.fonts).map(|(made, bytes)| {
                made.shortfalls.into_iter().for_each(|shortfall| self.falls_short(shortfall));
                (made.kind, bytes)
            })
        };
        match rebuilt {
            Ok((kind, bytes)) => {
                self.grow(bytes.len())?;
                letter.attach(kind, bytes);
            }
            Err(Refusal::CopyTooLarge { most }) => return Err(Refusal::CopyTooLarge { most }),
            Err(refusal) => {
                letter.leave_out(kind, bytes.len(), refusal);
                self.falls_short(Shortfall::AttachmentLeftOut);
            }
        }
        Ok(())
    }
}

/// Whether a text says a good deal that other texts do not: the plain text beside it is no more than a hint then.
fn says_more(text: &str, others: &[String]) -> bool {
    let words = |text: &str| -> HashSet<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let said = others.iter().flat_map(|other| words(other)).collect();
    let all = words(text);
    let new = all.difference(&said).count();
    new > 5 && new * 3 > all.len()
}

fn is(part: &MessagePart<'_>, kind: &str, subtype: Option<&str>) -> bool {
    part.content_type().is_some_and(|declared| {
        declared.ctype().eq_ignore_ascii_case(kind)
            && subtype.is_none_or(|wanted| {
                declared.subtype().is_some_and(|known| known.eq_ignore_ascii_case(wanted))
            })
    })
}

/// Shown as the text of the message, not as a file of it.
fn inline(part: &MessagePart<'_>) -> bool {
    let text = part.content_type().is_none() || is(part, "text", Some("plain"));
    let kept = part.content_disposition().is_some_and(mail_parser::ContentType::is_attachment);
    text && !kept && part.attachment_name().is_none()
}

/// Whether a part says the words of a message as plain text that can be read.
fn plain(message: &Message<'_>, part: &MessagePart<'_>) -> bool {
    if !matches!(part.body, PartType::Text(_)) || !inline(part) {
        return false;
    }
    let bytes = content(message, part);
    !bytes.trim_ascii().is_empty() && Kind::of(&bytes) == Kind::Text && decoded(part, &bytes).is_some()
}

/// The bytes of a part with its transfer encoding undone. What is said to be encoded and is not stays as it is. Places are
/// those of the whole file, in a message within a message too.
fn content<'a>(message: &'a Message<'_>, part: &'a MessagePart<'_>) -> Cow<'a, [u8]> {
    let (PartType::Text(_) | PartType::Html(_)) = part.body else { return part.contents().into() };
    let range = usize::try_from(part.raw_body_offset()).ok().zip(usize::try_from(part.raw_end_offset()).ok());
    let raw = range.and_then(|(from, to)| message.raw_message.get(from..to)).unwrap_or_default();
    let undone = match part.encoding {
        Encoding::Base64 => base64_decode(raw),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::None => None,
    };
    undone.map_or(Cow::Borrowed(raw), Cow::Owned)
}

/// A text as UTF-8, by what it says of itself; nothing is guessed.
fn decoded<'a>(part: &MessagePart<'_>, bytes: &'a [u8]) -> Option<Cow<'a, [u8]>> {
    let label = part.content_type().and_then(|declared| declared.attribute("charset"));
    let charset = match label {
        None => UTF_8,
        // Some programs say so of everything.
        Some(label) if label.eq_ignore_ascii_case("us-ascii") => UTF_8,
        Some(label) => Charset::for_label(label.as_bytes())?,
    };
    if charset == UTF_8 {
        return std::str::from_utf8(bytes).is_ok().then_some(Cow::Borrowed(bytes));
    }
    let text = charset.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(Cow::Owned(text.into_owned().into_bytes()))
}

#[cfg(test)]
mod tests;
