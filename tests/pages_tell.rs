//! Pages tell what became of things to those who have to know, where they look, and lose nothing that was typed.

use serde_json::json;

use crate::canary_translations::{release_text, renditions, translate, translated};
use crate::http::Answer;
use crate::serving::{ADMIN, COMPANY, COMPANY_REVIEWER, GOVERNMENT, OBSERVER, REPORTER, REVIEWER, Serving};

#[track_caller]
fn tells(answer: &Answer, said: &str) {
    assert!(answer.text().contains(said), "{said} is not in {}", answer.text());
}

#[track_caller]
fn tells_nothing_of(answer: &Answer, said: &str) {
    assert!(!answer.text().contains(said), "{said} is in {}", answer.text());
}

#[test]
fn what_was_typed_is_given_back_when_the_session_has_ended() {
    let serving = Serving::new();
    let reporter = serving.new_client(REPORTER);
    let form = reporter.page("/reports/new").expect(200);
    let code =
        form.text().split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    reporter.fill("/desk", "/sign-out", &[]).expect(303);
    let fields = [
        ("csrf", code.as_str()),
        ("title", "Two editors held"),
        ("narrative", "They were <taken> at dawn.\n\nNobody knows where."),
        ("password", "quiet harbour lanterns"),
    ];
    let send = |origin: &str| {
        let headers = [("Accept", "text/html"), ("Origin", origin)];
        reporter.form("/reports", &headers, &fields).expect(403)
    };
    let own = format!("http://127.0.0.1:{}", serving.port);
    let given_back = send(&own);
    for said in [
        "What you typed",
        "Two editors held",
        "They were &#60;taken&#62; at dawn.",
        "Sign in on another page",
    ] {
        tells(&given_back, said);
    }
    tells_nothing_of(&given_back, "quiet harbour lanterns");
    // A page of somebody else does not have its words shown here.
    for other in ["https://elsewhere.example", "null", ""] {
        tells_nothing_of(&send(other), "Two editors held");
    }
}

#[test]
fn a_retraction_is_told_before_the_text_in_lists_and_on_the_desk() {
    let serving = Serving::new();
    let (report, _) =
        serving.released(&json!({ "title": "Cut off", "narrative": "All of it." }), &["public"]);
    let desk = format!("/reports/{report}/desk");
    tells(&serving.client(REVIEWER).page(&desk).expect(200), "/retraction\"");
    let reason = json!({ "reason": "It was a storm." });
    serving.client(REVIEWER).post(&format!("/api/v1/reports/{report}/retraction"), &reason).expect(201);
    serving.settle();
    let public = serving.public();
    let incident = public.get(&format!("/api/v1/reports/{report}")).json()["incident"].clone();
    for page in [format!("/reports/{report}"), format!("/incidents/{}", incident.as_str().unwrap())] {
        let text = public.page(&page).expect(200).text();
        let [told, said] = ["It was a storm.", "All of it."].map(|words| text.find(words).expect(words));
        assert!(told < said, "{page}");
    }
    for page in ["/incidents", "/"] {
        tells(&public.page(page).expect(200), "Retracted</span>");
    }
    let desk = serving.client(REVIEWER).page(&desk).expect(200);
    tells(&desk, "It was a storm.");
    tells_nothing_of(&desk, "/retraction\"");
}

#[test]
fn what_came_back_waits_for_its_author_whatever_goes_to_others() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "Ours", "narrative": "Mira Hakimi saw it." }));
    let first = serving.propose(&report, REPORTER, &["sector:government"]);
    serving.place.clock.advance(chrono::TimeDelta::seconds(1));
    serving.propose(&report, REPORTER, &["public"]);
    let remarks = json!({
        "comment": "Look again.",
        "remarks": [{ "field": "narrative", "start": 0, "end": 11, "words": "May she be named?" }],
    });
    let at = format!("/reports/{report}/releases/{first}");
    serving.client(REVIEWER).post(&format!("/api/v1{at}/return"), &remarks).expect(200);
    let returned = || serving.client(REPORTER).page("/desk").expect(200).text().contains("Returned to you");
    assert!(returned());
    tells(
        &serving.client(REPORTER).page(&format!("/reports/{report}/edit")).expect(200),
        "May she be named?",
    );
    // It lies on her desk: nobody else lays it aside.
    tells_nothing_of(&serving.client(REVIEWER).page(&at).expect(200), "/withdrawal\"");
    serving.client(REPORTER).fill(&at, &format!("{at}/withdrawal"), &[]).expect(303);
    assert!(!returned());
}

