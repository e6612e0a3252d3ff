//! What the pages of joint actions say to those who come to them for the first time.

use serde_json::{Value, json};

use crate::cap;
use crate::http::Client;
use crate::serving::{ACADEMIC, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, REVIEWER, Serving};

/// Begins an action of Estmark for the coalition, due then, and releases it.
fn begun(serving: &Serving, kind: &str, due: &Value) -> String {
    let sent = json!({
        "kind": kind, "title": "A letter", "brief": "We write.", "audience": ["coalition"], "due_at": due,
        "due_zone": "Europe/Berlin",
    });
    let made = serving.client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    let approval = format!("/api/v1/actions/{reference}/approval");
    serving.client(GOVERNMENT_REVIEWER).post(&approval, &json!({})).expect(200);
    serving.settle();
    reference
}

fn act(serving: &Serving, who: &str, (method, path): (&str, &str), body: &Value) -> Value {
    let answer = serving.client(who).json(method, &format!("/api/v1{path}"), &[], body);
    assert!([200, 201].contains(&answer.status), "{}", answer.text());
    answer.json()
}

fn page(serving: &Serving, who: &str, path: &str) -> String {
    serving.client(who).page(path).expect(200).text()
}

#[test]
fn whoever_has_not_joined_is_told_that_joining_comes_before_tasks() {
    let serving = Serving::new();
    let action = begun(&serving, "letter", &Value::Null);
    let told = |who: &str| page(&serving, who, &format!("/actions/{action}")).contains("once it has joined");
    // Whoever takes part needs no such word, and whoever cannot join is not told to.
    assert_eq!([DEFENDER, REVIEWER, GOVERNMENT, ACADEMIC].map(told), [true, true, false, false]);
    act(&serving, DEFENDER, ("PUT", &format!("/actions/{action}/participation")), &json!({}));
    assert_eq!([DEFENDER, REVIEWER].map(told), [false, true]);
    let end = json!({ "to": "declined", "reason": "It comes too late." });
    act(&serving, GOVERNMENT, ("POST", &format!("/actions/{action}/moves")), &end);
    assert_eq!([DEFENDER, REVIEWER].map(told), [false, false], "nobody joins what has ended");
}

#[test]
fn what_is_left_of_an_action_that_is_delivered_is_said_beside_what_its_lead_has_to_do() {
    let serving = Serving::new();
    let action = begun(&serving, "letter", &Value::Null);
    let moved = |to: &str| {
        act(&serving, GOVERNMENT, ("POST", &format!("/actions/{action}/moves")), &json!({ "to": to }));
    };
    for to in ["preparing", "agreed", "delivered"] {
        moved(to);
    }
    let path = format!("/api/v1/actions/{action}");
    let needed = || serving.new_client(DEFENDER).get(&path).expect(200).json()["needed"].clone();
    assert_eq!(needed(), "Estmark has to say what comes of it.");
    act(&serving, DEFENDER, ("PUT", &format!("/actions/{action}/participation")), &json!({}));
    let task = json!({ "title": "Thank the court", "organisation": "defenders", "due_at": "2026-06-10" });
    act(&serving, DEFENDER, ("POST", &format!("/actions/{action}/tasks")), &task);
    let open = "Estmark has to say what comes of it, and the task “Thank the court” is still open.";
    assert_eq!(needed(), open);
    // Something waits for both of them.
    serving.settle();
    for who in [GOVERNMENT, DEFENDER] {
        let waiting = serving.client(who).get("/api/v1/actions?waiting=yes").expect(200).json();
        assert_eq!(waiting["total"], 1, "{who}");
    }
    moved("following_up");
    serving.place.clock.advance(chrono::TimeDelta::days(12));
    let late = "Estmark has to close it once nothing is left to do: the task “Thank the court” is overdue.";
    assert_eq!(needed(), late);
}

