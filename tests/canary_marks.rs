//! Canaries under marks: in a title, behind letters of two UTF-16 units, over a line break, inside a link, in facts, in
//! the words that are read in their place, and in what a person does not see of a picture or a document.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use crate::canaries::{VIEWERS, World, canaries_in};
use crate::sanitise::{fixtures, papers};
use crate::serving::{AMINA, FARAH, JONAS, KIRSI, LEILA, OLGA, ROSA, Serving};

/// Who reads the fuller text: the owner's people and the governments.
const FULLER: [&str; 5] = [AMINA, JONAS, OLGA, ROSA, KIRSI];
const DESK: [&str; 2] = [AMINA, JONAS];

/// A text under a mark, and what it is.
struct Covered {
    field: &'static str,
    text: String,
    /// Whether governments may see it.
    fuller: bool,
    instead: String,
}

/// The mark on the part of an original that says this.
fn mark(original: &Value, covered: &Covered) -> Value {
    let text = match covered.field {
        "title" | "narrative" => &original[covered.field],
        path => path.split('.').fold(&original["facts"], |value, step| match step.parse::<usize>() {
            Ok(place) => &value[place],
            Err(_) => &value[step],
        }),
    };
    let text = text.as_str().unwrap();
    let words: String = covered.text.nfc().collect();
    let place = text.find(&words).unwrap_or_else(|| panic!("{words} in {text}"));
    let start = text[..place].chars().count();
    let visible_to: &[&str] = if covered.fuller { &["sector:government"] } else { &[] };
    json!({
        "field": covered.field, "start": start, "end": start + words.chars().count(), "reason": "personal_data",
        "visible_to": visible_to, "replace_with": covered.instead,
    })
}

impl World {
    /// A report with two texts: for governments with some of what is marked, for everybody with none of it. Gives its
    /// reference and the words that stand under marks for governments.
    pub fn plant_marks(&self) -> (String, Vec<String>) {
        let (serving, fuller) = (&self.serving, FULLER.as_slice());
        let title =
            (self.canary("marked part of a title", fuller), self.canary("title beside a mark", &VIEWERS));
        let nobody = self.canary("marked part of a text, for the desk alone", &DESK);
        let broken = self.canary("marked part over a line break", fuller);
        let half = broken.char_indices().nth(broken.chars().count() / 2).unwrap().0;
        let broken_up = format!("{}\n{}", &broken[..half], &broken[half..]);
        let linked = self.canary("marked link", fuller);
        let [place, service, source, maker] = [
            ("place told as its region", false),
            ("service told as its kind", true),
            ("source told as its kind", true),
            ("marked part of a fact", true),
        ]
        .map(|(field, to_governments)| self.canary(field, if to_governments { fuller } else { &DESK }));
        let instead = [
            self.canary("words in the place of a mark that only the desk sees through", &VIEWERS),
            self.canary("words in the place of a mark that governments see through", &VIEWERS),
        ];
        let body = json!({
            "title": format!("Met {} and {}", title.0, title.1),
            "narrative": format!(
                "👩🏽‍🚀 🛑 {nobody} came.\n\n> Then {broken_up} said [the list of {linked}](https://zulu.example.org/{}) …\n\n\
                 - {nobody} left.", linked.replace(' ', "-")
            ),
            "facts": {
                "types": ["arrest"], "countries": ["ZW"], "started": { "date": "1987-05-06", "precision": "day" },
                "regions": ["ZW-HA"], "places": [place], "services": [service], "people_affected": 4321,
                "decision_maker": format!("The office of {maker}"),
                "sources": [{ "kind": "witness", "title": source }],
            },
        });
        let report = serving.draft(AMINA, &body);
        let mut files = Vec::new();
        for (name, file) in [("photo.jpg", fixtures::telling_jpeg()), ("paper.pdf", papers::telling())] {
            files.push(serving.attached(&report, AMINA, (name, &file), ""));
        }
        let path = format!("/api/v1/reports/{report}");
        let answer = serving.client(AMINA).get(&format!("{path}/original")).expect(200);
        let (version, original) = (answer.header("etag").unwrap().to_owned(), answer.json());
        let under = |field, text: &str, fuller| Covered {
            field,
            text: text.to_owned(),
            fuller,
            instead: if fuller { instead[1].clone() } else { instead[0].clone() },
        };
        let narrative = original["narrative"].as_str().unwrap();
        let link = narrative.split("said ").nth(1).unwrap().split(" …").next().unwrap().to_owned();
        let covered = [
            under("title", &title.0, true),
            under("narrative", &nobody, false),
            under("narrative", &broken_up, true),
            under("narrative", &link, true),
            under("decision_maker", &maker, true),
        ];
        let mut marks: Vec<Value> = covered.iter().map(|covered| mark(&original, covered)).collect();
        // The same words a second time.
        let again = format!("{nobody} left");
        let mut second = mark(&original, &under("narrative", &again, false));
        second["end"] = json!(second["end"].as_u64().unwrap() - 5);
        marks.push(second);
        for (fact, level, to) in [
            ("places", "region", json!([])),
            ("services", "kind", json!(["sector:government"])),
            ("sources", "kind", json!(["sector:government"])),
            ("started", "month", json!(["sector:government"])),
            ("people_affected", "range", json!(["sector:government"])),
        ] {
            marks
                .push(json!({ "fact": fact, "level": level, "reason": "source_identity", "visible_to": to }));
        }
        serving.client(AMINA).put(&format!("{path}/marks"), &version, &json!(marks)).expect(200);
        for audience in [&["org:open-lines", "sector:government"][..], &["public"]] {
            let id = serving.propose(&report, AMINA, audience);
            serving.approve(&report, &id, JONAS);
        }
        serving.settle();
        self.note(&report, files);
        (report, vec![title.0, linked, service, source, maker])
    }
}

