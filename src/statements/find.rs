//! How a statement is found: by those who may know of it alone.

use serde_json::Value;
use wording::StatementText;

use super::body::{self, Body, Wording};
use super::clock;
use super::later;
use super::model::{Statement, Step};
use super::sponsors::sponsors;
use super::stage::{Stage, StageCase};
use super::store::{self, Asked};
use crate::access::{Act, OrganisationKind, Token, Viewer, permits};
use crate::actions::{self, Action};
use crate::contributions::{self, Contribution, Seen, mark_of};
use crate::db::{Conn, ContributionId, MandateId, Moment, OrganisationId, PersonId, Tx};
use crate::error::{Error, Result};
use crate::jobs::waiting;
use crate::mandates;
use crate::redaction::Tombstone;

/// The version of a text that its readers are shown now.
#[derive(Debug, Clone)]
pub struct CurrentText {
    /// The version, with its audience.
    pub row: Contribution<Wording>,
    /// What it says.
    pub text: StatementText,
}

impl CurrentText {
    /// Whether others than its own organisation read it.
    pub fn is_open(&self) -> Result<bool> {
        Ok(!self.row.audience()?.stays_within(&self.row.organisation_id))
    }
}

/// A statement, as somebody finds it who may know of it.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The action that it is, with the brief of now.
    pub action: Contribution<Action>,
    /// Its row.
    pub statement: Statement,
    /// Its text; none of a concept.
    pub text: Option<CurrentText>,
    /// Where it is truly at the moment at which the viewer asks.
    pub stage: Stage,
    /// Whether all that was said in consultation is answered.
    pub answered: bool,
}

impl Standing {
    /// The version before whose readers something is done with it now.
    pub fn version(&self) -> &ContributionId {
        self.text.as_ref().map_or(&self.action.version, |text| &text.row.version)
    }

    /// By which programs and pages name what they saw.
    pub fn mark(&self) -> String {
        mark_of(self.version())
    }

    /// Its text. [`Error::NotFound`] of a concept.
    pub fn current(&self) -> Result<&CurrentText> {
        self.text.as_ref().ok_or(Error::NotFound)
    }

    /// Whether the viewer acts for a state that reads the text, as far as roles go.
    pub fn votes(&self, viewer: &Viewer) -> bool {
        let state = viewer.tokens().contains(&Token::Sector(OrganisationKind::Government));
        state && permits(viewer, Act::JoinAction) && self.text.is_some()
    }

    /// Whether comments are made on it at this moment: while others are asked, until their day; and while it is negotiated.
    pub fn is_asked(&self, at: Moment) -> bool {
        let over = self.statement.consult_until.is_some_and(|until| at > until);
        self.stage.is_discussed() && !(self.stage == Stage::Consultation && over)
    }

    /// What the machine is asked about for a viewer, as far as roles go: everything but what a call says. Mandates are asked for apart.
    pub(crate) fn case(&self, viewer: &Viewer, steps: &[Step]) -> Result<StageCase> {
        let acts = permits(viewer, Act::JoinAction);
        let home = viewer.organisation().filter(|_| acts);
        let sponsors = sponsors(steps);
        let open = self.text.as_ref().map(CurrentText::is_open).transpose()?.unwrap_or_default();
        Ok(StageCase {
            penholder: home.is_some() && home == self.statement.penholder_id.as_ref(),
            sponsor: home.is_some_and(|home| sponsors.contains_key(home)),
            votes: self.votes(viewer),
            chairs: permits(viewer, Act::ChairStatement),
            called: false,
            clock: false,
            sponsored: self.statement.penholder_id.is_some(),
            worded: self.text.as_ref().is_some_and(|text| body::is_worded(&text.text)),
            open,
            urged: self.statement.urgent,
            answered: self.answered,
            unanimous: false,
            reason: false,
            authorised: false,
            asks: false,
            succeeded: false,
        })
    }
}

/// One that was found, with all that stands with it.
pub(super) fn whole(conn: &mut Conn, viewer: &Viewer, statement: Statement) -> Result<Standing> {
    let reads = |row: &Contribution<Wording>| {
        let own = row.is_readable_by(viewer) || viewer.reads_as(&row.organisation_id);
        own && row.is_shown(viewer.at())
    };
    standing(conn, (viewer, &reads), statement)
}

/// One that the program itself is at, with all that stands with it, whoever may know of that.
pub(crate) fn unasked(conn: &mut Conn, statement: Statement, at: Moment) -> Result<Standing> {
    let nobody = Viewer::public().asking_at(at);
    standing(conn, (&nobody, &|row| row.is_shown(at)), statement)
}

