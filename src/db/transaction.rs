//! The write transaction: the change, its audit row and its change-log row, together or not at all.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use diesel::prelude::*;

use super::schema::{change_log, cleaned, counter};
use super::{Ambient, Arrival, AuditId, Conn, IsAmong, Moment, OrganisationId, text_enum};
use crate::error::{Error, Result};

text_enum! {
    /// What kind of thing a change-log row is about: what the index has to look at again.
    pub enum ChangeKind {
        /// A report's renditions, its incident or its verification.
        Report = "report",
        /// Something that was erased or withdrawn with its words: what it left in files is overwritten.
        Erasure = "erasure",
        /// An alert: its text, its audience, whether it is over.
        Alert = "alert",
        /// A joint action: its brief, its audience, its stage.
        Action = "action",
        /// What is said of an action: its words, its audience, whether it stands.
        Comment = "comment",
        /// A published statement: its names, whether it stands.
        Publication = "publication",
        /// An organisation: its name, kind, status.
        Organisation = "organisation",
        /// A group and who belongs to it.
        Group = "group",
        /// An account, its role grants, its sessions.
        Person = "person",
    }
}

/// One row of the change log.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = change_log)]
pub struct Change {
    /// Counts up by one with every change, in the order of commits, without a gap.
    pub seq: i64,
    /// What kind of thing changed.
    pub kind: ChangeKind,
    /// Its internal id.
    pub subject: String,
    /// Whether somebody may now read less than before: no list is answered from an index behind this row.
    pub narrowing: bool,
    /// When.
    pub at: Moment,
}

/// A write in progress. Derefs to nothing: use `tx.conn`.
pub struct Tx<'a> {
    /// The connection that the whole transaction uses.
    pub conn: &'a mut Conn,
    ambient: &'a Ambient,
    now: Moment,
    arrived: Moment,
    changes: Counter,
    incidents: Option<Counter>,
    audited: bool,
    read_only: bool,
    refused: bool,
    narrows: bool,
    listed: Option<BTreeMap<OrganisationId, Listed>>,
}

/// What was opened of one owner's in one look at a list: the row of the log that says so, and what it names.
pub(crate) struct Listed {
    /// The row.
    pub row: AuditId,
    /// The references.
    pub originals: BTreeSet<String>,
}

/// A row of `counter` while a transaction counts on: the row follows at the end.
struct Counter {
    name: &'static str,
    value: i64,
    moved: bool,
}

impl Counter {
    fn load(conn: &mut Conn, name: &'static str) -> Result<Self> {
        let value = counter::table.find(name).select(counter::value).get_result(conn)?;
        Ok(Self { name, value, moved: false })
    }

    fn next(&mut self) -> i64 {
        self.moved = true;
        self.value += 1;
        self.value
    }

    fn store(&self, conn: &mut Conn) -> Result<()> {
        if self.moved {
            diesel::update(counter::table.find(self.name))
                .set(counter::value.eq(self.value))
                .execute(conn)?;
        }
        Ok(())
    }
}

impl<'a> Tx<'a> {
    /// Takes the one writer's place: the counter's row is locked until commit, so that sequence numbers are
    /// in the order of commits on both engines and a reader of the log can never skip a late one.
    pub(super) fn begin(conn: &'a mut Conn, ambient: &'a Ambient) -> Result<Self> {
        diesel::update(counter::table.find("change"))
            .set(counter::value.eq(counter::value + 0))
            .execute(conn)?;
        let changes = Counter::load(conn, "change")?;
        // The clock is read after the lock: times never run against the order of commits.
        Ok(Self::new(conn, ambient, changes))
    }

    /// A transaction that only looks: it waits for no writer, and nothing can be recorded in it.
    pub(super) fn read_or_audit(conn: &'a mut Conn, ambient: &'a Ambient) -> Result<Self> {
        let changes = Counter::load(conn, "change")?;
        Ok(Self { read_only: true, ..Self::new(conn, ambient, changes) })
    }

    fn new(conn: &'a mut Conn, ambient: &'a Ambient, changes: Counter) -> Self {
        let now = ambient.now();
        let arrived = Arrival::current().map_or(now, |at| at.min(now));
        Self {
            conn,
            ambient,
            now,
            arrived,
            changes,
            incidents: None,
            audited: false,
            read_only: false,
            refused: false,
            narrows: false,
            listed: None,
        }
    }

    /// Refuses to record anything where this transaction only looks: what it is for is then done anew in one that writes.
    pub(crate) fn require_write(&mut self) -> Result<()> {
        self.refused |= self.read_only;
        if self.read_only { Err(Error::Unavailable("this transaction only looks".into())) } else { Ok(()) }
    }

    /// Whether something was to be recorded where that could not be.
    pub(super) fn was_refused(&self) -> bool {
        self.refused
    }

    /// Whether it leaves somebody able to read less than before.
    pub(super) fn narrows(&self) -> bool {
        self.narrows
    }

