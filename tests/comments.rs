//! Comments on joint actions: who is shown them, who answers, who is told, and what is left of them.

use chrono::TimeDelta;
use entente::db::schema::{comment_details, contribution, release};
use serde_json::{Value, json};

use diesel::prelude::*;

use crate::http::Answer;
use crate::notifications::Post;
use crate::serving::{
    ACADEMIC, ADMIN, COMPANY, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REPORTER, REVIEWER,
    Serving,
};
use crate::support::on_postgres;
use crate::unconfirmed::{readmit, suspend};

fn decide(serving: &Serving, reference: &str) {
    let path = format!("/api/v1/actions/{reference}/approval");
    serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
}

fn brief(audience: &[&str]) -> Value {
    json!({ "kind": "demarche", "title": "A demarche", "brief": "What is asked.", "audience": audience })
}

/// An action of Estmark.
fn begun(serving: &Serving, audience: &[&str]) -> String {
    let made = serving.new_client(GOVERNMENT).post("/api/v1/actions", &brief(audience)).expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    decide(serving, &reference);
    reference
}

fn widened(serving: &Serving, reference: &str, audience: &[&str]) {
    let path = format!("/api/v1/actions/{reference}/versions");
    let made = serving.new_client(GOVERNMENT).post(&path, &brief(audience)).expect(201).json();
    if made["state"] == "proposed" {
        decide(serving, reference);
    }
}

fn send(serving: &Serving, who: &str, action: &str, sent: &Value) -> Answer {
    serving.new_client(who).post(&format!("/api/v1/actions/{action}/comments"), sent)
}

/// The reference of a comment with these words.
fn said(serving: &Serving, who: &str, action: &str, words: &str, mut more: Value) -> String {
    more["text"] = json!(words);
    serving.place.clock.advance(TimeDelta::seconds(1));
    send(serving, who, action, &more).expect(201).json()["reference"].as_str().unwrap().to_owned()
}

/// The words of each thread, as somebody reads them, the newest thread first.
fn read(serving: &Serving, who: &str, action: &str) -> Vec<Vec<String>> {
    let path = format!("/api/v1/actions/{action}/comments");
    let list = serving.new_client(who).get(&path).expect(200).json();
    let words = |one: &Value| one["text"].as_str().unwrap_or_default().to_owned();
    let thread = |thread: &Value| {
        let answers = thread["answers"].as_array().unwrap().iter();
        std::iter::once(&thread["first"]).chain(answers).map(words).collect()
    };
    list["items"].as_array().unwrap().iter().map(thread).collect()
}

fn status(serving: &Serving, who: &str, comment: &str) -> u16 {
    serving.new_client(who).get(&format!("/api/v1/comments/{comment}")).status
}

