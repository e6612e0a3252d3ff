//! The lists of joint actions, of alerts, of requests to states, of joint statements, of templates and of mandates as tables: exactly what the
//! viewer is listed, all of it, and nothing in it acts.

use entente::access::Role::Delegate;
use entente::{accounts, people};
use serde_json::{Value, json};

use crate::cap;
use crate::http::Client;
use crate::joint_statements::{self, INES};
use crate::serving::{
    ACADEMIC, ADMIN, COMPANY, CONVENOR, GOVERNMENT, GOVERNMENT_REVIEWER, REPORTER, REVIEWER, Serving,
};
use crate::unconfirmed::suspend;

/// A CSV as rows of cells.
fn table(client: &Client, address: &str) -> Vec<Vec<String>> {
    let answer = client.get(address).expect(200);
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(answer.body.as_slice());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn begun(serving: &Serving, (delegate, reviewer): (&Client, &Client), sent: &Value) -> String {
    let made = delegate.post("/api/v1/actions", sent).expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    reviewer.post(&format!("/api/v1/actions/{reference}/approval"), &json!({})).expect(200);
    serving.place.clock.advance(chrono::TimeDelta::seconds(1));
    reference
}

fn action(title: &str, audience: &[&str]) -> Value {
    json!({ "kind": "letter", "title": title, "brief": "We write.", "audience": audience })
}

/// The references of a list of the API.
fn listed(client: &Client, address: &str) -> Vec<String> {
    let list = client.get(address).expect(200).json();
    assert_eq!(list["next"], Value::Null);
    let items = list["items"].as_array().unwrap().iter();
    items.map(|one| one["reference"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_table_of_actions_is_the_list_and_nothing_in_it_acts() {
    let serving = Serving::new();
    let (delegate, reviewer) = (serving.client(GOVERNMENT), serving.client(GOVERNMENT_REVIEWER));
    let by = (&delegate, &reviewer);
    let mut whole = action("=HYPERLINK(\"http://x.example\")", &["public"]);
    whole["target"] = json!({ "kind": "company", "name": "+Vexatron, \"AG\"" });
    whole["countries"] = json!(["EE", "KE"]);
    whole["due_at"] = json!("2027-03-28T03:30");
    whole["due_zone"] = json!("Europe/Berlin");
    whole["forum"] = json!("@Council");
    let first = begun(&serving, by, &whole);
    begun(&serving, by, &action("For members", &["coalition"]));
    begun(&serving, by, &action("For governments", &["sector:government"]));
    serving.settle();
    suspend(&serving, "lumora");
    for who in ["", GOVERNMENT, ACADEMIC, COMPANY] {
        let client = if who.is_empty() { serving.public() } else { serving.new_client(who) };
        for query in [
            "",
            "stage=all",
            "country=EE",
            "q=members",
            "due=overdue",
            "due=overdue&stage=delivered",
            "mine=yes",
            "lead=estmark",
            "organisation=estmark",
            "target_name=%2BVEXATRON,%20%22ag%22",
            "limit=1&sort=newest",
        ] {
            let rows = table(&client, &format!("/actions.csv?{query}"));
            let found: Vec<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
            let same = query.replace("limit=1&", "");
            assert_eq!(found, listed(&client, &format!("/api/v1/actions?{same}")), "{who:?} {query}");
        }
        client.get("/actions.csv?country=ZZ").expect(422);
        client.get("/actions.csv?colour=red").expect(422);
    }
    let rows = table(&serving.public(), "/actions.csv");
    assert_eq!(rows.len(), 2);
    let cell = |name: &str| &rows[1][rows[0].iter().position(|column| column == name).unwrap()];
    for (name, value) in [
        ("reference", first.as_str()),
        ("title", "'=HYPERLINK(\"http://x.example\")"),
        ("kind", "letter"),
        ("stage", "proposed"),
        ("due_at", "2027-03-28T01:30:00Z"),
        ("due_zone", "Europe/Berlin"),
        ("countries", "EE; KE"),
        ("target", "'+Vexatron, \"AG\""),
        ("target_kind", "company"),
        ("forum", "'@Council"),
        ("organisation", "Estmark"),
        ("lead", "Estmark"),
        ("needed", "Estmark has to say whether it will be considered."),
        ("tlp", "TLP:CLEAR"),
    ] {
        assert_eq!(cell(name), value, "{name}");
    }
    let page = serving.client(ACADEMIC).page("/actions?q=members").expect(200).text();
    assert!(page.contains("href=\"/actions.csv?q=members\""), "{page}");
}

#[test]
fn a_table_goes_on_where_its_part_ends() {
    let serving = Serving::new();
    let by = (&serving.client(GOVERNMENT), &serving.client(GOVERNMENT_REVIEWER));
    let made: Vec<String> = (0..101)
        .map(|number| begun(&serving, by, &action(&format!("Number {number}"), &["public"])))
        .collect();
    serving.settle();
    let rows = table(&serving.public(), "/actions.csv?sort=newest");
    let found: Vec<&String> = rows[1..].iter().map(|row| &row[0]).collect();
    assert_eq!(found, made.iter().rev().collect::<Vec<_>>());
}

#[test]
fn a_table_of_alerts_is_the_list() {
    let serving = Serving::new();
    cap::posted(&serving, &json!({ "headline": "-1 for everybody" }));
    serving.settle();
    for who in ["", GOVERNMENT, COMPANY] {
        let client = if who.is_empty() { serving.public() } else { serving.new_client(who) };
        for query in ["", "phase=all", "phase=expired", "country=EE", "severity=Extreme"] {
            let rows = table(&client, &format!("/alerts.csv?{query}"));
            let found: Vec<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
            assert_eq!(found, listed(&client, &format!("/api/v1/alerts?{query}")), "{who:?} {query}");
        }
        client.get("/alerts.csv?phase=never").expect(422);
    }
    let rows = table(&serving.public(), "/alerts.csv");
    assert_eq!((rows.len(), rows[1][1].as_str()), (2, "'-1 for everybody"), "{rows:?}");
    assert!(serving.public().page("/alerts").expect(200).text().contains("href=\"/alerts.csv?\""));
}

#[test]
fn a_table_of_requests_is_the_list_of_each_of_the_two() {
    let serving = Serving::new();
    let mut sent = action("=HYPERLINK(\"http://x.example\")", &["org:open-lines", "sector:government"]);
    sent["kind"] = json!("diplomatic_support");
    let vera = "vera@open-lines.example.org";
    serving.write(|tx| {
        let home = people::organisation_for_operator(tx.conn, "open-lines")?;
        accounts::enrol(tx, &home, "Vera Lang", vera, "", &[Delegate])
    });
    let made = begun(&serving, (&serving.client(vera), &serving.client(REVIEWER)), &sent);
    let asked = json!({ "organisation": "estmark", "text": "Zilokestrel", "beneficiaries": "Somebody" });
    serving.client(REVIEWER).post(&format!("/api/v1/actions/{made}/tickets"), &asked).expect(201);
    for who in [REVIEWER, GOVERNMENT, ACADEMIC, COMPANY] {
        let client = serving.client(who);
        for query in ["", "limit=1"] {
            let rows = table(&client, &format!("/tickets.csv?{query}"));
            let found: Vec<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
            assert_eq!(found, listed(&client, "/api/v1/tickets"), "{who} {query}");
            assert!(!format!("{rows:?}").contains("Zilokestrel"), "what is said is in no list");
        }
        client.get("/tickets.csv?colour=red").expect(422);
    }
    serving.public().get("/tickets.csv").expect(401);
    let cells = |who: &str, names: &[&str]| {
        let rows = table(&serving.client(who), "/tickets.csv");
        assert_eq!(rows.len(), 2);
        let cell = |name: &&str| rows[1][rows[0].iter().position(|column| column == name).unwrap()].clone();
        names.iter().map(cell).collect::<Vec<_>>()
    };
    let both = ["action", "title", "requester", "asked", "state", "tlp"];
    for who in [REVIEWER, GOVERNMENT] {
        let title = "'=HYPERLINK(\"http://x.example\")";
        let expected = [made.as_str(), title, "Open Lines", "Estmark", "requested", "TLP:AMBER+STRICT"];
        assert_eq!(cells(who, &both), expected);
    }
    // The state does not learn whether there are names.
    let each = ["waits", "moves", "beneficiaries"];
    assert_eq!(cells(REVIEWER, &each), ["no", "withdrawn", "yes"]);
    assert_eq!(cells(GOVERNMENT, &each), ["yes", "acknowledged; accepted; declined", ""]);
    assert!(serving.client(REVIEWER).page("/tickets").expect(200).text().contains("href=\"/tickets.csv\""));
    assert!(!serving.client(ACADEMIC).page("/tickets").expect(200).text().contains("tickets.csv"));
}

#[test]
fn a_table_of_what_is_due_is_the_calendar_of_each() {
    let serving = Serving::new();
    let mut sent = action("=1+1", &["coalition"]);
    let due = serving.place.database.ambient().now().plus(chrono::TimeDelta::days(3));
    sent["due_at"] = json!(due.rfc3339());
    let made = begun(&serving, (&serving.client(GOVERNMENT), &serving.client(GOVERNMENT_REVIEWER)), &sent);
    let task = json!({ "title": "Call", "due_at": due.rfc3339() });
    serving.client(GOVERNMENT).post(&format!("/api/v1/actions/{made}/tasks"), &task).expect(201);
    for (who, kinds) in [(GOVERNMENT, 2), (REVIEWER, 2), (COMPANY, 2)] {
        let client = serving.client(who);
        let rows = table(&client, "/calendar.csv");
        let listed = client.get("/api/v1/calendar").expect(200).json();
        let listed: Vec<&str> = listed["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["reference"].as_str().unwrap())
            .collect();
        assert_eq!(rows[1..].iter().map(|row| row[1].as_str()).collect::<Vec<_>>(), listed, "{who}");
        assert_eq!(listed.len(), kinds);
        assert!(rows[1..].iter().any(|row| row[3] == "'=1+1"), "{rows:?}");
        client.get("/calendar.csv?colour=red").expect(422);
    }
    assert_eq!(table(&serving.public(), "/calendar.csv").len(), 1, "names alone");
    let page = serving
        .client(GOVERNMENT)
        .page(&format!("/calendar?month={}", &due.rfc3339()[..7]))
        .expect(200)
        .text();
    assert!(page.contains("href=\"/calendar.csv?from="), "{page}");
}

/// Each of these is listed the same by a table as by the list of the API; gives the table of the first.
fn same_for_each(serving: &Serving, who: &[&str], (address, list): (&str, &str)) -> Vec<Vec<String>> {
    for who in who {
        let client = serving.new_client(who);
        for query in ["", "limit=1"] {
            let rows = table(&client, &format!("{address}?{query}"));
            let found: Vec<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
            assert_eq!(found, listed(&client, list), "{who} {query}");
        }
        client.get(&format!("{address}?colour=red")).expect(422);
    }
    serving.public().get(address).expect(401);
    table(&serving.new_client(who[0]), address)
}

/// The cells of these columns in the row of this reference.
fn cells<'a>(rows: &'a [Vec<String>], reference: &str, names: &[&str]) -> Vec<&'a str> {
    let row = rows.iter().find(|row| row[0] == reference).expect("a row");
    let place = |name: &&str| rows[0].iter().position(|column| column == name).expect("a column");
    names.iter().map(|name| row[place(name)].as_str()).collect()
}

#[test]
fn a_table_of_statements_is_the_list_of_each() {
    let serving = joint_statements::founded();
    let sent = json!({ "title": "=1+1", "reason": "Why.", "audience": ["coalition"] });
    let made = serving.client(GOVERNMENT).post("/api/v1/statements", &sent).expect(201).json();
    let path = format!("/api/v1/actions/{}/approval", made["action"].as_str().unwrap());
    serving.client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
    let concept = made["reference"].as_str().unwrap();
    let asked = joint_statements::asked(&serving, &["sector:government"]);
    let addresses = ("/statements.csv", "/api/v1/statements");
    let rows = same_for_each(&serving, &[GOVERNMENT, INES, ACADEMIC, COMPANY], addresses);
    assert_eq!(rows.len(), 3);
    let names = ["title", "state", "mode", "waits", "tlp"];
    let expected = ["'=1+1", "concept", "coalition_consensus", "yes", "TLP:AMBER+STRICT"];
    assert_eq!(cells(&rows, concept, &names), expected);
    assert_eq!(cells(&rows, &asked, &["state"]), ["consultation"]);
    let others = table(&serving.client(ACADEMIC), "/statements.csv");
    assert_eq!((others.len(), others[1][0].as_str()), (2, concept), "{others:?}");
    let page = serving.client(ACADEMIC).page("/statements").expect(200).text();
    assert!(page.contains("href=\"/statements.csv\""), "{page}");
}

#[test]
fn a_table_of_templates_is_the_list_of_each() {
    let serving = Serving::new();
    let sent = json!({
        "name": "=1+1", "kind": "demarche", "title": "@All", "brief": "Zilokestrel", "audience": ["coalition"],
        "due_in": "P14D", "tasks": [{ "title": "-1", "owner": "lead" }, { "title": "Read it" }],
    });
    let made = serving.client(REVIEWER).post("/api/v1/templates", &sent).expect(201).json();
    serving.client(CONVENOR).post("/api/v1/templates/ready", &json!({})).expect(200);
    let addresses = ("/templates.csv", "/api/v1/templates");
    let rows = same_for_each(&serving, &[REVIEWER, GOVERNMENT, ACADEMIC, CONVENOR], addresses);
    assert_eq!(rows.len(), 6, "four for all members, and one of their own");
    let own = made["reference"].as_str().unwrap();
    let names = ["name", "title", "tasks", "due_in", "common", "organisation", "in_use", "tlp"];
    let expected = ["'=1+1", "'@All", "'-1; Read it", "P14D", "no", "Open Lines", "yes", "TLP:AMBER+STRICT"];
    assert_eq!(cells(&rows, own, &names), expected);
    let common = rows[1..].iter().filter(|row| row[0] != own);
    let labels: Vec<&String> = common.map(|row| row.last().unwrap()).collect();
    assert_eq!(labels, ["TLP:GREEN"; 4]);
    assert!(!format!("{rows:?}").contains("Zilokestrel"), "what a brief says is in no list");
    assert_eq!(table(&serving.client(GOVERNMENT), "/templates.csv").len(), 5);
    let page = serving.client(REVIEWER).page("/templates").expect(200).text();
    assert!(page.contains("href=\"/templates.csv\""), "{page}");
}

#[test]
fn a_table_of_mandates_names_people_to_their_own_organisation_alone() {
    let serving = Serving::new();
    let vera = "vera@open-lines.example.org";
    serving.write(|tx| {
        let home = people::organisation_for_operator(tx.conn, "open-lines")?;
        accounts::enrol(tx, &home, "=Vera", vera, "", &[Delegate])
    });
    let list = "/api/v1/organisations/open-lines/mandates";
    let sent = json!({ "person": vera, "scope": "forum", "forum": "@Council" });
    let made = serving.client(ADMIN).post(list, &sent).expect(201).json();
    let mandate = made["reference"].as_str().unwrap();
    let address = "/organisations/open-lines/mandates.csv";
    let rows = same_for_each(&serving, &[ADMIN, REPORTER, CONVENOR], (address, list));
    let names = ["name", "person", "scope", "forum", "state", "counts", "tlp"];
    let expected = ["'=Vera", vera, "forum", "'@Council", "in_force", "yes", "TLP:AMBER+STRICT"];
    assert_eq!(cells(&rows, mandate, &names), expected);
    let rows = table(&serving.client(CONVENOR), address);
    let expected = ["", "", "forum", "'@Council", "in_force", "", "TLP:AMBER+STRICT"];
    assert_eq!(cells(&rows, mandate, &names), expected);
    serving.client(GOVERNMENT).get(address).expect(403);
    let page = serving.client(REPORTER).page("/organisations/open-lines/mandates").expect(200).text();
    assert!(page.contains(&format!("href=\"{address}\"")), "{page}");
}
