//! A brief is taken from some of its readers: at once, with a reason, and nobody reads anything that they did not read.

use chrono::TimeDelta;
use entente::access::Role::Delegate;
use serde_json::{Value, json};

use crate::http::Answer;
use crate::serving::{
    ACADEMIC, COMPANY, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REPORTER, REVIEWER, Serving,
};
use crate::unconfirmed::{found, ground, note};

fn brief(audience: &[&str]) -> Value {
    json!({ "kind": "letter", "title": "A letter of many", "brief": "We write.", "audience": audience })
}

/// An action of Estmark that begins with a task.
fn begun(serving: &Serving, audience: &[&str]) -> String {
    let mut sent = brief(audience);
    sent["tasks"] = json!([{ "title": "Ask a lawyer" }]);
    let made = serving.new_client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
    let action = made["reference"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/actions/{action}/approval");
    serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
    action
}

fn version(serving: &Serving, action: &str, sent: &Value) -> Answer {
    serving.place.clock.advance(TimeDelta::seconds(5));
    serving.new_client(GOVERNMENT).post(&format!("/api/v1/actions/{action}/versions"), sent)
}

fn act(serving: &Serving, who: &str, (method, path): (&str, &str), body: &Value) -> Value {
    let answer = serving.new_client(who).json(method, &format!("/api/v1{path}"), &[], body);
    assert!(answer.status < 300, "{method} {path} as {who}: {}", answer.text());
    answer.json()
}

fn comment(serving: &Serving, who: &str, action: &str, words: &str) -> String {
    let path = format!("/actions/{action}/comments");
    let said = act(serving, who, ("POST", &path), &json!({ "text": words }));
    said["reference"].as_str().unwrap().to_owned()
}

fn status(serving: &Serving, who: &str, path: &str) -> u16 {
    serving.new_client(who).get(&format!("/api/v1{path}")).status
}

/// Whoever reads on is told neither why, nor that somebody was left out: for them the version before was replaced.
fn reads_on(serving: &Serving, action: &str, comment: &str) {
    let at = format!("/actions/{action}");
    let first = format!("{at}/versions/1");
    for who in [OBSERVER, REVIEWER] {
        let gone = serving.new_client(who).get(&format!("/api/v1{first}")).expect(410).json();
        assert_eq!(gone["reason"], "", "{who}");
        let list = serving.new_client(who).get(&format!("/api/v1{at}/versions")).expect(200).json();
        assert_eq!(list["items"][0]["state"], "replaced", "{who}");
        for path in [&first, &at] {
            let page = serving.new_client(who).page(path).text();
            assert!(
                !page.contains("It is for those who sign.") && !page.contains("withdrawn"),
                "{who}: {page}"
            );
        }
    }
    let own = serving.new_client(GOVERNMENT).get(&format!("/api/v1{first}")).expect(410).json();
    assert_eq!(own["reason"], "It is for those who sign.");
    // A label is no wider than that of those who read it now.
    let said = serving.new_client(OBSERVER).get(&format!("/api/v1/comments/{comment}")).expect(200).json();
    let seen = serving.new_client(OBSERVER).get(&format!("/api/v1{at}")).expect(200).json();
    assert_eq!(said["tlp"], seen["tlp"]);
}

/// Whoever is left behind joins no more, and finds the action in no list.
fn is_left_behind(serving: &Serving, action: &str) {
    let at = format!("/actions/{action}");
    let join =
        serving.new_client(DEFENDER).json("PUT", &format!("/api/v1{at}/participation"), &[], &json!({}));
    assert_eq!(join.status, 404);
    serving.settle();
    for query in ["stage=all", "mine=yes", "waiting=yes", "q=letter"] {
        let listed = serving.new_client(DEFENDER).get(&format!("/api/v1/actions?{query}")).expect(200).json();
        assert_eq!(listed["total"], 0, "{query}");
    }
}

/// Classes of leaks: what is done and said after somebody was left behind; a second person who is passed over.
#[test]
fn whoever_is_left_behind_is_told_why_and_takes_part_no_more() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    let at = format!("/actions/{action}");
    for who in [DEFENDER, REVIEWER] {
        act(&serving, who, ("PUT", &format!("{at}/participation")), &json!({}));
    }
    let task = json!({ "title": "Call the capital", "organisation": "defenders" });
    act(&serving, DEFENDER, ("POST", &format!("{at}/tasks")), &task);
    let theirs = comment(&serving, DEFENDER, &action, "Said by whoever is left behind");
    let before = comment(&serving, REVIEWER, &action, "Said before");
    let fewer = ["sector:government", "org:open-lines"];
    // Those who lose it are told why; and other words go no such way.
    let refused = version(&serving, &action, &brief(&fewer)).expect(422).json();
    assert!(refused["errors"]["reason"].is_array(), "{refused}");
    let mut sent = brief(&fewer);
    sent["reason"] = json!("It is for those who sign.");
    for (field, words) in [("title", "Another letter"), ("brief", "We write more.")] {
        let mut other = sent.clone();
        other[field] = json!(words);
        let refused = version(&serving, &action, &other).expect(422).json();
        assert!(refused["errors"]["audience"][0].as_str().unwrap().contains("unchanged"), "{refused}");
    }
    let mut swapped = sent.clone();
    swapped["audience"] = json!(["public"]);
    assert_eq!(version(&serving, &action, &swapped).expect(201).json()["state"], "proposed", "more readers");
    act(&serving, GOVERNMENT, ("DELETE", &at), &json!({}));
    assert_eq!(version(&serving, &action, &sent).expect(201).json()["state"], "released");
    let approval = format!("/api/v1{at}/approval");
    assert_eq!(serving.new_client(GOVERNMENT_REVIEWER).post(&approval, &json!({})).status, 409);
    // Who is left behind has the reason, and nothing else.
    let gone = serving.new_client(DEFENDER).get(&format!("/api/v1{at}")).expect(410).json();
    assert_eq!(gone["reason"], "It is for those who sign.");
    assert!(serving.client(DEFENDER).page(&at).expect(410).text().contains("It is for those who sign."));
    reads_on(&serving, &action, &before);
    let after = comment(&serving, REVIEWER, &action, "Said after");
    for path in [
        format!("{at}/comments"),
        format!("/comments/{before}"),
        format!("/comments/{after}"),
        format!("{at}/versions/2"),
    ] {
        assert_eq!([DEFENDER, ACADEMIC].map(|who| status(&serving, who, &path)), [404, 404], "{path}");
    }
    is_left_behind(&serving, &action);
    // The others go on with what there was, what was said then included; and are shown who takes part no more.
    for path in [&theirs, &before, &after].map(|one| format!("/comments/{one}")) {
        assert_eq!([OBSERVER, GOVERNMENT].map(|who| status(&serving, who, &path)), [200, 200], "{path}");
    }
    let seen = serving.new_client(OBSERVER).get(&format!("/api/v1{at}")).expect(200).json();
    let joined = seen["joined"].as_array().unwrap().iter();
    assert_eq!(joined.map(|one| one["organisation"]["slug"].clone()).collect::<Vec<_>>(), ["open-lines"]);
    let taken = seen["tasks"].as_array().unwrap().iter().map(|task| task["taken"].clone());
    assert_eq!(taken.collect::<Vec<_>>(), [json!(false), json!(false)], "{seen}");
    assert_eq!((&seen["steps"][0]["kind"], &seen["title"]), (&json!("left"), &json!("A letter of many")));
    // Now the words can change, as always with a second person.
    let mut other = brief(&fewer);
    other["brief"] = json!("We write more.");
    assert_eq!(version(&serving, &action, &other).expect(201).json()["state"], "proposed");
}

