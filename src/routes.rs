//! Every URL of the product.

mod saved;
mod templates;

use crate::actions::Action;
use crate::alerts::Alert;
use crate::comments::Comment;
use crate::contributions::write;
use crate::delegation::Delegation;
use crate::inquiries::Inquiry;
use crate::reports::contribution_routes::{
    contribution_calls, contribution_pages, decision_calls, decision_pages, plain_calls, plain_pages,
    version_calls, version_pages,
};
use crate::statements::Wording;
use crate::translations::Translation;
use crate::verification::Corroboration;
use crate::web::{Routes, Scope, delete, get, patch, post, put, scope};
use crate::{
    access_requests, accounts, action_files, actions, admin, alerts, amending, board, cap, chamber,
    closed_days, comments, delegation, directory, endorsements, evidence, exchange, follow_up, incidents,
    inquiries, invitations, mandates, notifications, openapi, publications, recorded, retention, review,
    rounds, tasking, tickets, translations, verification, versions, web, workspace,
};

/// The pages on which reports are written, released, reviewed and filed.
fn work(config: &mut Routes) {
    use workspace::pages as page;
    config
        .route("/incidents/{reference}/merge", get().to(incidents::pages::choose_merge))
        .route("/incidents/{reference}/merge", post().to(incidents::pages::merge))
        .route("/reports/{reference}/retraction", get().to(verification::pages::choose_retraction))
        .route("/reports/{reference}/retraction", post().to(verification::pages::retract))
        .route("/desk", get().to(page::desk))
        .route("/reviews", get().to(page::reviews))
        .route("/keeping", get().to(retention::pages::keeping))
        .route("/keeping", post().to(retention::pages::keep))
        .route("/keeping/erase", post().to(retention::pages::erase))
        .route("/reports", post().to(page::create_report))
        .route("/reports/new", get().to(page::new_report))
        .route("/reports/{reference}/desk", get().to(page::report_desk))
        .route("/reports/{reference}/edit", get().to(page::edit_report))
        .route("/reports/{reference}/edit", post().to(page::save_report))
        .route("/reports/{reference}/marks", get().to(page::marks))
        .route("/reports/{reference}/marks", post().to(page::save_marks))
        .route("/reports/{reference}/incident", get().to(incidents::pages::choose_incident))
        .route("/reports/{reference}/incident", post().to(incidents::pages::file_report))
        .route("/reports/{reference}/release", get().to(page::choose_audience))
        .route("/reports/{reference}/release", post().to(page::preview_release))
        .route("/reports/{reference}/evidence", post().to(page::attach_file))
        .route("/reports/{reference}/evidence.json", get().to(evidence::pages::manifest))
        .route("/reports/{reference}/releases/{id}/evidence/{file}", get().to(evidence::pages::proposed_file))
        .route("/evidence/{file}/desk", get().to(page::file))
        .route("/evidence/{file}/copy", get().to(evidence::pages::file_copy))
        .route("/evidence/{file}/pages/{page}", get().to(evidence::pages::file_picture))
        .route("/evidence/{file}/original", get().to(evidence::pages::file_original))
        .route("/evidence/{file}/description", post().to(page::change_file::<page::Description>))
        .route("/evidence/{file}/boxes", post().to(page::change_file::<page::Boxes>))
        .route("/evidence/{file}/encoding", post().to(page::change_file::<page::Encoding>))
        .route("/evidence/{file}/removal", post().to(page::change_file::<page::Removal>))
        .route("/reports/{reference}/releases", post().to(page::propose_release))
        .route("/reports/{reference}/releases/{id}", get().to(page::review))
        .route("/reports/{reference}/releases/{id}/approval", post().to(page::approve))
        .route("/reports/{reference}/releases/{id}/return", post().to(page::return_release))
        .route("/reports/{reference}/releases/{id}/claim", post().to(page::claim))
        .route("/reports/{reference}/releases/{id}/unclaim", post().to(page::unclaim))
        .route("/reports/{reference}/releases/{id}/withdrawal", post().to(page::withdraw));
}

/// The pages of what stands beside reports: what others say and ask of them, other languages, other publishers.
fn beside(config: &mut Routes) {
    config
        .route("/incidents/{reference}/corroborate", get().to(verification::pages::choose_stance))
        .route("/incidents/{reference}/corroborate", post().to(verification::pages::post_stance))
        .route("/incidents/{reference}/reply", get().to(verification::pages::choose_reply))
        .route("/incidents/{reference}/reply", post().to(verification::pages::post_reply))
        .configure(contribution_pages::<Corroboration>)
        .route("/corroborations/{reference}/correct", get().to(verification::pages::choose_correction))
        .route("/corroborations/{reference}/correct", post().to(verification::pages::post_correction))
        .configure(version_pages::<Corroboration>);
}

