//! What follows a publication: what it asks of whom and what became of that, what is found when it is looked at again, and the statements that
//! it goes back to.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::endorsements::{READERS, adopt, adopted, put};
use crate::http::Answer;
use crate::joint_statements::{INES, drafted, founded, moved, negotiated, seen, text};
use crate::publications::{address, page, published};
use crate::rounds::{open_all, told};
use crate::serving::{
    ACADEMIC, COMPANY, CONVENOR, DEFENDER, GOVERNMENT, OBSERVER, REVIEWER, SECOND_CONVENOR, Serving,
};
use crate::support::count;

fn at(statement: &str, more: &str) -> String {
    format!("/api/v1/statements/{statement}/follow-up{more}")
}

fn write(serving: &Serving, who: &str, statement: &str, (what, sent): (&str, &Value)) -> Answer {
    serving.new_client(who).post(&at(statement, what), sent)
}

fn asks(serving: &Serving, who: &str, statement: &str, sent: &Value) -> Answer {
    write(serving, who, statement, ("/asks", sent))
}

/// What the text asks of the ministry.
fn of_the_ministry() -> Value {
    json!({ "paragraph": "p3", "addressee": "The ministry of Zale", "level": "national" })
}

fn relate(serving: &Serving, who: &str, statement: &str, (earlier, relation): (&str, &str)) -> Answer {
    let sent = json!({ "earlier": earlier, "relation": relation });
    serving.new_client(who).json("PUT", &at(statement, "/lineage"), &[], &sent)
}

/// What follows it, as somebody is shown that.
#[track_caller]
fn follows(serving: &Serving, who: &str, statement: &str) -> Value {
    serving.new_client(who).get(&at(statement, "")).expect(200).json()
}

fn shown(serving: &Serving, who: &str, statement: &str) -> Answer {
    serving.new_client(who).page(&format!("/statements/{statement}/follow-up"))
}

/// One that is adopted and published: it is 2026-06-04T13:00:11Z.
fn public(serving: &Serving) -> String {
    let statement = adopted(serving);
    published(serving, &statement);
    statement
}

/// One of which it is written down what it asks, and that is followed up.
fn followed(serving: &Serving) -> String {
    let statement = public(serving);
    asks(serving, GOVERNMENT, &statement, &of_the_ministry()).expect(200);
    let done = moved(serving, GOVERNMENT, &statement, &json!({ "to": "follow_up" })).expect(200).json();
    assert_eq!(done["state"], "follow_up");
    statement
}

#[test]
fn what_a_text_asks_is_written_down_by_paragraph_addressee_and_level() {
    let serving = &founded();
    let statement = adopted(serving);
    let ask = |who: &str, sent: &Value| asks(serving, who, &statement, sent);
    let early = ask(GOVERNMENT, &of_the_ministry()).expect(409).text();
    assert!(early.contains("once the statement is published"), "{early}");
    published(serving, &statement);
    for (who, status) in [(INES, 403), (REVIEWER, 403), (OBSERVER, 403), (COMPANY, 404)] {
        ask(who, &of_the_ministry()).expect(status);
    }
    serving.public().post(&at(&statement, "/asks"), &of_the_ministry()).expect(404);
    for (field, value) in [
        ("paragraph", "p9"),
        ("addressee", "  "),
        ("addressee", "x".repeat(201).as_str()),
        ("level", "local"),
        ("level", ""),
    ] {
        let mut sent = of_the_ministry();
        sent[field] = json!(value);
        let refused = ask(GOVERNMENT, &sent).expect(422).json();
        assert!(refused["errors"][field].is_array(), "{field}: {refused}");
    }
    ask(GOVERNMENT, &of_the_ministry()).expect(200);
    serving.place.clock.advance(TimeDelta::hours(1));
    let second =
        json!({ "paragraph": "p2", "addressee": "The Human Rights Council", "level": "international" });
    ask(CONVENOR, &second).expect(200);
    let first = json!({
        "number": 1, "paragraph": "p3", "addressee": "The ministry of Zale", "level": "national",
        "status": "open", "note": "", "at": "2026-06-04T13:00:11Z", "changed_at": "2026-06-04T13:00:11Z",
    });
    for who in [GOVERNMENT, INES, REVIEWER, OBSERVER, CONVENOR] {
        let all = follows(serving, who, &statement);
        assert_eq!(all["asks"][0], first, "{who}");
        assert_eq!(
            (&all["asks"][1]["number"], &all["asks"][1]["level"], all["asks"].as_array().unwrap().len()),
            (&json!(2), &json!("international"), 2),
            "{who}"
        );
        let page = shown(serving, who, &statement).expect(200).text();
        assert!(page.contains("The Human Rights Council") && page.contains("Within one state"), "{page}");
        let writes = [GOVERNMENT, CONVENOR].contains(&who);
        assert_eq!(page.contains("name=\"addressee\""), writes, "{who}");
    }
}

