//! Each organisation finds the actions that it has a part in, and those that wait for it: by what its people are shown.

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::access::Role;
use entente::db::schema::role_grant;
use serde_json::{Value, json};

use crate::serving::{ACADEMIC, COMPANY, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, REVIEWER, Serving};
use crate::unconfirmed::{readmit, suspend};

fn begun(serving: &Serving, title: &str, audience: &[&str], country: &str) -> String {
    let sent = json!({
        "kind": "letter", "title": title, "brief": "We write.", "audience": audience, "countries": [country],
    });
    let made = serving.new_client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/actions/{reference}/approval");
    serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
    reference
}

fn act(serving: &Serving, who: &str, (method, path): (&str, &str), body: &Value) -> Value {
    let answer = serving.new_client(who).json(method, &format!("/api/v1{path}"), &[], body);
    assert!(answer.status < 300, "{method} {path} as {who}: {}", answer.text());
    answer.json()
}

fn join(serving: &Serving, who: &str, action: &str) {
    act(serving, who, ("PUT", &format!("/actions/{action}/participation")), &json!({}));
}

/// The references that somebody finds, in their order.
fn found(serving: &Serving, who: &str, query: &str) -> Vec<String> {
    serving.settle();
    let list = serving.new_client(who).get(&format!("/api/v1/actions?{query}")).expect(200).json();
    let items = list["items"].as_array().unwrap();
    assert_eq!(list["total"], items.len(), "{query}");
    items.iter().map(|one| one["reference"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_waits_is_what_the_sentence_says_falls_to_an_organisation() {
    let serving = Serving::new();
    let action = begun(&serving, "A letter to wait for", &["coalition"], "EE");
    let waits = |who: &str| !found(&serving, who, "waiting=yes").is_empty();
    let waiting = || [GOVERNMENT, DEFENDER, ACADEMIC].map(waits);
    assert_eq!(waiting(), [true, false, false], "its lead has to consider it");
    join(&serving, DEFENDER, &action);
    let task = json!({ "title": "Call the capital", "organisation": "defenders" });
    let task = act(&serving, DEFENDER, ("POST", &format!("/actions/{action}/tasks")), &task);
    assert_eq!(waiting(), [false, true, false], "a task comes first");
    let desk =
        |who: &str| serving.client(who).page("/desk").expect(200).text().contains("A letter to wait for");
    assert_eq!([GOVERNMENT, DEFENDER].map(desk), [false, true]);
    let path = format!("/tasks/{}", task["reference"].as_str().unwrap());
    act(&serving, DEFENDER, ("PATCH", &path), &json!({ "done": true }));
    assert_eq!(waiting(), [true, false, false]);
    let lead = format!("/actions/{action}/lead");
    act(&serving, GOVERNMENT, ("POST", &lead), &json!({ "organisation": "defenders" }));
    assert_eq!(waiting(), [true, true, false], "it is offered the lead");
    act(&serving, DEFENDER, ("PUT", &lead), &json!({}));
    assert_eq!(waiting(), [false, true, false]);
    let moves = format!("/actions/{action}/moves");
    act(&serving, DEFENDER, ("POST", &moves), &json!({ "to": "declined", "reason": "No" }));
    assert_eq!(waiting(), [false, false, false]);
    assert!(found(&serving, DEFENDER, "waiting=yes&stage=all").is_empty());
}

/// Classes of leaks: who leads an action, and that they are suspended, for whoever is told neither.
#[test]
fn what_a_suspended_lead_cannot_do_waits_for_whoever_began_it() {
    let serving = Serving::new();
    let action = begun(
        &serving,
        "A letter to wait for",
        &["sector:government", "org:defenders", "org:open-lines"],
        "EE",
    );
    let at = format!("/actions/{action}");
    join(&serving, DEFENDER, &action);
    act(&serving, GOVERNMENT, ("POST", &format!("{at}/lead")), &json!({ "organisation": "defenders" }));
    act(&serving, DEFENDER, ("PUT", &format!("{at}/lead")), &json!({}));
    // Members who read it since are not shown who leads it.
    let sent = json!({ "kind": "letter", "title": "A letter to wait for", "brief": "We.", "audience": ["coalition"] });
    act(&serving, GOVERNMENT, ("POST", &format!("{at}/versions")), &sent);
    act(&serving, GOVERNMENT_REVIEWER, ("POST", &format!("{at}/approval")), &json!({}));
    let needed = |who: &str| {
        let read = serving.new_client(who).get(&format!("/api/v1{at}")).expect(200).json();
        (read["needed"].as_str().unwrap().to_owned(), read["lead"]["slug"].as_str().unwrap_or("").to_owned())
    };
    let says =
        |who: &str, lead: &str| (format!("{who} has to say whether it will be considered."), lead.to_owned());
    let waits = |who: &str| !found(&serving, who, "waiting=yes").is_empty();
    for who in [GOVERNMENT, REVIEWER] {
        assert_eq!(needed(who), says("Defenders' Desk", "defenders"), "{who}");
    }
    assert_eq!([GOVERNMENT, REVIEWER].map(waits), [false, false]);
    let before = needed(ACADEMIC);
    assert_eq!(before, says("The organisation that leads it", ""));
    suspend(&serving, "defenders");
    // Whoever began it is told, and nobody else learns by a sentence that somebody is suspended.
    assert_eq!(needed(GOVERNMENT), says("Estmark", "defenders"));
    assert_eq!(needed(REVIEWER), says("Defenders' Desk", "defenders"));
    assert_eq!(needed(ACADEMIC), before);
    assert_eq!([GOVERNMENT, REVIEWER, ACADEMIC].map(waits), [true, false, false]);
    let desk = serving.new_client(GOVERNMENT).page("/desk").expect(200).text();
    let (says, offered) = ("Estmark has to say whether it will be considered.", "is offered the lead");
    assert!(desk.contains(says) && !desk.contains(offered), "{desk}");
    act(&serving, GOVERNMENT, ("POST", &format!("{at}/moves")), &json!({ "to": "considered" }));
}

/// Class of leaks: whether anybody of an organisation reads a brief, for others than whoever wrote it.
#[test]
fn that_nobody_of_a_lead_reads_the_brief_is_said_to_whoever_began_it_alone() {
    let serving = Serving::new();
    let action = begun(&serving, "A letter to wait for", &["coalition"], "EE");
    let at = format!("/actions/{action}");
    join(&serving, DEFENDER, &action);
    act(&serving, GOVERNMENT, ("POST", &format!("{at}/lead")), &json!({ "organisation": "defenders" }));
    act(&serving, DEFENDER, ("PUT", &format!("{at}/lead")), &json!({}));
    let id = serving.person(DEFENDER);
    serving.write(|tx| {
        let now = tx.now();
        diesel::update(role_grant::table.filter(role_grant::person_id.eq(&id)))
            .set(role_grant::until_at.eq(Some(now.plus(-TimeDelta::seconds(1)))))
            .execute(tx.conn)?;
        Ok(())
    });
    let needed = |who: &str| {
        let read = serving.new_client(who).get(&format!("/api/v1{at}")).expect(200).json();
        read["needed"].as_str().unwrap().to_owned()
    };
    assert_eq!(needed(GOVERNMENT), "Estmark has to say whether it will be considered.");
    assert_eq!(needed(REVIEWER), "Defenders' Desk has to say whether it will be considered.");
    assert!(!found(&serving, GOVERNMENT, "waiting=yes").is_empty());
}

#[test]
fn what_a_suspended_lead_cannot_see_to_waits_for_whoever_began_it() {
    let serving = Serving::new();
    let action = begun(&serving, "A letter without a lead", &["coalition"], "EE");
    join(&serving, DEFENDER, &action);
    let (at, lead) = (format!("/actions/{action}"), format!("/actions/{action}/lead"));
    act(&serving, GOVERNMENT, ("POST", &lead), &json!({ "organisation": "defenders" }));
    act(&serving, DEFENDER, ("PUT", &lead), &json!({}));
    let waiting = || [GOVERNMENT, DEFENDER, ACADEMIC].map(|who| found(&serving, who, "waiting=yes").len());
    // The sentence is one and the same on the page, in lists and for programs.
    let needed = |who: &str| {
        serving.settle();
        let read = act(&serving, who, ("GET", &at), &Value::Null);
        let says = read["needed"].as_str().unwrap().to_owned();
        for path in [at.as_str(), "/actions"] {
            let page = serving.new_client(who).page(path).expect(200).text();
            assert!(page.contains(&says.replace('\'', "&#39;")), "{path} as {who}: {says}: {page}");
        }
        says
    };
    assert_eq!(waiting(), [0, 1, 0]);
    assert_eq!(needed(ACADEMIC), "Defenders' Desk has to say whether it will be considered.");
    suspend(&serving, "defenders");
    assert_eq!(waiting(), [1, 0, 0]);
    for who in [GOVERNMENT, GOVERNMENT_REVIEWER] {
        assert_eq!(needed(who), "Estmark has to say whether it will be considered.", "{who}");
    }
    assert_eq!(needed(ACADEMIC), "Defenders' Desk has to say whether it will be considered.");
    let desk = serving.new_client(GOVERNMENT).page("/desk").expect(200).text();
    assert!(desk.contains("A letter without a lead"), "{desk}");
    act(&serving, GOVERNMENT, ("POST", &format!("{at}/moves")), &json!({ "to": "considered" }));
    assert_eq!(needed(GOVERNMENT), "Estmark has to decide whether to prepare it.");
    // It takes the lead back, also without scripts, and leads it also when the other is a member again.
    let page = serving.new_client(ACADEMIC).page(&at).expect(200).text();
    assert!(!page.contains("Take the lead"), "{page}");
    assert_eq!(serving.client(GOVERNMENT).fill(&at, &lead, &[("act", "take")]).status, 303);
    let page = serving.new_client(GOVERNMENT).page(&at).expect(200).text();
    assert!(!page.contains("can lead it again"), "{page}");
    readmit(&serving, "defenders");
    let read = act(&serving, ACADEMIC, ("GET", &at), &Value::Null);
    assert_eq!(read["lead"]["slug"], "estmark");
    assert_eq!(waiting(), [1, 0, 0]);
    let move_on = |who: &str| {
        let sent = json!({ "to": "preparing" });
        serving.new_client(who).post(&format!("/api/v1{at}/moves"), &sent).status
    };
    assert_eq!([DEFENDER, GOVERNMENT].map(move_on), [403, 200]);
    assert_eq!(needed(ACADEMIC), "Estmark prepares it. Other organisations can join.");
}

#[test]
fn an_organisation_finds_its_own_by_every_other_filter_page_by_page() {
    let serving = Serving::new();
    let own = |who: &str, more: &str| found(&serving, who, &format!("mine=yes&sort=newest{more}"));
    let first = begun(&serving, "The first", &["coalition"], "EE");
    let second = begun(&serving, "The second", &["coalition"], "KE");
    let third = begun(&serving, "The third", &["coalition"], "KE");
    join(&serving, DEFENDER, &first);
    join(&serving, DEFENDER, &third);
    assert_eq!(own(DEFENDER, "").len(), 2);
    assert_eq!(own(DEFENDER, "&country=KE"), [third.as_str()]);
    assert_eq!(own(DEFENDER, "&q=second"), [] as [&str; 0]);
    assert_eq!(own(GOVERNMENT, "&country=KE").len(), 2, "it began them");
    assert!(own(GOVERNMENT, "").contains(&second));
    assert!(own(ACADEMIC, "").is_empty());
    // Page by page they are the same.
    let client = serving.new_client(GOVERNMENT);
    let (mut paged, mut after) = (Vec::new(), String::new());
    for _ in 0..3 {
        let query = format!("mine=yes&sort=newest&limit=1{after}");
        let page = client.get(&format!("/api/v1/actions?{query}")).expect(200).json();
        assert_eq!(page["total"], 3);
        paged.push(page["items"][0]["reference"].as_str().unwrap().to_owned());
        after = page["next"].as_str().map(|next| format!("&after={next}")).unwrap_or_default();
    }
    assert_eq!((paged, after), (own(GOVERNMENT, ""), String::new()));
    let page = serving.client(DEFENDER).page("/actions?mine=yes").expect(200).text();
    assert!(page.contains("The third") && !page.contains("The second"), "{page}");
    // Whoever leaves has no part in it any more.
    act(&serving, DEFENDER, ("DELETE", &format!("/actions/{third}/participation")), &json!({}));
    assert_eq!(own(DEFENDER, ""), [first.as_str()]);
    for wrong in ["mine=no", "waiting=1", "mine=yes&waiting=all"] {
        client.get(&format!("/api/v1/actions?{wrong}")).expect(422);
    }
}

/// Classes of leaks: a filter as an oracle for those who are no members any more.
#[test]
fn whoever_is_no_active_member_has_a_part_in_nothing() {
    let serving = Serving::new();
    begun(&serving, "A letter", &["public"], "EE");
    suspend(&serving, "lumora");
    for filter in ["mine=yes", "waiting=yes"] {
        assert!(found(&serving, COMPANY, filter).is_empty(), "{filter}");
        let public = serving.public().get(&format!("/api/v1/actions?{filter}")).expect(200).json();
        assert_eq!(public["total"], 0);
    }
    assert!(!serving.public().page("/actions").expect(200).text().contains("only-mine"));
}

/// Classes of leaks: an own action in a list or a count of somebody of the organisation who may not see to it.
#[test]
fn what_an_organisation_began_for_others_alone_is_among_its_own() {
    let serving = Serving::new();
    begun(&serving, "For all", &["coalition"], "EE");
    let due = serving.place.database.ambient().now().plus(TimeDelta::days(3)).rfc3339();
    let sent = json!({
        "kind": "letter", "title": "For Defenders alone", "brief": "We write.", "audience": ["org:defenders"],
        "countries": ["KE"], "due_at": due,
    });
    let made = serving.new_client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
    let others = made["reference"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/actions/{others}/approval");
    serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
    serving.write(|tx| {
        let home = entente::people::organisation_for_operator(tx.conn, "estmark")?;
        entente::accounts::enrol(tx, &home, "Ola Tamm", "ola.tamm@estmark.example.org", "", &[Role::Observer])
    });
    let observer = "ola.tamm@estmark.example.org";
    let has = |who: &str, query: &str| found(&serving, who, query).contains(&others);
    for query in ["mine=yes", "mine=yes&country=KE", "mine=yes&q=defenders", "mine=yes&organisation=estmark"]
    {
        assert_eq!(
            [GOVERNMENT, observer, ACADEMIC].map(|who| has(who, query)),
            [true, false, false],
            "{query}"
        );
    }
    assert!(has(GOVERNMENT, "waiting=yes") && !has(observer, "waiting=yes"));
    for query in ["mine=yes&country=EE", "mine=yes&organisation=defenders", "mine=yes&q=nothing", ""] {
        assert!(!has(GOVERNMENT, query), "{query}");
    }
    // Both stand in one order, page by page.
    let pages = |limit: usize| {
        let (mut all, mut after) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/v1/actions?mine=yes&limit={limit}{after}");
            let page = serving.new_client(GOVERNMENT).get(&path).expect(200).json();
            assert_eq!(page["total"], 2);
            let items = page["items"].as_array().unwrap().iter();
            all.extend(items.map(|one| one["reference"].as_str().unwrap().to_owned()));
            let Some(next) = page["next"].as_str() else { return all };
            after = format!("&after={next}");
        }
    };
    assert_eq!(pages(1), pages(50));
    let page = serving.client(GOVERNMENT).page("/actions?mine=yes").expect(200).text();
    assert!(page.contains("For Defenders alone"), "{page}");
    let task = json!({ "title": "Call the capital", "due_at": due });
    let task = act(&serving, GOVERNMENT, ("POST", &format!("/actions/{others}/tasks")), &task);
    let calendar = |who: &str| {
        let told = serving.new_client(who).get("/api/v1/calendar").expect(200).text();
        [others.as_str(), task["reference"].as_str().unwrap()].map(|one| told.contains(one))
    };
    assert_eq!([GOVERNMENT, DEFENDER].map(calendar), [[true, true], [true, true]]);
    assert_eq!([observer, ACADEMIC].map(calendar), [[false, false], [false, false]]);
    suspend(&serving, "estmark");
    assert!(!has(GOVERNMENT, "mine=yes") && calendar(GOVERNMENT) == [false, false]);
}
