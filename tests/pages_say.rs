//! What pages say to whoever they are for: plainly, once, and no more than they may know.

use serde_json::json;

use crate::http::{Answer, Client};
use crate::journey_pages::{propose, write};
use crate::serving::{
    ADMIN, APPLICANT, CONVENOR, DEFENDER, GOVERNMENT, REPORTER, REVIEWER, SECRETARIAT, SUSPENDED, Serving,
};

#[track_caller]
fn says(answer: &Answer, all: &[&str]) {
    let text = answer.text();
    for said in all {
        assert!(text.contains(said), "{said} is not in {text}");
    }
}

#[track_caller]
fn says_nothing_of(answer: &Answer, none: &[&str]) {
    let text = answer.text();
    for said in none {
        assert!(!text.contains(said), "{said} is in {text}");
    }
}

/// Class of faults: a filter that is not understood and silently shows another list than was asked for.
#[test]
fn a_list_that_cannot_be_asked_for_is_not_another_list() {
    let serving = Serving::new();
    let facts = json!({ "countries": ["KE"], "types": ["shutdown"] });
    serving.released(&json!({ "title": "Kisumu dark", "facts": facts }), &["public"]);
    let public = serving.public();
    for (query, field, said) in [
        ("type=foo", "type", "There is nothing called “foo” to narrow the list by."),
        ("country=ZZ&q=kisumu", "country", "“ZZ”"),
        ("status=ongoing,over", "status", "“over”"),
        ("year=1", "year", "“1”"),
        ("sort=best", "sort", "There is no such parameter, or no such value of it"),
        (&format!("q={}", "x".repeat(501)), "q", "At most 500 characters, please."),
    ] {
        let problem = public.get(&format!("/api/v1/incidents?{query}")).expect(422).problem(query);
        assert!(problem["errors"][field][0].as_str().unwrap().contains(said), "{problem}");
        let page = public.page(&format!("/incidents?{query}")).expect(422);
        says(&page, &["role=\"search\"", said, "This list cannot be shown as it was asked for"]);
        says_nothing_of(&page, &["Kisumu dark", "No incident matches", "One incident"]);
    }
    let long = "y".repeat(501);
    let page = public.page(&format!("/incidents?q={long}&type=shutdown")).expect(422);
    says(
        &page,
        &[&format!("value=\"{long}\""), "aria-invalid=\"true\"", "href=\"/incidents?type=shutdown\""],
    );
    // A name that is no filter comes from elsewhere: programs are told of it, pages pass over it.
    let problem = public.get("/api/v1/incidents?colour=red").expect(422).problem("colour");
    assert!(
        problem["errors"]["colour"][0].as_str().unwrap().contains("There is no such parameter"),
        "{problem}"
    );
    says(&public.page("/incidents?colour=red").expect(200), &["Kisumu dark"]);
    // In either case of letters a code is a code.
    let found = public.get("/api/v1/incidents?country=ke").expect(200).json();
    assert_eq!(found["total"], 1);
}

/// Who searches for words from the list gets the best match first, unless they chose otherwise.
#[test]
fn the_order_is_sent_only_where_it_is_chosen() {
    let serving = Serving::new();
    let public = serving.public();
    says(&public.page("/incidents"), &["<option value=\"\" selected>Newest first</option>"]);
    let found = public.page("/incidents?q=kisumu&sort=&from=2020-01-01");
    says(
        &found,
        &["<option value=\"\" selected>Best match first</option>", "name=\"from\" value=\"2020-01-01\""],
    );
    says(&public.page("/incidents?q=kisumu&sort=newest"), &["<option value=\"newest\" selected>"]);
}

