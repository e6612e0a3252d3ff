//! Signing in: where it leads, what it refuses, and the cookies that carry it.

use crate::http::Client;
use crate::serving::{PASSWORD, REPORTER, Serving};

fn sign_in(client: &Client, email: &str, password: &str, next: &str) -> crate::http::Answer {
    client.fill("/sign-in", "/sign-in", &[("email", email), ("password", password), ("next", next)])
}

#[test]
fn one_goes_on_to_what_one_wanted_and_nowhere_else() {
    let serving = Serving::new();
    for (next, to) in [
        ("", "/desk"),
        ("/account", "/account"),
        ("/incidents?country=IN&q=%D9%83", "/incidents?country=IN&q=%D9%83"),
        ("//evil.example/", "/desk"),
        ("https://evil.example/", "/desk"),
        ("/\\evil.example", "/desk"),
        ("/\r\nSet-Cookie: x=y", "/desk"),
    ] {
        let answer = sign_in(&serving.public(), REPORTER, PASSWORD, next).expect(303);
        assert_eq!(answer.header("location"), Some(to), "{next}");
    }
    let client = serving.public();
    let led = client.page("/organisations?x=1&y=%26").expect(303);
    let address = led.header("location").unwrap().to_owned();
    assert_eq!(address, "/sign-in?next=%2Forganisations%3Fx%3D1%26y%3D%2526");
    let answer =
        client.fill(&address, "/sign-in", &[("email", REPORTER), ("password", PASSWORD)]).expect(303);
    assert_eq!(answer.header("location"), Some("/organisations?x=1&y=%26"));
    // Signed in already: there is nothing to fill in.
    assert_eq!(client.page("/sign-in?next=/account").expect(303).header("location"), Some("/account"));
    assert_eq!(client.page("/sign-in").expect(303).header("location"), Some("/desk"));
    // And a form of another window, from before, leads on too.
    let old = client.form("/sign-in", &[("Accept", "text/html")], &[("csrf", "old"), ("next", "/account")]);
    assert_eq!(old.expect(303).header("location"), Some("/desk"));
}

#[test]
fn a_wrong_password_gives_the_form_back_and_costs_time() {
    let serving = Serving::new();
    let client = serving.public();
    for attempt in 0..4 {
        let answer = sign_in(&client, REPORTER, "not the one & only", "/account").expect(422);
        let text = answer.text();
        assert!(text.contains("do not fit together"), "{attempt}: {text}");
        assert!(text.contains(&format!("value=\"{REPORTER}\"")), "what was typed comes back: {text}");
        assert!(text.contains("name=\"next\" value=\"/account\""), "{text}");
        assert!(!text.contains("not the one"), "a password never comes back");
        assert!(
            answer.headers.iter().all(|(name, value)| name != "set-cookie" || !value.contains("session"))
        );
    }
    // Where strangers look alike nobody is refused for what another one typed.
    sign_in(&client, REPORTER, PASSWORD, "").expect(303);
    // Nobody's address and nobody's account look the same.
    let unknown = sign_in(&serving.public(), "nobody@open-lines.example.org", "wrong", "").expect(422).text();
    assert!(unknown.contains("do not fit together"));
    for (email, password) in [("", ""), (REPORTER, ""), ("", PASSWORD), ("x".repeat(9_000).as_str(), "y")] {
        sign_in(&serving.public(), email, password, "").expect(422);
    }
}

#[test]
fn whoever_guesses_is_told_to_wait_on_the_page_and_loses_nothing() {
    let serving = Serving::with(|settings| settings.trusted_proxy = vec!["127.0.0.1".parse().unwrap()]);
    let client = serving.public();
    let code = serving.code_of_forms(&client);
    let from = [("Accept", "text/html"), ("X-Forwarded-For", "203.0.113.7")];
    let send = |password: &str| {
        let typed = [("email", REPORTER), ("password", password), ("next", "/account"), ("remember", "yes")];
        client.form("/sign-in", &from, &[&typed[..], &[("csrf", &code)]].concat())
    };
    for _ in 0..4 {
        send("not the one").expect(422);
    }
    let late = send(PASSWORD).expect(429);
    assert_eq!(late.header("retry-after"), Some("2"));
    let text = late.text();
    assert!(text.contains("Try again in 2 seconds") && text.contains("name=\"password\""), "{text}");
    assert!(text.contains("value=\"yes\" checked"), "{text}");
    serving.place.clock.advance(chrono::TimeDelta::seconds(2));
    send(PASSWORD).expect(303);
}

