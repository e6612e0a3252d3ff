//! Documents: each page drawn to pixels, the pixels covered where boxes say so, and laid into a new document.

use std::sync::{Arc, Mutex, PoisonError};

use hayro::hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, InterpreterWarning, RenderContent, TransformExt as _,
    interpret_page,
};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::kurbo::{Affine, Rect};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings};
use image::{DynamicImage, RgbImage};

use super::annotations;
use super::fonts::Fonts;
use super::letters::Letters;
use super::paper::Paper;
use super::pictures::{BLOCK, LONGEST, PREVIEW_WIDTH, burn, jpeg};
use super::seeing::{Seeing, beside, readable};
use super::spacing;
use super::{Kind, Made, Refusal, Shortfall, Task};

/// How finely pages are drawn.
pub(super) const DOTS_PER_INCH: f32 = 150.0;

/// Pixels of one page; a larger one (beyond A1) is drawn more coarsely.
const PIXELS_OF_A_PAGE: u32 = 16_000_000;

/// The copy of a document.
pub(super) fn rebuild(bytes: Vec<u8>, task: &Task, fonts: &Fonts) -> Result<(Made, Vec<u8>), Refusal> {
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
    let drawing = Drawing::new(task, fonts);
    let mut made = Made { kind: Kind::Pdf, pages: count, width: 0, height: 0, shortfalls: Vec::new() };
    beside(&document, &mut made.shortfalls);
    let mut paper = Paper::new(&task.limits);
    for (number, page) in (0..).zip(pages.iter()) {
        if task.preview.is_some_and(|wanted| wanted != number) {
            continue;
        }
        let picture = drawing.draw(number, page, &mut made.shortfalls)?;
        if made.width == 0 {
            (made.width, made.height) = (picture.width(), picture.height());
        }
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
    fonts: &'a Fonts,
    settings: InterpreterSettings,
    warnings: Arc<Mutex<Vec<InterpreterWarning>>>,
}

/// How often other fonts are tried for the letters that a page lacks.
const TRIES: usize = 40;

impl<'a> Drawing<'a> {
    fn new(task: &'a Task, fonts: &'a Fonts) -> Self {
        let warnings = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&warnings);
        let settings = InterpreterSettings {
            font_resolver: fonts.resolver(),
            warning_sink: Arc::new(move |warning| {
                sink.lock().unwrap_or_else(PoisonError::into_inner).push(warning);
            }),
            ..InterpreterSettings::default()
        };
        Self { task, fonts, settings, warnings }
    }

    fn only(&self, content: RenderContent) -> InterpreterSettings {
        InterpreterSettings { render_content: content, ..self.settings.clone() }
    }

    fn draw(&self, number: u32, page: &Page<'_>, list: &mut Vec<Shortfall>) -> Result<DynamicImage, Refusal> {
        let (width, height) = page.render_dimensions();
        let (wide, high) = self.size(width, height).ok_or(Refusal::Damaged)?;
        // The half pixel keeps a rounding error from taking a whole one.
        let scale = |pixels: u16, points: f32| (f64::from(pixels) + 0.5) / f64::from(points);
        let transform = Affine::scale_non_uniform(scale(wide, width), scale(high, height))
            * page.initial_transform(true).to_kurbo();
        let canvas = (Rect::new(0.0, 0.0, f64::from(wide), f64::from(high)), transform);
        let letters = Letters { fonts: self.fonts };
        let room = usize::try_from(self.task.limits.memory / 4).unwrap_or(usize::MAX);
        let overlay = annotations::overlay(page, number, &letters, room).map_err(|_| Refusal::OutOfMemory)?;
        for shortfall in overlay.shortfalls {
            shortfall.note(list);
        }
        let over = overlay.document.map(Pdf::new).transpose().map_err(|_| Refusal::Damaged)?;
        let over = over.as_ref().map(|over| over.pages().first().ok_or(Refusal::Damaged)).transpose()?;

        let mut context = RenderContext::new(wide, high);
        for (layer, content) in [(Some(page), RenderContent::PAGE), (over, RenderContent::ANNOTATIONS)] {
            let Some(layer) = layer else { continue };
            let mut seen = self.choose_fonts(layer, content, canvas);
            let spaced = self.spaced(layer, content, &seen, room)?;
            let mut layer = layer;
            if let Some(anew) = spaced.as_ref().and_then(|document| document.pages().first()) {
                let now = self.look(anew, content, canvas);
                if !now.overlap && now.missing <= seen.missing {
                    (layer, seen) = (anew, now);
                }
            }
            seen.tell(number, list);
            // A cache for each page: what pages keep in it would add up.
            let settings = self.only(content);
            let how = RenderSettings::default();
            hayro::render_into(layer, &RenderCache::new(), &settings, &how, &mut context, transform);
        }
        self.tell(number, page, list);
        let mut picture = picture(context)?;
        burn(&mut picture, self.task.boxes.iter().filter(|area| area.page == number), BLOCK);
        Ok(picture)
    }

    /// What a page shows and would not be drawn.
    fn look(&self, page: &Page<'_>, content: RenderContent, canvas: (Rect, Affine)) -> Seeing<'a> {
        let mut seeing = Seeing::new(self.fonts, canvas.0);
        let cache = InterpreterCache::new();
        let mut context = Context::new(canvas.1, canvas.0, &cache, page.xref(), self.only(content));
        interpret_page(page, &mut context, &mut seeing);
        seeing
    }

    /// The page with the widths of its letters, where they would lie upon each other without.
    fn spaced(
        &self,
        page: &Page<'_>,
        content: RenderContent,
        seen: &Seeing<'_>,
        room: usize,
    ) -> Result<Option<Pdf>, Refusal> {
        if !seen.overlap {
            return Ok(None);
        }
        let over = content == RenderContent::ANNOTATIONS;
        let document = spacing::spaced(page, over, self.fonts, room).map_err(|_| Refusal::OutOfMemory)?;
        Ok(document.and_then(|document| Pdf::new(document).ok()))
    }

    /// Gives the fonts that the document does not bring along the faces that leave the fewest letters out.
    fn choose_fonts(&self, page: &Page<'_>, content: RenderContent, canvas: (Rect, Affine)) -> Seeing<'a> {
        let mut seen = self.look(page, content, canvas);
        let mut left = TRIES;
        while !seen.letters.is_empty() {
            let before = seen.missing;
            for (key, face) in self.fonts.candidates(&seen.letters) {
                left = left.saturating_sub(1);
                if left == 0 {
                    return seen;
                }
                let given = self.fonts.give(key, Some(face));
                let now = self.look(page, content, canvas);
                if now.missing < seen.missing {
                    seen = now;
                } else {
                    self.fonts.give(key, given);
                }
            }
            if seen.missing == before {
                break;
            }
        }
        seen
    }

    /// What the renderer told, and what it does not.
    fn tell(&self, page: u32, of: &Page<'_>, list: &mut Vec<Shortfall>) {
        let warnings = std::mem::take(&mut *self.warnings.lock().unwrap_or_else(PoisonError::into_inner));
        for warning in warnings {
            let shortfall = match warning {
                InterpreterWarning::UnsupportedFont => Shortfall::MissingGlyphs { page },
                InterpreterWarning::ImageDecodeFailure => Shortfall::ImageNotDrawn { page },
                _ => Shortfall::NotDrawn { page },
            };
            shortfall.note(list);
        }
        if !readable(of) {
            Shortfall::NotDrawn { page }.note(list);
        }
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

/// The pixels that were drawn, on white.
fn picture(mut context: RenderContext) -> Result<DynamicImage, Refusal> {
    context.flush();
    let mut drawn = Pixmap::new(context.width(), context.height());
    let settings =
        RasterizerSettings { target_init: TargetInit::Clear(WHITE), ..RasterizerSettings::default() };
    context.render_with(&mut drawn, &mut Resources::default(), settings);
    drop(context);
    let (wide, high) = (u32::from(drawn.width()), u32::from(drawn.height()));
    let mut raw = Vec::with_capacity(drawn.data().len().saturating_mul(3));
    for pixel in drawn.data() {
        raw.extend([pixel.r, pixel.g, pixel.b]);
    }
    drop(drawn);
    Ok(RgbImage::from_raw(wide, high, raw).ok_or(Refusal::Damaged)?.into())
}
