//! How somebody signs in and stays signed in: sessions end, cookies are guarded, passwords are kept as they should be,
//! and guessing gets slower without locking anybody out.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use actix_web::cookie::time;
use actix_web::test::TestRequest;
use chrono::TimeDelta;
use diesel::prelude::*;
use entente::accounts::{self, Attempt, SessionKind};
use entente::config::{Config, Settings};
use entente::db::schema::person;
use entente::error::{Error, Result};
use entente::web::{Cookies, client_address};
use serde_json::json;

use crate::http::{Answer, Client};
use crate::serving::{
    ADMIN, COMPANY, GOVERNMENT, GOVERNMENT_REVIEWER, PASSWORD, REPORTER, REVIEWER, Serving,
};
use crate::support;

fn with_cookie(serving: &Serving, secret: &str) -> Client {
    let client = serving.public();
    client.set_cookie("entente-session", secret);
    client
}

#[test]
fn a_page_s_session_ends_when_it_is_not_used_and_at_the_latest_after_two_weeks() {
    let serving = Serving::new();
    let (report, _) = serving.released(&json!({ "title": "For ourselves" }), &["org:open-lines"]);
    let page = format!("/reports/{report}");
    let id = serving.person(REPORTER);
    let start = || serving.write(|tx| accounts::start(tx, &id, SessionKind::Page, "test")).1;
    let wait = |hours, minutes| {
        serving.place.clock.advance(TimeDelta::hours(hours) + TimeDelta::minutes(minutes));
    };
    let (idle, used) = (with_cookie(&serving, &start()), with_cookie(&serving, &start()));
    wait(12, 0);
    used.get(&page).expect(200);
    wait(0, 5);
    idle.get(&page).expect(404);
    used.get(&page).expect(200);
    idle.get(&page).expect(404);
    for _ in 0..29 {
        wait(11, 0);
        used.get(&page).expect(200);
    }
    // 12 h 5 min and 319 h are gone: two weeks have 336.
    wait(4, 54);
    used.get(&page).expect(200);
    wait(0, 1);
    used.get(&page).expect(404);
}

#[test]
fn the_sessions_of_a_program_end_after_two_weeks_however_often_they_are_renewed() {
    let serving = Serving::new();
    let id = serving.person(REPORTER);
    let mut tokens = serving.write(|tx| accounts::sign_in(tx, serving.instance.app.key(), &id, "test"));
    let mut renew = |status: u16| {
        let sent = json!({ "refresh_token": tokens.refresh_token });
        let answer = serving.public().post("/api/v1/sessions/refresh", &sent).expect(status).json();
        if status == 201 {
            answer["refresh_token"].as_str().unwrap().clone_into(&mut tokens.refresh_token);
        }
    };
    for _ in 0..13 {
        serving.place.clock.advance(TimeDelta::days(1));
        renew(201);
    }
    serving.place.clock.advance(TimeDelta::hours(23));
    renew(201);
    serving.place.clock.advance(TimeDelta::hours(1));
    renew(401);
}

fn set_cookies(answer: &Answer) -> Vec<&str> {
    let cookies = answer.headers.iter().filter(|(name, _)| name == "set-cookie");
    cookies.map(|(_, value)| value.as_str()).collect()
}

fn parts(cookie: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = cookie.split("; ").skip(1).collect();
    parts.sort_unstable();
    parts
}

