//! What is urgent is released at once as unconfirmed: a second person confirms it in time, or it ends by itself. Tried with
//! notes, the kind made for tests.

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::contributions;
use entente::db::schema::{audit, contribution_version, release, sealed_text};
use entente::db::{Arrival, Clock};
use entente::flow::{Fate, Pace, ParentEvent, Reach, Second, TextKind, TextState, fate, second_person};
use entente::notes::Note;
use entente::people::{self, Wanted};
use serde_json::{Value, json};

use crate::serving::{
    ACADEMIC, APPLICANT, COMPANY, COMPANY_REVIEWER, CONVENOR, DEFENDER, GOVERNMENT, OBSERVER, REPORTER,
    REVIEWER, SECOND_CONVENOR, SUSPENDED, Serving,
};
use crate::table::{Names, On, prepare, rows};

/// A report that the coalition reads, and its incident.
pub fn ground(serving: &Serving) -> (String, String) {
    let (report, _) = serving.released(&json!({ "title": "Cut off" }), &["coalition"]);
    let read = serving.client(REPORTER).get(&format!("/api/v1/reports/{report}")).expect(200).json();
    (report, read["incident"].as_str().unwrap().to_owned())
}

/// Writes a note to the coalition; where it is then, and its address.
pub fn note(serving: &Serving, who: &str, incident: &str, more: &Value) -> (String, String) {
    let mut sent = json!({ "text": "Lines are cut at the harbour.", "audience": ["coalition"] });
    sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let path = format!("/api/v1/incidents/{incident}/notes");
    let made = serving.new_client(who).post(&path, &sent).expect(201).json();
    assert!(made.get("text").is_none(), "the answer is kept, its words are not");
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    (text("state"), format!("/api/v1/notes/{}", text("reference")))
}

/// A new client, for sessions end with time: the status, and the state that it is told.
pub fn found(serving: &Serving, who: &str, path: &str) -> (u16, String) {
    let answer = serving.new_client(who).get(path);
    let state = if answer.status == 404 { Value::Null } else { answer.json()["state"].clone() };
    (answer.status, state.as_str().unwrap_or_default().to_owned())
}

fn is(found: (u16, String), status: u16, state: &str) -> bool {
    found == (status, state.to_owned())
}

fn confirm(serving: &Serving, who: &str, path: &str) -> u16 {
    serving.new_client(who).post(&format!("{path}/confirmation"), &json!({})).status
}

/// A path with its placeholders filled in, where there is a value for each.
fn filled(path: &str, names: &Names) -> Option<String> {
    let whole = |path: String, (name, value): (&&str, &String)| path.replace(&format!("{{{name}}}"), value);
    Some(names.iter().fold(path.to_owned(), whole)).filter(|path| !path.contains('{'))
}

fn waiting(serving: &Serving, who: &str) -> Vec<Value> {
    let queue = serving.new_client(who).get("/api/v1/reviews").expect(200).json();
    queue["items"].as_array().unwrap().clone()
}

fn logged(serving: &Serving, act: &str) -> Vec<(Option<String>, Option<String>)> {
    let rows =
        audit::table.filter(audit::act.eq(act)).select((audit::actor_id, audit::actor_organisation_id));
    serving.place.database.read(|conn| Ok(rows.load(conn)?)).unwrap()
}

/// Suspends an organisation, as two convenors do it.
pub fn suspend(serving: &Serving, slug: &str) {
    vote(serving, slug, Wanted::Suspend);
}

/// Makes a suspended organisation a member again.
pub fn readmit(serving: &Serving, slug: &str) {
    vote(serving, slug, Wanted::Readmit);
}

fn vote(serving: &Serving, slug: &str, wanted: Wanted) {
    for convenor in [CONVENOR, SECOND_CONVENOR] {
        let viewer = serving.viewer(convenor);
        serving.write(|tx| {
            let of = people::organisation_for_operator(tx.conn, slug)?;
            people::vote(tx, &viewer, &of, wanted, "A reason.")
        });
    }
}

