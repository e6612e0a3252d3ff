//! How somebody is told, as they choose it: checked, stored, and heeded by what waits.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;
use serde_json::json;

use super::choice::{Choices, choices};
use super::telling::plan;
use super::unsubscribing::Ends;
use crate::access::{Act, Viewer, allows};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::{Conn, OrganisationId, PersonId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::outbox::{self, Cadence, EventKind, Hours, Preference, Topic};
use crate::people;

/// So much that was told is looked at when somebody chooses anew.
const MOST: i64 = 1_000;

/// What is chosen of a topic, before it is checked.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Which.
    pub topic: Topic,
    /// Whether it appears on the dashboard.
    pub on_dashboard: bool,
    /// How often mail tells of it, in the words of [`Cadence`].
    pub cadence: String,
}

impl Wish {
    /// The name of its field in forms, and of its fault.
    pub fn field(topic: Topic) -> String {
        format!("mail.{topic}")
    }
}

/// When somebody wants to be told, before it is checked: hours are empty or from 0 to 23.
#[derive(Debug, Clone)]
pub struct WishedHours {
    /// A name of the IANA database.
    pub time_zone: String,
    /// From which hour there is no mail.
    pub quiet_from: String,
    /// Until which.
    pub quiet_until: String,
    /// Whether urgent mail waits, too.
    pub urgent_waits: bool,
}

fn checked(wishes: &[Wish], faults: &mut Fields) -> Choices {
    let mut chosen = BTreeMap::new();
    for Wish { topic, on_dashboard, cadence } in wishes {
        let cadence = cadence.parse::<Cadence>().ok();
        match cadence.filter(|cadence| topic.cadences().contains(cadence)) {
            Some(cadence) => {
                chosen.insert(*topic, Preference { on_dashboard: *on_dashboard, cadence });
            }
            None => faults.add(Wish::field(*topic), message("fault-cadence")),
        }
    }
    chosen
}

/// From which hour until which there is to be no mail; nothing where both are empty. An hour until the same hour could mean no
/// time or all of it, so it is asked about.
fn quiet(hours: &WishedHours, faults: &mut Fields) -> Option<(i32, i32)> {
    let from = hour("quiet_from", &hours.quiet_from, faults);
    let until = hour("quiet_until", &hours.quiet_until, faults);
    let why = match (hours.quiet_from.is_empty(), hours.quiet_until.is_empty()) {
        (true, true) => None,
        (false, false) => (from.is_some() && from == until).then_some("fault-quiet-hours-same"),
        _ => Some("fault-quiet-hours"),
    };
    if let Some(why) = why {
        faults.add("quiet_until", message(why));
    }
    from.zip(until)
}

fn hour(name: &str, text: &str, faults: &mut Fields) -> Option<i32> {
    if text.is_empty() {
        return None;
    }
    let hour = text.parse::<i32>().ok().filter(|hour| (0..24).contains(hour));
    if hour.is_none() {
        faults.add(name, message("fault-hour"));
    }
    hour
}

/// A person chooses how they are told.
pub fn choose(
    tx: &mut Tx<'_>,
    mails: bool,
    (person, home): (&PersonId, &OrganisationId),
    wishes: &[Wish],
    hours: &WishedHours,
) -> Result<()> {
    let mut faults = Fields::default();
    let chosen = checked(wishes, &mut faults);
    let zone: Option<Tz> = hours.time_zone.parse().ok();
    if zone.is_none() {
        faults.add("time_zone", message("fault-time-zone"));
    }
    let quiet = quiet(hours, &mut faults);
    faults.into_result(())?;
    for (topic, preference) in chosen {
        outbox::set_preference(tx, person.as_str(), topic, preference)?;
    }
    let time_zone = zone.unwrap_or(Tz::UTC).name();
    let hours = Hours { time_zone, quiet, urgent_waits: hours.urgent_waits };
    outbox::set_hours(tx, person, hours)?;
    log_change(tx, person, home)?;
    plan_anew(tx, mails, person, home)
}

/// A person is told as their organisation has it.
pub fn choose_nothing(tx: &mut Tx<'_>, mails: bool, person: &PersonId, home: &OrganisationId) -> Result<()> {
    outbox::forget_preferences(tx, person.as_str())?;
    log_change(tx, person, home)?;
    plan_anew(tx, mails, person, home)
}

