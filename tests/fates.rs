//! What becomes of a text when the report beneath it changes: the table of fates, observed through the API.

use std::fmt::Write;

use chrono::TimeDelta;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use entente::db::Conn;
use entente::db::schema::{audience, readable, release};
use entente::flow::{ParentEvent, TextKind, TextState, fate};
use entente::people::{self, Wanted};
use serde_json::{Value, json};

use crate::canary_translations::{renditions, translate, translated};
use crate::http::Answer;
use crate::serving::{
    ACADEMIC, ADMIN, CONVENOR, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, REPORTER, REVIEWER,
    SECOND_CONVENOR, Serving,
};

/// Somebody who reads what goes to the coalition.
const READER: &str = ACADEMIC;

/// What happens to the report, which the coalition and the public read in texts of their own.
const EVENTS: [&str; 8] =
    ["revised", "superseded", "narrowed", "withdrawn", "retracted", "suspended", "merged", "erased"];

/// *kept*: as before. *blocked*: it waits, and its approval is refused. *cancelled*: its proposal has ended.
/// *hidden*: its readers do not find it for now. *retired*: they never will again, its own people do.
/// *withdrawn*: its own people are told that it was taken back. *erased*: nobody finds it.
const TABLE: &str = "
                          revised    superseded narrowed   withdrawn  retracted  suspended  merged     erased
report in review          cancelled  kept       kept       kept       kept       blocked    kept       erased
corroboration in review   kept       kept       kept       kept       kept       kept       kept       erased
corroboration released    kept       kept       kept       hidden     kept       kept       kept       erased
corroboration ended       kept       kept       kept       hidden     kept       kept       kept       erased
reply in review           kept       kept       kept       kept       kept       kept       kept       erased
reply released            kept       kept       kept       hidden     kept       kept       kept       erased
reply ended               kept       kept       kept       hidden     kept       kept       kept       erased
question in review        kept       kept       kept       kept       kept       kept       kept       erased
question released         kept       kept       kept       hidden     kept       kept       kept       erased
question ended            kept       kept       kept       hidden     kept       kept       kept       erased
answer in review          kept       kept       kept       kept       kept       blocked    kept       erased
answer released           kept       kept       kept       hidden     kept       kept       kept       erased
answer ended              kept       kept       kept       hidden     kept       kept       kept       erased
translation in review     kept       blocked    blocked    blocked    blocked    blocked    kept       erased
translation released      kept       retired    retired    retired    retired    kept       kept       erased
translation ended         kept       kept       kept       kept       kept       kept       kept       erased
delegation in review      cancelled  kept       kept       kept       cancelled  blocked    kept       erased
delegation released       kept       kept       kept       kept       withdrawn  kept       kept       erased
delegation ended          kept       kept       kept       kept       kept       hidden     kept       erased
";

/// A text beside the report.
pub struct Text {
    pub kind: &'static str,
    pub state: &'static str,
    pub path: String,
    /// Who reads it once it is released.
    pub reader: &'static str,
    pub author: &'static str,
    pub decides: &'static str,
}

/// A report with every kind of text in every state beside it.
pub struct World {
    pub serving: Serving,
    pub report: String,
    pub incident: String,
    /// The releases of its two texts: to the coalition, to the public.
    pub releases: [String; 2],
    pub texts: Vec<Text>,
}

#[track_caller]
fn reference(answer: Answer) -> String {
    answer.expect(201).json()["reference"].as_str().unwrap().to_owned()
}

/// As the code names it.
fn kind_of(text: &str) -> &str {
    match text {
        "reply" => "corroboration",
        "question" | "answer" => "inquiry",
        kind => kind,
    }
}

fn edit(serving: &Serving, report: &str, revision: &str, title: &str) {
    let sent = json!({ "title": title, "facts": { "countries": ["EE"] } });
    serving.client(REPORTER).put(&format!("/api/v1/reports/{report}/original"), revision, &sent).expect(200);
}

