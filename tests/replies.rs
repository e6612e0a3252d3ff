//! The government that a report is about replies, beside what it may read, and nobody hides it; whoever speaks of a
//! report names reports of their own, each for its own readers.

use entente::access::{Audience, OrganisationKind, Role, Token};
use entente::db::{Moment, OrganisationId};
use entente::incidents::Verification;
use entente::incidents::corroboration::{Stance, Voice, ladder};
use entente::people;
use serde_json::{Value, json};

use crate::http::{Answer, Client};
use crate::serving::{AMINA, BEN, FARAH, JONAS, KIRSI, LEILA, NILS, OLGA, PAVEL, ROSA, SAMI, Serving};

/// A delegate of Estmark and nothing else.
const DELEGATE: &str = "delegate@estmark.example.org";
/// An executive of Estmark.
const EXECUTIVE: &str = "executive@estmark.example.org";

fn enrol(serving: &Serving, email: &str, role: Role) {
    serving.write(|tx| {
        let home = people::by_slug(tx.conn, "estmark")?;
        people::enrol(tx, &home, "Another Person", email, "", &[role])
    });
}

fn about(country: &str) -> Value {
    json!({ "title": "Cut off", "narrative": "Since dawn.", "facts": { "types": ["shutdown"], "countries": [country] } })
}

fn read(client: &Client, report: &str) -> Value {
    client.get(&format!("/api/v1/reports/{report}")).expect(200).json()
}

fn incident_of(serving: &Serving, report: &str) -> String {
    read(&serving.client(AMINA), report)["incident"].as_str().unwrap().to_owned()
}

fn say(serving: &Serving, who: &str, incident: &str, sent: &Value) -> Answer {
    let path = format!("/api/v1/incidents/{incident}/corroborations");
    let answer = serving.client(who).post(&path, sent);
    serving.settle();
    answer
}

fn reply(note: &str, report: &str, audience: &[&str]) -> Value {
    json!({ "stance": "replies", "note": note, "report": report, "audience": audience })
}

/// The notes of the replies that somebody reads beside a report; as JSON and on its page and that of its incident, which
/// have to say the same.
fn replies(client: &Client, report: &str, query: &str) -> Vec<String> {
    let read = client.get(&format!("/api/v1/reports/{report}{query}")).expect(200).json();
    assert_eq!(read["corroborations"], json!([]), "a reply corroborates nothing");
    assert_eq!(read["verification"], "unverified");
    let notes: Vec<String> = read["replies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            assert_eq!((&one["stance"], &one["grade"]), (&json!("replies"), &Value::Null));
            one["note"].as_str().unwrap().to_owned()
        })
        .collect();
    let mut pages = vec![format!("/reports/{report}{query}")];
    if query.is_empty() {
        let path = format!("/incidents/{}", read["incident"].as_str().unwrap());
        let incident = client.get(&format!("/api/v1{path}")).expect(200).json();
        assert_eq!(incident["replies"], read["replies"]);
        pages.push(path);
    }
    for path in pages {
        let page = client.page(&path).expect(200).text();
        assert_eq!(page.contains("government concerned says"), notes.len() == 1, "{page}");
        assert_eq!(page.contains("governments concerned say"), notes.len() > 1, "{page}");
        assert!(notes.iter().all(|note| page.contains(note)), "{page}");
    }
    notes
}

