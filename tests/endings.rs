//! What has an end is read by nobody from that very moment on, at no address and in no list, whatever a worker has done by
//! then; its own desk sees that it has ended. The clock moves by hand.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::access::{ReadableState, sql};
use entente::contributions;
use entente::db::schema::{
    contribution, contribution_version, corroboration_details, organisation, readable, report,
};
use entente::db::{ChangeKind, Moment};
use entente::verification::Corroboration;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::canary_translations::{release_text, renditions, translate, translated};
use crate::fates::{Text, World};
use crate::generators::{recorded, world};
use crate::http::Client;
use crate::rule::{cases, enter, withdraw};
use crate::serving::{
    ACADEMIC, COMPANY, COMPANY_REVIEWER, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, REPORTER, REVIEWER,
    Serving,
};
use crate::support::{Place, noon};

/// So soon things end here: while the access tokens of the test still work.
fn soon(serving: &Serving) -> Moment {
    serving.place.database.ambient().now().plus(TimeDelta::minutes(2))
}

/// Moves the clock to so many microseconds after a moment.
fn move_to(serving: &Serving, moment: Moment, micros: i64) {
    let now = serving.place.database.ambient().now();
    serving.place.clock.advance(moment.since(now) + TimeDelta::microseconds(micros));
}

fn word_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// Lets all that was ever released under this reference end: of a report all renditions of a rank, else its versions.
fn end(serving: &Serving, reference: &str, rank: Option<i32>, until: Moment) {
    serving.write(|tx| {
        let report: Option<String> = report::table
            .filter(report::reference.eq(reference))
            .select(report::id)
            .first(tx.conn)
            .optional()?;
        let family: String = match &report {
            Some(report) => report.clone(),
            None => contribution::table
                .filter(contribution::reference.eq(reference))
                .select(contribution::id)
                .first(tx.conn)?,
        };
        let ids: Vec<(String, i32)> = readable::table
            .filter(readable::family.eq(&family))
            .filter(readable::state.eq(ReadableState::Listed))
            .select((readable::id, readable::rank))
            .load(tx.conn)?;
        assert!(!ids.is_empty(), "{reference} is released");
        for (id, _) in ids.iter().filter(|(_, of)| rank.is_none_or(|rank| rank == *of)) {
            sql::set_until(tx, id, Some(until))?;
        }
        // The index learns of an end as of everything else.
        let about = if let Some(report) = report {
            report
        } else {
            let rests: Option<String> =
                contribution::table.find(&family).select(contribution::rests_on).first(tx.conn)?;
            let on = rests.unwrap();
            let of: Option<String> =
                readable::table.find(&on).select(readable::family).first(tx.conn).optional()?;
            of.unwrap_or(on)
        };
        recorded(tx, ChangeKind::Report, &about, true)
    });
    serving.settle();
}

/// Where a reader could meet it: beside its report, in lists, in what their organisation asked.
fn places(world: &World) -> Vec<String> {
    let (report, incident) = (&world.report, &world.incident);
    let mut places = vec![
        format!("/api/v1/reports/{report}"),
        format!("/reports/{report}"),
        format!("/api/v1/incidents/{incident}"),
        format!("/incidents/{incident}"),
        "/desk".to_owned(),
        "/api/v1/incidents?facets=1".to_owned(),
    ];
    for text in world.texts.iter().filter(|text| text.state == "released") {
        places.push(text.path.clone());
        places.push(text.path.trim_start_matches("/api/v1").to_owned());
    }
    places
}

/// The places at which somebody meets a reference.
fn met(world: &World, who: &str, reference: &str) -> BTreeSet<String> {
    let client = world.serving.client(who);
    let places = places(world).into_iter();
    places.filter(|place| client.get(place).text().contains(reference)).collect()
}

fn released<'a>(world: &'a World, kind: &str) -> &'a Text {
    world.texts.iter().find(|text| (text.kind, text.state) == (kind, "released")).unwrap()
}

/// Everything that `reference` stands at before its end, its own address too.
fn state(client: &Client, path: &str) -> (u16, Value) {
    let answer = client.get(path);
    (answer.status, if answer.status == 200 { answer.json()["state"].clone() } else { Value::Null })
}

