//! Mail: what a message is, and how it leaves. Knows nothing of who gets one, or why.
//!
//! A message leaves by the operator's relay, over TLS. A demonstration writes each one into a folder instead.

mod body;
mod letter;
mod relay;
mod spool;

use std::path::Path;

pub use body::{Body, Closing, Item};
pub use letter::{Letter, List, asks_smtputf8};

use crate::config::Config;
use crate::db::text_enum;
use crate::error::Result;

text_enum! {
    /// Why a message did not leave. It is stored and shown, so it never holds what a server answered: that can repeat the
    /// address.
    pub enum Failure {
        /// The relay could not be reached, or broke off.
        Unreachable = "unreachable",
        /// The relay's certificate is not one that is believed, or it offers no TLS.
        Certificate = "certificate",
        /// The relay did not answer in time.
        Slow = "slow",
        /// The relay refuses for now.
        Deferred = "deferred",
        /// The relay refuses for good.
        Refused = "refused",
        /// The relay does not believe who sends.
        Login = "login",
        /// There is no such mailbox.
        Address = "address",
        /// The relay takes no address whose own name, before the `@`, needs more than ASCII (`SMTPUTF8`).
        Letters = "letters",
        /// The folder of a demonstration's mail cannot be written.
        Spool = "spool",
        /// The message could not be made: a fault of the platform.
        Fault = "fault",
    }
}

impl Failure {
    /// Whether it ends all mail to its reader's address, until its owner says that mail arrives there again.
    pub fn ends_mail(self) -> bool {
        matches!(self, Self::Address | Self::Letters)
    }

    /// Why mail to an address was ended, where nothing tells it any more: what is likeliest.
    pub fn likely_of(address: &str) -> Self {
        if asks_smtputf8(address) { Self::Letters } else { Self::Address }
    }

    /// Whether the same message may be taken later.
    pub fn may_pass(self) -> bool {
        match self {
            Self::Unreachable
            | Self::Certificate
            | Self::Slow
            | Self::Deferred
            | Self::Login
            // Most often it is how the relay is set up, which its operator mends.
            | Self::Refused
            | Self::Spool
            | Self::Fault => true,
            Self::Address | Self::Letters => false,
        }
    }
}

/// What takes messages.
pub enum Mailer {
    /// The operator's relay.
    Relay(Box<relay::Sender>),
    /// A folder: the demonstration's.
    Spool(spool::Folder),
}

impl Mailer {
    /// What takes this instance's mail; nothing where no relay is set and it is no demonstration. A demonstration's mail
    /// never leaves the machine: its people are invented, and their addresses may be somebody's.
    pub fn of(config: &Config, demonstration: bool) -> Result<Option<Self>> {
        if demonstration {
            return Ok(Some(Self::Spool(spool::Folder::new(spool_of(&config.data)))));
        }
        config
            .relay
            .as_ref()
            .map(|relay| relay::Sender::new(relay).map(|sender| Self::Relay(Box::new(sender))))
            .transpose()
    }

    /// The address that messages come from.
    pub fn from(&self) -> &str {
        match self {
            Self::Relay(sender) => sender.from(),
            Self::Spool(_) => "entente@demonstration.example",
        }
    }

    /// How many messages can leave at once.
    pub fn at_once(&self) -> usize {
        match self {
            Self::Relay(sender) => sender.connections(),
            Self::Spool(_) => 1,
        }
    }

    /// Closes what has been open without work for a while.
    pub fn close_idle(&self) {
        match self {
            Self::Relay(sender) => sender.close_idle(),
            Self::Spool(_) => {}
        }
    }

    /// Hands a message over, and waits until it is taken. An error that is no [`Failure`] is a fault of ours.
    pub fn send(&self, letter: &Letter) -> Result<Result<(), Failure>> {
        let message = match letter.message(self.from()) {
            Ok(message) => message,
            Err(letter::Unsendable::Address) => return Ok(Err(Failure::Address)),
            Err(letter::Unsendable::Fault(error)) => return Err(error),
        };
        Ok(match self {
            Self::Relay(sender) => sender.send(&message),
            Self::Spool(folder) => folder.keep(&letter.id, &message.formatted()),
        })
    }
}

/// Where a demonstration keeps its mail.
pub fn spool_of(data: &Path) -> std::path::PathBuf {
    data.join("spool")
}
