//! Whether a picture on a page has all the data that it says. The renderer leaves blank what is missing, and says nothing.

use std::borrow::Cow;
use std::collections::HashSet;

use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::object::stream::ImageDecodeParams;
use hayro::hayro_syntax::object::{Array, Dict, FromBytes as _, Object, Stream};
use hayro_jbig2::{DecodeSettings, Decoder, Globals, Page};

use super::jpeg;
use super::writing;

/// Whether a picture has less data than it says.
pub(super) fn breaks_off(stream: &Stream<'_>) -> bool {
    let filters = stream.filters();
    let Some((last, outer)) = filters.split_last() else { return is_short(stream) };
    let whole: fn(&Stream<'_>, &[u8]) -> bool = match last {
        Filter::DctDecode => |_, data| jpeg::whole(data),
        Filter::JpxDecode => |_, data| jpx(data).unwrap_or(false),
        Filter::Jbig2Decode => jbig2,
        Filter::CcittFaxDecode => return rows_are_missing(stream),
        _ => return is_short(stream),
    };
    // One whose packing cannot be undone is not drawn at all, and told as that.
    coded(stream, outer).is_some_and(|data| !whole(stream, &data))
}

/// The data of a picture in its own coding, with what packs that once more undone.
fn coded<'a>(stream: &Stream<'a>, outer: &[Filter]) -> Option<Cow<'a, [u8]>> {
    let mut names = String::new();
    for filter in outer {
        names.push_str(match filter {
            Filter::AsciiHexDecode => "/AHx",
            Filter::Ascii85Decode => "/A85",
            Filter::RunLengthDecode => "/RL",
            Filter::LzwDecode => "/LZW",
            Filter::FlateDecode => "/Fl",
            // Undone by the reader.
            Filter::Crypt => "",
            _ => return None,
        });
    }
    let raw = stream.raw_data();
    if names.is_empty() {
        return Some(raw);
    }
    let packed = writing::stream(format!("/Filter[{names}]").as_bytes(), &raw);
    let unpacked = Stream::from_bytes(&packed)?.decoded_data().ok()?.into_owned();
    Some(Cow::Owned(unpacked))
}

/// What a picture's coding is told beside its data.
fn settings<'a>(stream: &Stream<'a>) -> Dict<'a> {
    let dict = stream.dict();
    let of = |key: &[u8]| {
        let list = || dict.get::<Array<'_>>(key)?.iter::<Object<'_>>().last()?.into_dict();
        dict.get::<Dict<'_>>(key).or_else(list)
    };
    of(b"DecodeParms").or_else(|| of(b"DP")).unwrap_or_default()
}

/// A picture of a fax machine: all of its rows.
fn rows_are_missing(stream: &Stream<'_>) -> bool {
    let dict = stream.dict();
    let number = |long: &[u8], short: &[u8]| dict.get::<u32>(long).or_else(|| dict.get::<u32>(short));
    let (Some(width), Some(height)) = (number(b"Width", b"W"), number(b"Height", b"H")) else { return false };
    // The decoder fills up missing rows with white, unless it is told that the values are places in a list of colours.
    let asked = ImageDecodeParams {
        is_indexed: true,
        width,
        height,
        bpc: Some(1),
        num_components: Some(1),
        ..ImageDecodeParams::default()
    };
    let columns = settings(stream).get::<usize>(b"Columns").unwrap_or(1728);
    let expected = usize::try_from(height).ok().and_then(|rows| rows.checked_mul(columns.div_ceil(8)));
    // One that cannot be decoded at all is told by the renderer.
    stream
        .decoded_image(&asked)
        .is_ok_and(|result| expected.is_none_or(|expected| result.data.len() < expected))
}

/// Decodes a JBIG2 picture for its faults alone.
fn jbig2(stream: &Stream<'_>, data: &[u8]) -> bool {
    let strict = DecodeSettings { strict: true };
    let shared = settings(stream).get::<Stream<'_>>(b"JBIG2Globals").map(|shared| shared.decoded_data());
    let globals = match shared {
        None => None,
        Some(Ok(data)) => match Globals::new(&data, &strict) {
            Ok(globals) => Some(globals),
            Err(_) => return false,
        },
        Some(Err(_)) => return false,
    };
    let decodes = |data: &[u8]| {
        let page = Page::new_embedded(data, globals.as_ref(), &strict);
        page.and_then(|page| page.decode(&mut Unseen)).is_ok()
    };
    // A line's end may stand behind the data.
    decodes(data) || decodes(data.trim_ascii_end())
}

/// A decoder's sink that keeps nothing.
struct Unseen;

impl Decoder for Unseen {
    fn push_pixel(&mut self, _: bool) {}
    fn push_pixel_chunk(&mut self, _: bool, _: u32) {}
    fn next_line(&mut self) {}
}

