use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Luma};

use super::*;

const SAMPLES: [(&str, &[u8]); 2] = [
    ("progressive", include_bytes!("samples/progressive.jpg")),
    ("colours at half the size", include_bytes!("samples/halved.jpg")),
];

fn grey() -> Vec<u8> {
    let grain = |x: u32, y: u32| Luma([u8::try_from((x * 31 + y * 17 + x * y) % 251).unwrap()]);
    let picture = DynamicImage::from(GrayImage::from_fn(70, 50, grain));
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, ImageFormat::Jpeg).unwrap();
    out.into_inner()
}

fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let mut all: Vec<_> = SAMPLES.iter().map(|(name, bytes)| (*name, bytes.to_vec())).collect();
    all.push(("grey", grey()));
    all
}

/// Where the codes of the first scan begin.
fn pixels(bytes: &[u8]) -> usize {
    let scan = bytes.windows(2).position(|pair| pair == [0xFF, 0xDA]).unwrap();
    scan + 2 + usize::from(u16::from_be_bytes([bytes[scan + 2], bytes[scan + 3]]))
}

#[test]
fn a_picture_that_is_whole_is_told_as_that() {
    for (name, bytes) in samples() {
        assert!(whole(&bytes), "{name}");
        assert!(whole(&[&bytes[..], b"behind the end"].concat()), "{name}");
        assert!(whole(&bytes[..bytes.len() - 2]), "{name}: every pixel is there without the end");
    }
}

#[test]
fn a_picture_that_breaks_off_anywhere_is_not_whole_whatever_end_is_put_there() {
    for (name, bytes) in samples() {
        let start = pixels(&bytes);
        for length in (start..bytes.len() - 6).step_by(7) {
            assert!(!whole(&bytes[..length]), "{name}, {length}");
            assert!(!whole(&[&bytes[..length], &[0xFF, 0xD9]].concat()), "{name}, {length}");
            let inserted = [&bytes[..length], &[0xFF, 0xD9], &bytes[length..]].concat();
            assert!(!whole(&inserted), "{name}, {length}");
        }
    }
}

#[test]
fn damage_in_the_middle_is_seen() {
    for (name, bytes) in samples() {
        let start = pixels(&bytes);
        let (mut seen, mut tried) = (0, 0);
        for from in (start + 20..bytes.len() - 90).step_by(23) {
            let zeroed = [&bytes[..from], &[0; 60], &bytes[from + 60..]].concat();
            let removed = [&bytes[..from], &bytes[from + 60..]].concat();
            tried += 2;
            seen += usize::from(!whole(&zeroed)) + usize::from(!whole(&removed));
        }
        assert!(tried > 10 && seen * 10 >= tried * 9, "{name}: {seen} of {tried}");
    }
}

#[test]
fn nothing_brings_it_down() {
    let (_, bytes) = samples().swap_remove(0);
    for at in 0..bytes.len() {
        for value in [0, 0xFF, bytes[at] ^ 0x55] {
            let mut other = bytes.clone();
            other[at] = value;
            let _ = whole(&other);
        }
    }
    assert!(!whole(b"") && !whole(b"\xFF\xD8") && !whole(b"\xFF\xD8\xFF\xD9"));
}