#[test]
fn what_became_of_it_is_said_by_its_number() {
    let serving = &founded();
    let statement = public(serving);
    asks(serving, GOVERNMENT, &statement, &of_the_ministry()).expect(200);
    let set = |who: &str, number: &str, sent: Value| {
        write(serving, who, &statement, (&format!("/asks/{number}/status"), &sent))
    };
    for (who, status) in [(INES, 403), (REVIEWER, 403), (COMPANY, 404)] {
        set(who, "1", json!({ "status": "done" })).expect(status);
    }
    for number in ["2", "0", "01", "-1", "x"] {
        set(GOVERNMENT, number, json!({ "status": "done" })).expect(404);
    }
    set(GOVERNMENT, "1", json!({ "status": "perhaps" })).expect(422);
    set(GOVERNMENT, "1", json!({ "status": "done", "note": "x".repeat(4_001) })).expect(422);
    assert_eq!(follows(serving, INES, &statement)["asks"][0]["status"], "open");
    serving.place.clock.advance(TimeDelta::days(2));
    for status in ["under_way", "refused", "lapsed", "open", "done"] {
        let note = format!("It is {status} since.");
        set(GOVERNMENT, "1", json!({ "status": status, "note": note })).expect(200);
        for who in [INES, REVIEWER] {
            let one = follows(serving, who, &statement)["asks"][0].clone();
            let (at, changed) = (json!("2026-06-04T13:00:11Z"), json!("2026-06-06T13:00:11Z"));
            let expected = (&json!(status), &json!(note), &at, &changed);
            assert_eq!((&one["status"], &one["note"], &one["at"], &one["changed_at"]), expected);
        }
    }
    let page = shown(serving, REVIEWER, &statement).expect(200).text();
    assert!(
        page.contains("It is done since.") && page.contains("<span class=\"state\">Done</span>"),
        "{page}"
    );
    // A note that is not sent again is gone.
    set(CONVENOR, "1", json!({ "status": "done" })).expect(200);
    assert_eq!(follows(serving, INES, &statement)["asks"][0]["note"], "");
}

#[test]
fn whoever_does_not_read_the_text_finds_nothing_of_what_follows() {
    let serving = &founded();
    let statement = followed(serving);
    let finding = json!({ "finding": "Zilokestrel." });
    write(serving, GOVERNMENT, &statement, ("/reviews", &finding)).expect(200);
    let early = negotiated(serving);
    for who in ["", COMPANY, ACADEMIC] {
        let client = if who.is_empty() { serving.public() } else { serving.new_client(who) };
        client.page(&format!("/statements/{statement}/follow-up")).expect(404);
        client.get(&at(&statement, "")).expect(404);
        // The publication itself is read by everybody, and says nothing of it.
        let published = client.page(&address(serving, &statement)).expect(200).text();
        for hidden in ["The ministry of Zale", "Zilokestrel", "Within one state"] {
            assert!(!published.contains(hidden), "{who} {hidden}: {published}");
        }
    }
    for who in [COMPANY, ACADEMIC] {
        write(serving, who, &statement, ("/reviews", &finding)).expect(404);
        asks(serving, who, &statement, &of_the_ministry()).expect(404);
        relate(serving, who, &statement, (&statement, "reaffirms")).expect(404);
    }
    // Before it is published there is no such page, and nothing to read.
    for who in [GOVERNMENT, INES, CONVENOR] {
        shown(serving, who, &early).expect(404);
        let nothing =
            json!({ "asks": [], "lineage": [], "reviews": [], "review_at": null, "successor": null });
        assert_eq!(follows(serving, who, &early), nothing, "{who}");
    }
}

