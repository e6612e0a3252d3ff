//! The addresses of templates, with which joint actions are begun.

use crate::templates;
use crate::web::{Routes, Scope, delete, get, post, put};

/// The pages.
pub(super) fn pages(config: &mut Routes) {
    use templates::pages as page;
    config
        .route("/templates", get().to(page::templates))
        .route("/templates", post().to(page::post_template))
        .route("/templates.csv", get().to(templates::table::download))
        .route("/templates/new", get().to(page::new_template))
        .route("/templates/ready", post().to(page::add_ready))
        .route("/templates/{reference}", get().to(page::one_template))
        .route("/templates/{reference}/update", get().to(page::change_template))
        .route("/templates/{reference}/update", post().to(page::edit_template))
        .route("/templates/{reference}/use", post().to(page::use_template))
        .route("/templates/{reference}/deletion", post().to(page::delete_template));
}

/// The same for programs.
pub(super) fn calls(scope: Scope) -> Scope {
    use templates::api as call;
    scope
        .route("/templates", get().to(call::list_templates))
        .route("/templates", post().to(call::post_template))
        .route("/templates/ready", post().to(call::post_ready))
        .route("/templates/{reference}", get().to(call::get_template))
        .route("/templates/{reference}", put().to(call::put_template))
        .route("/templates/{reference}", delete().to(call::delete_template))
}
