//! What is said with a position, as a kind of contribution that rests on the text: conditions, objections, reservations, explanations.
//!
//! Its audience names nobody but whom its author named: resting on the text keeps it from all who do not read that, and it is shown to
//! those alone who could read the version of which it was said. Of these, what decides something is for those on the roll and the
//! chair; before a round, for member states and the chair. What is reserved with a position that an adoption counted, or that came late, is
//! published with the text, and so for all who read that.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::exists;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::store;
use crate::access::{Act, Audience, OrganisationKind, Tlp, Token, Viewer, permits, sql};
use crate::chamber::SaidView;
use crate::contributions::{self, Condition, Contribution, Draft, Kind};
use crate::db::schema::{contribution, explanation_details, readable, silence_position, silence_roll};
use crate::db::{Conn, ContributionId, IsAmong, Moment, OrganisationId, PositionId, RoundId, Tx, text_enum};
use crate::error::{Error, Result, message};
use crate::flow::{Pace, Proposal, TextKind};
use crate::people::{self, Organisation};
use crate::statements::{self, Standing};
use crate::vault::Vault;

/// How many are asked about in one statement.
const PART: usize = 500;

text_enum! {
    /// What words are to the position with which they were said.
    pub enum Role {
        /// What is objected to, and the way out.
        Objection = "objection",
        /// On which condition the text is supported.
        Condition = "condition",
        /// Why more time is needed.
        Request = "request",
        /// What is formally reserved.
        Reservation = "reservation",
        /// Why an organisation says what it says.
        Explanation = "explanation",
    }
}

/// What is stored of it beside its text: the kind of contribution that it is.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = explanation_details)]
pub struct Explanation {
    /// Its own id.
    pub(super) contribution_id: ContributionId,
    /// The version of the text before whose readers it was written.
    pub(super) version_id: ContributionId,
    /// The position with which it was said.
    pub(super) position_id: PositionId,
    /// In which round; none in negotiation.
    pub(super) round_id: Option<RoundId>,
    /// What it is.
    pub(super) role: Role,
}

/// What it says: sealed as one text, and stored so once it is released.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Words {
    pub text: String,
    /// Of an objection: other words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub amendment: String,
    /// Of an objection: that the text cannot be accepted at all.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cannot_accept: bool,
}

impl Words {
    pub fn read(row: &Contribution<Explanation>) -> Result<Self> {
        serde_json::from_str(&row.body).map_err(|fault| Error::stored("explanation", &row.reference, fault))
    }

    /// As those read it who read the text.
    fn said(self, row: &Contribution<Explanation>, organisation: Organisation) -> SaidView {
        SaidView {
            reference: row.reference.clone(),
            organisation,
            role: row.details.role.as_str(),
            text: self.text,
            amendment: self.amendment,
            cannot_accept: self.cannot_accept,
        }
    }
}

/// What is said with a position, for those who read it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementExplanation)]
pub struct ExplanationView {
    /// `O-…`.
    pub reference: String,
    /// The statement: `V-…`.
    pub statement: String,
    /// The position with which it was said: `U-…`.
    pub position: String,
    /// Where it is.
    #[schema(pattern = "^(live|replaced|ended|withdrawn)$")]
    pub state: &'static str,
    /// What it is.
    #[schema(pattern = "^(objection|condition|request|reservation|explanation)$")]
    pub role: &'static str,
    /// Whose it is.
    pub organisation: Organisation,
    /// What it says.
    pub text: String,
    /// Of an objection: the words that are offered.
    pub amendment: String,
    /// Of an objection: whether the text cannot be accepted at all.
    pub cannot_accept: bool,
    /// Of those who read the text: the tokens that the viewer holds; for its own organisation all.
    pub audience: Vec<String>,
    /// Its label.
    pub tlp: Tlp,
    /// When it was written.
    pub at: Moment,
}

/// The condition that the viewer reads the text now, and knows of its statement.
fn is_of_their_text(viewer: &Viewer) -> Condition {
    let now = readable::table
        .filter(readable::family.nullable().eq(contribution::rests_on))
        .filter(sql::is_listed())
        .filter(sql::is_readable(viewer));
    Box::new(exists(now).and(statements::is_of_known(viewer)))
}

