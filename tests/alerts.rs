//! Alerts: a delegate posts, a second person agrees, those who read it acknowledge, and nobody else learns of it.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::canary_alerts::alert;
use crate::http::Client;
use crate::ribbon::waiting;
use crate::serving::{
    ACADEMIC, COMPANY, COMPANY_REVIEWER, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, JOURNALIST, OBSERVER,
    REPORTER, REVIEWER, SUSPENDED, Serving,
};

fn post(serving: &Serving, text: &str, audience: &[&str], more: &Value) -> Value {
    let mut sent = alert(serving, text, audience);
    sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serving.client(GOVERNMENT).post("/api/v1/alerts", &sent).expect(201).json()
}

fn reference(made: &Value) -> String {
    made["reference"].as_str().unwrap().to_owned()
}

/// An alert of Estmark that its reviewer has approved.
fn approved(serving: &Serving, text: &str, audience: &[&str], more: &Value) -> String {
    let alert = reference(&post(serving, text, audience, more));
    decide(serving, &alert, "approval");
    serving.settle();
    alert
}

fn decide(serving: &Serving, alert: &str, decision: &str) -> Value {
    let path = format!("/api/v1/alerts/{alert}/{decision}");
    serving.client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200).json()
}

fn updated(serving: &Serving, alert: &str, text: &str, more: &Value) -> Value {
    let mut sent = crate::canary_alerts::alert(serving, text, &[]);
    sent.as_object_mut().unwrap().remove("audience");
    sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let path = format!("/api/v1/alerts/{alert}/versions");
    serving.client(GOVERNMENT).post(&path, &sent).expect(201).json()
}

fn read(client: &Client, alert: &str) -> Value {
    client.get(&format!("/api/v1/alerts/{alert}")).expect(200).json()
}

fn listed(client: &Client, query: &str) -> Vec<String> {
    let list = client.get(&format!("/api/v1/alerts{query}")).expect(200).json();
    let items: Vec<String> = list["items"].as_array().unwrap().iter().map(reference).collect();
    assert_eq!(list["total"], items.len(), "{list}");
    items
}

#[test]
fn an_alert_to_members_waits_for_a_second_person_and_reaches_members_alone() {
    let serving = Serving::new();
    let made = post(&serving, "Cables are cut", &["coalition"], &json!({}));
    assert_eq!(made["state"], "proposed");
    assert!(made.get("headline").is_none_or(Value::is_null), "what is kept holds no text: {made}");
    let alert = reference(&made);
    for who in [COMPANY, OBSERVER, ACADEMIC] {
        serving.client(who).get(&format!("/api/v1/alerts/{alert}")).expect(404);
    }
    assert_eq!(decide(&serving, &alert, "approval")["state"], "released");
    serving.settle();
    for who in [COMPANY, OBSERVER, ACADEMIC, GOVERNMENT] {
        let read = read(&serving.client(who), &alert);
        assert_eq!((&read["state"], &read["headline"]), (&json!("released"), &json!("Cables are cut")));
        assert_eq!(listed(&serving.client(who), ""), std::slice::from_ref(&alert));
    }
    for client in [serving.public(), serving.client(SUSPENDED)] {
        client.get(&format!("/api/v1/alerts/{alert}")).expect(404);
        assert!(listed(&client, "?phase=all").is_empty());
    }
}

#[test]
fn nobody_but_a_delegate_posts_and_nobody_decides_on_their_own() {
    let serving = Serving::new();
    let sent = alert(&serving, "A call", &["coalition"]);
    for who in [COMPANY, COMPANY_REVIEWER, REPORTER, OBSERVER, GOVERNMENT_REVIEWER, SUSPENDED] {
        serving.client(who).post("/api/v1/alerts", &sent).expect(403);
    }
    serving.public().post("/api/v1/alerts", &sent).expect(401);
    let alert = reference(&post(&serving, "A call", &["coalition"], &json!({})));
    let path = format!("/api/v1/alerts/{alert}/approval");
    serving.client(GOVERNMENT).post(&path, &json!({})).expect(403);
    serving.client(COMPANY_REVIEWER).post(&path, &json!({})).expect(404);
}

