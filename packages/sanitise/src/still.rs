//! What a picture file has beside the one picture that is kept: frames, pages, or an end that is missing.

use super::{Kind, jpeg};

/// Whether a file holds more than one picture.
pub(super) fn several(bytes: &[u8], kind: Kind) -> bool {
    match kind {
        Kind::Gif => gif_frames(bytes) > 1,
        Kind::Webp => {
            chunks(bytes.get(12..).unwrap_or_default(), false).filter(|chunk| chunk == b"ANMF").count() > 1
        }
        Kind::Png => {
            let body = bytes.get(8..).unwrap_or_default();
            chunks(body, true).filter(|chunk| chunk == b"fcTL").count() > 1
        }
        Kind::Tiff => tiff_pages(bytes) > 1,
        _ => false,
    }
}

/// The names of the chunks of a PNG (big-endian, with a checksum) or WebP file (little-endian, padded).
fn chunks(mut rest: &[u8], png: bool) -> impl Iterator<Item = [u8; 4]> {
    std::iter::from_fn(move || {
        let (head, after) = rest.split_first_chunk::<8>()?;
        let (first, second) = (head.first_chunk::<4>()?, head.last_chunk::<4>()?);
        let (name, length) =
            if png { (*second, u32::from_be_bytes(*first)) } else { (*first, u32::from_le_bytes(*second)) };
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let whole = length.saturating_add(if png { 4 } else { length % 2 });
        rest = after.get(whole..).unwrap_or_default();
        Some(name)
    })
}

/// How many pictures a GIF file has; 2 for more.
fn gif_frames(bytes: &[u8]) -> usize {
    let Some(packed) = bytes.get(10) else { return 0 };
    let mut at = 13 + table(*packed);
    let mut frames = 0;
    while frames < 2 {
        match bytes.get(at) {
            Some(0x21) => at = blocks(bytes, at + 2),
            Some(0x2C) => {
                frames += 1;
                let Some(packed) = bytes.get(at + 9) else { break };
                at = blocks(bytes, at + 11 + table(*packed));
            }
            _ => break,
        }
    }
    frames
}

/// Bytes of a table of colours.
const fn table(packed: u8) -> usize {
    if packed & 0x80 == 0 { 0 } else { 3 << ((packed & 7) + 1) }
}

/// Behind a row of blocks.
fn blocks(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match bytes.get(at) {
            None => return bytes.len(),
            Some(0) => return at + 1,
            Some(length) => at += 1 + usize::from(*length),
        }
    }
}

/// How many pages a TIFF file has; 2 for more.
fn tiff_pages(bytes: &[u8]) -> usize {
    let little = bytes.first() == Some(&b'I');
    let number = |at: usize, length: usize| -> Option<u64> {
        let part = bytes.get(at..at.checked_add(length)?)?;
        let fold = |value: u64, byte: &u8| value << 8 | u64::from(*byte);
        Some(if little { part.iter().rev().fold(0, fold) } else { part.iter().fold(0, fold) })
    };
    // BigTIFF has longer numbers.
    let (first, count, entry, link) = if number(2, 2) == Some(43) { (8, 8, 20, 8) } else { (4, 2, 12, 4) };
    let mut pages = 0;
    let mut directory = number(first, link);
    while pages < 2 {
        let Some(at) = directory.filter(|at| *at > 0).and_then(|at| usize::try_from(at).ok()) else { break };
        pages += 1;
        let next = number(at, count)
            .and_then(|entries| usize::try_from(entries).ok())
            .and_then(|entries| at.checked_add(count)?.checked_add(entries.checked_mul(entry)?));
        directory = next.and_then(|next| number(next, link));
    }
    pages
}

