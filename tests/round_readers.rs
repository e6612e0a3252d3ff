//! Who reads what of a round: what an adoption counted is for all who read the text, what it did not stays with those before whom it was
//! said, and nobody counts what adopted nothing. And how much one organisation says.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::joint_statements::{INES, approve, founded, moved, negotiated, post, seen, text};
use crate::rounds::{
    DEADLINE, before_others, begin, negotiated_before_others, objection, on_roll, said, says, silent,
};
use crate::serving::{CONVENOR, DEFENDER, GOVERNMENT, OBSERVER, REVIEWER, Serving};

/// The round is over, and nobody objected.
fn adopt(serving: &Serving) {
    serving.place.clock.advance(TimeDelta::hours(73) + TimeDelta::seconds(11));
    serving.instance.timers.work().unwrap();
}

/// What is said with the position that is called so, as a member state is shown it: its own reference.
#[track_caller]
fn words_of(serving: &Serving, statement: &str, position: &str) -> String {
    let view = seen(serving, GOVERNMENT, statement);
    let all = view["positions"].as_array().unwrap();
    let found = all.iter().find(|one| one["reference"] == position).unwrap();
    text(&found["words"][0]["reference"])
}

/// Everything that somebody is shown of a statement and its round, to a program and on pages.
fn shown(serving: &Serving, who: &str, statement: &str) -> String {
    let client = serving.new_client(who);
    let pages = ["", "/round"].map(|more| client.page(&format!("/statements/{statement}{more}")).text());
    format!("{}{}", seen(serving, who, statement), pages.concat())
}

#[test]
fn what_a_later_position_replaced_reaches_nobody_else_by_the_adoption() {
    let serving = &founded();
    let statement = before_others(serving);
    let reserve = |words: &str| {
        let sent = json!({ "value": "no_objection", "reservation": words });
        let position = said(serving, INES, &statement, sent);
        words_of(serving, &statement, &position)
    };
    let (replaced, counted) = (reserve("Words that were replaced."), reserve("Words that count."));
    adopt(serving);
    assert_eq!(seen(serving, OBSERVER, &statement)["state"], "adopted");
    for who in [OBSERVER, REVIEWER] {
        let found = shown(serving, who, &statement);
        assert!(
            found.contains("Words that count.") && !found.contains("Words that were replaced."),
            "{found}"
        );
        let client = serving.new_client(who);
        client.get(&format!("/api/v1/explanations/{counted}")).expect(200);
        client.get(&format!("/api/v1/explanations/{replaced}")).expect(404);
        client.page(&format!("/explanations/{replaced}")).expect(404);
    }
    // Those before whom it was said still read it.
    for who in [GOVERNMENT, CONVENOR, INES] {
        let found = shown(serving, who, &statement);
        assert!(
            found.contains("Words that count.") && found.contains("Words that were replaced."),
            "{found}"
        );
    }
}

#[test]
fn what_was_reserved_in_negotiation_and_counts_is_for_all_who_read_the_text() {
    let serving = &founded();
    let statement = negotiated_before_others(serving);
    let sent = json!({ "value": "support", "reservation": "Reserved before the round." });
    let position = said(serving, INES, &statement, sent);
    let words = words_of(serving, &statement, &position);
    // The same words go to one more organisation: it could not read the version of which that was said.
    let room = json!({ "audience": ["sector:government", "org:open-lines", "org:defenders"] });
    let path = format!("/api/v1/statements/{statement}/room");
    serving.new_client(GOVERNMENT).json("PUT", &path, &[], &room).expect(200);
    approve(serving, &statement);
    begin(serving, &statement, DEADLINE).expect(200);
    let others = [OBSERVER, DEFENDER];
    for who in others {
        assert!(!shown(serving, who, &statement).contains("Reserved before the round."), "{who}");
        serving.new_client(who).get(&format!("/api/v1/explanations/{words}")).expect(404);
    }
    adopt(serving);
    for who in others {
        let view = seen(serving, who, &statement);
        let one = &view["positions"][0];
        assert_eq!((&one["reference"], &one["value"]), (&json!(position), &json!("support")), "{view}");
        assert_eq!(one["words"][0]["text"], "Reserved before the round.");
        assert_eq!(on_roll(&view, "valdora")["count"], "consents");
        assert!(shown(serving, who, &statement).contains("Reserved before the round."), "{who}");
        serving.new_client(who).get(&format!("/api/v1/explanations/{words}")).expect(200);
    }
}

