//! What was begun with a right is not ended without it.

use entente::access::Role;
use entente::accounts::{self, Attempt};
use entente::error::Error;
use entente::people::{self, Wanted};
use serde_json::json;

use crate::http::Client;
use crate::serving::{AMINA, ANA, BEN, FARAH, LEILA, PASSWORD, PAVEL, ROSA, SAMI, SVEN, Serving, TOMAS};

const OTHER: &str = "eleven quiet rivers in autumn";

fn change_password(client: &Client, old: &str) -> crate::http::Answer {
    client.fill("/account", "/account/password", &[("old", old), ("password", OTHER)])
}

/// Says what a convenor wants for an organisation, and whether it happened.
fn vote(serving: &Serving, convenor: &str, slug: &str, wanted: Wanted) -> bool {
    let viewer = serving.viewer(convenor);
    serving.write(|tx| {
        let of = people::organisation_for_operator(tx.conn, slug)?;
        people::vote(tx, &viewer, &of, wanted, "A reason.")
    })
}

#[test]
fn a_suspended_organisation_releases_nothing_by_the_hands_of_others() {
    let serving = Serving::new();
    let report = serving.draft(SAMI, &json!({ "title": "Waiting" }));
    let path = format!("/api/v1/reports/{report}/releases");
    let sent = json!({ "audience": ["coalition"], "approvers": "lumora" });
    let release = serving.client(SAMI).post(&path, &sent).expect(201).json();
    assert!(!vote(&serving, ANA, "defenders", Wanted::Suspend));
    assert!(vote(&serving, TOMAS, "defenders", Wanted::Suspend));
    let approval = format!("{path}/{}/approval", release["id"].as_str().unwrap());
    serving.client(BEN).post(&approval, &json!({})).expect(409);
    serving.client(AMINA).get(&format!("/api/v1/reports/{report}")).expect(404);
}

#[test]
fn the_word_of_a_former_convenor_counts_no_more() {
    let serving = Serving::new();
    assert!(!vote(&serving, ANA, "lumora", Wanted::Suspend));
    let (administrator, ana) = (serving.viewer(SVEN), serving.person(ANA));
    serving.write(|tx| {
        let ana = people::person(tx.conn, &ana)?;
        people::end_role(tx, &administrator, &ana, Role::Convenor)
    });
    assert!(!vote(&serving, TOMAS, "lumora", Wanted::Suspend));
}

#[test]
fn an_address_written_otherwise_takes_no_cookie() {
    let serving = Serving::new();
    let cookie_alone = serving.public();
    let id = serving.person(AMINA);
    let secret = serving.write(|tx| Ok(accounts::start(tx, &id, accounts::SessionKind::Page, "test")?.1));
    cookie_alone.set_cookie("entente-session", &secret);
    cookie_alone.get("/account").expect(200);
    for path in ["/api/v1/me", "/%61pi/v1/me", "/ap%69/v1/me"] {
        let status = cookie_alone.get(path).status;
        assert!([401, 404].contains(&status), "{path}: {status}");
    }
}

#[test]
fn nobody_is_left_out_of_their_own_release() {
    let serving = Serving::new();
    let report = serving.draft(AMINA, &json!({ "title": "Ours" }));
    let sent = json!({ "audience": ["coalition"], "except": ["open-lines"] });
    let path = format!("/api/v1/reports/{report}/releases");
    let answer = serving.client(AMINA).post(&path, &sent).expect(422);
    assert!(answer.json()["errors"]["except"].is_array());
}

/// Who decides for another organisation reads what the audience will read, and is not told who else reads already.
#[test]
fn an_approver_from_elsewhere_learns_of_no_group() {
    let serving = Serving::new();
    let group = json!({
        "slug": "whispers", "name": "Whispered names", "confidential_roster": true, "members": ["estmark", "defenders"],
    });
    serving.client(ANA).post("/api/v1/groups", &group).expect(201);
    let report = serving.draft(SAMI, &json!({ "title": "Told to few" }));
    let path = format!("/api/v1/reports/{report}/releases");
    let propose = |audience: &[&str], approvers: &str| {
        let sent = json!({ "audience": audience, "approvers": approvers });
        let release = serving.client(SAMI).post(&path, &sent).expect(201).json();
        release["id"].as_str().unwrap().to_owned()
    };
    let first = propose(&["org:lumora", "group:whispers"], "estmark");
    serving.approve(&report, &first, PAVEL);
    let second = propose(&["coalition"], "lumora");
    let page = serving.client(BEN).page(&format!("/reports/{report}/releases/{second}")).expect(200).text();
    assert!(page.contains("Told to few") && page.contains("Lumora"), "{page}");
    assert!(!page.contains("Whispered names"), "{page}");
}

