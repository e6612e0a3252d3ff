//! What alerts are about: shown before they are posted, and at the incident to which their incident was moved.

use serde_json::{Value, json};

use crate::canary_alerts::alert;
use crate::serving::{COMPANY, GOVERNMENT, GOVERNMENT_REVIEWER, REPORTER, Serving};

fn released(serving: &Serving, audience: &[&str]) -> (String, String) {
    let (report, _) = serving.released(&json!({ "title": "Cut off" }), audience);
    let read = serving.client(REPORTER).get(&format!("/api/v1/reports/{report}")).expect(200).json();
    (report, read["incident"].as_str().unwrap().to_owned())
}

fn about(serving: &Serving, incident: &str, audience: &[&str]) -> String {
    let mut sent = alert(serving, "About it", audience);
    sent["links"] = json!([{ "kind": "incident", "reference": incident }]);
    let made = serving.client(GOVERNMENT).post("/api/v1/alerts", &sent).expect(201).json();
    let alert = made["reference"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/alerts/{alert}/approval");
    serving.client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
    serving.settle();
    alert
}

/// The alerts that somebody is shown with an incident: in JSON, after a look at its page for the same.
fn shown(serving: &Serving, who: &str, incident: &str) -> Vec<String> {
    let client = serving.client(who);
    let json = client.get(&format!("/api/v1/incidents/{incident}")).expect(200).json();
    let alerts: Vec<String> =
        json["alerts"].as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect();
    let page = client.page(&format!("/incidents/{incident}")).expect(200).text();
    let linked: Vec<&str> = page.split("class=\"title\"><a href=\"/alerts/").skip(1).collect();
    let linked: Vec<&str> = linked.iter().map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(linked, alerts, "the page and the JSON of {incident} for {who}");
    alerts
}

#[test]
fn an_incident_has_the_alerts_of_those_that_were_merged_into_it() {
    let serving = Serving::new();
    let (_, old) = released(&serving, &["coalition"]);
    let (_, new) = released(&serving, &["coalition"]);
    let alert = about(&serving, &old, &["coalition"]);
    let governments = about(&serving, &old, &["sector:government"]);
    assert!(shown(&serving, COMPANY, &new).is_empty());
    let merge = format!("/api/v1/incidents/{old}/merge");
    serving.client(REPORTER).post(&merge, &json!({ "into": new })).expect(200);
    serving.settle();
    assert_eq!(shown(&serving, COMPANY, &new), [alert.as_str()]);
    let both = shown(&serving, GOVERNMENT, &new);
    assert_eq!(both.len(), 2);
    assert!(both.contains(&alert) && both.contains(&governments));
    // A further move keeps them.
    let (_, last) = released(&serving, &["coalition"]);
    let merge = format!("/api/v1/incidents/{new}/merge");
    serving.client(REPORTER).post(&merge, &json!({ "into": last })).expect(200);
    serving.settle();
    assert_eq!(shown(&serving, COMPANY, &last), [alert.as_str()]);
}

/// A report that moved took nothing along of an incident that goes on, nor of one that its readers do not know of.
#[test]
fn an_incident_tells_nothing_of_those_that_its_reader_does_not_know_of() {
    let serving = Serving::new();
    let (_, old) = released(&serving, &["org:open-lines", "sector:government"]);
    let (_, new) = released(&serving, &["coalition"]);
    about(&serving, &old, &["coalition"]);
    let merge = format!("/api/v1/incidents/{old}/merge");
    serving.client(REPORTER).post(&merge, &json!({ "into": new })).expect(200);
    serving.settle();
    assert!(shown(&serving, COMPANY, &new).is_empty(), "they read no report that came from there");
    assert_eq!(shown(&serving, GOVERNMENT, &new).len(), 1);
    // Two reports in one incident, of which one moves on.
    let (moved, going_on) = released(&serving, &["coalition"]);
    let second = serving.draft(REPORTER, &json!({ "title": "Still cut off", "incident": going_on }));
    let release = serving.propose(&second, REPORTER, &["coalition"]);
    serving.approve(&second, &release, crate::serving::REVIEWER);
    about(&serving, &going_on, &["coalition"]);
    let path = format!("/api/v1/reports/{moved}/incident");
    serving.client(REPORTER).json("PUT", &path, &[], &json!({ "incident": new })).expect(200);
    serving.settle();
    assert_eq!(shown(&serving, COMPANY, &going_on).len(), 1);
    assert!(shown(&serving, COMPANY, &new).is_empty());
    // The same where what stays is hidden: the alert may be about that.
    let (moved, hidden) = released(&serving, &["coalition"]);
    let second = serving.draft(REPORTER, &json!({ "title": "Hidden", "incident": hidden }));
    serving.propose(&second, REPORTER, &["org:open-lines"]);
    about(&serving, &hidden, &["coalition"]);
    let path = format!("/api/v1/reports/{moved}/incident");
    serving.client(REPORTER).json("PUT", &path, &[], &json!({ "incident": new })).expect(200);
    serving.settle();
    assert!(shown(&serving, COMPANY, &new).is_empty());
    // Nor does it help that what stayed has moved elsewhere since.
    let (_, elsewhere) = released(&serving, &["org:open-lines"]);
    let path = format!("/api/v1/reports/{second}/incident");
    serving.client(REPORTER).json("PUT", &path, &[], &json!({ "incident": elsewhere })).expect(200);
    serving.settle();
    assert!(shown(&serving, COMPANY, &new).is_empty());
}

/// What somebody types into the form of an alert.
pub fn fields<'a>(links: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let fields = [
        ("headline", "Exchange points go dark"),
        ("body", "All links to the north are cut."),
        ("language", "en"),
        ("category", "Infra"),
        ("urgency", "Immediate"),
        ("severity", "Extreme"),
        ("certainty", "Observed"),
        ("expires_in", "24"),
        ("links", links),
        ("step", "preview"),
    ];
    let mut fields: Vec<(&str, &str)> = fields.to_vec();
    fields.retain(|(name, _)| !more.iter().any(|(changed, _)| changed == name));
    fields.extend(more);
    fields
}

