//! Joint statements: written by one at a time, amended paragraph by paragraph, bracketed and consolidated; and their tables,
//! written apart from the code.

use std::collections::BTreeSet;

use entente::access::OrganisationKind::Government;
use entente::access::Role::{Delegate, Observer, Reviewer};
use entente::people::{self, NewOrganisation};
use entente::statements::{AMENDMENTS, AmendmentState, BRACKETS, BracketStatus, EntryCase};
use entente::{accounts, statements};
use serde_json::{Value, json};

use crate::http::Answer;
use crate::serving::{COMPANY, CONVENOR, GOVERNMENT, GOVERNMENT_REVIEWER, Serving};

/// A delegate of Valdora, another state.
pub const INES: &str = "ines@valdora.example.org";
/// A second delegate of Estmark, who writes the text.
pub const LIIS: &str = "liis@estmark.example.org";

/// A coalition with a second state in it.
pub fn founded() -> Serving {
    let serving = Serving::new();
    serving.write(|tx| {
        let estmark = people::organisation_for_operator(tx.conn, "estmark")?;
        accounts::enrol(tx, &estmark, "Liis Tamm", LIIS, "", &[Delegate])?;
        let known = NewOrganisation::known("valdora", "Valdora", Government, Some("PT"), "");
        let valdora = people::found(tx, known)?;
        accounts::enrol(tx, &valdora, "Ines Duarte", INES, "", &[Delegate, Observer, Reviewer])
    });
    serving
}

#[track_caller]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// A statement that the coalition reads the concept of: its reference and that of its action.
#[track_caller]
pub fn begun(serving: &Serving, who: &str, approver: &str) -> (String, String) {
    let sent = json!({
        "title": "On the shutdown in Zale", "reason": "People are cut off.", "audience": ["coalition"],
        "target": { "kind": "government", "name": "Zale" },
    });
    let made = serving.new_client(who).post("/api/v1/statements", &sent).expect(201).json();
    assert_eq!(made["state"], "proposed", "it waits for a second person");
    let action = text(&made["action"]);
    let path = format!("/api/v1/actions/{action}/approval");
    serving.new_client(approver).post(&path, &json!({})).expect(200);
    (text(&made["reference"]), action)
}

/// Does something with a statement for a program.
pub fn post(serving: &Serving, who: &str, statement: &str, what: &str, sent: &Value) -> Answer {
    serving.new_client(who).post(&format!("/api/v1/statements/{statement}/{what}"), sent)
}

pub fn moved(serving: &Serving, who: &str, statement: &str, sent: &Value) -> Answer {
    post(serving, who, statement, "moves", sent)
}

pub fn read(serving: &Serving, who: &str, statement: &str) -> Answer {
    serving.new_client(who).get(&format!("/api/v1/statements/{statement}"))
}

#[track_caller]
pub fn seen(serving: &Serving, who: &str, statement: &str) -> Value {
    read(serving, who, statement).expect(200).json()
}

/// Writes the next version of the text over the one of now.
pub fn write(serving: &Serving, who: &str, statement: &str, paragraphs: &Value) -> Answer {
    let path = format!("/api/v1/statements/{statement}/paragraphs");
    serving.new_client(who).put(&path, "*", paragraphs)
}

/// A second person agrees to the version that waits.
#[track_caller]
pub fn approve(serving: &Serving, statement: &str) {
    let waits = text(&seen(serving, GOVERNMENT, statement)["proposed"]);
    let path = format!("/api/v1/statement-texts/{waits}/approval");
    serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
}

/// Three paragraphs.
pub fn three() -> Value {
    json!([
        { "kind": "heading", "text": "Joint statement" },
        { "kind": "preamble", "text": "Recalling the rights of everybody online," },
        { "kind": "operative", "text": "We call on Zale to restore access at once." },
    ])
}

/// One whose penholder, Estmark, has written three paragraphs.
#[track_caller]
pub fn drafted(serving: &Serving) -> String {
    let (statement, _) = begun(serving, GOVERNMENT, GOVERNMENT_REVIEWER);
    moved(serving, GOVERNMENT, &statement, &json!({ "to": "drafting" })).expect(200);
    write(serving, GOVERNMENT, &statement, &three()).expect(200);
    statement
}

