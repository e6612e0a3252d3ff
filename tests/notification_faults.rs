//! What cannot be told or made keeps nothing else waiting, is given up in the end, and is shown to the convenors by its reason.

use std::collections::BTreeSet;
use std::thread;

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::access::Role;
use entente::db::schema::{event, notification_reader, outbox, person, role_grant};
use entente::db::{Moment, PersonId};
use entente::mail::Mailer;
use entente::notifications::Courier;
use entente::outbox::{Cadence, EventKind, Plan, plan};
use entente::{accounts, people};
use serde_json::json;

use crate::notifications::{Post, SOON, readers};
use crate::serving::{ADMIN, CONVENOR, REPORTER, REVIEWER};
use crate::smtp::Fault;
use crate::support::run;

/// A second reviewer of Open Lines.
const SECOND: &str = "kofi@open-lines.example.org";

fn enrol_second(post: &Post) {
    post.serving.write(|tx| {
        let home = people::organisation_for_operator(tx.conn, "open-lines")?;
        accounts::enrol(tx, &home, "Kofi Mensah", SECOND, "", &[Role::Reviewer])
    });
}

/// So many events that nobody can make sense of, older than all others.
fn plant_nonsense(post: &Post, count: usize) {
    post.serving.write(|tx| {
        for number in 0..count {
            diesel::insert_into(event::table)
                .values((
                    event::id.eq(format!("0-{number}")),
                    event::kind.eq(EventKind::GroupJoined),
                    event::subject.eq("nothing"),
                    event::thread.eq("nothing"),
                    event::addressee.eq("galaxy:andromeda"),
                    event::at.eq(tx.after(-TimeDelta::days(1))),
                    event::attempts.eq(0),
                ))
                .execute(tx.conn)?;
        }
        Ok(())
    });
}

#[test]
fn an_event_that_cannot_be_told_blocks_no_other_and_is_given_up() {
    let post = Post::new();
    // More than are looked at in one round.
    plant_nonsense(&post, 60);
    post.proposed("Behind all of them");
    assert_eq!(post.tell(), 1);
    assert_eq!(post.told(REVIEWER).len(), 1);
    assert_eq!(post.tell(), 0, "what failed waits");
    let page = |post: &Post| post.serving.new_client(CONVENOR).get("/undelivered").expect(200).text();
    assert!(page(&post).contains("What could not be told") && page(&post).contains("Tried again"));
    for _ in 0..6 {
        post.serving.place.clock.advance(TimeDelta::days(2));
        post.tell();
    }
    assert!(page(&post).contains("Given up") && !page(&post).contains("galaxy"), "{}", page(&post));
    let open: i64 = post
        .serving
        .place
        .database
        .read(|conn| Ok(event::table.filter(event::failed_at.is_null()).count().get_result(conn)?))
        .unwrap();
    assert_eq!(open, 0);
    post.serving.place.clock.advance(TimeDelta::days(31));
    post.serving.write(entente::outbox::forget_old);
    assert_eq!(post.count("event"), 0);
}

#[test]
fn a_message_that_cannot_be_made_is_given_up_and_the_others_are_sent() {
    let post = Post::new();
    enrol_second(&post);
    post.proposed("For two");
    post.tell();
    let reviewer = post.serving.person(REVIEWER);
    post.serving.write(|tx| {
        diesel::update(role_grant::table.filter(role_grant::person_id.eq(&reviewer)))
            .set(role_grant::role.eq("nonsense"))
            .execute(tx.conn)?;
        Ok(())
    });
    assert_eq!(readers(&post.after(SOON)), [SECOND]);
    for _ in 0..9 {
        assert!(post.after(TimeDelta::days(2)).is_empty());
    }
    let ended = |post: &Post| {
        let ended =
            outbox::table.filter(outbox::person_id.eq(&reviewer)).filter(outbox::ended_at.is_not_null());
        let row = |conn: &mut entente::db::Conn| Ok(ended.select(outbox::failure).first(conn).optional()?);
        post.serving.place.database.read(row).unwrap().flatten()
    };
    assert_eq!(ended(&post), Some("fault".to_owned()));
    let page = post.serving.new_client(CONVENOR).get("/undelivered").expect(200).text();
    assert!(page.contains("a fault of the platform") && page.contains("Given up"), "{page}");
    assert!(!page.contains("nonsense"), "{page}");
}

