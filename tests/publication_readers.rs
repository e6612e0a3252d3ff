//! From when on and by which ways everybody reads what is published, in which languages and on paper; and what is left of it once it is
//! withdrawn.

use chrono::{DateTime, TimeDelta};
use entente::db::Moment;
use serde_json::{Value, json};

use crate::endorsements::{READERS, adopt, adopted, endorse, given, put};
use crate::http::Answer;
use crate::joint_statements::{INES, founded, seen, text};
use crate::publications::{address, clear, cleared, page, proposed, published, read};
use crate::serving::{ACADEMIC, COMPANY, CONVENOR, GOVERNMENT, REVIEWER, SECOND_CONVENOR, Serving};
use crate::support::count;

/// What is cleared here opens then.
const MOMENT: &str = "2026-06-10T12:00:00Z";

/// Lists that hold what is published here, once it is.
const LISTS: [&str; 9] = [
    "/publications",
    "/publications?q=restore",
    "/publications.atom",
    "/publications.feed.json",
    "/api/v1/publications",
    "/api/v1/publications?q=restore",
    "/api/v1/publications?q=Valdora",
    "/api/v1/publications?endorser=valdora",
    "/api/v1/publications?language=en",
];

/// It is so many seconds before that moment.
fn wait_until(serving: &Serving, seconds_before: i64) {
    let moment = Moment::from(DateTime::parse_from_rfc3339(MOMENT).unwrap().to_utc());
    let left = moment.since(serving.place.database.ambient().now());
    serving.place.clock.advance(left - TimeDelta::seconds(seconds_before));
}

fn is_there(answer: &Answer) -> bool {
    match answer.status {
        200 => true,
        404 => false,
        other => panic!("{other}: {}", answer.text()),
    }
}

/// The ways by which somebody finds a publication, and those by which they do not.
fn ways(serving: &Serving, who: &str, (at, publication): (&str, &str)) -> (Vec<String>, Vec<String>) {
    let client = if who.is_empty() { serving.public() } else { serving.new_client(who) };
    let hash = at.rsplit('/').next().unwrap();
    let mut found: Vec<(String, bool)> = Vec::new();
    for path in [at.to_owned(), format!("{at}?language=en&with=fr"), format!("/publications/{publication}")] {
        let there = is_there(&client.page(&path));
        found.push((path, there));
    }
    let files = [".json", ".txt", ".pdf"].map(|ending| format!("{at}{ending}"));
    for path in files.into_iter().chain([format!("/api/v1/publications/{publication}")]) {
        let there = is_there(&client.get(&path));
        found.push((path, there));
    }
    for path in LISTS {
        let list = client.get(path).expect(200);
        let there = list.text().contains(hash);
        if path.starts_with("/api/") {
            assert_eq!(list.json()["total"], u64::from(there), "{path}");
        }
        found.push((path.to_owned(), there));
    }
    let (by, not_by): (Vec<_>, Vec<_>) = found.into_iter().partition(|(_, there)| *there);
    let paths = |all: Vec<(String, bool)>| -> Vec<String> { all.into_iter().map(|(path, _)| path).collect() };
    (paths(by), paths(not_by))
}

fn rows(serving: &Serving, from: &str) -> i64 {
    serving.place.database.read(|conn| Ok(count(conn, from))).unwrap()
}

/// One that is cleared for that moment, with Valdora under it.
fn waiting(serving: &Serving) -> (String, String, String) {
    let statement = adopted(serving);
    endorse(serving, INES, &statement, &given()).expect(200);
    let embargo = json!({ "embargo": "2026-06-10 15:00", "zone": "Europe/Tallinn" });
    let publication = cleared(serving, &statement, &embargo);
    let at = address(serving, &statement);
    // From here on nobody tells the index anything.
    serving.settle();
    (statement, publication, at)
}