/// Whether a picture file has less data than it says, where its decoder does not notice.
pub(super) fn cut(bytes: &[u8], kind: Kind) -> bool {
    match kind {
        Kind::Jpeg => !jpeg::whole(bytes),
        // The length that it gives counts from behind itself.
        Kind::Webp => bytes
            .get(4..8)
            .and_then(|length| length.first_chunk::<4>())
            .and_then(|length| usize::try_from(u32::from_le_bytes(*length)).ok())
            .is_none_or(|length| length > bytes.len().saturating_sub(8)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::codecs::gif::GifEncoder;
    use image::{DynamicImage, Frame, ImageFormat, Rgb, RgbImage, RgbaImage};

    use super::*;
    use crate::{Refusal, Shortfall, Task, pictures};

    fn picture() -> DynamicImage {
        RgbImage::from_fn(120, 80, |x, y| {
            Rgb([if x < 60 { 230 } else { 20 }, u8::try_from(x * y % 200).unwrap(), 40])
        })
        .into()
    }

    fn encoded(format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        picture().write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    fn lacks(bytes: &[u8]) -> Result<Vec<Shortfall>, Refusal> {
        pictures::rebuild(bytes.to_vec(), Kind::of(bytes), &Task::default()).map(|(made, _)| made.shortfalls)
    }

    #[test]
    fn pictures_of_scanners_and_the_web_become_png() {
        for (format, kind) in
            [(ImageFormat::Gif, Kind::Gif), (ImageFormat::Tiff, Kind::Tiff), (ImageFormat::Bmp, Kind::Bmp)]
        {
            let bytes = encoded(format);
            assert_eq!(Kind::of(&bytes), kind);
            let (made, copy) = pictures::rebuild(bytes, kind, &Task::default()).unwrap();
            assert_eq!((made.kind, made.width, made.height), (Kind::Png, 120, 80), "{format:?}");
            assert!(made.shortfalls.is_empty(), "{format:?}");
            let copy = image::load_from_memory_with_format(&copy, ImageFormat::Png).unwrap().into_rgb8();
            let red = |x| copy.get_pixel(x, 5).0[0];
            assert!(red(10) > 200 && red(110) < 60, "{format:?}");
        }
        assert_eq!(Kind::of(b"GIF89a is what such files begin with"), Kind::Text);
        assert_eq!(Kind::of(b"II* and MM are marks"), Kind::Text);
    }

    fn gif(frames: usize) -> Vec<u8> {
        let mut out = Vec::new();
        let mut encoder = GifEncoder::new(&mut out);
        encoder.encode_frames((0..frames).map(|_| Frame::new(RgbaImage::new(9, 9)))).unwrap();
        drop(encoder);
        out
    }

    /// A file of two pages: the same directory twice.
    fn pages() -> Vec<u8> {
        let mut bytes = encoded(ImageFormat::Tiff);
        let at = usize::try_from(u32::from_le_bytes(bytes[4..8].try_into().unwrap())).unwrap();
        let entries = usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
        let next = at + 2 + entries * 12;
        let mut directory = bytes[at..next].to_vec();
        directory.extend([0; 4]);
        if bytes.len() % 2 == 1 {
            bytes.push(0);
        }
        let second = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        bytes[next..next + 4].copy_from_slice(&second);
        bytes.extend(directory);
        bytes
    }

    #[test]
    fn what_moves_or_has_pages_says_that_one_picture_is_kept() {
        assert_eq!(lacks(&gif(1)).unwrap(), []);
        assert_eq!(lacks(&gif(3)).unwrap(), [Shortfall::OneFrameKept]);
        assert_eq!(lacks(&pages()).unwrap(), [Shortfall::OneFrameKept]);
        let chunk = |name: &[u8], length: u32, png: bool| {
            let mut out = if png { length.to_be_bytes().to_vec() } else { name.to_vec() };
            out.extend(if png { name.to_vec() } else { length.to_le_bytes().to_vec() });
            out.extend(vec![0; usize::try_from(length).unwrap() + if png { 4 } else { 0 }]);
            out
        };
        let moving = [
            b"\x89PNG\r\n\x1A\n".to_vec(),
            chunk(b"IHDR", 13, true),
            chunk(b"fcTL", 26, true),
            chunk(b"fcTL", 26, true),
        ];
        assert!(several(&moving.concat(), Kind::Png) && !several(&moving[..3].concat(), Kind::Png));
        let moving = [
            b"RIFF\0\0\0\0WEBP".to_vec(),
            chunk(b"VP8X", 10, false),
            chunk(b"ANMF", 24, false),
            chunk(b"ANMF", 24, false),
        ];
        assert!(several(&moving.concat(), Kind::Webp) && !several(&moving[..3].concat(), Kind::Webp));
        for kind in [Kind::Gif, Kind::Png, Kind::Webp, Kind::Tiff, Kind::Jpeg] {
            for length in 0..60 {
                assert!(!several(&vec![0x2C; length], kind));
            }
        }
    }

    #[test]
    fn a_picture_that_breaks_off_is_never_shown_as_whole() {
        for format in [
            ImageFormat::Jpeg,
            ImageFormat::Png,
            ImageFormat::WebP,
            ImageFormat::Gif,
            ImageFormat::Tiff,
            ImageFormat::Bmp,
        ] {
            let whole = encoded(format);
            assert_eq!(lacks(&whole).unwrap(), [], "{format:?}");
            let pixels = |bytes: &[u8]| {
                let (_, copy) = pictures::rebuild(bytes.to_vec(), Kind::of(bytes), &Task::default())?;
                Ok::<_, Refusal>(image::load_from_memory(&copy).unwrap().into_rgb8())
            };
            let lengths = (10..40).map(|part| whole.len() * part / 40).chain(whole.len() - 30..whole.len());
            for length in lengths {
                let cut = &whole[..length];
                match lacks(cut) {
                    Ok(lacking) if lacking.is_empty() => {
                        assert!(pixels(cut) == pixels(&whole), "{format:?}, {length} of {}", whole.len());
                    }
                    Ok(lacking) => assert_eq!(lacking, [Shortfall::PictureCut], "{format:?}"),
                    Err(refusal) => {
                        assert!(matches!(refusal, Refusal::Damaged | Refusal::UnknownKind), "{format:?}");
                    }
                }
            }
        }
        let whole = encoded(ImageFormat::Jpeg);
        assert_eq!(lacks(&whole[..whole.len() * 2 / 3]).unwrap(), [Shortfall::PictureCut]);
        assert_eq!(lacks(&[&whole[..], b"behind the end"].concat()).unwrap(), []);
    }
}