#[test]
fn a_contribution_ends_at_the_very_moment_for_all_but_its_desk() {
    for kind in ["corroboration", "reply", "question", "answer", "translation"] {
        let world = World::new();
        let (serving, text) = (&world.serving, released(&world, kind));
        let (reference, page) = (word_of(&text.path), text.path.trim_start_matches("/api/v1"));
        let until = soon(serving);
        let before = met(&world, text.reader, reference);
        assert!(before.contains(&format!("/api/v1/reports/{}", world.report)), "{kind}: {before:?}");
        end(serving, reference, None, until);
        move_to(serving, until, -1);
        assert_eq!(met(&world, text.reader, reference), before, "{kind}, a moment before");
        assert_eq!(state(&serving.client(text.reader), &text.path), (200, json!("live")), "{kind}");
        for micros in [0, 1] {
            move_to(serving, until, micros);
            let reader = serving.client(text.reader);
            let absent = reader.get(&text.path.replace(reference, "C-000000"));
            for path in [text.path.as_str(), page] {
                assert_eq!(reader.get(path).status, 404, "{kind} {path} {micros}");
                serving.public().get(path).expect(404);
            }
            assert_eq!(reader.get(&text.path).text(), absent.text().replace("C-000000", reference), "{kind}");
            assert_eq!(met(&world, text.reader, reference), BTreeSet::new(), "{kind} {micros}");
            let author = serving.client(text.author);
            assert_eq!(state(&author, &text.path), (200, json!("ended")), "{kind}: its desk");
            assert!(author.get(page).expect(200).text().contains("No longer released"), "{kind}");
        }
        // What answers a question goes with it.
        if kind == "question" {
            let answer = released(&world, "answer");
            serving.client(answer.reader).get(&answer.path).expect(404);
            assert_eq!(met(&world, answer.reader, word_of(&answer.path)), BTreeSet::new());
        }
        // Its desk withdraws it, and its readers are told why.
        serving
            .client(text.decides)
            .json("DELETE", &text.path, &[], &json!({ "reason": "Late" }))
            .expect(200);
        assert_eq!(
            serving.client(text.reader).get(&text.path).expect(410).json()["reason"],
            "Late",
            "{kind}"
        );
    }
}

/// What was asked and has ended waits for no answer, and an answer that has ended is none.
#[test]
fn a_thread_that_has_ended_waits_for_nobody() {
    let world = World::new();
    let serving = &world.serving;
    let (question, answer) = (released(&world, "question"), released(&world, "answer"));
    let desk = |who: &str| serving.client(who).get("/desk").expect(200).text();
    assert!(desk(GOVERNMENT).contains(">Answered<"), "{}", desk(GOVERNMENT));
    let until = soon(serving);
    end(serving, word_of(&answer.path), None, until);
    end(serving, word_of(&question.path), None, until.plus(TimeDelta::seconds(1)));
    move_to(serving, until, 0);
    assert!(!desk(GOVERNMENT).contains(">Answered<"));
    assert!(desk(REPORTER).contains(word_of(&question.path)), "it waits for an answer again");
    move_to(serving, until, 1_000_000);
    assert!(!desk(REPORTER).contains(word_of(&question.path)));
    assert!(desk(GOVERNMENT).contains(word_of(&question.path)), "who asked it still sees it");
    assert!(desk(GOVERNMENT).contains("No longer released"));
    // Nothing can be added to it.
    let path = format!("{}/answers", question.path);
    serving.client(REPORTER).post(&path, &json!({ "words": "So.", "audience": ["coalition"] })).expect(404);
    serving.client(GOVERNMENT).post(&path, &json!({ "words": "So?", "audience": ["coalition"] })).expect(409);
}

#[test]
fn a_withdrawn_text_keeps_its_tombstone_past_its_end() {
    let world = World::new();
    let serving = &world.serving;
    let until = soon(serving);
    for kind in ["corroboration", "question", "translation"] {
        let text = released(&world, kind);
        end(serving, word_of(&text.path), None, until);
        serving
            .client(text.decides)
            .json("DELETE", &text.path, &[], &json!({ "reason": "Wrong" }))
            .expect(200);
    }
    for micros in [-1, 0, 1] {
        move_to(serving, until, micros);
        for kind in ["corroboration", "question", "translation"] {
            let text = released(&world, kind);
            assert_eq!(
                serving.client(text.reader).get(&text.path).expect(410).json()["reason"],
                "Wrong",
                "{kind}"
            );
        }
    }
}

fn total(client: &Client, query: &str) -> Value {
    client.get(&format!("/api/v1/incidents?{query}")).expect(200).json()["total"].clone()
}