/// The pages of what readers ask, of translations and of requests to publish.
fn asked(config: &mut Routes) {
    config
        .route("/reports/{reference}/ask", get().to(inquiries::pages::choose_question))
        .route("/reports/{reference}/ask", post().to(inquiries::pages::post_question))
        .configure(contribution_pages::<Inquiry>)
        .route("/inquiries/{reference}/answer", post().to(inquiries::pages::answer_inquiry))
        .route("/access-requests", get().to(access_requests::pages::requests))
        .route("/access-requests", post().to(access_requests::pages::post_request))
        .route("/access-requests/new", get().to(access_requests::pages::new_request))
        .route("/access-requests/received", get().to(access_requests::pages::received_requests))
        .route("/access-requests/{reference}/end", post().to(access_requests::pages::end_request))
        .route("/access-requests/{reference}/dismissal", post().to(access_requests::pages::dismiss_request))
        .route("/reports/{reference}/translate", get().to(translations::pages::choose_translation))
        .route("/reports/{reference}/translate", post().to(translations::pages::post_translation))
        .configure(contribution_pages::<Translation>)
        .route("/reports/{reference}/delegation", get().to(delegation::pages::choose_publisher))
        .route("/reports/{reference}/delegation", post().to(delegation::pages::ask_publisher))
        .route("/delegations", get().to(delegation::pages::delegations))
        .configure(decision_pages::<Delegation>)
        .route("/delegations/{reference}/acceptance", post().to(delegation::pages::accept_delegation))
        .route("/delegations/{reference}/refusal", post().to(delegation::pages::decline_delegation));
}

/// The pages of alerts.
fn alerts(config: &mut Routes) {
    config
        .route("/alerts", get().to(alerts::pages::alerts))
        .route("/alerts", post().to(alerts::pages::post_alert))
        .route("/alerts.atom", get().to(cap::atom_feed))
        .route("/alerts.feed.json", get().to(cap::json_feed))
        .route("/alerts/new", get().to(alerts::pages::choose_alert))
        // Before what takes any name: `W-7K3QX9.cap` is no reference.
        .route("/alerts/{reference}.cap", get().to(cap::newest_message))
        .route("/alerts/{reference}/versions/{version}.cap", get().to(cap::version_message))
        .configure(contribution_pages::<Alert>)
        .route("/alerts/{reference}/update", get().to(alerts::pages::choose_update))
        .route("/alerts/{reference}/update", post().to(alerts::pages::post_update))
        .route("/alerts/{reference}/acknowledgement", post().to(alerts::pages::acknowledge_alert))
        .configure(version_pages::<Alert>);
}

fn alert_calls(scope: Scope) -> Scope {
    scope
        .route("/alerts", get().to(alerts::api::list_alerts))
        .route("/alerts", post().to(alerts::api::post_alert))
        .configure(contribution_calls::<Alert>)
        .configure(version_calls::<Alert>)
        .route("/alerts/{reference}/versions", post().to(write::<alerts::api::AlertUpdate>))
        .route("/alerts/{reference}/acknowledgement", post().to(alerts::api::acknowledge_alert))
}

/// The pages of joint actions, and the board.
fn actions(config: &mut Routes) {
    use actions::pages as page;
    config
        .route("/board", get().to(board::board))
        .route("/board/order", post().to(board::order_cards))
        .route("/help/stages", get().to(board::stages))
        .route("/calendar", get().to(board::calendar))
        .route("/calendar.csv", get().to(board::calendar_api::calendar_table))
        .route("/actions", get().to(board::actions))
        .route("/actions", post().to(page::post_action))
        .route("/actions/new", get().to(page::choose_action))
        // Before what takes any name.
        .route("/actions/{reference}.docx", get().to(exchange::action_document))
        .configure(contribution_pages::<Action>)
        .route("/actions/{reference}/update", get().to(page::choose_update))
        .route("/actions/{reference}/update", post().to(page::post_update))
        .route("/actions/{reference}/moves", post().to(page::move_action))
        .route("/actions/{reference}/participation", post().to(page::act_on_participation))
        .route("/actions/{reference}/lead", post().to(page::act_on_lead))
        .route("/actions/{reference}/tasks", post().to(tasking::pages::post_task))
        .route("/actions/{reference}/tasks/{task}", post().to(tasking::pages::act_on_task))
        .route("/tasks/{task}", get().to(tasking::pages::task))
        .route("/tasks/{task}", post().to(tasking::pages::post_changed_task))
        .configure(version_pages::<Action>)
        .route("/actions/{reference}/comments", get().to(comments::pages::discussion))
        .route("/actions/{reference}/comments", post().to(comments::pages::post_comment))
        .configure(plain_pages::<Comment>)
        .route("/comments/{reference}/update", get().to(comments::pages::choose_update))
        .route("/comments/{reference}/update", post().to(comments::pages::post_update))
        .configure(version_pages::<Comment>);
}