/// Whether a JPEG 2000 picture has every part of every tile, and its end (ITU-T T.800, annex A).
fn jpx(data: &[u8]) -> Option<bool> {
    let start = data.windows(4).position(|part| part == [0xFF, 0x4F, 0xFF, 0x51])?;
    let stream = data.get(start..)?;
    let number = |at: usize, length: usize| -> Option<usize> {
        let part = stream.get(at..at.checked_add(length)?)?;
        Some(part.iter().fold(0, |value, byte| value << 8 | usize::from(*byte)))
    };
    // Of the picture, of a tile, and where both begin.
    let [far_x, far_y, _, _, wide, high, near_x, near_y] =
        [8, 12, 16, 20, 24, 28, 32, 36].map(|at| number(at, 4));
    let along =
        |far: usize, near: usize, each: usize| (each > 0).then(|| far.saturating_sub(near).div_ceil(each));
    let tiles = along(far_x?, near_x?, wide?)?.checked_mul(along(far_y?, near_y?, high?)?)?;
    let mut seen = HashSet::new();
    let mut at = 2;
    loop {
        match number(at, 2)? {
            0xFFD9 => return Some(seen.len() >= tiles),
            0xFF90 => {
                seen.insert(number(at + 4, 2)?);
                match number(at + 6, 4)? {
                    // Up to the end.
                    0 => {
                        return Some(seen.len() >= tiles && stream.trim_ascii_end().ends_with(&[0xFF, 0xD9]));
                    }
                    length => at = at.checked_add(length.max(12))?,
                }
            }
            _ => at = at.checked_add(2)?.checked_add(number(at + 2, 2)?)?,
        }
    }
}

/// Whether a picture that is not coded as one has fewer bytes than its size needs.
fn is_short(stream: &Stream<'_>) -> bool {
    let Some(expected) = expected(stream.dict()) else { return false };
    stream.decoded_data().is_ok_and(|data| data.len() < expected)
}

/// How many those are.
fn expected(dict: &Dict<'_>) -> Option<usize> {
    let number = |long: &[u8], short: &[u8]| dict.get::<usize>(long).or_else(|| dict.get::<usize>(short));
    let (width, height) = (number(b"Width", b"W")?, number(b"Height", b"H")?);
    let mask = dict.get::<bool>(b"ImageMask").or_else(|| dict.get::<bool>(b"IM")).unwrap_or(false);
    let (bits, parts) = if mask {
        (1, 1)
    } else {
        let space = dict.get::<Object<'_>>(b"ColorSpace").or_else(|| dict.get::<Object<'_>>(b"CS"))?;
        (number(b"BitsPerComponent", b"BPC")?, parts(&space)?)
    };
    let row = width.checked_mul(bits)?.checked_mul(parts)?.div_ceil(8);
    row.checked_mul(height)
}

/// The components of a colour space.
fn parts(space: &Object<'_>) -> Option<usize> {
    let by_name = |name: &[u8]| match name {
        b"DeviceGray" | b"G" | b"CalGray" | b"Indexed" | b"I" | b"Separation" => Some(1),
        b"DeviceRGB" | b"RGB" | b"CalRGB" | b"Lab" => Some(3),
        b"DeviceCMYK" | b"CMYK" => Some(4),
        _ => None,
    };
    match space {
        Object::Name(name) => by_name(name),
        Object::Array(array) => {
            let items: Vec<Object<'_>> = array.iter::<Object<'_>>().take(2).collect();
            match items.as_slice() {
                [Object::Name(name), Object::Stream(profile)] if **name == *b"ICCBased" => {
                    profile.dict().get::<usize>(b"N")
                }
                [Object::Name(name), ..] => by_name(name),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A codestream of tiles of 8 pixels on a picture of 16 by 8, with so many bytes in each.
    fn codestream(tiles: u16, bytes: u8, known: bool) -> Vec<u8> {
        let sizes =
            [16_u32, 8, 0, 0, 8, 8, 0, 0].iter().flat_map(|size| size.to_be_bytes()).collect::<Vec<_>>();
        let mut out = [&[0xFF, 0x4F, 0xFF, 0x51, 0, 41, 0, 0][..], &sizes, &[0, 1, 7, 1, 1]].concat();
        for tile in 0..tiles {
            let length = if known { 14 + u32::from(bytes) } else { 0 };
            out.extend([0xFF, 0x90, 0, 10]);
            out.extend(tile.to_be_bytes());
            out.extend(length.to_be_bytes());
            out.extend([0, 1, 0xFF, 0x93]);
            out.extend(vec![7; usize::from(bytes)]);
        }
        out.extend([0xFF, 0xD9]);
        out
    }

    #[test]
    fn a_jpeg_2000_picture_has_all_its_tiles() {
        let whole = codestream(2, 20, true);
        assert_eq!(jpx(&whole), Some(true));
        assert_eq!(jpx(&[b"boxes before".as_slice(), &whole, b"\n"].concat()), Some(true));
        assert_eq!(jpx(&codestream(1, 20, true)), Some(false), "a tile is missing");
        for length in 0..whole.len() {
            assert_ne!(jpx(&whole[..length]), Some(true), "{length}");
            let ended = [&whole[..length], &[0xFF, 0xD9]].concat();
            assert!(length + 2 >= whole.len() || jpx(&ended) != Some(true), "{length}");
        }
        let open = codestream(1, 20, false);
        assert_eq!(jpx(&open), Some(false));
    }
}