#[test]
fn a_report_ends_with_its_last_text() {
    let world = World::new();
    let (serving, report) = (&world.serving, &world.report);
    let path = format!("/api/v1/reports/{report}");
    let until = soon(serving);
    let later = until.plus(TimeDelta::seconds(1));
    end(serving, report, Some(0), until);
    end(serving, report, Some(1), later);
    let (member, own) = (serving.client(ACADEMIC), serving.client(REPORTER));
    let title = |client: &Client| client.get(&path).expect(200).json()["title"].clone();
    move_to(serving, until, -1);
    assert_eq!(title(&member), "Cut off since dawn");
    assert_eq!(total(&member, "q=dawn"), 1);
    move_to(serving, until, 0);
    assert_eq!(title(&member), "Cut off", "the thinner text is read from then on");
    assert_eq!(title(&serving.public()), "Cut off");
    assert_eq!((total(&member, "q=dawn"), total(&member, &format!("q={report}"))), (json!(0), json!(1)));
    let translation = released(&world, "translation");
    member.get(&translation.path).expect(404);
    own.get(&translation.path).expect(200);
    move_to(serving, later, -1);
    let said = released(&world, "corroboration");
    member.get(&said.path).expect(200);
    for micros in [0, 1] {
        move_to(serving, later, micros);
        let all = [path.clone(), format!("/api/v1/incidents/{}", world.incident), said.path.clone()];
        let pages = all.iter().map(|path| path.trim_start_matches("/api/v1").to_owned());
        for path in all.iter().cloned().chain(pages) {
            for client in [&member, &serving.public()] {
                assert_eq!(client.get(&path).status, 404, "{path}");
            }
        }
        assert_eq!((total(&member, ""), total(&member, &format!("q={report}"))), (json!(1), json!(0)));
        let desk = own.get(&format!("/reports/{report}/desk")).expect(200).text();
        assert!(desk.contains("No longer released"), "{desk}");
        let release = own.get(&format!("{path}/releases/{}", world.releases[0]));
        release.expect(200);
        let page = own.get(&format!("/reports/{report}/releases/{}", world.releases[0])).expect(200).text();
        assert!(page.contains("Its time was over on"), "{page}");
    }
    // Nothing can be said of it, asked of it or translated.
    let sent =
        json!({ "stance": "corroborates", "note": "So.", "report": report, "audience": ["coalition"] });
    let to = format!("/api/v1/incidents/{}/corroborations", world.incident);
    serving.client(COMPANY).post(&to, &sent).expect(404);
    serving.client(COMPANY).post(&format!("{path}/inquiries"), &json!({ "words": "So?" })).expect(404);
    // Its owner withdraws what has ended, or releases anew.
    let gone = format!("{path}/releases/{}", world.releases[0]);
    serving.client(REVIEWER).json("DELETE", &gone, &[], &json!({ "reason": "Late" })).expect(200);
    assert_eq!(member.get(&path).expect(410).json()["reason"], "Late");
    let release = serving.propose(report, REPORTER, &["coalition"]);
    serving.approve(report, &release, REVIEWER);
    assert_eq!(title(&member), "Cut off since dawn");
}

/// The level that lists and facets give follows from what counts at the moment of the question, and a text is found by the
/// words of a translation as long as that is read: no worker tells the index.
#[test]
fn what_ends_counts_for_no_level_and_no_search() {
    let serving = Serving::new();
    let (report, _) =
        serving.released(&json!({ "title": "Cut off", "facts": { "countries": ["LV"] } }), &["coalition"]);
    let incident = serving.client(REPORTER).get(&format!("/api/v1/reports/{report}")).expect(200).json();
    let to = format!("/api/v1/incidents/{}/corroborations", incident["incident"].as_str().unwrap());
    let mut said = String::new();
    for who in [GOVERNMENT, COMPANY] {
        let sent =
            json!({ "stance": "corroborates", "note": "So.", "report": report, "audience": ["coalition"] });
        let answer = serving.client(who).post(&to, &sent).expect(201).json();
        answer["reference"].as_str().unwrap().clone_into(&mut said);
    }
    let rendition = &renditions(&serving, &report)[0];
    let translation = translate(&serving, &report, &translated(rendition, "fr", "zygomorphe"));
    release_text(&serving, &translation);
    let until = soon(&serving);
    end(&serving, &said, None, until);
    end(&serving, &translation, None, until.plus(TimeDelta::seconds(1)));
    let member = serving.client(ACADEMIC);
    let level = |micros: i64| {
        move_to(&serving, until, micros);
        let list = member.get(&format!("/api/v1/incidents?facets=1&q={report}")).expect(200).json();
        let read = member.get(&format!("/api/v1/reports/{report}")).expect(200).json();
        let level = read["verification"].as_str().unwrap().to_owned();
        assert_eq!(list["items"][0]["verification"], level, "{list}");
        assert_eq!(list["facets"]["verification"], json!([{ "value": level, "count": 1 }]), "{list}");
        level
    };
    let found = || total(&member, "q=zygomorphe") == 1;
    assert_eq!((level(-1).as_str(), found()), ("corroborated", true));
    assert_eq!((level(0).as_str(), found()), ("unverified", true));
    assert_eq!((level(999_999).as_str(), found()), ("unverified", true));
    assert_eq!((level(1_000_000).as_str(), found()), ("unverified", false));
}