#[test]
fn leaving_one_out_needs_nobody_else_and_letting_it_in_again_does() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    let path = format!("/actions/{action}");
    let mut sent = brief(&["coalition"]);
    // The same for the same readers is nothing that has to go fast.
    assert_eq!(version(&serving, &action, &sent).expect(201).json()["state"], "proposed");
    act(&serving, GOVERNMENT, ("DELETE", &path), &json!({}));
    sent["except"] = json!(["lumora"]);
    sent["reason"] = json!("It concerns them.");
    assert_eq!(version(&serving, &action, &sent).expect(201).json()["state"], "released");
    assert_eq!([COMPANY, ACADEMIC].map(|who| status(&serving, who, &path)), [410, 200]);
    // Nobody who reads it is told who was left out.
    let seen = serving.new_client(ACADEMIC).get(&format!("/api/v1{path}")).expect(200).text();
    assert!(!seen.contains("umora"), "{seen}");
    sent["except"] = json!([]);
    assert_eq!(version(&serving, &action, &sent).expect(201).json()["state"], "proposed");
    assert_eq!([COMPANY, ACADEMIC].map(|who| status(&serving, who, &path)), [410, 200]);
}

#[test]
fn an_organisation_of_one_person_asks_nobody_before_it_takes_a_brief_back_from_some() {
    let serving = Serving::new();
    let mut sent = brief(&["coalition"]);
    sent["approvers"] = json!("open-lines");
    let client = serving.new_client(DEFENDER);
    let made = client.post("/api/v1/actions", &sent).expect(201).json();
    let path = format!("/api/v1/actions/{}", made["reference"].as_str().unwrap());
    serving.new_client(REVIEWER).post(&format!("{path}/approval"), &json!({})).expect(200);
    let mut fewer = brief(&["sector:civil_society"]);
    fewer["reason"] = json!("It is ours.");
    let made = client.post(&format!("{path}/versions"), &fewer).expect(201).json();
    assert_eq!(made["state"], "released");
}

