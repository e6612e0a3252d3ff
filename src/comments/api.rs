//! What is said of joint actions: `/api/v1/actions/{reference}/comments`, `/api/v1/comments`.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::view::CommentView;
use super::{Comment, CommentUpdate, NewComment, threads, verbs};
use crate::access::Viewer;
use crate::accounts::Visitor;
use crate::actions::{self, Seen};
use crate::contributions::api::calls;
use crate::contributions::{Proposed, Written, versions_api};
use crate::db::Tx;
use crate::description::{Description, List, get, post};
use crate::error::Result;
use crate::reports::api_input::paging;
use crate::vault::Vault;
use crate::web::{AppState, Idempotent, Json};

const TAG: &str = "Comments on joint actions";

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let all = "/api/v1/actions/{reference}/comments";
    let own = [
        get(all, "What is said of an action, as far as one reads it: the newest thread first")
            .paged()
            .gives::<List<ThreadView>>(200, "A page of the threads."),
        post(all, "Comment on an action (delegate), or say what came of it (delegate of its lead)")
            .says(
                "It is released at once to those of its audience who read the action now and could read the brief of \
                 now. `If-Match`, where it is sent, is the `mark` of the brief that was seen: 412 where another is \
                 read by now, maybe by others.",
            )
            .once()
            .takes::<NewComment>()
            .gives::<CommentView>(201, "`live`."),
        post("/api/v1/comments/{reference}/versions", "Change a comment of one's own organisation (delegate)")
            .says("Its readers stay, and so does what is left out. `mark`, where it is sent, names the version that was seen: 412 where it has changed.")
            .once()
            .takes::<CommentUpdate>()
            .gives::<CommentView>(201, "`live`."),
    ];
    api.add(TAG, own);
    api.add(TAG, versions_api::calls::<CommentView>("comments"));
    // Nobody decides on one: it is read and taken back.
    let [read, withdraw, ..] =
        calls::<CommentView>("comments", "A comment, as one may read it", "The comment.");
    api.add(TAG, [read, withdraw]);
}

/// A comment, and what stands under it.
#[derive(Serialize, ToSchema)]
#[schema(as = CommentThread)]
struct ThreadView {
    /// The comment under which the others stand.
    first: CommentView,
    /// What answers it, the oldest first.
    answers: Vec<CommentView>,
}

/// What a comment says, which is stored in its own places alone.
const TEXTS: &[&str] = &["person", "text", "mentions", "outcome", "review_at", "links"];

impl Written for NewComment {
    type Kind = Comment;
    const TEXTS: &'static [&'static str] = TEXTS;

    fn write(
        self,
        tx: &mut Tx<'_>,
        vault: &Vault,
        viewer: &Viewer,
        action: &str,
    ) -> Result<Proposed<Comment>> {
        verbs::post(tx, vault, viewer, action, self)
    }
}

impl Written for CommentUpdate {
    type Kind = Comment;
    const TEXTS: &'static [&'static str] = TEXTS;

    fn write(self, tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, of: &str) -> Result<Proposed<Comment>> {
        verbs::revise(tx, vault, viewer, of, self)
    }
}

/// `GET /api/v1/actions/{reference}/comments`.
pub async fn list_comments(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let paging = paging(&format!("comments of {reference}"), &visitor, &request)?;
    let sealing = app.clone();
    let list = app
        .read_or_audit(move |tx| {
            let viewer = visitor.viewer();
            let action = actions::at_work(tx, viewer, &reference)?;
            let all = threads::threads(tx.conn, viewer, &action.id)?;
            let (part, next) = paging.page_by(&sealing, &all, threads::Thread::place)?;
            let shown = threads::shown(tx.conn, viewer, part)?.into_iter().filter_map(|thread| {
                let mut thread = thread.into_iter();
                Some(ThreadView { first: thread.next()?, answers: thread.collect() })
            });
            Ok(List::new(all.len() as u64, shown.collect(), next))
        })
        .await?;
    Ok(HttpResponse::Ok().json(list))
}

/// `POST /api/v1/actions/{reference}/comments`.
pub async fn post_comment(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    key: Idempotent,
    mut sent: Json,
) -> Result<HttpResponse> {
    let seen = Seen::of_request(&request).said();
    if let (Some(fields), Some(seen)) = (sent.value.as_object_mut(), seen) {
        fields.insert("mark".to_owned(), seen.into());
    }
    crate::contributions::write::<NewComment>(app, vault, visitor, reference, key, sent).await
}
