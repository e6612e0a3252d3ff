//! What is asked of the owner of a report reaches those it was said to who read the report, and nobody else learns
//! that anything was asked.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::http::{Answer, Client};
use crate::serving::{
    ACADEMIC, ADMIN, COMPANY, COMPANY_REVIEWER, CONVENOR, DEFENDER, FORUM, GOVERNMENT, GOVERNMENT_REVIEWER,
    JOURNALIST, OBSERVER, REPORTER, REVIEWER, Serving,
};

const TITLE: &str = "Cut off";

fn ask(serving: &Serving, who: &str, report: &str, sent: &Value) -> String {
    let path = format!("/api/v1/reports/{report}/inquiries");
    let asked = serving.client(who).post(&path, sent).expect(201).json();
    serving.place.clock.advance(TimeDelta::seconds(1));
    asked["reference"].as_str().unwrap().to_owned()
}

fn reply(serving: &Serving, who: &str, question: &str, sent: &Value) -> String {
    let path = format!("/api/v1/inquiries/{question}/answers");
    let answer = serving.client(who).post(&path, sent).expect(201).json();
    serving.place.clock.advance(TimeDelta::seconds(1));
    answer["reference"].as_str().unwrap().to_owned()
}

/// The entries beneath a report: who writes, as what, and the words.
fn thread(client: &Client, report: &str) -> Vec<(String, String)> {
    let read = client.get(&format!("/api/v1/reports/{report}")).expect(200).json();
    let entries = read["inquiries"].as_array().unwrap().iter();
    let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
    entries.map(|one| (text(one, "kind"), text(one, "words"))).collect()
}

fn said(entries: &[(&str, &str)]) -> Vec<(String, String)> {
    entries.iter().map(|(kind, words)| ((*kind).to_owned(), (*words).to_owned())).collect()
}

fn get(client: &Client, inquiry: &str) -> Answer {
    client.get(&format!("/api/v1/inquiries/{inquiry}"))
}

#[test]
fn a_question_is_between_two_and_an_answer_goes_to_whom_it_is_said() {
    let serving = Serving::new();
    let (report, _) = serving.released(&json!({ "title": TITLE }), &["coalition"]);
    let public = serving.client(ACADEMIC).get(&format!("/reports/{report}")).expect(200);
    let before = public.steady();
    let question = ask(&serving, GOVERNMENT, &report, &json!({ "words": "Since when?" }));
    // Who does not read it is shown the very same page.
    let page = serving.client(ACADEMIC).get(&format!("/reports/{report}")).expect(200);
    assert_eq!(page.steady(), before);
    for who in [ACADEMIC, COMPANY, DEFENDER, JOURNALIST] {
        assert_eq!(thread(&serving.client(who), &report), Vec::new());
        let absent = get(&serving.client(who), "N-000000").expect(404);
        assert_eq!(get(&serving.client(who), &question).expect(404).timeless(), absent.timeless());
    }
    for who in [GOVERNMENT, GOVERNMENT_REVIEWER, REPORTER, REVIEWER, OBSERVER, ADMIN] {
        assert_eq!(thread(&serving.client(who), &report), said(&[("question", "Since when?")]), "{who}");
    }
    assert_eq!(get(&serving.client(REPORTER), &question).json()["organisation"]["slug"], "estmark");

    // Neither a stranger nor another reader answers; an observer of the owner may not.
    let path = format!("/api/v1/inquiries/{question}/answers");
    serving.client(COMPANY).post(&path, &json!({ "words": "No." })).expect(404);
    serving.client(OBSERVER).post(&path, &json!({ "words": "No." })).expect(403);
    let wider = json!({ "words": "Since dawn.", "audience": ["sector:academia"] });
    let answer = reply(&serving, REPORTER, &question, &wider);
    reply(&serving, GOVERNMENT, &answer, &json!({ "words": "Everywhere?" }));
    let all = [("question", "Since when?"), ("answer", "Since dawn."), ("question", "Everywhere?")];
    for who in [GOVERNMENT, REPORTER] {
        assert_eq!(thread(&serving.client(who), &report), said(&all), "{who}");
    }
    // Who reads the answer alone is not told that it answers anything.
    assert_eq!(thread(&serving.client(ACADEMIC), &report), said(&[("remark", "Since dawn.")]));
    let read = get(&serving.client(ACADEMIC), &answer).expect(200).json();
    assert_eq!((&read["answers"], &read["audience"]), (&Value::Null, &json!(["sector:academia"])));
    let page = serving.client(ACADEMIC).get(&format!("/inquiries/{answer}")).expect(200).text();
    assert!(page.contains("Remark") && !page.contains(&question) && !page.contains("Estmark"), "{page}");
    assert_eq!(get(&serving.client(GOVERNMENT), &answer).json()["answers"], question);
    assert_eq!(thread(&serving.client(JOURNALIST), &report), Vec::new());
    // What only some of the readers of a text read does not stand beside it where it is quoted for all of them.
    let quoted =
        serving.client(GOVERNMENT).get(&format!("/api/v1/reports/{report}?as=coalition")).expect(200);
    assert_eq!(quoted.json()["inquiries"], json!([]));
}

