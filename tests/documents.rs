//! Documents that people take along: what one viewer reads at one moment, marked on each sheet.

use serde_json::json;

use crate::serving::{ACADEMIC, COMPANY, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, Serving};
use crate::sheets::{DOCUMENT, parts, text_of};

fn begun(serving: &Serving, audience: &[&str]) -> String {
    let sent = json!({
        "kind": "demarche", "title": "On the press law", "audience": audience, "due_at": "2026-06-20", "countries": ["EE"],
        "brief": "# What\n\nAsk **them** & wait <b>here</b>.\n\n- first\n- second, see [this](https://example.org/a)",
        "target": { "kind": "government", "name": "The ministry" },
        "tasks": [{ "title": "Call the capital", "organisation": "estmark", "due_at": "2026-06-10" }],
    });
    let made = serving.client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
    made["reference"].as_str().unwrap().to_owned()
}

fn approve(serving: &Serving, reference: &str) {
    let path = format!("/api/v1/actions/{reference}/approval");
    serving.client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
}

#[test]
fn an_action_leaves_as_what_its_viewer_reads_marked_on_each_sheet() {
    let serving = Serving::new();
    let reference = begun(&serving, &["sector:government", "org:defenders"]);
    let path = format!("/actions/{reference}.docx");
    let take = |who: &str| serving.client(who).get(&path);
    // What nobody has released is nobody's to take along.
    assert_eq!([GOVERNMENT, GOVERNMENT_REVIEWER, DEFENDER].map(|who| take(who).status), [404; 3]);
    approve(&serving, &reference);
    let reason = json!({ "to": "considered", "reason": "A court decides first." });
    serving.client(GOVERNMENT).post(&format!("/api/v1/actions/{reference}/moves"), &reason).expect(200);
    let answer = take(DEFENDER).expect(200);
    assert_eq!(answer.header("content-type"), Some(DOCUMENT));
    assert!(answer.header("content-disposition").unwrap().contains(&format!("{reference}.docx")));
    let files = parts(&answer.body);
    let text = &files["word/document.xml"];
    for said in [
        "On the press law",
        "The ministry (Government)",
        "Estonia",
        "Call the capital",
        "Considered",
        "A court decides first.",
        "this</w:t>",
        "&lt;https://example.org/a&gt;",
        "<w:t xml:space=\"preserve\">them</w:t>",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // The marking, the moment, and for whom: on each sheet. A reader is not told of the others.
    let (header, footer) = (&files["word/header1.xml"], &files["word/footer1.xml"]);
    assert!(
        header.contains("TLP:") && header.contains("Defenders") && !header.contains("overnment"),
        "{header}"
    );
    assert!(
        footer.contains("Sami Haddad") && footer.contains("2026") && footer.contains(&reference),
        "{footer}"
    );
    let own = parts(&take(GOVERNMENT).expect(200).body);
    assert!(own["word/header1.xml"].contains("overnment"), "{own:?}");
    // The page that is printed bears the same.
    let page = serving.client(DEFENDER).page(&format!("/actions/{reference}")).expect(200).text();
    assert!(page.contains("for Sami Haddad") && page.contains(&path), "{page}");
}

/// Class of leaks: an outcome in the document of somebody who does not read the comment that says so.
#[test]
fn what_came_of_an_action_stands_in_the_document_of_whoever_reads_that() {
    let serving = Serving::new();
    let reference = begun(&serving, &["coalition"]);
    approve(&serving, &reference);
    let text =
        |who: &str| text_of(&serving.client(who).get(&format!("/actions/{reference}.docx")).expect(200));
    let said = json!({
        "text": "They changed one line.", "outcome": "partly", "review_on": "2026-07-01", "audience": ["org:defenders"],
    });
    serving.client(GOVERNMENT).post(&format!("/api/v1/actions/{reference}/comments"), &said).expect(201);
    let page = serving.client(DEFENDER).page(&format!("/actions/{reference}")).expect(200).text();
    let shown = "Partly achieved (to be looked at again on";
    assert!(page.contains(shown), "{page}");
    for who in [DEFENDER, GOVERNMENT] {
        assert!(text(who).contains(shown), "{who}: {shown}");
        assert!(text(who).contains("(TLP:AMBER"), "{who}: it was said before fewer than read the action");
        assert!(!text(who).contains("They changed one line."), "the words are for the page of the comment");
    }
    assert!(!text(ACADEMIC).contains(shown), "{shown}");
}

#[test]
fn what_one_does_not_read_is_no_document_and_tells_nothing() {
    let serving = Serving::new();
    let reference = begun(&serving, &["sector:government", "org:defenders"]);
    approve(&serving, &reference);
    let path = format!("/actions/{reference}.docx");
    let hidden = serving.client(COMPANY).get(&path);
    let absent = serving.client(COMPANY).get("/actions/A-000000.docx");
    assert_eq!((hidden.status, absent.status), (404, 404));
    // What was done before others is not in the document of somebody who reads the action since.
    let task = json!({ "title": "For us alone" });
    serving.client(GOVERNMENT).post(&format!("/api/v1/actions/{reference}/tasks"), &task).expect(201);
    let sent =
        json!({ "kind": "demarche", "title": "On the press law", "brief": "B", "audience": ["coalition"] });
    serving.client(GOVERNMENT).post(&format!("/api/v1/actions/{reference}/versions"), &sent).expect(201);
    approve(&serving, &reference);
    let text = text_of(&serving.client(ACADEMIC).get(&path).expect(200));
    assert!(text.contains("What is needed:") && !text.contains("::"), "{text}");
    assert!(!text.contains("For us alone") && !text.contains("Call the capital"), "{text}");
    assert!(text_of(&serving.client(DEFENDER).get(&path).expect(200)).contains("For us alone"));
    // Taken back, there is nothing but the reason.
    let gone = json!({ "reason": "It came out otherwise." });
    serving
        .client(GOVERNMENT)
        .json("DELETE", &format!("/api/v1/actions/{reference}"), &[], &gone)
        .expect(200);
    let answer = serving.client(DEFENDER).get(&path);
    assert!(answer.status == 410 && !answer.text().contains("press law"), "{}", answer.text());
}

#[test]
fn the_owner_s_sheet_says_who_is_left_out() {
    let serving = Serving::new();
    let sent = json!({
        "kind": "letter", "title": "T", "brief": "B", "audience": ["coalition"], "except": ["lumora"],
    });
    let made = serving.client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
    let reference = made["reference"].as_str().unwrap();
    approve(&serving, reference);
    let marking = |who: &str| {
        let page = serving.client(who).page(&format!("/actions/{reference}")).expect(200).text();
        page.split_once("For: ").expect("a marking").1.split_once('<').unwrap().0.to_owned()
    };
    assert!(marking(GOVERNMENT).contains("but not Lumora"), "{}", marking(GOVERNMENT));
    // A reader is told nothing of that, and nothing that is not so: all members do not read it.
    assert!(marking(DEFENDER).contains("Members of the coalition"), "{}", marking(DEFENDER));
    assert!(!marking(DEFENDER).contains("Lumora"), "{}", marking(DEFENDER));
    assert_eq!(serving.client(COMPANY).get(&format!("/actions/{reference}.docx")).status, 404);
}

#[test]
fn the_released_document_is_there_while_a_new_version_waits() {
    let serving = Serving::new();
    let reference = begun(&serving, &["sector:government", "org:defenders"]);
    approve(&serving, &reference);
    let path = format!("/actions/{reference}.docx");
    let take = |who: &str| serving.client(who).get(&path);
    let sent = json!({ "kind": "letter", "title": "What waits", "brief": "C", "audience": ["coalition"] });
    serving.client(GOVERNMENT).post(&format!("/api/v1/actions/{reference}/versions"), &sent).expect(201);
    for who in [GOVERNMENT, GOVERNMENT_REVIEWER, DEFENDER] {
        let text = text_of(&take(who).expect(200));
        assert!(text.contains("On the press law") && !text.contains("What waits"), "{text}");
    }
    assert_eq!(take(COMPANY).status, 404);
    // The page of what waits leads to the version that is read, and that to its document.
    let page =
        serving.client(GOVERNMENT).page(&format!("/actions/{reference}/versions/1")).expect(200).text();
    assert!(page.contains(&path), "{page}");
}
