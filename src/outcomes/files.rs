//! The files of joint actions, for whatever shows actions. The room in which they are attached stands below, and hands in how they are
//! looked up.

use std::sync::OnceLock;

use sanitise::{Refusal, Shortfall};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::Viewer;
use crate::db::{Conn, ContributionId, Moment};
use crate::error::{Error, Result};
use crate::evidence::ShortfallSchema;
use crate::files::FileState;
use crate::mandates::ActedBy;
use crate::people::Organisation;
use crate::reports::text::{file_kind, file_refusal, file_size, shortfalls};
use crate::web::Page;

/// A file of an action, as one viewer is shown it: others than the organisation that attached it are shown a file once there is a copy.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ActionFile)]
pub struct ActionFile {
    /// `Z-…`.
    pub reference: String,
    /// What it shows, in the words of the organisation that attached it.
    pub description: String,
    /// Who attached it.
    pub organisation: Organisation,
    /// When.
    pub at: Moment,
    /// `received`: its copy is being made; others are not shown it yet.
    pub state: FileState,
    /// Why there is no copy; others are not shown it.
    #[schema(required)]
    pub refusal: Option<String>,
    /// The copy that is read.
    #[schema(required)]
    pub copy: Option<ActionFileCopy>,
    /// Who of the organisation attached it, and by which mandate: for the organisation itself.
    #[schema(required)]
    pub by: Option<ActedBy>,
    /// What was received, by its content.
    #[serde(skip)]
    pub received_as: String,
}

/// The copy of a file of an action.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ActionFileCopy)]
pub struct ActionFileCopy {
    /// A media type.
    pub kind: String,
    /// How large it is.
    pub bytes: u64,
    /// SHA-256 of it.
    pub sha256: String,
    /// What the original shows or holds and the copy does not.
    #[schema(value_type = Vec<ShortfallSchema>)]
    pub shortfalls: Vec<Shortfall>,
    /// Where it is read.
    pub href: String,
}

/// A file as pages show it.
pub struct FileLine {
    /// `Z-…`.
    pub reference: String,
    /// What it shows.
    pub description: String,
    /// Who attached it.
    pub organisation: String,
    /// Who of one's own organisation did, and by which mandate.
    pub by: String,
    /// When.
    pub at: Moment,
    /// What is read, in words; empty where there is no copy.
    pub kind: String,
    /// How large that is.
    pub size: String,
    /// Where it stands, while there is no copy; empty where there is one.
    pub state: String,
    /// Why there is none.
    pub refusal: String,
    /// What the copy lacks.
    pub shortfalls: Vec<String>,
    /// Whether the viewer's organisation attached it.
    pub own: bool,
}

impl FileLine {
    /// In the words of a page.
    pub fn of(page: &Page, viewer: &Viewer, file: ActionFile) -> Self {
        let copy = file.copy.as_ref();
        let state = format!("file-state-{}", file.state);
        let refusal = |why: &String| {
            if why == Refusal::UnknownEncoding.slug() {
                page.t("action-file-unknown-encoding")
            } else {
                file_refusal(page, why, &file.received_as)
            }
        };
        Self {
            kind: copy.map(|copy| file_kind(page, &copy.kind)).unwrap_or_default(),
            size: copy.map(|copy| file_size(page, copy.bytes)).unwrap_or_default(),
            state: if copy.is_some() { String::new() } else { page.t(&state) },
            refusal: file.refusal.as_ref().map(refusal).unwrap_or_default(),
            shortfalls: shortfalls(page, copy.map_or(&[], |copy| copy.shortfalls.as_slice())),
            own: viewer.is_of(&file.organisation.id),
            by: file.by.as_ref().map(|by| by.words(page)).unwrap_or_default(),
            organisation: file.organisation.name,
            reference: file.reference,
            description: file.description,
            at: file.at,
        }
    }
}

/// The newest files of an action that a viewer, who reads it now, may see, the oldest of them first: in few statements.
pub type Files = fn(&mut Conn, &Viewer, &ContributionId) -> Result<Vec<ActionFile>>;

static WIRED: OnceLock<Files> = OnceLock::new();

/// Says who knows: once for the program, before anything is read.
pub fn wire_files(files: Files) {
    WIRED.set(files).ok();
}

/// The newest files of an action that the viewer, who reads it now, may see, the oldest of them first.
pub fn files(conn: &mut Conn, viewer: &Viewer, action: &ContributionId) -> Result<Vec<ActionFile>> {
    let missing = || Error::Internal("no room has said which files actions have".into());
    let wired = WIRED.get().ok_or_else(missing)?;
    wired(conn, viewer, action)
}