#[test]
fn a_comment_is_read_by_its_own_audience_among_those_who_read_the_action() {
    let serving = Serving::new();
    let action = begun(&serving, &["sector:government", "org:open-lines", "org:lumora"]);
    said(&serving, REVIEWER, &action, "For all", json!({}));
    let civil = said(&serving, REVIEWER, &action, "Civil", json!({ "audience": ["sector:civil_society"] }));
    said(&serving, GOVERNMENT, &action, "Not for companies", json!({ "except": ["lumora"] }));
    said(&serving, GOVERNMENT, &action, "At home", json!({ "audience": ["org:estmark"] }));
    let of = |texts: &[&str]| texts.iter().map(|text| vec![(*text).to_owned()]).collect::<Vec<_>>();
    assert_eq!(read(&serving, OBSERVER, &action), of(&["Not for companies", "Civil", "For all"]));
    assert_eq!(
        read(&serving, GOVERNMENT_REVIEWER, &action),
        of(&["At home", "Not for companies", "For all"])
    );
    assert_eq!(read(&serving, COMPANY, &action), of(&["For all"]));
    // Whoever began the action reads no more of it than others.
    assert_eq!(status(&serving, GOVERNMENT, &civil), 404);
    // Civil society that does not read the action reads nothing said of it.
    assert_eq!(status(&serving, DEFENDER, &civil), 404);
    assert_eq!(serving.new_client(DEFENDER).get(&format!("/api/v1/actions/{action}/comments")).status, 404);
    assert_eq!(serving.new_client(DEFENDER).page(&format!("/actions/{action}/comments")).status, 404);
    let page = serving.client(COMPANY).page(&format!("/actions/{action}/comments")).expect(200).text();
    for hidden in ["Civil", "Not for companies", "At home", "Write a comment"] {
        assert!(!page.contains(hidden), "{hidden}");
    }
    assert_eq!(send(&serving, COMPANY, &action, &json!({ "text": "x" })).status, 403, "no delegate");
    for refused in ["public", "person:jonas@open-lines.example.org", "org:nobody"] {
        let sent = json!({ "text": "x", "audience": [refused] });
        assert_eq!(send(&serving, REVIEWER, &action, &sent).status, 422, "{refused}");
    }
    let own = json!({ "text": "x", "except": ["open-lines"] });
    assert_eq!(send(&serving, REVIEWER, &action, &own).status, 422, "they leave themselves out");
    // Whoever began an action is told whom the brief leaves out, and addresses nothing to them; others are not told.
    let mut sent = brief(&["coalition"]);
    sent["except"] = json!(["lumora"]);
    let made = serving.new_client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
    let apart = made["reference"].as_str().unwrap();
    decide(&serving, apart);
    let to_them = json!({ "text": "x", "audience": ["org:lumora"] });
    let refused = send(&serving, GOVERNMENT, apart, &to_them).expect(422).json();
    assert!(refused["errors"]["audience"][0].as_str().unwrap().contains("leaves Lumora out"), "{refused}");
    send(&serving, REVIEWER, apart, &to_them).expect(201);
    suspend(&serving, "lumora");
    assert_eq!(serving.new_client(COMPANY).get(&format!("/api/v1/actions/{action}/comments")).status, 403);
    readmit(&serving, "lumora");
    assert_eq!(read(&serving, COMPANY, &action), of(&["For all"]));
}

#[test]
fn a_comment_on_a_public_action_is_read_by_members_alone() {
    let serving = Serving::new();
    let action = begun(&serving, &["public"]);
    let comment = said(&serving, REVIEWER, &action, "Among us", json!({}));
    assert_eq!(read(&serving, ACADEMIC, &action), [["Among us"]]);
    assert_eq!(serving.public().get(&format!("/api/v1/actions/{action}")).status, 200);
    assert_eq!(serving.public().get(&format!("/api/v1/comments/{comment}")).status, 404);
    assert_eq!(serving.public().get(&format!("/api/v1/actions/{action}/comments")).status, 401);
    let page = serving.public().get(&format!("/actions/{action}")).expect(200).text();
    assert!(!page.contains("Discussion"), "{page}");
}

#[test]
fn whoever_comes_to_read_an_action_later_is_shown_nothing_said_before() {
    let serving = Serving::new();
    let action = begun(&serving, &["sector:government", "org:open-lines"]);
    let before = said(&serving, REVIEWER, &action, "Before", json!({}));
    let form = serving.client(REVIEWER).page(&format!("/actions/{action}/comments")).expect(200);
    widened(&serving, &action, &["coalition"]);
    // Who had those readers before them speaks to nobody else.
    let path = format!("/actions/{action}/comments");
    let refused = serving.client(REVIEWER).fill_on(&form, &path, &[("text", "Stale")]);
    assert!(refused.status == 412 && refused.text().contains("others may read it"), "{}", refused.text());
    assert!(refused.text().contains("Stale</textarea>"), "{}", refused.text());
    let api = format!("/api/v1{path}");
    let sent = json!({ "text": "Stale" });
    for mark in ["\"0123456789abcdef\"", "\"\""] {
        let refused = serving.new_client(REVIEWER).json("POST", &api, &[("If-Match", mark)], &sent);
        assert_eq!(refused.status, 412, "{mark}");
    }
    assert_eq!(status(&serving, ACADEMIC, &before), 404);
    said(&serving, REVIEWER, &action, "After", json!({}));
    said(&serving, REVIEWER, &action, "An answer", json!({ "reply_to": before }));
    // Nothing tells them that it answers anything.
    assert_eq!(read(&serving, ACADEMIC, &action), [["An answer"], ["After"]]);
    let list = serving.new_client(ACADEMIC).get(&api).expect(200).json();
    assert!(list["items"][0]["first"]["reply_to"].is_null() && !list.to_string().contains(&before), "{list}");
    let page = serving.client(ACADEMIC).page(&path).expect(200).text();
    assert!(!page.contains(&before) && !page.contains("in answer to"), "{page}");
    // Changed words go to those who read the words before.
    let changed = format!("/api/v1/comments/{before}/versions");
    serving.new_client(REVIEWER).post(&changed, &json!({ "text": "Changed" })).expect(201);
    assert_eq!(status(&serving, ACADEMIC, &before), 404);
    assert_eq!(read(&serving, OBSERVER, &action), [vec!["After"], vec!["Changed", "An answer"]]);
    assert_eq!(read(&serving, GOVERNMENT, &action), [vec!["After"], vec!["Changed", "An answer"]]);
}