fn action_calls(scope: Scope) -> Scope {
    use actions::api as call;
    scope
        .route("/board/{stage}", get().to(board::api::get_column))
        .route("/board/{stage}", put().to(board::api::put_column))
        .route("/actions", get().to(board::api::list_actions))
        .route("/calendar", get().to(board::calendar_api::get_calendar))
        .route("/calendar/addresses", post().to(board::calendar_api::post_address))
        .route("/actions", post().to(call::post_action))
        .configure(contribution_calls::<Action>)
        .configure(version_calls::<Action>)
        .route("/actions/{reference}/versions", post().to(write::<call::ActionUpdate>))
        .route("/actions/{reference}/moves", post().to(call::move_action))
        .route("/actions/{reference}/participation", put().to(call::join_action))
        .route("/actions/{reference}/participation", delete().to(call::leave_action))
        .route("/actions/{reference}/lead", post().to(call::offer_lead))
        .route("/actions/{reference}/lead", put().to(call::take_lead))
        .route("/actions/{reference}/tasks", post().to(tasking::api::post_task))
        .route("/tasks/{task}", patch().to(tasking::api::patch_task))
        .route("/actions/{reference}/comments", get().to(comments::api::list_comments))
        .route("/actions/{reference}/comments", post().to(comments::api::post_comment))
        .configure(plain_calls::<Comment>)
        .configure(version_calls::<Comment>)
        .route("/comments", get().to(board::api::find_comments))
        .route("/comments/{reference}/versions", post().to(write::<comments::CommentUpdate>))
}

/// The pages of what people are told.
fn told(config: &mut Routes) {
    use notifications::pages as told;
    config
        .route("/notifications", get().to(told::notifications))
        .route("/notifications/settlement", post().to(told::settle_all))
        .route("/notifications/preferences", get().to(told::preferences))
        .route("/notifications/preferences", post().to(told::post_preferences))
        .route("/notifications/defaults", get().to(told::defaults))
        .route("/notifications/defaults", post().to(told::post_defaults))
        .route("/notifications/address", post().to(told::restore_address))
        .route("/notifications/links", post().to(told::replace_links))
        .route("/notifications/news", get().to(told::news))
        .route("/notifications/{reference}", get().to(told::open_notification))
        .route("/notifications/{reference}/reading", post().to(told::read_notification))
        .route("/notifications/{reference}/settlement", post().to(told::settle_notification))
        .route("/unsubscribe/{topic}/{token}", get().to(told::confirm_unsubscribe))
        .route("/unsubscribe/{topic}/{token}", post().to(told::unsubscribe))
        .route("/undelivered", get().to(told::undelivered));
}

