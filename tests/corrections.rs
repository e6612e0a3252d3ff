//! What an organisation said is corrected in a further version: its readers find that, and nobody is left with words that
//! nobody says any more.

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::db::schema::{contribution_version, readable, sealed_text};
use serde_json::{Value, json};

use crate::bodies::Field;
use crate::database::{connect, down, pending, up};
use crate::http::Client;
use crate::serving::{
    ACADEMIC, ADMIN, COMPANY, GOVERNMENT, GOVERNMENT_REVIEWER, JOURNALIST, OBSERVER, REPORTER, REVIEWER,
    Serving,
};
use crate::support::tables;

/// The body of a correction.
pub const BODY: &[(&str, Field)] = &[
    ("note", Field::Text),
    ("evidence", Field::Words),
    ("reason", Field::Text),
    ("audience", Field::Words),
    ("except", Field::Words),
    ("approvers", Field::Text),
];

/// A report of Open Lines to the coalition, and what Estmark says of it to these.
fn said(serving: &Serving, audience: &[&str]) -> (String, String) {
    let thing = json!({ "title": "Cut off", "facts": { "countries": ["KE"] } });
    let (report, _) = serving.released(&thing, &["coalition"]);
    let read = serving.client(GOVERNMENT).get(&format!("/api/v1/reports/{report}")).expect(200).json();
    let path = format!("/api/v1/incidents/{}/corroborations", read["incident"].as_str().unwrap());
    let sent = json!({ "stance": "disputes", "note": "A storm.", "audience": audience });
    let said = serving.client(GOVERNMENT).post(&path, &sent).expect(201).json();
    serving.place.clock.advance(TimeDelta::minutes(1));
    (report, format!("/api/v1/corroborations/{}", said["reference"].as_str().unwrap()))
}

#[track_caller]
fn correct(serving: &Serving, path: &str, sent: &Value) -> Value {
    let made = serving.client(GOVERNMENT).post(&format!("{path}/versions"), sent).expect(201).json();
    serving.place.clock.advance(TimeDelta::minutes(1));
    serving.settle();
    made
}

/// What somebody reads at an address: the note and the state, or the reason of a tombstone; nothing where there is none.
fn found(client: &Client, path: &str) -> (u16, String, String) {
    let answer = client.get(path);
    let of = |name: &str| answer.json()[name].as_str().unwrap_or_default().to_owned();
    let text = if answer.status == 410 { of("reason") } else { of("note") };
    (answer.status, text, if answer.status == 404 { String::new() } else { of("state") })
}

fn there(text: &str, state: &str) -> (u16, String, String) {
    (if state == "withdrawn" { 410 } else { 200 }, text.to_owned(), state.to_owned())
}

fn absent() -> (u16, String, String) {
    (404, String::new(), String::new())
}

fn versions(client: &Client, path: &str) -> Vec<(u64, String)> {
    let all = client.get(&format!("{path}/versions")).expect(200).json();
    assert_eq!(all["total"].as_u64(), all["items"].as_array().map(|items| items.len() as u64));
    let one = |one: &Value| (one["version"].as_u64().unwrap(), one["state"].as_str().unwrap().to_owned());
    all["items"].as_array().unwrap().iter().map(one).collect()
}

fn numbered(states: &[&str]) -> Vec<(u64, String)> {
    states.iter().zip(1..).map(|(state, number)| (number, (*state).to_owned())).collect()
}

