//! What others say of a report reaches those it was said to, and raises or lowers nothing for anybody else.

use chrono::TimeDelta;
use entente::access::{Audience, OrganisationKind, Role, Token};
use entente::db::{Moment, OrganisationId};
use entente::verification::{Assessment, Judged, Named, Speaker, Stance, Verification, verification_level};
use entente::{accounts, people};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::generators::{World, world};
use crate::http::Client;
use crate::serving::{
    ACADEMIC, COMPANY, COMPANY_REVIEWER, CONVENOR, DEFENDER, FORUM, GOVERNMENT, GOVERNMENT_REVIEWER,
    OBSERVER, REPORTER, REVIEWER, Serving,
};

/// Of Lumora.
const CURATOR: &str = "curator@lumora.example.org";

fn read(client: &Client, report: &str) -> Value {
    client.get(&format!("/api/v1/reports/{report}")).expect(200).json()
}

fn say(serving: &Serving, who: &str, report: &str, stance: &str, audience: &[&str]) -> Value {
    let incident = read(&serving.client(who), report)["incident"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/incidents/{incident}/corroborations");
    let mut sent = json!({ "stance": stance, "note": format!("{who} {stance}"), "report": report, "audience": audience });
    if stance == "verifies" {
        sent["grade"] = json!("strong");
    }
    let said = serving.client(who).post(&path, &sent).expect(201).json();
    serving.place.clock.advance(TimeDelta::minutes(1));
    serving.settle();
    said
}

fn stances(client: &Client, report: &str) -> Vec<String> {
    let read = read(client, report);
    let said = read["corroborations"].as_array().unwrap().iter();
    said.map(|one| one["stance"].as_str().unwrap().to_owned()).collect()
}

/// The verification of a report's page, which has to be that of its row, of the facet and of the incident.
fn verification(client: &Client, report: &str) -> String {
    let read = read(client, report);
    let told = read["verification"].as_str().unwrap().to_owned();
    let list = client.get(&format!("/api/v1/incidents?facets=1&q={report}")).expect(200).json();
    assert_eq!(list["items"][0]["verification"], told, "{list}");
    assert_eq!(list["facets"]["verification"], json!([{ "value": told, "count": 1 }]));
    let narrowed = client.get(&format!("/api/v1/incidents?q={report}&verification={told}")).expect(200);
    assert_eq!(narrowed.json()["total"], 1);
    let path = format!("/api/v1/incidents/{}", read["incident"].as_str().unwrap());
    assert_eq!(client.get(&path).expect(200).json()["verification"], told);
    told
}

fn curator(serving: &Serving) {
    serving.write(|tx| {
        let home = people::organisation_for_operator(tx.conn, "lumora")?;
        accounts::enrol(tx, &home, "Cleo Curator", CURATOR, "", &[Role::Analyst])
    });
}

#[test]
fn a_corroboration_raises_what_all_of_its_readers_hear() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "Cut off", "facts": { "countries": ["LV"] } }));
    for audience in [["coalition"], ["public"]] {
        let release = serving.propose(&report, REPORTER, &audience);
        serving.approve(&report, &release, REVIEWER);
    }
    serving.settle();
    let member = serving.client(ACADEMIC);
    assert_eq!(verification(&member, &report), "unverified");
    say(&serving, GOVERNMENT, &report, "corroborates", &["coalition"]);
    assert_eq!(verification(&member, &report), "unverified", "one organisation is not enough");
    say(&serving, DEFENDER, &report, "corroborates", &["sector:government"]);
    assert_eq!(verification(&member, &report), "unverified", "not everybody hears it");
    let said = say(&serving, COMPANY, &report, "corroborates", &["coalition"]);
    assert_eq!(verification(&member, &report), "corroborated");
    assert_eq!(verification(&serving.public(), &report), "unverified");
    assert_eq!(stances(&serving.public(), &report), Vec::<String>::new());
    assert_eq!(stances(&member, &report).len(), 2);
    assert_eq!(stances(&serving.client(GOVERNMENT), &report).len(), 3);
    let as_public = member.get(&format!("/api/v1/reports/{report}?as=public")).expect(200).json();
    assert_eq!(as_public["verification"], "unverified");
    assert_eq!(as_public["corroborations"], json!([]));

    let page = |client: &Client, of: &str| client.get(of).expect(200).text();
    let incident = read(&member, &report)["incident"].as_str().unwrap().to_owned();
    for of in [format!("/reports/{report}"), format!("/incidents/{incident}")] {
        let (shown, open) = (page(&member, &of), page(&serving.public(), &of));
        assert!(
            shown.contains("Corroborated") && shown.contains(&format!("{COMPANY} corroborates")),
            "{shown}"
        );
        assert!(!shown.contains(&format!("{DEFENDER} corroborates")), "{shown}");
        assert!(open.contains("Unverified") && !open.contains("corroborates"), "{open}");
    }
    let path = format!("/api/v1/corroborations/{}", said["reference"].as_str().unwrap());
    assert_eq!(member.get(&path).expect(200).json()["note"], format!("{COMPANY} corroborates"));
    serving.public().get(&path).expect(404);
    serving.client(COMPANY).json("DELETE", &path, &[], &json!({ "reason": "Wrong" })).expect(403);
    serving.client(COMPANY_REVIEWER).json("DELETE", &path, &[], &json!({})).expect(422);
    serving.client(COMPANY_REVIEWER).json("DELETE", &path, &[], &json!({ "reason": "Mixed up" })).expect(200);
    serving.settle();
    assert_eq!(member.get(&path).expect(410).json()["reason"], "Mixed up");
    serving.public().get(&path).expect(404);
    assert_eq!(verification(&member, &report), "unverified");
    assert_eq!(stances(&member, &report).len(), 1);
}

