//! Files as programs read them.

use sanitise::{Area, Shortfall};
use serde::Serialize;
use utoipa::ToSchema;

use super::Desk;
use crate::error::Result;
use crate::redaction::Released;
use crate::redaction::evidence::{FileState, Rebuilding};

/// A copy of a file that was released with the text.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Evidence)]
pub struct EvidenceView {
    id: String,
    /// What it shows.
    description: String,
    /// A media type.
    kind: String,
    bytes: u64,
    /// SHA-256 of the copy.
    sha256: String,
    /// Whether the copy shows less than the original.
    incomplete: bool,
    /// What the original shows or holds and the copy does not.
    #[schema(value_type = Vec<ShortfallSchema>)]
    shortfalls: Vec<Shortfall>,
    /// Where it is read.
    href: String,
}

impl EvidenceView {
    /// Of this copy.
    pub fn of(released: &Released) -> Self {
        Self {
            id: released.id.clone(),
            description: released.description.clone(),
            kind: released.kind.clone(),
            bytes: released.bytes,
            sha256: released.sha256.clone(),
            incomplete: !released.shortfalls.is_empty(),
            shortfalls: released.shortfalls.clone(),
            href: format!("/evidence/{}", released.id),
        }
    }
}

/// A file as its owner's desk knows it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnFile)]
pub struct OwnFileView {
    id: String,
    /// `received`: its copy is being made.
    state: FileState,
    /// Why there is no copy.
    #[schema(required)]
    refusal: Option<String>,
    description: String,
    /// The name of the original.
    name: String,
    /// What the original is, by its content.
    kind: String,
    bytes: u64,
    /// SHA-256 of the original.
    sha256: String,
    #[schema(value_type = Vec<BoxSchema>)]
    boxes: Vec<Area>,
    /// How it is encoded, where it does not say so and its owner chose.
    #[schema(required)]
    encoding: Option<String>,
    #[schema(required)]
    copy: Option<OwnCopyView>,
}

impl OwnFileView {
    /// Of this file.
    pub fn of(desk: &Desk) -> Result<Self> {
        Ok(Self {
            id: desk.attached.reference.clone(),
            state: desk.file.state,
            refusal: desk.file.refusal.clone(),
            description: desk.attached.description.clone(),
            name: desk.attached.called(),
            kind: desk.attached.kind.clone(),
            bytes: desk.attached.bytes,
            sha256: desk.attached.sha256.clone(),
            boxes: desk.file.boxes()?,
            encoding: desk.file.encoding.clone(),
            copy: desk.copy.as_ref().map(OwnCopyView::of).transpose()?,
        })
    }
}

/// What would be released now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnCopy)]
struct OwnCopyView {
    kind: String,
    #[schema(value_type = u64)]
    bytes: i64,
    sha256: String,
    #[schema(value_type = u32)]
    pages: i32,
    /// Whether the copy shows less than the original.
    incomplete: bool,
    /// What the original shows or holds and the copy does not.
    #[schema(value_type = Vec<ShortfallSchema>)]
    shortfalls: Vec<Shortfall>,
}

impl OwnCopyView {
    fn of(copy: &Rebuilding) -> Result<Self> {
        let shortfalls = copy.shortfalls()?;
        Ok(Self {
            kind: copy.kind.clone(),
            bytes: copy.bytes,
            sha256: copy.sha256.clone(),
            pages: copy.pages,
            incomplete: !shortfalls.is_empty(),
            shortfalls,
        })
    }
}

/// Something that the original shows or holds and the copy does not.
#[derive(ToSchema)]
#[schema(as = Shortfall)]
#[expect(dead_code, reason = "describes a type of a package that knows of no descriptions")]
pub(crate) struct ShortfallSchema {
    /// A word for it, such as `missing-glyphs` or `embedded-file-left-out`. There may be others later.
    what: String,
    /// The page that it is on, from 0; of what concerns one page.
    page: Option<u32>,
}

/// Burnt into the copy; in thousandths of the picture or page as it is shown.
#[derive(ToSchema)]
#[schema(as = Box)]
#[expect(dead_code, reason = "describes a type of a package that knows of no descriptions")]
pub(super) struct BoxSchema {
    /// From 0.
    page: u32,
    #[schema(maximum = 999)]
    x: u16,
    #[schema(maximum = 999)]
    y: u16,
    #[schema(minimum = 1)]
    width: u16,
    #[schema(minimum = 1)]
    height: u16,
}
