//! What no longer counts is taken away, and nothing that still does.

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::accounts;
use entente::db::schema::{idempotency, refresh_token, remembered_browser, session, sign_in_delay};
use serde_json::json;

use crate::serving::{REPORTER, Serving};

fn rows(serving: &Serving) -> [i64; 5] {
    let count = |conn: &mut entente::db::Conn| {
        Ok([
            session::table.count().get_result(conn)?,
            refresh_token::table.count().get_result(conn)?,
            sign_in_delay::table.count().get_result(conn)?,
            idempotency::table.count().get_result(conn)?,
            remembered_browser::table.count().get_result(conn)?,
        ])
    };
    serving.place.database.read(count).unwrap()
}

fn tidy(serving: &Serving) {
    assert!(serving.instance.timers.work().unwrap() > 0);
}

#[test]
fn traces_are_kept_no_longer_than_they_serve() {
    let serving = Serving::with(|settings| settings.trusted_proxy = vec!["127.0.0.1".parse().unwrap()]);
    let client = serving.client(REPORTER);
    let wrong = json!({ "email": REPORTER, "password": "not this one" });
    let from = [("X-Forwarded-For", "203.0.113.7")];
    serving.public().json("POST", "/api/v1/sessions", &from, &wrong).expect(422);
    let reporter = serving.person(REPORTER);
    serving.write(|tx| accounts::remember(tx, &reporter, None));
    let key = [("Idempotency-Key", "once")];
    client.json("POST", "/api/v1/reports", &key, &json!({ "title": "Once" })).expect(201);
    let before = rows(&serving);
    assert!(before.iter().all(|count| *count > 0), "{before:?}");

    serving.place.clock.advance(TimeDelta::hours(6));
    tidy(&serving);
    assert_eq!(rows(&serving), before, "all of it still counts");

    serving.place.clock.advance(TimeDelta::days(8));
    tidy(&serving);
    assert_eq!(rows(&serving), [before[0], before[1], 0, 0, before[4]], "a session lasts up to two weeks");

    serving.place.clock.advance(TimeDelta::days(8));
    tidy(&serving);
    assert_eq!(rows(&serving), [0, 0, 0, 0, before[4]], "a browser lasts half a year");

    serving.place.clock.advance(TimeDelta::days(180));
    tidy(&serving);
    assert_eq!(rows(&serving), [0; 5]);
}