fn total(serving: &Serving, who: &str, query: &str) -> Value {
    let client = if who.is_empty() { serving.public() } else { serving.client(who) };
    client.get(&format!("/api/v1/incidents?{query}")).expect(200).json()["total"].clone()
}

/// Classes of leaks: a search, a filter, an order or a day finds what a mark covers; a mask that tells its length.
#[test]
fn what_is_marked_is_found_by_those_alone_who_see_through() {
    let world = World::new();
    let (report, words) = world.plant_marks();
    let serving = &world.serving;
    let mut asked: Vec<String> =
        words.iter().map(|word| format!("q={}", entente::web::encode(word))).collect();
    asked.push(format!("service={}", entente::web::encode(&words[2])));
    for query in &asked {
        for who in [KIRSI, OLGA] {
            assert_eq!(total(serving, who, query), json!(1), "{query} for {who}");
        }
        for who in ["", FARAH, LEILA] {
            assert_eq!(total(serving, who, query), json!(0), "{query} for {who:?}");
        }
    }
    // The month that is told answers alike, whichever day of it is asked for.
    let day = |day: u32| format!("from=1987-05-{day:02}&to=1987-05-{day:02}");
    assert_eq!(total(serving, KIRSI, &day(6)), json!(1));
    assert_eq!(total(serving, KIRSI, &day(7)), json!(0));
    for who in ["", FARAH] {
        let told: BTreeSet<String> = (2..=31).map(|of| total(serving, who, &day(of)).to_string()).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(total(serving, who, "from=1987-05-01&to=1987-05-31"), json!(1));
    }
    let read = |path: &str| serving.public().get(path).expect(200).text();
    let shown = read(&format!("/api/v1/reports/{report}"));
    assert!(!shown.contains("4321") && !shown.contains("1987-05-06"), "{shown}");
    let met: BTreeSet<usize> = canaries_in(&shown);
    let canaries = world.canaries.borrow();
    let strangers: Vec<_> = met.iter().filter(|number| !canaries[**number].readers.contains("")).collect();
    assert!(strangers.is_empty(), "{strangers:?}");
}
