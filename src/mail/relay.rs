//! Mail by the operator's relay: SMTP over TLS.

use std::io;
use std::time::Duration;

use lettre::Transport;
use lettre::message::Message;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{Error as SmtpError, PoolConfig, SmtpTransport};
use secrecy::ExposeSecret;

use super::Failure;
use super::letter::address;
use crate::config::Relay;
use crate::error::{Error, Result};

/// A connection without work is closed after this.
const IDLE: Duration = Duration::from_secs(20);

/// Sends over connections that stay open from one message to the next.
pub struct Sender {
    transport: SmtpTransport,
    from: String,
    connections: u32,
}

impl Sender {
    /// Opens no connection yet: a relay that is down keeps no instance from starting.
    pub(super) fn new(relay: &Relay) -> Result<Self> {
        let from = address(&relay.from).ok_or_else(|| {
            Error::Internal(format!("{} is no address that mail can come from", relay.from))
        })?;
        let tls = tls(relay)?;
        let mut transport = SmtpTransport::builder_dangerous(&relay.host)
            .port(relay.port)
            .tls(if relay.implicit { Tls::Wrapper(tls) } else { Tls::Required(tls) })
            // Not the name of the machine, which relays write into each message.
            .hello_name(ClientId::Domain(from.domain().to_owned()))
            .timeout(Some(relay.patience))
            .pool_config(PoolConfig::new().max_size(relay.connections).idle_timeout(IDLE));
        if let Some((user, password)) = &relay.login {
            let password = password.expose_secret().to_owned();
            transport = transport.credentials(Credentials::new(user.clone(), password));
        }
        Ok(Self { transport: transport.build(), from: relay.from.clone(), connections: relay.connections })
    }

    pub(super) fn from(&self) -> &str {
        &self.from
    }

    pub(super) fn connections(&self) -> usize {
        self.connections as usize
    }

    pub(super) fn send(&self, message: &Message) -> Result<(), Failure> {
        let sent = self.transport.send(message);
        sent.map(|_| ()).map_err(|error| {
            let failure = failure_of(&error);
            // What the relay answered can name the reader: the log holds the kind alone.
            tracing::warn!(%failure, "a message was not taken");
            failure
        })
    }
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

/// What went wrong, from a few kinds.
fn failure_of(error: &SmtpError) -> Failure {
    let said = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    if let Some(code) = error.status() {
        let code: u16 = code.into();
        return match code {
            // A full mailbox can be emptied.
            400..=499 | 552 => Failure::Deferred,
            530 | 534 | 535 | 538 => Failure::Login,
            550 | 551 | 553 if names_a_mailbox(&said) => Failure::Address,
            _ => Failure::Refused,
        };
    }
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
    let fine = said.split_whitespace().find(|word| word.starts_with("5.") && word.matches('.').count() == 2);
    fine.is_none_or(|code| ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"].contains(&code))
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
