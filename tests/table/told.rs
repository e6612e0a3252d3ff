//! What people are told: notifications, their settings, and mail.

use entente::outbox::{EventKind, open_of};
use serde_json::json;

use super::{NOTHING, Names, On, Row, row};
use crate::serving::{ADMIN, CONVENOR, REPORTER, REVIEWER, Serving};

const SIGNED_IN: [u16; 7] = [401, 200, 200, 200, 200, 200, 200];
const OWN: [u16; 7] = [401, 303, 303, 303, 303, 303, 303];
/// The reader alone: what somebody else is told is not there.
const READER: [u16; 7] = [401, 404, 404, 404, 404, 404, 303];
const CALLER: [u16; 7] = [401, 404, 404, 404, 404, 404, 200];
/// Whoever has the link of a message.
const HOLDERS: [u16; 7] = [200; 7];

/// What the reviewer is told of a proposal; or the secret by which the reporter ends messages.
pub fn told_of(serving: &Serving, on: On, proposed: impl Fn() -> Names) -> Names {
    if matches!(on, On::Subscribed) {
        let reporter = serving.person(REPORTER);
        let reader = serving.write(|tx| entente::outbox::readers(tx, std::slice::from_ref(&reporter)));
        let token = entente::notifications::token(serving.instance.app.key(), &reader[&reporter], "reviews");
        return Names::from([("topic", "reviews".to_owned()), ("token", token.unwrap())]);
    }
    let mut names = proposed();
    serving.instance.courier.tell().unwrap();
    let reviewer = serving.person(REVIEWER);
    let told = serving.place.database.read(|conn| open_of(conn, &reviewer, EventKind::ALL, 1)).unwrap();
    names.insert("notification", told[0].reference.clone());
    names
}

pub const ROUTES: &[Row] = &[
    row("GET", "/notifications", NOTHING, SIGNED_IN, REPORTER),
    row("POST", "/notifications/settlement", NOTHING, OWN, REPORTER).form(|_| Vec::new()),
    row("GET", "/notifications/preferences", NOTHING, SIGNED_IN, REPORTER),
    row("POST", "/notifications/preferences", NOTHING, OWN, REPORTER).form(|_| vec![("reset", "yes".into())]),
    // Lumora's administrator chooses for Lumora.
    row("GET", "/notifications/defaults", NOTHING, [401, 403, 403, 200, 403, 403, 200], ADMIN),
    row("POST", "/notifications/defaults", NOTHING, [401, 403, 403, 303, 403, 403, 303], ADMIN).form(|_| {
        [
            "mail.alerts",
            "mail.actions",
            "mail.searches",
            "mail.reviews",
            "mail.returned",
            "mail.questions",
            "mail.groups",
            "mail.deadlines",
        ]
        .map(|topic| (topic, "at_once".to_owned()))
        .into_iter()
        .chain([("dashboard.reviews", "yes".to_owned())])
        .collect()
    }),
    row("POST", "/notifications/address", NOTHING, OWN, REPORTER).form(|_| Vec::new()),
    row("POST", "/notifications/links", NOTHING, OWN, REPORTER).form(|_| Vec::new()),
    row("GET", "/notifications/news", NOTHING, SIGNED_IN, REPORTER),
    row("GET", "/notifications/{notification}", On::Notified, READER, REVIEWER),
    row("POST", "/notifications/{notification}/reading", On::Notified, READER, REVIEWER).form(|_| Vec::new()),
    row("POST", "/notifications/{notification}/settlement", On::Notified, READER, REVIEWER)
        .form(|_| Vec::new()),
    row("GET", "/api/v1/notifications", NOTHING, SIGNED_IN, REPORTER),
    row("POST", "/api/v1/notifications/{notification}/reading", On::Notified, CALLER, REVIEWER),
    row("POST", "/api/v1/notifications/{notification}/settlement", On::Notified, CALLER, REVIEWER),
    row("GET", "/api/v1/me/notification-preferences", NOTHING, SIGNED_IN, REPORTER),
    row("PUT", "/api/v1/me/notification-preferences", NOTHING, SIGNED_IN, REPORTER)
        .with(|_| json!({ "dashboard": ["reviews"], "at_once": ["deadlines"], "time_zone": "UTC" })),
    row("GET", "/unsubscribe/{topic}/{token}", On::Subscribed, HOLDERS, ""),
    row("POST", "/unsubscribe/{topic}/{token}", On::Subscribed, HOLDERS, ""),
    row("GET", "/undelivered", NOTHING, [401, 403, 403, 403, 403, 403, 200], CONVENOR),
];