#[test]
fn a_correction_is_read_where_the_text_before_was() {
    let serving = Serving::new();
    let (report, path) = said(&serving, &["coalition"]);
    assert_eq!(versions(&serving.client(ACADEMIC), &path), numbered(&["live"]));
    let made = correct(&serving, &path, &json!({ "note": "Maintenance." }));
    assert_eq!(made["state"], "live");
    for who in [ACADEMIC, REPORTER, GOVERNMENT, GOVERNMENT_REVIEWER] {
        let client = serving.client(who);
        assert_eq!(found(&client, &path), there("Maintenance.", "live"), "{who}");
        assert_eq!(found(&client, &format!("{path}/versions/2")), there("Maintenance.", "live"), "{who}");
        assert_eq!(found(&client, &format!("{path}/versions/1")), there("A storm.", "replaced"), "{who}");
        assert_eq!(versions(&client, &path), numbered(&["replaced", "live"]), "{who}");
        let beside = client.get(&format!("/api/v1/reports/{report}")).expect(200).json();
        let notes: Vec<&Value> =
            beside["corroborations"].as_array().unwrap().iter().map(|one| &one["note"]).collect();
        assert_eq!(notes, ["Maintenance."], "{who}");
        assert_eq!(beside["verification"], "disputed", "{who}");
        for none in ["0", "3", "x", "-1", "18446744073709551616"] {
            client.get(&format!("{path}/versions/{none}")).expect(404);
        }
    }
    for path in [path.clone(), format!("{path}/versions"), format!("{path}/versions/1")] {
        serving.public().get(&path).expect(404);
    }
    // Only its organisation corrects it, and only somebody who may speak for it.
    for (who, status) in [(COMPANY, 403), (GOVERNMENT_REVIEWER, 403), (ACADEMIC, 403)] {
        let sent = json!({ "note": "It was us." });
        serving.client(who).post(&format!("{path}/versions"), &sent).expect(status);
    }
    serving.public().post(&format!("{path}/versions"), &json!({ "note": "x" })).expect(404);
    serving.client(GOVERNMENT).post(&format!("{path}/versions"), &json!({ "note": " " })).expect(422);
}

#[test]
fn who_is_not_to_read_the_correction_reads_the_text_before_no_longer() {
    let serving = Serving::new();
    let (_, path) = said(&serving, &["coalition"]);
    let fewer = json!({ "note": "A drill.", "audience": ["sector:academia", "sector:media"] });
    let refused = serving.client(GOVERNMENT).post(&format!("{path}/versions"), &fewer).expect(422).json();
    assert!(refused["errors"]["reason"].is_array(), "{refused}");
    let mut sent = fewer.clone();
    sent["reason"] = json!("It was said to too many.");
    correct(&serving, &path, &sent);
    let lost = there("It was said to too many.", "withdrawn");
    for who in [COMPANY, REPORTER] {
        let client = serving.client(who);
        assert_eq!(found(&client, &path), lost, "{who}");
        assert_eq!(found(&client, &format!("{path}/versions/1")), lost, "{who}");
        assert_eq!(versions(&client, &path), numbered(&["withdrawn"]), "{who} learns of no other");
        assert_eq!(found(&client, &format!("{path}/versions/2")), absent(), "{who}");
    }
    assert_eq!(found(&serving.client(ACADEMIC), &path), there("A drill.", "live"));
    // To whoever reads on it gave way to the next: why it was taken from others is for those alone.
    assert_eq!(found(&serving.client(ACADEMIC), &format!("{path}/versions/1")), there("", "withdrawn"));
    assert_eq!(versions(&serving.client(ACADEMIC), &path), numbered(&["replaced", "live"]));
    // A wider one: whoever reads the newest alone finds no gap before it.
    correct(&serving, &path, &json!({ "note": "No drill.", "audience": ["coalition"] }));
    assert_eq!(found(&serving.client(COMPANY), &path), there("No drill.", "live"));
    assert_eq!(versions(&serving.client(COMPANY), &path), numbered(&["withdrawn", "live"]));
    assert_eq!(versions(&serving.client(JOURNALIST), &path), numbered(&["replaced", "replaced", "live"]));
    let (_, path) = said(&serving, &["sector:academia"]);
    correct(&serving, &path, &json!({ "note": "No storm.", "audience": ["coalition"] }));
    assert_eq!(versions(&serving.client(COMPANY), &path), numbered(&["live"]));
    assert_eq!(found(&serving.client(COMPANY), &format!("{path}/versions/1")), there("No storm.", "live"));
    assert_eq!(
        found(&serving.client(ACADEMIC), &format!("{path}/versions/1")),
        there("A storm.", "replaced")
    );
    let texts: Vec<String> = serving.write(|tx| {
        Ok(contribution_version::table
            .filter(contribution_version::withdrawn_at.is_not_null())
            .select(contribution_version::body)
            .load(tx.conn)?)
    });
    assert_eq!(texts, [""], "what is withdrawn is stored nowhere");
}

