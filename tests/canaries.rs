//! A coalition with a canary in every sensitive field, for every audience: a word that occurs nowhere else, so that
//! whoever meets it has read that field.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use canary_words::arabic;
use entente::accounts;
use entente::people::{self, Wanted};
use serde_json::{Value, json};

use crate::canary_searches::Saved;
use crate::http::Client;
use crate::serving::{
    ACADEMIC, ADMIN, APPLICANT, COMPANY, COMPANY_REVIEWER, CONVENOR, DEFENDER, FORMER, FORUM, GOVERNMENT,
    JOURNALIST, OBSERVER, REPORTER, REVIEWER, SECRETARIAT, SUSPENDED, Serving,
};
use crate::support::on_postgres;
use crate::table::{PDF, incident_of_draft};

/// Who looks: the public, an applicant, a suspended member, an account without a role, each sector, the confidential
/// group, the convenor and an administrator beside them, and the owner's desk, an observer and an administrator.
#[rustfmt::skip]
pub const VIEWERS: [&str; 16] = [
    "", APPLICANT, SUSPENDED, FORMER, COMPANY, GOVERNMENT, DEFENDER, ACADEMIC, JOURNALIST, FORUM, CONVENOR,
    SECRETARIAT, REPORTER, REVIEWER, OBSERVER, ADMIN,
];
const DESK: [&str; 2] = [REPORTER, REVIEWER];
const OWNER: [&str; 4] = [REPORTER, REVIEWER, OBSERVER, ADMIN];
/// Who holds a role in an active organisation.
#[rustfmt::skip]
pub const MEMBERS: [&str; 12] = [
    COMPANY, GOVERNMENT, DEFENDER, ACADEMIC, JOURNALIST, FORUM, CONVENOR, SECRETARIAT, REPORTER, REVIEWER,
    OBSERVER, ADMIN,
];

/// A viewer's browser and program in one.
pub fn client(serving: &Serving, viewer: &str) -> Client {
    let client = if viewer.is_empty() { serving.public() } else { serving.client(viewer) };
    client.keeping_connections()
}

/// On PostgreSQL, where all is walked in part: one viewer for each path of the rule. Nobody's, a suspended member's, by
/// sector and confidential group, as the one left out, by office, as the owner.
const FEW: [&str; 6] = ["", SUSPENDED, GOVERNMENT, COMPANY, CONVENOR, REPORTER];

/// The viewers of this run: everybody on SQLite.
pub fn viewers() -> &'static [&'static str] {
    if on_postgres() { &FEW } else { &VIEWERS }
}

/// What each viewer is shown. Several look at a time: nobody's view depends on another's.
pub fn side_by_side<T: Send>(look: impl Fn(&'static str) -> T + Sync) -> BTreeMap<&'static str, T> {
    let waiting = Mutex::new(viewers().to_vec());
    let shown = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..LOOKERS {
            scope.spawn(|| {
                while let Some(viewer) = { waiting.lock().unwrap().pop() } {
                    let what = look(viewer);
                    shown.lock().unwrap().insert(viewer, what);
                }
            });
        }
    });
    let shown = shown.into_inner().unwrap();
    assert_eq!(shown.len(), viewers().len(), "everybody looked");
    shown
}

/// So many look at a time.
const LOOKERS: usize = 3;

/// One word, and who may meet it.
#[derive(Debug, Clone)]
pub struct Canary {
    pub word: String,
    pub stands_in: String,
    pub readers: BTreeSet<&'static str>,
}

/// What the walk needs to know of a report.
#[derive(Debug, Clone)]
pub struct Planted {
    pub name: &'static str,
    pub reference: String,
    pub incident: String,
    pub releases: Vec<String>,
    pub words: Vec<String>,
    pub files: Vec<String>,
    pub country: &'static str,
    pub year: i32,
    /// Who may find it in a list, before anything is withdrawn.
    pub listed_for: BTreeSet<&'static str>,
}

