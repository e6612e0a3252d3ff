//! What of an original could be found again in a copy, and whether it is.

use std::collections::BTreeSet;

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Name, Object, Stream};
use sanitise::{Kind, Rebuilt};

use super::{copy, fixtures, papers};

/// The shortest run of printable characters that counts.
const RUN: usize = 6;

/// Every run of printable characters, of single bytes and of UTF-16 either way round.
pub fn runs(bytes: &[u8]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(bytes.iter().copied(), &mut found);
    for start in [0, 1] {
        let pairs = || bytes.get(start..).unwrap_or_default().as_chunks::<2>().0.iter();
        collect(pairs().map(|pair| if pair[1] == 0 { pair[0] } else { 0 }), &mut found);
    }
    found
}

fn collect(bytes: impl Iterator<Item = u8>, found: &mut BTreeSet<String>) {
    let mut run = String::new();
    for byte in bytes.chain([0]) {
        if (0x20..0x7F).contains(&byte) {
            run.push(char::from(byte));
        } else {
            if run.trim().len() >= RUN {
                found.insert(run.trim().to_owned());
            }
            run.clear();
        }
    }
}

/// What is said in hexadecimal, as documents may.
fn hexadecimal(run: &str) -> BTreeSet<String> {
    let digits = run.split(|c: char| !c.is_ascii_hexdigit()).filter(|digits| digits.len() >= 2 * RUN);
    digits
        .flat_map(|digits| {
            let pairs = digits.as_bytes().as_chunks::<2>().0.iter();
            let byte = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
            runs(&pairs.map(byte).collect::<Vec<_>>())
        })
        .collect()
}

/// What an original says beside its pixels.
pub fn said(original: &[u8]) -> BTreeSet<String> {
    match Kind::of(original) {
        Kind::Jpeg => runs(&jpeg_notes(original)),
        Kind::Png => runs(&png_notes(original)),
        Kind::Webp => runs(&webp_notes(original)),
        Kind::Pdf => {
            let mut found = runs(original);
            for stream in unpacked(original, |subtype| subtype != Some(b"Image")) {
                found.extend(runs(&stream));
            }
            let hidden: Vec<_> = found.iter().flat_map(|run| hexadecimal(run)).collect();
            found.extend(hidden);
            found
        }
        _ => BTreeSet::new(),
    }
}

/// Panics if anything that the original says is in the copy, or anything beside pixels at all.
pub fn assert_clean(name: &str, original: &[u8], rebuilt: &Rebuilt) {
    assert_bare(name, rebuilt);
    let ours = all_runs(&neutral(rebuilt.made.kind));
    let copy = all_runs(&rebuilt.bytes);
    for run in said(original).iter().filter(|run| !syntax(run) && !ours.contains(run.as_str())) {
        assert!(!copy.contains(run.as_str()), "{name}: the copy says {run:?}");
    }
    assert!(!copy.contains(super::fixtures::CANARY), "{name}");
}

/// What is printable in a file and in its unpacked streams: where a string is, it is in one of these lines.
fn all_runs(bytes: &[u8]) -> String {
    let mut found = runs(bytes);
    for stream in streams(bytes) {
        found.extend(runs(&stream));
    }
    found.into_iter().collect::<Vec<_>>().join("\n")
}

/// The words that every copy of a kind holds: those of a picture of nothing.
fn neutral(kind: Kind) -> Vec<u8> {
    let blank = match kind {
        Kind::Pdf => papers::blank(),
        Kind::Png => fixtures::png(&image::DynamicImage::new_rgb8(16, 16)),
        _ => fixtures::jpeg(&image::DynamicImage::new_rgb8(16, 16)),
    };
    copy(&blank).unwrap().bytes
}

/// Too much of the same to say anything, or numbers alone, or with the word of a picture's own measure.
fn syntax(run: &str) -> bool {
    if run.chars().collect::<BTreeSet<_>>().len() < 3 {
        return true;
    }
    let words = "/Width /Height /Length /MediaBox /Count /Size /Parent /Contents startxref /ColorSpace /DeviceRGB \
                 /DeviceGray /Filter /DCTDecode cm";
    let rest = words.split_whitespace().fold(run.to_owned(), |run, word| run.replace(word, ""));
    rest.chars().all(|c| c.is_ascii_digit() || " .[]nfRobj<>".contains(c))
}