#[test]
fn an_urgent_alert_is_out_at_once_and_ends_unless_somebody_confirms_it() {
    let serving = Serving::new();
    let urgent = json!({ "urgent": true });
    let [kept, lost] = ["Kept", "Lost"].map(|text| post(&serving, text, &["coalition"], &urgent));
    assert_eq!(kept["state"], "unconfirmed");
    let [kept, lost] = [kept, lost].map(|made| reference(&made));
    serving.settle();
    assert_eq!(read(&serving.client(COMPANY), &kept)["state"], "unconfirmed");
    serving.client(GOVERNMENT).post(&format!("/api/v1/alerts/{kept}/confirmation"), &json!({})).expect(403);
    assert_eq!(decide(&serving, &kept, "confirmation")["state"], "released");
    assert_eq!(read(&serving.client(COMPANY), &kept)["state"], "released");
    serving.place.clock.advance(TimeDelta::hours(24));
    let company = serving.new_client(COMPANY);
    company.get(&format!("/api/v1/alerts/{kept}")).expect(200);
    company.get(&format!("/api/v1/alerts/{lost}")).expect(404);
    let path = format!("/api/v1/alerts/{lost}/confirmation");
    serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(409);
    let public = alert(&serving, "Public", &["public"]);
    let mut public = public.as_object().unwrap().clone();
    public.insert("urgent".into(), json!(true));
    let refused = serving.new_client(GOVERNMENT).post("/api/v1/alerts", &json!(public)).expect(422).json();
    assert!(refused["errors"]["urgent"].is_array(), "{refused}");
}

#[test]
fn another_delegate_confirms_too() {
    let serving = Serving::new();
    let second = "mira@open-lines.example.org";
    serving.write(|tx| {
        let home = entente::people::organisation_for_operator(tx.conn, "open-lines")?;
        entente::accounts::enrol(tx, &home, "Mira Sol", second, "", &[entente::access::Role::Delegate])
    });
    let mut sent = alert(&serving, "A call", &["coalition"]);
    sent["urgent"] = json!(true);
    let made = serving.client(REVIEWER).post("/api/v1/alerts", &sent).expect(201).json();
    let path = format!("/api/v1/alerts/{}/confirmation", reference(&made));
    serving.client(REPORTER).post(&path, &json!({})).expect(403);
    serving.client(second).post(&path, &json!({})).expect(200);
    // A delegate is the second person for alerts alone.
    let report = serving.draft(REPORTER, &json!({ "title": "A report" }));
    let release = serving.propose(&report, REPORTER, &["coalition"]);
    serving
        .client(second)
        .post(&format!("/api/v1/reports/{report}/releases/{release}/approval"), &json!({}))
        .expect(403);
    let waits = serving.client(second).get("/api/v1/reviews").expect(200).json();
    assert_eq!(waits["total"], 0, "{waits}");
}

#[test]
fn it_expires_to_the_second_and_stays_readable() {
    let serving = Serving::new();
    let alert = approved(&serving, "Until the day after tomorrow", &["coalition"], &json!({}));
    let company = || serving.new_client(COMPANY);
    serving.place.clock.advance(TimeDelta::hours(47));
    assert_eq!(listed(&company(), ""), std::slice::from_ref(&alert));
    assert_eq!(waiting(&serving, COMPANY), 1);
    serving.place.clock.advance(TimeDelta::hours(1));
    assert!(listed(&company(), "").is_empty());
    assert_eq!(waiting(&serving, COMPANY), 0);
    assert_eq!(listed(&company(), "?phase=expired"), std::slice::from_ref(&alert));
    assert_eq!(listed(&company(), "?phase=all"), std::slice::from_ref(&alert));
    assert_eq!(read(&company(), &alert)["phase"], "expired");
    let path = format!("/api/v1/alerts/{alert}/acknowledgement");
    company().post(&path, &json!({})).expect(409);
    let mut sent = crate::canary_alerts::alert(&serving, "Late news", &["coalition"]);
    sent["message"] = json!("update");
    let path = format!("/api/v1/alerts/{alert}/versions");
    serving.new_client(GOVERNMENT).post(&path, &sent).expect(409);
}

