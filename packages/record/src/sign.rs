//! The signature around a record.

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as URL;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::check::check;
use crate::{Contradiction, Record, TYPE};

/// A file longer than this is no record: the longest text with the longest roll is a fraction of it.
const LONGEST: usize = 16 * 1024 * 1024;

/// Why a file is no record that could be believed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// It is no such file.
    #[error("this is no record of an adoption: {0}")]
    Unreadable(String),
    /// Somebody changed it, or it was signed with another key.
    #[error("the signature does not fit: the record was changed, or another key signed it")]
    Signature,
    /// It was signed by another key than the one that was asked for.
    #[error("the record was signed by the key {0}, not by the one that you named")]
    OtherKey(String),
    /// The signature fits, and what was signed cannot be true.
    #[error("the signature fits, but the record contradicts itself: {0}")]
    Contradiction(#[from] Contradiction),
}

/// The protected header, as it is written and read.
#[derive(Serialize, Deserialize)]
struct Header {
    alg: String,
    typ: String,
    jwk: Jwk,
}

/// A public key of RFC 8037.
#[derive(Serialize, Deserialize)]
struct Jwk {
    kty: String,
    crv: String,
    x: String,
}

/// A signature in the flattened form of RFC 7515.
#[derive(Serialize, Deserialize)]
struct Jws {
    payload: String,
    protected: String,
    signature: String,
}

/// Who signs: the key of an instance.
pub struct Signer(Ed25519KeyPair);

impl Signer {
    /// Of a seed, which stays secret. The same seed gives the same key.
    pub fn new(seed: &[u8; 32]) -> Result<Self, Fault> {
        let unusable = |_| Fault::Unreadable("the seed makes no key".to_owned());
        Ed25519KeyPair::from_seed_unchecked(seed).map(Self).map_err(unusable)
    }

    /// The public key, as records name it: base64url without padding.
    pub fn key(&self) -> String {
        URL.encode(self.0.public_key())
    }

    /// The record, signed: a file of JSON. The same record gives the same file. What could not be verified is not signed.
    pub fn sign(&self, record: &Record) -> Result<String, Fault> {
        check(record)?;
        let jwk = Jwk { kty: "OKP".to_owned(), crv: "Ed25519".to_owned(), x: self.key() };
        let header = Header { alg: "EdDSA".to_owned(), typ: TYPE.to_owned(), jwk };
        let protected = URL.encode(json(&header)?);
        let payload = URL.encode(json(record)?);
        let signature = URL.encode(self.0.sign(format!("{protected}.{payload}").as_bytes()));
        json(&Jws { payload, protected, signature })
    }
}

fn json(value: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|error| Fault::Unreadable(error.to_string()))
}

/// A record whose signature fits and that does not contradict itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What is signed.
    pub record: Record,
    /// By which key. Who has it, no file can tell: compare it with the one that the instance publishes.
    pub key: String,
}

/// Reads a record and checks it: its signature, the hash of its text, and that it does not contradict itself. `expected` is the
/// key that has to have signed it, where that is known.
pub fn verify(file: &str, expected: Option<&str>) -> Result<Verified, Fault> {
    if file.len() > LONGEST {
        return Err(Fault::Unreadable("it is too long".to_owned()));
    }
    let jws: Jws = read(file.as_bytes())?;
    let header: Header = read(&decoded(&jws.protected)?)?;
    let Jwk { kty, crv, x } = header.jwk;
    if header.alg != "EdDSA" || kty != "OKP" || crv != "Ed25519" || header.typ != TYPE {
        return Err(Fault::Unreadable("it is signed in a way that this program does not know".to_owned()));
    }
    let key = UnparsedPublicKey::new(&ED25519, decoded(&x)?);
    let signed = format!("{}.{}", jws.protected, jws.payload);
    key.verify(signed.as_bytes(), &decoded(&jws.signature)?).map_err(|_| Fault::Signature)?;
    if expected.is_some_and(|expected| expected != x) {
        return Err(Fault::OtherKey(x));
    }
    let record: Record = read(&decoded(&jws.payload)?)?;
    check(&record)?;
    Ok(Verified { record, key: x })
}

fn decoded(text: &str) -> Result<Vec<u8>, Fault> {
    URL.decode(text).map_err(|error| Fault::Unreadable(error.to_string()))
}

fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, Fault> {
    serde_json::from_slice(bytes).map_err(|error| Fault::Unreadable(error.to_string()))
}
