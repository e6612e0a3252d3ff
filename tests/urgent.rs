//! What nobody confirmed in time, and what nobody reads any more, is absent for all but its desk, whatever happens around it;
//! and whoever decides can always do so. Tried with notes, the kind made for tests.

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::access::sql;
use entente::contributions;
use entente::db::schema::contribution;
use entente::db::{Arrival, Clock, Tx};
use entente::error::Result;
use entente::flow::Decision;
use entente::notes::Note;
use serde_json::{Value, json};

use crate::serving::{ACADEMIC, COMPANY_REVIEWER, DEFENDER, GOVERNMENT, REPORTER, REVIEWER, Serving};
use crate::unconfirmed::{found, ground, note};

fn urgent(serving: &Serving, incident: &str) -> String {
    note(serving, REPORTER, incident, &json!({ "urgent": true })).1
}

fn correct(serving: &Serving, path: &str, urgent: bool) {
    let sent = json!({ "text": "Lines are cut in town.", "audience": ["coalition"], "urgent": urgent });
    serving.new_client(REPORTER).post(&format!("{path}/versions"), &sent).expect(201);
}

fn approve(serving: &Serving, path: &str) {
    serving.new_client(REVIEWER).post(&format!("{path}/approval"), &json!({})).expect(200);
}

/// Does to all released texts at an address what a fate does to those that are retired.
fn retire(serving: &Serving, path: &str) {
    serving.write(|tx| {
        let family: String = contribution::table
            .filter(contribution::reference.eq(word_of(path)))
            .select(contribution::id)
            .first(tx.conn)?;
        for id in sql::ids_in(tx.conn, &family)? {
            sql::retire(tx, &id)?;
        }
        Ok(())
    });
}