/// Whoever released it for another organisation and reads it is told what its readers are, and after its end no more than that
/// they released it: where it is then is its desk's alone. So too where the text that it translates has ended.
#[test]
fn whoever_released_a_translation_for_others_is_not_told_of_its_end() {
    let serving = Serving::new();
    let named = json!({ "audience": ["sector:company"], "approvers": "lumora" });
    let begun = || {
        let report = serving.draft(DEFENDER, &json!({ "title": "Cut off" }));
        let path = format!("/api/v1/reports/{report}");
        let release = serving.client(DEFENDER).post(&format!("{path}/releases"), &named).expect(201).json();
        serving.approve(&report, release["id"].as_str().unwrap(), COMPANY_REVIEWER);
        let text = json!({
            "language": "fr", "rendition": renditions(&serving, &report)[0].hash, "title": "Coupés",
            "approvers": "lumora",
        });
        let made = serving.client(DEFENDER).post(&format!("{path}/translations"), &text).expect(201).json();
        let path = format!("/api/v1/translations/{}", made["reference"].as_str().unwrap());
        let decided = serving.client(COMPANY_REVIEWER).post(&format!("{path}/approval"), &json!({}));
        assert_eq!(decided.expect(200).json()["state"], "live");
        (report, path)
    };
    let ((_, itself), (original, with_it)) = (begun(), begun());
    let until = soon(&serving);
    end(&serving, word_of(&itself), None, until);
    end(&serving, &original, None, until);
    let told = |who: &str, path: &str| {
        let (answer, page) = (serving.client(who).get(path), path.trim_start_matches("/api/v1"));
        let title = if answer.status == 200 { answer.json()["title"].clone() } else { Value::Null };
        let words = serving.client(who).get(page).text().contains("Coupés");
        assert_eq!(words, !title.is_null(), "{who} {page}");
        (state(&serving.client(who), path), title)
    };
    let sees = |word: &str, title: Value| ((200, json!(word)), title);
    let nothing = ((404, Value::Null), Value::Null);
    move_to(&serving, until, -1);
    for path in [&itself, &with_it] {
        for who in [COMPANY, COMPANY_REVIEWER, DEFENDER] {
            assert_eq!(told(who, path), sees("live", json!("Coupés")), "{who}, a moment before");
        }
    }
    move_to(&serving, until, 0);
    for path in [&itself, &with_it] {
        assert_eq!(told(COMPANY, path), nothing);
        assert_eq!(told(COMPANY_REVIEWER, path), sees("approved", Value::Null));
        assert_eq!(told(DEFENDER, path), sees("ended", json!("Coupés")), "its desk");
    }
}

/// A contribution ends with its newest version: nobody is shown the words that it corrected in its place.
#[test]
fn earlier_versions_go_with_the_newest() {
    let world = World::new();
    let (serving, text) = (&world.serving, released(&world, "corroboration"));
    let reference = word_of(&text.path);
    let correction = json!({ "note": "Two storms.", "audience": ["coalition"] });
    serving.client(text.author).post(&format!("{}/versions", text.path), &correction).expect(201);
    let first = format!("{}/versions/1", text.path);
    let reader = serving.client(text.reader);
    assert_eq!(reader.get(&first).expect(200).json()["note"], "A storm.");
    let until = soon(serving);
    end(serving, reference, None, until);
    move_to(serving, until, -1);
    assert_eq!(reader.get(&text.path).expect(200).json()["note"], "Two storms.");
    reader.get(&first).expect(200);
    move_to(serving, until, 0);
    for path in [text.path.clone(), first.clone(), format!("{}/versions", text.path)] {
        reader.get(&path).expect(404);
    }
    assert_eq!(met(&world, text.reader, reference), BTreeSet::new());
    let own = serving.client(GOVERNMENT_REVIEWER);
    let versions = own.get(&format!("{}/versions", text.path)).expect(200).json();
    assert_eq!(versions["items"][1]["state"], "ended", "{versions}");
    own.get(&first).expect(200);
}

