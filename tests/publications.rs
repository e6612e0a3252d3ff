//! What everybody reads of an adopted text: a second person of the secretariat agrees to it, it names who stands under it, and says nothing of
//! the negotiation.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::endorsements::{READERS, adopt, adopted, endorse, given, invite, negotiated_as, put, take_back};
use crate::http::{Answer, Client};
use crate::joint_statements::{INES, approve, begun, founded, moved, post, seen, text, write};
use crate::rounds::{DEADLINE, begin, objection, said, says, silent, told};
use crate::serving::{
    COMPANY, CONVENOR, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, REVIEWER, SECOND_CONVENOR, Serving,
};

/// Has the chair propose what everybody is to read.
pub fn clear(serving: &Serving, who: &str, statement: &str, more: &Value) -> Answer {
    let mut sent = json!({ "to": "cleared" });
    sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    moved(serving, who, statement, &sent)
}

/// What the publication is called that was proposed last of a statement.
#[track_caller]
pub fn proposed(serving: &Serving, statement: &str) -> String {
    let path = format!("/statements/{statement}/publication");
    let page = serving.new_client(CONVENOR).page(&path).expect(200).text();
    let mut links = page.split("href=\"/publications/").skip(1);
    links.find(|rest| rest.starts_with("Y-")).unwrap()[..8].to_owned()
}

pub fn agree(serving: &Serving, who: &str, publication: &str) -> Answer {
    let path = format!("/api/v1/publications/{publication}/approval");
    serving.new_client(who).post(&path, &json!({}))
}

/// The chair proposes what everybody is to read, and a second person agrees. What it is called.
#[track_caller]
pub fn cleared(serving: &Serving, statement: &str, more: &Value) -> String {
    let done = clear(serving, CONVENOR, statement, more).expect(200).json();
    assert_eq!(done["state"], "proposed");
    let publication = proposed(serving, statement);
    let done = agree(serving, SECOND_CONVENOR, &publication).expect(200).json();
    assert_eq!(done["state"], "released");
    publication
}

/// The same, at once.
#[track_caller]
pub fn published(serving: &Serving, statement: &str) -> String {
    let publication = cleared(serving, statement, &json!({}));
    assert_eq!(seen(serving, GOVERNMENT, statement)["state"], "published");
    publication
}

/// Where what is published of a statement stands for good.
#[track_caller]
pub fn address(serving: &Serving, statement: &str) -> String {
    format!("/publications/sha256/{}", text(&seen(serving, GOVERNMENT, statement)["hash"]))
}

/// What everybody reads there.
#[track_caller]
pub fn read(serving: &Serving, address: &str) -> Value {
    serving.public().get(&format!("{address}.json")).expect(200).json()
}

#[track_caller]
pub fn page(serving: &Serving, address: &str) -> String {
    serving.public().page(address).expect(200).text()
}

/// Who stands under it, how, and whether they still do.
fn names(view: &Value) -> Vec<(String, String, bool)> {
    let name =
        |one: &Value| (text(&one["organisation"]), text(&one["kind"]), one["withdrawn_at"] == Value::Null);
    view["names"].as_array().unwrap().iter().map(name).collect()
}

fn stands(all: &[(&str, &str, bool)]) -> Vec<(String, String, bool)> {
    all.iter().map(|(slug, kind, stands)| ((*slug).to_owned(), (*kind).to_owned(), *stands)).collect()
}