/// Class of leaks: what is to be published later, a second too early by one of the ways that there are.
#[test]
fn it_is_read_from_its_very_second_on_by_every_way_and_by_none_before() {
    let serving = &founded();
    let (statement, publication, at) = waiting(serving);
    let of = (at.as_str(), publication.as_str());
    let view = seen(serving, INES, &statement);
    assert_eq!((&view["state"], &view["deadline"]), (&json!("cleared"), &json!(MOMENT)));
    let nothing_before = || {
        for who in ["", ACADEMIC, INES, GOVERNMENT] {
            assert_eq!(ways(serving, who, of).0, [""; 0], "{who}");
        }
        // Whoever cleared it sees it wait, and has no file of it to pass on.
        let waits = serving.new_client(CONVENOR).page(&at).expect(200).text();
        assert!(waits.contains("Not published yet") && !waits.contains(&format!("{at}.pdf")), "{waits}");
        for ending in [".json", ".txt", ".pdf"] {
            serving.new_client(CONVENOR).get(&format!("{at}{ending}")).expect(404);
        }
    };
    nothing_before();
    wait_until(serving, 1);
    serving.instance.timers.work().unwrap();
    nothing_before();
    assert_eq!(seen(serving, INES, &statement)["state"], "cleared");
    // At the second it is there, before any timer has run.
    wait_until(serving, 0);
    for who in ["", ACADEMIC, INES, GOVERNMENT, CONVENOR] {
        assert_eq!(ways(serving, who, of).1, [""; 0], "{who}");
    }
    assert_eq!(rows(serving, "statement WHERE stage = 'cleared'"), 1, "it is not written down yet");
    assert_eq!(seen(serving, INES, &statement)["state"], "published");
    let published = read(serving, &at);
    assert_eq!(published["published_at"], MOMENT);
    assert!(page(serving, &at).contains(&format!("<time datetime=\"{MOMENT}\">")));
    // However late the worker is, and however often: it is written down once, and changes nothing.
    serving.place.clock.advance(TimeDelta::hours(2));
    for _ in 0..2 {
        serving.instance.timers.work().unwrap();
    }
    let steps = seen(serving, INES, &statement)["steps"].clone();
    let opened: Vec<_> =
        steps.as_array().unwrap().iter().filter(|step| step["state"] == "published").collect();
    assert_eq!((opened.len(), &opened[0]["organisation"]), (1, &Value::Null), "{steps}");
    assert_eq!(rows(serving, "statement WHERE stage = 'published'"), 1);
    assert_eq!(read(serving, &at), published);
}

/// Class of leaks: that there is something to be published, by an answer or by what it costs.
#[test]
fn what_is_not_open_yet_is_as_if_it_were_not_there() {
    let serving = &founded();
    let (_, publication, at) = waiting(serving);
    let unknown = format!("/publications/sha256/{}", "0".repeat(64));
    for who in ["", INES] {
        let client = if who.is_empty() { serving.public() } else { serving.new_client(who) };
        let ask = |path: &str, as_page: bool| {
            let before = serving.place.database.statements_for_requests();
            let answer = if as_page { client.page(path) } else { client.get(path) };
            let cost = serving.place.database.statements_for_requests() - before;
            (answer.expect(404).steady(), cost)
        };
        for (ending, as_page) in [("", true), (".json", false), (".txt", false), (".pdf", false)] {
            let [hidden, absent] = [&at, &unknown].map(|address| format!("{address}{ending}"));
            ask(&absent, as_page);
            assert_eq!(ask(&hidden, as_page), ask(&absent, as_page), "{who} {ending}");
        }
        for (place, as_page) in [("/publications", true), ("/api/v1/publications", false)] {
            let (hidden, hidden_cost) = ask(&format!("{place}/{publication}"), as_page);
            let (absent, absent_cost) = ask(&format!("{place}/Y-AAAAAA"), as_page);
            assert_eq!(hidden.replace(&publication, "Y"), absent.replace("Y-AAAAAA", "Y"), "{who} {place}");
            assert_eq!(hidden_cost, absent_cost, "{who} {place}");
        }
    }
    // What is no hash at all is no other answer.
    for odd in ["x", &at[at.len() - 63..], "Y-AAAAAA"] {
        serving.public().page(&format!("/publications/sha256/{odd}")).expect(404);
    }
}

const ENGLISH: &str = "We call on Zale to restore access at once.";
const FRENCH: &str = "Déclaration commune\n\n1. Rappelant les droits de tous en ligne,\n\n2. Nous appelons Zale à \
                      tout rétablir.";

fn translate(serving: &Serving, who: &str, statement: &str, (language, words): (&str, &str)) -> Answer {
    let path = format!("/api/v1/statements/{statement}/translations/{language}");
    let sent = json!({ "title": "Sur la coupure à Zale", "text": words });
    serving.new_client(who).json("PUT", &path, &[], &sent)
}

