//! Mandates: given by an organisation's own administrator, seen by its people, and needed for what it does with others where it asks
//! for them.

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::access::Role::{Delegate, Observer};
use entente::db::schema::audit;
use entente::mandates::{ActionKind, Matter};
use serde_json::{Value, json};

use crate::action_files::attached;
use crate::notifications::Post;
use crate::serving::{
    ADMIN, COMPANY, CONVENOR, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REPORTER, REVIEWER,
    SECRETARIAT, Serving,
};

const ALL: &str = "/api/v1/organisations/open-lines/mandates";
const RULE: &str = "/api/v1/organisations/open-lines/mandate-rule";
/// A second delegate of Open Lines.
const SECOND: &str = "noor@open-lines.example.org";

/// A coalition in which Open Lines has a second delegate.
fn serving() -> Serving {
    let serving = Serving::new();
    enrol(&serving);
    serving
}

fn enrol(serving: &Serving) {
    serving.write(|tx| {
        let home = entente::people::organisation_for_operator(tx.conn, "open-lines")?;
        entente::accounts::enrol(tx, &home, "Noor Haddad", SECOND, "", &[Delegate])
    });
}

fn grant(serving: &Serving, sent: &Value) -> String {
    let made = serving.new_client(ADMIN).post(ALL, sent).expect(201).json();
    made["reference"].as_str().unwrap().to_owned()
}

/// Asks for a mandate, as somebody who holds one in everything can still act.
fn ask_for_mandates(serving: &Serving) {
    serving.new_client(ADMIN).json("PUT", RULE, &[], &json!({ "only_by_mandate": true })).expect(200);
}

fn day(serving: &Serving, days: i64) -> String {
    serving.place.database.ambient().now().plus(TimeDelta::days(days)).date().to_string()
}

fn letter(title: &str, kind: &str, forum: &str) -> Value {
    json!({
        "kind": kind, "title": title, "brief": "We write.", "forum": forum,
        "audience": ["org:open-lines", "sector:government"],
    })
}

/// An action that Estmark began and members read.
fn begun(serving: &Serving, kind: &str, forum: &str) -> String {
    let mut sent = letter("Of Estmark", kind, forum);
    sent["audience"] = json!(["coalition"]);
    let made = serving.new_client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/actions/{reference}/approval");
    serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
    reference
}

fn join(serving: &Serving, who: &str, action: &str) -> u16 {
    let path = format!("/api/v1/actions/{action}/participation");
    serving.new_client(who).json("PUT", &path, &[], &json!({})).status
}

/// The states of an organisation's mandates by reference, as somebody sees them.
fn states(serving: &Serving, who: &str) -> Vec<(String, String)> {
    let list = serving.new_client(who).get(ALL).expect(200).json();
    let one = |view: &Value| {
        (view["reference"].as_str().unwrap().to_owned(), view["state"].as_str().unwrap().to_owned())
    };
    list["items"].as_array().unwrap().iter().map(one).collect()
}

