//! The government that a report is about replies, beside what it may read, and nobody hides it; its reply tells nobody of
//! a country that was left out of what they read.

use chrono::TimeDelta;
use entente::access::{Audience, OrganisationKind, Role, Token};
use entente::db::{Moment, OrganisationId};
use entente::verification::{Assessment, Judged, Named, Speaker, Stance, Verification, verification_level};
use entente::{accounts, people};
use serde_json::{Value, json};

use crate::http::{Answer, Client};
use crate::serving::{
    ACADEMIC, ADMIN, COMPANY, DEFENDER, FORMER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REPORTER,
    REVIEWER, Serving,
};

/// A delegate of Estmark and nothing else.
pub const DELEGATE: &str = "delegate@estmark.example.org";

pub fn enrol(serving: &Serving, email: &str, role: Role) {
    serving.write(|tx| {
        let home = people::organisation_for_operator(tx.conn, "estmark")?;
        accounts::enrol(tx, &home, "Another Person", email, "", &[role])
    });
}

pub fn about(country: &str) -> Value {
    json!({ "title": "Cut off", "narrative": "Since dawn.", "facts": { "types": ["shutdown"], "countries": [country] } })
}

fn read(client: &Client, report: &str) -> Value {
    client.get(&format!("/api/v1/reports/{report}")).expect(200).json()
}

pub fn incident_of(serving: &Serving, report: &str) -> String {
    read(&serving.client(REPORTER), report)["incident"].as_str().unwrap().to_owned()
}

pub fn say(serving: &Serving, who: &str, incident: &str, sent: &Value) -> Answer {
    let path = format!("/api/v1/incidents/{incident}/corroborations");
    let answer = serving.client(who).post(&path, sent);
    serving.place.clock.advance(TimeDelta::seconds(1));
    serving.settle();
    answer
}

pub fn reply(note: &str, report: &str, audience: &[&str]) -> Value {
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
    let release = serving.propose(&report, REPORTER, &["public"]);
    serving.approve(&report, &release, REVIEWER);
    let incident = incident_of(&serving, &report);
    let first = say(&serving, GOVERNMENT, &incident, &reply("It was maintenance.", &report, &["coalition"]));
    let first = first.expect(201).json();
    assert_eq!(first["state"], "live");
    let page = format!("/corroborations/{}", first["reference"].as_str().unwrap());
    let page = serving.client(ACADEMIC).page(&page).expect(200).text();
    assert!(
        page.contains("<h1>Reply of a government</h1>"),
        "a reply neither corroborates nor disputes: {page}"
    );
    assert_eq!(replies(&serving.client(ACADEMIC), &report, ""), ["It was maintenance."]);
    assert_eq!(replies(&serving.client(REPORTER), &report, ""), ["It was maintenance."]);
    assert_eq!(replies(&serving.client(ACADEMIC), &report, "?as=public"), Vec::<String>::new());
    assert_eq!(replies(&serving.public(), &report, ""), Vec::<String>::new());
    // Governments without a reporter have a delegate.
    enrol(&serving, DELEGATE, Role::Delegate);
    let second = say(&serving, DELEGATE, &incident, &reply("Nothing was cut.", &report, &["public"]));
    let second = second.expect(201).json();
    assert_eq!(second["state"], "proposed");
    let path = format!("/api/v1/corroborations/{}", second["reference"].as_str().unwrap());
    for who in [REPORTER, REVIEWER, ADMIN, COMPANY] {
        serving.client(who).get(&path).expect(404);
        serving.client(who).post(&format!("{path}/approval"), &json!({})).expect(404);
    }
    serving.client(DELEGATE).post(&format!("{path}/approval"), &json!({})).expect(403);
    assert_eq!(replies(&serving.public(), &report, ""), Vec::<String>::new());
    serving.client(GOVERNMENT_REVIEWER).post(&format!("{path}/approval"), &json!({})).expect(200);
    serving.settle();
    assert_eq!(replies(&serving.public(), &report, ""), ["Nothing was cut."]);
    assert_eq!(replies(&serving.client(ACADEMIC), &report, "?as=public"), ["Nothing was cut."]);
    assert_eq!(replies(&serving.client(ACADEMIC), &report, ""), ["It was maintenance.", "Nothing was cut."]);

    // The owner takes nothing back, and neither retracting nor correcting makes it go away.
    let reason = json!({ "reason": "Not welcome" });
    for who in [REPORTER, REVIEWER, ADMIN] {
        serving.client(who).json("DELETE", &path, &[], &reason).expect(403);
    }
    let original = format!("/api/v1/reports/{report}/original");
    let corrected = json!({ "title": "Slow, not cut off", "facts": { "countries": ["EE"] } });
    serving.client(REPORTER).put(&original, "1", &corrected).expect(200);
    let release = serving.propose(&report, REPORTER, &["public"]);
    serving.approve(&report, &release, REVIEWER);
    serving.settle();
    assert_eq!(replies(&serving.public(), &report, ""), ["Nothing was cut."]);
    assert_eq!(read(&serving.public(), &report)["replies"][0]["of_earlier_text"], true);
    let retraction = format!("/api/v1/reports/{report}/retraction");
    serving.client(REVIEWER).post(&retraction, &json!({ "reason": "Wrong" })).expect(201);
    serving.settle();
    assert_eq!(read(&serving.public(), &report)["replies"].as_array().unwrap().len(), 1);
    // Its government takes it back, with a reason for those who read it.
    serving.client(DELEGATE).json("DELETE", &path, &[], &json!({ "reason": "Settled" })).expect(200);
    serving.settle();
    assert_eq!(serving.public().get(&path).expect(410).json()["reason"], "Settled");
    assert_eq!(read(&serving.public(), &report)["replies"], json!([]));
}

