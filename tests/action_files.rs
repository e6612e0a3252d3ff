//! Files of joint actions: received whole or not at all, read as copies by those alone before whom they were attached, and gone with
//! their action.

use std::collections::BTreeSet;

use entente::retention;
use serde_json::{Value, json};

use crate::contract::behind;
use crate::http::{Answer, UPLOAD, upload};
use crate::notifications::Post;
use crate::retention::{CANARY, holds, is_gone_from};
use crate::sanitise::fixtures::telling_jpeg;
use crate::serving::{
    ACADEMIC, COMPANY, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REPORTER, REVIEWER, SUSPENDED,
    Serving,
};
use crate::table::PDF;
use crate::unconfirmed::suspend;

fn brief(audience: &[&str]) -> Value {
    json!({ "kind": "letter", "title": "A letter of many", "brief": "We write.", "audience": audience })
}

fn approve(serving: &Serving, action: &str) {
    let path = format!("/api/v1/actions/{action}/approval");
    serving.client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
}

/// An action of Estmark.
pub fn begun(serving: &Serving, audience: &[&str]) -> String {
    let made = serving.client(GOVERNMENT).post("/api/v1/actions", &brief(audience)).expect(201).json();
    let action = made["reference"].as_str().unwrap().to_owned();
    approve(serving, &action);
    action
}

/// Its brief goes to others.
pub fn readdressed(serving: &Serving, action: &str, audience: &[&str]) {
    let path = format!("/api/v1/actions/{action}/versions");
    let made = serving.client(GOVERNMENT).post(&path, &brief(audience)).expect(201).json();
    if made["state"] == "proposed" {
        approve(serving, action);
    }
}

pub fn join(serving: &Serving, who: &str, action: &str) {
    let path = format!("/api/v1/actions/{action}/participation");
    serving.client(who).json("PUT", &path, &[], &json!({})).expect(200);
}

fn send(serving: &Serving, who: &str, action: &str, (name, bytes): (&str, &[u8])) -> Answer {
    let path = format!("/api/v1/actions/{action}/files");
    serving.client(who).upload(&path, &[], &[("description", "A draft of the letter")], (name, bytes))
}

/// Attaches a file, and waits until there is a copy or will be none.
pub fn attached(serving: &Serving, who: &str, action: &str, file: (&str, &[u8])) -> String {
    let sent = send(serving, who, action, file).expect(201).json();
    serving.copied();
    sent["id"].as_str().unwrap().to_owned()
}

pub fn view(serving: &Serving, who: &str, action: &str) -> Value {
    serving.client(who).get(&format!("/api/v1/actions/{action}")).expect(200).json()
}

pub fn files(serving: &Serving, who: &str, action: &str) -> Vec<Value> {
    view(serving, who, action)["files"].as_array().unwrap().clone()
}

pub fn read(serving: &Serving, who: &str, file: &str) -> Answer {
    serving.client(who).get(&format!("/api/v1/files/{file}"))
}

/// To them it is as one that was never there.
#[track_caller]
pub fn is_nothing_to(serving: &Serving, who: &str, file: &str) {
    let client = if who.is_empty() { serving.public() } else { serving.client(who) };
    for (method, at) in [("GET", "/files/"), ("GET", "/api/v1/files/"), ("DELETE", "/api/v1/files/")] {
        let there = client.send(method, &format!("{at}{file}"), &[], b"");
        let absent = client.send(method, &format!("{at}Z-000000"), &[], b"");
        assert_eq!((there.status, there.timeless()), (404, absent.timeless()), "{method} {at} as {who:?}");
    }
    let original = client.get(&format!("/files/{file}/original"));
    assert_eq!(original.timeless(), client.get("/files/Z-000000/original").timeless(), "{who:?}");
}