/// One of which this audience is asked what it thinks, for four days.
#[track_caller]
pub fn asked(serving: &Serving, audience: &[&str]) -> String {
    let statement = drafted(serving);
    let sent = json!({
        "to": "consultation", "audience": audience, "until": "2026-06-05 17:00", "until_zone": "Europe/Tallinn",
    });
    let done = moved(serving, GOVERNMENT, &statement, &sent).expect(200).json();
    assert_eq!(done["state"], "proposed");
    approve(serving, &statement);
    statement
}

/// One that the states negotiate.
#[track_caller]
pub fn negotiated(serving: &Serving) -> String {
    let statement = asked(serving, &["sector:government"]);
    moved(serving, GOVERNMENT, &statement, &json!({ "to": "negotiation" })).expect(200);
    statement
}

#[track_caller]
fn amended(serving: &Serving, who: &str, statement: &str, sent: &Value) -> String {
    text(&post(serving, who, statement, "amendments", sent).expect(201).json()["reference"])
}

#[track_caller]
fn decided(serving: &Serving, who: &str, statement: &str, entry: &str, sent: &Value) -> Answer {
    post(serving, who, statement, &format!("amendments/{entry}/decision"), sent)
}

fn words_of(view: &Value) -> Vec<String> {
    view["paragraphs"].as_array().unwrap().iter().map(|one| text(&one["text"])).collect()
}

fn state_of(view: &Value, of: &str, reference: &str) -> Value {
    let all = view[of].as_array().unwrap();
    all.iter().find(|one| one["reference"] == reference).unwrap().clone()
}

/// The moves of `states.md` as far as an adoption, written apart from the code: what is done, from where, and whereto.
const WAYS: &[(&str, &str, &str)] = &[
    ("draft", "concept", "drafting"),
    ("consult", "drafting", "consultation"),
    ("urge", "drafting", "drafting"),
    ("expedite", "drafting", "negotiation"),
    ("decline", "drafting", "drafting"),
    ("negotiate", "consultation", "negotiation"),
    ("amend", "negotiation", "negotiation"),
    ("bracket", "negotiation", "negotiation"),
    ("consolidate", "negotiation", "negotiation"),
    ("silence", "negotiation", "silence"),
    ("silence", "broken", "silence"),
    ("object", "silence", "broken"),
    ("break", "silence", "broken"),
    ("adopt", "silence", "adopted"),
    ("reopen", "broken", "negotiation"),
    ("open_to_sign", "broken", "sign_on"),
    ("withdraw", "silence", "withdrawn"),
    ("withdraw", "broken", "withdrawn"),
    ("withdraw", "concept", "withdrawn"),
    ("withdraw", "drafting", "withdrawn"),
    ("withdraw", "consultation", "withdrawn"),
    ("withdraw", "negotiation", "withdrawn"),
    ("lapse", "concept", "lapsed"),
    ("invite", "adopted", "sign_on"),
    ("clear", "adopted", "cleared"),
    ("clear", "sign_on", "cleared"),
    ("recall", "cleared", "sign_on"),
    ("publish", "cleared", "published"),
    ("follow_up", "published", "follow_up"),
    ("close", "follow_up", "closed"),
    ("supersede", "published", "superseded"),
    ("supersede", "follow_up", "superseded"),
    ("supersede", "closed", "superseded"),
];

#[test]
fn the_tables_are_those_of_the_field() {
    use AmendmentState::{Accepted, AcceptedModified, Overtaken, Rejected, Submitted, Withdrawn};
    use BracketStatus::{Agreed, AgreedAdRef, Open, Withdrawn as Lifted};

    let moves = statements::MACHINE.moves.iter();
    let all = moves
        .flat_map(|step| step.from.iter().map(|from| (step.verb.as_str(), from.as_str(), step.to.as_str())));
    let found: BTreeSet<_> = all.collect();
    assert_eq!(found, WAYS.iter().copied().collect());
    // Who answers an amendment does so until it stands in a version; nobody else does, and nobody twice what is over.
    let holder = EntryCase { penholder: true, reason: true, words: true, ..EntryCase::default() };
    let author = EntryCase { author: true, ..EntryCase::default() };
    let open = |state, case: &EntryCase| AMENDMENTS.open_moves(state, case);
    assert_eq!(open(Submitted, &holder), [Accepted, AcceptedModified, Rejected]);
    assert_eq!(open(Submitted, &author), [Withdrawn]);
    assert_eq!(open(Rejected, &holder), [Accepted, AcceptedModified]);
    assert!(open(Accepted, &EntryCase { taken: true, ..holder }).is_empty());
    for over in [Withdrawn, Overtaken] {
        assert!(open(over, &holder).is_empty() && open(over, &author).is_empty(), "{over}");
    }
    // What is agreed ad referendum is confirmed by whoever put the bracket.
    let open = |state, case: &EntryCase| BRACKETS.open_moves(state, case);
    let of = |state| open(state, &author);
    assert_eq!(of(Open), [AgreedAdRef, Agreed, Lifted]);
    assert_eq!(of(AgreedAdRef), [Agreed, Open, Lifted]);
    assert!(of(Agreed).is_empty() && of(Lifted).is_empty());
    assert!(open(Open, &holder).is_empty(), "the penholder lifts no bracket of another");
    assert_eq!(open(Open, &EntryCase { orphaned: true, ..holder }), [Lifted]);
}

