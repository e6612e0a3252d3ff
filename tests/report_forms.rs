//! Forms of reports with everything wrong that can be: nothing is lost, nothing is half-done, nothing is done twice.

use crate::http::Answer;
use crate::journey_pages::{led, propose, write};
use crate::serving::{GOVERNMENT, REPORTER, REVIEWER, Serving};

const PAGE: &[(&str, &str)] = &[("Accept", "text/html")];

/// Whether a page that came back says these things.
#[track_caller]
fn says(answer: &Answer, all: &[&str]) {
    let text = answer.text();
    for said in all {
        assert!(text.contains(said), "{said} is not in {text}");
    }
}

#[test]
fn a_form_that_is_wrong_comes_back_as_it_was_typed() {
    let serving = Serving::new();
    let reporter = serving.client(REPORTER);
    let long = "x".repeat(301);
    let sent = [
        ("title", long.as_str()),
        ("narrative", "Kept as it was <typed> & all."),
        ("language", "english!"),
        ("incident", "I-000000"),
        ("facts.types", "earthquake"),
        ("facts.countries", "KE"),
        ("facts.countries", "ZZ"),
        ("facts.started.date", "yesterday"),
        ("facts.people_affected", "many"),
        ("facts.asns", "nothing"),
        ("facts.sources.1.url", "javascript:alert(1)"),
        ("facts.harms.0.minimum", "7"),
        ("facts.harms.0.maximum", "3"),
        ("facts.colour", "red"),
        ("colour", "red"),
        ("facts.sources.999.url", "https://example.org"),
    ];
    let refused = reporter.fill("/reports/new", "/reports", &sent).expect(422);
    says(
        &refused,
        &[
            "At most 300 characters",
            "Kept as it was &#60;typed&#62; &#38; all.",
            "A language tag such as",
            "There is no fact of this name.",
            "There is no such field.",
            "yesterday",
            "javascript:alert(1)",
            "This is less than the minimum.",
            "Nothing was saved yet",
            "id=\"facts.started.date-wrong\"",
            "id=\"facts.sources.1.url-wrong\"",
            "href=\"#facts.countries\"",
        ],
    );
    assert_eq!(serving.count_reports(), 0);
    // The page that came back can be sent again, put right.
    let mended = [
        ("title", "A title"),
        ("narrative", "Kept."),
        ("language", "en"),
        ("facts.countries", "KE"),
        ("facts.types", "unknown"),
        ("facts.started.date", "unknown"),
    ];
    led(&reporter.fill_on(&refused, "/reports", &mended));
    assert_eq!(serving.count_reports(), 1);
}

#[test]
fn every_fact_that_a_form_asks_for_is_kept() {
    let serving = Serving::new();
    let reporter = serving.client(REPORTER);
    let sent = [
        ("title", "Everything"),
        ("facts.types", "shutdown"),
        ("facts.types", "arrest"),
        ("facts.services", "Signal, WhatsApp"),
        ("facts.regions", "KE-30"),
        ("facts.started.date", "2026-05"),
        ("facts.started.estimated", "yes"),
        ("facts.legal_basis.claimed", "no"),
        ("facts.tests.necessity", "not_met"),
        ("facts.harms.0.kind", "privacy"),
        ("facts.harms.0.direct", "yes"),
        ("facts.acknowledged.government", "unknown"),
        ("facts.asns", "AS64496"),
        ("facts.source.system", "notebook"),
        ("facts.sources.0.title", "First"),
        ("facts.sources.1.title", "Second"),
    ];
    let report = write(&reporter, &sent);
    let path = format!("/api/v1/reports/{report}/original");
    let facts = reporter.get(&path).expect(200).json()["facts"].clone();
    assert_eq!(
        facts,
        serde_json::json!({
            "types": ["shutdown", "arrest"], "services": ["Signal", "WhatsApp"], "regions": ["KE-30"],
            "started": { "date": "2026-05", "precision": "month", "estimated": true },
            "legal_basis": { "claimed": "no" }, "tests": { "necessity": "not_met" },
            "harms": [{ "kind": "privacy", "direct": true }],
            "acknowledged": { "government": "unknown" }, "asns": [64496],
            "source": { "system": "notebook" },
            "sources": [
                { "title": "First", "confidential": false }, { "title": "Second", "confidential": false },
            ],
        })
    );
    // The form shows them again, and sent without a change it changes nothing.
    let edit = reporter.page(&format!("/reports/{report}/edit")).expect(200).text();
    for said in ["value=\"2026-05\"", "value=\"shutdown\" checked", "value=\"First\"", "Signal\nWhatsApp"] {
        assert!(edit.contains(said), "{said} in {edit}");
    }
}

