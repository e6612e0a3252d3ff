//! What was begun with a right is not ended without it.

use entente::access::Role;
use entente::accounts::{self, Attempt};
use entente::error::Error;
use entente::people::{self, Wanted};
use serde_json::json;

use crate::http::Client;
use crate::serving::{
    ACADEMIC, ADMIN, COMPANY, COMPANY_REVIEWER, CONVENOR, DEFENDER, GOVERNMENT_REVIEWER, PASSWORD, REPORTER,
    SECOND_CONVENOR, SECRETARIAT, Serving,
};

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
    let report = serving.draft(DEFENDER, &json!({ "title": "Waiting" }));
    let path = format!("/api/v1/reports/{report}/releases");
    let sent = json!({ "audience": ["coalition"], "approvers": "lumora" });
    let release = serving.client(DEFENDER).post(&path, &sent).expect(201).json();
    assert!(!vote(&serving, CONVENOR, "defenders", Wanted::Suspend));
    assert!(vote(&serving, SECOND_CONVENOR, "defenders", Wanted::Suspend));
    let approval = format!("{path}/{}/approval", release["id"].as_str().unwrap());
    serving.client(COMPANY_REVIEWER).post(&approval, &json!({})).expect(409);
    serving.client(REPORTER).get(&format!("/api/v1/reports/{report}")).expect(404);
}

#[test]
fn the_word_of_a_former_convenor_counts_no_more() {
    let serving = Serving::new();
    assert!(!vote(&serving, CONVENOR, "lumora", Wanted::Suspend));
    let (administrator, convenor) = (serving.viewer(SECRETARIAT), serving.person(CONVENOR));
    serving.write(|tx| {
        let convenor = people::person(tx.conn, &convenor)?;
        people::end_role(tx, &administrator, &convenor, Role::Convenor)
    });
    assert!(!vote(&serving, SECOND_CONVENOR, "lumora", Wanted::Suspend));
}

#[test]
fn an_address_written_otherwise_takes_no_cookie() {
    let serving = Serving::new();
    let cookie_alone = serving.public();
    let id = serving.person(REPORTER);
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
    let report = serving.draft(REPORTER, &json!({ "title": "Ours" }));
    let sent = json!({ "audience": ["coalition"], "except": ["open-lines"] });
    let path = format!("/api/v1/reports/{report}/releases");
    let answer = serving.client(REPORTER).post(&path, &sent).expect(422);
    assert!(answer.json()["errors"]["except"].is_array());
}

/// Who decides for another organisation reads what the audience will read, and is not told who else reads already.
#[test]
fn an_approver_from_elsewhere_learns_of_no_group() {
    let serving = Serving::new();
    let group = json!({
        "slug": "whispers", "name": "Whispered names", "confidential_roster": true, "members": ["estmark", "defenders"],
    });
    serving.client(CONVENOR).post("/api/v1/groups", &group).expect(201);
    let report = serving.draft(DEFENDER, &json!({ "title": "Told to few" }));
    let path = format!("/api/v1/reports/{report}/releases");
    let propose = |audience: &[&str], approvers: &str| {
        let sent = json!({ "audience": audience, "approvers": approvers });
        let release = serving.client(DEFENDER).post(&path, &sent).expect(201).json();
        release["id"].as_str().unwrap().to_owned()
    };
    let first = propose(&["org:lumora", "group:whispers"], "estmark");
    serving.approve(&report, &first, GOVERNMENT_REVIEWER);
    let second = propose(&["coalition"], "lumora");
    let page = serving
        .client(COMPANY_REVIEWER)
        .page(&format!("/reports/{report}/releases/{second}"))
        .expect(200)
        .text();
    assert!(page.contains("Told to few") && page.contains("Lumora"), "{page}");
    assert!(!page.contains("Whispered names"), "{page}");
}

/// Looking at a password takes its time, outside the transaction in which the session begins.
#[test]
fn no_session_begins_with_a_password_that_was_changed_meanwhile() {
    let serving = Serving::new();
    let sign_in = |password: &str| {
        let (email, password) = (REPORTER.into(), password.into());
        serving.check(Attempt { email, password, address: None, browser: None }).unwrap()
    };
    let looked_at = sign_in(PASSWORD);
    serving.write(|tx| looked_at.still(tx));
    change_password(&serving.client(REPORTER), PASSWORD).expect(303);
    let refused = serving.instance.app.write_now(|tx| looked_at.still(tx));
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    // Nor into an account that was closed meanwhile.
    let looked_at = sign_in(OTHER);
    let (admin, reporter) = (serving.viewer(ADMIN), serving.person(REPORTER));
    serving.write(|tx| {
        let reporter = people::person(tx.conn, &reporter)?;
        accounts::close(tx, &admin, &reporter)
    });
    assert!(serving.instance.app.write_now(|tx| looked_at.still(tx)).is_err());
}

#[test]
fn guessing_a_password_from_a_session_left_open_gets_slower_too() {
    let serving = Serving::new();
    let client = serving.client(ACADEMIC);
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
    let sent = json!({ "email": ACADEMIC, "password": PASSWORD });
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
    let closed = invited(&serving, ADMIN, "open-lines", "one@open-lines.example.org");
    public.page(&closed).expect(200);
    serving.write(|tx| {
        let home = people::organisation_for_operator(tx.conn, "open-lines")?;
        let admin = people::colleague(tx.conn, &home.id, ADMIN)?;
        let second = people::colleague(tx.conn, &admin.organisation_id, REPORTER)?;
        let viewer = people::viewer_for(tx.conn, &admin.id, tx.now())?;
        people::grant(tx, &viewer, &home, &second, Role::Administrator, None)?;
        let second = people::viewer_for(tx.conn, &second.id, tx.now())?;
        accounts::close(tx, &second, &admin)
    });
    refused(&closed);
    // Of somebody whose role ended.
    let ended = invited(&serving, SECRETARIAT, "secretariat", "two@secretariat.example.org");
    let (convenor, secretariat) = (serving.viewer(CONVENOR), serving.person(SECRETARIAT));
    serving.write(|tx| {
        let secretariat = people::person(tx.conn, &secretariat)?;
        people::end_role(tx, &convenor, &secretariat, Role::Administrator)
    });
    refused(&ended);
    // Of an organisation that was suspended; once it is a member again, the link counts again.
    let suspended = invited(&serving, COMPANY, "lumora", "three@lumora.example.org");
    for convenor in [CONVENOR, SECOND_CONVENOR] {
        vote(&serving, convenor, "lumora", Wanted::Suspend);
    }
    refused(&suspended);
    for convenor in [CONVENOR, SECOND_CONVENOR] {
        vote(&serving, convenor, "lumora", Wanted::Readmit);
    }
    public.post(&format!("/api/v1{suspended}"), &sent).expect(201);
}
