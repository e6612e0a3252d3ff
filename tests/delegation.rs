//! An organisation has another publish for it: nobody but the two learns of it, and nothing that comes of it tells whose
//! it was.

use serde_json::{Value, json};

use crate::http::Client;
use crate::serving::{
    ACADEMIC, ADMIN, COMPANY, COMPANY_REVIEWER, CONVENOR, DEFENDER, FORUM, GOVERNMENT, GOVERNMENT_REVIEWER,
    OBSERVER, REPORTER, REVIEWER, Serving,
};
use crate::unconfirmed::suspend;

fn draft(serving: &Serving) -> String {
    serving.draft(
        REPORTER,
        &json!({
            "title": "Sefu Otieno was held", "narrative": "Sefu Otieno told us.\n\n> Three days.", "language": "en",
            "facts": {
                "countries": ["KE"], "types": ["arrest"], "started": "2026-05-20", "decision_maker": "Colonel Zebra",
                "sources": [{ "title": "The family", "confidential": true }, { "title": "A paper" }],
                "source": { "system": "ledger", "id": "77", "raw": { "cell": "x" } },
            },
        }),
    )
}

fn marked(serving: &Serving) -> String {
    let report = draft(serving);
    let name = |field: &str| json!({ "field": field, "start": 0, "end": 11, "reason": "personal_data" });
    let marks = json!([name("title"), name("narrative"), { "fact": "started", "level": "month", "reason": "exact_place" }]);
    serving.client(REPORTER).put(&format!("/api/v1/reports/{report}/marks"), "\"1\"", &marks).expect(200);
    report
}

fn ask(serving: &Serving, report: &str, publisher: &str) -> String {
    let path = format!("/api/v1/reports/{report}/delegations");
    let sent = json!({ "publisher": publisher, "words": "We cannot be seen with this." });
    let asked = serving.client(REPORTER).post(&path, &sent).expect(201).json();
    assert_eq!(asked["state"], "proposed");
    asked["reference"].as_str().unwrap().to_owned()
}

fn handed(serving: &Serving, report: &str, publisher: &str) -> String {
    let request = ask(serving, report, publisher);
    act(&serving.client(REVIEWER), &request, "approval", &json!({})).expect(200);
    request
}

fn act(client: &Client, request: &str, verb: &str, sent: &Value) -> crate::http::Answer {
    client.post(&format!("/api/v1/delegations/{request}/{verb}"), sent)
}

fn read(client: &Client, request: &str) -> Value {
    client.get(&format!("/api/v1/delegations/{request}")).expect(200).json()
}

fn log(serving: &Serving, who: &str) -> String {
    serving.client(who).get("/api/v1/audit?limit=200").expect(200).text()
}