impl World {
    pub fn new() -> Self {
        let serving = Serving::new();
        let report =
            serving.draft(REPORTER, &json!({ "title": "Cut off", "facts": { "countries": ["EE"] } }));
        let release = |audience| {
            let release = serving.propose(&report, REPORTER, &[audience]);
            serving.approve(&report, &release, REVIEWER);
            release
        };
        let thinner = release("public");
        edit(&serving, &report, "1", "Cut off since dawn");
        let releases = [release("coalition"), thinner];
        let read = serving.client(REPORTER).get(&format!("/api/v1/reports/{report}")).expect(200).json();
        let incident = read["incident"].as_str().unwrap().to_owned();
        let mut world = Self { serving, report, incident, releases, texts: Vec::new() };
        world.fill();
        world
    }

    /// Every kind of text in every state.
    fn fill(&mut self) {
        let release = self.serving.propose(&self.report, REPORTER, &["sector:media"]);
        self.texts.push(Text {
            kind: "report",
            state: "in review",
            path: format!("/api/v1/reports/{}/releases/{release}", self.report),
            reader: READER,
            author: REPORTER,
            decides: REVIEWER,
        });
        let said = format!("/api/v1/incidents/{}/corroborations", self.incident);
        let own = self.serving.draft(GOVERNMENT, &json!({ "title": "A log" }));
        let release = self.serving.propose(&own, GOVERNMENT, &["coalition"]);
        self.serving.approve(&own, &release, GOVERNMENT_REVIEWER);
        for (kind, stance, evidence) in
            [("corroboration", "disputes", vec![own.as_str()]), ("reply", "replies", Vec::new())]
        {
            let sent =
                json!({ "stance": stance, "note": "A storm.", "report": self.report, "evidence": evidence });
            self.three(kind, &said, &sent, (GOVERNMENT, GOVERNMENT_REVIEWER));
        }
        let asked = format!("/api/v1/reports/{}/inquiries", self.report);
        self.three("question", &asked, &json!({ "words": "Since when?" }), (GOVERNMENT, GOVERNMENT_REVIEWER));
        let question = self.texts.iter().find(|text| (text.kind, text.state) == ("question", "released"));
        let answers = format!("{}/answers", question.unwrap().path);
        self.three("answer", &answers, &json!({ "words": "Since dawn." }), (REPORTER, REVIEWER));
        self.translations();
        self.delegations();
        self.serving.settle();
    }

    /// One to the public, which waits; one to the coalition; one to the coalition that was taken back.
    fn three(
        &mut self,
        kind: &'static str,
        to: &str,
        sent: &Value,
        (author, decides): (&'static str, &'static str),
    ) {
        let collection = if to.ends_with("corroborations") { "corroborations" } else { "inquiries" };
        for (state, audience) in [("in review", "public"), ("released", "coalition"), ("ended", "coalition")]
        {
            let mut sent = sent.clone();
            sent["audience"] = json!([audience]);
            let reference = reference(self.serving.client(author).post(to, &sent));
            let path = format!("/api/v1/{collection}/{reference}");
            self.serving.place.clock.advance(TimeDelta::seconds(1));
            let text = Text { kind, state, path, reader: READER, author, decides };
            self.end(text, &json!({ "reason": "Mixed up" }));
        }
    }

    /// Of the text that the coalition reads.
    fn translations(&mut self) {
        for (state, language) in [("in review", "es"), ("released", "fr"), ("ended", "de")] {
            let rendition = &renditions(&self.serving, &self.report)[0];
            let made = translate(&self.serving, &self.report, &translated(rendition, language, "x"));
            let path = format!("/api/v1/translations/{made}");
            if state != "in review" {
                self.serving.client(REVIEWER).post(&format!("{path}/approval"), &json!({})).expect(200);
            }
            let kind = "translation";
            let text = Text { kind, state, path, reader: READER, author: REPORTER, decides: REVIEWER };
            self.end(text, &json!({ "reason": "Mixed up" }));
        }
    }

    fn delegations(&mut self) {
        let asked = format!("/api/v1/reports/{}/delegations", self.report);
        for (state, publisher, reader) in [
            ("in review", "lumora", READER),
            ("released", "defenders", DEFENDER),
            ("ended", "estmark", GOVERNMENT),
        ] {
            let sent = json!({ "publisher": publisher, "words": "Please." });
            let reference = reference(self.serving.client(REPORTER).post(&asked, &sent));
            let path = format!("/api/v1/delegations/{reference}");
            if state != "in review" {
                self.serving.client(REVIEWER).post(&format!("{path}/approval"), &json!({})).expect(200);
            }
            let text = Text { kind: "delegation", state, path, reader, author: REPORTER, decides: REVIEWER };
            self.end(text, &Value::Null);
        }
    }

