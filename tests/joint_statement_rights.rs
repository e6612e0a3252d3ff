//! What nobody takes from others in a joint statement: what they said in it, the text that they write, who they are.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::http::Answer;
use crate::joint_statement_ways::{VERA, join, sponsor, vera};
use crate::joint_statements::{
    INES, LIIS, approve, asked, begun, drafted, founded, moved, negotiated, post, read, seen, text, three,
    write,
};
use crate::serving::{CONVENOR, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, REVIEWER, Serving};
use crate::unconfirmed::{readmit, suspend};

/// The brief that the statements of these tests have, for these readers.
fn brief(audience: &[&str]) -> Value {
    json!({
        "kind": "statement", "title": "On the shutdown in Zale", "brief": "People are cut off.",
        "target": { "kind": "government", "name": "Zale" }, "audience": audience,
    })
}

/// Sends the next version of a brief.
fn rebriefed(serving: &Serving, who: &str, action: &str, sent: &Value) -> Answer {
    serving.place.clock.advance(TimeDelta::seconds(5));
    serving.new_client(who).post(&format!("/api/v1/actions/{action}/versions"), sent)
}

#[track_caller]
fn approve_brief(serving: &Serving, who: &str, action: &str) {
    let path = format!("/api/v1/actions/{action}/approval");
    serving.new_client(who).post(&path, &json!({})).expect(200);
}

fn room(serving: &Serving, statement: &str, sent: &Value) -> Answer {
    let path = format!("/api/v1/statements/{statement}/room");
    serving.new_client(GOVERNMENT).json("PUT", &path, &[], sent)
}

#[test]
fn an_action_is_not_withdrawn_from_under_a_negotiation() {
    let serving = &founded();
    let statement = negotiated(serving);
    let action = text(&seen(serving, GOVERNMENT, &statement)["action"]);
    post(serving, INES, &statement, "inputs", &json!({ "text": "What Valdora said." })).expect(201);
    let path = format!("/api/v1/actions/{action}");
    let withdraw = || {
        let sent = json!({ "reason": "It was a mistake." });
        serving.new_client(GOVERNMENT).json("DELETE", &path, &[], &sent)
    };
    let refused = withdraw().expect(409).text();
    assert!(refused.contains("first give the statement up"), "{refused}");
    // Nothing of it was done.
    serving.new_client(INES).get(&path).expect(200);
    assert_eq!(seen(serving, INES, &statement)["inputs"][0]["text"], "What Valdora said.");
    write(serving, GOVERNMENT, &statement, &three()).expect(200);
    moved(serving, GOVERNMENT, &statement, &json!({ "to": "withdrawn", "reason": "It is over." }))
        .expect(200);
    withdraw().expect(200);
    read(serving, INES, &statement).expect(404);
}

#[test]
fn a_brief_takes_no_text_from_whoever_writes_it() {
    let serving = &founded();
    vera(serving);
    let (statement, action) = begun(serving, VERA, REVIEWER);
    join(serving, INES, &action);
    assert_eq!(sponsor(serving, INES, &statement), 200);
    moved(serving, INES, &statement, &json!({ "to": "drafting" })).expect(200);
    write(serving, INES, &statement, &three()).expect(200);
    let mut sent = brief(&["coalition"]);
    sent["except"] = json!(["valdora"]);
    sent["reason"] = json!("We go on among others.");
    assert_eq!(rebriefed(serving, VERA, &action, &sent).expect(201).json()["state"], "released");
    serving.new_client(INES).get(&format!("/api/v1/actions/{action}")).expect(410);
    sent["title"] = json!("Words for others");
    rebriefed(serving, VERA, &action, &sent).expect(201);
    approve_brief(serving, REVIEWER, &action);
    // The text is still theirs: they read it and write it, and learn nothing of what the brief says by now.
    assert_eq!(seen(serving, INES, &statement)["state"], "drafting");
    write(serving, INES, &statement, &json!([{ "kind": "operative", "text": "We go on." }])).expect(200);
    let page = serving.client(INES).page(&format!("/statements/{statement}")).expect(200).text();
    let list = serving.new_client(INES).get("/api/v1/statements").expect(200).text();
    let pages = serving.client(INES).page("/statements").expect(200).text();
    for found in [&list, &pages] {
        assert!(found.contains(&statement) && found.contains("On the shutdown in Zale"), "{found}");
    }
    for found in [page, list, pages, seen(serving, INES, &statement).to_string()] {
        assert!(!found.contains("Words for others"), "{found}");
    }
    for who in [VERA, GOVERNMENT, CONVENOR] {
        read(serving, who, &statement).expect(404);
    }
}

