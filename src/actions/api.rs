//! `/api/v1/actions` and `/api/v1/tasks`.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Action, ActionView, NewAction, Seen, verbs};
use crate::access::Viewer;
use crate::accounts::Visitor;
use crate::contributions::api::calls;
use crate::contributions::{Proposed, Written, versions_api};
use crate::db::Tx;
use crate::description::{Description, delete, post, put};
use crate::error::Result;
use crate::vault::Vault;
use crate::web::{AppState, Idempotent, Json, answer_with, body, once_for};

/// What is said of the version before whose readers somebody acts.
pub(crate) const SEEN: &str = "`If-Match`, where it is sent, is the `mark` of the brief that was seen: 412 where another is \
    read by now, maybe by others.";

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let what = "`released` or `proposed`.";
    let one = "/api/v1/actions/{reference}";
    let at = |more: &str| format!("{one}{more}");
    api.add(
        "Joint actions",
        [
            post("/api/v1/actions", "Begin an action (delegate)")
                .says("A `template` fills in what is left out.")
                .once()
                .takes::<NewAction>()
                .gives::<ActionView>(201, what),
            post(
                &at("/versions"),
                "Change the brief of an action of one's own organisation, or who reads it (delegate)",
            )
            .says("The same words for fewer readers are released at once.")
            .once()
            .takes::<ActionUpdate>()
            .gives::<ActionView>(201, what),
            post(&at("/moves"), "Move an action to another stage (delegate of its lead)")
                .says(SEEN)
                .once()
                .takes::<NewMove>()
                .gives::<Done>(200, "It is there."),
            put(&at("/participation"), "Join an action with one's organisation (delegate)")
                .says(SEEN)
                .gives::<Done>(200, "It takes part, and all who read the action are shown that."),
            delete(&at("/participation"), "Leave an action (delegate)")
                .says(SEEN)
                .gives::<Done>(200, "It takes part no more."),
            post(&at("/lead"), "Offer the lead to an organisation that takes part (delegate of its lead)")
                .says(SEEN)
                .once()
                .takes::<NewLead>()
                .gives::<Done>(200, "It is offered; an empty name takes the offer back."),
            put(&at("/lead"), "Take the lead that is offered (delegate)")
                .says(SEEN)
                .gives::<Done>(200, "The organisation leads the action."),
        ],
    );
    api.add("Joint actions", versions_api::calls::<ActionView>("actions"));
    api.add("Joint actions", calls::<ActionView>("actions", "An action, as one may read it", "The action."));
}

/// What an action says and what is done with it: stored in its own places alone.
const TEXTS: &[&str] = &[
    "kind",
    "title",
    "brief",
    "language",
    "target",
    "forum",
    "countries",
    "due_at",
    "due_zone",
    "links",
    "stage",
    "lead",
    "outcome",
    "joined",
    "comments",
    "files",
    "tasks",
    "planned",
    "steps",
    "needed",
    "moves",
];

impl Written for NewAction {
    type Kind = Action;
    const TEXTS: &'static [&'static str] = TEXTS;

    fn write(self, tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, _: &str) -> Result<Proposed<Action>> {
        let new = self.filled(tx, vault, viewer)?;
        super::begin(tx, vault, viewer, new)
    }
}

/// What is written in place of a brief.
#[derive(Deserialize, ToSchema)]
#[serde(transparent)]
pub struct ActionUpdate(NewAction);

impl Written for ActionUpdate {
    type Kind = Action;
    const TEXTS: &'static [&'static str] = TEXTS;

    fn write(self, tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, of: &str) -> Result<Proposed<Action>> {
        verbs::revise(tx, vault, viewer, of, self.0)
    }
}

#[derive(Deserialize, ToSchema)]
struct NewMove {
    /// The stage to which it goes.
    to: String,
    /// The stage that was seen: 412 where it is another by now, which the answer names.
    from: Option<String>,
    /// Needed for what goes back, or ends without being done.
    #[schema(max_length = 2000)]
    reason: Option<String>,
}

#[derive(Deserialize, ToSchema)]
struct NewLead {
    /// The slug of an organisation that takes part; the offer is taken back if it is left out.
    organisation: Option<String>,
}

/// What was acted on.
#[derive(Serialize, ToSchema)]
#[schema(as = ActionDone)]
pub(crate) struct Done {
    pub reference: String,
}

/// `POST /api/v1/actions`.
pub async fn post_action(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let nothing = web::Path::from(String::new());
    crate::contributions::write::<NewAction>(app, vault, visitor, nothing, key, sent).await
}

/// Does something with the thing that a reference names, once for a key and a body.
pub(crate) async fn act(
    app: web::Data<AppState>,
    visitor: Visitor,
    status: u16,
    (key, hash): (Idempotent, String),
    work: impl FnOnce(&mut Tx<'_>, &Viewer) -> Result<String> + Send + 'static,
) -> Result<HttpResponse> {
    let (status, answer) = app
        .write_signed_in(visitor.viewer().person().is_some(), move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &hash, |tx| {
                Ok((status, Done { reference: work(tx, visitor.viewer())? }))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `POST /api/v1/actions/{reference}/moves` `{to, from?, reason?}`.
pub async fn move_action(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let NewMove { to, from, reason } = body::read(&sent.value)?;
    let seen = Seen::of_request(&request);
    act(app, visitor, 200, (key, sent.hash), move |tx, viewer| {
        let asked = (from.as_deref().unwrap_or_default(), to.as_str(), reason.as_deref().unwrap_or_default());
        super::move_on(tx, viewer, &reference, asked, &seen)?;
        Ok(reference.into_inner())
    })
    .await
}

type Verb = fn(&mut Tx<'_>, &Viewer, &str, &Seen) -> Result<()>;

/// Does what takes no words. It is done once however often it is sent.
async fn simply(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    verb: Verb,
) -> Result<HttpResponse> {
    let seen = Seen::of_request(&request);
    let done = app
        .write_signed_in(visitor.viewer().person().is_some(), move |tx| {
            verb(tx, visitor.viewer(), &reference, &seen)?;
            Ok(Done { reference: reference.into_inner() })
        })
        .await?;
    Ok(HttpResponse::Ok().json(done))
}

/// `PUT /api/v1/actions/{reference}/participation`.
pub async fn join_action(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    simply(app, visitor, reference, request, super::join).await
}

/// `DELETE /api/v1/actions/{reference}/participation`.
pub async fn leave_action(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    simply(app, visitor, reference, request, super::leave).await
}

/// `PUT /api/v1/actions/{reference}/lead`.
pub async fn take_lead(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    simply(app, visitor, reference, request, super::take_lead).await
}

/// `POST /api/v1/actions/{reference}/lead` `{organisation}`.
pub async fn offer_lead(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let NewLead { organisation } = body::read(&sent.value)?;
    let seen = Seen::of_request(&request);
    act(app, visitor, 200, (key, sent.hash), move |tx, viewer| {
        super::give_lead(tx, viewer, &reference, organisation.as_deref().unwrap_or_default(), &seen)?;
        Ok(reference.into_inner())
    })
    .await
}
