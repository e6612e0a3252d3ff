//! Whom a request to a state is shown as its action changes, who is reminded of it, and that its names stay with whoever asks.

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::access::OrganisationKind::Government;
use entente::access::Role::Delegate;
use entente::accounts;
use entente::db::schema::{sealed_key, sealed_text, ticket, ticket_step};
use entente::people::{self, NewOrganisation};
use serde_json::{Value, json};

use crate::contract::behind;
use crate::http::Answer;
use crate::notifications::Post;
use crate::retention::{are_gone_from, holds};
use crate::serving::{
    ADMIN, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REPORTER, REVIEWER, Serving,
};
use crate::unconfirmed::{readmit, suspend};

/// A delegate of Open Lines who begins actions.
pub const VERA: &str = "vera@open-lines.example.org";
/// A delegate of another state.
const INES: &str = "ines@valdora.example.org";

pub fn founded(serving: &Serving) {
    serving.write(|tx| {
        let home = people::organisation_for_operator(tx.conn, "open-lines")?;
        accounts::enrol(tx, &home, "Vera Lang", VERA, "", &[Delegate])?;
        let state =
            people::found(tx, NewOrganisation::known("valdora", "Valdora", Government, Some("PT"), ""))?;
        accounts::enrol(tx, &state, "Ines Duarte", INES, "", &[Delegate])
    });
}

pub fn brief(audience: &[&str], except: &[&str]) -> Value {
    json!({
        "kind": "emergency_support", "title": "Visas", "brief": "They have to leave.", "audience": audience,
        "except": except,
    })
}

fn approve(serving: &Serving, reference: &str) {
    let path = format!("/api/v1/actions/{reference}/approval");
    serving.new_client(REVIEWER).post(&path, &json!({})).expect(200);
}

pub fn begun(serving: &Serving, brief: &Value) -> String {
    let made = serving.new_client(VERA).post("/api/v1/actions", brief).expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    if made["state"] == "proposed" {
        approve(serving, &reference);
    }
    reference
}

fn ask(serving: &Serving, who: &str, action: &str, (state, names): (&str, &str)) -> Answer {
    let sent = json!({ "organisation": state, "text": "Two visas.", "beneficiaries": names });
    serving.new_client(who).post(&format!("/api/v1/actions/{action}/tickets"), &sent)
}

pub fn asked(serving: &Serving, who: &str, action: &str, names: &str) -> String {
    let made = ask(serving, who, action, ("estmark", names)).expect(201).json();
    made["reference"].as_str().unwrap().to_owned()
}

/// Another version of the brief.
fn version(serving: &Serving, action: &str, sent: &Value) {
    serving.place.clock.advance(TimeDelta::seconds(5));
    let path = format!("/api/v1/actions/{action}/versions");
    let made = serving.new_client(VERA).post(&path, sent).expect(201).json();
    if made["state"] == "proposed" {
        approve(serving, action);
    }
}

fn status(serving: &Serving, who: &str, ticket: &str) -> u16 {
    serving.new_client(who).get(&format!("/api/v1/tickets/{ticket}")).status
}

pub fn moved(serving: &Serving, who: &str, ticket: &str, sent: &Value) -> Answer {
    serving.new_client(who).post(&format!("/api/v1/tickets/{ticket}/moves"), sent)
}

