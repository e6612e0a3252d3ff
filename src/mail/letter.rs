//! A message: whom it goes to, and what it says.

use std::time::{Duration, SystemTime};

use idna::domain_to_ascii;
use lettre::address::Envelope;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use unicode_normalization::char::is_combining_mark;

use crate::db::Moment;
use crate::error::Error;

/// What a mail program says when one asks for no more of the kind.
#[derive(Debug, Clone)]
pub struct List {
    /// What messages of this kind to this reader have in common: no other reader's have it.
    pub id: String,
    /// Where a `POST` without a session ends them (RFC 8058).
    pub unsubscribe: String,
}

/// A message to one reader. Nothing in it is the same in a message to somebody else but its words: ids are made for this
/// reader alone.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The reader's address. No name stands beside it: names come from people, and mail programs believe them.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// The same as HTML, without anything to be fetched.
    pub html: String,
    /// When it is sent.
    pub at: Moment,
    /// Its id, before the `@`.
    pub id: String,
    /// The id of the thread to which it belongs, before the `@`.
    pub thread: Option<String>,
    /// How the reader ends messages of this kind.
    pub list: Option<List>,
}

/// Why a message cannot be made.
pub(super) enum Unsendable {
    /// The address of the reader is none.
    Address,
    /// Ours.
    Fault(Error),
}

impl From<lettre::error::Error> for Unsendable {
    fn from(error: lettre::error::Error) -> Self {
        Self::Fault(Error::internal(error))
    }
}

/// The longest name of a mailbox, in bytes.
const LONGEST: usize = 64;

/// The address with its domain as DNS has it. The mailbox's own name may be written in any script; what else there is beyond
/// ASCII stands in no name.
pub(super) fn address(text: &str) -> Option<Address> {
    let (local, domain) = text.rsplit_once('@')?;
    let domain = domain_to_ascii(domain).ok()?;
    let of_a_word = |letter: char| letter.is_alphanumeric() || is_combining_mark(letter);
    if local.len() > LONGEST || !local.chars().all(|letter| letter.is_ascii() || of_a_word(letter)) {
        return None;
    }
    // lettre knows what may stand there of ASCII, and not of the marks of all scripts.
    let like: String = local.chars().map(|letter| if letter.is_ascii() { letter } else { 'a' }).collect();
    Address::new(like, &domain).ok()?;
    Some(Address::new_dangerous(local, domain))
}

/// The address that messages come from: one that every relay takes.
pub(super) fn sender(text: &str) -> Option<Address> {
    address(text).filter(|_| !asks_smtputf8(text))
}

/// Whether the name of a mailbox, before the `@`, needs more than ASCII: then a message is handed only to a relay that takes
/// such names (`SMTPUTF8`, RFC 6531).
pub fn asks_smtputf8(address: &str) -> bool {
    address.rsplit_once('@').is_some_and(|(local, _)| !local.is_ascii())
}

const AUTO_SUBMITTED: HeaderName = HeaderName::new_from_ascii_str("Auto-Submitted");
const LIST_ID: HeaderName = HeaderName::new_from_ascii_str("List-Id");
const LIST_UNSUBSCRIBE: HeaderName = HeaderName::new_from_ascii_str("List-Unsubscribe");
const LIST_UNSUBSCRIBE_POST: HeaderName = HeaderName::new_from_ascii_str("List-Unsubscribe-Post");

/// A header of ours. None of it comes from people, so it stands as it is: an address may not be folded.
///
/// # Errors
/// A fault of ours where it holds anything else than printable ASCII: it could end the header.
fn header(name: HeaderName, value: String) -> Result<HeaderValue, Unsendable> {
    if !value.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Err(Unsendable::Fault(Error::Internal(format!("{name} cannot hold {value:?}"))));
    }
    Ok(HeaderValue::dangerous_new_pre_encoded(name, value.clone(), value))
}

impl Letter {
    /// As it goes over the wire. The same letter is the same bytes: one that is sent again after a crash is known again.
    pub(super) fn message(&self, from: &str) -> Result<Message, Unsendable> {
        let sender = sender(from).ok_or_else(|| {
            Unsendable::Fault(Error::Internal(format!("{from} is no address that mail can come from")))
        })?;
        let domain = sender.domain().to_owned();
        let to = address(&self.to).ok_or(Unsendable::Address)?;
        let envelope = Envelope::new(Some(sender.clone()), vec![to.clone()])?;
        let at = Duration::from_secs(u64::try_from(self.at.unix_seconds()).unwrap_or_default());
        let mut message = Message::builder()
            .envelope(envelope)
            .from(Mailbox::new(Some("Entente".into()), sender))
            .to(Mailbox::new(None, to))
            .date(SystemTime::UNIX_EPOCH + at)
            .subject(one_line(&self.subject))
            .message_id(Some(format!("<{}@{domain}>", self.id)))
            .raw_header(header(AUTO_SUBMITTED, "auto-generated".into())?);
        if let Some(thread) = self.thread.as_ref().filter(|thread| **thread != self.id) {
            message = message.references(format!("<{thread}@{domain}>"));
        }
        if let Some(List { id, unsubscribe }) = &self.list {
            message = message
                .raw_header(header(LIST_ID, format!("<{id}.{domain}>"))?)
                .raw_header(header(LIST_UNSUBSCRIBE, format!("<{unsubscribe}>"))?)
                .raw_header(header(LIST_UNSUBSCRIBE_POST, "List-Unsubscribe=One-Click".into())?);
        }
        let parts = MultiPart::alternative().boundary(&self.id);
        let parts = parts.singlepart(SinglePart::plain(self.text.clone()));
        Ok(message.multipart(parts.singlepart(SinglePart::html(self.html.clone())))?)
    }
}

