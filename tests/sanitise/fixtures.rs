//! Pictures with everything in them that a copy must not have.

use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::{Compression, Crc, write::ZlibEncoder};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::io::Write as _;

/// Every canary in these files begins so.
pub const CANARY: &str = "CANARY";

pub fn jpeg(picture: &DynamicImage) -> Vec<u8> {
    encoded(picture, ImageFormat::Jpeg)
}

pub fn png(picture: &DynamicImage) -> Vec<u8> {
    encoded(picture, ImageFormat::Png)
}

pub fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// Wider than high; red on the left, blue on the right.
pub fn two_halves() -> DynamicImage {
    RgbImage::from_fn(96, 64, |x, _| if x < 48 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) }).into()
}

/// A TIFF block: to be turned by a quarter to the right, a description, a place.
pub fn exif() -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let mut entry = Vec::new();
        entry.extend(tag.to_le_bytes());
        entry.extend(kind.to_le_bytes());
        entry.extend(count.to_le_bytes());
        entry.extend(value.to_le_bytes());
        entry
    };
    let description = b"CANARY-EXIF-DESCRIPTION\0";
    let datum = b"CANARY-GPS-DATUM\0";
    // The first directory lies at 8 and has 3 entries; the second follows, with 2.
    let second = 8 + 2 + 3 * 12 + 4;
    let described = second + 2 + 2 * 12 + 4;
    let latitude = described + 24;
    let named = latitude + 24;
    let mut block = b"II*\0\x08\0\0\0\x03\0".to_vec();
    block.extend(entry(0x010E, 2, 24, described));
    block.extend(entry(0x0112, 3, 1, 6));
    block.extend(entry(0x8825, 4, 1, second));
    block.extend([0; 4]);
    block.extend([2, 0]);
    block.extend(entry(0x0002, 5, 3, latitude));
    block.extend(entry(0x0012, 2, 17, named));
    block.extend([0; 4]);
    block.extend(description);
    for part in [48_u32, 1, 12, 1, 3456, 100] {
        block.extend(part.to_le_bytes());
    }
    block.extend(datum);
    block
}

fn segment(kind: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap();
    [&[0xFF, kind], &length.to_be_bytes()[..], content].concat()
}

/// EXIF with a place and an orientation, XMP, Photoshop's block, a profile, a comment; an archive behind the end.
pub fn telling_jpeg() -> Vec<u8> {
    let plain = jpeg(&two_halves());
    let xmp = "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta creator='CANARY-XMP-CREATOR'/>";
    let mut out = plain[..2].to_vec();
    out.extend(segment(0xE1, &[b"Exif\0\0", exif().as_slice()].concat()));
    out.extend(segment(0xE1, xmp.as_bytes()));
    out.extend(segment(0xED, b"Photoshop 3.0\0CANARY-IPTC-BYLINE"));
    out.extend(segment(0xE2, b"ICC_PROFILE\0\x01\x01CANARY-ICC-DEVICE"));
    out.extend(segment(0xFE, b"CANARY-COMMENT"));
    out.extend(&plain[2..]);
    out.extend(b"PK\x03\x04\x14\0\0\0\0\0CANARY-ZIP-NAME.txt CANARY-ZIP-CONTENT PK\x05\x06");
    out
}

pub fn chunk(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(&kind);
    crc.update(content);
    let length = u32::try_from(content.len()).unwrap();
    [&length.to_be_bytes(), &kind[..], content, &crc.sum().to_be_bytes()].concat()
}

pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::new(6));
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// Every kind of text chunk, a time, EXIF, a chunk that nobody knows; a document behind the end.
pub fn telling_png() -> Vec<u8> {
    let plain = png(&two_halves());
    // Behind the signature and the header.
    let (head, rest) = plain.split_at(33);
    let mut out = head.to_vec();
    out.extend(chunk(*b"tEXt", b"Author\0CANARY-TEXT-AUTHOR"));
    out.extend(chunk(*b"iTXt", "Title\0\0\0\0\0CANARY-ITXT-Жанна".as_bytes()));
    out.extend(chunk(*b"zTXt", &[b"Note\0\0".as_slice(), &deflated(b"CANARY-ZTXT")].concat()));
    out.extend(chunk(*b"tIME", &[7, 230, 1, 2, 3, 4, 5]));
    out.extend(chunk(*b"eXIf", &exif()));
    out.extend(chunk(*b"prVt", b"CANARY-PRIVATE-CHUNK"));
    out.extend(rest);
    out.extend(b"%PDF-1.4 CANARY-BEHIND-THE-END");
    out
}

/// A header that says so many pixels, and hardly anything behind it.
pub fn png_bomb(width: u32, height: u32, depth: u8, colour: u8) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([depth, colour, 0, 0, 0]);
    let mut out = b"\x89PNG\r\n\x1A\n".to_vec();
    out.extend(chunk(*b"IHDR", &header));
    out.extend(chunk(*b"IDAT", &deflated(&vec![0; 1 << 20])));
    out.extend(chunk(*b"IEND", b""));
    out
}

/// A message of a text and a photograph that tells where it was taken.
pub fn message() -> String {
    let code = STANDARD.encode(telling_jpeg());
    let lines: Vec<_> = code.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!(
        "From: Mira <mira@example.org>\nX-Originating-IP: [203.0.113.9]\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee the picture.\n--b\n\
         Content-Type: image/jpeg; name=\"IMG_4711.jpg\"\nContent-Transfer-Encoding: base64\n\n{}\n--b--\n",
        lines.join("\n")
    )
}
