//! A report in other languages: `/api/v1/reports/{reference}/translations`.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Input, TranslationView};
use crate::accounts::Visitor;
use crate::contributions::api::{Comment, Return, TombstoneView, Withdrawal};
use crate::description::{Description, delete, get, post};
use crate::error::Result;
use crate::translations;
use crate::vault::Vault;
use crate::web::{AppState, Idempotent, Json, answer_with, body, once_for};

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let calls = [
        post("/api/v1/reports/{reference}/translations", "Translate a released text of a report of one's own")
            .says(
                "A second person releases it, to exactly those who read the text that it translates. It is gone with \
                 that text: when that is corrected, withdrawn, retracted or erased.",
            )
            .once()
            .takes::<NewTranslation>()
            .gives::<StateView>(201, "It waits for a second person."),
        get("/api/v1/translations/{reference}", "A translation, as one may read it")
            .open()
            .gives::<TranslationView>(200, "The translation.")
            .gives::<TombstoneView>(410, "It could be read, and was withdrawn."),
        delete("/api/v1/translations/{reference}", "Withdraw what is released, or a proposal")
            .may_take::<Withdrawal>()
            .gives::<StateView>(200, "It is withdrawn."),
        post("/api/v1/translations/{reference}/approval", "Release it (reviewer; never one's own)")
            .says("In place of an earlier one of the same text and language. 409 where the text is no longer released.")
            .once()
            .may_take::<Comment>()
            .gives::<StateView>(200, "It is released."),
        post("/api/v1/translations/{reference}/return", "Send back to the author (reviewer)")
            .once()
            .takes::<Return>()
            .gives::<StateView>(200, "It is returned."),
    ];
    api.add("Translations", calls);
}

/// Every text that the rendition has, and none besides. What is masked there is masked here by the same signs.
#[derive(Deserialize, ToSchema)]
struct NewTranslation {
    /// BCP 47; another than that of the text.
    #[schema(max_length = 35)]
    language: String,
    /// The `hash` of the text that it translates.
    rendition: String,
    /// Somebody who reads that text, where several audiences do: a token. Where nobody is named, the widest of them.
    r#as: Option<String>,
    /// The organisation whose reviewers decide, where one's own has one person only.
    approvers: Option<String>,
    #[schema(max_length = 300)]
    title: String,
    /// Markdown.
    #[serde(deserialize_with = "body::long")]
    #[schema(max_length = 100_000)]
    narrative: Option<String>,
    /// By path: `stated_reason_text`, `assessed_cause_text`, `legal_basis.text`, `decision_maker`, `affected_groups.0`,
    /// `harms.0.method`.
    facts: Option<BTreeMap<String, String>>,
    /// The descriptions of files, by their ids.
    evidence: Option<BTreeMap<String, String>>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = TranslationState)]
struct StateView {
    reference: String,
    #[schema(pattern = "^(live|proposed|returned|cancelled|withdrawn|replaced|gone|approved)$")]
    state: &'static str,
}

impl NewTranslation {
    fn into_input(self) -> Input {
        let mut texts = BTreeMap::from([
            ("title".to_owned(), self.title),
            ("narrative".to_owned(), self.narrative.unwrap_or_default()),
        ]);
        for (name, below) in [("facts", self.facts), ("evidence", self.evidence)] {
            let named = |(part, text)| (format!("{name}.{part}"), text);
            texts.extend(below.unwrap_or_default().into_iter().map(named));
        }
        Input {
            language: self.language,
            rendition: self.rendition,
            as_whom: self.r#as.unwrap_or_default(),
            approvers: self.approvers.unwrap_or_default(),
            texts,
        }
    }
}

/// `POST /api/v1/reports/{reference}/translations`.
pub async fn post_translation(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let input = body::read::<NewTranslation>(&sent.value)?.into_input();
    let (status, answer) = app
        .write_signed_in(visitor.viewer().person().is_some(), move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &sent.hash, |tx| {
                let viewer = visitor.viewer();
                let (row, release) = translations::translate(tx, &vault, viewer, &reference, &input)?;
                Ok((201, StateView { reference: row.reference, state: release.state_of_text() }))
            })
        })
        .await?;
    answer_with(status, &answer)
}