/// The coalition with its canaries.
pub struct World {
    pub serving: Serving,
    pub canaries: RefCell<Vec<Canary>>,
    pub planted: RefCell<Vec<Planted>>,
    /// What others said of the reports and asked about them.
    pub said: RefCell<Vec<String>>,
    /// What others were asked to publish.
    pub delegated: RefCell<Vec<String>>,
    /// The searches that people keep, and the secrets of their addresses.
    pub saved: RefCell<Saved>,
}

/// A country that occurs nowhere else for each report, so that its count tells of that report alone. The coalition reads
/// of Estmark's.
const COUNTRIES: [&str; 22] = [
    "AD", "BB", "CV", "DM", "ER", "FJ", "GD", "HT", "IS", "EE", "KI", "LA", "MC", "NR", "OM", "PW", "QA",
    "RW", "SB", "TO", "TV", "VU",
];

impl World {
    pub fn new() -> Self {
        Self {
            serving: Serving::new(),
            canaries: RefCell::default(),
            planted: RefCell::default(),
            said: RefCell::default(),
            delegated: RefCell::default(),
            saved: RefCell::default(),
        }
    }

    /// A new word of the given kind, in five ways of writing.
    pub fn canary(&self, stands_in: &str, readers: &[&'static str]) -> String {
        let mut canaries = self.canaries.borrow_mut();
        let number = canaries.len();
        let word = match number % 5 {
            0 => format!("zilo{number:03}kestrel"),
            // Decomposed: kept composed, and found in either form.
            1 => format!("zi\u{301}lo{number:03}linnet"),
            // Right to left.
            2 => format!("كناري{}", arabic(number)),
            // Behind letters of more than two bytes and of two UTF-16 units.
            3 => format!("👩🏽‍🚀 zilo{number:03}plover"),
            _ => format!("Zilo{number:03}Zaunkönig"),
        };
        let readers = readers.iter().copied().collect();
        canaries.push(Canary { word: word.clone(), stands_in: stands_in.to_owned(), readers });
        word
    }

    /// A report with canaries in every field, for `readers` beside the desk.
    fn body(&self, name: &str, readers: &[&'static str]) -> (Value, Vec<String>) {
        let readers: Vec<_> = readers.iter().copied().chain(DESK).collect();
        let words = RefCell::new(Vec::new());
        let place = self.planted.borrow().len();
        let word = |field: &str| {
            let word = self.canary(&format!("{field} of “{name}”"), &readers);
            words.borrow_mut().push(word.clone());
            word
        };
        let kept =
            |field: &str, for_whom: &[&'static str]| self.canary(&format!("{field} of “{name}”"), for_whom);
        // The cells of a source, and the sources that must stay with those who hold them, stay with the owner.
        let within: Vec<_> = OWNER.into_iter().filter(|person| readers.contains(person)).collect();
        let (first, second) = (word("narrative"), word("narrative, over a line break"));
        let (half, rest) = second.split_at(second.char_indices().nth(second.chars().count() / 2).unwrap().0);
        let value = json!({
            "title": format!("Title {}", word("title")),
            "narrative": format!("🛑 Begins {first} and goes on with **{half}\n{rest}** to its end.\n\n> {}", word("quote")),
            "language": "en",
            "facts": {
                "types": ["shutdown"], "countries": [COUNTRIES[place]], "status": "ongoing",
                "started": { "date": format!("{}-03-04", 1990 + place), "precision": "day" },
                "places": [word("place")], "services": [word("service")], "operators": [word("operator")],
                "domains": [format!("zulu{place}.example.org")],
                "decision_maker": word("decision maker"), "stated_reason_text": word("stated reason"),
                "assessed_cause_text": word("assessed cause"), "legal_basis": { "text": word("legal basis") },
                "harms": [{ "kind": "privacy", "method": word("harm") }],
                "instruments": [word("instrument")], "affected_groups": [word("affected group")],
                "technologies": [word("technology")], "vendors": [word("vendor")],
                "sources": [
                    { "title": word("source"), "url": format!("https://zulu{place}.example.net/") },
                    { "title": kept("confidential source", &within), "confidential": true },
                ],
                "source": { "system": "test", "id": place.to_string(), "raw": { "cell": kept("cell", &within) } },
            },
        });
        (value, words.into_inner())
    }

    fn plant(&self, name: &'static str, readers: &[&'static str], listed: bool) -> String {
        let place = self.planted.borrow().len();
        let (body, words) = self.body(name, readers);
        let reference = self.serving.draft(REPORTER, &body);
        let incident = incident_of_draft(&self.serving, &reference);
        self.planted.borrow_mut().push(Planted {
            name,
            reference: reference.clone(),
            incident,
            releases: Vec::new(),
            words,
            files: Vec::new(),
            country: COUNTRIES[place],
            year: 1990 + i32::try_from(place).unwrap(),
            listed_for: if listed { readers.iter().copied().collect() } else { BTreeSet::new() },
        });
        reference
    }

    /// Has the walk look at a report that was planted elsewhere.
    pub fn note(&self, reference: &str, files: Vec<String>) {
        self.planted.borrow_mut().push(Planted {
            name: "marked",
            reference: reference.to_owned(),
            incident: incident_of_draft(&self.serving, reference),
            releases: Vec::new(),
            words: Vec::new(),
            files,
            country: "ZW",
            year: 1987,
            listed_for: BTreeSet::new(),
        });
    }

    fn note_release(&self, id: &str) {
        self.planted.borrow_mut().last_mut().unwrap().releases.push(id.to_owned());
    }

    /// Plants a report and releases it to an audience. `meanwhile` is called before and after the release.
    fn released(
        &self,
        name: &'static str,
        audience: &Value,
        readers: &[&'static str],
        meanwhile: &dyn Fn(&Self, bool),
    ) -> (String, String) {
        let report = self.plant(name, readers, true);
        self.serving.settle();
        meanwhile(self, false);
        let path = format!("/api/v1/reports/{report}/releases");
        let release = self.serving.client(REPORTER).post(&path, audience).expect(201).json();
        let id = release["id"].as_str().unwrap().to_owned();
        if release["state"] == "proposed" {
            self.serving.approve(&report, &id, REVIEWER);
        }
        self.note_release(&id);
        self.serving.settle();
        meanwhile(self, true);
        (report, id)
    }

    /// One report for each kind of audience.
    pub fn plant_audiences(&self, meanwhile: &dyn Fn(&Self, bool)) {
        let owner = OWNER.as_slice();
        let all_but = |left_out: &str| MEMBERS.into_iter().filter(|who| *who != left_out).collect::<Vec<_>>();
        let with = |others: &[&'static str]| [owner, others].concat();
        let tokens = |words: &[&str]| json!({ "audience": words });
        let convenor = self.serving.client(CONVENOR);
        // Defenders' Desk belongs to the group while the report goes out, and leaves afterwards.
        let defenders = json!({ "organisation": "defenders", "past": true });
        convenor.post("/api/v1/groups/table/members", &defenders).expect(201);
        for (name, audience, readers) in [
            ("own organisation", tokens(&["org:open-lines"]), owner.to_vec()),
            ("one person", tokens(&[&format!("person:{ADMIN}")]), vec![ADMIN]),
            ("confidential group", tokens(&["group:circle"]), with(&[GOVERNMENT])),
            ("another organisation", tokens(&["org:meridian"]), vec![ACADEMIC]),
            ("governments", tokens(&["sector:government"]), vec![GOVERNMENT]),
            ("companies", tokens(&["sector:company"]), vec![COMPANY]),
            ("secretariat", tokens(&["sector:secretariat"]), vec![CONVENOR, SECRETARIAT]),
            ("media", tokens(&["sector:media"]), vec![JOURNALIST]),
            (
                "two sectors",
                tokens(&["sector:academia", "sector:international_organisation"]),
                vec![ACADEMIC, FORUM],
            ),
            ("coalition", tokens(&["coalition"]), MEMBERS.to_vec()),
            (
                "coalition but one",
                json!({ "audience": ["coalition"], "except": ["lumora"] }),
                all_but(COMPANY),
            ),
            ("public", tokens(&["public"]), VIEWERS.to_vec()),
        ] {
            self.released(name, &audience, &readers, meanwhile);
        }
        self.released("open group", &tokens(&["group:table"]), &with(&[COMPANY]), &|_, _| {});
        convenor.delete("/api/v1/groups/table/members/defenders").expect(204);
        // Who joins reads what is released from then on.
        convenor.post("/api/v1/groups/circle/members", &json!({ "organisation": "meridian" })).expect(201);
        self.plant("draft", &[], false);
    }

    /// What was replaced before it went out, or since.
    fn nobody_reads(&self, part: &str) {
        let mut canaries = self.canaries.borrow_mut();
        let replaced: Vec<_> = canaries.iter_mut().filter(|canary| canary.stands_in.contains(part)).collect();
        assert!(!replaced.is_empty(), "{part}");
        for canary in replaced {
            canary.readers.clear();
        }
    }

    /// Texts that were replaced or taken back, and words about texts.
    pub fn plant_histories(&self) {
        let serving = &self.serving;
        // A correction: nobody reads the words that it replaced.
        let (report, _) =
            self.released("corrected", &json!({ "audience": ["public"] }), &VIEWERS, &|_, _| {});
        self.nobody_reads("of “corrected”");
        let title = self.canary("title after the correction", &VIEWERS);
        let path = format!("/api/v1/reports/{report}/original");
        serving.client(REPORTER).put(&path, "1", &json!({ "title": title })).expect(200);
        let id = serving.propose(&report, REPORTER, &["public"]);
        serving.approve(&report, &id, REVIEWER);
        self.note_release(&id);
        // A withdrawal: the desk keeps the text, the reason goes to those who could read it.
        let (report, id) =
            self.released("withdrawn", &json!({ "audience": ["sector:government"] }), &[], &|_, _| {});
        let reason = self.canary("reason of the withdrawal", &[GOVERNMENT, REPORTER, REVIEWER]);
        let path = format!("/api/v1/reports/{report}/releases/{id}");
        serving.client(REVIEWER).json("DELETE", &path, &[], &json!({ "reason": reason })).expect(200);
        // A review: what was said of it is the desk's.
        let report = self.plant("returned", &[], false);
        let id = serving.propose(&report, REPORTER, &["public"]);
        self.note_release(&id);
        let comment = self.canary("comment of the reviewer", &DESK);
        let path = format!("/api/v1/reports/{report}/releases/{id}/return");
        serving.client(REVIEWER).post(&path, &json!({ "comment": comment })).expect(200);
        // One that waits.
        let report = self.plant("waiting", &[], false);
        let id = serving.propose(&report, REPORTER, &["public"]);
        self.note_release(&id);
        // Two texts of one report: what the fuller says more is for its own audience.
        let (report, _) =
            self.released("thinner of two", &json!({ "audience": ["public"] }), &VIEWERS, &|_, _| {});
        for kept in ["confidential source", "cell"] {
            self.nobody_reads(&format!("{kept} of “thinner of two”"));
        }
        let fuller = self.canary("title of the fuller text", &[GOVERNMENT, REPORTER, REVIEWER]);
        let path = format!("/api/v1/reports/{report}/original");
        serving.client(REPORTER).put(&path, "1", &json!({ "title": fuller })).expect(200);
        let id = serving.propose(&report, REPORTER, &["sector:government"]);
        serving.approve(&report, &id, REVIEWER);
        self.note_release(&id);
        serving.settle();
    }

    /// What others say of reports: each to its own audience, one waiting, one taken back.
    pub fn plant_voices(&self) {
        let say = |who: &str, of: &str, stance: &str, audience: &str, readers: &[&'static str]| {
            let report = self.planted.borrow().iter().find(|report| report.name == of).unwrap().clone();
            let note = self.canary(&format!("what {who} says to {audience} of “{of}”"), readers);
            let path = format!("/api/v1/incidents/{}/corroborations", report.incident);
            let sent = json!({ "stance": stance, "note": note, "audience": [audience] });
            let said = self.serving.client(who).post(&path, &sent).expect(201).json();
            let reference = said["reference"].as_str().unwrap().to_owned();
            self.said.borrow_mut().push(reference.clone());
            reference
        };
        say(GOVERNMENT, "governments", "disputes", "org:estmark", &[GOVERNMENT]);
        // Told to more than read the report: they hear nothing.
        say(
            GOVERNMENT,
            "confidential group",
            "corroborates",
            "coalition",
            &[GOVERNMENT, REPORTER, REVIEWER, OBSERVER, ADMIN],
        );
        say(GOVERNMENT, "coalition", "corroborates", "coalition", &MEMBERS);
        say(COMPANY, "coalition", "disputes", "sector:company", &[COMPANY]);
        say(GOVERNMENT, "public", "disputes", "public", &[GOVERNMENT]);
        let taken = say(COMPANY, "coalition", "corroborates", "coalition", &[]);
        let reason = self.canary("reason why a corroboration was taken back", &MEMBERS);
        let path = format!("/api/v1/corroborations/{taken}");
        self.serving
            .client(COMPANY_REVIEWER)
            .json("DELETE", &path, &[], &json!({ "reason": reason }))
            .expect(200);
        // Corrected: for the same readers, for fewer, and with a correction that waits for a reviewer.
        let correct = |who: &str, said: &str, what: &str, audience: &str, readers: &[&'static str]| {
            let note = self.canary(what, readers);
            let path = format!("/api/v1/corroborations/{said}/versions");
            let reason = if audience == "sector:company" {
                self.canary("why fewer read", &MEMBERS)
            } else {
                String::new()
            };
            let sent = json!({ "note": note, "audience": [audience], "reason": reason });
            self.serving.client(who).post(&path, &sent).expect(201);
        };
        let said = say(COMPANY, "coalition", "corroborates", "coalition", &MEMBERS);
        correct(COMPANY, &said, "a correction for all", "coalition", &MEMBERS);
        correct(COMPANY, &said, "a correction that waits", "public", &[COMPANY]);
        let said = say(COMPANY, "coalition", "corroborates", "coalition", &[]);
        correct(COMPANY, &said, "a correction for fewer", "sector:company", &[COMPANY]);
        // An owner who no longer stands by a report tells its readers, and nobody else.
        let report = self.planted.borrow().iter().find(|report| report.name == "media").unwrap().clone();
        let reason = self.canary("reason of the retraction", &[JOURNALIST, REPORTER, REVIEWER]);
        let path = format!("/api/v1/reports/{}/retraction", report.reference);
        self.serving.client(REVIEWER).post(&path, &json!({ "reason": reason })).expect(201);
        self.plant_notes();
        self.plant_alerts();
        self.plant_actions();
        self.plant_comments();
        self.plant_templates();
        self.plant_mandates();
        self.plant_tickets();
        self.plant_statements();
        self.plant_rounds();
        self.plant_publications();
        self.serving.settle();
    }

    /// Files with words in them, in their names, in what is said of them and in what a person does not see of them.
    pub fn plant_files(&self) {
        let serving = &self.serving;
        let readers = [&DESK[..], &[GOVERNMENT, OBSERVER, ADMIN]].concat();
        let report = self.plant("files", &[], false);
        let attach = |field: &str, readers: &[&'static str]| {
            let (name, told) = (
                self.canary("name of a file", &DESK),
                self.canary(&format!("description of {field}"), readers),
            );
            let mut file = PDF.to_vec();
            file.extend(format!("% {}", self.canary("a comment within a file", &DESK)).bytes());
            let id = serving.attached(&report, REPORTER, (&format!("{name}.pdf"), &file), &told);
            self.planted.borrow_mut().last_mut().unwrap().files.push(id.clone());
            id
        };
        attach("a file", &readers);
        let kept = attach("a withheld file", &DESK);
        let text = self.canary("text of a file", &readers);
        let id = serving.attached(&report, REPORTER, ("note.txt", text.as_bytes()), "");
        self.planted.borrow_mut().last_mut().unwrap().files.push(id);
        let mark = json!([{ "evidence": kept, "reason": "source_identity" }]);
        let path = format!("/api/v1/reports/{report}");
        let version =
            serving.client(REPORTER).get(&format!("{path}/original")).header("etag").unwrap().to_owned();
        serving.client(REPORTER).put(&format!("{path}/marks"), &version, &mark).expect(200);
        let id = serving.propose(&report, REPORTER, &["org:open-lines", "sector:government"]);
        serving.approve(&report, &id, REVIEWER);
        self.note_release(&id);
        for canary in
            self.canaries.borrow_mut().iter_mut().filter(|one| one.stands_in.ends_with("of “files”"))
        {
            let within = canary.stands_in.starts_with("cell") || canary.stands_in.starts_with("confidential");
            canary.readers.extend(if within { &[][..] } else { &[GOVERNMENT, OBSERVER, ADMIN] });
        }
        let report = self.plant("draft with a file", &[], false);
        let told = self.canary("description of a file that is not out", &DESK);
        let id = serving.attached(&report, REPORTER, ("scan.pdf", PDF), &told);
        self.planted.borrow_mut().last_mut().unwrap().files.push(id);
        let mut unread = self.canary("a text that does not say how it is encoded", &DESK).into_bytes();
        unread.extend(b" \xF3\xD7\xD1\xDA\xD8");
        let id = serving.attached(&report, REPORTER, ("old.txt", &unread), "");
        self.planted.borrow_mut().last_mut().unwrap().files.push(id);
        serving.settle();
    }

    /// Names of people and of a confidential group, an invitation, and what convenors say of an organisation.
    pub fn plant_names(&self) {
        let serving = &self.serving;
        let name = self.canary("name of a person", &OWNER);
        let person = serving.person(REPORTER);
        serving.write(|tx| {
            let found = people::person(tx.conn, &person)?;
            accounts::edit_self(tx, &found, &name, "en")
        });
        let in_group = [&OWNER[..], &[GOVERNMENT, CONVENOR]].concat();
        let (label, purpose) =
            (self.canary("name of a confidential group", &in_group), self.canary("its purpose", &in_group));
        let group = json!({
            "slug": "hidden", "name": label, "purpose": purpose, "confidential_roster": true,
            "members": ["estmark", "open-lines"],
        });
        serving.client(CONVENOR).post("/api/v1/groups", &group).expect(201);
        let number = self.canaries.borrow().len();
        let address = format!("zilo{number:03}merle@open-lines.example.org");
        let invited = Canary {
            word: address.clone(),
            stands_in: "address of somebody invited".into(),
            readers: BTreeSet::from([ADMIN]),
        };
        self.canaries.borrow_mut().push(invited);
        let sent = json!({ "email": address, "roles": ["observer"] });
        serving.client(ADMIN).post("/api/v1/organisations/open-lines/invitations", &sent).expect(201);
        let (applying, note) =
            (self.canary("about an applicant", &[CONVENOR]), self.canary("a convenor's note", &[CONVENOR]));
        let new = json!({ "slug": "knocking", "name": "Knocking", "kind": "media", "about": applying });
        serving.client(CONVENOR).post("/api/v1/organisations", &new).expect(201);
        // Rosa reads the log of Open Lines: not what is being said of it elsewhere.
        let voter = serving.viewer(CONVENOR);
        serving.write(|tx| {
            let of = people::organisation_for_operator(tx.conn, "open-lines")?;
            people::vote(tx, &voter, &of, Wanted::Suspend, &note)
        });
    }
}