#[test]
fn a_second_person_of_the_secretariat_agrees_to_what_everybody_reads() {
    let serving = &founded();
    let words = ["We call on Zale to restore access at once.", "We call on Zale to restore all access."];
    let [statement, other] = words.map(|words| put(serving, words, READERS));
    clear(serving, CONVENOR, &statement, &json!({})).expect(409);
    adopt(serving);
    for (who, status) in [(GOVERNMENT, 403), (INES, 403), (REVIEWER, 403), (COMPANY, 404)] {
        clear(serving, who, &statement, &json!({})).expect(status);
    }
    for (sent, field) in [
        (json!({ "embargo": "2026-06-04T13:00:11Z" }), "embargo"),
        (json!({ "embargo": "2026-10-25 03:30", "zone": "Europe/Tallinn" }), "embargo"),
        (json!({ "embargo": "2026-06-10", "zone": "Moon/Tranquility" }), "zone"),
    ] {
        let refused = clear(serving, CONVENOR, &statement, &sent).expect(422).json();
        assert!(refused["errors"][field].is_array(), "{refused}");
    }
    let done = clear(serving, CONVENOR, &statement, &json!({})).expect(200).json();
    assert_eq!(done, json!({ "reference": statement, "state": "proposed" }));
    let refused = clear(serving, SECOND_CONVENOR, &statement, &json!({})).expect(409).text();
    assert!(refused.contains("waits for a second person already"), "{refused}");
    let (publication, at) = (proposed(serving, &statement), address(serving, &statement));
    let there = |client: &Client| {
        [at.as_str(), &format!("/publications/{publication}")].map(|path| client.page(path).status)
    };
    for who in [GOVERNMENT, INES, REVIEWER] {
        assert_eq!(there(&serving.new_client(who)), [404, 404], "{who}");
    }
    assert_eq!(there(&serving.public()), [404, 404]);
    // Neither whoever proposes it, nor a reviewer of another organisation.
    agree(serving, CONVENOR, &publication).expect(403);
    for who in [REVIEWER, GOVERNMENT_REVIEWER, INES] {
        agree(serving, who, &publication).expect(404);
    }
    assert_eq!(seen(serving, INES, &statement)["state"], "adopted");
    assert!(told(serving, SECOND_CONVENOR).contains(&"review-waiting".to_owned()));
    let queue = serving.new_client(SECOND_CONVENOR).get("/api/v1/reviews").expect(200).json();
    let waits = &queue["items"][0];
    assert_eq!((&waits["publication"], &waits["audience"]), (&json!(publication), &json!(["public"])));
    assert_eq!(waits["title"], "On the shutdown in Zale");
    agree(serving, SECOND_CONVENOR, &publication).expect(200);
    assert_eq!(seen(serving, INES, &statement)["state"], "published");
    assert_eq!(there(&serving.public()), [200, 200]);
    assert_eq!(read(serving, &at)["reference"], publication);
    // Nobody is the second person to themselves, also where they review what others propose.
    clear(serving, SECOND_CONVENOR, &other, &json!({})).expect(200);
    let own = proposed(serving, &other);
    agree(serving, SECOND_CONVENOR, &own).expect(403);
    assert_eq!(seen(serving, INES, &other)["state"], "adopted");
    serving.public().page(&address(serving, &other)).expect(404);
}

#[test]
fn what_was_agreed_to_is_what_there_is() {
    let serving = &founded();
    let statement = adopted(serving);
    clear(serving, CONVENOR, &statement, &json!({})).expect(200);
    let first = proposed(serving, &statement);
    // Another name: nobody has proposed it so.
    endorse(serving, INES, &statement, &given()).expect(200);
    let refused = agree(serving, SECOND_CONVENOR, &first).expect(409).text();
    assert!(refused.contains("A name or a word has changed"), "{refused}");
    assert_eq!(seen(serving, INES, &statement)["state"], "adopted");
    let at = address(serving, &statement);
    serving.public().page(&at).expect(404);
    let path = format!("/api/v1/publications/{first}/return");
    let comment = json!({ "comment": "Valdora is missing." });
    serving.new_client(SECOND_CONVENOR).post(&path, &comment).expect(200);
    assert!(told(serving, CONVENOR).contains(&"proposal-returned".to_owned()));
    serving.place.clock.advance(TimeDelta::seconds(1));
    let second = cleared(serving, &statement, &json!({}));
    assert_ne!(second, first);
    let both = stands(&[("estmark", "adopted", true), ("valdora", "endorsed", true)]);
    assert_eq!(names(&read(serving, &at)), both);
    // One that is taken back in between is as little what was proposed.
    let other = put_again(serving);
    endorse(serving, INES, &other, &given()).expect(200);
    clear(serving, CONVENOR, &other, &json!({})).expect(200);
    let publication = proposed(serving, &other);
    take_back(serving, INES, &other).expect(200);
    agree(serving, SECOND_CONVENOR, &publication).expect(409);
    assert_eq!(seen(serving, INES, &other)["state"], "adopted");
}

