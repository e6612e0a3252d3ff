//! The text of a statement as a kind of contribution: it rests on the action, belongs to the penholder, and its versions are those of
//! the text. Once a second person has agreed to its readers, later versions for the same or fewer of them need none
//! ([`TextKind::has_standing_release`]).

use std::collections::BTreeMap;

use diesel::dsl::exists;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;
use wording::StatementText;

use super::body::{Body, ParagraphView, Wording};
use super::stage::Stage;
use super::{opening, store};
use crate::access::{Act, Audience, Tlp, Viewer, permits, sql};
use crate::contributions::{self, Condition, Contribution, Kind};
use crate::db::schema::{contribution, readable};
use crate::db::{ChangeKind, Conn, ContributionId, Moment, OrganisationId, Tx};
use crate::error::{Error, Result, message};
use crate::flow::TextKind;
use crate::people::{self, Organisation};

/// A version of the text, for those who decide on it or read it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementText)]
pub struct WordingView {
    /// `Y-…`.
    pub reference: String,
    /// The statement: `V-…`.
    pub statement: String,
    /// Where this version is on its way.
    #[schema(pattern = "^(released|ended|replaced|proposed|returned|cancelled)$")]
    pub state: &'static str,
    /// Whose text it is.
    pub organisation: Organisation,
    /// What it is called.
    pub title: String,
    /// BCP 47.
    pub language: String,
    /// The hash of its words; empty where one may not open them.
    pub hash: String,
    /// In reading order; none where one may not open them.
    pub paragraphs: Vec<ParagraphView>,
    /// With it others are asked until then.
    #[schema(required)]
    pub until: Option<Moment>,
    /// With it the penholder says why it is urgent.
    #[schema(required)]
    pub urgent: Option<String>,
    /// The tokens of its audience that the viewer holds; for its own organisation all.
    pub audience: Vec<String>,
    /// Its label.
    pub tlp: Tlp,
    /// When it was released, or written.
    pub at: Moment,
}

impl Kind for Wording {
    const KIND: TextKind = TextKind::StatementText;
    const PREFIX: char = 'Y';
    const SEALED: &'static str = "statement";
    const DRAFTED: &'static str = "statement_text.drafted";
    const WITHDRAWN: &'static str = "statement_text.withdrawn";
    const RELEASED: &'static str = "released";
    type View = WordingView;

    fn insert(_: &mut Tx<'_>, _: &Contribution<Self>) -> Result<()> {
        Ok(())
    }

    fn details(_: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, Self>> {
        Ok(ids.iter().map(|id| (id.clone(), Self)).collect())
    }

    fn is_known(viewer: &Viewer) -> Condition {
        let nobody: Condition = Box::new(contribution::id.eq(""));
        let known = contributions::is_known(viewer, nobody);
        if !permits(viewer, Act::SeeActionWork) {
            // No active member: what they wrote themselves, and nothing else.
            return Box::new(known.and(contributions::is_own(viewer)));
        }
        // Delegates have no desk, and see to the text of their organisation all the same: also that one of its versions waits.
        let begins: fn(&OrganisationId) -> Act<'_> = |owner| Act::BeginAction { owner };
        let house = contribution::organisation_id.eq(sql::home_for(viewer, &[begins]));
        // Whoever reads it reads the brief of now, too: an older version of that may have had other readers.
        let brief = readable::table
            .filter(readable::family.nullable().eq(contribution::rests_on))
            .filter(sql::is_listed())
            .filter(sql::is_readable(viewer));
        let within = contributions::is_own(viewer).or(contributions::is_decided_by(viewer));
        Box::new(known.and(within.or(exists(brief))).or(house))
    }

    fn guard(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        let action = ContributionId::from(row.rests_on.clone());
        let of = store::of_action(tx.conn, &action)?;
        // The first version is written before the statement says that it is. While names are gathered no word changes (`readdress` alone
        // proposes a version then), and readers are added.
        let frozen = |stage: Stage| !stage.is_written() && !stage.is_signed();
        let frozen = of.is_some_and(|of| row.is_correction() && frozen(of.stage));
        if frozen { Err(Error::Conflict(message("conflict-statement-frozen"))) } else { Ok(()) }
    }

    fn released(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        opening::released(tx, row)
    }

    fn withdrawn(_: &mut Tx<'_>, _: &Contribution<Self>) -> Result<()> {
        // It is its sponsors' together, and what others said stands under it.
        Err(Error::Conflict(message("conflict-statement-text-withdrawn")))
    }

    fn version_withdrawn(tx: &mut Tx<'_>, version: &ContributionId) -> Result<()> {
        tx.change(ChangeKind::Erasure, version.as_str(), true).map(|_| ())
    }

    fn about(_: &Contribution<Self>) -> Option<&str> {
        None
    }

    fn same_words(before: &str, next: &str) -> bool {
        let words = |body: &str| serde_json::from_str::<Body>(body).map(|body| body.text);
        matches!((words(before), words(next)), (Ok(before), Ok(next)) if before == next)
    }

    fn title(body: &str) -> Result<String> {
        let body: Body = serde_json::from_str(body).map_err(Error::internal)?;
        Ok(body.text.title)
    }

    fn view(
        conn: &mut Conn,
        viewer: &Viewer,
        row: Contribution<Self>,
        audience: &Audience,
        state: &'static str,
    ) -> Result<WordingView> {
        let body = if row.body.is_empty() { None } else { Some(Body::read(&row)?) };
        let text = body.as_ref().map(|body| &body.text);
        let opening = body.as_ref().and_then(|body| body.opening.as_ref());
        let tokens = audience.told(viewer, &row.organisation_id);
        let named = store::of_texts(conn, vec![row.id.as_str().to_owned()])?.pop();
        Ok(WordingView {
            statement: named.map(|(_, reference)| reference).unwrap_or_default(),
            state,
            organisation: people::organisation(conn, &row.organisation_id)?,
            title: text.map(|text| text.title.clone()).unwrap_or_default(),
            language: text.map(|text| text.language.clone()).unwrap_or_default(),
            hash: text.map(StatementText::hash).unwrap_or_default(),
            paragraphs: text.map(|text| ParagraphView::all(&text.paragraphs)).unwrap_or_default(),
            until: opening.and_then(|opening| opening.until.as_ref()).map(|until| until.at),
            urgent: opening.map(|opening| opening.urgent.clone()).filter(|why| !why.is_empty()),
            audience: people::words_of_tokens(conn, &tokens.into_iter().collect())?,
            tlp: audience.tlp(),
            at: row.at(),
            reference: row.reference,
        })
    }
}