#[test]
fn an_administrator_gives_and_ends_mandates_and_its_people_and_convenors_see_them() {
    let serving = serving();
    let one = grant(&serving, &json!({ "person": REVIEWER, "scope": "action", "kind": "letter" }));
    let later = grant(
        &serving,
        &json!({ "person": SECOND, "scope": "forum", "forum": "The Council", "from": day(&serving, 3), "until": day(&serving, 5) }),
    );
    let shown = [(one.clone(), "in_force".to_owned()), (later.clone(), "to_come".to_owned())];
    for who in [ADMIN, OBSERVER, REPORTER, CONVENOR] {
        assert_eq!(states(&serving, who), shown, "{who}");
        let page = serving.new_client(who).page("/organisations/open-lines/mandates").expect(200).text();
        assert!(page.contains("Letter") && page.contains("The Council"), "{page}");
        // People are known to their own organisation alone.
        let list = serving.new_client(who).get(ALL).expect(200).text();
        let named =
            |text: &str| ["Jonas Weber", "Noor Haddad", REVIEWER, SECOND].map(|name| text.contains(name));
        assert_eq!([&page, &list].map(|text| named(text)), [[who != CONVENOR; 4]; 2], "{who}");
    }
    for who in [COMPANY, GOVERNMENT, DEFENDER, SECRETARIAT] {
        serving.new_client(who).get(ALL).expect(403);
        serving.new_client(who).page("/organisations/open-lines/mandates").expect(403);
        let page = serving.new_client(who).page("/organisations/open-lines").expect(200).text();
        assert!(!page.contains("/mandates"), "{who}");
    }
    let own = serving.new_client(REVIEWER).page("/account/mandates").expect(200).text();
    assert!(own.contains("Letter") && !own.contains("The Council"), "{own}");
    // Over at the moment that is its end, and not before.
    serving.place.clock.advance(TimeDelta::days(3));
    assert_eq!(states(&serving, ADMIN)[1], (later.clone(), "in_force".to_owned()));
    serving.place.clock.advance(TimeDelta::days(3));
    assert_eq!(states(&serving, ADMIN)[1], (later, "ended".to_owned()));
    let (path, admin) = (format!("{ALL}/{one}"), serving.new_client(ADMIN));
    admin.delete(&path).expect(204);
    let before = serving.state();
    // Another administrator was first: nothing is done twice.
    admin.delete(&path).expect(204);
    assert_eq!(serving.state(), before);
    assert!(states(&serving, ADMIN).iter().all(|(_, state)| state == "ended"));
}

#[test]
#[expect(clippy::too_many_lines, reason = "a list of examples")]
fn what_makes_no_mandate_is_said_and_makes_none() {
    let serving = serving();
    let of = |more: Value| {
        let mut sent = json!({ "person": REVIEWER, "scope": "everything" });
        sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        sent
    };
    let held = grant(&serving, &of(json!({})));
    let deputy = grant(
        &serving,
        &of(json!({ "person": SECOND, "scope": "deputy", "stands_in_for": held, "until": day(&serving, 4) })),
    );
    let wrong = [
        ("until", of(json!({ "from": day(&serving, 5), "until": day(&serving, 3), "person": SECOND }))),
        ("until", of(json!({ "until": day(&serving, -2) }))),
        ("until", of(json!({ "until": "soon" }))),
        ("from", of(json!({ "from": day(&serving, -2) }))),
        ("person", of(json!({ "person": GOVERNMENT }))),
        ("person", of(json!({ "person": OBSERVER }))),
        ("person", of(json!({ "person": "nobody@open-lines.example.org" }))),
        ("kind", of(json!({ "scope": "action", "kind": "picnic" }))),
        ("forum", of(json!({ "scope": "forum", "forum": " " }))),
        ("scope", of(json!({ "scope": "statement" }))),
        (
            "stands_in_for",
            of(
                json!({ "person": SECOND, "scope": "deputy", "stands_in_for": "X-AAAAAA", "until": day(&serving, 2) }),
            ),
        ),
        ("stands_in_for", of(json!({ "scope": "deputy", "stands_in_for": held, "until": day(&serving, 2) }))),
        (
            "stands_in_for",
            of(json!({ "scope": "deputy", "stands_in_for": deputy, "until": day(&serving, 2) })),
        ),
        ("until", of(json!({ "person": SECOND, "scope": "deputy", "stands_in_for": held }))),
    ];
    let admin = serving.client(ADMIN);
    let before = serving.state();
    for (field, sent) in wrong {
        let answer = admin.post(ALL, &sent).expect(422).json();
        assert!(answer["errors"].get(field).is_some(), "{field}: {sent} {answer}");
    }
    // The same twice is said, not doubled.
    let said = serving.client(ADMIN).post(ALL, &of(json!({ "until": day(&serving, 9) }))).expect(409).text();
    assert!(said.contains(&held), "{said}");
    let page = serving
        .client(ADMIN)
        .fill(
            "/organisations/open-lines/mandates",
            "/organisations/open-lines/mandates",
            &[("person", REVIEWER), ("scope", "everything")],
        )
        .expect(422)
        .text();
    assert!(page.contains(&held), "{page}");
    assert_eq!(serving.state(), before);
    // Of an account that is closed the mandate is over, and its deputy's with it.
    let viewer = serving.viewer(ADMIN);
    serving.write(|tx| {
        let home = entente::people::organisation_for_operator(tx.conn, "open-lines")?;
        let of = entente::people::colleague(tx.conn, &home.id, REVIEWER)?;
        entente::accounts::close(tx, &viewer, &of)
    });
    serving.client(ADMIN).post(ALL, &of(json!({ "scope": "action", "kind": "letter" }))).expect(422);
    assert_eq!(
        states(&serving, ADMIN).into_iter().map(|(_, state)| state).collect::<Vec<_>>(),
        ["ended", "ended"]
    );
}