/// Another one that is adopted, later: by a round of its own.
fn put_again(serving: &Serving) -> String {
    let (statement, _) = begun(serving, GOVERNMENT, GOVERNMENT_REVIEWER);
    moved(serving, GOVERNMENT, &statement, &json!({ "to": "drafting" })).expect(200);
    let words = json!([{ "kind": "operative", "text": "We go on." }]);
    write(serving, GOVERNMENT, &statement, &words).expect(200);
    let sent = json!({ "to": "consultation", "audience": READERS, "until": "2026-06-12T12:00:00Z" });
    moved(serving, GOVERNMENT, &statement, &sent).expect(200);
    approve(serving, &statement);
    moved(serving, GOVERNMENT, &statement, &json!({ "to": "negotiation" })).expect(200);
    begin(serving, &statement, "2026-06-07T14:00:11Z").expect(200);
    adopt(serving);
    statement
}

#[test]
fn names_are_frozen_until_it_opens_and_one_that_changes_takes_it_back() {
    let serving = &founded();
    let statement = adopted(serving);
    let at = address(serving, &statement);
    invite(serving, &statement, &["open-lines"]);
    endorse(serving, INES, &statement, &given()).expect(200);
    let embargo = json!({ "embargo": "2026-06-10T12:00:00Z" });
    let first = cleared(serving, &statement, &embargo);
    assert_eq!(seen(serving, INES, &statement)["state"], "cleared");
    let refused = endorse(serving, REVIEWER, &statement, &given()).expect(409).text();
    assert!(refused.contains("names are frozen"), "{refused}");
    post(serving, REVIEWER, &statement, "endorsements/refusal", &json!({})).expect(409);
    moved(serving, GOVERNMENT, &statement, &json!({ "to": "sign_on" })).expect(403);
    assert_eq!(take_back(serving, INES, &statement).expect(200).json()["state"], "sign_on");
    // The chair takes it back as well; and whoever stands apart after all is not published as one who adopted it.
    cleared(serving, &statement, &embargo);
    let recalled = moved(serving, CONVENOR, &statement, &json!({ "to": "sign_on" })).expect(200).json();
    assert_eq!(recalled["state"], "sign_on");
    cleared(serving, &statement, &embargo);
    says(serving, GOVERNMENT, &statement, json!({ "value": "object", "text": "After all." })).expect(201);
    assert_eq!(seen(serving, INES, &statement)["state"], "sign_on");
    let last = cleared(serving, &statement, &embargo);
    says(serving, GOVERNMENT, &statement, json!({ "value": "dissociate" })).expect(201);
    assert_eq!(seen(serving, INES, &statement)["state"], "sign_on");
    // The moment comes, and nothing is published.
    serving.place.clock.advance(TimeDelta::days(6));
    serving.instance.timers.work().unwrap();
    serving.settle();
    assert_eq!(seen(serving, INES, &statement)["state"], "sign_on");
    for publication in [&first, &last] {
        serving.public().get(&format!("/api/v1/publications/{publication}")).expect(404);
        serving.new_client(INES).page(&format!("/publications/{publication}")).expect(404);
        let page = serving.new_client(SECOND_CONVENOR).page(&format!("/publications/{publication}"));
        assert!(page.expect(410).text().contains("taken back before it was published"));
    }
    for ending in [".json", ".txt", ".pdf"] {
        serving.public().get(&format!("{at}{ending}")).expect(404);
    }
    serving.public().page(&at).expect(404);
    assert_eq!(serving.public().get("/api/v1/publications").expect(200).json()["total"], 0);
    let refused = clear(serving, CONVENOR, &statement, &json!({})).expect(409).text();
    assert!(refused.contains("Nobody stands under the text"), "{refused}");
}

