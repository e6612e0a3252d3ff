//! No convenor alone makes the first person of an organisation: two do, as two admit it.

use entente::access::Role;
use entente::people;
use serde_json::{Value, json};

use crate::serving::{ACADEMIC, CONVENOR, SECOND_CONVENOR, SECRETARIAT, Serving};

const NADIA: &str = "nadia@meridian.example.org";

/// Invites Nadia into Meridian, which has nobody who could invite. Gives the path of the link, and whether it waits.
fn invite(serving: &Serving, by: &str, roles: &[&str]) -> (String, bool) {
    let sent = json!({ "email": NADIA, "roles": roles });
    let answer =
        serving.client(by).post("/api/v1/organisations/meridian/invitations", &sent).expect(201).json();
    let secret = answer["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    (format!("/api/v1/invitations/{secret}"), answer["waits"] == Value::Bool(true))
}

fn answer() -> Value {
    json!({ "name": "Nadia Rahimi", "password": "seven violet umbrellas marching" })
}

#[test]
fn two_convenors_invite_the_first_people() {
    let serving = Serving::new();
    let public = serving.public();
    let (first, waits) = invite(&serving, CONVENOR, &["administrator", "reviewer"]);
    assert!(waits, "one word is not enough");
    public.post(&first, &answer()).expect(404);
    // Saying it twice is one word, and other roles are another matter.
    let (again, waits) = invite(&serving, CONVENOR, &["reviewer", "administrator"]);
    assert!(waits);
    assert!(invite(&serving, SECOND_CONVENOR, &["administrator"]).1);
    public.post(&again, &answer()).expect(404);
    let (second, waits) = invite(&serving, SECOND_CONVENOR, &["reviewer", "administrator"]);
    assert!(!waits);
    // Either link, and once.
    public.post(&again, &answer()).expect(201);
    public.post(&second, &answer()).expect(404);
    // From now on its administrator invites.
    let sent = json!({ "email": "late@meridian.example.org", "roles": ["observer"] });
    serving.client(CONVENOR).post("/api/v1/organisations/meridian/invitations", &sent).expect(403);
}

#[test]
fn the_word_of_somebody_who_is_no_convenor_any_more_invites_nobody() {
    let serving = Serving::new();
    let (_, waits) = invite(&serving, CONVENOR, &["administrator"]);
    assert!(waits);
    let (secretariat, convenor) = (serving.viewer(SECRETARIAT), serving.person(CONVENOR));
    serving.write(|tx| {
        let convenor = people::person(tx.conn, &convenor)?;
        people::end_role(tx, &secretariat, &convenor, Role::Convenor)
    });
    assert!(invite(&serving, SECOND_CONVENOR, &["administrator"]).1);
}

#[test]
fn a_second_convenor_finds_what_waits_and_says_the_same() {
    let serving = Serving::new();
    let (convenor, second_convenor) = (serving.client(CONVENOR), serving.client(SECOND_CONVENOR));
    let fields = [("email", NADIA), ("roles", "administrator")];
    let page = "/organisations/meridian";
    let action = "/organisations/meridian/invitations";
    let made = convenor.fill(page, action, &fields).expect(201).text();
    assert!(made.contains("does not work yet"), "{made}");
    for place in ["/vetting", page] {
        let mine = convenor.page(place).expect(200).text();
        assert!(mine.contains("You have invited them"), "{place}: {mine}");
        let shown = second_convenor.page(place).expect(200).text();
        assert!(shown.contains(&format!("Ana Belo invites {NADIA}: Administrator")), "{place}: {shown}");
        assert!(shown.contains(&format!("Invite {NADIA} too")), "{place}: {shown}");
    }
    assert!(!serving.client(ACADEMIC).page(page).expect(200).text().contains(NADIA));
    let said = second_convenor.fill("/vetting", action, &fields).expect(201).text();
    assert!(!said.contains("does not work yet"), "{said}");
    assert!(!second_convenor.page("/vetting").expect(200).text().contains(NADIA));
}
