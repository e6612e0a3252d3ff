//! Canaries under marks: in a title, behind letters of two UTF-16 units, over a line break, inside a link, in facts, in
//! the words that are read in their place, and in what a person does not see of a picture or a document.

use std::collections::BTreeSet;

use canary_words::canaries_in;
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use crate::canaries::{VIEWERS, World};
use crate::sanitise::{fixtures, papers};
use crate::serving::{ACADEMIC, ADMIN, COMPANY, GOVERNMENT, OBSERVER, REPORTER, REVIEWER, Serving};

/// Who reads the fuller text: the owner's people and the governments.
const FULLER: [&str; 5] = [REPORTER, REVIEWER, OBSERVER, ADMIN, GOVERNMENT];
const DESK: [&str; 2] = [REPORTER, REVIEWER];

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

/// The words of the report.
struct Words {
    title: String,
    nobody: String,
    broken: String,
    linked: String,
    service: String,
    source: String,
    maker: String,
    /// What is read in the place of a mark: of those that only the desk sees through, of those for governments.
    instead: [String; 2],
}

/// A word over two lines.
fn over_two_lines(word: &str) -> String {
    let half = word.char_indices().nth(word.chars().count() / 2).unwrap().0;
    format!("{}\n{}", &word[..half], &word[half..])
}

impl World {
    fn marked_text(&self) -> (Value, Words) {
        let fuller = FULLER.as_slice();
        let words = Words {
            title: self.canary("marked part of a title", fuller),
            nobody: self.canary("marked part of a text, for the desk alone", &DESK),
            broken: over_two_lines(&self.canary("marked part over a line break", fuller)),
            linked: self.canary("marked link", fuller),
            service: self.canary("service told as its kind", fuller),
            source: self.canary("source told as its kind", fuller),
            maker: self.canary("marked part of a fact", fuller),
            instead: ["the desk", "governments"].map(|who| {
                self.canary(&format!("words in the place of a mark that {who} see through"), &VIEWERS)
            }),
        };
        let Words { title, nobody, broken, linked, service, source, maker, .. } = &words;
        let open = self.canary("title beside a mark", &VIEWERS);
        let body = json!({
            "title": format!("Met {title} and {open}"),
            "narrative": format!(
                "👩🏽‍🚀 🛑 {nobody} came.\n\n> Then {broken} said [the list of {linked}](https://zulu.example.org/{}) …\n\n\
                 - {nobody} left.", linked.replace(' ', "-")
            ),
            "facts": {
                "types": ["arrest"], "countries": ["ZW"], "started": { "date": "1987-05-06", "precision": "day" },
                "regions": ["ZW-HA"], "places": [self.canary("place told as its region", &DESK)],
                "services": [service], "people_affected": 4321, "decision_maker": format!("The office of {maker}"),
                "sources": [{ "kind": "witness", "title": source }],
            },
        });
        (body, words)
    }

    /// A report with two texts: for governments with some of what is marked, for everybody with none of it. Gives its
    /// reference and the words that stand under marks for governments.
    pub fn plant_marks(&self) -> (String, Vec<String>) {
        let serving = &self.serving;
        let (body, words) = self.marked_text();
        let report = serving.draft(REPORTER, &body);
        let mut files = Vec::new();
        for (name, file) in [("photo.jpg", fixtures::telling_jpeg()), ("paper.pdf", papers::telling())] {
            files.push(serving.attached(&report, REPORTER, (name, &file), ""));
        }
        let path = format!("/api/v1/reports/{report}");
        let answer = serving.client(REPORTER).get(&format!("{path}/original")).expect(200);
        let (version, original) = (answer.header("etag").unwrap().to_owned(), answer.json());
        let marks = json!(marks(&original, &words));
        serving.client(REPORTER).put(&format!("{path}/marks"), &version, &marks).expect(200);
        for audience in [&["org:open-lines", "sector:government"][..], &["public"]] {
            let id = serving.propose(&report, REPORTER, audience);
            serving.approve(&report, &id, REVIEWER);
        }
        serving.settle();
        self.note(&report, files);
        (report, vec![words.title, words.linked, words.service, words.source, words.maker])
    }
}

fn marks(original: &Value, words: &Words) -> Vec<Value> {
    let under = |field, text: &str, fuller| {
        let instead = words.instead[usize::from(fuller)].clone();
        mark(original, &Covered { field, text: text.to_owned(), fuller, instead })
    };
    let narrative = original["narrative"].as_str().unwrap();
    let link = narrative.split("said ").nth(1).unwrap().split(" …").next().unwrap();
    // The same words a second time.
    let mut second = under("narrative", &format!("{} left", words.nobody), false);
    second["end"] = json!(second["end"].as_u64().unwrap() - 5);
    let mut marks = vec![
        under("title", &words.title, true),
        under("narrative", &words.nobody, false),
        under("narrative", &words.broken, true),
        under("narrative", link, true),
        under("decision_maker", &words.maker, true),
        second,
    ];
    for (fact, level, to) in [
        ("places", "region", json!([])),
        ("services", "kind", json!(["sector:government"])),
        ("sources", "kind", json!(["sector:government"])),
        ("started", "month", json!(["sector:government"])),
        ("people_affected", "range", json!(["sector:government"])),
    ] {
        marks.push(json!({ "fact": fact, "level": level, "reason": "source_identity", "visible_to": to }));
    }
    marks
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
        for who in [GOVERNMENT, OBSERVER] {
            assert_eq!(total(serving, who, query), json!(1), "{query} for {who}");
        }
        for who in ["", COMPANY, ACADEMIC] {
            assert_eq!(total(serving, who, query), json!(0), "{query} for {who:?}");
        }
    }
    // The month that is told answers alike, whichever day of it is asked for.
    let day = |day: u32| format!("from=1987-05-{day:02}&to=1987-05-{day:02}");
    assert_eq!(total(serving, GOVERNMENT, &day(6)), json!(1));
    assert_eq!(total(serving, GOVERNMENT, &day(7)), json!(0));
    for who in ["", COMPANY] {
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