#[test]
fn a_correction_to_the_public_waits_for_a_second_person() {
    let serving = Serving::new();
    let (report, path) = said(&serving, &["coalition"]);
    serving.approve(&report, &serving.propose(&report, REPORTER, &["public"]), REVIEWER);
    let sent = json!({ "note": "Maintenance.", "audience": ["public"] });
    assert_eq!(correct(&serving, &path, &sent)["state"], "proposed");
    let (author, reviewer) = (serving.client(GOVERNMENT), serving.client(GOVERNMENT_REVIEWER));
    assert_eq!(found(&serving.client(ACADEMIC), &path), there("A storm.", "live"));
    assert_eq!(versions(&serving.client(ACADEMIC), &path), numbered(&["live"]));
    for client in [&author, &reviewer] {
        assert_eq!(found(client, &path), there("Maintenance.", "proposed"));
        assert_eq!(found(client, &format!("{path}/versions/1")), there("A storm.", "live"));
        assert_eq!(versions(client, &path), numbered(&["live"]));
    }
    author.post(&format!("{path}/versions"), &sent).expect(409);
    author.post(&format!("{path}/approval"), &json!({})).expect(403);
    // One that was returned gives way to the next.
    reviewer.post(&format!("{path}/return"), &json!({ "comment": "Which?" })).expect(200);
    assert_eq!(correct(&serving, &path, &sent)["state"], "proposed");
    // One that is cancelled leaves what is released as it is, and no text.
    author.json("DELETE", &path, &[], &json!({})).expect(200);
    assert_eq!(found(&author, &path), there("A storm.", "live"));
    let sealed: i64 = serving.write(|tx| {
        Ok(sealed_text::table.filter(sealed_text::kind.eq("note")).count().get_result(tx.conn)?)
    });
    assert_eq!(sealed, 0);
    correct(&serving, &path, &sent);
    assert_eq!(reviewer.post(&format!("{path}/approval"), &json!({})).expect(200).json()["state"], "live");
    serving.settle();
    assert_eq!(found(&serving.public(), &path), there("Maintenance.", "live"));
    assert_eq!(versions(&serving.public(), &path), numbered(&["live"]));
    assert_eq!(versions(&serving.client(ACADEMIC), &path), numbered(&["replaced", "live"]));
    assert_eq!(found(&serving.public(), &format!("{path}/versions/1")), there("Maintenance.", "live"));
}

#[test]
fn of_two_that_are_proposed_at_once_one_waits() {
    let serving = Serving::new();
    let (_, path) = said(&serving, &["coalition"]);
    let path = format!("{path}/versions");
    let clients = [serving.client(GOVERNMENT), serving.client(GOVERNMENT)];
    let statuses = std::thread::scope(|scope| {
        let send = |client: &Client, note: &str| {
            client.post(&path, &json!({ "note": note, "audience": ["public"] })).status
        };
        let [one, other] = &clients;
        let one = scope.spawn(move || send(one, "One"));
        let other = scope.spawn(move || send(other, "Other"));
        let mut statuses = [one.join().unwrap(), other.join().unwrap()];
        statuses.sort_unstable();
        statuses
    });
    assert_eq!(statuses, [201, 409]);
}

