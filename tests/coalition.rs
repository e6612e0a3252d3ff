//! Random histories of a coalition, made by the product's own calls: texts released, corrected and withdrawn, groups
//! joined and left, organisations suspended, incidents merged and split. After them everybody is shown what the pure
//! rule says of a second, plain account of the same history.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use entente::access::{Audience, Membership, OrganisationKind, Token, Viewer};
use entente::db::{GroupId, OrganisationId};
use entente::people;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::canaries::VIEWERS;
use crate::http::Client;
use crate::scenarios::{Deed, Text, deed};
use crate::serving::{
    COMPANY, COMPANY_REVIEWER, CONVENOR, GOVERNMENT, GOVERNMENT_REVIEWER, REPORTER, REVIEWER,
    SECOND_CONVENOR, Serving, slug_of,
};

/// Who writes, and who approves.
const DESKS: [(&str, &str); 3] =
    [(REPORTER, REVIEWER), (GOVERNMENT, GOVERNMENT_REVIEWER), (COMPANY, COMPANY_REVIEWER)];
const WORDS: [&str; 13] = [
    "public",
    "coalition",
    "sector:government",
    "sector:company",
    "sector:civil_society",
    "sector:media",
    "org:open-lines",
    "org:estmark",
    "org:lumora",
    "org:meridian",
    "group:circle",
    "group:table",
    "person:amina@open-lines.example.org",
];
const OTHERS: [&str; 5] = ["estmark", "lumora", "meridian", "lantern", "forum"];
const GROUPS: [&str; 2] = ["circle", "table"];
const COUNTRIES: [&str; 3] = ["KE", "IR", "IN"];

fn pick<T>(from: &[T], number: u8) -> Option<&T> {
    from.get(usize::from(number) % from.len().max(1))
}

/// A text that is released.
#[derive(Clone)]
struct Out {
    release: String,
    audience: Audience,
    revision: i32,
    title: String,
    country: &'static str,
}

struct Report {
    reference: String,
    desk: usize,
    revision: i32,
    incident: usize,
    /// What is released, in the order in which it went out.
    out: Vec<Out>,
}

struct Group {
    id: GroupId,
    epoch: i32,
    /// Since which epoch each member reads.
    members: BTreeMap<String, i32>,
}

/// The plain account.
struct History {
    serving: Serving,
    organisations: BTreeMap<String, (OrganisationId, OrganisationKind, bool)>,
    groups: BTreeMap<&'static str, Group>,
    reports: Vec<Report>,
    incidents: usize,
    texts: usize,
}

impl History {
    fn new() -> Self {
        let serving = Serving::new();
        let read = |conn: &mut entente::db::Conn| {
            let mut organisations = BTreeMap::new();
            for slug in VIEWERS.iter().filter(|who| !who.is_empty()).map(|who| slug_of(who)) {
                let found = people::organisation_for_operator(conn, slug)?;
                let active = found.status == people::OrganisationStatus::Active;
                organisations.insert(slug.to_owned(), (found.id, found.kind, active));
            }
            let mut groups = BTreeMap::new();
            let members: [&[&str]; 2] = [&["estmark", "open-lines", "pressroom"], &["lumora", "open-lines"]];
            for (slug, members) in GROUPS.into_iter().zip(members) {
                let members = members.iter().map(|member| ((*member).to_owned(), 1)).collect();
                let group = people::group_for_operator(conn, slug)?;
                groups.insert(slug, Group { id: group.id, epoch: group.epoch, members });
            }
            Ok((organisations, groups))
        };
        let (organisations, groups) = serving.place.database.read(read).unwrap();
        Self { serving, organisations, groups, reports: Vec::new(), incidents: 0, texts: 0 }
    }

    fn token(&self, word: &str) -> Token {
        match word.split_once(':') {
            None if word == "public" => Token::Public,
            None => Token::Coalition,
            Some(("sector", kind)) => Token::Sector(kind.parse().unwrap()),
            Some(("org", slug)) => Token::Organisation(self.organisations[slug].0.clone()),
            Some(("group", slug)) => Token::Group(self.groups[slug].id.clone(), self.groups[slug].epoch),
            Some((_, email)) => Token::Person(self.serving.person(email)),
        }
    }

