//! The board: each organisation keeps its cards in an order of its own, and nobody else learns of it. Lists are narrowed by what their
//! viewer is told.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::serving::{
    ACADEMIC, COMPANY, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REVIEWER, Serving,
};
use crate::unconfirmed::suspend;

/// Actions of Estmark with these titles, released to the coalition.
fn begun<const N: usize>(serving: &Serving, titles: [&str; N], audience: &str) -> [String; N] {
    titles.map(|title| {
        let sent = json!({ "kind": "letter", "title": title, "brief": "Why.", "audience": [audience] });
        let made = serving.new_client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
        let reference = made["reference"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/actions/{reference}/approval");
        serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
        reference
    })
}

fn column(serving: &Serving, who: &str) -> Vec<String> {
    let listed = serving.new_client(who).get("/api/v1/board/proposed").expect(200).json();
    let items = listed["items"].as_array().unwrap();
    items.iter().map(|one| one["reference"].as_str().unwrap().to_owned()).collect()
}

fn put(serving: &Serving, who: &str, order: &Value) -> u16 {
    let sent = json!({ "order": order });
    serving.new_client(who).json("PUT", "/api/v1/board/proposed", &[], &sent).status
}

#[test]
fn an_organisation_puts_its_cards_in_order_for_itself_alone() {
    let serving = Serving::new();
    let [first, second, third] = begun(&serving, ["First", "Second", "Third"], "coalition");
    serving.settle();
    let before = column(&serving, GOVERNMENT);
    let wanted = [third.clone(), first.clone(), second.clone()];
    assert_eq!(put(&serving, DEFENDER, &json!(wanted)), 204);
    assert_eq!(column(&serving, DEFENDER), wanted);
    assert_eq!(column(&serving, GOVERNMENT), before, "nobody else is told");
    assert_eq!(column(&serving, ACADEMIC), before);
    // What is new stands first until it has a place.
    let [new] = begun(&serving, ["New"], "coalition");
    serving.settle();
    assert_eq!(column(&serving, DEFENDER), [new.clone(), third.clone(), first.clone(), second.clone()]);
    // A place is lost with the stage.
    let path = format!("/api/v1/actions/{third}/moves");
    let client = serving.new_client(GOVERNMENT);
    client.post(&path, &json!({ "to": "considered" })).expect(200);
    serving.settle();
    assert_eq!(column(&serving, DEFENDER), [new, first, second]);
    let sent = json!({ "order": [] });
    assert_eq!(serving.public().json("PUT", "/api/v1/board/proposed", &[], &sent).status, 401);
    assert_eq!(serving.new_client(DEFENDER).json("PUT", "/api/v1/board/nowhere", &[], &sent).status, 404);
}

#[test]
fn arrows_do_it_without_scripts() {
    let serving = Serving::new();
    let [first, second] = begun(&serving, ["First", "Second"], "coalition");
    serving.settle();
    let client = serving.client(DEFENDER);
    let shown = column(&serving, DEFENDER);
    let answer = client.fill("/board", "/board/order", &[("down", &shown[0])]).expect(303);
    assert!(answer.header("location").unwrap().ends_with(&format!("#{}", shown[0])));
    let turned: Vec<String> = shown.iter().rev().cloned().collect();
    assert_eq!(column(&serving, DEFENDER), turned);
    let page = serving.client(ACADEMIC).page("/board").expect(200).text();
    assert!(page.contains(&first) && page.contains(&second) && !page.contains("/board/order"), "{page}");
}

#[test]
fn what_one_does_not_read_is_put_in_order_like_what_does_not_exist() {
    let serving = Serving::new();
    let [hidden] = begun(&serving, ["Hidden"], "sector:government");
    let [shown] = begun(&serving, ["Shown"], "coalition");
    serving.settle();
    for order in [json!([hidden, shown]), json!(["A-AAAAAA", shown]), json!(["", "x", shown])] {
        assert_eq!(put(&serving, DEFENDER, &order), 204);
        assert_eq!(column(&serving, DEFENDER), std::slice::from_ref(&shown));
    }
    let rows = serving.place.database.read(|conn| {
        use diesel::prelude::*;
        let rows: i64 = entente::db::schema::action_place::table.count().get_result(conn)?;
        Ok(rows)
    });
    assert_eq!(rows.unwrap(), 1, "nothing is kept of what is not read");
    let path = format!("/api/v1/actions/{shown}");
    let withdrawn = json!({ "reason": "A mistake" });
    serving.new_client(GOVERNMENT).json("DELETE", &path, &[], &withdrawn).expect(200);
    let rows = serving.place.database.read(|conn| {
        use diesel::prelude::*;
        let rows: i64 = entente::db::schema::action_place::table.count().get_result(conn)?;
        Ok(rows)
    });
    assert_eq!(rows.unwrap(), 0, "what is withdrawn has no place");
}

#[test]
fn an_order_takes_the_same_statements_however_long_it_is_and_the_same_order_writes_nothing() {
    let serving = Serving::new();
    let all = begun(&serving, ["First", "Second", "Third", "Fourth"], "coalition");
    serving.settle();
    let client = serving.client(DEFENDER);
    let put = |order: &[String]| {
        let before = serving.place.database.statements_for_requests();
        let sent = json!({ "order": order });
        client.json("PUT", "/api/v1/board/proposed", &[], &sent).expect(204);
        serving.place.database.statements_for_requests() - before
    };
    let logged = || {
        let logged = serving.place.database.read(|conn| {
            use diesel::prelude::*;
            use entente::db::schema::audit;
            Ok(audit::table
                .filter(audit::act.eq("organisation.board_ordered"))
                .count()
                .get_result::<i64>(conn)?)
        });
        logged.unwrap()
    };
    put(&all[..1]);
    let few = put(&all[..2]);
    let turned: Vec<String> = all.iter().rev().cloned().collect();
    assert_eq!(put(&turned), few);
    assert_eq!((logged(), column(&serving, DEFENDER)), (3, turned.clone()));
    assert!(put(&turned) < few);
    assert_eq!(put(&["A-AAAAAA".to_owned()]), put(&["A-BBBBBB".to_owned()]));
    assert_eq!(logged(), 3, "nothing has changed");
}

/// An action of Estmark that says this besides, released to these.
fn released(serving: &Serving, title: &str, audience: &[&str], more: &Value) -> String {
    let mut sent = json!({ "kind": "letter", "title": title, "brief": "Why.", "audience": audience });
    sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let made = serving.new_client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/actions/{reference}/approval");
    serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
    reference
}

/// What somebody is listed, by a query.
fn items(serving: &Serving, who: &str, query: &str) -> Vec<Value> {
    serving.settle();
    let client = if who.is_empty() { serving.public() } else { serving.new_client(who) };
    let list = client.get(&format!("/api/v1/actions?{query}")).expect(200).json();
    assert_eq!(list["total"], list["items"].as_array().unwrap().len(), "{who:?} {query}");
    list["items"].as_array().unwrap().clone()
}

/// The references of these, in one order.
fn references<'a>(items: impl IntoIterator<Item = &'a Value>) -> Vec<String> {
    let mut all: Vec<_> =
        items.into_iter().map(|one| one["reference"].as_str().unwrap().to_owned()).collect();
    all.sort();
    all
}

