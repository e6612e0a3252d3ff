//! What others say of a report: `/api/v1/incidents/{reference}/corroborations`; and what its owner says of it:
//! `/api/v1/reports/{reference}/retraction`.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{CorrectionInput, Corroboration, CorroborationView, Grade, Input, Stance, Verification};
use crate::access::{Viewer, sql};
use crate::accounts::Visitor;
use crate::contributions::api::{
    ContributionState, TombstoneView, Withdrawal, act, json_of, reason, withdrawn,
};
use crate::contributions::{self, Contribution, Lookup};
use crate::db::{Moment, Tx};
use crate::error::{Error, Result};
use crate::flow::Release;
use crate::reports::api_input::chosen;
use crate::vault::Vault;
use crate::web::description::{Call, Description, delete, get as read, post};
use crate::web::{AppState, Idempotent, Json, answer_with, body, once_for};
use crate::{reports, verification};

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let made = [
        post("/api/v1/incidents/{reference}/corroborations", "Corroborate or dispute a report")
            .says(
                "`corroborates` and `disputes` (reporter), `verifies` with a grade of the evidence (analyst); `replies` \
                 (reporter, delegate) where a text that one reads is about one's own government, which is the one thing that \
                 such a government can say with effect: nothing else that it says counts there. Among members it is \
                 released at once; a public one needs a second person.",
            )
            .once()
            .takes::<NewCorroboration>()
            .gives::<CorroborationView>(201, "`live`, or `proposed` where somebody else has to decide."),
        post("/api/v1/reports/{reference}/retraction", "Retract a report of one's own")
            .says("Every released text of it says so, until a corrected text is released.")
            .once()
            .takes::<Retraction>()
            .gives::<RetractedReport>(201, "It is retracted."),
    ];
    let summary = "A corroboration or dispute, as one may read it";
    api.add("Corroborations", made);
    api.add("Corroborations", versions());
    api.add(
        "Corroborations",
        contributions::api::calls::<CorroborationView>("corroborations", summary, "The corroboration."),
    );
}

/// Describes the calls on versions.
fn versions() -> [Call; 4] {
    let all = "/api/v1/corroborations/{reference}/versions";
    let one = "/api/v1/corroborations/{reference}/versions/{version}";
    [
        post(all, "Correct what one's own organisation said")
            .says(
                "It takes the place of the text before at the same address: its readers find the correction, and the earlier \
                 text among the versions. One correction waits at a time: while it does, the address shows it to those who \
                 decide, and `DELETE` there cancels it; with a `reason` it withdraws the whole.",
            )
            .once()
            .takes::<Correction>()
            .gives::<CorroborationView>(201, "`live`, or `proposed` where somebody else has to decide."),
        read(all, "Its versions, as far as one could read them")
            .open()
            .gives::<Versions>(200, "The versions."),
        read(one, "One of its versions")
            .open()
            .gives::<CorroborationView>(200, "The version.")
            .gives::<TombstoneView>(410, "It could be read, and was withdrawn."),
        delete(one, "Withdraw an earlier version alone")
            .takes::<Withdrawal>()
            .gives::<ContributionState>(200, "It is withdrawn."),
    ]
}

#[derive(Deserialize, ToSchema)]
struct NewCorroboration {
    #[schema(value_type = Stance)]
    stance: String,
    /// With `verifies`, and with nothing else.
    #[schema(value_type = Option<Grade>)]
    grade: Option<String>,
    #[schema(max_length = 4000)]
    note: String,
    /// Which report of the incident; if it is left out, the first by another organisation that one reads.
    report: Option<String>,
    /// References of reports of one's own organisation of which something is released.
    #[schema(max_items = 20)]
    evidence: Option<Vec<String>>,
    /// As of a release; one's own organisation if it is left out. An empty list is refused.
    audience: Option<Vec<String>>,
    except: Option<Vec<String>>,
    /// The organisation whose reviewers decide, where it is public and one's own has one person only.
    approvers: Option<String>,
}

impl NewCorroboration {
    fn input(self) -> Result<Input> {
        Ok(Input {
            stance: self.stance,
            grade: self.grade.unwrap_or_default(),
            note: self.note,
            report: self.report.unwrap_or_default(),
            evidence: self.evidence.unwrap_or_default(),
            words: chosen(self.audience, self.except, self.approvers)?,
        })
    }
}

/// What there is now. The answer is kept to be given again: the words, and what was named, are stored in their own places
/// alone.
fn said_now(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (row, release): (Contribution<Corroboration>, &Release),
) -> Result<(u16, Value)> {
    let state = release.state_of_text();
    let mut answer = json_of(&verification::view(tx.conn, viewer, row, &release.audience, state, None)?)?;
    if let Some(fields) = answer.as_object_mut() {
        fields.retain(|name, _| !["note", "evidence"].contains(&name.as_str()));
    }
    Ok((201, answer))
}

/// `POST /api/v1/incidents/{reference}/corroborations`.
pub async fn post_corroboration(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let input = body::read::<NewCorroboration>(&sent.value)?.input()?;
    let (status, answer) = app
        .write(move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &sent.hash, |tx| {
                let viewer = visitor.viewer();
                let (row, release) = verification::corroborate(tx, &vault, viewer, &reference, &input)?;
                said_now(tx, viewer, (row, &release))
            })
        })
        .await?;
    answer_with(status, &answer)
}