#[test]
fn a_publisher_is_given_what_it_may_read_and_nobody_else_learns_of_it() {
    let serving = Serving::new();
    let report = marked(&serving);
    let request = ask(&serving, &report, "estmark");
    let queue = serving.client(REVIEWER).get("/api/v1/reviews").expect(200).json();
    assert_eq!(queue["items"][0]["delegation"], request);
    act(&serving.client(REPORTER), &request, "approval", &json!({})).expect(403);
    for who in [GOVERNMENT, GOVERNMENT_REVIEWER, COMPANY, OBSERVER, ADMIN, CONVENOR] {
        serving.client(who).get(&format!("/api/v1/delegations/{request}")).expect(404);
    }
    let before = read(&serving.client(REVIEWER), &request);
    act(&serving.client(REVIEWER), &request, "approval", &json!({})).expect(200);
    let theirs = read(&serving.client(GOVERNMENT), &request);
    assert_eq!(theirs["text"], before["text"], "exactly what was approved");
    assert_eq!(theirs["text"]["title"], "█████ was held");
    assert_eq!(theirs["text"]["narrative"], "⟦personal_data⟧ told us.\n\n> Three days.");
    assert_eq!(
        theirs["text"]["facts"],
        json!({
            "countries": ["KE"], "types": ["arrest"], "decision_maker": "Colonel Zebra",
            "started": { "date": "2026-05", "precision": "month", "estimated": false },
            "sources": [{ "title": "A paper", "confidential": false }],
        })
    );
    assert_eq!((&theirs["words"], &theirs["report"]), (&json!("We cannot be seen with this."), &Value::Null));
    assert_eq!(theirs["organisation"]["slug"], "open-lines");
    // Neither who reviews for them, nor anybody else, nor the desk of another.
    for who in [GOVERNMENT_REVIEWER, COMPANY, COMPANY_REVIEWER, OBSERVER, ADMIN, CONVENOR, ACADEMIC] {
        serving.client(who).get(&format!("/api/v1/delegations/{request}")).expect(404);
        let list = serving.client(who).get("/api/v1/delegations").expect(200).json();
        assert_eq!(list["total"], 0, "{who}");
        assert!(!serving.client(who).page("/desk").expect(200).text().contains("asked to publish"), "{who}");
    }
    assert_eq!(
        serving.client(GOVERNMENT).get("/api/v1/delegations").expect(200).json()["items"][0]["reference"],
        request
    );
    for (page, said) in [("/desk", "You are asked to publish"), ("/delegations", "Open Lines")] {
        assert!(serving.client(GOVERNMENT).page(page).expect(200).text().contains(said), "{page}");
    }
    let shown = serving.client(GOVERNMENT).page(&format!("/delegations/{request}")).expect(200).text();
    assert!(shown.contains("Would you publish this?") && !shown.contains(&report), "{shown}");
    // Its reading is in the log of those who asked, by organisation.
    let log = log(&serving, ADMIN);
    assert!(
        log.contains("delegation.asked") && log.contains("\"Estmark\"") && !log.contains("Kirsi"),
        "{log}"
    );
}

/// A public report on its pages, in JSON and in downloads, as all sorts of people read it.
fn readings(serving: &Serving, theirs: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for who in ["", FORUM, DEFENDER, GOVERNMENT, COMPANY_REVIEWER, COMPANY] {
        let client = if who.is_empty() { serving.public() } else { serving.client(who) };
        let read = client.get(&format!("/api/v1/reports/{theirs}")).expect(200);
        assert_eq!(read.json()["organisation"]["slug"], "lumora");
        texts.push(read.text());
        for page in [
            format!("/reports/{theirs}"),
            format!("/incidents/{}", read.json()["incident"].as_str().unwrap()),
        ] {
            texts.push(client.page(&page).expect(200).text());
        }
        for list in
            ["/incidents.csv?rows=reports", "/incidents.json?rows=reports&source=1", "/incidents.geojson"]
        {
            texts.push(client.get(list).expect(200).text());
        }
    }
    texts
}

