//! `/api/v1/statements`, and the decision on a text.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::ArrayBuilder;
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::{RowView, StatementView, move_on, read_api, sent};
use crate::access::Viewer;
use crate::accounts::Visitor;
use crate::contributions::Seen;
use crate::contributions::api::{TombstoneView, calls};
use crate::db::Tx;
use crate::description::{Description, List, Schemas, delete, get, post, put};
use crate::error::Result;
use crate::statements::{
    Begun, MOST_PARAGRAPHS, NewMove, NewRoom, NewStatement, NewText, Outcome, WordingView, begin,
    consolidate, find, lay_down, readdress, sponsor, take_pen, write,
};
use crate::vault::Vault;
use crate::web::{
    self as http, AppState, Idempotent, IfMatch, Json, JsonList, Scope, answer_with, body, once_for,
};

const ONE: &str = "/statements/{reference}";

/// What is said of the version before whose readers somebody acts.
pub(crate) const SEEN: &str = "`If-Match`, where it is sent, is the `mark` of the statement that was seen: 412 where its text \
    is another by now, maybe with other readers.";

/// Describes the calls.
pub fn describe(api: &mut Description) {
    describe_reads(api);
    describe_acts(api);
    let read = "A version of the text of a statement, for those who decide on it or read it";
    api.add("Joint statements", calls::<WordingView>("statement-texts", read, "The version."));
}

fn at(more: &str) -> String {
    format!("/api/v1{ONE}{more}")
}

fn describe_reads(api: &mut Description) {
    let reads = [
        get("/api/v1/statements", "Joint statements whose concept or text one reads")
            .paged()
            .gives::<List<RowView>>(200, "What was moved last comes first."),
        get(&at(""), "A joint statement")
            .gives_version::<StatementView>(
                200,
                "For those who read its concept; once there is a text, who read that.",
            )
            .gives::<TombstoneView>(410, "Its text could be read, and was taken from the caller: why."),
    ];
    api.add("Joint statements", reads);
    let table = get("/statements.csv", "The list of joint statements as CSV");
    api.add("Downloads", [table.as_table("What their texts say is not in it.")]);
}

fn describe_acts(api: &mut Description) {
    let acts = [
        post("/api/v1/statements", "Begin a statement: an action of its kind, and its concept (delegate)")
            .says("Beyond one's own organisation the concept waits for a second person.")
            .once()
            .takes::<NewStatement>()
            .gives::<Begun>(201, "`concept` or `proposed`."),
        post(&at("/moves"), "Move a statement on (delegate; chair)")
            .says(&format!(
                "{SEEN} To open the text to others takes a second person: `proposed` until then. `negotiation` from `drafting` is \
                 asked for by the penholder, with a reason, and agreed to by the chair; `drafting` again is the chair's refusal. \
                 `withdrawn` is said by each sponsor, and is so once all have. The chair begins a round of `silence` and ends one as \
                 `broken`; the penholder takes a broken statement back to `negotiation`. `sign_on` is agreed to by each sponsor and then \
                 done by the chair."
            ))
            .once()
            .takes::<NewMove>()
            .gives::<Done>(200, "Where it is."),
        put(&at("/sponsorship"), "Sponsor a statement (delegate of a state that takes part in its action)")
            .says(SEEN)
            .gives::<Done>(200, "The first sponsor holds the pen."),
        put(&at("/room"), "Change who reads the text (delegate of the penholder)")
            .says(SEEN)
            .takes::<NewRoom>()
            .gives::<Done>(200, "More readers take a second person; fewer are told why."),
        put(&at("/pen"), "Take the pen, from a colleague too if that is said (delegate of the penholder)")
            .says(SEEN)
            .takes::<Taking>()
            .gives::<Done>(200, "Nobody else writes until it is laid down or taken over."),
        delete(&at("/pen"), "Lay the pen down").says(SEEN).gives::<Done>(200, "Colleagues can write."),
        put(&at("/paragraphs"), "Write the next version of the text (delegate of the penholder)")
            .says(
                "`If-Match` is the `mark`, the `version` or the `hash` that was read. A paragraph keeps its `id`; one without is new; what \
                 is left out is removed. It is released at once to the readers of now.",
            )
            .if_match()
            .takes::<StatementParagraphs>()
            .gives::<Done>(200, "It is read."),
        put(&at("/title"), "Give the text another title, or another language (delegate of the penholder)")
            .says(SEEN)
            .takes::<NewTitle>()
            .gives::<Done>(200, "It is read."),
        post(&at("/consolidation"), "Write the accepted amendments into the text (delegate of the penholder)")
            .says(SEEN)
            .once()
            .gives::<Done>(200, "It is read; amendments of changed paragraphs are overtaken."),
    ];
    api.add("Joint statements", acts);
}