#[test]
fn a_request_goes_with_the_brief_and_leaves_nothing() {
    let post = Post::new();
    let serving = &post.serving;
    founded(serving);
    let action = begun(serving, &brief(&["coalition"], &[]));
    let ticket = asked(serving, VERA, &action, "Zilokestrel");
    assert_eq!([GOVERNMENT, VERA].map(|who| status(serving, who, &ticket)), [200; 2]);
    post.tell();
    assert!(post.kinds(GOVERNMENT).contains("ticket-asked"));
    let page = |who: &str| serving.new_client(who).page("/notifications").expect(200).text();
    assert!(page(GOVERNMENT).contains("Your state is asked for support"));
    // Narrowed away from the state: it reads it no more, nor hears of it. What widens the brief again brings it back.
    let mut narrow = brief(&["org:open-lines"], &[]);
    narrow["reason"] = json!("We go on alone");
    version(serving, &action, &narrow);
    assert_eq!([GOVERNMENT, VERA].map(|who| status(serving, who, &ticket)), [404, 200]);
    assert!(!page(GOVERNMENT).contains("Your state is asked for support"));
    assert_eq!(moved(serving, GOVERNMENT, &ticket, &json!({ "to": "accepted" })).status, 404);
    version(serving, &action, &brief(&["coalition"], &[]));
    assert_eq!([GOVERNMENT, VERA].map(|who| status(serving, who, &ticket)), [200; 2]);
    let count = |table: &str| serving.state().0[table];
    let sealed: Vec<String> = serving.write(|tx| {
        let steps: Vec<String> = ticket_step::table.select(ticket_step::id).load(tx.conn)?;
        let all: Vec<String> = ticket::table.select(ticket::id).load(tx.conn)?;
        Ok([steps, all].concat())
    });
    let keys = || {
        serving.write(|tx| {
            let all: Vec<String> = sealed_key::table.select(sealed_key::subject).load(tx.conn)?;
            Ok(sealed.iter().filter(|one| all.contains(one)).count())
        })
    };
    assert_eq!(keys(), 2, "of what was said, and of the names");
    assert_eq!([count("ticket"), count("ticket_step")], [1, 1]);
    let gone = format!("/api/v1/actions/{action}");
    serving.new_client(REVIEWER).json("DELETE", &gone, &[], &json!({ "reason": "A mistake" })).expect(200);
    assert_eq!([GOVERNMENT, VERA].map(|who| status(serving, who, &ticket)), [404; 2]);
    assert_eq!([count("ticket"), count("ticket_step")], [0, 0]);
    assert_eq!(keys(), 0);
    serving.place.clock.advance(TimeDelta::days(4));
    serving.instance.timers.work().unwrap();
    post.tell();
    assert!(!post.kinds(GOVERNMENT).contains("ticket-reminder"));
}

/// A class of leaks: a refusal that tells who reads, or whom a brief leaves out.
#[test]
fn a_state_can_be_asked_by_those_who_are_told_that_it_reads() {
    let serving = &Serving::new();
    founded(serving);
    let join = |action: &str| {
        let path = format!("/api/v1/actions/{action}/participation");
        serving.new_client(DEFENDER).json("PUT", &path, &[], &json!({})).expect(200);
    };
    let refused = |who: &str, action: &str, state: &str| {
        ask(serving, who, action, (state, "")).expect(422).text().replace(state, "…")
    };
    // Defenders' Desk reads it as civil society, and is not told of others.
    let action = begun(serving, &brief(&["org:open-lines", "sector:civil_society", "org:estmark"], &[]));
    assert_eq!(ask(serving, DEFENDER, &action, ("estmark", "")).status, 403, "it takes no part");
    join(&action);
    assert_eq!(refused(DEFENDER, &action, "estmark"), refused(DEFENDER, &action, "valdora"));
    assert_eq!(refused(DEFENDER, &action, "estmark"), refused(DEFENDER, &action, "nowhere"));
    assert_eq!(refused(VERA, &action, "valdora"), refused(VERA, &action, "nowhere"));
    let ticket = asked(serving, VERA, &action, "");
    assert_eq!([GOVERNMENT, INES, DEFENDER].map(|who| status(serving, who, &ticket)), [200, 404, 404]);
    // A state that is known to take part is known to read.
    let path = format!("/api/v1/actions/{action}/participation");
    serving.new_client(GOVERNMENT).json("PUT", &path, &[], &json!({})).expect(200);
    asked(serving, DEFENDER, &action, "");
    // Whom a brief leaves out is told to those who began it alone: for others it is a state that does not answer.
    let action = begun(serving, &brief(&["coalition"], &["estmark"]));
    join(&action);
    assert_eq!(refused(VERA, &action, "estmark"), refused(VERA, &action, "nowhere"));
    let ticket = asked(serving, DEFENDER, &action, "");
    assert_eq!([GOVERNMENT, DEFENDER, VERA].map(|who| status(serving, who, &ticket)), [404, 200, 404]);
    // A brief that comes to it later brings nothing of what was asked before.
    version(serving, &action, &brief(&["coalition"], &[]));
    serving.new_client(GOVERNMENT).get(&format!("/api/v1/actions/{action}")).expect(200);
    assert_eq!([GOVERNMENT, DEFENDER, VERA].map(|who| status(serving, who, &ticket)), [404, 200, 404]);
    let listed = serving.new_client(GOVERNMENT).get("/api/v1/tickets").expect(200).text();
    assert!(!listed.contains(&ticket), "{listed}");
}