#[test]
fn what_comes_of_it_tells_nothing_of_whose_it_was() {
    let serving = Serving::new();
    let report = marked(&serving);
    let file = serving.attached(&report, REPORTER, ("note.txt", b"Of the family"), "Their note");
    let request = handed(&serving, &report, "lumora");
    serving.place.clock.advance(chrono::TimeDelta::minutes(5));
    let company = serving.client(COMPANY);
    let theirs = act(&company, &request, "acceptance", &json!({})).expect(201).json();
    let theirs = theirs["report"].as_str().unwrap().to_owned();
    assert_ne!(theirs, report);
    let original = company.get(&format!("/api/v1/reports/{theirs}/original")).expect(200).json();
    assert_eq!(original["title"], "[…] was held");
    assert_eq!(original["narrative"], "[…] told us.\n\n> Three days.");
    assert_eq!((&original["marks"], &original["evidence"]), (&json!([]), &json!([])));
    // It is theirs to change, without a fault in what they were given.
    let body =
        json!({ "title": original["title"], "narrative": original["narrative"], "facts": original["facts"] });
    company.put(&format!("/api/v1/reports/{theirs}/original"), "\"1\"", &body).expect(200);
    let marks = company.get(&format!("/api/v1/reports/{theirs}/marks")).expect(200).json();
    // A rule reads the text as anybody would; what Open Lines marked before is known to Open Lines alone.
    let rules: Vec<&str> =
        marks["suggestions"].as_array().unwrap().iter().map(|one| one["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["name-after-title"]);
    // The request is over, and there is nothing of it any more on either side.
    for who in [COMPANY, COMPANY_REVIEWER] {
        serving.client(who).get(&format!("/api/v1/delegations/{request}")).expect(404);
    }
    act(&company, &request, "acceptance", &json!({})).expect(404);
    let ours = read(&serving.client(REPORTER), &request);
    assert_eq!(
        (&ours["state"], &ours["text"], &ours["words"]),
        (&json!("accepted"), &Value::Null, &json!(""))
    );
    assert!(!ours.to_string().contains(&theirs), "{ours}");
    serving.client(REPORTER).delete(&format!("/api/v1/delegations/{request}")).expect(409);

    let id = serving.propose(&theirs, COMPANY, &["public"]);
    serving.approve(&theirs, &id, COMPANY_REVIEWER);
    serving.settle();
    let mut texts = readings(&serving, &theirs);
    texts.push(company.get(&format!("/reports/{theirs}/desk")).expect(200).text());
    texts.push(company.get(&format!("/api/v1/reports/{theirs}/releases")).expect(200).text());
    texts.push(log(&serving, COMPANY));
    texts.push(company.page("/log").expect(200).text());
    // A report was begun there, as any other: nothing beside it tells that it was another's.
    assert!(
        texts[texts.len() - 2].contains("report.drafted") && !texts[texts.len() - 2].contains("delegation")
    );
    for told in
        ["Open Lines", "open-lines", "Amina", &report, &request, "Sefu", "ledger", "The family", &file]
    {
        for text in &texts {
            assert!(!text.contains(told), "{told} in {text}");
        }
    }
    assert!(!log(&serving, ADMIN).contains(&theirs), "who asked is not told what it is called");
}

/// Who publishes releases it to whom they like, and marks do not go along: what some may see is not handed over.
#[test]
fn what_only_some_may_see_is_not_handed_over() {
    let serving = Serving::new();
    let report = draft(&serving);
    let seen_by = ["coalition", "org:lumora"];
    let mark = |field: &str, seen_by: &str| json!({ "field": field, "start": 0, "end": 11, "reason": "personal_data", "visible_to": [seen_by] });
    let day =
        json!({ "fact": "started", "level": "month", "reason": "exact_place", "visible_to": ["coalition"] });
    let marks = json!([mark("title", seen_by[0]), mark("narrative", seen_by[1]), day]);
    serving.client(REPORTER).put(&format!("/api/v1/reports/{report}/marks"), "\"1\"", &marks).expect(200);
    let request = ask(&serving, &report, "lumora");
    let shown = read(&serving.client(REVIEWER), &request);
    act(&serving.client(REVIEWER), &request, "approval", &json!({})).expect(200);
    let theirs = read(&serving.client(COMPANY), &request);
    assert_eq!(theirs["text"], shown["text"]);
    assert_eq!(theirs["text"]["title"], "█████ was held");
    assert_eq!(theirs["text"]["facts"]["started"]["date"], "2026-05");
    assert!(!theirs.to_string().contains("Sefu") && !theirs.to_string().contains("2026-05-20"), "{theirs}");
    assert!(!shown.to_string().contains("Sefu"), "{shown}");
}

/// What is changed is another text: what was said with a request that ends so goes with it.
#[test]
fn a_request_that_an_edit_ends_keeps_no_words() {
    use diesel::prelude::*;
    use entente::db::schema::{delegation, sealed_text};
    let serving = Serving::new();
    let report = draft(&serving);
    let request = ask(&serving, &report, "estmark");
    let body = json!({ "title": "Another", "narrative": "text" });
    serving.client(REPORTER).put(&format!("/api/v1/reports/{report}/original"), "\"1\"", &body).expect(200);
    let ended = read(&serving.client(REPORTER), &request);
    assert_eq!(
        (&ended["state"], &ended["words"], &ended["text"]),
        (&json!("cancelled"), &json!(""), &Value::Null)
    );
    let left = |conn: &mut entente::db::Conn| {
        let id: String = delegation::table.select(delegation::id).first(conn)?;
        Ok(sealed_text::table.filter(sealed_text::subject.eq(id)).count().get_result::<i64>(conn)?)
    };
    assert_eq!(serving.place.database.read(left).unwrap(), 0);
}

/// No row of the database leads from the one to the other, and no word of what was handed over is left.
#[test]
fn nothing_that_is_kept_brings_the_two_together() {
    use diesel::prelude::*;
    use entente::db::schema::{audit, delegation, idempotency, release, report, sealed_key, sealed_text};
    let serving = Serving::new();
    let ours = marked(&serving);
    let request = handed(&serving, &ours, "lumora");
    let path = format!("/api/v1/delegations/{request}/acceptance");
    let headers = [("Idempotency-Key", "k")];
    let answer = serving.client(COMPANY).send("POST", &path, &headers, b"").expect(201).json();
    let theirs = answer["report"].as_str().unwrap().to_owned();
    let again = serving.client(COMPANY).send("POST", &path, &headers, b"").expect(201).json();
    assert_eq!(again, answer, "sent twice it is done once");
    let read = |conn: &mut entente::db::Conn| {
        let id: String =
            report::table.filter(report::reference.eq(&theirs)).select(report::id).first(conn)?;
        let (of, state): (String, String) =
            delegation::table.select((delegation::id, delegation::state)).first(conn)?;
        assert_eq!(state, "accepted");
        let subjects: Vec<String> = sealed_text::table.select(sealed_text::subject).load(conn)?;
        assert!(!subjects.contains(&of), "{subjects:?}");
        assert_eq!(sealed_key::table.filter(sealed_key::subject.eq(&of)).count().get_result::<i64>(conn)?, 0);
        let kept: Vec<String> = idempotency::table.select(idempotency::answer).load(conn)?;
        let rows: Vec<(Option<String>, String, String)> =
            audit::table.select((audit::organisation_id, audit::subject, audit::detail)).load(conn)?;
        let releases: Vec<(String, Option<String>)> =
            release::table.select((release::subject, release::result_id)).load(conn)?;
        for name in [&id, &theirs] {
            assert!(!kept.iter().any(|answer| answer.contains(name.as_str())), "{kept:?}");
            assert!(
                releases.iter().all(|row| row.0 != *name && row.1.as_ref() != Some(name)),
                "{releases:?}"
            );
        }
        // Each row of the log is about the one or about the other.
        for (_, subject, detail) in &rows {
            let about = |names: [&str; 2]| names.iter().any(|name| subject == name || detail.contains(name));
            assert!(!(about([&of, &request]) && about([&id, &theirs])), "{subject} {detail}");
        }
        Ok(())
    };
    serving.place.database.read(read).unwrap();
}

#[test]
fn a_text_that_names_its_owner_is_not_handed_over() {
    let serving = Serving::new();
    let path = |report: &str| format!("/api/v1/reports/{report}/delegations");
    let sent = json!({ "publisher": "estmark", "words": "Please." });
    for (body, part) in [
        (json!({ "title": "OPEN  lines was raided" }), "Title"),
        (json!({ "title": "A raid", "narrative": "The office of *Open Lines*." }), "Account"),
        (json!({ "title": "A raid", "facts": { "domains": ["open-lines.example.org"] } }), "Facts"),
    ] {
        let report = serving.draft(REPORTER, &body);
        let before = serving.state();
        let refused = serving.client(REPORTER).post(&path(&report), &sent).expect(409).text();
        assert!(refused.contains("appears in this text") && refused.contains(part), "{refused}");
        assert_eq!(serving.state(), before);
    }
    let report = serving.draft(REPORTER, &json!({ "title": "Open Lines was raided" }));
    let mark = json!([{ "field": "title", "start": 0, "end": 10, "reason": "other", "reason_text": "Ours", "replace_with": "A group" }]);
    serving.client(REPORTER).put(&format!("/api/v1/reports/{report}/marks"), "\"1\"", &mark).expect(200);
    let request = handed(&serving, &report, "estmark");
    assert_eq!(read(&serving.client(GOVERNMENT), &request)["text"]["title"], "[A group] was raided");
}

#[test]
fn a_request_is_taken_back_declined_and_asked_again() {
    let serving = Serving::new();
    let report = draft(&serving);
    let (reporter, government) = (serving.client(REPORTER), serving.client(GOVERNMENT));
    let request = handed(&serving, &report, "estmark");
    let path = format!("/api/v1/reports/{report}/delegations");
    let sent = json!({ "publisher": "estmark", "words": "Please." });
    reporter.post(&path, &sent).expect(409);
    assert_eq!(
        reporter.delete(&format!("/api/v1/delegations/{request}")).expect(200).json()["state"],
        "recalled"
    );
    government.get(&format!("/api/v1/delegations/{request}")).expect(404);
    act(&government, &request, "acceptance", &json!({})).expect(404);

    let request = handed(&serving, &report, "estmark");
    act(&government, &request, "refusal", &json!({ "reason": " " })).expect(422);
    act(&government, &request, "refusal", &json!({ "reason": "Too close to us." })).expect(200);
    government.get(&format!("/api/v1/delegations/{request}")).expect(404);
    let ours = read(&reporter, &request);
    assert_eq!(
        (&ours["state"], &ours["reason"], &ours["text"]),
        (&json!("declined"), &json!("Too close to us."), &Value::Null)
    );
    let page = reporter.page(&format!("/delegations/{request}")).expect(200).text();
    assert!(page.contains("Too close to us.") && page.contains("Declined"), "{page}");
    assert!(!log(&serving, ADMIN).contains("Too close"), "words stand sealed");

    // Returned by one's own reviewer; laid aside; and an edit ends what waits.
    let request = ask(&serving, &report, "estmark");
    act(&serving.client(REVIEWER), &request, "return", &json!({ "comment": "Not to them." })).expect(200);
    assert_eq!(read(&reporter, &request)["comment"], "Not to them.");
    assert_eq!(
        reporter.delete(&format!("/api/v1/delegations/{request}")).expect(200).json()["state"],
        "cancelled"
    );
    let request = ask(&serving, &report, "estmark");
    reporter
        .put(&format!("/api/v1/reports/{report}/original"), "\"1\"", &json!({ "title": "Safer" }))
        .expect(200);
    act(&serving.client(REVIEWER), &request, "approval", &json!({})).expect(409);
    assert_eq!(read(&reporter, &request)["state"], "cancelled");
    assert_eq!(
        reporter
            .get(&format!("/reports/{report}/desk"))
            .expect(200)
            .text()
            .matches("/delegations/D-")
            .count(),
        4
    );
}

#[test]
fn what_it_rests_on_takes_it_along() {
    use diesel::prelude::*;
    use entente::db::schema::{delegation, sealed_key};
    let serving = Serving::new();
    let (report, _) =
        serving.released(&json!({ "title": "A raid" }), &["org:open-lines", "sector:government"]);
    let request = handed(&serving, &report, "lumora");
    let path = format!("/api/v1/reports/{report}/retraction");
    serving.client(REVIEWER).post(&path, &json!({ "reason": "Wrong" })).expect(201);
    assert_eq!(read(&serving.client(REPORTER), &request)["state"], "recalled");
    serving.client(COMPANY).get(&format!("/api/v1/delegations/{request}")).expect(404);

    let report = draft(&serving);
    let request = handed(&serving, &report, "lumora");
    let erase = format!("/api/v1/reports/{report}");
    serving.client(ADMIN).json("DELETE", &erase, &[], &json!({ "reason": "Asked" })).expect(200);
    for who in [COMPANY, REPORTER, REVIEWER] {
        serving.client(who).get(&format!("/api/v1/delegations/{request}")).expect(404);
    }
    assert_eq!(serving.client(COMPANY).get("/api/v1/delegations").expect(200).json()["total"], 0);
    let left = |conn: &mut entente::db::Conn| {
        let rows: Vec<String> = delegation::table.select(delegation::reference).load(conn)?;
        Ok((rows, sealed_key::table.count().get_result::<i64>(conn)?))
    };
    let (rows, keys) = serving.place.database.read(left).unwrap();
    assert!(!rows.contains(&request));
    assert_eq!(keys, 1, "of the first report alone");
}

#[test]
fn who_is_suspended_neither_hands_over_nor_takes_on() {
    let serving = Serving::new();
    let report = draft(&serving);
    let (waiting, request) = (ask(&serving, &report, "lumora"), handed(&serving, &report, "estmark"));
    suspend(&serving, "lumora");
    let refused = act(&serving.client(REVIEWER), &waiting, "approval", &json!({})).expect(409).text();
    assert!(refused.contains("Lumora"), "{refused}");
    serving.client(COMPANY).get(&format!("/api/v1/delegations/{waiting}")).expect(404);
    suspend(&serving, "open-lines");
    act(&serving.client(GOVERNMENT), &request, "acceptance", &json!({})).expect(409);
    let before = serving.count_reports();
    act(&serving.client(GOVERNMENT), &request, "refusal", &json!({ "reason": "Not now." })).expect(200);
    assert_eq!(serving.count_reports(), before);
}

#[test]
fn an_organisation_of_one_names_who_decides_and_never_who_publishes() {
    let serving = Serving::new();
    let report = serving.draft(DEFENDER, &json!({ "title": "A raid" }));
    let path = format!("/api/v1/reports/{report}/delegations");
    let defender = serving.client(DEFENDER);
    let sent =
        |approvers: &str| json!({ "publisher": "estmark", "words": "Please.", "approvers": approvers });
    for wrong in ["", "estmark", "nowhere"] {
        let errors = defender.post(&path, &sent(wrong)).expect(422).json()["errors"].clone();
        assert!(errors["approvers"].is_array(), "{wrong}: {errors}");
    }
    let request =
        defender.post(&path, &sent("lumora")).expect(201).json()["reference"].as_str().unwrap().to_owned();
    assert_eq!(
        serving.client(COMPANY_REVIEWER).get("/api/v1/reviews").expect(200).json()["items"][0]["delegation"],
        request
    );
    act(&serving.client(COMPANY_REVIEWER), &request, "approval", &json!({})).expect(200);
    // What becomes of it is not theirs to know.
    serving.client(COMPANY_REVIEWER).get(&format!("/api/v1/delegations/{request}")).expect(404);
    read(&serving.client(GOVERNMENT), &request);
}

#[test]
fn all_of_it_is_done_by_pages() {
    let serving = Serving::new();
    let report = marked(&serving);
    let (reporter, reviewer, government) =
        (serving.client(REPORTER), serving.client(REVIEWER), serving.client(GOVERNMENT));
    let form = format!("/reports/{report}/delegation");
    assert!(reporter.page(&format!("/reports/{report}/desk")).expect(200).text().contains(&form));
    let refused = reporter.fill(&form, &form, &[("publisher", ""), ("words", "")]).expect(422).text();
    assert!(
        refused.contains("id=\"publisher-wrong\"") && refused.contains("id=\"words-wrong\""),
        "{refused}"
    );
    let refused = reporter
        .fill(&form, &form, &[("publisher", "open-lines"), ("words", "Kept words")])
        .expect(422)
        .text();
    assert!(refused.contains("Kept words"), "{refused}");
    let asked = reporter.fill(&form, &form, &[("publisher", "estmark"), ("words", "Please do.")]).expect(303);
    let page = asked.header("location").unwrap().split('?').next().unwrap().to_owned();
    let queue = reviewer.page("/reviews").expect(200).text();
    assert!(queue.contains(&format!("href=\"{page}\"")), "{queue}");
    reviewer.fill(&page, &format!("{page}/approval"), &[]).expect(303);
    let shown = government.page(&page).expect(200).text();
    assert!(shown.contains("Please do.") && shown.contains("was held"), "{shown}");
    let refused = government.fill(&page, &format!("{page}/refusal"), &[("reason", " ")]).expect(422).text();
    assert!(refused.contains("id=\"reason-wrong\""), "{refused}");
    let taken = government.fill(&page, &format!("{page}/acceptance"), &[]).expect(303);
    let desk = taken.header("location").unwrap().to_owned();
    let shown = government.page(&desk).expect(200).text();
    assert!(shown.contains("[…] was held") && shown.contains("draft of your own organisation"), "{shown}");
    assert!(!shown.contains("Open Lines") && !shown.contains(&page), "{shown}");
    assert!(reporter.page(&page).expect(200).text().contains("Taken on"));
    let told = serving.client(ADMIN).page("/log").expect(200).text();
    assert!(
        told.contains("publishes as its own") && !told.contains(desk.split('/').nth(2).unwrap()),
        "{told}"
    );
}
