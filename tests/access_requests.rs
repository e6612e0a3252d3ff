//! Who asks for what may or may not exist learns nothing; who owns something that fits sees who asks, and nobody else
//! does.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::access_requests;
use entente::db::schema::counter;
use entente::jobs::timers::{LEASE, SOON};
use serde_json::{Value, json};

use crate::http::Client;
use crate::notifications::Post;
use crate::serving::{
    ACADEMIC, ADMIN, COMPANY, COMPANY_REVIEWER, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER,
    REPORTER, REVIEWER, Serving,
};
use crate::support::run;

const PATH: &str = "/api/v1/access-requests";

fn make(serving: &Serving, who: &str, sent: &Value) -> String {
    let made = serving.client(who).post(PATH, sent).expect(201).json();
    serving.place.clock.advance(TimeDelta::seconds(1));
    made["reference"].as_str().unwrap().to_owned()
}

/// What an organisation is shown: the requests, each with its reports.
fn received(client: &Client) -> Vec<(String, Vec<String>)> {
    let list = client.get(&format!("{PATH}/received")).expect(200).json();
    let items = list["items"].as_array().unwrap();
    assert_eq!(list["total"], items.len());
    let names = |one: &Value| {
        one["reports"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    items.iter().map(|one| (one["reference"].as_str().unwrap().to_owned(), names(one))).collect()
}

fn kenya(title: &str, from: &str, to: &str) -> Value {
    json!({ "title": title, "facts": { "countries": ["KE"], "started": from, "ended": to } })
}

/// Classes of leaks: the answer that differs because something is there, by its words or by what is done for it.
#[test]
fn the_answer_is_the_same_whatever_there_is() {
    let serving = Serving::new();
    let (report, _) = serving.released(&kenya("Hidden", "2026-02-01", "2026-02-03"), &["sector:company"]);
    let draft = serving.draft(REPORTER, &json!({ "title": "A draft" }));
    let read = serving.client(COMPANY).get(&format!("/api/v1/reports/{report}")).expect(200).json();
    let incident = read["incident"].as_str().unwrap();
    let government = serving.client(GOVERNMENT);
    let mut answers = std::collections::BTreeSet::new();
    let mut pages = std::collections::BTreeSet::new();
    for sent in [
        json!({ "wanted": report, "words": "Why" }),
        json!({ "wanted": draft, "words": "Why" }),
        json!({ "wanted": incident, "words": "Why" }),
        json!({ "wanted": "R-000000", "words": "Why" }),
        json!({ "wanted": "I-000000", "words": "Why" }),
        json!({ "country": "KE", "words": "Why" }),
        json!({ "country": "KE", "from": "2026-02-02", "to": "2026-02-02", "words": "Why" }),
        json!({ "country": "ZM", "words": "Why" }),
    ] {
        let answer = government.post(PATH, &sent).expect(201);
        let reference = answer.json()["reference"].as_str().unwrap().to_owned();
        assert!(reference.starts_with("Q-"));
        let (status, headers, text) = answer.timeless();
        answers.insert((status, headers, text.replace(&reference, "Q")));
        let fields: Vec<(&str, &str)> = sent
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
            .collect();
        let page = government.fill("/access-requests/new", "/access-requests", &fields).expect(303);
        pages.insert(page.timeless());
    }
    assert_eq!((answers.len(), pages.len()), (1, 1), "{answers:#?} {pages:#?}");
    // What others do with it changes nothing for those who ask.
    let own = |client: &Client| client.get(PATH).expect(200).steady();
    let before = (own(&government), government.get("/access-requests").expect(200).steady());
    for (reference, _) in received(&serving.client(REPORTER)) {
        let path = format!("{PATH}/{reference}/dismissal");
        serving.client(REPORTER).post(&path, &json!({})).expect(200);
    }
    assert_eq!((own(&government), government.get("/access-requests").expect(200).steady()), before);
}

#[test]
fn owners_of_what_fits_see_who_asks() {
    let serving = Serving::new();
    // Read by nobody of Open Lines but its desk.
    let (report, _) = serving.released(&kenya("Hidden", "2026-02-01", "2026-02-03"), &["sector:company"]);
    let draft = serving.draft(REPORTER, &kenya("A draft", "2026-02-01", "2026-02-03"));
    let other = serving.draft(COMPANY, &kenya("Another", "2025-01-01", "2025-01-02"));
    let release = serving.propose(&other, COMPANY, &["coalition"]);
    serving.approve(&other, &release, crate::serving::COMPANY_REVIEWER);
    serving.settle();
    let reporter = serving.client(REPORTER);
    assert_eq!(received(&reporter), Vec::new());
    let in_time =
        json!({ "country": "KE", "from": "2026-02-03", "to": "2026-03-01", "words": "Clinics ask" });
    let fits = make(&serving, GOVERNMENT, &in_time);
    let elsewhere = json!({ "country": "KE", "from": "2027-01-01", "words": "Later" });
    let late = make(&serving, GOVERNMENT, &elsewhere);
    let named = make(&serving, DEFENDER, &json!({ "wanted": report, "words": "By name" }));
    let of_draft =
        make(&serving, DEFENDER, &json!({ "wanted": draft.to_lowercase(), "words": "By name too" }));
    let all = make(&serving, GOVERNMENT, &json!({ "country": "ke", "words": "All of it" }));
    // The reference is another's report: who is shown the request for its country does not learn the reference.
    let both = make(&serving, DEFENDER, &json!({ "wanted": other, "country": "KE", "words": "Both" }));
    let one = |reference: &String| (reference.clone(), vec![report.clone()]);
    assert_eq!(
        received(&reporter),
        [one(&both), one(&all), (of_draft.clone(), vec![draft.clone()]), one(&named), one(&fits)]
    );
    assert_eq!(received(&serving.client(COMPANY)).len(), 2, "those for its country and for its report");
    assert_eq!(received(&serving.client(GOVERNMENT_REVIEWER)), Vec::new(), "Estmark has nothing");
    let list = reporter.get(&format!("{PATH}/received")).expect(200).text();
    assert!(!list.contains(&other) && !list.contains("Later") && !list.contains(&late), "{list}");
    serving.client(OBSERVER).get(&format!("{PATH}/received")).expect(403);

    let desk = reporter.get("/desk").expect(200).text();
    assert!(desk.contains("See the requests"), "{desk}");
    assert!(
        !serving.client(GOVERNMENT_REVIEWER).get("/desk").expect(200).text().contains("See the requests")
    );
    let page = reporter.get("/access-requests/received").expect(200).text();
    let link = format!("/reports/{report}/release?audience=org%3Aestmark");
    assert!(page.contains(&link) && page.contains("Clinics ask") && page.contains("Estmark"), "{page}");
    let form = reporter.get(&link).expect(200).text();
    let chosen = form.split("value=\"org:estmark\"").nth(1).unwrap();
    assert!(chosen.split('>').next().unwrap().contains("checked"), "{form}");

    // Dismissed for one organisation, and only by those who are shown it.
    let path = |reference: &str| format!("{PATH}/{reference}/dismissal");
    let absent = reporter.post(&path("Q-000000"), &json!({})).expect(404);
    assert_eq!(reporter.post(&path(&late), &json!({})).expect(404).timeless(), absent.timeless());
    let page = reporter.page("/access-requests/received").expect(200);
    reporter.fill_on(&page, &format!("/access-requests/{all}/dismissal"), &[]).expect(303);
    assert_eq!(received(&reporter).len(), 4);
    assert_eq!(received(&serving.client(COMPANY)).len(), 2);
    let log = serving.client(ADMIN).get("/log").expect(200).text();
    assert!(log.contains(&format!("dismissed {all}")), "{log}");

    // What comes later fits too; what is erased fits no more.
    let (later, _) = serving.released(&kenya("Later", "2027-01-02", "2027-01-03"), &["coalition"]);
    assert!(received(&reporter).contains(&(late, vec![later])));
    serving
        .client(ADMIN)
        .json("DELETE", &format!("/api/v1/reports/{report}"), &[], &json!({ "reason": "Asked" }))
        .expect(200);
    serving.settle();
    assert!(!reporter.get(&format!("{PATH}/received")).expect(200).text().contains(&report));
}

#[test]
fn an_incident_is_asked_for_by_its_reference() {
    let serving = Serving::new();
    let (report, _) = serving.released(&json!({ "title": "Filed" }), &["coalition"]);
    let read = serving.client(GOVERNMENT).get(&format!("/api/v1/reports/{report}")).expect(200).json();
    let incident = read["incident"].as_str().unwrap();
    let wanted = make(&serving, DEFENDER, &json!({ "wanted": incident, "words": "Why" }));
    assert_eq!(received(&serving.client(REVIEWER)), [(wanted, vec![report])]);
    assert_eq!(received(&serving.client(GOVERNMENT)), Vec::new());
}

#[test]
fn a_request_ends() {
    let serving = Serving::new();
    let (report, _) = serving.released(&json!({ "title": "There" }), &["coalition"]);
    let first = make(&serving, GOVERNMENT, &json!({ "wanted": report, "words": "Zebrafinch" }));
    let second = make(&serving, GOVERNMENT, &json!({ "wanted": report, "words": "Siskin" }));
    let path = |reference: &str| format!("{PATH}/{reference}");
    // It is its organisation's: a colleague who may ask takes it back, nobody else can.
    serving.client(REPORTER).delete(&path(&first)).expect(404);
    serving.client(GOVERNMENT_REVIEWER).delete(&path(&first)).expect(204);
    serving.client(GOVERNMENT_REVIEWER).delete(&path(&first)).expect(404);
    assert_eq!(received(&serving.client(REPORTER)), [(second, vec![report.clone()])]);
    serving.place.clock.advance(TimeDelta::days(89));
    assert_eq!(received(&serving.new_client(REPORTER)).len(), 1);
    serving.instance.timers.work().unwrap();
    serving.place.clock.advance(TimeDelta::days(2));
    assert_eq!(received(&serving.new_client(REPORTER)), Vec::new());
    assert_eq!(serving.new_client(GOVERNMENT).get(PATH).expect(200).json()["total"], 0);
    serving.instance.timers.work().unwrap();
    let (rows, _) = serving.state();
    assert_eq!((rows["access_request"], rows["access_request_dismissal"]), (0, 0), "nothing of it is left");
}

#[test]
fn so_many_are_open_at_once() {
    let serving = Serving::new();
    let sent = json!({ "country": "KE", "words": "Why" });
    let last = (0..access_requests::MOST_OPEN).map(|_| make(&serving, GOVERNMENT, &sent)).last().unwrap();
    let government_reviewer = serving.client(GOVERNMENT_REVIEWER);
    let before = serving.state();
    government_reviewer.post(PATH, &sent).expect(409);
    assert_eq!(serving.state(), before);
    make(&serving, DEFENDER, &sent);
    serving.client(GOVERNMENT).delete(&format!("{PATH}/{last}")).expect(204);
    make(&serving, GOVERNMENT_REVIEWER, &sent);
}

#[test]
fn who_may_use_it_is_led_there_from_where_nothing_is() {
    let serving = Serving::new();
    let (report, _) = serving.released(&json!({ "title": "Hidden" }), &["org:open-lines"]);
    let link = "href=\"/access-requests/new\"";
    for (who, led) in [(GOVERNMENT, true), (ACADEMIC, false)] {
        let client = serving.client(who);
        let pages: Vec<String> = ["R-000000", &report]
            .map(|name| client.page(&format!("/reports/{name}")).expect(404).steady().replace(name, "R"))
            .to_vec();
        assert_eq!(pages[0], pages[1]);
        assert_eq!(pages[0].contains(link), led, "{who}");
        assert_eq!(client.page("/incidents?q=nothingofthis").expect(200).text().contains(link), led, "{who}");
    }
    assert!(!serving.public().page("/reports/R-000000").expect(404).text().contains(link));
}

#[test]
fn the_owner_is_told_of_a_request_and_the_requester_of_what_they_read_then() {
    let post = Post::new();
    let report = post.serving.draft(REPORTER, &json!({ "title": "Asked for by name" }));
    let ask = |who: &str, wanted: &str| {
        let sent = json!({ "wanted": wanted, "words": "We help people there." });
        post.serving.new_client(who).post("/api/v1/access-requests", &sent).expect(201);
    };
    ask(GOVERNMENT, &report);
    ask(COMPANY, "R-000000");
    ask(GOVERNMENT, "I-000000");
    post.tell();
    for who in [REPORTER, REVIEWER] {
        assert_eq!(post.kinds(who), BTreeSet::from(["access-asked".to_owned()]), "{who}");
        assert_eq!(post.told(who).len(), 1, "one names something of theirs");
    }
    for who in [OBSERVER, GOVERNMENT, COMPANY, DEFENDER] {
        assert!(post.told(who).is_empty(), "{who}: {:?}", post.told(who));
    }
    let release = |audience: &str| {
        let id = post.propose(&report, audience);
        let path = format!("/api/v1/reports/{report}/releases/{id}/approval");
        post.serving.new_client(REVIEWER).post(&path, &json!({})).expect(200);
        post.tell();
    };
    // A release that the requester does not read is not told, nor that there was one.
    release("sector:company");
    assert!(post.told(GOVERNMENT).is_empty() && post.told(COMPANY).is_empty());
    release("org:estmark");
    assert_eq!(post.kinds(GOVERNMENT), BTreeSet::from(["access-answered".to_owned()]));
    assert!(post.told(GOVERNMENT_REVIEWER).is_empty(), "the person who asked is told");
    release("org:lumora");
    assert_eq!(post.told(GOVERNMENT).len(), 1, "of another release they hear nothing");
}

/// Lets the timers fire that look for what fits, with an index that has followed, and tells.
fn look(post: &Post) {
    post.serving.settle();
    post.serving.place.clock.advance(TimeDelta::seconds(11));
    post.serving.instance.timers.work().unwrap();
    post.tell();
}

/// A report of each of two organisations, and a request that both fit; how many of the two are told of it so far.
fn asked_of_two(post: &Post) -> impl Fn() -> usize {
    let serving = &post.serving;
    serving.released(&kenya("One", "2026-02-01", "2026-02-03"), &["sector:company"]);
    let other = serving.draft(COMPANY, &kenya("Another", "2026-02-01", "2026-02-03"));
    let release = serving.propose(&other, COMPANY, &["coalition"]);
    serving.approve(&other, &release, COMPANY_REVIEWER);
    look(post);
    let sent = json!({ "country": "KE", "from": "2026-02-02", "words": "We help people there." });
    serving.new_client(GOVERNMENT).post(PATH, &sent).expect(201);
    move || {
        let told = |who: &str| post.told(who).iter().filter(|(kind, _)| kind == "access-asked").count();
        told(REPORTER) + told(COMPANY)
    }
}

#[test]
fn a_failure_for_one_owner_keeps_no_other_waiting_and_is_tried_again() {
    let post = Post::new();
    let told = asked_of_two(&post);
    let change = |statement: &str| post.serving.write(|tx| run(tx.conn, statement));
    change("CREATE UNIQUE INDEX one_owner ON access_request_fit (request_id)");
    look(&post);
    assert_eq!(told(), 1, "what fits for the second owner cannot be kept");
    change("DROP INDEX one_owner");
    look(&post);
    assert_eq!(told(), 1, "it is tried again after a lease");
    for _ in 0..2 {
        post.serving.place.clock.advance(LEASE);
        look(&post);
        assert_eq!(told(), 2, "each is told once");
    }
}

#[test]
fn an_index_that_is_behind_keeps_no_timer_waiting() {
    let post = Post::new();
    let told = asked_of_two(&post);
    post.serving.settle();
    post.serving.place.clock.advance(TimeDelta::seconds(11));
    // A change that the index never hears of.
    let behind = |by: i64| {
        post.serving.write(|tx| {
            let newest = counter::table.find("change");
            diesel::update(newest).set(counter::value.eq(counter::value + by)).execute(tx.conn)?;
            Ok(())
        });
    };
    behind(1);
    let begun = Instant::now();
    post.serving.instance.timers.work().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    behind(-1);
    post.tell();
    assert_eq!(told(), 0);
    let again = |time: TimeDelta| {
        post.serving.place.clock.advance(time);
        post.serving.instance.timers.work().unwrap();
        post.tell();
        told()
    };
    assert_eq!(again(SOON - TimeDelta::seconds(1)), 0);
    assert_eq!(again(TimeDelta::seconds(1)), 2, "what an index was too far behind for waits for no lease");
    post.serving.place.clock.advance(LEASE);
    look(&post);
    assert_eq!(told(), 2, "each is told once");
}

/// Whoever can answer a request by country is told, and nobody else: not sooner than the requester is answered, once, and only
/// as long as something of theirs fits.
#[test]
fn owners_of_what_fits_by_country_are_told_and_nobody_else() {
    let post = Post::new();
    let serving = &post.serving;
    // Read by companies alone; another organisation has a draft about the same, which fits nothing.
    let (report, _) = serving.released(&kenya("Hidden", "2026-02-01", "2026-02-03"), &["sector:company"]);
    let draft = serving.draft(COMPANY, &kenya("A draft", "2026-02-01", "2026-02-03"));
    let asked = |who: &str| {
        post.told(who).into_iter().filter(|(kind, _)| kind == "access-asked").map(|(_, told)| told).collect()
    };
    let asked = |who: &str| -> Vec<String> { asked(who) };
    let look = || look(&post);
    look();
    let ask = |from: &str| {
        let sent = json!({ "country": "KE", "from": from, "words": "We help people there." });
        serving.new_client(GOVERNMENT).post(PATH, &sent).expect(201);
    };
    ask("2027-01-01");
    look();
    assert_eq!(asked(REPORTER), Vec::<String>::new(), "nothing of theirs fits these days");
    ask("2026-02-02");
    look();
    for who in [REPORTER, REVIEWER] {
        assert_eq!(asked(who).len(), 1, "{who}");
    }
    for who in [OBSERVER, ADMIN, GOVERNMENT, GOVERNMENT_REVIEWER, COMPANY, DEFENDER] {
        assert_eq!(asked(who), Vec::<String>::new(), "{who}");
    }
    let opened =
        serving.new_client(REPORTER).get(&format!("/notifications/{}", asked(REPORTER)[0])).expect(303);
    assert_eq!(opened.header("location"), Some("/access-requests/received"));

    // What is released later fits too: its owner is told then, and nobody a second time.
    let path = |verb: &str| format!("/api/v1/reports/{draft}/releases{verb}");
    let sent = json!({ "audience": ["coalition"] });
    let proposed = serving.new_client(COMPANY).post(&path(""), &sent).expect(201).json();
    let approval = path(&format!("/{}/approval", proposed["id"].as_str().unwrap()));
    serving.new_client(COMPANY_REVIEWER).post(&approval, &json!({})).expect(200);
    look();
    assert_eq!((asked(COMPANY).len(), asked(COMPANY_REVIEWER).len()), (1, 1));
    look();
    assert_eq!((asked(REPORTER).len(), asked(COMPANY).len()), (1, 1));

    // What fits no more tells nothing more.
    let needs = |who: &str| serving.new_client(who).get("/api/v1/notifications").expect(200).text();
    assert!(needs(REPORTER).contains("access-asked") && needs(COMPANY).contains("access-asked"));
    serving
        .new_client(ADMIN)
        .json("DELETE", &format!("/api/v1/reports/{report}"), &[], &json!({ "reason": "Asked" }))
        .expect(200);
    assert!(!needs(REPORTER).contains("access-asked") && needs(COMPANY).contains("access-asked"));
    assert_eq!(post.count("access_request_fit"), 1, "an erasure takes what was found with it");
}

/// A request that names a report and its country is told to its owner once.
#[test]
fn a_request_by_name_and_country_is_told_once() {
    let post = Post::new();
    let serving = &post.serving;
    let (report, _) = serving.released(&kenya("Hidden", "2026-02-01", "2026-02-03"), &["sector:company"]);
    post.tell();
    let sent = json!({ "wanted": report, "country": "KE", "words": "We help people there." });
    serving.new_client(GOVERNMENT).post(PATH, &sent).expect(201);
    post.tell();
    let told = || post.told(REPORTER).into_iter().filter(|(kind, _)| kind == "access-asked").count();
    assert_eq!(told(), 1);
    let events = post.count("event");
    serving.settle();
    serving.place.clock.advance(TimeDelta::seconds(11));
    serving.instance.timers.work().unwrap();
    assert_eq!((told(), post.count("event")), (1, events), "no second time");
}
