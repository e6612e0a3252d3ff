//! The calls by which files are attached, covered in part, and read as copies.

use utoipa::ToSchema;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};

use crate::redaction::evidence::FileState;
use crate::web::description::{Call, delete, get, post, put};

/// A copy of a file that went out with the text.
#[derive(ToSchema)]
pub(super) struct Evidence {
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
    shortfalls: Vec<CopyShortfall>,
    /// Where it is read.
    href: String,
}

/// A file as its owner's desk knows it.
#[derive(ToSchema)]
pub(super) struct OwnFile {
    id: String,
    /// `received`: its copy is being made.
    state: FileState,
    /// Why there is no copy.
    #[schema(required)]
    refusal: Option<String>,
    description: String,
    /// What the original was called.
    name: String,
    /// What the original is, by its content.
    kind: String,
    bytes: u64,
    /// SHA-256 of the original.
    sha256: String,
    boxes: Vec<CoveredBox>,
    /// How it is encoded, where it does not say so and its owner chose.
    #[schema(required)]
    encoding: Option<String>,
    #[schema(required)]
    copy: Option<OwnCopy>,
}

/// What would go out now.
#[derive(ToSchema)]
struct OwnCopy {
    kind: String,
    bytes: u64,
    sha256: String,
    pages: u32,
    /// Whether the copy shows less than the original.
    incomplete: bool,
    /// What the original shows or holds and the copy does not.
    shortfalls: Vec<CopyShortfall>,
}

/// Something that the original shows or holds and the copy does not.
#[derive(ToSchema)]
#[schema(as = Shortfall)]
struct CopyShortfall {
    /// A word for it, such as `missing-glyphs` or `embedded-file-left-out`. There may be others later.
    what: String,
    /// The page that it is on, from 0; of what concerns one page.
    page: Option<u32>,
}

/// Burnt into the copy; in thousandths of the picture or page as it is shown.
#[derive(ToSchema)]
#[schema(as = Box)]
struct CoveredBox {
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

#[derive(ToSchema)]
struct NewFile {
    #[schema(format = Binary)]
    file: String,
    /// What it shows. Goes out with its copy.
    #[schema(max_length = 1_000)]
    description: Option<String>,
}

/// A file that was received.
#[derive(ToSchema)]
struct ReceivedFile {
    id: String,
    /// SHA-256 of what was received, for its owner to compare.
    sha256: String,
    state: FileState,
}

#[derive(ToSchema)]
struct FileChange {
    #[schema(max_length = 1_000)]
    description: Option<String>,
    /// All of them: those that are there are replaced.
    #[schema(max_items = 500)]
    boxes: Option<Vec<CoveredBox>>,
    /// How a text that does not say so is encoded: one of those that its readings name.
    encoding: Option<String>,
}

/// How a text that does not say how it is encoded reads in each encoding that it can be in.
#[derive(ToSchema)]
struct TextReadings {
    id: String,
    /// What was chosen.
    #[schema(required)]
    encoding: Option<String>,
    /// The likelier first.
    readings: Vec<TextReading>,
}

#[derive(ToSchema)]
struct TextReading {
    encoding: String,
    /// The beginning of the text, in one line.
    text: String,
}

#[derive(ToSchema)]
struct ChangedFile {
    id: String,
    state: FileState,
    /// Of the report.
    revision: u32,
}

pub(super) fn calls() -> [Call; 5] {
    let bytes = || {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
    };
    let kinds = ["image/jpeg", "image/png", "application/pdf", "text/plain", "message/rfc822"];
    [
        post("/api/v1/reports/{reference}/evidence", "Attach a file (own desk)")
            .says("A copy for release is made of it: rebuilt, without anything that a person does not see. Earlier proposals no longer stand.")
            .once()
            .takes_upload::<NewFile>()
            .gives::<ReceivedFile>(201, "Received; the copy is being made."),
        get("/api/v1/evidence/{file}", "A file, as one may read it")
            .open()
            .answers_any(200, "The copy that was released with the fullest text that one may read.", &kinds, bytes()),
        get("/api/v1/evidence/{file}/readings", "Encodings in which a text can be read (own desk)")
            .says("For a text that does not say how it is encoded: nothing is guessed. That its beginning was opened is written to the log.")
            .gives::<TextReadings>(200, "The encodings that it can be in."),
        put("/api/v1/evidence/{file}", "Describe a file, cover parts of it, or say how it is encoded (own desk)")
            .says("Fields that are left out keep their values. Releases stay as they are; earlier proposals no longer stand.")
            .if_match()
            .takes::<FileChange>()
            .gives::<ChangedFile>(200, "Changed; with other boxes or another encoding another copy is being made."),
        delete("/api/v1/evidence/{file}", "Remove a file from its report (own desk)")
            .gives_nothing("It is removed from the report. Copies that were released stay until they are withdrawn."),
    ]
}