#[test]
fn readers_are_told_why_words_stand_for_others() {
    let serving = Serving::new();
    let report = serving.draft(
        REPORTER,
        &json!({
            "title": "Cut off", "narrative": "Mira Hakimi told us, and Ali Reza.",
            "facts": { "sources": [{ "title": "Kept", "confidential": true }, { "title": "A letter of Mira" }] },
        }),
    );
    let mark = |field: &str, start: usize, end: usize, reason: &str, instead: &str| json!({ "field": field, "start": start, "end": end, "reason": reason, "replace_with": instead });
    let marks = json!([
        mark("narrative", 0, 11, "personal_data", "a journalist"),
        mark("narrative", 25, 33, "source_identity", ""),
        mark("sources.1.title", 12, 16, "person_security", ""),
    ]);
    serving.client(REPORTER).put(&format!("/api/v1/reports/{report}/marks"), "\"1\"", &marks).expect(200);
    let release = serving.propose(&report, REPORTER, &["public"]);
    serving.approve(&report, &release, REVIEWER);
    serving.settle();
    let page = serving.public().page(&format!("/reports/{report}")).expect(200);
    for said in ["[a journalist]", "Account: ", "Sources: "] {
        tells(&page, said);
    }
    tells_nothing_of(&page, "fact-");
    // Not that another source stands before it.
    tells_nothing_of(&page, "(2)");
    let read = serving.public().get(&format!("/api/v1/reports/{report}")).expect(200).json();
    let told: Vec<_> = read["redactions"].as_array().unwrap().iter().map(|one| one["at"].clone()).collect();
    assert_eq!(told, ["narrative", "narrative", "sources"]);
}

#[test]
fn a_translation_says_what_is_left_out_as_often_as_its_text() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "Cut off", "narrative": "Ali, then Ali." }));
    let mark = |start: usize| json!({ "field": "narrative", "start": start, "end": start + 3, "reason": "personal_data" });
    let marks = json!([mark(0), mark(10)]);
    serving.client(REPORTER).put(&format!("/api/v1/reports/{report}/marks"), "\"1\"", &marks).expect(200);
    let release = serving.propose(&report, REPORTER, &["coalition"]);
    serving.approve(&report, &release, REVIEWER);
    let mut body =
        json!({ "language": "fr", "rendition": renditions(&serving, &report)[0].hash, "title": "Coupés" });
    body["narrative"] = json!("⟦personal_data⟧, puis lui.");
    let path = format!("/api/v1/reports/{report}/translations");
    let refused = serving.client(REPORTER).post(&path, &body).expect(422).text();
    assert!(refused.contains("less often"), "{refused}");
    body["narrative"] = json!("⟦personal_data⟧, puis ⟦personal_data⟧.");
    let made = translate(&serving, &report, &body);
    release_text(&serving, &made);

    // What goes with a text is told before, to its own, and can be begun from afterwards.
    let sent = json!({ "title": "Cut off again", "narrative": "Ali, then Ali." });
    serving.client(REPORTER).put(&format!("/api/v1/reports/{report}/original"), "\"2\"", &sent).expect(200);
    let release = serving.propose(&report, REPORTER, &["coalition"]);
    let review = serving.client(REVIEWER).page(&format!("/reports/{report}/releases/{release}")).expect(200);
    tells(&review, "One translation goes with the text that this replaces");
    serving.approve(&report, &release, REVIEWER);
    let desk = serving.client(REPORTER).page(&format!("/reports/{report}/desk")).expect(200);
    tells(&desk, &format!("from={made}"));
    let spanish = translated(&renditions(&serving, &report)[0], "es", "hoy");
    release_text(&serving, &translate(&serving, &report, &spanish));
    tells(
        &serving.client(REPORTER).page(&format!("/reports/{report}/desk")).expect(200),
        "rançais, from the words",
    );
}