fn found(serving: &Serving, who: &str, query: &str) -> Vec<String> {
    references(&items(serving, who, query))
}

fn sorted<const N: usize>(all: [&String; N]) -> Vec<String> {
    let mut all: Vec<String> = all.into_iter().cloned().collect();
    all.sort();
    all
}

#[test]
fn a_list_is_narrowed_by_the_name_of_the_target_however_it_is_typed() {
    let serving = Serving::new();
    let to = |title: &str, audience: &str, kind: &str, name: &str| {
        released(&serving, title, &[audience], &json!({ "target": { "kind": kind, "name": name } }))
    };
    let ministry = to("To the ministry", "coalition", "government", "Ministry of  the Interior");
    let company = to("To the company", "coalition", "company", "Interior, Ltd.");
    let hidden = to("To it again", "sector:government", "government", "MINISTRY of the interior");
    released(&serving, "To nobody", &["coalition"], &json!({}));
    let name = "target_name=%20ministry%20OF%20the%20%20interior";
    assert_eq!(found(&serving, DEFENDER, name), sorted([&ministry]));
    assert_eq!(found(&serving, GOVERNMENT, name), sorted([&ministry, &hidden]));
    assert_eq!(found(&serving, DEFENDER, "target_name=interior%2C%20ltd."), sorted([&company]));
    let both = |kind: &str| found(&serving, DEFENDER, &format!("target={kind}&target_name=Interior,%20Ltd."));
    assert_eq!((both("company"), both("government")), (sorted([&company]), vec![]));
    assert!(found(&serving, DEFENDER, "target_name=Interior").is_empty(), "a name is whole");
    assert!(found(&serving, "", name).is_empty());
    let long = format!("/api/v1/actions?target_name={}", "x".repeat(201));
    let refused = serving.client(DEFENDER).get(&long).expect(422).json();
    assert!(refused["errors"]["target_name"].is_array(), "{refused}");
    // The page keeps what was typed, in its field and in the addresses that it leads to.
    let query = "limit=1&target_name=Ministry%20of%20the%20Interior";
    let page = serving.client(GOVERNMENT).page(&format!("/actions?{query}")).expect(200).text();
    for kept in [
        "name=\"target_name\" value=\"Ministry of the Interior\"",
        "href=\"/actions.csv?target_name=Ministry%20of%20the%20Interior\"",
    ] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
    let next = page.split("rel=\"next\"").next().unwrap().rsplit("href=\"").next().unwrap();
    assert!(next.contains("target_name=Ministry%20of%20the%20Interior"), "{next}");
}