#[test]
fn what_expires_before_its_release_is_not_released() {
    let serving = Serving::new();
    let alert = reference(&post(&serving, "Too late", &["coalition"], &json!({})));
    serving.place.clock.advance(TimeDelta::hours(48));
    let path = format!("/api/v1/alerts/{alert}/approval");
    serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(409);
    serving.new_client(COMPANY).get(&format!("/api/v1/alerts/{alert}")).expect(404);
}

#[test]
fn organisations_acknowledge_once_and_the_author_alone_sees_who_has() {
    let serving = Serving::new();
    let alert = approved(&serving, "Read this", &["coalition"], &json!({}));
    let path = format!("/api/v1/alerts/{alert}/acknowledgement");
    serving.client(ACADEMIC).post(&path, &json!({})).expect(403);
    serving.client(GOVERNMENT).post(&path, &json!({})).expect(403);
    serving.public().post(&path, &json!({})).expect(404);
    assert_eq!((waiting(&serving, COMPANY), waiting(&serving, GOVERNMENT)), (1, 0));
    serving.client(COMPANY).post(&path, &json!({ "answer": "seen" })).expect(201);
    assert_eq!(waiting(&serving, COMPANY_REVIEWER), 0, "one answers for all");
    serving.client(COMPANY_REVIEWER).post(&path, &json!({ "answer": "seen" })).expect(409);
    serving.client(COMPANY_REVIEWER).post(&path, &json!({ "offer": "Two engineers" })).expect(201);
    serving.client(COMPANY).post(&path, &json!({})).expect(409);
    serving.place.clock.advance(TimeDelta::seconds(1));
    serving.client(DEFENDER).post(&path, &json!({})).expect(201);
    let seen = read(&serving.client(GOVERNMENT), &alert)["acknowledgements"].clone();
    let told: Vec<(&str, &str, &str)> = seen
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let text = |name: &str| one[name].as_str().unwrap();
            (one["organisation"]["slug"].as_str().unwrap(), text("answer"), text("offer"))
        })
        .collect();
    assert_eq!(told, [("lumora", "acknowledged", "Two engineers"), ("defenders", "acknowledged", "")]);
    for who in [COMPANY, DEFENDER, ACADEMIC, JOURNALIST] {
        let read = read(&serving.client(who), &alert);
        assert!(read.get("acknowledgements").is_none(), "{read}");
        assert_eq!(read.get("acknowledgement").is_some(), [COMPANY, DEFENDER].contains(&who), "{read}");
    }
    let page = serving.client(GOVERNMENT).page(&format!("/alerts/{alert}")).expect(200).text();
    assert!(page.contains("Two engineers") && page.contains("Meridian"), "who has not is listed");
    let page = serving.client(DEFENDER).page(&format!("/alerts/{alert}")).expect(200).text();
    assert!(!page.contains("Two engineers") && !page.contains("Meridian"));
}

#[test]
fn who_has_not_acknowledged_is_not_told_of_a_confidential_group() {
    let serving = Serving::new();
    // Open Lines belongs to the circle; Estmark may address it only as a member.
    let groups = serving.client(REVIEWER).get("/api/v1/groups").expect(200).json();
    assert!(groups.to_string().contains("circle"), "{groups}");
    let sent = alert(&serving, "For the circle", &["group:circle", "org:meridian"]);
    let second = "mira@open-lines.example.org";
    serving.write(|tx| {
        let home = entente::people::organisation_for_operator(tx.conn, "open-lines")?;
        entente::accounts::enrol(tx, &home, "Mira Sol", second, "", &[entente::access::Role::Delegate])
    });
    let made = serving.client(second).post("/api/v1/alerts", &sent).expect(201).json();
    let alert = reference(&made);
    serving.client(REVIEWER).post(&format!("/api/v1/alerts/{alert}/approval"), &json!({})).expect(200);
    let page = serving.client(REVIEWER).page(&format!("/alerts/{alert}")).expect(200).text();
    let lists = page.contains("has not answered") || page.contains("have not answered");
    assert!(lists, "a member of the circle may list it");
    serving.write(|tx| {
        let group = entente::people::group_for_operator(tx.conn, "circle")?;
        let home = entente::people::organisation_for_operator(tx.conn, "open-lines")?;
        let convenor =
            entente::people::viewer_for(tx.conn, &serving.person(crate::serving::CONVENOR), tx.now())?;
        entente::people::remove(tx, &convenor, &group, &home)
    });
    let page = serving.client(REVIEWER).page(&format!("/alerts/{alert}")).expect(200).text();
    assert!(!page.contains("not answered"), "who left may not");
}

