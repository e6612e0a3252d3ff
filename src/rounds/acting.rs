//! Who does something in the procedure of a statement.

use serde_json::{Value, json};

use super::settle;
use super::store::{self, Course};
use super::write::{self, How, Subject, Written};
use crate::access::{Act, Viewer, allows, permits};
use crate::contributions::Seen;
use crate::db::{MandateId, PersonId, Tx};
use crate::error::{Error, Result, message};
use crate::silence::{Deed, Effect, Who};
use crate::statements::{self, Stage, Statement};

/// Somebody who does something with a statement that has a text, as it is once what its deadline does is done.
pub(super) struct Acting {
    pub of: statements::Acting,
    pub course: Course,
}

/// What somebody may act as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum As {
    /// For their organisation, by a mandate where it asks for one.
    Delegate,
    /// The chair, by no mandate of their own organisation.
    Chair,
}

/// The statement that is called so, for somebody who does something with it. `seen` is the mark of what they had before them.
pub(super) fn acting(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, seen: &Seen) -> Result<Acting> {
    let nothing = Seen::default();
    let mut of = statements::acting(tx, viewer, reference, &nothing)?;
    if settle::settle(tx, &of.of.statement)? {
        of = statements::acting(tx, viewer, reference, &nothing)?;
    }
    seen.check(&of.of.mark())?;
    if of.of.text.is_none() {
        return Err(Error::Conflict(message("conflict-silence-no-text")));
    }
    let course = store::course(tx.conn, &of.of, Some(&of.home))?;
    Ok(Acting { of, course })
}

impl Acting {
    /// The statement as a row.
    pub fn statement(&self) -> &Statement {
        &self.of.of.statement
    }

    /// Of what something is told, and by whom.
    pub fn told(&self) -> (&Statement, Option<&PersonId>) {
        (self.statement(), Some(&self.of.person))
    }

    /// Who they are to the procedure, and by which mandate they act. Whose role does not let them is refused here.
    pub fn who(&self, tx: &mut Tx<'_>, viewer: &Viewer, acts: As) -> Result<(Who, Option<MandateId>)> {
        let mandate = match acts {
            As::Delegate => {
                allows(viewer, Act::JoinAction)?;
                self.of.authority(tx, viewer)?
            }
            As::Chair => {
                allows(viewer, Act::ChairStatement)?;
                None
            }
        };
        let id = &self.statement().contribution_id;
        let sponsors = statements::sponsors_of(tx.conn, id)?;
        let who = Who {
            organisation: self.of.home.clone(),
            mandated: acts == As::Delegate,
            votes: self.of.of.votes(viewer),
            chairs: permits(viewer, Act::ChairStatement),
            penholder: self.statement().penholder_id.as_ref() == Some(&self.of.home),
            sponsor: sponsors.iter().any(|(sponsor, _)| *sponsor == self.of.home),
        };
        Ok((who, mandate))
    }

    /// What a deed does that arrived with this request. A round that begins does so at the moment at which that is written down.
    pub fn decide(&self, tx: &Tx<'_>, who: &Who, deed: &Deed) -> Result<Vec<Effect>> {
        let at = if matches!(deed, Deed::Enter(_)) { tx.now() } else { tx.arrived() };
        Ok(self.course.procedure.decide(who, deed, at)?)
    }

    /// Writes what was decided.
    pub fn write(
        &self,
        tx: &mut Tx<'_>,
        effects: &[Effect],
        (mandate, zone, reason): (Option<&MandateId>, &str, &str),
    ) -> Result<Written> {
        let subject =
            Subject { statement: self.statement(), version: self.of.of.version(), course: &self.course };
        let by = Some((&self.of.home, &self.of.person, mandate));
        write::write(tx, subject, effects, How { by, zone, reason })
    }

    /// Writes to the log of the organisation for which they act.
    pub fn log(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        act: &'static str,
        more: (Option<&MandateId>, Value),
    ) -> Result<()> {
        self.of.log(tx, viewer, act, more)
    }

    /// The same where the statement is at another stage by what was done.
    pub fn log_move(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        (mandate, to): (Option<&MandateId>, Stage),
    ) -> Result<()> {
        let detail = json!({ "from": self.statement().stage, "to": to });
        self.log(tx, viewer, "statement.moved", (mandate, detail))
    }
}