#[test]
fn a_text_is_written_paragraph_by_paragraph() {
    let serving = &founded();
    let statement = drafted(serving);
    let view = seen(serving, GOVERNMENT, &statement);
    let numbers: Vec<_> =
        view["paragraphs"].as_array().unwrap().iter().map(|one| text(&one["number"])).collect();
    assert_eq!(
        (numbers, &view["version"], &view["state"]),
        (vec![String::new(), "1".to_owned(), "2".to_owned()], &json!(2), &json!("drafting"))
    );
    assert_eq!(view["title"], "On the shutdown in Zale");
    let path = format!("/api/v1/statements/{statement}/paragraphs");
    let client = serving.new_client(GOVERNMENT);
    // Whoever names no version, or another one, is told; each of its names counts.
    assert_eq!(client.json("PUT", &path, &[], &three()).status, 400);
    client.put(&path, "1", &three()).expect(412);
    let next = json!([
        { "id": "p3", "kind": "operative", "text": "We call on Zale to restore access." },
        { "id": "p1", "kind": "heading", "text": "Joint statement" },
        { "kind": "recommendation", "text": "联合声明。 دعوة مشتركة. Ühisavaldus." },
    ]);
    client.put(&path, &text(&view["hash"]), &next).expect(200);
    let view = seen(serving, GOVERNMENT, &statement);
    let ids: Vec<_> = view["paragraphs"].as_array().unwrap().iter().map(|one| text(&one["id"])).collect();
    assert_eq!(ids, ["p3", "p1", "p4"], "an id stays with its paragraph, and is never used again");
    assert_eq!(words_of(&view)[2], "联合声明。 دعوة مشتركة. Ühisavaldus.");
    client.put(&path, "3", &json!([{ "id": "p2", "kind": "preamble", "text": "Again" }])).expect(422);
    // What is wrong is told with its place.
    let wrong = json!([{ "kind": "operative", "text": "  " }, { "kind": "verse", "text": "x" }]);
    let told = client.put(&path, "*", &wrong).expect(422).text();
    assert!(told.contains("Paragraph 1") && told.contains("Paragraph 2"), "{told}");
    for no_list in [json!({}), json!("We act."), json!(["We act."]), json!([[]]), json!([null])] {
        client.put(&path, "*", &no_list).expect(400);
    }
    for odd in
        [json!([{ "kind": 7, "text": "x" }]), json!([{ "kind": "operative", "text": "x", "colour": "red" }])]
    {
        client.put(&path, "*", &odd).expect(422);
    }
    let long = json!([{ "kind": "operative", "text": "x".repeat(10_001) }]);
    client.put(&path, "*", &long).expect(422);
    // A thousand paragraphs are a text; more are none.
    let many = |count: usize| Value::from(vec![json!({ "kind": "operative", "text": "We act." }); count]);
    client.put(&path, "*", &many(1_000)).expect(200);
    client.put(&path, "*", &many(1_001)).expect(422);
    let page = serving.client(GOVERNMENT).page(&format!("/statements/{statement}")).expect(200).text();
    assert!(page.contains(">1000.</p>"), "every paragraph has its number");
    let plain = serving.client(GOVERNMENT).get(&format!("/statements/{statement}.txt")).expect(200).text();
    assert!(plain.contains("1000. We act."), "{}", &plain[..200]);
    serving.client(GOVERNMENT).get(&format!("/statements/{statement}.docx")).expect(200);
    serving.client(GOVERNMENT).page(&format!("/statements/{statement}/print")).expect(200);
    let difference = format!("/statements/{statement}/difference?from=3&to=2");
    let page = serving.client(GOVERNMENT).page(&difference).expect(200).text();
    assert!(page.contains("<ins>") && page.contains("<del>") && page.contains("Moved"), "{page}");
    let page = serving.client(GOVERNMENT).page(&format!("{difference}&view=beside")).expect(200).text();
    assert!(page.contains("Side by side") || page.contains("In one text"));
    serving.client(GOVERNMENT).page(&format!("/statements/{statement}/versions")).expect(200);
    serving.client(GOVERNMENT).page(&format!("/statements/{statement}/versions/1")).expect(200);
    serving.client(GOVERNMENT).page(&format!("/statements/{statement}/versions/9")).expect(404);
}

