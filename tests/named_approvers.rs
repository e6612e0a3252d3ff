//! Who decides for an organisation that has one person only learns what they decide on, and nothing around it.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::canary_translations::renditions;
use crate::serving::{
    COMPANY, COMPANY_REVIEWER, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, REPORTER, REVIEWER, Serving,
};

/// A report of Open Lines that civil society reads, and nobody of Lumora or Estmark.
fn hidden(serving: &Serving) -> String {
    serving.released(&json!({ "title": "Cut off" }), &["sector:civil_society"]).0
}

#[test]
fn they_are_not_told_of_which_report_something_is_said() {
    let serving = Serving::new();
    let report = hidden(&serving);
    let defender = serving.client(DEFENDER);
    let incident = defender.get(&format!("/api/v1/reports/{report}")).expect(200).json()["incident"].clone();
    let path = format!("/api/v1/incidents/{}/corroborations", incident.as_str().unwrap());
    let sent = json!({
        "stance": "disputes", "note": "It was a storm.", "report": report, "audience": ["public"], "approvers": "lumora",
    });
    let voice = defender.post(&path, &sent).expect(201).json();
    assert_eq!((&voice["report"], &voice["state"]), (&json!(report), &json!("proposed")));
    let sent = json!({ "words": "Since when?", "audience": ["public"], "approvers": "lumora" });
    let question = defender.post(&format!("/api/v1/reports/{report}/inquiries"), &sent).expect(201).json();
    let company_reviewer = serving.client(COMPANY_REVIEWER);
    let queue = company_reviewer.get("/api/v1/reviews").expect(200);
    assert_eq!((&queue.json()["total"], &queue.json()["items"][0]["report"]), (&json!(2), &Value::Null));
    let [voice, question] = [voice, question].map(|one| one["reference"].as_str().unwrap().to_owned());
    let told = [
        queue,
        company_reviewer.get(&format!("/api/v1/corroborations/{voice}")).expect(200),
        company_reviewer.get(&format!("/corroborations/{voice}")).expect(200),
        company_reviewer.get(&format!("/api/v1/inquiries/{question}")).expect(200),
        company_reviewer.get(&format!("/inquiries/{question}")).expect(200),
        company_reviewer.page("/reviews").expect(200),
    ];
    for told in told {
        assert!(!told.text().contains(&report), "{}", told.text());
    }

    // Both go out by their hands, though they read neither afterwards; the page leads on to what waits.
    let decided = company_reviewer
        .post(&format!("/api/v1/inquiries/{question}/approval"), &json!({}))
        .expect(200)
        .json();
    assert_eq!(decided, json!({ "reference": question, "state": "live" }));
    let page = format!("/corroborations/{voice}");
    let sent = company_reviewer.fill(&page, &format!("{page}/approval"), &[("comment", "")]).expect(303);
    assert_eq!(sent.header("location"), Some("/reviews?done=review-approved"));
    for path in [format!("/api/v1/inquiries/{question}"), page] {
        company_reviewer.get(&path).expect(404);
        assert!(serving.client(REPORTER).get(&path).expect(200).status == 200);
    }
}

#[test]
fn they_are_not_told_what_becomes_of_a_text() {
    let serving = Serving::new();
    let defender = serving.client(DEFENDER);
    let report = serving.draft(DEFENDER, &json!({ "title": "Cut off", "narrative": "All of it." }));
    let path = format!("/api/v1/reports/{report}");
    let proposal = json!({ "audience": ["sector:government"], "approvers": "lumora" });
    let release = defender.post(&format!("{path}/releases"), &proposal).expect(201).json();
    let release = release["id"].as_str().unwrap().to_owned();
    serving.approve(&report, &release, COMPANY_REVIEWER);
    let sent = |language: &str| {
        json!({
            "language": language, "rendition": renditions(&serving, &report)[0].hash, "title": "Coupés",
            "narrative": "Tout.", "approvers": "lumora",
        })
    };
    let translate = |language: &str| {
        let made = defender.post(&format!("{path}/translations"), &sent(language)).expect(201).json();
        made["reference"].as_str().unwrap().to_owned()
    };
    let (out, returned) = (translate("fr"), translate("es"));
    let company_reviewer = serving.client(COMPANY_REVIEWER);
    company_reviewer.post(&format!("/api/v1/translations/{out}/approval"), &json!({})).expect(200);
    company_reviewer
        .post(&format!("/api/v1/translations/{returned}/return"), &json!({ "comment": "No." }))
        .expect(200);
    let pages = || {
        [&out, &returned]
            .map(|one| company_reviewer.get(&format!("/translations/{one}")).expect(200).steady())
    };
    let before = pages();
    let reason = json!({ "reason": "A mistake" });
    defender.json("DELETE", &format!("{path}/releases/{release}"), &[], &reason).expect(200);
    assert_eq!(pages(), before);
    let own = defender.get(&format!("/translations/{out}")).expect(200).text();
    assert!(own.contains("is no longer released"), "its own desk is told: {own}");
}