/// The sealed files on the disk.
pub fn stored(serving: &Serving) -> BTreeSet<String> {
    let folder = serving.instance.app.config().data.join("files");
    let files = std::fs::read_dir(folder).into_iter().flatten();
    files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

pub fn sweep(serving: &Serving) {
    retention::sweep(&serving.instance.app, &serving.instance.vault).unwrap();
}

/// The acts of the log of an organisation.
fn acts(serving: &Serving, who: &str) -> BTreeSet<String> {
    let log = serving.client(who).get("/api/v1/audit?limit=200").expect(200).json();
    let act = |row: &Value| row["act"].as_str().unwrap().to_owned();
    log["items"].as_array().unwrap().iter().map(act).collect()
}

#[test]
fn a_photograph_is_read_without_what_it_tells_and_taken_back_whole() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    join(&serving, DEFENDER, &action);
    let file = attached(&serving, DEFENDER, &action, ("Zoé's phone IMG_1.jpg", &telling_jpeg()));
    assert!(file.starts_with("Z-"), "{file}");
    let own = files(&serving, DEFENDER, &action);
    assert_eq!((own.len(), &own[0]["by"]["person"]), (1, &json!("Sami Haddad")));
    for who in [GOVERNMENT, ACADEMIC, COMPANY, REPORTER] {
        let shown = files(&serving, who, &action);
        assert_eq!(shown.len(), 1, "{who}");
        let one = &shown[0];
        assert_eq!(
            (&one["reference"], &one["description"], &one["state"], &one["by"], &one["refusal"]),
            (&json!(file), &json!("A draft of the letter"), &json!("ready"), &json!(null), &json!(null))
        );
        assert_eq!(one["organisation"]["slug"], "defenders");
        let copy = read(&serving, who, &file).expect(200);
        assert_eq!(
            (&one["copy"]["bytes"], one["copy"]["kind"].as_str()),
            (&json!(copy.body.len()), copy.header("content-type"))
        );
        image::load_from_memory(&copy.body).unwrap();
        assert_eq!(copy.header("content-disposition").unwrap(), format!("inline; filename=\"{file}.jpg\""));
        assert!(copy.header("content-security-policy").unwrap().contains("sandbox"));
        assert!(!copy.body.windows(6).any(|part| part == b"CANARY"), "{who}");
        let page = serving.client(who).page(&format!("/actions/{action}")).expect(200).text();
        assert!(page.contains(&format!("href=\"/files/{file}\"")) && page.contains("A draft of the letter"));
        // It may have been attached before fewer than read the action now: the label of a printed sheet is not its own.
        assert!(page.contains("<section class=\"section no-print\" aria-labelledby=\"files\">"), "{page}");
        let all = serving.client(who).page(&format!("/actions/{action}/files")).expect(200).text();
        assert!(all.contains(&format!("href=\"/files/{file}\"")), "{all}");
        assert!(all.contains("<div class=\"no-print\">"), "{all}");
        for words in ["IMG_1", "Zo", "Sami"] {
            assert!(!page.contains(words) && !shown[0].to_string().contains(words), "{who}: {words}");
        }
        assert_eq!(serving.client(who).get(&format!("/files/{file}/original")).status, 404, "{who}");
    }
    for who in ["", SUSPENDED] {
        is_nothing_to(&serving, who, &file);
    }
    // What was sent is for whoever sent it.
    let original = serving.client(DEFENDER).get(&format!("/files/{file}/original")).expect(200);
    assert_eq!(original.body, telling_jpeg());
    assert!(original.header("content-disposition").unwrap().contains("IMG_1.jpg"));
    assert!(acts(&serving, DEFENDER).is_superset(
        &["file.received", "file.rebuilt", "file.opened"].map(str::to_owned).into_iter().collect()
    ));
    assert_eq!(stored(&serving).len(), 2, "the original and its copy");
    serving.client(DEFENDER).delete(&format!("/api/v1/files/{file}")).expect(204);
    sweep(&serving);
    assert!(stored(&serving).is_empty());
    for who in [DEFENDER, GOVERNMENT] {
        assert!(files(&serving, who, &action).is_empty());
        is_nothing_to(&serving, who, &file);
    }
    assert!(acts(&serving, DEFENDER).contains("file.removed"));
    let log = serving.client(DEFENDER).page("/log").expect(200).text();
    assert!(log.contains("attached a file to a joint action"), "{log}");
}

