//! The main job, end to end, through the JSON API: a report is filed, released to some, read by those and by
//! nobody else, corrected, withdrawn; and reports are filed together.

use serde_json::{Value, json};

use crate::http::{Answer, Client};
use crate::serving::{
    ACADEMIC, COMPANY, COMPANY_REVIEWER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, PASSWORD, REPORTER,
    REVIEWER, Serving,
};

fn shutdown() -> Value {
    json!({
        "title": "Mobile data switched off in two provinces",
        "narrative": "Since **dawn**. The order is not published.",
        "language": "en",
        "facts": {
            "types": ["shutdown"], "countries": ["KE"], "networks": ["mobile"], "status": "ongoing",
            "started": { "date": "2026-05-20", "precision": "day" },
        },
    })
}

/// Signs in as a program does, with a password.
fn sign_in(serving: &Serving, email: &str) -> Client {
    let sent = json!({ "email": email, "password": PASSWORD });
    let answer = serving.public().post("/api/v1/sessions", &sent).expect(201).json();
    assert_eq!(answer["expires_in"], 600);
    serving.public().with_bearer(answer["access_token"].as_str().unwrap())
}

/// Everything that a list tells of its size, without which rows it shows.
fn measure(client: &Client) -> Vec<Value> {
    [
        "?facets=1",
        "?q=provinces&facets=1",
        "?country=KE",
        "?type=shutdown&sort=oldest",
        "?type=positive_development",
    ]
    .iter()
    .map(|query| {
        let list = client.get(&format!("/api/v1/incidents{query}")).expect(200).json();
        json!([
            list["total"],
            list["positive_developments"],
            list["reports"],
            list["facets"],
            list["histogram"]
        ])
    })
    .collect()
}

/// A report that is not there for this reader: the answer for its reference is the answer for an invented one.
#[track_caller]
fn is_absent(client: &Client, report: &str) {
    for tail in ["", "?as=public", "/original", "/releases"] {
        let there = client.get(&format!("/api/v1/reports/{report}{tail}"));
        let invented = client.get(&format!("/api/v1/reports/R-000000{tail}"));
        assert_eq!(there.status, 404, "{report}{tail}: {}", there.text());
        assert_eq!(there.timeless(), invented.timeless(), "{report}{tail}");
    }
}

fn totals(client: &Client, query: &str) -> u64 {
    client.get(&format!("/api/v1/incidents?{query}")).expect(200).json()["total"].as_u64().unwrap()
}

#[test]
fn a_report_is_filed_released_to_some_and_read_by_those_alone() {
    let serving = Serving::new();
    serving
        .released(&json!({ "title": "Known to everybody", "facts": { "countries": ["KE"] } }), &["public"]);
    let before = measure(&serving.public());

    let reporter = sign_in(&serving, REPORTER);
    let me = reporter.get("/api/v1/me").expect(200).json();
    assert_eq!((&me["organisation"]["slug"], &me["roles"]), (&json!("open-lines"), &json!(["reporter"])));
    let drafted = reporter.post("/api/v1/reports", &shutdown()).expect(201).json();
    assert_eq!(drafted["state"], "draft");
    let report = drafted["reference"].as_str().unwrap();
    let (government, company) = (serving.client(GOVERNMENT), serving.client(COMPANY));
    is_absent(&government, report);
    is_absent(&company, report);
    assert_eq!(
        serving.client(OBSERVER).get(&format!("/api/v1/reports/{report}")).status,
        404,
        "a draft is the desk's"
    );

    let releases = format!("/api/v1/reports/{report}/releases");
    let audience = json!({ "audience": ["sector:government", "sector:civil_society"] });
    let proposed = reporter.post(&releases, &audience).expect(201).json();
    assert_eq!((&proposed["state"], &proposed["tlp"]), (&json!("proposed"), &json!("TLP:GREEN")));
    let release = format!("{releases}/{}", proposed["id"].as_str().unwrap());
    is_absent(&government, report);
    reporter
        .post(&format!("{release}/approval"), &json!({}))
        .expect(403)
        .problem("nobody approves their own");

    // The reviewer sees exactly what the audience will read.
    let reviewer = sign_in(&serving, REVIEWER);
    let preview = reviewer.get(&release).expect(200).json()["preview"].clone();
    assert_eq!(
        reviewer.post(&format!("{release}/approval"), &json!({})).expect(200).json()["state"],
        "approved"
    );
    serving.settle();
    let read = government.get(&format!("/api/v1/reports/{report}")).expect(200).json();
    for part in ["title", "narrative", "language", "facts", "hash"] {
        assert_eq!(read[part], preview[part], "{part}");
    }
    assert_eq!(
        read["audience"],
        json!(["sector:government"]),
        "of an audience one sees what one holds oneself"
    );
    assert_eq!((&read["version"], &read["tlp"]), (&json!(1), &json!("TLP:GREEN")));
    assert!(read["narrative_html"].as_str().unwrap().contains("<strong>dawn</strong>"));
    assert_eq!(totals(&government, "q=provinces"), 1);

    is_absent(&company, report);
    is_absent(&serving.public(), report);
    assert_eq!(totals(&company, "q=provinces"), 0);
    assert_eq!(measure(&serving.public()), before, "the public's counts have not moved");
}

