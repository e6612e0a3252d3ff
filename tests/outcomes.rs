//! What came of joint actions: who says so, who is shown it and where, and who is reminded.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::feed_reader::read_calendar;
use crate::http::Answer;
use crate::notifications::Post;
use crate::serving::{
    ACADEMIC, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REPORTER, REVIEWER, Serving,
};
use crate::smtp::Taken;

/// An action of Estmark.
fn begun(serving: &Serving, audience: &[&str]) -> String {
    let sent =
        json!({ "kind": "demarche", "title": "A demarche", "brief": "What is asked.", "audience": audience });
    let made = serving.new_client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/actions/{reference}/approval");
    serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
    reference
}

/// Whether a message tells of a day that has come in an action.
fn is_reminder(one: &Taken) -> bool {
    one.header("Subject").is_some_and(|subject| subject == "There is something new in a joint action")
        && one.header("List-Unsubscribe").is_some_and(|link| link.contains("/unsubscribe/deadlines/"))
}

fn send(serving: &Serving, who: &str, action: &str, mut sent: Value) -> Answer {
    sent["text"] = json!(sent["text"].as_str().unwrap_or("What came of it"));
    serving.place.clock.advance(TimeDelta::seconds(1));
    serving.new_client(who).post(&format!("/api/v1/actions/{action}/comments"), &sent)
}

fn said(serving: &Serving, who: &str, action: &str, sent: Value) -> String {
    send(serving, who, action, sent).expect(201).json()["reference"].as_str().unwrap().to_owned()
}

/// What came of an action by what somebody reads: in one word.
fn outcome(serving: &Serving, who: &str, action: &str) -> String {
    let read = serving.new_client(who).get(&format!("/api/v1/actions/{action}")).expect(200).json();
    read["outcome"]["result"].as_str().unwrap_or_default().to_owned()
}

/// A day, so many days from now.
fn day(serving: &Serving, days: i64) -> String {
    serving.place.database.ambient().now().plus(TimeDelta::days(days)).date().to_string()
}

fn take_back(serving: &Serving, who: &str, comment: &str) {
    let path = format!("/api/v1/comments/{comment}");
    serving.new_client(who).json("DELETE", &path, &[], &json!({ "reason": "Wrong" })).expect(200);
}

