//! What a file is, by its content alone.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::encodings::wide;
use super::mail::is_mail;

/// What a file is by its content, whatever its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(into = "&'static str")]
pub enum Kind {
    /// A photograph.
    Jpeg,
    /// A picture without loss.
    Png,
    /// A picture, with or without loss. A copy is never one.
    Webp,
    /// A picture of few colours, or several that move. A copy is never one.
    Gif,
    /// A picture of a scanner, or several pages of them. A copy is never one.
    Tiff,
    /// A picture without packing. A copy is never one.
    Bmp,
    /// A document of pages.
    Pdf,
    /// Characters, and nothing that a program would hide or run.
    Text,
    /// E-mail: a message with its headers.
    Mail,
    /// Anything else, by its media type as far as that can be told. Never rebuilt.
    Other(&'static str),
}

/// A PDF begins on some line within this many bytes.
const PDF_BEGINS_WITHIN: usize = 1024;

impl Kind {
    /// The kind of a file, told by all of it, or tentatively by its first few thousand bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let known = infer::get(bytes).map(|known| known.mime_type());
        match known {
            Some("image/jpeg") => return Self::Jpeg,
            Some("image/png") => return Self::Png,
            Some("image/webp") => return Self::Webp,
            // What hides words from those who look at it in its own program.
            Some(markup @ ("text/html" | "text/xml" | "application/rtf" | "application/postscript")) => {
                return Self::Other(markup);
            }
            _ => {}
        }
        if !pdf(bytes) && is_mail(bytes) {
            return Self::Mail;
        }
        // "BM" begins a bitmap, and a note about Bamako.
        if plain(bytes) {
            return if markup(bytes) { Self::Other("text/xml") } else { Self::Text };
        }
        match known {
            Some("application/pdf") => Self::Pdf,
            Some("image/gif") => Self::Gif,
            Some("image/tiff") => Self::Tiff,
            Some("image/bmp") => Self::Bmp,
            None if wide(bytes) => Self::Text,
            None | Some("text/x-shellscript") if like_text(bytes) => Self::Text,
            Some(other) => Self::Other(other),
            None => Self::Other("application/octet-stream"),
        }
    }

    /// The kinds that a copy can be.
    pub const OF_COPIES: [Self; 5] = [Self::Jpeg, Self::Png, Self::Pdf, Self::Text, Self::Mail];

    /// The media type to serve it as.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Tiff => "image/tiff",
            Self::Bmp => "image/bmp",
            Self::Pdf => "application/pdf",
            Self::Text => "text/plain; charset=utf-8",
            Self::Mail => "message/rfc822",
            Self::Other(known) => known,
        }
    }

    /// The ending of a file's name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Tiff => "tiff",
            Self::Bmp => "bmp",
            Self::Pdf => "pdf",
            Self::Text => "txt",
            Self::Mail => "eml",
            Self::Other(_) => "bin",
        }
    }
}

impl From<Kind> for &'static str {
    fn from(kind: Kind) -> Self {
        kind.media_type()
    }
}

/// Only kinds of copies have a way back from their media type.
impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let media_type = String::deserialize(from)?;
        Self::OF_COPIES
            .into_iter()
            .find(|kind| kind.media_type() == media_type)
            .ok_or_else(|| D::Error::custom("no kind of a copy"))
    }
}

/// UTF-8 (a character may be cut at the end) without a control character that text does not have.
fn plain(bytes: &[u8]) -> bool {
    !pdf(bytes) && cut_utf8(bytes) && !bytes.iter().any(|byte| odd(*byte))
}

fn cut_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).map_or_else(|wrong| wrong.error_len().is_none(), |_| true)
}

/// On a line of its own: this is not a text about such files.
fn pdf(bytes: &[u8]) -> bool {
    let start = bytes.get(..PDF_BEGINS_WITHIN).unwrap_or(bytes);
    start.split(|byte| matches!(byte, b'\n' | b'\r')).any(|line| line.starts_with(b"%PDF-"))
}

/// Begins as a mark-up language does.
fn markup(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    match start {
        [b'<', b'!' | b'?', ..] => true,
        [b'<', tag @ ..] => {
            // A tag ends its name properly; an address in angle brackets, or `<U+202E>`, does not.
            let name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'_' | b'.');
            let length = tag.iter().take_while(name).count();
            let after = tag.get(length).copied().unwrap_or(b'>');
            length > 0 && (after.is_ascii_whitespace() || matches!(after, b'>' | b'/'))
        }
        _ => start.starts_with(b"{\\rtf") || start.starts_with(b"%!PS"),
    }
}

/// Says that it is UTF-16, or is UTF-8 with some control characters (a terminal's log), or is text in an encoding that
/// it does not name; that one is text, and is refused as such.
fn like_text(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return !bytes.starts_with(b"\xFF\xFE\0\0");
    }
    let odd = bytes.iter().filter(|byte| odd(**byte)).count();
    let one_in = if cut_utf8(bytes) { 10 } else { 50 };
    !markup(bytes) && !bytes.is_empty() && odd.saturating_mul(one_in) < bytes.len()
}

const fn odd(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0B | 0x0E..=0x1F | 0x7F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_told_by_content() {
        for (bytes, kind) in [
            (&b"\xFF\xD8\xFF\xE0rest"[..], Kind::Jpeg),
            (b"\x89PNG\r\n\x1A\nrest", Kind::Png),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Kind::Webp),
            (b"%PDF-1.7\n", Kind::Pdf),
            (b"\n\n%PDF-1.7\n\xFF\xFE", Kind::Pdf),
            (b"%PDF-1.7 in a plain file", Kind::Pdf),
            (b"BM is a bitmap, or not", Kind::Text),
            (b"MZ, as the notes say", Kind::Text),
            (b"files that begin with %PDF-", Kind::Text),
            ("مرحبا".as_bytes(), Kind::Text),
            (b"#!/bin/sh\necho", Kind::Text),
            (b"\xFF\xFEa\0", Kind::Text),
            (b"log \x1B[31mred\x1B[0m and much more text after it", Kind::Text),
            (b"na\xEFve, in Latin-1", Kind::Text),
            (b"{\\rtf1 hidden}", Kind::Other("application/rtf")),
            (b"%!PS-Adobe", Kind::Other("application/postscript")),
            (b"\xEF\xBB\xBF  <svg onload='x'>", Kind::Other("text/xml")),
            (b"<name@example.org> wrote", Kind::Text),
            (b"<!-- c --><p>", Kind::Other("text/html")),
            (b"PK\x03\x04\x14\0\0\0", Kind::Other("application/zip")),
            (b"\0\0\0\0\x01", Kind::Other("application/octet-stream")),
        ] {
            let told = Kind::of(bytes);
            assert_eq!(told, kind, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_file_without_bytes_is_text_without_characters() {
        assert_eq!(Kind::of(b""), Kind::Text);
    }
}
