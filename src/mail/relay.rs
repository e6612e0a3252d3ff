//! Mail by the operator's relay: SMTP over TLS.

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use lettre::address::Envelope;
use lettre::message::Message;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{Certificate, CertificateStore, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use secrecy::ExposeSecret;

use super::Failure;
use super::letter::{asks_smtputf8, sender};
use crate::config::Relay;
use crate::error::{Error, Result};

/// A connection that has taken no message for so long is closed.
const IDLE: Duration = Duration::from_secs(20);

/// A connection without work, and when it took its last message or was opened.
type Free = (SmtpConnection, Instant);

/// Sends over connections that stay open from one message to the next.
pub struct Sender {
    relay: Relay,
    tls: TlsParameters,
    /// Not the name of the machine, which relays write into each message.
    hello: ClientId,
    login: Option<Credentials>,
    free: Mutex<Vec<Free>>,
}

impl Sender {
    /// Opens no connection yet: a relay that is down keeps no instance from starting.
    pub(super) fn new(relay: &Relay) -> Result<Self> {
        let from = sender(&relay.from).ok_or_else(|| {
            Error::Internal(format!("{} is no address that mail can come from", relay.from))
        })?;
        let login = relay
            .login
            .as_ref()
            .map(|(user, password)| Credentials::new(user.clone(), password.expose_secret().to_owned()));
        Ok(Self {
            tls: tls(relay)?,
            hello: ClientId::Domain(from.domain().to_owned()),
            login,
            relay: relay.clone(),
            free: Mutex::default(),
        })
    }

    pub(super) fn from(&self) -> &str {
        &self.relay.from
    }

    pub(super) fn connections(&self) -> usize {
        self.relay.connections as usize
    }

    pub(super) fn send(&self, message: &Message) -> Result<(), Failure> {
        let envelope = message.envelope();
        let sent = self.begun(envelope).and_then(|mut connection| {
            let handed = hand_over(&mut connection, envelope, &message.formatted());
            match handed {
                Ok(()) => self.free().push((connection, Instant::now())),
                Err(_) => connection.abort(),
            }
            handed
        });
        // What the relay answered can name the reader: the log holds the kind alone.
        sent.inspect_err(|failure| tracing::warn!(%failure, "a message was not taken"))
    }

    /// Closes connections that have taken no message for a while.
    pub(super) fn close_idle(&self) {
        let mut free = std::mem::take(&mut *self.free());
        let idle = free.extract_if(.., |(_, since)| since.elapsed() >= IDLE);
        idle.for_each(|(mut connection, _)| connection.abort());
        self.free().append(&mut free);
    }

    fn free(&self) -> MutexGuard<'_, Vec<Free>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection on which a message has been begun: one that is open, or a new one. Relays close what was idle, or took so
    /// many messages, without a word; that is noticed before anything of the message has left. A relay that refuses to begin
    /// would refuse on every connection: the others stay open, and this one too until it has taken nothing for a while. So it is
    /// with one that does not take the reader's letters: it would have to break off in the middle.
    fn begun(&self, envelope: &Envelope) -> Result<SmtpConnection, Failure> {
        let beyond_ascii = is_beyond_ascii(envelope);
        let more = [MailParameter::SmtpUtfEight, MailParameter::Body(MailBodyParameter::EightBitMime)];
        let more = more.into_iter().filter(|_| beyond_ascii);
        let begin = Mail::new(envelope.from().cloned(), more.collect());
        loop {
            let free = self.free().pop();
            let is_new = free.is_none();
            let (mut connection, since) = match free {
                Some(free) => free,
                None => (self.connect().map_err(|error| failure_of(&error))?, Instant::now()),
            };
            if since.elapsed() >= IDLE {
                connection.abort();
                continue;
            }
            if beyond_ascii && !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                self.free().push((connection, since));
                return Err(Failure::Letters);
            }
            match connection.command(begin.clone()) {
                Ok(_) => return Ok(connection),
                Err(error) if !has_ended(&error) => {
                    self.free().push((connection, since));
                    return Err(failure_of(&error));
                }
                Err(error) => {
                    connection.abort();
                    if is_new {
                        return Err(failure_of(&error));
                    }
                }
            }
        }
    }

    fn connect(&self) -> Result<SmtpConnection, SmtpError> {
        let Relay { host, port, implicit, patience, .. } = &self.relay;
        let at_once = implicit.then_some(&self.tls);
        let to = (host.as_str(), *port);
        let mut connection = SmtpConnection::connect(to, Some(*patience), &self.hello, at_once, None)?;
        if !implicit {
            connection.starttls(&self.tls, &self.hello)?;
        }
        if let Some(login) = &self.login {
            connection.auth(DEFAULT_MECHANISMS, login)?;
        }
        Ok(connection)
    }
}

/// Whether a reader's mailbox has a name that not every relay takes.
fn is_beyond_ascii(envelope: &Envelope) -> bool {
    envelope.to().iter().any(|reader| asks_smtputf8(reader.as_ref()))
}