#[test]
fn states_and_the_chair_write_down_what_they_found() {
    let serving = &founded();
    let statement = adopted(serving);
    let finding =
        |who: &str, words: &str| write(serving, who, &statement, ("/reviews", &json!({ "finding": words })));
    finding(INES, "Nothing has changed.").expect(409);
    published(serving, &statement);
    for (who, status) in [(REVIEWER, 403), (DEFENDER, 403), (OBSERVER, 403), (COMPANY, 404)] {
        finding(who, "Nothing has changed.").expect(status);
    }
    finding(INES, "  ").expect(422);
    finding(INES, &"x".repeat(20_001)).expect(422);
    write(serving, INES, &statement, ("/reviews", &json!({}))).expect(422);
    finding(INES, "Nothing has changed.").expect(200);
    serving.place.clock.advance(TimeDelta::days(1));
    finding(CONVENOR, "Half of it is restored.").expect(200);
    for who in [GOVERNMENT, REVIEWER, OBSERVER] {
        let reviews = follows(serving, who, &statement)["reviews"].clone();
        let found = |number: usize| {
            let one = &reviews[number];
            [&one["organisation"]["slug"], &one["finding"], &one["at"]].map(text)
        };
        assert_eq!(found(0), ["valdora", "Nothing has changed.", "2026-06-04T13:00:11Z"], "{who}");
        assert_eq!(found(1), ["secretariat", "Half of it is restored.", "2026-06-05T13:00:11Z"], "{who}");
        let page = shown(serving, who, &statement).expect(200).text();
        assert!(page.contains("Nothing has changed.") && page.contains("Half of it is restored."), "{page}");
        assert_eq!(page.contains("name=\"finding\""), who == GOVERNMENT, "{who}");
    }
    assert!(!page(serving, &address(serving, &statement)).contains("Nothing has changed."));
}

#[test]
fn it_is_followed_up_until_it_is_closed_with_what_came_of_it() {
    let serving = &founded();
    let statement = public(serving);
    let to = |who: &str, sent: Value| moved(serving, who, &statement, &sent);
    to(GOVERNMENT, json!({ "to": "closed", "reason": "All is restored." })).expect(409);
    let refused = to(GOVERNMENT, json!({ "to": "follow_up" })).expect(409).text();
    assert!(refused.contains("Write down first what the statement asks"), "{refused}");
    asks(serving, GOVERNMENT, &statement, &of_the_ministry()).expect(200);
    for (who, status) in [(INES, 403), (CONVENOR, 403), (COMPANY, 404)] {
        to(who, json!({ "to": "follow_up" })).expect(status);
    }
    for (review, zone, field) in [
        ("2026-06-01", "UTC", "review"),
        ("soon", "UTC", "review"),
        ("2026-10-25 03:30", "Europe/Tallinn", "review"),
        ("2026-10-25", "Moon/Tranquility", "zone"),
    ] {
        let sent = json!({ "to": "follow_up", "review": review, "zone": zone });
        let refused = to(GOVERNMENT, sent).expect(422).json();
        assert!(refused["errors"][field].is_array(), "{review}: {refused}");
    }
    assert_eq!(seen(serving, INES, &statement)["state"], "published");
    to(GOVERNMENT, json!({ "to": "follow_up", "review": "2026-07-01T09:00:00Z" })).expect(200);
    to(GOVERNMENT, json!({ "to": "follow_up" })).expect(409);
    let view = seen(serving, INES, &statement);
    assert_eq!((&view["state"], &view["deadline"]), (&json!("follow_up"), &json!("2026-07-01T09:00:00Z")));
    assert_eq!(follows(serving, REVIEWER, &statement)["review_at"], "2026-07-01T09:00:00Z");
    // It is closed with a reason, by the penholder alone; nothing is asked any more, and what is found is still written down.
    to(GOVERNMENT, json!({ "to": "closed" })).expect(409);
    to(GOVERNMENT, json!({ "to": "closed", "reason": "  " })).expect(409);
    for who in [INES, CONVENOR] {
        to(who, json!({ "to": "closed", "reason": "All is restored." })).expect(403);
    }
    to(GOVERNMENT, json!({ "to": "closed", "reason": "All is restored." })).expect(200);
    let view = seen(serving, REVIEWER, &statement);
    let last = view["steps"].as_array().unwrap().last().unwrap();
    let expected = (&json!("closed"), &json!("All is restored."), &json!("estmark"));
    assert_eq!((&last["state"], &last["reason"], &last["organisation"]["slug"]), expected);
    asks(serving, GOVERNMENT, &statement, &of_the_ministry()).expect(409);
    let status = json!({ "status": "done" });
    write(serving, GOVERNMENT, &statement, ("/asks/1/status", &status)).expect(409);
    let finding = json!({ "finding": "It lasts." });
    write(serving, INES, &statement, ("/reviews", &finding)).expect(200);
    // Everybody still reads it, and nothing of that.
    let read = page(serving, &address(serving, &statement));
    assert!(!read.contains("All is restored.") && !read.contains("It lasts."), "{read}");
}

