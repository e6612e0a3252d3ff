//! Who reads an update where its readers have changed since: a group has new members, an organisation is suspended.

use entente::people;
use serde_json::{Value, json};

use crate::alert_links::fields;
use crate::canary_alerts::alert;
use crate::notifications::Post;
use crate::ribbon::waiting;
use crate::serving::{
    ACADEMIC, COMPANY, CONVENOR, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, JOURNALIST, REVIEWER, SUSPENDED,
    Serving,
};
use crate::unconfirmed::{readmit, suspend};

fn decide(serving: &Serving, alert: &str, decision: &str) -> u16 {
    let path = format!("/api/v1/alerts/{alert}/{decision}");
    serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).status
}

fn posted(serving: &Serving, audience: &[&str], more: &Value) -> String {
    let mut sent = alert(serving, "The first words", audience);
    sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let made = serving.new_client(GOVERNMENT).post("/api/v1/alerts", &sent).expect(201).json();
    let alert = made["reference"].as_str().unwrap().to_owned();
    if made["state"] == "proposed" {
        assert_eq!(decide(serving, &alert, "approval"), 200);
    }
    alert
}

/// Updates an alert for these readers, for those of now where none are named; the status.
fn update(serving: &Serving, alert: &str, audience: Option<&[&str]>, more: &Value) -> u16 {
    let mut sent = self::alert(serving, "The second words", audience.unwrap_or_default());
    if audience.is_none() {
        sent.as_object_mut().unwrap().remove("audience");
    }
    sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let path = format!("/api/v1/alerts/{alert}/versions");
    serving.new_client(GOVERNMENT).post(&path, &sent).status
}

/// What somebody reads of an alert: its words and its state; nothing where it is not there.
fn read(serving: &Serving, who: &str, alert: &str) -> Option<(String, String)> {
    let answer = serving.new_client(who).get(&format!("/api/v1/alerts/{alert}"));
    let text = |name: &str| answer.json()[name].as_str().unwrap_or_default().to_owned();
    (answer.status == 200).then(|| (text("headline"), text("state")))
}

fn is(found: Option<(String, String)>, words: &str, state: &str) -> bool {
    found == Some((words.to_owned(), state.to_owned()))
}

fn join(serving: &Serving, group: &str, slug: &str) {
    let convenor = serving.viewer(CONVENOR);
    serving.write(|tx| {
        let group = people::group_for_operator(tx.conn, group)?;
        let member = people::organisation_for_operator(tx.conn, slug)?;
        people::admit(tx, &convenor, &group, &member, false)
    });
}

fn chosen(page: &str, word: &str) -> bool {
    let field = page.split(&format!("value=\"{word}\"")).nth(1).unwrap_or_else(|| panic!("{page}"));
    field.split('>').next().unwrap().contains("checked")
}

#[test]
fn members_who_joined_since_read_an_update_only_if_its_author_says_so() {
    let serving = Serving::new();
    let alert = posted(&serving, &["group:circle"], &json!({}));
    let form = || serving.new_client(GOVERNMENT).page(&format!("/alerts/{alert}/update")).expect(200).text();
    assert!(chosen(&form(), "group:circle"), "the readers of now are chosen beforehand");
    join(&serving, "circle", "lumora");
    // Nobody is chosen beforehand: that would be more readers than now.
    assert!(!chosen(&form(), "group:circle"));
    assert_eq!(update(&serving, &alert, None, &json!({})), 201);
    assert_eq!(decide(&serving, &alert, "approval"), 200);
    assert!(is(read(&serving, REVIEWER, &alert), "The second words", "released"));
    assert_eq!(read(&serving, COMPANY, &alert), None);
    // Whoever names the group again means it as it is now: that leaves nobody behind.
    assert_eq!(update(&serving, &alert, Some(&["group:circle"]), &json!({})), 201);
    assert_eq!(decide(&serving, &alert, "approval"), 200);
    assert!(is(read(&serving, COMPANY, &alert), "The second words", "released"));
    let versions = |who: &str| {
        let answer = serving.new_client(who).get(&format!("/api/v1/alerts/{alert}/versions"));
        answer.expect(200).json()["total"].as_u64().unwrap()
    };
    assert_eq!((versions(REVIEWER), versions(COMPANY)), (3, 1), "earlier words stay with those who had them");
    // Fewer are still refused.
    assert_eq!(update(&serving, &alert, Some(&["org:open-lines"]), &json!({})), 422);
}