#[test]
fn who_does_not_read_the_report_reads_nothing_that_is_said_of_it() {
    let serving = Serving::new();
    let (report, release) = serving.released(&json!({ "title": TITLE }), &["sector:government"]);
    let path = format!("/api/v1/reports/{report}/inquiries");
    let absent = serving.client(COMPANY).post("/api/v1/reports/R-000000/inquiries", &json!({ "words": "?" }));
    let hidden = serving.client(COMPANY).post(&path, &json!({ "words": "?" })).expect(404);
    assert_eq!(hidden.timeless(), absent.timeless());
    let question =
        ask(&serving, GOVERNMENT, &report, &json!({ "words": "Since when?", "audience": ["coalition"] }));
    for who in [COMPANY, ACADEMIC, OBSERVER, ADMIN] {
        get(&serving.client(who), &question).expect(404);
    }
    // The owner's desk knows what is released, and sees there what is asked; on the first page too.
    let desk = serving.client(REPORTER).get(&format!("/reports/{report}/desk")).expect(200).text();
    assert!(desk.contains("Since when?"), "{desk}");
    assert!(serving.client(REPORTER).get("/desk").expect(200).text().contains("Since when?"));
    assert!(!serving.client(OBSERVER).get("/desk").expect(200).text().contains("Since when?"));
    let answer = reply(&serving, REVIEWER, &question, &json!({ "words": "Since dawn." }));
    assert!(!serving.client(REPORTER).get("/desk").expect(200).text().contains("Since when?"), "answered");
    let own = serving.client(GOVERNMENT).get("/desk").expect(200).text();
    assert!(own.contains("Since when?") && own.contains("Answered"), "{own}");

    // Withdrawn: nobody reads the thread but those who wrote, each what is theirs.
    let path = format!("/api/v1/reports/{report}/releases/{release}");
    serving.client(REVIEWER).json("DELETE", &path, &[], &json!({ "reason": "Wrong" })).expect(200);
    for (who, reads) in [
        (GOVERNMENT, [true, false]),
        (GOVERNMENT_REVIEWER, [true, false]),
        (REPORTER, [false, true]),
        (OBSERVER, [false, false]),
        (COMPANY, [false, false]),
    ] {
        for (inquiry, reads) in [&question, &answer].into_iter().zip(reads) {
            get(&serving.client(who), inquiry).expect(if reads { 200 } else { 404 });
        }
    }
    let path = format!("/api/v1/inquiries/{question}/answers");
    serving.client(GOVERNMENT).post(&path, &json!({ "words": "Still there?" })).expect(409);
    let desk = serving.client(REPORTER).get(&format!("/reports/{report}/desk")).expect(200).text();
    assert!(desk.contains("Since dawn.") && !desk.contains("Since when?"), "{desk}");
}