#[test]
fn nothing_is_published_under_which_nobody_stands_or_somebody_still_waits() {
    let serving = &founded();
    let statement = silent(serving);
    said(serving, INES, &statement, objection());
    for who in [GOVERNMENT, CONVENOR] {
        moved(serving, who, &statement, &json!({ "to": "sign_on" })).expect(200);
    }
    let refused = |more: Value| clear(serving, CONVENOR, &statement, &more).expect(409).text();
    assert!(refused(json!({})).contains("Nobody stands under the text"));
    endorse(serving, GOVERNMENT, &statement, &json!({})).expect(200);
    assert!(refused(json!({})).contains("wait for their authority"));
    assert!(refused(json!({ "without_pending": true })).contains("Nobody stands under the text"));
    endorse(serving, INES, &statement, &given()).expect(200);
    assert!(refused(json!({})).contains("wait for their authority"));
    cleared(serving, &statement, &json!({ "without_pending": true }));
    let view = read(serving, &address(serving, &statement));
    assert_eq!(names(&view), stands(&[("valdora", "endorsed", true)]), "an objector that endorses it");
    assert_eq!((&view["mode"], &view["adopted_at"]), (&json!("signatories_only"), &Value::Null));
}

/// Words that stand nowhere but in the negotiation.
const SECRETS: [&str; 8] = [
    "Zilokestrel",
    "Vorquibel",
    "Krimtovan",
    "Marpolune",
    "Tavrikone",
    "Quenzilor",
    "Perquinode",
    "Lorvaxite",
];

/// One that was negotiated in full: what was said of it is called so. Estmark adopts it with a reservation, Valdora stands apart, and Open
/// Lines endorses it.
fn negotiated_in_full(serving: &Serving) -> (String, Vec<String>) {
    let statement = negotiated_as(serving, "We call on Zale to restore access at once.", READERS);
    let hash = seen(serving, INES, &statement)["hash"].clone();
    let say = |what: &str, sent: Value| {
        text(&post(serving, INES, &statement, what, &sent).expect(201).json()["reference"])
    };
    let input = say("inputs", json!({ "paragraph": "p3", "text": "Zilokestrel." }));
    let amendment = say("amendments", json!({ "paragraph": "p3", "version": hash, "text": "Vorquibel." }));
    let decision = json!({ "decision": "rejected", "reason": "Krimtovan." });
    let path = format!("amendments/{amendment}/decision");
    post(serving, GOVERNMENT, &statement, &path, &decision).expect(200);
    let bracket =
        json!({ "paragraph": "p3", "start": 0, "end": 2, "kind": "alternative", "text": "Marpolune" });
    let bracket = say("brackets", bracket);
    let path = format!("brackets/{bracket}/status");
    post(serving, INES, &statement, &path, &json!({ "status": "agreed" })).expect(200);
    begin(serving, &statement, DEADLINE).expect(200);
    let objects = json!({ "value": "object", "text": "Tavrikone.", "amendment": "Quenzilor." });
    let objected = said(serving, INES, &statement, objects);
    post(serving, INES, &statement, &format!("positions/{objected}/withdrawal"), &json!({})).expect(200);
    let again = json!({ "to": "silence", "deadline": "2026-06-02T13:00:00Z" });
    moved(serving, CONVENOR, &statement, &again).expect(200);
    let adopts = json!({
        "value": "no_objection", "text": "Perquinode.", "reservation": "Article 3 does not bind us.",
    });
    let adopts = said(serving, GOVERNMENT, &statement, adopts);
    let apart = said(serving, INES, &statement, json!({ "value": "dissociate", "text": "Lorvaxite." }));
    serving.place.clock.advance(TimeDelta::hours(25) + TimeDelta::seconds(11));
    serving.instance.timers.work().unwrap();
    invite(serving, &statement, &["open-lines"]);
    let endorses = json!({ "authority": "Ondrivale", "reservation": "We cannot pay for it." });
    endorse(serving, REVIEWER, &statement, &endorses).expect(200);
    let action = text(&seen(serving, GOVERNMENT, &statement)["action"]);
    (statement, vec![action, input, amendment, bracket, objected, adopts, apart])
}

fn keys(of: &Value) -> BTreeSet<&str> {
    of.as_object().unwrap().keys().map(String::as_str).collect()
}

/// The list of names of one kind, on a page.
#[track_caller]
fn list<'a>(page: &'a str, id: &str) -> &'a str {
    let rest = page.split(&format!("<h2 id=\"{id}\">")).nth(1).unwrap();
    rest.split("<h2").next().unwrap()
}