/// Looking at a password takes its time, outside the transaction in which the session begins.
#[test]
fn no_session_begins_with_a_password_that_was_changed_meanwhile() {
    let serving = Serving::new();
    let sign_in = |password: &str| {
        let (email, password) = (AMINA.into(), password.into());
        serving.check(Attempt { email, password, address: None, browser: None }).unwrap()
    };
    let looked_at = sign_in(PASSWORD);
    serving.write(|tx| looked_at.still(tx));
    change_password(&serving.client(AMINA), PASSWORD).expect(303);
    let refused = serving.instance.app.write_now(|tx| looked_at.still(tx));
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    // Nor into an account that was closed meanwhile.
    let looked_at = sign_in(OTHER);
    let (rosa, amina) = (serving.viewer(ROSA), serving.person(AMINA));
    serving.write(|tx| {
        let amina = people::person(tx.conn, &amina)?;
        accounts::close(tx, &rosa, &amina)
    });
    assert!(serving.instance.app.write_now(|tx| looked_at.still(tx)).is_err());
}

#[test]
fn guessing_a_password_from_a_session_left_open_gets_slower_too() {
    let serving = Serving::new();
    let client = serving.client(LEILA);
    for _ in 0..4 {
        change_password(&client, "not the password").expect(422);
    }
    let told = change_password(&client, PASSWORD).expect(429);
    assert_eq!(told.header("retry-after"), Some("2"));
    assert!(told.text().contains("name=\"old\"") && !told.text().contains(PASSWORD), "{}", told.text());
    serving.place.clock.advance(chrono::TimeDelta::seconds(1));
    let sooner = change_password(&client, PASSWORD).expect(429).text();
    assert!(sooner.contains("in one second"), "one second is not “1 seconds”: {sooner}");
    // Whoever holds the session does not keep its owner from signing in.
    let sent = json!({ "email": LEILA, "password": PASSWORD });
    serving.public().post("/api/v1/sessions", &sent).expect(201);
    serving.place.clock.advance(chrono::TimeDelta::seconds(3));
    change_password(&client, PASSWORD).expect(303);
}

/// Invites into the organisation of `email`, and gives the path of the link.
fn invited(serving: &Serving, by: &str, slug: &str, email: &str) -> String {
    let sent = json!({ "email": email, "roles": ["observer"] });
    let path = format!("/api/v1/organisations/{slug}/invitations");
    let link = serving.client(by).post(&path, &sent).expect(201).json();
    let secret = link["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    format!("/invitations/{secret}")
}

#[test]
fn an_invitation_does_not_outlive_the_right_to_invite() {
    let serving = Serving::new();
    let public = serving.public();
    let sent = json!({ "name": "Somebody", "password": OTHER });
    let refused = |link: &str| {
        public.page(link).expect(404);
        public.post(&format!("/api/v1{link}"), &sent).expect(404);
    };
    // Of an account that was closed.
    let closed = invited(&serving, ROSA, "open-lines", "one@open-lines.example.org");
    public.page(&closed).expect(200);
    serving.write(|tx| {
        let home = people::organisation_for_operator(tx.conn, "open-lines")?;
        let rosa = people::colleague(tx.conn, &home.id, ROSA)?;
        let second = people::colleague(tx.conn, &rosa.organisation_id, AMINA)?;
        let viewer = people::viewer_for(tx.conn, &rosa.id, tx.now())?;
        people::grant(tx, &viewer, &home, &second, Role::Administrator, None)?;
        let second = people::viewer_for(tx.conn, &second.id, tx.now())?;
        accounts::close(tx, &second, &rosa)
    });
    refused(&closed);
    // Of somebody whose role ended.
    let ended = invited(&serving, SVEN, "secretariat", "two@secretariat.example.org");
    let (ana, sven) = (serving.viewer(ANA), serving.person(SVEN));
    serving.write(|tx| {
        let sven = people::person(tx.conn, &sven)?;
        people::end_role(tx, &ana, &sven, Role::Administrator)
    });
    refused(&ended);
    // Of an organisation that was suspended; once it is a member again, the link counts again.
    let suspended = invited(&serving, FARAH, "lumora", "three@lumora.example.org");
    for convenor in [ANA, TOMAS] {
        vote(&serving, convenor, "lumora", Wanted::Suspend);
    }
    refused(&suspended);
    for convenor in [ANA, TOMAS] {
        vote(&serving, convenor, "lumora", Wanted::Readmit);
    }
    public.post(&format!("/api/v1{suspended}"), &sent).expect(201);
}