#[test]
fn an_alert_is_taken_from_some_of_its_readers_at_once_and_other_words_are_not() {
    let serving = Serving::new();
    let fewer = ["sector:government", "org:lumora"];
    let mut same = self::alert(&serving, "The first words", &fewer);
    let end = same["expires_at"].clone();
    let alert = posted(&serving, &["coalition"], &json!({ "expires_at": end }));
    same["reason"] = json!("It named a place.");
    let why = json!({ "reason": "It named a place.", "expires_at": end });
    assert_eq!(update(&serving, &alert, Some(&fewer[..]), &why), 422, "other words");
    let path = format!("/api/v1/alerts/{alert}/versions");
    let sent = |more: Value| {
        let mut sent = same.clone();
        sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serving.new_client(GOVERNMENT).post(&path, &sent)
    };
    for other in
        [json!({ "asks_again": true }), json!({ "message": "all_clear" }), json!({ "severity": "Minor" })]
    {
        assert_eq!(sent(other.clone()).status, 422, "{other}");
    }
    assert_eq!(sent(json!({})).expect(201).json()["state"], "released");
    assert!(is(read(&serving, COMPANY, &alert), "The first words", "released"));
    let gone = serving.new_client(ACADEMIC).get(&format!("/api/v1/alerts/{alert}")).expect(410).json();
    assert_eq!(gone["reason"], "It named a place.");
}

/// An alert to all, which is then taken from all but governments and Lumora; `between` is what happens before that.
fn narrowed(post: &Post, between: impl FnOnce(&str)) -> String {
    let serving = &post.serving;
    let mut same = self::alert(serving, "The first words", &["sector:government", "org:lumora"]);
    same["reason"] = json!("It named a place.");
    let alert = posted(serving, &["coalition"], &json!({ "expires_at": same["expires_at"] }));
    between(&alert);
    serving.place.clock.advance(chrono::TimeDelta::seconds(5));
    let path = format!("/api/v1/alerts/{alert}/versions");
    let made = serving.new_client(GOVERNMENT).post(&path, &same).expect(201).json();
    assert_eq!(made["state"], "released");
    post.tell();
    alert
}

/// What somebody was told of alerts, and whether their page of what is new names this one.
fn told(post: &Post, who: &str, alert: &str) -> (Vec<(String, String)>, bool) {
    let mut told = post.told(who);
    told.retain(|(kind, _)| kind.starts_with("alert"));
    let page = post.serving.new_client(who).page("/notifications").expect(200).text();
    (told, page.contains(alert))
}

#[test]
fn an_alert_that_is_taken_from_some_of_its_readers_is_news_to_nobody() {
    let post = Post::new();
    let mut before = Vec::new();
    let alert = narrowed(&post, |alert| {
        post.tell();
        let path = format!("/api/v1/alerts/{alert}/acknowledgement");
        let answer = post.serving.new_client(COMPANY).post(&path, &json!({}));
        assert!(answer.status < 300, "{}", answer.text());
        post.tell();
        before = [COMPANY, GOVERNMENT].map(|who| told(&post, who, alert)).to_vec();
        let once = before.iter().map(|(told, there)| (told.len(), *there));
        assert_eq!(once.collect::<Vec<_>>(), [(1, true); 2]);
    });
    // Neither the alert nor the answer to it is told anew, and both are found where they were.
    assert_eq!([COMPANY, GOVERNMENT].map(|who| told(&post, who, &alert)).to_vec(), before);
    assert!(!told(&post, ACADEMIC, &alert).1, "it is not theirs any more");
}

#[test]
fn whoever_was_still_to_be_told_of_an_alert_is_told_once_if_they_read_it() {
    let post = Post::new();
    let alert = narrowed(&post, |_| {});
    let (kinds, there) = told(&post, COMPANY, &alert);
    let kinds: Vec<&str> = kinds.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!((kinds, there), (vec!["alert-released"], true));
    assert_eq!(told(&post, ACADEMIC, &alert), (vec![], false));
}