/// The address of a text is the same for every draft of it: a reviewer decides on the one that they looked at.
#[test]
fn a_draft_that_nobody_looked_at_is_not_decided_by_an_old_page() {
    let serving = Serving::new();
    let (_, path) = said(&serving, &["coalition"]);
    let page = path.replace("/api/v1", "");
    let reviewer = serving.client(GOVERNMENT_REVIEWER);
    let shown = || {
        let text = reviewer.get(&page).expect(200).text();
        let rest = text.split("name=\"release\" value=\"").nth(1).unwrap().to_owned();
        rest.split('"').next().unwrap().to_owned()
    };
    correct(&serving, &path, &json!({ "note": "A first draft.", "audience": ["public"] }));
    let old = shown();
    serving.client(GOVERNMENT).json("DELETE", &path, &[], &json!({})).expect(200);
    correct(&serving, &path, &json!({ "note": "Another draft.", "audience": ["public"] }));
    let sent = json!({ "comment": "As I saw it.", "release": old });
    for act in ["approval", "return"] {
        reviewer.post(&format!("{path}/{act}"), &sent).expect(409);
    }
    assert_eq!(found(&serving.client(ACADEMIC), &path), there("A storm.", "live"));
    reviewer.post(&format!("{path}/approval"), &json!({ "release": shown() })).expect(200);
    serving.settle();
    assert_eq!(found(&serving.client(ACADEMIC), &path), there("Another draft.", "live"));
}

#[test]
fn an_earlier_version_is_withdrawn_alone_and_the_newest_with_all() {
    let serving = Serving::new();
    let (_, path) = said(&serving, &["coalition"]);
    correct(&serving, &path, &json!({ "note": "Maintenance." }));
    correct(&serving, &path, &json!({ "note": "Planned maintenance." }));
    let (reviewer, reader) = (serving.client(GOVERNMENT_REVIEWER), serving.client(ACADEMIC));
    let sent = json!({ "reason": "It named somebody." });
    reader.json("DELETE", &format!("{path}/versions/1"), &[], &sent).expect(403);
    reviewer.json("DELETE", &format!("{path}/versions/3"), &[], &sent).expect(409);
    reviewer.json("DELETE", &format!("{path}/versions/4"), &[], &sent).expect(404);
    reviewer.json("DELETE", &format!("{path}/versions/1"), &[], &json!({ "reason": " " })).expect(422);
    reviewer.json("DELETE", &format!("{path}/versions/1"), &[], &sent).expect(200);
    reviewer.json("DELETE", &format!("{path}/versions/1"), &[], &sent).expect(409);
    assert_eq!(found(&reader, &path), there("Planned maintenance.", "live"));
    assert_eq!(found(&reader, &format!("{path}/versions/1")), there("It named somebody.", "withdrawn"));
    assert_eq!(found(&reader, &format!("{path}/versions/2")), there("Maintenance.", "replaced"));
    assert_eq!(versions(&reader, &path), numbered(&["withdrawn", "replaced", "live"]));
    // A correction waits, and all is withdrawn nevertheless.
    correct(&serving, &path, &json!({ "note": "Public.", "audience": ["public"] }));
    reader.json("DELETE", &path, &[], &json!({ "reason": "All wrong." })).expect(403);
    reviewer.json("DELETE", &path, &[], &json!({})).expect(403);
    let sent = json!({ "reason": "All wrong." });
    assert_eq!(reviewer.json("DELETE", &path, &[], &sent).expect(200).json()["state"], "withdrawn");
    let sealed: i64 = serving.write(|tx| {
        Ok(sealed_text::table.filter(sealed_text::kind.eq("note")).count().get_result(tx.conn)?)
    });
    assert_eq!(sealed, 0, "nothing of the correction is kept");
    serving.settle();
    for at in [path.clone(), format!("{path}/versions/2"), format!("{path}/versions/3")] {
        assert_eq!(found(&reader, &at), there("All wrong.", "withdrawn"), "{at}");
    }
    let left: Vec<String> = serving
        .write(|tx| Ok(contribution_version::table.select(contribution_version::body).load(tx.conn)?));
    assert_eq!(left, ["", "", "", ""]);
    serving.client(GOVERNMENT).post(&format!("{path}/versions"), &json!({ "note": "Again." })).expect(409);
}