#[test]
fn a_text_is_written_without_scripts() {
    let serving = &founded();
    let (statement, _) = begun(serving, GOVERNMENT, GOVERNMENT_REVIEWER);
    let (one, client) = (format!("/statements/{statement}"), serving.client(GOVERNMENT));
    client
        .fill(&one, &format!("{one}/moves"), &[("to", "drafting"), ("mode", "signatories_only")])
        .expect(303);
    let edit = format!("{one}/edit");
    // Enter in a field saves, and does nothing else: the first button of the form does.
    let page = client.page(&edit).expect(200).text();
    let form = page.split(&format!("action=\"{edit}\"")).nth(1).unwrap();
    assert!(form.split("name=\"act\"").nth(1).unwrap().starts_with(" value=\"save\""), "{form}");
    let pasted = "Joint statement\n\n1. Recalling the rights of everybody,\n\n2. We call on Zale to act.";
    let fields = [("act", "read"), ("title", "On Zale"), ("language", "en"), ("pasted", pasted)];
    let preview = client.fill(&edit, &edit, &fields).expect(200);
    let shown = preview.text();
    assert!(
        shown.contains("Read, and not saved yet") && shown.contains("We call on Zale to act."),
        "{shown}"
    );
    assert_eq!(seen(serving, GOVERNMENT, &statement)["version"], 1, "nothing is saved yet");
    let rows = [
        ("act", "save"),
        ("title", "On Zale"),
        ("language", "en"),
        ("id", ""),
        ("kind", "preamble"),
        ("text", "Recalling the rights of everybody,"),
        ("id", ""),
        ("kind", "operative"),
        ("text", "We call on Zale to act."),
    ];
    client.fill_on(&preview, &edit, &rows).expect(303);
    let view = seen(serving, GOVERNMENT, &statement);
    assert_eq!(
        (&view["version"], &view["title"], &view["mode"]),
        (&json!(2), &json!("On Zale"), &json!("signatories_only"))
    );
    assert_eq!(words_of(&view), ["Recalling the rights of everybody,", "We call on Zale to act."]);
    // A document is read into the same form, and nothing of it is kept.
    let code = serving.code_of_forms(&client);
    let upload = |name: &str, bytes: &[u8]| {
        let hidden = [("csrf", code.as_str()), ("version", "x")];
        client.upload(&format!("{one}/upload"), &[("Accept", "text/html")], &hidden, (name, bytes))
    };
    let read = upload("draft.txt", "3. We invite all States to join.".as_bytes()).expect(200).text();
    assert!(
        read.contains("We invite all States to join.") && read.contains("We call on Zale to act."),
        "{read}"
    );
    assert!(upload("draft.docx", b"PK\x03\x04 no archive").expect(422).text().contains("cannot be read"));
    assert_eq!(seen(serving, GOVERNMENT, &statement)["version"], 2);
    // What comes back because of a fault keeps what was typed.
    let wrong = [
        ("act", "save"),
        ("title", ""),
        ("language", "en"),
        ("id", ""),
        ("kind", "operative"),
        ("text", "Kept words."),
    ];
    let back = client.fill(&edit, &edit, &wrong).expect(422).text();
    assert!(back.contains("Kept words."), "{back}");
}

