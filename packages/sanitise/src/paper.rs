//! A new document of nothing but page pictures: no text, no names, no dates, no id, no word on who wrote it.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::DynamicImage;
use pdf_writer::{Content, Filter, Finish as _, Name, Pdf, Rect, Ref};

use super::pages::DOTS_PER_INCH;
use super::pictures::jpeg;
use super::{Limits, Refusal};

const CATALOG: Ref = Ref::new(1);
const TREE: Ref = Ref::new(2);
const PICTURE: Name<'static> = Name(b"P");

/// The document as far as it is written.
pub(super) struct Paper<'a> {
    pdf: Pdf,
    pages: Vec<Ref>,
    next: Ref,
    limits: &'a Limits,
}

impl<'a> Paper<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self { pdf: Pdf::new(), pages: Vec::new(), next: Ref::new(3), limits }
    }

    /// Adds a page of the picture's size; the original's exact size in points would tell which program laid it out.
    pub(super) fn add(&mut self, picture: DynamicImage) -> Result<(), Refusal> {
        let (width, height) = (picture.width(), picture.height());
        let (wide, high) = (points(width), points(height));
        let picture = without_false_colour(picture);
        let (filter, bytes) = packed(&picture, self.limits)?;
        let [page, content, image] = [self.next.bump(), self.next.bump(), self.next.bump()];
        self.pages.push(page);

        let mut written = self.pdf.page(page);
        written.parent(TREE).media_box(Rect::new(0.0, 0.0, wide, high)).contents(content);
        written.resources().x_objects().pair(PICTURE, image);
        written.finish();

        let mut drawing = Content::new();
        drawing.transform([wide, 0.0, 0.0, high, 0.0, 0.0]).x_object(PICTURE);
        self.pdf.stream(content, &drawing.finish());

        let mut object = self.pdf.image_xobject(image, &bytes);
        object.filter(filter);
        object.width(signed(width)).height(signed(height)).bits_per_component(8);
        if picture.color().has_color() {
            object.color_space().device_rgb();
        } else {
            object.color_space().device_gray();
        }
        object.finish();

        let most = self.limits.bytes_out;
        if u64::try_from(self.pdf.len()).is_ok_and(|bytes| bytes <= most) {
            Ok(())
        } else {
            Err(Refusal::CopyTooLarge { most })
        }
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        self.pdf.catalog(CATALOG).pages(TREE);
        let count = i32::try_from(self.pages.len()).unwrap_or(i32::MAX);
        self.pdf.pages(TREE).count(count).kids(self.pages);
        self.pdf.finish()
    }
}

#[expect(clippy::cast_precision_loss, reason = "a page has far fewer than 2^23 pixels a side")]
fn points(pixels: u32) -> f32 {
    pixels as f32 * 72.0 / DOTS_PER_INCH
}

fn signed(pixels: u32) -> i32 {
    i32::try_from(pixels).unwrap_or(i32::MAX)
}

/// Grey where nothing has a colour: a third of the bytes.
fn without_false_colour(picture: DynamicImage) -> DynamicImage {
    let DynamicImage::ImageRgb8(colour) = &picture else { return picture };
    let grey = colour.pixels().all(|pixel| {
        let [red, green, blue] = pixel.0;
        red == green && green == blue
    });
    if grey { picture.into_luma8().into() } else { picture }
}

/// Without loss where that is small (writing, drawings) or no larger than with loss; photographs with loss.
fn packed(picture: &DynamicImage, limits: &Limits) -> Result<(Filter, Vec<u8>), Refusal> {
    if grainy(picture)? {
        return Ok((Filter::DctDecode, jpeg(picture, limits)?));
    }
    let exact = deflated(picture.as_bytes())?;
    if exact.len() < picture.as_bytes().len() / 16 {
        return Ok((Filter::FlateDecode, exact));
    }
    let lossy = jpeg(picture, limits)?;
    Ok(if lossy.len() < exact.len() { (Filter::DctDecode, lossy) } else { (Filter::FlateDecode, exact) })
}

/// Whether every eighth row says that packing all of them without loss is time wasted.
fn grainy(picture: &DynamicImage) -> Result<bool, Refusal> {
    let row = picture.as_bytes().len() / usize::try_from(picture.height().max(1)).unwrap_or(usize::MAX);
    let sample: Vec<u8> = picture.as_bytes().chunks(row.max(1)).step_by(8).flatten().copied().collect();
    Ok(deflated(&sample)?.len() > sample.len() / 3)
}

fn deflated(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::new(6));
    // Into memory: does not fail.
    out.write_all(bytes).and_then(|()| out.finish()).map_err(|_| Refusal::OutOfMemory)
}
