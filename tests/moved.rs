//! What a database of an earlier version holds is there in this one: texts that were moved onto other tables are found,
//! read and approved as before, and the way back ends where it began.

use std::collections::BTreeMap;

use entente::db::Conn;
use serde_json::{Value, json};

use crate::database::{connect, content, down, pending, up};
use crate::fates::World;
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