#[test]
fn one_person_at_a_time_holds_the_pen() {
    let serving = &founded();
    let statement = drafted(serving);
    let pen = |who: &str, over: bool| {
        let path = format!("/api/v1/statements/{statement}/pen");
        serving.new_client(who).json("PUT", &path, &[], &json!({ "take_over": over }))
    };
    pen(GOVERNMENT, false).expect(200);
    let refused = write(serving, LIIS, &statement, &three()).expect(409).text();
    assert!(refused.contains("Kirsi Aalto"), "{refused}");
    pen(LIIS, false).expect(409);
    let page = serving.client(LIIS).page(&format!("/statements/{statement}")).expect(200).text();
    assert!(page.contains("Kirsi Aalto has held the pen"), "{page}");
    pen(LIIS, true).expect(200);
    write(serving, GOVERNMENT, &statement, &three()).expect(409);
    write(serving, LIIS, &statement, &three()).expect(200);
    let path = format!("/api/v1/statements/{statement}/pen");
    serving.new_client(LIIS).delete(&path).expect(200);
    // Two who had the same version before them: the second is told, and nothing is lost.
    let paragraphs = format!("/api/v1/statements/{statement}/paragraphs");
    let mark = text(&seen(serving, GOVERNMENT, &statement)["mark"]);
    let one = json!([{ "kind": "operative", "text": "By Kirsi." }]);
    serving.new_client(GOVERNMENT).put(&paragraphs, &mark, &one).expect(200);
    let two = json!([{ "kind": "operative", "text": "By Liis." }]);
    serving.new_client(LIIS).put(&paragraphs, &mark, &two).expect(412);
    assert_eq!(words_of(&seen(serving, LIIS, &statement)), ["By Kirsi."]);
    // Whoever is of another organisation neither writes nor learns who does.
    let statement = asked(serving, &["coalition"]);
    pen_of(serving, &statement);
    assert_eq!(seen(serving, INES, &statement)["pen"], Value::Null);
    write(serving, INES, &statement, &three()).expect(403);
}

fn pen_of(serving: &Serving, statement: &str) {
    let path = format!("/api/v1/statements/{statement}/pen");
    serving.new_client(GOVERNMENT).json("PUT", &path, &[], &json!({})).expect(200);
}

#[test]
fn a_paragraph_is_amended_in_the_version_that_is_read_now() {
    let serving = &founded();
    let statement = negotiated(serving);
    // Versions are numbered as each counts them that they read; its hash is the same to everybody.
    let view = seen(serving, INES, &statement);
    assert_ne!(view["version"], seen(serving, GOVERNMENT, &statement)["version"]);
    let version = view["hash"].clone();
    let own = json!({ "paragraph": "p3", "version": view["version"], "text": "We call on Zale." });
    let own = amended(serving, INES, &statement, &own);
    decided(serving, INES, &statement, &own, &json!({ "decision": "withdrawn" })).expect(200);
    let sent =
        |paragraph: &str, words: &str| json!({ "paragraph": paragraph, "version": version, "text": words });
    let replaced = amended(serving, INES, &statement, &sent("p3", "We call on Zale to restore access now."));
    let other = amended(serving, GOVERNMENT, &statement, &sent("p3", "We ask Zale to restore access."));
    let added = json!({ "paragraph": "p3", "version": version, "kind": "insert_after", "text": "We will follow up." });
    let added = amended(serving, INES, &statement, &added);
    post(serving, INES, &statement, "amendments", &sent("p9", "x")).expect(422);
    post(serving, COMPANY, &statement, "amendments", &sent("p3", "x")).expect(404);
    post(serving, CONVENOR, &statement, "amendments", &sent("p3", "x")).expect(403);
    let decide = |who: &str, entry: &str, sent: Value| decided(serving, who, &statement, entry, &sent);
    decide(INES, &replaced, json!({ "decision": "accepted" })).expect(403);
    decide(GOVERNMENT, &replaced, json!({ "decision": "rejected" })).expect(409);
    let modified =
        json!({ "decision": "accepted_modified", "text": "We call on Zale to restore access today." });
    decide(GOVERNMENT, &replaced, modified).expect(200);
    decide(GOVERNMENT, &other, json!({ "decision": "accepted" })).expect(409);
    decide(GOVERNMENT, &added, json!({ "decision": "accepted" })).expect(200);
    // A version without the accepted words is refused; they are written in, and what else waits for that paragraph is overtaken.
    let refused = write(serving, GOVERNMENT, &statement, &json!([{ "kind": "operative", "text": "Ours." }]));
    assert!(refused.expect(409).text().contains("is accepted"), "their author is told otherwise");
    post(serving, INES, &statement, "consolidation", &json!({})).expect(403);
    post(serving, GOVERNMENT, &statement, "consolidation", &json!({})).expect(200);
    let view = seen(serving, INES, &statement);
    let expected = [
        "Joint statement",
        "Recalling the rights of everybody online,",
        "We call on Zale to restore access today.",
        "We will follow up.",
    ];
    assert_eq!(words_of(&view), expected);
    let state = |reference: &str| state_of(&view, "amendments", reference)["state"].clone();
    assert_eq!(
        [state(&replaced), state(&other), state(&added)],
        ["accepted_modified", "overtaken", "accepted"]
    );
    decide(GOVERNMENT, &replaced, json!({ "decision": "rejected", "reason": "No." })).expect(409);
    // An amendment to the version before is asked for again, with what became of its paragraph.
    let stale =
        post(serving, INES, &statement, "amendments", &sent("p3", "We urge Zale to restore access at once."));
    stale.expect(412);
    let at = format!("/statements/{statement}/paragraphs/p3");
    let client = serving.client(INES);
    let before = client.page(&at).expect(200);
    write(serving, GOVERNMENT, &statement, &json!([{ "id": "p3", "kind": "operative", "text": "We call on Zale and on others to restore access today." }])).expect(200);
    let typed = [("act", "amend"), ("kind", "replace"), ("text", "We urge Zale to restore access today.")];
    let back = client.fill_on(&before, &at, &typed).expect(412);
    let page = back.text();
    assert!(page.contains("The text has changed") && page.contains("Both changes together"), "{page}");
    assert!(page.contains("We urge Zale to restore access today.</textarea>"), "{page}");
    assert!(page.contains("We urge Zale and on others to restore access today."), "{page}");
    client.fill_on(&back, &at, &typed).expect(303);
}

