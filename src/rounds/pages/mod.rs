//! The pages of rounds of silence.

mod explanation;
mod lines;
mod offered;
mod round;
mod section;

pub use explanation::OnePage;

use super::api::get_key;
use super::explanation::Explanation;
use crate::reports::contribution_page::one_contribution;
use crate::web::{Routes, get, post};

pub(crate) use section::{sections, zone_of};

/// The addresses. The key comes before the page of a statement: it is no reference.
pub fn routes(config: &mut Routes) {
    config
        .route("/statements/key", get().to(get_key))
        .route("/statements/{reference}/round", get().to(round::one))
        .route("/statements/{reference}/round", post().to(round::act))
        .route("/statements/{reference}/record", get().to(round::download))
        .route("/explanations/{reference}", get().to(one_contribution::<Explanation>));
}
