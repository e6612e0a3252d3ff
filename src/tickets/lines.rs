//! Requests as lists of pages show them.

use actix_web::http::StatusCode;

use super::beside::{says, state};
use super::view::TicketView;
use crate::access::Tlp;
use crate::db::Moment;
use crate::language::direction;
use crate::web::{FormErrors, Page};

/// How pages are marked that the two organisations alone read.
pub(super) const OF_TWO: Tlp = Tlp::AmberStrict;
/// How many stand on a page.
pub(super) const ROWS: usize = 50;

/// A request as lists show it.
#[derive(Clone)]
pub struct TicketLine {
    pub(super) reference: String,
    /// The title of its action.
    pub(super) title: String,
    pub(super) language: String,
    pub(super) dir: &'static str,
    pub(super) says: String,
    pub(super) state: String,
    pub(super) waits: bool,
    /// When it was moved last.
    pub(super) at: Moment,
}

pub(super) fn line(page: &Page, view: &TicketView) -> TicketLine {
    let (title, language) = view.title.clone();
    TicketLine {
        reference: view.reference.clone(),
        title,
        dir: direction(&language),
        language,
        says: says(page, view),
        state: state(page, view.state),
        waits: view.waits,
        at: view.changed_at,
    }
}

/// Why something was not done, where that is no matter of a field.
pub(super) fn notice(page: &Page, refusal: &FormErrors) -> String {
    if refusal.status == StatusCode::PRECONDITION_FAILED {
        page.t("ticket-stale")
    } else {
        refusal.notice(page)
    }
}