#[test]
fn the_lead_says_what_came_of_an_action_to_those_who_read_that() {
    let serving = &Serving::new();
    let action = begun(serving, &["coalition"]);
    let (report, _) = serving.released(&json!({ "title": "Open again" }), &["sector:government"]);
    assert_eq!(
        send(serving, DEFENDER, &action, json!({ "outcome": "achieved" })).status,
        403,
        "it leads it not"
    );
    let (soon, past) = (day(serving, 3), day(serving, -1));
    for wrong in [
        json!({ "outcome": "fine" }),
        json!({ "outcome": "partly", "review_on": "soon" }),
        json!({ "outcome": "partly", "review_on": past }),
        json!({ "review_on": soon }),
        json!({ "outcome": "partly", "links": [{ "kind": "report", "reference": "R-AAAAAA" }] }),
    ] {
        assert_eq!(send(serving, GOVERNMENT, &action, wrong.clone()).status, 422, "{wrong}");
    }
    let evidence = json!([{ "kind": "report", "reference": report }]);
    let all = said(serving, GOVERNMENT, &action, json!({ "outcome": "unclear", "links": evidence }));
    let few = json!({
        "text": "Some of it", "outcome": "partly", "review_on": soon, "audience": ["sector:government"], "links": evidence,
    });
    let few = said(serving, GOVERNMENT, &action, few);
    assert_eq!(
        [ACADEMIC, GOVERNMENT_REVIEWER].map(|who| outcome(serving, who, &action)),
        ["unclear", "partly"]
    );
    let page = |who: &str, path: &str| serving.client(who).page(path).expect(200).text();
    let at = format!("/actions/{action}");
    assert!(page(GOVERNMENT_REVIEWER, &at).contains("Partly achieved (to be looked at again on"));
    let seen = page(ACADEMIC, &at);
    assert!(
        seen.contains("Not clear yet") && !seen.contains("Partly") && !seen.contains("says=outcome"),
        "{seen}"
    );
    assert!(page(GOVERNMENT, &at).contains("says=outcome"));
    // In lists and tables, too.
    serving.settle();
    assert!(page(GOVERNMENT, "/actions").contains("Outcome: Partly achieved"));
    assert!(page(ACADEMIC, "/board").contains("Outcome: Not clear yet"));
    let table = serving.client(GOVERNMENT).get("/actions.csv").expect(200).text();
    assert!(table.contains(&format!(",partly,{few},{soon}T00:00:00Z,")), "{table}");
    let table = serving.client(ACADEMIC).get("/actions.csv").expect(200).text();
    assert!(table.contains(&format!(",unclear,{all},,")) && !table.contains("partly"), "{table}");
    // Evidence is shown to those who read it.
    let links = |who: &str, comment: &str| {
        serving.new_client(who).get(&format!("/api/v1/comments/{comment}")).expect(200).json()["links"]
            .clone()
    };
    assert_eq!((links(GOVERNMENT, &few), links(ACADEMIC, &all)), (evidence.clone(), json!([])));
    assert!(!page(ACADEMIC, &format!("/comments/{all}")).contains(&report));
    // Of a public action everybody reads the stage, and members what came of it.
    let public = begun(serving, &["public"]);
    said(serving, GOVERNMENT, &public, json!({ "outcome": "achieved" }));
    let read = serving.public().get(&format!("/api/v1/actions/{public}")).expect(200).json();
    assert!(read["stage"] == "proposed" && read["outcome"].is_null(), "{read}");
    // What is taken back says nothing, neither does its evidence.
    take_back(serving, GOVERNMENT, &few);
    assert_eq!(outcome(serving, GOVERNMENT_REVIEWER, &action), "unclear");
    let gone = page(GOVERNMENT_REVIEWER, &format!("/actions/{action}/comments"));
    assert!(!gone.contains("Partly") && !gone.contains(&report), "{gone}");
}

#[test]
fn an_outcome_is_changed_by_whoever_leads_and_keeps_what_is_left_out() {
    let serving = &Serving::new();
    let action = begun(serving, &["coalition"]);
    let (report, _) = serving.released(&json!({ "title": "Open again" }), &["coalition"]);
    let soon = day(serving, 3);
    let sent = json!({
        "outcome": "unclear", "review_on": soon, "links": [{ "kind": "report", "reference": report }],
    });
    let comment = said(serving, GOVERNMENT, &action, sent);
    let path = format!("/api/v1/comments/{comment}/versions");
    let change = |sent: &Value| serving.new_client(GOVERNMENT).post(&path, sent).status;
    let one = || serving.new_client(ACADEMIC).get(&format!("/api/v1/comments/{comment}")).expect(200).json();
    let state = || {
        let one = one();
        let day = one["review_at"].as_str().unwrap_or_default().split('T').next().unwrap().to_owned();
        (one["outcome"].as_str().unwrap_or_default().to_owned(), day, one["links"].as_array().unwrap().len())
    };
    assert_eq!(change(&json!({ "text": "Still" })), 201);
    assert_eq!(state(), ("unclear".into(), soon.clone(), 1));
    assert_eq!(change(&json!({ "text": "Now", "outcome": "achieved", "review_on": "" })), 201);
    assert_eq!(state(), ("achieved".into(), String::new(), 1));
    assert_eq!(outcome(serving, ACADEMIC, &action), "achieved");
    assert_eq!(change(&json!({ "text": "Now", "outcome": "" })), 422, "it is taken back as a whole");
    let earlier =
        serving.client(ACADEMIC).page(&format!("/comments/{comment}/versions/1")).expect(200).text();
    assert!(earlier.contains("Not clear yet"), "{earlier}");
    // The form has what is stored.
    let update = format!("/comments/{comment}/update");
    let fields = [("text", "By the form"), ("outcome", "partly"), ("review_on", soon.as_str())];
    let client = serving.client(GOVERNMENT);
    assert!(client.page(&update).expect(200).text().contains(&report));
    assert_eq!(client.fill(&update, &update, &fields).status, 303);
    assert_eq!(state(), ("partly".into(), soon, 1));
    // Whoever does not lead any more changes the words, and not what came of it.
    let join = format!("/api/v1/actions/{action}/participation");
    serving.new_client(DEFENDER).json("PUT", &join, &[], &json!({})).expect(200);
    let lead = format!("/api/v1/actions/{action}/lead");
    serving.new_client(GOVERNMENT).post(&lead, &json!({ "organisation": "defenders" })).expect(200);
    serving.new_client(DEFENDER).json("PUT", &lead, &[], &json!({})).expect(200);
    assert_eq!(change(&json!({ "text": "Now", "outcome": "achieved" })), 403);
    assert_eq!(change(&json!({ "text": "In other words" })), 201);
    assert!(!client.page(&update).expect(200).text().contains("name=\"outcome\""));
    let fields = [("text", "By the form"), ("links", "")];
    assert_eq!(client.fill(&update, &update, &fields).status, 303);
    assert_eq!((state().0, state().2), ("partly".into(), 0));
    said(serving, DEFENDER, &action, json!({ "outcome": "not_achieved" }));
    assert_eq!(outcome(serving, ACADEMIC, &action), "not_achieved");
}