#[test]
fn who_holds_the_pen_of_a_concept_is_told_to_those_before_whom_it_was_said() {
    let serving = &founded();
    let client = serving.new_client(GOVERNMENT);
    let sent = json!({
        "title": "On the shutdown in Zale", "reason": "People are cut off.", "audience": ["sector:government"],
        "target": { "kind": "government", "name": "Zale" },
    });
    let made = client.post("/api/v1/statements", &sent).expect(201).json();
    let (statement, action) = (text(&made["reference"]), text(&made["action"]));
    approve_brief(serving, GOVERNMENT_REVIEWER, &action);
    assert_eq!(seen(serving, INES, &statement)["penholder"]["slug"], "estmark");
    rebriefed(serving, GOVERNMENT, &action, &brief(&["coalition"])).expect(201);
    approve_brief(serving, GOVERNMENT_REVIEWER, &action);
    let view = seen(serving, DEFENDER, &statement);
    assert_eq!((&view["penholder"], &view["sponsors"]), (&Value::Null, &json!([])), "{view}");
    assert!(!view.to_string().contains("Estmark"), "{view}");
    assert_eq!(view["needed"], "A state sponsors it, and begins to write it.");
    for who in [INES, GOVERNMENT] {
        assert_eq!(seen(serving, who, &statement)["penholder"]["slug"], "estmark", "{who}");
    }
}

#[test]
fn a_room_of_a_few_is_labelled_as_one() {
    let serving = &founded();
    let statement = asked(serving, &["org:valdora"]);
    for who in [INES, GOVERNMENT] {
        assert_eq!(seen(serving, who, &statement)["tlp"], "TLP:AMBER+STRICT", "{who}");
    }
    let wide = asked(serving, &["sector:government"]);
    assert_eq!(seen(serving, INES, &wide)["tlp"], "TLP:GREEN");
}

#[test]
fn no_sponsor_is_left_out_of_the_room() {
    let serving = &founded();
    let (statement, action) = begun(serving, GOVERNMENT, GOVERNMENT_REVIEWER);
    join(serving, INES, &action);
    assert_eq!(sponsor(serving, INES, &statement), 200);
    moved(serving, GOVERNMENT, &statement, &json!({ "to": "drafting" })).expect(200);
    write(serving, GOVERNMENT, &statement, &three()).expect(200);
    let ask = |audience: &[&str]| {
        let sent =
            json!({ "to": "consultation", "audience": audience, "until": "2026-06-05", "until_zone": "UTC" });
        moved(serving, GOVERNMENT, &statement, &sent)
    };
    let refused = ask(&["org:open-lines"]).expect(422).json();
    assert!(text(&refused["errors"]["audience"][0]).contains("Valdora"), "{refused}");
    ask(&["coalition"]).expect(200);
    approve(serving, &statement);
    let except = |slug: &str| json!({ "audience": ["coalition"], "except": [slug], "reason": "We go on among others." });
    let refused = room(serving, &statement, &except("valdora")).expect(422).json();
    assert!(refused["errors"]["except"].is_array(), "{refused}");
    let few = json!({ "audience": ["org:open-lines"], "reason": "We go on among others." });
    room(serving, &statement, &few).expect(422);
    assert_eq!(seen(serving, INES, &statement)["state"], "consultation");
    room(serving, &statement, &except("lumora")).expect(200);
    // Whoever names the readers of now is told that nothing has changed.
    let at = format!("/statements/{statement}/room");
    let fields = [("act", "readers"), ("audience", "coalition"), ("except", "lumora"), ("reason", "")];
    let back = serving.client(GOVERNMENT).fill(&at, &at, &fields).expect(303);
    assert!(
        back.header("location").unwrap().ends_with("done=statement-unchanged"),
        "{:?}",
        back.header("location")
    );
}

