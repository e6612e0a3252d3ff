//! Every URL of the product on one page.

use crate::web::{Routes, delete, get, post, put, scope};
use crate::{admin, exchange, incidents, openapi, people, web};

/// The pages on which reports are written, released, reviewed and filed.
fn work(config: &mut Routes) {
    use incidents::pages;
    config
        .route("/incidents/{reference}/merge", get().to(pages::choose_merge))
        .route("/incidents/{reference}/merge", post().to(pages::merge))
        .route("/desk", get().to(pages::desk))
        .route("/reviews", get().to(pages::reviews))
        .route("/reports", post().to(pages::create_report))
        .route("/reports/new", get().to(pages::new_report))
        .route("/reports/{reference}/desk", get().to(pages::report_desk))
        .route("/reports/{reference}/edit", get().to(pages::edit_report))
        .route("/reports/{reference}/edit", post().to(pages::save_report))
        .route("/reports/{reference}/marks", get().to(pages::marks))
        .route("/reports/{reference}/marks", post().to(pages::save_marks))
        .route("/reports/{reference}/incident", get().to(pages::choose_incident))
        .route("/reports/{reference}/incident", post().to(pages::file_report))
        .route("/reports/{reference}/release", get().to(pages::choose_audience))
        .route("/reports/{reference}/release", post().to(pages::preview_release))
        .route("/reports/{reference}/releases", post().to(pages::propose_release))
        .route("/reports/{reference}/releases/{id}", get().to(pages::review))
        .route("/reports/{reference}/releases/{id}/approval", post().to(pages::approve))
        .route("/reports/{reference}/releases/{id}/return", post().to(pages::return_release))
        .route("/reports/{reference}/releases/{id}/claim", post().to(pages::claim))
        .route("/reports/{reference}/releases/{id}/unclaim", post().to(pages::unclaim))
        .route("/reports/{reference}/releases/{id}/withdrawal", post().to(pages::withdraw));
}

/// The routes.
#[expect(clippy::too_many_lines, reason = "a table of contents is read on one page")]
pub fn routes(config: &mut Routes) {
    use incidents::{api, pages};
    use people::{api as members, pages as house};
    config
        .route("/healthz", get().to(admin::healthz))
        .route("/readyz", get().to(admin::readyz))
        .route("/metrics", get().to(admin::metrics))
        .route("/api/openapi.json", get().to(openapi::openapi))
        .route("/assets/{name}", get().to(web::asset))
        .route("/", get().to(pages::home_page))
        .route("/incidents", get().to(pages::list_page_of_incidents))
        .route("/incidents/{reference}", get().to(pages::incident))
        // Before what takes any name: `/reports/new` is no report.
        .configure(work)
        .route("/reports/{reference}", get().to(pages::report))
        .route("/sign-in", get().to(house::sign_in))
        .route("/sign-in", post().to(house::post_sign_in))
        .route("/sign-out", post().to(house::sign_out))
        .route("/invitations/{token}", get().to(house::invitation))
        .route("/invitations/{token}", post().to(house::post_invitation))
        .route("/account", get().to(house::account))
        .route("/account", post().to(house::post_account))
        .route("/account/password", post().to(house::post_password))
        .route("/account/sessions/end", post().to(house::end_session))
        .route("/account/sessions/end-others", post().to(house::end_others))
        .route("/organisations", get().to(house::directory))
        .route("/organisations", post().to(house::post_organisation))
        .route("/organisations/new", get().to(house::new_organisation))
        .route("/organisations/{slug}", get().to(house::organisation))
        .route("/organisations/{slug}", post().to(house::edit_organisation))
        .route("/organisations/{slug}/vetting", post().to(house::vet))
        .route("/organisations/{slug}/invitations", post().to(house::invite))
        .route("/organisations/{slug}/invitations/revoke", post().to(house::revoke_invitation))
        .route("/organisations/{slug}/people/roles", post().to(house::grant_role))
        .route("/organisations/{slug}/people/roles/end", post().to(house::end_role))
        .route("/organisations/{slug}/people/close", post().to(house::close_account))
        .route("/vetting", get().to(house::vetting))
        .route("/groups", get().to(house::groups))
        .route("/groups", post().to(house::post_group))
        .route("/groups/new", get().to(house::new_group))
        .route("/groups/{slug}", get().to(house::one_group))
        .route("/groups/{slug}/members", post().to(house::post_member))
        .route("/groups/{slug}/members/remove", post().to(house::remove_member))
        .route("/log", get().to(house::log))
        .route("/incidents.csv", get().to(exchange::csv_download))
        .route("/incidents.json", get().to(exchange::json_download))
        .route("/incidents.geojson", get().to(exchange::geojson_download))
        .route("/incidents.xlsx", get().to(exchange::xlsx_download));
    config.service(
        scope("/api/v1")
            .route("/sessions", post().to(members::post_session))
            .route("/sessions/refresh", post().to(members::refresh_session))
            .route("/sessions/current", delete().to(members::delete_session))
            .route("/me", get().to(members::get_me))
            .route("/organisations", get().to(members::list_organisations))
            .route("/organisations", post().to(members::post_organisation))
            .route("/organisations/{slug}", get().to(members::get_organisation))
            .route("/organisations/{slug}/vetting", post().to(members::vet_organisation))
            .route("/organisations/{slug}/invitations", post().to(members::post_invitation))
            .route("/invitations/{token}", post().to(members::accept_invitation))
            .route("/groups", get().to(members::list_groups))
            .route("/groups", post().to(members::post_group))
            .route("/groups/{slug}/members", post().to(members::post_member))
            .route("/groups/{slug}/members/{organisation}", delete().to(members::delete_member))
            .route("/audit", get().to(members::list_audit))
            .route("/reviews", get().to(api::list_reviews))
            .route("/reports", get().to(api::list_own_reports))
            .route("/reports", post().to(api::post_report))
            .route("/reports/{reference}", get().to(api::get_report))
            .route("/reports/{reference}/original", get().to(api::get_original))
            .route("/reports/{reference}/original", put().to(api::put_original))
            .route("/reports/{reference}/marks", get().to(api::get_marks))
            .route("/reports/{reference}/marks", put().to(api::put_marks))
            .route("/reports/{reference}/incident", put().to(api::file_report))
            .route("/reports/{reference}/suggestions", get().to(api::list_suggestions))
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