#[test]
fn an_adopted_text_is_written_in_other_languages_until_it_is_cleared() {
    let serving = &founded();
    let statement = put(serving, ENGLISH, READERS);
    let french = |who: &str| translate(serving, who, &statement, ("fr", FRENCH));
    let refused = french(CONVENOR).expect(409).text();
    assert!(refused.contains("between the adoption and the clearance"), "{refused}");
    adopt(serving);
    for (who, status) in [(INES, 403), (REVIEWER, 403), (COMPANY, 404)] {
        french(who).expect(status);
    }
    for (language, words, field) in [
        ("fr", "Un seul paragraphe.", "text"),
        ("fr", "", "text"),
        ("en", FRENCH, "language"),
        ("french!", FRENCH, "language"),
    ] {
        let refused = translate(serving, CONVENOR, &statement, (language, words)).expect(422).json();
        assert!(refused["errors"][field].is_array(), "{language}: {refused}");
    }
    french(GOVERNMENT).expect(200);
    serving.place.clock.advance(TimeDelta::seconds(1));
    let path = format!("/api/v1/statements/{statement}/translations/fr");
    serving.new_client(INES).delete(&path).expect(403);
    serving.new_client(CONVENOR).delete(&path).expect(200);
    serving.new_client(CONVENOR).delete(&path).expect(404);
    let shown = |who: &str| {
        let path = format!("/statements/{statement}/publication");
        serving.new_client(who).page(&path).expect(200).text().contains("Nous appelons Zale")
    };
    assert!(!shown(INES));
    serving.place.clock.advance(TimeDelta::seconds(1));
    french(CONVENOR).expect(200);
    assert!(shown(INES) && shown(REVIEWER), "for those who read the text");
    cleared(serving, &statement, &json!({ "embargo": MOMENT }));
    french(CONVENOR).expect(409);
    serving.new_client(CONVENOR).delete(&path).expect(409);
}

#[test]
fn two_languages_stand_side_by_side() {
    let serving = &founded();
    let statement = adopted(serving);
    translate(serving, GOVERNMENT, &statement, ("fr", FRENCH)).expect(200);
    published(serving, &statement);
    serving.settle();
    let at = address(serving, &statement);
    let view = read(serving, &at);
    let texts = view["texts"].as_array().unwrap();
    let languages: Vec<String> = texts.iter().map(|one| text(&one["language"])).collect();
    assert_eq!(languages, ["en", "fr"]);
    assert_eq!(texts[1]["title"], "Sur la coupure à Zale");
    let ids = |of: &Value| {
        let all = of["paragraphs"].as_array().unwrap().iter();
        all.map(|one| [text(&one["id"]), text(&one["number"]), text(&one["kind"])]).collect::<Vec<_>>()
    };
    assert_eq!(ids(&texts[0]), ids(&texts[1]), "a paragraph is the same in each");
    let french = "Nous appelons Zale à tout rétablir.";
    for (query, reads) in [
        ("", [true, false]),
        ("?language=fr", [false, true]),
        ("?language=FR", [false, true]),
        ("?language=de", [true, false]),
        ("?language=fr&with=en", [true, true]),
        ("?language=en&with=fr", [true, true]),
        ("?language=fr&with=fr", [false, true]),
    ] {
        let page = page(serving, &format!("{at}{query}"));
        assert_eq!([ENGLISH, french].map(|words| page.contains(words)), reads, "{query}: {page}");
        if reads == [true, true] {
            let (first, second) = if query.starts_with("?language=fr") { ("fr", "en") } else { ("en", "fr") };
            assert!(page.contains(&format!("<h1 lang=\"{first}\"")), "{page}");
            assert!(page.contains(&format!("<p class=\"other\" lang=\"{second}\"")), "{page}");
        }
    }
    for (language, total) in [("fr", 1), ("FR", 1), ("en", 1), ("de", 0)] {
        let path = format!("/api/v1/publications?language={language}");
        assert_eq!(serving.public().get(&path).expect(200).json()["total"], total, "{language}");
    }
    let found = serving.public().get("/api/v1/publications?q=appelons").expect(200).json();
    assert_eq!(found["items"][0], view, "the words of each language are found");
}

#[test]
fn each_language_goes_on_paper() {
    let serving = &founded();
    let statement = adopted(serving);
    translate(serving, GOVERNMENT, &statement, ("fr", FRENCH)).expect(200);
    published(serving, &statement);
    let at = address(serving, &statement);
    for (query, begins, words) in [
        ("", "On the shutdown in Zale", ENGLISH),
        ("?language=fr", "Sur la coupure à Zale", "Nous appelons Zale à tout rétablir."),
        ("?language=de", "On the shutdown in Zale", ENGLISH),
    ] {
        let plain = serving.public().get(&format!("{at}.txt{query}")).expect(200);
        assert_eq!(plain.header("content-type"), Some("text/plain; charset=utf-8"));
        let plain = plain.text();
        assert!(plain.starts_with(begins) && plain.contains(words), "{query}: {plain}");
        assert!(plain.contains(&format!("{at}\n")), "its address is on it: {plain}");
        let paper = serving.public().get(&format!("{at}.pdf{query}")).expect(200);
        assert!(paper.body.starts_with(b"%PDF"), "{query}");
        let named = format!("inline; filename=\"{statement}.pdf\"");
        for (header, value) in [
            ("content-type", "application/pdf"),
            ("content-disposition", named.as_str()),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(paper.header(header), Some(value), "{query}");
        }
    }
}

