//! What becomes of an alert for its author: returned, waiting, posted for others alone, answered.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::alert_links::fields;
use crate::canary_alerts::alert;
use crate::http::Client;
use crate::notifications::Post;
use crate::serving::{COMPANY, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, JOURNALIST, Serving};

const REMARK: &str = "Two sources would be better.";

fn post(serving: &Serving, text: &str, audience: &[&str], more: &Value) -> String {
    let mut sent = alert(serving, text, audience);
    sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let made = serving.new_client(GOVERNMENT).post("/api/v1/alerts", &sent).expect(201).json();
    made["reference"].as_str().unwrap().to_owned()
}

fn decide(serving: &Serving, alert: &str, decision: &str, sent: &Value) {
    let path = format!("/api/v1/alerts/{alert}/{decision}");
    serving.new_client(GOVERNMENT_REVIEWER).post(&path, sent).expect(200);
}

fn page(serving: &Serving, who: &str, path: &str) -> String {
    serving.new_client(who).page(path).expect(200).text()
}

/// The section of a page that a heading with this id begins.
fn part<'a>(page: &'a str, id: &str) -> &'a str {
    let begun = page.split(&format!("<h2 id=\"{id}\"")).nth(1).unwrap_or_default();
    begun.split("</section>").next().unwrap_or_default()
}

fn posting<'a>(fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| *name != "step").copied();
    kept.chain([("step", "post")]).collect()
}

#[test]
fn a_returned_alert_is_corrected_and_posted_again() {
    let serving = Serving::new();
    let first = post(&serving, "Cables are cut", &["coalition"], &json!({ "severity": "Minor" }));
    decide(&serving, &first, "return", &json!({ "comment": REMARK }));
    let client = serving.client(GOVERNMENT);
    let shown = client.page(&format!("/alerts/{first}")).expect(200).text();
    let again = format!("/alerts/new?again={first}");
    assert!(shown.contains("What the second person wrote") && shown.contains(REMARK), "{shown}");
    assert!(shown.contains(&again), "{shown}");
    let form = client.page(&again).expect(200);
    assert!(form.text().contains("Cables are cut") && form.text().contains("value=\"Minor\" selected"));
    let typed = fields("", &[("headline", "Cables are cut, two say"), ("audience", "coalition")]);
    let preview = client.fill_on(&form, "/alerts", &typed).expect(200);
    let posted = client.fill_on(&preview, "/alerts", &posting(&typed)).expect(303);
    let second = posted.header("location").unwrap().split(['/', '?']).nth(2).unwrap().to_owned();
    assert_ne!(second, first);
    let state = |alert: &str| client.get(&format!("/api/v1/alerts/{alert}")).json()["state"].clone();
    assert_eq!((state(&first), state(&second)), (json!("cancelled"), json!("proposed")));
    // It is its organisation's to begin with, and nobody else's; what waits or was released is begun anew by nobody.
    for who in [COMPANY, DEFENDER] {
        let other = serving.new_client(who).page(&format!("/alerts/new?again={second}"));
        assert!([403, 404].contains(&other.status), "{who}: {}", other.status);
    }
    client.page(&format!("/alerts/new?again={second}")).expect(404);
}

#[test]
fn the_author_alone_reads_why_an_urgent_alert_was_returned() {
    let serving = Serving::new();
    let urgent = post(&serving, "At once", &["coalition"], &json!({ "urgent": true }));
    decide(&serving, &urgent, "return", &json!({ "comment": REMARK }));
    let at = format!("/alerts/{urgent}");
    let left = |who: &str| serving.new_client(who).page(&at).expect(410).text();
    assert!(left(GOVERNMENT).contains(REMARK));
    for who in [COMPANY, DEFENDER] {
        assert!(!left(who).contains(REMARK), "{who}");
    }
}