/// Classes of leaks: a name, a size, a number or bytes of a file for those who read the action since, or read it no more.
#[test]
fn nobody_beyond_the_readers_before_whom_it_was_attached_learns_that_there_is_one() {
    let serving = Serving::new();
    let action = begun(&serving, &["sector:government", "org:defenders"]);
    let mark = view(&serving, DEFENDER, &action)["mark"].as_str().unwrap().to_owned();
    join(&serving, DEFENDER, &action);
    let file = attached(&serving, DEFENDER, &action, ("a.txt", b"For few"));
    for who in ["", COMPANY, ACADEMIC, OBSERVER] {
        is_nothing_to(&serving, who, &file);
    }
    readdressed(&serving, &action, &["coalition"]);
    // Whoever attaches something, or takes it back, has been shown who reads it.
    let before = (serving.state(), stored(&serving));
    let (at, path) = (format!("/api/v1/actions/{action}/files"), format!("/api/v1/files/{file}"));
    let (stale, told) = ([("If-Match", mark.as_str())], [("description", "Old")]);
    serving.client(DEFENDER).upload(&at, &stale, &told, ("a.txt", b"A")).expect(412).problem(&at);
    serving.client(DEFENDER).send("DELETE", &path, &stale, b"").expect(412).problem(&path);
    assert_eq!((serving.state(), stored(&serving)), before);
    for who in [COMPANY, ACADEMIC, OBSERVER] {
        is_nothing_to(&serving, who, &file);
        assert!(files(&serving, who, &action).is_empty(), "{who}");
        let page = serving.client(who).page(&format!("/actions/{action}")).expect(200).text();
        assert!(!page.contains(&file) && !page.contains("id=\"files\""), "{who}: {page}");
        let all = serving.client(who).page(&format!("/actions/{action}/files")).expect(200).text();
        assert!(!all.contains(&file) && all.contains("No file is attached"), "{who}");
    }
    for who in [GOVERNMENT, DEFENDER] {
        assert_eq!(read(&serving, who, &file).expect(200).text(), "For few");
    }
}

#[test]
fn the_action_shows_the_newest_files_and_their_page_all() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    join(&serving, DEFENDER, &action);
    let oldest = attached(&serving, DEFENDER, &action, ("a.txt", b"The first"));
    let of_it = format!("(SELECT id FROM action_file WHERE reference = '{oldest}')");
    for number in 0..50 {
        let file = format!(
            "INSERT INTO action_file SELECT id || '-{number}', 'Z-C000{number:02}', contribution_id, version_id, organisation_id, \
             person_id, mandate_id, at, description, kind, bytes, state, refusal, file FROM action_file WHERE id = {of_it}"
        );
        let copy = format!(
            "INSERT INTO action_file_copy SELECT id || '-{number}', file_id || '-{number}', made_at, kind, bytes, sha256, file, \
             shortfalls FROM action_file_copy WHERE file_id = {of_it}"
        );
        behind(&serving, &format!("{file}; {copy}"));
    }
    let shown = files(&serving, COMPANY, &action);
    assert_eq!(shown.len(), 50);
    assert!(shown.iter().all(|file| file["reference"] != oldest.as_str()), "one is older than fifty");
    let at = format!("/actions/{action}/files");
    let page = serving.client(COMPANY).page(&format!("/actions/{action}")).expect(200).text();
    assert_eq!(page.matches("href=\"/files/Z-").count(), 50);
    assert!(page.contains(&format!("href=\"{at}\"")), "{page}");
    let all = serving.client(COMPANY).page(&at).expect(200).text();
    assert_eq!(all.matches("href=\"/files/Z-").count(), 51);
}

/// What is destroyed for good is not destroyed by one press of a button beside others.
#[test]
fn a_file_of_others_is_removed_on_the_page_of_files_alone_and_by_its_name() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    join(&serving, DEFENDER, &action);
    let file = attached(&serving, DEFENDER, &action, ("a.txt", b"Theirs"));
    let at = format!("/actions/{action}/files");
    for (who, says) in [(GOVERNMENT, format!("Remove {file}")), (DEFENDER, format!("Take {file} back"))] {
        let page = serving.client(who).page(&format!("/actions/{action}")).expect(200).text();
        assert!(!page.contains("take-back"), "{who}: {page}");
        let all = serving.client(who).page(&at).expect(200).text();
        assert!(all.contains(&says) && all.contains("are destroyed"), "{who}: {all}");
    }
    let all = serving.client(COMPANY).page(&at).expect(200).text();
    assert!(!all.contains("take-back"), "{all}");
    serving.client(GOVERNMENT).fill(&at, &format!("{at}/{file}"), &[("act", "take-back")]).expect(303);
    assert!(files(&serving, DEFENDER, &action).is_empty());
}