    /// Takes it back where it is to have ended.
    fn end(&mut self, text: Text, sent: &Value) {
        if text.state == "ended" {
            self.serving.client(text.decides).json("DELETE", &text.path, &[], sent).expect(200);
        }
        self.texts.push(text);
    }

    fn happen(&self, event: &str) {
        let (serving, report) = (&self.serving, &self.report);
        let path = format!("/api/v1/reports/{report}");
        let withdraw = |release: &String| {
            let path = format!("{path}/releases/{release}");
            serving.client(REVIEWER).json("DELETE", &path, &[], &json!({ "reason": "Wrong" })).expect(200);
        };
        match event {
            "revised" => edit(serving, report, "2", "Slow"),
            "superseded" => {
                let release = serving.propose(report, REPORTER, &["coalition"]);
                serving.approve(report, &release, REVIEWER);
            }
            "narrowed" => withdraw(&self.releases[0]),
            "withdrawn" => self.releases.iter().for_each(withdraw),
            "retracted" => {
                let sent = json!({ "reason": "Our source was wrong" });
                serving.client(REVIEWER).post(&format!("{path}/retraction"), &sent).expect(201);
            }
            "suspended" => {
                for convenor in [CONVENOR, SECOND_CONVENOR] {
                    let viewer = serving.viewer(convenor);
                    serving.write(|tx| {
                        let of = people::organisation_for_operator(tx.conn, "open-lines")?;
                        people::vote(tx, &viewer, &of, Wanted::Suspend, "A reason.")
                    });
                }
            }
            "merged" => {
                let (other, _) = serving.released(&json!({ "title": "Another" }), &["coalition"]);
                let read =
                    serving.client(REPORTER).get(&format!("/api/v1/reports/{other}")).expect(200).json();
                let merge = format!("/api/v1/incidents/{}/merge", self.incident);
                serving.client(REPORTER).post(&merge, &json!({ "into": read["incident"] })).expect(200);
            }
            "erased" => {
                let sent = json!({ "reason": "A family asked" });
                serving.client(ADMIN).json("DELETE", &path, &[], &sent).expect(200);
            }
            other => panic!("nothing happens: {other}"),
        }
        serving.settle();
    }

    fn found(&self, who: &str, text: &Text) -> (u16, String) {
        let answer = self.serving.client(who).get(&text.path);
        let state = if answer.status == 200 {
            answer.json()["state"].as_str().unwrap_or_default().to_owned()
        } else {
            String::new()
        };
        (answer.status, state)
    }

    /// How many releases are stored of texts of its kind and organisation.
    fn releases_of(&self, text: &Text) -> i64 {
        let author = self.serving.viewer(text.author);
        let stored = release::table
            .filter(release::subject_kind.eq(kind_of(text.kind)))
            .filter(release::organisation_id.eq(author.organisation().unwrap().clone()));
        self.serving.place.database.read(|conn| Ok(stored.count().get_result(conn)?)).unwrap()
    }

    /// What became of a text.
    fn fate(&self, text: &Text) -> &'static str {
        let (own, state) = self.found(text.author, text);
        let (read, _) = self.found(text.reader, text);
        if own == 404 && read == 404 && self.releases_of(text) == 0 {
            return "erased";
        }
        match (text.state, read, own, state.as_str()) {
            ("in review", _, 200, "cancelled") => "cancelled",
            ("in review", ..) => {
                let approval = format!("{}/approval", text.path);
                match self.serving.client(text.decides).post(&approval, &json!({})).status {
                    200 => "kept",
                    403 | 404 | 409 => "blocked",
                    other => panic!("{} in review is answered with {other}", text.kind),
                }
            }
            ("released", 200, ..) | ("ended", 410, ..) | ("ended", 404, 200, "recalled") => "kept",
            ("released", 410, ..) | ("released", 404, 200, "recalled") => "withdrawn",
            ("released", 404, 200, "gone" | "replaced") => "retired",
            ("released", 404, 200, _) | ("ended", 404, 404 | 410, _) => "hidden",
            other => panic!("{}: nobody expected {other:?}", text.kind),
        }
    }
}

