//! A publication, as programs read it and pages show it.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;
use wording::StatementText;

use super::body::{At, Body, PublishedName};
use super::model::Publication;
use crate::access::{Audience, Tlp};
use crate::contributions::Contribution;
use crate::db::{Conn, ContributionId, Moment, OrganisationId};
use crate::endorsements::{self, NameKind};
use crate::error::Result;
use crate::statements::{Mode, ParagraphView};

/// The text in one language.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = PublishedText)]
pub struct TextView {
    /// BCP 47.
    pub language: String,
    /// What it is called.
    pub title: String,
    /// In reading order.
    pub paragraphs: Vec<ParagraphView>,
}

impl TextView {
    fn of(text: &StatementText) -> Self {
        Self {
            language: text.language.clone(),
            title: text.title.clone(),
            paragraphs: ParagraphView::all(&text.paragraphs),
        }
    }
}

/// A name under the text.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = PublishedName)]
pub struct NameView {
    /// The slug of the organisation.
    pub organisation: String,
    /// What it was called when that was published.
    pub name: String,
    /// How it comes to stand there.
    #[schema(value_type = String, pattern = "^(adopted|endorsed|dissociated)$")]
    pub kind: NameKind,
    /// What it reserves; empty where nothing.
    pub reservation: String,
    /// When it took its endorsement back, if it has.
    #[schema(required)]
    pub withdrawn_at: Option<Moment>,
}

/// A published statement.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Publication)]
pub struct PublicationView {
    /// `Y-…`.
    pub reference: String,
    /// The statement: `V-…`.
    pub statement: String,
    /// Where it is.
    #[schema(pattern = "^(released|replaced|ended|proposed|returned|cancelled)$")]
    pub state: &'static str,
    /// The hash of its words (SHA-256): its permanent address is `/publications/sha256/…`.
    pub hash: String,
    /// How it was adopted.
    #[schema(value_type = String, pattern = "^(coalition_consensus|opt_out_consensus|signatories_only)$")]
    pub mode: Mode,
    /// When it was adopted; none where it was opened for signature without that.
    #[schema(required)]
    pub adopted_at: Option<Moment>,
    /// Since when everybody reads it; of what is proposed, from when on everybody will, where that is said.
    #[schema(required)]
    pub published_at: Option<Moment>,
    /// The text as it was adopted, and after it in other languages; none where one may not open it.
    pub texts: Vec<TextView>,
    /// Who stands under it, by name.
    pub names: Vec<NameView>,
    /// Its label.
    pub tlp: Tlp,
    /// When what it says was agreed to, or written.
    pub at: Moment,
}

impl PublicationView {
    /// The text in a language, or as it was adopted.
    pub fn text_in(&self, language: &str) -> Option<&TextView> {
        self.texts
            .iter()
            .find(|one| one.language.eq_ignore_ascii_case(language))
            .or_else(|| self.texts.first())
    }
}

/// One as it is shown to whoever may read it.
pub(super) fn view(
    conn: &mut Conn,
    row: Contribution<Publication>,
    audience: &Audience,
    state: &'static str,
) -> Result<PublicationView> {
    let withdrawn = endorsements::withdrawn(conn, &[row.details.statement_id.as_str().to_owned()])?;
    made(row, (audience, state), &withdrawn)
}

/// These as a list shows them at a moment: one statement for all.
pub(super) fn views(
    conn: &mut Conn,
    rows: Vec<Contribution<Publication>>,
    at: Moment,
) -> Result<Vec<PublicationView>> {
    let actions: Vec<String> = rows.iter().map(|row| row.details.statement_id.as_str().to_owned()).collect();
    let withdrawn = endorsements::withdrawn(conn, &actions)?;
    let one = |row: Contribution<Publication>| {
        let (audience, state) = (row.audience()?.clone(), row.released_state(at));
        made(row, (&audience, state), &withdrawn)
    };
    rows.into_iter().map(one).collect()
}

fn made(
    row: Contribution<Publication>,
    (audience, state): (&Audience, &'static str),
    withdrawn: &BTreeMap<(ContributionId, OrganisationId), Moment>,
) -> Result<PublicationView> {
    let body = if row.body.is_empty() { None } else { Some(Body::read(&row)?) };
    let of = row.details.statement_id.clone();
    let taken_back = |id: OrganisationId| withdrawn.get(&(of.clone(), id)).copied();
    let name = |one: PublishedName| {
        let withdrawn_at = one.withdrawn.map(|At(at)| at).or_else(|| taken_back(one.id));
        let withdrawn_at = withdrawn_at.filter(|_| one.kind == NameKind::Endorsed);
        let reservation = if withdrawn_at.is_some() { String::new() } else { one.reservation };
        NameView { organisation: one.slug, name: one.name, kind: one.kind, reservation, withdrawn_at }
    };
    let texts = body.as_ref().map(|body| body.texts.iter().map(TextView::of).collect());
    Ok(PublicationView {
        statement: body.as_ref().map(|body| body.statement.clone()).unwrap_or_default(),
        state,
        hash: row.details.hash.clone(),
        mode: body.as_ref().map_or(Mode::USUAL, |body| body.mode),
        adopted_at: body.as_ref().and_then(|body| body.adopted).map(|At(at)| at),
        published_at: row.details.opens,
        texts: texts.unwrap_or_default(),
        names: body.map(|body| body.names.into_iter().map(name).collect()).unwrap_or_default(),
        tlp: audience.tlp(),
        at: row.at(),
        reference: row.reference,
    })
}