#[test]
fn an_organisation_that_asks_for_mandates_is_acted_for_by_those_who_hold_one() {
    let serving = serving();
    let action = begun(&serving, "letter", "The Council, 60th session");
    let other = begun(&serving, "demarche", "");
    // It keeps one, and asks for none: each delegate acts as before.
    serving.new_client(ADMIN).json("PUT", RULE, &[], &json!({ "only_by_mandate": true })).expect(409);
    grant(&serving, &json!({ "person": REVIEWER, "scope": "forum", "forum": "the council" }));
    assert_eq!(join(&serving, SECOND, &other), 200);
    ask_for_mandates(&serving);
    let client = serving.client(SECOND);
    let refused = client.json("DELETE", &format!("/api/v1/actions/{other}/participation"), &[], &json!({}));
    let said = refused.expect(403).text();
    assert!(said.contains("Demarche") && said.contains("administrator"), "{said}");
    assert_eq!(join(&serving, SECOND, &action), 403);
    client.post("/api/v1/actions", &letter("Ours", "letter", "")).expect(403);
    client.page("/actions/new").expect(403);
    client.post(&format!("/api/v1/actions/{other}/tasks"), &json!({ "title": "Call" })).expect(403);
    let page = client.page(&format!("/actions/{other}")).expect(200).text();
    assert!(!page.contains("value=\"leave\"") && page.contains("/account/mandates"), "{page}");
    assert!(!client.page("/board").expect(200).text().contains("/actions/new"));
    // Whoever holds one for this forum acts in it, and in nothing else.
    assert_eq!(join(&serving, REVIEWER, &action), 200);
    let leave = format!("/api/v1/actions/{other}/participation");
    serving.new_client(REVIEWER).json("DELETE", &leave, &[], &json!({})).expect(403);
    let page = serving.new_client(REVIEWER).page(&format!("/actions/{action}")).expect(200).text();
    assert!(page.contains("value=\"leave\""));
    // A comment is no act of the organisation with others, and others act for theirs as ever.
    client.post(&format!("/api/v1/actions/{action}/comments"), &json!({ "text": "We agree." })).expect(201);
    assert_eq!(join(&serving, DEFENDER, &action), 200);
    serving.new_client(ADMIN).json("PUT", RULE, &[], &json!({ "only_by_mandate": false })).expect(200);
    client.json("DELETE", &format!("/api/v1/actions/{other}/participation"), &[], &json!({})).expect(200);
}

#[test]
fn a_deputy_acts_in_the_days_that_were_named_and_while_the_other_mandate_counts() {
    let serving = serving();
    let held = grant(
        &serving,
        &json!({ "person": REVIEWER, "scope": "action", "kind": "letter", "until": day(&serving, 6) }),
    );
    let deputy = json!({
        "person": SECOND, "scope": "deputy", "stands_in_for": held, "from": day(&serving, 2), "until": day(&serving, 9),
    });
    grant(&serving, &deputy);
    ask_for_mandates(&serving);
    let action = begun(&serving, "letter", "");
    assert_eq!(join(&serving, SECOND, &action), 403, "not yet");
    serving.place.clock.advance(TimeDelta::days(3));
    assert_eq!(join(&serving, SECOND, &action), 200);
    let step = serving.new_client(OBSERVER).get(&format!("/api/v1/actions/{action}")).expect(200).json();
    let by = &step["steps"][0]["by"];
    assert_eq!((&by["person"], &by["stands_in_for"]), (&json!("Noor Haddad"), &json!("Jonas Weber")));
    // It ends with the one that it stands in for.
    serving.place.clock.advance(TimeDelta::days(4));
    let other = begun(&serving, "letter", "");
    assert_eq!(join(&serving, SECOND, &other), 403, "the other mandate is over");
}