#[test]
fn what_was_proposed_in_another_role_waits_on_the_desk() {
    use entente::access::Role;
    use entente::people;
    let serving = Serving::new();
    let (report, _) =
        serving.released(&json!({ "title": "Cut off", "narrative": "All." }), &["sector:government"]);
    let sent = json!({
        "language": "fr", "rendition": renditions(&serving, &report)[0].hash, "title": "Coupés", "narrative": "Tout.",
    });
    let path = format!("/api/v1/reports/{report}/translations");
    let made = serving.client(REPORTER).post(&path, &sent).expect(201).json();
    let made = made["reference"].as_str().unwrap();
    let (administrator, reporter) = (serving.viewer(crate::serving::ADMIN), serving.person(REPORTER));
    serving.write(|tx| {
        let (reporter, home) =
            (people::person(tx.conn, &reporter)?, people::organisation_for_operator(tx.conn, "open-lines")?);
        people::grant(tx, &administrator, &home, &reporter, Role::Delegate, None)?;
        people::end_role(tx, &administrator, &reporter, Role::Reporter)
    });
    // What a delegate was given inside counts after a day.
    serving.place.clock.advance(TimeDelta::hours(24));
    let desk = serving.new_client(REPORTER).page("/desk").expect(200).text();
    assert!(desk.contains(made) && !desk.contains("Coupés"), "{desk}");
    let back = json!({ "comment": "Please look again." });
    serving.new_client(REVIEWER).post(&format!("/api/v1/translations/{made}/return"), &back).expect(200);
    assert!(serving.new_client(REPORTER).page("/desk").expect(200).text().contains(made));
}

/// Looking for what is not there, or at what needs no writing down, waits for no writer.
#[test]
fn who_only_looks_waits_for_nobody_who_writes() {
    let serving = Serving::new();
    let report = hidden(&serving);
    let sent = json!({ "words": "Since when?", "audience": ["sector:civil_society"] });
    let asked = serving
        .client(DEFENDER)
        .post(&format!("/api/v1/reports/{report}/inquiries"), &sent)
        .expect(201)
        .json();
    let asked = asked["reference"].as_str().unwrap().to_owned();
    let (defender, government, government_reviewer, company) = (
        serving.client(DEFENDER),
        serving.client(GOVERNMENT),
        serving.client(GOVERNMENT_REVIEWER),
        serving.client(COMPANY),
    );
    serving.write(|_| {
        for kind in ["inquiries/N", "corroborations/C", "translations/T", "delegations/D"] {
            for client in [&serving.public(), &government, &government_reviewer, &company] {
                client.get(&format!("/api/v1/{kind}-000000")).expect(404);
                client.get(&format!("/{kind}-000000")).expect(404);
            }
        }
        // Whatever nobody signed in asks for: nothing of it is theirs to open.
        for row in crate::table::rows().filter(|row| row.method == "GET" && row.path.contains("{reference}"))
        {
            let path = row.path.replace("{reference}", &report).replace("{id}", "L-000000");
            let path = path.replace("{file}", "E-000000").replace("{page}", "1");
            let status = serving.public().get(&path).status;
            assert!([200, 401, 404].contains(&status), "{path}: {status}");
        }
        government.get(&format!("/inquiries/{asked}")).expect(404);
        defender.get(&format!("/inquiries/{asked}")).expect(200);
        defender.get(&format!("/api/v1/inquiries/{asked}")).expect(200);
        Ok(())
    });
}