/// It waits for nobody any more, and its author is told why.
#[test]
fn an_alert_that_nobody_confirmed_says_what_became_of_it() {
    let serving = Serving::new();
    let lost = post(&serving, "At once", &["coalition"], &json!({ "urgent": true }));
    let (at, path) = (format!("/alerts/{lost}"), format!("/api/v1/alerts/{lost}"));
    let waits = |desk: &str| part(desk, "waiting").contains("At once");
    let desk = page(&serving, GOVERNMENT, "/desk");
    assert!(waits(&desk) && !desk.contains("id=\"lapsed\""), "{desk}");
    assert!(page(&serving, GOVERNMENT, &at).contains("has acknowledged this yet"));
    serving.place.clock.advance(TimeDelta::hours(25));
    let shown = page(&serving, GOVERNMENT, &at);
    for said in
        ["Ended: nobody confirmed it in time", "acknowledged this before it ended", "/alerts/new?again="]
    {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    for said in [
        ">Current<",
        "alert-grave",
        "acknowledged this yet",
        "not answered",
        "/update\"",
        "Not confirmed yet",
    ] {
        assert!(!shown.contains(said), "{said}: {shown}");
    }
    let read = serving.new_client(GOVERNMENT).get(&path).expect(200).json();
    assert_eq!((&read["state"], &read["phase"]), (&json!("ended"), &json!("lapsed")));
    serving.new_client(COMPANY).get(&path).expect(404);
    let update = self::alert(&serving, "It goes on", &["coalition"]);
    serving.new_client(GOVERNMENT).post(&format!("{path}/versions"), &update).expect(409);
    let desk = page(&serving, GOVERNMENT, "/desk");
    assert!(!waits(&desk) && part(&desk, "lapsed").contains("At once"), "{desk}");
    serving.place.clock.advance(TimeDelta::days(30));
    assert!(!page(&serving, GOVERNMENT, "/desk").contains("At once"));
}

#[test]
fn an_alert_for_others_alone_is_on_its_authors_page_of_alerts() {
    let serving = Serving::new();
    let alert = post(&serving, "For companies", &["sector:company"], &json!({}));
    decide(&serving, &alert, "approval", &json!({}));
    serving.settle();
    let says = "Alerts of your organisation for others";
    let shows = |who: &str| {
        let page = page(&serving, who, "/alerts");
        (page.contains("For companies"), page.contains(says))
    };
    assert_eq!(shows(GOVERNMENT), (true, true));
    assert_eq!(shows(COMPANY), (true, false));
    assert_eq!(shows(DEFENDER), (false, false));
    assert_eq!(shows(JOURNALIST), (false, false));
    // Programs are told the same, and whoever does not see to it is told of nothing.
    let listed = |client: &Client, query: &str| {
        let list = client.get(&format!("/api/v1/alerts?own=yes{query}")).expect(200).json();
        let of = |item: &Value| item["reference"].as_str().unwrap().to_owned();
        (list["total"].clone(), list["items"].as_array().unwrap().iter().map(of).collect::<Vec<_>>())
    };
    let client = serving.new_client(GOVERNMENT);
    serving.place.clock.advance(TimeDelta::seconds(1));
    let second = post(&serving, "For companies too", &["sector:company"], &json!({}));
    decide(&serving, &second, "approval", &json!({}));
    post(&serving, "For all", &["coalition"], &json!({ "urgent": true }));
    serving.settle();
    assert_eq!(listed(&client, ""), (json!(2), vec![second.clone(), alert.clone()]));
    let first = client.get("/api/v1/alerts?own=yes&limit=1").expect(200).json();
    let next = first["next"].as_str().unwrap();
    assert_eq!(listed(&client, &format!("&limit=1&after={next}")), (json!(2), vec![alert]));
    let item = &first["items"][0];
    assert_eq!(
        (&item["headline"], &item["audience"]),
        (&json!("For companies too"), &json!(["sector:company"]))
    );
    for who in [COMPANY, DEFENDER, JOURNALIST] {
        assert_eq!(listed(&serving.new_client(who), ""), (json!(0), vec![]), "{who}");
    }
    assert_eq!(listed(&serving.public(), ""), (json!(0), vec![]));
    for wrong in ["own=no", "own=yes&phase=all", "own=yes&q=cables", "own=yes&colour=red"] {
        client.get(&format!("/api/v1/alerts?{wrong}")).expect(422);
    }
}

#[test]
fn while_an_update_waits_its_author_sees_what_is_read_and_answered() {
    let serving = Serving::new();
    let first = post(&serving, "Cables are cut", &["coalition"], &json!({}));
    decide(&serving, &first, "approval", &json!({}));
    let path = format!("/api/v1/alerts/{first}/acknowledgement");
    serving.new_client(COMPANY).post(&path, &json!({ "answer": "seen" })).expect(201);
    let mut over = alert(&serving, "It is over", &["coalition"]);
    over["message"] = json!("all_clear");
    serving.new_client(GOVERNMENT).post(&format!("/api/v1/alerts/{first}/versions"), &over).expect(201);
    let at = format!("/alerts/{first}");
    for who in [GOVERNMENT, GOVERNMENT_REVIEWER] {
        let shown = page(&serving, who, &at);
        assert!(shown.contains("It is over") && shown.contains("This update waits"), "{who}: {shown}");
        assert!(shown.contains(&format!("{at}/versions/1")), "{who}: {shown}");
        assert!(shown.contains("has read it"), "{who}: {shown}");
        assert!(!shown.contains(">Over</span>"), "{who}: nothing is over yet: {shown}");
    }
    assert!(page(&serving, GOVERNMENT, &format!("{at}/versions/1")).contains("Cables are cut"));
    let read = page(&serving, COMPANY, &at);
    assert!(!read.contains("This update waits") && !read.contains("It is over"), "{read}");
}

/// Whoever reads that the danger is over is not told to act now, nor shown the colour of what is grave.
#[test]
fn an_end_calls_nobody_to_act() {
    let serving = Serving::new();
    let client = serving.client(GOVERNMENT);
    for (message, word) in [("all_clear", "All clear"), ("false_alarm", "False alarm")] {
        let alert = post(&serving, "Cables are cut", &["coalition"], &json!({}));
        decide(&serving, &alert, "approval", &json!({}));
        serving.settle();
        let at = format!("/alerts/{alert}");
        let shown = page(&serving, COMPANY, &at);
        assert!(shown.contains("Immediate: act now") && shown.contains("alert-grave"), "{shown}");
        // The form begins with what the alert said.
        let form = client.page(&format!("{at}/update")).expect(200);
        assert!(form.text().contains("value=\"Immediate\" selected"));
        let typed = fields("", &[("headline", "It is over"), ("message", message)]);
        let preview = client.fill_on(&form, &format!("{at}/update"), &typed).expect(200);
        assert!(preview.text().contains("Past: nothing more to do</dd>"), "{}", preview.text());
        client.fill_on(&preview, &format!("{at}/update"), &posting(&typed)).expect(303);
        decide(&serving, &alert, "approval", &json!({}));
        serving.settle();
        let shown = page(&serving, COMPANY, &at);
        assert!(shown.contains(word) && shown.contains("Past: nothing more to do"), "{shown}");
        assert!(!shown.contains("act now") && !shown.contains("alert-grave"), "{shown}");
        let read = serving.client(COMPANY).get(&format!("/api/v1/alerts/{alert}")).expect(200).json();
        assert_eq!((&read["phase"], &read["urgency"]), (&json!("over"), &json!("Past")));
        let list = page(&serving, COMPANY, "/alerts?phase=over&urgency=Past");
        assert!(list.contains(&at) && !list.contains("alert-grave"), "{list}");
    }
}

#[test]
fn the_preview_refuses_what_could_not_be_posted() {
    let serving = Serving::new();
    let client = serving.client(GOVERNMENT);
    let typed = fields("", &[("audience", "public"), ("urgent", "yes")]);
    let refused = client.fill("/alerts/new", "/alerts", &typed).expect(422).text();
    assert!(!refused.contains("This is what readers will see"), "{refused}");
    let typed = fields("", &[("audience", "coalition"), ("headline-2", "Zweites"), ("body-2", "Text")]);
    let refused = client.fill("/alerts/new", "/alerts", &typed).expect(422).text();
    assert!(refused.contains("Language: A language tag") && !refused.contains("fault-"), "{refused}");
    // How grave it is the author says: nothing is chosen beforehand.
    let form = page(&serving, GOVERNMENT, "/alerts/new");
    for word in ["Immediate", "Extreme", "Observed", "Infra"] {
        assert!(form.contains(&format!("value=\"{word}\">")), "{word}");
    }
}

/// Neither a date nor a length wins silently over the other.
#[test]
fn an_alert_expires_at_one_time() {
    let serving = Serving::new();
    let client = serving.client(GOVERNMENT);
    let until = |hours: i64| {
        let at = serving.place.database.ambient().now().plus(TimeDelta::hours(hours)).to_utc();
        at.format("%Y-%m-%d %H:%M").to_string()
    };
    let tried = |length: &str, at: &str| {
        let typed = fields("", &[("audience", "coalition"), ("expires_in", length), ("expires_at", at)]);
        client.fill("/alerts/new", "/alerts", &typed)
    };
    let refused = tried("24", &until(72)).expect(422).text();
    assert_eq!(refused.matches("would expire at two different times").count(), 2, "{refused}");
    assert!(refused.contains("id=\"expires_at-wrong\""), "{refused}");
    for (length, at) in [("24", until(24)), ("24", String::new()), ("", until(72))] {
        tried(length, &at).expect(200);
    }
    // It is told together with whatever else is wrong.
    let late = until(72);
    let typed = fields("", &[("headline", ""), ("expires_at", &late)]);
    let refused = client.fill("/alerts/new", "/alerts", &typed).expect(422).text();
    assert!(refused.contains("href=\"#headline\"") && refused.contains("href=\"#expires_at\""), "{refused}");
}

/// Whoever mends one fault after the other goes down the page.
#[test]
fn faults_are_told_in_the_order_of_the_form() {
    let serving = Serving::new();
    let wrong = [
        ("headline", ""),
        ("body", ""),
        ("headline-2", "Zweites"),
        ("body-2", ""),
        ("language-2", "?"),
        ("category", ""),
        ("urgency", ""),
        ("severity", ""),
        ("certainty", ""),
        ("links", "I-000000"),
        ("expires_in", ""),
        ("audience", "nobody"),
    ];
    let client = serving.client(GOVERNMENT);
    let refused = client.fill("/alerts/new", "/alerts", &fields("", &wrong)).expect(422).text();
    let (summary, form) = refused.split_once("</ul>\n</div>").unwrap();
    let named: Vec<&str> = summary
        .split("<li><a href=\"#")
        .skip(1)
        .filter(|link| !link.starts_with("main"))
        .filter_map(|link| link.split('"').next())
        .collect();
    assert!(named.len() > 9, "{named:?}: {summary}");
    let places: Vec<usize> =
        named.iter().map(|name| form.find(&format!(" id=\"{name}\"")).expect(name)).collect();
    assert!(places.is_sorted(), "{named:?} {places:?}");
}

fn answer(client: &Client, at: &str, fields: &[(&str, &str)]) -> u16 {
    client.fill(at, &format!("{at}/acknowledgement"), fields).status
}

#[test]
fn an_answer_can_say_more_later() {
    let serving = Serving::new();
    let alert = post(&serving, "Cables are cut", &["coalition"], &json!({ "urgent": true }));
    let (client, at) = (serving.client(COMPANY), format!("/alerts/{alert}"));
    assert_eq!(answer(&client, &at, &[("answer", "offer"), ("offer", "")]), 422);
    assert_eq!(
        answer(&client, &at, &[("answer", "seen"), ("offer", "A line")]),
        422,
        "no offer goes by accident"
    );
    assert_eq!(answer(&client, &at, &[("answer", "seen"), ("offer", "")]), 303);
    let shown = client.page(&at).expect(200).text();
    assert!(shown.contains("you act on it") && !shown.contains("value=\"seen\""), "{shown}");
    assert_eq!(answer(&client, &at, &[("answer", "offer"), ("offer", "A line")]), 303);
    let shown = client.page(&at).expect(200).text();
    assert!(shown.contains("A line") && !shown.contains("name=\"answer\""), "{shown}");
    // The author asks again: what was answered before says so.
    decide(&serving, &alert, "confirmation", &json!({}));
    let mut update = self::alert(&serving, "More cables", &["coalition"]);
    update["asks_again"] = json!(true);
    serving.new_client(GOVERNMENT).post(&format!("/api/v1/alerts/{alert}/versions"), &update).expect(201);
    decide(&serving, &alert, "approval", &json!({}));
    assert!(client.page(&at).expect(200).text().contains("The author asks again."));
    assert!(page(&serving, GOVERNMENT, &at).contains("That was before the last update."));
}

#[test]
fn the_ribbon_names_what_is_gravest_and_no_exercise_before_it() {
    let serving = Serving::new();
    let urgent = |text: &str, more: Value| {
        let mut all = json!({ "urgent": true });
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        post(&serving, text, &["coalition"], &all)
    };
    urgent("The grave one", json!({ "severity": "Extreme" }));
    urgent("The plain one", json!({ "severity": "Minor" }));
    urgent("The drill", json!({ "severity": "Extreme", "exercise": true }));
    let shown = page(&serving, COMPANY, "/incidents");
    let ribbon = shown.split("class=\"ribbon").nth(1).unwrap().split("</div>").next().unwrap();
    assert!(ribbon.contains("The grave one") && ribbon.contains("and 2 more"), "{ribbon}");
}

#[test]
fn an_alert_that_has_expired_is_news_to_nobody() {
    let post = Post::new();
    let soon = entente::db::Clock::now(post.serving.place.clock.as_ref()).plus(TimeDelta::hours(1));
    self::post(&post.serving, "For an hour", &["coalition"], &json!({ "urgent": true, "expires_at": soon }));
    post.serving.place.clock.advance(TimeDelta::hours(2));
    post.tell();
    assert!(!post.kinds(COMPANY).contains("alert-released"));
}

/// A damaged text is left out, and everybody goes on hearing of the others.
#[test]
fn an_alert_that_cannot_be_read_keeps_no_other_back() {
    use diesel::prelude::*;
    use entente::db::schema::{contribution, contribution_version};
    let post = Post::new();
    let urgent = json!({ "urgent": true });
    let damaged = self::post(&post.serving, "Damaged", &["coalition"], &urgent);
    self::post(&post.serving, "Whole", &["coalition"], &urgent);
    post.serving.write(|tx| {
        let ids = contribution::table.filter(contribution::reference.eq(&damaged)).select(contribution::id);
        diesel::update(contribution_version::table.filter(contribution_version::contribution_id.eq_any(ids)))
            .set(contribution_version::body.eq("{"))
            .execute(tx.conn)?;
        Ok(())
    });
    post.tell();
    let told = post.told(COMPANY).into_iter().filter(|(kind, _)| kind == "alert-released").count();
    assert_eq!(told, 1);
    assert_eq!(crate::ribbon::waiting(&post.serving, COMPANY), 1);
}

#[test]
fn whoever_decides_is_not_told_of_their_own_act() {
    let post = Post::new();
    let alert = self::post(&post.serving, "Cables are cut", &["coalition"], &json!({}));
    decide(&post.serving, &alert, "approval", &json!({}));
    post.tell();
    let told = |who: &str| post.kinds(who).contains("alert-released");
    assert!(told(COMPANY) && told(DEFENDER));
    assert!(!told(GOVERNMENT_REVIEWER) && !told(GOVERNMENT));
}

#[test]
fn filters_call_organisations_by_their_names() {
    let serving = Serving::new();
    post(&serving, "Cables are cut", &["coalition"], &json!({ "urgent": true }));
    serving.settle();
    let shown = page(&serving, COMPANY, "/alerts");
    let options = shown.split("name=\"organisation\"").nth(1).unwrap().split("</select>").next().unwrap();
    assert!(options.contains("value=\"estmark\"") && !options.contains(">estmark<"), "{options}");
}
