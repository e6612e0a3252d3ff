//! Documents by hand: with everything in them that a copy must not have, and with malice.

use std::fmt::Write as _;

use super::fixtures::deflated;

/// A document of these objects, numbered from 1; the first is the catalogue.
pub fn document(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
    append(&mut out, 1, objects, objects.len() + 1, trailer);
    out
}

/// Writes objects from a number on, a table of where they are and a trailer: a document, or one more saving of it.
fn append(out: &mut Vec<u8>, first: usize, objects: &[Vec<u8>], size: usize, trailer: &str) {
    let mut table = format!("xref\n{first} {}\n", objects.len());
    for (number, object) in (first..).zip(objects) {
        writeln!(table, "{:010} 00000 n ", out.len()).unwrap();
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(table.bytes());
    out.extend(format!("trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\n").bytes());
    out.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
}

pub fn object(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

pub fn stream(keys: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<< {keys} /Length {} >>\nstream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

/// A page of a size with content and with more in its dictionary; `more` objects from 5 on.
pub fn page(size: &str, keys: &str, content: &[u8], more: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        object("<< /Type /Catalog /Pages 2 0 R >>"),
        object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
        object(&format!("<< /Type /Page /Parent 2 0 R /MediaBox [{size}] /Contents 4 0 R {keys} >>")),
        stream("", content),
    ];
    objects.extend_from_slice(more);
    document(&objects, "")
}

pub fn blank() -> Vec<u8> {
    page("0 0 100 100", "", b"", &[])
}

/// Pages without content.
pub fn blanks(count: usize) -> Vec<u8> {
    let kids = (0..count).map(|page| format!("{} 0 R", page + 3)).collect::<Vec<_>>().join(" ");
    let mut objects = vec![
        object("<< /Type /Catalog /Pages 2 0 R >>"),
        object(&format!("<< /Type /Pages /Kids [{kids}] /Count {count} /MediaBox [0 0 30 30] >>")),
    ];
    objects.extend(vec![object("<< /Type /Page /Parent 2 0 R >>"); count]);
    document(&objects, "")
}

const TELLING_CONTENT: &str = "
BT /F1 12 Tf 20 150 Td (SEEN) Tj ET
BT 3 Tr /F1 12 Tf 20 100 Td (CANARY-INVISIBLE-TEXT) Tj ET
0 Tr BT /F1 12 Tf 20 80 Td (CANARY-UNDER-THE-BLACK) Tj ET
0 0 0 rg 10 70 180 30 re f
1 1 1 rg BT /F1 12 Tf 20 40 Td (CANARY-WHITE-TEXT) Tj ET
0 0 1 rg /OC /Layer BDC BT /F1 12 Tf 20 20 Td (CANARY-HIDDEN-LAYER) Tj ET EMC
BT /F1 12 Tf 20 900 Td (CANARY-OFF-THE-PAGE) Tj ET
";

/// Hidden, white, covered and off-page text, a layer that is off, properties, XMP, an attachment, a script, a note, and an
/// earlier saving beneath the last.
pub fn telling() -> Vec<u8> {
    let xmp = b"<x:xmpmeta><dc:creator>CANARY-PDF-XMP</dc:creator></x:xmpmeta>";
    let objects = [
        object(
            "<< /Type /Catalog /Pages 2 0 R /Metadata 7 0 R /OpenAction << /S /JavaScript /JS (CANARY-SCRIPT) >> \
             /OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >> \
             /Names << /EmbeddedFiles << /Names [(CANARY-ATTACHMENT-NAME.txt) 9 0 R] >> >> >>",
        ),
        object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
        object(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Annots [11 0 R] \
             /Resources << /Font << /F1 5 0 R >> /Properties << /Layer 6 0 R >> >> >>",
        ),
        stream("/Filter /FlateDecode", &deflated(TELLING_CONTENT.as_bytes())),
        object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
        object("<< /Type /OCG /Name (CANARY-LAYER-NAME) >>"),
        stream("/Type /Metadata /Subtype /XML", xmp),
        object(
            "<< /Author (CANARY-PDF-AUTHOR) /Title <FEFF00430041004E004100520059002D00540049> \
             /Producer (CANARY-PDF-PRODUCER) /CreationDate (D:20220101120000+02'00') >>",
        ),
        object("<< /Type /Filespec /F (CANARY-FILESPEC.txt) /EF << /F 10 0 R >> >>"),
        stream("/Type /EmbeddedFile", b"CANARY-ATTACHMENT-CONTENT"),
        object(
            "<< /Type /Annot /Subtype /Text /Rect [150 150 170 170] /T (CANARY-NOTE-AUTHOR) \
             /Contents (CANARY-NOTE) /F 2 >>",
        ),
    ];
    let trailer = "/Info 8 0 R /ID [<43414E4152592D49442D303030303031> <43414E4152592D49442D303030303032>]";
    let mut out = document(&objects, trailer);
    let first = out.windows(9).rposition(|bytes| bytes == b"startxref").unwrap();
    let before: usize =
        String::from_utf8_lossy(&out[first + 9..]).split_ascii_whitespace().next().unwrap().parse().unwrap();
    let saved = TELLING_CONTENT.replace("CANARY-UNDER-THE-BLACK", "LATER");
    append(&mut out, 4, &[stream("", saved.as_bytes())], 12, &format!("/Info 8 0 R /Prev {before}"));
    out
}

/// Drawn to cost: page-wide transparency within transparency, again and again.
pub fn slow() -> Vec<u8> {
    let more = [
        object("<< /Type /ExtGState /ca 0.5 /CA 0.5 /BM /Luminosity >>"),
        stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 1000 1000] /Group << /S /Transparency /I true >>",
            b"0.5 0.2 0.1 rg 0 0 900 900 re f",
        ),
    ];
    let keys = "/Resources << /ExtGState << /G 5 0 R >> /XObject << /X 6 0 R >> >>";
    page("0 0 1000 1000", keys, "/G gs /X Do\n".repeat(20_000).as_bytes(), &more)
}
