//! Canaries in translations: each says all that its text says, and a word more.

use entente::redaction::{self, Rendition};
use entente::translations::parts;
use serde_json::{Value, json};

use crate::canaries::{VIEWERS, World};
use crate::serving::{ACADEMIC, ADMIN, COMPANY, GOVERNMENT, OBSERVER, REPORTER, REVIEWER, Serving};

const DESK: [&str; 2] = [REPORTER, REVIEWER];
/// Of the owner, and of the group beside it.
const CIRCLE: [&str; 5] = [REPORTER, REVIEWER, OBSERVER, ADMIN, GOVERNMENT];

/// What is released of a report, fullest first, whoever may read it.
pub fn renditions(serving: &Serving, report: &str) -> Vec<Rendition> {
    serving.write(|tx| {
        let report = entente::reports::store::report_for_operator(tx.conn, report)?;
        redaction::live_of(tx.conn, tx.now(), report.id.as_str())
    })
}

/// What a program sends to translate a rendition: its own words, with `more` after each that is no list's.
pub fn translated(rendition: &Rendition, language: &str, more: &str) -> Value {
    let mut body = json!({ "language": language, "rendition": rendition.hash, "facts": {}, "evidence": {} });
    for part in parts(&rendition.reading) {
        let text = format!("{} {more}", part.text);
        match part.name.split_once('.') {
            Some((below, path)) => body[below][path] = json!(text),
            None => body[part.name] = json!(text),
        }
    }
    body
}

/// Translates, by Open Lines; gives the reference.
#[track_caller]
pub fn translate(serving: &Serving, report: &str, body: &Value) -> String {
    let path = format!("/api/v1/reports/{report}/translations");
    let made = serving.client(REPORTER).post(&path, body).expect(201).json();
    assert_eq!(made["state"], "proposed");
    serving.place.clock.advance(chrono::TimeDelta::seconds(1));
    made["reference"].as_str().unwrap().to_owned()
}

/// Lets it out.
#[track_caller]
pub fn release_text(serving: &Serving, translation: &str) {
    let path = format!("/api/v1/translations/{translation}/approval");
    assert_eq!(serving.client(REVIEWER).post(&path, &json!({})).expect(200).json()["state"], "live");
    serving.settle();
}

impl World {
    fn reference(&self, name: &str) -> String {
        self.planted.borrow().iter().find(|report| report.name == name).unwrap().reference.clone()
    }

    /// A translation with a word that `readers` alone meet; not out yet.
    fn translation(&self, report: &str, place: usize, language: &str, readers: &[&'static str]) -> String {
        let rendition = &renditions(&self.serving, report)[place];
        let who = rendition.audience.tokens().iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let word = self.canary(&format!("{language} translation for {who}"), readers);
        let reference = translate(&self.serving, report, &translated(rendition, language, &word));
        self.said.borrow_mut().push(reference.clone());
        reference
    }

    /// Translations of what each kind of audience reads: out, waiting, returned, taken back, gone with their text.
    pub fn plant_translations(&self) {
        let serving = &self.serving;
        let members: Vec<&str> = {
            let canaries = self.canaries.borrow();
            let of_all = canaries.iter().find(|one| one.stands_in == "title of “coalition”").unwrap();
            of_all.readers.iter().copied().collect()
        };
        let governments = [&DESK[..], &[GOVERNMENT]].concat();
        for (of, language, readers) in [
            ("confidential group", "fr", CIRCLE.as_slice()),
            ("governments", "ar", &governments),
            ("coalition", "fr", &members),
            ("public", "ar", &VIEWERS),
        ] {
            release_text(serving, &self.translation(&self.reference(of), 0, language, readers));
        }
        self.translation(&self.reference("coalition"), 0, "es", &DESK);
        let returned = self.translation(&self.reference("public"), 0, "es", &DESK);
        let comment = self.canary("comment on a translation", &DESK);
        let path = format!("/api/v1/translations/{returned}/return");
        serving.client(REVIEWER).post(&path, &json!({ "comment": comment })).expect(200);
        let taken = self.translation(&self.reference("coalition"), 0, "de", &[]);
        release_text(serving, &taken);
        let reason = self.canary("reason why a translation was taken back", &members);
        let path = format!("/api/v1/translations/{taken}");
        serving.client(REVIEWER).json("DELETE", &path, &[], &json!({ "reason": reason })).expect(200);
        // Gone with its text: the desk keeps its words, to start from.
        let title = self.canary("title of a text that is taken back", &DESK);
        let (report, release) = serving.released(&json!({ "title": title }), &["public"]);
        release_text(serving, &self.translation(&report, 0, "fr", &DESK));
        let path = format!("/api/v1/reports/{report}/releases/{release}");
        serving.client(REVIEWER).json("DELETE", &path, &[], &json!({ "reason": "A mistake" })).expect(200);
        self.note(&report, Vec::new());
        // Two texts of one report, of which one says more: each has its own.
        let marked = self.planted.borrow().iter().rev().nth(1).unwrap().reference.clone();
        let fuller = [REPORTER, REVIEWER, OBSERVER, ADMIN, GOVERNMENT];
        for (place, readers) in [(0, fuller.as_slice()), (1, &VIEWERS)] {
            release_text(serving, &self.translation(&marked, place, "fr", readers));
        }
        serving.settle();
    }
}

/// Classes of leaks: a search finds what a translation says for somebody else; a total that moves by it.
#[test]
fn a_translation_is_found_by_those_alone_who_read_its_text() {
    let world = World::new();
    let serving = &world.serving;
    let (report, _) = world.plant_marks();
    let total = |who: &str, word: &str| {
        let client = if who.is_empty() { serving.public() } else { serving.client(who) };
        client.get(&format!("/api/v1/incidents?q={word}")).expect(200).json()["total"].clone()
    };
    let live = renditions(serving, &report);
    let waiting = translate(serving, &report, &translated(&live[0], "fr", "gouvernementale"));
    serving.settle();
    assert_eq!(total(GOVERNMENT, "gouvernementale"), 0, "what waits is found by nobody");
    release_text(serving, &waiting);
    release_text(serving, &translate(serving, &report, &translated(&live[1], "fr", "publique")));
    for who in [GOVERNMENT, OBSERVER] {
        assert_eq!(total(who, "gouvernementale"), 1, "{who}");
    }
    for who in ["", COMPANY, ACADEMIC] {
        assert_eq!((total(who, "gouvernementale"), total(who, "publique")), (json!(0), json!(1)), "{who:?}");
    }
    serving
        .client(REVIEWER)
        .json("DELETE", &format!("/api/v1/translations/{waiting}"), &[], &json!({ "reason": "Wrong" }))
        .expect(200);
    serving.settle();
    assert_eq!(total(GOVERNMENT, "gouvernementale"), 0);
}