#[test]
fn answers_stand_under_the_first_comment_for_those_who_read_it() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    let first = said(&serving, GOVERNMENT, &action, "First", json!({ "audience": ["sector:civil_society"] }));
    let sent = json!({ "text": "x", "reply_to": first });
    assert_eq!(send(&serving, REVIEWER, &action, &sent).status, 422, "it does not say who reads it");
    let to_all = |answers: &str| json!({ "reply_to": answers, "audience": ["coalition"] });
    let answer = said(&serving, REVIEWER, &action, "Answer", to_all(&first));
    let next = said(&serving, DEFENDER, &action, "Next", json!({ "reply_to": answer }));
    assert_eq!(read(&serving, OBSERVER, &action), [["First", "Answer", "Next"]]);
    // To one who does not read the first, the others are what they would be if there were no first.
    assert_eq!(read(&serving, ACADEMIC, &action), [["Answer", "Next"]]);
    let one = |who: &str, comment: &str| {
        serving.new_client(who).get(&format!("/api/v1/comments/{comment}")).expect(200).json()["reply_to"]
            .clone()
    };
    assert_eq!((one(ACADEMIC, &answer), one(ACADEMIC, &next)), (Value::Null, json!(answer)));
    assert_eq!(one(OBSERVER, &answer), json!(first));
    // What cannot be read cannot be answered, and neither can what stands with another action.
    let other = begun(&serving, &["coalition"]);
    let elsewhere = said(&serving, GOVERNMENT, &other, "Elsewhere", json!({}));
    let hidden = said(&serving, REVIEWER, &action, "Hidden", json!({ "audience": ["org:open-lines"] }));
    let fault = |answers: &str| {
        let refused = send(&serving, GOVERNMENT, &action, &json!({ "text": "x", "reply_to": answers }));
        let said = refused.text().replace(answers, "P-");
        (refused.status, said.split("\"instance\"").next().unwrap_or_default().to_owned())
    };
    assert_eq!(fault("P-000000").0, 422);
    for refused in [&elsewhere, &hidden] {
        assert_eq!(fault(refused), fault("P-000000"), "{refused}");
    }
    // Nor does anything tell of one in the middle.
    let middle = said(
        &serving,
        REVIEWER,
        &other,
        "Middle",
        json!({ "reply_to": elsewhere, "audience": ["org:open-lines"] }),
    );
    said(&serving, REVIEWER, &other, "Last", to_all(&middle));
    assert_eq!(read(&serving, OBSERVER, &other), [["Elsewhere", "Middle", "Last"]]);
    assert_eq!(read(&serving, ACADEMIC, &other), [["Last"], ["Elsewhere"]]);
    // What is taken back leaves its reason, and the answers.
    let path = format!("/api/v1/comments/{first}");
    serving.new_client(GOVERNMENT).json("DELETE", &path, &[], &json!({ "reason": "Too early" })).expect(200);
    assert_eq!(read(&serving, OBSERVER, &action), [vec!["Hidden"], vec!["", "Answer", "Next"]]);
    let gone = serving.new_client(OBSERVER).get(&path);
    assert_eq!((gone.status, gone.json()["reason"].clone()), (410, json!("Too early")));
    assert_eq!(status(&serving, ACADEMIC, &first), 404);
    let page = serving.client(OBSERVER).page(&format!("/actions/{action}/comments")).expect(200).text();
    assert!(page.contains("Too early") && !page.contains("First"), "{page}");
    assert_eq!(fault(&first), fault("P-000000"), "nobody answers what was taken back");
}

