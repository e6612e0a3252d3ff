//! How somebody wants to be told.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{Cadence, Topic};
use crate::db::schema::{notification_preference, notification_reader};
use crate::db::{Conn, Moment, PersonId, Tx};
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

/// What a person or an organisation has chosen; topics that they said nothing about are missing.
pub fn preferences_of(conn: &mut Conn, owner: &str) -> Result<BTreeMap<Topic, Preference>> {
    let rows: Vec<(Topic, bool, Cadence)> = notification_preference::table
        .filter(notification_preference::owner_id.eq(owner))
        .select((
            notification_preference::topic,
            notification_preference::on_dashboard,
            notification_preference::cadence,
        ))
        .load(conn)?;
    let one = |(topic, on_dashboard, cadence)| (topic, Preference { on_dashboard, cadence });
    Ok(rows.into_iter().map(one).collect())
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

/// When somebody is told. It has no `Debug`, because whoever has the secret ends the messages.
#[derive(Clone, Queryable, Selectable)]
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
    /// By which messages are ended without signing in.
    pub secret: String,
    /// Since when a relay says that there is no such mailbox: nothing is sent there.
    pub refused_at: Option<Moment>,
}

/// What is known of a reader. Nothing as long as nobody has said when to tell them.
pub fn reader(conn: &mut Conn, person: &PersonId) -> Result<Option<Reader>> {
    Ok(notification_reader::table.find(person).select(Reader::as_select()).first(conn).optional()?)
}

/// The same, made where it is missing: whoever gets mail has a secret by which it is ended.
pub fn with_secret(tx: &mut Tx<'_>, person: &PersonId) -> Result<Reader> {
    if let Some(known) = reader(tx.conn, person)? {
        return Ok(known);
    }
    let made = Reader {
        person_id: person.clone(),
        time_zone: "UTC".into(),
        quiet_from: None,
        quiet_until: None,
        secret: tx.ambient().secret(),
        refused_at: None,
    };
    diesel::insert_into(notification_reader::table)
        .values((
            notification_reader::person_id.eq(person),
            notification_reader::time_zone.eq(&made.time_zone),
            notification_reader::secret.eq(&made.secret),
        ))
        .execute(tx.conn)?;
    Ok(made)
}

/// Whose messages a secret ends.
pub fn by_secret(conn: &mut Conn, secret: &str) -> Result<Option<PersonId>> {
    Ok(notification_reader::table
        .filter(notification_reader::secret.eq(secret))
        .select(notification_reader::person_id)
        .first(conn)
        .optional()?)
}

/// Somebody says by which clock, and in which hours not.
pub fn set_rhythm(
    tx: &mut Tx<'_>,
    person: &PersonId,
    time_zone: &str,
    quiet: Option<(i32, i32)>,
) -> Result<()> {
    with_secret(tx, person)?;
    diesel::update(notification_reader::table.find(person))
        .set((
            notification_reader::time_zone.eq(time_zone),
            notification_reader::quiet_from.eq(quiet.map(|(from, _)| from)),
            notification_reader::quiet_until.eq(quiet.map(|(_, until)| until)),
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