#[test]
fn a_question_is_taken_back_with_what_answers_it() {
    let serving = Serving::new();
    let (report, _) = serving.released(&json!({ "title": TITLE }), &["coalition"]);
    let question =
        ask(&serving, COMPANY, &report, &json!({ "words": "Since when?", "audience": ["coalition"] }));
    let answer =
        reply(&serving, REPORTER, &question, &json!({ "words": "Dawn.", "audience": ["coalition"] }));
    assert_eq!(thread(&serving.client(ACADEMIC), &report).len(), 2);
    let path = format!("/api/v1/inquiries/{question}");
    serving.client(ACADEMIC).json("DELETE", &path, &[], &json!({ "reason": "x" })).expect(403);
    serving.client(COMPANY_REVIEWER).json("DELETE", &path, &[], &json!({})).expect(422);
    serving
        .client(COMPANY_REVIEWER)
        .json("DELETE", &path, &[], &json!({ "reason": "It names somebody" }))
        .expect(200);
    serving.client(COMPANY_REVIEWER).json("DELETE", &path, &[], &json!({ "reason": "Again" })).expect(409);
    assert_eq!(thread(&serving.client(ACADEMIC), &report), Vec::new());
    let gone = get(&serving.client(ACADEMIC), &question).expect(410);
    assert_eq!(gone.json()["reason"], "It names somebody");
    serving.public().get(&path).expect(404);
    get(&serving.client(ACADEMIC), &answer).expect(404);
    get(&serving.client(COMPANY), &answer).expect(404);
    get(&serving.client(REPORTER), &answer).expect(200);
    let path = format!("/api/v1/inquiries/{answer}/answers");
    serving.client(REPORTER).post(&path, &json!({ "words": "Once more" })).expect(409);
}

#[test]
fn what_is_public_waits_sealed_for_a_second_person() {
    let serving = Serving::new();
    let (report, _) = serving.released(&json!({ "title": TITLE }), &["public"]);
    let words = "Since when, in Quillfeather?";
    let question = ask(&serving, GOVERNMENT, &report, &json!({ "words": words, "audience": ["public"] }));
    for who in [REPORTER, COMPANY, CONVENOR, FORUM] {
        get(&serving.client(who), &question).expect(404);
    }
    assert_eq!(thread(&serving.client(REPORTER), &report), Vec::new());
    for file in std::fs::read_dir(serving.place.folder.path()).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            assert!(!bytes.windows(words.len()).any(|part| part == words.as_bytes()), "{}", path.display());
        }
    }
    let path = format!("/api/v1/inquiries/{question}");
    serving.client(GOVERNMENT).post(&format!("{path}/approval"), &json!({})).expect(403);
    let queue = serving.client(GOVERNMENT_REVIEWER).get("/api/v1/reviews").expect(200).json();
    assert_eq!(
        (&queue["items"][0]["inquiry"], &queue["items"][0]["title"]),
        (&json!(question), &json!(words))
    );
    let page = serving.client(GOVERNMENT_REVIEWER).get("/reviews").expect(200).text();
    assert!(page.contains(&format!("/inquiries/{question}")), "{page}");
    serving
        .client(GOVERNMENT_REVIEWER)
        .post(&format!("{path}/return"), &json!({ "comment": "Say where" }))
        .expect(200);
    assert!(serving.client(GOVERNMENT).get("/desk").expect(200).text().contains("Say where"));
    let question = ask(&serving, GOVERNMENT, &report, &json!({ "words": words, "audience": ["public"] }));
    let page = serving.client(GOVERNMENT_REVIEWER).page(&format!("/inquiries/{question}")).expect(200);
    let action = format!("/inquiries/{question}/approval");
    serving.client(GOVERNMENT_REVIEWER).fill_on(&page, &action, &[]).expect(303);
    assert_eq!(thread(&serving.public(), &report), said(&[("question", words)]));
}

