//! Files, sealed piece by piece: never the whole of one in memory.
//!
//! A random prefix, then pieces of 64 KiB, each sealed by XChaCha20-Poly1305. The nonce of a piece is the prefix, its
//! number, and whether it is the last: none can be left out, put elsewhere, repeated or cut off unnoticed. What the file
//! is bound to (its subject and part) is associated data of every piece.

use std::io::{Error, ErrorKind, Read, Result, Write};

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

/// So much is sealed at a time.
const PIECE: usize = 64 * 1024;
/// What a seal adds to a piece.
const TAG: usize = 16;
/// The part of the nonce that a file has to itself.
const PREFIX: usize = 19;

/// How many there may be: their number has 32 bits.
struct Nonces {
    prefix: [u8; PREFIX],
    number: u32,
}

impl Nonces {
    fn next(&mut self, last: bool) -> Result<XNonce> {
        let mut nonce = [0; 24];
        let (prefix, rest) = nonce.split_at_mut(PREFIX);
        prefix.copy_from_slice(&self.prefix);
        let [a, b, c, d] = self.number.to_be_bytes();
        rest.copy_from_slice(&[a, b, c, d, u8::from(last)]);
        self.number = self.number.checked_add(1).ok_or(ErrorKind::FileTooLarge)?;
        Ok(XNonce::from(nonce))
    }
}

fn refused() -> Error {
    Error::new(ErrorKind::InvalidData, "a sealed file does not open: wrong key, or changed bytes")
}

/// Seals what is written to it.
pub(super) struct Sealing<W> {
    aead: XChaCha20Poly1305,
    bound: String,
    nonces: Nonces,
    held: Zeroizing<Vec<u8>>,
    to: W,
}

impl<W: Write> Sealing<W> {
    pub(super) fn begin(
        aead: XChaCha20Poly1305,
        bound: String,
        prefix: [u8; PREFIX],
        mut to: W,
    ) -> Result<Self> {
        to.write_all(&prefix)?;
        let held = Zeroizing::new(Vec::with_capacity(PIECE));
        Ok(Self { aead, bound, nonces: Nonces { prefix, number: 0 }, held, to })
    }

    fn put(&mut self, last: bool) -> Result<()> {
        let nonce = self.nonces.next(last)?;
        let payload = Payload { msg: &self.held, aad: self.bound.as_bytes() };
        let sealed = self.aead.encrypt(&nonce, payload).map_err(|_| refused())?;
        self.held.clear();
        self.to.write_all(&sealed)
    }

    pub(super) fn write(&mut self, mut bytes: &[u8]) -> Result<()> {
        while !bytes.is_empty() {
            if self.held.len() == PIECE {
                self.put(false)?;
            }
            let room = (PIECE - self.held.len()).min(bytes.len());
            let (now, later) = bytes.split_at(room);
            self.held.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    /// The last piece, which may be empty; gives back what was written to.
    pub(super) fn finish(mut self) -> Result<W> {
        self.put(true)?;
        self.to.flush()?;
        Ok(self.to)
    }
}

/// Reads what was sealed. Any change of it is an error of the read that meets it.
pub(super) struct Opening<R> {
    aead: XChaCha20Poly1305,
    bound: String,
    nonces: Nonces,
    from: R,
    /// The next piece, still sealed: where there is none, the one before was the last.
    ahead: Vec<u8>,
    open: Zeroizing<Vec<u8>>,
    read: usize,
    done: bool,
}

impl<R: Read> Opening<R> {
    pub(super) fn begin(aead: XChaCha20Poly1305, bound: String, mut from: R) -> Result<Self> {
        let mut prefix = [0; PREFIX];
        from.read_exact(&mut prefix)?;
        let ahead = piece(&mut from)?;
        let nonces = Nonces { prefix, number: 0 };
        Ok(Self { aead, bound, nonces, from, ahead, open: Zeroizing::default(), read: 0, done: false })
    }

    fn turn(&mut self) -> Result<()> {
        let next = piece(&mut self.from)?;
        let sealed = std::mem::replace(&mut self.ahead, next);
        self.done = self.ahead.is_empty();
        let nonce = self.nonces.next(self.done)?;
        let payload = Payload { msg: &sealed, aad: self.bound.as_bytes() };
        self.open = Zeroizing::new(self.aead.decrypt(&nonce, payload).map_err(|_| refused())?);
        self.read = 0;
        Ok(())
    }
}

fn piece(from: &mut impl Read) -> Result<Vec<u8>> {
    let mut sealed = Vec::with_capacity(PIECE + TAG);
    from.take((PIECE + TAG) as u64).read_to_end(&mut sealed)?;
    Ok(sealed)
}

impl<R: Read> Read for Opening<R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        while self.read == self.open.len() {
            if self.done {
                return Ok(0);
            }
            self.turn()?;
        }
        let rest = self.open.get(self.read..).unwrap_or_default();
        let count = rest.len().min(into.len());
        let (into, _) = into.split_at_mut(count);
        into.copy_from_slice(rest.get(..count).unwrap_or_default());
        self.read += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use chacha20poly1305::{Key, KeyInit};

    use super::*;

    fn aead() -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::from([7; 32]))
    }

    fn sealed(bytes: &[u8]) -> Vec<u8> {
        let mut sealing = Sealing::begin(aead(), "e|file".into(), [3; PREFIX], Vec::new()).unwrap();
        for part in bytes.chunks(1000) {
            sealing.write(part).unwrap();
        }
        sealing.finish().unwrap()
    }

    fn opened(sealed: &[u8], bound: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        Opening::begin(aead(), bound.into(), sealed)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    #[test]
    fn a_sealed_file_opens_only_whole_and_in_its_place() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 17] {
            let bytes: Vec<u8> = (0..length).map(|place| u8::try_from(place % 251).unwrap()).collect();
            let whole = sealed(&bytes);
            assert_eq!(opened(&whole, "e|file").unwrap(), bytes, "{length}");
            assert!(opened(&whole, "e|copy").is_err(), "elsewhere");
            let mut bent = whole.clone();
            let last = bent.len() - 1;
            bent[last] ^= 1;
            assert!(opened(&bent, "e|file").is_err(), "changed");
            for end in [0, PREFIX, PREFIX + PIECE + TAG, whole.len() - 1] {
                if end < whole.len() {
                    assert!(opened(&whole[..end], "e|file").is_err(), "{length} cut at {end}");
                }
            }
            assert!(opened(&[&whole[..], &[0; 40]].concat(), "e|file").is_err(), "longer");
        }
        let two = sealed(&vec![1; 2 * PIECE + 1]);
        let (first, rest) = two[PREFIX..].split_at(PIECE + TAG);
        let (second, third) = rest.split_at(PIECE + TAG);
        let swapped = [&two[..PREFIX], second, first, third].concat();
        assert!(opened(&swapped, "e|file").is_err(), "in another order");
    }
}
