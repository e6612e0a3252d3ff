//! What an action is about, and where it is: the ways from one to the other, that a link to what is erased is gone, and that one to a
//! joint statement is there for those alone who may know of that.

use chrono::TimeDelta;
use entente::access::Role::Delegate;
use entente::{accounts, people};
use serde_json::{Value, json};

use crate::joint_statements::{self, INES, asked, founded, moved};
use crate::serving::{
    ACADEMIC, ADMIN, CONVENOR, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, REVIEWER, Serving,
};
use crate::sheets::text_of;
use crate::unconfirmed::ground;

fn approve(serving: &Serving, action: &str) {
    let path = format!("/api/v1/actions/{action}/approval");
    serving.client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
}

/// Begins an action of Estmark for all members.
fn begun(serving: &Serving, title: &str, country: &str, links: &Value) -> String {
    let sent = json!({
        "kind": "letter", "title": title, "brief": "We write.", "audience": ["coalition"], "countries": [country],
        "links": links,
    });
    let made = serving.client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
    let action = made["reference"].as_str().unwrap().to_owned();
    approve(serving, &action);
    action
}

#[test]
fn a_link_to_what_is_erased_goes_with_it_and_its_action_goes_on() {
    let serving = Serving::new();
    let (report, incident) = ground(&serving);
    let links = json!([
        { "kind": "report", "reference": report }, { "kind": "incident", "reference": incident },
    ]);
    let action = begun(&serving, "About the cut", "EE", &links);
    let (at, api) = (format!("/actions/{action}"), format!("/api/v1/actions/{action}"));
    let of_both = |text: &str| [&report, &incident].map(|one| text.contains(one.as_str()));
    let shown = |who: &str| {
        let client = serving.client(who);
        [
            client.page(&at).expect(200).text(),
            client.get(&api).expect(200).text(),
            client.get(&format!("{api}/versions/1")).expect(200).text(),
            text_of(&client.get(&format!("{at}.docx")).expect(200)),
        ]
        .map(|text| of_both(&text))
    };
    for who in [GOVERNMENT, ACADEMIC] {
        assert_eq!(shown(who), [[true; 2]; 4], "{who}");
    }
    let path = format!("/api/v1/reports/{report}");
    let sent = json!({ "reason": "A family asked" });
    serving.client(ADMIN).json("DELETE", &path, &[], &sent).expect(200);
    serving.settle();
    for who in [GOVERNMENT, ACADEMIC] {
        assert_eq!(shown(who), [[false; 2]; 4], "{who}");
    }
    // Its form has no word of them, and is saved as it stands; so is what a program sends.
    let client = serving.client(GOVERNMENT);
    let update = format!("{at}/update");
    let form = client.page(&update).expect(200);
    assert_eq!(of_both(&form.text()), [false; 2], "{}", form.text());
    let fields = [
        ("kind", "letter"),
        ("title", "By the form"),
        ("brief", "We write again."),
        ("language", "en"),
        ("links", ""),
        ("audience", "coalition"),
    ];
    assert_eq!(client.fill_on(&form, &update, &fields).status, 303);
    approve(&serving, &action);
    let says = || {
        let read = serving.client(ACADEMIC).get(&api).expect(200).json();
        (read["title"].clone(), read["links"].clone())
    };
    assert_eq!(says(), (json!("By the form"), json!([])));
    let mut sent = json!({
        "kind": "letter", "title": "By a program", "brief": "We write.", "audience": ["coalition"], "links": links,
    });
    let versions = format!("{api}/versions");
    assert_eq!(client.post(&versions, &sent).status, 422, "what is gone is linked to by nobody");
    sent["links"] = json!([]);
    client.post(&versions, &sent).expect(201);
    approve(&serving, &action);
    assert_eq!(says(), (json!("By a program"), json!([])));
    assert_eq!(serving.state().0["contribution_link"], 0, "nothing is kept of where it led");
}

#[test]
fn an_incident_has_the_way_to_begin_an_action_about_it_for_those_who_begin_some() {
    let serving = Serving::new();
    let (_, incident) = ground(&serving);
    let page = |who: &str| serving.client(who).page(&format!("/incidents/{incident}")).expect(200).text();
    let way = format!("/actions/new?about={incident}");
    let button = format!("href=\"{way}\">Begin an action</a>");
    assert!(page(GOVERNMENT).contains(&button), "{}", page(GOVERNMENT));
    assert!(!page(ACADEMIC).contains(&way));
    let form = serving.client(GOVERNMENT).page(&way).expect(200).text();
    let field = form.split("name=\"links\"").nth(1).expect("a field of links").split('>').next().unwrap();
    assert!(field.contains(&format!("value=\"{incident}\"")), "{field}");
}

