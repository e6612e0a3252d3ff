//! What a database of an earlier version holds is there in this one: texts that were moved onto other tables are found,
//! read and approved as before, and the way back ends where it began.

use std::collections::BTreeMap;

use entente::db::Conn;
use serde_json::{Value, json};

use crate::database::{connect, content, down, pending, up};
use crate::fates::World;
use crate::serving::{COMPANY, GOVERNMENT, REPORTER, REVIEWER, Serving};
use crate::support::tables;

/// The tables of an earlier version that are no more.
const BEFORE: [&str; 3] = ["corroboration", "inquiry", "translation"];

fn back(conn: &mut Conn) {
    while !BEFORE.iter().all(|table| tables(conn).iter().any(|known| known == table)) {
        down(conn);
    }
}

fn forth(conn: &mut Conn) {
    while pending(conn) > 0 {
        up(conn);
    }
}

/// What each text answers to those who have to do with it, and what a page of each shows.
fn answers(world: &World) -> BTreeMap<(String, &'static str), (u16, Value)> {
    let mut answers = BTreeMap::new();
    for text in &world.texts {
        for who in [text.reader, text.author, text.decides] {
            let client = world.serving.client(who);
            let answer = client.get(&text.path);
            answers.insert((text.path.clone(), who), (answer.status, answer.json()));
            let page = text.path.trim_start_matches("/api/v1").to_owned();
            answers.insert((page.clone(), who), (client.get(&page).status, Value::Null));
        }
    }
    answers
}

#[test]
fn texts_that_were_moved_are_what_they_were() {
    let world = World::new();
    let before = answers(&world);
    let mut conn = connect(&world.serving.place);
    let now = content(&mut conn);
    back(&mut conn);
    let earlier = content(&mut conn);
    let column = |table: &str, name: &str| earlier[&(table.to_owned(), name.to_owned())].clone();
    assert_eq!(column("corroboration", "note"), ["", "", "", "", "A storm.", "A storm."], "in every state");
    assert_eq!(
        column("corroboration", "withdrawn_reason").iter().filter(|why| *why == "Mixed up").count(),
        2
    );
    assert_eq!(column("inquiry", "words"), ["", "", "", "", "Since dawn.", "Since when?"]);
    assert_eq!(column("inquiry", "answers").iter().filter(|id| *id != "NULL").count(), 3);
    assert_eq!(column("corroboration_evidence", "report_id").len(), 3);
    let words = column("translation", "words");
    assert_eq!(words.iter().filter(|words| words.is_empty()).count(), 2, "in review, and withdrawn");
    assert!(words.iter().any(|words| words.contains("Cut off since dawn x")), "released: {words:?}");
    assert_eq!(column("translation", "language"), ["de", "es", "fr"]);
    forth(&mut conn);
    let after = content(&mut conn);
    let ours = |table: &str| table.starts_with("contribution") || table.ends_with("_details");
    // What a later version adds goes on the way back.
    for (place, values) in now.iter().filter(|(place, _)| ours(&place.0) || earlier.contains_key(*place)) {
        assert_eq!(after[place], *values, "{place:?}");
    }
    back(&mut conn);
    assert_eq!(content(&mut conn), earlier);
    forth(&mut conn);
    assert_eq!(answers(&world), before);
    // What waited can be approved, and says what it said.
    for text in world.texts.iter().filter(|text| text.state == "in review" && text.kind != "report") {
        let approval = format!("{}/approval", text.path);
        world.serving.client(text.decides).post(&approval, &json!({})).expect(200);
        let sealed = &before[&(text.path.clone(), text.author)].1;
        for field in
            ["note", "words"].iter().filter(|field| text.kind != "delegation" && sealed[**field].is_string())
        {
            let read = world.serving.client(text.reader).get(&text.path).expect(200).json();
            assert_eq!(read[*field], sealed[*field], "{}", text.kind);
        }
    }
}

/// The audiences of an earlier version stood beside each readable thing, and in one text of each proposal.
#[test]
fn audiences_that_were_moved_are_what_they_were() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "Cut off" }));
    let path = format!("/api/v1/reports/{report}");
    let propose = |audience: &[&str], except: &[&str]| {
        let sent = json!({ "audience": audience, "except": except });
        let made = serving.client(REPORTER).post(&format!("{path}/releases"), &sent).expect(201).json();
        made["id"].as_str().unwrap().to_owned()
    };
    let released = propose(&["coalition"], &["estmark", "meridian"]);
    serving.approve(&report, &released, REVIEWER);
    let waits = propose(&["sector:media", "sector:company", "org:lumora"], &["estmark"]);
    let wide = propose(&["sector:media", "public"], &[]);
    let answers = || {
        let releases = [&released, &waits, &wide].map(|release| {
            serving.client(REPORTER).get(&format!("{path}/releases/{release}")).expect(200).json()
        });
        serving.client(GOVERNMENT).get(&path).expect(404);
        (releases, serving.client(COMPANY).get(&path).expect(200).json())
    };
    let before = answers();
    assert_eq!(before.0[1]["audience"].as_array().map(Vec::len), Some(3), "{}", before.0[1]);
    let mut conn = connect(&serving.place);
    let now = content(&mut conn);
    let has = |conn: &mut Conn, table: &str| tables(conn).iter().any(|known| known == table);
    while !has(&mut conn, "readable_token") {
        down(&mut conn);
    }
    let earlier = content(&mut conn);
    let column = |name: &str| &earlier[&("release".to_owned(), name.to_owned())];
    let words: Vec<usize> = column("tokens").iter().map(|text| text.split(' ').count()).collect();
    assert_eq!(words.iter().sum::<usize>(), 6, "{:?}", column("tokens"));
    let except = column("except_organisations");
    assert_eq!(except.iter().map(|text| text.split_whitespace().count()).sum::<usize>(), 3, "{except:?}");
    forth(&mut conn);
    let after = content(&mut conn);
    for name in ["token", "audience_id"] {
        let place = ("audience_token".to_owned(), name.to_owned());
        assert_eq!(after[&place].len(), now[&place].len(), "{name}");
    }
    let tokens = ("audience_token".to_owned(), "token".to_owned());
    assert_eq!(after[&tokens], now[&tokens]);
    assert_eq!(answers(), before);
    while !has(&mut conn, "readable_token") {
        down(&mut conn);
    }
    let again = content(&mut conn);
    let ours = |table: &str| table.starts_with("readable") || table == "release";
    for (place, values) in earlier.iter().filter(|((table, _), _)| ours(table)) {
        assert_eq!(again[place], *values, "{place:?}");
    }
    forth(&mut conn);
    serving.approve(&report, &waits, REVIEWER);
    assert_eq!(answers().0[1]["audience"], before.0[1]["audience"]);
}