/// Two texts of one report: the fuller for governments, the thinner for everybody.
fn two_renditions(serving: &Serving) -> String {
    let (report, _) = serving.released(&shutdown(), &["public"]);
    edit(serving, &report, "1", "Mobile data switched off by decree 14");
    let release = serving.propose(&report, REPORTER, &["sector:government"]);
    serving.approve(&report, &release, REVIEWER);
    serving.settle();
    report
}

#[track_caller]
fn edit(serving: &Serving, report: &str, version: &str, title: &str) -> Answer {
    let mut body = shutdown();
    body["title"] = json!(title);
    serving.client(REPORTER).put(&format!("/api/v1/reports/{report}/original"), version, &body).expect(200)
}

#[test]
fn who_reads_more_can_quote_what_the_public_reads() {
    let serving = Serving::new();
    let report = two_renditions(&serving);
    let path = format!("/api/v1/reports/{report}");
    let fuller = serving.client(GOVERNMENT).get(&path).expect(200).json();
    assert_eq!(fuller["title"], "Mobile data switched off by decree 14");
    let thinner = &fuller["thinner"][0];
    assert_eq!(thinner["audience"], json!(["public"]));
    assert_eq!(thinner["href"], json!(format!("/reports/{report}?as=public")));
    let quoted = serving.client(GOVERNMENT).get(&format!("{path}?as=public")).expect(200).json();
    let public = serving.public().get(&path).expect(200).json();
    assert_eq!(quoted["title"], "Mobile data switched off in two provinces");
    assert_eq!((&quoted["title"], &quoted["hash"]), (&public["title"], &public["hash"]));
    assert_eq!(public["thinner"], json!([]), "who reads the thinnest learns of no other");
    // One row a report, the right one; what only the other text says finds nothing.
    for (client, title, other) in [
        (serving.client(GOVERNMENT), "decree", "provinces"),
        (serving.public(), "provinces", "decree"),
        (serving.client(COMPANY), "provinces", "decree"),
    ] {
        let list = client.get("/api/v1/incidents?facets=1").expect(200).json();
        assert_eq!((&list["total"], &list["reports"]), (&json!(1), &json!(1)));
        assert!(list["items"][0]["title"].as_str().unwrap().contains(title), "{list}");
        assert_eq!((totals(&client, &format!("q={title}")), totals(&client, &format!("q={other}"))), (1, 0));
    }
}

#[test]
fn an_audience_is_not_guessed_by_asking_for_its_readers() {
    let serving = Serving::new();
    let (report, _) = serving.released(&shutdown(), &["sector:government", "sector:company", "group:table"]);
    let path = |word: &str| format!("/api/v1/reports/{report}?as={word}");
    let government = serving.client(GOVERNMENT);
    government.get(&path("sector:government")).expect(200);
    let not_there = government.get(&path("sector:academia"));
    for word in ["sector:company", "group:table", "group:circle", "org:lumora", "coalition", "nonsense"] {
        assert_eq!(government.get(&path(word)).timeless(), not_there.timeless(), "{word}");
    }
    // Its owner knows whom they wrote to, and may ask how each of them reads it.
    let (all, _) = serving.released(&shutdown(), &["org:open-lines", "sector:company", "group:table"]);
    for word in ["org:open-lines", "sector:company", "group:table"] {
        serving.client(REVIEWER).get(&format!("/api/v1/reports/{all}?as={word}")).expect(200);
    }
}

#[test]
fn what_a_group_was_given_can_be_quoted_after_others_joined_it() {
    let serving = Serving::new();
    let (report, _) = serving.released(&shutdown(), &["group:table"]);
    let convenor = serving.client(crate::serving::CONVENOR);
    convenor.post("/api/v1/groups/table/members", &json!({ "organisation": "meridian" })).expect(201);
    let path = format!("/api/v1/reports/{report}");
    serving.client(ACADEMIC).get(&path).expect(404);
    assert_eq!(
        serving.client(COMPANY_REVIEWER).get(&path).expect(200).json()["audience"],
        json!(["group:table"])
    );
    serving.client(COMPANY_REVIEWER).get(&format!("{path}?as=group:table")).expect(200);
}