#[test]
fn when_something_is_due_is_said_in_one_way() {
    let serving = Serving::new();
    let action = begun(&serving, "letter", &json!("2026-06-10 17:00"));
    let said = "15:00 UTC</time> <span class=\"soft\">(<time";
    let local = "10 Jun 2026, 17:00 Europe/Berlin";
    for path in [format!("/actions/{action}"), "/actions".to_owned(), "/board".to_owned(), "/desk".to_owned()]
    {
        let page = page(&serving, GOVERNMENT, &path);
        let line = page.lines().find(|line| line.contains(said)).unwrap_or_else(|| panic!("{path}: {page}"));
        assert!(line.contains(local) && !line.contains("Overdue"), "{path}: {line}");
    }
}

#[test]
fn an_action_says_how_many_comments_its_viewer_reads() {
    let serving = Serving::new();
    let action = begun(&serving, "letter", &Value::Null);
    let path = format!("/actions/{action}/comments");
    let say = |audience: &[&str]| {
        act(&serving, GOVERNMENT, ("POST", &path), &json!({ "text": "A word.", "audience": audience }))
    };
    let count = |who: &str| {
        let page = page(&serving, who, &format!("/actions/{action}"));
        ["One comment", "2 comments", "3 comments"]
            .into_iter()
            .find(|count| page.contains(count))
            .unwrap_or("")
    };
    let counts = || [GOVERNMENT, DEFENDER, ACADEMIC].map(count);
    assert_eq!(counts(), ["", "", ""]);
    say(&["coalition"]);
    say(&["sector:civil_society"]);
    let own = say(&["org:estmark"])["reference"].as_str().unwrap().to_owned();
    assert_eq!(counts(), ["3 comments", "2 comments", "One comment"]);
    let back = json!({ "reason": "It was for another action." });
    serving.client(GOVERNMENT).json("DELETE", &format!("/api/v1/comments/{own}"), &[], &back).expect(200);
    assert_eq!(counts(), ["2 comments", "2 comments", "One comment"], "what was taken back is none");
}

#[test]
fn whoever_does_something_is_told_what_was_done() {
    let serving = Serving::new();
    let action = begun(&serving, "letter", &Value::Null);
    act(&serving, DEFENDER, ("PUT", &format!("/actions/{action}/participation")), &json!({}));
    let task = json!({ "title": "Call the capital" });
    let task = act(&serving, DEFENDER, ("POST", &format!("/actions/{action}/tasks")), &task);
    let (at, defender) = (format!("/actions/{action}"), serving.client(DEFENDER));
    let path = format!("{at}/tasks/{}", task["reference"].as_str().unwrap());
    let told = |who: &Client, path: &str, fields: &[(&str, &str)]| {
        let done = who.fill(&at, path, fields).expect(303);
        who.page(done.header("location").unwrap()).expect(200).text()
    };
    for (act, said) in [
        ("take", "Your organisation has taken the task."),
        ("done", "The task is marked as done."),
        ("undone", "The task is not done any more."),
        ("give-back", "Your organisation has given the task back."),
    ] {
        let page = told(&defender, &path, &[("act", act)]);
        assert!(page.contains(said), "{act}: {page}");
    }
    let page = told(&serving.client(GOVERNMENT), &format!("{at}/moves"), &[("to", "considered")]);
    assert!(page.contains("The action is moved to “Considered”."), "{page}");
}

