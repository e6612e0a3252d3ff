//! Nobody keeps members from signing in: not by guessing at an account, not by keeping the machine busy. And nobody fills
//! the log by it.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::db::schema::{audit, remembered_browser, sign_in_delay};
use serde_json::{Value, json};

use crate::http::{Answer, Client};
use crate::serving::{ADMIN, PASSWORD, REPORTER, REVIEWER, Serving};

/// Strangers are answered within this time, even where nothing tells them apart.
const STRANGERS: Duration = Duration::from_secs(30);

fn behind_a_proxy() -> Serving {
    Serving::with(|settings| settings.trusted_proxy = vec!["127.0.0.1".parse().unwrap()])
}

fn sign_in(serving: &Serving, email: &str, password: &str, from: &str) -> Answer {
    let sent = json!({ "email": email, "password": password });
    let headers = [("X-Forwarded-For", from)];
    let headers = if from.is_empty() { &[][..] } else { &headers[..] };
    Client::of(serving.port).json("POST", "/api/v1/sessions", headers, &sent)
}

/// By the page, in this browser.
fn sign_in_by_page(client: &Client, email: &str, password: &str, remember: bool) -> Answer {
    let fields = [("email", email), ("password", password), ("remember", "yes")];
    client.fill("/sign-in", "/sign-in", if remember { &fields } else { &fields[..2] })
}

/// Ends an attack also where a test fails meanwhile.
struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Runs `tries` while as many strangers as `guesses` guess without a pause, each told its number and that of its guess.
fn while_strangers_guess(
    strangers: usize,
    guess: impl Fn(usize, usize) + Sync,
    tries: impl FnOnce(),
) -> usize {
    let (ended, guessed) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for stranger in 0..strangers {
            let (ended, guessed, guess) = (&ended, &guessed, &guess);
            scope.spawn(move || {
                let mut number = 0;
                while !ended.load(Ordering::SeqCst) {
                    guess(stranger, number);
                    guessed.fetch_add(1, Ordering::SeqCst);
                    number += 1;
                }
            });
        }
        // The attack is under way before anybody else comes.
        while guessed.load(Ordering::SeqCst) < strangers.min(4) {
            std::thread::sleep(Duration::from_millis(5));
        }
        let end = End(&ended);
        tries();
        drop(end);
    });
    guessed.into_inner()
}

#[test]
fn guesses_at_a_known_address_do_not_keep_its_owner_out() {
    let serving = Serving::new();
    let guess = |_, _| drop(sign_in(&serving, REPORTER, "not the password", "").expect(422));
    let guessed = while_strangers_guess(6, guess, || {
        for _ in 0..10 {
            let begun = Instant::now();
            sign_in(&serving, REPORTER, PASSWORD, "").expect(201);
            assert!(begun.elapsed() < STRANGERS);
            // And readers are not kept waiting.
            serving.public().get("/api/v1/incidents").expect(200);
        }
    });
    assert!(guessed >= 10, "{guessed} guesses are no attack");
}

#[test]
fn guesses_at_invented_addresses_keep_no_member_out() {
    let serving = Serving::new();
    let remembered = serving.public();
    sign_in_by_page(&remembered, REVIEWER, PASSWORD, true).expect(303);
    let browser = remembered.cookie("entente-browser").unwrap();
    let guess = |stranger, number| {
        let email = format!("invented-{stranger}-{number}@example.org");
        sign_in(&serving, &email, "not the password", "").expect(422);
    };
    while_strangers_guess(40, guess, || {
        for _ in 0..3 {
            let begun = Instant::now();
            sign_in(&serving, REPORTER, PASSWORD, "").expect(201);
            let stranger = begun.elapsed();
            assert!(stranger < STRANGERS, "{stranger:?}");
            let client = serving.public();
            client.set_cookie("entente-browser", &browser);
            let begun = Instant::now();
            sign_in_by_page(&client, REVIEWER, PASSWORD, false).expect(303);
            let known = begun.elapsed();
            assert!(known < stranger, "{known:?} from a browser that is known, {stranger:?} else");
        }
    });
}

