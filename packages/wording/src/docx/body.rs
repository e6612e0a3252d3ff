//! The text of a document as its readers see it.

use super::numbering::Numbering;
use super::xml::{Element, Step, Steps, Tag};
use super::{DocxFault, MOST_PARAGRAPHS};
use crate::blocks::Block;

/// A paragraph that has not ended. One may hold others, in a box.
#[derive(Default)]
struct Open {
    text: String,
    numbering: Option<u32>,
    level: u32,
    /// Whether its end was deleted, so that the next one goes on where it ended.
    runs_on: bool,
    in_properties: bool,
    in_run: bool,
    in_text: bool,
    hidden: bool,
}

/// A document while it is read.
pub struct Body<'a> {
    numbering: &'a Numbering,
    blocks: Vec<Block>,
    open: Vec<Open>,
    count: usize,
    /// How deep in what nobody sees.
    unseen: usize,
    /// The text of a paragraph whose end was deleted.
    carried: String,
}

impl<'a> Body<'a> {
    /// The paragraphs of `word/document.xml`, one block each.
    pub fn read(part: &str, numbering: &'a Numbering) -> Result<Vec<Block>, DocxFault> {
        let mut body = Self {
            numbering,
            blocks: Vec::new(),
            open: Vec::new(),
            count: 0,
            unseen: 0,
            carried: String::new(),
        };
        let mut steps = Steps::of(part);
        while let Some(step) = steps.step()? {
            match step {
                Step::Open(tag, element) => body.opened(tag, &element)?,
                Step::Close(tag) => body.closed(tag),
                Step::Text(text) => {
                    if let Some(open) = body.open.last_mut().filter(|open| open.in_text && body.unseen == 0) {
                        open.text.push_str(&text);
                    }
                }
            }
        }
        let text = std::mem::take(&mut body.carried);
        body.push(Open { text, ..Open::default() });
        Ok(body.blocks)
    }

    fn opened(&mut self, tag: Tag, element: &Element) -> Result<(), DocxFault> {
        if self.unseen > 0 {
            self.unseen += 1;
            return Ok(());
        }
        if tag == Tag::Paragraph {
            self.count += 1;
            if self.count > MOST_PARAGRAPHS {
                return Err(DocxFault::TooManyParagraphs);
            }
            self.open.push(Open { text: std::mem::take(&mut self.carried), ..Open::default() });
            return Ok(());
        }
        if matches!(tag, Tag::Gone | Tag::Aside) {
            self.unseen = 1;
        }
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        let seen = open.in_run && !open.hidden;
        match tag {
            Tag::Gone if open.in_properties => open.runs_on = true,
            Tag::ParagraphProperties => open.in_properties = true,
            Tag::NumberingId if open.in_properties => open.numbering = element.number("val"),
            Tag::Level if open.in_properties => open.level = element.number("val").unwrap_or_default(),
            Tag::Run => (open.in_run, open.hidden) = (true, false),
            Tag::Hidden if open.in_run => open.hidden = element.is_on(),
            Tag::Text => open.in_text = seen,
            Tag::Tab if seen => open.text.push('\t'),
            Tag::Break if seen => open.text.push('\n'),
            Tag::Hyphen if seen => open.text.push('\u{2011}'),
            _ => {}
        }
        Ok(())
    }

    fn closed(&mut self, tag: Tag) {
        if self.unseen > 0 {
            self.unseen -= 1;
            return;
        }
        let Some(open) = self.open.last_mut() else { return };
        match tag {
            Tag::ParagraphProperties => open.in_properties = false,
            Tag::Run => open.in_run = false,
            Tag::Text => open.in_text = false,
            Tag::Paragraph => {
                if let Some(open) = self.open.pop() {
                    if open.runs_on {
                        self.carried = open.text;
                    } else {
                        self.push(open);
                    }
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, open: Open) {
        let label = open.numbering.and_then(|numbering| self.numbering.label(numbering, open.level));
        let lines = open.text.lines().filter(|line| !line.trim().is_empty());
        let lines: Vec<String> = lines.map(str::to_owned).collect();
        if !lines.is_empty() {
            self.blocks.push(Block { label, lines });
        }
    }
}