/// Class of leaks: an audience told to those who may not know of it; and its opposite, a reader who believes to be alone.
#[test]
fn a_reader_is_told_that_others_may_read_too_and_not_who() {
    let serving = Serving::new();
    let body = json!({ "title": "For two sectors" });
    let (report, _) = serving.released(&body, &["org:open-lines", "sector:government", "sector:company"]);
    let read = serving.client(GOVERNMENT).page(&format!("/reports/{report}")).expect(200);
    says(&read, &["Governments. Others may read it too."]);
    says_nothing_of(&read, &["Companies"]);
    let own = serving.client(REPORTER).page(&format!("/reports/{report}")).expect(200);
    says(&own, &["Governments", "Companies"]);
    says_nothing_of(&own, &["Others may read"]);
    // The report states no fact: nothing is headed so.
    says_nothing_of(&read, &["id=\"facts\""]);
    let (all, _) = serving.released(&body, &["public"]);
    says_nothing_of(&serving.public().page(&format!("/reports/{all}")).expect(200), &["Others may read"]);
}

#[test]
fn who_cannot_act_is_told_since_when_and_whom_to_ask() {
    let serving = Serving::new();
    let desk = serving.client(SUSPENDED).page("/desk").expect(200);
    says(
        &desk,
        &["Your organisation is suspended", "Since 1 June 2026.", "The convenors of the secretariat"],
    );
    says_nothing_of(&desk, &["gives you other roles", "Sources were named."]);
    says(
        &serving.client(APPLICANT).page("/desk").expect(200),
        &["Your organisation is not a member yet", "1 June 2026"],
    );
    says_nothing_of(
        &serving.client(REPORTER).page("/desk").expect(200),
        &["is suspended", "not a member yet"],
    );
    let draft = json!({ "title": "From outside" });
    let refused = serving.client(SUSPENDED).post("/api/v1/reports", &draft).expect(403).problem("suspended");
    assert!(refused["detail"].as_str().unwrap().contains("not an active member"), "{refused}");
    let refused = serving.client(ADMIN).post("/api/v1/reports", &draft).expect(403).problem("no role");
    assert!(refused["detail"].as_str().unwrap().contains("a role that you do not hold"), "{refused}");
}

/// The one person of an organisation asked somebody elsewhere to decide, and sees whom.
#[test]
fn who_proposes_sees_whose_reviewer_decides() {
    let serving = Serving::new();
    let defender = serving.client(DEFENDER);
    let report = write(&defender, &[("title", "Alone")]);
    let choose = defender.page(&format!("/reports/{report}/release")).expect(200).text();
    let label = choose.split("<label for=\"approvers\">").nth(1).unwrap().split("</label>").next().unwrap();
    assert_eq!(label.trim(), "Who decides");
    let release = propose(&defender, &report, &[("audience", "coalition"), ("approvers", "open-lines")]);
    let waits = "Waits for a reviewer of Open Lines";
    for path in ["/desk", &format!("/reports/{report}/desk"), &release] {
        says(&defender.page(path).expect(200), &[waits]);
    }
    says(&serving.client(REVIEWER).page("/reviews").expect(200), &[waits]);
    // Among colleagues it goes without saying.
    let own = write(&serving.client(REPORTER), &[("title", "Together")]);
    propose(&serving.client(REPORTER), &own, &[("audience", "coalition")]);
    says_nothing_of(&serving.client(REPORTER).page("/desk").expect(200), &["Waits for a reviewer"]);
}

#[test]
fn a_tombstone_names_its_report_and_leads_its_owner_to_the_desk() {
    let serving = Serving::new();
    let (report, release) = serving.released(&json!({ "title": "Taken back" }), &["sector:government"]);
    let path = format!("/api/v1/reports/{report}/releases/{release}");
    serving.client(REVIEWER).json("DELETE", &path, &[], &json!({ "reason": "An error." })).expect(200);
    let page = format!("/reports/{report}");
    let desk = format!("href=\"/reports/{report}/desk\"");
    let gone = serving.client(GOVERNMENT).page(&page).expect(410);
    says(&gone, &[&report, "An error."]);
    says_nothing_of(&gone, &[&desk]);
    serving.released(&json!({ "title": "Another" }), &["public"]);
    serving.client(REPORTER).page(&page).expect(404);
}