/// Every text in its state, under every event.
fn observed() -> String {
    let mut rows: Vec<String> = Vec::new();
    for event in EVENTS {
        let world = World::new();
        rows.resize(world.texts.len(), String::new());
        world.happen(event);
        for (row, text) in rows.iter_mut().zip(&world.texts) {
            if row.is_empty() {
                *row = format!("{:25}", format!("{} {}", text.kind, text.state));
            }
            write!(row, " {:10}", world.fate(text)).unwrap();
        }
    }
    let head = EVENTS.map(|event| format!("{event:10}")).join(" ");
    let lines = std::iter::once(format!("{:25} {head}", "")).chain(rows);
    let lines: Vec<String> = lines.map(|line| line.trim_end().to_owned()).collect();
    format!("\n{}\n", lines.join("\n"))
}

#[test]
fn every_text_has_its_fate_when_its_report_changes() {
    let observed = observed();
    assert_eq!(observed, TABLE, "{observed}");
}

/// What is decided is what happens. The suspension of an organisation is no change of a text: the rule and the release
/// verb answer to that, whatever the kind.
#[test]
fn the_table_is_what_the_policy_says() {
    let mut lines = TABLE.trim_start_matches('\n').lines();
    let events: Vec<&str> = lines.next().unwrap().split_whitespace().collect();
    assert_eq!(events, EVENTS);
    for line in lines {
        let (text, fates) = line.split_at(25);
        let (kind, state) = text.trim_end().split_once(' ').unwrap();
        let kind: TextKind = kind_of(kind).parse().unwrap();
        let state = match state {
            "in review" => TextState::Sealed,
            "released" => TextState::Released,
            _ => TextState::Ended,
        };
        for (event, observed) in events.iter().zip(fates.split_whitespace()) {
            let Ok(event) = event.parse::<ParentEvent>() else { continue };
            assert_eq!(fate(kind, state, event).as_str(), observed, "{text}: {event}");
        }
    }
    let named = ParentEvent::ALL.iter().all(|event| EVENTS.contains(&event.as_str()));
    assert!(named, "the table has no column for an event");
}

/// How many audiences are stored, and how many of these nothing refers to.
fn audiences(world: &World) -> (i64, i64) {
    let read = readable::table.filter(readable::audience_id.eq(audience::id));
    let released = release::table.filter(release::audience_id.eq(audience::id));
    let unused = audience::table.filter(not(exists(read))).filter(not(exists(released))).count();
    let count = |conn: &mut Conn| Ok((audience::table.count().get_result(conn)?, unused.get_result(conn)?));
    world.serving.place.database.read(count).unwrap()
}

/// Whatever kind of text rests on it, and however far that is.
#[test]
fn nothing_is_left_of_what_rested_on_an_erased_report() {
    let world = World::new();
    let stored = |world: &World| {
        let (rows, _) = world.serving.state();
        let left = |table: &&&str| rows[**table] > 0;
        [
            "contribution",
            "contribution_version",
            "contribution_link",
            "corroboration_details",
            "inquiry_details",
            "translation_details",
            "delegation",
            "sealed_text",
        ]
        .iter()
        .filter(left)
        .copied()
        .collect::<Vec<&str>>()
    };
    assert_eq!(stored(&world).len(), 8, "a table that none of these texts uses");
    let (before, unused) = audiences(&world);
    assert!(before > 15 && unused == 0, "{before} audiences, {unused} of nothing");
    world.happen("erased");
    // An audience goes with the last that refers to it: one report of another organisation was released once.
    assert_eq!(audiences(&world), (1, 0));
    // What is still sealed is the report of the organisation that named it as evidence.
    assert_eq!(stored(&world), ["sealed_text"]);
    for text in &world.texts {
        let approval = format!("{}/approval", text.path);
        world.serving.client(text.decides).post(&approval, &json!({})).expect(404);
    }
}