#[test]
fn the_preview_shows_what_the_alert_is_about() {
    let serving = Serving::new();
    let (report, incident) = released(&serving, &["coalition"]);
    let links = format!("{report} {incident}");
    let client = serving.client(GOVERNMENT);
    let text = client
        .fill("/alerts/new", "/alerts", &fields(&links, &[("audience", "coalition")]))
        .expect(200)
        .text();
    let preview = text.split("id=\"preview\"").nth(1).unwrap().split("</section>").next().unwrap();
    for at in [format!("href=\"/reports/{report}\""), format!("href=\"/incidents/{incident}\"")] {
        assert!(preview.contains(&at), "{preview}");
    }
}

#[test]
fn whoever_decides_sees_every_part_that_a_correction_changes() {
    let serving = Serving::new();
    let (_, incident) = released(&serving, &["coalition"]);
    let mut sent = alert(&serving, "Lines are cut", &["coalition"]);
    sent["urgent"] = json!(true);
    sent["exercise"] = json!(true);
    sent["links"] = json!([{ "kind": "incident", "reference": incident }]);
    let made: Value = serving.client(GOVERNMENT).post("/api/v1/alerts", &sent).expect(201).json();
    let alert = made["reference"].as_str().unwrap();
    let mut update = crate::canary_alerts::alert(&serving, "Lines are cut", &["coalition"]);
    for (name, value) in
        [("severity", "Minor"), ("urgency", "Past"), ("certainty", "Unlikely"), ("category", "Met")]
    {
        update[name] = json!(value);
    }
    let path = format!("/api/v1/alerts/{alert}/versions");
    serving.client(GOVERNMENT).post(&path, &update).expect(201);
    let page = serving.client(GOVERNMENT_REVIEWER).page(&format!("/alerts/{alert}")).expect(200).text();
    let released =
        page.split("id=\"decide-corrected\"").nth(1).unwrap().split("</blockquote>").next().unwrap();
    for part in [
        "Severity: Severe",
        "Urgency: Immediate: act now",
        "Certainty: Observed",
        "Category: Infrastructure",
        "Expires: ",
        "Nothing has happened: this alert is for practice.",
        "Estonia",
        "English",
        &format!("Related incidents and reports: {incident}"),
    ] {
        assert!(released.contains(part), "{part}: {released}");
    }
}

/// What the preview says is what happens, also where the alert is about something that whoever narrows it does not read any more.
#[test]
fn the_preview_of_an_alert_for_fewer_says_what_posting_it_does() {
    let serving = Serving::new();
    let (report, release) = serving.released(&json!({ "title": "Cut off" }), &["coalition"]);
    let read = serving.client(REPORTER).get(&format!("/api/v1/reports/{report}")).expect(200).json();
    // No form shows seconds.
    serving.place.clock.advance(chrono::TimeDelta::seconds(7));
    let alert = about(&serving, read["incident"].as_str().unwrap(), &["coalition"]);
    let view = |who: &str| serving.client(who).get(&format!("/api/v1/alerts/{alert}")).expect(200).json();
    assert_eq!(view(GOVERNMENT)["links"].as_array().unwrap().len(), 1);
    let path = format!("/api/v1/reports/{report}/releases/{release}");
    let gone = json!({ "reason": "A mistake" });
    serving.client(crate::serving::REVIEWER).json("DELETE", &path, &[], &gone).expect(200);
    assert_eq!(view(GOVERNMENT)["links"], json!([]), "it is hidden from its author");
    let update = format!("/alerts/{alert}/update");
    let end = view(GOVERNMENT)["expires_at"].as_str().unwrap().to_owned();
    let end = format!("{} {}", &end[..10], &end[11..16]);
    let typed = |body: &'static str, step: &'static str| {
        let more = [
            ("message", "update"),
            ("headline", "About it"),
            ("body", body),
            ("instruction", "About it"),
            ("places", "About it"),
            ("countries", "EE"),
            ("severity", "Severe"),
            ("expires_in", ""),
            ("expires_at", end.as_str()),
            ("sectors", "sector:government"),
            ("reason", "It is for states."),
            ("step", step),
        ];
        fields("", &more)
    };
    let client = serving.client(GOVERNMENT);
    let preview = client.fill(&update, &update, &typed("About it", "preview")).expect(200);
    assert!(preview.text().contains("It is released as soon as you post it."), "{}", preview.text());
    client.fill_on(&preview, &update, &typed("About it", "post")).expect(303);
    assert_eq!(view(GOVERNMENT)["state"], "released");
    let gone = serving.client(COMPANY).get(&format!("/api/v1/alerts/{alert}")).expect(410).json();
    assert_eq!(gone["reason"], "It is for states.");
    // Other words take a second person, and the preview says so.
    let other = client.fill(&update, &update, &typed("More of it", "preview")).expect(200).text();
    assert!(other.contains("A colleague decides on it first"), "{other}");
}
