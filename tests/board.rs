//! The board: each organisation keeps its cards in an order of its own, and nobody else learns of it.

use serde_json::{Value, json};

use crate::serving::{ACADEMIC, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, Serving};

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