/// A subject is one line, whatever is in it.
fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(to: &str, subject: &str) -> Letter {
        Letter {
            to: to.to_owned(),
            subject: subject.to_owned(),
            text: "Grüße.\nA line.".into(),
            html: "<p>Grüße.</p>".into(),
            at: Moment::from_unix_seconds(1_780_315_200).unwrap(),
            id: "a1".into(),
            thread: Some("b2".into()),
            list: Some(List {
                id: "c3".into(),
                unsubscribe: "https://coalition.example/unsubscribe/d4".into(),
            }),
        }
    }

    fn written(letter: &Letter) -> String {
        let message = letter.message("entente@coalition.example").unwrap_or_else(|_| panic!("unsendable"));
        let text = String::from_utf8(message.formatted()).unwrap();
        assert!(text.is_ascii(), "relays need not take more: {text}");
        text
    }

    #[test]
    fn it_says_what_it_is_and_is_the_same_each_time() {
        let text = written(&letter("amina@open-lines.example", "A report waits"));
        for line in [
            "From: Entente <entente@coalition.example>",
            "To: amina@open-lines.example",
            "Date: Mon, 01 Jun 2026 12:00:00 +0000",
            "Message-ID: <a1@coalition.example>",
            "References: <b2@coalition.example>",
            "Auto-Submitted: auto-generated",
            "List-Id: <c3.coalition.example>",
            "List-Unsubscribe: <https://coalition.example/unsubscribe/d4>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            "Content-Type: multipart/alternative;",
        ] {
            assert!(text.lines().any(|found| found.starts_with(line)), "{line} in {text}");
        }
        assert_eq!(text, written(&letter("amina@open-lines.example", "A report waits")));
    }

    #[test]
    fn nothing_in_it_makes_a_header_of_its_own() {
        let text = written(&letter("amina@open-lines.example", "A\r\nBcc: all@example.org\n\nB\u{0}"));
        assert!(!text.lines().any(|line| line.starts_with("Bcc")), "{text}");
        for wrong in ["c3\r\nBcc: all@example.org", "c\u{e9}"] {
            let mut listed = letter("amina@open-lines.example", "A");
            listed.list.as_mut().unwrap().id = wrong.into();
            assert!(
                matches!(listed.message("entente@coalition.example"), Err(Unsendable::Fault(_))),
                "{wrong:?}"
            );
        }
        for hostile in [
            "a@example.org\r\nBcc: all@example.org",
            "Bank <a@example.org>",
            "\"a, b\"@example.org, c@example.org",
            "a b@example.org",
            "jos\u{e9}\u{200b}@example.org",
            "jos\u{e9}\u{2028}@example.org",
            "a\u{ff1c}@example.org",
            "\u{202e}gro@example.org",
            "a\u{0}@example.org",
            "<a@example.org>",
            "a@[127.0.0.1]\r\nRCPT TO:<all@example.org>",
            "@example.org",
            "a@",
            "",
        ] {
            assert!(
                matches!(letter(hostile, "x").message("e@c.example"), Err(Unsendable::Address)),
                "{hostile:?}"
            );
        }
        let text = written(&letter("jose@exämple.org", "Ä report"));
        assert!(text.contains("To: jose@xn--exmple-cua.org"), "{text}");
    }

    #[test]
    fn a_name_in_any_script_stands_as_it_is_and_its_domain_as_dns_has_it() {
        for (to, line) in [
            ("jos\u{e9}@example.org", "To: jos\u{e9}@example.org"),
            ("изба@пример.рф", "To: изба@xn--e1afmkfd.xn--p1ai"),
            ("हिन्दी@example.org", "To: हिन्दी@example.org"),
        ] {
            let message = letter(to, "Ä report").message("e@c.example").unwrap_or_else(|_| panic!("{to}"));
            let text = String::from_utf8(message.formatted()).unwrap();
            assert!(text.lines().any(|found| found == line), "{line} in {text}");
            let others = text.lines().filter(|found| *found != line);
            assert!(others.into_iter().all(str::is_ascii), "nothing else needs it: {text}");
            assert!(asks_smtputf8(to));
        }
        assert!(!asks_smtputf8("jose@exämple.org"));
        assert!(
            letter("a@example.org", "x").message("jos\u{e9}@c.example").is_err(),
            "no relay has to take it"
        );
    }
}
