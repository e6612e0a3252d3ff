//! What people type or paste is understood at every entrance, or refused with a sentence that says what to do.

use serde_json::json;

use crate::http::Answer;
use crate::serving::{ADMIN, CONVENOR, GOVERNMENT, REPORTER, REVIEWER, Serving};

/// Drafts by the form, and gives what the desk's program reads.
fn draft_by_form(serving: &Serving, fields: &[(&str, &str)]) -> Answer {
    let client = serving.client(REPORTER);
    let sent = client.fill("/reports/new", "/reports", fields).expect(303);
    let to = sent.header("location").unwrap().to_owned();
    let reference = to.split('/').nth(2).unwrap();
    client.get(&format!("/api/v1/reports/{reference}/original")).expect(200)
}

#[test]
fn pasted_breaks_and_invisible_characters_harm_nothing_at_any_entrance() {
    let serving = Serving::new();
    let account = "one\u{B}two\u{C}three\u{85}four\u{2028}five\u{2029}six\u{202E}";
    let fields = [("title", "A\ttitle\u{B}pasted\u{AD}"), ("narrative", account), ("language", "en")];
    let by_form = draft_by_form(&serving, &fields).json();
    let sent = json!({ "title": fields[0].1, "narrative": account });
    let reference = serving.draft(REPORTER, &sent);
    let by_program =
        serving.client(REPORTER).get(&format!("/api/v1/reports/{reference}/original")).expect(200).json();
    for original in [by_form, by_program] {
        assert_eq!(original["title"], "A title pasted", "{original}");
        assert_eq!(original["narrative"], "one\ntwo\nthree\nfour\nfive\nsix", "{original}");
    }
    // Short names and addresses have no letter that nobody sees.
    let organisation =
        json!({ "slug": "new\u{200B}comer\u{FEFF}", "name": "New\u{2060}comer", "kind": "media" });
    serving.client(CONVENOR).post("/api/v1/organisations", &organisation).expect(201);
    let fields = [("slug", "sec\u{200B}ond"), ("name", "Sec\u{AD}ond"), ("kind", "media")];
    serving.client(CONVENOR).fill("/organisations/new", "/organisations", &fields).expect(303);
    for (slug, name) in [("newcomer", "Newcomer"), ("second", "Second")] {
        let shown = serving.client(CONVENOR).get(&format!("/api/v1/organisations/{slug}")).expect(200).json();
        assert_eq!(shown["name"], name);
    }
    // What is searched for is the word that was meant.
    let found = |query: &str| serving.public().page(&format!("/incidents?{query}")).expect(200).text();
    assert!(found("q=ka%C2%ADbel%E2%81%A0").contains("value=\"kabel\""));
}

#[test]
fn what_cannot_be_kept_is_named_with_its_place() {
    let serving = Serving::new();
    let named = "U+0092";
    let narrative = "First\r\nSecond line it\u{92}s here";
    let client = serving.client(REPORTER);
    let sent = [("title", "T"), ("narrative", narrative), ("language", "en")];
    let page = client.fill("/reports/new", "/reports", &sent).expect(422).text();
    let answer = client.post("/api/v1/reports", &json!({ "title": "T", "narrative": narrative })).expect(422);
    let said = answer.problem("a control character")["errors"]["narrative"][0].as_str().unwrap().to_owned();
    for told in [page, said] {
        for part in [named, "line 2", "place 15"] {
            assert!(told.contains(part), "{part} in {told}");
        }
    }
    // At the entrances of people as well.
    let sent = json!({ "slug": "third", "name": "A\u{7}B", "kind": "media" });
    let problem = serving.client(CONVENOR).post("/api/v1/organisations", &sent).expect(422).problem("a name");
    assert!(problem["errors"]["name"][0].as_str().unwrap().contains("U+0007"), "{problem}");
    let link = serving.client(ADMIN).post(
        "/api/v1/organisations/open-lines/invitations",
        &json!({ "email": "nadia@open-lines.example.org", "roles": ["observer"] }),
    );
    let link = link.expect(201).json()["link"].as_str().unwrap().to_owned();
    let sent = json!({ "name": "Na\u{1B}dia", "password": "seven violet umbrellas marching" });
    let token = link.rsplit('/').next().unwrap();
    let problem =
        serving.public().post(&format!("/api/v1/invitations/{token}"), &sent).expect(422).problem("a name");
    assert!(problem["errors"]["name"][0].as_str().unwrap().contains("U+001B"), "{problem}");
}

