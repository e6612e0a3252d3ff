//! What an access token is worth: only ours, only whole, only while its session lives; and a refresh token is used
//! once, or its whole family ends.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::TimeDelta;
use diesel::prelude::*;
use entente::accounts::{self, SessionKind};
use entente::config::InstanceKey;
use entente::db::Ambient;
use entente::db::schema::{audit, refresh_token, session};
use entente::people;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use crate::http::Client;
use crate::serving::{ADMIN, COMPANY, PASSWORD, REPORTER, REVIEWER, Serving};
use crate::support::noon;

/// Fresh tokens of somebody: access and refresh.
fn sign_in(serving: &Serving, email: &str) -> (String, String) {
    let id = serving.person(email);
    let tokens = serving.write(|tx| accounts::sign_in(tx, serving.instance.app.key(), &id, "test"));
    (tokens.access_token, tokens.refresh_token)
}

/// What the API answers to whoever brings this token.
#[track_caller]
fn asked(serving: &Serving, token: &str) -> u16 {
    let answer = serving.public().with_bearer(token).get("/api/v1/me");
    if answer.status == 401 {
        answer.problem("a token that is worth nothing");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    }
    answer.status
}

/// The claims of a token of ours, without looking at its signature.
fn claims(token: &str) -> Value {
    serde_json::from_slice(&BASE64.decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

fn kid(token: &str) -> String {
    jsonwebtoken::decode_header(token).unwrap().kid.unwrap()
}

/// A token made with the instance's own key, as nobody outside could: only what is said differs.
fn forged(serving: &Serving, kid: &str, algorithm: Algorithm, claims: &Value) -> String {
    let key = serving.instance.app.key().derive(&format!("access-token/{kid}"));
    signed(Some(kid), algorithm, claims, key.as_slice())
}

fn signed(kid: Option<&str>, algorithm: Algorithm, claims: &Value, key: &[u8]) -> String {
    let header = Header { kid: kid.map(str::to_owned), ..Header::new(algorithm) };
    jsonwebtoken::encode(&header, claims, &EncodingKey::from_secret(key)).unwrap()
}

fn changed(claims: &Value, name: &str, value: Value) -> Value {
    let mut claims = claims.clone();
    claims[name] = value;
    claims
}

fn without(claims: &Value, name: &str) -> Value {
    let mut claims = claims.clone();
    claims.as_object_mut().unwrap().remove(name);
    claims
}

#[test]
fn a_token_is_good_only_as_we_made_it() {
    let serving = Serving::new();
    let (token, _) = sign_in(&serving, REPORTER);
    let (kid, said) = (kid(&token), claims(&token));
    assert_eq!(asked(&serving, &token), 200);
    assert_eq!(asked(&serving, &forged(&serving, &kid, Algorithm::HS256, &said)), 200, "forged like ours");
    for (name, value) in [
        ("iss", json!("somebody")),
        ("iss", json!(["somebody"])),
        ("iss", Value::Null),
        ("aud", json!("entente-forms")),
        ("aud", json!("")),
        ("aud", Value::Null),
        ("exp", json!(noon().unix_seconds())),
        ("exp", json!(noon().unix_seconds() - 1)),
        ("exp", json!("tomorrow")),
        ("sid", json!("00000000-0000-7000-8000-000000000000")),
        ("sid", json!("")),
        ("sid", Value::Null),
    ] {
        let wrong = forged(&serving, &kid, Algorithm::HS256, &changed(&said, name, value.clone()));
        assert_eq!(asked(&serving, &wrong), 401, "{name} {value}");
    }
    for name in ["iss", "aud", "exp", "sid"] {
        let wrong = forged(&serving, &kid, Algorithm::HS256, &without(&said, name));
        assert_eq!(asked(&serving, &wrong), 401, "without {name}");
    }
}

#[test]
fn no_other_algorithm_and_no_other_key() {
    let serving = Serving::new();
    let (token, _) = sign_in(&serving, REPORTER);
    let (kid, said) = (kid(&token), claims(&token));
    for algorithm in [Algorithm::HS384, Algorithm::HS512] {
        assert_eq!(asked(&serving, &forged(&serving, &kid, algorithm, &said)), 401, "{algorithm:?}");
    }
    let other = InstanceKey::fresh(&Ambient::system()).derive(&format!("access-token/{kid}"));
    let cursors = serving.instance.app.key().derive("cursors");
    for key in [other.as_slice(), cursors.as_slice(), b"", b"secret"] {
        assert_eq!(asked(&serving, &signed(Some(&kid), Algorithm::HS256, &said, key)), 401);
    }
    // Signed by nobody.
    let parts: Vec<&str> = token.split('.').collect();
    for none in ["none", "None", "NONE", ""] {
        let header = BASE64.encode(json!({ "alg": none, "typ": "JWT", "kid": kid }).to_string());
        for signature in ["", parts[2]] {
            assert_eq!(asked(&serving, &format!("{header}.{}.{signature}", parts[1])), 401, "alg {none}");
        }
    }
    // Bent, cut, and no token at all.
    let bent = BASE64.encode(changed(&said, "exp", json!(noon().unix_seconds() + 999)).to_string());
    assert_eq!(asked(&serving, &format!("{}.{bent}.{}", parts[0], parts[2])), 401, "another end");
    for odd in ["", "x", "..", "a.b.c", &parts[..2].join("."), &token[..token.len() - 2], &"A".repeat(5_000)]
    {
        assert_eq!(asked(&serving, odd), 401, "{odd}");
    }
    for scheme in ["Basic", "Token", "Bearer:"] {
        let header = [("Authorization", format!("{scheme} {token}"))];
        let header = [(header[0].0, header[0].1.as_str())];
        serving.public().send("GET", "/api/v1/me", &header, b"").expect(401);
    }
}

#[test]
fn the_name_of_a_key_is_one_of_ours() {
    let serving = Serving::new();
    let (token, _) = sign_in(&serving, REPORTER);
    let (kid, said) = (kid(&token), claims(&token));
    let long = "a".repeat(3_000);
    let others = [
        "",
        " ",
        "0",
        "0000000000000000",
        "../instance.key",
        "/dev/null",
        "%",
        "'; DROP TABLE session; --",
        "ключ",
        "\u{0}",
        &kid.to_uppercase(),
        &format!(" {kid}"),
        &format!("{kid}/"),
        &kid[1..],
        &long,
    ];
    for other in others.into_iter().filter(|other| *other != kid) {
        assert_eq!(asked(&serving, &forged(&serving, other, Algorithm::HS256, &said)), 401, "{other:?}");
    }
    let key = serving.instance.app.key().derive("access-token/");
    assert_eq!(asked(&serving, &signed(None, Algorithm::HS256, &said, key.as_slice())), 401, "nameless");
}

#[test]
fn a_token_ends_with_its_time_its_session_and_its_account() {
    let serving = Serving::new();
    let (token, _) = sign_in(&serving, REPORTER);
    let (signed_out, _) = sign_in(&serving, REPORTER);
    serving.public().with_bearer(&signed_out).delete("/api/v1/sessions/current").expect(204);
    assert_eq!(asked(&serving, &signed_out), 401, "signing out works at once");
    assert_eq!(asked(&serving, &token), 200, "and ends no other session");
    serving.place.clock.advance(TimeDelta::seconds(599));
    assert_eq!(asked(&serving, &token), 200);
    serving.place.clock.advance(TimeDelta::seconds(1));
    assert_eq!(asked(&serving, &token), 401, "ten minutes");

    let (closed, refresh) = sign_in(&serving, REPORTER);
    let (administrator, home) = (serving.viewer(ADMIN), people_of_open_lines(&serving));
    let reporter = serving.place.database.read(|conn| people::colleague(conn, &home, REPORTER)).unwrap();
    serving.write(|tx| accounts::close(tx, &administrator, &reporter));
    assert_eq!(asked(&serving, &closed), 401, "an account that was closed");
    refreshed(&serving, &refresh).expect(401);
    let attempt = json!({ "email": REPORTER, "password": PASSWORD });
    serving.public().post("/api/v1/sessions", &attempt).expect(422).problem("closed");
}

fn people_of_open_lines(serving: &Serving) -> entente::db::OrganisationId {
    serving.place.database.read(|conn| Ok(people::organisation_for_operator(conn, "open-lines")?.id)).unwrap()
}

#[test]
fn tokens_of_a_replaced_key_are_good_until_they_end() {
    let serving = Serving::new();
    let (old, refresh) = sign_in(&serving, REPORTER);
    serving.place.clock.advance(TimeDelta::seconds(300));
    let fresh = serving.write(accounts::rotate);
    let (new, _) = sign_in(&serving, REPORTER);
    assert_eq!(kid(&new), fresh);
    assert_ne!(kid(&old), fresh);
    assert_eq!((asked(&serving, &old), asked(&serving, &new)), (200, 200));
    serving.place.clock.advance(TimeDelta::seconds(299));
    assert_eq!((asked(&serving, &old), asked(&serving, &new)), (200, 200));
    // Whoever had stolen the old key could still sign with it: by then it counts no more, whatever is said.
    serving.place.clock.advance(TimeDelta::seconds(302));
    let later = changed(&claims(&old), "exp", json!(noon().unix_seconds() + 100_000));
    assert_eq!(asked(&serving, &forged(&serving, &kid(&old), Algorithm::HS256, &later)), 401);
    assert_eq!(
        kid(refreshed(&serving, &refresh).expect(201).json()["access_token"].as_str().unwrap()),
        fresh
    );
}

fn refreshed(serving: &Serving, token: &str) -> crate::http::Answer {
    serving.public().post("/api/v1/sessions/refresh", &json!({ "refresh_token": token }))
}

fn pair(answer: &Value) -> (String, String) {
    let text = |name: &str| answer[name].as_str().unwrap().to_owned();
    (text("access_token"), text("refresh_token"))
}

/// How often the log of Open Lines says this act of Amina's account.
fn logged(serving: &Serving, act: &str) -> i64 {
    let of = serving.person(REPORTER);
    let rows = audit::table.filter(audit::act.eq(act)).filter(audit::subject.eq(of.as_str())).count();
    serving.place.database.read(|conn| Ok(rows.get_result(conn)?)).unwrap()
}

#[test]
fn a_refresh_token_is_used_once_and_a_lost_answer_is_forgiven_for_a_minute() {
    let serving = Serving::new();
    let (_, first) = sign_in(&serving, REPORTER);
    let (access, second) = pair(&refreshed(&serving, &first).expect(201).json());
    assert_ne!(first, second);
    assert_eq!(asked(&serving, &access), 200);
    serving.place.clock.advance(TimeDelta::seconds(60));
    // The answer was lost on the way: the same again, and both children are of the same session.
    let (again, third) = pair(&refreshed(&serving, &first).expect(201).json());
    assert_eq!(claims(&again)["sid"], claims(&access)["sid"]);
    refreshed(&serving, &second).expect(201);
    assert_eq!(logged(&serving, "refresh_token.reused"), 0);
    serving.place.clock.advance(TimeDelta::seconds(1));
    // A minute after its first use it can only be a thief's, or the thief's victim's: nobody stays signed in.
    let (stranger, _) = sign_in(&serving, REVIEWER);
    refreshed(&serving, &first).expect(401).problem("used before");
    assert_eq!(asked(&serving, &access), 401, "the session has ended");
    assert_eq!(asked(&serving, &again), 401);
    for child in [&second, &third] {
        refreshed(&serving, child).expect(401);
    }
    assert_eq!(logged(&serving, "refresh_token.reused"), 1);
    assert_eq!(asked(&serving, &stranger), 200, "of others nothing ends");
    let log = serving.client(ADMIN).get("/api/v1/audit?limit=200").expect(200).text();
    assert!(log.contains("refresh_token.reused"), "the organisation's administrator reads it: {log}");
}

#[test]
fn refresh_tokens_are_kept_as_hashes_and_end() {
    let serving = Serving::new();
    let (_, token) = sign_in(&serving, REPORTER);
    let kept: Vec<String> = serving
        .place
        .database
        .read(|conn| Ok(refresh_token::table.select(refresh_token::token_hash).load(conn)?))
        .unwrap();
    assert!(!kept.contains(&token) && kept.iter().all(|hash| hash.len() == 64));
    for odd in ["", "x", &token[1..], &token.to_uppercase(), &kept[0], &"a".repeat(64)] {
        refreshed(&serving, odd).expect(401);
    }
    serving.place.clock.advance(TimeDelta::days(14));
    refreshed(&serving, &token).expect(401);
}

#[test]
fn a_page_s_secret_is_worth_nothing_to_the_api_and_a_token_nothing_to_pages() {
    let serving = Serving::new();
    let (report, _) = serving.released(&json!({ "title": "For ourselves" }), &["org:open-lines"]);
    let page = format!("/reports/{report}");
    let (token, refresh) = sign_in(&serving, REPORTER);
    let id = serving.person(REPORTER);
    let cookie = |secret: &str| {
        let client = serving.public();
        client.set_cookie("entente-session", secret);
        client
    };
    let (page_session, secret) = serving.write(|tx| accounts::start(tx, &id, SessionKind::Page, "test"));
    let (_, api_secret) = serving.write(|tx| accounts::start(tx, &id, SessionKind::Api, "test"));
    cookie(&secret).get(&page).expect(200);
    serving.public().with_bearer(&token).get(&format!("/api/v1{page}")).expect(200);

    serving.public().with_bearer(&token).get(&page).expect(404);
    cookie(&secret).get(&format!("/api/v1{page}")).expect(404);
    cookie(&secret).get("/api/v1/me").expect(401);
    cookie(&secret).post("/api/v1/reports", &json!({ "title": "x" })).expect(401);
    for wrong in [&token, &refresh, &api_secret] {
        cookie(wrong).get(&page).expect(404);
    }
    for wrong in [&secret, &api_secret, &refresh] {
        assert_eq!(asked(&serving, wrong), 401);
    }
    // Not even a token of ours can name a page's session.
    let crossed = changed(&claims(&token), "sid", json!(page_session.as_str()));
    assert_eq!(asked(&serving, &forged(&serving, &kid(&token), Algorithm::HS256, &crossed)), 401);
}

#[test]
fn nothing_of_a_session_is_kept_in_clear_or_told_to_others() {
    let serving = Serving::new();
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let sent = json!({ "email": REPORTER, "password": PASSWORD });
    let answer = serving.public().json("POST", "/api/v1/sessions", &[("User-Agent", agent)], &sent);
    let (token, _) = pair(&answer.expect(201).json());
    assert_eq!(claims(&token).as_object().unwrap().len(), 5, "no rights inside: {}", claims(&token));
    let sid = claims(&token)["sid"].as_str().unwrap().to_owned();
    let device: String = serving
        .place
        .database
        .read(|conn| Ok(session::table.find(&sid).select(session::device).first(conn)?))
        .unwrap();
    assert_eq!(device, "Firefox", "no version, no system");
    // Nobody ends another's session.
    let company = serving.person(COMPANY);
    let ended = serving.instance.app.write_now(|tx| accounts::end(tx, &company, &sid));
    assert!(matches!(ended, Err(entente::error::Error::NotFound)));
    assert_eq!(asked(&serving, &token), 200);
}

/// What a program does that keeps no connection: a token in an address is no token.
#[test]
fn a_token_in_the_address_is_no_token() {
    let serving = Serving::new();
    let (token, _) = sign_in(&serving, REPORTER);
    let client = Client::of(serving.port);
    client.get(&format!("/api/v1/me?access_token={token}")).expect(401);
    client.get(&format!("/api/v1/me?token={token}")).expect(401);
}