/// Why and when the whole is withdrawn is said to those who read it until then.
#[test]
fn who_was_left_out_learns_nothing_of_a_later_end() {
    let serving = Serving::new();
    let (_, path) = said(&serving, &["coalition"]);
    let fewer = json!({
        "note": "A drill.", "audience": ["sector:academia"], "reason": "It was said to too many.",
    });
    correct(&serving, &path, &fewer);
    let left = |at: &str| serving.new_client(COMPANY).get(at).expect(410).text();
    let old = path.replace("/api/v1", "");
    let known: Vec<String> = [&path, &format!("{path}/versions/1"), &old].map(|at| left(at)).into();
    serving.place.clock.advance(chrono::TimeDelta::hours(1));
    let sent = json!({ "reason": "Our witness was arrested." });
    serving.client(GOVERNMENT_REVIEWER).json("DELETE", &path, &[], &sent).expect(200);
    serving.settle();
    let now: Vec<String> = [&path, &format!("{path}/versions/1"), &old].map(|at| left(at)).into();
    assert_eq!(now[..2], known[..2]);
    let page = &now[2];
    assert!(page.contains("It was said to too many.") && !page.contains("arrested"), "{page}");
    assert_eq!(
        found(&serving.client(ACADEMIC), &path),
        there("Our witness was arrested.", "withdrawn"),
        "those who read it until then are told"
    );
}

#[test]
fn an_erased_report_leaves_no_version_behind() {
    let serving = Serving::new();
    let (report, path) = said(&serving, &["coalition"]);
    correct(&serving, &path, &json!({ "note": "Maintenance." }));
    correct(&serving, &path, &json!({ "note": "Public.", "audience": ["public"] }));
    let erased = json!({ "reason": "A family asked" });
    serving.client(ADMIN).json("DELETE", &format!("/api/v1/reports/{report}"), &[], &erased).expect(200);
    serving.settle();
    for who in [GOVERNMENT, GOVERNMENT_REVIEWER, ACADEMIC] {
        for at in [path.clone(), format!("{path}/versions"), format!("{path}/versions/1")] {
            serving.client(who).get(&at).expect(404);
        }
    }
    let left: [i64; 3] = serving.write(|tx| {
        Ok([
            contribution_version::table.count().get_result(tx.conn)?,
            readable::table.count().get_result(tx.conn)?,
            sealed_text::table.count().get_result(tx.conn)?,
        ])
    });
    assert_eq!(left, [0, 0, 0]);
}

