//! Every URL of the product on one page.

use actix_web::web::{ServiceConfig, delete, get, post, put, scope};

use crate::{incidents, web};

/// The routes.
pub fn routes(config: &mut ServiceConfig) {
    use incidents::api;
    config.route("/assets/{name}", get().to(web::asset)).service(
        scope("/api/v1")
            .route("/reports", post().to(api::post_report))
            .route("/reports/{reference}", get().to(api::get_report))
            .route("/reports/{reference}/original", get().to(api::get_original))
            .route("/reports/{reference}/original", put().to(api::put_original))
            .route("/reports/{reference}/incident", put().to(api::file_report))
            .route("/reports/{reference}/releases", get().to(api::list_releases))
            .route("/reports/{reference}/releases", post().to(api::post_release))
            .route("/reports/{reference}/releases/{id}", get().to(api::get_release))
            .route("/reports/{reference}/releases/{id}", delete().to(api::delete_release))
            .route("/reports/{reference}/releases/{id}/approval", post().to(api::approve_release))
            .route("/reports/{reference}/releases/{id}/return", post().to(api::return_release))
            .route("/reports/{reference}/releases/{id}/claim", post().to(api::claim_release))
            .route("/reports/{reference}/releases/{id}/claim", delete().to(api::unclaim_release))
            .route("/incidents", get().to(api::list_incidents))
            .route("/incidents/{reference}", get().to(api::get_incident))
            .route("/incidents/{reference}/merge", post().to(api::merge_incidents)),
    );
}
