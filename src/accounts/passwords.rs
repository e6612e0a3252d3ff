//! Passwords: strong when chosen, kept as Argon2id, checked in the same time whether the account exists or not.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::sync::LazyLock;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, Zeroizing};

use crate::config::Config;
use crate::db::Ambient;
use crate::error::{Error, Fields, Result, message};

/// The longest password, in characters.
const LONGEST: usize = 256;

/// OWASP's recommendation for Argon2id: 19 MiB, two passes, one lane.
static PARAMS: LazyLock<Params> = LazyLock::new(|| Params::new(19 * 1024, 2, 1, None).unwrap_or_default());

/// What an unknown account is checked against, so that it takes as long as a known one. No password has this hash:
/// nobody is let in by it in any case.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$BwcHBwcHBwcHBwcHBwcHBw$\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The place where Argon2 works: kept, because memory that is taken and given back for each password stays with the
/// threads that took it. Wiped after each use.
#[derive(Default)]
pub(super) struct Memory(Vec<Block>);

impl Memory {
    fn fill(&mut self, argon2: &Argon2<'_>, password: &[u8], salt: &[u8], out: &mut [u8]) -> Result<()> {
        let blocks = argon2.params().block_count();
        if self.0.len() < blocks {
            self.0.resize(blocks, Block::new());
        }
        let filled = argon2.hash_password_into_with_memory(password, salt, out, &mut self.0);
        self.0.iter_mut().for_each(Zeroize::zeroize);
        filled.map_err(Error::internal)
    }
}

/// A password as it is compared (RFC 8265, `OpaqueString`): every blank is the plain one, and letters are composed. Two
/// keyboards that write the same letter in two ways open the same account. Nothing else is changed.
fn normalised(typed: &str) -> Zeroizing<String> {
    // Room for what composes to more bytes than it had, so that no copy is left behind.
    let mut text = Zeroizing::new(String::with_capacity(3 * typed.len()));
    text.extend(typed.chars().map(|letter| if is_blank(letter) { ' ' } else { letter }).nfc());
    text
}

/// The blanks of Unicode (`Zs`) beside the plain one.
fn is_blank(letter: char) -> bool {
    matches!(letter, '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// A password that somebody chose, found strong enough.
pub struct Password(SecretString);

impl Password {
    /// Checks the strength of a new password; `about` are words that must not make it (name, e-mail,
    /// organisation).
    pub fn choose(config: &Config, text: &str, about: &[&str]) -> Result<Self> {
        let mut faults = Fields::default();
        let text = normalised(text);
        let length = text.chars().count();
        if length < 12 {
            faults.add("password", message("fault-password-short").with("least", 12));
        } else if length > LONGEST {
            faults.add("password", message("fault-too-long").with("most", LONGEST));
        } else if u8::from(zxcvbn::zxcvbn(&text, about).score()) < 3 {
            faults.add("password", message("fault-password-weak"));
        } else if is_breached(config, &text)? {
            faults.add("password", message("fault-password-breached"));
        }
        faults.into_result(Self(text.as_str().to_owned().into()))
    }

    /// The password as it is kept, in memory of its own: for commands and tests. Where many may ask at once, the queue
    /// lends its memory ([`Password::hash_in`]).
    pub fn hash(&self, ambient: &Ambient) -> Result<String> {
        self.hash_in(&mut Memory::default(), &ambient.bytes())
    }

    /// The password as it is kept. Not within a transaction: it takes its time.
    pub(super) fn hash_in(&self, memory: &mut Memory, salt: &[u8; 16]) -> Result<String> {
        hash(memory, self.0.expose_secret(), salt)
    }
}

fn hash(memory: &mut Memory, password: &str, salt: &[u8; 16]) -> Result<String> {
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, PARAMS.clone());
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    memory.fill(&argon2, password.as_bytes(), salt, &mut out)?;
    let kept = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&*PARAMS).map_err(Error::internal)?,
        salt: Some(Salt::new(salt).map_err(Error::internal)?),
        hash: Some(Output::new(&out).map_err(Error::internal)?),
    };
    Ok(kept.to_string())
}

