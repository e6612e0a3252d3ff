//! What a message says: made at the moment at which it is sent, of what its reader may read then.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::concern::Happened;
use super::label::label;
use super::telling::{SPREAD, spread_over};
use super::unsubscribing::{AT_ONCE, DIGESTS, token};
use super::{Rhythm, choices, concerns};
use crate::access::Viewer;
use crate::config::KeyedHash;
use crate::db::{Conn, Moment};
use crate::error::Result;
use crate::language::{Language, Strings};
use crate::mail::{Body, Closing, Item, Letter, List};
use crate::outbox::{self, Cadence, EventKind, Message, Notification, Reader, Topic};
use crate::people;
use crate::web::AppState;

/// So much one message tells at most, the newest; what is older waits for the next.
const MOST: i64 = 100;

/// What is to be done with a message that is due.
pub(super) enum Composed {
    /// Its reader is not to be disturbed until then.
    Later(Moment),
    /// The same; and it goes along with what else waits for that.
    Held(Moment),
    /// There is nothing to tell: what was found concerns its reader no more. Whether more may wait behind that.
    Nothing { stale: Vec<Notification>, more: bool },
    /// It is to be sent.
    Ready(Box<Ready>),
}

impl Composed {
    fn nothing() -> Self {
        Self::Nothing { stale: Vec::new(), more: false }
    }
}

/// So long a message waits for another one to the same reader that is being sent.
const LEAVING: TimeDelta = TimeDelta::seconds(15);

/// What concerns somebody, where something among it cannot be read: that keeps none of the others back.
fn each_alone(conn: &mut Conn, now: Moment, viewer: &Viewer, all: &[Happened]) -> BTreeSet<Happened> {
    let mut found = BTreeSet::new();
    for one in all {
        match concerns(conn, now, viewer, std::slice::from_ref(one)) {
            Ok(concern) => found.extend(concern.into_keys()),
            Err(fault) => tracing::error!(%fault, "something is told to nobody"),
        }
    }
    found
}

/// A message that is to be sent.
pub(super) struct Ready {
    pub letter: Letter,
    /// What it tells of.
    pub told: Vec<Notification>,
    /// Whether more than that was held: another one tells of it.
    pub more: bool,
}

/// Makes a message, or finds that there is none to make.
pub(super) fn compose(app: &AppState, conn: &mut Conn, message: &Message) -> Result<Composed> {
    let now = app.ambient().now();
    let person = people::person(conn, &message.person_id)?;
    let reader = outbox::reader(conn, &person.id)?.filter(|reader| reader.refused_at.is_none());
    let Some(reader) = reader.filter(|_| person.closed_at.is_none()) else { return Ok(Composed::nothing()) };
    let alone = message.cadence == Cadence::AtOnce && !message.is_of_held();
    if alone && outbox::held_is_leaving(conn, &person.id)? {
        // That message may tell of the same: what it told is known once it has left.
        return Ok(Composed::Later(now.plus(LEAVING)));
    }
    let viewer = people::viewer_for(conn, &person.id, now)?;
    let chosen = choices(conn, &person.id, viewer.organisation())?;
    let wanted = |kind: &&EventKind| {
        chosen.get(&kind.topic()).is_some_and(|choice| choice.cadence == message.cadence)
            && (kind.goes_along() || !message.is_of_held())
    };
    let kinds: Vec<EventKind> = EventKind::ALL.iter().filter(wanted).copied().collect();
    let told = if message.is_of_held() {
        outbox::unmailed_apart(conn, &person.id, &kinds, MOST)?
    } else {
        outbox::unmailed(conn, &person.id, &kinds, &message.thread, MOST)?
    };
    let more = message.is_of_held() && i64::try_from(told.len()).is_ok_and(|found| found >= MOST);
    let happened: Vec<_> = told.iter().map(|one| (one.kind, one.subject.clone())).collect();
    let found = match concerns(conn, now, &viewer, &happened) {
        Err(fault) if message.is_of_held() => {
            tracing::error!(%fault, "what quiet hours held is looked at one by one");
            each_alone(conn, now, &viewer, &happened)
        }
        found => found?.into_keys().collect(),
    };
    let (told, stale): (Vec<_>, Vec<_>) =
        told.into_iter().partition(|one| found.contains(&(one.kind, one.subject.clone())));
    if told.is_empty() {
        return Ok(Composed::Nothing { stale: if more { stale } else { Vec::new() }, more });
    }
    let urgent = told.iter().any(|one| one.kind.is_urgent());
    if let Some(end) = Rhythm::of(&reader).held_until(now, urgent) {
        let at = end.plus(spread_over(app.ambient(), SPREAD));
        let goes_along = message.cadence == Cadence::AtOnce
            && !message.is_of_held()
            && told.iter().all(|one| one.kind.goes_along());
        return Ok(if goes_along { Composed::Held(at) } else { Composed::Later(at) });
    }
    let said = said(&told);
    let label = match said.as_slice() {
        [one] => label(conn, now, &viewer, &(one.kind, one.subject.clone()))?,
        _ => None,
    };
    let strings = Strings::of(Language::of_tag(&person.language).unwrap_or_else(Language::english));
    let heading = heading(&strings, &said);
    let writing = Writing { app, strings, message, reader: &reader };
    let subject = label.map_or_else(|| heading.clone(), |label| format!("[{label}] {heading}"));
    let letter = writing.letter(now, (person.email, subject, heading), &said)?;
    Ok(Composed::Ready(Box::new(Ready { letter, told, more })))
}