/// What was made for fewer lends no words to a text for more; what goes with an older text of theirs is told as well.
#[test]
fn a_translation_for_few_is_no_beginning_for_many() {
    let serving = Serving::new();
    let facts = json!({ "affected_groups": ["nurses", "students"] });
    let report = serving.draft(REPORTER, &json!({ "title": "Cut off", "facts": facts }));
    let few = serving.propose(&report, REPORTER, &["sector:government"]);
    serving.approve(&report, &few, REVIEWER);
    let french = translated(&renditions(&serving, &report)[0], "fr", "pour peu");
    let made = translate(&serving, &report, &french);
    release_text(&serving, &made);
    let many = serving.propose(&report, REPORTER, &["coalition"]);
    serving.approve(&report, &many, REVIEWER);
    let desk = serving.client(REPORTER).page(&format!("/reports/{report}/desk")).expect(200);
    tells_nothing_of(&desk, &format!("from={made}"));
    let hash = renditions(&serving, &report)[0].hash.clone();
    let begun = format!("/reports/{report}/translate?rendition={hash}&as=coalition&from={made}");
    serving.client(REPORTER).page(&begun).expect(404);
    let own = begun.replace("as=coalition", "as=sector:government");
    tells(&serving.client(REPORTER).page(&own).expect(200), "pour peu");
    let sent = json!({ "title": "Cut off again", "facts": { "affected_groups": ["nurses"] } });
    serving.client(REPORTER).put(&format!("/api/v1/reports/{report}/original"), "\"1\"", &sent).expect(200);
    let wider = serving.propose(&report, REPORTER, &["coalition"]);
    let review = serving.client(REVIEWER).page(&format!("/reports/{report}/releases/{wider}")).expect(200);
    tells(&review, "One translation goes with the text that this replaces");
}

#[test]
fn the_desk_tells_what_was_declined_and_what_will_be_erased() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "Cut off", "narrative": "All of it." }));
    let sent = json!({ "publisher": "lumora", "words": "Please." });
    let asked = serving
        .client(REPORTER)
        .post(&format!("/api/v1/reports/{report}/delegations"), &sent)
        .expect(201)
        .json();
    let at = format!("/api/v1/delegations/{}", asked["reference"].as_str().unwrap());
    serving.client(REVIEWER).post(&format!("{at}/approval"), &json!({})).expect(200);
    serving.client(COMPANY).post(&format!("{at}/refusal"), &json!({ "reason": "Not now." })).expect(200);
    tells(&serving.client(REPORTER).page("/desk").expect(200), "Declined");
    tells_nothing_of(&serving.client(OBSERVER).page("/desk").expect(200), "Declined");
    tells(&serving.client(COMPANY_REVIEWER).page("/delegations").expect(200), "People who may write reports");
    let until = (serving.place.database.ambient().now().date() + chrono::Days::new(12)).to_string();
    let fields = [("reference", report.as_str()), ("keep_until", &until)];
    serving.client(ADMIN).fill("/keeping", "/keeping", &fields).expect(303);
    let first = serving.client(REPORTER).page("/desk").expect(200);
    tells(&first, "Soon to be erased");
    tells(&serving.client(REPORTER).page(&format!("/reports/{report}/desk")).expect(200), "Kept until");
    tells_nothing_of(&serving.client(GOVERNMENT).page("/desk").expect(200), "Soon to be erased");
}

#[test]
fn what_was_taken_back_leads_on_and_what_is_the_same_says_so() {
    let serving = Serving::new();
    let (report, _) = serving.released(&json!({ "title": "Cut off" }), &["sector:government"]);
    let release = serving.propose(&report, REPORTER, &["public"]);
    serving.approve(&report, &release, REVIEWER);
    serving.settle();
    let same = "The same text is released to others too: Anybody.";
    tells(&serving.client(GOVERNMENT).page(&format!("/reports/{report}")).expect(200), same);
    tells_nothing_of(
        &serving.public().page(&format!("/reports/{report}")).expect(200),
        "The same text is released",
    );
    let asked = serving
        .client(GOVERNMENT)
        .post(&format!("/api/v1/reports/{report}/inquiries"), &json!({ "words": "Why?" }));
    let asked = asked.expect(201).json()["reference"].as_str().unwrap().to_owned();
    let reason = json!({ "reason": "Settled" });
    serving
        .client(GOVERNMENT)
        .json("DELETE", &format!("/api/v1/inquiries/{asked}"), &[], &reason)
        .expect(200);
    let gone = serving.client(REPORTER).page(&format!("/inquiries/{asked}")).expect(410);
    tells(&gone, &format!("href=\"/reports/{report}\""));
}