#[test]
fn a_dispute_lowers_and_a_curator_decides() {
    let serving = Serving::new();
    curator(&serving);
    let (report, _) =
        serving.released(&json!({ "title": "Cut off", "facts": { "countries": ["LV"] } }), &["coalition"]);
    let member = serving.client(ACADEMIC);
    say(&serving, CURATOR, &report, "verifies", &["coalition"]);
    assert_eq!(verification(&member, &report), "verified");
    assert_eq!(read(&member, &report)["corroborations"][0]["grade"], "strong");
    say(&serving, GOVERNMENT, &report, "disputes", &["sector:government"]);
    assert_eq!(verification(&member, &report), "verified", "a dispute among governments is theirs");
    assert_eq!(
        verification(&serving.client(GOVERNMENT), &report),
        "verified",
        "it is the same for all readers"
    );
    say(&serving, GOVERNMENT, &report, "disputes", &["coalition"]);
    assert_eq!(verification(&member, &report), "disputed");
    say(&serving, CURATOR, &report, "verifies", &["coalition"]);
    assert_eq!(verification(&member, &report), "verified", "decided with the dispute in view");

    let path = format!("/api/v1/reports/{report}/retraction");
    serving.client(REVIEWER).post(&path, &json!({ "reason": "" })).expect(422);
    serving.client(REVIEWER).post(&path, &json!({ "reason": "Our source was wrong" })).expect(201);
    serving.client(REVIEWER).post(&path, &json!({ "reason": "Again" })).expect(409);
    serving.settle();
    assert_eq!(verification(&member, &report), "retracted");
    assert_eq!(read(&member, &report)["retracted"]["reason"], "Our source was wrong");
    // A corrected text is another: it is not retracted, and nobody has vouched for it yet.
    let original = format!("/api/v1/reports/{report}/original");
    serving.client(REPORTER).put(&original, "1", &json!({ "title": "Slow, not cut off" })).expect(200);
    let release = serving.propose(&report, REPORTER, &["coalition"]);
    serving.approve(&report, &release, REVIEWER);
    serving.settle();
    assert_eq!(verification(&member, &report), "unverified");
    assert_eq!(read(&member, &report)["corroborations"][0]["of_earlier_text"], true);
}

#[test]
fn what_is_public_needs_a_second_person_and_is_read_by_nobody_before() {
    let serving = Serving::new();
    let (report, _) =
        serving.released(&json!({ "title": "Cut off", "facts": { "countries": ["LV"] } }), &["public"]);
    let said = say(&serving, GOVERNMENT, &report, "disputes", &["public"]);
    assert_eq!(said["state"], "proposed");
    let reference = said["reference"].as_str().unwrap();
    let path = format!("/api/v1/corroborations/{reference}");
    for who in [REPORTER, COMPANY, OBSERVER, CONVENOR] {
        serving.client(who).get(&path).expect(404);
    }
    assert_eq!(verification(&serving.public(), &report), "unverified");
    // The words stand nowhere but sealed.
    let folder = serving.place.folder.path();
    let words = format!("{GOVERNMENT} disputes");
    for file in
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file())
    {
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(words.len()).any(|part| part == words.as_bytes()), "{}", file.display());
    }
    serving.client(GOVERNMENT).post(&format!("{path}/approval"), &json!({})).expect(403);
    let queue = serving.client(GOVERNMENT_REVIEWER).get("/api/v1/reviews").expect(200).json();
    assert_eq!(queue["items"][0]["corroboration"], reference);
    assert_eq!(queue["items"][0]["title"], words);
    assert_eq!(serving.client(GOVERNMENT_REVIEWER).get(&path).expect(200).json()["note"], words);
    serving.client(GOVERNMENT_REVIEWER).post(&format!("{path}/approval"), &json!({})).expect(200);
    serving.settle();
    assert_eq!(verification(&serving.public(), &report), "disputed");
    assert_eq!(serving.public().get(&path).expect(200).json()["note"], words);
}