/// Those who manage an organisation's people choose for those who have not chosen.
pub fn choose_for(
    tx: &mut Tx<'_>,
    mails: bool,
    viewer: &Viewer,
    home: &OrganisationId,
    wishes: &[Wish],
) -> Result<()> {
    allows(viewer, Act::ManagePeople { organisation: home })?;
    let mut faults = Fields::default();
    let chosen = checked(wishes, &mut faults);
    faults.into_result(())?;
    for (topic, preference) in chosen {
        outbox::set_preference(tx, home.as_str(), topic, preference)?;
    }
    let entry = Entry {
        act: "organisation.notifications_changed",
        subject_kind: SubjectKind::Organisation,
        subject: home.as_str(),
        owner: Some(home),
        detail: json!({}),
    };
    audit::record(tx, &Actor::of(viewer.person(), viewer.organisation()), &entry)?;
    // What waits to be mailed waits as it is chosen now.
    for person in people::open_accounts(tx.conn, home)? {
        plan_anew(tx, mails, &person, home)?;
    }
    Ok(())
}

/// The owner of an address says that mail arrives there again.
pub fn restore_address(tx: &mut Tx<'_>, mails: bool, person: &PersonId, home: &OrganisationId) -> Result<()> {
    outbox::set_refused(tx, person, None)?;
    log_change(tx, person, home)?;
    plan_anew(tx, mails, person, home)
}

/// Links in the messages that somebody got so far end nothing any more.
pub fn replace_links(tx: &mut Tx<'_>, person: &PersonId, home: &OrganisationId) -> Result<()> {
    outbox::replace_handle(tx, person)?;
    log_change(tx, person, home)
}

/// No more mail of some kind: what a link in a message does.
pub(super) fn end_mail(tx: &mut Tx<'_>, person: &PersonId, ends: Ends) -> Result<()> {
    let home = people::person(tx.conn, person)?.organisation_id;
    for (topic, choice) in choices(tx.conn, person, Some(&home))? {
        if ends.includes(topic, choice.cadence) {
            let none = Preference { cadence: Cadence::None, ..choice };
            outbox::set_preference(tx, person.as_str(), topic, none)?;
        }
    }
    log_change(tx, person, &home)
}

/// What was told and not mailed yet is mailed as it is chosen now; where nobody gets mail, nothing is planned.
fn plan_anew(tx: &mut Tx<'_>, mails: bool, person: &PersonId, home: &OrganisationId) -> Result<()> {
    if !mails {
        return Ok(());
    }
    let chosen = choices(tx.conn, person, Some(home))?;
    let mut planned: BTreeSet<(Cadence, String, bool)> = BTreeSet::new();
    for one in outbox::unmailed(tx.conn, person, EventKind::ALL, "", MOST)? {
        let cadence = chosen.get(&one.kind.topic()).map(|choice| choice.cadence);
        planned.extend(cadence.map(|cadence| (cadence, one.thread, one.kind.is_urgent())));
    }
    let person = std::slice::from_ref(person);
    planned.into_iter().try_for_each(|(cadence, thread, urgent)| plan(tx, person, cadence, &thread, urgent))
}

/// Writes to the log that somebody changed how they are told of things; not how.
fn log_change(tx: &mut Tx<'_>, person: &PersonId, home: &OrganisationId) -> Result<()> {
    let entry = Entry {
        act: "account.notifications_changed",
        subject_kind: SubjectKind::Person,
        subject: person.as_str(),
        owner: Some(home),
        detail: json!({}),
    };
    audit::record(tx, &Actor::of(Some(person), Some(home)), &entry)
}

/// What somebody has chosen, or is told by default.
#[derive(Debug, Clone)]
pub struct Settings {
    /// By topic.
    pub choices: Choices,
    /// Whether they have chosen anything of their own.
    pub own: bool,
    /// When. Hours are empty where there are no quiet ones.
    pub hours: WishedHours,
    /// Whether mail to their address comes back.
    pub refused: bool,
}

/// The settings of a viewer who is signed in.
pub fn settings_of(conn: &mut Conn, viewer: &Viewer) -> Result<Settings> {
    let person = viewer.person().ok_or(Error::SignIn)?;
    let reader = outbox::reader(conn, person)?;
    let hour = |hour: Option<i32>| hour.map(|hour| hour.to_string()).unwrap_or_default();
    Ok(Settings {
        choices: choices(conn, person, viewer.organisation())?,
        own: !outbox::preferences_of(conn, person.as_str())?.is_empty(),
        hours: WishedHours {
            time_zone: reader.as_ref().map_or("UTC".into(), |reader| reader.time_zone.clone()),
            quiet_from: hour(reader.as_ref().and_then(|reader| reader.quiet_from)),
            quiet_until: hour(reader.as_ref().and_then(|reader| reader.quiet_until)),
            urgent_waits: reader.as_ref().is_some_and(|reader| reader.urgent_waits),
        },
        refused: reader.is_some_and(|reader| reader.refused_at.is_some()),
    })
}
