//! `/api/v1/reports/{reference}/releases`.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::remarks;
use crate::access::{Tlp, Viewer};
use crate::accounts::Visitor;
use crate::contributions::api::{Comment, Withdrawal, comment, reason};
use crate::db::{Moment, Tx};
use crate::description::{Description, List, delete, get, post};
use crate::error::Result;
use crate::evidence::EvidenceView;
use crate::facts::{Contradiction, Facts};
use crate::flow::{self, Proposal, Release, ReleaseState};
use crate::people::Names;
use crate::redaction::Reading;
use crate::reports::api_input::chosen;
use crate::reports::{self, Report, texts};
use crate::vault::Vault;
use crate::web::{AppState, Idempotent, Json, OptionalJson, Paging, answer_with, body, once, once_for};

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let calls = [
        get("/api/v1/reports/{reference}/releases", "Releases of a report, and proposals, with their state")
            .paged()
            .gives::<List<ReleaseView>>(200, "Newest first."),
        post("/api/v1/reports/{reference}/releases", "Propose to release")
            .says("Wider than one's own organisation it needs a second person.")
            .once()
            .takes::<NewRelease>()
            .gives::<ReleaseView>(201, "The proposal; `approved` where nobody else has to decide."),
        get(
            "/api/v1/reports/{reference}/releases/{id}",
            "A release, with exactly what its audience will read",
        )
        .gives::<ReleaseView>(200, "The release."),
        delete("/api/v1/reports/{reference}/releases/{id}", "Withdraw a release, or a proposal")
            .may_take::<Withdrawal>()
            .gives::<ReleaseView>(200, "The release."),
        post("/api/v1/reports/{reference}/releases/{id}/approval", "Approve (reviewer; never one's own)")
            .once()
            .may_take::<Comment>()
            .gives::<ReleaseView>(200, "It is released."),
        post("/api/v1/reports/{reference}/releases/{id}/return", "Send back to the author (reviewer)")
            .once()
            .takes::<ReturnOfReport>()
            .gives::<ReleaseView>(200, "The release."),
        post("/api/v1/reports/{reference}/releases/{id}/claim", "Claim a proposal (reviewer)")
            .once()
            .gives::<ReleaseView>(200, "The release."),
        delete("/api/v1/reports/{reference}/releases/{id}/claim", "Give up the claim")
            .gives::<ReleaseView>(200, "The release."),
    ];
    api.add("Releases", calls);
}

/// What the views of releases name.
pub(crate) fn names_of(tx: &mut Tx<'_>, releases: &[Release]) -> Result<Names> {
    let tokens = releases.iter().flat_map(|release| release.audience.tokens());
    let except = releases.iter().flat_map(|release| release.audience.except());
    Names::load(tx.conn, tokens, except, [])
}

/// A release as its owner and its reviewers see it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Release)]
pub struct ReleaseView {
    /// Its id.
    pub id: String,
    /// Where it is.
    pub state: ReleaseState,
    /// Who reads it.
    pub audience: Vec<String>,
    /// Slugs of organisations that never read it.
    pub except: Vec<String>,
    /// Its label.
    pub tlp: Tlp,
    /// When it was proposed.
    pub proposed_at: Moment,
    /// When it was decided.
    #[schema(required)]
    pub decided_at: Option<Moment>,
    /// The reviewer's words.
    pub comment: String,
    /// Exactly what the audience will read; of one release, while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    preview: Option<Preview>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct Preview {
    title: String,
    narrative: String,
    language: String,
    #[schema(value_type = Facts)]
    facts: Value,
    /// Which dates among `facts` contradict each other.
    contradictions: Vec<Contradiction>,
    /// The copies of files that go along.
    evidence: Vec<EvidenceView>,
    hash: String,
}

impl Preview {
    fn of(reading: Reading) -> Self {
        Self {
            contradictions: Contradiction::among(&reading.facts),
            evidence: reading.evidence.iter().map(EvidenceView::of).collect(),
            hash: reading.hash(),
            title: reading.title,
            narrative: reading.narrative,
            language: reading.language,
            facts: reading.facts,
        }
    }
}

impl ReleaseView {
    /// Of this release.
    pub fn of(tx: &mut Tx<'_>, viewer: &Viewer, release: &Release) -> Result<Self> {
        let names = names_of(tx, std::slice::from_ref(release))?;
        Self::named(&names, viewer, release)
    }

    /// Of one of many, with what they name.
    pub(crate) fn named(names: &Names, viewer: &Viewer, release: &Release) -> Result<Self> {
        let audience = reports::tokens_of(viewer, release).into_iter();
        let audience = audience.map(|token| names.word(token)).collect::<Result<_>>()?;
        let except = release.audience.except().iter();
        let except = except.map(|id| Ok(names.organisation(id)?.slug.clone())).collect::<Result<_>>()?;
        Ok(Self {
            id: release.reference.clone(),
            state: release.state,
            audience,
            except,
            tlp: release.audience.tlp(),
            proposed_at: release.proposed_at,
            decided_at: release.decided_at,
            comment: release.comment.clone(),
            preview: None,
        })
    }
}

#[derive(Deserialize, ToSchema)]
struct NewRelease {
    /// `public`, `coalition`, `sector:KIND`, `group:SLUG`, `org:SLUG`, `person:EMAIL`; one's own organisation if it is left
    /// out. An empty list is refused.
    audience: Option<Vec<String>>,
    /// Slugs of organisations that never read it; not with `public`.
    except: Option<Vec<String>>,
    /// The organisation whose reviewers decide, where one's own has one person only.
    approvers: Option<String>,
}

