//! Page cursors: where a list goes on, sealed so that they can be neither read nor made outside.
//!
//! A cursor holds a sort key and an internal number; it is bound to the list and to the viewer for whom it was
//! made, so that one person's cursor is worth nothing to another.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::config::InstanceKey;
use crate::db::Ambient;
use crate::error::{Error, Result, message};

/// Makes and opens cursors.
pub struct Cursors {
    cipher: XChaCha20Poly1305,
    ambient: Ambient,
}

impl Cursors {
    /// With a key derived from the instance's.
    pub fn new(key: &InstanceKey, ambient: Ambient) -> Self {
        Self { cipher: XChaCha20Poly1305::new(&Key::from(*key.derive("cursors"))), ambient }
    }

    /// A cursor for `place`, good only in the list that `bound` names.
    pub fn seal(&self, place: &impl Serialize, bound: &str) -> Result<String> {
        let nonce = self.ambient.bytes::<24>();
        let text = serde_json::to_vec(place).map_err(Error::internal)?;
        let sealed = self
            .cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: &text, aad: bound.as_bytes() })
            .map_err(Error::internal)?;
        Ok(URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// The place that a cursor names, or [`Error::Malformed`] where it is not one of this list's.
    pub fn open<T: DeserializeOwned>(&self, cursor: &str, bound: &str) -> Result<T> {
        let refused = || Error::Malformed(message("malformed-cursor"));
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| refused())?;
        let (nonce, sealed) = bytes.split_first_chunk::<24>().ok_or_else(refused)?;
        let text = self
            .cipher
            .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: bound.as_bytes() })
            .map_err(|_| refused())?;
        serde_json::from_slice(&text).map_err(|_| refused())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_good_in_its_own_list_only() {
        let ambient = Ambient::system();
        let cursors = Cursors::new(&InstanceKey::fresh(&ambient), ambient);
        let cursor = cursors.seal(&(17_i64, 4_u64), "list a").unwrap();
        assert_eq!(cursors.open::<(i64, u64)>(&cursor, "list a").unwrap(), (17, 4));
        assert!(cursors.open::<(i64, u64)>(&cursor, "list b").is_err());
        let mut bent = cursor.clone();
        bent.replace_range(30..31, if &cursor[30..31] == "A" { "B" } else { "A" });
        for bad in ["", "x", "é", &bent, &cursor[..10]] {
            assert!(matches!(cursors.open::<(i64, u64)>(bad, "list a"), Err(Error::Malformed(_))), "{bad}");
        }
    }
}
