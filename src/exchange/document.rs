//! Documents for word processors (Office Open XML): a writer of our own, for what leaves as a text with its marking on each sheet.
//!
//! All that is written is text between tags that are ours, and no part refers to anything outside the file.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::error::{Error, Result};

/// The media type.
pub const KIND: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// How a paragraph looks: the name of a style of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Title,
    Heading,
    Subheading,
    Text,
    Quote,
    /// An item of a list, so far in.
    Item(u8),
}

/// A piece of a line that looks the same all through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Run {
    pub text: String,
    pub bold: bool,
    pub italic: bool,
    pub struck: bool,
    pub code: bool,
}

impl Run {
    /// Without any emphasis.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub style: Style,
    pub runs: Vec<Run>,
    /// Whether it runs from right to left.
    pub rtl: bool,
}

impl Paragraph {
    /// Of one piece of text.
    pub fn new(style: Style, text: impl Into<String>) -> Self {
        Self { style, runs: vec![Run::plain(text)], rtl: false }
    }
}

/// A document in the making.
pub(super) struct Document {
    /// BCP 47.
    pub language: String,
    /// What stands on top of each sheet.
    pub header: Vec<String>,
    /// What stands below each sheet, before its number.
    pub footer: Vec<String>,
    pub body: Vec<Paragraph>,
}

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>"#;
const ROOT: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const PARTS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>"#;
const NAMES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
const DECLARED: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// Each style: its name, what it is called, and how its paragraphs and its letters look.
const STYLES: [(&str, &str, &str, &str); 8] = [
    (
        "Normal",
        "Normal",
        r#"<w:spacing w:after="120" w:line="276" w:lineRule="auto"/>"#,
        r#"<w:sz w:val="22"/>"#,
    ),
    ("Title", "Title", r#"<w:keepNext/><w:spacing w:after="160"/>"#, r#"<w:b/><w:sz w:val="36"/>"#),
    (
        "Heading1",
        "heading 1",
        r#"<w:keepNext/><w:spacing w:before="280" w:after="100"/><w:outlineLvl w:val="0"/>"#,
        r#"<w:b/><w:sz w:val="26"/>"#,
    ),
    (
        "Heading2",
        "heading 2",
        r#"<w:keepNext/><w:spacing w:before="200" w:after="80"/><w:outlineLvl w:val="1"/>"#,
        r#"<w:b/><w:sz w:val="22"/>"#,
    ),
    ("Quote", "Quote", r#"<w:spacing w:after="120"/><w:ind w:start="567"/>"#, "<w:i/>"),
    ("ListParagraph", "List Paragraph", r#"<w:spacing w:after="60"/>"#, ""),
    ("Header", "header", r#"<w:spacing w:after="0"/><w:jc w:val="center"/>"#, r#"<w:sz w:val="18"/>"#),
    ("Footer", "footer", r#"<w:spacing w:after="0"/><w:jc w:val="center"/>"#, r#"<w:sz w:val="16"/>"#),
];

/// Text between tags. What XML cannot say is left out.
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            letter if letter.is_control() && letter != '\t' && letter != '\n' => {}
            letter => written.push(letter),
        }
    }
    written
}

fn run(run: &Run, rtl: bool) -> String {
    let mut looks = String::new();
    if run.code {
        looks.push_str(r#"<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>"#);
    }
    for (on, tags) in [
        (run.bold, "<w:b/><w:bCs/>"),
        (run.italic, "<w:i/><w:iCs/>"),
        (run.struck, "<w:strike/>"),
        (rtl, "<w:rtl/>"),
    ] {
        looks.push_str(if on { tags } else { "" });
    }
    let looks = if looks.is_empty() { looks } else { format!("<w:rPr>{looks}</w:rPr>") };
    let lines: Vec<String> = run
        .text
        .split('\n')
        .map(|line| format!(r#"<w:t xml:space="preserve">{}</w:t>"#, escaped(line)))
        .collect();
    format!("<w:r>{looks}{}</w:r>", lines.join("<w:br/>"))
}

fn paragraph(one: &Paragraph) -> String {
    let (name, more) = match one.style {
        Style::Title => ("Title", String::new()),
        Style::Heading => ("Heading1", String::new()),
        Style::Subheading => ("Heading2", String::new()),
        Style::Text => ("Normal", String::new()),
        Style::Quote => ("Quote", String::new()),
        Style::Item(depth) => {
            let start = 360 * (u32::from(depth) + 1);
            ("ListParagraph", format!(r#"<w:ind w:start="{start}" w:hanging="360"/>"#))
        }
    };
    let bidi = if one.rtl { "<w:bidi/>" } else { "" };
    let runs: String = one.runs.iter().map(|piece| run(piece, one.rtl)).collect();
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{name}"/>{bidi}{more}</w:pPr>{runs}</w:p>"#)
}

fn marking(style: &str, lines: &[String], after: &str) -> String {
    let line = |text: &String| {
        let run = run(&Run::plain(text.as_str()), false);
        format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>"#)
    };
    let lines: String = lines.iter().map(line).collect();
    format!("{lines}{after}")
}

fn styles(language: &str) -> String {
    let style = |(id, name, paragraphs, letters): &(&str, &str, &str, &str)| {
        let first = if *id == "Normal" { r#" w:default="1""# } else { "" };
        let based = if *id == "Normal" { "" } else { r#"<w:basedOn w:val="Normal"/>"# };
        format!(
            r#"<w:style w:type="paragraph"{first} w:styleId="{id}"><w:name w:val="{name}"/>{based}<w:pPr>{paragraphs}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"#
        )
    };
    let all: String = STYLES.iter().map(style).collect();
    let language = escaped(language);
    format!(
        r#"{DECLARED}<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="{language}" w:bidi="{language}"/></w:rPr></w:rPrDefault></w:docDefaults>{all}</w:styles>"#
    )
}

/// The number of the sheet.
const NUMBER: &str = r#"<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>"#;

impl Document {
    /// The bytes of the file. The same document always has the same: no clock and no machine is named in it.
    pub fn written(&self) -> Result<Vec<u8>> {
        let body: String = self.body.iter().map(paragraph).collect();
        let sheet = r#"<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1304" w:bottom="1304" w:left="1304" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>"#;
        let document = format!("{DECLARED}<w:document {NAMES}><w:body>{body}{sheet}</w:body></w:document>");
        let header = format!("{DECLARED}<w:hdr {NAMES}>{}</w:hdr>", marking("Header", &self.header, ""));
        let footer = format!("{DECLARED}<w:ftr {NAMES}>{}</w:ftr>", marking("Footer", &self.footer, NUMBER));
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (name, text) in [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", ROOT),
            ("word/_rels/document.xml.rels", PARTS),
            ("word/document.xml", &document),
            ("word/styles.xml", &styles(&self.language)),
            ("word/header1.xml", &header),
            ("word/footer1.xml", &footer),
        ] {
            archive.start_file(name, options).map_err(Error::internal)?;
            archive.write_all(text.as_bytes()).map_err(Error::internal)?;
        }
        Ok(archive.finish().map_err(Error::internal)?.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_text_and_nothing_else() {
        let line = Paragraph::new(Style::Item(1), "a < b & \"c\"\u{0}\u{FFFF}\nsecond");
        let text = paragraph(&line);
        assert!(text.contains("a &lt; b &amp; &quot;c&quot;</w:t><w:br/>"), "{text}");
        assert!(text.contains(">second</w:t>") && text.contains("w:start=\"720\""), "{text}");
    }

    #[test]
    fn every_part_is_well_formed_and_the_marking_is_on_each_sheet() {
        let of = Document {
            language: "fa".into(),
            header: vec!["TLP:AMBER".into(), "<readers>".into()],
            footer: vec!["A-000000".into()],
            body: vec![Paragraph { rtl: true, ..Paragraph::new(Style::Title, "عنوان") }],
        };
        let bytes = of.written().unwrap();
        assert_eq!(bytes, of.written().unwrap());
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut all = String::new();
        for place in 0..archive.len() {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut archive.by_index(place).unwrap(), &mut text).unwrap();
            let mut reader = quick_xml::Reader::from_str(&text);
            while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
            all.push_str(&text);
        }
        for said in ["TLP:AMBER", "&lt;readers&gt;", "A-000000", "عنوان", "<w:bidi/>", " PAGE "] {
            assert!(all.contains(said), "{said}: {all}");
        }
        assert!(!all.contains("TargetMode"), "nothing outside is referred to");
    }
}