#[test]
fn an_update_asks_again_only_if_its_author_says_so() {
    let serving = Serving::new();
    let alert = approved(&serving, "First", &["coalition"], &json!({}));
    let path = format!("/api/v1/alerts/{alert}/acknowledgement");
    serving.client(COMPANY).post(&path, &json!({})).expect(201);
    assert_eq!(updated(&serving, &alert, "Second", &json!({}))["state"], "proposed");
    decide(&serving, &alert, "approval");
    assert_eq!((waiting(&serving, COMPANY), waiting(&serving, DEFENDER)), (0, 1));
    updated(&serving, &alert, "Third", &json!({ "asks_again": true }));
    decide(&serving, &alert, "approval");
    serving.settle();
    assert_eq!(waiting(&serving, COMPANY), 1);
    let read = read(&serving.client(COMPANY), &alert);
    assert_eq!(
        (&read["headline"], &read["version"], &read["message"]),
        (&json!("Third"), &json!(3), &json!("update"))
    );
    assert_eq!(read["versions"].as_array().unwrap().len(), 3);
    let first = serving.client(COMPANY).get(read["versions"][0]["href"].as_str().unwrap()).expect(200).json();
    assert_eq!((&first["headline"], &first["state"]), (&json!("First"), &json!("replaced")));
    assert_eq!(listed(&serving.client(COMPANY), "").len(), 1, "versions are one alert");
}

#[test]
fn an_alert_that_is_over_waits_for_nobody() {
    let serving = Serving::new();
    for message in ["all_clear", "false_alarm"] {
        let alert = approved(&serving, "Danger", &["coalition"], &json!({}));
        assert_eq!(waiting(&serving, COMPANY), 1);
        updated(&serving, &alert, "No danger", &json!({ "message": message }));
        decide(&serving, &alert, "approval");
        serving.settle();
        assert_eq!(waiting(&serving, COMPANY), 0);
        assert!(listed(&serving.client(COMPANY), "").is_empty());
        assert!(listed(&serving.client(COMPANY), "?phase=over").contains(&alert));
        let read = read(&serving.client(COMPANY), &alert);
        assert_eq!((&read["phase"], &read["message"]), (&json!("over"), &json!(message)));
        let path = format!("/api/v1/alerts/{alert}/acknowledgement");
        serving.client(COMPANY).post(&path, &json!({})).expect(409);
    }
}

#[test]
fn two_updates_at_once_are_one_and_a_refusal() {
    let serving = Serving::new();
    let alert = approved(&serving, "First", &["coalition"], &json!({}));
    updated(&serving, &alert, "Second", &json!({}));
    let path = format!("/api/v1/alerts/{alert}/versions");
    let sent = crate::canary_alerts::alert(&serving, "Another second", &["coalition"]);
    serving.client(GOVERNMENT).post(&path, &sent).expect(409);
}

