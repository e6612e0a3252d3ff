//! The description of the calls on translations.
#![expect(
    dead_code,
    reason = "these types are read by the description alone; tests hold the answers to them"
)]

use std::collections::BTreeMap;

use utoipa::ToSchema;

use super::TranslationView;
use crate::contributions::api::{Comment, Return, TombstoneView, Withdrawal};
use crate::web::description::{Description, delete, get, post};

/// Every text that the rendition has, and none besides. What is masked there is masked here by the same signs.
#[derive(ToSchema)]
struct NewTranslation {
    /// BCP 47; another than that of the text.
    #[schema(max_length = 35)]
    language: String,
    /// The `hash` of the text that it is of.
    rendition: String,
    /// Somebody who reads that text, where several audiences do: a token. Where nobody is named, the widest of them.
    r#as: Option<String>,
    /// The organisation whose reviewers decide, where one's own has one person only.
    approvers: Option<String>,
    #[schema(max_length = 300)]
    title: String,
    /// Markdown.
    #[schema(max_length = 100_000)]
    narrative: Option<String>,
    /// By path: `stated_reason_text`, `assessed_cause_text`, `legal_basis.text`, `decision_maker`, `affected_groups.0`,
    /// `harms.0.method`.
    facts: Option<BTreeMap<String, String>>,
    /// The descriptions of files, by their ids.
    evidence: Option<BTreeMap<String, String>>,
}

#[derive(ToSchema)]
struct TranslationState {
    reference: String,
    #[schema(pattern = "^(live|proposed|returned|cancelled|withdrawn|replaced|gone|approved)$")]
    state: String,
}

/// Describes them.
pub fn describe(api: &mut Description) {
    let calls = [
        post("/api/v1/reports/{reference}/translations", "Translate a released text of a report of one's own")
            .says(
                "A second person lets it out, to exactly those who read the text that it is of. It is gone with that \
                 text: when it is corrected, withdrawn, retracted or erased.",
            )
            .once()
            .takes::<NewTranslation>()
            .gives::<TranslationState>(201, "It waits for a second person."),
        get("/api/v1/translations/{reference}", "A translation, as one may read it")
            .open()
            .gives::<TranslationView>(200, "The translation.")
            .gives::<TombstoneView>(410, "It could be read, and was withdrawn."),
        delete("/api/v1/translations/{reference}", "Withdraw what is released, or a proposal")
            .may_take::<Withdrawal>()
            .gives::<TranslationState>(200, "It is withdrawn."),
        post("/api/v1/translations/{reference}/approval", "Release it (reviewer; never one's own)")
            .says("In place of an earlier one of the same text and language. 409 where the text is no longer released.")
            .once()
            .may_take::<Comment>()
            .gives::<TranslationState>(200, "It is released."),
        post("/api/v1/translations/{reference}/return", "Send back to the author (reviewer)")
            .once()
            .takes::<Return>()
            .gives::<TranslationState>(200, "It is returned."),
    ];
    api.add("Translations", calls);
}