/// Urgency changes nothing but where a kind says so.
#[test]
fn the_policy_is_pinned() {
    use Second::{No, Within, Yes};
    let usual: Vec<_> = TextKind::ALL
        .iter()
        .map(|kind| (kind.as_str(), Reach::ALL.iter().map(|reach| second_person(*kind, *reach, Pace::Usual))))
        .map(|(kind, all)| (kind, all.collect::<Vec<_>>()))
        .collect();
    let expected = [
        ("report", vec![No, Yes, Yes]),
        ("corroboration", vec![No, No, Yes]),
        ("inquiry", vec![No, No, Yes]),
        ("translation", vec![Yes, Yes, Yes]),
        ("delegation", vec![Yes, Yes, Yes]),
        ("alert", vec![No, Yes, Yes]),
        ("action", vec![No, Yes, Yes]),
        ("comment", vec![No, No, Yes]),
        ("statement_text", vec![No, Yes, Yes]),
        ("explanation", vec![No, No, Yes]),
        ("publication", vec![No, Yes, Yes]),
        ("note", vec![No, Yes, Yes]),
    ];
    assert_eq!(usual, expected);
    for (kind, reach) in
        TextKind::ALL.iter().flat_map(|kind| Reach::ALL.iter().map(move |reach| (*kind, *reach)))
    {
        let urgent = second_person(kind, reach, Pace::Urgent);
        let expected = match (kind, reach) {
            (TextKind::Alert | TextKind::Note, Reach::Coalition) => Within(24),
            _ => second_person(kind, reach, Pace::Usual),
        };
        assert_eq!(urgent, expected, "{kind} {reach}");
    }
}

#[test]
fn it_is_read_at_once_and_stays_once_confirmed() {
    let serving = Serving::new();
    let (_, incident) = ground(&serving);
    let (state, path) = note(&serving, REPORTER, &incident, &json!({ "urgent": true }));
    assert_eq!(state, "unconfirmed");
    for who in [ACADEMIC, REPORTER, REVIEWER, OBSERVER] {
        assert!(is(found(&serving, who, &path), 200, "unconfirmed"), "{who}");
    }
    // Those who confirm find it first among what waits for them, with how it begins; its author does not.
    let first = waiting(&serving, REVIEWER).remove(0);
    assert_eq!(
        (&first["state"], &first["title"]),
        (&json!("unconfirmed"), &json!("Lines are cut at the harbour."))
    );
    assert!(waiting(&serving, REPORTER).is_empty());
    let page = path.replace("/api/v1", "");
    let read = serving.client(ACADEMIC).page(&page).expect(200).text();
    assert!(read.contains("Not confirmed yet") && !read.contains("/confirmation"), "{read}");

    assert_eq!([REPORTER, ACADEMIC, GOVERNMENT, COMPANY].map(|who| confirm(&serving, who, &path)), [403; 4]);
    assert_eq!(confirm(&serving, DEFENDER, "/api/v1/notes/K-000000"), 404);
    let told = || serving.state().1;
    let before = told();
    let sent = serving.client(REVIEWER).fill(&page, &format!("{page}/confirmation"), &[]).expect(303);
    assert_eq!(sent.header("location"), Some("/reviews?done=release-confirmed"));
    assert_eq!(told(), before, "its readers read what they read before, and were told at its release");
    assert_eq!(logged(&serving, "release.confirmed").len(), 1);
    // A second confirmation finds nothing to confirm.
    assert_eq!(confirm(&serving, REVIEWER, &path), 409);
    serving.place.clock.advance(TimeDelta::days(30));
    assert!(is(found(&serving, ACADEMIC, &path), 200, "live"));
    assert!(waiting(&serving, REVIEWER).is_empty());
}

#[test]
fn it_ends_by_itself_at_the_very_second() {
    let serving = Serving::new();
    let (_, incident) = ground(&serving);
    let (_, path) = note(&serving, REPORTER, &incident, &json!({ "urgent": true }));
    serving.place.clock.advance(TimeDelta::hours(24) - TimeDelta::microseconds(1));
    assert!(is(found(&serving, ACADEMIC, &path), 200, "unconfirmed"));
    serving.place.clock.advance(TimeDelta::microseconds(1));
    assert_eq!(found(&serving, ACADEMIC, &path).0, 404);
    assert_eq!(found(&serving, REPORTER, &path).0, 200, "its desk still has it");
    let answer = serving.new_client(REVIEWER).post(&format!("{path}/confirmation"), &json!({})).expect(409);
    assert!(answer.text().contains("nobody confirmed it in time"), "{}", answer.text());
    assert!(waiting(&serving, REVIEWER).is_empty());
    assert_eq!(found(&serving, ACADEMIC, &path).0, 404);
    // Its organisation lays it aside, and can correct it with the consent of a second person.
    let correction = json!({ "text": "Lines were cut.", "audience": ["coalition"] });
    let versions = format!("{path}/versions");
    let urgent = json!({ "text": "Lines were cut.", "audience": ["coalition"], "urgent": true });
    serving.new_client(REPORTER).post(&versions, &urgent).expect(422);
    serving.new_client(REPORTER).post(&versions, &correction).expect(201);
    serving.new_client(REVIEWER).post(&format!("{path}/approval"), &json!({})).expect(200);
    assert!(is(found(&serving, ACADEMIC, &path), 200, "live"));
}