/// Whether somebody reads a text.
type Reads<'a> = &'a dyn Fn(&Contribution<Wording>) -> bool;

fn standing(
    conn: &mut Conn,
    (viewer, reads): (&Viewer, Reads<'_>),
    statement: Statement,
) -> Result<Standing> {
    let action = contributions::by_ids::<Action>(conn, std::slice::from_ref(&statement.contribution_id))?;
    let action = action.into_iter().next().ok_or(Error::NotFound)?;
    let text = match &statement.text_id {
        Some(id) => {
            let row = contributions::by_ids::<Wording>(conn, std::slice::from_ref(id))?.pop();
            let row = row.filter(|row| reads(row)).ok_or(Error::NotFound)?;
            Some(CurrentText { text: Body::read(&row)?.text, row })
        }
        None => None,
    };
    let answered = store::is_answered(conn, &statement)?;
    let days = statement.days(answered);
    let place =
        later::places(conn, viewer, std::slice::from_ref(&statement))?.remove(&statement.contribution_id);
    let stage = place.map_or_else(|| days.stage_at(viewer.at()), |place| place.stage);
    Ok(Standing { action, statement, text, stage, answered })
}

/// The statement that is called so, for somebody who may know of it: of a concept who reads the action; of any other who reads its text,
/// too.
pub fn find(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Standing> {
    let found = store::known_to(conn, viewer, Asked::Called(reference))?.pop();
    whole(conn, viewer, found.ok_or(Error::NotFound)?)
}

/// What is left of a statement to somebody who could read its text, and reads it no longer: why, as its text itself tells them (`Y-…`), and
/// nothing of what it is now. [`Error::NotFound`] for everybody else, in as many statements as if there were no such statement.
pub fn left_behind(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str) -> Result<Tombstone> {
    let text = store::text_called(tx.conn, reference)?.unwrap_or_default();
    let (row, _) = contributions::find::<Wording>(tx, viewer, &text)?.into_parts();
    row.ended.ok_or(Error::NotFound)
}

/// The statement that an action is, for somebody who may know of it.
pub fn of_action(conn: &mut Conn, viewer: &Viewer, action: &ContributionId) -> Result<Option<Standing>> {
    let found = store::known_to(conn, viewer, Asked::Of(action))?.pop();
    found.map(|statement| whole(conn, viewer, statement)).transpose()
}

/// Somebody who does something with a statement.
pub struct Acting {
    /// The statement, as it is truly when their call arrived.
    pub of: Standing,
    /// For which organisation.
    pub home: OrganisationId,
    /// Who.
    pub person: PersonId,
}

impl Acting {
    /// By which mandate, for what takes one where the organisation asks for mandates.
    pub fn authority(&self, tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Option<MandateId>> {
        let acting = actions::Acting {
            row: self.of.action.clone(),
            home: self.home.clone(),
            person: self.person.clone(),
        };
        acting.authority(tx, viewer)
    }

    /// Writes to the log of the organisation for which they act.
    pub fn log(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        act: &'static str,
        (mandate, detail): (Option<&MandateId>, Value),
    ) -> Result<()> {
        let detail = mandates::logged(tx.conn, mandate, detail)?;
        contributions::log(tx, viewer, (&self.home, self.of.action.opened()), act, detail)
    }
}

/// The statement that is called so, for somebody who does something with it; where its day has come, that is written down first. `seen` is
/// the mark of what they had before them: where another version is read by now, its readers may be others than they were shown.
pub fn acting(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, seen: &Seen) -> Result<Acting> {
    let on_arrival = viewer.clone().asking_at(tx.arrived());
    let found = store::known_to(tx.conn, &on_arrival, Asked::Called(reference))?.pop();
    let statement = found.ok_or(Error::NotFound)?;
    let (home, person) = (viewer.organisation().ok_or(Error::SignIn)?, viewer.person().ok_or(Error::SignIn)?);
    let arrived = tx.arrived();
    // A concept does not lapse past somebody who came in time to sponsor it and waits to be heard.
    let earlier = waiting(tx.now()).filter(|_| statement.stage == Stage::Concept);
    let statement = clock::settle(tx, statement, earlier.map_or(arrived, |earlier| earlier.min(arrived)))?;
    let of = whole(tx.conn, &on_arrival, statement)?;
    seen.check(&of.mark())?;
    Ok(Acting { of, home: home.clone(), person: person.clone() })
}