#[test]
fn what_was_said_before_fewer_leaves_on_no_sheet_for_more() {
    let serving = &founded();
    let statement = asked(serving, &["org:valdora"]);
    moved(serving, GOVERNMENT, &statement, &json!({ "to": "negotiation" })).expect(200);
    let put = |words: &str| {
        let sent = json!({ "paragraph": "p3", "start": 0, "end": 2, "kind": "alternative", "text": words });
        post(serving, INES, &statement, "brackets", &sent).expect(201);
    };
    let sheet = |who: &str, more: &str| {
        serving.client(who).page(&format!("/statements/{statement}{more}")).expect(200).text()
    };
    put("Words for Estmark");
    assert!(sheet(INES, "/print").contains("Words for Estmark"), "all of its readers could read it");
    let more = json!({ "audience": ["org:valdora", "sector:government"] });
    room(serving, &statement, &more).expect(200);
    approve(serving, &statement);
    put("Words for all states");
    for who in [INES, GOVERNMENT] {
        let print = sheet(who, "/print");
        assert!(!print.contains("Words for Estmark") && print.contains("Words for all states"), "{print}");
        assert!(sheet(who, "/paragraphs/p3").contains("Words for Estmark"), "on the page they are");
        // The plain text says for whom it is, above and below.
        let plain = sheet(who, ".txt");
        let lines: Vec<&str> = plain.lines().collect();
        assert!(lines[0].starts_with("TLP:GREEN · For: "), "{plain}");
        assert_eq!(lines.first(), lines.last());
    }
}

#[test]
fn a_readmission_does_not_keep_the_penholder_from_writing() {
    let serving = &founded();
    let statement = asked(serving, &["org:valdora"]);
    suspend(serving, "valdora");
    write(serving, GOVERNMENT, &statement, &json!([{ "kind": "operative", "text": "Meanwhile." }]))
        .expect(200);
    readmit(serving, "valdora");
    write(serving, GOVERNMENT, &statement, &json!([{ "kind": "operative", "text": "Afterwards." }]))
        .expect(200);
    assert_eq!(seen(serving, GOVERNMENT, &statement)["paragraphs"][0]["text"], "Afterwards.");
    // They could read the version of before, and are told what became of it.
    let gone = read(serving, INES, &statement).expect(410).json();
    assert!(text(&gone["reason"]).contains("while you were no active member"), "{gone}");
}

#[test]
fn an_amendment_undoes_nothing_that_was_changed_since() {
    let serving = &founded();
    let statement = asked(serving, &["coalition"]);
    moved(serving, GOVERNMENT, &statement, &json!({ "to": "negotiation" })).expect(200);
    let hash = seen(serving, INES, &statement)["hash"].clone();
    let sent = json!({ "paragraph": "p3", "version": hash, "text": "We ask Zale to restore access." });
    let made = post(serving, INES, &statement, "amendments", &sent).expect(201).json();
    let path = format!("amendments/{}/decision", text(&made["reference"]));
    let decide = |sent: Value| post(serving, GOVERNMENT, &statement, &path, &sent);
    decide(json!({ "decision": "rejected", "reason": "Too soft." })).expect(200);
    let with = |words: &str| {
        let paragraphs = json!([
            { "id": "p1", "kind": "heading", "text": "Joint statement" },
            { "id": "p3", "kind": "operative", "text": words },
        ]);
        write(serving, GOVERNMENT, &statement, &paragraphs).expect(200);
    };
    with("We demand that Zale restore access.");
    let refused = decide(json!({ "decision": "accepted" })).expect(409).text();
    assert!(refused.contains("reads otherwise"), "{refused}");
    // Where the paragraph reads as it did, what else was changed does not matter.
    with("We call on Zale to restore access at once.");
    decide(json!({ "decision": "accepted" })).expect(200);
}