/// A call that came in time is in time, however long it waited; one that came at the end is not.
#[test]
fn a_confirmation_is_judged_by_its_arrival() {
    let serving = Serving::new();
    let (_, incident) = ground(&serving);
    let (_, path) = note(&serving, REPORTER, &incident, &json!({ "urgent": true }));
    let reference = path.rsplit('/').next().unwrap();
    let end = serving.place.clock.now().plus(TimeDelta::hours(24));
    serving.place.clock.advance(TimeDelta::hours(24) + TimeDelta::seconds(5));
    let viewer = serving.viewer(REVIEWER);
    let confirmed = |arrived| {
        let _arrival = Arrival::begin(Some(arrived));
        let app = &serving.instance.app;
        app.write_now(|tx| {
            contributions::confirm::<Note>(tx, &viewer, reference, entente::flow::Decision::default())
        })
        .is_ok()
    };
    assert!(!confirmed(end));
    assert!(confirmed(end.plus(TimeDelta::microseconds(-1))));
    assert!(is(found(&serving, ACADEMIC, &path), 200, "live"));
}

/// What becomes of a note is pinned as the table of the other kinds is (`fates.rs`), whose parent is a report.
#[test]
fn the_fates_of_notes_are_pinned() {
    for (state, event) in
        TextState::ALL.iter().flat_map(|one| ParentEvent::ALL.iter().map(move |event| (*one, *event)))
    {
        let expected = match (state, event) {
            (_, ParentEvent::Erased) => Fate::Erase,
            (TextState::Sealed, ParentEvent::Merged) => Fate::CancelProposal,
            (TextState::Released, ParentEvent::Merged) => Fate::Withdraw,
            _ => Fate::Keep,
        };
        assert_eq!(fate(TextKind::Note, state, event), expected, "{state} {event}");
    }
}

#[test]
fn what_is_urgent_and_may_not_be_is_refused() {
    let serving = Serving::new();
    let (_, incident) = ground(&serving);
    let path = format!("/api/v1/incidents/{incident}/notes");
    let sent = json!({ "text": "Cut.", "audience": ["public"], "urgent": true });
    let refused = serving.client(REPORTER).post(&path, &sent).expect(422).json();
    assert!(refused["errors"]["urgent"].is_array(), "{refused}");
    // Within one's own organisation nothing has to be confirmed.
    let (state, _) =
        note(&serving, REPORTER, &incident, &json!({ "urgent": true, "audience": ["org:open-lines"] }));
    assert_eq!(state, "live");
    assert_eq!(note(&serving, REPORTER, &incident, &json!({})).0, "proposed");
}

#[test]
fn a_reviewer_sends_it_back_and_an_organisation_takes_it_back() {
    let serving = Serving::new();
    let (_, incident) = ground(&serving);
    let (_, returned) = note(&serving, REPORTER, &incident, &json!({ "urgent": true }));
    let sent = json!({ "comment": "This names our source." });
    serving.client(REVIEWER).post(&format!("{returned}/return"), &sent).expect(200);
    let gone = serving.client(ACADEMIC).get(&returned).expect(410);
    assert_eq!(gone.json()["reason"], "A second person did not confirm it.");
    assert!(!gone.text().contains("source"), "the comment is for the author");
    let (_, withdrawn) = note(&serving, REPORTER, &incident, &json!({ "urgent": true }));
    serving.client(REVIEWER).json("DELETE", &withdrawn, &[], &json!({ "reason": "Wrong" })).expect(200);
    assert_eq!(serving.client(ACADEMIC).get(&withdrawn).expect(410).json()["reason"], "Wrong");
    for path in [&returned, &withdrawn] {
        assert_eq!(confirm(&serving, REVIEWER, path), 409);
        assert_eq!(found(&serving, ACADEMIC, path).0, 410);
    }
    assert!(waiting(&serving, REVIEWER).is_empty());
}

