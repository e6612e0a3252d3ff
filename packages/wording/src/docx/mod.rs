//! Documents of word processors (Office Open XML).

mod body;
mod numbering;
#[cfg(test)]
mod tests;
mod xml;

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::blocks::paragraphs;
use crate::text::Part;

use body::Body;
use numbering::Numbering;

/// The most bytes of one part of a document, once unpacked.
pub const MOST_UNPACKED: u64 = 20_000_000;

/// The most paragraphs of a document.
pub const MOST_PARAGRAPHS: usize = 10_000;

/// Why a document was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.slug())]
pub enum DocxFault {
    /// No document of this kind at all: another kind of file.
    NotDocx,
    /// Of the kind that came before, or closed with a password: to be saved again, open and as DOCX.
    OldOrLocked,
    /// Of this kind, and broken or not as the standard has it.
    Damaged,
    /// More than [`MOST_UNPACKED`] bytes, or things within things deeper than a document needs them.
    TooLarge,
    /// More than [`MOST_PARAGRAPHS`] paragraphs.
    TooManyParagraphs,
}

impl DocxFault {
    /// A word that stays, for the key of a sentence.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::NotDocx => "not-docx",
            Self::OldOrLocked => "old-or-locked",
            Self::Damaged => "damaged",
            Self::TooLarge => "too-large",
            Self::TooManyParagraphs => "too-many-paragraphs",
        }
    }
}

/// The paragraphs of a DOCX file and what each is, as [`crate::read_plain`] tells it; where the word processor numbers them,
/// its numbers and letters count as if they were written.
///
/// What its readers see of the text is read, in tables and boxes too: proposed insertions are taken as made, and what was
/// deleted, moved away or hidden is left out, as are comments, notes, headers, footers and all that is not text. Nothing
/// outside the file is looked at, and of the file nothing but the text and its numbering.
pub fn read_docx(bytes: &[u8]) -> Result<Vec<(Part, String)>, DocxFault> {
    // What a compound file begins with: the older kind, and any kind with a password.
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(DocxFault::OldOrLocked);
    }
    if !bytes.starts_with(b"PK") {
        return Err(DocxFault::NotDocx);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DocxFault::Damaged)?;
    let document = part(&mut archive, "word/document.xml")?.ok_or(DocxFault::NotDocx)?;
    // A document whose numbering cannot be read has its text all the same.
    let numbering = match part(&mut archive, "word/numbering.xml") {
        Ok(Some(text)) => Numbering::read(&text).unwrap_or_default(),
        Err(DocxFault::TooLarge) => return Err(DocxFault::TooLarge),
        Ok(None) | Err(_) => Numbering::default(),
    };
    Ok(paragraphs(Body::read(&document, &numbering)?))
}

/// A part of the package, if it is there. No more is unpacked than may be, whatever the file says of its size.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, DocxFault> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => return Err(DocxFault::OldOrLocked),
        Err(_) => return Err(DocxFault::Damaged),
    };
    let mut text = Vec::new();
    file.take(MOST_UNPACKED + 1).read_to_end(&mut text).map_err(|_| DocxFault::Damaged)?;
    if u64::try_from(text.len()).is_ok_and(|length| length > MOST_UNPACKED) {
        return Err(DocxFault::TooLarge);
    }
    String::from_utf8(text).map(Some).map_err(|_| DocxFault::Damaged)
}