#[test]
fn the_form_says_what_needs_no_second_person_and_sends_the_words_as_they_are() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    let (at, update) = (format!("/actions/{action}"), format!("/actions/{action}/update"));
    let client = serving.client(GOVERNMENT);
    let form = client.page(&update).expect(200);
    assert!(form.text().contains("released at once if the words stay"), "{}", form.text());
    let fields = [
        ("kind", "letter"),
        ("title", "A letter of many"),
        ("brief", "We write."),
        ("language", "en"),
        ("due_zone", "UTC"),
        ("sectors", "sector:government"),
        ("reason", "It is for states."),
    ];
    let done = client.fill_on(&form, &update, &fields).expect(303);
    let page = client.page(done.header("location").unwrap()).expect(200).text();
    assert!(page.contains("The brief is released.") && !page.contains("waits for a second person"), "{page}");
    let gone = serving.client(ACADEMIC).page(&at);
    assert!(gone.status == 410 && gone.text().contains("It is for states."), "{}", gone.text());
    // A first brief is promised no such thing.
    let new = client.page("/actions/new").expect(200).text();
    assert!(!new.contains("released at once if the words stay"), "{new}");
}

/// A delegate of Estmark who has no desk, and opens nothing that is sealed.
const SECOND: &str = "ola.tamm@estmark.example.org";

/// A new brief of this author, which the second person returns.
fn returned(serving: &Serving, action: &str, author: &str) {
    serving.place.clock.advance(TimeDelta::seconds(5));
    let mut more = brief(&["coalition"]);
    more["brief"] = json!("We write more.");
    let path = format!("/api/v1/actions/{action}");
    let made = serving.new_client(author).post(&format!("{path}/versions"), &more).expect(201).json();
    assert_eq!(made["state"], "proposed");
    let comment = json!({ "comment": "Not so." });
    serving.new_client(GOVERNMENT_REVIEWER).post(&format!("{path}/return"), &comment).expect(200);
}

/// Whoever has to take a brief from somebody finds the words that are read, whatever became of other words.
#[test]
fn a_brief_is_narrowed_while_a_new_one_was_returned() {
    for (author, who) in
        [(GOVERNMENT, GOVERNMENT), (SECOND, SECOND), (GOVERNMENT, SECOND), (SECOND, GOVERNMENT)]
    {
        let serving = Serving::new();
        serving.write(|tx| {
            let home = entente::people::organisation_for_operator(tx.conn, "estmark")?;
            entente::accounts::enrol(tx, &home, "Ola Tamm", SECOND, "", &[Delegate])
        });
        let action = begun(&serving, &["coalition"]);
        returned(&serving, &action, author);
        let (at, update) = (format!("/actions/{action}"), format!("/actions/{action}/update"));
        let client = serving.new_client(who);
        let says = |path: &str| {
            let page = client.page(path).expect(200).text();
            let field = page.split("<textarea id=\"brief\"").nth(1).expect("a brief").to_owned();
            field.split("</textarea>").next().unwrap().contains("We write more.")
        };
        // Whoever opens what is sealed can go on with it; the others begin with what is read, and so does everybody at first.
        let draft = format!("{update}?draft=yes");
        assert_eq!((says(&update), says(&draft)), (false, who == GOVERNMENT), "{author} {who}");
        let form = client.page(&update).expect(200);
        assert!(form.text().contains("We write.") && form.text().contains("A letter of many"), "{who}");
        assert_eq!(form.text().contains("?draft=yes"), who == GOVERNMENT, "{author} {who}");
        // The address of the action leads there.
        assert!(
            client.page(&at).expect(200).text().contains(&format!("href=\"{update}\"")),
            "{author} {who}"
        );
        let fields = [
            ("kind", "letter"),
            ("title", "A letter of many"),
            ("brief", "We write."),
            ("language", "en"),
            ("due_zone", "UTC"),
            ("sectors", "sector:government"),
            ("reason", "It is for states."),
        ];
        let done = client.fill_on(&form, &update, &fields).expect(303);
        let page = client.page(done.header("location").unwrap()).expect(200).text();
        assert!(page.contains("The brief is released."), "{author} {who}: {page}");
        assert_eq!(serving.new_client(ACADEMIC).page(&at).status, 410, "{author} {who}");
        let read = serving.new_client(author).get(&format!("/api/v1{at}")).expect(200).json();
        assert_eq!(
            (&read["state"], &read["brief"]),
            (&json!("released"), &json!("We write.")),
            "{author} {who}"
        );
        assert!(!says(&draft), "nothing is left of what was returned");
    }
}