/// Class of leaks: that there is something of which no copy could be made.
#[test]
fn what_cannot_be_rebuilt_is_known_to_its_organisation_alone() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    join(&serving, DEFENDER, &action);
    let before = view(&serving, GOVERNMENT, &action);
    let hostile = [PDF, b"/OpenAction << /S /JavaScript >>"].concat();
    let broken = hostile[..PDF.len() / 3].to_vec();
    let cases: [(&str, &[u8], &str); 3] = [
        ("archive.zip", b"PK\x03\x04 and more of it", "Unpack it"),
        ("broken.pdf", &broken, "stays with your organisation"),
        ("old.txt", b"\xF3\xD7\xD1\xDA\xD8 \xF3\xD7\xD1\xDA\xD8", "Save it as UTF-8, and attach that."),
    ];
    for (name, bytes, says) in cases {
        let file = attached(&serving, DEFENDER, &action, (name, bytes));
        let own = files(&serving, DEFENDER, &action);
        let one = own.iter().find(|one| one["reference"] == file.as_str()).unwrap();
        assert_eq!((&one["state"], &one["copy"]), (&json!("refused"), &json!(null)), "{name}");
        assert!(one["refusal"].is_string(), "{name}");
        let page = serving.client(DEFENDER).page(&format!("/actions/{action}/files")).expect(200).text();
        assert!(page.contains(says) && page.contains("Only your organisation sees this"), "{name}: {page}");
        assert_eq!(read(&serving, DEFENDER, &file).status, 404, "there is no copy");
        for who in ["", GOVERNMENT, ACADEMIC] {
            is_nothing_to(&serving, who, &file);
        }
    }
    assert_eq!(view(&serving, GOVERNMENT, &action), before);
    // What a document does goes: what a person sees of it stays.
    let file = attached(&serving, DEFENDER, &action, ("hostile.pdf", &hostile));
    let copy = read(&serving, GOVERNMENT, &file).expect(200);
    assert_eq!(copy.header("content-disposition").unwrap(), format!("attachment; filename=\"{file}.pdf\""));
    assert!(!copy.text().contains("JavaScript") && !copy.text().contains("OpenAction"));
}

#[test]
fn what_is_not_attached_leaves_nothing() {
    let serving = Serving::with(|settings| settings.evidence_limit = Some(100_000));
    let action = begun(&serving, &["coalition"]);
    join(&serving, DEFENDER, &action);
    let path = format!("/api/v1/actions/{action}/files");
    let told: &[(&str, &str)] = &[("description", "What it is")];
    let others = [GOVERNMENT_REVIEWER, REVIEWER, OBSERVER, ACADEMIC];
    for who in others {
        serving.client(who);
    }
    let before = (serving.state(), stored(&serving));
    let client = serving.client(DEFENDER);
    client.upload(&path, &[], told, ("big.txt", &vec![b'a'; 100_001])).expect(413).problem(&path);
    client.upload(&path, &[], told, ("none.txt", b"")).expect(422).problem(&path);
    let long = "x".repeat(1_001);
    for wrong in ["", " ", &long] {
        let answer = client.upload(&path, &[], &[("description", wrong)], ("a.txt", b"a")).expect(422).json();
        assert!(answer["errors"]["description"].is_array(), "{answer}");
    }
    client.upload(&path, &[], &[("other", "x")], ("a.txt", b"a")).expect(422).problem(&path);
    let whole = upload(told, ("cut.txt", &vec![b'a'; 90_000]));
    client.send("POST", &path, &[("Content-Type", UPLOAD)], &whole[..50_000]).expect(400);
    client.post(&path, &json!({ "description": "No file" })).expect(400);
    for who in others {
        assert_eq!(send(&serving, who, &action, ("a.txt", b"a")).status, 403, "{who}");
    }
    assert_eq!(serving.public().upload(&path, &[], told, ("a.txt", b"a")).status, 401);
    assert_eq!((serving.state(), stored(&serving)), before);
    // Once for a key.
    let key = [("Idempotency-Key", "one")];
    let first = client.upload(&path, &key, told, ("a.txt", b"a")).expect(201);
    assert_eq!(client.upload(&path, &key, told, ("a.txt", b"a")).timeless(), first.timeless());
    client.upload(&path, &key, told, ("a.txt", b"b")).expect(409);
    serving.copied();
    assert_eq!((files(&serving, GOVERNMENT, &action).len(), stored(&serving).len()), (1, 2));
    // What has ended takes none.
    let moves = format!("/api/v1/actions/{action}/moves");
    serving.client(GOVERNMENT).post(&moves, &json!({ "to": "declined", "reason": "No" })).expect(200);
    client.upload(&path, &[], told, ("b.txt", b"b")).expect(409).problem(&path);
    // Who calls again with the key of before is answered again.
    assert_eq!(client.upload(&path, &key, told, ("a.txt", b"a")).timeless(), first.timeless());
}