/// A class of leaks: who leads an action reads what others ask in it, and who is suspended goes on reading.
#[test]
fn who_leads_reads_no_more_and_who_is_suspended_reads_nothing() {
    let serving = &Serving::new();
    founded(serving);
    let action = begun(serving, &brief(&["coalition"], &[]));
    let ticket = asked(serving, VERA, &action, "");
    let at = |part: &str| format!("/api/v1/actions/{action}/{part}");
    let read = || [GOVERNMENT, VERA, DEFENDER].map(|who| status(serving, who, &ticket));
    serving.new_client(DEFENDER).json("PUT", &at("participation"), &[], &json!({})).expect(200);
    serving.new_client(VERA).post(&at("lead"), &json!({ "organisation": "defenders" })).expect(200);
    serving.new_client(DEFENDER).json("PUT", &at("lead"), &[], &json!({})).expect(200);
    assert_eq!(read(), [200, 200, 404], "whoever leads it now is neither of the two");
    moved(serving, GOVERNMENT, &ticket, &json!({ "to": "acknowledged" })).expect(200);
    suspend(serving, "estmark");
    assert_eq!(read(), [404, 200, 404]);
    readmit(serving, "estmark");
    assert_eq!(read(), [200, 200, 404]);
    suspend(serving, "open-lines");
    assert_eq!(read()[1..], [404, 404]);
    readmit(serving, "open-lines");
    assert_eq!(read(), [200, 200, 404]);
}

#[test]
fn a_state_that_does_not_acknowledge_for_three_days_is_reminded_once() {
    let post = Post::new();
    let serving = &post.serving;
    founded(serving);
    let action = begun(serving, &brief(&["coalition"], &[]));
    let (seen, unseen) = (asked(serving, VERA, &action, ""), asked(serving, VERA, &action, ""));
    moved(serving, GOVERNMENT, &seen, &json!({ "to": "acknowledged" })).expect(200);
    let later = |time: TimeDelta| {
        serving.place.clock.advance(time);
        serving.instance.timers.work().unwrap();
        post.tell();
        let told = |who: &str, kind: &str| post.told(who).iter().filter(|(one, _)| one == kind).count();
        [
            told(GOVERNMENT, "ticket-reminder"),
            told(VERA, "ticket-unanswered"),
            told(REVIEWER, "ticket-unanswered"),
            told(GOVERNMENT_REVIEWER, "ticket-reminder") + told(REPORTER, "ticket-unanswered"),
            told(DEFENDER, "ticket-reminder") + told(INES, "ticket-reminder"),
        ]
    };
    assert_eq!(later(TimeDelta::days(3) - TimeDelta::seconds(1)), [0; 5]);
    assert_eq!(later(TimeDelta::seconds(30)), [1, 1, 1, 0, 0], "delegates of the two alone");
    assert_eq!(later(TimeDelta::days(4)), [1, 1, 1, 0, 0], "once");
    let page = |who: &str| serving.new_client(who).page("/notifications").expect(200).text();
    assert!(page(GOVERNMENT).contains("A request for support has waited for your state for three days"));
    assert!(page(VERA).contains("A state has not acknowledged your request for three days"));
    // It acknowledges: both are told of it no more, and whoever asked is told that.
    moved(serving, GOVERNMENT, &unseen, &json!({ "to": "acknowledged" })).expect(200);
    post.tell();
    assert!(!page(GOVERNMENT).contains("has waited for your state for three days"));
    assert!(!page(VERA).contains("for three days") && page(VERA).contains("was moved on"));
}