/// The condition that the viewer could read the version of which it was said.
fn is_before_them(viewer: &Viewer) -> Condition {
    let version = explanation_details::table
        .inner_join(readable::table.on(readable::id.eq(explanation_details::version_id)))
        .filter(explanation_details::contribution_id.eq(contribution::id))
        .filter(sql::could_read(viewer));
    Box::new(exists(version))
}

/// The condition that it is for whom its author named, and not for those alone who decide.
fn is_plain() -> Condition {
    let plain = explanation_details::table
        .filter(explanation_details::contribution_id.eq(contribution::id))
        .filter(explanation_details::role.eq(Role::Explanation));
    Box::new(exists(plain))
}

/// The condition that it is reserved with a position that an adoption counted, in whatever round or before it was said, or that came late.
/// What another position has replaced stays with those before whom it was said.
fn is_published() -> Condition {
    let reserved = explanation_details::table
        .inner_join(silence_position::table.on(silence_position::id.eq(explanation_details::position_id)))
        .filter(explanation_details::contribution_id.eq(contribution::id))
        .filter(explanation_details::role.eq(Role::Reservation))
        .filter(silence_position::counted.or(silence_position::late));
    Box::new(exists(reserved))
}

/// The condition that the viewer is one of those who decide: on the roll of its round; before a round, of a member state.
fn is_for_voices(viewer: &Viewer) -> Condition {
    let called = explanation_details::table
        .inner_join(
            silence_roll::table.on(silence_roll::round_id.nullable().eq(explanation_details::round_id)),
        )
        .filter(explanation_details::contribution_id.eq(contribution::id))
        .filter(silence_roll::organisation_id.eq(sql::reading_home(viewer)));
    if !viewer.tokens().contains(&Token::Sector(OrganisationKind::Government)) {
        return Box::new(exists(called));
    }
    let before = explanation_details::table
        .filter(explanation_details::contribution_id.eq(contribution::id))
        .filter(explanation_details::round_id.is_null());
    Box::new(exists(called).or(exists(before)))
}

impl Kind for Explanation {
    const KIND: TextKind = TextKind::Explanation;
    const PREFIX: char = 'O';
    const SEALED: &'static str = "explanation";
    const DRAFTED: &'static str = "explanation.drafted";
    const WITHDRAWN: &'static str = "explanation.withdrawn";
    type View = ExplanationView;

    fn insert(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        let details = Self { contribution_id: row.id.clone(), ..row.details.clone() };
        diesel::insert_into(explanation_details::table).values(&details).execute(tx.conn)?;
        Ok(())
    }

