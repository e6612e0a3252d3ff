//! Pages say what the things are called that somebody was told of, as far as they may read that at that moment; messages never do.

use serde_json::json;

use crate::canary_alerts::alert;
use crate::notifications::Post;
use crate::serving::{COMPANY, CONVENOR, GOVERNMENT, GOVERNMENT_REVIEWER, REVIEWER};

/// An alert that was approved.
fn posted(post: &Post, headline: &str, audience: &[&str]) -> String {
    let sent = alert(&post.serving, headline, audience);
    let made = post.serving.new_client(GOVERNMENT).post("/api/v1/alerts", &sent).expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/alerts/{reference}/approval");
    post.serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
    reference
}

/// What the lines of a page say.
fn lines(page: &str) -> Vec<String> {
    let says = |part: &str| {
        let (mut text, mut inside) = (String::new(), false);
        for letter in part.split("</button>").next().unwrap().chars() {
            match letter {
                '<' => inside = true,
                '>' => inside = false,
                letter if !inside => text.push(letter),
                _ => {}
            }
        }
        text
    };
    page.split("class=\"as-link\">").skip(1).map(says).collect()
}

#[test]
fn two_alerts_are_told_apart_by_their_headlines_on_pages_and_by_nothing_in_mail() {
    let post = Post::new();
    post.choose(COMPANY, &[("mail.alerts", "at_once"), ("dashboard.alerts", "yes")]).expect(303);
    let headlines = ["Lines are cut", "Masts are down"];
    let references = headlines.map(|headline| posted(&post, headline, &["coalition"]));
    let taken = post.delivered();
    let page = |path: &str| post.serving.new_client(COMPANY).get(path).expect(200).text();
    for path in ["/notifications", "/desk"] {
        let lines = lines(&page(path));
        for (headline, reference) in headlines.iter().zip(&references) {
            let line = format!("New or updated alert: {headline} ({reference})");
            assert!(lines.contains(&line), "{path}: {line} in {lines:?}");
        }
    }
    assert!(taken.iter().any(|one| one.to == COMPANY));
    for one in &taken {
        assert!(!headlines.iter().any(|headline| one.plain().contains(headline)), "{}", one.plain());
    }
}

#[test]
fn what_has_a_name_is_called_by_it_and_what_is_sealed_has_no_title() {
    let post = Post::new();
    let group = json!({ "slug": "north-x", "name": "Newcomers of the north", "members": ["open-lines"] });
    post.serving.new_client(CONVENOR).post("/api/v1/groups", &group).expect(201);
    let (report, _) = post.serving.released(&json!({ "title": "Sesame" }), &["coalition"]);
    let path = format!("/api/v1/reports/{report}/inquiries");
    let question = json!({ "words": "Since when?", "audience": ["coalition"] });
    post.serving.new_client(GOVERNMENT).post(&path, &question).expect(201);
    let (proposed, _) = post.proposed("Sealed");
    post.tell();
    let page = post.serving.new_client(REVIEWER).get("/notifications").expect(200).text();
    let lines = lines(&page);
    let says =
        |beginning: &str| lines.iter().find(|line| line.starts_with(beginning)).cloned().unwrap_or_default();
    assert_eq!(says("Your organisation joined"), "Your organisation joined a group: Newcomers of the north");
    let asked = says("There is a question");
    assert!(asked.starts_with("There is a question or request about your report: Sesame (N-"), "{asked}");
    assert_eq!(says("A text waits"), format!("A text waits for your review ({proposed})"));
    assert!(!page.contains("north-x"), "{page}");
    // What needs somebody stands before what is news, and neither counts as the other.
    let place = |text: &str| page.find(text).unwrap();
    assert!(place("A text waits") < place("<h2>News</h2>"), "{page}");
    assert!(place("There is a question") < place("<h2>News</h2>"), "{page}");
    assert!(place("<h2>News</h2>") < place("Your organisation joined"), "{page}");
}

#[test]
fn a_page_takes_the_same_statements_however_many_titles_stand_on_it() {
    let post = Post::new();
    post.choose(COMPANY, &[("dashboard.alerts", "yes")]).expect(303);
    let mut counted = Vec::new();
    for number in 1..=4 {
        posted(&post, &format!("Lines are cut, {number}"), &["coalition"]);
        post.serving.settle();
        post.tell();
        let client = post.serving.new_client(COMPANY);
        let asked = || {
            let before = post.serving.place.database.statements_for_requests();
            let page = client.get("/notifications").expect(200).text();
            assert_eq!(lines(&page).iter().filter(|line| line.contains("Lines are cut")).count(), number);
            post.serving.place.database.statements_for_requests() - before
        };
        counted.push((0..5).map(|_| asked()).min().unwrap());
    }
    assert!(counted.iter().all(|count| *count == counted[0]), "{counted:?}");
}

#[test]
fn what_happens_in_an_action_is_called_after_it_to_whoever_reads_it() {
    let post = Post::new();
    let serving = &post.serving;
    let sent = json!({
        "kind": "diplomatic_support", "title": "Ask for their release", "brief": "We ask.", "audience": ["coalition"],
    });
    let made = serving.new_client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
    let action = made["reference"].as_str().unwrap().to_owned();
    let at = format!("/api/v1/actions/{action}");
    serving.new_client(GOVERNMENT_REVIEWER).post(&format!("{at}/approval"), &json!({})).expect(200);
    serving.new_client(REVIEWER).json("PUT", &format!("{at}/participation"), &[], &json!({})).expect(200);
    let task = json!({ "title": "A task", "organisation": "open-lines" });
    serving.new_client(GOVERNMENT).post(&format!("{at}/tasks"), &task).expect(201);
    let comment = json!({ "text": "Read this.", "mentions": ["org:open-lines"] });
    let comment = serving.new_client(GOVERNMENT).post(&format!("{at}/comments"), &comment).expect(201).json();
    let ticket = json!({ "organisation": "estmark", "text": "Please ask." });
    let ticket = serving.new_client(REVIEWER).post(&format!("{at}/tickets"), &ticket).expect(201).json();
    post.tell();
    let told = |who: &str| lines(&serving.new_client(who).get("/notifications").expect(200).text());
    let about = |line: &String| line.contains("Ask for their release");
    let (ours, theirs) = (told(REVIEWER), told(GOVERNMENT));
    for (lines, reference) in [
        (&ours, action.as_str()),
        (&ours, comment["reference"].as_str().unwrap()),
        (&theirs, ticket["reference"].as_str().unwrap()),
    ] {
        let end = format!(": Ask for their release ({reference})");
        assert!(lines.iter().any(|line| line.ends_with(&end)), "{end} in {lines:?}");
    }
    assert!(ours.iter().filter(|line| line.contains(&action)).all(about), "{ours:?}");
    // A brief that goes to others is called nothing to whoever is left behind.
    let narrow = json!({
        "kind": "diplomatic_support", "title": "Ask for their release", "brief": "We ask.", "audience": ["org:estmark"],
        "reason": "It is ours alone.",
    });
    serving.new_client(GOVERNMENT).post(&format!("{at}/versions"), &narrow).expect(201);
    assert!(!told(REVIEWER).iter().any(about));
    assert!(told(GOVERNMENT).iter().all(|line| !line.contains("(H-") || about(line)));
}