/// Whether the version of this number was withdrawn where it is gone, in the test below.
fn leaves_tombstone(ordinal: i32) -> bool {
    ordinal % 2 == 1
}

proptest! {
    #![proptest_config(cases(32))]

    /// The look-up of a contribution asks what the pure rule says: of what is released and goes on, whether somebody reads
    /// it; of what was withdrawn, whether they could and read what it rested on; and nothing of what was retired.
    #[test]
    fn the_look_up_of_a_contribution_follows_the_rule(world in world()) {
        let place = Place::new();
        enter(&world, &place.database);
        withdraw(&world, &place.database);
        place.database.write(|tx| {
            let author = "author".to_owned();
            diesel::insert_into(organisation::table).values((
                organisation::id.eq(&author),
                organisation::slug.eq(&author),
                organisation::name.eq(&author),
                organisation::kind.eq("company"),
                organisation::website.eq(""),
                organisation::about.eq(""),
                organisation::status.eq("active"),
                organisation::created_at.eq(tx.now()),
            )).execute(tx.conn)?;
            for (number, versions) in world.reports.iter().enumerate() {
                let id = crate::generators::World::subject(number);
                diesel::insert_into(contribution::table).values((
                    contribution::id.eq(&id),
                    contribution::kind.eq("corroboration"),
                    contribution::reference.eq(&id),
                    contribution::organisation_id.eq(&author),
                    contribution::rests_on.eq(world.rests[number].as_ref()),
                    contribution::created_by.eq("somebody"),
                    contribution::created_at.eq(tx.now()),
                )).execute(tx.conn)?;
                diesel::insert_into(corroboration_details::table).values((
                    corroboration_details::contribution_id.eq(&id),
                    corroboration_details::stance.eq("disputes"),
                )).execute(tx.conn)?;
                let things = world.readables(number);
                for ((ordinal, version), thing) in (1..).zip(versions).zip(&things) {
                    // Of what is gone every other version was withdrawn, the rest retired.
                    let withdrawn = thing.state == ReadableState::Gone && leaves_tombstone(ordinal);
                    diesel::insert_into(contribution_version::table).values((
                        contribution_version::id.eq(&version.document.id),
                        contribution_version::contribution_id.eq(&id),
                        contribution_version::rests_on_revision.eq(1),
                        contribution_version::body.eq(""),
                        contribution_version::created_by.eq("somebody"),
                        contribution_version::created_at.eq(tx.now()),
                        contribution_version::released_at.eq(tx.now()),
                        contribution_version::ordinal.eq(ordinal),
                        contribution_version::withdrawn_at.eq(withdrawn.then(|| tx.now())),
                    )).execute(tx.conn)?;
                }
            }
            recorded(tx, ChangeKind::Report, "report-0", false)
        }).unwrap();
        for viewer in &world.viewers {
            let at = viewer.at();
            let mut expected = BTreeSet::new();
            for (number, versions) in world.reports.iter().enumerate() {
                let things = world.readables(number);
                let is_gone = |place: usize| things[place].state == ReadableState::Gone;
                let goes_on = things.iter().any(|one| one.state == ReadableState::Listed && !one.is_past(at));
                let rests = world.rests[number].as_ref().is_none_or(|on| world.reads_one(viewer, on));
                for ((ordinal, version), place) in (1..).zip(versions).zip(0..) {
                    // What had not opened when it was retired never does.
                    let retired = is_gone(place).then(noon);
                    let opened = things[place].is_open(at)
                        && retired.is_none_or(|retired| things[place].is_open(retired));
                    let hears = things[place].audience.readable_by(viewer) && rests && opened;
                    let stands = if is_gone(place) {
                        leaves_tombstone(ordinal)
                    } else {
                        goes_on && !things[place].is_past(at)
                    };
                    if hears && stands {
                        expected.insert(version.document.id.clone());
                    }
                }
            }
            let nobody = contribution::id.eq("");
            let known = contributions::is_known(viewer, Box::new(nobody));
            let found = place.database
                .read(|conn| contributions::matching::<Corroboration>(conn, known)).unwrap();
            let found: BTreeSet<String> =
                found.into_iter().map(|one| one.version.as_str().to_owned()).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