#[test]
fn a_deputy_acts_for_nobody_who_could_not_act_themselves() {
    let serving = serving();
    let held = grant(&serving, &json!({ "person": REVIEWER, "scope": "everything" }));
    let deputy =
        json!({ "person": SECOND, "scope": "deputy", "stands_in_for": held, "until": day(&serving, 9) });
    grant(&serving, &deputy);
    ask_for_mandates(&serving);
    delegates_no_more(&serving);
    let action = begun(&serving, "letter", "");
    assert_eq!(join(&serving, SECOND, &action), 403);
}

/// Jonas Weber has no role any more that lets him act.
fn delegates_no_more(serving: &Serving) {
    let viewer = serving.viewer(ADMIN);
    serving.write(|tx| {
        let home = entente::people::organisation_for_operator(tx.conn, "open-lines")?;
        let of = entente::people::colleague(tx.conn, &home.id, REVIEWER)?;
        entente::people::grant(tx, &viewer, &home, &of, Observer, None)?;
        entente::people::end_role(tx, &viewer, &of, Delegate)
    });
}

#[test]
fn a_mandate_by_which_nobody_could_act_is_shown_as_such_and_locks_nobody_out() {
    let serving = serving();
    let held = grant(&serving, &json!({ "person": REVIEWER, "scope": "everything" }));
    let deputy =
        json!({ "person": SECOND, "scope": "deputy", "stands_in_for": held, "until": day(&serving, 9) });
    let deputy = grant(&serving, &deputy);
    let pages = || {
        let page = |who: &str, path: &str| serving.new_client(who).page(path).expect(200).text();
        [
            page(ADMIN, "/organisations/open-lines/mandates"),
            page(SECOND, "/account/mandates"),
            page(REVIEWER, "/account/mandates"),
        ]
    };
    let marked = |pages: [String; 3]| pages.map(|page| page.matches("Counts for nothing now").count());
    assert_eq!(marked(pages()), [0; 3]);
    delegates_no_more(&serving);
    assert_eq!(marked(pages()), [2, 1, 1]);
    let [_, own, _] = pages();
    assert!(own.contains(&deputy) && !own.contains("id=\"in-force\""), "{own}");
    let list = serving.new_client(ADMIN).get(ALL).expect(200).json();
    let counts: Vec<&Value> = list["items"].as_array().unwrap().iter().map(|one| &one["counts"]).collect();
    assert_eq!(counts, [&json!(false); 2]);
    let rule = json!({ "only_by_mandate": true });
    let said = serving.new_client(ADMIN).json("PUT", RULE, &[], &rule).expect(409).text();
    assert!(said.contains("Nobody whose role lets them act"), "{said}");
    grant(&serving, &json!({ "person": SECOND, "scope": "action", "kind": "letter" }));
    ask_for_mandates(&serving);
}

#[test]
fn a_mandate_that_was_ended_counts_for_no_call_that_waited() {
    let serving = serving();
    let mandate = grant(&serving, &json!({ "person": REVIEWER, "scope": "everything" }));
    grant(&serving, &json!({ "person": SECOND, "scope": "everything" }));
    ask_for_mandates(&serving);
    let before = serving.viewer(REVIEWER);
    let may = || {
        let letter = Matter { kind: ActionKind::Letter, forum: "" };
        serving.write(|tx| entente::mandates::covers(tx.conn, &before, &letter))
    };
    assert!(may());
    serving.place.clock.advance(TimeDelta::seconds(5));
    serving.new_client(ADMIN).delete(&format!("{ALL}/{mandate}")).expect(204);
    assert!(!may());
}