#[test]
fn cookies_are_out_of_reach_of_scripts_other_sites_and_plain_http() {
    let https = Serving::with(|settings| settings.public_url = Some("https://coalition.example".into()));
    let answer = https.public().get("/");
    let cookies = set_cookies(&answer);
    assert_eq!(cookies.len(), 1, "{cookies:?}");
    assert!(cookies[0].starts_with("__Host-entente-visit="), "{cookies:?}");
    assert_eq!(
        parts(cookies[0]),
        ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"],
        "it ends with the browser"
    );
    let strict = answer.header("strict-transport-security").unwrap();
    assert!(strict.starts_with("max-age=63072000"), "{strict}");

    let session = Cookies::session(https.instance.app.config(), "s".into(), time::Duration::days(14));
    let session = session.to_string();
    assert!(session.starts_with("__Host-entente-session=s;"));
    assert_eq!(parts(&session), ["HttpOnly", "Max-Age=1209600", "Path=/", "SameSite=Lax", "Secure"]);
    assert!(Cookies::no_session(https.instance.app.config()).to_string().contains("Max-Age=0"));

    // Behind https only the guarded name counts: no neighbour on the same host can plant another.
    let (report, _) = https.released(&json!({ "title": "For ourselves" }), &["org:open-lines"]);
    let id = https.person(REPORTER);
    let (_, secret) = https.write(|tx| accounts::start(tx, &id, SessionKind::Page, "test"));
    for (name, status) in [("__Host-entente-session", 200), ("entente-session", 404)] {
        let client = https.public();
        client.set_cookie(name, &secret);
        client.get(&format!("/reports/{report}")).expect(status);
    }

    let loopback = Serving::new();
    let answer = loopback.public().get("/");
    let cookies = set_cookies(&answer);
    assert!(cookies[0].starts_with("entente-visit="), "{cookies:?}");
    assert_eq!(parts(cookies[0]), ["HttpOnly", "Path=/", "SameSite=Lax"]);
    assert_eq!(answer.header("strict-transport-security"), None);
}

fn attempt(serving: &Serving, email: &str, password: &str, from: Option<&str>) -> Result<()> {
    let address = from.map(|address| address.parse().unwrap());
    let attempt = Attempt { email: email.into(), password: password.into(), address, browser: None };
    serving.check(attempt).map(|_| ())
}

/// A wrong password that was looked at.
#[track_caller]
fn wrong(serving: &Serving, email: &str, from: Option<&str>) {
    let answer = attempt(serving, email, "not the password", from);
    assert!(matches!(answer, Err(Error::Invalid(_))), "{answer:?}");
}

/// How long somebody is told to wait, whatever they bring: the right password, too.
#[track_caller]
fn told_to_wait(serving: &Serving, email: &str, from: Option<&str>) -> u64 {
    match attempt(serving, email, PASSWORD, from) {
        Err(Error::TooMany(seconds)) => seconds,
        other => panic!("looked at: {other:?}"),
    }
}

#[test]
fn guessing_at_an_account_from_a_network_gets_slower_and_nobody_else_is_slowed() {
    let serving = Serving::new();
    let (from, other) = (Some("203.0.113.7"), Some("203.0.113.8"));
    let wait = |seconds: u64| serving.place.clock.advance(TimeDelta::seconds(seconds.try_into().unwrap()));
    for _ in 0..3 {
        wrong(&serving, REPORTER, from);
    }
    for seconds in [2, 4, 8, 16, 30, 30] {
        wrong(&serving, REPORTER, from);
        assert_eq!(told_to_wait(&serving, REPORTER, from), seconds);
        assert_eq!(told_to_wait(&serving, " AMINA@open-lines.example.ORG ", from), seconds, "one mailbox");
        assert!(attempt(&serving, REPORTER, PASSWORD, other).is_ok(), "its owner elsewhere");
        assert!(attempt(&serving, REPORTER, PASSWORD, None).is_ok(), "or where addresses tell nothing");
        wait(seconds - 1);
        assert_eq!(told_to_wait(&serving, REPORTER, from), 1);
        wait(1);
    }
    assert!(
        attempt(&serving, REVIEWER, PASSWORD, from).is_ok(),
        "of others in the same network nothing is slower"
    );
    // Asking while one should wait makes nobody wait longer, and half a minute is the most.
    assert!(attempt(&serving, REPORTER, PASSWORD, from).is_ok());
    for _ in 0..3 {
        wrong(&serving, REPORTER, from);
    }
    assert!(attempt(&serving, REPORTER, PASSWORD, from).is_ok(), "what was guessed before is forgotten");
}

