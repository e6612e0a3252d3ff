//! The addresses of saved searches, and of what is read without signing in.

use crate::web::{Routes, Scope, delete, get, post, put};
use crate::{board, searches};

/// The pages, and the feeds.
pub(super) fn pages(config: &mut Routes) {
    use searches::pages as saved;
    config
        .route("/searches", get().to(saved::searches))
        .route("/searches", post().to(saved::post_search))
        .route("/searches/new", get().to(saved::new_search))
        .route("/searches/{reference}", get().to(saved::saved_search))
        .route("/searches/{reference}", post().to(saved::edit_search))
        .route("/searches/{reference}/look", post().to(saved::set_seen))
        .route("/searches/{reference}/notification", post().to(saved::set_tells))
        .route("/searches/{reference}/deletion", post().to(saved::delete_search))
        .route("/searches/{reference}/addresses", post().to(saved::post_address_of))
        .route("/feeds", get().to(saved::addresses))
        .route("/feeds", post().to(saved::post_address))
        .route("/feeds/{reference}/revocation", post().to(saved::revoke_address))
        .route("/feeds/{token}.json", get().to(searches::json_feed))
        .route("/feeds/{token}.ics", get().to(board::calendar_feed))
        .route("/feeds/{token}", get().to(searches::atom_feed));
}

/// The same for programs.
pub(super) fn calls(scope: Scope) -> Scope {
    use searches::api as saved;
    scope
        .route("/searches", get().to(saved::list_searches))
        .route("/searches", post().to(saved::post_search))
        .route("/searches/{reference}", get().to(saved::get_search))
        .route("/searches/{reference}", put().to(saved::put_search))
        .route("/searches/{reference}", delete().to(saved::delete_search))
        .route("/searches/{reference}/look", post().to(saved::post_look))
        .route("/searches/{reference}/notification", put().to(saved::put_notification))
        .route("/searches/{reference}/addresses", post().to(saved::post_address))
        .route("/feed-addresses", get().to(saved::list_addresses))
        .route("/feed-addresses/{reference}", delete().to(saved::delete_address))
}