#[test]
fn the_government_concerned_replies_and_nobody_hides_it() {
    let serving = Serving::new();
    let (report, _) = serving.released(&about("EE"), &["coalition"]);
    let release = serving.propose(&report, AMINA, &["public"]);
    serving.approve(&report, &release, JONAS);
    let incident = incident_of(&serving, &report);
    let first = say(&serving, KIRSI, &incident, &reply("It was maintenance.", &report, &["coalition"]));
    let first = first.expect(201).json();
    assert_eq!(first["state"], "live");
    assert_eq!(replies(&serving.client(LEILA), &report, ""), ["It was maintenance."]);
    assert_eq!(replies(&serving.client(AMINA), &report, ""), ["It was maintenance."]);
    assert_eq!(replies(&serving.client(LEILA), &report, "?as=public"), Vec::<String>::new());
    assert_eq!(replies(&serving.public(), &report, ""), Vec::<String>::new());
    // Governments without a reporter have a delegate.
    enrol(&serving, DELEGATE, Role::Delegate);
    let second = say(&serving, DELEGATE, &incident, &reply("Nothing was cut.", &report, &["public"]));
    let second = second.expect(201).json();
    assert_eq!(second["state"], "proposed");
    let path = format!("/api/v1/corroborations/{}", second["reference"].as_str().unwrap());
    for who in [AMINA, JONAS, ROSA, FARAH] {
        serving.client(who).get(&path).expect(404);
        serving.client(who).post(&format!("{path}/approval"), &json!({})).expect(404);
    }
    serving.client(DELEGATE).post(&format!("{path}/approval"), &json!({})).expect(403);
    assert_eq!(replies(&serving.public(), &report, ""), Vec::<String>::new());
    serving.client(PAVEL).post(&format!("{path}/approval"), &json!({})).expect(200);
    serving.settle();
    assert_eq!(replies(&serving.public(), &report, ""), ["Nothing was cut."]);
    assert_eq!(replies(&serving.client(LEILA), &report, "?as=public"), ["Nothing was cut."]);
    assert_eq!(replies(&serving.client(LEILA), &report, ""), ["It was maintenance.", "Nothing was cut."]);

    // The owner takes nothing back, and neither retracting nor correcting makes it go away.
    let reason = json!({ "reason": "Not welcome" });
    for who in [AMINA, JONAS, ROSA] {
        serving.client(who).json("DELETE", &path, &[], &reason).expect(403);
    }
    let original = format!("/api/v1/reports/{report}/original");
    let corrected = json!({ "title": "Slow, not cut off", "facts": { "countries": ["EE"] } });
    serving.client(AMINA).put(&original, "1", &corrected).expect(200);
    let release = serving.propose(&report, AMINA, &["public"]);
    serving.approve(&report, &release, JONAS);
    serving.settle();
    assert_eq!(replies(&serving.public(), &report, ""), ["Nothing was cut."]);
    assert_eq!(read(&serving.public(), &report)["replies"][0]["of_earlier_text"], true);
    let retraction = format!("/api/v1/reports/{report}/retraction");
    serving.client(JONAS).post(&retraction, &json!({ "reason": "Wrong" })).expect(201);
    serving.settle();
    assert_eq!(read(&serving.public(), &report)["replies"].as_array().unwrap().len(), 1);
    // Its government takes it back, with a reason for those who read it.
    serving.client(DELEGATE).json("DELETE", &path, &[], &json!({ "reason": "Settled" })).expect(200);
    serving.settle();
    assert_eq!(serving.public().get(&path).expect(410).json()["reason"], "Settled");
    assert_eq!(read(&serving.public(), &report)["replies"], json!([]));
}