#[test]
fn the_penholder_is_told_when_it_is_to_be_looked_at_until_it_is_closed() {
    let serving = &founded();
    let statement = followed(serving);
    // Ninety days, where nobody says another day.
    assert_eq!(follows(serving, INES, &statement)["review_at"], "2026-09-02T13:00:11Z");
    let asked = |who: &str| told(serving, who).iter().filter(|kind| *kind == "statement-review").count();
    let work = || {
        let events = || {
            let from = "event WHERE kind = 'statement-review'";
            serving.place.database.read(|conn| Ok(count(conn, from))).unwrap()
        };
        let before = events();
        serving.instance.timers.work().unwrap();
        events() - before
    };
    serving.place.clock.advance(TimeDelta::days(90) - TimeDelta::seconds(1));
    assert_eq!((work(), asked(GOVERNMENT)), (0, 0));
    // Timers wait ten seconds for what arrived before them.
    serving.place.clock.advance(TimeDelta::seconds(11));
    assert_eq!((work(), work()), (1, 0), "once");
    let of_each = [GOVERNMENT, INES, CONVENOR, REVIEWER].map(asked);
    assert_eq!(of_each, [1, 0, 0, 0], "the penholder alone");
    let list = serving.new_client(GOVERNMENT).get("/api/v1/notifications").expect(200).json();
    let all = list["items"].as_array().unwrap();
    let one = all.iter().find(|one| one["kind"] == "statement-review").unwrap();
    assert_eq!(one["href"], format!("/statements/{statement}/follow-up"));
    let page = serving.new_client(GOVERNMENT).get("/notifications").expect(200).text();
    assert!(page.contains("What came of a joint statement is to be looked at"), "{page}");
    // Again, until it is closed.
    open_all(serving, GOVERNMENT);
    serving.place.clock.advance(TimeDelta::days(14) + TimeDelta::seconds(11));
    assert_eq!((work(), asked(GOVERNMENT)), (1, 1));
    let closes = json!({ "to": "closed", "reason": "All is restored." });
    moved(serving, GOVERNMENT, &statement, &closes).expect(200);
    assert_eq!(asked(GOVERNMENT), 0, "nothing is asked of them any more");
    serving.place.clock.advance(TimeDelta::days(30));
    assert_eq!((work(), asked(GOVERNMENT)), (0, 0));
}

/// How somebody is refused who names this one as an earlier one, without its name.
#[track_caller]
fn refusal(serving: &Serving, who: &str, statement: &str, named: &str) -> String {
    let refused = relate(serving, who, statement, (named, "reaffirms")).expect(422).json();
    assert!(refused["errors"]["earlier"].is_array(), "{refused}");
    refused["errors"].to_string().replace(named, "V")
}

