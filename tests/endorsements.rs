//! Names under an adopted text: who endorses it, who is asked, what each reader is told of that, and how it is taken back.

use chrono::TimeDelta;
use entente::access::OrganisationKind::Government;
use entente::access::Role::Delegate;
use entente::accounts;
use entente::people::{self, NewOrganisation};
use serde_json::{Value, json};

use crate::http::Answer;
use crate::joint_statements::{
    INES, approve, begun, drafted, founded, moved, negotiated, post, seen, text, three, write,
};
use crate::notifications::Post;
use crate::rounds::{DEADLINE, begin, silent, told};
use crate::serving::{
    ADMIN, COMPANY, CONVENOR, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REVIEWER, Serving,
};
use crate::support::count;

/// Who reads the texts here, beside the secretariat.
pub const READERS: &[&str] = &["sector:government", "org:open-lines", "org:defenders"];

/// A statement of Estmark whose last paragraph says this, as it is negotiated before these readers.
#[track_caller]
pub fn negotiated_as(serving: &Serving, words: &str, audience: &[&str]) -> String {
    let (statement, _) = begun(serving, GOVERNMENT, GOVERNMENT_REVIEWER);
    moved(serving, GOVERNMENT, &statement, &json!({ "to": "drafting" })).expect(200);
    let mut paragraphs = three();
    paragraphs[2]["text"] = json!(words);
    write(serving, GOVERNMENT, &statement, &paragraphs).expect(200);
    let sent = json!({ "to": "consultation", "audience": audience, "until": "2026-06-05T12:00:00Z" });
    moved(serving, GOVERNMENT, &statement, &sent).expect(200);
    approve(serving, &statement);
    moved(serving, GOVERNMENT, &statement, &json!({ "to": "negotiation" })).expect(200);
    statement
}

/// The same, of which a round runs; Estmark and Valdora are on its roll.
#[track_caller]
pub fn put(serving: &Serving, words: &str, audience: &[&str]) -> String {
    let statement = negotiated_as(serving, words, audience);
    begin(serving, &statement, DEADLINE).expect(200);
    statement
}

/// The rounds that were begun are over, and nobody objected: it is 2026-06-04T13:00:11Z.
pub fn adopt(serving: &Serving) {
    serving.place.clock.advance(TimeDelta::hours(73) + TimeDelta::seconds(11));
    serving.instance.timers.work().unwrap();
}

/// One that is adopted: Estmark stands under it by its silence, and Valdora, which was not told, is bound to nothing.
#[track_caller]
pub fn adopted(serving: &Serving) -> String {
    let statement = put(serving, "We call on Zale to restore access at once.", READERS);
    adopt(serving);
    statement
}

/// Has the chair gather names.
pub fn gather(serving: &Serving, who: &str, statement: &str, more: &Value) -> Answer {
    let mut sent = json!({ "to": "sign_on" });
    sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    moved(serving, who, statement, &sent)
}

/// Has the chair invite these.
#[track_caller]
pub fn invite(serving: &Serving, statement: &str, slugs: &[&str]) {
    let done = gather(serving, CONVENOR, statement, &json!({ "invite": slugs })).expect(200).json();
    assert_eq!(done["state"], "sign_on");
}

/// An endorsement that is decided.
pub fn given() -> Value {
    json!({ "authority": "The cabinet of ministers" })
}

pub fn endorse(serving: &Serving, who: &str, statement: &str, sent: &Value) -> Answer {
    post(serving, who, statement, "endorsements", sent)
}

pub fn take_back(serving: &Serving, who: &str, statement: &str) -> Answer {
    serving.new_client(who).delete(&format!("/api/v1/statements/{statement}/endorsements"))
}

fn decline(serving: &Serving, who: &str, statement: &str) -> Answer {
    post(serving, who, statement, "endorsements/refusal", &json!({}))
}

/// What somebody is shown of endorsements: whose, and where each is.
fn shown(serving: &Serving, who: &str, statement: &str) -> Vec<(String, String)> {
    let view = seen(serving, who, statement);
    let all = view["endorsements"].as_array().unwrap().iter();
    all.map(|one| (text(&one["organisation"]["slug"]), text(&one["state"]))).collect()
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(slug, state)| ((*slug).to_owned(), (*state).to_owned())).collect()
}