#[test]
fn names_are_opened_by_those_who_ask_alone_and_each_opening_is_logged() {
    let post = Post::new();
    let serving = &post.serving;
    founded(serving);
    let action = begun(serving, &brief(&["coalition"], &[]));
    let ticket = asked(serving, VERA, &action, "Zilokestrel\nPlover");
    let without = asked(serving, VERA, &action, "");
    let path = format!("/api/v1/tickets/{ticket}/beneficiaries");
    let names = |who: &str, ticket: &str| {
        serving.new_client(who).get(&format!("/api/v1/tickets/{ticket}/beneficiaries"))
    };
    let opened = || {
        serving.new_client(ADMIN).get("/api/v1/audit").expect(200).text().matches("original.opened").count()
    };
    let before = opened();
    for who in [GOVERNMENT, DEFENDER, INES] {
        let answer =
            |ticket: &str| (names(who, ticket).status, names(who, ticket).text().replace(ticket, "…"));
        assert_eq!(answer(&ticket), answer(&without), "{who}");
        assert_eq!(answer(&ticket).0, 404, "{who}");
    }
    assert_eq!([OBSERVER, REPORTER].map(|who| names(who, &ticket).status), [403; 2]);
    assert_eq!(names(VERA, &without).status, 404);
    assert_eq!(opened(), before, "nobody has opened anything");
    assert_eq!(serving.new_client(VERA).get(&path).expect(200).json()["names"], "Zilokestrel\nPlover");
    let page = serving.client(REVIEWER).page(&format!("/tickets/{ticket}/beneficiaries")).expect(200).text();
    assert!(page.contains("Zilokestrel"));
    assert_eq!(opened(), before + 2);
    let log = serving.new_client(ADMIN).get("/api/v1/audit").expect(200).json();
    let rows = log["items"].as_array().unwrap().iter();
    let named =
        rows.filter(|row| row["act"] == "original.opened" && row["detail"]["ticket"] == json!(ticket));
    assert_eq!(named.count(), 2, "the log names the request when its action is gone, too: {log}");
    // They stand nowhere else, for nobody.
    let sent: Vec<_> = post.delivered();
    assert!(sent.iter().all(|one| !one.plain().contains("Zilokestrel")));
    for who in [VERA, GOVERNMENT, ADMIN] {
        for path in [
            format!("/tickets/{ticket}"),
            "/tickets".to_owned(),
            format!("/actions/{action}"),
            format!("/actions/{action}/tickets"),
            format!("/api/v1/tickets/{ticket}"),
            "/log".to_owned(),
            "/desk".to_owned(),
        ] {
            let text = serving.new_client(who).page(&path).text();
            assert!(!text.contains("Zilokestrel"), "{who} {path}");
        }
    }
    // That there are any is told to the organisation that asks.
    let told = |who: &str| {
        serving.new_client(who).get(&format!("/api/v1/tickets/{ticket}")).expect(200).json()["beneficiaries"]
            .clone()
    };
    assert_eq!([VERA, GOVERNMENT].map(told), [json!(true), Value::Null]);
}