#[test]
fn brackets_are_lifted_by_whoever_put_them() {
    let serving = &founded();
    let statement = negotiated(serving);
    let put = |who: &str, sent: Value| post(serving, who, &statement, "brackets", &sent);
    let sent = json!({ "paragraph": "p3", "start": 27, "end": 33, "kind": "contentious" });
    put(CONVENOR, sent.clone()).expect(403);
    let bracket = text(&put(INES, sent).expect(201).json()["reference"]);
    put(INES, json!({ "paragraph": "p3", "start": 27, "end": 99, "kind": "reserved" })).expect(422);
    put(INES, json!({ "paragraph": "p3", "start": 0, "end": 2, "kind": "alternative" })).expect(422);
    let view = seen(serving, GOVERNMENT, &statement);
    let one = state_of(&view, "brackets", &bracket);
    assert_eq!(
        (&one["quoted"], &one["status"], &one["start"]),
        (&json!("access"), &json!("open"), &json!(27))
    );
    let page = serving.client(GOVERNMENT).page(&format!("/statements/{statement}")).expect(200).text();
    assert!(page.contains("[<sup>1</sup>") && page.contains("bracket 1 begins"), "in signs and in words");
    let status = |who: &str, to: &str| {
        post(serving, who, &statement, &format!("brackets/{bracket}/status"), &json!({ "status": to }))
    };
    status(GOVERNMENT, "agreed").expect(403);
    status(GOVERNMENT, "withdrawn").expect(403);
    status(INES, "agreed_ad_ref").expect(200);
    let pending = serving.place.database.read(|conn| {
        let viewer = serving.viewer(GOVERNMENT);
        let found = statements::find(conn, &viewer, &statement)?;
        statements::pending(conn, &found.statement)
    });
    let pending = pending.unwrap();
    assert_eq!((pending.brackets, pending.ad_ref), (0, 1), "what waits for a capital stands");
    assert!(text(&seen(serving, INES, &statement)["needed"]).contains("capital"));
    status(INES, "agreed").expect(200);
    status(INES, "open").expect(409);
    // By the page the words are typed.
    let (at, client) = (format!("/statements/{statement}/paragraphs/p3"), serving.client(INES));
    let fields = [("act", "bracket"), ("quoted", "We"), ("bracket_kind", "trade"), ("bracket_text", "")];
    client.fill(&at, &at, &fields).expect(303);
    let twice =
        [("act", "bracket"), ("quoted", "nowhere"), ("bracket_kind", "trade"), ("bracket_text", "Kept.")];
    let back = client.fill(&at, &at, &twice).expect(422).text();
    assert!(back.contains("Kept.") && back.contains("do not stand in the paragraph exactly once"), "{back}");
}