fn page(serving: &Serving, who: &str, statement: &str) -> String {
    serving.new_client(who).page(&format!("/statements/{statement}/endorsements")).expect(200).text()
}

/// How many rows there are `FROM` this.
fn rows(serving: &Serving, from: &str) -> i64 {
    serving.place.database.read(|conn| Ok(count(conn, from))).unwrap()
}

#[test]
fn states_endorse_by_themselves_and_others_once_they_are_invited() {
    let serving = &founded();
    let statement = adopted(serving);
    let endorses = |who: &str| endorse(serving, who, &statement, &given());
    let refused = endorses(GOVERNMENT).expect(409).text();
    assert!(refused.contains("adopted the statement"), "{refused}");
    let refused = endorses(REVIEWER).expect(403).text();
    assert!(refused.contains("once the secretariat invites it"), "{refused}");
    endorses(OBSERVER).expect(403);
    endorses(COMPANY).expect(404);
    let path = format!("/api/v1/statements/{statement}/endorsements");
    serving.public().post(&path, &given()).expect(404);
    assert_eq!(endorses(INES).expect(200).json(), json!({ "reference": statement, "state": "adopted" }));
    for who in [GOVERNMENT, INES] {
        gather(serving, who, &statement, &json!({ "invite": ["open-lines"] })).expect(403);
    }
    let unread = gather(serving, CONVENOR, &statement, &json!({ "invite": ["lumora"] })).expect(422).json();
    assert!(text(&unread["errors"]["invite"][0]).contains("lumora"), "{unread}");
    gather(serving, CONVENOR, &statement, &json!({ "invite": ["secretariat"] })).expect(422);
    assert_eq!(seen(serving, INES, &statement)["state"], "adopted", "what is refused moves nothing");
    // Whose name stands there by the adoption is asked nothing.
    invite(serving, &statement, &["open-lines", "estmark"]);
    assert!(!told(serving, GOVERNMENT).contains(&"endorsement-asked".to_owned()));
    endorses(DEFENDER).expect(403);
    assert_eq!(endorses(REVIEWER).expect(200).json()["state"], "sign_on");
    let both = pairs(&[("valdora", "endorsed"), ("open-lines", "endorsed")]);
    for who in [GOVERNMENT, INES, DEFENDER, OBSERVER, CONVENOR] {
        assert_eq!(shown(serving, who, &statement), both, "{who}");
    }
    // Which words are endorsed is for all; who decided on it, and who said it, is not.
    let first = |who: &str| seen(serving, who, &statement)["endorsements"][0].clone();
    assert_eq!(first(GOVERNMENT)["hash"], seen(serving, GOVERNMENT, &statement)["hash"]);
    let authority = json!("The cabinet of ministers");
    for (who, told, by) in [(GOVERNMENT, false, false), (CONVENOR, true, false), (INES, true, true)] {
        let one = first(who);
        assert_eq!((one["authority"] == authority, one["by"] != Value::Null), (told, by), "{who}: {one}");
        assert_eq!(page(serving, who, &statement).contains("The cabinet of ministers"), told, "{who}");
    }
    assert!(page(serving, GOVERNMENT, &statement).contains("Adopted it"));
}

