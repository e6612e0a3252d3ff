//! What must not travel is marked by a plain form: with brackets, with choices, and nothing that was typed is lost.

use serde_json::{Value, json};

use crate::http::{Answer, Client};
use crate::journey_pages::led;
use crate::serving::{GOVERNMENT, REPORTER, REVIEWER, Serving};

const NARRATIVE: &str = "👩🏽‍🔬 Amina Diallo told us.\n\nShe saw *soldiers* & <others>.";

fn draft(serving: &Serving) -> String {
    let facts = json!({
        "started": "2026-03-14", "decision_maker": "Colonel Zebra of Kidal", "operators": ["Tamtel", "Sotel"],
        "domains": ["example.org"],
        "sources": [{ "kind": "witness", "title": "Nurse Oumou", "url": "https://oumou.example" }],
    });
    serving.draft(
        REPORTER,
        &json!({ "title": "Arrest of Amina Diallo", "narrative": NARRATIVE, "facts": facts }),
    )
}

fn address(report: &str) -> String {
    format!("/reports/{report}/marks")
}

/// Sends the form on the workbench of a report.
#[track_caller]
fn send(client: &Client, report: &str, fields: &[(&str, &str)]) -> Answer {
    client.fill(&address(report), &address(report), fields)
}

fn original(client: &Client, report: &str) -> Value {
    client.get(&format!("/api/v1/reports/{report}/original")).expect(200).json()
}

/// Three marks of different kinds: on the title, on the account and on a fact.
#[track_caller]
fn mark_some(client: &Client, report: &str) {
    let narrative = "👩🏽‍🔬 ⟦Amina Diallo⟧ told us.\r\n\r\nShe saw *soldiers* & <others>.";
    let sent = [
        ("text.title", "Arrest of ⟦Amina Diallo⟧"),
        ("text.narrative", narrative),
        ("text.decision_maker", "Colonel Zebra of Kidal"),
        ("facts.started", "month"),
        ("facts.operators", ""),
        ("reason", "personal_data"),
        ("visible_to", "sector:government"),
        ("visible_to", "group:circle"),
        ("replace_with", "a local journalist"),
    ];
    assert_eq!(led(&send(client, report, &sent)), address(report));
}

#[test]
fn brackets_and_choices_become_marks() {
    let serving = Serving::new();
    let reporter = serving.client(REPORTER);
    let report = draft(&serving);
    mark_some(&reporter, &report);
    let known = original(&reporter, &report);
    assert_eq!(known["narrative"], NARRATIVE, "the text is as it was");
    let seen = json!(["group:circle", "sector:government"]);
    let mut marks = known["marks"].as_array().unwrap().clone();
    for mark in &mut marks {
        mark["visible_to"].as_array_mut().unwrap().sort_by_key(Value::to_string);
    }
    for wanted in [
        json!({ "fact": "started", "level": "month", "reason": "personal_data", "visible_to": seen }),
        json!({ "field": "title", "start": 10, "end": 22, "reason": "personal_data", "visible_to": seen,
                "replace_with": "a local journalist" }),
        json!({ "field": "narrative", "start": 5, "end": 17, "reason": "personal_data", "visible_to": seen,
                "replace_with": "a local journalist" }),
    ] {
        assert!(marks.contains(&wanted), "{wanted} in {marks:?}");
    }
    assert_eq!(marks.len(), 3);

    // The page shows the text with its marks, and beside it what the chosen audience reads.
    let shown = reporter.page(&address(&report)).expect(200).text();
    for said in [
        "<mark>Amina Diallo<small lang=\"en\"> (personal data)</small></mark>",
        "Arrest of [a local journalist]",
        "As “Anybody” reads it",
        "March 2026",
    ] {
        assert!(shown.contains(said), "{said} in {shown}");
    }
    let as_governments =
        reporter.page(&format!("{}?as=sector:government", address(&report))).expect(200).text();
    assert!(as_governments.contains("14 March 2026") && !as_governments.contains("Arrest of [a local"));
    reporter.page(&format!("{}?as=group:nobody", address(&report))).expect(404);
    // Whoever only reads on the desk sees it too, and has no form.
    let read = serving.client(REVIEWER).page(&address(&report)).expect(200).text();
    assert!(read.contains("<mark>Amina Diallo") && !read.contains("text.narrative"));
}