#[test]
fn a_country_of_an_action_leads_to_all_that_is_done_there() {
    let serving = Serving::new();
    let nothing = json!([]);
    let now = begun(&serving, "A letter of now", "EE", &nothing);
    let then = begun(&serving, "A letter of then", "EE", &nothing);
    begun(&serving, "A letter elsewhere", "KE", &nothing);
    let declined = json!({ "to": "declined", "reason": "It comes too late." });
    serving.client(GOVERNMENT).post(&format!("/api/v1/actions/{then}/moves"), &declined).expect(200);
    serving.settle();
    let client = serving.client(ACADEMIC);
    for action in [&now, &then] {
        let page = client.page(&format!("/actions/{action}")).expect(200).text();
        assert!(page.contains("<a href=\"/actions?country=EE&#38;stage=all\">Estonia</a>"), "{page}");
    }
    let list = client.page("/actions?country=EE&stage=all").expect(200).text();
    let titles = ["A letter of now", "A letter of then", "A letter elsewhere"];
    assert_eq!(titles.map(|title| list.contains(title)), [true, true, false], "{list}");
}

/// A link to a joint statement, as it is sent and shown.
fn to(statement: &str) -> Value {
    json!([{ "kind": "statement", "reference": statement }])
}

/// What somebody is shown that an action links to.
fn links(serving: &Serving, who: &str, action: &str) -> Value {
    serving.new_client(who).get(&format!("/api/v1/actions/{action}")).expect(200).json()["links"].clone()
}

/// How many statements are sent to the database while something is done.
fn cost(serving: &Serving, work: impl Fn()) -> u64 {
    let before = serving.place.database.statements_for_requests();
    work();
    serving.place.database.statements_for_requests() - before
}

/// Classes of leaks: that there is a statement, by a link to it, by what it is called, and by what an answer costs.
#[test]
fn a_link_to_a_statement_is_there_for_those_alone_who_may_know_of_it() {
    let serving = founded();
    let statement = asked(&serving, &["sector:government"]);
    let action = begun(&serving, "About the statement", "EE", &to(&statement));
    let plain = begun(&serving, "About nothing", "EE", &json!([]));
    let (at, api) = (format!("/actions/{action}"), format!("/api/v1/actions/{action}"));
    let shown = |who: &str| {
        let client = serving.new_client(who);
        let page = client.page(&at).expect(200).text();
        [
            page.contains(&format!("href=\"/statements/{statement}\"")),
            page.contains("On the shutdown in Zale"),
            client.get(&api).expect(200).text().contains(&statement),
            client.get(&format!("{api}/versions/1")).expect(200).text().contains(&statement),
            text_of(&client.get(&format!("{at}.docx")).expect(200)).contains(&statement),
        ]
    };
    for who in [GOVERNMENT, INES, CONVENOR] {
        assert_eq!(shown(who), [true; 5], "{who}");
    }
    // They read the brief of the statement, and not its text.
    for who in [ACADEMIC, DEFENDER] {
        assert_eq!(shown(who), [false; 5], "{who}");
    }
    let client = serving.client(ACADEMIC);
    let read = |action: &str| {
        let path = format!("/api/v1/actions/{action}");
        cost(&serving, || drop(client.get(&path).expect(200)))
    };
    read(&plain);
    assert_eq!(read(&action), read(&plain), "a hidden link costs what none does");
    // Whoever links to it is told as little.
    let client = serving.client(REVIEWER);
    let refused = |reference: &str| {
        let sent = json!({
            "kind": "letter", "title": "T", "brief": "B", "audience": ["org:open-lines"], "links": to(reference),
        });
        let answer = client.post("/api/v1/actions", &sent).expect(422).json();
        answer["errors"].to_string().replace(reference, "V")
    };
    assert_eq!(refused(&statement), refused("V-AAAAAA"));
    let tried = |reference: &str| cost(&serving, || drop(refused(reference)));
    assert_eq!(tried(&statement), tried("V-AAAAAA"));
    // Nor does what links to incidents and reports alone lead there.
    let mut alert = crate::canary_alerts::alert(&serving, "About it", &["coalition"]);
    alert["links"] = to(&statement);
    serving.client(GOVERNMENT).post("/api/v1/alerts", &alert).expect(422);
}

#[test]
fn a_statement_names_the_actions_about_it_that_its_reader_reads() {
    let serving = founded();
    let statement = asked(&serving, &["sector:government"]);
    begun(&serving, "For all members", "EE", &to(&statement));
    let sent = json!({
        "kind": "letter", "title": "For ourselves", "brief": "B", "audience": ["org:estmark"], "links": to(&statement),
    });
    serving.client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201);
    let named = |who: &str| {
        let page = serving.new_client(who).page(&format!("/statements/{statement}")).expect(200).text();
        ["For all members", "For ourselves"].map(|title| page.contains(title))
    };
    assert_eq!([GOVERNMENT, INES].map(named), [[true, true], [true, false]]);
    assert_eq!(serving.client(ACADEMIC).page(&format!("/statements/{statement}")).status, 404);
}