#[test]
fn whoever_waits_for_its_authority_stands_nowhere_yet() {
    let serving = &founded();
    let statement = adopted(serving);
    endorse(serving, INES, &statement, &json!({})).expect(200);
    let waits = pairs(&[("valdora", "authority_pending")]);
    for (who, sees) in [(INES, true), (CONVENOR, true), (GOVERNMENT, false), (REVIEWER, false)] {
        let expected = if sees { waits.clone() } else { pairs(&[]) };
        assert_eq!(shown(serving, who, &statement), expected, "{who}");
        assert_eq!(page(serving, who, &statement).contains("Waits for its authority"), sees, "{who}");
    }
    let said = "endorsement-said".to_owned();
    assert!(told(serving, CONVENOR).contains(&said));
    assert!(!told(serving, GOVERNMENT).contains(&said));
    // What is only white is no authority.
    endorse(serving, INES, &statement, &json!({ "authority": "  " })).expect(200);
    assert_eq!(shown(serving, INES, &statement), waits);
    let long = json!({ "authority": "x".repeat(501) });
    let refused = endorse(serving, INES, &statement, &long).expect(422).json();
    assert!(refused["errors"]["authority"].is_array(), "{refused}");
    let reserves = json!({ "authority": "The cabinet of ministers", "reservation": "We cannot pay for it." });
    endorse(serving, INES, &statement, &reserves).expect(200);
    for who in [INES, CONVENOR, GOVERNMENT, REVIEWER] {
        let expected = pairs(&[("valdora", "endorsed_with_reservation")]);
        assert_eq!(shown(serving, who, &statement), expected, "{who}");
        let view = seen(serving, who, &statement);
        assert_eq!(view["endorsements"][0]["reservation"], "We cannot pay for it.");
        assert!(page(serving, who, &statement).contains("We cannot pay for it."), "{who}");
    }
    assert!(told(serving, GOVERNMENT).contains(&said), "the penholder is told once it stands there");
}

/// Class of leaks: who was asked, and who would not.
#[test]
fn that_an_organisation_declines_is_known_to_itself_and_the_secretariat_alone() {
    let serving = &founded();
    let statement = adopted(serving);
    let refused = decline(serving, INES, &statement).expect(409).text();
    assert!(refused.contains("Nobody waits for an answer"), "{refused}");
    invite(serving, &statement, &["open-lines", "defenders"]);
    decline(serving, OBSERVER, &statement).expect(403);
    decline(serving, COMPANY, &statement).expect(404);
    assert_eq!(decline(serving, REVIEWER, &statement).expect(200).json()["state"], "sign_on");
    decline(serving, REVIEWER, &statement).expect(409);
    let (asked, declined) = (("defenders", "invited"), ("open-lines", "declined"));
    assert_eq!(shown(serving, CONVENOR, &statement), pairs(&[asked, declined]));
    for who in [REVIEWER, OBSERVER] {
        assert_eq!(shown(serving, who, &statement), pairs(&[declined]), "{who}");
        assert!(page(serving, who, &statement).contains("Declined"), "{who}");
    }
    assert!(page(serving, CONVENOR, &statement).contains("Declined"));
    assert_eq!(shown(serving, DEFENDER, &statement), pairs(&[asked]));
    for who in [GOVERNMENT, INES, DEFENDER] {
        if who != DEFENDER {
            assert_eq!(shown(serving, who, &statement), pairs(&[]), "{who}");
        }
        assert!(!seen(serving, who, &statement).to_string().contains("declined"), "{who}");
        for at in ["", "/endorsements", "/publication", "/round"] {
            let path = format!("/statements/{statement}{at}");
            let shown = serving.new_client(who).page(&path).expect(200).text();
            assert!(!shown.contains("Declined"), "{who} {at}: {shown}");
        }
        assert!(!told(serving, who).contains(&"endorsement-said".to_owned()), "{who}");
    }
    assert!(told(serving, CONVENOR).contains(&"endorsement-said".to_owned()));
    // Nothing is asked of them any more, until they are asked again.
    let asks = "endorsement-asked".to_owned();
    assert!(!told(serving, REVIEWER).contains(&asks));
    assert!(told(serving, DEFENDER).contains(&asks));
    invite(serving, &statement, &["open-lines"]);
    assert!(told(serving, REVIEWER).contains(&asks));
    endorse(serving, REVIEWER, &statement, &given()).expect(200);
    assert_eq!(shown(serving, GOVERNMENT, &statement), pairs(&[("open-lines", "endorsed")]));
}

