//! The joint actions about an alert, or about something else that a page is about. The rooms of actions stand below, and hand in how
//! those are found.

use std::sync::OnceLock;

use crate::access::{Tlp, Viewer};
use crate::contributions::LinkKind;
use crate::db::{Conn, ContributionId};
use crate::error::{Error, Result};
use crate::web::Page;

/// A joint action about something, as the page of that shows it.
pub struct ActLine {
    /// Where it is.
    pub href: String,
    /// Its title.
    pub title: String,
    /// Of the title: BCP 47.
    pub language: String,
    /// How that is written.
    pub dir: &'static str,
    /// At which stage it is, in words; empty where the viewer is not told.
    pub stage: String,
    /// Who leads or began it, in words.
    pub leads: String,
    /// Its label: it may be for fewer than what it is about.
    pub tlp: Tlp,
}

/// The joint actions about something that a viewer reads.
pub type ActsAbout = fn(&mut Conn, &Page, &Viewer, (LinkKind, &ContributionId)) -> Result<Vec<ActLine>>;

static WIRED: OnceLock<ActsAbout> = OnceLock::new();

/// Says who knows: once for the program, before anything is read.
pub fn wire(about: ActsAbout) {
    WIRED.set(about).ok();
}

/// The joint actions about something that the viewer reads. Whether they may know of that, the caller has asked.
pub(crate) fn acts_about(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    of: (LinkKind, &ContributionId),
) -> Result<Vec<ActLine>> {
    let missing = || Error::Internal("no room has said which actions are about something".into());
    WIRED.get().ok_or_else(missing)?(conn, page, viewer, of)
}

/// Those about an alert.
pub(super) fn about(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    alert: &ContributionId,
) -> Result<Vec<ActLine>> {
    acts_about(conn, page, viewer, (LinkKind::Alert, alert))
}
