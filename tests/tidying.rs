//! What no longer counts is taken away, and nothing that still does.

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::db::schema::{idempotency, refresh_token, session, sign_in_delay};
use entente::{people, web};
use serde_json::json;

use crate::serving::{AMINA, Serving};

fn rows(serving: &Serving) -> [i64; 4] {
    let count = |conn: &mut entente::db::Conn| {
        Ok([
            session::table.count().get_result(conn)?,
            refresh_token::table.count().get_result(conn)?,
            sign_in_delay::table.count().get_result(conn)?,
            idempotency::table.count().get_result(conn)?,
        ])
    };
    serving.place.database.read(count).unwrap()
}

fn tidy(serving: &Serving) {
    serving.write(|tx| {
        people::forget_old(tx)?;
        web::forget_old_keys(tx)
    });
}

#[test]
fn traces_are_kept_no_longer_than_they_serve() {
    let serving = Serving::new();
    let client = serving.client(AMINA);
    let wrong = json!({ "email": AMINA, "password": "not this one" });
    serving.public().post("/api/v1/sessions", &wrong).expect(422);
    let key = [("Idempotency-Key", "once")];
    client.json("POST", "/api/v1/reports", &key, &json!({ "title": "Once" })).expect(201);
    let before = rows(&serving);
    assert!(before.iter().all(|count| *count > 0), "{before:?}");

    serving.place.clock.advance(TimeDelta::hours(6));
    tidy(&serving);
    assert_eq!(rows(&serving), before, "all of it still counts");

    serving.place.clock.advance(TimeDelta::days(8));
    tidy(&serving);
    assert_eq!(rows(&serving), [before[0], before[1], 0, 0], "a session lasts up to two weeks");

    serving.place.clock.advance(TimeDelta::days(8));
    tidy(&serving);
    assert_eq!(rows(&serving), [0; 4]);
}
