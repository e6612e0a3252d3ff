//! The pages on which a translation is written, reviewed, read and withdrawn.

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::canary_translations::{release_text, renditions, translate};
use crate::http::Client;
use crate::serving::{GOVERNMENT, REPORTER, REVIEWER, Serving};
use crate::translations::{READERS, french, report};

fn form(serving: &Serving, client: &Client, path: &str, fields: &[(&str, &str)]) -> crate::http::Answer {
    let code = serving.code_of_forms(client);
    let once = hex::encode(Sha256::digest(format!("{path} {fields:?}")));
    let guard = [("csrf", code.as_str()), ("once", once.as_str())];
    client.form(path, &[("Accept", "text/html")], &guard.iter().chain(fields).copied().collect::<Vec<_>>())
}

/// A report with something left out for everybody.
fn masked(serving: &Serving) -> String {
    let report = serving.draft(REPORTER, &report());
    let path = format!("/api/v1/reports/{report}/marks");
    let mark = json!([{ "field": "narrative", "start": 0, "end": 5, "reason": "personal_data" }]);
    serving.client(REPORTER).put(&path, "1", &mark).expect(200);
    let release = serving.propose(&report, REPORTER, &READERS);
    serving.approve(&report, &release, REVIEWER);
    report
}

#[test]
fn a_text_is_translated_and_reviewed_on_pages() {
    let serving = Serving::new();
    let report = masked(&serving);
    let (author, reviewer) = (serving.client(REPORTER), serving.client(REVIEWER));
    let desk = author.get(&format!("/reports/{report}/desk")).expect(200).text();
    let link = desk.split("href=\"").find(|rest| rest.contains("/translate?")).unwrap();
    let link = link.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
    let empty = author.get(&link).expect(200).text();
    assert!(empty.contains("class=\"redacted\"") && empty.contains("⟦personal_data⟧ saw **it**."), "{empty}");
    assert!(!empty.contains("Amina saw"), "the translator works from what is released");
    assert!(
        empty.contains("Groups affected") && !empty.contains(">facts."),
        "each part has its name: {empty}"
    );
    let hash = renditions(&serving, &report)[0].hash.clone();
    let at = format!("/reports/{report}/translate");
    let mut fields = vec![
        ("rendition", hash.as_str()),
        ("language", "ar"),
        ("title", "انقطاع"),
        ("narrative", "رأى أحدهم ذلك."),
        ("facts.stated_reason_text", "أمر"),
        ("facts.affected_groups.0", "طلاب"),
    ];
    let refused = form(&serving, &author, &at, &fields).expect(422).text();
    assert!(refused.contains("رأى أحدهم ذلك.") && refused.contains("is missing"), "{refused}");
    fields[3] = ("narrative", "رأى ⟦personal_data⟧ ذلك.");
    let sent = form(&serving, &author, &at, &fields).expect(303);
    let page = sent.header("location").unwrap().split('?').next().unwrap().to_owned();
    for client in [&author, &reviewer] {
        let shown = client.get(&page).expect(200).text();
        assert!(shown.contains("lang=\"ar\" dir=\"rtl\"") && shown.contains("Cut off"), "{shown}");
        assert_eq!(shown.matches("class=\"redacted\"").count(), 2, "a bar in both: {shown}");
        assert!(!shown.contains('⟦'), "{shown}");
        assert_eq!(
            shown.contains(&format!("{page}/approval")),
            std::ptr::eq(client, &raw const reviewer),
            "{shown}"
        );
    }
    let back = form(&serving, &reviewer, &format!("{page}/return"), &[("comment", "Which day?")]).expect(303);
    assert_eq!(back.header("location"), Some("/reviews?done=release-returned"));
    let shown = author.get(&page).expect(200).text();
    assert!(shown.contains("Which day?") && shown.contains("from=T-"), "{shown}");
    let from = page.rsplit('/').next().unwrap();
    let again = author.get(&format!("{at}?from={from}")).expect(200).text();
    assert!(again.contains("رأى ⟦personal_data⟧ ذلك.") && again.contains("value=\"ar\" selected"), "{again}");
    let sent = form(&serving, &author, &at, &[&fields[..], &[("from", from)]].concat()).expect(303);
    let page = sent.header("location").unwrap().split('?').next().unwrap().to_owned();
    form(&serving, &reviewer, &format!("{page}/approval"), &[]).expect(303);
    assert!(serving.client(GOVERNMENT).get(&page).expect(200).text().contains("انقطاع"));
}

#[test]
fn a_translation_is_read_and_taken_back_on_pages() {
    let serving = Serving::new();
    let report = masked(&serving);
    let (reviewer, reader) = (serving.client(REVIEWER), serving.client(GOVERNMENT));
    let mut body = french(&serving, &report);
    body["language"] = json!("ar");
    body["title"] = json!("انقطاع");
    body["narrative"] = json!("رأى ⟦personal_data⟧ ذلك.");
    let made = translate(&serving, &report, &body);
    release_text(&serving, &made);
    let (page, hash) = (format!("/translations/{made}"), body["rendition"].as_str().unwrap());
    let original = reader.get(&format!("/reports/{report}")).expect(200).text();
    let also = format!("/reports/{report}?lang=ar");
    assert!(original.contains("Also in:") && original.contains(&also), "{original}");
    let shown = reader.get(&also).expect(200).text();
    for part in [
        "<h1 lang=\"ar\" dir=\"rtl\">انقطاع</h1>",
        "Made by Open Lines",
        "English",
        hash,
        "class=\"redacted\"",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(
        shown.contains(&format!("href=\"/reports/{report}\" hreflang=\"en\"")) && !shown.contains('⟦'),
        "{shown}"
    );
    assert!(!reader.get(&page).expect(200).text().contains("withdrawal"), "a reader takes nothing back");
    let gone =
        form(&serving, &reviewer, &format!("{page}/withdrawal"), &[("reason", "Mistaken")]).expect(303);
    assert!(gone.header("location").unwrap().starts_with(&page));
    assert!(reader.get(&page).expect(410).text().contains("Mistaken"));
    reader.get(&also).expect(404);
}
