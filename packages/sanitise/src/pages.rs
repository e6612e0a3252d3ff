//! Documents: each page drawn to pixels, the pixels covered where boxes say so, and laid into a new document.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use image::{DynamicImage, RgbImage};

use super::paper::Paper;
use super::pictures::{BLOCK, LONGEST, PREVIEW_WIDTH, burn, jpeg};
use super::{Kind, Made, Refusal, Task};

/// How finely pages are drawn.
pub(super) const DOTS_PER_INCH: f32 = 150.0;

/// Pixels of one page; a larger one (beyond A1) is drawn more coarsely.
const PIXELS_OF_A_PAGE: u32 = 16_000_000;

/// The copy of a document.
pub(super) fn rebuild(bytes: Vec<u8>, task: &Task) -> Result<(Made, Vec<u8>), Refusal> {
    let document = Pdf::new(bytes).map_err(refusal)?;
    let pages = document.pages();
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    if count > task.limits.pages {
        return Err(Refusal::TooManyPages { most: task.limits.pages });
    }
    if count == 0 {
        return Err(Refusal::Damaged);
    }
    task.within(count)?;
    let drawing = Drawing::new(task);
    let mut made = Made { kind: Kind::Pdf, pages: count, width: 0, height: 0, incomplete: false };
    let mut paper = Paper::new(&task.limits);
    for (number, page) in (0..).zip(pages.iter()) {
        if task.preview.is_some_and(|wanted| wanted != number) {
            continue;
        }
        let picture = drawing.draw(number, page)?;
        if made.width == 0 {
            (made.width, made.height) = (picture.width(), picture.height());
        }
        made.incomplete = drawing.incomplete();
        if task.preview.is_some() {
            made.kind = Kind::Jpeg;
            return Ok((made, jpeg(&picture, &task.limits)?));
        }
        paper.add(picture)?;
    }
    Ok((made, paper.finish()))
}

fn refusal(wrong: LoadPdfError) -> Refusal {
    match wrong {
        LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
        ) => Refusal::Encrypted,
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => Refusal::Damaged,
    }
}

/// How pages become pictures.
struct Drawing<'a> {
    task: &'a Task,
    settings: InterpreterSettings,
    missed: Arc<AtomicBool>,
}

impl<'a> Drawing<'a> {
    fn new(task: &'a Task) -> Self {
        let missed = Arc::new(AtomicBool::new(false));
        let warned = Arc::clone(&missed);
        let settings = InterpreterSettings {
            warning_sink: Arc::new(move |_| warned.store(true, Ordering::Relaxed)),
            ..InterpreterSettings::default()
        };
        Self { task, settings, missed }
    }

    fn incomplete(&self) -> bool {
        self.missed.load(Ordering::Relaxed)
    }

    fn draw(&self, number: u32, page: &Page<'_>) -> Result<DynamicImage, Refusal> {
        let (width, height) = page.render_dimensions();
        let (wide, high) = self.size(width, height).ok_or(Refusal::Damaged)?;
        // The half pixel is cut off again, and keeps a rounding error from taking a whole one.
        let settings = PixmapSettings {
            x_scale: (f32::from(wide) + 0.5) / width,
            y_scale: (f32::from(high) + 0.5) / height,
            bg_color: WHITE,
        };
        // A cache for each page: what pages keep in it would add up.
        let cache = RenderCache::new();
        let drawn = hayro::render(page, &cache, &self.settings, &RenderSettings::default(), &settings);
        let (wide, high) = (u32::from(drawn.width()), u32::from(drawn.height()));
        let mut raw = Vec::with_capacity(drawn.data().len().saturating_mul(3));
        for pixel in drawn.data() {
            raw.extend([pixel.r, pixel.g, pixel.b]);
        }
        drop(drawn);
        let mut picture = RgbImage::from_raw(wide, high, raw).ok_or(Refusal::Damaged)?.into();
        burn(&mut picture, self.task.boxes.iter().filter(|area| area.page == number), BLOCK);
        Ok(picture)
    }

    /// Pixels of a page of so many points.
    #[expect(clippy::cast_precision_loss, reason = "limits, not measures")]
    fn size(&self, width: f32, height: f32) -> Option<(u16, u16)> {
        if !(width.is_finite() && height.is_finite() && width > 0.0 && height > 0.0) {
            return None;
        }
        let pixels = u64::from(PIXELS_OF_A_PAGE).min(self.task.limits.pixels) as f32;
        let mut scale = DOTS_PER_INCH / 72.0;
        scale = scale.min((pixels / width / height).sqrt());
        scale = scale.min(f32::from(LONGEST) / width.max(height));
        if self.task.preview.is_some() {
            scale = scale.min(f32::from(PREVIEW_WIDTH) / width);
        }
        Some((side(width * scale), side(height * scale)))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what fits")]
fn side(pixels: f32) -> u16 {
    pixels.round().clamp(1.0, f32::from(LONGEST)) as u16
}