#[test]
fn comments_end_with_the_day_until_which_others_are_asked() {
    let serving = &founded();
    let statement = asked(serving, &["sector:government"]);
    let say = |words: &str| post(serving, INES, &statement, "inputs", &json!({ "text": words }));
    let first = text(&say("In time.").expect(201).json()["reference"]);
    serving.place.clock.advance(TimeDelta::days(5));
    assert_eq!(seen(serving, INES, &statement)["state"], "consultation", "something is unanswered");
    let refused = say("Too late.").expect(409).text();
    assert!(refused.contains("is over"), "{refused}");
    let at = format!("/statements/{statement}/inputs");
    let page = serving.client(INES).page(&at).expect(200).text();
    assert!(page.contains("In time.") && !page.contains("name=\"text\""), "{page}");
    let answer = json!({ "answer": "accepted" });
    post(serving, GOVERNMENT, &statement, &format!("inputs/{first}/answer"), &answer).expect(200);
    assert_eq!(seen(serving, INES, &statement)["state"], "negotiation");
    say("Again.").expect(201);
}

#[test]
fn what_a_colleague_answered_meanwhile_costs_nobody_what_they_typed() {
    let serving = &founded();
    let statement = negotiated(serving);
    let said = json!({ "paragraph": "p3", "text": "Name the province." });
    let made = post(serving, INES, &statement, "inputs", &said).expect(201).json();
    let entry = text(&made["reference"]);
    let (at, client) = (format!("/statements/{statement}/paragraphs/p3"), serving.client(GOVERNMENT));
    let before = client.page(&at).expect(200);
    let path = format!("inputs/{entry}/answer");
    post(serving, LIIS, &statement, &path, &json!({ "answer": "accepted" })).expect(200);
    let typed = [
        ("act", "answer"),
        ("entry", entry.as_str()),
        ("answer", "not"),
        ("reason", "Words that were typed."),
    ];
    let back = client.fill_on(&before, &at, &typed).expect(409).text();
    assert!(back.contains("Words that were typed."), "{back}");
}

#[test]
fn what_a_colleague_saved_meanwhile_stays_in_the_text() {
    let serving = &founded();
    let statement = drafted(serving);
    let (edit, client) = (format!("/statements/{statement}/edit"), serving.client(GOVERNMENT));
    let before = client.page(&edit).expect(200);
    let theirs = json!([
        { "id": "p1", "kind": "heading", "text": "Joint statement" },
        { "id": "p2", "kind": "preamble", "text": "Recalling what Liis wrote," },
        { "id": "p3", "kind": "operative", "text": "We call on Zale to restore access at once." },
        { "kind": "operative", "text": "A paragraph of Liis." },
    ]);
    write(serving, LIIS, &statement, &theirs).expect(200);
    let typed = |mine: &str| {
        let rows = [
            ("p1", "heading", "Joint statement"),
            ("p2", "preamble", "Recalling the rights of everybody online,"),
            ("p3", "operative", mine),
        ];
        let mut fields =
            vec![("act", "save".to_owned()), ("title", "Typed".to_owned()), ("language", "en".to_owned())];
        for (id, kind, words) in rows {
            fields.extend([("id", id.to_owned()), ("kind", kind.to_owned()), ("text", words.to_owned())]);
        }
        fields
    };
    let typed = typed("Words of Kirsi.");
    let fields: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let back = client.fill_on(&before, &edit, &fields).expect(412).text();
    for shown in ["Words of Kirsi.", "Recalling what Liis wrote,", "A paragraph of Liis.", "value=\"Typed\""]
    {
        assert!(back.contains(shown), "{shown}: {back}");
    }
    assert!(!back.contains("Recalling the rights of everybody"), "{back}");
    assert!(back.contains(&format!("/statements/{statement}/difference?from=2")), "{back}");
}