#[test]
fn a_draft_does_not_hide_what_kind_of_action_is_out() {
    let serving = serving();
    let sent = letter("Before the court", "litigation", "");
    let made = serving.new_client(SECOND).post("/api/v1/actions", &sent).expect(201).json();
    let action = format!("/api/v1/actions/{}", made["reference"].as_str().unwrap());
    let decide = |what: &str, sent: &Value| {
        serving.new_client(REVIEWER).post(&format!("{action}/{what}"), sent).expect(200);
    };
    decide("approval", &json!({}));
    serving.new_client(SECOND).post(&format!("{action}/versions"), &sent).expect(201);
    decide("return", &json!({ "comment": "Not so." }));
    grant(&serving, &json!({ "person": SECOND, "scope": "action", "kind": "letter" }));
    grant(&serving, &json!({ "person": REVIEWER, "scope": "everything" }));
    ask_for_mandates(&serving);
    let next = letter("A letter", "letter", "");
    let said = serving.new_client(SECOND).post(&format!("{action}/versions"), &next).expect(403).text();
    assert!(said.contains("Litigation"), "{said}");
    let form = format!("{}/update", action.trim_start_matches("/api/v1"));
    serving.new_client(SECOND).page(&form).expect(403);
    serving.new_client(REVIEWER).page(&form).expect(200);
    serving.new_client(REVIEWER).post(&format!("{action}/versions"), &next).expect(201);
}

#[test]
fn what_was_typed_of_a_kind_that_no_mandate_covers_is_kept() {
    let serving = serving();
    let action = begun(&serving, "letter", "");
    let mut sent = letter("Ours", "letter", "");
    sent["audience"] = json!(["org:open-lines"]);
    let made = serving.new_client(SECOND).post("/api/v1/actions", &sent).expect(201).json();
    let own = made["reference"].as_str().unwrap().to_owned();
    grant(&serving, &json!({ "person": SECOND, "scope": "action", "kind": "letter" }));
    ask_for_mandates(&serving);
    let client = serving.new_client(SECOND);
    let typed = [
        ("kind", "demarche"),
        ("title", "About the cut"),
        ("brief", "We say this."),
        ("language", "en"),
        ("audience", "coalition"),
    ];
    let before = serving.state();
    for at in ["/actions".to_owned(), format!("/actions/{own}/update")] {
        let form = if at == "/actions" { "/actions/new" } else { at.as_str() };
        let text = client.fill(form, &at, &typed).expect(422).text();
        for kept in ["About the cut", "We say this.", "you hold none for actions of this kind"] {
            assert!(text.contains(kept), "{at}: {kept}: {text}");
        }
    }
    assert_eq!(serving.state(), before);
    assert_eq!(join(&serving, SECOND, &action), 200);
}

/// Classes of leaks: who acts for an organisation, and by what, is for its own people.
#[test]
fn a_step_names_its_person_and_mandate_to_their_own_organisation_alone() {
    let serving = serving();
    let mandate = grant(&serving, &json!({ "person": REVIEWER, "scope": "everything" }));
    let action = begun(&serving, "letter", "");
    assert_eq!(join(&serving, REVIEWER, &action), 200);
    let read = |who: &str| serving.new_client(who).get(&format!("/api/v1/actions/{action}")).expect(200);
    let own = read(OBSERVER).json();
    assert_eq!(
        own["steps"][0]["by"],
        json!({ "person": "Jonas Weber", "mandate": mandate, "stands_in_for": null })
    );
    let page = serving.new_client(OBSERVER).page(&format!("/actions/{action}")).expect(200).text();
    assert!(page.contains("Jonas Weber") && page.contains(&mandate), "{page}");
    for who in [GOVERNMENT, COMPANY, CONVENOR] {
        let answer = read(who);
        assert_eq!(answer.json()["steps"][0]["by"], Value::Null, "{who}");
        let page = serving.new_client(who).page(&format!("/actions/{action}")).expect(200).text();
        for text in [answer.text(), page] {
            assert!(!text.contains("Jonas Weber") && !text.contains(&mandate), "{who}: {text}");
        }
    }
    // What nobody of it did names nobody: a new brief leaves Open Lines behind.
    let mut next = letter("Of Estmark", "letter", "");
    next["audience"] = json!(["org:estmark"]);
    next["reason"] = json!("It is ours alone.");
    serving.new_client(GOVERNMENT).post(&format!("/api/v1/actions/{action}/versions"), &next).expect(201);
    let left = read(GOVERNMENT).json();
    assert_eq!((&left["steps"][0]["kind"], &left["steps"][0]["by"]), (&json!("left"), &Value::Null));
}

