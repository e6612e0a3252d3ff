//! Pages as PDF: what is seen, and beside it what each part is, for those who have it read to them.

use std::num::NonZeroU16;

use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::configure::{Accessibility, Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Quadrilateral, Rect};
use krilla::metadata::{Metadata, TextDirection};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Paint, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, Tag, TagGroup, TagTree,
};
use krilla::{Document, SerializeSettings};

use crate::Fault;
use crate::compose::{ACCENT, BLACK, Composed, Frame, Ink, LABEL, MARKING, Part, Piece, Role};
use crate::faces::CUTS;
use crate::lines::Line;
use crate::pages::{HEIGHT, MARGIN, MEASURE, Page, WIDTH};

/// Where the letters at the head and foot of a page stand.
const HEAD: f32 = 52.0;
const FOOT: f32 = HEIGHT - 44.0;

/// What was drawn of a part.
#[derive(Default)]
struct Drawn {
    /// In reading order.
    content: Vec<Identifier>,
    /// Where it begins: the page, and the height on it.
    begins: Option<(usize, f32)>,
}

pub(crate) fn draw(composed: Composed) -> Result<Vec<u8>, Fault> {
    let Composed { title, language, rtl, parts, pages, frame } = composed;
    let settings = SerializeSettings { configuration: accessible()?, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let mut drawn: Vec<Drawn> = parts.iter().map(|_| Drawn::default()).collect();
    for (at, rows) in pages.iter().enumerate() {
        draw_page(&mut document, at, rows, &parts, &frame, rtl, &mut drawn);
    }
    document.set_outline(outline(&parts, &drawn));
    document.set_tag_tree(tags(&parts, drawn).with_lang(Some(language.clone())));
    let direction = if rtl { TextDirection::RightToLeft } else { TextDirection::LeftToRight };
    document.set_metadata(Metadata::new().title(title).language(language).text_direction(direction));
    document.finish().map_err(|fault| Fault::Refused(format!("{fault:?}")))
}

/// What is written is held to PDF/UA-1 while it is written.
fn accessible() -> Result<Configuration, Fault> {
    ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|fault| Fault::Refused(format!("{fault:?}")))
}

fn draw_page(
    document: &mut Document,
    at: usize,
    rows: &Page,
    parts: &[Part],
    frame: &Frame,
    rtl: bool,
    drawn: &mut [Drawn],
) {
    let settings = PageSettings::from_wh(WIDTH, HEIGHT).unwrap_or_default();
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    draw_frame(&mut surface, frame, at, rtl);
    // The places on this page that lead somewhere.
    let mut links: Vec<(usize, Vec<Quadrilateral>)> = Vec::new();
    for (top, row) in rows {
        if row.ruled {
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
            draw_box(&mut surface, [MARGIN, *top, MARGIN + MEASURE, top + 0.8], ACCENT);
            surface.end_tagged();
        }
        for piece in &row.pieces {
            let content = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            draw_line(&mut surface, &piece.line, piece.x, top + piece.baseline, piece.size, piece.ink);
            surface.end_tagged();
            if let Some(of_part) = drawn.get_mut(piece.part) {
                of_part.content.push(content);
                of_part.begins.get_or_insert((at, *top));
            }
            if parts.get(piece.part).is_some_and(|part| part.role == Role::Link) {
                match links.iter_mut().find(|(part, _)| *part == piece.part) {
                    Some((_, places)) => places.extend(place(piece, *top, row.height)),
                    None => links.push((piece.part, place(piece, *top, row.height).into_iter().collect())),
                }
            }
        }
    }
    surface.finish();
    for (part, places) in links.into_iter().filter(|(_, places)| !places.is_empty()) {
        let address = parts.get(part).map(|part| part.text.clone()).unwrap_or_default();
        let target = Target::Action(Action::Link(LinkAction::new(address.clone())));
        let link = LinkAnnotation::new_with_quad_points(places, target);
        let content = page.add_tagged_annotation(Annotation::new_link(link, Some(address)));
        if let Some(of_part) = drawn.get_mut(part) {
            of_part.content.push(content);
        }
    }
    page.finish();
}

/// Where a line of a link can be pressed.
fn place(piece: &Piece, top: f32, height: f32) -> Option<Quadrilateral> {
    let width = piece.line.width * piece.size;
    Rect::from_xywh(piece.x, top, width, height).map(Quadrilateral::from)
}