/// One report of each kind, all released.
struct Reports {
    /// About Estmark, for members.
    report: String,
    /// About another country.
    elsewhere: String,
    /// About Estmark, for governments.
    hidden: String,
    /// About no country.
    silent: String,
    /// About Estmark, but nobody reads that.
    left_out: String,
    /// Of Estmark.
    own: String,
}

fn reports(serving: &Serving) -> Reports {
    let left_out = serving.draft(REPORTER, &about("EE"));
    let marks = json!([{ "fact": "countries", "reason": "source_identity" }]);
    serving.client(REPORTER).put(&format!("/api/v1/reports/{left_out}/marks"), "\"1\"", &marks).expect(200);
    let release = serving.propose(&left_out, REPORTER, &["coalition"]);
    serving.approve(&left_out, &release, REVIEWER);
    let own = serving.draft(GOVERNMENT, &about("EE"));
    let release = serving.propose(&own, GOVERNMENT, &["coalition"]);
    serving.approve(&own, &release, GOVERNMENT_REVIEWER);
    enrol(serving, DELEGATE, Role::Delegate);
    for who in
        [GOVERNMENT, COMPANY, DEFENDER, REPORTER, GOVERNMENT_REVIEWER, OBSERVER, ACADEMIC, FORMER, DELEGATE]
    {
        serving.client(who);
    }
    let silent = json!({ "title": "Cut off", "narrative": "Since dawn." });
    Reports {
        report: serving.released(&about("EE"), &["coalition"]).0,
        elsewhere: serving.released(&about("LV"), &["coalition"]).0,
        hidden: serving.released(&about("EE"), &["org:open-lines", "sector:government"]).0,
        silent: serving.released(&silent, &["coalition"]).0,
        left_out,
        own,
    }
}