#[test]
fn what_was_done_is_shown_to_whoever_reads_it() {
    let serving = &Serving::new();
    founded(serving);
    let action = begun(serving, &brief(&["coalition"], &[]));
    let demarche = |audience: &[&str]| {
        let sent = json!({ "kind": "demarche", "title": "A demarche", "brief": "It is said.", "audience": audience });
        let made = serving.new_client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
        let reference = made["reference"].as_str().unwrap().to_owned();
        if made["state"] == "proposed" {
            let path = format!("/api/v1/actions/{reference}/approval");
            serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
        }
        reference
    };
    let (open, hidden) = (demarche(&["coalition"]), demarche(&["sector:government"]));
    let acted = |named: &str| {
        let ticket = asked(serving, VERA, &action, "");
        moved(serving, GOVERNMENT, &ticket, &json!({ "to": "accepted" })).expect(200);
        (moved(serving, GOVERNMENT, &ticket, &json!({ "to": "acted", "action": named })), ticket)
    };
    // Only what it takes part in; of what it does not read the answer is that of what does not exist.
    let foreign = begun(serving, &brief(&["org:open-lines"], &[]));
    let refused = |named: &str| acted(named).0.expect(422).text().replace(named, "…");
    assert_eq!(refused(&foreign), refused("A-AAAAAA"));
    assert_eq!(refused(&action), refused("A-AAAAAA"), "it takes no part in that");
    let shown = |who: &str, ticket: &str| {
        let read = serving.new_client(who).get(&format!("/api/v1/tickets/{ticket}")).expect(200).json();
        read["steps"][2]["action"].clone()
    };
    let (answer, ticket) = acted(&open);
    answer.expect(200);
    assert_eq!([GOVERNMENT, VERA].map(|who| shown(who, &ticket)), [json!(open), json!(open)]);
    let (answer, ticket) = acted(&hidden);
    answer.expect(200);
    assert_eq!([GOVERNMENT, VERA].map(|who| shown(who, &ticket)), [json!(hidden), Value::Null]);
    let page = serving.client(VERA).page(&format!("/tickets/{ticket}")).expect(200).text();
    assert!(page.contains("Estmark acted") && !page.contains(&hidden), "{page}");
    // What is withdrawn is named no more.
    let (answer, ticket) = acted(&open);
    answer.expect(200);
    let gone = format!("/api/v1/actions/{open}");
    serving.new_client(GOVERNMENT).json("DELETE", &gone, &[], &json!({ "reason": "A mistake" })).expect(200);
    assert_eq!([GOVERNMENT, VERA].map(|who| shown(who, &ticket)), [Value::Null, Value::Null]);
}

/// Classes of leaks: what is taken back and goes on being read, and names that are kept when nothing is done with them any more.
#[test]
fn what_is_taken_back_is_kept_by_nobody_and_what_ends_keeps_no_names() {
    let serving = &Serving::new();
    founded(serving);
    let action = begun(serving, &brief(&["coalition"], &[]));
    // The keys and the sealed texts of a request and of its steps.
    let kept = |reference: &str| {
        serving.write(|tx| {
            let found = ticket::table.filter(ticket::reference.eq(reference));
            let id: String = found.select(ticket::id).first(tx.conn)?;
            let steps = ticket_step::table.filter(ticket_step::ticket_id.eq(&id));
            let mut all: Vec<String> = steps.select(ticket_step::id).load(tx.conn)?;
            all.push(id);
            let keys: Vec<String> = sealed_key::table.select(sealed_key::subject).load(tx.conn)?;
            let texts: Vec<String> = sealed_text::table.select(sealed_text::subject).load(tx.conn)?;
            let count = |of: &[String]| all.iter().filter(|one| of.contains(one)).count();
            Ok((count(&keys), count(&texts)))
        })
    };
    let read = |who: &str, ticket: &str| {
        serving.new_client(who).get(&format!("/api/v1/tickets/{ticket}")).expect(200).json()
    };
    let names = |ticket: &str| {
        let path = format!("/api/v1/tickets/{ticket}/beneficiaries");
        serving.new_client(VERA).get(&path).status
    };
    let ticket = asked(serving, VERA, &action, "Zilokestrel");
    assert_eq!((kept(&ticket), names(&ticket)), ((2, 1), 200));
    moved(serving, GOVERNMENT, &ticket, &json!({ "to": "accepted", "text": "Gladly." })).expect(200);
    assert_eq!(kept(&ticket), (3, 1));
    moved(serving, VERA, &ticket, &json!({ "to": "withdrawn", "text": "They are free." })).expect(200);
    assert_eq!(kept(&ticket), (2, 0), "of the answer and of the last words");
    for who in [GOVERNMENT, VERA] {
        let read = read(who, &ticket);
        let said: Vec<&str> =
            read["steps"].as_array().unwrap().iter().map(|step| step["text"].as_str().unwrap()).collect();
        assert_eq!(said, ["", "Gladly.", "They are free."], "{who}");
        let page = serving.new_client(who).page(&format!("/tickets/{ticket}")).expect(200).text();
        assert!(!page.contains("Two visas.") && page.contains("Open Lines asked"), "{page}");
    }
    assert_eq!((&read(VERA, &ticket)["beneficiaries"], names(&ticket)), (&json!(false), 404));
    // A state that has not answered is shown no more either.
    let ticket = asked(serving, VERA, &action, "");
    moved(serving, VERA, &ticket, &json!({ "to": "withdrawn" })).expect(200);
    assert_eq!(kept(&ticket), (0, 0));
    assert_eq!(read(GOVERNMENT, &ticket)["steps"][0]["text"], "");
    // Where the state ends it, what was asked stays, and the names go.
    for way in [&["declined"][..], &["accepted", "acted", "reported"]] {
        let ticket = asked(serving, VERA, &action, "Zilokestrel");
        for to in way {
            let there = if *to == "reported" { (0, 404) } else { (1, 200) };
            assert_eq!((kept(&ticket).1, names(&ticket)), there, "{to}");
            let field = if *to == "declined" { "reason" } else { "text" };
            moved(serving, GOVERNMENT, &ticket, &json!({ "to": to, field: "So it is." })).expect(200);
        }
        assert_eq!((kept(&ticket).1, names(&ticket)), (0, 404), "{way:?}");
        let read = read(VERA, &ticket);
        assert_eq!(
            (&read["beneficiaries"], &read["steps"][0]["text"]),
            (&json!(false), &json!("Two visas."))
        );
    }
}