#[test]
fn what_each_audience_loses_is_counted() {
    let serving = Serving::new();
    let reporter = serving.client(REPORTER);
    let report = draft(&serving);
    let [receipt, plan] = ["receipt", "plan"]
        .map(|name| serving.attached(&report, REPORTER, (&format!("{name}.txt"), b"seen"), "What was seen"));
    mark_some(&reporter, &report);
    let page = reporter.page(&address(&report)).expect(200).text();
    assert!(page.contains("receipt.txt · What was seen"), "files are offered by name: {page}");
    let ticked =
        [("files", receipt.as_str()), ("reason", "source_identity"), ("visible_to", "sector:government")];
    led(&send(&reporter, &report, &ticked));
    let kept = original(&reporter, &report)["marks"].as_array().unwrap().clone();
    let on_file =
        json!({ "evidence": receipt, "reason": "source_identity", "visible_to": ["sector:government"] });
    assert!(kept.contains(&on_file), "{kept:?}");
    let wrong = [("files", "E-000000"), ("files", plan.as_str()), ("reason", "source_identity")];
    let refused = send(&reporter, &report, &wrong).expect(422).text();
    assert!(refused.contains("id=\"files-wrong\""), "{refused}");
    let shown = reporter.page(&address(&report)).expect(200).text();
    assert!(shown.contains("receipt.txt"), "a mark says on which file it is");
    let row = |name: &str| {
        let rest = shown
            .split(&format!("<th scope=\"row\">{name}</th>"))
            .nth(1)
            .unwrap_or_else(|| panic!("{shown}"));
        let cells = rest.split("<td class=\"num\">").skip(1).take(3);
        cells.map(|cell| cell.split('<').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(row("Anybody"), ["2", "1", "1"]);
    assert_eq!(row("Members of the coalition"), ["2", "1", "1"]);
    assert_eq!(row("Governments"), ["0", "0", "0"]);
}

#[test]
fn marks_are_changed_and_dropped_row_by_row() {
    let serving = Serving::new();
    let reporter = serving.client(REPORTER);
    let report = draft(&serving);
    mark_some(&reporter, &report);
    let before = original(&reporter, &report)["marks"].clone();
    let fact = before.as_array().unwrap().iter().position(|mark| mark["fact"] == "started").unwrap();
    let title = before.as_array().unwrap().iter().position(|mark| mark["field"] == "title").unwrap();
    let narrative = 3 - fact - title;
    let name = |place: usize, part: &str| format!("marks.{place}.{part}");
    let fields = [
        (name(fact, "reason"), "other"),
        (name(fact, "reason_text"), "Under investigation"),
        (name(fact, "level"), "year"),
        (name(fact, "visible_to"), "coalition"),
        (name(title, "reason"), "person_security"),
        (name(title, "reason_text"), ""),
        (name(title, "visible_to"), "kept"),
        (name(title, "replace_with"), ""),
        (name(narrative, "drop"), "yes"),
    ];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    led(&send(&reporter, &report, &fields));
    let after = original(&reporter, &report)["marks"].clone();
    let after = after.as_array().unwrap();
    assert_eq!(after.len(), 2);
    let fact = after.iter().find(|mark| mark["fact"] == "started").unwrap();
    assert_eq!((&fact["level"], &fact["reason_text"]), (&json!("year"), &json!("Under investigation")));
    assert_eq!(fact["visible_to"], json!(["coalition"]));
    let kept = after.iter().find(|mark| mark["field"] == "title").unwrap();
    assert_eq!((&kept["reason"], &kept["replace_with"]), (&json!("person_security"), &Value::Null));
    assert_eq!(kept["visible_to"].as_array().unwrap().len(), 2, "several that see it stay unless changed");
}

#[test]
fn what_lost_its_place_has_to_be_settled() {
    let serving = Serving::new();
    let reporter = serving.client(REPORTER);
    let report = draft(&serving);
    mark_some(&reporter, &report);
    let edit = format!("/reports/{report}/edit");
    let changed = [("title", "Arrest of a journalist"), ("narrative", NARRATIVE), ("language", "en")];
    led(&reporter.fill(&edit, &edit, &changed));
    let preview = format!("/reports/{report}/release");
    let shown = reporter.fill(&preview, &preview, &[("audience", "public")]).expect(200);
    let refused = reporter.fill_on(&shown, &format!("/reports/{report}/releases"), &[]);
    assert!(refused.text().contains("Redactions"), "it is said where: {}", refused.text());

    let page = reporter.page(&address(&report)).expect(200);
    assert!(page.text().contains("<q dir=\"auto\">Amina Diallo</q>"), "{}", page.text());
    let typed = [("text.title", "Arrest of a ⟦journalist⟧"), ("reason", "person_security")];
    let refused = reporter.fill_on(&page, &address(&report), &typed).expect(422);
    for said in ["id=\"settled-wrong\"", "Arrest of a ⟦journalist⟧", "value=\"person_security\" selected"]
    {
        assert!(refused.text().contains(said), "{said} in {}", refused.text());
    }
    let settled = [typed.as_slice(), &[("settled", "yes")]].concat();
    led(&reporter.fill_on(&refused, &address(&report), &settled));
    let known = original(&reporter, &report);
    assert_eq!(known["lost"], json!([]));
    assert!(known["marks"].as_array().unwrap().iter().any(|mark| mark["reason"] == "person_security"));
}

#[test]
fn who_was_slower_loses_nothing() {
    let serving = Serving::new();
    let reporter = serving.client(REPORTER);
    let report = draft(&serving);
    let page = reporter.page(&address(&report)).expect(200);
    let edit = format!("/reports/{report}/edit");
    let other = [("title", "Arrest of Amina Diallo in Gao"), ("narrative", NARRATIVE), ("language", "en")];
    led(&reporter.fill(&edit, &edit, &other));
    let narrative = NARRATIVE.replace("soldiers", "⟦soldiers⟧");
    let typed = [
        ("text.title", "Arrest of ⟦Amina⟧ Diallo"),
        ("text.narrative", narrative.as_str()),
        ("reason", "source_identity"),
        ("replace_with", "somebody"),
        ("facts.operators", "withheld"),
    ];
    let late = reporter.fill_on(&page, &address(&report), &typed).expect(412);
    let shown = late.text();
    for said in [
        "Somebody saved this report while you were marking",
        "*⟦soldiers⟧*",
        "Arrest of ⟦Amina⟧ Diallo",
        "Arrest of Amina Diallo in Gao</textarea>",
        "value=\"somebody\"",
        "value=\"source_identity\" selected",
    ] {
        assert!(shown.contains(said), "{said} in {shown}");
    }
    assert_eq!(original(&reporter, &report)["marks"], json!([]));
    let again = [("text.narrative", narrative.as_str()), ("reason", "source_identity")];
    led(&reporter.fill_on(&late, &address(&report), &again));
    // Sent twice it is one revision.
    let page = reporter.page(&address(&report)).expect(200);
    let sent = [("facts.operators", "withheld"), ("reason", "other"), ("reason_text", "Why")];
    led(&reporter.fill_on(&page, &address(&report), &sent));
    led(&reporter.fill_on(&page, &address(&report), &sent));
    assert_eq!(original(&reporter, &report)["revision"], 4);
}

/// What is sent, the field that is wrong, and what is said of it.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);

#[test]
fn a_form_that_is_wrong_says_where_and_changes_nothing() {
    let serving = Serving::new();
    let reporter = serving.client(REPORTER);
    let report = draft(&serving);
    mark_some(&reporter, &report);
    let before = original(&reporter, &report);
    let long = "x".repeat(201);
    let title = ("text.title", "Arrest of Amina ⟦Diallo⟧");
    let reason = ("reason", "personal_data");
    let changed = "Apart from the brackets";
    let cases: &[Case<'_>] = &[
        (&[("text.title", "Arrest of ⟦nobody⟧"), reason], "text.title", changed),
        (&[("text.title", "Arrest of ⟦Amina ⟦Diallo⟧⟧"), reason], "text.title", "There is a ⟦ within"),
        (&[("text.title", "Arrest of ⟦Amina Diallo"), reason], "text.title", "Each ⟦ needs its ⟧"),
        (&[("text.title", "Arrest of Amina Diallo⟧"), reason], "text.title", "Each ⟦ needs its ⟧"),
        (&[("text.title", "Arrest of ⟦⟧Amina Diallo"), reason], "text.title", "nothing between"),
        (&[("text.narrative", "⟦gone⟧"), reason], "text.narrative", changed),
        (&[("text.domains.0", "⟦example⟧.org"), reason], "text.domains.0", "cannot be withheld in part"),
        (&[("text.colour", "⟦red⟧"), reason], "text.colour", "no text of this name"),
        (&[title], "reason", "Choose a reason"),
        (&[title, ("reason", "because")], "reason", "Choose a reason"),
        (&[title, ("reason", "other")], "reason_text", "needs words"),
        (&[title, reason, ("reason_text", "Words")], "reason_text", "no other reason has any"),
        (&[title, reason, ("replace_with", "⟦x⟧")], "replace_with", "no ⟦ or ⟧"),
        (&[title, reason, ("replace_with", &long)], "replace_with", "At most 200 characters"),
        (&[title, reason, ("visible_to", "group:nobody")], "visible_to", "group:nobody"),
        (&[("facts.operators", "month"), reason], "facts.operators", "cannot be marked"),
        (&[("facts.vendors", "withheld"), reason], "facts.vendors", "cannot be marked"),
        (&[("suggestions", "title:3"), reason], "suggestions", "no text of this name"),
        (&[("suggestions", "title:3:99"), reason], "suggestions", "The text ends at 22"),
        (&[("suggestions", "title:9:3"), reason], "suggestions", "begins before it ends"),
        (&[("marks.0.reason", "because")], "marks.0.reason", "Choose a reason"),
        (
            &[("marks.0.reason", "other"), ("marks.0.visible_to", "kept"), ("marks.0.level", "month")],
            "marks.0.reason_text",
            "needs words",
        ),
        (
            &[("marks.1.reason", "personal_data"), ("marks.1.visible_to", "group:nobody")],
            "marks.1.visible_to",
            "group:nobody",
        ),
    ];
    for (sent, field, said) in cases {
        let refused = send(&reporter, &report, sent).expect(422).text();
        assert!(refused.contains(&format!("href=\"#{field}\"")), "{field} in {refused}");
        assert!(refused.contains(said), "{said} for {sent:?} in {refused}");
        let typed = sent.iter().filter(|(name, _)| ["text.title", "replace_with"].contains(name));
        for (_, value) in typed {
            assert!(refused.contains(value), "{value} comes back in {refused}");
        }
    }
    assert_eq!(original(&reporter, &report), before);
    // Not theirs, not there.
    let sent = [("csrf", serving.code_of_forms(&serving.client(GOVERNMENT))), ("revision", "1".into())];
    let sent: Vec<_> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(serving.client(GOVERNMENT).form(&address(&report), &[], &sent).status, 404);
}

#[test]
fn what_rules_find_is_accepted_by_a_tick_and_found_again_in_other_reports() {
    let serving = Serving::new();
    let reporter = serving.client(REPORTER);
    let narrative = "Write to amina@safe.example. Oumou Traoré of Kidal saw it.";
    let report = serving.draft(REPORTER, &json!({ "title": "A witness", "narrative": narrative }));
    let path = |report: &str| format!("/api/v1/reports/{report}/marks");
    let known = reporter.get(&path(&report)).expect(200).json();
    assert_eq!(known["marks"], json!([]));
    let email = json!({ "field": "narrative", "start": 9, "end": 27, "rule": "email", "found": "amina@safe.example" });
    assert_eq!(known["suggestions"], json!([email]));

    // What is still open is told to those who propose and to those who decide.
    let preview = format!("/reports/{report}/release");
    let shown = reporter.fill(&preview, &preview, &[("audience", "public")]).expect(200).text();
    assert!(
        shown.contains("<mark>amina@safe.example</mark>") && shown.contains("without any guarantee"),
        "{shown}"
    );

    let wrapped = narrative.replace("Oumou Traoré", "⟦Oumou Traoré⟧");
    let sent = [
        ("text.narrative", wrapped.as_str()),
        ("suggestions", "narrative:9:27"),
        ("reason", "source_identity"),
    ];
    let page = reporter.page(&address(&report)).expect(200);
    assert!(page.text().contains("value=\"narrative:9:27\""), "{}", page.text());
    led(&reporter.fill_on(&page, &address(&report), &sent));
    let known = reporter.get(&path(&report)).expect(200).json();
    assert_eq!(known["marks"].as_array().unwrap().len(), 2);
    assert_eq!(known["suggestions"], json!([]), "what is marked is not suggested");

    let release = serving.propose(&report, REPORTER, &["public"]);
    let shown =
        serving.client(REVIEWER).page(&format!("/reports/{report}/releases/{release}")).expect(200).text();
    for said in ["Account: identity of a source (2 places)", "The rules find nothing that is not marked."] {
        assert!(shown.contains(said), "{said} in {shown}");
    }

    // The same name in another report, written in another way; and no other organisation is told of it.
    let again = json!({ "title": "Another", "narrative": "The nurse OUMOU\nTRAORÉ was arrested." });
    let other = serving.draft(REPORTER, &again);
    let known = reporter.get(&path(&other)).expect(200).json();
    assert_eq!(known["suggestions"][0]["rule"], "marked-before");
    assert_eq!(known["suggestions"][0]["found"], "OUMOU\nTRAORÉ");
    let theirs = serving.draft(GOVERNMENT, &again);
    let known = serving.client(GOVERNMENT).get(&path(&theirs)).expect(200).json();
    assert_eq!(known["suggestions"][0]["rule"], "name-after-title", "by a rule, not by what others marked");
    assert_eq!(known["suggestions"].as_array().map(Vec::len), Some(1));
    // What is kept is hashes: two of them, that no word can be read from.
    let kept = |conn: &mut entente::db::Conn| {
        use diesel::prelude::*;
        use entente::db::schema::marked_before;
        Ok(marked_before::table.select(marked_before::hash).load::<String>(conn)?)
    };
    let kept = serving.place.database.read(kept).unwrap();
    assert_eq!(kept.len(), 2);
    assert!(kept.iter().all(|hash| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())));
}

#[test]
fn the_names_that_facts_give_are_looked_for_in_every_text() {
    let serving = Serving::new();
    let draft = json!({
        "title": "A cut in Leh", "narrative": "We spoke with Tashi twice. Deniz Aksoy'un order came later, said Norbu.",
        "facts": {
            "decision_maker": "Deniz Aksoy",
            "sources": [
                { "kind": "witness", "title": "Tashi Norbu, shopkeeper", "confidential": true },
                { "kind": "news_media", "title": "Morning Herald" },
            ],
        },
    });
    let report = serving.draft(REPORTER, &draft);
    let known = serving.client(REPORTER).get(&format!("/api/v1/reports/{report}/marks")).expect(200).json();
    let found: Vec<_> = known["suggestions"].as_array().unwrap().iter().collect();
    let named: Vec<_> = found.iter().map(|one| one["found"].as_str().unwrap()).collect();
    assert_eq!(named, ["Tashi", "Deniz Aksoy'un", "Norbu"], "{found:?}");
    assert!(found.iter().all(|one| one["rule"] == "name-in-facts" && one["field"] == "narrative"));
}

#[test]
fn every_rule_has_its_words() {
    let words = std::fs::read_to_string("frontend/locales/en/marking.ftl").unwrap();
    for rule in suggest::RULES {
        assert!(words.contains(&format!("\nrule-{rule} = ")), "{rule}");
    }
}

#[test]
fn who_reviews_is_led_to_the_next() {
    let serving = Serving::new();
    let (first, second) = (draft(&serving), draft(&serving));
    let one = serving.propose(&first, REPORTER, &["public"]);
    let reviewer = serving.client(REVIEWER);
    let page = format!("/reports/{first}/releases/{one}");
    assert!(!reviewer.page(&page).expect(200).text().contains("Next review"));
    let other = serving.propose(&second, REPORTER, &["public"]);
    let shown = reviewer.page(&page).expect(200).text();
    assert!(
        shown.contains(&format!("<a href=\"/reports/{second}/releases/{other}\">Next review</a>")),
        "{shown}"
    );
}
