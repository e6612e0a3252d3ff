//! Pictures: decoded, turned as they are shown, covered where boxes say so, encoded anew.
//!
//! Opaque pixels of eight bits are all that comes through. Colour profiles are dropped without conversion: colours
//! of a wide gamut look a little duller, and no profile names a camera or a screen. What is transparent lies on white,
//! for what hides behind transparency is seen by whoever takes it away. Of what moves, the first picture is kept.

use std::io::{self, Cursor, Write};

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::error::LimitErrorKind;
use image::{DynamicImage, GrayImage, ImageDecoder, ImageError, ImageFormat, ImageReader, RgbImage};

use super::{Area, Kind, Limits, Made, Refusal, Shortfall, Task, still};

/// Of JPEG, of 100.
const QUALITY: u8 = 88;

/// Lossy pictures are made of blocks of 8 pixels, of 16 where colours are kept at half the size, and what lay within a
/// block has coloured all of it: a box takes the blocks that it touches.
pub(super) const BLOCK: u32 = 15;

/// The width of a preview.
pub(super) const PREVIEW_WIDTH: u16 = 1200;

/// The height of a preview, and the longest side of a page.
pub(super) const LONGEST: u16 = 16_000;

/// The copy of a picture.
pub(super) fn rebuild(bytes: Vec<u8>, kind: Kind, task: &Task) -> Result<(Made, Vec<u8>), Refusal> {
    task.within(1)?;
    let (format, lossy) = match kind {
        Kind::Jpeg => (ImageFormat::Jpeg, true),
        Kind::Png => (ImageFormat::Png, false),
        Kind::Webp => (ImageFormat::WebP, !lossless_webp(&bytes)),
        Kind::Gif => (ImageFormat::Gif, false),
        Kind::Tiff => (ImageFormat::Tiff, false),
        Kind::Bmp => (ImageFormat::Bmp, false),
        _ => return Err(Refusal::UnknownKind),
    };
    let mut picture = decode(&bytes, format, &task.limits)?;
    let shortfalls = shortfalls(&bytes, kind);
    drop(bytes);
    burn(&mut picture, task.boxes.iter(), if lossy { BLOCK } else { 0 });
    if task.preview.is_some() {
        let small = fit(picture);
        return Ok((made(Kind::Jpeg, &small, shortfalls), jpeg(&small, &task.limits)?));
    }
    if lossy {
        Ok((made(Kind::Jpeg, &picture, shortfalls), jpeg(&picture, &task.limits)?))
    } else {
        Ok((made(Kind::Png, &picture, shortfalls), png(&picture, &task.limits)?))
    }
}

fn made(kind: Kind, picture: &DynamicImage, shortfalls: Vec<Shortfall>) -> Made {
    Made { kind, pages: 1, width: picture.width(), height: picture.height(), shortfalls }
}

/// What the file has beside the picture that is kept, or lacks of it.
fn shortfalls(bytes: &[u8], kind: Kind) -> Vec<Shortfall> {
    let mut found = Vec::new();
    if still::several(bytes, kind) {
        found.push(Shortfall::OneFrameKept);
    }
    if still::cut(bytes, kind) {
        found.push(Shortfall::PictureCut);
    }
    found
}