#[test]
fn an_endorsement_that_is_taken_back_before_the_publication_is_gone() {
    let serving = &founded();
    let statement = adopted(serving);
    let refused = take_back(serving, INES, &statement).expect(409).text();
    assert!(refused.contains("nothing is there to take back"), "{refused}");
    endorse(serving, INES, &statement, &given()).expect(200);
    let names = || {
        let path = format!("/statements/{statement}/publication");
        let page = serving.new_client(CONVENOR).page(&path).expect(200).text();
        ["Estmark", "Valdora"].map(|name| page.contains(&format!("<bdi>{name}</bdi>")))
    };
    assert_eq!(names(), [true, true]);
    take_back(serving, REVIEWER, &statement).expect(409);
    take_back(serving, INES, &statement).expect(200);
    take_back(serving, INES, &statement).expect(409);
    assert_eq!(names(), [true, false]);
    for who in [GOVERNMENT, REVIEWER] {
        assert_eq!(shown(serving, who, &statement), pairs(&[]), "{who}");
        assert!(!page(serving, who, &statement).contains("Taken back"), "{who}");
    }
    for who in [INES, CONVENOR] {
        assert_eq!(shown(serving, who, &statement), pairs(&[("valdora", "withdrawn")]), "{who}");
    }
    endorse(serving, INES, &statement, &given()).expect(200);
    assert_eq!(shown(serving, GOVERNMENT, &statement), pairs(&[("valdora", "endorsed")]));
    assert_eq!(rows(serving, "statement_endorsement"), 3, "what was said stays, each in a row of its own");
}

#[test]
fn whoever_acts_before_other_readers_than_they_saw_is_told() {
    let serving = &founded();
    let statement = silent(serving);
    adopt(serving);
    let (at, ines) = (format!("/statements/{statement}/endorsements"), serving.new_client(INES));
    let before = ines.page(&at).expect(200);
    let old = text(&seen(serving, INES, &statement)["mark"]);
    let room = json!({ "audience": ["sector:government", "org:open-lines"] });
    let path = format!("/api/v1/statements/{statement}/room");
    serving.new_client(GOVERNMENT).json("PUT", &path, &[], &room).expect(200);
    approve(serving, &statement);
    let send = |mark: &str| ines.json("POST", &format!("/api/v1{at}"), &[("If-Match", mark)], &given());
    send(&old).expect(412);
    let typed =
        [("act", "endorse"), ("authority", "The cabinet of ministers"), ("reservation", "Kept words.")];
    let back = ines.fill_on(&before, &at, &typed).expect(412);
    assert!(back.text().contains("Kept words.</textarea>"), "{}", back.text());
    assert_eq!(rows(serving, "statement_endorsement"), 0);
    // The page that came back is that of now.
    ines.fill_on(&back, &at, &typed).expect(303);
    let now = text(&seen(serving, INES, &statement)["mark"]);
    assert_ne!(now, old);
    let withdrawal = |mark: &str| ines.send("DELETE", &format!("/api/v1{at}"), &[("If-Match", mark)], b"");
    withdrawal(&old).expect(412);
    withdrawal(&now).expect(200);
    send(&now).expect(200);
}

#[test]
fn names_are_gathered_until_their_day_and_not_a_second_longer() {
    let serving = &founded();
    let statement = adopted(serving);
    let until = |day: &str, zone: &str| {
        let sent = json!({ "invite": ["open-lines", "defenders"], "sign_on_until": day, "zone": zone });
        gather(serving, CONVENOR, &statement, &sent)
    };
    for (day, zone, field) in [
        ("2026-06-04T13:00:11Z", "UTC", "sign_on_until"),
        ("2026-10-25 03:30", "Europe/Tallinn", "sign_on_until"),
        ("2026-06-06", "Moon/Tranquility", "zone"),
    ] {
        let refused = until(day, zone).expect(422).json();
        assert!(refused["errors"][field].is_array(), "{day}: {refused}");
    }
    until("2026-06-06 15:00", "Europe/Tallinn").expect(200);
    let view = seen(serving, INES, &statement);
    assert_eq!(
        (&view["state"], &view["deadline"], &view["deadline_zone"]),
        (&json!("sign_on"), &json!("2026-06-06T12:00:00Z"), &json!("Europe/Tallinn"))
    );
    endorse(serving, INES, &statement, &json!({})).expect(200);
    decline(serving, DEFENDER, &statement).expect(200);
    // A day before it, whoever is asked and has not answered is reminded, and whoever waits for its authority.
    let work = || {
        let before = rows(serving, "event WHERE kind = 'endorsement-asked'");
        serving.instance.timers.work().unwrap();
        rows(serving, "event WHERE kind = 'endorsement-asked'") - before
    };
    let day_before = TimeDelta::hours(22) + TimeDelta::minutes(59) + TimeDelta::seconds(49);
    serving.place.clock.advance(day_before - TimeDelta::seconds(1));
    assert_eq!(work(), 0);
    // Timers wait ten seconds for what arrived before them.
    serving.place.clock.advance(TimeDelta::seconds(11));
    assert_eq!((work(), work()), (2, 0), "Valdora and Open Lines, once");
    serving.place.clock.advance(TimeDelta::hours(24) - TimeDelta::seconds(10));
    endorse(serving, INES, &statement, &given()).expect(200);
    serving.place.clock.advance(TimeDelta::seconds(1));
    let refused = endorse(serving, REVIEWER, &statement, &given()).expect(409).text();
    assert!(refused.contains("has passed"), "{refused}");
    decline(serving, REVIEWER, &statement).expect(409);
    assert_eq!(shown(serving, GOVERNMENT, &statement), pairs(&[("valdora", "endorsed")]));
    // The chair gives more time; what was endorsed is taken back whenever that is.
    until("2026-06-07T12:00:00Z", "UTC").expect(200);
    endorse(serving, REVIEWER, &statement, &given()).expect(200);
    serving.place.clock.advance(TimeDelta::days(2));
    take_back(serving, REVIEWER, &statement).expect(200);
    assert_eq!(shown(serving, GOVERNMENT, &statement), pairs(&[("valdora", "endorsed")]));
}

