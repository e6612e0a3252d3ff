//! A file of a report as something of which copies are made.

use diesel::prelude::*;
use sanitise::Area;

use super::{File, FileState, Rebuilding, json};
use crate::access::Opened;
use crate::db::schema::{evidence, evidence_copy};
use crate::db::{Conn, Moment, OrganisationId, Tx};
use crate::error::{Error, Result};
use crate::files::{Copied, NewCopy};

impl Copied for File {
    const REBUILT: &'static str = "evidence.rebuilt";
    const REFUSED: &'static str = "evidence.refused";

    fn waiting(conn: &mut Conn, _: Moment) -> Result<Vec<Self>> {
        Ok(evidence::table
            .filter(evidence::state.eq(FileState::Received))
            .filter(evidence::removed_at.is_null())
            .order((evidence::added_at, evidence::id))
            .select(Self::as_select())
            .load(conn)?)
    }

    fn opened(&self) -> Opened<'_> {
        self.opened()
    }

    fn owner(&self) -> &OrganisationId {
        &self.organisation_id
    }

    fn stored(&self) -> &str {
        &self.file
    }

    fn wishes(&self) -> Result<(Vec<Area>, Option<String>)> {
        Ok((self.boxes()?, self.encoding.clone()))
    }

    /// Another copy is wanted where other boxes are drawn by now, or another encoding is chosen; none of what was taken away.
    fn waits(&self, conn: &mut Conn, _: Moment) -> Result<bool> {
        let now: Option<Self> = evidence::table
            .filter(evidence::id.eq(&self.id))
            .filter(evidence::removed_at.is_null())
            .select(Self::as_select())
            .first(conn)
            .optional()?;
        let same = |now: Self| now.boxes == self.boxes && now.encoding == self.encoding;
        Ok(now.filter(|now| now.state == FileState::Received).is_some_and(same))
    }

    fn rebuilt(&self, tx: &mut Tx<'_>, copy: &NewCopy<'_>) -> Result<()> {
        let whole = |number: u32| i32::try_from(number).map_err(Error::internal);
        let row = Rebuilding {
            id: copy.id.clone(),
            evidence_id: self.id.clone(),
            made_at: tx.now(),
            kind: copy.made.kind.media_type().to_owned(),
            bytes: i64::try_from(copy.bytes).map_err(Error::internal)?,
            sha256: copy.sha256.to_owned(),
            pages: whole(copy.made.pages)?,
            width: whole(copy.made.width)?,
            height: whole(copy.made.height)?,
            incomplete: copy.made.incomplete(),
            boxes: self.boxes.clone(),
            file: copy.file.to_owned(),
            shortfalls: json(&copy.made.shortfalls)?,
        };
        diesel::insert_into(evidence_copy::table).values(&row).execute(tx.conn)?;
        diesel::update(evidence::table.find(&self.id))
            .set((
                evidence::state.eq(FileState::Ready),
                evidence::copy_id.eq(&row.id),
                evidence::refusal.eq(None::<String>),
            ))
            .execute(tx.conn)?;
        Ok(())
    }

    fn refused(&self, tx: &mut Tx<'_>, why: &str) -> Result<()> {
        diesel::update(evidence::table.find(&self.id))
            .set((evidence::state.eq(FileState::Refused), evidence::refusal.eq(why)))
            .execute(tx.conn)?;
        Ok(())
    }
}