#[test]
fn a_wish_changes_nothing_and_opens_the_form_for_it() {
    let serving = Serving::new();
    let (report, _) = serving.released(&json!({ "title": TITLE }), &["sector:government"]);
    let path = format!("/api/v1/reports/{report}/inquiries");
    let government = serving.client(GOVERNMENT);
    for (wrong, field) in [
        (json!({ "kind": "wish", "words": "x" }), "wished"),
        (json!({ "kind": "wish", "words": "x", "wished": ["group:nowhere"] }), "wished"),
        // The owner does not belong to it, and is not to learn of it; nobody names people.
        (json!({ "kind": "wish", "words": "x", "wished": ["person:pavel@estmark.example.org"] }), "wished"),
        (json!({ "kind": "wish", "words": "x", "wished": ["public"], "audience": ["public"] }), "audience"),
        (json!({ "kind": "wish", "words": " ", "wished": ["public"] }), "words"),
        (json!({ "kind": "query", "words": "x" }), "kind"),
        (json!({ "words": "x", "wished": ["public"] }), "wished"),
        (json!({ "words": "x", "audience": ["coalition"], "except": ["open-lines"] }), "except"),
        (json!({ "words": "x", "audience": [] }), "audience"),
    ] {
        let answer = government.post(&path, &wrong).expect(422).json();
        assert!(answer["errors"][field].is_array(), "{field}: {answer}");
    }
    let sent =
        json!({ "kind": "wish", "words": "Doctors need it.", "wished": ["org:meridian", "group:circle"] });
    let wish = ask(&serving, GOVERNMENT, &report, &sent);
    let read = get(&serving.client(REPORTER), &wish).expect(200).json();
    assert_eq!(read["wished"], json!(["group:circle", "org:meridian"]));
    for who in [ACADEMIC, COMPANY, OBSERVER, DEFENDER] {
        get(&serving.client(who), &wish).expect(404);
    }
    serving.client(ACADEMIC).get(&format!("/api/v1/reports/{report}")).expect(404);

    let page = serving.client(REPORTER).get(&format!("/reports/{report}/desk")).expect(200).text();
    let link = format!("/reports/{report}/release?audience=group%3Acircle&audience=org%3Ameridian");
    assert!(page.contains("Doctors need it."), "{page}");
    assert!(page.replace("&amp;", "&").replace("&#38;", "&").contains(&link), "{page}");
    let form = serving.client(REPORTER).get(&link).expect(200).text();
    for (name, chosen) in
        [("group:circle", true), ("org:meridian", true), ("org:open-lines", false), ("coalition", false)]
    {
        let after =
            form.split(&format!("value=\"{name}\"")).nth(1).unwrap_or_else(|| panic!("{name}: {form}"));
        assert_eq!(after.split('>').next().unwrap().contains("checked"), chosen, "{name}");
    }
    // Declined in words.
    reply(&serving, REVIEWER, &wish, &json!({ "words": "Not before June." }));
    let all = said(&[("wish", "Doctors need it."), ("answer", "Not before June.")]);
    assert_eq!(thread(&government, &report), all);
}

/// What stands asked is found on the desk of those who are asked, whatever was asked of other reports and however often.
#[test]
fn no_question_is_buried_under_others() {
    let serving = Serving::new();
    let (gone, release) = serving.released(&json!({ "title": "Wrong" }), &["coalition"]);
    let (report, _) = serving.released(&json!({ "title": TITLE }), &["coalition"]);
    let question = ask(&serving, DEFENDER, &report, &json!({ "words": "Since when?" }));
    for number in 0..11 {
        ask(&serving, GOVERNMENT, &report, &json!({ "words": format!("And in place {number}?") }));
        ask(&serving, GOVERNMENT, &gone, &json!({ "words": "What?" }));
    }
    let path = format!("/api/v1/reports/{gone}/releases/{release}");
    serving.client(REVIEWER).json("DELETE", &path, &[], &json!({ "reason": "Wrong" })).expect(200);
    let desk = serving.client(REPORTER).page("/desk").expect(200).text();
    assert!(desk.contains(&question) && !desk.contains("What?") && desk.contains("1 to 10 of 12"), "{desk}");
    let next = desk.split("/desk?asked=").nth(1).unwrap().split(['"', '#']).next().unwrap();
    let rest = serving.client(REPORTER).page(&format!("/desk?asked={next}")).expect(200).text();
    assert!(rest.contains("And in place 10?") && !rest.contains("And in place 8?"), "{rest}");
    let asking = serving.client(GOVERNMENT).page("/desk").expect(200).text();
    assert!(asking.contains("/desk?asking="), "{asking}");
}

