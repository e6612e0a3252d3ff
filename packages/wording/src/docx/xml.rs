//! Elements of a part, one after the other: those of word processing that say anything of the text, and no others.

use std::borrow::Cow;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::DocxFault;

/// What the elements of word processing belong to: in the usual kind of document, and in the strict one.
const VOCABULARIES: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// As deep as elements may lie within each other. A table within a table within a table takes some thirty.
const DEEPEST: usize = 400;

/// An element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// `w:p`, and what it is like.
    Paragraph,
    ParagraphProperties,
    /// `w:r`, and whether it is hidden.
    Run,
    Hidden,
    /// What a run says.
    Text,
    Tab,
    Break,
    Hyphen,
    /// Deleted, or moved away.
    Gone,
    /// What the reader does not see: how it was before, a reading beside a sign, the same again for older programs.
    Aside,
    /// Which numbering, and how deep in it.
    NumberingId,
    Level,
    /// Of the list of numberings.
    Scheme,
    SchemeId,
    Numbering,
    LevelOf,
    LevelInstead,
    Format,
    /// Any other.
    Other,
}

impl Tag {
    fn of(name: &str) -> Self {
        match name {
            "p" => Self::Paragraph,
            "pPr" => Self::ParagraphProperties,
            "r" => Self::Run,
            "vanish" => Self::Hidden,
            "t" => Self::Text,
            "tab" | "ptab" => Self::Tab,
            "br" | "cr" => Self::Break,
            "noBreakHyphen" => Self::Hyphen,
            "del" | "moveFrom" => Self::Gone,
            "pPrChange" | "rPrChange" | "sectPrChange" | "tblPrChange" | "trPrChange" | "tcPrChange"
            | "tblGridChange" | "tblPrExChange" | "numberingChange" | "rt" => Self::Aside,
            "numId" => Self::NumberingId,
            "ilvl" => Self::Level,
            "abstractNum" => Self::Scheme,
            "abstractNumId" => Self::SchemeId,
            "num" => Self::Numbering,
            "lvl" => Self::LevelOf,
            "lvlOverride" => Self::LevelInstead,
            "numFmt" => Self::Format,
            _ => Self::Other,
        }
    }
}

/// What stands next in a part. An empty element opens and closes.
#[derive(Debug)]
pub enum Step<'a> {
    Open(Tag, Element<'a>),
    Close(Tag),
    Text(Cow<'a, str>),
}

/// An element with what it says of itself.
#[derive(Debug)]
pub struct Element<'a> {
    start: BytesStart<'a>,
    /// What stands before the names of word processing, with the colon.
    prefix: String,
}

impl Element<'_> {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let wanted = |key: &str| key.strip_prefix(self.prefix.as_str()) == Some(name);
        attributes(&self.start).find(|(key, _)| wanted(key)).map(|(_, value)| value)
    }

    /// A number that it says.
    pub fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// Whether what it stands for is on. It is where nothing is said of it.
    pub fn is_on(&self) -> bool {
        !matches!(self.attribute("val").as_deref(), Some("0" | "false" | "off"))
    }
}

/// What an element says of itself. Nobody looks for what is said twice: that would take the square of how much is said.
fn attributes<'a>(start: &'a BytesStart<'_>) -> impl Iterator<Item = (&'a str, String)> {
    let mut attributes = start.attributes();
    attributes.with_checks(false);
    attributes.map_while(Result::ok).filter_map(|attribute| {
        let value = attribute.normalized_value(XmlVersion::Explicit1_0).ok()?;
        Some((attribute.key.into_inner(), value.into_owned()))
    })
}

/// A reader of one part.
pub struct Steps<'a> {
    reader: Reader<&'a [u8]>,
    /// What stands before the names of word processing, with the colon: the first element says it.
    prefix: Option<String>,
    depth: usize,
}

impl<'a> Steps<'a> {
    /// From the beginning of a part.
    pub fn of(part: &'a str) -> Self {
        let mut reader = Reader::from_str(part);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, prefix: None, depth: 0 }
    }

    /// What stands next, up to the end.
    pub fn step(&mut self) -> Result<Option<Step<'a>>, DocxFault> {
        loop {
            match self.reader.read_event().map_err(|_| DocxFault::Damaged)? {
                Event::Start(start) => return self.open(start).map(Some),
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Step::Close(self.tag(end.name().into_inner()))));
                }
                Event::Text(text) => return Ok(Some(Step::Text(text.xml10_content()))),
                Event::CData(text) => return Ok(Some(Step::Text(text.xml10_content()))),
                Event::GeneralRef(reference) => {
                    let letter = reference.resolve_char_ref().map_err(|_| DocxFault::Damaged)?;
                    let text = match letter {
                        Some(letter) => Cow::Owned(letter.to_string()),
                        // A document declares no entities of its own.
                        None => resolve_predefined_entity(&reference)
                            .map(Cow::Borrowed)
                            .ok_or(DocxFault::Damaged)?,
                    };
                    return Ok(Some(Step::Text(text)));
                }
                Event::DocType(_) => return Err(DocxFault::Damaged),
                Event::Eof if self.depth > 0 || self.prefix.is_none() => return Err(DocxFault::Damaged),
                Event::Eof => return Ok(None),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    fn open(&mut self, start: BytesStart<'a>) -> Result<Step<'a>, DocxFault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(DocxFault::TooLarge);
        }
        if self.prefix.is_none() {
            let named = attributes(&start).find(|(_, value)| VOCABULARIES.contains(&value.as_str()));
            let prefix = named.and_then(|(key, _)| match key.split_once(':') {
                Some(("xmlns", prefix)) => Some(format!("{prefix}:")),
                Some(_) => None,
                None => (key == "xmlns").then(String::new),
            });
            self.prefix = Some(prefix.ok_or(DocxFault::Damaged)?);
        }
        let tag = self.tag(start.name().into_inner());
        Ok(Step::Open(tag, Element { start, prefix: self.prefix.clone().unwrap_or_default() }))
    }

    fn tag(&self, name: &str) -> Tag {
        match self.prefix.as_deref().and_then(|prefix| name.strip_prefix(prefix)) {
            _ if name == "mc:Fallback" => Tag::Aside,
            Some(name) => Tag::of(name),
            None => Tag::Other,
        }
    }
}