#[test]
fn guesses_that_come_at_once_are_counted_one_by_one() {
    let serving = Serving::new();
    let looked_at = std::thread::scope(|scope| {
        let guess = || attempt(&serving, REPORTER, "not the password", Some("203.0.113.7"));
        let guesses: Vec<_> = (0..12).map(|_| scope.spawn(guess)).collect();
        let answers = guesses.into_iter().map(|guess| guess.join().unwrap());
        answers.filter(|answer| matches!(answer, Err(Error::Invalid(_)))).count()
    });
    assert_eq!(looked_at, 4, "three are free, and the fourth makes the others wait");
}

#[test]
fn a_household_is_one_network_and_guesses_at_many_accounts_refuse_none() {
    let serving = Serving::new();
    let from = Some("203.0.113.7");
    for number in 0..8 {
        wrong(&serving, &format!("nobody-{number}@example.org"), from);
    }
    assert!(attempt(&serving, GOVERNMENT, PASSWORD, from).is_ok());
    // A household has a whole /64, and the next one its own.
    for number in 0..4 {
        wrong(&serving, GOVERNMENT_REVIEWER, Some(&format!("2001:db8:1:2::{number}")));
    }
    assert_eq!(told_to_wait(&serving, GOVERNMENT_REVIEWER, Some("2001:db8:1:2:ffff::1")), 2);
    assert!(attempt(&serving, GOVERNMENT_REVIEWER, PASSWORD, Some("2001:db8:1:3::1")).is_ok());
    // A day without another failure is forgotten.
    for _ in 0..2 {
        serving.place.clock.advance(TimeDelta::seconds(30));
        wrong(&serving, GOVERNMENT_REVIEWER, Some("2001:db8:1:2::1"));
    }
    serving.place.clock.advance(TimeDelta::hours(24));
    wrong(&serving, GOVERNMENT_REVIEWER, Some("2001:db8:1:2::1"));
    assert!(attempt(&serving, GOVERNMENT_REVIEWER, PASSWORD, Some("2001:db8:1:2::1")).is_ok());
}

fn proxied(peer: &str, forwarded: &[&str], trusted: &[&str]) -> Option<IpAddr> {
    let trusted_proxy = trusted.iter().map(|address| address.parse().unwrap()).collect();
    let config = Config::settle(Settings { trusted_proxy, ..Settings::default() }).unwrap();
    let peer = std::net::SocketAddr::new(peer.parse().unwrap(), 4711);
    let request = TestRequest::default().peer_addr(peer);
    let request =
        forwarded.iter().fold(request, |request, line| request.append_header(("X-Forwarded-For", *line)));
    client_address(&config, &request.to_http_request())
}

