//! `/api/v1/reports/{reference}/releases`.

use actix_web::{HttpResponse, web};
use serde_json::{Value, json};

use crate::access::Audience;
use crate::db::{OrganisationId, Tx};
use crate::error::{Error, Result};
use crate::flow::{self, Decision, Proposal, Release};
use crate::incidents::{self, Report, reports};
use crate::people::{self, Visitor};
use crate::vault::Vault;
use crate::web::{Core, Idempotent, Json, answer_with, once};

/// What the owner and the reviewer see of a release.
fn view(tx: &mut Tx<'_>, release: &Release) -> Result<Value> {
    let tokens: Vec<String> = release
        .audience
        .tokens()
        .iter()
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
fn proposal(tx: &mut Tx<'_>, visitor: &Visitor, report: &Report, body: &Value) -> Result<Proposal> {
    let words = |name: &str| -> Result<Vec<String>> {
        match body.get(name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Array(words)) => words
                .iter()
                .map(|word| word.as_str().map(str::to_owned))
                .collect::<Option<_>>()
                .ok_or_else(|| Error::invalid(name, "A list of words is needed.")),
            Some(_) => Err(Error::invalid(name, "A list of words is needed.")),
        }
    };
    let (tokens, except) = (words("audience")?, words("except")?);
    let audience = if tokens.is_empty() && except.is_empty() {
        reports::default_audience(report)
    } else {
        people::audience_from_words(tx.conn, visitor.viewer(), &tokens, &except)?
    };
    let approvers = match body.get("approvers").and_then(Value::as_str) {
        Some(slug) => Some(people::active_by_slug(tx.conn, slug)?.id),
        None => None,
    };
    whole_proposal(tx, report, audience, approvers)
}

/// A proposal with what the release verb needs to know of the organisation.
pub fn whole_proposal(
    tx: &mut Tx<'_>,
    report: &Report,
    audience: Audience,
    approvers: Option<OrganisationId>,
) -> Result<Proposal> {
    let colleagues = people::count_people(tx.conn, &report.organisation_id)?;
    Ok(Proposal { audience, approvers, colleagues })
}

/// `POST …/releases`.
pub async fn post_release(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    body: Json,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    let (status, answer) = core
        .write(move |tx| {
            once(tx, &person, &key, &body.hash, |tx| {
                let report = reports::releasable_report(tx.conn, visitor.viewer(), &reference)?;
                let proposal = proposal(tx, &visitor, &report, &body.value)?;
                let release = incidents::propose(tx, &vault, visitor.viewer(), &report, proposal)?;
                Ok((201, view(tx, &release)?))
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
) -> Result<HttpResponse> {
    let answer = core
        .write(move |tx| {
            let report = reports::releasable_report(tx.conn, visitor.viewer(), &reference)?;
            let mut items = Vec::new();
            for release in flow::of_subject(tx.conn, tx.now(), report.id.as_str())? {
                items.push(view(tx, &release)?);
            }
            Ok(json!({ "total": items.len(), "items": items, "next": null }))
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `GET …/releases/{id}`: the release with exactly the text that its audience will read.
pub async fn get_release(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let answer = core
        .write(move |tx| {
            let (report, release) = reports::visible_release(tx, visitor.viewer(), &path.0, &path.1)?;
            let mut answer = view(tx, &release)?;
            if let (true, Some(object)) = (release.state.is_open(), answer.as_object_mut()) {
                let reading = reports::text_of(tx, &vault, visitor.viewer(), &report, &release)?;
                object.insert(
                    "preview".into(),
                    json!({
                        "title": reading.title,
                        "narrative": reading.narrative,
                        "language": reading.language,
                        "facts": reading.facts,
                        "hash": reading.hash(),
                    }),
                );
            }
            Ok(answer)
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// Does something with a release and answers with its state afterwards.
async fn act(
    core: web::Data<Core>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    work: impl FnOnce(&mut Tx<'_>, &Visitor, &Report, Release) -> Result<()> + Send + 'static,
) -> Result<HttpResponse> {
    let answer = core
        .write(move |tx| {
            let (report, release) = reports::visible_release(tx, visitor.viewer(), &path.0, &path.1)?;
            work(tx, &visitor, &report, release)?;
            let release = flow::by_reference(tx.conn, tx.now(), &path.1)?;
            view(tx, &release)
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}

fn comment(body: &Json) -> String {
    body.value.get("comment").and_then(Value::as_str).unwrap_or_default().chars().take(4_000).collect()
}

/// `POST …/releases/{id}/approval` `{comment?}`.
pub async fn approve_release(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    body: Option<Json>,
) -> Result<HttpResponse> {
    let comment = body.as_ref().map(comment).unwrap_or_default();
    act(core, visitor, path, move |tx, visitor, report, release| {
        incidents::approve(tx, &vault, visitor.viewer(), report, release, &comment).map(|_| ())
    })
    .await
}

/// `POST …/releases/{id}/return` `{comment}`.
pub async fn return_release(
    core: web::Data<Core>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    body: Json,
) -> Result<HttpResponse> {
    let comment = comment(&body);
    act(core, visitor, path, move |tx, visitor, _, release| {
        flow::return_to_author(tx, visitor.viewer(), &release, Decision { comment: &comment })
    })
    .await
}

/// `POST …/releases/{id}/claim`.
pub async fn claim_release(
    core: web::Data<Core>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    act(core, visitor, path, |tx, visitor, _, release| flow::claim(tx, visitor.viewer(), &release)).await
}

/// `DELETE …/releases/{id}/claim`.
pub async fn unclaim_release(
    core: web::Data<Core>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    act(core, visitor, path, |tx, visitor, _, release| flow::unclaim(tx, visitor.viewer(), &release)).await
}

/// `DELETE …/releases/{id}` `{reason}`: withdraws what is out, or takes a proposal back.
pub async fn delete_release(
    core: web::Data<Core>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    body: Option<Json>,
) -> Result<HttpResponse> {
    let reason = body
        .as_ref()
        .and_then(|body| body.value.get("reason").and_then(Value::as_str).map(str::to_owned))
        .unwrap_or_default();
    act(core, visitor, path, move |tx, visitor, report, release| {
        incidents::withdraw(tx, visitor.viewer(), report, &release, &reason)
    })
    .await
}