/// The addresses.
pub fn routes(scope: Scope) -> Scope {
    let at = |more: &str| format!("{ONE}{more}");
    scope
        .route("/statements", http::get().to(read_api::list_statements))
        .route("/statements", http::post().to(post_statement))
        .route(ONE, http::get().to(read_api::get_statement))
        .route(&at("/moves"), http::post().to(move_statement))
        .route(&at("/sponsorship"), http::put().to(put_sponsorship))
        .route(&at("/room"), http::put().to(put_room))
        .route(&at("/pen"), http::put().to(put_pen))
        .route(&at("/pen"), http::delete().to(delete_pen))
        .route(&at("/paragraphs"), http::put().to(put_paragraphs))
        .route(&at("/title"), http::put().to(put_title))
        .route(&at("/consolidation"), http::post().to(post_consolidation))
}

/// What was acted on, and where it is then.
#[derive(Serialize, ToSchema)]
#[schema(as = StatementDone)]
pub(crate) struct Done {
    /// `V-…`; of what was said of a statement, its own.
    pub reference: String,
    /// Its stage; `proposed` while a second person decides.
    pub state: String,
}

/// How the pen is taken.
#[derive(Deserialize, ToSchema)]
#[schema(as = StatementPenTaken)]
struct Taking {
    /// Whether it is taken from a colleague who holds it.
    #[serde(default)]
    take_over: bool,
}

/// What a text is called; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewStatementTitle)]
struct NewTitle {
    #[schema(max_length = 200)]
    title: Option<String>,
    /// BCP 47.
    language: Option<String>,
}

/// All paragraphs of a text.
struct StatementParagraphs;

impl PartialSchema for StatementParagraphs {
    fn schema() -> RefOr<Schema> {
        let one = Ref::from_schema_name(sent::SentParagraph::name());
        ArrayBuilder::new().items(one).max_items(Some(MOST_PARAGRAPHS)).into()
    }
}

impl ToSchema for StatementParagraphs {
    fn schemas(schemas: &mut Schemas) {
        schemas.push((sent::SentParagraph::name().into_owned(), sent::SentParagraph::schema()));
    }
}

/// `POST /api/v1/statements`.
pub async fn post_statement(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewStatement = body::read(&sent.value)?;
    let (status, answer) = app
        .write_signed_in(visitor.viewer().person().is_some(), move |tx| {
            let viewer = visitor.viewer();
            once_for(tx, viewer.person(), &key, &sent.hash, |tx| Ok((201, begin(tx, &vault, viewer, new)?)))
        })
        .await?;
    answer_with(status, &answer)
}

/// Where a statement is after something was done with it.
fn done(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, outcome: Outcome) -> Result<Done> {
    let state = match outcome {
        Outcome::Waits => "proposed",
        Outcome::Done | Outcome::Same => find(tx.conn, viewer, reference)?.stage.as_str(),
    };
    Ok(Done { reference: reference.to_owned(), state: state.to_owned() })
}