    fn details(conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, Self>> {
        let mut details = BTreeMap::new();
        for part in ids.chunks(PART) {
            let rows: Vec<Self> = explanation_details::table
                .filter(explanation_details::contribution_id.is_among(part.to_vec()))
                .select(Self::as_select())
                .load(conn)?;
            details.extend(rows.into_iter().map(|one| (one.contribution_id.as_str().to_owned(), one)));
        }
        Ok(details)
    }

    fn is_known(viewer: &Viewer) -> Condition {
        let nobody: Condition = Box::new(contribution::id.eq(""));
        let known = contributions::is_known(viewer, nobody);
        let own = contributions::is_own(viewer);
        if !permits(viewer, Act::SeeActionWork) {
            // No active member: what they wrote themselves, and nothing else.
            return Box::new(known.and(own));
        }
        let heard = is_before_them(viewer);
        let said: Condition = if permits(viewer, Act::ChairStatement) {
            heard
        } else {
            Box::new(heard.and(is_plain().or(is_for_voices(viewer))))
        };
        let theirs = is_of_their_text(viewer).and(said.or(is_published()));
        Box::new(known.and(own.or(theirs)))
    }

    fn released(_: &mut Tx<'_>, _: &Contribution<Self>) -> Result<()> {
        Ok(())
    }

    fn withdrawn(_: &mut Tx<'_>, _: &Contribution<Self>) -> Result<()> {
        // A position is withdrawn by the procedure, and its words stay what was said.
        Err(Error::Conflict(message("conflict-silence-words")))
    }

    fn about(_: &Contribution<Self>) -> Option<&str> {
        None
    }

    fn title(body: &str) -> Result<String> {
        let words: Words = serde_json::from_str(body).map_err(Error::internal)?;
        Ok(words.text)
    }

    fn view(
        conn: &mut Conn,
        viewer: &Viewer,
        row: Contribution<Self>,
        audience: &Audience,
        state: &'static str,
    ) -> Result<ExplanationView> {
        let words = if row.body.is_empty() { Words::default() } else { Words::read(&row)? };
        let position = row.details.position_id.clone();
        let position = store::references(conn, vec![position])?.into_values().next();
        let tokens = audience.told(viewer, &row.organisation_id).into_iter().collect();
        Ok(ExplanationView {
            statement: statements::of_text(conn, &row.rests_on)?.unwrap_or_default(),
            position: position.unwrap_or_default(),
            state,
            role: row.details.role.as_str(),
            organisation: people::organisation(conn, &row.organisation_id)?,
            text: words.text,
            amendment: words.amendment,
            cannot_accept: words.cannot_accept,
            audience: people::words_of_tokens(conn, &tokens)?,
            tlp: audience.tlp(),
            at: row.at(),
            reference: row.reference,
        })
    }
}

/// Writes down what is said with a position: released at once, for those of its audience who read the text.
pub(super) fn explain(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (of, version, position, round): (&Standing, &ContributionId, &PositionId, Option<&RoundId>),
    (role, words, audience): (Role, Words, Audience),
) -> Result<()> {
    let text = of.current()?;
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let colleagues = people::count_people(tx.conn, &home)?;
    let proposal = Proposal { audience, approvers: None, colleagues, pace: Pace::Usual, before: None };
    let draft = Draft {
        rests_on: text.row.id.as_str().to_owned(),
        revision: 1,
        reply_to: None,
        body: serde_json::to_string(&words).map_err(Error::internal)?,
        details: Explanation {
            // Its own, once it has one.
            contribution_id: version.clone(),
            version_id: version.clone(),
            position_id: position.clone(),
            round_id: round.cloned(),
            role,
        },
        links: Vec::new(),
        logged: json!({}),
    };
    contributions::propose(tx, vault, viewer, draft, (Act::JoinAction, proposal)).map(|_| ())
}

/// The ids of what was said with these positions.
fn ids_of(conn: &mut Conn, positions: &[String]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for part in positions.chunks(PART) {
        let ids: Vec<String> = explanation_details::table
            .filter(explanation_details::position_id.is_among(part.to_vec()))
            .order(explanation_details::contribution_id)
            .select(explanation_details::contribution_id)
            .load(conn)?;
        found.extend(ids);
    }
    Ok(found)
}

/// What was said with these positions, as far as a viewer reads it now, by the ids of the positions.
pub(super) fn shown(
    conn: &mut Conn,
    viewer: &Viewer,
    positions: &[String],
) -> Result<BTreeMap<PositionId, Vec<SaidView>>> {
    let ids = ids_of(conn, positions)?;
    let mut said: BTreeMap<PositionId, Vec<SaidView>> = BTreeMap::new();
    let mut rows = contributions::released_among::<Explanation>(conn, viewer, &ids)?;
    rows.sort_by(|a, b| (a.details.role, &a.id).cmp(&(b.details.role, &b.id)));
    let whose: BTreeSet<OrganisationId> = rows.iter().map(|row| row.organisation_id.clone()).collect();
    let names = people::organisations_by_ids(conn, whose.into_iter().collect())?;
    for row in rows {
        let Some(organisation) = names.get(&row.organisation_id).cloned() else { continue };
        let words = Words::read(&row)?.said(&row, organisation);
        said.entry(row.details.position_id.clone()).or_default().push(words);
    }
    Ok(said)
}

/// What these positions reserve formally, whoever may read it: for the record of an adoption.
pub(super) fn reserved(conn: &mut Conn, positions: &[String]) -> Result<BTreeMap<PositionId, String>> {
    let ids: Vec<ContributionId> = ids_of(conn, positions)?.into_iter().map(ContributionId::from).collect();
    let mut reserved = BTreeMap::new();
    for row in contributions::by_ids::<Explanation>(conn, &ids)? {
        if row.details.role == Role::Reservation && !row.body.is_empty() {
            reserved.insert(row.details.position_id.clone(), Words::read(&row)?.text);
        }
    }
    Ok(reserved)
}