#[test]
fn nobody_endorses_what_is_not_adopted() {
    let serving = &founded();
    let early = |who: &str, statement: &str| {
        let refused = endorse(serving, who, statement, &given()).expect(409).text();
        assert!(refused.contains("cannot be endorsed at this stage"), "{refused}");
        decline(serving, who, statement).expect(409);
        take_back(serving, who, statement).expect(409);
        let path = format!("/statements/{statement}/endorsements");
        serving.new_client(who).page(&path).expect(404);
    };
    let written = drafted(serving);
    endorse(serving, INES, &written, &given()).expect(404);
    take_back(serving, INES, &written).expect(404);
    early(GOVERNMENT, &written);
    early(INES, &negotiated(serving));
    let silent = silent(serving);
    early(INES, &silent);
    let given_up = json!({ "to": "withdrawn", "reason": "It is over." });
    moved(serving, GOVERNMENT, &silent, &given_up).expect(200);
    early(INES, &silent);
    endorse(serving, INES, "V-AAAAAA", &given()).expect(404);
    assert_eq!(rows(serving, "statement_endorsement"), 0);
}

#[test]
fn what_is_sent_twice_is_said_once() {
    let serving = &founded();
    let statement = adopted(serving);
    let path = format!("/api/v1/statements/{statement}/endorsements");
    let send = |method: &str, key: &str, sent: &Value| {
        serving.new_client(INES).json(method, &path, &[("Idempotency-Key", key)], sent)
    };
    let first = send("POST", "one", &given()).expect(200).json();
    assert_eq!(send("POST", "one", &given()).expect(200).json(), first);
    assert_eq!(rows(serving, "statement_endorsement"), 1);
    send("POST", "one", &json!({ "authority": "The president" })).expect(409);
    let back = |key: &str| {
        let headers = [("Idempotency-Key", key)];
        serving.new_client(INES).send("DELETE", &path, &headers, b"")
    };
    let gone = back("two").expect(200).json();
    assert_eq!(back("two").expect(200).json(), gone, "the answer of then, and no fault");
    back("three").expect(409);
    assert_eq!(rows(serving, "statement_endorsement"), 2);
    assert_eq!(rows(serving, "audit WHERE act = 'endorsement.given'"), 1);
    assert_eq!(rows(serving, "audit WHERE act = 'endorsement.withdrawn'"), 1);
    assert_eq!(shown(serving, GOVERNMENT, &statement), pairs(&[]));
}