#[test]
fn what_is_to_be_looked_at_again_is_told_on_its_day_to_the_lead() {
    let post = Post::new();
    let serving = &post.serving;
    let action = begun(serving, &["sector:government", "org:defenders", "org:open-lines"]);
    let join = format!("/api/v1/actions/{action}/participation");
    serving.new_client(DEFENDER).json("PUT", &join, &[], &json!({})).expect(200);
    let (soon, later) = (day(serving, 3), day(serving, 5));
    let comment = said(serving, GOVERNMENT, &action, json!({ "outcome": "partly", "review_on": soon }));
    let reminded = |who: &str| {
        let told = serving.new_client(who).get("/api/v1/notifications").expect(200).json();
        let items = told["items"].as_array().unwrap();
        items.iter().any(|one| one["kind"] == "outcome-review" && one["about"] == comment.as_str())
    };
    let passes = |days: i64| {
        serving.place.clock.advance(TimeDelta::days(days) + TimeDelta::seconds(11));
        serving.instance.timers.work().unwrap();
        post.tell();
    };
    let path = format!("/api/v1/comments/{comment}/versions");
    let moved = json!({ "text": "Later", "review_on": later });
    serving.new_client(GOVERNMENT).post(&path, &moved).expect(201);
    passes(3);
    assert!(!reminded(GOVERNMENT), "another day was named");
    passes(2);
    assert_eq!([GOVERNMENT, DEFENDER, REVIEWER, ACADEMIC].map(reminded), [true, false, false, false]);
    let mail = post.after(TimeDelta::minutes(16));
    assert_eq!(mail.iter().filter(|one| is_reminder(one)).count(), 1, "one message, to the delegate");
    // What is newer counts, and what is taken back is told to nobody.
    let newer = said(serving, GOVERNMENT, &action, json!({ "outcome": "achieved" }));
    assert!(!reminded(GOVERNMENT));
    take_back(serving, GOVERNMENT, &newer);
    assert!(reminded(GOVERNMENT));
    take_back(serving, GOVERNMENT, &comment);
    assert!(!reminded(GOVERNMENT));
}

