//! How somebody wants to be told.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::{Cadence, Topic};
use crate::db::schema::{notification_preference, notification_reader};
use crate::db::{Conn, IsAmong, Moment, PersonId, Tx, insert_all};
use crate::error::Result;

/// How somebody is told of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preference {
    /// Whether it appears on the dashboard.
    pub on_dashboard: bool,
    /// How often mail tells of it.
    pub cadence: Cadence,
}

impl Preference {
    /// Where nobody has chosen.
    pub fn default_of(topic: Topic) -> Self {
        Self { on_dashboard: true, cadence: topic.default_cadence() }
    }
}

/// What each of these people and organisations has chosen; topics that they said nothing about are missing.
pub fn preferences_of_each(
    conn: &mut Conn,
    owners: Vec<&str>,
) -> Result<BTreeMap<String, BTreeMap<Topic, Preference>>> {
    let rows: Vec<(String, Topic, bool, Cadence)> = notification_preference::table
        .filter(notification_preference::owner_id.is_among(owners))
        .select((
            notification_preference::owner_id,
            notification_preference::topic,
            notification_preference::on_dashboard,
            notification_preference::cadence,
        ))
        .load(conn)?;
    let mut chosen: BTreeMap<String, BTreeMap<Topic, Preference>> = BTreeMap::new();
    for (owner, topic, on_dashboard, cadence) in rows {
        chosen.entry(owner).or_default().insert(topic, Preference { on_dashboard, cadence });
    }
    Ok(chosen)
}

/// What a person or an organisation has chosen.
pub fn preferences_of(conn: &mut Conn, owner: &str) -> Result<BTreeMap<Topic, Preference>> {
    Ok(preferences_of_each(conn, vec![owner])?.remove(owner).unwrap_or_default())
}

/// A person or an organisation chooses.
pub fn set_preference(tx: &mut Tx<'_>, owner: &str, topic: Topic, to: Preference) -> Result<()> {
    diesel::delete(notification_preference::table.find((owner, topic))).execute(tx.conn)?;
    diesel::insert_into(notification_preference::table)
        .values((
            notification_preference::owner_id.eq(owner),
            notification_preference::topic.eq(topic),
            notification_preference::on_dashboard.eq(to.on_dashboard),
            notification_preference::cadence.eq(to.cadence),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// A person or an organisation has chosen nothing any more.
pub fn forget_preferences(tx: &mut Tx<'_>, owner: &str) -> Result<()> {
    diesel::delete(notification_preference::table.filter(notification_preference::owner_id.eq(owner)))
        .execute(tx.conn)?;
    Ok(())
}

/// When somebody is told.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = notification_reader)]
pub struct Reader {
    /// Whose.
    pub person_id: PersonId,
    /// By which clock: a name of the IANA database.
    pub time_zone: String,
    /// From which hour of the day no mail is sent.
    pub quiet_from: Option<i32>,
    /// Until which.
    pub quiet_until: Option<i32>,
    /// What stands for them in links that end messages without signing in. Alone it ends nothing.
    pub handle: String,
    /// Since when a relay says that there is no such mailbox: nothing is sent there.
    pub refused_at: Option<Moment>,
    /// Whether quiet hours hold urgent messages too.
    pub urgent_waits: bool,
}

/// What is known of a reader. Nothing as long as nobody has said when to tell them.
pub fn reader(conn: &mut Conn, person: &PersonId) -> Result<Option<Reader>> {
    Ok(notification_reader::table.find(person).select(Reader::as_select()).first(conn).optional()?)
}

/// A reader that is new.
#[derive(Insertable)]
#[diesel(table_name = notification_reader, treat_none_as_default_value = false)]
struct New<'a> {
    person_id: &'a PersonId,
    time_zone: &'a str,
    handle: String,
    urgent_waits: bool,
}

/// The same of several people, made where it is missing: whoever gets mail has a handle by which it is ended.
pub fn readers(tx: &mut Tx<'_>, people: &[PersonId]) -> Result<BTreeMap<PersonId, Reader>> {
    let known: Vec<PersonId> = notification_reader::table
        .filter(notification_reader::person_id.is_among(people.to_vec()))
        .select(notification_reader::person_id)
        .load(tx.conn)?;
    let known: BTreeSet<PersonId> = known.into_iter().collect();
    let missing = people.iter().filter(|person| !known.contains(*person));
    let made: Vec<New<'_>> = missing
        .map(|person_id| New {
            person_id,
            time_zone: "UTC",
            handle: tx.ambient().secret(),
            urgent_waits: false,
        })
        .collect();
    if !made.is_empty() {
        insert_all!(&mut *tx.conn, notification_reader::table, &made)?;
    }
    let all: Vec<Reader> = notification_reader::table
        .filter(notification_reader::person_id.is_among(people.to_vec()))
        .select(Reader::as_select())
        .load(tx.conn)?;
    Ok(all.into_iter().map(|one| (one.person_id.clone(), one)).collect())
}

/// Whom a handle stands for.
pub fn by_handle(conn: &mut Conn, handle: &str) -> Result<Option<Reader>> {
    Ok(notification_reader::table
        .filter(notification_reader::handle.eq(handle))
        .select(Reader::as_select())
        .first(conn)
        .optional()?)
}

/// Links in the messages that somebody got so far end nothing any more.
pub fn replace_handle(tx: &mut Tx<'_>, person: &PersonId) -> Result<()> {
    readers(tx, std::slice::from_ref(person))?;
    diesel::update(notification_reader::table.find(person))
        .set(notification_reader::handle.eq(tx.ambient().secret()))
        .execute(tx.conn)?;
    Ok(())
}

/// By which clock somebody is told, and in which hours not.
#[derive(Debug, Clone, Copy)]
pub struct Hours<'a> {
    /// A name of the IANA database.
    pub time_zone: &'a str,
    /// From which hour until which there is no mail.
    pub quiet: Option<(i32, i32)>,
    /// Whether urgent mail waits for their end, too.
    pub urgent_waits: bool,
}

/// Somebody says when they are told.
pub fn set_hours(tx: &mut Tx<'_>, person: &PersonId, hours: Hours<'_>) -> Result<()> {
    readers(tx, std::slice::from_ref(person))?;
    diesel::update(notification_reader::table.find(person))
        .set((
            notification_reader::time_zone.eq(hours.time_zone),
            notification_reader::quiet_from.eq(hours.quiet.map(|(from, _)| from)),
            notification_reader::quiet_until.eq(hours.quiet.map(|(_, until)| until)),
            notification_reader::urgent_waits.eq(hours.urgent_waits),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// A relay says that there is no such mailbox; or its owner says that there is one.
pub fn set_refused(tx: &mut Tx<'_>, person: &PersonId, at: Option<Moment>) -> Result<()> {
    diesel::update(notification_reader::table.find(person))
        .set(notification_reader::refused_at.eq(at))
        .execute(tx.conn)?;
    Ok(())
}