#[test]
fn an_organisation_of_one_names_who_confirms() {
    let serving = Serving::new();
    let (_, incident) = ground(&serving);
    let path = format!("/api/v1/incidents/{incident}/notes");
    let sent = json!({ "text": "Cut.", "audience": ["sector:government"], "urgent": true });
    serving.client(DEFENDER).post(&path, &sent).expect(422);
    // Whoever confirms finds it although they are none of its readers.
    let more = json!({ "urgent": true, "audience": ["sector:government"], "approvers": "lumora" });
    let (state, path) = note(&serving, DEFENDER, &incident, &more);
    assert_eq!((state.as_str(), found(&serving, GOVERNMENT, &path).0), ("unconfirmed", 200));
    assert_eq!(waiting(&serving, COMPANY_REVIEWER).len(), 1);
    assert!(is(found(&serving, COMPANY_REVIEWER, &path), 200, "unconfirmed"));
    assert_eq!((found(&serving, COMPANY, &path).0, confirm(&serving, REVIEWER, &path)), (404, 404));
    assert_eq!(confirm(&serving, COMPANY_REVIEWER, &path), 200);
    assert_eq!(
        (found(&serving, COMPANY_REVIEWER, &path).0, found(&serving, GOVERNMENT, &path).0),
        (404, 200)
    );
}

#[test]
fn nobody_confirms_for_an_organisation_that_is_suspended() {
    let serving = Serving::new();
    let (_, incident) = ground(&serving);
    let more = json!({ "urgent": true, "audience": ["sector:government"], "approvers": "lumora" });
    let (_, path) = note(&serving, DEFENDER, &incident, &more);
    suspend(&serving, "defenders");
    let answer = serving.client(COMPANY_REVIEWER).post(&format!("{path}/confirmation"), &json!({}));
    assert!([404, 409].contains(&answer.status), "{}", answer.status);
    serving.place.clock.advance(TimeDelta::hours(24));
    assert_eq!(found(&serving, GOVERNMENT, &path).0, 404);
}

#[test]
fn a_correction_never_lengthens_it_nor_takes_the_place_of_what_is_confirmed() {
    let serving = Serving::new();
    let (_, incident) = ground(&serving);
    let (_, path) = note(&serving, REPORTER, &incident, &json!({ "urgent": true }));
    serving.place.clock.advance(TimeDelta::hours(20));
    let correct = |urgent: bool| {
        let sent = json!({ "text": "Lines are cut in town.", "audience": ["coalition"], "urgent": urgent });
        serving.new_client(REPORTER).post(&format!("{path}/versions"), &sent)
    };
    assert_eq!(correct(true).expect(201).json()["state"], "unconfirmed");
    // The first version waits for nobody any more: one row stands in the queue.
    assert_eq!(waiting(&serving, REVIEWER).len(), 1);
    serving.place.clock.advance(TimeDelta::hours(4));
    assert_eq!(found(&serving, ACADEMIC, &path).0, 404);

    // While a correction waits, what is released can be confirmed.
    let (_, path) = note(&serving, REPORTER, &incident, &json!({ "urgent": true }));
    let correct = |urgent: bool| {
        let sent = json!({ "text": "Lines are cut in town.", "audience": ["coalition"], "urgent": urgent });
        serving.new_client(REPORTER).post(&format!("{path}/versions"), &sent)
    };
    assert_eq!(correct(false).expect(201).json()["state"], "proposed");
    assert_eq!(confirm(&serving, REVIEWER, &path), 200);
    serving.place.clock.advance(TimeDelta::hours(25));
    let read = serving.new_client(ACADEMIC).get(&path).expect(200).json();
    assert_eq!(read["text"], "Lines are cut at the harbour.");
    serving.new_client(REPORTER).json("DELETE", &path, &[], &json!({})).expect(200);
    let refused = correct(true).expect(422).json();
    assert!(refused["errors"]["urgent"].is_array(), "{refused}");
    assert_eq!(correct(false).expect(201).json()["state"], "proposed");
    serving.new_client(REVIEWER).post(&format!("{path}/approval"), &json!({})).expect(200);
    assert_eq!(serving.new_client(ACADEMIC).get(&path).expect(200).json()["text"], "Lines are cut in town.");
}