/// Defenders join an action, are offered its lead and take it, before those who read it now.
fn led_by_defenders(serving: &Serving, action: &str) {
    let call = |who: &str, method: &str, path: &str, sent: &Value| {
        let path = format!("/api/v1/actions/{action}/{path}");
        serving.new_client(who).json(method, &path, &[], sent).expect(200);
    };
    call(DEFENDER, "PUT", "participation", &json!({}));
    call(GOVERNMENT, "POST", "lead", &json!({ "organisation": "defenders" }));
    call(DEFENDER, "PUT", "lead", &json!({}));
}

/// By whom somebody may ask is what they are told: who leads what they are listed, and who has a part in it.
fn asks_for_what_is_told(serving: &Serving) {
    for who in ["", GOVERNMENT, DEFENDER, ACADEMIC, COMPANY, OBSERVER, REVIEWER] {
        let all = items(serving, who, "stage=all&limit=200");
        for slug in ["defenders", "estmark", "open-lines", "nowhere"] {
            let told = all.iter().filter(|one| one["lead"]["slug"] == slug);
            let asked = found(serving, who, &format!("stage=all&limit=200&lead={slug}"));
            assert_eq!(asked, references(told), "{who:?} {slug}");
            let has_part = |one: &&Value| {
                let joined = one["joined"].as_array().into_iter().flatten();
                let named =
                    joined.map(|part| &part["organisation"]).chain([&one["organisation"], &one["lead"]]);
                named.into_iter().any(|of| of["slug"] == slug)
            };
            let asked = found(serving, who, &format!("stage=all&limit=200&organisation={slug}"));
            assert_eq!(asked, references(all.iter().filter(has_part)), "{who:?} {slug}");
        }
    }
}