#[test]
fn who_may_not_and_who_is_not_concerned_are_told_apart_and_nothing_else() {
    let serving = Serving::new();
    let (report, _) = serving.released(&about("EE"), &["coalition"]);
    let (elsewhere, _) = serving.released(&about("LV"), &["coalition"]);
    let (hidden, _) = serving.released(&about("EE"), &["org:open-lines", "sector:government"]);
    let silent = json!({ "title": "Cut off", "narrative": "Since dawn." });
    let (silent, _) = serving.released(&silent, &["coalition"]);
    let left_out = serving.draft(AMINA, &about("EE"));
    let marks = json!([{ "fact": "countries", "reason": "source_identity" }]);
    serving.client(AMINA).put(&format!("/api/v1/reports/{left_out}/marks"), "\"1\"", &marks).expect(200);
    let release = serving.propose(&left_out, AMINA, &["coalition"]);
    serving.approve(&left_out, &release, JONAS);
    let own = serving.draft(KIRSI, &about("EE"));
    let release = serving.propose(&own, KIRSI, &["coalition"]);
    serving.approve(&own, &release, PAVEL);
    enrol(&serving, DELEGATE, Role::Delegate);
    for who in [KIRSI, FARAH, SAMI, AMINA, PAVEL, OLGA, LEILA, NILS, DELEGATE] {
        serving.client(who);
    }
    serving.settle();
    let before = serving.state();
    let ask = |who: &str, of: &str| {
        let reader = if of == own { KIRSI } else { AMINA };
        let incident = read(&serving.client(reader), of)["incident"].as_str().unwrap().to_owned();
        say(&serving, who, &incident, &reply("We say", of, &["coalition"]))
    };
    let told = |answer: Answer| answer.expect(403).json()["detail"].as_str().unwrap().to_owned();
    let unconcerned = told(ask(KIRSI, &elsewhere));
    assert!(unconcerned.contains("right of reply"), "{unconcerned}");
    // Whoever could reply to something is told that it is not theirs: a government of another country, no government.
    for (who, of) in [(FARAH, &report), (SAMI, &report), (KIRSI, &silent), (DELEGATE, &elsewhere)] {
        assert_eq!(told(ask(who, of)), unconcerned, "{who}");
    }
    // A country that was left out is as one that never stood there.
    let answers = [&silent, &left_out].map(|of| ask(KIRSI, of).expect(403).timeless());
    assert_eq!(answers[0], answers[1]);
    // Who holds no such role is told that, whatever the report.
    let role = told(ask(PAVEL, &report));
    for (who, of) in [(PAVEL, &elsewhere), (LEILA, &report)] {
        assert_eq!(told(ask(who, of)), role, "{who}");
    }
    assert_ne!(role, unconcerned);
    // Nobody replies to themselves.
    for (who, of) in [(AMINA, &report), (OLGA, &report), (KIRSI, &own), (DELEGATE, &own)] {
        assert!(told(ask(who, of)).contains("your own organisation"), "{who}");
    }
    // A delegate speaks for a government, and bears nothing out.
    let incident = incident_of(&serving, &report);
    let other = json!({ "stance": "disputes", "note": "Not so", "report": report });
    say(&serving, DELEGATE, &incident, &other).expect(403);
    let graded = json!({ "stance": "replies", "grade": "strong", "note": "Not so", "report": report });
    assert!(say(&serving, KIRSI, &incident, &graded).expect(422).json()["errors"]["grade"].is_array());
    // Who does not read it hears what they hear of nothing.
    let incident = incident_of(&serving, &hidden);
    let absent = say(&serving, FARAH, "I-000000", &reply("We say", &hidden, &[])).expect(404);
    assert_eq!(say(&serving, FARAH, &incident, &reply("We say", &hidden, &[])).timeless(), absent.timeless());
    assert_eq!(say(&serving, NILS, &incident, &reply("We say", &hidden, &[])).status, 404);
    assert_eq!(serving.state(), before);

    // The pages offer it to those alone who may.
    let offers = |who: &str, of: &str| {
        let page = serving.client(who).page(&format!("/reports/{of}")).expect(200).text();
        let link = format!("/reply?report={of}");
        assert_eq!(page.contains(&link), page.contains("names your country"), "{page}");
        let form =
            format!("/incidents/{}{link}", read(&serving.client(who), of)["incident"].as_str().unwrap());
        assert_eq!(serving.client(who).page(&form).status == 200, page.contains(&link), "{who} {of}");
        page.contains(&link)
    };
    assert!(offers(KIRSI, &report) && offers(DELEGATE, &report) && offers(KIRSI, &hidden));
    for (who, of) in [(KIRSI, &elsewhere), (KIRSI, &left_out), (KIRSI, &own), (FARAH, &report)] {
        assert!(!offers(who, of), "{who} {of}");
    }
    assert!(!offers(PAVEL, &report) && !offers(AMINA, &report));
}