#[test]
fn nobody_fills_a_report_with_questions() {
    let serving = Serving::new();
    let (report, _) = serving.released(&json!({ "title": TITLE }), &["coalition"]);
    let path = format!("/api/v1/reports/{report}/inquiries");
    let government = serving.client(GOVERNMENT);
    let first = ask(&serving, GOVERNMENT, &report, &json!({ "words": "0" }));
    for number in 1..100 {
        government.post(&path, &json!({ "words": number.to_string() })).expect(201);
    }
    let refused = government.post(&path, &json!({ "words": "One more" })).expect(409).text();
    assert!(refused.contains("100 questions"), "{refused}");
    let further = format!("/api/v1/inquiries/{first}/answers");
    government.post(&further, &json!({ "words": "Or here" })).expect(409);
    serving.client(REPORTER).post(&further, &json!({ "words": "Enough." })).expect(201);
    serving.client(DEFENDER).post(&path, &json!({ "words": "Another asks" })).expect(201);
    let reason = json!({ "reason": "Settled" });
    government.json("DELETE", &format!("/api/v1/inquiries/{first}"), &[], &reason).expect(200);
    // Also a proposal that was taken back makes room.
    let public =
        government.post(&path, &json!({ "words": "One more", "audience": ["public"] })).expect(201).json();
    government.post(&path, &json!({ "words": "Too many" })).expect(409);
    let proposed = format!("/api/v1/inquiries/{}", public["reference"].as_str().unwrap());
    government.json("DELETE", &proposed, &[], &json!({})).expect(200);
    government.post(&path, &json!({ "words": "One more" })).expect(201);
}

/// What is released stands in its row alone, and what was taken back nowhere.
#[test]
fn no_sealed_copy_is_left_of_what_is_out() {
    use diesel::prelude::*;
    use entente::db::schema::{contribution_version, sealed_key, sealed_text};
    let serving = Serving::new();
    let (report, _) = serving.released(&json!({ "title": TITLE }), &["coalition"]);
    ask(&serving, GOVERNMENT, &report, &json!({ "words": "Since when?" }));
    let incident =
        serving.client(GOVERNMENT).get(&format!("/api/v1/reports/{report}")).json()["incident"].clone();
    let path = format!("/api/v1/incidents/{}/corroborations", incident.as_str().unwrap());
    let sent = json!({ "stance": "disputes", "note": "A storm.", "audience": ["coalition"] });
    serving.client(GOVERNMENT).post(&path, &sent).expect(201);
    let left = |conn: &mut entente::db::Conn| {
        let ids: Vec<String> = contribution_version::table.select(contribution_version::id).load(conn)?;
        assert_eq!(ids.len(), 2);
        let texts = sealed_text::table.filter(sealed_text::subject.eq_any(&ids));
        let keys = sealed_key::table.filter(sealed_key::subject.eq_any(&ids));
        Ok((texts.count().get_result::<i64>(conn)?, keys.count().get_result::<i64>(conn)?))
    };
    assert_eq!(serving.place.database.read(left).unwrap(), (0, 0));
    assert_eq!(thread(&serving.client(GOVERNMENT), &report), said(&[("question", "Since when?")]));
}

/// Whoever holds no role any more reads as the public does, also the audience of what their organisation said.
#[test]
fn who_left_is_told_no_audience() {
    use entente::access::Role;
    use entente::people;
    let serving = Serving::new();
    let report = serving.draft(COMPANY, &json!({ "title": TITLE }));
    let release = serving.propose(&report, COMPANY, &["public"]);
    serving.approve(&report, &release, COMPANY_REVIEWER);
    let path = format!("/api/v1/reports/{report}/inquiries");
    let sent = json!({ "words": "Since when?", "audience": ["public", "group:circle"] });
    let asked = serving.client(REPORTER).post(&path, &sent).expect(201).json()["reference"].clone();
    let at = format!("/api/v1/inquiries/{}", asked.as_str().unwrap());
    serving.client(REVIEWER).post(&format!("{at}/approval"), &json!({})).expect(200);
    let told = || serving.client(REPORTER).get(&at).expect(200).json()["audience"].clone();
    assert_eq!(told(), json!(["public", "group:circle"]));
    let (administrator, reporter) = (serving.viewer(ADMIN), serving.person(REPORTER));
    serving.write(|tx| {
        let reporter = people::person(tx.conn, &reporter)?;
        people::end_role(tx, &administrator, &reporter, Role::Reporter)
    });
    assert_eq!(told(), json!(["public"]));
}

