//! What a message says: made at the moment at which it is sent, of what its reader may read then.

use super::concern::label;
use super::telling::{SPREAD, spread_over};
use super::unsubscribing::{DIGESTS, token};
use super::{Rhythm, choices, concerns};
use crate::config::KeyedHash;
use crate::db::{Conn, Moment};
use crate::error::Result;
use crate::language::{Language, Strings};
use crate::mail::{Body, Closing, Item, Letter, List};
use crate::outbox::{self, EventKind, Message, Notification, Reader};
use crate::people;
use crate::web::AppState;

/// So much one message tells at most, the newest; what is older waits for the next.
const MOST: i64 = 100;

/// What is to be done with a message that is due.
pub(super) enum Composed {
    /// Its reader is not to be disturbed until then.
    Later(Moment),
    /// There is nothing to tell.
    Nothing,
    /// It is to be sent, and tells of these.
    Ready(Box<Letter>, Vec<Notification>),
}

/// Makes a message, or finds that there is none to make.
pub(super) fn compose(app: &AppState, conn: &mut Conn, message: &Message) -> Result<Composed> {
    let now = app.ambient().now();
    let person = people::person(conn, &message.person_id)?;
    let reader = outbox::reader(conn, &person.id)?.filter(|reader| reader.refused_at.is_none());
    let Some(reader) = reader.filter(|_| person.closed_at.is_none()) else { return Ok(Composed::Nothing) };
    let viewer = people::viewer_for(conn, &person.id, now)?;
    let chosen = choices(conn, &person.id, viewer.organisation())?;
    let wanted =
        |kind: &&EventKind| chosen.get(&kind.topic()).is_some_and(|choice| choice.cadence == message.cadence);
    let kinds: Vec<EventKind> = EventKind::ALL.iter().filter(wanted).copied().collect();
    let mut told = outbox::unmailed(conn, &person.id, &kinds, &message.thread, MOST)?;
    let happened: Vec<_> = told.iter().map(|one| (one.kind, one.subject.clone())).collect();
    let found = concerns(conn, now, &viewer, &happened)?;
    told.retain(|one| found.contains_key(&(one.kind, one.subject.clone())));
    if told.is_empty() {
        return Ok(Composed::Nothing);
    }
    let urgent = told.iter().any(|one| one.kind.is_urgent());
    if let Some(end) = Rhythm::of(&reader).held_until(now, urgent) {
        return Ok(Composed::Later(end.plus(spread_over(app.ambient(), SPREAD))));
    }
    let label = match told.as_slice() {
        [one] => label(conn, now, &viewer, &(one.kind, one.subject.clone()))?,
        _ => None,
    };
    let strings = Strings::of(Language::of_tag(&person.language).unwrap_or_else(Language::english));
    let heading = match told.as_slice() {
        [one] => strings.t(&format!("notification-{}", one.kind)),
        several => strings.tn("notifications-mail-several", &[("count", several.len() as u64)]),
    };
    let writing = Writing { app, strings, message, reader: &reader };
    let subject = label.map_or_else(|| heading.clone(), |label| format!("[{label}] {heading}"));
    let letter = writing.letter(now, (person.email, subject, heading), &told)?;
    Ok(Composed::Ready(Box::new(letter), told))
}

struct Writing<'a> {
    app: &'a AppState,
    strings: Strings,
    message: &'a Message,
    reader: &'a Reader,
}

impl Writing<'_> {
    fn letter(
        &self,
        now: Moment,
        (to, subject, heading): (String, String, String),
        told: &[Notification],
    ) -> Result<Letter> {
        let url = &self.app.config().public_url;
        // A message about one thing ends messages of its kind; a digest ends digests.
        let topic = match told.first().filter(|_| !self.message.thread.is_empty()) {
            Some(one) => one.kind.topic().as_str(),
            None => DIGESTS,
        };
        let unsubscribe = format!("{url}/unsubscribe/{topic}/{}", token(self.app.key(), self.reader, topic)?);
        let item = |one: &Notification| Item {
            says: self.strings.t(&format!("notification-{}", one.kind)),
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