#[derive(Deserialize, ToSchema)]
struct Retraction {
    /// Shown to everybody who reads the report.
    #[schema(max_length = 1000)]
    reason: String,
}

#[derive(Serialize, ToSchema)]
struct RetractedReport {
    reference: String,
    verification: Verification,
}

/// What an organisation says in place of what it said: in the same sense.
#[derive(Deserialize, ToSchema)]
struct Correction {
    #[schema(max_length = 4000)]
    note: String,
    #[schema(max_items = 20)]
    evidence: Option<Vec<String>>,
    /// Where nobody is named, those who read what is corrected.
    audience: Option<Vec<String>>,
    except: Option<Vec<String>>,
    approvers: Option<String>,
    /// Needed where somebody who reads the earlier text is not in the new audience: it is withdrawn for them, and they read
    /// this in its place.
    #[schema(max_length = 1000)]
    reason: Option<String>,
}

impl Correction {
    fn input(self) -> Result<CorrectionInput> {
        Ok(CorrectionInput {
            note: self.note,
            evidence: self.evidence.unwrap_or_default(),
            reason: self.reason.unwrap_or_default(),
            words: chosen(self.audience, self.except, self.approvers)?,
        })
    }
}

/// One of its versions.
#[derive(Serialize, ToSchema)]
struct OneVersion {
    /// Its number among those that one could read.
    version: usize,
    at: Moment,
    #[schema(pattern = "^(live|ended|replaced|withdrawn)$")]
    state: &'static str,
}

#[derive(Serialize, ToSchema)]
struct Versions {
    total: usize,
    /// The oldest first.
    items: Vec<OneVersion>,
}

/// `POST /api/v1/corroborations/{reference}/versions`: corrects it.
pub async fn post_version(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let input = body::read::<Correction>(&sent.value)?.input()?;
    let (status, answer) = app
        .write(move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &sent.hash, |tx| {
                let viewer = visitor.viewer();
                let (row, release) = verification::correct(tx, &vault, viewer, &reference, &input)?;
                said_now(tx, viewer, (row, &release))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// `GET /api/v1/corroborations/{reference}/versions`: those that one could read, the oldest first.
pub async fn list_versions(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let answer = app
        .read_or_audit(move |tx| {
            let (row, _) =
                contributions::find::<Corroboration>(tx, visitor.viewer(), &reference)?.into_parts();
            let versions = contributions::versions(tx.conn, visitor.viewer(), &row)?;
            let item = |(place, one): (usize, &Contribution<Corroboration>)| {
                let state = match (&one.ended, place + 1 == versions.len()) {
                    (Some(_), _) => "withdrawn",
                    (None, true) => one.released_state(visitor.viewer().at()),
                    (None, false) => "replaced",
                };
                OneVersion { version: place + 1, at: one.at(), state }
            };
            let items: Vec<OneVersion> = versions.iter().enumerate().map(item).collect();
            Ok(Versions { total: items.len(), items })
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `GET /api/v1/corroborations/{reference}/versions/{version}`.
pub async fn get_version(
    app: web::Data<AppState>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let (status, answer) = app
        .read_or_audit(move |tx| {
            let viewer = visitor.viewer();
            match contributions::open_version::<Corroboration>(tx, viewer, (&path.0, &path.1))? {
                Lookup::Tombstone(_, tombstone) => Ok(withdrawn(&tombstone)),
                Lookup::InReview(..) => Err(Error::NotFound),
                Lookup::Live(row, audience) => {
                    let newest = sql::is_live(tx.conn, row.version.as_str())?;
                    let state = if newest { row.released_state(viewer.at()) } else { "replaced" };
                    let view = verification::view(tx.conn, viewer, row, &audience, state, None)?;
                    Ok((200, json_of(&view)?))
                }
            }
        })
        .await?;
    answer_with(status, &answer)
}

/// `DELETE /api/v1/corroborations/{reference}/versions/{version}` `{reason}`: withdraws an earlier one alone.
pub async fn delete_version(
    app: web::Data<AppState>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let reason = reason(&sent)?;
    let (reference, version) = path.into_inner();
    act(app, visitor, reference.into(), (key, sent.hash), move |tx, viewer, reference| {
        contributions::withdraw_version::<Corroboration>(tx, viewer, (reference, &version), &reason)
    })
    .await
}

/// `POST /api/v1/reports/{reference}/retraction` `{reason}`.
pub async fn post_retraction(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let Retraction { reason } = body::read(&sent.value)?;
    let (status, answer) = app
        .write(move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &sent.hash, |tx| {
                let report = reports::releasable_report(tx.conn, visitor.viewer(), &reference)?;
                verification::retract(tx, visitor.viewer(), &report, &reason)?;
                let verification = Verification::Retracted;
                Ok((201, RetractedReport { reference: report.reference, verification }))
            })
        })
        .await?;
    answer_with(status, &answer)
}