fn fits(memory: &mut Memory, password: &str, kept: &str) -> Result<bool> {
    let kept = PasswordHash::new(kept).map_err(Error::internal)?;
    let (Some(salt), Some(expected)) = (&kept.salt, &kept.hash) else {
        return Ok(false);
    };
    let algorithm = Algorithm::try_from(kept.algorithm.as_str()).map_err(Error::internal)?;
    let version = kept.version.map_or(Ok(Version::V0x13), Version::try_from).map_err(Error::internal)?;
    let params = Params::try_from(&kept).map_err(Error::internal)?;
    let mut out = Zeroizing::new(vec![0; expected.len()]);
    memory.fill(&Argon2::new(algorithm, version, params), password.as_bytes(), salt, &mut out)?;
    Ok(out.ct_eq(expected.as_bytes()).into())
}

/// A password as somebody typed it to sign in.
pub(super) struct TypedPassword {
    normal: Zeroizing<String>,
    /// As typed, where that differs: passwords were once kept so.
    raw: Option<Zeroizing<String>>,
}

/// What came of a check.
pub(super) struct Verdict {
    /// Whether it is the password of the account.
    pub fits: bool,
    /// What to keep from now on, where the password was kept as it had been typed.
    pub fresh: Option<String>,
}

impl TypedPassword {
    pub(super) fn new(text: &str) -> Self {
        // Longer than any password is: checked as one that nobody has, and not kept while it waits.
        let text = if text.len() > 4 * LONGEST { "" } else { text };
        let normal = normalised(text);
        let raw = (normal.as_str() != text).then(|| Zeroizing::new(text.to_owned()));
        Self { normal, raw }
    }

    /// Whether this is the password that was kept. Without an account the same work is done for nothing.
    pub(super) fn check(&self, memory: &mut Memory, kept: Option<&str>, salt: &[u8; 16]) -> Result<Verdict> {
        let known = kept.unwrap_or(NOBODY);
        let fits_now = fits(memory, &self.normal, known)?;
        let fitted_once = match &self.raw {
            Some(raw) => fits(memory, raw, known)?,
            None => false,
        };
        let right = kept.is_some() && (fits_now || fitted_once);
        let fresh = (right && !fits_now).then(|| hash(memory, &self.normal, salt)).transpose()?;
        Ok(Verdict { fits: right, fresh })
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_ways_to_write_a_password_are_one_and_nothing_else_changes() {
        assert_eq!(*normalised("Cafe\u{301}\u{A0}a\u{3000}b"), "Café a b");
        for kept in ["  two  blanks ", "Straße ﬁ Ａ Ω", "a\u{200D}b", "ALL small", "كلمة"] {
            assert_eq!(*normalised(kept), kept);
        }
    }

    #[test]
    fn a_kept_password_is_known_again_and_one_kept_as_typed_is_kept_anew() {
        let (mut memory, salt) = (Memory::default(), [5; 16]);
        let old = hash(&mut memory, "cafe\u{301} at the harbour", &salt).unwrap();
        let tried =
            TypedPassword::new("cafe\u{301} at the harbour").check(&mut memory, Some(&old), &salt).unwrap();
        let fresh = tried.fresh.expect("kept anew");
        assert!(tried.fits);
        for typed in ["café at the harbour", "cafe\u{301} at the\u{A0}harbour"] {
            let tried = TypedPassword::new(typed).check(&mut memory, Some(&fresh), &salt).unwrap();
            assert!(tried.fits && tried.fresh.is_none(), "{typed}");
        }
        for (typed, kept) in
            [("cafe at the harbour", Some(fresh.as_str())), ("café at the harbour", None), ("", Some(&old))]
        {
            assert!(!TypedPassword::new(typed).check(&mut memory, kept, &salt).unwrap().fits, "{typed}");
        }
        assert!(memory.0.iter().all(|block| block.as_ref().iter().all(|word| *word == 0)), "wiped");
    }

    #[test]
    fn one_place_is_enough_for_every_password() {
        let mut memory = Memory::default();
        let kept = hash(&mut memory, "one", &[1; 16]).unwrap();
        let place = (memory.0.as_ptr(), memory.0.len());
        assert_eq!(place.1, 19 * 1024);
        TypedPassword::new("two").check(&mut memory, Some(&kept), &[2; 16]).unwrap();
        assert_eq!(place, (memory.0.as_ptr(), memory.0.len()));
    }
}