#[test]
fn a_link_to_a_concept_is_hidden_once_it_is_a_concept_no_more() {
    let serving = founded();
    let (statement, _) = joint_statements::begun(&serving, GOVERNMENT, GOVERNMENT_REVIEWER);
    // The form takes it by its reference alone.
    let client = serving.client(GOVERNMENT);
    let fields = [
        ("kind", "letter"),
        ("title", "About the concept"),
        ("brief", "We write."),
        ("language", "en"),
        ("links", statement.as_str()),
        ("audience", "coalition"),
    ];
    let done = client.fill("/actions/new", "/actions", &fields).expect(303);
    let action = done.header("location").unwrap().split(['/', '?']).nth(2).unwrap().to_owned();
    approve(&serving, &action);
    for who in [GOVERNMENT, INES, ACADEMIC] {
        assert_eq!(links(&serving, who, &action), to(&statement), "{who}");
    }
    moved(&serving, GOVERNMENT, &statement, &json!({ "to": "drafting" })).expect(200);
    assert_eq!(links(&serving, GOVERNMENT, &action), to(&statement));
    for who in [INES, ACADEMIC] {
        assert_eq!(links(&serving, who, &action), json!([]), "{who}");
    }
}

#[test]
fn a_link_stays_where_an_editor_does_not_see_it_and_goes_with_its_statement() {
    let serving = founded();
    let vera = "vera@open-lines.example.org";
    serving.write(|tx| {
        let home = people::organisation_for_operator(tx.conn, "open-lines")?;
        accounts::enrol(tx, &home, "Vera Lang", vera, "", &[Delegate])
    });
    let statement = asked(&serving, &["sector:government", "org:open-lines"]);
    let sent = json!({
        "kind": "letter", "title": "About it", "brief": "We write.", "audience": ["coalition"], "links": to(&statement),
    });
    let made = serving.client(vera).post("/api/v1/actions", &sent).expect(201).json();
    let action = made["reference"].as_str().unwrap().to_owned();
    let agree = || {
        let path = format!("/api/v1/actions/{action}/approval");
        serving.client(REVIEWER).post(&path, &json!({})).expect(200);
    };
    agree();
    assert_eq!(links(&serving, vera, &action), to(&statement));
    serving.place.clock.advance(TimeDelta::seconds(5));
    let fewer = json!({ "audience": ["sector:government"], "reason": "It is for states." });
    let path = format!("/api/v1/statements/{statement}/room");
    serving.new_client(GOVERNMENT).json("PUT", &path, &[], &fewer).expect(200);
    let shown = || [vera, GOVERNMENT].map(|who| links(&serving, who, &action));
    assert_eq!(shown(), [json!([]), to(&statement)]);
    let (client, update) = (serving.client(vera), format!("/actions/{action}/update"));
    let form = client.page(&update).expect(200);
    assert!(!form.text().contains(&statement), "{}", form.text());
    let fields = [
        ("kind", "letter"),
        ("title", "About it"),
        ("brief", "We write again."),
        ("language", "en"),
        ("links", ""),
        ("audience", "coalition"),
    ];
    assert_eq!(client.fill_on(&form, &update, &fields).status, 303);
    agree();
    assert_eq!(shown(), [json!([]), to(&statement)], "nobody takes away what they are not shown");
    // Whoever sees it takes it away, and nothing is left of it once its statement is withdrawn.
    let other = begun(&serving, "Of ours", "EE", &to(&statement));
    let mut sent = json!({
        "kind": "letter", "title": "Of ours", "brief": "We write.", "audience": ["coalition"], "links": [],
    });
    let versions = format!("/api/v1/actions/{other}/versions");
    serving.client(GOVERNMENT).post(&versions, &sent).expect(201);
    approve(&serving, &other);
    assert_eq!(links(&serving, GOVERNMENT, &other), json!([]));
    sent["links"] = to(&statement);
    serving.client(GOVERNMENT).post(&versions, &sent).expect(201);
    approve(&serving, &other);
    assert_eq!(links(&serving, GOVERNMENT, &other), to(&statement));
    let of = joint_statements::seen(&serving, GOVERNMENT, &statement)["action"].clone();
    let given_up = json!({ "to": "withdrawn", "reason": "It is over." });
    moved(&serving, GOVERNMENT, &statement, &given_up).expect(200);
    assert_eq!(links(&serving, GOVERNMENT, &other), to(&statement), "it can still be read");
    let path = format!("/api/v1/actions/{}", of.as_str().unwrap());
    serving.client(GOVERNMENT).json("DELETE", &path, &[], &json!({ "reason": "A mistake" })).expect(200);
    for action in [&action, &other] {
        assert_eq!(links(&serving, GOVERNMENT, action), json!([]));
    }
    assert_eq!(serving.state().0["contribution_link"], 0, "nothing is kept of where it led");
}