#[test]
fn who_may_not_and_who_is_not_concerned_are_told_apart_and_nothing_else() {
    let serving = Serving::new();
    let Reports { report, elsewhere, hidden, silent, left_out, own } = reports(&serving);
    let before = serving.state();
    let ask = |who: &str, of: &str| {
        let reader = if of == own { GOVERNMENT } else { REPORTER };
        let incident = read(&serving.client(reader), of)["incident"].as_str().unwrap().to_owned();
        say(&serving, who, &incident, &reply("We say", of, &["coalition"]))
    };
    let told = |answer: Answer| answer.expect(403).json()["detail"].as_str().unwrap().to_owned();
    let unconcerned = told(ask(GOVERNMENT, &elsewhere));
    assert!(unconcerned.contains("right of reply"), "{unconcerned}");
    // Whoever could reply to something is told that it is not theirs: a government of another country, no government.
    for (who, of) in [(COMPANY, &report), (DEFENDER, &report), (GOVERNMENT, &silent), (DELEGATE, &elsewhere)]
    {
        assert_eq!(told(ask(who, of)), unconcerned, "{who}");
    }
    // A country that was left out is as one that never stood there.
    let answers = [&silent, &left_out].map(|of| ask(GOVERNMENT, of).expect(403).timeless());
    assert_eq!(answers[0], answers[1]);
    // Who holds no such role is told that, whatever the report.
    let role = told(ask(GOVERNMENT_REVIEWER, &report));
    for (who, of) in [(GOVERNMENT_REVIEWER, &elsewhere), (ACADEMIC, &report)] {
        assert_eq!(told(ask(who, of)), role, "{who}");
    }
    assert_ne!(role, unconcerned);
    // Nobody replies to themselves.
    for (who, of) in [(REPORTER, &report), (OBSERVER, &report), (GOVERNMENT, &own), (DELEGATE, &own)] {
        assert!(told(ask(who, of)).contains("your own organisation"), "{who}");
    }
    // A delegate speaks for a government, and bears nothing out.
    let incident = incident_of(&serving, &report);
    let other = json!({ "stance": "disputes", "note": "Not so", "report": report });
    say(&serving, DELEGATE, &incident, &other).expect(403);
    let graded = json!({ "stance": "replies", "grade": "strong", "note": "Not so", "report": report });
    assert!(say(&serving, GOVERNMENT, &incident, &graded).expect(422).json()["errors"]["grade"].is_array());
    // Who does not read it hears what they hear of nothing.
    let incident = incident_of(&serving, &hidden);
    let absent = say(&serving, COMPANY, "I-000000", &reply("We say", &hidden, &["coalition"])).expect(404);
    assert_eq!(
        say(&serving, COMPANY, &incident, &reply("We say", &hidden, &["coalition"])).timeless(),
        absent.timeless()
    );
    assert_eq!(say(&serving, FORMER, &incident, &reply("We say", &hidden, &["coalition"])).status, 404);
    assert_eq!(serving.state(), before);
}

#[test]
fn a_reply_is_offered_to_those_who_may() {
    let serving = Serving::new();
    let Reports { report, elsewhere, hidden, left_out, own, .. } = reports(&serving);
    let offers = |who: &str, of: &str| {
        let page = serving.client(who).page(&format!("/reports/{of}")).expect(200).text();
        let link = format!("/reply?report={of}");
        assert_eq!(page.contains(&link), page.contains("about your country or your government"), "{page}");
        let incident = read(&serving.client(who), of)["incident"].as_str().unwrap().to_owned();
        let form = serving.client(who).page(&format!("/incidents/{incident}{link}")).status;
        assert_eq!(form, if page.contains(&link) { 200 } else { 403 }, "{who} {of}");
        page.contains(&link)
    };
    assert!(offers(GOVERNMENT, &report) && offers(DELEGATE, &report) && offers(GOVERNMENT, &hidden));
    for (who, of) in
        [(GOVERNMENT, &elsewhere), (GOVERNMENT, &left_out), (GOVERNMENT, &own), (COMPANY, &report)]
    {
        assert!(!offers(who, of), "{who} {of}");
    }
    assert!(!offers(GOVERNMENT_REVIEWER, &report) && !offers(REPORTER, &report));
}

/// Class of leaks: derived data. A reply tells nobody of a country that was left out of all that they read.
#[test]
fn a_reply_does_not_tell_of_a_country_that_was_left_out() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &about("EE"));
    let marks =
        json!([{ "fact": "countries", "reason": "source_identity", "visible_to": ["sector:government"] }]);
    serving.client(REPORTER).put(&format!("/api/v1/reports/{report}/marks"), "\"1\"", &marks).expect(200);
    for audience in [&["org:open-lines", "sector:government"][..], &["public"]] {
        let release = serving.propose(&report, REPORTER, audience);
        serving.approve(&report, &release, REVIEWER);
    }
    serving.settle();
    let incident = incident_of(&serving, &report);
    let said = say(&serving, GOVERNMENT, &incident, &reply("Not in our country", &report, &["public"]));
    let reference = said.expect(201).json()["reference"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/corroborations/{reference}");
    serving.client(GOVERNMENT_REVIEWER).post(&format!("{path}/approval"), &json!({})).expect(200);
    serving.settle();
    let nothing = Vec::<String>::new();
    let absent = serving.public().get("/api/v1/corroborations/C-000000").expect(404);
    // Who holds no role in the government any more reads as the public does.
    for client in [serving.public(), serving.client(COMPANY), serving.client(FORMER)] {
        assert_eq!(replies(&client, &report, ""), nothing);
        assert_eq!(client.get(&path).timeless(), absent.timeless());
    }
    for who in [GOVERNMENT, REPORTER] {
        assert_eq!(replies(&serving.client(who), &report, ""), ["Not in our country"]);
        assert_eq!(replies(&serving.client(who), &report, "?as=public"), nothing);
        serving.client(who).get(&path).expect(200);
    }
    // Once a text for everybody names the country, the reply stands beside it.
    serving.client(REPORTER).put(&format!("/api/v1/reports/{report}/marks"), "\"2\"", &json!([])).expect(200);
    let release = serving.propose(&report, REPORTER, &["public"]);
    serving.approve(&report, &release, REVIEWER);
    serving.settle();
    assert_eq!(replies(&serving.public(), &report, ""), ["Not in our country"]);
    serving.public().get(&path).expect(200);
    assert!(
        serving.public().page(&format!("/corroborations/{reference}")).expect(200).text().contains("Replies")
    );
}

