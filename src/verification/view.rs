//! Corroborations as one viewer reads them.

use serde::Serialize;
use utoipa::ToSchema;

use super::evidence_links::Evidence;
use super::{Cited, Corroboration, Grade, Named, Speaker, Stance, replies};
use crate::access::{Audience, Tlp, Viewer, sql};
use crate::contributions::Contribution;
use crate::db::{Conn, Moment};
use crate::error::Result;
use crate::people::{Names, Organisation, TokenName};
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
    #[schema(value_type = Vec<String>)]
    pub audience: Vec<TokenName>,
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

/// One as this viewer reads it. Whether they may, the caller has asked.
pub fn view(
    conn: &mut Conn,
    viewer: &Viewer,
    row: &Contribution<Corroboration>,
    audience: &Audience,
    state: &'static str,
) -> Result<CorroborationView> {
    let tokens = audience.told(viewer, &row.organisation_id);
    let names = Names::load(conn, &tokens, [&row.organisation_id], [])?;
    let evidence = Evidence::load(conn, viewer, std::slice::from_ref(&row.version))?;
    let knows = row.on_desk(viewer) || !sql::readable_in(conn, viewer, &row.rests_on)?.is_empty();
    let report = if knows { Some(rows::report_by_id(conn, &row.rests_on)?.reference) } else { None };
    shown(viewer, row, (audience, state), &names, (report, evidence.cited(&row.version, None)))
}

fn shown(
    viewer: &Viewer,
    row: &Contribution<Corroboration>,
    (audience, state): (&Audience, &'static str),
    names: &Names,
    (report, evidence): (Option<String>, Vec<Cited>),
) -> Result<CorroborationView> {
    Ok(CorroborationView {
        report,
        organisation: names.organisation(&row.organisation_id)?.clone(),
        evidence,
        at: row.at(),
        reference: row.reference.clone(),
        state,
        stance: row.details.stance,
        grade: row.details.grade,
        note: row.body.clone(),
        audience: names.tokens(&audience.told(viewer, &row.organisation_id))?,
        tlp: audience.tlp(),
        of_earlier_text: false,
        may_count: row.details.stance != Stance::Replies,
    })
}

/// What is said of some reports, with the evidence that it names.
pub struct Statements {
    rows: Vec<Contribution<Corroboration>>,
    evidence: Evidence,
}

/// A rendition of a report beside which something stands.
pub struct Beside<'a> {
    /// The report's reference.
    pub report: &'a str,
    /// What is shown of it.
    pub rendition: &'a Rendition,
    /// All texts of it that the viewer reads.
    pub readable: &'a [Rendition],
    /// Whether it is shown as others read it.
    pub as_others: bool,
}

impl Statements {
    /// These, the oldest first: in as many statements however many they are.
    pub fn load(conn: &mut Conn, viewer: &Viewer, rows: Vec<Contribution<Corroboration>>) -> Result<Self> {
        let heard = rows.iter().filter(|row| row.is_readable_by(viewer)).map(|row| row.version.clone());
        let evidence = Evidence::load(conn, viewer, &heard.collect::<Vec<_>>())?;
        Ok(Self { rows, evidence })
    }

    /// All of them, whoever may read them.
    pub fn rows(&self) -> &[Contribution<Corroboration>] {
        &self.rows
    }

    /// What this viewer reads beside a rendition, oldest first. Beside a text that is shown as others read it stands only
    /// what all of its readers read as well. `names` has the organisations that speak, and the tokens that they speak to.
    pub fn beside(
        &self,
        viewer: &Viewer,
        names: &Names,
        text: &Beside<'_>,
    ) -> Result<Vec<CorroborationView>> {
        let rendition = text.rendition;
        let within = text.as_others.then_some(&rendition.audience);
        let texts = if text.as_others { std::slice::from_ref(rendition) } else { text.readable };
        let named = Named::in_facts(&rendition.reading.facts);
        let mut views = Vec::new();
        for row in self.rows.iter().filter(|row| row.rests_on == rendition.subject) {
            let audience = row.audience()?;
            let heard = row.is_readable_by(viewer) && within.is_none_or(|within| audience.contains(within));
            let speaker = names.organisation(&row.organisation_id)?;
            if heard && replies::stands_beside(row.details.stance, speaker, texts) {
                let report = Some(text.report.to_owned());
                let evidence = self.evidence.cited(&row.version, within);
                let mut view = shown(viewer, row, (audience, "live"), names, (report, evidence))?;
                view.of_earlier_text = row.revision < rendition.revision;
                view.may_count &= Speaker::of(speaker).is_impartial(&named);
                views.push(view);
            }
        }
        Ok(views)
    }
}
