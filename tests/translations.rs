//! A translation says what one rendition says, to those who read that, as long as they do.

use diesel::prelude::*;
use entente::db::schema::{release, sealed_text, translation_details};
use serde_json::{Value, json};

use crate::canary_translations::{release_text, renditions, translate, translated};
use crate::http::Client;
use crate::serving::{
    ACADEMIC, ADMIN, COMPANY, COMPANY_REVIEWER, DEFENDER, GOVERNMENT, OBSERVER, REPORTER, REVIEWER, Serving,
};

pub const READERS: [&str; 2] = ["org:open-lines", "sector:government"];

pub fn report() -> Value {
    json!({
        "title": "Cut off", "narrative": "Amina saw **it**.", "language": "en",
        "facts": { "stated_reason_text": "Order", "places": ["Kisumu"], "affected_groups": ["students"] },
    })
}

fn read(client: &Client, report: &str) -> Value {
    client.get(&format!("/api/v1/reports/{report}")).expect(200).json()
}

/// In French, of the fullest text of a report that is released.
pub fn french(serving: &Serving, report: &str) -> Value {
    json!({
        "language": "fr", "rendition": renditions(serving, report)[0].hash, "title": "Coupés",
        "narrative": "Elle l’a **vu**.",
        "facts": { "stated_reason_text": "Ordre", "affected_groups.0": "étudiants" },
    })
}

fn withdraw(serving: &Serving, report: &str, release: &str) {
    let path = format!("/api/v1/reports/{report}/releases/{release}");
    serving.client(REVIEWER).json("DELETE", &path, &[], &json!({ "reason": "A mistake" })).expect(200);
    serving.settle();
}

#[test]
fn a_translation_is_read_by_those_who_read_its_text() {
    let serving = Serving::new();
    let (report, _) = serving.released(&report(), &READERS);
    let made = translate(&serving, &report, &french(&serving, &report));
    release_text(&serving, &made);
    for who in [GOVERNMENT, OBSERVER, REPORTER] {
        let client = serving.client(who);
        let original = read(&client, &report);
        assert_eq!((&original["title"], &original["translation_of"]), (&json!("Cut off"), &Value::Null));
        assert_eq!(original["translations"][0]["language"], "fr");
        assert_eq!(original["translations"][0]["title"], "Coupés");
        let href = original["translations"][0]["href"].as_str().unwrap();
        let shown = client.get(&format!("/api/v1{href}")).expect(200).json();
        assert_eq!(shown["translation_of"], original["hash"]);
        assert_eq!(shown["hash"], original["hash"]);
        assert_eq!((&shown["title"], &shown["language"]), (&json!("Coupés"), &json!("fr")));
        assert!(shown["narrative_html"].as_str().unwrap().contains("<strong>vu</strong>"));
        let facts =
            json!({ "stated_reason_text": "Ordre", "places": ["Kisumu"], "affected_groups": ["étudiants"] });
        assert_eq!(shown["facts"], facts);
        assert_eq!(client.get(&format!("/api/v1/translations/{made}")).expect(200).json()["state"], "live");
        client.get(&format!("/api/v1/reports/{report}?lang=en")).expect(200);
        client.get(&format!("/api/v1/reports/{report}?lang=ar")).expect(404);
    }
    for client in [serving.public(), serving.client(COMPANY), serving.client(ACADEMIC)] {
        let hidden = client.get(&format!("/api/v1/reports/{report}?lang=fr")).expect(404);
        let absent = client.get("/api/v1/reports/R-000000?lang=fr").expect(404);
        assert_eq!(hidden.timeless(), absent.timeless());
        let hidden = client.get(&format!("/api/v1/translations/{made}")).expect(404);
        assert_eq!(hidden.timeless(), client.get("/api/v1/translations/T-000000").timeless());
    }
}