#[test]
fn an_event_of_many_goes_on_where_it_was_broken_off() {
    let post = Post::new();
    let group = json!({ "slug": "newcomers", "name": "Newcomers", "members": ["open-lines"] });
    post.serving.client(CONVENOR).post("/api/v1/groups", &group).expect(201);
    let mut people: Vec<(PersonId, &str)> =
        [REPORTER, REVIEWER, ADMIN].map(|who| (post.serving.person(who), who)).to_vec();
    people.sort();
    post.serving.write(|tx| {
        diesel::update(event::table).set(event::told_to.eq(&people[0].0)).execute(tx.conn)?;
        Ok(())
    });
    post.tell();
    let told: Vec<bool> = people.iter().map(|(_, who)| post.kinds(who).contains("group-joined")).collect();
    assert_eq!(told, [false, true, true], "whoever was told is not told twice");
    assert_eq!(post.count("event"), 0);
}

#[test]
fn a_review_that_is_freed_again_is_told_to_the_others() {
    let post = Post::new();
    enrol_second(&post);
    let (report, release) = post.proposed("Taken, and left again");
    post.tell();
    let claim = format!("/api/v1/reports/{report}/releases/{release}/claim");
    post.serving.new_client(REVIEWER).post(&claim, &json!({})).expect(200);
    assert_eq!(readers(&post.after(SOON)), [REVIEWER], "for the other there is nothing to do");
    post.serving.new_client(REVIEWER).json("DELETE", &claim, &[], &json!({})).expect(200);
    assert_eq!(readers(&post.delivered()), [SECOND], "whoever freed it knows");
    // Claimed again, and left lying until the claim lapses.
    post.serving.new_client(REVIEWER).post(&claim, &json!({})).expect(200);
    assert!(post.delivered().is_empty());
    assert_eq!(post.count("event"), 1, "it is told when the claim lapses");
    post.serving.place.clock.advance(TimeDelta::hours(48));
    assert_eq!(readers(&post.delivered()), [SECOND]);
    // Decided in time, it is told to nobody.
    post.serving.new_client(REVIEWER).post(&claim, &json!({})).expect(200);
    let approval = format!("/api/v1/reports/{report}/releases/{release}/approval");
    post.serving.new_client(REVIEWER).post(&approval, &json!({})).expect(200);
    post.delivered();
    post.serving.place.clock.advance(TimeDelta::hours(48));
    assert!(post.delivered().is_empty());
}

#[test]
fn what_is_urgent_hastens_a_message_that_waits_and_what_is_not_leaves_it() {
    let post = Post::new();
    let person = post.serving.person(REVIEWER);
    let planned = |minutes: i64, hastens: bool| {
        post.serving.write(|tx| {
            let due = vec![(person.clone(), tx.after(TimeDelta::minutes(minutes)))];
            plan(tx, &Plan { cadence: Cadence::AtOnce, thread: "thing", due, hastens })?;
            let due: Vec<Moment> = outbox::table.select(outbox::due_at).load(tx.conn)?;
            assert_eq!(due.len(), 1, "one message");
            Ok(due[0].since(tx.now()).num_minutes())
        })
    };
    assert_eq!(planned(10, false), 10);
    assert_eq!(planned(1, false), 10);
    assert_eq!(planned(1, true), 1);
    assert_eq!(planned(5, true), 1);
}

#[test]
fn a_digest_is_sent_once_however_many_send() {
    let post = Post::new();
    post.choose(REVIEWER, &[("mail.reviews", "daily")]).expect(303);
    post.proposed("One");
    post.proposed("Two");
    post.tell();
    post.serving.place.clock.advance(TimeDelta::days(1));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| post.serving.instance.courier.deliver().unwrap());
        }
    });
    assert_eq!(readers(&post.relay.empty()), [REVIEWER]);
    assert!(post.after(TimeDelta::days(1)).is_empty());
}

