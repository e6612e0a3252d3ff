//! The annotations of a page, drawn as viewers draw them.
//!
//! The renderer draws what brings a look of its own along and leaves everything else out, a black box over a name too. So
//! the annotations of each page are laid, in their order, into a document of our own, each with a look: the one that
//! it brings along, or one drawn here; and that document is drawn over the page. What is visible and of no known look
//! is covered by a filled rectangle, and told.

use hayro::hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, Stream};
use hayro::hayro_syntax::page::{Page, Rotation};
use hayro::kurbo;

use super::Shortfall;
use super::fields::Field;
use super::letters::Letters;
use super::shapes::{self, Drawn, covered, rect_of};
use super::writing::{TooMuch, Written};

/// Flags of an annotation: not drawn if its kind is unknown; never drawn; upright on a page that is turned; not drawn on
/// screens.
const INVISIBLE: u32 = 1;
const HIDDEN: u32 = 1 << 1;
const NO_ROTATE: u32 = 1 << 4;
const NO_VIEW: u32 = 1 << 5;

/// The most annotations of a page.
const MOST: usize = 20_000;

/// What is drawn over a page.
#[derive(Default)]
pub(super) struct Overlay {
    /// A document of one page with the same boxes; nothing where there is nothing to draw.
    pub(super) document: Option<Vec<u8>>,
    /// What is not as it should be.
    pub(super) shortfalls: Vec<Shortfall>,
}

/// How an annotation looks.
enum Look<'a> {
    /// Nobody sees it.
    Unseen,
    /// As it says.
    Given(Stream<'a>),
    /// As drawn here.
    Drawn(Box<Drawn>),
    /// Not known.
    Unknown,
}

/// Lays out what is drawn over a page; `number` is the page's.
pub(super) fn overlay(
    page: &Page<'_>,
    number: u32,
    letters: &Letters<'_>,
    room: usize,
) -> Result<Overlay, TooMuch> {
    let mut overlay = Overlay::default();
    let Some(annotations) = page.raw().get::<Array<'_>>(b"Annots") else { return Ok(overlay) };
    let catalog = page.xref().get::<Dict<'_>>(page.xref().root_id()).unwrap_or_default();
    let form = catalog.get::<Dict<'_>>(b"AcroForm");
    let mut layer = Layer { page, written: Written::new(page.xref(), room), shown: Vec::new(), bare: false };
    if annotations.raw_iter().nth(MOST).is_some() {
        Shortfall::NotDrawn { page: number }.note(&mut overlay.shortfalls);
    }
    for annotation in annotations.iter::<Dict<'_>>().take(MOST) {
        let kind = annotation.get::<Name<'_>>(b"Subtype").map(|name| name.to_vec()).unwrap_or_default();
        if kind == b"FileAttachment" {
            Shortfall::EmbeddedFileLeftOut.note(&mut overlay.shortfalls);
        }
        let flags = annotation.get::<u32>(b"F").unwrap_or(0);
        if flags & (HIDDEN | NO_VIEW) != 0 {
            continue;
        }
        if flags & NO_ROTATE != 0 && !matches!(page.rotation(), Rotation::None) {
            Shortfall::NotDrawn { page: number }.note(&mut overlay.shortfalls);
        }
        match look(&annotation, &kind, form.as_ref(), letters) {
            Look::Unseen => {}
            Look::Given(stream) => layer.given(&annotation, &stream),
            Look::Drawn(drawn) => {
                if drawn.lacks {
                    Shortfall::MissingGlyphs { page: number }.note(&mut overlay.shortfalls);
                }
                layer.drawn(&annotation, *drawn);
            }
            Look::Unknown => {
                if let Some(rect) = rect_of(&annotation).filter(|_| known(&kind) || flags & INVISIBLE == 0) {
                    Shortfall::AnnotationCovered { page: number }.note(&mut overlay.shortfalls);
                    layer.drawn(&annotation, covered(&annotation, rect));
                }
            }
        }
    }
    if !layer.shown.is_empty() {
        overlay.document = Some(layer.finish()?);
    }
    Ok(overlay)
}

/// Kinds that the standard knows, which are drawn whatever the flag says that hides unknown ones.
fn known(kind: &[u8]) -> bool {
    matches!(
        kind,
        b"Stamp"
            | b"Caret"
            | b"Redact"
            | b"Movie"
            | b"Screen"
            | b"3D"
            | b"RichMedia"
            | b"Projection"
            | b"FreeText"
            | b"Square"
            | b"Circle"
            | b"Line"
            | b"Polygon"
            | b"PolyLine"
            | b"Ink"
            | b"Highlight"
            | b"Underline"
            | b"StrikeOut"
            | b"Squiggly"
            | b"Widget"
    )
}

