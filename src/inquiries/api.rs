//! What is asked of the owner of a report: `/api/v1/reports/{reference}/inquiries`, `/api/v1/inquiries`.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Input, Inquiry, InquiryView};
use crate::access::Viewer;
use crate::accounts::Visitor;
use crate::contributions::api::json_of;
use crate::contributions::{self, Contribution};
use crate::db::Tx;
use crate::error::Result;
use crate::flow::Release;
use crate::inquiries;
use crate::reports::api_input::chosen;
use crate::vault::Vault;
use crate::web::description::{Description, post};
use crate::web::{AppState, Idempotent, Json, answer_with, body, once_for};

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let made = [
        post("/api/v1/reports/{reference}/inquiries", "Ask the owner of a report, or ask for wider sharing")
            .says("Among members it is released at once; what is public needs a second person. A sharing request (`wish`) goes to the owner alone.")
            .once()
            .takes::<NewInquiry>()
            .gives::<InquiryView>(201, "`live`, or `proposed` where somebody else has to decide."),
        post("/api/v1/inquiries/{reference}/answers", "Answer (the owner), or ask further (the organisation that asked)")
            .once()
            .takes::<NewAnswer>()
            .gives::<InquiryView>(201, "`live`, or `proposed` where somebody else has to decide."),
    ];
    let summary = "A question or an answer, as one may read it";
    api.add("Inquiries", made);
    api.add("Inquiries", contributions::api::calls::<InquiryView>("inquiries", summary, "The entry."));
}

#[derive(Deserialize, ToSchema)]
struct NewInquiry {
    /// `question` if it is left out.
    #[schema(pattern = "^(question|wish)$")]
    kind: Option<String>,
    /// The question, or the reason for the sharing request.
    #[schema(max_length = 4000)]
    words: String,
    /// With `wish`, and with nothing else: who should read the report too, in words as of a release, without people.
    wished: Option<Vec<String>>,
    /// With `question`: who reads it beside the two organisations, as of a release. An empty list is refused.
    audience: Option<Vec<String>>,
    except: Option<Vec<String>>,
    /// The organisation whose reviewers decide, where it is public and one's own has one person only.
    approvers: Option<String>,
}

#[derive(Deserialize, ToSchema)]
struct NewAnswer {
    #[schema(max_length = 4000)]
    words: String,
    /// Who reads it beside the two organisations, as of a release. An empty list is refused.
    audience: Option<Vec<String>>,
    except: Option<Vec<String>>,
    approvers: Option<String>,
}

/// What is there now, without its words: the answer is kept to be given again, and they are kept nowhere beside their
/// own place.
fn said_now(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (row, release): (Contribution<Inquiry>, Release),
) -> Result<(u16, Value)> {
    let mut answer =
        json_of(&inquiries::view(tx.conn, viewer, row, &release.audience, release.state_of_text())?)?;
    if let Some(fields) = answer.as_object_mut() {
        fields.remove("words");
    }
    Ok((201, answer))
}

/// `POST /api/v1/reports/{reference}/inquiries`.
pub async fn post_inquiry(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: NewInquiry = body::read(&sent.value)?;
    let input = Input {
        kind: new.kind.unwrap_or_default(),
        words: new.words,
        wished: new.wished.unwrap_or_default(),
        audience: chosen(new.audience, new.except, new.approvers)?,
    };
    let (status, answer) = app
        .write(move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &sent.hash, |tx| {
                let viewer = visitor.viewer();
                let said = inquiries::ask(tx, &vault, viewer, &reference, &input)?;
                said_now(tx, viewer, said)
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `POST /api/v1/inquiries/{reference}/answers`.
pub async fn post_answer(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let NewAnswer { words, audience, except, approvers } = body::read(&sent.value)?;
    let audience = chosen(audience, except, approvers)?;
    let (status, answer) = app
        .write(move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &sent.hash, |tx| {
                let viewer = visitor.viewer();
                let said = inquiries::reply(tx, &vault, viewer, &reference, &words, &audience)?;
                said_now(tx, viewer, said)
            })
        })
        .await?;
    answer_with(status, &answer)
}