#[test]
fn a_file_is_attached_and_taken_back_by_forms_alone() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    join(&serving, DEFENDER, &action);
    let client = serving.client(DEFENDER);
    let code = serving.code_of_forms(&client);
    let path = format!("/actions/{action}/files");
    let page = client.page(&format!("/actions/{action}")).expect(200).text();
    assert!(page.contains(&format!("action=\"{path}\" enctype=\"multipart/form-data\"")), "{page}");
    let mark = view(&serving, DEFENDER, &action)["mark"].as_str().unwrap().to_owned();
    let attach = |once: &str, mark: &str, description: &str| {
        let fields =
            [("csrf", code.as_str()), ("once", once), ("version", mark), ("description", description)];
        client.upload(&path, &[("Accept", "text/html")], &fields, ("a.txt", b"What we write"))
    };
    let refused = attach("1", &mark, "").expect(422).text();
    assert!(refused.contains("id=\"description-wrong\""), "{refused}");
    let refused = attach("2", "0123456789abcdef", "Typed words").expect(412).text();
    assert!(refused.contains("others may read it now") && refused.contains("Typed words"), "{refused}");
    assert!(stored(&serving).is_empty());
    let done = attach("3", &mark, "Our draft").expect(303);
    assert!(done.header("location").unwrap().starts_with(&path));
    serving.copied();
    let page = serving.client(GOVERNMENT).page(&path).expect(200).text();
    assert!(page.contains("Our draft") && page.contains("Defenders"), "{page}");
    let file = files(&serving, DEFENDER, &action)[0]["reference"].as_str().unwrap().to_owned();
    let at = format!("{path}/{file}");
    client.fill(&path, &at, &[("act", "take-back")]).expect(303);
    assert!(files(&serving, GOVERNMENT, &action).is_empty());
}

#[test]
fn a_file_goes_with_its_action_and_leaves_no_bytes() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    join(&serving, DEFENDER, &action);
    let path = format!("/api/v1/actions/{action}/files");
    let client = serving.client(DEFENDER);
    for bytes in [CANARY.as_bytes(), b"PK\x03\x04 Zebrafinch"] {
        client.upload(&path, &[], &[("description", CANARY)], (CANARY, bytes)).expect(201);
    }
    serving.copied();
    serving.settle();
    let folder = serving.place.folder.path();
    let sqlite = !holds(folder, b"SQLite format 3").is_empty();
    assert_eq!(stored(&serving).len(), 3, "two originals and a copy");
    let path = format!("/api/v1/actions/{action}");
    serving.client(GOVERNMENT).json("DELETE", &path, &[], &json!({ "reason": "Over" })).expect(200);
    serving.settle();
    sweep(&serving);
    assert!(stored(&serving).is_empty());
    let (rows, _) = serving.state();
    assert_eq!((rows["action_file"], rows["action_file_copy"], rows["erased_file"]), (0, 0, 0));
    if sqlite {
        is_gone_from(folder);
    }
    // What stays in the log does not tell by a hash which file it was.
    let log = serving.client(DEFENDER).get("/api/v1/audit?limit=200").expect(200).json();
    let of_files = log["items"].as_array().unwrap().iter().filter(|row| {
        let act = row["act"].as_str().unwrap();
        act.starts_with("file.")
    });
    let details: BTreeSet<String> = of_files.map(|row| row["detail"].to_string()).collect();
    assert_eq!(details, BTreeSet::from(["{}".to_owned()]));
}