/// Does something with the statement that is called so, once for a key and a body.
pub(crate) async fn act(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    (key, hash): (Idempotent, String),
    work: impl FnOnce(&mut Tx<'_>, &Viewer, &str) -> Result<Outcome> + Send + 'static,
) -> Result<HttpResponse> {
    let (status, answer) = app
        .write_signed_in(visitor.viewer().person().is_some(), move |tx| {
            let viewer = visitor.viewer();
            once_for(tx, viewer.person(), &key, &hash, |tx| {
                let outcome = work(tx, viewer, &reference)?;
                Ok((200, done(tx, viewer, &reference, outcome)?))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// Does what is the same however often it is sent.
pub(crate) async fn simply(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    work: impl FnOnce(&mut Tx<'_>, &Viewer, &str) -> Result<Outcome> + Send + 'static,
) -> Result<HttpResponse> {
    let answer = app
        .write_signed_in(visitor.viewer().person().is_some(), move |tx| {
            let outcome = work(tx, visitor.viewer(), &reference)?;
            done(tx, visitor.viewer(), &reference, outcome)
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `POST /api/v1/statements/{reference}/moves`.
pub async fn move_statement(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewMove = body::read(&sent.value)?;
    let seen = Seen::of_request(&request);
    act(app, visitor, reference, (key, sent.hash), move |tx, viewer, reference| {
        move_on(tx, &vault, viewer, (reference, &new), &seen)
    })
    .await
}

/// `PUT /api/v1/statements/{reference}/sponsorship`.
pub async fn put_sponsorship(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let seen = Seen::of_request(&request);
    simply(app, visitor, reference, move |tx, viewer, reference| {
        sponsor(tx, viewer, reference, &seen).map(|()| Outcome::Done)
    })
    .await
}

/// `PUT /api/v1/statements/{reference}/room`.
pub async fn put_room(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewRoom = body::read(&sent.value)?;
    let seen = Seen::of_request(&request);
    simply(app, visitor, reference, move |tx, viewer, reference| {
        readdress(tx, &vault, viewer, (reference, &new), &seen)
    })
    .await
}

/// `PUT /api/v1/statements/{reference}/pen` `{take_over}`.
pub async fn put_pen(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    sent: Json,
) -> Result<HttpResponse> {
    let Taking { take_over } = body::read(&sent.value)?;
    let seen = Seen::of_request(&request);
    simply(app, visitor, reference, move |tx, viewer, reference| {
        take_pen(tx, viewer, reference, take_over, &seen).map(|()| Outcome::Done)
    })
    .await
}

/// `DELETE /api/v1/statements/{reference}/pen`.
pub async fn delete_pen(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let seen = Seen::of_request(&request);
    simply(app, visitor, reference, move |tx, viewer, reference| {
        lay_down(tx, viewer, reference, &seen).map(|()| Outcome::Done)
    })
    .await
}

/// `PUT /api/v1/statements/{reference}/paragraphs`, with `If-Match`.
pub async fn put_paragraphs(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    sent: JsonList,
) -> Result<HttpResponse> {
    let expected = IfMatch::of(&request);
    let new = NewText { paragraphs: Some(sent::paragraphs(&sent.0)?), ..NewText::default() };
    simply(app, visitor, reference, move |tx, viewer, reference| {
        let seen = sent::seen(tx, viewer, reference, &expected)?;
        write(tx, &vault, viewer, reference, &new, &seen).map(|_| Outcome::Done)
    })
    .await
}

/// `PUT /api/v1/statements/{reference}/title` `{title, language}`.
pub async fn put_title(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    sent: Json,
) -> Result<HttpResponse> {
    let NewTitle { title, language } = body::read(&sent.value)?;
    let new = NewText { title, language, paragraphs: None };
    let seen = Seen::of_request(&request);
    simply(app, visitor, reference, move |tx, viewer, reference| {
        write(tx, &vault, viewer, reference, &new, &seen).map(|_| Outcome::Done)
    })
    .await
}

/// `POST /api/v1/statements/{reference}/consolidation`.
pub async fn post_consolidation(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
    key: Idempotent,
) -> Result<HttpResponse> {
    let seen = Seen::of_request(&request);
    act(app, visitor, reference, (key, String::new()), move |tx, viewer, reference| {
        consolidate(tx, &vault, viewer, reference, &seen).map(|_| Outcome::Done)
    })
    .await
}
