//! What others say of a report: `/api/v1/incidents/{reference}/corroborations`; and what its owner says of it:
//! `/api/v1/reports/{reference}/retraction`.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CorrectionInput, Corroboration, CorroborationView, Grade, Input, Stance, Verification};
use crate::access::Viewer;
use crate::accounts::Visitor;
use crate::contributions::{self, Proposed, Written};
use crate::db::Tx;
use crate::description::{Description, post};
use crate::error::Result;
use crate::reports::api_input::chosen;
use crate::vault::Vault;
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
    let correct = post("/api/v1/corroborations/{reference}/versions", "Correct what one's own organisation said")
        .says(
            "It takes the place of the text before at the same address: its readers find the correction, and the earlier \
             text among the versions. One correction waits at a time: while it does, the address shows it to those who \
             decide, and `DELETE` there cancels it; with a `reason` it withdraws the whole.",
        )
        .once()
        .takes::<Correction>()
        .gives::<CorroborationView>(201, "`live`, or `proposed` where somebody else has to decide.");
    api.add("Corroborations", [correct]);
    api.add("Corroborations", contributions::versions_api::calls::<CorroborationView>("corroborations"));
    api.add(
        "Corroborations",
        contributions::api::calls::<CorroborationView>("corroborations", summary, "The corroboration."),
    );
}

/// What an organisation says of a report.
#[derive(Deserialize, ToSchema)]
pub struct NewCorroboration {
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

/// What is stored in its own place alone.
const TEXTS: &[&str] = &["note", "evidence"];

impl Written for NewCorroboration {
    type Kind = Corroboration;
    const TEXTS: &'static [&'static str] = TEXTS;

    fn write(
        self,
        tx: &mut Tx<'_>,
        vault: &Vault,
        viewer: &Viewer,
        incident: &str,
    ) -> Result<Proposed<Corroboration>> {
        verification::corroborate(tx, vault, viewer, incident, &self.input()?)
    }
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
pub struct Correction {
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

impl Written for Correction {
    type Kind = Corroboration;
    const TEXTS: &'static [&'static str] = TEXTS;

    fn write(
        self,
        tx: &mut Tx<'_>,
        vault: &Vault,
        viewer: &Viewer,
        reference: &str,
    ) -> Result<Proposed<Corroboration>> {
        verification::correct(tx, vault, viewer, reference, &self.input()?)
    }
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
        .write_signed_in(visitor.viewer().person().is_some(), move |tx| {
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