/// Hands over a message that was begun. Its text, which is ASCII however its parts were encoded (but for the reader's address,
/// where that is not), and the line that ends it leave in one piece: in two, the system keeps the second back until the relay has confirmed the first, which it does after 40 ms.
fn hand_over(to: &mut SmtpConnection, envelope: &Envelope, text: &[u8]) -> Result<(), Failure> {
    let letters = |error: &SmtpError| is_beyond_ascii(envelope) && refuses_letters(&said_by(error));
    let failure = |error: &SmtpError, other: fn(&SmtpError) -> Failure| {
        if letters(error) { Failure::Letters } else { other(error) }
    };
    for reader in envelope.to() {
        let begun = to.command(Rcpt::new(reader.clone(), Vec::new()));
        begun.map_err(|error| failure(&error, failure_of_reader))?;
    }
    let text = whole(&String::from_utf8_lossy(text));
    to.command(Data).and_then(|_| to.command(text)).map(|_| ()).map_err(|error| failure(&error, failure_of))
}

/// A message as it goes over the wire: a point at the beginning of a line is doubled, and a line with one point ends it.
fn whole(text: &str) -> String {
    let text = text.replace("\r\n.", "\r\n..");
    let first = if text.starts_with('.') { "." } else { "" };
    format!("{first}{text}\r\n.\r\n")
}

fn tls(relay: &Relay) -> Result<TlsParameters> {
    let mut tls = TlsParameters::builder(relay.host.clone());
    if let Some(file) = &relay.authority {
        let failed = |error: String| Error::Internal(format!("cannot read {}: {error}", file.display()));
        let pem = std::fs::read(file).map_err(|error| failed(error.to_string()))?;
        if !pem.windows(10).any(|part| part == b"-----BEGIN") {
            return Err(failed("there is no certificate (PEM) in it".into()));
        }
        let authority = Certificate::from_pem(&pem).map_err(|error| failed(error.to_string()))?;
        tls = tls.certificate_store(CertificateStore::None).add_root_certificate(authority);
    }
    tls.build_rustls().map_err(Error::internal)
}

/// What the relay answered, as a number; nothing if it gave no answer.
fn code_of(error: &SmtpError) -> Option<u16> {
    error.status().map(Into::into)
}

/// What the relay said, or what the system said of the connection.
fn said_by(error: &SmtpError) -> String {
    std::error::Error::source(error).map(ToString::to_string).unwrap_or_default()
}

/// Whether the relay has closed the connection, or is about to (421).
fn has_ended(error: &SmtpError) -> bool {
    code_of(error).is_none_or(|code| code == 421)
}

/// What went wrong when the relay was given the reader's address. This answer alone can be about their mailbox: the same codes
/// after `MAIL` or the text are about the sender or the content, for which nobody may lose their mail.
fn failure_of_reader(error: &SmtpError) -> Failure {
    match code_of(error) {
        Some(550 | 551 | 553) if names_a_mailbox(&said_by(error)) => Failure::Address,
        _ => failure_of(error),
    }
}

/// What went wrong, from a few kinds.
fn failure_of(error: &SmtpError) -> Failure {
    if let Some(code) = code_of(error) {
        return match code {
            // A full mailbox can be emptied.
            400..=499 | 552 => Failure::Deferred,
            530 | 534 | 535 | 538 => Failure::Login,
            _ => Failure::Refused,
        };
    }
    let said = said_by(error);
    if error.is_timeout() || waited_in_vain(error) {
        Failure::Slow
    } else if error.is_tls() || said.contains("certificate") || said.contains("STARTTLS") {
        Failure::Certificate
    } else if error.is_client() {
        // Not said by the relay: this one message is none that it can be handed.
        Failure::Refused
    } else {
        Failure::Unreachable
    }
}

/// Whether a refusal is about the reader's mailbox. The same codes are used for what a policy forbids and for the sender's
/// address; the finer code (RFC 3463) tells them apart where a relay gives one.
fn names_a_mailbox(said: &str) -> bool {
    finer_code(said)
        .is_none_or(|code| ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"].contains(&code))
}

/// Whether a refusal is about letters beyond ASCII: a relay that takes them may know that the next one does not (RFC 6531).
fn refuses_letters(said: &str) -> bool {
    finer_code(said).is_some_and(|code| ["5.6.7", "5.6.9"].contains(&code))
}

/// The finer code of a refusal for good.
fn finer_code(said: &str) -> Option<&str> {
    said.split_whitespace().find(|word| word.starts_with("5.") && word.matches('.').count() == 2)
}

/// Whether an answer did not come in time: the system says of a read that it would have to wait longer.
fn waited_in_vain(error: &SmtpError) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if cause.downcast_ref::<io::Error>().is_some_and(|cause| cause.kind() == io::ErrorKind::WouldBlock) {
            return true;
        }
        source = cause.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_at_the_beginning_of_lines_are_doubled() {
        assert_eq!(whole("a.b\r\n.c\r\n..d"), "a.b\r\n..c\r\n...d\r\n.\r\n");
        assert_eq!(whole(".\r\n.\r\n"), "..\r\n..\r\n\r\n.\r\n");
    }

    #[test]
    fn a_mailbox_is_named_by_the_finer_code() {
        for said in
            ["5.1.1 No such user", "No such user", "5.2.1 Mailbox disabled", "User unknown: a@b.example"]
        {
            assert!(names_a_mailbox(said), "{said}");
        }
        for said in ["5.7.1 Relaying denied", "5.1.8 Sender address rejected", "5.6.0 Message rejected"] {
            assert!(!names_a_mailbox(said), "{said}");
        }
    }
}