#[test]
fn whoever_moves_an_action_that_somebody_has_moved_sees_both_stages_and_loses_no_word() {
    let serving = Serving::new();
    let action = begun(&serving, "letter", &Value::Null);
    let (at, client) = (format!("/actions/{action}"), serving.client(GOVERNMENT));
    let seen = client.page(&at).expect(200);
    act(&serving, GOVERNMENT, ("POST", &format!("{at}/moves")), &json!({ "to": "preparing" }));
    let sent = [("to", "declined"), ("move_reason", "We were told that it is too late.")];
    let late = client.fill_on(&seen, &format!("{at}/moves"), &sent);
    assert_eq!(late.status, 412);
    let page = late.text();
    for said in [
        "from “Proposed” to “Preparing”",
        "Nothing was changed.",
        "We were told that it is too late.</textarea>",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let now = serving.client(DEFENDER).get(&format!("/api/v1{at}")).expect(200).json();
    assert_eq!((&now["stage"], now["steps"].as_array().unwrap().len()), (&json!("preparing"), 1));
    // On the page that came back it can be sent, for that shows where the action is now.
    let again = [("to", "withdrawn"), ("move_reason", "We were told that it is too late.")];
    client.fill_on(&late, &format!("{at}/moves"), &again).expect(303);
}

#[test]
fn what_is_overdue_keeps_its_day_when_something_else_of_it_changes() {
    let serving = Serving::new();
    let action = begun(&serving, "letter", &json!("2026-06-10 17:00"));
    serving.place.clock.advance(chrono::TimeDelta::days(60));
    let (update, client) = (format!("/actions/{action}/update"), serving.new_client(GOVERNMENT));
    let form = client.page(&update).expect(200);
    assert!(form.text().contains("value=\"2026-06-10 17:00\""), "{}", form.text());
    let send = |due: &str, more: &[(&str, &str)]| {
        let words = [("kind", "letter"), ("title", "A letter"), ("brief", "We write."), ("language", "en")];
        let due = [("due_at", due), ("due_zone", "Europe/Berlin")];
        client.fill_on(&form, &update, &[&words[..], &due[..], more].concat())
    };
    let fewer = [("sectors", "sector:government"), ("reason", "It is for states.")];
    for other in ["2026-06-10 17:01", "2026-06-11", "2026-06-10T17:00:00+03:00"] {
        let refused = send(other, &fewer);
        assert!(refused.status == 422 && refused.text().contains("This moment is over."), "{other}");
    }
    // It is as it was, so that the readers alone change.
    send("2026-06-10 17:00", &fewer).expect(303);
    let path = format!("/api/v1/actions/{action}");
    assert_eq!(client.get(&path).expect(200).json()["state"], "released");
    let sent = json!({ "kind": "letter", "title": "A letter", "brief": "We write again.", "due_at": "2026-06-10T15:00:00Z" });
    assert_eq!(client.post(&format!("{path}/versions"), &sent).expect(201).json()["state"], "proposed");
    // A first brief cannot be due already.
    client.post("/api/v1/actions", &sent).expect(422);
}

#[test]
fn a_brief_that_is_pasted_from_a_word_processor_is_its_words() {
    let serving = Serving::new();
    let markup = "<p class=MsoNormal>We <b>write</b> &amp; wait.</p><p class=MsoNormal>Today.</p>";
    let sent = json!({ "kind": "letter", "title": "T", "brief": markup });
    let client = serving.client(GOVERNMENT);
    let made = client.post("/api/v1/actions", &sent).expect(201).json();
    let path = format!("/api/v1/actions/{}", made["reference"].as_str().unwrap());
    let brief = || client.get(&path).expect(200).json()["brief"].as_str().unwrap().to_owned();
    let words = markdown::pasted(markup);
    assert_eq!(brief(), words.trim());
    assert!(words.contains("write") && words.contains("& wait") && !words.contains('<'), "{words}");
    // What is typed in Markdown stays as it is typed.
    let sent = json!({ "kind": "letter", "title": "T", "brief": "Wait <b>here</b>." });
    client.post(&format!("{path}/versions"), &sent).expect(201);
    assert_eq!(brief(), "Wait <b>here</b>.");
}

#[test]
fn a_discussion_says_who_writes_in_it() {
    let serving = Serving::new();
    let action = begun(&serving, "letter", &Value::Null);
    let shown = |who: &str| page(&serving, who, &format!("/actions/{action}/comments"));
    // A delegate whose organisation has not joined has the form.
    let (writes, reads) = (shown(DEFENDER), shown(ACADEMIC));
    assert!(writes.contains("whether or not their organisation has joined"), "{writes}");
    assert!(writes.contains("<textarea") && !writes.contains("Delegates of active members"), "{writes}");
    assert!(!reads.contains("<textarea") && reads.contains("Delegates of active members"), "{reads}");
}

#[test]
fn what_an_action_is_about_is_called_by_name_to_whoever_reads_that() {
    let serving = Serving::new();
    let text = |title: &str| json!({ "title": title, "facts": { "countries": ["EE"] } });
    let (few, _) = serving.released(&text("Cut for governments"), &["org:estmark"]);
    let (all, _) = serving.released(&text("Cut for the coalition"), &["coalition"]);
    let read = serving.client(GOVERNMENT).get(&format!("/api/v1/reports/{few}")).expect(200).json();
    let incident = read["incident"].as_str().unwrap();
    let alert =
        cap::posted(&serving, &json!({ "headline": "Networks may stay dark", "audience": ["coalition"] }));
    let links = [("incident", incident), ("report", all.as_str()), ("alert", alert.as_str())]
        .map(|(kind, reference)| json!({ "kind": kind, "reference": reference }));
    let sent =
        json!({ "kind": "letter", "title": "T", "brief": "B", "audience": ["coalition"], "links": links });
    let made = serving.client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
    let action = made["reference"].as_str().unwrap();
    let approval = format!("/api/v1/actions/{action}/approval");
    serving.client(GOVERNMENT_REVIEWER).post(&approval, &json!({})).expect(200);
    let called = |who: &str| {
        let page = page(&serving, who, &format!("/actions/{action}"));
        ["Cut for governments", incident, "Cut for the coalition", &all, "Networks may stay dark", &alert]
            .map(|said| page.contains(said))
    };
    assert_eq!(called(GOVERNMENT), [true; 6]);
    assert_eq!(called(DEFENDER), [false, false, true, true, true, true]);
    // The alert leads to the actions about it that its reader reads.
    let narrow = json!({
        "kind": "letter", "title": "Ours alone", "brief": "B", "audience": ["org:estmark"], "links": links[2..],
    });
    serving.client(GOVERNMENT).post("/api/v1/actions", &narrow).expect(201);
    let led = |who: &str| {
        let page = page(&serving, who, &format!("/alerts/{alert}"));
        [page.contains(&format!("href=\"/actions/{action}\"")), page.contains("Ours alone")]
    };
    assert_eq!([GOVERNMENT, DEFENDER].map(led), [[true, true], [true, false]]);
    // No sheet that bears the label of the action has a title of what may be for fewer.
    let page = page(&serving, GOVERNMENT, &format!("/actions/{action}"));
    assert!(page.contains("class=\"no-print\" lang=\"en\" dir=\"ltr\">Cut for governments<"), "{page}");
    // On the screen it stands with its own label, which is not that of the page.
    let about = page.split("Cut for governments").nth(1).unwrap().split("</li>").next().unwrap();
    assert!(about.contains("TLP:AMBER+STRICT") && page.contains("TLP:GREEN"), "{about}");
}

#[test]
fn what_came_of_an_action_is_told_to_all_who_take_part_and_is_asked_for_no_more() {
    let serving = Serving::new();
    let action = begun(&serving, "letter", &Value::Null);
    for who in [DEFENDER, REVIEWER] {
        act(&serving, who, ("PUT", &format!("/actions/{action}/participation")), &json!({}));
    }
    for to in ["preparing", "agreed", "delivered"] {
        act(&serving, GOVERNMENT, ("POST", &format!("/actions/{action}/moves")), &json!({ "to": to }));
    }
    let comments = format!("/actions/{action}/comments");
    let plain = act(&serving, GOVERNMENT, ("POST", &comments), &json!({ "text": "We go on." }));
    let said = json!({ "text": "They answered.", "outcome": "achieved", "audience": ["org:defenders"] });
    let said = act(&serving, GOVERNMENT, ("POST", &comments), &said);
    serving.instance.courier.tell().unwrap();
    let told = |who: &str| {
        let told = serving.new_client(who).get("/api/v1/notifications").expect(200).text();
        [&plain, &said].map(|comment| told.contains(comment["reference"].as_str().unwrap()))
    };
    assert_eq!([DEFENDER, REVIEWER].map(told), [[false, true], [false, false]], "not of each comment");
    let needed = |who: &str| {
        let read = serving.new_client(who).get(&format!("/api/v1/actions/{action}")).expect(200).json();
        read["needed"].as_str().unwrap().to_owned()
    };
    assert_eq!(needed(DEFENDER), "Estmark has said what came of it, and can follow it up or close it.");
    assert_eq!(needed(REVIEWER), "Estmark has to say what comes of it.");
}

/// Class of leaks: that something is there, by how much it costs to leave it out.
#[test]
fn an_action_that_is_hidden_costs_the_page_of_what_it_is_about_no_statement() {
    let serving = Serving::new();
    let (report, _) = serving.released(&json!({ "title": "Cut off" }), &["coalition"]);
    let read = serving.client(DEFENDER).get(&format!("/api/v1/reports/{report}")).expect(200).json();
    let incident = read["incident"].as_str().unwrap();
    let alert = cap::posted(&serving, &json!({ "headline": "It goes on", "audience": ["coalition"] }));
    let paths = [format!("/incidents/{incident}"), format!("/alerts/{alert}")];
    let cost = || {
        serving.settle();
        let asked = |path: &String| {
            let before = serving.place.database.statements_for_requests();
            page(&serving, DEFENDER, path);
            serving.place.database.statements_for_requests() - before
        };
        paths.each_ref().map(|path| (0..3).map(|_| asked(path)).min().unwrap())
    };
    let before = cost();
    let links = [("incident", incident), ("alert", alert.as_str())]
        .map(|(kind, reference)| json!({ "kind": kind, "reference": reference }));
    let narrow = json!({
        "kind": "letter", "title": "Ours alone", "brief": "B", "audience": ["org:estmark"], "links": links,
    });
    serving.client(GOVERNMENT).post("/api/v1/actions", &narrow).expect(201);
    for path in &paths {
        assert!(page(&serving, GOVERNMENT, path).contains("Ours alone"), "{path}");
    }
    assert_eq!(cost(), before);
}

#[test]
fn the_newest_comments_name_their_readers_as_the_discussion_does() {
    let serving = Serving::new();
    let action = begun(&serving, "letter", &Value::Null);
    let comments = format!("/actions/{action}/comments");
    let say = |text: &str, more: Value| {
        let mut sent = json!({ "text": text });
        sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        act(&serving, GOVERNMENT, ("POST", &comments), &sent);
    };
    say("Among governments", json!({ "audience": ["sector:government"] }));
    say("Not for the defenders", json!({ "except": ["defenders"] }));
    say("For two", json!({ "audience": ["org:defenders"] }));
    // What stands between the words of a comment and its reference: its label and its readers.
    let readers = |who: &str, path: &str| {
        let page = page(&serving, who, path);
        let texts = ["Among governments", "Not for the defenders", "For two"];
        texts.map(|text| {
            let part = page.split(text).nth(1)?.split("class=\"audience\">").nth(1)?;
            Some(part.split("</div>").next()?.to_owned())
        })
    };
    let path = format!("/actions/{action}");
    let [governments, all_but, two] = readers(GOVERNMENT, &path);
    assert!(governments.unwrap().contains("Governments") && two.unwrap().contains("Defenders"));
    assert!(all_but.is_some());
    for who in [GOVERNMENT, GOVERNMENT_REVIEWER, DEFENDER, REVIEWER] {
        assert_eq!(readers(who, &path), readers(who, &comments), "{who}");
    }
    let told = readers(DEFENDER, &path);
    assert_eq!([&told[0], &told[1]], [&None, &None], "they are read by others");
    // That somebody is left out is told to nobody else.
    let [_, left_out, _] = readers(REVIEWER, &path);
    assert!(!left_out.unwrap().contains("left out"));
}

#[test]
fn nothing_can_be_done_about_the_tasks_of_what_has_ended_and_nothing_is_late() {
    let serving = Serving::new();
    let action = begun(&serving, "letter", &json!("2026-06-10 17:00"));
    let tasks = format!("/actions/{action}/tasks");
    for title in ["Call the capital", "Write it down"] {
        let task = json!({ "title": title, "organisation": "estmark", "due_at": "2026-06-10" });
        act(&serving, GOVERNMENT, ("POST", &tasks), &task);
    }
    let free = act(&serving, GOVERNMENT, ("POST", &tasks), &json!({ "title": "Read it" }));
    let free = format!("/tasks/{}", free["reference"].as_str().unwrap());
    act(&serving, DEFENDER, ("PUT", &format!("/actions/{action}/participation")), &json!({}));
    let path = format!("/actions/{action}");
    let buttons = |who: &str| {
        let page = serving.new_client(who).page(&path).expect(200).text();
        ["value=\"take\"", "value=\"done\"", "value=\"undone\"", "value=\"give-back\""]
            .map(|button| page.matches(button).count())
    };
    let moved = |to: &str, reason: Option<&str>| {
        let sent = json!({ "to": to, "reason": reason });
        let moves = format!("/api/v1/actions/{action}/moves");
        serving.new_client(GOVERNMENT).post(&moves, &sent).expect(200);
    };
    assert_eq!([GOVERNMENT, DEFENDER].map(buttons), [[1, 3, 0, 2], [1, 0, 0, 0]]);
    // A task that nobody does and that is done is a matter of the lead alone.
    act(&serving, GOVERNMENT, ("PATCH", &free), &json!({ "done": true }));
    assert_eq!([GOVERNMENT, DEFENDER].map(buttons), [[0, 2, 1, 2], [0, 0, 0, 0]]);
    serving.place.clock.advance(chrono::TimeDelta::days(12));
    let late = |path: &str| {
        serving.settle();
        serving.new_client(GOVERNMENT).page(path).expect(200).text().matches(">Overdue</span>").count()
    };
    assert_eq!([late(&path), late("/actions"), late("/board")], [3, 1, 1]);
    for to in ["preparing", "agreed", "delivered"] {
        moved(to, None);
    }
    // The action is done; its tasks are not.
    assert_eq!([late(&path), late("/actions"), late("/board")], [2, 0, 0]);
    assert_eq!(late("/actions?due=overdue"), 0);
    moved("closed", Some("Nothing is left to do."));
    assert_eq!([late(&path), late("/actions?stage=all")], [0, 0]);
    assert_eq!([GOVERNMENT, DEFENDER].map(buttons), [[0; 4], [0; 4]]);
    let page = serving.new_client(GOVERNMENT).page(&path).expect(200).text();
    assert!(page.contains("15:00 UTC</time> <span class=\"soft\">10 Jun 2026, 17:00"), "{page}");
}

#[test]
fn closing_an_action_that_is_followed_up_is_what_comes_next() {
    let serving = Serving::new();
    let action = begun(&serving, "letter", &Value::Null);
    let path = format!("/actions/{action}");
    let form = || {
        let page = serving.new_client(GOVERNMENT).page(&path).expect(200).text();
        let before = page.split("value=\"closed\"").next().filter(|before| before.len() < page.len());
        // Whether it stands open.
        before.map(|before| before.matches("<details").count() == before.matches("</details>").count())
    };
    assert_eq!(form(), None);
    for (to, expected) in
        [("preparing", None), ("agreed", None), ("delivered", Some(false)), ("following_up", Some(true))]
    {
        act(&serving, GOVERNMENT, ("POST", &format!("{path}/moves")), &json!({ "to": to }));
        assert_eq!(form(), expected, "{to}");
    }
    let ended = [("from", "following_up"), ("to", "closed"), ("move_reason", "They answered.")];
    serving.client(GOVERNMENT).fill(&path, &format!("{path}/moves"), &ended).expect(303);
    let page = page(&serving, ACADEMIC, &path);
    assert!(page.contains("They answered.") && page.contains("Estmark proposed it."), "{page}");
}

#[test]
fn the_desk_says_what_waits_for_its_own_organisation() {
    let serving = Serving::new();
    let action = begun(&serving, "letter", &Value::Null);
    for who in [DEFENDER, REVIEWER] {
        act(&serving, who, ("PUT", &format!("/actions/{action}/participation")), &json!({}));
    }
    let tasks = format!("/actions/{action}/tasks");
    for (who, title, due) in
        [("defenders", "Call them", "2026-06-10"), ("open-lines", "Write it", "2026-06-12")]
    {
        let task = json!({ "title": title, "organisation": who, "due_at": due });
        act(&serving, GOVERNMENT, ("POST", &tasks), &task);
    }
    let desk = |who: &str| {
        let desk = page(&serving, who, "/desk");
        let part = desk.split("class=\"needed\"").nth(1).unwrap_or_default().split("</p>").next().unwrap();
        part.split('>').next_back().unwrap().to_owned()
    };
    assert!(desk(DEFENDER).starts_with("Your organisation has to do “Call them”. Due: 10 Jun 2026"));
    assert!(desk(REVIEWER).starts_with("Your organisation has to do “Write it”. Due: 12 Jun 2026"));
    assert_eq!(desk(GOVERNMENT), "", "tasks of others come first");
    // On the action both are named: who decides on it, and the first task.
    let needed = serving.client(ACADEMIC).get(&format!("/api/v1/actions/{action}")).expect(200).json();
    let needed = needed["needed"].as_str().unwrap().to_owned();
    let both = "Estmark has to say whether it will be considered. Defenders' Desk has to do “Call them”.";
    assert!(needed.starts_with(both), "{needed}");
    // Where nothing but an offer waits, that is said.
    let done = |who: &str, index: usize| {
        let read = serving.client(who).get(&format!("/api/v1/actions/{action}")).expect(200).json();
        let path = format!("/tasks/{}", read["tasks"][index]["reference"].as_str().unwrap());
        act(&serving, who, ("PATCH", &path), &json!({ "done": true }));
    };
    done(DEFENDER, 0);
    assert_eq!(desk(DEFENDER), "");
    act(
        &serving,
        GOVERNMENT,
        ("POST", &format!("/actions/{action}/lead")),
        &json!({ "organisation": "defenders" }),
    );
    assert_eq!(desk(DEFENDER), "Your organisation is offered the lead.");
}

#[test]
fn what_is_rarely_used_of_the_form_is_folded_until_it_says_something() {
    let serving = Serving::new();
    let client = serving.client(GOVERNMENT);
    let folded = |page: &str| {
        ["To whom, and in which forum", "Tasks with which it begins"].map(|summary| {
            let before = page.split(&format!("<summary>{summary}")).next().unwrap();
            !before.rsplit("<details").next().unwrap().contains(" open")
        })
    };
    assert_eq!(folded(&client.page("/actions/new").expect(200).text()), [true, true]);
    let fill =
        |fields: &[(&str, &str)]| folded(&client.fill("/actions/new", "/actions", fields).expect(422).text());
    assert_eq!(fill(&[("kind", "letter")]), [true, true]);
    assert_eq!(fill(&[("forum", "Council")]), [false, true]);
    assert_eq!(fill(&[("task_title", "Call them")]), [true, false]);
}