#[test]
fn dates_are_read_where_they_can_mean_one_day_and_contradictions_are_asked_about() {
    let serving = Serving::new();
    for typed in ["20.05.2026", "2026-5-20", "۲۰۲۶-۰۵-۲۰", "٢٠/٥/٢٠٢٦", "2026/05/20", "20/5/2026"]
    {
        let fields = [("title", "T"), ("language", "en"), ("facts.started.date", typed)];
        let original = draft_by_form(&serving, &fields).json();
        assert_eq!(original["facts"]["started"]["date"], "2026-05-20", "{typed}");
    }
    let client = serving.client(REPORTER);
    for (fields, place, words) in [
        (vec![("facts.started.date", "03/04/2026")], "facts.started.date", "two different days"),
        (vec![("facts.started.date", "yesterday")], "facts.started.date", "2021-03-05"),
        (vec![("facts.started.date", "2099-01-01")], "facts.started.date", "more than a year ahead"),
        (
            vec![("facts.started.date", "2026-05-20"), ("facts.ended.date", "2026-05-19")],
            "facts.ended.date",
            "before the start",
        ),
        (
            vec![("facts.status", "ongoing"), ("facts.ended.date", "2026-05-20")],
            "facts.status",
            "ongoing and have ended",
        ),
    ] {
        let sent = [&[("title", "T"), ("language", "en")], &fields[..]].concat();
        let page = client.fill("/reports/new", "/reports", &sent).expect(422).text();
        assert!(page.contains(words), "{words} in {page}");
        let mut facts = json!({});
        for (name, value) in &fields {
            let name = name.strip_prefix("facts.").unwrap().trim_end_matches(".date");
            facts[name] = json!(value);
        }
        let sent = json!({ "title": "T", "facts": facts });
        let problem = client.post("/api/v1/reports", &sent).expect(422).problem(place);
        assert!(problem["errors"][place][0].as_str().unwrap().contains(words), "{problem}");
    }
    // What a correction brings is asked about alike, and an announced shutdown can be reported.
    let reference = serving.draft(REPORTER, &json!({ "title": "T", "facts": { "started": "2026-12-01" } }));
    let path = format!("/api/v1/reports/{reference}/original");
    let problem = client.put(&path, "1", &json!({ "title": "T", "facts": { "started": "2029-01-01" } }));
    problem.expect(422).problem("a correction");
}

/// Every kind of thing that a page is about, and somebody who may look at it.
#[test]
fn a_reference_is_found_in_any_case_and_with_punctuation_behind_it() {
    let serving = Serving::new();
    let (report, release) = serving.released(&json!({ "title": "Seen by all" }), &["coalition"]);
    let incident =
        serving.client(GOVERNMENT).get(&format!("/api/v1/reports/{report}")).json()["incident"].clone();
    let incident = incident.as_str().unwrap();
    let said = json!({ "stance": "corroborates", "note": "So it is.", "audience": ["coalition"] });
    let said =
        serving.client(GOVERNMENT).post(&format!("/api/v1/incidents/{incident}/corroborations"), &said);
    let said = said.expect(201).json()["reference"].as_str().unwrap().to_owned();
    let file = serving.attached(&report, REPORTER, ("note.txt", b"A note."), "");
    let (own, reviewer, other) =
        (serving.client(REPORTER), serving.client(REVIEWER), serving.client(GOVERNMENT));
    for (client, path) in [
        (&other, format!("/reports/{report}")),
        (&other, format!("/incidents/{incident}")),
        (&other, format!("/corroborations/{said}")),
        (&own, format!("/reports/{report}/desk")),
        (&own, format!("/evidence/{file}/desk")),
        (&reviewer, format!("/reports/{report}/releases/{release}")),
    ] {
        client.page(&path).expect(200);
        let small = path
            .split('/')
            .map(|part| if part.get(1..2) == Some("-") { part.to_lowercase() } else { part.into() });
        let small = small.collect::<Vec<String>>().join("/");
        let led = client.page(&format!("{small}?lang=fr")).expect(303);
        assert_eq!(led.header("location"), Some(format!("{path}?lang=fr").as_str()));
    }
    for behind in [".", ")", ",", "%2C", "%29.", "%E2%80%9D", ";"] {
        let led = other.page(&format!("/reports/{report}{behind}")).expect(303);
        assert_eq!(led.header("location"), Some(format!("/reports/{report}").as_str()), "{behind}");
    }
    // Whether there is something behind the right address is not told on the way there.
    let draft = serving.draft(REPORTER, &json!({ "title": "Hidden" }));
    for (hidden, absent) in
        [(draft.to_lowercase(), "r-000000".to_owned()), (format!("{draft}."), "R-000000.".into())]
    {
        let answers = [hidden, absent].map(|reference| {
            let answer = serving.public().page(&format!("/reports/{reference}")).expect(303);
            let to = answer.header("location").unwrap().to_owned();
            serving.public().page(&to).expect(404);
            (answer.status, answer.body, to.len())
        });
        assert_eq!(answers[0], answers[1]);
    }
    // Programs write a reference as they were given it.
    other.get(&format!("/api/v1/reports/{}", report.to_lowercase())).expect(404);
    // A short name is no reference, however it looks.
    other.page("/organisations/e-stmark").expect(404);
}

#[test]
fn pages_pass_over_what_other_sites_add_to_links_and_programs_are_told() {
    let serving = Serving::new();
    serving.released(&json!({ "title": "Seen by all", "facts": { "countries": ["IN"] } }), &["public"]);
    let foreign = "fbclid=1&utm_source=%FF&utm_medium=%zz&gclid=2&ref=z";
    let shown = serving.public().page(&format!("/incidents?country=IN&{foreign}")).expect(200);
    assert!(shown.text().contains("Seen by all"));
    assert!(!shown.text().contains("fbclid"), "what is not ours is not passed on");
    for kind in ["csv", "json", "geojson", "xlsx"] {
        serving.public().get(&format!("/incidents.{kind}?country=IN&{foreign}")).expect(200);
    }
    let pages = ["/", "/sign-in", "/incidents"];
    for path in pages {
        serving.public().page(&format!("{path}?{foreign}")).expect(200);
    }
    serving.public().page("/incidents?sort=best").expect(422);
    let problem = serving.public().get("/api/v1/incidents?fbclid=1&gclid=2").expect(422).problem("a program");
    assert!(problem["errors"]["fbclid"].is_array(), "{problem}");
}