#[test]
fn a_link_is_shown_only_to_those_who_read_its_target() {
    let serving = Serving::new();
    let (report, _) =
        serving.released(&json!({ "title": "For governments" }), &["org:open-lines", "sector:government"]);
    let incident =
        serving.client(GOVERNMENT).get(&format!("/api/v1/reports/{report}")).expect(200).json()["incident"]
            .clone();
    let links =
        json!([{ "kind": "report", "reference": report }, { "kind": "incident", "reference": incident }]);
    let alert = approved(&serving, "About it", &["coalition"], &json!({ "links": links }));
    assert_eq!(read(&serving.client(GOVERNMENT), &alert)["links"].as_array().unwrap().len(), 2);
    assert_eq!(read(&serving.client(COMPANY), &alert)["links"], json!([]));
    let page = serving
        .client(GOVERNMENT)
        .page(&format!("/incidents/{}", incident.as_str().unwrap()))
        .expect(200)
        .text();
    assert!(page.contains(&format!("/alerts/{alert}")), "the incident names the alert");
    // What the author cannot read and what does not exist are refused in the same words.
    let (hidden, _) = serving.released(&json!({ "title": "Hidden" }), &["org:open-lines"]);
    let refusal = |reference: &str| {
        let mut sent = crate::canary_alerts::alert(&serving, "A guess", &["coalition"]);
        sent["links"] = json!([{ "kind": "report", "reference": reference }]);
        let refused = serving.client(GOVERNMENT).post("/api/v1/alerts", &sent).expect(422).json();
        refused["errors"]["links"].to_string().replace(reference, "R")
    };
    assert_eq!(refusal(&hidden), refusal("R-222222"));
}

#[test]
fn bad_input_is_named_field_by_field() {
    let serving = Serving::new();
    let refused = |changes: &Value, field: &str| {
        let mut sent = alert(&serving, "A call", &["coalition"]);
        sent.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let refused = serving.client(GOVERNMENT).post("/api/v1/alerts", &sent).expect(422).json();
        assert!(refused["errors"][field].is_array(), "{field}: {refused}");
    };
    refused(&json!({ "expires_at": "2020-01-01T00:00:00Z" }), "expires_at");
    refused(&json!({ "expires_at": "2099-01-01T00:00:00Z" }), "expires_at");
    refused(&json!({ "expires_at": "tomorrow" }), "expires_at");
    refused(&json!({ "expires_at": null }), "expires_at");
    refused(&json!({ "headline": " " }), "headline");
    refused(&json!({ "headline": "x".repeat(201) }), "headline");
    refused(&json!({ "body": "" }), "body");
    refused(&json!({ "urgency": "immediate" }), "urgency");
    refused(&json!({ "severity": "" }), "severity");
    refused(&json!({ "certainty": "Maybe" }), "certainty");
    refused(&json!({ "category": "Cyber" }), "category");
    refused(&json!({ "countries": ["XX"] }), "countries");
    refused(&json!({ "audience": [] }), "audience");
    refused(&json!({ "audience": ["sector:pirates"] }), "audience");
    refused(&json!({ "links": [{ "kind": "card", "reference": "A-1" }] }), "links");
    refused(&json!({ "links": ["I-222222"] }), "links");
    refused(&json!({ "message": "all_clear" }), "message");
    refused(&json!({ "language": "english!" }), "language");
    refused(&json!({ "translations": [{ "language": "en", "headline": "a", "body": "b" }] }), "language-2");
    refused(&json!({ "translations": [{ "language": "fr", "headline": "", "body": "b" }] }), "headline-2");
    refused(&json!({ "colour": "red" }), "colour");
    let path =
        format!("/api/v1/alerts/{}/acknowledgement", approved(&serving, "Real", &["coalition"], &json!({})));
    let refused = serving.client(COMPANY).post(&path, &json!({ "answer": "maybe" })).expect(422).json();
    assert!(refused["errors"]["answer"].is_array());
    serving.public().get("/api/v1/alerts?phase=soon").expect(422);
    serving.public().get("/api/v1/alerts?colour=red").expect(422);
}

#[test]
fn a_suspended_author_releases_nothing() {
    let serving = Serving::new();
    let alert = reference(&post(&serving, "A call", &["coalition"], &json!({})));
    serving.write(|tx| {
        use diesel::prelude::*;
        use entente::db::schema::organisation;
        diesel::update(organisation::table.filter(organisation::slug.eq("estmark")))
            .set(organisation::status.eq(entente::people::OrganisationStatus::Suspended))
            .execute(tx.conn)?;
        Ok(())
    });
    let path = format!("/api/v1/alerts/{alert}/approval");
    let status = serving.client(GOVERNMENT_REVIEWER).post(&path, &json!({})).status;
    assert!([403, 404, 409].contains(&status), "{status}");
    serving.client(COMPANY).get(&format!("/api/v1/alerts/{alert}")).expect(404);
}

