//! Corroborations as one viewer reads them.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Cited, Corroboration, Grade, Named, Speaker, Stance, evidence_links, replies};
use crate::access::{Audience, Tlp, Token, Viewer, sql};
use crate::contributions::{self, Contribution};
use crate::db::{Conn, Moment};
use crate::error::Result;
use crate::people::{self, Organisation};
use crate::redaction::Rendition;
use crate::reports::store as rows;

/// A corroboration as one viewer reads it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Corroboration)]
pub struct CorroborationView {
    /// `C-…`.
    pub reference: String,
    /// The report that it is about, where the viewer reads it or works for the organisation that says this.
    #[schema(required)]
    pub report: Option<String>,
    /// Where it is.
    #[schema(pattern = "^(live|ended|proposed|returned|cancelled|replaced)$")]
    pub state: &'static str,
    /// The organisation that says it.
    pub organisation: Organisation,
    /// What is said.
    pub stance: Stance,
    /// How good the evidence is, where it was verified.
    #[schema(required)]
    pub grade: Option<Grade>,
    /// In words; left out of the answer to the call that wrote it.
    #[schema(required = false)]
    pub note: String,
    /// The reports of its organisation that it names, as far as the viewer reads them; left out of the answer to the call
    /// that wrote it.
    #[schema(required = false)]
    pub evidence: Vec<Cited>,
    /// The tokens of its audience that the viewer holds; for its own organisation all.
    pub audience: Vec<String>,
    /// The same, for a page that names them.
    #[serde(skip)]
    pub tokens: Vec<Token>,
    /// Its label.
    pub tlp: Tlp,
    /// When it was said.
    pub at: Moment,
    /// Whether the text beside which it is shown is newer: then it counts for nothing there.
    pub of_earlier_text: bool,
    /// Beside a report: whether it may count towards the verification of that text. A reply does not, nor what a government
    /// says of a text that is about itself or names no country.
    pub may_count: bool,
}

/// One as this viewer reads it. Whether they may, the caller has asked. Where all of `within` are to read what is shown,
/// only such evidence is.
pub fn view(
    conn: &mut Conn,
    viewer: &Viewer,
    row: Contribution<Corroboration>,
    audience: &Audience,
    state: &'static str,
    within: Option<&Audience>,
) -> Result<CorroborationView> {
    let tokens = audience.told(viewer, &row.organisation_id);
    let words = tokens.iter().map(|token| people::word_of_token(conn, token)).collect::<Result<_>>()?;
    let knows = row.on_desk(viewer) || !sql::readable_in(conn, viewer, &row.rests_on)?.is_empty();
    let stance_counts = row.details.stance != Stance::Replies;
    Ok(CorroborationView {
        report: if knows { Some(rows::report_by_id(conn, &row.rests_on)?.reference) } else { None },
        organisation: people::organisation(conn, &row.organisation_id)?,
        evidence: evidence_links::cited(conn, viewer, &row.version, within)?,
        at: row.at(),
        reference: row.reference,
        state,
        stance: row.details.stance,
        grade: row.details.grade,
        note: row.body,
        audience: words,
        tokens,
        tlp: audience.tlp(),
        of_earlier_text: false,
        may_count: stance_counts,
    })
}

/// What this viewer reads beside a rendition, oldest first; `readable` is all that they read of the report. Beside a
/// text that is shown as others read it stands only what all of its readers read as well.
pub fn of_report(
    conn: &mut Conn,
    viewer: &Viewer,
    (rendition, as_others): (&Rendition, bool),
    readable: &[Rendition],
) -> Result<Vec<CorroborationView>> {
    let within = as_others.then_some(&rendition.audience);
    let texts = if as_others { std::slice::from_ref(rendition) } else { readable };
    let named = Named::in_facts(&rendition.reading.facts);
    let mut views = Vec::new();
    for row in contributions::resting_on::<Corroboration>(conn, std::slice::from_ref(&rendition.subject))? {
        let audience = row.audience()?.clone();
        let heard = row.is_readable_by(viewer) && within.is_none_or(|within| audience.contains(within));
        if heard && replies::stands_beside(conn, &row, texts)? {
            let of_earlier_text = row.revision < rendition.revision;
            let mut view = view(conn, viewer, row, &audience, "live", within)?;
            view.of_earlier_text = of_earlier_text;
            view.may_count &= Speaker::of(&view.organisation).is_impartial(&named);
            views.push(view);
        }
    }
    Ok(views)
}