#[test]
fn guesses_from_elsewhere_keep_nobody_out_and_leave_nothing_with_the_account() {
    let serving = behind_a_proxy();
    let refused = AtomicUsize::new(0);
    let guess = |stranger: usize, _| {
        let from = format!("203.0.113.{stranger}");
        if sign_in(&serving, REPORTER, "not the password", &from).status == 429 {
            refused.fetch_add(1, Ordering::SeqCst);
        }
    };
    while_strangers_guess(8, guess, || {
        for _ in 0..10 {
            let begun = Instant::now();
            sign_in(&serving, REPORTER, PASSWORD, "198.51.100.1").expect(201);
            assert!(begun.elapsed() < STRANGERS);
        }
    });
    assert!(refused.load(Ordering::SeqCst) > 0, "those who guess are slowed down");
    let kept: i64 =
        serving.place.database.read(|conn| Ok(sign_in_delay::table.count().get_result(conn)?)).unwrap();
    assert_eq!(kept, 8, "one count for each network that guessed, and none for its owner's");
}

#[test]
fn where_strangers_look_alike_guesses_are_kept_nowhere() {
    let serving = Serving::new();
    let before = serving.state();
    for email in [REPORTER, "invented@example.org"] {
        for _ in 0..5 {
            sign_in(&serving, email, "not the password", "").expect(422);
        }
    }
    assert_eq!(serving.state(), before);
}

/// The rows of the log about failed sign-ins, with how many each tells of.
fn logged(serving: &Serving) -> Vec<Value> {
    serving.instance.sign_ins.log_failures(&serving.instance.app, false).unwrap();
    let rows = audit::table.filter(audit::act.eq("sign_in.failed")).order(audit::at).select(audit::detail);
    let details: Vec<String> = serving.place.database.read(|conn| Ok(rows.load(conn)?)).unwrap();
    details.iter().map(|detail| serde_json::from_str::<Value>(detail).unwrap()["times"].clone()).collect()
}

#[test]
fn the_log_tells_of_guesses_in_one_row_an_hour() {
    let serving = Serving::new();
    assert_eq!(logged(&serving), [0; 0]);
    for email in [REPORTER, REPORTER, REPORTER, "invented@example.org"] {
        sign_in(&serving, email, "not the password", "").expect(422);
    }
    assert_eq!(logged(&serving), [3]);
    for _ in 0..4 {
        sign_in(&serving, REPORTER, "not the password", "").expect(422);
    }
    assert_eq!(logged(&serving), [3], "not within the hour");
    serving.place.clock.advance(TimeDelta::hours(1));
    assert_eq!(logged(&serving), [3, 4]);
    assert_eq!(logged(&serving), [3, 4]);
    let log = serving.client(ADMIN).page("/log").expect(200).text();
    assert!(log.contains("Times: 3") && log.contains("Times: 4"), "{log}");
}

#[test]
fn a_browser_is_remembered_on_request_alone_and_opens_nothing() {
    let serving = Serving::with(|settings| settings.public_url = Some("https://coalition.example".into()));
    let name = "__Host-entente-browser";
    let client = serving.public();
    sign_in_by_page(&client, REPORTER, PASSWORD, false).expect(303);
    assert_eq!(client.cookie(name), None);
    let client = serving.public();
    sign_in_by_page(&client, REPORTER, "not the password", true).expect(422);
    assert_eq!(client.cookie(name), None);
    let answer = sign_in_by_page(&client, REPORTER, PASSWORD, true).expect(303);
    let set = answer.headers.iter().find(|(_, value)| value.starts_with(name)).unwrap().1.clone();
    for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=15552000"] {
        assert!(set.contains(part), "{part}: {set}");
    }
    let secret = client.cookie(name).unwrap();
    let kept: Vec<String> = serving
        .place
        .database
        .read(|conn| Ok(remembered_browser::table.select(remembered_browser::token_hash).load(conn)?))
        .unwrap();
    assert!(kept.len() == 1 && kept[0] != secret, "its hash is kept, never itself");
    // Alone it is worth nothing, on a page or to the API.
    let alone = serving.public();
    alone.set_cookie(name, &secret);
    alone.page("/account").expect(303);
    alone.set_cookie("__Host-entente-session", &secret);
    alone.page("/account").expect(303);
    alone.clone().with_bearer(secret.clone()).get("/api/v1/me").expect(401);
    // And it tells nobody whose it is.
    let told = |email: &str| {
        let client = serving.public();
        client.set_cookie(name, &secret);
        let answer = sign_in_by_page(&client, email, "not the password", false).expect(422);
        answer.steady().replace(email, "…")
    };
    assert_eq!(told(REPORTER), told("nobody@open-lines.example.org"));
    // Signed in again with the box ticked, the browser has another secret, and the old one is gone.
    let again = serving.public();
    again.set_cookie(name, &secret);
    sign_in_by_page(&again, REPORTER, PASSWORD, true).expect(303);
    assert_ne!(again.cookie(name).unwrap(), secret);
    let count = serving.state().0["remembered_browser"];
    assert_eq!(count, 1);
}