/// The details of an act in the log of an organisation, the oldest first.
fn logged(serving: &Serving, slug: &str, of: &str) -> Vec<Value> {
    let read = serving.place.database.read(|conn| {
        let home = entente::people::organisation_for_operator(conn, slug)?;
        let rows = audit::table.filter(audit::organisation_id.eq(home.id.as_str())).filter(audit::act.eq(of));
        Ok(rows.order((audit::at, audit::id)).select(audit::detail).load::<String>(conn)?)
    });
    read.unwrap().iter().map(|detail| serde_json::from_str(detail).unwrap()).collect()
}

/// Classes of leaks: by which mandate somebody acted, in the log of another organisation.
#[test]
fn a_log_names_mandates_of_its_own_organisation_alone() {
    let serving = serving();
    let mandate = grant(&serving, &json!({ "person": REVIEWER, "scope": "everything" }));
    let action = begun(&serving, "letter", "");
    let at = format!("/api/v1/actions/{action}");
    let call = |who: &str, method: &str, path: &str, sent: &Value| {
        let answer = serving.new_client(who).json(method, &format!("{at}/{path}"), &[], sent);
        assert!(answer.status < 300, "{method} {path} as {who}: {}", answer.text());
    };
    assert_eq!([REVIEWER, DEFENDER].map(|who| join(&serving, who, &action)), [200, 200]);
    call(GOVERNMENT, "POST", "lead", &json!({ "organisation": "open-lines" }));
    call(REVIEWER, "PUT", "lead", &json!({}));
    call(REVIEWER, "POST", "moves", &json!({ "to": "considered" }));
    let file = attached(&serving, DEFENDER, &action, ("a.txt", b"Theirs"));
    serving.new_client(REVIEWER).delete(&format!("/api/v1/files/{file}")).expect(204);
    call(REVIEWER, "POST", "lead", &json!({ "organisation": "defenders" }));
    call(REVIEWER, "DELETE", "records", &json!({}));
    call(REVIEWER, "DELETE", "participation", &json!({}));
    for act in [
        "action.joined",
        "action.lead_taken",
        "action.moved",
        "action.file_removed",
        "action.lead_offered",
        "action.part_corrected",
        "action.left",
    ] {
        let own = logged(&serving, "open-lines", act);
        assert_eq!((own.len(), &own[0]["mandate"]), (1, &json!(mandate)), "{act}");
    }
    // Whoever began the action is told that it was moved, and not by what.
    let moved = json!({ "from": "proposed", "to": "considered" });
    assert_eq!(logged(&serving, "estmark", "action.moved"), [moved]);
    let named = serving.place.database.read(|conn| {
        let naming = audit::table.filter(audit::detail.like(format!("%{mandate}%")));
        let all: Vec<Option<String>> = naming.select(audit::organisation_id).distinct().load(conn)?;
        Ok(all.len())
    });
    assert_eq!(named.unwrap(), 1, "one log alone names it");
}

#[test]
fn its_holder_and_the_administrators_are_told_once_that_a_mandate_ends_soon() {
    let post = Post::new();
    enrol(&post.serving);
    let serving = &post.serving;
    let sent = json!({ "person": REVIEWER, "scope": "everything", "until": day(serving, 9) });
    let mandate = grant(serving, &sent);
    let ended = grant(serving, &json!({ "person": SECOND, "scope": "everything", "until": day(serving, 9) }));
    serving.new_client(ADMIN).delete(&format!("{ALL}/{ended}")).expect(204);
    let told = |days: i64| {
        serving.place.clock.advance(TimeDelta::days(days));
        serving.instance.timers.work().unwrap();
        post.tell();
        let count = |who: &str| post.told(who).iter().filter(|(kind, _)| kind == "mandate-ends").count();
        [ADMIN, REVIEWER, SECOND, OBSERVER, CONVENOR, GOVERNMENT].map(count)
    };
    assert_eq!(told(2), [0; 6]);
    assert_eq!(told(2), [1, 1, 0, 0, 0, 0]);
    assert_eq!(told(1), [1, 1, 0, 0, 0, 0], "once");
    let page = serving.new_client(REVIEWER).page("/notifications").expect(200).text();
    assert!(page.contains(&mandate), "{page}");
}