#[test]
fn what_a_suspended_organisation_attached_stays_and_whoever_leads_takes_it_away() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    for who in [DEFENDER, REVIEWER] {
        join(&serving, who, &action);
    }
    let first = attached(&serving, DEFENDER, &action, ("a.txt", b"First"));
    let second = attached(&serving, REVIEWER, &action, ("b.txt", b"Second"));
    let remove = |who: &str, file: &str| serving.client(who).delete(&format!("/api/v1/files/{file}")).status;
    assert_eq!(remove(DEFENDER, &second), 403, "it is another organisation's");
    assert_eq!(remove(REPORTER, &second), 403, "no delegate");
    let lead = format!("/api/v1/actions/{action}/lead");
    serving.client(GOVERNMENT).post(&lead, &json!({ "organisation": "defenders" })).expect(200);
    serving.client(DEFENDER).json("PUT", &lead, &[], &json!({})).expect(200);
    assert_eq!(remove(GOVERNMENT, &second), 403, "another organisation leads it");
    suspend(&serving, "defenders");
    is_nothing_to(&serving, DEFENDER, &first);
    assert_eq!(read(&serving, ACADEMIC, &first).expect(200).text(), "First");
    // The organisation that began it sees to it again.
    assert_eq!((remove(GOVERNMENT, &second), remove(GOVERNMENT, &first)), (204, 204));
    sweep(&serving);
    assert!(stored(&serving).is_empty());
}

#[test]
fn those_who_have_to_do_with_the_action_are_told_of_a_file_that_they_are_shown() {
    let post = Post::new();
    let serving = &post.serving;
    let action = begun(serving, &["sector:government", "org:defenders", "org:open-lines"]);
    for who in [DEFENDER, REVIEWER] {
        join(serving, who, &action);
    }
    let told = |who: &str| post.kinds(who).contains("action-file");
    let refused = attached(serving, REVIEWER, &action, ("a.zip", b"PK\x03\x04 and more of it"));
    post.tell();
    assert_eq!([GOVERNMENT, DEFENDER].map(told), [false, false], "there is no copy");
    serving.client(REVIEWER).delete(&format!("/api/v1/files/{refused}")).expect(204);
    let file = attached(serving, REVIEWER, &action, ("a.txt", b"A draft"));
    post.tell();
    assert_eq!(
        [GOVERNMENT, DEFENDER, GOVERNMENT_REVIEWER, REVIEWER, REPORTER, ACADEMIC].map(told),
        [true, true, false, false, false, false]
    );
    serving.client(REVIEWER).delete(&format!("/api/v1/files/{file}")).expect(204);
    assert_eq!([GOVERNMENT, DEFENDER].map(told), [false, false], "nothing is told of what is gone");
}

/// What is taken back at once is rebuilt by nobody, and leaves no copy behind.
#[test]
fn a_file_that_is_taken_back_while_its_copy_is_made_leaves_nothing() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    join(&serving, DEFENDER, &action);
    for number in 0..6 {
        let sent = send(&serving, DEFENDER, &action, ("photo.jpg", &telling_jpeg())).expect(201).json();
        std::thread::sleep(std::time::Duration::from_millis(number * 15));
        let path = format!("/api/v1/files/{}", sent["id"].as_str().unwrap());
        serving.client(DEFENDER).delete(&path).expect(204);
    }
    // One that stays is rebuilt all the same, after all of them.
    let file = attached(&serving, DEFENDER, &action, ("a.txt", b"This stays"));
    sweep(&serving);
    assert_eq!(read(&serving, GOVERNMENT, &file).expect(200).text(), "This stays");
    assert_eq!(stored(&serving).len(), 2);
}

#[test]
fn an_organisation_that_asks_for_mandates_attaches_by_a_mandate_alone() {
    let serving = Serving::new();
    let action = begun(&serving, &["coalition"]);
    join(&serving, DEFENDER, &action);
    let file = attached(&serving, DEFENDER, &action, ("a.txt", b"Before"));
    // Whoever asks for mandates has given one: this one is for something else.
    let given = json!({ "person": DEFENDER, "scope": "action", "kind": "demarche" });
    serving.client(DEFENDER).post("/api/v1/organisations/defenders/mandates", &given).expect(201);
    let rule = "/api/v1/organisations/defenders/mandate-rule";
    serving.client(DEFENDER).json("PUT", rule, &[], &json!({ "only_by_mandate": true })).expect(200);
    assert_eq!(send(&serving, DEFENDER, &action, ("b.txt", b"After")).status, 403);
    serving.client(DEFENDER).delete(&format!("/api/v1/files/{file}")).expect(403);
    let page = serving.client(DEFENDER).page(&format!("/actions/{action}/files")).expect(200).text();
    assert!(!page.contains("enctype") && !page.contains("take-back"), "{page}");
    assert_eq!(read(&serving, DEFENDER, &file).status, 200);
}
