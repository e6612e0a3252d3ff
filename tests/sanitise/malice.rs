//! Documents made to break who opens them, each with its name.

use super::fixtures::deflated;
use super::papers::{blank, document, object, page, stream};

type Named = (&'static str, Vec<u8>);

pub fn documents() -> Vec<Named> {
    [sizes(), cycles(), pictures(), depths(), structures()].concat()
}

/// Resources in which object 5 is drawn by `/X Do`.
const USES: &str = "/Resources << /XObject << /X 5 0 R >> >>";

fn sizes() -> Vec<Named> {
    vec![
        ("a huge page", page("0 0 900000000 900000000", "", b"", &[])),
        ("a page without an end", page("0 0 1e400 1e400", "", b"", &[])),
        ("a page of negative size", page("100 100 -5 -5", "", b"", &[])),
        ("a page like a thread", page("0 0 1 90000", "", b"0 0 9 9 re f", &[])),
    ]
}

fn cycles() -> Vec<Named> {
    let tree = [
        object("<< /Type /Catalog /Pages 2 0 R >>"),
        object("<< /Type /Pages /Kids [2 0 R] /Count 9 /Parent 2 0 R >>"),
    ];
    let form = stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] {USES}"), b"/X Do /X Do");
    let pattern = "/Resources << /Pattern << /P 5 0 R >> >>";
    let drawn = b"/Pattern cs /P scn 0 0 99 99 re f";
    let tile = stream(
        &format!(
            "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.0001 /YStep 0.0001 {pattern}"
        ),
        drawn,
    );
    vec![
        ("a tree that is its own child", document(&tree, "")),
        ("a form that draws itself", page("0 0 99 99", USES, b"/X Do", &[form])),
        ("a pattern that draws itself", page("0 0 99 99", pattern, drawn, &[tile])),
    ]
}

fn pictures() -> Vec<Named> {
    let with = |keys: &str, content: &[u8]| {
        let kind = "/Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8";
        page("0 0 99 99", USES, b"99 0 0 99 0 0 cm /X Do", &[stream(&format!("{kind} {keys}"), content)])
    };
    let bomb = deflated(&vec![b' '; 600 << 20]);
    let mut swelling = document(
        &[
            object("<< /Type /Catalog /Pages 2 0 R >>"),
            object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
            object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"),
            stream("/Filter /FlateDecode", &bomb),
        ],
        "",
    );
    swelling.push(b'\n');
    vec![
        ("a huge picture", with("/Width 60000 /Height 60000", b"x")),
        ("a picture of nothing", with("/Width 0 /Height -7", b"")),
        ("a picture that swells", with("/Width 15000 /Height 15000 /Filter /FlateDecode", &bomb)),
        ("content that swells", swelling),
    ]
}

fn depths() -> Vec<Named> {
    let nested = |open: &str, close: &str| format!("{}{}", open.repeat(200_000), close.repeat(200_000));
    vec![
        ("arrays in arrays", page("0 0 99 99", &format!("/Deep {}", nested("[", "]")), b"", &[])),
        ("dictionaries in content", page("0 0 99 99", "", nested("<</A ", ">>").as_bytes(), &[])),
        ("states without an end", page("0 0 99 99", "", "q ".repeat(2_000_000).as_bytes(), &[])),
    ]
}

fn structures() -> Vec<Named> {
    let mut table = blank();
    table.extend(b"xref\n0 0\ntrailer\n<< /Root 1 0 R /Size 9 /Prev 0 >>\nstartxref\n0\n%%EOF");
    let empty = [object("<< /Type /Catalog /Pages 2 0 R >>"), object("<< /Type /Pages /Kids [] /Count 0 >>")];
    vec![
        ("a table that lies before itself", table),
        ("a head alone", b"%PDF-1.7\n".to_vec()),
        ("a lock that is none", document(&empty, "/Encrypt << /Filter /Unheard >>")),
    ]
}