/// Classes of leaks: who leads an action or takes part in it, by a filter, by what a form offers, and by how long an answer takes.
#[test]
fn a_list_is_narrowed_by_who_leads_as_far_as_one_is_told_that() {
    let serving = Serving::new();
    let some = ["sector:government", "org:defenders"];
    let narrow = released(&serving, "Narrow", &some, &json!({}));
    led_by_defenders(&serving, &narrow);
    // Others read it now, and are not shown what was done before.
    let sent = json!({ "kind": "letter", "title": "Narrow", "brief": "Why.", "audience": ["coalition"] });
    let path = format!("/api/v1/actions/{narrow}");
    serving.new_client(GOVERNMENT).post(&format!("{path}/versions"), &sent).expect(201);
    serving.new_client(GOVERNMENT_REVIEWER).post(&format!("{path}/approval"), &json!({})).expect(200);
    let client = serving.client(ACADEMIC);
    let statements = |filter: &str, slug: &str| {
        let path = format!("/api/v1/actions?{filter}={slug}");
        let before = serving.place.database.statements_for_requests();
        assert_eq!(client.get(&path).expect(200).json()["total"], 0, "{filter} {slug}");
        serving.place.database.statements_for_requests() - before
    };
    serving.settle();
    for filter in ["lead", "organisation"] {
        statements(filter, "nowhere");
        assert_eq!(statements(filter, "defenders"), statements(filter, "nowhere"), "{filter}");
    }
    let offered = |who: &str| {
        serving.settle();
        let page = serving.new_client(who).page("/actions").expect(200).text();
        let names = |filter: &str| {
            let field = page.split(&format!("id=\"filter-{filter}\"")).nth(1).expect("a filter");
            field.split("</select>").next().unwrap().contains("value=\"defenders\"")
        };
        assert_eq!(names("lead"), names("organisation"), "{page}");
        names("lead")
    };
    assert_eq!([ACADEMIC, GOVERNMENT, DEFENDER].map(offered), [false, true, true]);
    let taken = released(&serving, "Taken", &["coalition"], &json!({}));
    led_by_defenders(&serving, &taken);
    let plain = released(&serving, "Plain", &["coalition"], &json!({}));
    let public = released(&serving, "Public", &["public"], &json!({}));
    led_by_defenders(&serving, &public);
    let others = released(&serving, "For others alone", &["org:defenders"], &json!({}));
    assert!(offered(ACADEMIC));
    assert_eq!(found(&serving, ACADEMIC, "lead=defenders"), sorted([&taken, &public]));
    assert_eq!(found(&serving, GOVERNMENT, "lead=defenders"), sorted([&narrow, &taken, &public]));
    assert_eq!(found(&serving, GOVERNMENT, "lead=estmark"), sorted([&plain]));
    assert_eq!(found(&serving, GOVERNMENT, "lead=estmark&mine=yes"), sorted([&plain, &others]));
    assert_eq!(found(&serving, DEFENDER, "lead=estmark,defenders&mine=yes").len(), 3, "its part in three");
    assert_eq!(found(&serving, ACADEMIC, "lead=all"), sorted([&narrow, &taken, &plain, &public]));
    assert!(found(&serving, "", "lead=defenders").is_empty(), "nobody is told who does not belong to it");
    asks_for_what_is_told(&serving);
    // Whoever joins takes part, and whoever left does so no more.
    let path = format!("/api/v1/actions/{plain}/participation");
    serving.new_client(DEFENDER).json("PUT", &path, &[], &json!({})).expect(200);
    assert_eq!(found(&serving, ACADEMIC, "lead=defenders"), sorted([&taken, &public]));
    assert_eq!(found(&serving, ACADEMIC, "organisation=defenders"), sorted([&taken, &plain, &public]));
    asks_for_what_is_told(&serving);
    serving.new_client(DEFENDER).json("DELETE", &path, &[], &json!({})).expect(200);
    assert_eq!(found(&serving, ACADEMIC, "organisation=defenders"), sorted([&taken, &public]));
    asks_for_what_is_told(&serving);
    suspend(&serving, "defenders");
    asks_for_what_is_told(&serving);
    let page = serving.client(GOVERNMENT).page("/actions?lead=defenders").expect(200).text();
    assert!(page.contains("href=\"/actions.csv?lead=defenders\""), "{page}");
}

#[test]
fn nothing_that_is_delivered_is_overdue_whatever_stage_is_asked_for() {
    let serving = Serving::new();
    let due = serving.place.database.ambient().now().plus(TimeDelta::days(1)).rfc3339();
    let action = released(&serving, "Late", &["coalition"], &json!({ "due_at": due }));
    serving.place.clock.advance(TimeDelta::days(3));
    let late = |stage: &str| found(&serving, ACADEMIC, &format!("due=overdue{stage}"));
    for stage in ["", "&stage=all", "&stage=proposed", "&stage=proposed,delivered"] {
        assert_eq!(late(stage), sorted([&action]), "{stage}");
    }
    assert!(late("&stage=delivered").is_empty());
    for to in ["preparing", "agreed", "delivered"] {
        let path = format!("/api/v1/actions/{action}/moves");
        serving.new_client(GOVERNMENT).post(&path, &json!({ "to": to })).expect(200);
    }
    for stage in ["", "&stage=all", "&stage=delivered", "&stage=proposed,delivered"] {
        assert!(late(stage).is_empty(), "{stage}");
    }
    assert_eq!(found(&serving, ACADEMIC, "stage=delivered"), sorted([&action]));
}