#[test]
fn nobody_is_named_who_is_not_known_to_read_the_action() {
    let post = Post::new();
    let serving = &post.serving;
    let action = begun(serving, &["sector:government", "org:defenders", "org:open-lines"]);
    let join = format!("/api/v1/actions/{action}/participation");
    serving.new_client(DEFENDER).json("PUT", &join, &[], &json!({})).expect(200);
    let name = |who: &str, audience: &Value, mention: &str| {
        let sent = json!({ "text": "x", "audience": audience, "mentions": [mention] });
        let answer = send(serving, who, &action, &sent);
        let said = answer.text().replace(mention, "org:x");
        (answer.status, said.split("\"instance\"").next().unwrap_or_default().to_owned())
    };
    let all = json!(["coalition"]);
    let nobody = name(REVIEWER, &all, "org:nobody");
    assert_eq!(nobody.0, 422);
    // Meridian does not read the action; Lumora neither; Open Lines has not joined, and nobody is told that it reads it.
    assert_eq!(name(REVIEWER, &all, "org:meridian"), nobody);
    assert_eq!(name(DEFENDER, &all, "org:open-lines"), nobody);
    assert_eq!(name(REVIEWER, &all, &format!("person:{DEFENDER}")), nobody);
    assert_eq!(
        name(REVIEWER, &json!(["sector:government"]), "org:defenders"),
        nobody,
        "it does not go to them"
    );
    let form = serving.client(REVIEWER).page(&format!("/actions/{action}/comments")).expect(200).text();
    assert!(form.contains("value=\"org:defenders\" ") || form.contains("mentions-org:defenders"), "{form}");
    assert!(!form.contains("mentions-org:meridian"), "{form}");
    post.tell();
    let sent = json!({ "mentions": ["org:defenders", format!("person:{REPORTER}")] });
    let comment = said(serving, REVIEWER, &action, "Look at this", sent);
    let taken = said(serving, REVIEWER, &action, "And that", json!({ "mentions": ["org:defenders"] }));
    let path = format!("/api/v1/comments/{taken}");
    serving.new_client(REVIEWER).json("DELETE", &path, &[], &json!({ "reason": "No" })).expect(200);
    post.tell();
    let told = |who: &str| -> Vec<(String, String)> {
        let told = serving.new_client(who).get("/api/v1/notifications").expect(200).json();
        let word = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
        let items =
            told["items"].as_array().unwrap().iter().map(|one| (word(one, "kind"), word(one, "about")));
        items.filter(|(_, about)| about.starts_with("P-")).collect()
    };
    let mentioned = || vec![("mentioned".to_owned(), comment.clone())];
    assert_eq!(
        (told(DEFENDER), told(REPORTER)),
        (mentioned(), mentioned()),
        "and of what was taken back nobody"
    );
    assert_eq!(told(GOVERNMENT), [("comment-posted".to_owned(), comment.clone())]);
    assert_eq!((told(REVIEWER), told(OBSERVER), told(ACADEMIC)), (vec![], vec![], vec![]));
    // Colleagues are known to their own organisation alone.
    let seen = |who: &str| {
        let one = serving.new_client(who).get(&format!("/api/v1/comments/{comment}")).expect(200).json();
        (one["mentions"].clone(), one["person"].is_string())
    };
    assert_eq!(seen(OBSERVER), (json!(["org:defenders", format!("person:{REPORTER}")]), true));
    assert_eq!(seen(GOVERNMENT), (json!(["org:defenders"]), false));
    // Those who read the action since do not know that it takes part, and are not told by a name.
    widened(serving, &action, &["coalition"]);
    assert_eq!(name(REVIEWER, &all, "org:defenders"), nobody);
}