#[test]
fn a_form_sent_twice_makes_one_report_and_a_form_from_elsewhere_none() {
    let serving = Serving::new();
    let reporter = serving.client(REPORTER);
    let page = reporter.page("/reports/new").expect(200);
    let first = reporter.fill_on(&page, "/reports", &[("title", "Once")]);
    let second = reporter.fill_on(&page, "/reports", &[("title", "Once")]);
    assert_eq!((led(&first), serving.count_reports()), (led(&second), 1));
    // The same page sent with something else is told apart, and what was typed is not lost.
    let other = reporter.fill_on(&page, "/reports", &[("title", "Typed after going back")]).expect(409);
    says(&other, &["Typed after going back"]);
    led(&reporter.fill_on(&other, "/reports", &[("title", "Typed after going back")]));
    assert_eq!(serving.count_reports(), 2);

    let jonas_code = serving.code_of_forms(&serving.client(REVIEWER));
    for csrf in ["", "00", jonas_code.as_str()] {
        let forged = reporter.form("/reports", PAGE, &[("csrf", csrf), ("title", "Forged")]);
        assert_eq!(forged.status, 403, "{csrf}: {}", forged.text());
    }
    let json = reporter.post("/reports", &serde_json::json!({ "title": "Not a form" }));
    assert_eq!(json.status, 400, "{}", json.text());
    let broken = reporter.send(
        "POST",
        "/reports",
        &[("Content-Type", "application/x-www-form-urlencoded")],
        b"title=%FF&csrf=x",
    );
    assert_eq!(broken.status, 400);
    let huge = format!("csrf={}&narrative={}", serving.code_of_forms(&reporter), "x".repeat(40_000_000));
    let kind = [("Content-Type", "application/x-www-form-urlencoded")];
    assert_eq!(reporter.send("POST", "/reports", &kind, huge.as_bytes()).status, 413);
    assert_eq!(serving.count_reports(), 2);
}

#[test]
fn who_saves_second_sees_both_texts_and_loses_none() {
    let serving = Serving::new();
    let reporter = serving.client(REPORTER);
    let report = write(&reporter, &[("title", "First words"), ("facts.countries", "KE")]);
    let edit = format!("/reports/{report}/edit");
    let opened = reporter.page(&edit).expect(200);
    led(&reporter.fill(
        &edit,
        &edit,
        &[("title", "Their words"), ("narrative", "Theirs."), ("facts.countries", "UG")],
    ));
    let sent = [
        ("title", "My words"),
        ("narrative", "Mine."),
        ("facts.countries", "KE"),
        ("facts.places", "Port Selin"),
    ];
    let stale = reporter.fill_on(&opened, &edit, &sent).expect(412);
    says(
        &stale,
        &[
            "Somebody saved another text",
            "value=\"My words\"",
            "Mine.</textarea>",
            "Port Selin",
            "Their words",
            "<del>Their</del>",
            "<ins>My</ins>",
            "name=\"revision\" value=\"2\"",
            "Save mine over theirs",
        ],
    );
    let title = || reporter.get(&format!("/api/v1/reports/{report}/original")).json()["title"].clone();
    assert_eq!(title(), "Their words", "nothing was overwritten");
    // Wrong and late at once: both are told.
    let both = reporter.fill_on(&opened, &edit, &[("title", ""), ("narrative", "Mine.")]).expect(412);
    says(&both, &["Please fill this in.", "Mine.</textarea>", "Their words"]);
    led(&reporter.fill_on(&stale, &edit, &sent));
    assert_eq!(title(), "My words");
    // A form without a revision overwrites nothing either.
    let code = serving.code_of_forms(&reporter);
    let without = reporter.form(&edit, PAGE, &[("csrf", &code), ("title", "No revision")]).expect(412);
    says(&without, &["No revision"]);
    // Sent twice, it is saved once.
    let opened = reporter.page(&edit).expect(200);
    for _ in 0..2 {
        led(&reporter.fill_on(&opened, &edit, &[("title", "Twice")]));
    }
    let original = reporter.get(&format!("/api/v1/reports/{report}/original")).json();
    assert_eq!((&original["title"], &original["revision"]), (&"Twice".into(), &4.into()));
}