#[test]
fn what_is_withdrawn_leaves_why_at_its_address_and_nothing_anywhere_else() {
    let serving = &founded();
    let statement = adopted(serving);
    let publication = published(serving, &statement);
    serving.settle();
    let at = address(serving, &statement);
    let api = format!("/api/v1/publications/{publication}");
    let withdraw = |who: &str, sent: Value| serving.new_client(who).json("DELETE", &api, &[], &sent);
    for who in [CONVENOR, REVIEWER, GOVERNMENT] {
        withdraw(who, json!({ "reason": "Why not." })).expect(403);
    }
    withdraw(SECOND_CONVENOR, json!({})).expect(422);
    let by_valdora = ["/api/v1/publications?q=Valdora", "/api/v1/publications?endorser=valdora"];
    assert_eq!(ways(serving, "", (at.as_str(), publication.as_str())).1, by_valdora);
    let done = withdraw(SECOND_CONVENOR, json!({ "reason": "It names a person." })).expect(200).json();
    assert_eq!(done["state"], "withdrawn");
    serving.settle();
    for who in ["", INES, CONVENOR] {
        let client = if who.is_empty() { serving.public() } else { serving.new_client(who) };
        for path in [at.clone(), format!("/publications/{publication}")] {
            let left = client.page(&path).expect(410).text();
            assert!(left.contains("It names a person.") && !left.contains("restore access"), "{left}");
        }
        assert!(client.get(&api).expect(410).text().contains("It names a person."), "{who}");
        for ending in [".json", ".txt", ".pdf"] {
            client.get(&format!("{at}{ending}")).expect(404);
        }
        let hash = at.rsplit('/').next().unwrap();
        for path in LISTS {
            assert!(!client.get(path).expect(200).text().contains(hash), "{who} {path}");
        }
    }
    // The statement is what it was, and is not published again.
    assert_eq!(seen(serving, INES, &statement)["state"], "published");
    let shown = serving.new_client(INES).page(&format!("/statements/{statement}")).expect(200).text();
    assert!(shown.contains("What was published is withdrawn."), "{shown}");
    let refused = clear(serving, CONVENOR, &statement, &json!({})).expect(409).text();
    assert!(refused.contains("What was published of this statement is withdrawn"), "{refused}");
}

#[test]
fn it_is_cleared_and_taken_back_without_scripts() {
    let serving = &founded();
    let statement = adopted(serving);
    let (at, chair) = (format!("/statements/{statement}/publication"), serving.new_client(CONVENOR));
    let embargo = |moment: &'static str| [("act", "clear"), ("embargo", moment), ("zone", "Europe/Tallinn")];
    let back = chair.fill(&at, &at, &embargo("yesterday")).expect(422).text();
    assert!(back.contains("value=\"yesterday\""), "what was typed stays: {back}");
    let words = [("act", "translate"), ("language", "fr"), ("title", "T"), ("text", "Un seul.")];
    let back = chair.fill(&at, &at, &words).expect(422).text();
    assert!(back.contains("Un seul.</textarea>"), "{back}");
    let words = [("act", "translate"), ("language", "fr"), ("title", "Sur la coupure"), ("text", FRENCH)];
    chair.fill(&at, &at, &words).expect(303);
    chair.fill(&at, &at, &embargo("2026-06-10 15:00")).expect(303);
    let publication = format!("/publications/{}", proposed(serving, &statement));
    let second = serving.new_client(SECOND_CONVENOR);
    let shown = second.page(&publication).expect(200);
    assert!(shown.text().contains("We call on Zale") && shown.text().contains("Estmark"), "{}", shown.text());
    second.fill_on(&shown, &format!("{publication}/approval"), &[]).expect(303);
    let view = seen(serving, INES, &statement);
    assert_eq!((&view["state"], &view["deadline"]), (&json!("cleared"), &json!(MOMENT)));
    chair.fill(&at, &at, &[("act", "recall")]).expect(303);
    assert_eq!(seen(serving, INES, &statement)["state"], "sign_on");
    chair.fill(&at, &at, &[("act", "clear"), ("embargo", ""), ("zone", "UTC")]).expect(303);
    let publication = format!("/publications/{}", proposed(serving, &statement));
    second.fill(&publication, &format!("{publication}/approval"), &[]).expect(303);
    assert_eq!(seen(serving, INES, &statement)["state"], "published");
    // The page of the statement leads there.
    let led = serving.new_client(INES).page(&format!("/statements/{statement}")).expect(200).text();
    assert!(led.contains(&format!("href=\"{}\"", address(serving, &statement))), "{led}");
}