#[test]
fn a_correction_is_a_new_version() {
    let serving = Serving::new();
    let (report, _) = serving.released(&shutdown(), &["sector:government"]);
    let path = format!("/api/v1/reports/{report}");
    let first = serving.client(GOVERNMENT).get(&path).expect(200).json();
    edit(&serving, &report, "1", "Mobile data switched off in one province");
    assert_eq!(serving.client(GOVERNMENT).get(&path).expect(200).json(), first, "an edit is not a release");
    let release = serving.propose(&report, REPORTER, &["sector:government"]);
    serving.approve(&report, &release, REVIEWER);
    let second = serving.client(GOVERNMENT).get(&path).expect(200).json();
    assert_eq!((&first["version"], &second["version"]), (&json!(1), &json!(2)));
    assert_eq!(second["title"], "Mobile data switched off in one province");
    assert_ne!(first["hash"], second["hash"]);
    assert_eq!(totals(&serving.client(GOVERNMENT), "q=provinces"), 0, "the old words find nothing any more");
    assert_eq!(totals(&serving.client(GOVERNMENT), "q=province"), 1);
}

#[test]
fn what_was_edited_after_it_was_proposed_cannot_be_approved() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &shutdown());
    let release = serving.propose(&report, REPORTER, &["public"]);
    edit(&serving, &report, "1", "Something else entirely");
    let path = format!("/api/v1/reports/{report}/releases/{release}/approval");
    serving.client(REVIEWER).post(&path, &json!({})).expect(409).problem("approval");
    is_absent(&serving.public(), &report);
}

#[test]
fn a_withdrawal_leaves_the_lists_at_once_and_a_tombstone_with_its_reason() {
    let serving = Serving::new();
    let (report, release) = serving.released(&shutdown(), &["sector:government"]);
    let (government, company) = (serving.client(GOVERNMENT), serving.client(COMPANY));
    assert_eq!(totals(&government, ""), 1);
    let path = format!("/api/v1/reports/{report}/releases/{release}");
    let withdraw =
        |client: &Client, reason: &str| client.json("DELETE", &path, &[], &json!({ "reason": reason }));
    withdraw(&serving.client(REVIEWER), " ").expect(422);
    assert_eq!(withdraw(&government, "because").status, 404);
    withdraw(&serving.client(REVIEWER), "A family asked us to.").expect(200);
    // Nobody waits for the index here: a list is never answered from before a withdrawal.
    let list = government.get("/api/v1/incidents?facets=1").expect(200).json();
    assert_eq!((&list["total"], &list["items"], &list["histogram"]), (&json!(0), &json!([]), &json!([])));
    let tombstone = government.get(&format!("/api/v1/reports/{report}")).expect(410).json();
    assert_eq!(
        (&tombstone["state"], &tombstone["reason"]),
        (&json!("withdrawn"), &json!("A family asked us to."))
    );
    assert!(tombstone["withdrawn_at"].as_str().is_some());
    assert!(tombstone.get("title").is_none());
    is_absent(&company, &report);
    withdraw(&serving.client(REVIEWER), "Twice.").expect(409);
}

#[test]
fn a_reviewer_claims_and_returns() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &shutdown());
    let release = serving.propose(&report, REPORTER, &["coalition"]);
    let path = format!("/api/v1/reports/{report}/releases/{release}");
    let reviewer = serving.client(REVIEWER);
    assert_eq!(reviewer.post(&format!("{path}/claim"), &json!({})).expect(200).json()["state"], "claimed");
    assert_eq!(reviewer.delete(&format!("{path}/claim")).expect(200).json()["state"], "proposed");
    reviewer.post(&format!("{path}/return"), &json!({})).expect(422).problem("a comment is needed");
    let sent = json!({ "comment": "Leave the second name out." });
    let returned = reviewer.post(&format!("{path}/return"), &sent).expect(200).json();
    assert_eq!(
        (&returned["state"], &returned["comment"]),
        (&json!("returned"), &json!("Leave the second name out."))
    );
    reviewer.post(&format!("{path}/approval"), &json!({})).expect(409);
    serving.client(GOVERNMENT).get(&path).expect(404);
    serving.client(GOVERNMENT_REVIEWER).post(&format!("{path}/approval"), &json!({})).expect(404);
}

#[test]
fn one_person_alone_names_another_organisation_to_approve() {
    use crate::serving::{DEFENDER, SECOND_CONVENOR};
    let serving = Serving::new();
    let report = serving.draft(DEFENDER, &shutdown());
    let releases = format!("/api/v1/reports/{report}/releases");
    let defender = serving.client(DEFENDER);
    let ask = |approvers: Value| {
        defender.post(&releases, &json!({ "audience": ["public"], "approvers": approvers }))
    };
    ask(Value::Null).expect(422);
    ask(json!("defenders")).expect(422);
    ask(json!("nobody-knows")).expect(422);
    ask(json!(["open-lines"])).expect(422);
    let id = ask(json!("open-lines")).expect(201).json()["id"].as_str().unwrap().to_owned();
    let release = format!("{releases}/{id}");
    for stranger in [SECOND_CONVENOR, GOVERNMENT_REVIEWER, REPORTER] {
        serving.client(stranger).get(&release).expect(404);
        serving.client(stranger).post(&format!("{release}/approval"), &json!({})).expect(404);
    }
    assert!(serving.client(REVIEWER).get(&release).expect(200).json()["preview"]["title"].is_string());
    serving.client(REVIEWER).get(&format!("/api/v1/reports/{report}/original")).expect(404);
    serving.approve(&report, &id, REVIEWER);
    serving.public().get(&format!("/api/v1/reports/{report}")).expect(200);
}