#[test]
fn who_edits_is_told_which_proposals_end() {
    let serving = Serving::new();
    let reporter = serving.client(REPORTER);
    let report = write(&reporter, &[("title", "Waiting")]);
    let edit = format!("/reports/{report}/edit");
    says_nothing_of(&reporter.page(&edit).expect(200), &["ends a proposal"]);
    propose(&reporter, &report, &[("sectors", "sector:government")]);
    says(
        &reporter.page(&edit).expect(200),
        &["Saving a changed text ends a proposal that waits", "<li>Governments</li>"],
    );
    let again = reporter.fill(&edit, &edit, &[("title", "")]).expect(422);
    says(&again, &["Saving a changed text ends a proposal that waits", "Title: Please fill this in."]);
}

#[test]
fn where_a_report_was_filed_before_stands_on_its_desk() {
    let serving = Serving::new();
    let (first, _) = serving.released(&json!({ "title": "First" }), &["org:open-lines"]);
    let (second, _) = serving.released(&json!({ "title": "Second" }), &["org:open-lines"]);
    let incident = |report: &str| {
        let read = serving.client(REPORTER).get(&format!("/api/v1/reports/{report}")).expect(200).json();
        read["incident"].as_str().unwrap().to_owned()
    };
    let (from, into) = (incident(&second), incident(&first));
    let desk = format!("/reports/{second}/desk");
    says_nothing_of(&serving.client(REVIEWER).page(&desk).expect(200), &["Grouped elsewhere before"]);
    let sent = json!({ "incident": into });
    serving
        .client(REPORTER)
        .json("PUT", &format!("/api/v1/reports/{second}/incident"), &[], &sent)
        .expect(200);
    says(
        &serving.client(REVIEWER).page(&desk).expect(200),
        &["Grouped elsewhere before", &format!("In {from} until"), &into],
    );
}

/// The name of the secretariat is the coalition's own matter; every other name was vetted.
#[test]
fn the_secretariat_can_take_another_name_and_nobody_else() {
    let serving = Serving::new();
    let secretariat = serving.client(SECRETARIAT);
    let home = "/organisations/secretariat";
    let renamed =
        secretariat.fill(home, home, &[("name", "Coalition House"), ("about", ""), ("website", "")]);
    assert_eq!(renamed.expect(303).header("location"), Some("/organisations/secretariat?done=saved"));
    says(&serving.client(REPORTER).page(home).expect(200), &["Coalition House"]);
    let log = secretariat.get("/api/v1/audit").expect(200).json();
    let lines = log["items"].as_array().unwrap();
    let line = lines.iter().find(|line| line["act"] == "organisation.renamed").unwrap();
    assert_eq!(line["detail"], json!({ "was": "Secretariat", "name": "Coalition House" }));
    says(&secretariat.page("/log").expect(200), &["renamed Coalition House", "Before: Secretariat"]);
    says(&secretariat.fill(home, home, &[("name", "\u{202E} ")]).expect(422), &["Please fill this in."]);
    let other = "/organisations/open-lines";
    says_nothing_of(&serving.client(ADMIN).page(other).expect(200), &["name=\"name\""]);
    serving.client(ADMIN).fill(other, other, &[("name", "Closed Lines")]).expect(403);
    says(&serving.client(REPORTER).page(other).expect(200), &["Open Lines"]);
    serving.client(CONVENOR).fill_on(&secretariat.page(home), home, &[("name", "Ours")]).expect(403);
}