/// Class of leaks: derived data. A reply tells nobody of a country that was left out of all that they read.
#[test]
fn a_reply_does_not_tell_of_a_country_that_was_left_out() {
    let serving = Serving::new();
    let report = serving.draft(AMINA, &about("EE"));
    let marks =
        json!([{ "fact": "countries", "reason": "source_identity", "visible_to": ["sector:government"] }]);
    serving.client(AMINA).put(&format!("/api/v1/reports/{report}/marks"), "\"1\"", &marks).expect(200);
    for audience in [&["org:open-lines", "sector:government"][..], &["public"]] {
        let release = serving.propose(&report, AMINA, audience);
        serving.approve(&report, &release, JONAS);
    }
    serving.settle();
    let incident = incident_of(&serving, &report);
    let said = say(&serving, KIRSI, &incident, &reply("Not in our country", &report, &["public"]));
    let reference = said.expect(201).json()["reference"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/corroborations/{reference}");
    serving.client(PAVEL).post(&format!("{path}/approval"), &json!({})).expect(200);
    serving.settle();
    let nothing = Vec::<String>::new();
    let absent = serving.public().get("/api/v1/corroborations/C-000000").expect(404);
    for client in [serving.public(), serving.client(FARAH)] {
        assert_eq!(replies(&client, &report, ""), nothing);
        assert_eq!(client.get(&path).timeless(), absent.timeless());
    }
    for who in [KIRSI, AMINA] {
        assert_eq!(replies(&serving.client(who), &report, ""), ["Not in our country"]);
        assert_eq!(replies(&serving.client(who), &report, "?as=public"), nothing);
        serving.client(who).get(&path).expect(200);
    }
    // Once a text for everybody names the country, the reply stands beside it.
    serving.client(AMINA).put(&format!("/api/v1/reports/{report}/marks"), "\"2\"", &json!([])).expect(200);
    let release = serving.propose(&report, AMINA, &["public"]);
    serving.approve(&report, &release, JONAS);
    serving.settle();
    assert_eq!(replies(&serving.public(), &report, ""), ["Not in our country"]);
    serving.public().get(&path).expect(200);
    assert!(
        serving.public().page(&format!("/corroborations/{reference}")).expect(200).text().contains("Replies")
    );
}

/// A report of Estmark's that these read.
fn estmarks(serving: &Serving, title: &str, audience: &[&str]) -> String {
    let report = serving.draft(KIRSI, &json!({ "title": title }));
    let release = serving.propose(&report, KIRSI, audience);
    if audience != ["org:estmark"] {
        serving.approve(&report, &release, PAVEL);
    }
    serving.settle();
    report
}

/// The references of what was named, as somebody is shown it beside a report; `query` as whom they read it.
fn named(client: &Client, report: &str, query: &str) -> Vec<String> {
    let read = client.get(&format!("/api/v1/reports/{report}{query}")).expect(200).json();
    let said = &read["corroborations"][0];
    let evidence = said["evidence"].as_array().unwrap().clone();
    let one = format!("/api/v1/corroborations/{}", said["reference"].as_str().unwrap());
    if query.is_empty() {
        assert_eq!(client.get(&one).expect(200).json()["evidence"], said["evidence"]);
    }
    let page = client.page(&format!("/reports/{report}{query}")).expect(200).text();
    assert_eq!(page.contains("name as evidence"), !evidence.is_empty(), "{page}");
    evidence
        .iter()
        .map(|one| {
            let reference = one["reference"].as_str().unwrap().to_owned();
            assert_eq!(one["href"], format!("/reports/{reference}"));
            assert!(page.contains(&format!("href=\"/reports/{reference}\"")), "{page}");
            reference
        })
        .collect()
}

fn rows_of_evidence(serving: &Serving) -> i64 {
    serving.state().0["corroboration_evidence"]
}

#[test]
fn evidence_of_ones_own_is_shown_to_its_own_readers() {
    let serving = Serving::new();
    enrol(&serving, EXECUTIVE, Role::Executive);
    let (report, _) = serving.released(&about("LV"), &["coalition"]);
    let release = serving.propose(&report, AMINA, &["public"]);
    serving.approve(&report, &release, JONAS);
    let wide = estmarks(&serving, "Seen from the embassy", &["org:estmark", "sector:civil_society"]);
    let within = estmarks(&serving, "Seen from within", &["org:estmark"]);
    let incident = incident_of(&serving, &report);
    let sent = json!({
        "stance": "disputes", "note": "Not so", "report": report, "audience": ["public"],
        "evidence": [wide, within, wide, " "],
    });
    let said = say(&serving, KIRSI, &incident, &sent).expect(201).json();
    assert_eq!(said.get("evidence"), None, "what was named stands in its own place alone");
    let path = format!("/api/v1/corroborations/{}", said["reference"].as_str().unwrap());
    let shown = serving.client(PAVEL).get(&path).expect(200).json();
    assert_eq!(shown["evidence"].as_array().unwrap().len(), 2, "who decides sees what goes out");
    serving.client(PAVEL).post(&format!("{path}/approval"), &json!({})).expect(200);
    serving.settle();
    let sorted = |mut all: Vec<String>| {
        all.sort();
        all
    };
    assert_eq!(named(&serving.client(KIRSI), &report, ""), sorted(vec![wide.clone(), within.clone()]));
    assert_eq!(named(&serving.client(AMINA), &report, ""), [wide.clone()]);
    for client in [serving.public(), serving.client(FARAH)] {
        assert_eq!(named(&client, &report, ""), Vec::<String>::new());
        for at in [format!("/reports/{report}"), format!("/api/v1/incidents/{incident}"), path.clone()] {
            let text = client.get(&at).expect(200).text();
            assert!(
                !text.contains(&wide) && !text.contains(&within) && !text.contains("Seen from"),
                "{text}"
            );
        }
    }
    // As the public reads it, nothing is named that the public does not read.
    assert_eq!(named(&serving.client(KIRSI), &report, "?as=public"), Vec::<String>::new());
    let log = serving.client(EXECUTIVE).get("/api/v1/audit").expect(200).text();
    assert!(log.contains("corroboration.drafted") && log.contains(&within), "{log}");

    // What is taken back is named no more, and again once it is out again.
    let path = format!("/api/v1/reports/{wide}/releases");
    let releases = serving.client(KIRSI).get(&path).expect(200).json();
    let path = format!("{path}/{}", releases["items"][0]["id"].as_str().unwrap());
    serving.client(PAVEL).json("DELETE", &path, &[], &json!({ "reason": "A name" })).expect(200);
    assert_eq!(named(&serving.client(AMINA), &report, ""), Vec::<String>::new());
    let release = serving.propose(&wide, KIRSI, &["org:estmark", "sector:civil_society"]);
    serving.approve(&wide, &release, PAVEL);
    assert_eq!(named(&serving.client(AMINA), &report, ""), [wide.clone()]);

    // Erasing either side leaves nothing of the link.
    assert_eq!(rows_of_evidence(&serving), 2);
    let reason = json!({ "reason": "Asked for" });
    serving.client(EXECUTIVE).json("DELETE", &format!("/api/v1/reports/{wide}"), &[], &reason).expect(200);
    assert_eq!(rows_of_evidence(&serving), 1);
    assert_eq!(named(&serving.client(KIRSI), &report, ""), [within]);
    serving.client(ROSA).json("DELETE", &format!("/api/v1/reports/{report}"), &[], &reason).expect(200);
    assert_eq!(rows_of_evidence(&serving), 0);
}

/// Class of leaks: an error that tells what is there.
#[test]
fn only_what_is_ones_own_and_out_can_be_named_and_the_rest_is_alike() {
    let serving = Serving::new();
    enrol(&serving, DELEGATE, Role::Delegate);
    let (report, _) = serving.released(&about("EE"), &["coalition"]);
    let (others, _) = serving.released(&about("LV"), &["org:open-lines"]);
    let incident = incident_of(&serving, &report);
    let draft = serving.draft(KIRSI, &json!({ "title": "A draft" }));
    let waiting = serving.draft(KIRSI, &json!({ "title": "Waits" }));
    serving.propose(&waiting, KIRSI, &["public"]);
    let elsewhere = estmarks(&serving, "For companies", &["sector:company"]);
    let own = estmarks(&serving, "For ourselves", &["org:estmark"]);
    let ask = |who: &str, named: &[&str]| {
        let mut sent = reply("We say", &report, &["coalition"]);
        sent["evidence"] = json!(named);
        say(&serving, who, &incident, &sent)
    };
    for who in [KIRSI, DELEGATE] {
        serving.client(who);
    }
    serving.settle();
    let before = serving.state();
    let mut told = std::collections::BTreeSet::new();
    for named in [&draft, &waiting, &others, &report, "R-000000"] {
        let answer = ask(KIRSI, &[named]).expect(422);
        assert_eq!(answer.json()["errors"].as_object().unwrap().len(), 1);
        assert!(answer.json()["errors"]["evidence"][0].as_str().unwrap().contains(named));
        told.insert(answer.text().replace(named, "R-"));
    }
    // Somebody whose desk it is not names what they read.
    let answer = ask(DELEGATE, &[&elsewhere]).expect(422);
    told.insert(answer.text().replace(&elsewhere, "R-"));
    assert_eq!(told.len(), 1, "{told:?}");
    let answer = ask(KIRSI, &[&draft, &own, &others]).expect(422).json();
    assert_eq!(
        answer["errors"]["evidence"].as_array().unwrap().len(),
        2,
        "all that is wrong is told at once"
    );
    let many: Vec<String> = (0..21).map(|number| format!("R-{number:06}")).collect();
    ask(KIRSI, &many.iter().map(String::as_str).collect::<Vec<_>>()).expect(422);
    assert_eq!(serving.state(), before);
    ask(KIRSI, &[&elsewhere, &own]).expect(201);
    ask(DELEGATE, &[&own]).expect(201);
    assert_eq!(rows_of_evidence(&serving), 3);

    // The form offers the same, by what is out of it, and keeps what was typed.
    let form = format!("/incidents/{incident}/reply?report={report}");
    let page = serving.client(KIRSI).page(&form).expect(200).text();
    assert!(page.contains("For companies") && page.contains("For ourselves"), "{page}");
    assert!(!page.contains("A draft") && !page.contains("Waits") && !page.contains(&others), "{page}");
    let page = serving.client(DELEGATE).page(&form).expect(200).text();
    assert!(!page.contains("For companies") && page.contains("For ourselves"), "{page}");
    let action = format!("/incidents/{incident}/reply");
    let sent = [("note", "By form"), ("audience", "coalition"), ("evidence", own.as_str())];
    let wrong = [&sent[..], &[("references", &draft)]].concat();
    let refused = serving.client(KIRSI).fill(&form, &action, &wrong).expect(422);
    let text = refused.text();
    assert!(text.contains("By form") && text.contains(&format!("value=\"{draft}\"")), "{text}");
    assert!(text.contains(&format!("value=\"{own}\" checked")), "{text}");
    let answer = serving.client(KIRSI).fill_on(&refused, &action, &sent).expect(303);
    let at = answer.header("location").unwrap().split('?').next().unwrap().to_owned();
    let shown = serving.client(KIRSI).page(&at).expect(200).text();
    assert!(shown.contains("By form") && shown.contains("For ourselves"), "{shown}");
    let shown = serving.client(BEN).page(&at).expect(200).text();
    assert!(
        shown.contains("By form") && !shown.contains("For ourselves") && !shown.contains(&own),
        "{shown}"
    );
}

fn voice(of: &str, sector: OrganisationKind, stance: Stance, at: i64) -> Voice {
    Voice {
        organisation: of.to_owned().into(),
        sector,
        stance,
        audience: Audience::of(Token::Public),
        revision: 1,
        at: Moment::from_unix_seconds(1_700_000_000 + at).unwrap(),
    }
}

#[test]
fn a_reply_is_no_step_of_the_ladder() {
    use OrganisationKind::{Academia, Government, Media};
    let told = |voices: &[Voice]| {
        let nobody = std::collections::BTreeSet::<OrganisationId>::new();
        ladder((&Audience::of(Token::Coalition), 1), voices, &nobody)
    };
    let reply = voice("estmark", Government, Stance::Replies, 9);
    assert_eq!(told(std::slice::from_ref(&reply)), Verification::Unverified);
    let one = voice("meridian", Academia, Stance::Corroborates, 1);
    assert_eq!(told(&[one.clone(), reply.clone()]), Verification::Unverified, "it is no second sector");
    let two = voice("lantern", Media, Stance::Corroborates, 2);
    assert_eq!(told(&[one, two, reply.clone()]), Verification::Corroborated, "it disputes nothing");
    let dispute = voice("estmark", Government, Stance::Disputes, 3);
    assert_eq!(told(&[dispute.clone(), reply.clone()]), Verification::Disputed, "it takes no dispute back");
    let verified = voice("lumora", Government, Stance::Verifies, 5);
    assert_eq!(told(&[dispute, verified, reply]), Verification::Verified, "it disputes nothing anew");
}