/// The head and foot of a page: seen, and not read aloud on every page.
fn draw_frame(surface: &mut Surface, frame: &Frame, at: usize, rtl: bool) {
    for (kind, baseline) in [(ArtifactType::Header, HEAD), (ArtifactType::Footer, FOOT)] {
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
        // From the end of lines to their beginning.
        let mut end = 0.0;
        let mut before = |width: f32, room: f32| {
            end += width + room;
            if rtl { MARGIN + end - width } else { MARGIN + MEASURE - end }
        };
        if let Some((line, ink)) = &frame.marking {
            let width = line.width * MARKING.size;
            let x = before(width, 5.0);
            let place = [x - 5.0, baseline - 12.5, x + width + 5.0, baseline + 4.5];
            draw_box(surface, place, BLACK);
            draw_line(surface, line, x, baseline, MARKING.size, *ink);
            before(0.0, 6.0);
        }
        if let Some(line) = &frame.label {
            let room = if frame.marking.is_some() { 8.0 } else { 0.0 };
            let x = before(line.width * LABEL.size, room);
            draw_line(surface, line, x, baseline, LABEL.size, LABEL.ink);
        }
        surface.end_tagged();
    }
    if let Some(line) = frame.numbers.get(at) {
        let x = if rtl { MARGIN + MEASURE - line.width * LABEL.size } else { MARGIN };
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::PageNumber)));
        draw_line(surface, line, x, FOOT, LABEL.size, LABEL.ink);
        surface.end_tagged();
    }
}

fn paint(ink: Ink) -> Paint {
    let [red, green, blue] = ink;
    rgb::Color::new(red, green, blue).into()
}

fn fill(surface: &mut Surface, ink: Ink) {
    let opacity = NormalizedF32::ONE;
    surface.set_fill(Some(Fill { paint: paint(ink), opacity, rule: FillRule::default() }));
}

fn draw_line(surface: &mut Surface, line: &Line, x: f32, baseline: f32, size: f32, ink: Ink) {
    fill(surface, ink);
    for run in &line.runs {
        let Some(cut) = CUTS.get(run.cut) else {
            continue;
        };
        if run.thick {
            surface.set_stroke(Some(Stroke { paint: paint(ink), width: size * 0.03, ..Stroke::default() }));
        }
        let start = Point::from_xy(x + run.x * size, baseline);
        surface.draw_glyphs(start, &run.glyphs, cut.drawing.clone(), &line.text, size, false);
        surface.set_stroke(None);
    }
}

/// A box from its left, top, right and bottom.
fn draw_box(surface: &mut Surface, [left, top, right, bottom]: [f32; 4], ink: Ink) {
    let mut path = PathBuilder::new();
    if let Some(place) = Rect::from_ltrb(left, top, right, bottom) {
        path.push_rect(place);
    }
    if let Some(path) = path.finish() {
        fill(surface, ink);
        surface.draw_path(&path);
    }
}

/// The headings below the title, to find one's way by.
fn outline(parts: &[Part], drawn: &[Drawn]) -> Outline {
    let node = |part: &Part, drawn: &Drawn| {
        let (page, top) = drawn.begins.unwrap_or_default();
        let place = Point::from_xy(MARGIN, top);
        OutlineNode::new(part.text.clone(), XyzDestination::new(page, place)).with_open(true)
    };
    let all = || parts.iter().zip(drawn);
    let mut outline = Outline::new();
    if let Some(mut title) = all().find(|(part, _)| part.role == Role::Title).map(|(p, d)| node(p, d)) {
        for (part, drawn) in all().filter(|(part, _)| part.role == Role::Heading) {
            title.push_child(node(part, drawn));
        }
        outline.push_child(title);
    }
    outline
}

/// What each part is, in reading order.
fn tags(parts: &[Part], drawn: Vec<Drawn>) -> TagTree {
    let mut tree = TagTree::new();
    let mut items: Vec<Node> = Vec::new();
    for (part, drawn) in parts.iter().zip(drawn) {
        let content: Vec<Node> = drawn.content.into_iter().map(Node::Leaf).collect();
        let heading =
            |level: u16| Tag::Hn(NonZeroU16::MIN.saturating_add(level - 1), Some(part.text.clone()));
        if part.role == Role::Item {
            let body = TagGroup::with_children(Tag::LBody, content);
            items.push(TagGroup::with_children(Tag::LI, vec![body.into()]).into());
            continue;
        }
        end_list(&mut tree, &mut items);
        let group = match part.role {
            Role::Title => TagGroup::with_children(heading(1), content),
            Role::Heading => TagGroup::with_children(heading(2), content),
            Role::Link => {
                let link = TagGroup::with_children(Tag::Link, content);
                TagGroup::with_children(Tag::P, vec![link.into()])
            }
            Role::Text | Role::Item => TagGroup::with_children(Tag::P, content),
        };
        tree.push(group);
    }
    end_list(&mut tree, &mut items);
    tree
}

fn end_list(tree: &mut TagTree, items: &mut Vec<Node>) {
    if !items.is_empty() {
        tree.push(TagGroup::with_children(Tag::L(ListNumbering::None), std::mem::take(items)));
    }
}
