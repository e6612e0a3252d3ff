//! What others say of a report: `/api/v1/incidents/{reference}/corroborations`; and what its owner says of it:
//! `/api/v1/reports/{reference}/retraction`.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Corroboration, CorroborationView, Grade, Input, Stance, Verification};
use crate::contributions::{self, Kind};
use crate::error::Result;
use crate::people::Visitor;
use crate::reports;
use crate::reports::api_input::chosen;
use crate::vault::Vault;
use crate::verification;
use crate::web::description::{Description, post};
use crate::web::{Core, Idempotent, Json, answer_with, body, once_for};

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
    api.add(
        "Corroborations",
        contributions::api::calls::<CorroborationView>("corroborations", summary, "The corroboration."),
    );
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

/// `POST /api/v1/incidents/{reference}/corroborations`.
pub async fn post_corroboration(
    core: web::Data<Core>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let input = body::read::<NewCorroboration>(&sent.value)?.input()?;
    let (status, answer) = core
        .write(move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &sent.hash, |tx| {
                let viewer = visitor.viewer();
                let (row, release) = verification::corroborate(tx, &vault, viewer, &reference, &input)?;
                let state = release.state_of_text();
                let mut answer = Corroboration::json(tx.conn, viewer, row, &release.audience, state)?;
                // The answer is kept to be given again: the words, and what was named, stand in their own places alone.
                if let Some(fields) = answer.as_object_mut() {
                    fields.retain(|name, _| !["note", "evidence"].contains(&name.as_str()));
                }
                Ok((201, answer))
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

/// `POST /api/v1/reports/{reference}/retraction`.
pub async fn post_retraction(
    core: web::Data<Core>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let Retraction { reason } = body::read(&sent.value)?;
    let (status, answer) = core
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