/// A page that is loaded again must not make another link in place of the one that was handed over.
#[test]
fn an_invitation_sent_twice_is_one_and_its_link_is_kept_nowhere() {
    let serving = Serving::new();
    let admin = serving.client(ADMIN);
    let (home, action) = ("/organisations/open-lines", "/organisations/open-lines/invitations");
    let page = admin.page(home).expect(200);
    let fields = [("email", "zoe@open-lines.example.org"), ("roles", "observer")];
    let made = admin.fill_on(&page, action, &fields).expect(201).text();
    let link = made.split("/invitations/").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let again = admin.fill_on(&page, action, &fields).expect(201);
    says(&again, &["The link has been shown already", "zoe@open-lines.example.org"]);
    says_nothing_of(&again, &["/invitations/", &link]);
    serving.public().page(&format!("/invitations/{link}")).expect(200);
    let replaced = admin.fill(home, action, &fields).expect(201).text();
    assert!(replaced.contains("/invitations/") && !replaced.contains(&link));
    serving.public().page(&format!("/invitations/{link}")).expect(404);
}

/// An address that somebody made up tells nobody that something is done.
#[test]
fn what_is_done_is_told_to_who_did_it() {
    let serving = Serving::new();
    let told = |client: &Client, key: &str| {
        client.page(&format!("/incidents?done={key}")).text().contains("notice-success")
    };
    assert!(told(&serving.client(REPORTER), "saved") && !told(&serving.client(REPORTER), "nonsense"));
    assert!(told(&serving.public(), "signed-out") && !told(&serving.public(), "release-approved"));
}

#[test]
fn who_mistypes_a_password_is_told_what_happened_and_nothing_else() {
    let serving = Serving::new();
    let public = serving.public();
    let refused =
        public.fill("/sign-in", "/sign-in", &[("email", REPORTER), ("password", "wrong")]).expect(422);
    says(&refused, &["This address and this password do not fit together."]);
    says_nothing_of(&refused, &["nothing you typed is lost"]);
}

/// Class of attacks: a text that a reviewer reads otherwise than it is stored, or that hides from a search.
#[test]
fn what_turns_or_hides_a_text_is_not_kept() {
    let serving = Serving::new();
    let reporter = serving.client(REPORTER);
    let turned = json!({ "title": "\u{202E}kramtsE\u{202C} Kash\u{AD}mir", "narrative": "a\u{2067}b\nc",
        "facts": { "operators": ["Safe\u{2066}com\u{2069}"], "places": ["می\u{200C}خواهم"] } });
    let report = serving.draft(REPORTER, &turned);
    let kept = reporter.get(&format!("/api/v1/reports/{report}/original")).expect(200).json();
    assert_eq!((&kept["title"], &kept["narrative"]), (&"kramtsE Kashmir".into(), &"ab\nc".into()));
    assert_eq!(kept["facts"]["operators"], json!(["Safecom"]));
    assert_eq!(kept["facts"]["places"], json!(["می\u{200C}خواهم"]));
    for nothing in ["\u{200B}\u{200D}", "\u{202E}\u{2069}", "\u{3164}", "\u{2800} "] {
        let refused = reporter.fill("/reports/new", "/reports", &[("title", nothing)]).expect(422);
        says(&refused, &["Title: Please fill this in."]);
    }
}

/// Each wrong entry is named once, and the summary leads to its field.
#[test]
fn a_wrong_region_is_named_once() {
    let serving = Serving::new();
    let fields = [("title", "Regions"), ("facts.regions", "KE-30\nNowhere\nXX-1\nnowhere")];
    let refused = serving.client(REPORTER).fill("/reports/new", "/reports", &fields).expect(422);
    let text = refused.text();
    let summary = text.split("error-summary").nth(1).unwrap().split("</div>").next().unwrap();
    assert_eq!(summary.matches("<li>").count(), 3, "{summary}");
    assert!(
        summary.contains("href=\"#facts.regions\">Regions: “Nowhere” is not an ISO 3166-2 code"),
        "{summary}"
    );
    assert!(text.contains("id=\"facts.regions-wrong\""));
}