/// Nothing is there but what pictures need: by segments, chunks and keys, with nothing behind the end.
fn assert_bare(name: &str, rebuilt: &Rebuilt) {
    let bytes = &rebuilt.bytes;
    match rebuilt.made.kind {
        Kind::Jpeg => {
            let (segments, end) = jpeg_segments(bytes);
            let kinds: BTreeSet<u8> = segments.iter().map(|(kind, _)| *kind).collect();
            let allowed = BTreeSet::from([0xE0, 0xDB, 0xC0, 0xC4, 0xDA]);
            assert!(kinds.is_subset(&allowed), "{name}: {kinds:X?}");
            let jfif: Vec<_> = segments.iter().filter(|(kind, _)| *kind == 0xE0).collect();
            assert!(jfif.len() == 1 && jfif[0].1.len() == 14 && jfif[0].1.starts_with(b"JFIF\0"), "{name}");
            assert_eq!(end, bytes.len(), "{name}: something behind the end");
        }
        Kind::Png => {
            let kinds: BTreeSet<_> = png_chunks(bytes).into_iter().map(|(kind, _)| kind).collect();
            assert_eq!(kinds, BTreeSet::from([*b"IHDR", *b"IDAT", *b"IEND"]), "{name}");
            assert!(bytes.ends_with(b"IEND\xAE\x42\x60\x82"), "{name}: something behind the end");
        }
        Kind::Pdf => {
            let document = Pdf::new(bytes.clone()).unwrap();
            assert_eq!(document.pages().len(), usize::try_from(rebuilt.made.pages).unwrap(), "{name}");
            for object in document.objects() {
                if let Object::Stream(stream) = object {
                    assert_bare_keys(name, &stream);
                }
            }
            for page in document.pages().iter() {
                let words: Vec<_> = page.page_stream().unwrap().split(u8::is_ascii_whitespace).collect();
                let operators: Vec<_> =
                    words.iter().filter(|w| w.iter().all(u8::is_ascii_alphabetic)).collect();
                assert_eq!(operators, [b"cm".as_slice(), b"Do"].iter().collect::<Vec<_>>(), "{name}: text?");
            }
            for word in ["/Font", "/Info", "/Metadata", "/ID", "/Annots", "/OpenAction", "/Producer", "D:"] {
                let text = String::from_utf8_lossy(bytes);
                let outside: String = text.split("stream\n").step_by(2).collect();
                assert!(!outside.contains(word), "{name}: {word}");
            }
        }
        Kind::Text => {}
        other => panic!("{name}: {other:?} is no kind of copy"),
    }
}

fn assert_bare_keys(name: &str, stream: &Stream<'_>) {
    let allowed: [&[u8]; 8] =
        [b"Length", b"Type", b"Subtype", b"Filter", b"Width", b"Height", b"BitsPerComponent", b"ColorSpace"];
    for key in stream.dict().keys() {
        assert!(allowed.contains(&key.as_ref()), "{name}: {}", String::from_utf8_lossy(key.as_ref()));
    }
}

/// The streams of a document, decoded where they can be.
pub fn streams(document: &[u8]) -> Vec<Vec<u8>> {
    unpacked(document, |_| true)
}

fn unpacked(document: &[u8], wanted: impl Fn(Option<&[u8]>) -> bool) -> Vec<Vec<u8>> {
    let Ok(document) = Pdf::new(document.to_vec()) else { return Vec::new() };
    let mut found = Vec::new();
    for object in document.objects() {
        if let Object::Stream(stream) = object
            && wanted(stream.dict().get::<Name<'_>>(b"Subtype".as_slice()).as_deref())
            && let Ok(decoded) = stream.decoded()
        {
            found.push(decoded.to_vec());
        }
    }
    found
}

/// The segments before the pixels with their kinds, those between scans too, and where the picture ends.
pub fn jpeg_segments(bytes: &[u8]) -> (Vec<(u8, Vec<u8>)>, usize) {
    let mut found = Vec::new();
    let mut at = 2;
    while let [0xFF, kind, ..] = bytes[at.min(bytes.len())..] {
        match kind {
            0xD9 => return (found, at + 2),
            0xFF => at += 1,
            0x01 | 0xD0..=0xD7 => at += 2,
            _ => {
                let length = usize::from(bytes[at + 2]) << 8 | usize::from(bytes[at + 3]);
                found.push((kind, bytes[at + 4..at + 2 + length].to_vec()));
                at += 2 + length;
                if kind == 0xDA {
                    while bytes[at] != 0xFF || matches!(bytes[at + 1], 0 | 0xD0..=0xD7) {
                        at += 1;
                    }
                }
            }
        }
    }
    (found, at)
}

fn jpeg_notes(bytes: &[u8]) -> Vec<u8> {
    let (segments, end) = jpeg_segments(bytes);
    let mut notes = Vec::new();
    for (_, content) in segments.iter().filter(|(kind, _)| matches!(kind, 0xE0..=0xEF | 0xFE)) {
        notes.extend_from_slice(content);
        notes.push(0);
    }
    notes.extend_from_slice(&bytes[end..]);
    notes
}

fn png_chunks(bytes: &[u8]) -> Vec<([u8; 4], Vec<u8>)> {
    let mut found = Vec::new();
    let mut rest = &bytes[8..];
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, kind @ ..] = *head;
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap();
        found.push((kind, after[..length].to_vec()));
        rest = &after[length + 4..];
        if &kind == b"IEND" {
            found.extend((!rest.is_empty()).then(|| (*b"rest", rest.to_vec())));
            break;
        }
    }
    found
}

fn png_notes(bytes: &[u8]) -> Vec<u8> {
    let mut notes = Vec::new();
    for (kind, content) in png_chunks(bytes) {
        if !matches!(&kind, b"IHDR" | b"IDAT" | b"PLTE" | b"IEND") {
            notes.extend_from_slice(&content);
            notes.push(0);
        }
    }
    notes
}

fn webp_notes(bytes: &[u8]) -> Vec<u8> {
    let mut notes = Vec::new();
    let mut rest = &bytes[12..];
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let [kind @ .., a, b, c, d] = *head;
        let length = usize::try_from(u32::from_le_bytes([a, b, c, d])).unwrap();
        if !matches!(&kind, b"VP8 " | b"VP8L" | b"ALPH" | b"ANMF") {
            notes.extend_from_slice(&after[..length.min(after.len())]);
            notes.push(0);
        }
        rest = after.get(length + length % 2..).unwrap_or_default();
    }
    notes
}