#[test]
fn an_audience_that_cannot_be_is_refused_with_what_was_chosen() {
    let serving = Serving::new();
    let reporter = serving.client(REPORTER);
    let report = write(&reporter, &[("title", "A title")]);
    let action = format!("/reports/{report}/release");
    for (fields, said) in [
        (vec![("audience", "public"), ("except", "lumora")], "no organisation can be left out"),
        (vec![("sectors", "sector:army")], "There is no audience “sector:army”"),
        (vec![("groups", "group:nowhere"), ("sectors", "sector:media")], "There is no audience"),
        (vec![("people", "person:kirsi@estmark.example.org")], "There is no audience"),
        (vec![("audience", "coalition"), ("except", "nowhere")], "There is no organisation “nowhere”"),
        (vec![("audience", "public"), ("approvers", "estmark")], "enough people"),
        (vec![("audience", "public"), ("approvers", "nowhere")], "There is no member organisation"),
    ] {
        let refused = reporter.fill(&action, &action, &fields).expect(422);
        says(&refused, &[said]);
        for (_, value) in
            fields.iter().filter(|(_, value)| ["public", "sector:media", "lumora"].contains(value))
        {
            says(&refused, &[&format!("value=\"{value}\" checked")]);
        }
    }
    // Nothing chosen is one's own organisation; there it goes out at once.
    let preview = reporter.fill(&action, &action, &[]).expect(200);
    says(
        &preview,
        &["TLP:AMBER+STRICT", "the people of your own organisation", "Release within the organisation"],
    );
    let release = led(&reporter.fill_on(&preview, &format!("/reports/{report}/releases"), &[]));
    says(&reporter.page(&release), &["It was released"]);
    // The choice can be gone back to.
    let preview =
        reporter.fill(&action, &action, &[("audience", "coalition"), ("except", "lumora")]).expect(200);
    says(&preview, &["but not Lumora"]);
    let again = reporter.fill_on(&preview, &action, &[]).expect(200);
    says(&again, &["value=\"coalition\" checked", "value=\"lumora\" checked"]);
}

#[test]
fn a_confidential_roster_is_neither_counted_nor_told() {
    let serving = Serving::new();
    let reporter = serving.client(REPORTER);
    let report = write(&reporter, &[("title", "A title")]);
    let action = format!("/reports/{report}/release");
    let preview = reporter.fill(&action, &action, &[("groups", "group:circle")]).expect(200);
    says(&preview, &["the members of Group circle, who are not counted"]);
    for member in ["Estmark", "Pressroom", "2 civil", "one government"] {
        assert!(!preview.text().contains(member), "{member}");
    }
    let open = reporter.fill(&action, &action, &[("groups", "group:table")]).expect(200);
    says(&open, &["one company and one civil-society organisation"]);
    // Who does not belong to it is not offered it, and cannot name it.
    let company = serving.client(crate::serving::COMPANY);
    let own = write(&company, &[("title", "Another")]);
    let action = format!("/reports/{own}/release");
    assert!(!company.page(&action).expect(200).text().contains("circle"));
    company.fill(&action, &action, &[("groups", "group:circle")]).expect(422);
}

#[test]
fn an_approver_who_may_not_know_of_a_group_is_not_asked() {
    let serving = Serving::new();
    let defender = serving.client(crate::serving::DEFENDER);
    let convenor = serving.client(crate::serving::CONVENOR);
    let joins = serde_json::json!({ "organisation": "defenders" });
    convenor.post("/api/v1/groups/circle/members", &joins).expect(201);
    let report = write(&defender, &[("title", "A title")]);
    let action = format!("/reports/{report}/release");
    let chosen = |approvers: &'static str| [("groups", "group:circle"), ("approvers", approvers)];
    let refused = defender.fill(&action, &action, &chosen("lumora")).expect(422);
    says(&refused, &["belongs to the group"]);
    let sent = serde_json::json!({ "audience": ["group:circle"], "approvers": "lumora" });
    defender.post(&format!("/api/v1/reports/{report}/releases"), &sent).expect(422);
    propose(&defender, &report, &chosen("estmark"));
    assert!(
        serving.client(crate::serving::GOVERNMENT_REVIEWER).page("/reviews").text().contains("Group circle")
    );
}