#[test]
fn fifteen_edits_of_one_thing_are_one_message() {
    let post = Post::new();
    let report = post.serving.draft(REPORTER, &json!({ "title": "Edited again and again" }));
    let sectors =
        ["government", "company", "civil_society", "academia", "media", "international_organisation"];
    let organisations = ["estmark", "lumora", "defenders", "meridian", "lantern", "forum", "secretariat"];
    let sectors = sectors.map(|sector| format!("sector:{sector}"));
    let organisations = organisations.map(|organisation| format!("org:{organisation}"));
    let all = ["public".to_owned(), "coalition".to_owned()].into_iter().chain(sectors).chain(organisations);
    let audiences: Vec<String> = all.collect();
    assert_eq!(audiences.len(), 15);
    for audience in audiences {
        post.propose(&report, &audience);
        post.tell();
        assert!(post.after(TimeDelta::seconds(30)).is_empty());
    }
    assert_eq!(readers(&post.after(SOON)), [REVIEWER]);
    assert!(post.after(TimeDelta::days(8)).is_empty());
}

#[test]
fn a_digest_holds_only_what_was_chosen_for_it() {
    let post = Post::new();
    // Reviews daily, and nothing of what became of proposals.
    post.choose(REPORTER, &[("mail.questions", "daily"), ("dashboard.returned", "yes")]).expect(303);
    post.choose(REVIEWER, &[("mail.reviews", "none")]).expect(303);
    let (report, release) = post.proposed("Approved: told on the dashboard alone");
    let approval = format!("/api/v1/reports/{report}/releases/{release}/approval");
    post.serving.new_client(REVIEWER).post(&approval, &json!({})).expect(200);
    post.tell();
    assert_eq!(post.kinds(REPORTER), BTreeSet::from(["proposal-approved".to_owned()]));
    assert!(post.after(TimeDelta::days(2)).is_empty(), "nothing was chosen for the digest");
    crate::table::prepare(&post.serving, crate::table::On::Asked);
    post.tell();
    let taken = post.after(TimeDelta::days(2));
    let to_reporter: Vec<_> = taken.iter().filter(|one| one.to == REPORTER).collect();
    assert_eq!(to_reporter.len(), 1);
    assert_eq!(to_reporter[0].header("Subject").unwrap(), "There is a question or request about your report");
    assert!(!to_reporter[0].plain().contains("approved"), "{}", to_reporter[0].plain());
}

#[test]
fn an_address_that_mail_cannot_go_to_holds_up_nobody_else() {
    for address in ["jos\u{e9}@example.org", "x\r\nBcc: all@example.org", "\u{202e}gro@example.org", "nobody"]
    {
        let post = Post::new();
        enrol_second(&post);
        let id = post.serving.person(REVIEWER);
        post.proposed("For two");
        post.serving.write(|tx| {
            diesel::update(person::table.find(&id)).set(person::email.eq(address)).execute(tx.conn)?;
            Ok(())
        });
        let taken = post.delivered();
        assert_eq!(readers(&taken), [SECOND], "{address:?}");
        assert!(!taken[0].text.contains("Bcc"));
        let refused = notification_reader::table.find(&id).select(notification_reader::refused_at);
        let refused: Option<Moment> =
            post.serving.place.database.read(|conn| Ok(refused.first(conn)?)).unwrap();
        assert!(refused.is_some(), "its owner is told on their pages");
        assert!(post.after(TimeDelta::days(3)).is_empty());
    }
}

