//! Rounds of silence.

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::db::schema::{silence_position, silence_round, statement};
use entente::db::{ContributionId, RoundId};
use entente::rounds;
use serde_json::json;

use super::statements::{INES, negotiate, seen, text, written};
use super::{ANYBODY, DECIDERS, NOTHING, Names, On, READERS, Row, row};
use crate::serving::{CONVENOR, GOVERNMENT, Serving};

/// Those on the roll.
const CALLED: [u16; 7] = [404, 404, 404, 404, 201, 403, 201];
const CALLED_FORM: [u16; 7] = [401, 404, 404, 404, 303, 403, 303];
/// Whoever is of an active member.
const WORKING: [u16; 7] = [401, 403, 403, 200, 200, 200, 200];
/// One of those who read the text alone: the penholder, or the chair.
const ONE: [u16; 7] = [404, 404, 404, 404, 403, 403, 200];

/// A round of what is negotiated begins; the silence of Estmark is no consent.
pub fn begin(serving: &Serving, names: &Names) {
    let begins =
        json!({ "to": "silence", "deadline": "2030-01-10", "waivers": { "estmark": "They know of it." } });
    let path = format!("/api/v1/statements/{}/moves", names["statement"]);
    serving.client(CONVENOR).post(&path, &begins).expect(200);
}

/// A round of a statement of Valdora; Estmark and Valdora are on its roll.
pub fn prepared(serving: &Serving, on: On) -> Names {
    let mut names = written(serving);
    negotiate(serving, &mut names);
    let at = format!("/api/v1/statements/{}", names["statement"]);
    begin(serving, &names);
    let mark = names["mark"].clone();
    let say = |who: &str, sent: serde_json::Value| {
        let mut sent = sent;
        sent["version"] = json!(mark);
        text(&serving.client(who).post(&format!("{at}/positions"), &sent).expect(201).json()["reference"])
    };
    match on {
        On::Adopted => adopt(serving, &names["statement"]),
        On::Broken => {
            let objects = json!({ "value": "object", "text": "Not so.", "cannot_accept": true });
            names.insert("position", say(INES, objects));
        }
        _ => {
            say(GOVERNMENT, json!({ "value": "no_objection", "text": "We had other words in mind." }));
            say(GOVERNMENT, json!({ "value": "more_time" }));
            let recorded = json!({ "value": "no_objection", "organisation": "valdora" });
            names.insert("position", say(CONVENOR, recorded));
            let view = serving.client(GOVERNMENT).get(&at).expect(200).json();
            names.insert("explanation", text(&view["positions"][0]["words"][0]["reference"]));
        }
    }
    names
}

/// As if the round had begun days ago, and its deadline were over.
pub fn adopt(serving: &Serving, called: &str) {
    let signer = rounds::signer(serving.instance.app.key()).unwrap();
    let instance = serving.instance.app.config().public_url.clone();
    serving.write(|tx| {
        let action: ContributionId = statement::table
            .filter(statement::reference.eq(called))
            .select(statement::contribution_id)
            .first(tx.conn)?;
        let round: RoundId = silence_round::table
            .filter(silence_round::contribution_id.eq(&action))
            .select(silence_round::id)
            .first(tx.conn)?;
        let before = |hours: i64| tx.now().plus(-TimeDelta::hours(hours));
        let (opened, deadline, said, kept) = (before(80), before(1), before(70), before(60));
        diesel::update(silence_round::table.find(round.as_str()))
            .set((silence_round::opened_at.eq(opened), silence_round::deadline.eq(deadline)))
            .execute(tx.conn)?;
        diesel::update(silence_position::table.filter(silence_position::round_id.eq(&round)))
            .set(silence_position::arrived_at.eq(said))
            .execute(tx.conn)?;
        let confirmed = silence_position::table
            .filter(silence_position::round_id.eq(&round))
            .filter(silence_position::confirmed_at.is_not_null());
        diesel::update(confirmed).set(silence_position::confirmed_at.eq(kept)).execute(tx.conn)?;
        rounds::deadline_due(tx, &round, (&signer, &instance))
    });
}

/// A day that the chair declared closed, if it is not closed already.
pub fn closed(serving: &Serving) -> Names {
    let date = "2031-12-24";
    let sent = json!({ "date": date, "label": "A holiday" });
    let status = serving.client(CONVENOR).post("/api/v1/statements/closed-days", &sent).status;
    assert!([201, 409].contains(&status), "{status}");
    Names::from([("date", date.to_owned())])
}

pub const ROUTES: &[Row] = &[
    row("GET", "/statements/key", NOTHING, ANYBODY, ""),
    row("GET", "/statements/closed-days", NOTHING, WORKING, GOVERNMENT),
    row("POST", "/statements/closed-days", NOTHING, [401, 403, 403, 403, 403, 403, 303], CONVENOR).form(
        |_| vec![("act", "declare".into()), ("date", "2031-05-01".into()), ("label", "A holiday".into())],
    ),
    row("GET", "/api/v1/statements/closed-days", NOTHING, WORKING, GOVERNMENT),
    row("POST", "/api/v1/statements/closed-days", NOTHING, [401, 403, 403, 403, 403, 403, 201], CONVENOR)
        .with(|_| json!({ "date": "2031-05-02", "label": "A holiday" })),
    row(
        "DELETE",
        "/api/v1/statements/closed-days/{date}",
        On::Closed,
        [401, 403, 403, 403, 403, 403, 204],
        CONVENOR,
    ),
    row("GET", "/statements/{statement}/round", On::Silent, READERS, INES),
    row("POST", "/statements/{statement}/round", On::Silent, CALLED_FORM, INES)
        .form(|names| seen(names, &[("act", "say"), ("value", "support")])),
    row("GET", "/statements/{statement}/record", On::Adopted, READERS, INES),
    row("GET", "/explanations/{explanation}", On::Silent, READERS, INES),
    row("POST", "/api/v1/statements/{statement}/positions", On::Silent, CALLED, INES)
        .with(|names| json!({ "value": "support", "version": names["mark"] })),
    row(
        "POST",
        "/api/v1/statements/{statement}/positions/{position}/confirmation",
        On::Silent,
        DECIDERS,
        INES,
    ),
    row("POST", "/api/v1/statements/{statement}/positions/{position}/withdrawal", On::Broken, DECIDERS, INES),
    row("POST", "/api/v1/statements/{statement}/positions/{position}/answer", On::Stated, ONE, INES)
        .with(|_| json!({ "answer": "accepted" })),
    row("POST", "/api/v1/statements/{statement}/more-time", On::Silent, ONE, CONVENOR)
        .with(|_| json!({ "organisation": "estmark", "answer": "granted" })),
    row("GET", "/api/v1/statements/{statement}/record", On::Adopted, READERS, INES),
    row("GET", "/api/v1/explanations/{explanation}", On::Silent, READERS, INES),
];
