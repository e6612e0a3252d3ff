//! What was begun with a right is not ended without it.

use entente::access::Role;
use entente::people::{self, Wanted};
use serde_json::json;

use crate::serving::{AMINA, ANA, BEN, PAVEL, SAMI, SVEN, Serving, TOMAS};

/// Says what a convenor wants for an organisation, and whether it happened.
fn vote(serving: &Serving, convenor: &str, slug: &str, wanted: Wanted) -> bool {
    let viewer = serving.viewer(convenor);
    serving.write(|tx| {
        let of = people::by_slug(tx.conn, slug)?;
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
        people::end_mandate(tx, &administrator, &ana, Role::Convenor)
    });
    assert!(!vote(&serving, TOMAS, "lumora", Wanted::Suspend));
}

#[test]
fn an_address_written_otherwise_takes_no_cookie() {
    let serving = Serving::new();
    let cookie_alone = serving.public();
    let id = serving.person(AMINA);
    let secret = serving.write(|tx| Ok(people::start(tx, &id, people::SessionKind::Page, "test")?.1));
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