    /// From here on all that is opened is one look at a list: one row of the log for each owner.
    pub fn look_at_list(&mut self) {
        self.listed.get_or_insert_default();
    }

    /// What this look has opened so far of each owner's, if it is one.
    pub(crate) fn listed(&mut self) -> Option<&mut BTreeMap<OrganisationId, Listed>> {
        self.listed.as_mut()
    }

    /// The one time of everything in this transaction.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// When the request arrived that this is done for, whatever it has waited for since: deadlines are judged by it. Where
    /// it is done for no request, now.
    pub fn arrived(&self) -> Moment {
        self.arrived
    }

    /// This moment and so much more.
    pub fn after(&self, by: TimeDelta) -> Moment {
        self.now.plus(by)
    }

    /// Time and chance.
    pub fn ambient(&self) -> &Ambient {
        self.ambient
    }

    /// A fresh id.
    pub fn id<T: From<String>>(&self) -> T {
        self.ambient.id()
    }

    /// Writes the change-log row. `narrowing` where somebody may now read less than before.
    pub fn change(&mut self, kind: ChangeKind, subject: &str, narrowing: bool) -> Result<i64> {
        self.require_write()?;
        self.narrows |= narrowing;
        let seq = self.changes.next();
        let row = Change { seq, kind, subject: subject.to_owned(), narrowing, at: self.now };
        diesel::insert_into(change_log::table).values(&row).execute(self.conn)?;
        Ok(seq)
    }

    /// The number of a new incident: they are counted without a gap, for the index alone.
    pub fn incident_ordinal(&mut self) -> Result<i64> {
        let counter = match self.incidents.take() {
            Some(counter) => counter,
            None => Counter::load(self.conn, "incident")?,
        };
        Ok(self.incidents.insert(counter).next())
    }

    /// A random reference that nothing has yet; `taken` counts what is called so.
    pub fn free_reference(
        &mut self,
        kind: char,
        taken: impl Fn(&mut Conn, &str) -> QueryResult<i64>,
    ) -> Result<String> {
        for _ in 0..20 {
            let reference = self.ambient.reference(kind);
            if taken(self.conn, &reference)? == 0 {
                return Ok(reference);
            }
        }
        Err(Error::Internal("no free reference in 20 draws".into()))
    }

    /// Told by `audit` alone, when it has written its row.
    pub(crate) fn audited(&mut self) {
        self.audited = true;
    }

    /// The last step before the commit. What cannot be audited does not happen.
    pub(super) fn finish(self) -> Result<()> {
        if self.changes.moved && !self.audited {
            return Err(Error::Internal("a change without an audit row".into()));
        }
        self.changes.store(self.conn)?;
        self.incidents.map_or(Ok(()), |incidents| incidents.store(self.conn))
    }
}

/// The change log after `seq`, oldest first, at most `limit` rows.
pub fn changes_after(conn: &mut Conn, seq: i64, limit: i64) -> Result<Vec<Change>> {
    Ok(change_log::table
        .filter(change_log::seq.gt(seq))
        .order(change_log::seq)
        .limit(limit)
        .select(Change::as_select())
        .load(conn)?)
}

/// The number of the newest change, 0 where there is none.
pub fn last_change(conn: &mut Conn) -> Result<i64> {
    Ok(counter::table.find("change").select(counter::value).first(conn)?)
}

/// Whether anything of these kinds has changed after `seq`.
pub fn has_changed(conn: &mut Conn, seq: i64, kinds: &[ChangeKind]) -> Result<bool> {
    let changes =
        change_log::table.filter(change_log::seq.gt(seq)).filter(change_log::kind.is_among(kinds.to_vec()));
    Ok(diesel::select(diesel::dsl::exists(changes)).get_result(conn)?)
}

/// The number of the newest change after `seq` and among these kinds by which somebody may read less.
pub fn last_narrowing(conn: &mut Conn, seq: i64, kinds: &[ChangeKind]) -> Result<Option<i64>> {
    Ok(change_log::table
        .filter(change_log::narrowing.eq(true))
        .filter(change_log::seq.gt(seq))
        .filter(change_log::kind.is_among(kinds.to_vec()))
        .select(diesel::dsl::max(change_log::seq))
        .first(conn)?)
}

/// The number of the newest erasure up to `seq` after which the disk was not cleaned yet.
pub fn erasure_to_clean(conn: &mut Conn, seq: i64) -> Result<Option<i64>> {
    let done: i64 = cleaned::table.select(cleaned::seq).first(conn)?;
    Ok(change_log::table
        .filter(change_log::kind.eq(ChangeKind::Erasure))
        .filter(change_log::seq.gt(done))
        .filter(change_log::seq.le(seq))
        .select(diesel::dsl::max(change_log::seq))
        .first(conn)?)
}

/// Nothing that was erased up to this change is left on the disk.
pub fn erasures_cleaned(tx: &mut Tx<'_>, seq: i64) -> Result<()> {
    diesel::update(cleaned::table).set(cleaned::seq.eq(seq)).execute(tx.conn)?;
    Ok(())
}