/// Why a report comes back.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes a body whose remarks are read by `remarks::parse`")]
struct ReturnOfReport {
    /// What the author should change.
    #[schema(max_length = 4000)]
    comment: String,
    /// On parts of the text as the preview shows it; the owner's desk reads them.
    #[schema(max_items = 50)]
    remarks: Option<Vec<NewRemark>>,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `remarks::parse` reads")]
struct NewRemark {
    /// `title`, `narrative`, or a fact that is text: `decision_maker`, `sources.0.title`.
    field: String,
    /// In Unicode code points of that text of the preview.
    start: u32,
    /// The first code point that is not meant.
    end: u32,
    #[schema(max_length = 1000)]
    words: String,
}

/// To whom a release is proposed.
fn proposal(tx: &mut Tx<'_>, visitor: &Visitor, report: &Report, sent: &Value) -> Result<Proposal> {
    let NewRelease { audience, except, approvers } = body::read(sent)?;
    let words = chosen(audience, except, approvers)?;
    words.proposal(tx.conn, visitor.viewer(), &report.organisation_id)
}

/// `POST …/releases`.
pub async fn post_release(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    let (status, answer) = app
        .write(move |tx| {
            once(tx, &person, &key, &sent.hash, |tx| {
                let report = reports::releasable_report(tx.conn, visitor.viewer(), &reference)?;
                let proposal = proposal(tx, &visitor, &report, &sent.value)?;
                let release = reports::propose(tx, &vault, visitor.viewer(), &report, proposal)?;
                Ok((201, ReleaseView::of(tx, visitor.viewer(), &release)?))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `GET …/releases`: every proposal of a report and what became of it.
pub async fn list_releases(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let bound = format!("releases|{reference}|{}", visitor.viewer().reading_key());
    let items = app
        .read_or_audit(move |tx| {
            let report = reports::releasable_report(tx.conn, visitor.viewer(), &reference)?;
            let releases = flow::of_subject(tx.conn, tx.now(), report.id.as_str())?;
            let names = names_of(tx, &releases)?;
            releases
                .iter()
                .map(|release| ReleaseView::named(&names, visitor.viewer(), release))
                .collect::<Result<Vec<_>>>()
        })
        .await?;
    // Asked only now: whoever may not know of the report learns nothing by a wrong parameter.
    let paging = Paging::parse(request.query_string(), bound)?;
    Ok(HttpResponse::Ok().json(paging.list(&app, &items, |one| one.id.clone())?))
}

/// `GET …/releases/{id}`: the release with exactly the text that its audience will read.
pub async fn get_release(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let answer = app
        .read_or_audit(move |tx| {
            let (report, release) = reports::visible_release(tx, visitor.viewer(), &path.0, &path.1)?;
            let mut answer = ReleaseView::of(tx, visitor.viewer(), &release)?;
            if release.state.is_open() {
                let reading = texts::text_of(tx, &vault, visitor.viewer(), &report, &release)?;
                answer.preview = Some(Preview::of(reading));
            }
            Ok(answer)
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// Does something with a release, once for a key and a body, and answers with its state afterwards.
async fn act(
    app: web::Data<AppState>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    (key, hash): (Idempotent, String),
    work: impl FnOnce(&mut Tx<'_>, &Visitor, &Report, Release) -> Result<()> + Send + 'static,
) -> Result<HttpResponse> {
    let (status, answer) = app
        .write_signed_in(visitor.viewer().person().is_some(), move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &hash, |tx| {
                let (report, release) = reports::visible_release(tx, visitor.viewer(), &path.0, &path.1)?;
                work(tx, &visitor, &report, release)?;
                let release = flow::known(tx.conn, tx.arrived(), visitor.viewer(), &path.1)?;
                Ok((200, ReleaseView::of(tx, visitor.viewer(), &release)?))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `POST …/releases/{id}/approval` `{comment?}`.
pub async fn approve_release(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    key: Idempotent,
    sent: OptionalJson,
) -> Result<HttpResponse> {
    let (comment, _) = comment(&sent.0)?;
    act(app, visitor, path, (key, sent.0.hash), move |tx, visitor, report, release| {
        reports::approve(tx, &vault, visitor.viewer(), report, release, &comment).map(|_| ())
    })
    .await
}

/// `POST …/releases/{id}/return` `{comment, remarks?: [{field, start, end, words}]}`.
pub async fn return_release(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    body::only(&sent.value, &["comment", "remarks"])?;
    let (comment, remarks) = (body::text(&sent.value, "comment")?, remarks::parse(&sent.value)?);
    act(app, visitor, path, (key, sent.hash), move |tx, visitor, report, release| {
        let returned = (report, &release);
        remarks::return_to_author(tx, &vault, visitor.viewer(), returned, &comment, &remarks)
    })
    .await
}

/// `POST …/releases/{id}/claim`.
pub async fn claim_release(
    app: web::Data<AppState>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    key: Idempotent,
) -> Result<HttpResponse> {
    act(app, visitor, path, (key, String::new()), |tx, visitor, _, release| {
        flow::claim(tx, visitor.viewer(), &release)
    })
    .await
}

/// `DELETE …/releases/{id}/claim`.
pub async fn unclaim_release(
    app: web::Data<AppState>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    key: Idempotent,
) -> Result<HttpResponse> {
    act(app, visitor, path, (key, String::new()), |tx, visitor, _, release| {
        flow::unclaim(tx, visitor.viewer(), &release)
    })
    .await
}

/// `DELETE …/releases/{id}` `{reason}`: withdraws what is released, or takes a proposal back.
pub async fn delete_release(
    app: web::Data<AppState>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    key: Idempotent,
    sent: OptionalJson,
) -> Result<HttpResponse> {
    let reason = reason(&sent.0)?;
    act(app, visitor, path, (key, sent.0.hash), move |tx, visitor, report, release| {
        reports::withdraw(tx, visitor.viewer(), report, &release, &reason)
    })
    .await
}
