//! The pages on which something is said of a text.

mod inputs;
mod paragraph;
mod three_way;

use crate::web::{Routes, get, post};

/// The addresses.
pub fn routes(config: &mut Routes) {
    config
        .route("/statements/{reference}/paragraphs/{paragraph}", get().to(paragraph::one))
        .route("/statements/{reference}/paragraphs/{paragraph}", post().to(paragraph::post))
        .route("/statements/{reference}/inputs", get().to(inputs::inputs))
        .route("/statements/{reference}/inputs", post().to(inputs::post));
}