/// What is said of what somebody is told: that an alert waits for an answer says all that its release does. What needs its reader
/// stands before what is news.
fn said(told: &[Notification]) -> Vec<&Notification> {
    let waits = |thread: &str| {
        told.iter().any(|other| other.kind == EventKind::AlertReminder && other.thread == thread)
    };
    let calls = |kind: EventKind| matches!(kind, EventKind::AlertReleased | EventKind::AlertUpdated);
    let mut said: Vec<&Notification> =
        told.iter().filter(|one| !(calls(one.kind) && waits(&one.thread))).collect();
    said.sort_by_key(|one| !one.kind.asks());
    said
}

/// What a message is about: the one thing; or how many need its reader, and how many are news.
fn heading(strings: &Strings, said: &[&Notification]) -> String {
    if let [one] = said {
        return strings.t(&one.kind.words_outside());
    }
    let (all, asking) = (said.len() as u64, said.iter().filter(|one| one.kind.asks()).count() as u64);
    match (asking, all - asking) {
        (count, 0) => strings.tn("notifications-mail-several", &[("count", count)]),
        (0, count) => strings.tn("notifications-mail-news", &[("count", count)]),
        (count, news) => strings.tn("notifications-mail-both", &[("count", count), ("news", news)]),
    }
}

struct Writing<'a> {
    app: &'a AppState,
    strings: Strings,
    message: &'a Message,
    reader: &'a Reader,
}

impl Writing<'_> {
    /// Which messages the link of this one ends: one about one thing ends those of its topic, a digest ends digests, and what
    /// quiet hours held ends what is mailed at once about topics under which nothing is ever urgent.
    fn ends(&self, told: &[&Notification]) -> &'static str {
        let held = self.message.is_of_held();
        let of_one = |topic: &Topic| told.iter().all(|one| one.kind.topic() == *topic);
        let first = told.first().map(|one| one.kind.topic());
        match first.filter(|first| if held { of_one(first) } else { !self.message.thread.is_empty() }) {
            Some(topic) => topic.as_str(),
            None if held => AT_ONCE,
            None => DIGESTS,
        }
    }

    fn letter(
        &self,
        now: Moment,
        (to, subject, heading): (String, String, String),
        told: &[&Notification],
    ) -> Result<Letter> {
        let url = &self.app.config().public_url;
        let topic = self.ends(told);
        let unsubscribe = format!("{url}/unsubscribe/{topic}/{}", token(self.app.key(), self.reader, topic)?);
        let item = |one: &&Notification| Item {
            says: self.strings.t(&one.kind.words_outside()),
            // The moment would be the same in every mailbox that hears of the thing.
            details: if self.message.thread.is_empty() {
                format!("{} · {}", one.reference, self.strings.date(one.at.date()))
            } else {
                one.reference.clone()
            },
            href: format!("{url}/notifications/{}", one.reference),
        };
        let closing = |key: &str, href: String| Closing { says: self.strings.t(key), href };
        let body = Body {
            lang: self.strings.language().tag(),
            dir: self.strings.language().dir(),
            heading,
            items: told.iter().map(item).collect(),
            closings: vec![
                closing("notifications-mail-settings", format!("{url}/notifications/preferences")),
                closing("notifications-mail-stop", unsubscribe.clone()),
            ],
        };
        let ids = Ids { key: self.app.key().keyed("mail")?, reader: self.reader.person_id.as_str() };
        let Message { id, generation, cadence, thread, .. } = self.message;
        Ok(Letter {
            to,
            subject,
            text: body.text(),
            html: body.html()?,
            at: now,
            id: ids.of(&["message", id.as_str(), &generation.to_string()]),
            thread: Some(ids.of(&["thread", cadence.as_str(), thread])),
            list: Some(List { id: ids.of(&["list", topic]), unsubscribe }),
        })
    }
}

/// Ids for one reader: a keyed hash, so that two mailboxes have none in common.
struct Ids<'a> {
    key: KeyedHash,
    reader: &'a str,
}

impl Ids<'_> {
    fn of(&self, parts: &[&str]) -> String {
        let text = [&[self.reader], parts].concat().join("\n");
        hex::encode(self.key.of(text.as_bytes()).get(..16).unwrap_or_default())
    }
}