/// Whoever invites somebody whose mailbox has a name beyond ASCII is warned, and learns by name why no mail leaves. A relay
/// that takes such names gets it.
#[test]
fn a_name_beyond_ascii_that_gets_no_mail_is_told_to_those_who_manage_people() {
    let post = Post::new();
    enrol_second(&post);
    let home = "/organisations/open-lines";
    let invited = |email: &str| {
        let fields = [("email", email), ("roles", "reviewer")];
        let page = post.form(ADMIN, &format!("{home}/invitations"), &fields).expect(201).text();
        page.contains("E-mail may not reach this address")
    };
    assert_eq!((invited("jos\u{e9}@пример.example"), invited("jose@пример.example")), (true, false));
    let id = post.serving.person(REVIEWER);
    let page = |who: &str, path: &str| post.serving.new_client(who).get(path).expect(200).text();
    let why = "No e-mail is sent to this address: the relay takes no address with letters beyond ASCII";
    assert!(!page(ADMIN, home).contains(why));
    post.serving.write(|tx| {
        let renamed = person::email.eq("jos\u{e9}@пример.example");
        diesel::update(person::table.find(&id)).set(renamed).execute(tx.conn)?;
        Ok(())
    });
    post.proposed("For two");
    assert_eq!(readers(&post.delivered()), [SECOND]);
    assert!(page(ADMIN, home).contains(why), "{}", page(ADMIN, home));
    assert!(
        !page(REPORTER, home).contains("No e-mail is sent"),
        "of others' addresses nobody else learns it"
    );
    let undelivered = page(CONVENOR, "/undelivered");
    assert!(undelivered.contains("SMTPUTF8") && !undelivered.contains("jos\u{e9}"), "{undelivered}");
    // The next relay takes such names.
    post.relay.take_letters();
    post.serving.write(|tx| entente::outbox::set_refused(tx, &id, None));
    post.proposed("For two again");
    post.tell();
    post.serving.place.clock.advance(SOON);
    let app = &post.serving.instance.app;
    Courier::new(app.clone(), Mailer::of(app.config(), false).unwrap()).deliver().unwrap();
    let taken = post.relay.empty();
    let readers: BTreeSet<&str> = readers(&taken).into_iter().collect();
    assert_eq!(readers, BTreeSet::from([SECOND, "jos\u{e9}@xn--e1afmkfd.example"]));
    assert!(!page(ADMIN, home).contains(why));
}

/// A relay that does not like the sender or the text says nothing of the reader, who goes on getting mail.
#[test]
fn a_refusal_of_the_sender_or_of_the_text_ends_nobodys_mail() {
    let post = Post::new();
    post.proposed("Refused twice");
    post.tell();
    post.relay
        .fail([Fault::Sender(550, "Sender rejected"), Fault::Message(550, "Administrative prohibition")]);
    assert!(post.after(SOON).is_empty());
    assert!(post.after(TimeDelta::minutes(2)).is_empty());
    assert_eq!(readers(&post.after(TimeDelta::minutes(7))), [REVIEWER]);
}

/// A message that was taken is not sent again as if it had failed: if that cannot be written down, it waits for its claim.
#[test]
fn a_message_that_was_taken_and_not_written_down_waits_for_its_claim() {
    let post = Post::new();
    post.proposed("Written down");
    assert_eq!(readers(&post.delivered()), [REVIEWER]);
    // No second message can end as the first did.
    let change = |statement: &str| post.serving.write(|tx| run(tx.conn, statement));
    change("CREATE UNIQUE INDEX one_of_each ON outbox (outcome)");
    post.proposed("Not written down");
    assert_eq!(readers(&post.delivered()), [REVIEWER]);
    for _ in 0..8 {
        assert!(post.after(TimeDelta::minutes(1)).is_empty());
    }
    change("DROP INDEX one_of_each");
    assert_eq!(readers(&post.after(TimeDelta::minutes(3))), [REVIEWER]);
    assert!(post.after(TimeDelta::days(2)).is_empty());
    let page = post.serving.new_client(CONVENOR).get("/undelivered").expect(200).text();
    assert!(!page.contains("a fault of the platform"), "{page}");
}

/// Whoever watches the outbox sees that a relay takes nothing, also while nothing is due.
#[test]
fn what_is_tried_again_is_counted() {
    let post = Post::new();
    let figures = || {
        let now = post.serving.place.database.ambient().now();
        let figures = post.serving.place.database.read(|conn| entente::outbox::figures(conn, now)).unwrap();
        (figures.due, figures.retrying, figures.failed)
    };
    post.proposed("Waits for the relay");
    post.tell();
    assert_eq!(figures(), (0, 0, 0));
    post.relay.fail([Fault::Reader(451, "4.7.1 later")]);
    assert!(post.after(SOON).is_empty());
    assert_eq!(figures(), (0, 1, 0), "it is due later");
    assert_eq!(readers(&post.after(TimeDelta::minutes(2))), [REVIEWER]);
    assert_eq!(figures(), (0, 0, 0));
}