fn decode(bytes: &[u8], format: ImageFormat, limits: &Limits) -> Result<DynamicImage, Refusal> {
    let refused = |wrong| refusal(&wrong, limits);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    // The size first: what is too large is that, and not a want of memory.
    reader.limits(image::Limits::no_limits());
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits.pixels {
        return Err(Refusal::TooManyPixels { most: limits.pixels });
    }
    let mut allowed = image::Limits::no_limits();
    allowed.max_alloc = Some(limits.memory);
    allowed.reserve(decoder.total_bytes()).map_err(refused)?;
    decoder.set_limits(allowed).map_err(refused)?;
    // A note that cannot be read turns nothing.
    let orientation = decoder.orientation();
    let mut picture =
        opaque(DynamicImage::from_decoder(decoder).map_err(refused)?).ok_or(Refusal::Damaged)?;
    if let Ok(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    Ok(picture)
}

fn refusal(wrong: &ImageError, limits: &Limits) -> Refusal {
    match wrong {
        ImageError::Limits(limit) if matches!(limit.kind(), LimitErrorKind::InsufficientMemory) => {
            Refusal::OutOfMemory
        }
        ImageError::Limits(_) => Refusal::TooManyPixels { most: limits.pixels },
        _ => Refusal::Damaged,
    }
}

/// Grey stays grey; all else becomes red, green and blue; eight bits each, on white.
fn opaque(picture: DynamicImage) -> Option<DynamicImage> {
    let (width, height) = (picture.width(), picture.height());
    let pixels = usize::try_from(u64::from(width) * u64::from(height)).ok()?;
    let grey = !picture.color().has_color();
    Some(match (grey, picture.color().has_alpha()) {
        (true, false) => picture.into_luma8().into(),
        (false, false) => picture.into_rgb8().into(),
        (true, true) => {
            let mut raw = Vec::with_capacity(pixels);
            raw.extend(picture.into_luma_alpha8().pixels().map(|pixel| {
                let [grey, alpha] = pixel.0;
                on_white(grey, alpha)
            }));
            GrayImage::from_raw(width, height, raw)?.into()
        }
        (false, true) => {
            let mut raw = Vec::with_capacity(pixels.checked_mul(3)?);
            for pixel in picture.into_rgba8().pixels() {
                let [red, green, blue, alpha] = pixel.0;
                raw.extend([on_white(red, alpha), on_white(green, alpha), on_white(blue, alpha)]);
            }
            RgbImage::from_raw(width, height, raw)?.into()
        }
    })
}

fn on_white(value: u8, alpha: u8) -> u8 {
    let (value, alpha) = (u32::from(value), u32::from(alpha));
    u8::try_from((value * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(255)
}

/// Makes the boxes black, grown to whole pixels and by a margin of them.
pub(super) fn burn<'a>(picture: &mut DynamicImage, boxes: impl Iterator<Item = &'a Area>, margin: u32) {
    let (width, height) = (picture.width(), picture.height());
    for area in boxes {
        let (left, right) = span(area.x, area.width, width, margin);
        let (top, bottom) = span(area.y, area.height, height, margin);
        for y in top..bottom {
            for x in left..right {
                blacken(picture, x, y);
            }
        }
    }
}

fn blacken(picture: &mut DynamicImage, x: u32, y: u32) {
    match picture {
        DynamicImage::ImageLuma8(grey) => {
            if let Some(pixel) = grey.get_pixel_mut_checked(x, y) {
                pixel.0 = [0];
            }
        }
        DynamicImage::ImageRgb8(colour) => {
            if let Some(pixel) = colour.get_pixel_mut_checked(x, y) {
                pixel.0 = [0; 3];
            }
        }
        // `opaque` and the pages make no other.
        _ => {}
    }
}

/// From the first pixel to behind the last.
fn span(from: u16, length: u16, pixels: u32, margin: u32) -> (u32, u32) {
    let (from, end) = (u64::from(from), u64::from(from) + u64::from(length));
    let first = from * u64::from(pixels) / 1000;
    let last = (end * u64::from(pixels)).div_ceil(1000) + u64::from(margin);
    let within = |pixel: u64| u32::try_from(pixel).unwrap_or(pixels).min(pixels);
    (within(first.saturating_sub(u64::from(margin))), within(last))
}

/// As small as a preview.
fn fit(picture: DynamicImage) -> DynamicImage {
    let (wide, high) = (u32::from(PREVIEW_WIDTH), u32::from(LONGEST));
    if picture.width() <= wide && picture.height() <= high {
        return picture;
    }
    picture.thumbnail(wide, high)
}

/// With loss.
pub(super) fn jpeg(picture: &DynamicImage, limits: &Limits) -> Result<Vec<u8>, Refusal> {
    written(limits, |out| picture.write_with_encoder(JpegEncoder::new_with_quality(out, QUALITY)))
}

/// Without.
fn png(picture: &DynamicImage, limits: &Limits) -> Result<Vec<u8>, Refusal> {
    written(limits, |out| {
        let encoder = PngEncoder::new_with_quality(out, CompressionType::Default, FilterType::Adaptive);
        picture.write_with_encoder(encoder)
    })
}

fn written(
    limits: &Limits,
    write: impl FnOnce(&mut Bounded) -> Result<(), ImageError>,
) -> Result<Vec<u8>, Refusal> {
    let mut out = Bounded { bytes: Vec::new(), most: limits.bytes_out };
    match write(&mut out) {
        Ok(()) => Ok(out.bytes),
        Err(ImageError::IoError(_)) => Err(Refusal::CopyTooLarge { most: limits.bytes_out }),
        Err(wrong) => Err(refusal(&wrong, limits)),
    }
}

/// Bytes up to a limit.
struct Bounded {
    bytes: Vec<u8>,
    most: u64,
}

impl Write for Bounded {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if self.bytes.len().saturating_add(more.len()) > usize::try_from(self.most).unwrap_or(usize::MAX) {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether the first picture of a WebP file is of the kind without loss.
fn lossless_webp(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(12..).unwrap_or_default();
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let [name @ .., a, b, c, d] = *head;
        match &name {
            b"VP8L" => return true,
            b"VP8 " => return false,
            // A frame of what moves: 16 bytes of its own, then the picture.
            b"ANMF" => rest = after.get(16..).unwrap_or_default(),
            _ => {
                let length = usize::try_from(u32::from_le_bytes([a, b, c, d])).unwrap_or(usize::MAX);
                rest = after.get(length.saturating_add(length % 2)..).unwrap_or_default();
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(x: u16, y: u16, width: u16, height: u16) -> Area {
        Area { page: 0, x, y, width, height }
    }

    fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    #[test]
    fn a_box_takes_its_pixels_and_no_others() {
        let white = DynamicImage::ImageRgb8(RgbImage::from_pixel(100, 50, image::Rgb([255; 3])));
        let task = Task { boxes: vec![area(100, 200, 105, 201)], ..Task::default() };
        let (made, bytes) = rebuild(encoded(&white, ImageFormat::Png), Kind::Png, &task).unwrap();
        assert_eq!((made.width, made.height, made.kind), (100, 50, Kind::Png));
        let copy = image::load_from_memory(&bytes).unwrap().into_rgb8();
        for (x, y, pixel) in copy.enumerate_pixels() {
            let inside = (10..21).contains(&x) && (10..21).contains(&y);
            assert_eq!(pixel.0, if inside { [0; 3] } else { [255; 3] }, "{x} {y}");
        }
    }

    #[test]
    fn a_box_over_the_edge_ends_there_and_one_outside_is_refused() {
        assert_eq!(span(900, u16::MAX, 10, 7), (2, 10));
        assert_eq!(span(0, 1, 10, 0), (0, 1));
        let grey = encoded(&DynamicImage::new_luma8(4, 4), ImageFormat::Png);
        for area in [area(1000, 0, 1, 1), area(0, 0, 0, 5), Area { page: 1, ..area(0, 0, 9, 9) }] {
            let task = Task { boxes: vec![area], ..Task::default() };
            assert_eq!(rebuild(grey.clone(), Kind::Png, &task).unwrap_err(), Refusal::NoSuchPlace);
        }
    }

    #[test]
    fn what_transparency_hid_is_gone() {
        let mut hidden = image::RgbaImage::from_pixel(4, 4, image::Rgba([10, 20, 30, 0]));
        hidden.put_pixel(0, 0, image::Rgba([10, 20, 30, 255]));
        for format in [ImageFormat::Png, ImageFormat::WebP] {
            let kind = if format == ImageFormat::Png { Kind::Png } else { Kind::Webp };
            let bytes = encoded(&hidden.clone().into(), format);
            let (made, copy) = rebuild(bytes, kind, &Task::default()).unwrap();
            assert_eq!(made.kind, Kind::Png);
            let copy = image::load_from_memory(&copy).unwrap();
            assert!(!copy.color().has_alpha());
            assert_eq!(copy.to_rgb8().get_pixel(1, 1).0, [255; 3]);
            assert_eq!(copy.to_rgb8().get_pixel(0, 0).0, [10, 20, 30]);
        }
    }

    #[test]
    fn every_depth_becomes_eight_bits() {
        for picture in [
            DynamicImage::new_luma16(5, 3),
            DynamicImage::new_luma_a8(5, 3),
            DynamicImage::new_luma_a16(5, 3),
            DynamicImage::new_rgb16(5, 3),
            DynamicImage::new_rgba16(5, 3),
        ] {
            let grey = !picture.color().has_color();
            let (_, copy) =
                rebuild(encoded(&picture, ImageFormat::Png), Kind::Png, &Task::default()).unwrap();
            let copy = image::load_from_memory(&copy).unwrap();
            assert_eq!(copy.color(), if grey { image::ColorType::L8 } else { image::ColorType::Rgb8 });
        }
    }

    #[test]
    fn a_preview_is_small_and_covered() {
        let wide = encoded(
            &DynamicImage::ImageLuma8(GrayImage::from_pixel(3000, 300, image::Luma([200]))),
            ImageFormat::Png,
        );
        let task = Task { boxes: vec![area(0, 0, 500, 1000)], preview: Some(0), ..Task::default() };
        let (made, bytes) = rebuild(wide.clone(), Kind::Png, &task).unwrap();
        assert_eq!((made.kind, made.width, made.height), (Kind::Jpeg, 1200, 120));
        let copy = image::load_from_memory(&bytes).unwrap().into_luma8();
        assert!(copy.get_pixel(300, 60).0 < [5] && copy.get_pixel(900, 60).0 > [195]);
        let task = Task { preview: Some(1), ..Task::default() };
        assert_eq!(rebuild(wide, Kind::Png, &task).unwrap_err(), Refusal::NoSuchPlace);
    }

    #[test]
    fn a_copy_that_swells_is_refused() {
        let mut task = Task::default();
        task.limits.bytes_out = 50;
        let bytes = encoded(&DynamicImage::new_rgb8(300, 300), ImageFormat::Png);
        assert_eq!(rebuild(bytes, Kind::Png, &task).unwrap_err(), Refusal::CopyTooLarge { most: 50 });
    }
}
