//! The pages of joint statements.

mod edit;
mod help;
pub(crate) mod lines;
mod list;
mod one;
mod print;
mod room;
mod rows;
mod text;

pub(crate) use one::notice;

use crate::chamber::table;
use crate::reports::contribution_routes::contribution_pages;
use crate::statements::Wording;
use crate::web::{Routes, get, post};

/// The addresses. The text for elsewhere comes before the page of a statement: `V-….txt` is no reference.
pub fn routes(config: &mut Routes) {
    let one = "/statements/{reference}";
    let at = |more: &str| format!("{one}{more}");
    config
        .route("/help/statements", get().to(help::help))
        .route("/statements", get().to(list::list))
        .route("/statements.csv", get().to(table::download))
        .route(&at(".txt"), get().to(print::plain))
        .route(one, get().to(one::one))
        .route(&at("/moves"), post().to(one::move_statement))
        .route(&at("/sponsorship"), post().to(one::post_sponsorship))
        .route(&at("/pen"), post().to(one::post_pen))
        .route(&at("/consolidation"), post().to(one::post_consolidation))
        .route(&at("/room"), get().to(room::room))
        .route(&at("/room"), post().to(room::post_room))
        .route(&at("/edit"), get().to(edit::edit))
        .route(&at("/edit"), post().to(edit::post_edit))
        .route(&at("/upload"), post().to(edit::post_upload))
        .route(&at("/print"), get().to(print::print))
        .configure(contribution_pages::<Wording>);
}