fn voice(of: &str, kind: OrganisationKind, stance: Stance, at: i64) -> Assessment {
    Assessment {
        until: None,
        organisation: of.to_owned().into(),
        speaker: Speaker { kind, country: "EE".parse().ok(), name: of.to_owned() },
        stance,
        audience: Audience::of(Token::Public),
        revision: 1,
        at: Moment::from_unix_seconds(1_700_000_000 + at).unwrap(),
    }
}

fn told(country: &str, voices: &[Assessment]) -> Verification {
    let named = Named::in_facts(&json!({ "countries": [country] }));
    let text = Judged { audience: &Audience::of(Token::Coalition), revision: 1, named: &named };
    verification_level(&text, voices, &std::collections::BTreeSet::<OrganisationId>::new())
}

#[test]
fn a_reply_is_no_step_of_the_ladder() {
    use OrganisationKind::{Academia, Government, Media};
    let told = |voices: &[Assessment]| told("LV", voices);
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

#[test]
fn a_government_judges_others_and_never_itself() {
    use OrganisationKind::{Academia, Government, Media};
    let verified = voice("lantern", Media, Stance::Verifies, 1);
    let dispute = voice("estmark", Government, Stance::Disputes, 2);
    assert_eq!(told("LV", &[verified.clone(), dispute.clone()]), Verification::Disputed);
    assert_eq!(told("EE", &[verified, dispute]), Verification::Verified);
    let verifies = voice("estmark", Government, Stance::Verifies, 3);
    assert_eq!(told("LV", std::slice::from_ref(&verifies)), Verification::Verified);
    assert_eq!(told("EE", &[verifies]), Verification::Unverified);
    let (one, two) = (
        voice("meridian", Academia, Stance::Corroborates, 1),
        voice("estmark", Government, Stance::Corroborates, 2),
    );
    assert_eq!(told("LV", &[one.clone(), two.clone()]), Verification::Corroborated);
    assert_eq!(told("EE", &[one, two]), Verification::Unverified, "it is no second sector");
}

#[test]
fn nobody_is_chosen_beforehand_and_the_message_names_who_reads() {
    let serving = Serving::new();
    let (report, _) = serving.released(&about("EE"), &["org:open-lines", "sector:government"]);
    let incident = incident_of(&serving, &report);
    let government = serving.client(GOVERNMENT);
    for (what, fields) in [
        ("reply", vec![("note", "Not so")]),
        ("corroborate", vec![("note", "Not so"), ("stance", "disputes")]),
    ] {
        let action = format!("/incidents/{incident}/{what}");
        let form = format!("{action}?report={report}");
        let page = government.page(&form).expect(200).text();
        assert!(!page.contains(" checked"), "{what}: {page}");
        let explained = page.contains("nobody judges themselves") && page.contains("Reply to the report");
        assert_eq!(explained, what == "corroborate", "{page}");
        let refused = government.fill(&form, &action, &fields).expect(422).text();
        assert!(refused.contains("Choose at least one audience"), "{refused}");
        let chosen = [fields.as_slice(), &[("audience", "coalition")]].concat();
        let sent = government.fill(&form, &action, &chosen).expect(303);
        let told = government.page(sent.header("location").unwrap()).expect(200).text();
        assert!(told.contains("can read it (") && told.contains("Members of the coalition"), "{told}");
    }
    // The dispute stands beside the report, says that it does not count, and moves nothing.
    serving.settle();
    let page = government.page(&format!("/reports/{report}")).expect(200).text();
    assert!(page.contains("It does not count for this text"), "{page}");
    let read = government.get(&format!("/api/v1/reports/{report}")).expect(200).json();
    assert_eq!(read["verification"], "unverified");
    assert_eq!(read["corroborations"][0]["may_count"], false);
    let listed = government.get("/api/v1/incidents?verification=disputed").expect(200).json();
    assert_eq!(listed["total"], 0, "the row and the facet say the same");
}