#[test]
fn the_preview_says_that_others_read_the_update() {
    let serving = Serving::new();
    let alert = posted(&serving, &["group:circle"], &json!({}));
    join(&serving, "circle", "lumora");
    let client = serving.client(GOVERNMENT);
    let at = format!("/alerts/{alert}/update");
    let preview = |more: &[(&str, &str)]| client.fill(&at, &at, &fields("", more)).expect(200).text();
    let says = "It also goes to readers who did not have the alert before";
    let same = preview(&[]);
    assert!(same.contains("This is what readers will see") && !same.contains(says), "{same}");
    assert!(preview(&[("groups", "group:circle")]).contains(says));
}

#[test]
fn an_alert_is_posted_for_those_who_were_shown_with_it() {
    let serving = Serving::new();
    let client = serving.client(GOVERNMENT);
    let typed = fields("", &[("groups", "group:circle")]);
    let shown = client.fill("/alerts/new", "/alerts", &typed).expect(200);
    let mut posting = typed.clone();
    posting.retain(|(name, _)| *name != "step");
    posting.push(("step", "post"));
    join(&serving, "circle", "lumora");
    let again = client.fill_on(&shown, "/alerts", &posting).expect(409);
    let text = again.text();
    assert!(
        text.contains("Its readers have changed") && text.contains("This is what readers will see"),
        "{text}"
    );
    serving.settle();
    let total =
        || serving.new_client(GOVERNMENT).get("/api/v1/alerts?phase=all").expect(200).json()["total"].clone();
    assert_eq!(total(), 0, "nothing was posted");
    client.fill_on(&again, "/alerts", &posting).expect(303);
}

#[test]
fn an_update_goes_on_without_a_suspended_reader() {
    let serving = Serving::new();
    let readers = ["org:lumora", "sector:civil_society"];
    for named in [None, Some(&readers[..])] {
        let alert = posted(&serving, &readers, &json!({}));
        assert!(is(read(&serving, COMPANY, &alert), "The first words", "released"));
        suspend(&serving, "lumora");
        assert_eq!(update(&serving, &alert, named, &json!({ "message": "all_clear" })), 201, "{named:?}");
        assert_eq!(decide(&serving, &alert, "approval"), 200);
        assert!(is(read(&serving, DEFENDER, &alert), "The second words", "released"));
        // It keeps what was addressed to it, and nothing more is.
        assert!(is(read(&serving, COMPANY, &alert), "The first words", "replaced"));
        let page = serving.new_client(COMPANY).page(&format!("/alerts/{alert}")).expect(200).text();
        assert!(page.contains("Earlier version") && !page.contains("The second words"), "{page}");
        readmit(&serving, "lumora");
        assert!(is(read(&serving, COMPANY, &alert), "The first words", "replaced"));
    }
}

#[test]
fn a_suspension_stops_neither_a_confirmation_nor_what_waits_already() {
    let serving = Serving::new();
    let readers = ["org:lumora", "sector:civil_society"];
    let called = posted(&serving, &readers, &json!({ "urgent": true }));
    let waits = posted(&serving, &readers, &json!({}));
    assert_eq!(update(&serving, &waits, None, &json!({ "message": "all_clear" })), 201);
    let first = serving.new_client(GOVERNMENT).post("/api/v1/alerts", &alert(&serving, "New", &readers));
    let first = first.expect(201).json()["reference"].as_str().unwrap().to_owned();
    suspend(&serving, "lumora");
    assert_eq!(decide(&serving, &called, "confirmation"), 200);
    assert_eq!(decide(&serving, &waits, "approval"), 200);
    assert!(is(read(&serving, DEFENDER, &waits), "The second words", "released"));
    assert!(is(read(&serving, COMPANY, &waits), "The first words", "replaced"));
    // What is new to it is not released to it.
    assert_eq!(decide(&serving, &first, "approval"), 409);
}

#[test]
fn whoever_was_left_out_stays_left_out_while_nobody_can_name_them() {
    let serving = Serving::new();
    let alert = posted(&serving, &["coalition"], &json!({ "except": ["lumora"] }));
    suspend(&serving, "lumora");
    for except in [json!(["lumora"]), json!([])] {
        assert_eq!(update(&serving, &alert, Some(&["coalition"]), &json!({ "except": except })), 201);
        assert_eq!(decide(&serving, &alert, "approval"), 200);
    }
    readmit(&serving, "lumora");
    assert_eq!(read(&serving, COMPANY, &alert), None);
    assert!(is(read(&serving, ACADEMIC, &alert), "The second words", "released"));
}