#[test]
fn calendars_have_the_day_for_those_who_read_what_names_it() {
    let serving = &Serving::new();
    let action = begun(serving, &["coalition"]);
    let (soon, later) = (day(serving, 3), day(serving, 4));
    let all = said(serving, GOVERNMENT, &action, json!({ "outcome": "unclear", "review_on": later }));
    let few = json!({ "outcome": "partly", "review_on": soon, "audience": ["sector:civil_society"] });
    let few = said(serving, GOVERNMENT, &action, few);
    let dues = |who: &str| -> Vec<(String, String)> {
        let told = serving.new_client(who).get("/api/v1/calendar").expect(200).json();
        let word = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
        told["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (word(one, "kind"), word(one, "reference")))
            .collect()
    };
    assert_eq!(dues(OBSERVER), [("outcome".to_owned(), few.clone())], "the newest that is read");
    assert_eq!(dues(ACADEMIC), [("outcome".to_owned(), all.clone())]);
    let month = |who: &str, day: &str| {
        serving.client(who).page(&format!("/calendar?month={}", &day[..7])).expect(200).text()
    };
    assert!(month(OBSERVER, &soon).contains(&format!("/comments/{few}")));
    assert!(!month(OBSERVER, &soon).contains("00:00"), "a day has no hour");
    assert!(
        !month(ACADEMIC, &soon).contains(&few)
            && month(ACADEMIC, &later).contains("Look at the outcome again")
    );
    let made =
        serving.client(REPORTER).send("POST", "/api/v1/calendar/addresses", &[], b"").expect(201).json();
    let ics = made["ics"].as_str().unwrap();
    let read =
        read_calendar(&serving.public().get(&ics[ics.find("/feeds/").unwrap()..]).expect(200).body, &[]);
    let event = &read["events"][0];
    assert_eq!(
        (&event["summary"], &event["sequence"]),
        (&json!(format!("Look again at the outcome: {few}")), &json!(0))
    );
    assert!(event["url"].as_str().unwrap().ends_with(&format!("/comments/{few}")), "{event}");
    assert_eq!(event["times"], json!([soon]), "the day, and no moment of it");
    take_back(serving, GOVERNMENT, &few);
    assert_eq!(dues(OBSERVER), [("outcome".to_owned(), all)]);
    // As many statements, however many outcomes there are.
    let costs = || {
        let client = serving.client(ACADEMIC);
        ["/api/v1/calendar", "/api/v1/actions?stage=all"].map(|path| {
            client.get(path).expect(200);
            let before = serving.place.database.statements_for_requests();
            client.get(path).expect(200);
            serving.place.database.statements_for_requests() - before
        })
    };
    serving.settle();
    let few = costs();
    for _ in 0..3 {
        let action = begun(serving, &["coalition"]);
        said(serving, GOVERNMENT, &action, json!({ "outcome": "unclear", "review_on": later }));
    }
    serving.settle();
    assert_eq!(costs(), few);
}

#[test]
fn the_lead_of_a_closed_action_is_told_that_nothing_is_said_of_what_came_of_it() {
    let serving = &Serving::new();
    let action = begun(serving, &["coalition"]);
    let path = format!("/api/v1/actions/{action}/moves");
    for stage in ["considered", "preparing", "agreed", "delivered"] {
        serving.new_client(GOVERNMENT).post(&path, &json!({ "to": stage })).expect(200);
    }
    serving.new_client(GOVERNMENT).post(&path, &json!({ "to": "closed", "reason": "Done" })).expect(200);
    let needed = |who: &str| {
        let read = serving.new_client(who).get(&format!("/api/v1/actions/{action}")).expect(200).json();
        read["needed"].as_str().unwrap().to_owned()
    };
    let (unsaid, nothing) =
        ("Your organisation has not said yet what came of it.", "Nothing is needed any more.");
    assert_eq!([GOVERNMENT, GOVERNMENT_REVIEWER, ACADEMIC].map(needed), [unsaid, unsaid, nothing]);
    said(serving, GOVERNMENT, &action, json!({ "outcome": "achieved", "audience": ["org:estmark"] }));
    assert_eq!([GOVERNMENT, ACADEMIC].map(needed), [nothing, nothing]);
}

/// Classes of leaks: an outcome that others come to read by a later brief.
#[test]
fn whoever_comes_to_read_an_action_later_is_told_of_no_earlier_outcome() {
    let serving = &Serving::new();
    let action = begun(serving, &["sector:government", "org:open-lines"]);
    let soon = day(serving, 3);
    said(serving, GOVERNMENT, &action, json!({ "outcome": "partly", "review_on": soon }));
    let path = format!("/api/v1/actions/{action}/versions");
    let sent = json!({ "kind": "demarche", "title": "T", "brief": "B", "audience": ["coalition"] });
    serving.new_client(GOVERNMENT).post(&path, &sent).expect(201);
    let path = format!("/api/v1/actions/{action}/approval");
    serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
    assert_eq!([OBSERVER, ACADEMIC].map(|who| outcome(serving, who, &action)), ["partly", ""]);
    let calendar = serving.new_client(ACADEMIC).get("/api/v1/calendar").expect(200).json();
    assert_eq!(calendar["items"], json!([]));
    // Nothing is kept of it where the action is withdrawn.
    let path = format!("/api/v1/actions/{action}");
    serving.new_client(GOVERNMENT).json("DELETE", &path, &[], &json!({ "reason": "Over" })).expect(200);
    let left = serving.place.database.read(|conn| {
        use diesel::prelude::*;
        Ok(entente::db::schema::comment_outcome::table.count().get_result::<i64>(conn)?)
    });
    assert_eq!(left.unwrap(), 0);
}

#[test]
fn words_alone_move_no_day_and_what_was_said_before_is_told_again() {
    let post = Post::new();
    let serving = &post.serving;
    let action = begun(serving, &["coalition"]);
    let soon = day(serving, 3);
    let passes = |time: TimeDelta| {
        serving.place.clock.advance(time);
        serving.instance.timers.work().unwrap();
        post.tell();
    };
    let first = said(serving, GOVERNMENT, &action, json!({ "outcome": "partly", "review_on": soon }));
    let second = said(
        serving,
        GOVERNMENT,
        &action,
        json!({ "outcome": "unclear", "audience": ["sector:government"] }),
    );
    let reminded = || {
        let told = serving.new_client(GOVERNMENT).get("/api/v1/notifications").expect(200).json();
        let items = told["items"].as_array().unwrap().clone();
        items.iter().filter(|one| one["kind"] == "outcome-review" && one["about"] == first.as_str()).count()
    };
    // The day has come and nobody was told yet: other words do not keep it from being told.
    let begins = format!("{soon}T00:00:05Z").parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let now =
        serving.place.database.ambient().now().rfc3339().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    serving.place.clock.advance(begins - now);
    let path = format!("/api/v1/comments/{first}/versions");
    serving.new_client(GOVERNMENT).post(&path, &json!({ "text": "In other words" })).expect(201);
    let timers = serving.place.database.read(|conn| {
        use diesel::prelude::*;
        use entente::db::schema::timer;
        let of_it = timer::table.filter(timer::kind.eq(entente::jobs::TimerKind::OutcomeReview));
        Ok(of_it.filter(timer::fired_at.is_null()).count().get_result::<i64>(conn)?)
    });
    assert_eq!(timers.unwrap(), 1);
    passes(TimeDelta::seconds(11));
    assert_eq!(reminded(), 0, "something newer is read");
    take_back(serving, GOVERNMENT, &second);
    passes(TimeDelta::seconds(11));
    assert_eq!(reminded(), 1);
    assert!(post.after(TimeDelta::minutes(16)).iter().any(is_reminder));
}

/// The internal id of a report.
fn id_of(serving: &Serving, report: &str) -> String {
    let id = serving.place.database.read(|conn| {
        use diesel::prelude::*;
        use entente::db::schema::report as table;
        Ok(table::table.filter(table::reference.eq(report)).select(table::id).first::<String>(conn)?)
    });
    id.unwrap()
}

/// The versions, oldest first, of what is called so, and how many links each has.
fn linked(serving: &Serving, reference: &str) -> Vec<(String, usize)> {
    let versions = serving.place.database.read(|conn| {
        use diesel::prelude::*;
        use entente::db::schema::{contribution, contribution_link, contribution_version};
        let versions: Vec<String> = contribution_version::table
            .inner_join(contribution::table)
            .filter(contribution::reference.eq(reference))
            .order(contribution_version::ordinal)
            .select(contribution_version::id)
            .load(conn)?;
        let of = |version: String| {
            let links = contribution_link::table.filter(contribution_link::version_id.eq(&version));
            let links: i64 = links.count().get_result(conn)?;
            Ok((version.clone(), usize::try_from(links).unwrap()))
        };
        versions.into_iter().map(of).collect::<Result<Vec<_>, entente::error::Error>>()
    });
    versions.unwrap()
}

#[test]
fn whoever_changes_words_keeps_the_evidence_that_they_are_not_shown() {
    let serving = &Serving::new();
    let action = begun(serving, &["coalition"]);
    let (shown, _) = serving.released(&json!({ "title": "Open again" }), &["coalition"]);
    let hidden = id_of(serving, &serving.draft(REPORTER, &json!({ "title": "Hidden" })));
    let evidence = json!([{ "kind": "report", "reference": shown }]);
    let comment = said(serving, GOVERNMENT, &action, json!({ "outcome": "partly", "links": evidence }));
    for reference in [&comment, &action] {
        let version = linked(serving, reference)[0].0.clone();
        serving.write(|tx| {
            use diesel::prelude::*;
            use entente::db::schema::contribution_link as link;
            let row =
                (link::version_id.eq(&version), link::target_kind.eq("report"), link::target_id.eq(&hidden));
            diesel::insert_into(link::table).values(row).execute(tx.conn)?;
            Ok(())
        });
    }
    let update = format!("/comments/{comment}/update");
    let client = serving.client(GOVERNMENT);
    assert_eq!(client.fill(&update, &update, &[("text", "By the form")]).status, 303);
    let path = format!("/api/v1/comments/{comment}/versions");
    client.post(&path, &json!({ "text": "By a program", "links": [] })).expect(201);
    let links: Vec<usize> = linked(serving, &comment).into_iter().map(|one| one.1).collect();
    assert_eq!(links, [2, 2, 1]);
    let path = format!("/api/v1/actions/{action}/versions");
    let sent = json!({ "kind": "demarche", "title": "T", "brief": "B", "audience": ["coalition"] });
    client.post(&path, &sent).expect(201);
    assert_eq!(linked(serving, &action)[1].1, 1);
    // Of a comment no page of an incident or report is asked to show that it links there.
    let viewer = serving.viewer(GOVERNMENT);
    let linking = serving.place.database.read(|conn| {
        use entente::contributions::{LinkKind, linking_to};
        linking_to(conn, &viewer, &[(LinkKind::Report, hidden.clone())])
    });
    assert_eq!(linking.unwrap().into_keys().collect::<Vec<_>>(), [entente::flow::TextKind::Action]);
    // A version that is withdrawn alone keeps nothing.
    let path = format!("/api/v1/comments/{comment}/versions/1");
    client.json("DELETE", &path, &[], &json!({ "reason": "Wrong" })).expect(200);
    let left = serving.place.database.read(|conn| {
        use diesel::prelude::*;
        Ok(entente::db::schema::comment_outcome::table.count().get_result::<i64>(conn)?)
    });
    assert_eq!((left.unwrap(), linked(serving, &comment)[0].1), (2, 0));
}

#[test]
fn the_first_days_are_those_that_come_first() {
    let serving = &Serving::new();
    let (later, sooner) = (begun(serving, &["coalition"]), begun(serving, &["coalition"]));
    let days = [day(serving, 5), day(serving, 3)];
    for (action, day) in [&later, &sooner].into_iter().zip(&days) {
        said(serving, GOVERNMENT, action, json!({ "outcome": "partly", "review_on": day }));
    }
    let viewer = serving.viewer(ACADEMIC);
    let now = serving.place.database.ambient().now();
    let first = serving.place.database.read(|conn| {
        let all = (now, now.plus(TimeDelta::days(30)));
        entente::comments::reviewed_between(conn, &viewer, all, 1)
    });
    let versions = linked(serving, &sooner);
    let of = serving.place.database.read(|conn| {
        use diesel::prelude::*;
        use entente::db::schema::contribution_version as version;
        let of = version::table.find(&versions[0].0).select(version::contribution_id);
        Ok(of.first::<String>(conn)?)
    });
    assert_eq!(first.unwrap(), [of.unwrap()]);
}