#[test]
fn only_a_trusted_proxy_says_who_is_behind_it() {
    let address = |text: &str| Some(text.parse::<IpAddr>().unwrap());
    let trusted = &["10.0.0.1", "10.0.0.2"][..];
    let forged = "198.51.100.9";
    for (peer, forwarded, trusted, expected) in [
        ("203.0.113.7", &[][..], &[][..], address("203.0.113.7")),
        ("203.0.113.7", &[forged], &[], address("203.0.113.7")),
        ("203.0.113.7", &[forged], trusted, address("203.0.113.7")),
        ("10.0.0.1", &["203.0.113.7"], trusted, address("203.0.113.7")),
        // Whatever the visitor had written stands before what the proxy added, in one line or in two.
        ("10.0.0.1", &["198.51.100.9, 203.0.113.7"], trusted, address("203.0.113.7")),
        ("10.0.0.1", &[forged, "203.0.113.7"], trusted, address("203.0.113.7")),
        ("10.0.0.1", &["198.51.100.9,203.0.113.7 , 10.0.0.2"], trusted, address("203.0.113.7")),
        ("10.0.0.1", &[forged, "203.0.113.7", "10.0.0.2"], trusted, address("203.0.113.7")),
        ("10.0.0.1", &["2001:db8::1"], trusted, address("2001:db8::1")),
        // With the port that they spoke from, as some proxies write it.
        ("10.0.0.1", &["203.0.113.7:50312"], trusted, address("203.0.113.7")),
        ("10.0.0.1", &["198.51.100.9:1, 203.0.113.7:50312, 10.0.0.2:443"], trusted, address("203.0.113.7")),
        ("10.0.0.1", &["[2001:db8::1]:50312"], trusted, address("2001:db8::1")),
        ("10.0.0.1", &["[2001:db8::1]"], trusted, address("2001:db8::1")),
        ("10.0.0.1", &["\"[2001:db8::1]:50312\""], trusted, address("2001:db8::1")),
        ("10.0.0.1", &["\"203.0.113.7\""], trusted, address("203.0.113.7")),
        ("10.0.0.1", &["[::ffff:203.0.113.7]:1"], trusted, address("203.0.113.7")),
        ("10.0.0.1", &["198.51.100.9, 203.0.113.7:"], trusted, None),
        ("10.0.0.1", &["198.51.100.9, 203.0.113.7:99999"], trusted, None),
        ("10.0.0.1", &["198.51.100.9, _hidden:1"], trusted, None),
        ("10.0.0.1", &[], trusted, None),
        ("10.0.0.1", &["unknown"], trusted, None),
        ("10.0.0.1", &["198.51.100.9, unknown"], trusted, None),
        ("10.0.0.1", &["10.0.0.2"], trusted, None),
        // An onion service, or a proxy of this machine that nobody named: all visitors look alike.
        ("127.0.0.1", &[forged], &[], None),
        ("::1", &[], &[], None),
        // A listener for both families sees IPv4 in the clothes of IPv6.
        ("::ffff:127.0.0.1", &[forged], &[], None),
        ("::ffff:203.0.113.7", &[], &[], address("203.0.113.7")),
        ("::ffff:10.0.0.1", &["::ffff:203.0.113.7"], trusted, address("203.0.113.7")),
    ] {
        assert_eq!(proxied(peer, forwarded, trusted), expected, "{peer} {forwarded:?} {trusted:?}");
    }
}

fn signs_in(serving: &Serving, email: &str, password: &str, forwarded: &str) -> Answer {
    let sent = json!({ "email": email, "password": password });
    serving.public().json("POST", "/api/v1/sessions", &[("X-Forwarded-For", forwarded)], &sent)
}

#[test]
fn behind_a_trusted_proxy_addresses_count_and_behind_loopback_nobody_is_refused_for_another() {
    let proxied = Serving::with(|settings| settings.trusted_proxy = vec!["127.0.0.1".parse().unwrap()]);
    let plain = Serving::new();
    for email in [GOVERNMENT, "nobody@example.org"] {
        for _ in 0..4 {
            signs_in(&proxied, email, "not the password", "198.51.100.9, 203.0.113.7").expect(422);
            signs_in(&plain, email, "not the password", "198.51.100.9, 203.0.113.7").expect(422);
        }
        let told = signs_in(&proxied, email, PASSWORD, "192.0.2.1, 203.0.113.7:50312").expect(429);
        assert_eq!(told.header("retry-after"), Some("2"));
        told.problem("guessing");
    }
    signs_in(&proxied, GOVERNMENT, PASSWORD, "203.0.113.7, 203.0.113.8").expect(201);
    signs_in(&proxied, COMPANY, PASSWORD, "203.0.113.8, 203.0.113.7").expect(201);
    // Nobody is believed: whoever guesses has the address of everybody, and nobody is refused for it.
    signs_in(&plain, GOVERNMENT, PASSWORD, "203.0.113.7").expect(201);
}