#[test]
fn it_is_sealed_until_a_second_person_lets_it_out() {
    let serving = Serving::new();
    // Within one's own organisation too.
    for audience in [&["org:open-lines"][..], &["coalition"]] {
        let (report, _) = serving.released(&report(), audience);
        let mut body = french(&serving, &report);
        let title = format!("Zébrures de {}", audience[0]);
        body["title"] = json!(title);
        let made = translate(&serving, &report, &body);
        let path = format!("/api/v1/translations/{made}");
        for who in [OBSERVER, ADMIN, GOVERNMENT, COMPANY] {
            serving.client(who).get(&path).expect(404);
            serving.client(who).post(&format!("{path}/approval"), &json!({})).expect(404);
        }
        assert_eq!(read(&serving.client(REPORTER), &report)["translations"], json!([]));
        serving.client(REPORTER).get(&format!("/api/v1/reports/{report}?lang=fr")).expect(404);
        for file in std::fs::read_dir(serving.place.folder.path()).unwrap().map(|entry| entry.unwrap().path())
        {
            let bytes = if file.is_file() { std::fs::read(&file).unwrap() } else { Vec::new() };
            let words = title.as_bytes();
            assert!(!bytes.windows(words.len()).any(|part| part == words), "{}", file.display());
        }
        serving.client(REPORTER).post(&format!("{path}/approval"), &json!({})).expect(403);
        let again = serving.client(REPORTER).post(&format!("/api/v1/reports/{report}/translations"), &body);
        assert_eq!(again.status, 409, "one of a language waits: {}", again.text());
        let queue = serving.client(REVIEWER).get("/api/v1/reviews").expect(200).json();
        assert_eq!(queue["items"][0]["translation"], made);
        assert_eq!(
            (&queue["items"][0]["title"], &queue["items"][0]["language"]),
            (&json!(title), &json!("fr"))
        );
        assert!(
            serving
                .client(REVIEWER)
                .get("/reviews")
                .expect(200)
                .text()
                .contains(&format!("/translations/{made}"))
        );
        serving.client(REVIEWER).post(&format!("{path}/return"), &json!({ "comment": "" })).expect(422);
        serving
            .client(REVIEWER)
            .post(&format!("{path}/return"), &json!({ "comment": "Too free" }))
            .expect(200);
        let seen = serving.client(REPORTER).get(&path).expect(200).json();
        assert_eq!((&seen["state"], &seen["comment"]), (&json!("returned"), &json!("Too free")));
        let made = translate(&serving, &report, &body);
        release_text(&serving, &made);
        assert_eq!(read(&serving.client(OBSERVER), &report)["translations"][0]["reference"], made);
    }
}

/// How the text of a translation ends, and what ends it: of this report, what this release let out.
type End<'a> = (&'static str, &'a dyn Fn(&str, &str));

#[test]
fn it_is_gone_with_its_text() {
    let serving = Serving::new();
    let ends: [End<'_>; 4] = [
        ("withdrawn", &|report, release| withdraw(&serving, report, release)),
        ("superseded", &|report, _| {
            let path = format!("/api/v1/reports/{report}/original");
            serving.client(REPORTER).put(&path, "1", &json!({ "title": "Slow" })).expect(200);
            let release = serving.propose(report, REPORTER, &READERS);
            serving.approve(report, &release, REVIEWER);
        }),
        ("superseded by a wider one", &|report, _| {
            let path = format!("/api/v1/reports/{report}/original");
            serving.client(REPORTER).put(&path, "1", &json!({ "title": "Slow" })).expect(200);
            let release = serving.propose(report, REPORTER, &["coalition"]);
            serving.approve(report, &release, REVIEWER);
        }),
        ("retracted", &|report, _| {
            let path = format!("/api/v1/reports/{report}/retraction");
            serving.client(REVIEWER).post(&path, &json!({ "reason": "Wrong" })).expect(201);
        }),
    ];
    for (how, end) in ends {
        let (report, release) = serving.released(&report(), &READERS);
        let mut body = french(&serving, &report);
        let out = translate(&serving, &report, &body);
        release_text(&serving, &out);
        body["language"] = json!("es");
        let waits = translate(&serving, &report, &body);
        end(&report, &release);
        serving.settle();
        let reader = serving.client(GOVERNMENT);
        if how == "withdrawn" {
            reader.get(&format!("/api/v1/reports/{report}?lang=fr")).expect(410);
        } else {
            assert_eq!(read(&reader, &report)["translations"], json!([]), "{how}");
            let page = reader.get(&format!("/reports/{report}")).expect(200).text();
            assert!(!page.contains("Coupés"), "{how}: {page}");
            reader.get(&format!("/api/v1/reports/{report}?lang=fr")).expect(404);
        }
        for path in [format!("/api/v1/translations/{out}"), format!("/translations/{out}")] {
            assert_eq!(reader.get(&path).status, 404, "{how}: {path}");
        }
        let list = reader.get("/api/v1/incidents?q=%C3%A9tudiants").expect(200).json();
        assert_eq!(list["total"], 0, "{how}");
        // What waits cannot be let out any more, and its words are kept.
        let path = format!("/api/v1/translations/{waits}");
        let refused = serving.client(REVIEWER).post(&format!("{path}/approval"), &json!({})).expect(409);
        assert!(refused.text().contains("words are kept"), "{how}: {}", refused.text());
        for (reference, state) in [(&waits, "proposed"), (&out, "gone")] {
            let path = format!("/api/v1/translations/{reference}");
            let kept = serving.client(REPORTER).get(&path).expect(200).json();
            assert_eq!((&kept["state"], &kept["title"]), (&json!(state), &json!("Coupés")), "{how}");
            let page = serving.client(REPORTER).get(&format!("/translations/{reference}")).expect(200).text();
            assert!(page.contains("Coupés") && page.contains("no longer released"), "{how}: {page}");
        }
        serving.client(REPORTER).json("DELETE", &path, &[], &json!({})).expect(200);
        let anew = serving.client(REPORTER).post(&format!("/api/v1/reports/{report}/translations"), &body);
        assert_eq!(anew.status, if how == "retracted" { 409 } else { 422 }, "{how}: {}", anew.text());
    }
}