/// The routes.
#[expect(clippy::too_many_lines, reason = "a table of contents is read on one page")]
pub fn routes(config: &mut Routes) {
    use notifications::api as notified;
    config
        .route("/healthz", get().to(admin::healthz))
        .route("/readyz", get().to(admin::readyz))
        .route("/metrics", get().to(admin::metrics))
        .route("/api/openapi.json", get().to(openapi::openapi))
        .route("/assets/{name}", get().to(web::asset))
        .route("/favicon.ico", get().to(web::icon))
        .route("/", get().to(incidents::pages::home_page))
        .route("/incidents", get().to(incidents::pages::list_page_of_incidents))
        .route("/incidents/{reference}", get().to(incidents::pages::incident))
        // Before what takes any name: `/reports/new` is no report.
        .configure(work)
        .configure(beside)
        .configure(asked)
        .configure(alerts)
        .configure(actions)
        .configure(templates::pages)
        .configure(told)
        .configure(saved::pages)
        .configure(mandates::pages::routes)
        .configure(action_files::pages::routes)
        .configure(recorded::pages::routes)
        .configure(tickets::pages::routes)
        // Before what takes any name.
        .route("/statements/{reference}.docx", get().to(exchange::statement_document))
        .configure(closed_days::pages::routes)
        .configure(rounds::pages::routes)
        .configure(endorsements::pages::routes)
        .configure(publications::pages::routes)
        .configure(follow_up::pages::routes)
        .configure(versions::pages::routes)
        .configure(chamber::pages::routes)
        .configure(amending::pages::routes)
        .route("/reports/{reference}", get().to(incidents::pages::report))
        .route("/evidence/{file}", get().to(evidence::api::get_evidence))
        .route("/sign-in", get().to(accounts::pages::sign_in))
        .route("/sign-in", post().to(accounts::pages::post_sign_in))
        .route("/sign-out", post().to(accounts::pages::sign_out))
        .route("/invitations/{token}", get().to(invitations::pages::invitation))
        .route("/invitations/{token}", post().to(invitations::pages::post_invitation))
        .route("/account", get().to(accounts::pages::account))
        .route("/account", post().to(accounts::pages::post_account))
        .route("/account/password", post().to(accounts::pages::post_password))
        .route("/account/sessions/end", post().to(accounts::pages::end_session))
        .route("/account/sessions/end-others", post().to(accounts::pages::end_others))
        .route("/organisations", get().to(directory::pages::directory))
        .route("/organisations", post().to(directory::pages::post_organisation))
        .route("/organisations/new", get().to(directory::pages::new_organisation))
        .route("/organisations/{slug}", get().to(directory::pages::organisation))
        .route("/organisations/{slug}", post().to(directory::pages::edit_organisation))
        .route("/organisations/{slug}/vetting", post().to(directory::pages::vet))
        .route("/organisations/{slug}/invitations", post().to(directory::pages::invite))
        .route("/organisations/{slug}/invitations/revoke", post().to(directory::pages::revoke_invitation))
        .route("/organisations/{slug}/people/roles", post().to(directory::pages::grant_role))
        .route("/organisations/{slug}/people/roles/end", post().to(directory::pages::end_role))
        .route("/organisations/{slug}/people/close", post().to(directory::pages::close_account))
        .route("/vetting", get().to(directory::pages::vetting))
        .route("/founding/close", post().to(directory::pages::close_founding))
        .route("/confirm", post().to(accounts::pages::confirm))
        .route("/groups", get().to(directory::pages::groups))
        .route("/groups", post().to(directory::pages::post_group))
        .route("/groups/new", get().to(directory::pages::new_group))
        .route("/groups/{slug}", get().to(directory::pages::one_group))
        .route("/groups/{slug}/members", post().to(directory::pages::post_member))
        .route("/groups/{slug}/members/remove", post().to(directory::pages::remove_member))
        .route("/log", get().to(directory::pages::log))
        .route("/incidents.csv", get().to(exchange::csv_download))
        .route("/actions.csv", get().to(exchange::actions_download))
        .route("/alerts.csv", get().to(exchange::alerts_download))
        .route("/incidents.json", get().to(exchange::json_download))
        .route("/incidents.geojson", get().to(exchange::geojson_download))
        .route("/incidents.xlsx", get().to(exchange::xlsx_download))
        .route("/incidents.atom", get().to(incidents::atom_feed))
        .route("/incidents.feed.json", get().to(incidents::json_feed));
    config.service(
        scope("/api/v1")
            .route("/sessions", post().to(accounts::api::post_session))
            .route("/sessions/refresh", post().to(accounts::api::refresh_session))
            .route("/sessions/current", delete().to(accounts::api::delete_session))
            .route("/me", get().to(accounts::api::get_me))
            .route("/me/notification-preferences", get().to(notifications::api::get_preferences))
            .route("/me/notification-preferences", put().to(notifications::api::put_preferences))
            .route("/notifications", get().to(notifications::api::list_notifications))
            .route("/notifications/{reference}/reading", post().to(notified::read_notification))
            .route("/notifications/{reference}/settlement", post().to(notified::settle_notification))
            .route("/organisations", get().to(directory::api::list_organisations))
            .route("/organisations", post().to(directory::api::post_organisation))
            .route("/organisations/{slug}", get().to(directory::api::get_organisation))
            .route("/organisations/{slug}/vetting", post().to(directory::api::vet_organisation))
            .route("/organisations/{slug}/invitations", post().to(invitations::api::post_invitation))
            .route("/invitations/{token}", post().to(invitations::api::accept_invitation))
            .route("/groups", get().to(directory::api::list_groups))
            .route("/groups", post().to(directory::api::post_group))
            .route("/groups/{slug}/members", post().to(directory::api::post_member))
            .route("/groups/{slug}/members/{organisation}", delete().to(directory::api::delete_member))
            .route("/audit", get().to(directory::api::list_audit))
            .route("/reviews", get().to(workspace::api::list_reviews))
            .route("/reports", get().to(workspace::api::list_own_reports))
            .route("/reports", post().to(workspace::reports_api::post_report))
            .route("/reports/{reference}", get().to(workspace::reports_api::get_report))
            .route("/reports/{reference}", delete().to(workspace::reports_api::delete_report))
            .route("/reports/{reference}/keeping", put().to(workspace::reports_api::put_keeping))
            .route("/reports/{reference}/original", get().to(workspace::reports_api::get_original))
            .route("/reports/{reference}/original", put().to(workspace::reports_api::put_original))
            .route("/reports/{reference}/marks", get().to(workspace::reports_api::get_marks))
            .route("/reports/{reference}/marks", put().to(workspace::reports_api::put_marks))
            .route("/reports/{reference}/evidence", post().to(evidence::api::post_evidence))
            .route("/evidence/{file}", get().to(evidence::api::get_evidence))
            .route("/evidence/{file}/readings", get().to(evidence::api::get_readings))
            .route("/evidence/{file}", put().to(evidence::api::put_evidence))
            .route("/evidence/{file}", delete().to(evidence::api::delete_evidence))
            .route("/reports/{reference}/incident", put().to(workspace::reports_api::file_report))
            .route("/reports/{reference}/suggestions", get().to(workspace::api::list_suggestions))
            .route("/reports/{reference}/releases", get().to(review::api::list_releases))
            .route("/reports/{reference}/releases", post().to(review::api::post_release))
            .route("/reports/{reference}/releases/{id}", get().to(review::api::get_release))
            .route("/reports/{reference}/releases/{id}", delete().to(review::api::delete_release))
            .route("/reports/{reference}/releases/{id}/approval", post().to(review::api::approve_release))
            .route("/reports/{reference}/releases/{id}/return", post().to(review::api::return_release))
            .route("/reports/{reference}/releases/{id}/claim", post().to(review::api::claim_release))
            .route("/reports/{reference}/releases/{id}/claim", delete().to(review::api::unclaim_release))
            .route("/reports/{reference}/retraction", post().to(verification::api::post_retraction))
            .configure(contribution_calls::<Corroboration>)
            .configure(version_calls::<Corroboration>)
            .route("/corroborations/{reference}/versions", post().to(write::<verification::api::Correction>))
            .route("/reports/{reference}/delegations", post().to(delegation::api::post_delegation))
            .route("/delegations", get().to(delegation::api::list_delegations))
            .route("/delegations/{reference}", get().to(delegation::api::get_delegation))
            .route("/delegations/{reference}", delete().to(delegation::api::delete_delegation))
            .configure(decision_calls::<Delegation>)
            .route("/delegations/{reference}/acceptance", post().to(delegation::api::accept_delegation))
            .route("/delegations/{reference}/refusal", post().to(delegation::api::decline_delegation))
            .route(
                "/incidents/{reference}/corroborations",
                post().to(write::<verification::api::NewCorroboration>),
            )
            .route("/reports/{reference}/inquiries", post().to(write::<inquiries::api::NewInquiry>))
            .configure(contribution_calls::<Inquiry>)
            .route("/inquiries/{reference}/answers", post().to(write::<inquiries::api::NewAnswer>))
            .route("/access-requests", get().to(access_requests::api::list_requests))
            .route("/access-requests", post().to(access_requests::api::post_request))
            .route("/access-requests/received", get().to(access_requests::api::list_received))
            .route("/access-requests/{reference}", delete().to(access_requests::api::delete_request))
            .route("/access-requests/{reference}/dismissal", post().to(access_requests::api::dismiss_request))
            .route("/reports/{reference}/translations", post().to(translations::api::post_translation))
            .configure(contribution_calls::<Translation>)
            .configure(alert_calls)
            .configure(action_calls)
            .configure(templates::calls)
            .configure(saved::calls)
            .configure(mandates::api::routes)
            .configure(action_files::api::routes)
            .configure(recorded::api::routes)
            .configure(tickets::api::routes)
            .configure(closed_days::api::routes)
            .configure(chamber::api::routes)
            .configure(contribution_calls::<Wording>)
            .configure(amending::api::routes)
            .configure(rounds::api::routes)
            .configure(versions::api::routes)
            .configure(endorsements::api::routes)
            .configure(publications::api::routes)
            .configure(follow_up::api::routes)
            .route("/incidents", get().to(incidents::api::list_incidents))
            .route("/incidents/{reference}", get().to(incidents::api::get_incident))
            .route("/incidents/{reference}/merge", post().to(incidents::api::merge_incidents)),
    );
    #[cfg(feature = "proof")]
    crate::notes::routes(config);
}