#[test]
fn whether_an_account_exists_is_told_by_no_answer_and_by_no_time() {
    let serving = Serving::with(|settings| settings.trusted_proxy = vec!["127.0.0.1".parse().unwrap()]);
    let answer = |email: &str, password: &str| signs_in(&serving, email, password, "");
    let unknown = answer("nobody@open-lines.example.org", PASSWORD).expect(422);
    assert_eq!(answer(REPORTER, "not the password").timeless(), unknown.timeless());
    assert_eq!(answer(REPORTER, "").timeless(), unknown.timeless());
    assert_eq!(answer("", "").timeless(), unknown.timeless());
    let answer = |email: &str, password: &str| signs_in(&serving, email, password, "203.0.113.7");
    for email in ["nobody@open-lines.example.org", REPORTER] {
        (0..4).for_each(|_| drop(answer(email, "not the password")));
    }
    let late = answer(REPORTER, PASSWORD).expect(429);
    assert_eq!(answer("nobody@open-lines.example.org", PASSWORD).timeless(), late.timeless());
    // The quickest of many: what else the machine does makes single ones slower.
    let (mut known, mut unknown) = (Duration::MAX, Duration::MAX);
    for round in 0..40 {
        let timed = |email: &str| {
            let begun = Instant::now();
            wrong(&serving, email, None);
            begun.elapsed()
        };
        known = known.min(timed([REVIEWER, ADMIN, GOVERNMENT, GOVERNMENT_REVIEWER][round % 4]));
        unknown = unknown.min(timed(&format!("nobody-{round}@example.org")));
        serving.place.clock.advance(TimeDelta::minutes(1));
        if round >= 4 && unknown > known / 2 && known > unknown / 2 {
            return;
        }
    }
    panic!("{known:?} for an account, {unknown:?} for none");
}

fn invited(serving: &Serving, email: &str) -> String {
    let sent = json!({ "email": email, "roles": ["observer"] });
    let path = "/api/v1/organisations/open-lines/invitations";
    let link = serving.client(ADMIN).post(path, &sent).expect(201).json();
    let secret = link["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    format!("/api/v1/invitations/{secret}")
}

/// OWASP's Password Storage Cheat Sheet: Argon2id with 19 MiB, two iterations, one lane.
#[test]
fn passwords_are_kept_as_owasp_says() {
    let serving = Serving::new();
    let password = "seven violet umbrellas marching";
    for name in ["one", "two"] {
        let sent = json!({ "name": name, "password": password });
        let path = invited(&serving, &format!("{name}@open-lines.example.org"));
        serving.public().post(&path, &sent).expect(201);
    }
    let made = person::table.filter(person::name.eq_any(["one", "two"])).select(person::password_hash);
    let hashes: Vec<String> = serving.place.database.read(|conn| Ok(made.load(conn)?)).unwrap();
    assert_eq!(hashes.len(), 2);
    assert_ne!(hashes[0], hashes[1], "each has its own salt");
    for hash in &hashes {
        let parts: Vec<&str> = hash.split('$').collect();
        assert_eq!(parts[1..4], ["argon2id", "v=19", "m=19456,t=2,p=1"], "{hash}");
        assert_eq!((parts[4].len(), parts[5].len()), (22, 43), "16 bytes of salt, 32 of hash: {hash}");
    }
}

#[test]
fn a_password_known_from_a_breach_cannot_be_chosen() {
    let folder = support::folder();
    let list = folder.path().join("breached.txt");
    std::fs::write(&list, "hunter2\nseven violet umbrellas marching\r\nein grüner Regenschirm am Hafen\n")
        .unwrap();
    let serving = Serving::with(|settings| settings.breached_passwords = Some(list));
    let path = invited(&serving, "nadia@open-lines.example.org");
    let choose =
        |password: &str| serving.public().post(&path, &json!({ "name": "Nadia", "password": password }));
    for known in ["seven violet umbrellas marching", "ein grüner Regenschirm am Hafen"] {
        let refused = choose(known).expect(422).problem(known);
        assert!(refused["errors"]["password"][0].as_str().unwrap().contains("breach"), "{refused}");
    }
    for weak in ["", "short", "aaaaaaaaaaaaaaaa", "nadia@open-lines.example.org", &"long words ".repeat(40)] {
        assert!(choose(weak).expect(422).problem(weak)["errors"]["password"].is_array());
    }
    choose("seven violet umbrellas marched").expect(201);
}