/// A name as programs read it.
fn name(slug: &str, name: &str, kind: &str, reservation: &str) -> Value {
    json!({
        "organisation": slug, "name": name, "kind": kind, "reservation": reservation, "withdrawn_at": null,
    })
}

#[test]
fn it_says_what_was_adopted_when_and_who_stands_under_it() {
    let serving = &founded();
    let (statement, _) = negotiated_in_full(serving);
    published(serving, &statement);
    let at = address(serving, &statement);
    let view = read(serving, &at);
    let expected = [
        name("estmark", "Estmark", "adopted", "Article 3 does not bind us."),
        name("open-lines", "Open Lines", "endorsed", "We cannot pay for it."),
        name("valdora", "Valdora", "dissociated", ""),
    ];
    assert_eq!(view["names"], json!(expected));
    for (field, value) in [
        ("statement", statement.as_str()),
        ("state", "released"),
        ("mode", "coalition_consensus"),
        ("adopted_at", "2026-06-02T13:00:00Z"),
        ("published_at", "2026-06-02T13:00:11Z"),
        ("tlp", "TLP:CLEAR"),
    ] {
        assert_eq!(view[field], value, "{field}");
    }
    let page = page(serving, &at);
    for (id, heading, there) in [
        ("adopted", "Adopted by", "Estmark"),
        ("endorsed", "Endorsed by", "Open Lines"),
        ("dissociated", "The following dissociate from it", "Valdora"),
    ] {
        let found = list(&page, id);
        assert!(found.starts_with(heading), "{found}");
        let names = ["Estmark", "Open Lines", "Valdora"].map(|name| found.contains(name));
        assert_eq!(names, ["Estmark", "Open Lines", "Valdora"].map(|name| name == there), "{found}");
    }
    let reserved = list(&page, "reservations");
    let plain = serving.public().get(&format!("{at}.txt")).expect(200).text();
    assert!(plain.contains("2. We call on Zale") && plain.contains("- Open Lines"), "{plain}");
    for words in ["Article 3 does not bind us.", "We cannot pay for it."] {
        assert!(reserved.contains(words) && plain.contains(words), "{reserved} {plain}");
    }
    // Who stands apart is no author of it, and is not found as one who stands under it.
    serving.settle();
    let feed = serving.public().get("/publications.feed.json").expect(200).json();
    assert_eq!(feed["items"][0]["authors"], json!([{ "name": "Estmark" }, { "name": "Open Lines" }]));
    for (slug, total) in [("estmark", 1), ("open-lines", 1), ("valdora", 0)] {
        let path = format!("/api/v1/publications?endorser={slug}");
        assert_eq!(serving.public().get(&path).expect(200).json()["total"], total, "{slug}");
    }
}

/// Class of leaks: what was said in a negotiation leaves with the text that came of it.
#[test]
fn it_says_nothing_of_the_negotiation() {
    let serving = &founded();
    let (statement, said) = negotiated_in_full(serving);
    published(serving, &statement);
    serving.settle();
    let at = address(serving, &statement);
    let view = read(serving, &at);
    let told = "at adopted_at hash mode names published_at reference state statement texts tlp";
    assert_eq!(keys(&view), told.split(' ').collect());
    assert_eq!(keys(&view["texts"][0]), BTreeSet::from(["language", "title", "paragraphs"]));
    let paragraph = &view["texts"][0]["paragraphs"][2];
    let words = "We call on Zale to restore access at once.";
    assert_eq!(*paragraph, json!({ "id": "p3", "number": "2", "kind": "operative", "text": words }));
    let hash = text(&view["hash"]);
    let lists = ["/publications.atom", "/publications.feed.json", "/api/v1/publications", "/publications"];
    let mut all = lists.map(|path| serving.public().get(path).expect(200).text()).to_vec();
    all.extend([view.to_string(), page(serving, &at)]);
    all.push(serving.public().get(&format!("{at}.txt")).expect(200).text());
    let people = ["Kirsi", "Ines", "Jonas", "Ana Belo", "Tomas", "Ondrivale", "They sit here"];
    let hidden = SECRETS.iter().chain(&people).copied().chain(said.iter().map(String::as_str));
    let hidden: Vec<&str> = hidden.collect();
    for public in &all {
        assert!(public.contains(&hash), "{public}");
        for words in &hidden {
            assert!(!public.contains(words), "{words} in {public}");
        }
    }
    for at in ["round", "endorsements", "publication", "follow-up"] {
        serving.public().page(&format!("/statements/{statement}/{at}")).expect(404);
    }
    // All of that is what its readers read.
    let read = seen(serving, GOVERNMENT, &statement).to_string();
    for words in ["Zilokestrel", "Vorquibel", "Krimtovan", "Marpolune", "Tavrikone", "Perquinode"] {
        assert!(read.contains(words), "{words} in {read}");
    }
}

