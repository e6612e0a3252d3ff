//! The coalition in which alerts and actions are measured, and the alerts.

use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use chrono::TimeDelta;
use entente::access::{OrganisationKind, Role};
use entente::accounts::{self, SessionKind};
use entente::alerts::NewAlert;
use entente::app::Instance;
use entente::db::{Moment, PersonId, Tx};
use entente::error::Result;
use entente::mail::Letter;
use entente::people::{self, NewOrganisation};
use entente::web::body;
use serde_json::json;

pub const COUNTRIES: [&str; 20] = [
    "IN", "MM", "IR", "PK", "ET", "SD", "UG", "TZ", "CD", "TD", "GA", "CM", "NG", "KE", "EG", "DZ", "IQ",
    "SY", "YE", "JO",
];
pub const PASSWORD: &str = "quiet harbour lanterns at dusk";
pub const MEMBER: &str = "person-0@organisation-7.example.org";

/// How many people are told.
pub fn people() -> usize {
    std::env::var("ENTENTE_BENCH_PEOPLE").ok().map_or(5_000, |count| count.parse().unwrap())
}

/// Those who act in the measurements.
pub struct Coalition {
    /// Posts alerts.
    pub delegate: PersonId,
    /// Of the same organisation.
    pub reviewer: PersonId,
    /// Of another organisation: reads them, and may acknowledge them.
    pub member: PersonId,
    /// The secret of a page session of theirs.
    pub cookie: String,
}

/// A coalition of so many organisations and people, who are mailed of alerts at once, as by default.
pub fn found(tx: &mut Tx<'_>, (organisations, people): (usize, usize), hash: &str) -> Result<Coalition> {
    let mut acting = Vec::new();
    for number in 0..organisations {
        let slug = format!("organisation-{number}");
        let kind = OrganisationKind::ALL[number % 6];
        let home = people::found(tx, NewOrganisation::known(&slug, &slug, kind, None, ""))?;
        for person in 0..(people / organisations).max(2) {
            let roles = [&[Role::Reporter, Role::Delegate][..], &[Role::Reviewer], &[Role::Observer]];
            let email = format!("person-{person}@{slug}.example.org");
            let password = if email == MEMBER { hash } else { "" };
            let id = accounts::enrol(tx, &home, "Somebody", &email, password, roles[person % 3])?;
            if ([0, 7].contains(&number)) && person < 2 {
                acting.push(id);
            }
        }
    }
    let (_, cookie) = accounts::start(tx, &acting[2], SessionKind::Page, "bench")?;
    let mut acting = acting.into_iter();
    let mut next = || acting.next().unwrap();
    Ok(Coalition { delegate: next(), reviewer: next(), member: next(), cookie })
}

/// An alert: to whom, whether at once, for how many days, and a number by which it differs from others.
pub fn alert(now: Moment, (audience, urgent, days, number): (&str, bool, i64, usize)) -> NewAlert {
    let until = now.plus(TimeDelta::days(days));
    let pick = |words: &[&str]| words[number % words.len()].to_owned();
    let sent = json!({
        "headline": format!("Alert {number} of the bench, in as many words as usual"),
        "body": format!("What has happened, in word{} and word{}. ", number % 997, number % 89).repeat(6),
        "instruction": "What to do about it, in a sentence or two.",
        "places": [format!("Place {}", number % 211)],
        "countries": [pick(&COUNTRIES)],
        "urgency": pick(&["Immediate", "Expected", "Future"]),
        "severity": pick(&["Extreme", "Severe", "Moderate", "Minor"]),
        "certainty": pick(&["Observed", "Likely"]),
        "category": pick(&["Infra", "Security", "Safety"]),
        "audience": [audience],
        "expires_at": until.rfc3339(),
        "urgent": urgent,
    });
    body::read(&sent).unwrap()
}

/// A message as the program sends them.
pub fn letter() -> Letter {
    Letter {
        to: "somebody@example.org".into(),
        subject: "A new alert".into(),
        text: "A sentence.\nhttps://coalition.example/notifications/M-7K3QX9\n".repeat(8),
        html: "<p>A sentence. <a href=\"https://coalition.example\">Link</a></p>".repeat(24),
        at: Moment::from_unix_seconds(1_780_315_200).unwrap(),
        id: "a1b2c3d4".into(),
        thread: None,
        list: None,
    }
}

/// An instance that answers over HTTP. Ends when dropped.
pub struct Listening {
    pub port: u16,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Listening {
    pub fn new(instance: &Arc<Instance>) -> Self {
        let (sender, receiver) = mpsc::channel();
        let serving = Arc::clone(instance);
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let (server, port) = serving.listen().unwrap();
                sender.send((port, server.handle())).unwrap();
                server.await.unwrap();
            });
        });
        let (port, handle) = receiver.recv().unwrap();
        Self { port, handle, thread: Some(thread) }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let stopping = self.handle.stop(false);
        actix_web::rt::System::new().block_on(stopping);
        self.thread.take().unwrap().join().unwrap();
    }
}