/// A member organisation meets the alert on another page, and answers.
fn answers_on_pages(serving: &Serving, at: &str) -> Client {
    let company = serving.client(COMPANY);
    let home = company.page("/incidents").expect(200).text();
    assert!(home.contains("class=\"ribbon") && home.contains("Exchange points go dark"), "the ribbon");
    let answer = [("answer", "acknowledged"), ("offer", "Two lines")];
    company.fill(at, &format!("{at}/acknowledgement"), &answer).expect(303);
    assert!(!company.page("/incidents").expect(200).text().contains("class=\"ribbon"));
    company
}

#[test]
fn an_alert_is_written_checked_and_posted_on_pages() {
    let serving = Serving::new();
    let client = serving.client(GOVERNMENT);
    let fields = [
        ("headline", "Exchange points go dark"),
        ("body", "All links to the north are cut."),
        ("language", "en"),
        ("headline-2", "Les points d’échange s’éteignent"),
        ("body-2", "Toutes les liaisons sont coupées."),
        ("language-2", "fr"),
        ("category", "Infra"),
        ("urgency", "Immediate"),
        ("severity", "Extreme"),
        ("certainty", "Observed"),
        ("countries", "EE"),
        ("expires_in", "24"),
        ("audience", "coalition"),
        ("urgent", "yes"),
        ("exercise", "yes"),
        ("step", "preview"),
    ];
    let preview = client.fill("/alerts/new", "/alerts", &fields).expect(200);
    let text = preview.text();
    assert!(text.contains("This is what readers will see") && text.contains("points d’échange"), "{text}");
    assert!(listed(&serving.client(COMPANY), "?phase=all").is_empty(), "nothing is posted unseen");
    let sending = |headline: &'static str| {
        let mut fields: Vec<(&str, &str)> = fields.to_vec();
        fields.retain(|(name, _)| !["step", "headline"].contains(name));
        fields.extend([("step", "post"), ("headline", headline)]);
        client.fill_on(&preview, "/alerts", &fields)
    };
    let again = sending("Something else").expect(200).text();
    assert!(again.contains("This is what readers will see") && again.contains("Something else"));
    assert!(listed(&serving.client(COMPANY), "?phase=all").is_empty(), "what was changed is shown again");
    let posted = sending("Exchange points go dark").expect(303);
    let at = posted.header("location").unwrap().to_owned();
    serving.settle();
    let page = client.page(&at).expect(200).text();
    assert!(page.contains("Exchange points go dark") && page.contains("Exercise."));
    let at = at.split('?').next().unwrap();
    let company = answers_on_pages(&serving, at);
    assert!(client.page(at).expect(200).text().contains("Two lines"));
    serving.client(GOVERNMENT_REVIEWER).fill(at, &format!("{at}/confirmation"), &[]).expect(303);
    let mut update: Vec<(&str, &str)> = fields.to_vec();
    update.retain(|(name, _)| !["headline", "urgent", "audience", "step"].contains(name));
    update.extend([("headline", "Links are back"), ("message", "all_clear"), ("step", "preview")]);
    let (page, action) = (format!("{at}/update"), format!("{at}/update"));
    let preview = client.fill(&page, &action, &update).expect(200);
    assert!(preview.text().contains("All clear"), "{}", preview.text());
    update.retain(|(name, _)| *name != "step");
    update.push(("step", "post"));
    client.fill_on(&preview, &action, &update).expect(303);
    serving.client(GOVERNMENT_REVIEWER).fill(at, &format!("{at}/approval"), &[]).expect(303);
    assert!(company.page(at).expect(200).text().contains("Links are back"));
    assert!(company.page(&format!("{at}/versions/1")).expect(200).text().contains("Exchange points go dark"));
}