#[test]
fn what_was_changed_meanwhile_is_neither_proposed_nor_approved() {
    let serving = Serving::new();
    let (reporter, reviewer) = (serving.client(REPORTER), serving.client(REVIEWER));
    let report = write(&reporter, &[("title", "First words")]);
    let (action, releases) = (format!("/reports/{report}/release"), format!("/reports/{report}/releases"));
    let preview = reporter.fill(&action, &action, &[("audience", "public")]).expect(200);
    let edit = format!("/reports/{report}/edit");
    led(&reporter.fill(&edit, &edit, &[("title", "Second words")]));
    // What was previewed is not what would go out.
    let shown = reporter.fill_on(&preview, &releases, &[]).expect(412);
    says(&shown, &["Second words", "changed while you were looking"]);
    let release = led(&reporter.fill_on(&shown, &releases, &[]));
    let opened = reviewer.page(&release).expect(200);
    led(&reporter.fill(&edit, &edit, &[("title", "Third words")]));
    let refused = reviewer.fill_on(&opened, &format!("{release}/approval"), &[]).expect(409);
    says(&refused, &["This release is taken back", "Nothing was changed"]);
    serving.public().page(&format!("/reports/{report}")).expect(404);
    // The same twice at once, and one's own.
    let second = propose(&reporter, &report, &[("audience", "public")]);
    let preview = reporter.fill(&action, &action, &[("audience", "public")]).expect(200);
    let twice = reporter.fill_on(&preview, &releases, &[]).expect(409);
    says(&twice, &["proposed already"]);
    let code = serving.code_of_forms(&reporter);
    let own = reporter.form(&format!("{second}/approval"), PAGE, &[("csrf", &code)]);
    assert_eq!(own.status, 403, "{}", own.text());
    says(&own, &["never its proposer"]);
    // A double click approves once.
    let opened = reviewer.page(&second).expect(200);
    for _ in 0..2 {
        led(&reviewer.fill_on(&opened, &format!("{second}/approval"), &[]));
    }
    assert_eq!(serving.client(GOVERNMENT).get(&format!("/api/v1/reports/{report}")).json()["version"], 1);
}

const SECOND: &str = "second@open-lines.example.org";

/// Another reviewer of Open Lines.
fn second_reviewer(serving: &Serving) {
    use entente::access::Role::Reviewer;
    serving.write(|tx| {
        let home = entente::people::organisation_for_operator(tx.conn, "open-lines")?;
        entente::accounts::enrol(tx, &home, "Second Reviewer", SECOND, "no password", &[Reviewer])
    });
}

#[test]
fn a_claim_ends_by_itself_after_two_days() {
    let serving = Serving::new();
    second_reviewer(&serving);
    let (reporter, reviewer) = (serving.client(REPORTER), serving.client(REVIEWER));
    let report = write(&reporter, &[("title", "A title")]);
    let release = propose(&reporter, &report, &[("audience", "public")]);
    led(&reviewer.fill(&release, &format!("{release}/claim"), &[]));
    serving.place.clock.advance(chrono::TimeDelta::hours(47));
    let held = serving.new_client(SECOND).page(&release).expect(200).text();
    assert!(held.contains("Claimed by Jonas Weber") && !held.contains("/approval\""), "{held}");
    serving.place.clock.advance(chrono::TimeDelta::hours(1));
    let second = serving.new_client(SECOND);
    assert!(!second.page(&release).expect(200).text().contains("Claimed by"));
    led(&second.fill(&release, &format!("{release}/approval"), &[]));
}

#[test]
fn somebody_elses_claim_keeps_others_from_deciding() {
    use crate::serving::{ADMIN, GOVERNMENT_REVIEWER};
    let serving = Serving::new();
    second_reviewer(&serving);
    let (reporter, reviewer) = (serving.client(REPORTER), serving.client(REVIEWER));
    let second = serving.client(SECOND);
    let report = write(&reporter, &[("title", "A title")]);
    let release = propose(&reporter, &report, &[("audience", "public")]);
    let opened = second.page(&release).expect(200);
    led(&reviewer.fill(&release, &format!("{release}/claim"), &[]));
    let refused = second.fill_on(&opened, &format!("{release}/approval"), &[]).expect(409);
    says(&refused, &["Somebody else has claimed this", "Claimed by Jonas Weber"]);
    let refused =
        second.fill_on(&opened, &format!("{release}/return"), &[("comment", "Kept words")]).expect(409);
    says(&refused, &["Somebody else has claimed this"]);
    says(&second.page("/reviews"), &["Claimed by others"]);
    led(&reviewer.fill(&release, &format!("{release}/unclaim"), &[]));
    led(&second.fill(&release, &format!("{release}/approval"), &[]));
    serving.client(GOVERNMENT_REVIEWER).page(&release).expect(404);
    serving.client(ADMIN).page(&release).expect(404);
}
