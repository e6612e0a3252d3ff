//! Every route of the product, by hand: what it is asked about, and who gets which answer.

mod actions;
mod alerts;
mod api;
mod given;
mod mandates;
mod notes;
mod pages;
mod people;
pub mod publications;
mod reports;
pub mod rounds;
mod searches;
mod statements;
mod templates;
mod tickets;
mod told;
mod translations;

use std::collections::BTreeMap;

use entente::db::last_change;
use serde_json::{Value, json};

pub use self::given::PDF;
use self::given::{KOI8, asset};
use self::translations::translated;
pub use self::translations::translation;

use crate::serving::{
    APPLICANT, COMPANY, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REPORTER, REVIEWER, SUSPENDED, Serving,
};

/// The values of the placeholders in a path, and others that a body needs.
pub type Names = BTreeMap<&'static str, String>;

/// What a row is asked about: always a thing of Open Lines, made for the row.
#[derive(Clone, Copy)]
pub enum On {
    /// Nothing in particular, or something with a fixed name.
    Named(&'static [(&'static str, &'static str)]),
    /// The style sheet.
    Asset,
    /// A refresh token.
    Refresh,
    /// An invitation to `email`, whose link is known to the last asker alone.
    Link,
    /// An observer of Open Lines with the address `person`.
    Colleague,
    /// A report that nobody but the desk knows of.
    Draft,
    /// A report about Estmark that Open Lines and governments read; `into` is another incident that they read.
    Released,
    /// What Open Lines said of a report of Estmark, to governments and within itself: `corroboration`.
    Said,
    /// The same to the public, waiting for a reviewer.
    Saying,
    /// What Open Lines said, and corrected since: `version` is the first.
    Corrected,
    /// What Estmark asked Open Lines of a report that governments and Open Lines read, answered by Open Lines to
    /// them: `inquiry` is the answer.
    Answered,
    /// The same question to the two alone.
    Asked,
    /// An answer to the public, waiting for a reviewer.
    Answering,
    /// A request for access by Open Lines: `request`.
    Requested,
    /// One by Estmark that fits a report of Open Lines.
    Received,
    /// A translation of a report that Open Lines and governments read, for them: `translation`.
    Translated,
    /// The same, waiting for a reviewer.
    Translating,
    /// The same with a proposal that waits: `id`.
    Proposed,
    /// The same with a proposal that the reviewer has claimed.
    Claimed,
    /// The same with a file that went out with it: `file`.
    Filed,
    /// A draft that Defenders' Desk will be asked to publish if a reviewer approves: `delegation`.
    Delegating,
    /// The same, approved: it waits for their answer.
    Delegated,
    /// A note of Open Lines on an incident, which governments and Open Lines read: `note`.
    Noted,
    /// The same, waiting for a reviewer.
    Noting,
    /// The same, released at once twice: `version` is the first.
    Unconfirmed,
    /// An alert of Open Lines, which governments, Defenders' Desk and Open Lines read: `alert`.
    Alerted,
    /// The same, waiting for a second person.
    Alerting,
    /// The same, released at once and not confirmed.
    Calling,
    /// The same, updated once: `version` is the first.
    AlertedTwice,
    /// One that everybody reads: `version` is the only one.
    AlertedAll,
    /// A joint action of Open Lines, which governments, Defenders' Desk and Open Lines read: `action`.
    Briefed,
    /// The same, for all members.
    BriefedAll,
    /// The same, waiting for a second person.
    Briefing,
    /// The same with a second brief: `version` is the first.
    BriefedTwice,
    /// The same with a task: `task`.
    Tasked,
    /// The same with a file: `attached`.
    Attached,
    /// The same, which Defenders' Desk has joined and is offered the lead of.
    Offered,
    /// The same with a comment of Open Lines: `comment`.
    Commented,
    /// The same, changed since: `version` is the first.
    CommentedTwice,
    /// An action of Open Lines in which it asks Estmark for support: `action`, `ticket`.
    Ticketed,
    /// A joint statement of another state, which Open Lines and governments read and negotiate: `statement`, `text`, `paragraph`,
    /// `input`, `amendment`, `bracket`; `position` is a condition of Estmark.
    Stated,
    /// The same with a version of its text that waits for a second person of that state.
    Texting,
    /// One of which a round of silence runs: what Estmark said in words (`explanation`), that it asks for more time, and what the
    /// secretariat recorded of that state (`position`).
    Silent,
    /// One of which that state broke the round: `position` is its objection.
    Broken,
    /// One that is adopted.
    Adopted,
    /// The same, which Estmark and Open Lines are invited to endorse; in French, too (`language`).
    Gathered,
    /// The same, which both endorse.
    Endorsed,
    /// The same, which waits for the second person of the secretariat to be read by everybody: `publication`, by its `hash`.
    Publishing,
    /// The same, agreed to, and to be read from a day on that is to come.
    Cleared,
    /// The same, read by everybody.
    Published,
    /// The same, of which it is written down what it asks: `number`; `earlier` is another one.
    Followed,
    /// A day on which no round ends: `date`.
    Closed,
    /// A template that Open Lines keeps for itself: `template`.
    Templated,
    /// A draft with a file.
    FiledDraft,
    /// A draft with a text that does not say how it is encoded.
    FiledUnread,
    /// A file that goes out with a proposal that waits.
    FiledProposed,
    /// A mandate of a delegate of Open Lines: `mandate`, `person`.
    Mandated,
    /// What the reviewer of Open Lines is told of a proposal: `notification`.
    Notified,
    /// A search of Open Lines' reporter that is shared with Open Lines: `search`.
    Saved,
    /// The same, with an address of the reporter's: `address`, and its secret `token`.
    Addressed,
    /// An address of the reporter's calendar: its secret `token`.
    Scheduled,
    /// The link in a message to Open Lines' reporter: `topic`, `token`.
    Subscribed,
}

/// What a row sends.
#[derive(Clone, Copy)]
pub enum Sent {
    Nothing,
    Json(fn(&Names) -> Value),
    Form(fn(&Names) -> Vec<(&'static str, String)>),
    /// A file that is sent to a program's address, or to a page.
    File,
}

/// A route, and the status that each of these gets: the public; an applicant; a suspended member; a member of
/// another organisation that cannot read the thing; one of another that can; somebody of the same organisation
/// without the right; and `right`, who has it.
pub struct Row {
    pub method: &'static str,
    pub path: &'static str,
    pub on: On,
    pub send: Sent,
    pub statuses: [u16; 7],
    pub right: &'static str,
}

/// Who asks before `right` does; nobody's name is the public's.
pub const ASKERS: [&str; 6] = ["", APPLICANT, SUSPENDED, COMPANY, GOVERNMENT, OBSERVER];

const fn row(
    method: &'static str,
    path: &'static str,
    on: On,
    statuses: [u16; 7],
    right: &'static str,
) -> Row {
    Row { method, path, on, send: Sent::Nothing, statuses, right }
}

impl Row {
    const fn with(self, json: fn(&Names) -> Value) -> Self {
        Self { send: Sent::Json(json), ..self }
    }

    /// The body that it sends to the API; null where it sends none.
    pub fn json(&self, names: &Names) -> Value {
        if let Sent::Json(body) = self.send { body(names) } else { Value::Null }
    }

    /// A small file; on a page the codes that guard a form are added.
    const fn file(self) -> Self {
        Self { send: Sent::File, ..self }
    }

    /// The fields of a form; the codes that guard it are added.
    const fn form(self, fields: fn(&Names) -> Vec<(&'static str, String)>) -> Self {
        Self { send: Sent::Form(fields), ..self }
    }
}

const NOTHING: On = On::Named(&[]);
const OPEN_LINES: On = On::Named(&[("slug", "open-lines")]);
const HARBOUR: On = On::Named(&[("slug", "harbour-radio")]);
const CIRCLE: On = On::Named(&[("slug", "circle"), ("organisation", "estmark")]);
const ANYBODY: [u16; 7] = [200; 7];
/// Whoever is signed in.
const MEMBERS: [u16; 7] = [401, 200, 200, 200, 200, 200, 200];
/// Readers read, and nobody else learns that there is anything.
const READERS: [u16; 7] = [404, 404, 404, 404, 200, 200, 200];
/// The desk's alone; a colleague who reads the thing is told that this needs a role.
const DESK: [u16; 7] = [404, 404, 404, 404, 404, 403, 200];
/// Who decides, and who proposed.
const DECIDERS: [u16; 7] = [404, 404, 404, 404, 404, 404, 200];

/// The table.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    [
        pages::ROUTES,
        people::ROUTES,
        reports::ROUTES,
        told::ROUTES,
        searches::ROUTES,
        api::ROUTES,
        alerts::ROUTES,
        actions::ROUTES,
        templates::ROUTES,
        mandates::ROUTES,
        tickets::ROUTES,
        statements::ROUTES,
        rounds::ROUTES,
        publications::ROUTES,
        notes::ROUTES,
        people::LAST,
    ]
    .into_iter()
    .flatten()
}

/// What the path of a route calls a placeholder, and what the table does: an incident has a name of its own there.
pub fn named_apart(path: &str) -> String {
    path.replace("/incidents/{reference}", "/incidents/{incident}")
        .replace("/corroborations/{reference}", "/corroborations/{corroboration}")
        .replace("/inquiries/{reference}", "/inquiries/{inquiry}")
        .replace("/access-requests/{reference}", "/access-requests/{request}")
        .replace("/translations/{reference}", "/translations/{translation}")
        .replace("/delegations/{reference}", "/delegations/{delegation}")
        .replace("/notes/{reference}", "/notes/{note}")
        .replace("/alerts/{reference}", "/alerts/{alert}")
        .replace("/actions/{reference}", "/actions/{action}")
        .replace("/files/{file}", "/files/{attached}")
        .replace("/templates/{reference}", "/templates/{template}")
        .replace("/comments/{reference}", "/comments/{comment}")
        .replace("/mandates/{reference}", "/mandates/{mandate}")
        .replace("/tickets/{reference}", "/tickets/{ticket}")
        .replace("/statements/{reference}", "/statements/{statement}")
        .replace("/statement-texts/{reference}", "/statement-texts/{text}")
        .replace("/explanations/{reference}", "/explanations/{explanation}")
        .replace("/publications/{reference}", "/publications/{publication}")
        .replace("/notifications/{reference}", "/notifications/{notification}")
        .replace("/searches/{reference}", "/searches/{search}")
        .replace("/feeds/{reference}", "/feeds/{address}")
        .replace("/feed-addresses/{reference}", "/feed-addresses/{address}")
}

/// Makes what a row is asked about.
pub fn prepare(serving: &Serving, on: On) -> Names {
    let body = json!({ "title": "A thing of Open Lines", "facts": { "countries": ["EE"] } });
    let released = || {
        let (report, id) = serving.released(&body, &["org:open-lines", "sector:government"]);
        let read = serving.client(GOVERNMENT).get(&format!("/api/v1/reports/{report}")).expect(200).json();
        let of = |field: &str| read[field].as_str().unwrap().to_owned();
        Names::from([("reference", report), ("incident", of("incident")), ("id", id), ("hash", of("hash"))])
    };
    let proposed = || {
        let mut names = released();
        let id = serving.propose(&names["reference"], REPORTER, &["public"]);
        names.insert("id", id);
        names
    };
    match on {
        On::Named(names) => names.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
        On::Asset => asset(),
        On::Refresh => signed_in(serving),
        On::Link => people::invited(serving),
        On::Colleague => people::enrolled(serving),
        On::Draft => drafted(serving, &body),
        On::Released => {
            let (mut names, other) = (released(), released());
            names.insert("into", other["incident"].clone());
            names
        }
        On::Said | On::Saying | On::Corrected => said(serving, on),
        On::Asked | On::Answered | On::Answering => asked(serving, on, released()),
        On::Requested | On::Received => requested(serving, on, released()),
        On::Translated | On::Translating => translated(serving, released(), matches!(on, On::Translated)),
        On::Delegating | On::Delegated => delegated(serving, matches!(on, On::Delegated)),
        On::Noted | On::Noting | On::Unconfirmed => notes::noted(serving, on, released()),
        On::Alerted | On::Alerting | On::Calling | On::AlertedTwice | On::AlertedAll => {
            alerts::prepared(serving, on)
        }
        On::Briefed
        | On::BriefedAll
        | On::Briefing
        | On::BriefedTwice
        | On::Tasked
        | On::Attached
        | On::Offered
        | On::Commented
        | On::CommentedTwice => actions::prepared(serving, on),
        On::Mandated => mandates::prepared(serving),
        On::Ticketed => tickets::prepared(serving),
        On::Stated | On::Texting => statements::prepared(serving, on),
        On::Silent | On::Broken | On::Adopted => rounds::prepared(serving, on),
        On::Gathered | On::Endorsed | On::Publishing | On::Cleared | On::Published | On::Followed => {
            publications::prepared(serving, on)
        }
        On::Closed => rounds::closed(serving),
        On::Proposed => proposed(),
        On::Notified | On::Subscribed => told::told_of(serving, on, proposed),
        On::Saved | On::Addressed => searches::saved(serving, matches!(on, On::Addressed)),
        On::Scheduled => searches::scheduled(serving),
        On::Templated => templates::kept(serving),
        On::Filed | On::FiledDraft | On::FiledUnread | On::FiledProposed => filed(serving, on, &body),
        On::Claimed => reports::claimed(serving, proposed()),
    }
}

fn signed_in(serving: &Serving) -> Names {
    let id = serving.person(REPORTER);
    let tokens = serving.write(|tx| entente::accounts::sign_in(tx, serving.instance.app.key(), &id, ""));
    Names::from([("refresh", tokens.refresh_token)])
}

fn drafted(serving: &Serving, body: &Value) -> Names {
    let report = serving.draft(REPORTER, body);
    let incident = incident_of_draft(serving, &report);
    Names::from([("reference", report), ("incident", incident)])
}

/// Open Lines says something of a report of Estmark's, and may correct it.
fn said(serving: &Serving, on: On) -> Names {
    let audience =
        if matches!(on, On::Saying) { vec!["public"] } else { vec!["org:open-lines", "sector:government"] };
    let report = serving.draft(GOVERNMENT, &json!({ "title": "A thing of Estmark" }));
    let release = serving.propose(&report, GOVERNMENT, &["org:open-lines", "sector:government"]);
    serving.approve(&report, &release, GOVERNMENT_REVIEWER);
    let read = serving.client(REPORTER).get(&format!("/api/v1/reports/{report}")).expect(200).json();
    let incident = read["incident"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/incidents/{incident}/corroborations");
    let sent = json!({ "stance": "corroborates", "note": "We saw it.", "audience": audience });
    let said = serving.client(REPORTER).post(&path, &sent).expect(201).json();
    let corroboration = said["reference"].as_str().unwrap().to_owned();
    let mut names = Names::from([("incident", incident), ("reference", report)]);
    if matches!(on, On::Corrected) {
        let path = format!("/api/v1/corroborations/{corroboration}/versions");
        serving.client(REPORTER).post(&path, &json!({ "note": "We saw it at noon." })).expect(201);
        names.insert("version", "1".to_owned());
    }
    names.insert("corroboration", corroboration);
    names
}

/// Estmark asks about a report of Open Lines, and how far an answer is.
fn asked(serving: &Serving, on: On, mut names: Names) -> Names {
    let path = format!("/api/v1/reports/{}/inquiries", names["reference"]);
    let question =
        serving.client(GOVERNMENT).post(&path, &json!({ "words": "Since when?" })).expect(201).json();
    let mut inquiry = question["reference"].as_str().unwrap().to_owned();
    let audience = match on {
        On::Answered => Some("sector:government"),
        On::Answering => Some("public"),
        _ => None,
    };
    if let Some(audience) = audience {
        let path = format!("/api/v1/inquiries/{inquiry}/answers");
        let sent = json!({ "words": "Since dawn.", "audience": [audience] });
        let answer = serving.client(REPORTER).post(&path, &sent).expect(201).json();
        answer["reference"].as_str().unwrap().clone_into(&mut inquiry);
    }
    names.insert("inquiry", inquiry);
    names
}

/// A request for access: by Open Lines, or by Estmark for a report of Open Lines.
fn requested(serving: &Serving, on: On, mut names: Names) -> Names {
    let who = if matches!(on, On::Requested) { REPORTER } else { GOVERNMENT };
    let sent = json!({ "wanted": names["reference"], "words": "We help people there." });
    let made = serving.client(who).post("/api/v1/access-requests", &sent).expect(201).json();
    names.insert("request", made["reference"].as_str().unwrap().to_owned());
    names
}

/// Open Lines asks Defenders' Desk to publish a report.
fn delegated(serving: &Serving, approved: bool) -> Names {
    let report = serving.draft(REPORTER, &json!({ "title": "A thing that others publish" }));
    let path = format!("/api/v1/reports/{report}/delegations");
    let sent = json!({ "publisher": "defenders", "words": "Please do." });
    let asked = serving.client(REPORTER).post(&path, &sent).expect(201).json();
    let delegation = asked["reference"].as_str().unwrap().to_owned();
    if approved {
        let path = format!("/api/v1/delegations/{delegation}/approval");
        serving.client(REVIEWER).post(&path, &json!({})).expect(200);
    }
    Names::from([("delegation", delegation), ("reference", report)])
}

/// A report with a file, and how far it is on its way out.
fn filed(serving: &Serving, on: On, body: &Value) -> Names {
    let report = serving.draft(REPORTER, body);
    let content = if matches!(on, On::FiledUnread) { KOI8 } else { PDF };
    let file = serving.attached(&report, REPORTER, ("scan.pdf", content), "A page");
    let id = match on {
        On::Filed => {
            let id = serving.propose(&report, REPORTER, &["org:open-lines", "sector:government"]);
            serving.approve(&report, &id, REVIEWER);
            Some(id)
        }
        On::FiledProposed => Some(serving.propose(&report, REPORTER, &["public"])),
        _ => None,
    };
    let mut names = Names::from([("reference", report), ("file", file), ("page", "1".into())]);
    names.extend(id.map(|id| ("id", id)));
    names
}

/// An address of Open Lines that nobody has yet.
fn fresh_address(serving: &Serving, name: &str) -> String {
    let changes = serving.place.database.read(last_change).unwrap();
    format!("{name}-{changes}@open-lines.example.org")
}

/// The incident of a report that nobody reads yet.
pub fn incident_of_draft(serving: &Serving, report: &str) -> String {
    use diesel::prelude::*;
    use entente::db::schema::{incident, report};
    let read = |conn: &mut entente::db::Conn| {
        let query = report::table.inner_join(incident::table.on(incident::id.eq(report::incident_id)));
        Ok(query.filter(report::reference.eq(report)).select(incident::reference).first(conn)?)
    };
    serving.place.database.read(read).unwrap()
}

/// A path with its placeholders filled in.
pub fn fill(path: &str, names: &Names) -> String {
    let filled =
        names.iter().fold(path.to_owned(), |path, (name, value)| path.replace(&format!("{{{name}}}"), value));
    assert!(!filled.contains('{'), "{filled}: a placeholder without a value");
    filled
}
