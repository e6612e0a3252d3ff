//! People are told what concerns them, once, in the way they chose; and no message says more than a stranger may know.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::access::Role;
use entente::db::schema::{event, notification, notification_preference, notification_reader, outbox};
use entente::outbox::{EventKind, Topic};
use entente::{accounts, people};
use serde_json::json;

use crate::http::{Answer, Client};
use crate::serving::{
    ADMIN, COMPANY, COMPANY_REVIEWER, CONVENOR, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER,
    REPORTER, REVIEWER, SECOND_CONVENOR, SECRETARIAT, Serving,
};
use crate::smtp::{Fault, Relay, Security, Taken};
use crate::table::{On, prepare};

/// By then a message has left that is sent at once: changes of ten minutes are gathered, and chance adds up to five.
pub const SOON: TimeDelta = TimeDelta::minutes(16);

/// An instance that sends by a relay.
pub struct Post {
    pub serving: Serving,
    pub relay: Relay,
}

impl Post {
    pub fn new() -> Self {
        let relay = Relay::new(Security::StartTls);
        let post = Self { serving: Serving::with(|settings| relay.settle(settings)), relay };
        // What happened while the coalition was founded is another matter.
        post.tell();
        post.forget();
        post
    }

    /// Nobody has been told of anything.
    fn forget(&self) {
        self.serving.write(|tx| {
            diesel::delete(outbox::table).execute(tx.conn)?;
            diesel::delete(notification::table).execute(tx.conn)?;
            Ok(())
        });
    }

    /// Tells what has happened.
    pub fn tell(&self) -> usize {
        self.serving.instance.courier.tell().unwrap()
    }

    /// Lets time pass, and sends what is due then.
    pub fn after(&self, time: TimeDelta) -> Vec<Taken> {
        self.serving.place.clock.advance(time);
        self.serving.instance.courier.deliver().unwrap();
        self.relay.empty()
    }

    /// Tells and sends what is sent at once.
    pub fn delivered(&self) -> Vec<Taken> {
        self.tell();
        self.after(SOON)
    }

    pub fn form(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let client = self.serving.new_client(who);
        let code = self.serving.code_of_forms(&client);
        let once = self.serving.instance.app.ambient().uuid();
        let guard = [("csrf", code.as_str()), ("once", once.as_str())];
        client.form(path, &[], &[&guard, fields].concat())
    }