#[test]
fn whoever_joins_late_is_added_at_the_same_address_and_whoever_leaves_is_struck() {
    let serving = &founded();
    let statement = adopted(serving);
    invite(serving, &statement, &["open-lines", "defenders"]);
    endorse(serving, INES, &statement, &given()).expect(200);
    let publication = published(serving, &statement);
    let at = address(serving, &statement);
    let first = read(serving, &at);
    let (estmark, valdora) = (("estmark", "adopted", true), ("valdora", "endorsed", true));
    let lines = ("open-lines", "endorsed", true);
    assert_eq!(names(&first), stands(&[estmark, valdora]));
    let same = clear(serving, CONVENOR, &statement, &json!({})).expect(200).json();
    assert_eq!(same["state"], "published", "there is nothing to agree to");
    serving.place.clock.advance(TimeDelta::hours(1));
    endorse(serving, REVIEWER, &statement, &given()).expect(200);
    assert_eq!(clear(serving, CONVENOR, &statement, &json!({})).expect(200).json()["state"], "proposed");
    assert_eq!(proposed(serving, &statement), publication);
    agree(serving, CONVENOR, &publication).expect(403);
    // While that waits, everybody reads what they read: also who decides on it.
    for client in [serving.public(), serving.new_client(CONVENOR), serving.new_client(SECOND_CONVENOR)] {
        let view = client.get(&format!("{at}.json")).expect(200).json();
        assert_eq!(view, first);
    }
    agree(serving, SECOND_CONVENOR, &publication).expect(200);
    let second = read(serving, &at);
    assert_eq!(names(&second), stands(&[estmark, lines, valdora]));
    for same in ["reference", "hash", "texts", "published_at", "adopted_at", "statement"] {
        assert_eq!(second[same], first[same], "{same}");
    }
    serving.settle();
    let listed = serving.public().get("/api/v1/publications?endorser=open-lines").expect(200).json();
    assert_eq!((&listed["total"], &listed["items"][0]), (&json!(1), &second));
    // What is taken back after that stays there, struck, with its day.
    assert_eq!(take_back(serving, INES, &statement).expect(200).json()["state"], "published");
    let third = read(serving, &at);
    assert_eq!(names(&third), stands(&[estmark, lines, ("valdora", "endorsed", false)]));
    assert_eq!(third["names"][2]["withdrawn_at"], "2026-06-04T14:00:11Z");
    let shown = page(serving, &at);
    let struck = "<del><bdi>Valdora</bdi></del> <span class=\"soft\">taken back \
                  <time datetime=\"2026-06-04T14:00:11Z\">";
    assert!(shown.contains(struck), "{shown}");
    // To wait for an authority again is no endorsement, nor is to say no after that.
    endorse(serving, INES, &statement, &json!({})).expect(200);
    assert_eq!(read(serving, &at), third);
    post(serving, INES, &statement, "endorsements/refusal", &json!({})).expect(200);
    assert_eq!(read(serving, &at), third);
    let plain = serving.public().get(&format!("{at}.txt")).expect(200).text();
    assert!(plain.contains("- Estmark") && !plain.contains("Valdora"), "{plain}");
    let feed = serving.public().get("/publications.feed.json").expect(200).json();
    assert_eq!(feed["items"][0]["authors"], json!([{ "name": "Estmark" }, { "name": "Open Lines" }]));
    // Also once other names are added.
    endorse(serving, DEFENDER, &statement, &given()).expect(200);
    cleared(serving, &statement, &json!({}));
    let desk = ("defenders", "endorsed", true);
    assert_eq!(names(&read(serving, &at)), stands(&[desk, estmark, lines, ("valdora", "endorsed", false)]));
}