#[test]
fn all_of_it_is_in_the_log_of_whoever_said_it_and_what_it_rests_on_is_not() {
    let serving = &founded();
    let statement = adopted(serving);
    let action = text(&seen(serving, GOVERNMENT, &statement)["action"]);
    invite(serving, &statement, &["open-lines"]);
    let later = || serving.place.clock.advance(TimeDelta::seconds(1));
    endorse(serving, REVIEWER, &statement, &json!({})).expect(200);
    later();
    decline(serving, REVIEWER, &statement).expect(200);
    later();
    endorse(serving, REVIEWER, &statement, &given()).expect(200);
    later();
    take_back(serving, REVIEWER, &statement).expect(200);
    let log = serving.new_client(ADMIN).get("/api/v1/audit?limit=200").expect(200).json();
    let items = log["items"].as_array().unwrap().iter();
    let theirs: Vec<&Value> = items.filter(|one| text(&one["act"]).starts_with("endorsement.")).collect();
    let acts: Vec<String> = theirs.iter().rev().map(|one| text(&one["act"])).collect();
    let expected =
        ["endorsement.announced", "endorsement.declined", "endorsement.given", "endorsement.withdrawn"];
    assert_eq!(acts, expected);
    for one in &theirs {
        assert_eq!((&one["subject"], &one["person"]), (&json!(action), &json!("Jonas Weber")), "{one}");
    }
    assert!(!log.to_string().contains("The cabinet of ministers"), "{log}");
    let page = serving.new_client(ADMIN).page("/log").expect(200).text();
    assert!(page.contains("declined to endorse the statement of"), "{page}");
    // The secretariat's own log has that it moved the statement, and nothing that others said.
    let log = serving.new_client(CONVENOR).get("/api/v1/audit?limit=200").expect(200).json();
    let moves = log["items"].as_array().unwrap().iter().filter(|one| one["act"] == "statement.moved");
    let moves: Vec<_> = moves.map(|one| (&one["detail"]["to"], &one["detail"]["invited"])).collect();
    assert!(moves.contains(&(&json!("sign_on"), &json!(1))), "{log}");
    assert!(!log.to_string().contains("endorsement."), "{log}");
}

/// Class of leaks: whoever keeps a mailbox learns that there is a statement, and that somebody is asked to endorse it.
#[test]
fn a_page_says_who_is_asked_for_what_and_mail_says_nothing_of_it() {
    let mailed = Post::new();
    let serving = &mailed.serving;
    serving.write(|tx| {
        let known = NewOrganisation::known("valdora", "Valdora", Government, Some("PT"), "");
        let valdora = people::found(tx, known)?;
        accounts::enrol(tx, &valdora, "Ines Duarte", INES, "", &[Delegate])
    });
    for who in [REVIEWER, CONVENOR] {
        mailed.choose(who, &[("mail.actions", "at_once"), ("dashboard.actions", "yes")]).expect(303);
    }
    let statement = adopted(serving);
    gather(serving, CONVENOR, &statement, &json!({})).expect(200);
    mailed.delivered();
    invite(serving, &statement, &["open-lines"]);
    let mut taken = mailed.delivered();
    let asked: Vec<_> = taken.iter().filter(|one| one.to == REVIEWER).collect();
    assert_eq!(asked.len(), 1, "once, and nobody else: {taken:?}");
    let page = |who: &str| serving.new_client(who).get("/notifications").expect(200).text();
    let told = page(REVIEWER);
    assert!(told.contains("Your organisation is asked to endorse a joint statement"), "{told}");
    assert!(told.contains(&statement) && told.contains("On the shutdown in Zale"), "{told}");
    let listed = serving.new_client(REVIEWER).get("/api/v1/notifications").expect(200).json();
    let all = listed["items"].as_array().unwrap();
    let one = all.iter().find(|one| one["kind"] == "endorsement-asked").unwrap();
    assert_eq!(one["href"], format!("/statements/{statement}/endorsements"));
    endorse(serving, REVIEWER, &statement, &given()).expect(200);
    taken.extend(mailed.delivered());
    let told = page(CONVENOR);
    assert!(told.contains("An organisation said whether it endorses a joint statement"), "{told}");
    assert!(taken.iter().any(|one| one.to == CONVENOR));
    let action = text(&seen(serving, GOVERNMENT, &statement)["action"]);
    for one in &taken {
        let said = format!("{} {}", one.header("Subject").unwrap(), one.plain());
        assert!(said.contains("There is something new in a joint action"), "{said}");
        for hidden in ["ndors", "Zale", "cabinet", statement.as_str(), action.as_str()] {
            assert!(!said.contains(hidden), "{hidden} in {said}");
        }
    }
}
