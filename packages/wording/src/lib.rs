//! The paragraphs of a joint text: read from what was pasted or uploaded, numbered, compared word by word, merged, and
//! hashed so that anybody can check what was agreed on.
//!
//! Knows texts and nothing else. All of it is work in proportion to the length of the texts, whatever they are, and none of
//! it looks at a clock: the same two texts are always told apart in the same way.

mod blocks;
mod canonical;
mod difference;
mod docx;
mod edits;
mod marker;
mod plain;
mod spelling;
mod split;
mod text;
mod three_way;

pub use difference::{Change, Row, difference};
pub use docx::{DocxFault, MOST_PARAGRAPHS, MOST_UNPACKED, read_docx};
pub use edits::{Piece, words};
pub use plain::read_plain;
pub use spelling::tidy;
pub use split::span;
pub use text::{NotAnId, Paragraph, ParagraphId, Part, StatementText, next_id, numbered_text, numbers};
pub use three_way::{ThreeWay, three_way};