/// Class of leaks: that there is a statement, by how it is refused as an earlier one.
#[test]
fn a_statement_goes_back_to_published_ones_and_is_refused_any_other_in_the_same_words() {
    let serving = &founded();
    let words = ["We call on Zale to restore access.", "We call again.", "We wait."];
    let [earlier, later, waiting] = words.map(|words| put(serving, words, READERS));
    adopt(serving);
    let hidden = drafted(serving);
    published(serving, &earlier);
    published(serving, &later);
    let unknown = refusal(serving, CONVENOR, &later, "V-AAAAAA");
    assert!(unknown.contains("is no published statement that you read"), "{unknown}");
    assert_eq!(refusal(serving, CONVENOR, &later, &waiting), unknown, "it is not published");
    assert_eq!(refusal(serving, CONVENOR, &later, &hidden), unknown, "they do not read it");
    assert_eq!(
        refusal(serving, GOVERNMENT, &later, &hidden),
        unknown,
        "they read it, and it is not published"
    );
    assert_ne!(refusal(serving, CONVENOR, &later, &later), unknown, "it goes back to itself");
    for relation in ["supersedes", "repeats", ""] {
        let refused = relate(serving, CONVENOR, &later, (&earlier, relation)).expect(422).json();
        assert!(refused["errors"]["relation"].is_array(), "{refused}");
    }
    for (who, status) in [(INES, 403), (REVIEWER, 403), (COMPANY, 404)] {
        relate(serving, who, &later, (&earlier, "reaffirms")).expect(status);
    }
    let lineage = |who: &str| follows(serving, who, &later)["lineage"].clone();
    assert_eq!(lineage(INES), json!([]));
    let (of_earlier, of_later) = (address(serving, &earlier), address(serving, &later));
    assert!(!page(serving, &of_later).contains(&of_earlier));
    for (relation, says) in [("reaffirms", "It reaffirms"), ("builds_on", "It builds on")] {
        relate(serving, GOVERNMENT, &later, (&earlier, relation)).expect(200);
        let one = json!([{ "earlier": earlier, "relation": relation, "at": "2026-06-04T13:00:11Z" }]);
        for who in [GOVERNMENT, INES, REVIEWER] {
            assert_eq!(lineage(who), one, "{who}: one in place of the other");
        }
        // Everybody reads it of what is published, by the words that it is called, and not by its reference.
        let read = page(serving, &of_later);
        assert!(read.contains(says) && read.contains(&format!("href=\"{of_earlier}\"")), "{read}");
        assert!(!read.contains(&earlier), "{read}");
        let shown = shown(serving, INES, &later).expect(200).text();
        assert!(shown.contains(says) && shown.contains(&earlier), "{shown}");
    }
    assert!(!page(serving, &of_later).contains("It reaffirms"));
    assert!(!page(serving, &of_earlier).contains(&of_later), "the earlier one says nothing of it");
}

#[test]
fn what_is_withdrawn_is_gone_from_the_page_of_what_goes_back_to_it() {
    let serving = &founded();
    let words = ["We call on Zale to restore access.", "We call again."];
    let [earlier, later] = words.map(|words| put(serving, words, READERS));
    adopt(serving);
    let publication = published(serving, &earlier);
    published(serving, &later);
    relate(serving, CONVENOR, &later, (&earlier, "reaffirms")).expect(200);
    let (of_earlier, of_later) = (address(serving, &earlier), address(serving, &later));
    assert!(page(serving, &of_later).contains(&of_earlier));
    let path = format!("/api/v1/publications/{publication}");
    let reason = json!({ "reason": "It names a person." });
    serving.new_client(SECOND_CONVENOR).json("DELETE", &path, &[], &reason).expect(200);
    assert!(!page(serving, &of_later).contains(&of_earlier));
}

