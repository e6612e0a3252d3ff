//! One key and what it can do.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::db::Ambient;
use crate::error::{Error, Result};

/// A 256-bit key, wiped when dropped. Sealed bytes are a 192-bit random nonce followed by the AEAD's output.
pub(super) struct Cipher(Zeroizing<[u8; 32]>);

impl Cipher {
    pub(super) fn new(key: Zeroizing<[u8; 32]>) -> Self {
        Self(key)
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let key = bytes.try_into().map_err(|_| Error::Internal("a key of the wrong length".into()))?;
        Ok(Self(Zeroizing::new(key)))
    }

    pub(super) fn aead(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::from(*self.0))
    }

    pub(super) fn seal(&self, text: &[u8], bound: &str, ambient: &Ambient) -> Result<Vec<u8>> {
        let nonce = ambient.bytes::<24>();
        let sealed = self
            .aead()
            .encrypt(&XNonce::from(nonce), Payload { msg: text, aad: bound.as_bytes() })
            .map_err(|_| Error::Internal("sealing failed".into()))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    pub(super) fn open(&self, bytes: &[u8], bound: &str) -> Result<Zeroizing<Vec<u8>>> {
        let refused = || Error::Internal("a sealed text does not open: wrong key, or changed bytes".into());
        let (nonce, sealed) = bytes.split_first_chunk::<24>().ok_or_else(refused)?;
        self.aead()
            .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: bound.as_bytes() })
            .map(Zeroizing::new)
            .map_err(|_| refused())
    }

    /// HMAC-SHA256 under this key: commits to a text without telling anything about it.
    pub(super) fn commit(&self, text: &[u8]) -> String {
        let Ok(mut mac) = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(self.0.as_slice()) else {
            return String::new();
        };
        mac.update(b"commitment|");
        mac.update(text);
        hex::encode(mac.finalize().into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealed_bytes_open_only_whole_and_in_their_place() {
        let ambient = Ambient::system();
        let cipher = Cipher::new(Zeroizing::new(ambient.bytes()));
        let sealed = cipher.seal(b"a name", "report|text|1", &ambient).unwrap();
        assert_eq!(cipher.open(&sealed, "report|text|1").unwrap().as_slice(), b"a name");
        assert!(cipher.open(&sealed, "report|text|2").is_err(), "another revision");
        assert!(cipher.open(&sealed[..20], "report|text|1").is_err(), "cut short");
        let mut bent = sealed.clone();
        bent[30] ^= 1;
        assert!(cipher.open(&bent, "report|text|1").is_err(), "changed");
        assert_ne!(sealed, cipher.seal(b"a name", "report|text|1", &ambient).unwrap(), "no two alike");
        assert!(!sealed.windows(6).any(|window| window == b"a name"));
    }
}
