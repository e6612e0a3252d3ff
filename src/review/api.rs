//! `/api/v1/reports/{reference}/releases`.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use super::remarks;
use crate::access::Viewer;
use crate::contributions::api::comment;
use crate::db::Tx;
use crate::error::Result;
use crate::evidence;
use crate::facts::Contradiction;
use crate::flow::{self, Proposal, Release};
use crate::people::{self, Visitor};
use crate::reports::api_input::chosen;
use crate::reports::{self, Report, texts};
use crate::vault::Vault;
use crate::web::{Core, Idempotent, Json, OptionalJson, Paging, answer_with, body, once, once_for};

/// What the owner and the reviewer see of a release.
pub(crate) fn view(tx: &mut Tx<'_>, viewer: &Viewer, release: &Release) -> Result<Value> {
    let tokens: Vec<String> = reports::tokens_of(viewer, release)
        .into_iter()
        .map(|token| people::word_of_token(tx.conn, token))
        .collect::<Result<_>>()?;
    let mut except = Vec::new();
    for organisation in release.audience.except() {
        except.push(people::organisation(tx.conn, organisation)?.slug);
    }
    Ok(json!({
        "id": release.reference,
        "state": release.state,
        "audience": tokens,
        "except": except,
        "tlp": release.audience.tlp(),
        "proposed_at": release.proposed_at,
        "decided_at": release.decided_at,
        "comment": release.comment,
    }))
}

/// `{audience: [token], except?: [slug], approvers?: slug}`.
fn proposal(tx: &mut Tx<'_>, visitor: &Visitor, report: &Report, sent: &Value) -> Result<Proposal> {
    body::only(sent, &["audience", "except", "approvers"])?;
    let words = chosen(sent)?;
    words.proposal(tx.conn, visitor.viewer(), &report.organisation_id)
}

/// `POST …/releases`.
pub async fn post_release(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    let (status, answer) = core
        .write(move |tx| {
            once(tx, &person, &key, &sent.hash, |tx| {
                let report = reports::releasable_report(tx.conn, visitor.viewer(), &reference)?;
                let proposal = proposal(tx, &visitor, &report, &sent.value)?;
                let release = reports::propose(tx, &vault, visitor.viewer(), &report, proposal)?;
                Ok((201, view(tx, visitor.viewer(), &release)?))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `GET …/releases`: every proposal of a report and what became of it.
pub async fn list_releases(
    core: web::Data<Core>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let bound = format!("releases|{reference}|{}", visitor.viewer().reading_key());
    let items = core
        .look(move |tx| {
            let report = reports::releasable_report(tx.conn, visitor.viewer(), &reference)?;
            let mut items = Vec::new();
            for release in flow::of_subject(tx.conn, tx.now(), report.id.as_str())? {
                items.push(view(tx, visitor.viewer(), &release)?);
            }
            Ok(items)
        })
        .await?;
    // Asked only now: whoever may not know of the report learns nothing by a wrong parameter.
    let paging = Paging::parse(request.query_string(), bound)?;
    Ok(HttpResponse::Ok().json(paging.cut(&core, &items, "id")?))
}

/// `GET …/releases/{id}`: the release with exactly the text that its audience will read.
pub async fn get_release(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let answer = core
        .look(move |tx| {
            let (report, release) = reports::visible_release(tx, visitor.viewer(), &path.0, &path.1)?;
            let mut answer = view(tx, visitor.viewer(), &release)?;
            if let (true, Some(object)) = (release.state.is_open(), answer.as_object_mut()) {
                let reading = texts::text_of(tx, &vault, visitor.viewer(), &report, &release)?;
                object.insert(
                    "preview".into(),
                    json!({
                        "title": reading.title,
                        "narrative": reading.narrative,
                        "language": reading.language,
                        "facts": reading.facts,
                        "contradictions": Contradiction::among(&reading.facts),
                        "evidence": reading.evidence.iter().map(evidence::released_json).collect::<Vec<_>>(),
                        "hash": reading.hash(),
                    }),
                );
            }
            Ok(answer)
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// Does something with a release, once for a key and a body, and answers with its state afterwards.
async fn act(
    core: web::Data<Core>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    (key, hash): (Idempotent, String),
    work: impl FnOnce(&mut Tx<'_>, &Visitor, &Report, Release) -> Result<()> + Send + 'static,
) -> Result<HttpResponse> {
    let (status, answer) = core
        .write(move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &hash, |tx| {
                let (report, release) = reports::visible_release(tx, visitor.viewer(), &path.0, &path.1)?;
                work(tx, &visitor, &report, release)?;
                let release = flow::known(tx.conn, tx.arrived(), visitor.viewer(), &path.1)?;
                Ok((200, view(tx, visitor.viewer(), &release)?))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `POST …/releases/{id}/approval` `{comment?}`.
pub async fn approve_release(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    key: Idempotent,
    sent: OptionalJson,
) -> Result<HttpResponse> {
    let comment = comment(&sent.0)?;
    act(core, visitor, path, (key, sent.0.hash), move |tx, visitor, report, release| {
        reports::approve(tx, &vault, visitor.viewer(), report, release, &comment).map(|_| ())
    })
    .await
}

/// `POST …/releases/{id}/return` `{comment, remarks?: [{field, start, end, words}]}`.
pub async fn return_release(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    body::only(&sent.value, &["comment", "remarks"])?;
    let (comment, remarks) = (body::text(&sent.value, "comment")?, remarks::parse(&sent.value)?);
    act(core, visitor, path, (key, sent.hash), move |tx, visitor, report, release| {
        let returned = (report, &release);
        remarks::return_to_author(tx, &vault, visitor.viewer(), returned, &comment, &remarks)
    })
    .await
}

/// `POST …/releases/{id}/claim`.
pub async fn claim_release(
    core: web::Data<Core>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    key: Idempotent,
) -> Result<HttpResponse> {
    act(core, visitor, path, (key, String::new()), |tx, visitor, _, release| {
        flow::claim(tx, visitor.viewer(), &release)
    })
    .await
}

/// `DELETE …/releases/{id}/claim`.
pub async fn unclaim_release(
    core: web::Data<Core>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    key: Idempotent,
) -> Result<HttpResponse> {
    act(core, visitor, path, (key, String::new()), |tx, visitor, _, release| {
        flow::unclaim(tx, visitor.viewer(), &release)
    })
    .await
}

/// `DELETE …/releases/{id}` `{reason}`: withdraws what is out, or takes a proposal back.
pub async fn delete_release(
    core: web::Data<Core>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    key: Idempotent,
    sent: OptionalJson,
) -> Result<HttpResponse> {
    body::only(&sent.0.value, &["reason"])?;
    let reason = body::text(&sent.0.value, "reason")?;
    act(core, visitor, path, (key, sent.0.hash), move |tx, visitor, report, release| {
        reports::withdraw(tx, visitor.viewer(), report, &release, &reason)
    })
    .await
}
