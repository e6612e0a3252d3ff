use std::io::{Cursor, Write};
use std::time::Instant;

use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

use Part::{Heading, Operative, Preamble, Recommendation};

const NAMES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#;

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        archive.start_file(*name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn document(body: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:document {NAMES}><w:body>{body}<w:sectPr/></w:body></w:document>"#
    )
}

fn docx(body: &str) -> Vec<u8> {
    package(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document(body).as_bytes())])
}

fn run(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

fn paragraph(text: &str) -> String {
    format!("<w:p>{}</w:p>", run(text))
}

fn texts(body: &str) -> Vec<String> {
    read_docx(&docx(body)).unwrap().into_iter().map(|(_, text)| text).collect()
}

#[test]
fn what_is_typed_is_read_as_if_it_were_pasted() {
    let founding = include_str!("../blocks/founding.txt");
    let body: String = founding.lines().map(paragraph).collect();
    assert_eq!(read_docx(&docx(&body)).unwrap(), crate::read_plain(founding));
}

#[test]
fn runs_tabs_breaks_and_references_are_text() {
    let body = format!(
        "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr>{}<w:r><w:rPr><w:b/></w:rPr><w:tab/><w:t>&lt;b&gt; &#233;&amp;</w:t><w:br/><w:t><![CDATA[c]]></w:t></w:r><w:r><w:t>-d</w:t><w:noBreakHyphen/></w:r></w:p><w:p/>",
        run("A&#xA;line")
    );
    assert_eq!(texts(&body), ["A line <b> é& c-d\u{2011}"]);
}

#[test]
fn numbers_that_the_word_processor_writes_tell_the_part() {
    let numbering = format!(
        r#"<w:numbering {NAMES}>
        <w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>
        <w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>
        <w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="upperLetter"/></w:lvl></w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
        <w:num w:numId="3"><w:abstractNumId w:val="8"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><mc:AlternateContent><mc:Choice><w:numFmt w:val="custom"/></mc:Choice><mc:Fallback><w:numFmt w:val="bullet"/></mc:Fallback></mc:AlternateContent></w:lvl></w:lvlOverride></w:num>
        </w:numbering>"#
    );
    let numbered = |id: u32, level: u32, text: &str| {
        let was = r#"<w:pPrChange><w:pPr><w:numPr><w:numId w:val="99"/></w:numPr></w:pPr></w:pPrChange>"#;
        let number = format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{id}"/></w:numPr>"#);
        format!("<w:p><w:pPr>{number}{was}</w:pPr>{}</w:p>", run(text))
    };
    let body = [
        paragraph("A title"),
        numbered(1, 0, "Recalling,"),
        numbered(1, 0, "2 States spoke,"),
        paragraph("We decide to:"),
        numbered(3, 0, "Go on."),
        numbered(1, 1, "Share,"),
        numbered(2, 0, "Meet."),
        numbered(0, 0, "Signed"),
    ]
    .concat();
    let wanted = [
        (Heading, "A title"),
        (Preamble, "Recalling,"),
        (Preamble, "2 States spoke,"),
        (Heading, "We decide to:"),
        (Operative, "Go on."),
        (Recommendation, "Share,"),
        (Recommendation, "Meet."),
        (Heading, "Signed"),
    ]
    .map(|(part, text)| (part, text.to_owned()));
    let whole = document(&body);
    let with = |numbering: &[u8]| {
        read_docx(&package(&[("word/document.xml", whole.as_bytes()), ("word/numbering.xml", numbering)]))
    };
    assert_eq!(with(numbering.as_bytes()).unwrap(), wanted);
    // Broken numbering leaves the text.
    for broken in [&b"<w:numbering"[..], b"\xff", b""] {
        let read = with(broken).unwrap();
        assert!(read.iter().map(|(_, text)| text).eq(wanted.iter().map(|(_, text)| text)), "{read:?}");
    }
}

#[test]
fn what_was_deleted_moved_away_or_hidden_is_left_out() {
    let deleted =
        r#"<w:del w:id="1"><w:r><w:delText>gone</w:delText></w:r><w:r><w:t>gone</w:t></w:r></w:del>"#;
    let moved =
        "<w:moveFrom><w:r><w:t>away</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>here </w:t></w:r></w:moveTo>";
    let hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t><w:tab/></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>seen</w:t></w:r>";
    let field = "<w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r>";
    let body =
        format!("<w:p>{}{deleted}<w:ins>{}</w:ins>{moved}{hidden}{field}</w:p>", run("Kept "), run("new "));
    assert_eq!(texts(&body), ["Kept new here seen"]);
}

#[test]
fn paragraphs_whose_end_was_deleted_are_one() {
    let marked = |inner: &str| format!("<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>{inner}</w:p>");
    let body =
        [marked(&run("One ")), marked(""), paragraph("two."), paragraph("Three."), marked(&run("Four."))];
    assert_eq!(texts(&body.concat()), ["One two.", "Three.", "Four."]);
}

#[test]
fn tables_and_boxes_are_read_once() {
    let cell = |text: &str| format!("<w:tc><w:tcPr/>{}</w:tc>", paragraph(text));
    let boxed = format!(
        "<w:p>{}<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{}</w:txbxContent></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>{}</w:p>",
        run("Around "),
        paragraph("Boxed"),
        paragraph("Boxed"),
        run("it")
    );
    let body = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>{boxed}", cell("Left"), cell("Right"));
    assert_eq!(texts(&body), ["Left", "Right", "Boxed", "Around it"]);
}

#[test]
fn names_may_be_written_otherwise() {
    for (names, prefix) in [
        (r#"xmlns="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#, ""),
        (r#"xmlns:m="urn:m" xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main""#, "x:"),
    ] {
        let part = format!(
            "<{prefix}document {names}><{prefix}body><{prefix}p><{prefix}r><m:t>no</m:t><{prefix}t>Words</{prefix}t></{prefix}r></{prefix}p></{prefix}body></{prefix}document>"
        );
        let read = read_docx(&package(&[("word/document.xml", part.as_bytes())])).unwrap();
        assert_eq!(read.len(), 1, "{read:?}");
        assert_eq!(read[0].1, "Words");
    }
}

fn fault(bytes: &[u8]) -> DocxFault {
    read_docx(bytes).unwrap_err()
}

fn faulty(part: &[u8]) -> DocxFault {
    fault(&package(&[("word/document.xml", part)]))
}

#[test]
fn what_is_no_document_is_refused() {
    assert_eq!(fault(b""), DocxFault::NotDocx);
    assert_eq!(fault(b"%PDF-1.7"), DocxFault::NotDocx);
    assert_eq!(fault(&package(&[("word/other.xml", b"<a/>")])), DocxFault::NotDocx);
    assert_eq!(fault(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1]), DocxFault::OldOrLocked);
    assert_eq!(fault(b"PK\x03\x04"), DocxFault::Damaged);
    let mut locked = docx(&paragraph("Words"));
    // The first bit of the flags, in the entry and in the directory.
    let places: Vec<usize> = (0..locked.len() - 4)
        .filter_map(|place| match &locked[place..place + 4] {
            b"PK\x03\x04" => Some(place + 6),
            b"PK\x01\x02" => Some(place + 8),
            _ => None,
        })
        .collect();
    for place in places {
        locked[place] |= 1;
    }
    assert_eq!(fault(&locked), DocxFault::OldOrLocked);
    for part in [
        &b""[..],
        b"\xff\xfe<",
        b"<w:document/>",
        b"<document xmlns=\"urn:other\"/>",
        document("<w:p>").as_bytes(),
        document("</w:body>").as_bytes(),
        document("<w:p><w:r><w:t>&other;</w:t></w:r></w:p>").as_bytes(),
    ] {
        assert_eq!(faulty(part), DocxFault::Damaged, "{}", String::from_utf8_lossy(part));
    }
}

#[test]
fn nothing_is_fetched_and_no_entity_is_made() {
    for declared in [
        r#"<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>"#,
        r#"<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>"#,
        r#"<!DOCTYPE d SYSTEM "https://example.org/d.dtd">"#,
    ] {
        let part =
            format!("{declared}<w:document {NAMES}><w:body>{}</w:body></w:document>", paragraph("&x;"));
        assert_eq!(faulty(part.as_bytes()), DocxFault::Damaged);
    }
}

#[test]
fn too_much_is_refused_before_it_is_read() {
    let bomb = vec![b' '; 60_000_000];
    let packed = package(&[("word/document.xml", &bomb)]);
    assert!(packed.len() < 100_000);
    assert_eq!(fault(&packed), DocxFault::TooLarge);
    let whole = document(&paragraph("Words"));
    let packed = package(&[("word/document.xml", whole.as_bytes()), ("word/numbering.xml", &bomb)]);
    assert_eq!(fault(&packed), DocxFault::TooLarge);
    assert_eq!(fault(&docx(&"<w:p/>".repeat(MOST_PARAGRAPHS + 1))), DocxFault::TooManyParagraphs);
    assert_eq!(texts(&paragraph("Words").repeat(MOST_PARAGRAPHS)).len(), MOST_PARAGRAPHS);
    let deep = |count: usize| {
        format!("{}{}{}", "<w:sdt>".repeat(count), paragraph("Deep"), "</w:sdt>".repeat(count))
    };
    assert_eq!(texts(&deep(200)), ["Deep"]);
    assert_eq!(fault(&docx(&deep(100_000))), DocxFault::TooLarge);
}

/// As much of it as a part may have, and as bad as can be: all of it is work in proportion to its length.
#[test]
fn no_document_takes_long() {
    let many = |one: fn(u32) -> String| (0..400_000).map(one).collect::<Vec<_>>().concat();
    let attributes = many(|number| format!(" w:a{number}=\"\""));
    let spaces = many(|number| format!(" xmlns:a{number}=\"urn:a\""));
    let marked = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>";
    for body in [
        format!("<w:p><w:pPr><w:numPr><w:numId{attributes}/></w:numPr></w:pPr></w:p>"),
        format!("<w:p{spaces}/>"),
        format!("<w:p>{}</w:p>", "<w:r><w:t>1 a</w:t><w:br/></w:r>".repeat(300_000)),
        format!("<w:p>{}</w:p>", run(&"&#97;".repeat(1_000_000))),
        marked.repeat(MOST_PARAGRAPHS),
        format!("<w:p>{}", "<w:r>".repeat(300)),
    ] {
        let bytes = docx(&body);
        let start = Instant::now();
        let _ = read_docx(&bytes);
        assert!(start.elapsed().as_secs() < 10, "{:?} of {}", start.elapsed(), &body[..60]);
    }
}

#[test]
fn each_fault_has_a_word() {
    let all = [
        DocxFault::NotDocx,
        DocxFault::OldOrLocked,
        DocxFault::Damaged,
        DocxFault::TooLarge,
        DocxFault::TooManyParagraphs,
    ];
    let words: std::collections::BTreeSet<&str> = all.iter().map(|fault| fault.slug()).collect();
    assert_eq!(words.len(), all.len());
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), zip in any::<bool>()) {
        let _ = read_docx(&[if zip { &b"PK\x03\x04"[..] } else { b"" }, &bytes].concat());
    }

    #[test]
    fn a_broken_file_is_read_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        end in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let mut bytes = docx(&[paragraph("One"), paragraph("Two")].concat());
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if cut {
            bytes.truncate(end.index(bytes.len()));
        }
        let _ = read_docx(&bytes);
    }

    #[test]
    fn any_markup_is_read_or_refused(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "<w:p>", "</w:p>", "<w:p/>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "text", "1. ", "&amp;", "&#0;", "&x;", "<", ">", "&",
            "<w:pPr>", "</w:pPr>", "<w:rPr>", "</w:rPr>", "<w:del>", "</w:del>", "<w:del/>", "<w:vanish w:val=\"\"/>", "<w:numPr>", "</w:numPr>",
            "<w:numId w:val=\"1\"/>", "<w:ilvl w:val=\"4294967295\"/>", "<w:ilvl val='/>", "<w:br/>", "<![CDATA[", "]]>", "<!--", "-->", "<?x ?>",
            "<mc:Fallback>", "</mc:Fallback>", "<w:rt/>", "\u{301}", "\u{0}", "<!DOCTYPE x>", "<:>", "< w:p>",
        ]), 0..30),
    ) {
        let part = document(&pieces.concat());
        let bytes = package(&[("word/document.xml", part.as_bytes()), ("word/numbering.xml", part.as_bytes())]);
        let _ = read_docx(&bytes);
    }
}