fn incident_of(client: &Client, report: &str) -> String {
    let read = client.get(&format!("/api/v1/reports/{report}")).expect(200).json();
    read["incident"].as_str().unwrap().to_owned()
}

#[test]
fn reports_are_filed_together_merged_and_split() {
    let serving = Serving::new();
    let (first, _) = serving.released(&shutdown(), &["coalition"]);
    let (reporter, company) = (serving.client(REPORTER), serving.client(COMPANY));
    let home = incident_of(&company, &first);
    // Another organisation files its own account into what it can read.
    let mut body = shutdown();
    body["incident"] = json!(home);
    let second = serving.draft(COMPANY, &body);
    let release = serving.propose(&second, COMPANY, &["coalition"]);
    serving.approve(&second, &release, COMPANY_REVIEWER);
    serving.settle();
    let seen = reporter.get(&format!("/api/v1/incidents/{home}")).expect(200).json();
    assert_eq!(seen["reports"].as_array().unwrap().len(), 2);
    let (total, reports) =
        (totals(&reporter, ""), reporter.get("/api/v1/incidents").json()["reports"].clone());
    assert_eq!((total, reports), (1, json!(2)));
    // Split: one's own leaves; the other organisation's cannot be moved.
    let file = |client: &Client, report: &str, into: Value| {
        client.json("PUT", &format!("/api/v1/reports/{report}/incident"), &[], &json!({ "incident": into }))
    };
    file(&reporter, &second, Value::Null).expect(404);
    let fresh =
        file(&company, &second, Value::Null).expect(200).json()["incident"].as_str().unwrap().to_owned();
    assert_ne!(fresh, home);
    file(&company, &second, Value::Null).expect(409);
    assert_eq!(totals(&reporter, ""), 2);
    // Merge: the reports of whoever merges move; the old address leads on for those who could read it.
    let merged =
        company.post(&format!("/api/v1/incidents/{fresh}/merge"), &json!({ "into": home })).expect(200);
    assert_eq!(merged.json()["incident"], json!(home));
    assert_eq!(totals(&reporter, ""), 1);
    let old = reporter.get(&format!("/api/v1/incidents/{fresh}")).expect(301);
    assert_eq!(old.header("location"), Some(format!("/api/v1/incidents/{home}").as_str()));
    let absent = serving.public().get(&format!("/api/v1/incidents/{fresh}"));
    assert_eq!(absent.timeless(), serving.public().get("/api/v1/incidents/I-000000").timeless());
}

#[test]
fn nobody_merges_or_files_into_what_they_cannot_read() {
    let serving = Serving::new();
    let (hidden, _) = serving.released(&shutdown(), &["sector:government"]);
    let secret = incident_of(&serving.client(GOVERNMENT), &hidden);
    let (own, _) = serving.released(&shutdown(), &["public"]);
    let known = incident_of(&serving.public(), &own);
    let company = serving.client(COMPANY);
    let merge = |from: &str, into: &str| {
        company.post(&format!("/api/v1/incidents/{from}/merge"), &json!({ "into": into }))
    };
    assert_eq!(merge(&secret, &known).timeless(), merge("I-000000", &known).timeless());
    merge(&secret, &known).expect(404);
    assert_eq!(merge(&known, &secret).timeless(), merge(&known, "I-000000").timeless());
    let draft = |incident: &str| {
        let mut body = shutdown();
        body["incident"] = json!(incident);
        company.post("/api/v1/reports", &body)
    };
    assert_eq!(draft(&secret).expect(422).timeless(), draft("I-000000").expect(422).timeless());
    let mine = serving.draft(COMPANY, &shutdown());
    let file = |incident: &str| {
        company.json(
            "PUT",
            &format!("/api/v1/reports/{mine}/incident"),
            &[],
            &json!({ "incident": incident }),
        )
    };
    assert_eq!(file(&secret).expect(422).timeless(), file("I-000000").expect(422).timeless());
    // A reader without a report of their own in it moves nothing.
    merge(&known, &known).expect(422);
    let other = incident_of(&serving.public(), &serving.released(&shutdown(), &["public"]).0);
    merge(&known, &other).expect(403);
}