    pub fn choose(&self, who: &str, changes: &[(&str, &str)]) -> Answer {
        let mut fields: Vec<(String, String)> = Vec::new();
        for topic in Topic::ALL {
            fields.push((format!("mail.{topic}"), "none".into()));
        }
        fields.push(("time_zone".into(), "UTC".into()));
        for (name, value) in changes {
            fields.retain(|(known, _)| known != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.form(who, "/notifications/preferences", &fields)
    }

    pub fn proposed(&self, title: &str) -> (String, String) {
        let client = self.serving.new_client(REPORTER);
        let drafted = client.post("/api/v1/reports", &json!({ "title": title })).expect(201).json();
        let report = drafted["reference"].as_str().unwrap().to_owned();
        let release = self.propose(&report, "public");
        (report, release)
    }

    /// Proposes a report of Amina's: programs are signed in for minutes only, and time passes here.
    pub fn propose(&self, report: &str, audience: &str) -> String {
        let path = format!("/api/v1/reports/{report}/releases");
        let sent = json!({ "audience": [audience] });
        let proposed = self.serving.new_client(REPORTER).post(&path, &sent).expect(201).json();
        proposed["id"].as_str().unwrap().to_owned()
    }

    /// What somebody has been told and not settled: kinds and references.
    pub fn told(&self, who: &str) -> Vec<(String, String)> {
        let id = self.serving.person(who);
        let open = self
            .serving
            .place
            .database
            .read(|conn| entente::outbox::open_of(conn, &id, EventKind::ALL, 100))
            .unwrap();
        open.into_iter().map(|one| (one.kind.to_string(), one.reference)).collect()
    }

    pub fn kinds(&self, who: &str) -> BTreeSet<String> {
        self.told(who).into_iter().map(|(kind, _)| kind).collect()
    }

    pub fn count(&self, table: &str) -> i64 {
        self.serving.place.database.read(|conn| Ok(crate::support::rows(conn))).unwrap()[table]
    }
}

/// To whom messages went.
pub fn readers(taken: &[Taken]) -> Vec<&str> {
    taken.iter().map(|one| one.to.as_str()).collect()
}

/// What could be the same in two mailboxes: references, ids, secrets.
pub fn marks(text: &str) -> BTreeSet<String> {
    let parts = text.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-'));
    let is_mark = |part: &&str| {
        let reference = part.len() == 8 && part.as_bytes().get(1) == Some(&b'-');
        let hexadecimal = part.len() >= 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        reference || hexadecimal
    };
    parts.filter(is_mark).map(str::to_owned).collect()
}

#[test]
fn a_proposal_is_told_to_those_who_decide_and_to_nobody_else() {
    let post = Post::new();
    let (report, release) = post.proposed("Sesame, the title");
    assert_eq!(post.tell(), 1);
    assert_eq!(post.tell(), 0, "an event is told once");
    let told = post.told(REVIEWER);
    assert_eq!(told.len(), 1);
    assert!(post.told(REPORTER).is_empty(), "nobody is told of their own act");
    for other in [OBSERVER, ADMIN, GOVERNMENT, GOVERNMENT_REVIEWER, CONVENOR] {
        assert!(post.told(other).is_empty(), "{other}");
    }
    assert!(post.after(TimeDelta::minutes(9)).is_empty(), "changes of ten minutes are gathered");
    let taken = post.after(TimeDelta::minutes(6));
    assert_eq!(readers(&taken), [REVIEWER]);
    let said = taken[0].plain();
    for hidden in ["Sesame", report.as_str(), release.as_str(), "Open Lines", "Amina", "Jonas Weber"] {
        assert!(!said.contains(hidden), "{hidden} in {said}");
    }
    let reference = &told[0].1;
    assert!(said.contains(&format!("/notifications/{reference}")), "{said}");
    assert_eq!(taken[0].header("Subject").unwrap(), "A text waits for your review");
    assert_eq!(taken[0].header("Auto-Submitted").unwrap(), "auto-generated");
    // The link is the reader's own, and leads to the thing.
    let path = format!("/notifications/{reference}");
    let opened = post.serving.new_client(REVIEWER).get(&path).expect(303);
    assert_eq!(opened.header("location").unwrap(), format!("/reports/{report}/releases/{release}"));
    post.serving.new_client(GOVERNMENT).get(&path).expect(404);
    post.serving.new_client(REPORTER).get(&path).expect(404);
    post.serving.public().get(&path).expect(401);
    assert!(post.after(TimeDelta::days(8)).is_empty(), "it is sent once");
}

#[test]
fn the_menu_counts_what_is_new_and_one_press_settles_it() {
    let post = Post::new();
    post.proposed("One");
    post.proposed("Two");
    post.tell();
    let client = post.serving.new_client(REVIEWER);
    let desk = client.get("/desk").expect(200).text();
    assert!(desk.contains("A text waits for your review"), "{desk}");
    let badge = |client: &Client| {
        let page = client.get("/incidents").expect(200).text();
        let entry = page.split("href=\"/desk\"").nth(1).unwrap().split("</li>").next().unwrap().to_owned();
        entry.split("badge\">").nth(1).map(|rest| rest.split('<').next().unwrap().to_owned())
    };
    assert_eq!(badge(&client).as_deref(), Some("2"));
    let told = post.told(REVIEWER);
    client.get(&format!("/notifications/{}", told[0].1)).expect(303);
    assert_eq!(badge(&client).as_deref(), Some("2"), "looking at a link changes nothing");
    let opened = post.form(REVIEWER, &format!("/notifications/{}/reading", told[0].1), &[]).expect(303);
    assert!(opened.header("location").unwrap().starts_with("/reports/"));
    assert_eq!(badge(&client).as_deref(), Some("1"), "one has been opened");
    post.form(REVIEWER, &format!("/notifications/{}/settlement", told[1].1), &[]).expect(303);
    assert_eq!(badge(&client), None);
    assert_eq!(post.told(REVIEWER).len(), 1, "opened is not done");
    post.form(REVIEWER, "/notifications/settlement", &[]).expect(303);
    assert!(post.told(REVIEWER).is_empty());
    let page = client.get("/notifications").expect(200).text();
    assert!(page.contains("Nothing needs you now"), "{page}");
    assert!(post.after(SOON).is_empty(), "what is settled is not mailed");
}

#[test]
fn changes_of_one_thing_are_one_message() {
    let post = Post::new();
    let report = post.serving.draft(REPORTER, &json!({ "title": "Again and again" }));
    for audience in ["public", "coalition", "sector:government"] {
        post.propose(&report, audience);
        post.tell();
        assert!(post.after(TimeDelta::minutes(3)).is_empty());
    }
    let taken = post.after(TimeDelta::minutes(6));
    assert_eq!(readers(&taken), [REVIEWER], "three proposals of one report");
    assert!(taken[0].plain().contains("3 things need you"), "{}", taken[0].plain());
    post.propose(&report, "org:estmark");
    let later = post.delivered();
    assert_eq!(readers(&later), [REVIEWER]);
    assert_eq!(later[0].header("References"), taken[0].header("References"), "one thread");
    assert_ne!(later[0].header("Message-ID"), taken[0].header("Message-ID"));
}

#[test]
fn what_no_longer_concerns_its_reader_is_not_sent() {
    let post = Post::new();
    let (report, release) = post.proposed("Decided meanwhile");
    post.tell();
    post.serving.approve(&report, &release, REVIEWER);
    let taken = post.delivered();
    assert_eq!(readers(&taken), [REPORTER], "who proposed learns of it, who decided knows");
    assert_eq!(taken[0].header("Subject").unwrap(), "[TLP:CLEAR] Your proposal was approved and released");
    // A role that ends between the event and the message.
    post.proposed("A role ends");
    post.tell();
    let (admin, reviewer) = (post.serving.viewer(ADMIN), post.serving.person(REVIEWER));
    post.serving.write(|tx| {
        let reviewer = people::person(tx.conn, &reviewer)?;
        people::end_role(tx, &admin, &reviewer, Role::Reviewer)
    });
    assert!(post.after(SOON).is_empty());
    let page = post.serving.new_client(REVIEWER).get("/notifications").expect(200).text();
    assert!(!page.contains("A text waits"), "{page}");
}

#[test]
fn what_is_erased_or_closed_is_told_to_nobody() {
    let post = Post::new();
    let (report, _) = post.proposed("Erased");
    post.tell();
    assert_eq!((post.count("notification"), post.count("outbox")), (1, 1));
    post.proposed("Kept");
    assert_eq!(post.count("event"), 1);
    let sent = json!({ "reason": "A family asked us to." });
    post.serving.client(ADMIN).json("DELETE", &format!("/api/v1/reports/{report}"), &[], &sent).expect(200);
    assert_eq!((post.count("notification"), post.count("outbox"), post.count("event")), (0, 0, 1));
    post.tell();
    assert_eq!((post.count("notification"), post.count("outbox")), (1, 1));
    post.choose(REVIEWER, &[("mail.reviews", "at_once"), ("dashboard.reviews", "yes")]).expect(303);
    let (admin, reviewer) = (post.serving.viewer(ADMIN), post.serving.person(REVIEWER));
    post.serving.write(|tx| {
        let reviewer = people::person(tx.conn, &reviewer)?;
        accounts::close(tx, &admin, &reviewer)
    });
    assert_eq!((post.count("notification"), post.count("outbox")), (0, 0));
    let id = post.serving.person(REVIEWER);
    post.serving.write(|tx| {
        assert!(entente::outbox::preferences_of(tx.conn, id.as_str())?.is_empty());
        assert!(entente::outbox::reader(tx.conn, &id)?.is_none());
        Ok(())
    });
    assert!(post.after(SOON).is_empty());
}

#[test]
fn a_message_that_is_not_taken_is_tried_again_and_known_again() {
    let post = Post::new();
    post.proposed("Greylisted");
    post.tell();
    post.relay.fail([Fault::Reader(450, "4.2.0 later"), Fault::DropMidway, Fault::DropAfter]);
    assert!(post.after(SOON).is_empty());
    assert!(post.after(TimeDelta::minutes(2)).is_empty(), "broken off in the middle");
    let first = post.after(TimeDelta::minutes(7));
    assert_eq!(readers(&first), [REVIEWER], "taken, and broken off before it was said");
    let page = post.serving.new_client(CONVENOR).get("/undelivered").expect(200).text();
    assert!(page.contains("j…@o….org") && page.contains("broke off"), "{page}");
    assert!(!page.contains("jonas"), "{page}");
    let again = post.after(TimeDelta::minutes(19));
    assert_eq!(readers(&again), [REVIEWER]);
    assert_eq!(first[0].text.replace(&first[0].header("Date").unwrap(), ""), {
        again[0].text.replace(&again[0].header("Date").unwrap(), "")
    });
    assert!(post.after(TimeDelta::days(8)).is_empty());
}

#[test]
fn a_message_that_is_never_taken_fails_in_the_end() {
    let post = Post::new();
    post.proposed("Full for good");
    post.tell();
    for attempt in 0..9 {
        post.relay.fail([Fault::Message(452, "4.3.1 full")]);
        assert!(post.after(TimeDelta::days(2)).is_empty(), "{attempt}");
    }
    post.relay.fail([Fault::Message(452, "4.3.1 full")]);
    assert!(post.after(TimeDelta::days(2)).is_empty());
    assert!(post.after(TimeDelta::days(2)).is_empty(), "nothing is tried any more");
    let page = post.serving.new_client(CONVENOR).get("/undelivered").expect(200).text();
    assert!(page.contains("Given up"), "{page}");
    // Old failures are forgotten.
    let forgotten = |days| {
        post.serving.place.clock.advance(TimeDelta::days(days));
        post.serving.write(entente::outbox::forget_old);
        post.count("outbox")
    };
    assert_eq!((forgotten(1), forgotten(30)), (1, 0));
}

#[test]
fn an_address_that_does_not_exist_is_told_to_its_owner_and_left_alone() {
    let post = Post::new();
    post.proposed("No such mailbox");
    post.tell();
    post.relay.fail([Fault::Reader(550, "5.1.1 nobody of this name")]);
    assert!(post.after(SOON).is_empty());
    post.proposed("Another");
    assert!(post.delivered().is_empty(), "nothing is sent there");
    let page = post.serving.new_client(REVIEWER).get("/notifications").expect(200).text();
    assert!(page.contains("E-mail to your address came back"), "{page}");
    post.form(REVIEWER, "/notifications/address", &[]).expect(303);
    let taken = post.after(SOON);
    assert_eq!(readers(&taken), [REVIEWER, REVIEWER], "both things are still to be told");
}

#[test]
fn each_change_is_told_to_those_whom_it_concerns() {
    let post = Post::new();
    let cases: [(On, &str, &[&str]); 9] = [
        (On::Said, "corroborated", &[GOVERNMENT, GOVERNMENT_REVIEWER]),
        (On::Asked, "asked", &[REPORTER, REVIEWER, ADMIN]),
        (On::Answered, "answered", &[GOVERNMENT]),
        (On::Saying, "review-waiting", &[REVIEWER]),
        (On::Answering, "review-waiting", &[REVIEWER]),
        (On::Translating, "review-waiting", &[REVIEWER]),
        (On::Delegating, "review-waiting", &[REVIEWER]),
        (On::Translated, "proposal-approved", &[REPORTER]),
        (On::Delegated, "publishing-asked", &[DEFENDER]),
    ];
    let everybody = [
        REPORTER,
        REVIEWER,
        OBSERVER,
        ADMIN,
        GOVERNMENT,
        GOVERNMENT_REVIEWER,
        COMPANY,
        COMPANY_REVIEWER,
        DEFENDER,
        CONVENOR,
        SECOND_CONVENOR,
        SECRETARIAT,
    ];
    for (on, kind, expected) in cases {
        post.forget();
        prepare(&post.serving, on);
        post.tell();
        let told: Vec<_> = everybody.iter().filter(|who| post.kinds(who).contains(kind)).copied().collect();
        assert_eq!(told, expected, "{kind}");
    }
    // Groups, and what convenors decide together.
    let group = json!({ "slug": "newcomers", "name": "Newcomers", "members": ["lumora"] });
    post.serving.client(CONVENOR).post("/api/v1/groups", &group).expect(201);
    let entered = json!({ "slug": "arriving", "name": "Arriving", "kind": "media" });
    post.serving.client(CONVENOR).post("/api/v1/organisations", &entered).expect(201);
    post.tell();
    assert!(
        post.kinds(COMPANY).contains("group-joined") && post.kinds(COMPANY_REVIEWER).contains("group-joined")
    );
    assert!(post.kinds(SECOND_CONVENOR).contains("vetting-waiting"));
    assert!(!post.kinds(CONVENOR).contains("vetting-waiting"), "she entered it");
    assert!(!post.kinds(SECRETARIAT).contains("vetting-waiting"), "he is no convenor");
}

#[test]
fn a_day_that_is_near_is_told_before_it_comes() {
    let post = Post::new();
    let (report, _) = post.proposed("Kept for a while");
    post.delivered();
    let sent = json!({ "keep_until": "2026-06-20" });
    post.serving
        .client(ADMIN)
        .json("PUT", &format!("/api/v1/reports/{report}/keeping"), &[], &sent)
        .expect(200);
    let warned = |time| {
        post.serving.place.clock.advance(time);
        post.serving.instance.timers.work().unwrap();
        readers(&post.delivered()).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(warned(TimeDelta::days(11)).is_empty());
    let told = warned(TimeDelta::days(3));
    assert_eq!(told.iter().collect::<BTreeSet<_>>().len(), told.len());
    assert!(told.contains(&REVIEWER.to_owned()), "{told:?}");
    assert!(warned(TimeDelta::days(1)).is_empty(), "once");
}

#[test]
fn a_name_is_in_no_header_whatever_it_is() {
    let post = Post::new();
    let hostile = "\"The Bank\" <all@bank.example>, x";
    post.form(REVIEWER, "/account", &[("name", hostile), ("language", "en")]).expect(303);
    post.proposed("One");
    let taken = post.delivered();
    assert_eq!(taken[0].header("To").unwrap(), REVIEWER);
    assert!(!taken[0].text.contains("ank"), "{}", taken[0].text);
}

#[test]
fn two_mailboxes_have_nothing_in_common() {
    let post = Post::new();
    for on in [On::Said, On::Asked, On::Answered, On::Answering, On::Delegated, On::Translated] {
        prepare(&post.serving, on);
    }
    post.tell();
    let mut taken = post.after(SOON);
    taken.extend(post.after(TimeDelta::days(8)));
    assert!(readers(&taken).iter().collect::<BTreeSet<_>>().len() > 4, "{:?}", readers(&taken));
    for one in &taken {
        assert!(!marks(&one.plain()).is_empty());
        assert!(!one.plain().contains("thing of"), "no title: {}", one.plain());
        for other in taken.iter().filter(|other| other.to != one.to) {
            let common: Vec<_> = marks(&one.plain()).intersection(&marks(&other.plain())).cloned().collect();
            assert!(common.is_empty(), "{} and {}: {common:?}", one.to, other.to);
        }
    }
}

#[test]
fn nothing_is_left_in_rows_but_ids() {
    let post = Post::new();
    post.proposed("Sesame, the title");
    post.tell();
    post.after(SOON);
    post.proposed("Sesame, too");
    let text = post
        .serving
        .place
        .database
        .read(|conn| {
            let events: Vec<(String, String)> =
                event::table.select((event::kind, event::addressee)).load(conn)?;
            let told: Vec<(String, String)> =
                notification::table.select((notification::kind, notification::thread)).load(conn)?;
            let messages: Vec<(String, String, Option<String>)> =
                outbox::table.select((outbox::cadence, outbox::thread, outbox::outcome)).load(conn)?;
            let readers: i64 = notification_reader::table.count().get_result(conn)?;
            let chosen: i64 = notification_preference::table.count().get_result(conn)?;
            Ok(format!("{events:?} {told:?} {messages:?} {readers} {chosen}"))
        })
        .unwrap();
    assert!(text.contains("sent") && !text.contains("Sesame") && !text.contains('@'), "{text}");
}
