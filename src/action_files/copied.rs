//! How a copy of a file of an action is made, and who is told when it is there.

use diesel::prelude::*;
use sanitise::Area;

use super::store::{File, FileCopy};
use crate::access::Opened;
use crate::actions::{self, Action};
use crate::contributions;
use crate::db::schema::{action_file, action_file_copy};
use crate::db::{Conn, Moment, OrganisationId, Tx};
use crate::error::{Error, Result};
use crate::files::{Copied, FileState, NewCopy};
use crate::outbox::{self, EventKind, To};

impl Copied for File {
    const REBUILT: &'static str = "file.rebuilt";
    const REFUSED: &'static str = "file.refused";

    fn waiting(conn: &mut Conn, at: Moment) -> Result<Vec<Self>> {
        let received: Vec<Self> = action_file::table
            .filter(action_file::state.eq(FileState::Received))
            .order((action_file::at, action_file::id))
            .select(Self::as_select())
            .load(conn)?;
        let mut waiting = Vec::new();
        for file in received {
            match is_of_a_reader(conn, &file, at) {
                Ok(true) => waiting.push(file),
                Ok(false) => {}
                Err(fault @ Error::Unavailable(_)) => return Err(fault),
                // One whose action cannot be read keeps none of the others waiting.
                Err(fault) => {
                    tracing::error!(%fault, file = file.reference, "no copy of a file of an action is made");
                }
            }
        }
        Ok(waiting)
    }

    fn opened(&self) -> Opened<'_> {
        self.opened()
    }

    fn owner(&self) -> &OrganisationId {
        &self.organisation_id
    }

    fn stored(&self) -> &str {
        &self.stored
    }

    fn wishes(&self) -> Result<(Vec<Area>, Option<String>)> {
        Ok((Vec::new(), None))
    }

    fn waits(&self, conn: &mut Conn, at: Moment) -> Result<bool> {
        let still = action_file::table.find(&self.id).filter(action_file::state.eq(FileState::Received));
        Ok(still.count().get_result::<i64>(conn)? > 0 && is_of_a_reader(conn, self, at)?)
    }

    fn rebuilt(&self, tx: &mut Tx<'_>, copy: &NewCopy<'_>) -> Result<()> {
        let row = FileCopy {
            id: copy.id.clone(),
            file_id: self.id.clone(),
            made_at: tx.now(),
            kind: copy.made.kind.media_type().to_owned(),
            bytes: i64::try_from(copy.bytes).map_err(Error::internal)?,
            sha256: copy.sha256.to_owned(),
            file: copy.file.to_owned(),
            shortfalls: serde_json::to_string(&copy.made.shortfalls).map_err(Error::internal)?,
        };
        diesel::insert_into(action_file_copy::table).values(&row).execute(tx.conn)?;
        diesel::update(action_file::table.find(&self.id))
            .set(action_file::state.eq(FileState::Ready))
            .execute(tx.conn)?;
        tell(tx, self)
    }

    fn refused(&self, tx: &mut Tx<'_>, why: &str) -> Result<()> {
        diesel::update(action_file::table.find(&self.id))
            .set((action_file::state.eq(FileState::Refused), action_file::refusal.eq(why)))
            .execute(tx.conn)?;
        Ok(())
    }
}

/// Whether the organisation that attached a file still reads the action. What it attached is published no more once it is left behind:
/// it waits until the brief goes to that organisation again, or is taken back.
fn is_of_a_reader(conn: &mut Conn, file: &File, at: Moment) -> Result<bool> {
    let ids = std::slice::from_ref(&file.contribution_id);
    match contributions::by_ids::<Action>(conn, ids)?.pop() {
        Some(row) => actions::can_act(conn, &row, &file.organisation_id, at),
        None => Ok(false),
    }
}

/// Has the organisations that have to do with the action told, but the one that attached the file. Whom it concerns is asked when
/// each is told.
fn tell(tx: &mut Tx<'_>, file: &File) -> Result<()> {
    let ids = std::slice::from_ref(&file.contribution_id);
    let Some(row) = contributions::by_ids::<Action>(tx.conn, ids)?.pop() else { return Ok(()) };
    let about = (file.id.as_str(), file.contribution_id.as_str());
    for organisation in actions::involved(tx.conn, &row)? {
        if organisation != file.organisation_id {
            outbox::tell(tx, EventKind::ActionFile, about, &To::Organisation(organisation), None)?;
        }
    }
    Ok(())
}
