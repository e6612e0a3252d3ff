//! How notes are written, and what programs do with them: `/api/v1/incidents/{reference}/notes`, `/api/v1/notes`.

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{Note, NoteView};
use crate::access::{Act, Viewer};
use crate::contributions::api::{REVIEWERS, calls, confirmation};
use crate::contributions::{self, Draft, Proposed, Written, versions_api};
use crate::db::{Conn, Tx};
use crate::description::{Description, post};
use crate::error::{Error, Fields, Result};
use crate::flow::{Pace, Proposal};
use crate::reports::api_input::chosen;
use crate::reports::store as rows;
use crate::vault::Vault;
use crate::web::needed;

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let what = "`live`, `unconfirmed` where it is urgent, or `proposed`.";
    let made = post("/api/v1/incidents/{reference}/notes", "Write a note on an incident");
    let corrected = post("/api/v1/notes/{reference}/versions", "Correct a note of one's own organisation");
    let made = made.once().takes::<NewNote>().gives::<NoteView>(201, what);
    let corrected = corrected.once().takes::<NoteCorrection>().gives::<NoteView>(201, what);
    api.add("Notes", [made, corrected, confirmation("notes", REVIEWERS)]);
    api.add("Notes", versions_api::calls::<NoteView>("notes"));
    api.add("Notes", calls::<NoteView>("notes", "A note, as one may read it", "The note."));
}

/// A note on an incident.
#[derive(Deserialize, ToSchema)]
pub struct NewNote {
    #[schema(max_length = 4000)]
    pub(super) text: String,
    /// As of a release; one's own organisation if it is left out. An empty list is refused.
    pub(super) audience: Option<Vec<String>>,
    pub(super) except: Option<Vec<String>>,
    pub(super) approvers: Option<String>,
    /// Released to the coalition before a second person has looked at it: it ends within a day unless one confirms it.
    pub(super) urgent: Option<bool>,
    /// Of a correction: needed where somebody who reads the earlier text is not in the new audience.
    pub(super) reason: Option<String>,
}

/// What is written in place of a note.
#[derive(Deserialize, ToSchema)]
#[serde(transparent)]
pub struct NoteCorrection(NewNote);

impl NewNote {
    /// Its words, and who is to read them.
    fn parse(self, conn: &mut Conn, viewer: &Viewer) -> Result<(String, Proposal)> {
        let mut faults = Fields::default();
        let text = needed(&mut faults, "text", &self.text, 4_000);
        let text = faults.into_result(text)?;
        let home = viewer.organisation().ok_or(Error::SignIn)?;
        let words = chosen(self.audience, self.except, self.approvers)?;
        let pace = if self.urgent == Some(true) { Pace::Urgent } else { Pace::Usual };
        Ok((text, Proposal { pace, ..words.proposal(conn, viewer, home)? }))
    }
}

impl Written for NewNote {
    type Kind = Note;
    const TEXTS: &'static [&'static str] = &["text"];

    fn write(
        self,
        tx: &mut Tx<'_>,
        vault: &Vault,
        viewer: &Viewer,
        incident: &str,
    ) -> Result<Proposed<Note>> {
        let incident = rows::known_incident(tx.conn, viewer, incident)?;
        let (body, proposal) = self.parse(tx.conn, viewer)?;
        let draft = Draft {
            rests_on: incident.id.as_str().to_owned(),
            revision: 1,
            reply_to: None,
            body,
            details: Note,
            links: Vec::new(),
            logged: json!({ "incident": incident.reference }),
        };
        contributions::propose(tx, vault, viewer, draft, (Act::DraftReport, proposal))
    }
}

impl Written for NoteCorrection {
    type Kind = Note;
    const TEXTS: &'static [&'static str] = &["text"];

    fn write(self, tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, note: &str) -> Result<Proposed<Note>> {
        let found = contributions::own::<Note>(tx, viewer, note)?;
        let reason = self.0.reason.clone().unwrap_or_default();
        let (body, proposal) = self.0.parse(tx.conn, viewer)?;
        let correction = contributions::Correction {
            revision: 1,
            body,
            links: Vec::new(),
            reason,
            word: "note.corrected",
            logged: json!({}),
        };
        contributions::revise(tx, vault, viewer, found, correction, (Act::DraftReport, proposal))
    }
}