#[test]
fn of_a_round_that_adopted_nothing_nobody_is_told_what_it_counted() {
    let serving = &founded();
    let statement = silent(serving);
    let at = format!("/statements/{statement}/round");
    said(serving, GOVERNMENT, &statement, json!({ "value": "support" }));
    let page = || serving.client(INES).page(&at).expect(200).text();
    assert_eq!(on_roll(&seen(serving, INES, &statement), "estmark")["count"], "consents");
    assert!(page().contains("What it counts as"));
    said(serving, INES, &statement, objection());
    for who in [INES, GOVERNMENT, CONVENOR] {
        let view = seen(serving, who, &statement);
        let roll = view["round"]["roll"].as_array().unwrap();
        assert_eq!(roll.len(), 2, "{view}");
        assert!(roll.iter().all(|one| one["count"] == Value::Null), "{view}");
        assert_eq!(on_roll(&view, "estmark")["value"], "support");
    }
    assert!(!page().contains("What it counts as"));
}

#[test]
fn an_organisation_says_a_hundred_things_and_objects_all_the_same() {
    let serving = &founded();
    let statement = negotiated(serving);
    let (client, at) = (serving.new_client(INES), format!("/api/v1/statements/{statement}/positions"));
    let hash = seen(serving, INES, &statement)["hash"].clone();
    let say = |value: &str| client.post(&at, &json!({ "value": value, "version": hash }));
    for _ in 0..100 {
        say("support").expect(201);
    }
    let refused = say("support").expect(409).text();
    assert!(refused.contains("at most 100 positions"), "{refused}");
    assert_eq!(seen(serving, INES, &statement)["positions"].as_array().unwrap().len(), 100);
    // It stands aside once, and whoever else has said little is heard.
    say("dissociate").expect(201);
    say("dissociate").expect(409);
    said(serving, GOVERNMENT, &statement, json!({ "value": "support" }));
    begin(serving, &statement, DEADLINE).expect(200);
    say("no_objection").expect(409);
    let reference = said(serving, INES, &statement, objection());
    assert_eq!(seen(serving, GOVERNMENT, &statement)["state"], "broken");
    let withdrawal = format!("positions/{reference}/withdrawal");
    post(serving, INES, &statement, &withdrawal, &json!({})).expect(200);
    let again = json!({ "to": "silence", "deadline": "2026-06-02T13:00:00Z" });
    moved(serving, CONVENOR, &statement, &again).expect(200);
    says(serving, INES, &statement, json!({ "value": "support" })).expect(409);
    said(serving, INES, &statement, json!({ "value": "dissociate" }));
}

/// Class of faults: rows of one statement that are taken for those of another, where many are loaded at once.
#[test]
fn each_statement_is_shown_its_own_round() {
    let serving = &founded();
    let (early, late) = (silent(serving), negotiated(serving));
    begin(serving, &late, "2026-06-05T13:00:00Z").expect(200);
    said(serving, INES, &early, json!({ "value": "support" }));
    said(serving, INES, &late, json!({ "value": "more_time" }));
    let waits = |who: &str| {
        let list = serving.new_client(who).get("/api/v1/statements").expect(200).json();
        let of = |statement: &str| {
            let found = list["items"].as_array().unwrap().iter().find(|row| row["reference"] == statement);
            let row = found.unwrap().clone();
            (text(&row["deadline"]), row["waits"] == true)
        };
        [of(&early), of(&late)]
    };
    let deadlines = ["2026-06-04T13:00:00Z", "2026-06-05T13:00:00Z"].map(str::to_owned);
    let expected = |early: bool, late: bool| {
        let [first, second] = deadlines.clone();
        [(first, early), (second, late)]
    };
    assert_eq!(waits(INES), expected(false, true));
    assert_eq!(waits(GOVERNMENT), expected(true, true));
    // Of the second the request is answered by itself: its deadline moves, and that of no other.
    adopt(serving);
    serving.place.clock.advance(TimeDelta::hours(24));
    serving.instance.timers.work().unwrap();
    assert_eq!(seen(serving, INES, &early)["state"], "adopted");
    let view = seen(serving, INES, &late);
    assert_eq!((&view["state"], &view["deadline"]), (&json!("silence"), &json!("2026-06-06T13:00:00Z")));
}

#[test]
fn nobody_is_taken_from_the_readers_of_what_is_asked_or_adopted() {
    let serving = &founded();
    let statement = before_others(serving);
    let path = format!("/api/v1/statements/{statement}/room");
    let narrow = || {
        let sent = json!({ "audience": ["sector:government"], "reason": "We go on among ourselves." });
        serving.new_client(GOVERNMENT).json("PUT", &path, &[], &sent).expect(409).text()
    };
    let refused = narrow();
    assert!(refused.contains("must be able to read what they are asked about"), "{refused}");
    adopt(serving);
    let refused = narrow();
    assert!(refused.contains("must be able to read what they adopted"), "{refused}");
    assert_eq!(seen(serving, OBSERVER, &statement)["state"], "adopted");
}