#[test]
fn what_is_erased_has_no_translation_left() {
    let serving = Serving::new();
    let (report, _) = serving.released(&report(), &["coalition"]);
    let out = translate(&serving, &report, &french(&serving, &report));
    release_text(&serving, &out);
    translate(&serving, &report, &french(&serving, &report));
    let path = format!("/api/v1/reports/{report}");
    serving.client(ADMIN).json("DELETE", &path, &[], &json!({ "reason": "Asked for" })).expect(200);
    serving.settle();
    let left = serving.write(|tx| {
        let sealed = sealed_text::table.filter(sealed_text::kind.eq("translation"));
        let released = release::table.filter(release::subject_kind.eq("translation"));
        Ok([
            translation_details::table.count().get_result::<i64>(tx.conn)?,
            sealed.count().get_result(tx.conn)?,
            released.count().get_result(tx.conn)?,
        ])
    });
    assert_eq!(left, [0, 0, 0]);
    for who in [REPORTER, REVIEWER, GOVERNMENT] {
        serving.client(who).get(&format!("/api/v1/translations/{out}")).expect(404);
    }
    let rows = serving.write(|tx| {
        use entente::db::schema::readable;
        Ok(readable::table.count().get_result::<i64>(tx.conn)?)
    });
    assert_eq!(rows, 0);
}

#[test]
fn a_newer_one_takes_the_place_of_the_one_before() {
    let serving = Serving::new();
    let (report, _) = serving.released(&report(), &READERS);
    let mut body = french(&serving, &report);
    let first = translate(&serving, &report, &body);
    release_text(&serving, &first);
    body["title"] = json!("Débranchés");
    let second = translate(&serving, &report, &body);
    assert_eq!(read(&serving.client(GOVERNMENT), &report)["translations"][0]["reference"], first);
    release_text(&serving, &second);
    let translations = &read(&serving.client(GOVERNMENT), &report)["translations"];
    assert_eq!(
        (translations.as_array().unwrap().len(), &translations[0]["title"]),
        (1, &json!("Débranchés"))
    );
    serving.client(GOVERNMENT).get(&format!("/api/v1/translations/{first}")).expect(404);
    let desk = serving.client(REPORTER).get(&format!("/api/v1/translations/{first}")).expect(200).json();
    assert_eq!(desk["state"], "replaced");
    let path = format!("/api/v1/translations/{second}");
    serving.client(REVIEWER).json("DELETE", &path, &[], &json!({ "reason": "" })).expect(422);
    let taken =
        serving.client(REVIEWER).json("DELETE", &path, &[], &json!({ "reason": "Mistaken" })).expect(200);
    assert_eq!(taken.json()["state"], "withdrawn");
    assert_eq!(serving.client(GOVERNMENT).get(&path).expect(410).json()["reason"], "Mistaken");
    serving.client(COMPANY).get(&path).expect(404);
    assert_eq!(read(&serving.client(GOVERNMENT), &report)["translations"], json!([]));
    serving.client(REVIEWER).json("DELETE", &path, &[], &json!({ "reason": "Again" })).expect(409);
}