#[test]
fn nobody_speaks_of_what_they_cannot_read_nor_of_their_own() {
    let serving = Serving::new();
    let (report, _) =
        serving.released(&json!({ "title": "Cut off" }), &["org:open-lines", "sector:government"]);
    let incident = read(&serving.client(REPORTER), &report)["incident"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/incidents/{incident}/corroborations");
    let sent = json!({ "stance": "corroborates", "note": "So it is." });
    serving.client(GOVERNMENT);
    serving.client(COMPANY);
    let before = serving.state();
    let hidden = serving.client(COMPANY).post(&path, &sent).expect(404);
    let absent = serving.client(COMPANY).post("/api/v1/incidents/I-000000/corroborations", &sent).expect(404);
    assert_eq!(hidden.timeless(), absent.timeless());
    serving.client(REPORTER).post(&path, &sent).expect(403);
    for (wrong, field) in [
        (json!({ "stance": "doubts", "note": "x" }), "stance"),
        (json!({ "stance": "disputes", "note": " " }), "note"),
        (json!({ "stance": "disputes", "note": "x".repeat(4001) }), "note"),
        (json!({ "stance": "disputes", "note": "x", "grade": "strong" }), "grade"),
        (json!({ "stance": "disputes", "note": "x", "report": "R-000000" }), "report"),
        (json!({ "stance": "disputes", "note": "x", "audience": [] }), "audience"),
        (json!({ "stance": "disputes", "note": "x", "audience": ["group:hidden"] }), "audience"),
        (
            json!({ "stance": "disputes", "note": "x", "except": ["estmark"], "audience": ["coalition"] }),
            "except",
        ),
    ] {
        let answer = serving.client(GOVERNMENT).post(&path, &wrong).expect(422).json();
        assert!(answer["errors"][field].is_array(), "{field}: {answer}");
    }
    serving
        .client(GOVERNMENT)
        .post(&path, &json!({ "stance": "verifies", "note": "x", "grade": "good" }))
        .expect(403);
    assert_eq!(serving.state(), before);
    // Said within one's own organisation, and to somebody who cannot read the report: nobody else hears of it.
    let said = serving.client(GOVERNMENT).post(&path, &sent).expect(201).json();
    assert_eq!(said["audience"], json!(["org:estmark"]));
    let said = say(&serving, GOVERNMENT, &report, "corroborates", &["coalition"]);
    let path = format!("/api/v1/corroborations/{}", said["reference"].as_str().unwrap());
    serving.client(FORUM).get(&path).expect(404);
    serving.client(REPORTER).get(&path).expect(200);
    assert_eq!(stances(&serving.client(REPORTER), &report).len(), 1);
    assert_eq!(stances(&serving.client(GOVERNMENT_REVIEWER), &report).len(), 2);
}

/// A world's voices, of governments with and without a country and of others.
fn voices(world: &World, seed: u8) -> Vec<Assessment> {
    const COUNTRIES: [Option<&str>; 4] = [Some("IQ"), Some("IR"), Some("HK"), None];
    let audiences = world.reports.iter().flatten().map(|rendition| rendition.audience.clone());
    let said = (usize::from(seed)..).zip(audiences);
    said.map(|(number, audience)| {
        let speaker = number % world.organisations.len();
        Assessment {
            until: None,
            organisation: world.organisations[speaker].clone(),
            speaker: Speaker {
                kind: OrganisationKind::ALL[(speaker + usize::from(seed)) % 3],
                country: COUNTRIES[speaker % 4].map(|code| code.parse().unwrap()),
                name: format!("Office {speaker}"),
            },
            stance: [
                Stance::Corroborates,
                Stance::Corroborates,
                Stance::Disputes,
                Stance::Verifies,
                Stance::Replies,
            ][number / 3 % 5],
            audience,
            revision: i32::try_from(number % 2).unwrap(),
            at: Moment::from_unix_seconds(1_700_000_000 + i64::try_from(number * 7 % 11).unwrap()).unwrap(),
        }
    })
    .collect()
}

/// What a rendition of a world names, as the facets of its document and its number say it.
fn named(number: usize) -> (serde_json::Value, Named) {
    let facts = [
        json!({}),
        json!({ "countries": ["unknown"] }),
        json!({ "countries": ["IQ"] }),
        json!({ "countries": ["MM"], "cross_border": ["IR"] }),
        json!({ "countries": ["CN"] }),
        json!({ "countries": ["MM"] }),
        json!({ "countries": ["MM"], "decision_maker": "Ministry of Communications of Iraq" }),
        json!({ "cross_border": ["MM"] }),
    ][number % 8]
        .clone();
    let named = Named::in_facts(&facts);
    (facts, named)
}

/// Whether a government's word may count of these facts: the same said in another way, by the list of the people named.
fn may_count(speaker: &Speaker, facts: &serde_json::Value) -> bool {
    let names = facts.to_string();
    let (country, own): (_, &[&str]) = match speaker.country {
        None => return false,
        Some(country) if country.as_str() == "HK" => (country, &["\"HK\"", "\"CN\""]),
        Some(country) if country.as_str() == "IQ" => (country, &["\"IQ\"", "Iraq"]),
        Some(country) => (country, &["\"IR\""]),
    };
    assert!(["HK", "IQ", "IR"].contains(&country.as_str()));
    facts["countries"].as_array().is_some_and(|all| all.iter().any(|one| one != "unknown"))
        && !own.iter().any(|name| names.contains(name))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Class of leaks: derived data. What a viewer is shown follows from what they can read alone, also of one whose
    /// organisation is suspended; and no government moves the level of a text that is about itself or about no country.
    #[test]
    fn verification_follows_from_what_its_viewer_reads(world in world(), seed in any::<u8>()) {
        let voices = voices(&world, seed);
        let inactive = world.viewers.iter().filter(|viewer| viewer.is_inactive());
        let inactive = inactive.filter_map(|viewer| viewer.organisation().cloned()).collect();
        for (number, rendition) in world.reports.iter().flatten().enumerate() {
            let (facts, named) = named(number + usize::from(seed));
            let text =
                Judged { audience: &rendition.audience, revision: rendition.rank % 2, named: &named };
            let whole = verification_level(&text, &voices, &inactive);
            let steps: Vec<Assessment> =
                voices.iter().filter(|voice| voice.stance != Stance::Replies).cloned().collect();
            let without = verification_level(&text, &steps, &inactive);
            prop_assert_eq!(whole, without, "a reply counts for something");
            let impartial: Vec<Assessment> = voices
                .iter()
                .filter(|voice| {
                    voice.speaker.kind != OrganisationKind::Government || may_count(&voice.speaker, &facts)
                })
                .cloned()
                .collect();
            prop_assert_eq!(whole, verification_level(&text, &impartial, &inactive), "somebody judges themselves: {}", facts);
            for viewer in world.viewers.iter().filter(|viewer| rendition.audience.readable_by(viewer)) {
                let heard: Vec<Assessment> =
                    voices.iter().filter(|voice| voice.audience.readable_by(viewer)).cloned().collect();
                let shown = verification_level(&text, &heard, &inactive);
                prop_assert_eq!(whole, shown, "{:?} as {:?}", rendition.audience, viewer);
            }
        }
    }
}

#[test]
fn who_is_suspended_is_told_nothing_by_a_badge() {
    let addressed: OrganisationId = "addressed".to_owned().into();
    let audience = Audience::of(Token::Organisation(addressed.clone()));
    let voice = Assessment {
        until: None,
        organisation: "another".to_owned().into(),
        speaker: Speaker { kind: OrganisationKind::Media, country: None, name: "Lantern".into() },
        stance: Stance::Disputes,
        audience: Audience::of(Token::Coalition),
        revision: 1,
        at: Moment::from_unix_seconds(1_700_000_000).unwrap(),
    };
    let told = |inactive: &[OrganisationId]| {
        let text = Judged { audience: &audience, revision: 1, named: &Named::default() };
        verification_level(&text, std::slice::from_ref(&voice), &inactive.iter().cloned().collect())
    };
    assert_eq!(told(&[]), Verification::Disputed);
    assert_eq!(told(&[addressed]), Verification::Unverified);
}