    fn viewer(&self, who: &str) -> Viewer {
        if who.is_empty() {
            return Viewer::public();
        }
        let (id, kind, active) = &self.organisations[slug_of(who)];
        let of = |group: &Group| {
            let from = *group.members.get(slug_of(who))?;
            Some(Membership { group: group.id.clone(), from, current: group.epoch })
        };
        let memberships: Vec<_> = self.groups.values().filter_map(of).collect();
        let roles = self.serving.viewer(who).roles().clone();
        let person = self.serving.person(who);
        Viewer::member(person, id.clone(), *kind, *active, roles.clone(), &roles, &memberships)
    }

    /// The text of a report that a list shows somebody: of those they read the one for the fewest; of equals the
    /// newer.
    fn shown<'a>(viewer: &Viewer, report: &'a Report) -> Option<&'a Out> {
        let span = |token: &Token| match token {
            Token::Person(_) => 0,
            Token::Organisation(_) => 1,
            Token::Group(..) => 2,
            Token::Sector(_) => 3,
            Token::Coalition => 4,
            Token::Public => 5,
        };
        let width = |out: &Out| {
            let tokens = out.audience.tokens();
            (tokens.iter().map(span).max(), tokens.len(), Reverse(out.revision))
        };
        let readable = report.out.iter().rev().filter(|out| out.audience.readable_by(viewer));
        readable.min_by_key(|out| width(out))
    }

    /// Whether it could be done.
    fn happens(&mut self, deed: &Deed) -> bool {
        match deed {
            Deed::Release { desk, text } => {
                let desk = usize::from(*desk) % DESKS.len();
                self.release(desk, text)
            }
            Deed::Correct { report, text } => {
                let number = usize::from(*report) % self.reports.len().max(1);
                number < self.reports.len() && self.correct(number, text)
            }
            Deed::Withdraw { report, which } => self.withdraw(*report, *which),
            Deed::Join { group, other, past } => self.join(*group, *other, *past),
            Deed::Leave { group, other } => self.leave(*group, *other),
            Deed::Vote { other, suspend } => self.vote(*other, *suspend),
            Deed::Merge { report, into } => self.merge(*report, *into),
            Deed::Split { report } => self.split(*report),
        }
    }

    fn client(&self, desk: usize) -> (Client, Client) {
        (self.serving.client(DESKS[desk].0), self.serving.client(DESKS[desk].1))
    }

    fn body(&mut self, country: u8) -> (Value, String, &'static str) {
        self.texts += 1;
        let (title, country) = (format!("Text {}", self.texts), *pick(&COUNTRIES, country).unwrap());
        (json!({ "title": title, "facts": { "countries": [country] } }), title, country)
    }

    fn release(&mut self, desk: usize, text: &Text) -> bool {
        let (body, title, country) = self.body(text.2);
        let drafted = self.client(desk).0.post("/api/v1/reports", &body);
        if drafted.status != 201 {
            assert!(!self.organisations[slug_of(DESKS[desk].0)].2, "{}", drafted.text());
            return false;
        }
        let reference = drafted.json()["reference"].as_str().unwrap().to_owned();
        self.incidents += 1;
        let report = Report { reference, desk, revision: 1, incident: self.incidents, out: Vec::new() };
        self.reports.push(report);
        self.release_text(self.reports.len() - 1, text, title, country)
    }

    fn correct(&mut self, number: usize, text: &Text) -> bool {
        let (body, title, country) = self.body(text.2);
        let Report { desk, ref reference, revision, .. } = self.reports[number];
        let path = format!("/api/v1/reports/{reference}/original");
        if self.client(desk).0.put(&path, &format!("\"{revision}\""), &body).status != 200 {
            return false;
        }
        self.reports[number].revision += 1;
        self.release_text(number, text, title, country)
    }

    fn release_text(&mut self, number: usize, text: &Text, title: String, country: &'static str) -> bool {
        let words: BTreeSet<&str> = text.0.iter().filter_map(|word| pick(&WORDS, *word)).copied().collect();
        let except: BTreeSet<&str> =
            text.1.iter().filter_map(|other| pick(&OTHERS, *other)).copied().collect();
        let (author, reviewer) = self.client(self.reports[number].desk);
        let releases = format!("/api/v1/reports/{}/releases", self.reports[number].reference);
        let proposed = author.post(&releases, &json!({ "audience": words, "except": except }));
        if proposed.status != 201 {
            return false;
        }
        let release = proposed.json()["id"].as_str().unwrap().to_owned();
        if proposed.json()["state"] == "proposed" {
            reviewer.post(&format!("{releases}/{release}/approval"), &json!({})).expect(200);
        }
        let tokens: Vec<Token> = words.iter().map(|word| self.token(word)).collect();
        let except: Vec<_> = except.iter().map(|slug| self.organisations[*slug].0.clone()).collect();
        let audience = Audience::new(tokens, except).unwrap();
        let report = &mut self.reports[number];
        let revision = report.revision;
        report.out.retain(|out| {
            let older = out.revision < revision && audience.contains(&out.audience);
            out.audience != audience && !older
        });
        report.out.push(Out { release, audience, revision, title, country });
        true
    }

    fn withdraw(&mut self, report: u8, which: u8) -> bool {
        let number = usize::from(report) % self.reports.len().max(1);
        let Some(report) = self.reports.get(number).filter(|report| !report.out.is_empty()) else {
            return false;
        };
        let which = usize::from(which) % report.out.len();
        let path = format!("/api/v1/reports/{}/releases/{}", report.reference, report.out[which].release);
        let (_, reviewer) = self.client(report.desk);
        let done = reviewer.json("DELETE", &path, &[], &json!({ "reason": "Asked to." })).status == 200;
        if done {
            self.reports[number].out.remove(which);
        }
        done
    }

    fn join(&mut self, group: u8, other: u8, past: bool) -> bool {
        let (group, other) = (*pick(&GROUPS, group).unwrap(), *pick(&OTHERS, other).unwrap());
        let sent = json!({ "organisation": other, "past": past });
        if self.serving.client(CONVENOR).post(&format!("/api/v1/groups/{group}/members"), &sent).status != 201
        {
            return false;
        }
        let group = self.groups.get_mut(group).unwrap();
        group.epoch += 1;
        group.members.insert(other.to_owned(), if past { 0 } else { group.epoch });
        true
    }

    fn leave(&mut self, group: u8, other: u8) -> bool {
        let (group, other) = (*pick(&GROUPS, group).unwrap(), *pick(&OTHERS, other).unwrap());
        let path = format!("/api/v1/groups/{group}/members/{other}");
        let done = self.serving.client(CONVENOR).delete(&path).status == 204;
        let left = self.groups.get_mut(group).unwrap().members.remove(other).is_some();
        assert_eq!(done, left, "{other} leaves {group}");
        done
    }

    fn vote(&mut self, other: u8, suspend: bool) -> bool {
        let other = *pick(&OTHERS, other).unwrap();
        if self.organisations[other].2 != suspend {
            return false;
        }
        let sent = json!({ "wanted": if suspend { "suspend" } else { "readmit" }, "note": "Two agree." });
        for convenor in [CONVENOR, SECOND_CONVENOR] {
            let path = format!("/api/v1/organisations/{other}/vetting");
            self.serving.client(convenor).post(&path, &sent).expect(200);
        }
        self.organisations.get_mut(other).unwrap().2 = !suspend;
        true
    }

    /// The address of an incident as its owner's desk knows it.
    fn address(&self, number: usize) -> String {
        crate::table::incident_of_draft(&self.serving, &self.reports[number].reference)
    }

    fn merge(&mut self, report: u8, into: u8) -> bool {
        if self.reports.is_empty() {
            return false;
        }
        let [from, into] = [report, into].map(|number| usize::from(number) % self.reports.len());
        let (old, new) = (self.reports[from].incident, self.reports[into].incident);
        let desk = self.reports[from].desk;
        let path = format!("/api/v1/incidents/{}/merge", self.address(from));
        if self.client(desk).0.post(&path, &json!({ "into": self.address(into) })).status != 200 {
            return false;
        }
        let own = self.reports.iter_mut().filter(|report| report.incident == old && report.desk == desk);
        own.for_each(|report| report.incident = new);
        true
    }

    fn split(&mut self, report: u8) -> bool {
        let number = usize::from(report) % self.reports.len().max(1);
        let Some(report) = self.reports.get(number) else { return false };
        let path = format!("/api/v1/reports/{}/incident", report.reference);
        let sent = json!({ "incident": null });
        if self.client(report.desk).0.json("PUT", &path, &[], &sent).status != 200 {
            return false;
        }
        self.incidents += 1;
        self.reports[number].incident = self.incidents;
        true
    }

    /// Everybody is shown what the plain account says.
    fn check(&self) {
        self.serving.settle();
        for who in VIEWERS {
            let viewer = self.viewer(who);
            if !who.is_empty() {
                assert_eq!(self.serving.viewer(who).tokens(), viewer.tokens(), "{who}");
            }
            let client = if who.is_empty() { self.serving.public() } else { self.serving.client(who) };
            self.check_texts(who, &viewer, &client);
            self.check_list(who, &viewer, &client);
        }
    }

    fn check_texts(&self, who: &str, viewer: &Viewer, client: &Client) {
        for report in &self.reports {
            let answer = client.get(&format!("/api/v1/reports/{}", report.reference));
            match Self::shown(viewer, report) {
                Some(out) => assert_eq!(answer.expect(200).json()["title"], json!(out.title), "{who}"),
                None => assert!([404, 410].contains(&answer.status), "{who}: {}", answer.text()),
            }
        }
    }

    fn check_list(&self, who: &str, viewer: &Viewer, client: &Client) {
        let list = client.get("/api/v1/incidents?limit=200&facets=1").expect(200).json();
        let mut incidents: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        let mut countries: BTreeMap<String, u64> = BTreeMap::new();
        for report in &self.reports {
            let Some(out) = Self::shown(viewer, report) else { continue };
            incidents.entry(report.incident).or_default().insert(report.reference.clone());
            *countries.entry(out.country.to_owned()).or_default() += 1;
        }
        let references = |item: &Value| -> BTreeSet<String> {
            let reports = item["reports"].as_array().unwrap().iter();
            reports.map(|report| report["reference"].as_str().unwrap().to_owned()).collect()
        };
        let shown: BTreeSet<_> = list["items"].as_array().unwrap().iter().map(references).collect();
        assert_eq!(shown, incidents.values().cloned().collect(), "{who}");
        let reports: usize = incidents.values().map(BTreeSet::len).sum();
        assert_eq!((&list["total"], &list["reports"]), (&json!(incidents.len()), &json!(reports)), "{who}");
        let counted = list["facets"]["country"].as_array().unwrap().iter();
        let counted =
            counted.map(|of| (of["value"].as_str().unwrap().to_owned(), of["count"].as_u64().unwrap()));
        assert_eq!(counted.collect::<BTreeMap<_, _>>(), countries, "{who}");
        // What is downloaded by a browser is the same list.
        let json = client.get("/incidents.json?rows=reports").expect(200).json();
        assert_eq!(json.as_array().unwrap().len(), reports, "{who}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, max_shrink_iters: 24, ..ProptestConfig::default() })]

    /// After any history everybody reads, is listed and is counted what the rule gives them.
    #[test]
    fn everybody_is_shown_what_the_rule_says(deeds in prop::collection::vec(deed(), 16..36)) {
        let mut history = History::new();
        let half = deeds.len() / 2;
        let done = deeds.iter().enumerate().filter(|(number, deed)| {
            if *number == half {
                history.check();
            }
            history.happens(deed)
        });
        let done = done.count();
        history.check();
        // A history in which next to nothing could be done proves nothing: another is drawn. Were most of them
        // such, the drawing would give up and the test fail.
        prop_assume!(done > deeds.len() / 6);
    }
}