#[test]
fn a_wish_names_no_group_that_its_owner_may_not_know_of() {
    let serving = Serving::new();
    let report = serving.draft(COMPANY, &json!({ "title": TITLE }));
    let release = serving.propose(&report, COMPANY, &["coalition"]);
    serving.approve(&report, &release, COMPANY_REVIEWER);
    serving.settle();
    let path = format!("/api/v1/reports/{report}/inquiries");
    let sent = json!({ "kind": "wish", "words": "Please", "wished": ["group:circle"] });
    let answer = serving.client(GOVERNMENT).post(&path, &sent).expect(422).json();
    assert!(answer["errors"]["wished"][0].as_str().unwrap().contains("may not know"), "{answer}");
    // Of one that the asker may not know of, the answer is that for none.
    let answer = serving.client(DEFENDER).post(&path, &sent).expect(422).json();
    assert_eq!(answer["errors"]["wished"][0], "There is no audience “group:circle”.");
}

#[test]
fn it_is_all_done_by_pages() {
    let serving = Serving::new();
    let (report, _) = serving.released(&json!({ "title": TITLE }), &["coalition"]);
    let government = serving.client(GOVERNMENT);
    let page = government.page(&format!("/reports/{report}")).expect(200).text();
    assert!(
        page.contains("Ask about this report") && page.contains("Ask to share it with more people"),
        "{page}"
    );
    let none = serving.client(ACADEMIC).page(&format!("/reports/{report}")).expect(200).text();
    assert!(!none.contains("Ask about this report"), "an observer reads");
    let action = format!("/reports/{report}/ask");
    let missing = government.fill(&action, &action, &[("words", " ")]).expect(422).text();
    assert!(missing.contains("Please fill this in."), "{missing}");
    let sent = government
        .fill(&action, &action, &[("words", "Since when?"), ("audience", "org:estmark")])
        .expect(303);
    let place = sent.header("location").unwrap().to_owned();
    let shown = government.page(&place).expect(200).text();
    assert!(shown.contains("Since when?") && shown.contains("can read it ("), "{shown}");
    let place = place.split('?').next().unwrap();

    let reporter = serving.client(REPORTER);
    let answer = format!("{place}/answer");
    let kept =
        reporter.fill(place, &answer, &[("words", "Since dawn"), ("except", "estmark")]).expect(422).text();
    assert!(kept.contains("Since dawn") && kept.contains("always read it"), "{kept}");
    let sent = reporter
        .fill(place, &answer, &[("words", "Since dawn."), ("audience", "org:open-lines")])
        .expect(303);
    let page = reporter.page(&format!("/reports/{report}")).expect(200).text();
    assert!(page.contains("Since when?") && page.contains("Since dawn."), "{page}");
    let place = sent.header("location").unwrap().split('?').next().unwrap().to_owned();
    let withdrawal = format!("{place}/withdrawal");
    let reviewer = serving.client(REVIEWER);
    reviewer.fill(&place, &withdrawal, &[("reason", "Wrong")]).expect(303);
    let gone = government.page(&place).expect(410).text();
    assert!(gone.contains("Wrong"), "{gone}");

    let wish = format!("{action}?kind=wish");
    let missing = government.fill(&wish, &action, &[("words", "Doctors need it.")]).expect(422).text();
    assert!(missing.contains("Doctors need it.") && missing.contains("Say who should read"), "{missing}");
    government.fill(&wish, &action, &[("words", "Doctors need it."), ("audience", "public")]).expect(303);
    let log = serving.client(ADMIN).get("/log").expect(200).text();
    assert!(!log.contains("Since dawn") && !log.contains("Doctors"), "the log has no words of it");
}