#[test]
fn whoever_guesses_in_a_remembered_browser_slows_that_one_alone() {
    let serving = behind_a_proxy();
    let browser = serving.public();
    sign_in_by_page(&browser, REPORTER, PASSWORD, true).expect(303);
    let secret = browser.cookie("entente-browser").unwrap();
    let thief = || {
        let client = serving.public();
        client.set_cookie("entente-browser", &secret);
        client
    };
    for _ in 0..4 {
        sign_in_by_page(&thief(), REPORTER, "not the password", false).expect(422);
    }
    sign_in_by_page(&thief(), REPORTER, PASSWORD, false).expect(429);
    sign_in_by_page(&serving.public(), REPORTER, PASSWORD, false).expect(303);
    // For another account it is nobody's browser.
    sign_in_by_page(&thief(), REVIEWER, PASSWORD, false).expect(303);
    serving.place.clock.advance(TimeDelta::seconds(2));
    sign_in_by_page(&thief(), REPORTER, PASSWORD, false).expect(303);
}

#[test]
fn a_browser_that_is_remembered_for_somebody_else_is_forgotten_in_both_logs() {
    let serving = Serving::new();
    let shared = serving.public();
    sign_in_by_page(&shared, REPORTER, PASSWORD, true).expect(303);
    shared.fill("/account", "/sign-out", &[]).expect(303);
    sign_in_by_page(&shared, REVIEWER, PASSWORD, true).expect(303);
    assert_eq!(serving.state().0["remembered_browser"], 1);
    let logged = |act: &str, of: &str| {
        let of = serving.person(of);
        let rows = audit::table.filter(audit::act.eq(act)).filter(audit::subject.eq(of.as_str().to_owned()));
        serving.place.database.read(|conn| Ok(rows.count().get_result::<i64>(conn)?)).unwrap()
    };
    assert_eq!((logged("browser.remembered", REPORTER), logged("browser.forgotten", REPORTER)), (1, 1));
    assert_eq!((logged("browser.remembered", REVIEWER), logged("browser.forgotten", REVIEWER)), (1, 0));
}

#[test]
fn a_remembered_browser_is_forgotten_when_its_owner_says_so() {
    let serving = Serving::new();
    let count = || serving.state().0["remembered_browser"];
    let remembered = || {
        let client = serving.public();
        sign_in_by_page(&client, REPORTER, PASSWORD, true).expect(303);
        client
    };
    let (here, there) = (remembered(), remembered());
    let page = here.page("/account").expect(200).text();
    assert!(page.contains("This browser is remembered") && page.contains("One other browser"), "{page}");
    let left = here.fill("/account", "/sign-out", &[]).expect(303);
    assert_eq!(left.header("location"), Some("/?done=signed-out"));
    assert!(here.cookie("entente-browser").is_some() && count() == 2, "to sign out is not to forget");
    sign_in_by_page(&here, REPORTER, PASSWORD, false).expect(303);
    here.fill("/account", "/account/sessions/end-others", &[]).expect(303);
    assert_eq!(count(), 1, "the others are forgotten");
    assert!(here.page("/account").text().contains("This browser is remembered"));
    there.page("/account").expect(303);
    // The form that forgets stands on the account's page alone.
    let code = serving.code_of_forms(&here);
    let left = here.form("/sign-out", &[], &[("csrf", &code), ("forget", "yes")]).expect(303);
    assert_eq!(left.header("location"), Some("/?done=forgotten"));
    assert!(here.cookie("entente-browser").is_none() && here.cookie("entente-session").is_none());
    assert_eq!(count(), 0);

    let (here, _there) = (remembered(), remembered());
    let fresh = [("old", PASSWORD), ("password", "eleven quiet rivers in autumn")];
    here.fill("/account", "/account/password", &fresh).expect(303);
    assert_eq!(count(), 1, "a new password forgets the others");
    let reviewer = serving.public();
    sign_in_by_page(&reviewer, REVIEWER, PASSWORD, true).expect(303);
    for _ in 0..12 {
        sign_in_by_page(&serving.public(), REVIEWER, PASSWORD, true).expect(303);
    }
    assert_eq!(count(), 11, "ten of one account, and Amina's");
    let close = [("person", REVIEWER)];
    serving
        .client(ADMIN)
        .fill("/organisations/open-lines", "/organisations/open-lines/people/close", &close)
        .expect(303);
    assert_eq!(count(), 1, "a closed account leaves none");
}