/// Whoever was left out is left out of an update too, while the form offers nobody because the group has grown.
#[test]
fn whoever_was_left_out_stays_left_out_when_a_group_has_grown() {
    let serving = Serving::new();
    let alert = posted(&serving, &["group:circle"], &json!({ "except": ["open-lines"] }));
    join(&serving, "circle", "lumora");
    let form = serving.new_client(GOVERNMENT).page(&format!("/alerts/{alert}/update")).expect(200).text();
    assert!(!chosen(&form, "group:circle"));
    assert!(
        form.contains("value=\"open-lines\" checked") || form.contains("value=\"open-lines\" selected"),
        "{form}"
    );
    for except in [json!(["open-lines"]), json!([])] {
        assert_eq!(update(&serving, &alert, None, &json!({ "except": except })), 201);
        assert_eq!(decide(&serving, &alert, "approval"), 200);
        assert_eq!(read(&serving, REVIEWER, &alert), None);
    }
}

/// Nothing goes to others because those who were named are suspended.
#[test]
fn a_text_for_suspended_organisations_goes_to_nobody_else() {
    let serving = Serving::new();
    let both = posted(&serving, &["org:lumora", "sector:civil_society"], &json!({}));
    let alone = posted(&serving, &["org:lumora"], &json!({}));
    let waits = posted(&serving, &["org:lumora"], &json!({}));
    assert_eq!(update(&serving, &waits, None, &json!({})), 201);
    let called = posted(&serving, &["org:lumora"], &json!({ "urgent": true }));
    suspend(&serving, "lumora");
    assert_eq!(update(&serving, &both, Some(&["org:lumora"]), &json!({})), 422);
    assert!(is(read(&serving, DEFENDER, &both), "The first words", "released"));
    assert_eq!(update(&serving, &called, None, &json!({ "urgent": true })), 409);
    assert_eq!(update(&serving, &alone, None, &json!({})), 409);
    assert_eq!(decide(&serving, &waits, "approval"), 409);
    for alert in [&alone, &waits] {
        assert!(is(read(&serving, COMPANY, alert), "The first words", "released"));
    }
}

#[test]
fn the_alert_of_a_suspended_author_stays_and_calls_nobody() {
    let serving = Serving::new();
    let alert = posted(&serving, &["coalition"], &json!({}));
    let public = posted(&serving, &["public"], &json!({}));
    let says = "is not an active member at present";
    let page = |who: &str| serving.new_client(who).page(&format!("/alerts/{alert}")).expect(200).text();
    assert_eq!(waiting(&serving, DEFENDER), 2);
    assert!(!page(DEFENDER).contains(says));
    suspend(&serving, "estmark");
    assert_eq!(waiting(&serving, DEFENDER), 0);
    let shown = page(DEFENDER);
    assert!(shown.contains("The first words") && shown.contains(says), "{shown}");
    assert!(!shown.contains("/acknowledgement\""), "nobody is asked for an answer that nobody reads");
    let path = format!("/api/v1/alerts/{alert}/acknowledgement");
    serving.new_client(DEFENDER).post(&path, &json!({ "offer": "Two lines" })).expect(409);
    let json = serving.new_client(DEFENDER).get(&format!("/api/v1/alerts/{alert}")).expect(200).json();
    assert_eq!((&json["author_is_active"], &json["phase"]), (&json!(false), &json!("current")));
    serving.settle();
    let listed = serving.new_client(JOURNALIST).get("/api/v1/alerts").expect(200).json();
    assert_eq!((&listed["total"], &listed["items"][0]["author_is_active"]), (&json!(2), &json!(false)));
    // Who belongs to the coalition is told to members alone.
    for client in [serving.public(), serving.new_client(SUSPENDED)] {
        let page = client.page(&format!("/alerts/{public}")).expect(200).text();
        let json = client.get(&format!("/api/v1/alerts/{public}")).expect(200).json();
        assert!(page.contains("The first words") && !page.contains(says), "{page}");
        assert!(json.get("author_is_active").is_none(), "{json}");
    }
}
