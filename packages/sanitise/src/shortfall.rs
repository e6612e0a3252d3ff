//! What a copy lacks, in words that stay.

use serde::{Deserialize, Serialize};

/// The most shortfalls that are listed for one copy; what goes beyond is told as [`Shortfall::More`].
pub const MOST_SHORTFALLS: usize = 100;

/// Something that the original shows or holds and the copy does not. Pages are counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Shortfall {
    /// Characters that no font has a shape for.
    MissingGlyphs {
        /// Where.
        page: u32,
    },
    /// Letters of a script that joins or stacks them, drawn one by one by a font that is not the document's.
    LettersApart {
        /// Where.
        page: u32,
    },
    /// Letters that lie upon each other, drawn by a font that is not the document's.
    LettersOverlap {
        /// Where.
        page: u32,
    },
    /// A picture on a page that could not be decoded.
    ImageNotDrawn {
        /// Where.
        page: u32,
    },
    /// A picture on a page whose data ends too early or is damaged: part of it is blank or wrong.
    ImageCut {
        /// Where.
        page: u32,
    },
    /// A comment, stamp or field whose look is not known: its place is filled.
    AnnotationCovered {
        /// Where.
        page: u32,
    },
    /// Something else on a page.
    NotDrawn {
        /// Where.
        page: u32,
    },
    /// A file that is embedded in the document.
    EmbeddedFileLeftOut,
    /// A form whose pages are made by a program while one looks at them.
    DynamicForm,
    /// A picture whose data ends too early or is damaged: part of it is blank or wrong.
    PictureCut,
    /// All pictures but the first of several in one file, or of what moves.
    OneFrameKept,
    /// Characters that encode something else: base64, hex and the like.
    EncodedLeftOut,
    /// A file that was attached to a message.
    AttachmentLeftOut,
    /// A file that was attached to a message is there, and lacks something itself.
    AttachmentIncomplete,
    /// Text of a message: hidden by its HTML, or in an encoding that is not known.
    MessageTextLeftOut,
    /// Something could not be drawn: all that is known of copies of earlier versions.
    Unknown,
    /// More than is listed.
    More,
}

impl Shortfall {
    /// A word that stays, for the key of a sentence.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::MissingGlyphs { .. } => "missing-glyphs",
            Self::LettersApart { .. } => "letters-apart",
            Self::LettersOverlap { .. } => "letters-overlap",
            Self::ImageNotDrawn { .. } => "image-not-drawn",
            Self::ImageCut { .. } => "image-cut",
            Self::AnnotationCovered { .. } => "annotation-covered",
            Self::NotDrawn { .. } => "not-drawn",
            Self::EmbeddedFileLeftOut => "embedded-file-left-out",
            Self::DynamicForm => "dynamic-form",
            Self::PictureCut => "picture-cut",
            Self::OneFrameKept => "one-frame-kept",
            Self::EncodedLeftOut => "encoded-left-out",
            Self::AttachmentLeftOut => "attachment-left-out",
            Self::AttachmentIncomplete => "attachment-incomplete",
            Self::MessageTextLeftOut => "message-text-left-out",
            Self::Unknown => "unknown",
            Self::More => "more",
        }
    }

    /// The page that it is on, from 0.
    pub const fn page(self) -> Option<u32> {
        match self {
            Self::MissingGlyphs { page }
            | Self::LettersApart { page }
            | Self::LettersOverlap { page }
            | Self::ImageNotDrawn { page }
            | Self::ImageCut { page }
            | Self::AnnotationCovered { page }
            | Self::NotDrawn { page } => Some(page),
            _ => None,
        }
    }

    /// Adds it to a list once, as long as the list has room.
    pub fn note(self, list: &mut Vec<Self>) {
        if list.contains(&self) || list.last() == Some(&Self::More) {
            return;
        }
        list.push(if list.len() + 1 < MOST_SHORTFALLS { self } else { Self::More });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_holds_each_once_and_says_where_it_ends() {
        let mut list = Vec::new();
        for page in (0..300).chain(0..300) {
            Shortfall::MissingGlyphs { page }.note(&mut list);
        }
        assert_eq!((list.len(), list.last()), (MOST_SHORTFALLS, Some(&Shortfall::More)));
        assert_eq!(list.iter().filter(|one| one.page() == Some(7)).count(), 1);
    }

    #[test]
    fn what_is_stored_is_the_word_and_the_page() {
        for one in [Shortfall::ImageCut { page: 2 }, Shortfall::OneFrameKept] {
            let json = serde_json::to_value(one).unwrap();
            assert_eq!(json["what"], one.slug());
            assert_eq!(json["page"].as_u64(), one.page().map(u64::from));
            assert_eq!(serde_json::from_value::<Shortfall>(json).unwrap(), one);
        }
    }
}