#[test]
fn what_was_said_is_corrected_on_pages() {
    let serving = Serving::new();
    let (_, path) = said(&serving, &["coalition"]);
    let at = path.trim_start_matches("/api/v1").to_owned();
    let (author, reviewer, reader) =
        (serving.client(GOVERNMENT), serving.client(GOVERNMENT_REVIEWER), serving.client(ACADEMIC));
    let link = format!("{at}/correct");
    assert!(author.get(&at).expect(200).text().contains(&link));
    for client in [&reviewer, &reader, &serving.client(OBSERVER)] {
        assert!(!client.get(&at).expect(200).text().contains(&link));
        client.get(&link).expect(403);
    }
    let form = author.get(&link).expect(200).text();
    assert!(form.contains("A storm.") && form.contains("value=\"coalition\" checked"), "{form}");
    let fewer = [("note", "A drill."), ("sectors", "sector:academia")];
    let refused = author.fill(&link, &link, &fewer).expect(422).text();
    assert!(refused.contains("A drill.") && refused.contains("id=\"reason-wrong\""), "{refused}");
    let sent = [("note", "Maintenance."), ("audience", "coalition")];
    let made = author.fill(&link, &link, &sent).expect(303);
    assert_eq!(made.header("location"), Some(format!("{at}?done=corroboration-out").as_str()));
    serving.place.clock.advance(TimeDelta::minutes(1));
    let page = reader.get(&at).expect(200).text();
    let old = format!("{at}/versions/1");
    assert!(page.contains("Maintenance.") && page.contains(&old) && !page.contains("A storm."), "{page}");
    let page = reader.get(&old).expect(200).text();
    assert!(page.contains("A storm.") && !page.contains("/withdrawal"), "{page}");
    let withdrawal = format!("{old}/withdrawal");
    let missing = reviewer.fill(&old, &withdrawal, &[("reason", "")]).expect(422).text();
    assert!(missing.contains("A storm."), "{missing}");
    reviewer.fill(&old, &withdrawal, &[("reason", "It named somebody.")]).expect(303);
    assert!(reader.get(&old).expect(410).text().contains("It named somebody."));
}

#[test]
fn an_earlier_version_of_the_program_shows_the_newest_text() {
    let serving = Serving::new();
    let (_, path) = said(&serving, &["sector:academia"]);
    correct(&serving, &path, &json!({ "note": "Maintenance.", "audience": ["coalition"] }));
    correct(&serving, &path, &json!({ "note": "Waits.", "audience": ["public"] }));
    let mut conn = connect(&serving.place);
    let has = |conn: &mut entente::db::Conn, column: &str| {
        crate::database::content(conn)
            .keys()
            .any(|(table, name)| table == "contribution_version" && name == column)
    };
    while has(&mut conn, "withdrawn_at") {
        down(&mut conn);
    }
    assert!(tables(&mut conn).iter().any(|table| table == "contribution"));
    while pending(&mut conn) > 0 {
        up(&mut conn);
    }
    for who in [COMPANY, ACADEMIC, GOVERNMENT] {
        let client = serving.client(who);
        assert_eq!(found(&client, &path), there("Maintenance.", "live"), "{who}");
        assert_eq!(versions(&client, &path), numbered(&["live"]), "{who}");
    }
}

/// Whoever was left out and is suspended cannot be named, and stays left out all the same.
#[test]
fn whoever_was_left_out_reads_no_correction_after_a_suspension() {
    let serving = Serving::new();
    let thing = json!({ "title": "Cut off", "facts": { "countries": ["KE"] } });
    let (report, _) = serving.released(&thing, &["coalition"]);
    let read = serving.client(GOVERNMENT).get(&format!("/api/v1/reports/{report}")).expect(200).json();
    let path = format!("/api/v1/incidents/{}/corroborations", read["incident"].as_str().unwrap());
    let sent =
        json!({ "stance": "disputes", "note": "A storm.", "audience": ["coalition"], "except": ["lumora"] });
    let said = serving.client(GOVERNMENT).post(&path, &sent).expect(201).json();
    let path = format!("/api/v1/corroborations/{}", said["reference"].as_str().unwrap());
    let set_status = |status: entente::people::OrganisationStatus| {
        serving.write(|tx| {
            use entente::db::schema::organisation;
            diesel::update(organisation::table.filter(organisation::slug.eq("lumora")))
                .set(organisation::status.eq(status))
                .execute(tx.conn)?;
            Ok(())
        });
    };
    serving.place.clock.advance(TimeDelta::minutes(1));
    set_status(entente::people::OrganisationStatus::Suspended);
    correct(&serving, &path, &json!({ "note": "A flood.", "audience": ["coalition"] }));
    set_status(entente::people::OrganisationStatus::Active);
    assert_eq!(found(&serving.new_client(COMPANY), &path), absent());
    assert_eq!(found(&serving.new_client(ACADEMIC), &path).1, "A flood.");
}