/// A word of a note stands nowhere but where its readers look for it.
#[test]
fn nobody_else_meets_a_word_of_a_note() {
    let serving = Serving::new();
    for on in [On::Noted, On::Noting, On::Unconfirmed] {
        let mut names = prepare(&serving, On::Asset);
        names.extend(prepare(&serving, On::Released));
        names.extend(prepare(&serving, on));
        serving.settle();
        let looks = rows().filter(|row| row.method == "GET");
        let paths: Vec<String> = looks.filter_map(|row| filled(row.path, &names)).collect();
        assert!(paths.len() > 40, "{paths:?}");
        let met = |who: &str| {
            let client = if who.is_empty() { serving.public() } else { serving.new_client(who) };
            let reads = |path: &&String| client.get(path).text().contains("A note of Open Lines");
            paths.iter().filter(reads).count()
        };
        for who in ["", APPLICANT, SUSPENDED, COMPANY, ACADEMIC] {
            assert_eq!(met(who), 0, "{who:?}");
        }
        assert!(met(REVIEWER) >= 2);
        assert_eq!(met(GOVERNMENT) > 0, !matches!(on, On::Noting));
    }
}

/// Reports move into another incident: what rested on theirs ends with it.
#[test]
fn notes_end_with_their_incident() {
    let serving = Serving::new();
    let (report, incident) = ground(&serving);
    let (_, waits) = note(&serving, GOVERNMENT, &incident, &json!({ "text": "A canary of Estmark." }));
    let (_, released) = note(&serving, GOVERNMENT, &incident, &json!({ "urgent": true }));
    let (other, into) = ground(&serving);
    let merge = |from: &str, into: &str| {
        let path = format!("/api/v1/incidents/{from}/merge");
        serving.client(REPORTER).post(&path, &json!({ "into": into })).expect(200);
    };
    // While another report is there nothing ends.
    merge(&into, &incident);
    serving.client(REPORTER).put(
        &format!("/api/v1/reports/{other}/incident"),
        "*",
        &json!({ "incident": null }),
    );
    assert!(is(found(&serving, ACADEMIC, &released), 200, "unconfirmed"));
    assert!(is(found(&serving, GOVERNMENT, &waits), 200, "proposed"));
    let read = serving.client(REPORTER).get(&format!("/api/v1/reports/{other}")).expect(200).json();
    merge(&incident, read["incident"].as_str().unwrap());
    assert_ne!(read["incident"], json!(incident), "{report}");
    let gone = serving.client(ACADEMIC).get(&released).expect(410).json();
    assert_eq!(gone["reason"], "What it was about is part of another incident now.");
    // Nothing of the words that waited is kept, and its people are told that the proposal has ended.
    let read = serving.client(GOVERNMENT).get(&waits).expect(200).json();
    assert_eq!((&read["state"], &read["text"]), (&json!("cancelled"), &json!("")));
    serving.client(REVIEWER).post(&format!("{waits}/approval"), &json!({})).expect(404);
    let sealed = sealed_text::table.filter(sealed_text::kind.eq("text")).count();
    assert_eq!(serving.place.database.read(|conn| Ok(sealed.get_result::<i64>(conn)?)).unwrap(), 0);
    // The logs of Estmark name nobody of the organisation that moved its report.
    assert_eq!(logged(&serving, "release.voided"), [(None, None), (None, None)]);
    assert_eq!(logged(&serving, "note.withdrawn"), [(None, None)]);
}

#[test]
fn notes_are_erased_with_the_last_report_of_their_incident() {
    let serving = Serving::new();
    let (report, incident) = ground(&serving);
    let (_, waits) = note(&serving, GOVERNMENT, &incident, &json!({}));
    let (_, released) = note(&serving, GOVERNMENT, &incident, &json!({ "urgent": true }));
    let sent = json!({ "reason": "A family asked" });
    serving
        .client(crate::serving::ADMIN)
        .json("DELETE", &format!("/api/v1/reports/{report}"), &[], &sent)
        .expect(200);
    for path in [&waits, &released] {
        assert_eq!([GOVERNMENT, ACADEMIC, REVIEWER].map(|who| found(&serving, who, path).0), [404; 3]);
    }
    let left = |conn: &mut entente::db::Conn| {
        let notes = release::table.filter(release::subject_kind.eq(TextKind::Note)).count();
        let versions = contribution_version::table.count();
        Ok((notes.get_result::<i64>(conn)?, versions.get_result::<i64>(conn)?))
    };
    assert_eq!(serving.place.database.read(left).unwrap(), (0, 0));
}