fn word_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// What was absent stays absent when the thing that it was about ends: no tombstone tells those who read it in its time.
/// A decision on a note by its reference.
type Decides<'a> = &'a dyn Fn(&mut Tx<'_>, &str) -> Result<&'static str>;

#[test]
fn what_has_ended_by_itself_is_not_withdrawn_afterwards() {
    let serving = Serving::new();
    let ((_, incident), (_, other)) = (ground(&serving), ground(&serving));
    let confirmed = urgent(&serving, &incident);
    serving.new_client(REVIEWER).post(&format!("{confirmed}/confirmation"), &json!({})).expect(200);
    let (once, corrected, retired) =
        (urgent(&serving, &incident), urgent(&serving, &incident), urgent(&serving, &incident));
    correct(&serving, &corrected, true);
    retire(&serving, &retired);
    serving.place.clock.advance(TimeDelta::hours(24));
    let lost = [once.clone(), corrected.clone(), format!("{corrected}/versions/1"), retired.clone()];
    assert_eq!(lost.clone().map(|path| found(&serving, ACADEMIC, &path).0), [404; 4]);
    // The one report of the incident moves into another.
    let merge = format!("/api/v1/incidents/{incident}/merge");
    serving.new_client(REPORTER).post(&merge, &json!({ "into": other })).expect(200);
    assert_eq!(found(&serving, ACADEMIC, &confirmed).0, 410, "what was read until now leaves a tombstone");
    assert_eq!(lost.map(|path| found(&serving, ACADEMIC, &path).0), [404; 4]);
    for path in [&once, &corrected, &retired] {
        assert_eq!(found(&serving, REPORTER, path).0, 200, "its desk still has it");
    }
}

#[test]
fn what_was_retired_leaves_no_tombstone_and_never_comes_back() {
    let serving = Serving::new();
    let (_, incident) = ground(&serving);
    let path = urgent(&serving, &incident);
    serving.new_client(REVIEWER).post(&format!("{path}/confirmation"), &json!({})).expect(200);
    correct(&serving, &path, false);
    approve(&serving, &path);
    correct(&serving, &path, false);
    retire(&serving, &path);
    let page = path.replace("/api/v1", "");
    let absent = |path: &str| serving.new_client(ACADEMIC).get(path).status == 404;
    for at in [path.clone(), page.clone(), format!("{path}/versions"), format!("{path}/versions/1")] {
        assert!(absent(&at), "{at}");
    }
    // The correction that waits rests on nothing of it; once it is released, readers find that and nothing before it.
    approve(&serving, &path);
    let reader = serving.new_client(ACADEMIC);
    let versions = reader.get(&format!("{path}/versions")).expect(200).json();
    assert_eq!((&versions["total"], &versions["items"][0]["state"]), (&json!(1), &json!("live")));
    assert_eq!(
        reader.get(&format!("{path}/versions/1")).expect(200).json()["text"],
        "Lines are cut in town."
    );
    assert!(absent(&format!("{path}/versions/2")));
    // Without one it is over: its desk sees that, and writes another.
    retire(&serving, &path);
    assert_eq!(found(&serving, REPORTER, &path), (200, "ended".to_owned()));
    assert!(serving.new_client(REPORTER).page(&page).expect(200).text().contains("No longer released"));
    let sent = json!({ "text": "Lines were cut.", "audience": ["coalition"] });
    serving.new_client(REPORTER).post(&format!("{path}/versions"), &sent).expect(409);
}

/// Whoever decides for another organisation knows of the text by their decision alone: their call finds it as it was when
/// the call arrived, however long it waited.
#[test]
fn whoever_came_before_the_end_is_in_time() {
    let serving = Serving::new();
    let (_, incident) = ground(&serving);
    let more = json!({ "urgent": true, "audience": ["sector:government"], "approvers": "lumora" });
    let [confirmed, returned] = [(); 2].map(|()| note(&serving, DEFENDER, &incident, &more).1);
    let end = serving.place.clock.now().plus(TimeDelta::hours(24));
    serving.place.clock.advance(TimeDelta::hours(24) + TimeDelta::seconds(5));
    let viewer = serving.viewer(COMPANY_REVIEWER);
    let confirm = |tx: &mut Tx<'_>, reference: &str| {
        contributions::confirm::<Note>(tx, &viewer, reference, Decision::default())
    };
    let send_back = |tx: &mut Tx<'_>, reference: &str| {
        let decision = Decision { comment: "This names our source.", release: "" };
        contributions::return_to_author::<Note>(tx, &viewer, reference, decision)
    };
    let acts: [(&str, Decides<'_>, u16); 2] = [(&confirmed, &confirm, 200), (&returned, &send_back, 410)];
    for (path, act, becomes) in acts {
        let done = |arrived| {
            let _arrival = Arrival::begin(Some(arrived));
            serving.instance.app.write_now(|tx| act(tx, word_of(path))).is_ok()
        };
        assert_eq!(found(&serving, GOVERNMENT, path).0, 404, "{path}");
        assert!(!done(end), "{path}: at the end it is too late");
        assert!(done(end.plus(TimeDelta::microseconds(-1))), "{path}");
        assert_eq!(found(&serving, GOVERNMENT, path).0, becomes, "{path}");
    }
}

fn releases_on(page: &str) -> Vec<&str> {
    let fields = page.split("name=\"release\" value=\"").skip(1);
    fields.map(|field| field.split('"').next().unwrap()).collect()
}

/// While a usual correction waits, its page has the forms for both: the correction, and the text that is released and ends
/// unless somebody confirms it.
#[test]
fn both_can_be_decided_while_a_correction_waits() {
    let serving = Serving::new();
    let (_, incident) = ground(&serving);
    let begun = || {
        let path = urgent(&serving, &incident);
        correct(&serving, &path, false);
        (path.replace("/api/v1", ""), path)
    };
    let (page, path) = begun();
    let reviewer = serving.client(REVIEWER);
    let shown = reviewer.page(&page).expect(200).text();
    for text in ["Lines are cut at the harbour.", "Lines are cut in town.", "Not confirmed yet"] {
        assert!(shown.contains(text), "{shown}");
    }
    let [first, .., last] = releases_on(&shown)[..] else { panic!("{shown}") };
    assert_eq!(releases_on(&shown), [first, first, last, last]);
    assert_ne!(first, last, "each form names its release");
    // Its author sees that it ends, and decides nothing; its readers read the released text alone.
    let own = serving.client(REPORTER).page(&page).expect(200).text();
    assert!(own.contains("Not confirmed yet") && releases_on(&own).is_empty(), "{own}");
    let read = serving.client(ACADEMIC).page(&page).expect(200).text();
    assert!(read.contains("at the harbour") && !read.contains("in town"), "{read}");

    reviewer.fill(&page, &format!("{page}/confirmation"), &[]).expect(303);
    let shown = reviewer.page(&page).expect(200).text();
    assert!(!shown.contains("Not confirmed yet") && !shown.contains("at the harbour"), "{shown}");
    reviewer.fill(&page, &format!("{page}/approval"), &[]).expect(303);
    assert_eq!(found(&serving, ACADEMIC, &path), (200, "live".to_owned()));

    // A return without a comment comes back to the form that was sent.
    let (page, path) = begun();
    let refused = reviewer.fill(&page, &format!("{page}/return"), &[("comment", " ")]).expect(422).text();
    assert!(refused.contains("id=\"corrected-comment-wrong\""), "{refused}");
    assert!(!refused.contains("id=\"comment-wrong\""), "{refused}");
    reviewer.fill(&page, &format!("{page}/return"), &[("comment", "This names our source.")]).expect(303);
    let gone: Value = serving.client(ACADEMIC).get(&path).expect(410).json();
    assert_eq!(gone["reason"], "A second person did not confirm it.");
}
