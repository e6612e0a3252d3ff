//! Passwords: strong when chosen, kept as Argon2id, checked in the same time whether the account exists or not.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};

use crate::config::Config;
use crate::db::Ambient;
use crate::error::{Error, Fields, Result, said};

/// So many passwords that are hashed or checked may wait for their turn: each holds a thread that others need to read.
const MOST_WAITING: usize = 32;

/// OWASP's recommendation for Argon2id: 19 MiB, two passes, one lane.
static ARGON2: LazyLock<Argon2<'static>> = LazyLock::new(|| {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
});

/// What an unknown account is checked against, so that it takes as long as a known one.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_bytes(b"nobody", &[7; 16]).unwrap_or_default());

/// A password that somebody chose, found strong enough.
pub struct Password(SecretString);

impl Password {
    /// Checks the strength of a new password; `about` are words that must not make it (name, e-mail,
    /// organisation).
    pub fn choose(config: &Config, text: &str, about: &[&str]) -> Result<Self> {
        let mut faults = Fields::default();
        let length = text.chars().count();
        if length < 12 {
            faults.add("password", said("fault-password-short").with("least", 12));
        } else if length > 256 {
            faults.add("password", said("fault-too-long").with("most", 256));
        } else if u8::from(zxcvbn::zxcvbn(text, about).score()) < 3 {
            faults.add("password", said("fault-password-weak"));
        } else if is_breached(config, text)? {
            faults.add("password", said("fault-password-breached"));
        }
        faults.into_result(Self(text.to_owned().into()))
    }

    /// The password as it is kept. Not within a transaction: it takes its time, and its turn.
    pub fn hash(&self, ambient: &Ambient) -> Result<String> {
        let salt = ambient.bytes::<16>();
        in_turn(|| hash_bytes(self.0.expose_secret().as_bytes(), &salt))?
    }
}

fn hash_bytes(password: &[u8], salt: &[u8]) -> Result<String> {
    let hash: PasswordHash = ARGON2.hash_password_with_salt(password, salt).map_err(Error::internal)?;
    Ok(hash.to_string())
}

/// One at a time: each takes 19 MiB, and a crowd of guesses must not take the machine's memory.
/// Where too many wait for their turn, [`Error::TooMany`].
fn in_turn<T>(work: impl FnOnce() -> T) -> Result<T> {
    static ONE: Mutex<()> = Mutex::new(());
    static WAITING: AtomicUsize = AtomicUsize::new(0);
    if WAITING.fetch_add(1, Ordering::SeqCst) >= MOST_WAITING {
        WAITING.fetch_sub(1, Ordering::SeqCst);
        return Err(Error::TooMany(2));
    }
    let alone = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let done = work();
    drop(alone);
    WAITING.fetch_sub(1, Ordering::SeqCst);
    Ok(done)
}

/// Whether the password is the one that was kept. Without an account the same work is done for nothing.
/// Where too many wait for their turn, [`Error::TooMany`].
pub fn verify(password: &str, kept: Option<&str>) -> Result<bool> {
    let fits = in_turn(|| {
        PasswordHash::new(kept.unwrap_or(&NOBODY))
            .is_ok_and(|hash| ARGON2.verify_password(password.as_bytes(), &hash).is_ok())
    })?;
    Ok(fits && kept.is_some())
}

fn is_breached(config: &Config, text: &str) -> Result<bool> {
    let Some(path) = &config.breached_passwords else {
        return Ok(false);
    };
    let failed = |error| Error::Internal(format!("cannot read {}: {error}", path.display()));
    // Line by line: such lists are larger than memory.
    for line in BufReader::new(File::open(path).map_err(failed)?).split(b'\n') {
        if line.map_err(failed)?.trim_ascii_end() == text.as_bytes() {
            return Ok(true);
        }
    }
    Ok(false)
}
