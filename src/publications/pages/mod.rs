//! The pages of publications.

mod clearing;
mod list;
mod one;

pub use one::OnePage;

use super::model::Publication;
use super::{api, feed};
use crate::reports::contribution_routes::contribution_pages;
use crate::web::{Routes, get, post};

/// The addresses. What has another ending comes before the page: it is no hash.
pub fn routes(config: &mut Routes) {
    let permanent = "/publications/sha256/{hash}";
    let clearing = "/statements/{reference}/publication";
    config
        .route("/publications", get().to(list::list))
        .route("/publications.atom", get().to(feed::atom_feed))
        .route("/publications.feed.json", get().to(feed::json_feed))
        .route(&format!("{permanent}.json"), get().to(api::json))
        .route(&format!("{permanent}.txt"), get().to(api::plain_text))
        .route(&format!("{permanent}.pdf"), get().to(api::pdf))
        .route(permanent, get().to(one::permanent))
        .configure(contribution_pages::<Publication>)
        .route(clearing, get().to(clearing::one))
        .route(clearing, post().to(clearing::act));
}
