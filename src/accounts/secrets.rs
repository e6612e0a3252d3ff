//! Secrets that links and cookies carry: kept by their hashes alone.

use sha2::{Digest, Sha256};

/// The hash under which a secret is kept.
pub(crate) fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}