#[test]
fn a_statement_is_superseded_by_a_published_one() {
    let serving = &founded();
    let all = ["We call on Zale to restore access.", "We wait."].map(|words| put(serving, words, READERS));
    let narrow = put(serving, "States call on Zale.", &["sector:government"]);
    adopt(serving);
    let [earlier, waiting] = all;
    published(serving, &earlier);
    published(serving, &narrow);
    let by = |who: &str, successor: &str| {
        moved(serving, who, &earlier, &json!({ "to": "superseded", "successor": successor }))
    };
    for (who, status) in [(GOVERNMENT, 403), (INES, 403), (COMPANY, 404)] {
        by(who, &narrow).expect(status);
    }
    let refused = by(CONVENOR, "").expect(409).text();
    assert!(refused.contains("Name the statement that takes its place"), "{refused}");
    let words = |successor: &str| {
        let refused = by(CONVENOR, successor).expect(422).json();
        assert!(refused["errors"]["successor"].is_array(), "{refused}");
        refused["errors"].to_string().replace(successor, "V")
    };
    assert_eq!(words(&waiting), words("V-AAAAAA"));
    assert_ne!(words(&earlier), words("V-AAAAAA"));
    assert_eq!(seen(serving, INES, &earlier)["state"], "published");
    moved(serving, CONVENOR, &waiting, &json!({ "to": "superseded", "successor": narrow })).expect(409);
    assert_eq!(by(CONVENOR, &narrow).expect(200).json()["state"], "superseded");
    by(CONVENOR, &narrow).expect(409);
    assert_eq!(follows(serving, INES, &earlier)["successor"], narrow);
    let lineage = follows(serving, INES, &narrow)["lineage"][0].clone();
    assert_eq!((&lineage["earlier"], &lineage["relation"]), (&json!(earlier), &json!("supersedes")));
    // Whoever reads the one and not the other learns of that what everybody does.
    let told = follows(serving, REVIEWER, &earlier);
    assert_eq!(told["successor"], Value::Null, "{told}");
    assert!(!shown(serving, REVIEWER, &earlier).expect(200).text().contains(&narrow));
    assert!(shown(serving, INES, &earlier).expect(200).text().contains(&narrow));
    let (of_earlier, of_later) = (address(serving, &earlier), address(serving, &narrow));
    for (read, says, other) in
        [(&of_earlier, "Superseded by", &of_later), (&of_later, "It takes the place of", &of_earlier)]
    {
        let page = page(serving, read);
        assert!(page.contains(says) && page.contains(&format!("href=\"{other}\"")), "{page}");
    }
}

#[test]
fn all_of_it_goes_without_scripts() {
    let serving = &founded();
    let statement = public(serving);
    let (at, holder) = (format!("/statements/{statement}/follow-up"), serving.new_client(GOVERNMENT));
    let wrong = [("act", "ask"), ("paragraph", "p3"), ("addressee", "Kept words"), ("level", "local")];
    let back = holder.fill(&at, &at, &wrong).expect(422).text();
    assert!(back.contains("value=\"Kept words\""), "{back}");
    let right = [("act", "ask"), ("paragraph", "p3"), ("addressee", "The ministry"), ("level", "national")];
    holder.fill(&at, &at, &right).expect(303);
    let done = [("act", "status"), ("number", "1"), ("status", "done"), ("note", "Since Monday.")];
    holder.fill(&at, &at, &done).expect(303);
    holder.fill(&at, &at, &[("act", "review"), ("finding", "It lasts.")]).expect(303);
    holder.fill(&at, &at, &[("act", "follow_up"), ("review", "2026-08-01")]).expect(303);
    let wrong = [("act", "closed"), ("reason", "")];
    holder.fill(&at, &at, &wrong).expect(409);
    holder.fill(&at, &at, &[("act", "closed"), ("reason", "All is restored.")]).expect(303);
    let all = follows(serving, INES, &statement);
    assert_eq!(
        (&all["asks"][0]["status"], &all["asks"][0]["note"]),
        (&json!("done"), &json!("Since Monday."))
    );
    assert_eq!(
        (&all["reviews"][0]["finding"], &all["review_at"]),
        (&json!("It lasts."), &json!("2026-08-01T23:59:00Z"))
    );
    assert_eq!(seen(serving, INES, &statement)["state"], "closed");
    // What somebody typed before it was closed is not lost with the form.
    let late = [("act", "status"), ("number", "1"), ("status", "lapsed"), ("note", "Typed too late.")];
    let back = holder.fill(&at, &at, &late).expect(409).text();
    assert!(back.contains("Typed too late."), "{back}");
}