/// Class of leaks: names that are erased, in files of the database.
#[test]
fn the_key_of_names_that_are_erased_stays_in_no_file() {
    let serving = &Serving::new();
    founded(serving);
    let action = begun(serving, &brief(&["coalition"], &[]));
    let folder = serving.place.folder.path();
    let sqlite = !holds(folder, b"SQLite format 3").is_empty();
    for (who, to) in [(GOVERNMENT, "declined"), (VERA, "withdrawn")] {
        let reference = asked(serving, VERA, &action, "Zilokestrel");
        let (key, sealed): (Vec<u8>, Vec<u8>) = serving.write(|tx| {
            let found = ticket::table.filter(ticket::reference.eq(&reference));
            let id: String = found.select(ticket::id).first(tx.conn)?;
            let keys = sealed_key::table.filter(sealed_key::subject.eq(&id));
            let texts = sealed_text::table.filter(sealed_text::subject.eq(&id));
            Ok((
                keys.select(sealed_key::wrapped).first(tx.conn)?,
                texts.select(sealed_text::sealed).first(tx.conn)?,
            ))
        });
        assert!(!sqlite || !holds(folder, &key).is_empty(), "they are there until then");
        let field = if to == "declined" { "reason" } else { "text" };
        moved(serving, who, &reference, &json!({ "to": to, field: "So it is." })).expect(200);
        if sqlite {
            are_gone_from(folder, &key);
            are_gone_from(folder, &sealed);
        }
    }
}

/// An action that cannot be read is a fault of ours, and hides no request in another.
#[test]
fn a_damaged_action_hides_no_request_in_another() {
    let serving = &Serving::new();
    founded(serving);
    let [damaged, whole] = [(); 2].map(|()| begun(serving, &brief(&["coalition"], &[])));
    let [hidden, shown] = [&damaged, &whole].map(|action| asked(serving, VERA, action, ""));
    let of_it = format!("(SELECT id FROM contribution WHERE reference = '{damaged}')");
    behind(serving, &format!("DELETE FROM action_details WHERE contribution_id IN {of_it}"));
    for who in [GOVERNMENT, VERA] {
        for path in ["/api/v1/tickets", "/tickets"] {
            let list = serving.new_client(who).page(path).expect(200).text();
            assert!(list.contains(&shown) && !list.contains(&hidden), "{who}: {list}");
        }
    }
}