fn look<'a>(annotation: &Dict<'a>, kind: &[u8], form: Option<&Dict<'a>>, letters: &Letters<'_>) -> Look<'a> {
    let field = (kind == b"Widget").then(|| Field::new(annotation, form));
    let anew = form.is_some_and(|form| form.get::<bool>(b"NeedAppearances").unwrap_or(false));
    let given = annotation.get::<Dict<'_>>(b"AP").and_then(|looks| looks.get::<Object<'_>>(b"N"));
    match (given, &field) {
        (Some(Object::Stream(_)), Some(field)) if anew && field.is_written() => {}
        (Some(Object::Stream(stream)), _) => return brought(kind, stream),
        (Some(Object::Dict(states)), Some(field)) => {
            let state = field.state().and_then(|state| states.get::<Stream<'_>>(state));
            let state = state.or_else(|| states.get::<Stream<'_>>(b"Off"));
            return state.map_or(Look::Unseen, |stream| brought(kind, stream));
        }
        (Some(Object::Dict(states)), None) => {
            let state = annotation.get::<Name<'_>>(b"AS").and_then(|state| states.get::<Stream<'_>>(state));
            return state.map_or(Look::Unknown, |stream| brought(kind, stream));
        }
        _ => {}
    }
    let drawn = match (kind, field) {
        (b"Popup" | b"PrinterMark" | b"TrapNet" | b"Watermark", _) => return Look::Unseen,
        (b"Link", _) => match shapes::link(annotation) {
            Some(drawn) => Some(drawn),
            None => return Look::Unseen,
        },
        (_, Some(field)) => match rect_of(annotation) {
            Some(rect) => field.draw(rect, letters),
            None => return Look::Unseen,
        },
        _ => shapes::draw(annotation, kind, letters),
    };
    drawn.map_or(Look::Unknown, |drawn| Look::Drawn(Box::new(drawn)))
}

/// A look that an annotation brings along, if it can be drawn.
fn brought<'a>(kind: &[u8], stream: Stream<'a>) -> Look<'a> {
    let box_of = stream.dict().get::<[f32; 4]>(b"BBox");
    #[expect(clippy::float_cmp, reason = "without size at all")]
    let sized = box_of.is_some_and(|[x0, y0, x1, y1]| x0 != x1 && y0 != y1);
    let content = stream.decoded_data().ok();
    let blank = content.as_ref().is_none_or(|content| content.iter().all(u8::is_ascii_whitespace));
    if sized && !blank {
        return Look::Given(stream);
    }
    // A field or a link without anything in its look is one that nobody sees.
    let unseen = matches!(kind, b"Widget" | b"Link" | b"Popup" | b"Text" | b"Watermark");
    if unseen && content.is_some() { Look::Unseen } else { Look::Unknown }
}

/// The page of annotations as far as it is written.
struct Layer<'p, 'a> {
    page: &'p Page<'a>,
    written: Written<'a>,
    shown: Vec<usize>,
    /// Some look relies on the resources of the page.
    bare: bool,
}

impl Layer<'_, '_> {
    /// The layer that shows and hides an annotation, as an entry.
    fn layer_of(&mut self, annotation: &Dict<'_>) -> String {
        let mut out = Vec::new();
        match annotation.get_raw::<Object<'_>>(b"OC") {
            Some(MaybeRef::Ref(to)) => return format!("/OC {} 0 R ", self.written.take(to.into())),
            Some(MaybeRef::NotRef(object)) => self.written.value(&mut out, &object),
            None => return String::new(),
        }
        format!("/OC {} ", String::from_utf8_lossy(&out))
    }

    fn show(&mut self, rect: kurbo::Rect, look: usize) {
        let rect = format!("{} {} {} {}", rect.x0, rect.y0, rect.x1, rect.y1);
        let entry = format!("<</Type/Annot/Subtype/Stamp/Rect[{rect}]/AP<</N {look} 0 R>>>>");
        let number = self.written.add(entry.into_bytes());
        self.shown.push(number);
    }

    fn given(&mut self, annotation: &Dict<'_>, stream: &Stream<'_>) {
        let Some(rect) = rect_of(annotation) else { return };
        self.bare |= !stream.dict().contains_key(b"Resources");
        let layer = self.layer_of(annotation);
        let id = stream.obj_id();
        let look = if layer.is_empty() && id.obj_number != 0 {
            self.written.take(id)
        } else {
            self.written.take_stream(stream, &layer)
        };
        self.show(rect, look);
    }

    fn drawn(&mut self, annotation: &Dict<'_>, drawn: Drawn) {
        let bounds = drawn.bounds;
        if !bounds.is_finite() || bounds.width() <= 0.0 || bounds.height() <= 0.0 {
            return;
        }
        let mode = if drawn.multiplies { "/Multiply" } else { "/Normal" };
        let icon = drawn.icon.map(|icon| format!("/XObject<</I {} 0 R>>", self.written.take(icon)));
        let keys = format!(
            "/Type/XObject/Subtype/Form/BBox[{} {} {} {}]/Resources<</Font<</Helv<</Type/Font/Subtype/Type1\
             /BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>/ExtGState<</G<</CA {o}/ca {o}/BM{mode}>>>>{}>>{}",
            bounds.x0,
            bounds.y0,
            bounds.x1,
            bounds.y1,
            icon.unwrap_or_default(),
            self.layer_of(annotation),
            o = drawn.opacity,
        );
        let content = drawn.content.finish();
        let look = self.written.add_stream(&keys, &[&b"/G gs\n"[..], &content].concat());
        self.show(bounds, look);
    }

    fn finish(mut self) -> Result<Vec<u8>, TooMuch> {
        let shown = self.shown.iter().map(|number| format!("{number} 0 R ")).collect::<Vec<_>>().concat();
        let mut entries = format!("/Annots[{shown}]/Resources").into_bytes();
        entries.extend(if self.bare { self.written.resources(self.page) } else { b"<<>>".to_vec() });
        self.written.bind(self.page, &entries)
    }
}