#[test]
fn a_comment_is_changed_by_its_organisation_and_by_nobody_who_saw_another_text() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    let comment = said(&serving, REVIEWER, &action, "At first", json!({}));
    let one = || serving.new_client(ACADEMIC).get(&format!("/api/v1/comments/{comment}")).expect(200).json();
    let mark = one()["mark"].clone();
    let path = format!("/api/v1/comments/{comment}/versions");
    let change = |who: &str, words: &str| {
        serving.new_client(who).post(&path, &json!({ "text": words, "mark": mark })).status
    };
    assert_eq!(change(DEFENDER, "Another's"), 403);
    assert_eq!(change(REPORTER, "No delegate"), 403);
    assert_eq!(change(REVIEWER, "Then"), 201);
    assert_eq!(change(REVIEWER, "Too late"), 412);
    assert_eq!((one()["text"].clone(), one()["changed"].clone()), (json!("Then"), json!(true)));
    let versions = serving.new_client(ACADEMIC).get(&path).expect(200).json();
    assert_eq!(versions["total"], 2);
    let first = serving.client(ACADEMIC).page(&format!("/comments/{comment}/versions/1")).expect(200).text();
    assert!(first.contains("At first") && first.contains("Earlier version"), "{first}");
    let client = serving.client(REVIEWER);
    let update = format!("/comments/{comment}/update");
    let form = client.page(&update).expect(200);
    serving.new_client(REVIEWER).post(&path, &json!({ "text": "Meanwhile" })).expect(201);
    let refused = client.fill_on(&form, &update, &[("text", "What I typed")]);
    assert_eq!(refused.status, 412);
    assert!(refused.text().contains("What I typed"));
    assert_eq!(client.fill(&update, &update, &[("text", "At last")]).status, 303);
    assert_eq!(one()["text"], "At last");
}

#[test]
fn whoever_the_brief_leaves_behind_reads_and_changes_nothing_any_more() {
    let serving = Serving::new();
    let action = begun(&serving, &["sector:government", "org:open-lines"]);
    let own = said(&serving, REVIEWER, &action, "Ours", json!({}));
    let other = said(&serving, GOVERNMENT, &action, "Theirs", json!({}));
    assert_eq!(status(&serving, OBSERVER, &other), 200);
    suspend(&serving, "open-lines");
    widened(&serving, &action, &["sector:government"]);
    readmit(&serving, "open-lines");
    let path = format!("/api/v1/comments/{own}/versions");
    assert_eq!(serving.new_client(REVIEWER).post(&path, &json!({ "text": "Still" })).status, 404);
    assert_eq!(serving.client(REVIEWER).page(&format!("/comments/{own}/update")).status, 404);
    // The older brief is theirs to read; what was said of the action is not.
    assert_eq!((status(&serving, OBSERVER, &other), status(&serving, GOVERNMENT, &own)), (404, 200));
}

#[test]
fn a_discussion_of_a_thousand_comments_takes_the_statements_of_a_short_one() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    let count = |path: &str| {
        let client = serving.client(ACADEMIC);
        let asked = || {
            let before = serving.place.database.statements_for_requests();
            client.page(path).expect(200);
            serving.place.database.statements_for_requests() - before
        };
        (0..3).map(|_| asked()).min().unwrap()
    };
    let path = format!("/actions/{action}/comments");
    for number in 0..3 {
        let first = said(&serving, REVIEWER, &action, &format!("Few {number}"), json!({}));
        said(&serving, REVIEWER, &action, "An answer", json!({ "reply_to": first }));
    }
    let few = count(&path);
    // Each is written in a transaction of many: PostgreSQL, asked for the same statements, is spared most of them.
    let many = if on_postgres() { 150 } else { 1_000 };
    let viewer = serving.viewer(REVIEWER);
    let vault = serving.instance.vault.clone();
    serving.write(|tx| {
        for number in 0..many {
            let new = entente::web::body::read(&json!({ "text": format!("Comment {number}") }))?;
            entente::comments::post(tx, &vault, &viewer, &action, new)?;
        }
        Ok(())
    });
    let newest = said(&serving, REVIEWER, &action, "The newest", json!({}));
    said(&serving, REVIEWER, &action, "An answer", json!({ "reply_to": newest }));
    assert_eq!(count(&path), few);
    let list = serving.client(ACADEMIC).get(&format!("/api/v1{path}")).expect(200).json();
    assert_eq!((list["total"].clone(), list["items"].as_array().unwrap().len()), (json!(many + 4), 50));
    let page = serving.client(ACADEMIC).page(&path).expect(200).text();
    assert_eq!(page.matches("<article").count(), 51);
    let last =
        serving.client(ACADEMIC).page(&format!("{path}?page={}", (many + 4) / 50 + 1)).expect(200).text();
    assert!(last.contains("Few 0") && last.contains("Newer comments") && !last.contains("Older comments"));
}

