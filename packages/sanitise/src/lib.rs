//! Copies of evidence for release: rebuilt, never filtered.
//!
//! A copy holds what a person sees of the original (pixels, characters) and nothing else of it: pictures are decoded and
//! encoded anew, pages are drawn to pixels, text is written out with everything invisible made visible. What is not
//! copied cannot leak, so no list of "metadata to remove" exists here.
//!
//! The file is hostile until shown otherwise. [`rebuild`] hands it to a process of its own ([`child`]) which gives up
//! every right but to read its input, compute and write its output, and which may die without harm.

mod annotations;
mod child;
mod confine;
mod encoded;
mod encodings;
mod fields;
mod fonts;
mod jpeg;
mod kind;
mod letters;
mod mail;
mod names;
mod pages;
mod paper;
mod pictures;
mod process;
mod seeing;
mod shapes;
mod shortfall;
mod spacing;
mod still;
mod strokes;
mod text;
mod whole;
mod writing;

use serde::{Deserialize, Serialize};

pub use child::child;
pub use encodings::{Reading, known_encoding};
pub use kind::Kind;
pub use names::clean_name;
pub use process::{readings, rebuild};
pub use shortfall::{MOST_SHORTFALLS, Shortfall};

/// A box to burn in, in thousandths of the picture's width and height as it is shown (orientation applied).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// The page, from 0; 0 for a picture.
    pub page: u32,
    /// From the left.
    pub x: u16,
    /// From the top.
    pub y: u16,
    /// To the right of `x`; what reaches over the edge ends there.
    pub width: u16,
    /// Down from `y`; likewise.
    pub height: u16,
}

/// How much one file may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of the original.
    pub bytes_in: u64,
    /// Bytes of the copy.
    pub bytes_out: u64,
    /// Pixels of a picture, and of a page before it is drawn smaller.
    pub pixels: u64,
    /// Pages of a document.
    pub pages: u32,
    /// Seconds, by the wall and of the processor.
    pub seconds: u32,
    /// Bytes of memory that the process may ask for, beyond its program.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes_in: 50_000_000,
            bytes_out: 100_000_000,
            pixels: 50_000_000,
            pages: 200,
            seconds: 60,
            memory: 512 << 20,
        }
    }
}

/// What is to be made of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// What is burnt in, in the preview too.
    pub boxes: Vec<Area>,
    /// A picture of this page (from 0) to look at and to draw boxes on, at most 1200 pixels wide, in place of the
    /// copy. Text has no pages: its preview is its copy.
    pub preview: Option<u32>,
    /// How a text that does not say so is encoded, as its owner chose ([`known_encoding`]).
    #[serde(default)]
    pub encoding: Option<String>,
    /// How the beginning of such a text reads in each encoding that it can be in, in place of the copy ([`readings`]).
    #[serde(default)]
    pub readings: bool,
    /// What it may cost.
    pub limits: Limits,
}

impl Task {
    /// Every box, and the preview, lies on one of so many pages. A box that covers nothing would leave its drawer in
    /// the belief that something is covered.
    fn within(&self, pages: u32) -> Result<(), Refusal> {
        let there = |area: &Area| {
            area.page < pages && area.x < 1000 && area.y < 1000 && area.width > 0 && area.height > 0
        };
        if self.boxes.iter().all(there) && self.preview.is_none_or(|page| page < pages) {
            Ok(())
        } else {
            Err(Refusal::NoSuchPlace)
        }
    }
}

/// What a copy is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Of which kind; not always the original's.
    pub kind: Kind,
    /// Pages of the document (of the whole one in a preview); 1 for a picture and for text.
    pub pages: u32,
    /// Pixels of the picture, or of the first page; 0 for text.
    pub width: u32,
    /// Likewise.
    pub height: u32,
    /// What the original shows or holds and the copy does not; at most [`MOST_SHORTFALLS`].
    #[serde(default)]
    pub shortfalls: Vec<Shortfall>,
}

impl Made {
    /// Whether the copy shows less than the original.
    pub const fn incomplete(&self) -> bool {
        !self.shortfalls.is_empty()
    }
}

/// A copy and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebuilt {
    /// What it is.
    pub made: Made,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why there is no copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
#[error("{}", self.slug())]
pub enum Refusal {
    /// No kind of file that can be rebuilt: it stays with its owner.
    UnknownKind,
    /// Text that is not UTF-8 and does not say what it is: a wrong guess would hide from the owner what a reader can
    /// bring back.
    UnknownEncoding,
    /// Opens with a password only.
    Encrypted,
    /// Cannot be decoded.
    Damaged,
    /// A box or the preview is for a page, or a part of it, that is not there; text has neither.
    NoSuchPlace,
    /// The original has more bytes than this.
    TooLarge {
        /// How many are allowed.
        most: u64,
    },
    /// The copy would have more bytes than this.
    CopyTooLarge {
        /// How many are allowed.
        most: u64,
    },
    /// More pages than this.
    TooManyPages {
        /// How many are allowed.
        most: u32,
    },
    /// More pixels than this.
    TooManyPixels {
        /// How many are allowed.
        most: u64,
    },
    /// It took too long.
    OutOfTime,
    /// It took too much memory.
    OutOfMemory,
    /// The file brought the process down.
    Crashed,
    /// Nothing is wrong with the file: the process could not be started or confined, or the original not be read.
    /// Worth another try.
    Unavailable,
}

impl Refusal {
    /// A word that stays, for the log, the database and the key of a sentence.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::UnknownKind => "unknown-kind",
            Self::UnknownEncoding => "unknown-encoding",
            Self::Encrypted => "encrypted",
            Self::Damaged => "damaged",
            Self::NoSuchPlace => "no-such-place",
            Self::TooLarge { .. } => "too-large",
            Self::CopyTooLarge { .. } => "copy-too-large",
            Self::TooManyPages { .. } => "too-many-pages",
            Self::TooManyPixels { .. } => "too-many-pixels",
            Self::OutOfTime => "out-of-time",
            Self::OutOfMemory => "out-of-memory",
            Self::Crashed => "crashed",
            Self::Unavailable => "unavailable",
        }
    }

    /// Whether the same file may go well at another time.
    pub const fn passes(self) -> bool {
        matches!(self, Self::Unavailable)
    }
}

/// What the process says first, on a line of its own; the copy follows if there is one.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Answer {
    /// The copy follows.
    Made(Made),
    /// Nothing follows.
    Refused(Refusal),
}