#[test]
fn whoever_goes_on_with_what_was_returned_proposes_it_again() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    returned(&serving, &action, GOVERNMENT);
    let client = serving.new_client(GOVERNMENT);
    let (at, update) = (format!("/actions/{action}"), format!("/actions/{action}/update"));
    let draft = format!("{update}?draft=yes");
    assert!(client.page(&at).expect(200).text().contains(&format!("href=\"{draft}\"")));
    let mut fields = vec![
        ("kind", "letter"),
        ("title", ""),
        ("brief", "We write no more."),
        ("language", "en"),
        ("due_zone", "UTC"),
        ("audience", "coalition"),
    ];
    // A form that comes back is still about the draft.
    let refused = client.fill(&draft, &update, &fields).expect(422);
    assert!(refused.text().contains("name=\"draft\" value=\"yes\""), "{}", refused.text());
    fields[1] = ("title", "A letter of many");
    client.fill_on(&refused, &update, &fields).expect(303);
    let read = |who: &str| {
        let read = serving.new_client(who).get(&format!("/api/v1{at}")).expect(200).json();
        (read["state"].clone(), read["brief"].clone())
    };
    assert_eq!(read(GOVERNMENT), (json!("proposed"), json!("We write no more.")));
    assert_eq!(read(ACADEMIC), (json!("released"), json!("We write.")));
    // What waits gives way to nothing.
    let mut fewer = brief(&["sector:government"]);
    fewer["reason"] = json!("It is for states.");
    version(&serving, &action, &fewer).expect(409);
}

/// Class of leaks: a text that nobody has confirmed outlives its day because it went to fewer.
#[test]
fn what_nobody_has_confirmed_stays_unconfirmed_for_fewer_readers_and_ends_when_it_did() {
    let serving = Serving::new();
    let (_, incident) = ground(&serving);
    let fewer = json!({
        "text": "Lines are cut at the harbour.", "audience": ["sector:government"], "reason": "It names a place.",
    });
    let narrowed = |path: &str| {
        let client = serving.new_client(REPORTER);
        client.post(&format!("{path}/versions"), &fewer)
    };
    let (_, path) = note(&serving, REPORTER, &incident, &json!({ "urgent": true }));
    serving.place.clock.advance(TimeDelta::hours(20));
    assert_eq!(narrowed(&path).expect(201).json()["state"], "unconfirmed");
    let there = |who: &str| found(&serving, who, &path);
    assert_eq!(there(GOVERNMENT), (200, "unconfirmed".to_owned()));
    assert_eq!(there(ACADEMIC).0, 410);
    serving.place.clock.advance(TimeDelta::hours(4));
    // It ends when it would have ended; what is left for its readers is that the first version was taken back.
    assert_eq!(there(GOVERNMENT).0, 410);
    // Nobody brings it back by that either.
    let again = narrowed(&path).expect(201).json();
    assert_eq!((&again["state"], there(GOVERNMENT).0), (&json!("proposed"), 410));
    // Confirmed, it needs nobody any more.
    let (_, path) = note(&serving, REPORTER, &incident, &json!({ "urgent": true }));
    serving.new_client(REVIEWER).post(&format!("{path}/confirmation"), &json!({})).expect(200);
    assert_eq!(narrowed(&path).expect(201).json()["state"], "live");
    serving.place.clock.advance(TimeDelta::hours(25));
    assert_eq!(found(&serving, GOVERNMENT, &path), (200, "live".to_owned()));
}