#[test]
fn each_text_has_its_own() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &report());
    let path = format!("/api/v1/reports/{report}/marks");
    let mark = json!([{
        "field": "narrative", "start": 0, "end": 5, "reason": "personal_data", "visible_to": ["sector:government"],
    }]);
    serving.client(REPORTER).put(&path, "1", &mark).expect(200);
    for audience in [&READERS[..], &["coalition"], &["public"]] {
        let release = serving.propose(&report, REPORTER, audience);
        serving.approve(&report, &release, REVIEWER);
    }
    let live = renditions(&serving, &report);
    assert_eq!((live.len(), &live[1].hash), (3, &live[2].hash), "members and the public read the same");
    release_text(&serving, &translate(&serving, &report, &translated(&live[0], "fr", "fort")));
    // Of two audiences that read the same it is of the wider one, unless somebody is named.
    release_text(&serving, &translate(&serving, &report, &translated(&live[2], "fr", "doux")));
    let mut named = translated(&live[2], "es", "bajo");
    named["as"] = json!("sector:company");
    release_text(&serving, &translate(&serving, &report, &named));
    let said = |client: &Client, query: &str| {
        let shown = client.get(&format!("/api/v1/reports/{report}{query}")).expect(200).json();
        let all = shown["translations"].as_array().unwrap().iter();
        all.map(|one| one["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(said(&serving.public(), ""), ["Cut off bajo", "Cut off doux"]);
    assert_eq!(said(&serving.client(COMPANY), ""), ["Cut off bajo", "Cut off doux"], "the same text");
    assert_eq!(said(&serving.client(GOVERNMENT), ""), ["Cut off fort"]);
    assert_eq!(said(&serving.client(GOVERNMENT), "?as=public"), ["Cut off bajo", "Cut off doux"]);
    assert_eq!(said(&serving.client(GOVERNMENT), "?as=coalition"), Vec::<String>::new(), "its own alone");
    let thin =
        serving.client(GOVERNMENT).get(&format!("/api/v1/reports/{report}?as=public&lang=fr")).expect(200);
    assert!(thin.text().contains("doux") && !thin.text().contains("fort"), "{}", thin.text());
    assert_eq!(thin.json()["narrative"], "⟦personal_data⟧ saw **it**. doux");
    assert_eq!(thin.json()["redactions"][0]["reason"], "personal_data");
}

#[test]
fn who_decides_for_others_sees_it_while_it_waits() {
    let serving = Serving::new();
    let report = serving.draft(DEFENDER, &report());
    let path = format!("/api/v1/reports/{report}");
    let proposal = json!({ "audience": ["sector:government"], "approvers": "lumora" });
    let release = serving.client(DEFENDER).post(&format!("{path}/releases"), &proposal).expect(201).json();
    serving.approve(&report, release["id"].as_str().unwrap(), COMPANY_REVIEWER);
    let mut body = french(&serving, &report);
    let send = |body: &Value| serving.client(DEFENDER).post(&format!("{path}/translations"), body);
    assert!(send(&body).expect(422).json()["errors"]["approvers"].is_array());
    body["approvers"] = json!("lumora");
    let made = send(&body).expect(201).json()["reference"].as_str().unwrap().to_owned();
    let at = format!("/api/v1/translations/{made}");
    assert_eq!(serving.client(COMPANY_REVIEWER).get(&at).expect(200).json()["title"], "Coupés");
    serving.client(COMPANY).get(&at).expect(404);
    let page = serving.client(COMPANY_REVIEWER).get(&format!("/translations/{made}")).expect(200).text();
    assert!(page.contains("Cut off") && page.contains("Coupés"), "{page}");
    let decided =
        serving.client(COMPANY_REVIEWER).post(&format!("{at}/approval"), &json!({})).expect(200).json();
    assert_eq!(decided["state"], "approved");
    let after = serving.client(COMPANY_REVIEWER).get(&at).expect(200);
    assert_eq!((&after.json()["title"], &after.json()["audience"]), (&Value::Null, &json!([])));
    let page = serving.client(COMPANY_REVIEWER).get(&format!("/translations/{made}")).expect(200).text();
    assert!(!page.contains("Cut off") && !page.contains("Coupés"), "{page}");
    assert_eq!(serving.client(GOVERNMENT).get(&at).expect(200).json()["title"], "Coupés");
    // One that waits while its text is taken back is told to its own desk alone.
    body["language"] = json!("es");
    let waits = send(&body).expect(201).json()["reference"].as_str().unwrap().to_owned();
    let path = format!("{path}/releases/{}", release["id"].as_str().unwrap());
    serving.client(DEFENDER).json("DELETE", &path, &[], &json!({ "reason": "A mistake" })).expect(200);
    let queue = serving.client(COMPANY_REVIEWER).get("/api/v1/reviews").expect(200).json();
    assert_eq!(queue["items"][0]["title"], waits);
    for path in [format!("/api/v1/translations/{waits}"), format!("/translations/{waits}")] {
        let told = serving.client(COMPANY_REVIEWER).get(&path).expect(200).text();
        assert!(!told.contains("Coupés") && !told.contains("Cut off"), "{told}");
        assert!(serving.client(DEFENDER).get(&path).expect(200).text().contains("Coupés"));
    }
    serving
        .client(COMPANY_REVIEWER)
        .post(&format!("/api/v1/translations/{waits}/approval"), &json!({}))
        .expect(409);
}

/// The text that names an audience is translated for it, not another that says the same to more.
#[test]
fn a_text_is_translated_for_those_it_was_begun_for() {
    let serving = Serving::new();
    let (report, _) = serving.released(&report(), &["sector:company"]);
    let release = serving.propose(&report, REPORTER, &["public"]);
    serving.approve(&report, &release, REVIEWER);
    let mut body = french(&serving, &report);
    body["as"] = json!("sector:company");
    let made = translate(&serving, &report, &body);
    let read = serving.client(REPORTER).get(&format!("/api/v1/translations/{made}")).expect(200).json();
    assert_eq!(read["audience"], json!(["sector:company"]));
    body["language"] = json!(format!("en-{}", ["abcde"; 8].join("-")));
    let path = format!("/api/v1/reports/{report}/translations");
    let refused = serving.client(REPORTER).post(&path, &body).expect(422).json();
    assert!(refused["errors"]["language"].is_array(), "{refused}");
}

#[test]
fn what_cannot_be_a_translation_is_refused() {
    let serving = Serving::new();
    let (report, _) = serving.released(&report(), &READERS);
    let path = format!("/api/v1/reports/{report}/translations");
    let good = french(&serving, &report);
    serving.client(GOVERNMENT);
    serving.client(REPORTER);
    let before = serving.state();
    for (field, value, fault) in [
        ("language", json!("en"), "language"),
        ("language", json!("french!"), "language"),
        ("language", Value::Null, "language"),
        ("rendition", json!("0".repeat(64)), "rendition"),
        ("rendition", Value::Null, "rendition"),
        ("as", json!("coalition"), "rendition"),
        ("as", json!("group:hidden"), "as"),
        ("approvers", json!("lumora"), "approvers"),
        ("title", json!(" "), "title"),
        ("title", json!("█████"), "title"),
        ("title", json!("x".repeat(301)), "title"),
        ("narrative", json!("⟦personal_data⟧"), "narrative"),
        ("narrative", Value::Null, "narrative"),
        ("facts", json!({ "stated_reason_text": "Ordre" }), "facts.affected_groups.0"),
        ("facts", json!({ "places": "Kisumu" }), "facts.places"),
        ("evidence", json!({ "E-000000": "x" }), "evidence.E-000000"),
        ("colour", json!("red"), "colour"),
    ] {
        let mut wrong = good.clone();
        wrong[field] = value;
        let answer = serving.client(REPORTER).post(&path, &wrong).expect(422).json();
        assert!(answer["errors"][fault].is_array(), "{field}: {answer}");
    }
    let same = json!({
        "language": "fr", "rendition": good["rendition"], "title": "Cut off", "narrative": "Amina saw **it**.",
        "facts": { "stated_reason_text": "Order", "affected_groups.0": "students" },
    });
    serving.client(REPORTER).post(&path, &same).expect(422);
    serving.client(REVIEWER).post(&path, &good).expect(403);
    serving.client(GOVERNMENT).post(&path, &good).expect(404);
    assert_eq!(serving.state(), before);
}