#[test]
fn the_cookie_is_as_closed_as_the_address_allows() {
    let cookie = |serving: &Serving| {
        let answer = sign_in(&serving.public(), REPORTER, PASSWORD, "").expect(303);
        let cookies =
            answer.headers.iter().filter(|(name, value)| name == "set-cookie" && value.contains("session"));
        cookies.map(|(_, value)| value.clone()).next().expect("a session")
    };
    let plain = cookie(&Serving::new());
    assert!(plain.starts_with("entente-session="), "{plain}");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=1209600"] {
        assert!(plain.contains(part), "{part}: {plain}");
    }
    assert!(!plain.contains("Secure") && !plain.contains("Domain"), "{plain}");
    let serving = Serving::with(|settings| settings.public_url = Some("https://coalition.example".into()));
    let closed = cookie(&serving);
    assert!(closed.starts_with("__Host-entente-session="), "{closed}");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Secure"] {
        assert!(closed.contains(part), "{part}: {closed}");
    }
    assert!(!closed.contains("Domain"), "{closed}");
}

#[test]
fn a_session_ends_by_time_and_its_cookie_does_not_stand_in_the_way() {
    let serving = Serving::new();
    let client = serving.public();
    sign_in(&client, REPORTER, PASSWORD, "").expect(303);
    serving.place.clock.advance(chrono::TimeDelta::hours(13));
    assert!(client.cookie("entente-session").is_some());
    client.page("/account").expect(303);
    sign_in(&client, REPORTER, PASSWORD, "/account").expect(303);
    client.page("/account").expect(200);
}

#[test]
fn sessions_are_listed_and_ended_by_names_of_their_own() {
    let serving = Serving::new();
    let (here, there) = (serving.new_client(REPORTER), serving.new_client(REPORTER));
    let text = here.page("/account").expect(200).text();
    assert_eq!(text.matches("This one").count(), 1, "{text}");
    assert!(text.contains("A browser") && text.contains("A program"), "{text}");
    let handles: Vec<&str> =
        text.split("name=\"session\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(handles.len(), 4, "two browsers and two programs: {text}");
    let of_this = text.split("This one").nth(1).unwrap().split("name=\"session\" value=\"").nth(1).unwrap();
    let of_this = of_this.split('"').next().unwrap();
    // Somebody else's name of a session is nobody's.
    let other = serving.new_client(crate::serving::REVIEWER);
    other.fill("/account", "/account/sessions/end", &[("session", of_this)]).expect(404);
    let ended = here.fill("/account", "/account/sessions/end-others", &[]).expect(303);
    assert_eq!(ended.header("location"), Some("/account?done=sessions-ended"));
    there.page("/account").expect(303);
    there.get("/api/v1/me").expect(401);
    let text = here.page("/account").expect(200).text();
    assert_eq!(text.matches("name=\"session\"").count(), 1, "{text}");
    let ended = here.fill("/account", "/account/sessions/end", &[("session", of_this)]).expect(303);
    assert_eq!(ended.header("location"), Some("/?done=signed-out"));
    assert_eq!(here.cookie("entente-session"), None);
}

#[test]
fn a_new_password_ends_the_other_sessions() {
    let serving = Serving::new();
    let (here, there) = (serving.new_client(REPORTER), serving.new_client(REPORTER));
    let change =
        |old: &str, new: &str| here.fill("/account", "/account/password", &[("old", old), ("password", new)]);
    let fresh = "eleven quiet rivers in autumn";
    assert!(change("wrong", fresh).expect(422).text().contains("This is not your present password."));
    assert!(change(PASSWORD, "short").expect(422).text().contains("At least 12 characters"));
    assert!(change(PASSWORD, "passwordpassword").expect(422).text().contains("too easy to guess"));
    there.page("/account").expect(200);
    change(PASSWORD, fresh).expect(303);
    there.page("/account").expect(303);
    here.page("/account").expect(200);
    sign_in(&serving.public(), REPORTER, PASSWORD, "").expect(422);
    sign_in(&serving.public(), REPORTER, fresh, "").expect(303);
}

#[test]
fn pages_speak_the_language_that_was_chosen_or_asked_for() {
    let serving = Serving::new();
    let reporter = serving.new_client(REPORTER);
    reporter.fill("/account", "/account", &[("name", "Amina Diallo"), ("language", "en")]).expect(303);
    let asked = [("Accept", "text/html"), ("Accept-Language", "xx, en-GB;q=0.4")];
    for client in [&reporter, &serving.public()] {
        let text = client.send("GET", "/", &asked, b"").expect(200).text();
        assert!(text.contains("<html lang=\"en\" dir=\"ltr\">"), "{text}");
    }
    let text = reporter.page("/account").text();
    assert!(text.contains("<option value=\"en\" selected>English</option>"), "{text}");
    // Errors stand in the frame of those who are signed in.
    let text = reporter.page("/nowhere").expect(404).text();
    assert!(text.contains("Amina Diallo") && !text.contains("href=\"/sign-in\""), "{text}");
    let text = serving.public().page("/nowhere").expect(404).text();
    assert!(text.contains("href=\"/sign-in\""), "{text}");
    let huge = "x".repeat(3 * 1024 * 1024);
    let sent = reporter.form("/account", &[("Accept", "text/html")], &[("name", &huge)]);
    assert_eq!(sent.status, 413);
    let broken = [("Content-Type", "application/x-www-form-urlencoded")];
    assert_eq!(reporter.send("POST", "/account", &broken, b"name=%zz").status, 400);
}