#[test]
fn what_was_pasted_from_a_word_processor_becomes_clean_text() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    let words = "<!--StartFragment--><p class=MsoNormal style='color:red'>We <b>agree</b>&nbsp;to it<o:p></o:p></p>\
        <script>alert(1)</script><p class=MsoNormal>in May</p><!--EndFragment-->";
    said(&serving, REVIEWER, &action, words, json!({}));
    assert_eq!(read(&serving, ACADEMIC, &action), [["We agree to it\n\nin May"]]);
}

#[test]
fn nothing_is_kept_of_what_was_said_of_an_action_that_is_withdrawn() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    let first = said(&serving, REVIEWER, &action, "First", json!({}));
    let answer = said(&serving, DEFENDER, &action, "Answer", json!({ "reply_to": first }));
    let path = format!("/api/v1/comments/{first}");
    serving.new_client(REVIEWER).json("DELETE", &path, &[], &json!({ "reason": "No" })).expect(200);
    let path = format!("/api/v1/actions/{action}");
    serving.new_client(GOVERNMENT).json("DELETE", &path, &[], &json!({ "reason": "Over" })).expect(200);
    for (who, comment) in [(REVIEWER, &first), (DEFENDER, &answer), (ACADEMIC, &answer), (ADMIN, &first)] {
        assert_eq!(status(&serving, who, comment), 404, "{who}");
    }
    let left = serving.place.database.read(|conn| {
        let texts: i64 =
            contribution::table.filter(contribution::kind.eq("comment")).count().get_result(conn)?;
        let details: i64 = comment_details::table.count().get_result(conn)?;
        let releases = release::table.filter(release::subject_kind.eq("comment")).count();
        Ok((texts, details, releases.get_result::<i64>(conn)?))
    });
    assert_eq!(left.unwrap(), (0, 0, 0));
}

#[test]
fn an_action_has_the_newest_of_what_is_said_of_it() {
    let serving = Serving::new();
    let action = begun(&serving, &["sector:government", "org:open-lines"]);
    let first = said(&serving, REVIEWER, &action, "First", json!({}));
    widened(&serving, &action, &["coalition"]);
    let civil = json!({ "audience": ["sector:civil_society"], "reply_to": first });
    said(&serving, REVIEWER, &action, "Civil", civil);
    let gone = said(&serving, REVIEWER, &action, "Gone", json!({}));
    let path = format!("/api/v1/comments/{gone}");
    serving.new_client(REVIEWER).json("DELETE", &path, &[], &json!({ "reason": "Wrong" })).expect(200);
    let last = said(&serving, GOVERNMENT, &action, "Last", json!({}));
    let of = |who: &str| {
        let client = serving.new_client(who);
        let read = client.get(&format!("/api/v1/actions/{action}")).expect(200).json();
        read["comments"].as_array().unwrap().clone()
    };
    let texts = |who: &str| of(who).iter().map(|one| one["text"].clone()).collect::<Vec<_>>();
    assert_eq!(texts(OBSERVER), ["Last", "Civil", "First"]);
    assert_eq!(texts(GOVERNMENT), ["Last", "First"]);
    assert_eq!(texts(ACADEMIC), ["Last"]);
    let civil = &of(OBSERVER)[1];
    assert_eq!((&civil["reply_to"], &civil["organisation"]["slug"]), (&json!(first), &json!("open-lines")));
    let last = json!({
        "reference": last, "organisation": of(ACADEMIC)[0]["organisation"], "text": "Last", "reply_to": null,
        "audience": ["coalition"], "at": of(ACADEMIC)[0]["at"],
    });
    assert_eq!(of(ACADEMIC)[0], last);
    // Of a public action members alone read them, and lists have none.
    let public = begun(&serving, &["public"]);
    said(&serving, GOVERNMENT, &public, "Among us", json!({}));
    let read = serving.public().get(&format!("/api/v1/actions/{public}")).expect(200).json();
    assert_eq!(read["comments"], json!([]));
    serving.settle();
    let list = serving.new_client(ACADEMIC).get("/api/v1/actions").expect(200).text();
    assert!(!list.contains("Among us") && !list.contains("Last"), "{list}");
}
