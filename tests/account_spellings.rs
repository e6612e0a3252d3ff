//! One account, however its address and its password are spelt: nobody is locked out by a letter that nobody sees.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use diesel::prelude::*;
use entente::db::schema::{invitation, person};
use serde_json::{Value, json};

use crate::http::Answer;
use crate::serving::{ADMIN, CONVENOR, PASSWORD, REPORTER, SECOND_CONVENOR, Serving};

/// With one letter composed by hand and a blank that does not break: what some keyboards send.
const APART: &str = "cafe\u{301} lanterns\u{A0}at the harbour";
/// The same as others send it.
const COMPOSED: &str = "café lanterns at the harbour";

fn by_page(serving: &Serving, email: &str, password: &str) -> u16 {
    let fields = [("email", email), ("password", password)];
    serving.public().fill("/sign-in", "/sign-in", &fields).status
}

fn by_program(serving: &Serving, email: &str, password: &str) -> Answer {
    serving.public().post("/api/v1/sessions", &json!({ "email": email, "password": password }))
}

#[track_caller]
fn opens(serving: &Serving, email: &str, password: &str) {
    assert_eq!(by_page(serving, email, password), 303, "{email:?} {password:?}");
    by_program(serving, email, password).expect(201);
}

#[track_caller]
fn invite(serving: &Serving, email: &str) -> String {
    let sent = json!({ "email": email, "roles": ["observer"] });
    let path = "/api/v1/organisations/open-lines/invitations";
    let link = serving.client(ADMIN).post(path, &sent).expect(201).json();
    link["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
}

#[track_caller]
fn accept(serving: &Serving, token: &str, password: &str) -> Answer {
    let sent = json!({ "name": "Nadia", "password": password });
    serving.public().post(&format!("/api/v1/invitations/{token}"), &sent)
}

fn kept(serving: &Serving, email: &str) -> String {
    let hash = person::table.filter(person::email.eq(email)).select(person::password_hash);
    serving.place.database.read(|conn| Ok(hash.first(conn)?)).unwrap()
}

fn keep(serving: &Serving, email: &str, hash: &str) {
    serving.write(|tx| {
        let row = person::table.filter(person::email.eq(email));
        diesel::update(row).set(person::password_hash.eq(hash)).execute(tx.conn)?;
        Ok(())
    });
}

fn rename(serving: &Serving, email: &str, to: &str) {
    serving.write(|tx| {
        let row = person::table.filter(person::email.eq(email));
        diesel::update(row).set(person::email.eq(to)).execute(tx.conn)?;
        Ok(())
    });
}

#[test]
fn a_password_is_the_same_from_every_keyboard() {
    let serving = Serving::new();
    for (number, chosen) in [APART, COMPOSED].into_iter().enumerate() {
        let email = format!("nadia-{number}@open-lines.example.org");
        accept(&serving, &invite(&serving, &email), chosen).expect(201);
        for typed in [APART, COMPOSED] {
            opens(&serving, &email, typed);
        }
        for other in
            ["cafe lanterns at the harbour", "café  lanterns at the harbour", "Café lanterns at the harbour"]
        {
            by_program(&serving, &email, other).expect(422);
        }
    }
    // By the page of an invitation too, and where it is changed.
    let token = invite(&serving, "third@open-lines.example.org");
    let page = format!("/invitations/{token}");
    let client = serving.public();
    let fields = [("name", "Third"), ("password", APART), ("language", "en")];
    client.fill(&page, &page, &fields).expect(303);
    opens(&serving, "third@open-lines.example.org", COMPOSED);
    let other = ("mañana por la tarde llueve", "man\u{303}ana por\u{2009}la tarde llueve");
    client.fill("/account", "/account/password", &[("old", COMPOSED), ("password", other.1)]).expect(303);
    opens(&serving, "third@open-lines.example.org", other.0);
}

#[test]
fn a_password_that_was_kept_as_it_was_typed_opens_and_is_kept_anew() {
    let serving = Serving::new();
    let argon2 =
        Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap());
    let old = argon2.hash_password_with_salt(APART.as_bytes(), &[3; 16]).unwrap().to_string();
    keep(&serving, REPORTER, &old);
    by_program(&serving, REPORTER, COMPOSED).expect(422);
    assert_eq!(kept(&serving, REPORTER), old);
    by_program(&serving, REPORTER, APART).expect(201);
    let fresh = kept(&serving, REPORTER);
    assert_ne!(fresh, old);
    opens(&serving, REPORTER, COMPOSED);
    opens(&serving, REPORTER, APART);
    assert_eq!(kept(&serving, REPORTER), fresh, "once is enough");
    // By the page, and when it is changed.
    keep(&serving, REPORTER, &old);
    assert_eq!(by_page(&serving, REPORTER, APART), 303);
    assert_ne!(kept(&serving, REPORTER), old);
    keep(&serving, REPORTER, &old);
    let client = serving.client(REPORTER);
    client.fill("/account", "/account/password", &[("old", APART), ("password", PASSWORD)]).expect(303);
    opens(&serving, REPORTER, PASSWORD);
}

#[test]
fn an_address_is_cleaned_wherever_it_is_typed() {
    let serving = Serving::new();
    for typed in [
        "\u{200B}amina@open-lines.example.org",
        "amina@open-lines.example.org\u{FEFF}",
        "\r\n\r\n amina@open-lines.example.org \n",
        "\u{A0}AMINA@Open-Lines.example.org\u{2003}",
        "ami\u{AD}na@open\u{200D}-lines.example.org",
        "amina@open-lines。example。org",
    ] {
        opens(&serving, typed, PASSWORD);
    }
    let token = invite(&serving, "zw\u{200B}sp@example.org");
    accept(&serving, &token, "seven violet umbrellas marching").expect(201);
    opens(&serving, "zwsp@example.org", "seven violet umbrellas marching");
    opens(&serving, "zw\u{200B}sp@example.org", "seven violet umbrellas marching");
    let page = serving.client(ADMIN).page("/organisations/open-lines").expect(200).text();
    assert!(page.contains("zwsp@example.org") && !page.contains('\u{200B}'), "{page}");
    for broken in ["a\u{7}b@example.org", "a\nb@example.org", "nobody", "a@b@example.org", "\u{200B}"] {
        let sent = json!({ "email": broken, "roles": ["observer"] });
        let path = "/api/v1/organisations/open-lines/invitations";
        let refused = serving.client(ADMIN).post(path, &sent).expect(422).problem(broken);
        assert!(refused["errors"]["email"].is_array(), "{refused}");
    }
}

#[test]
fn a_domain_in_its_own_script_is_the_same_as_in_ascii() {
    let password = "seven violet umbrellas marching";
    let (own, ascii) = ("idn@müller.example", "idn@xn--mller-kva.example");
    for (invited, other) in [(own, ascii), (ascii, own)] {
        let serving = Serving::new();
        let token = invite(&serving, invited);
        accept(&serving, &token, password).expect(201);
        for typed in [own, ascii, "IDN@MÜLLER.EXAMPLE", "idn@mu\u{308}ller.example"] {
            opens(&serving, typed, password);
        }
        let me = by_program(&serving, other, password).expect(201).json();
        let me = serving.public().with_bearer(me["access_token"].as_str().unwrap()).get("/api/v1/me").json();
        assert_eq!(me["person"]["email"], own, "shown in its own script");
        // Two spellings are one account: it cannot be made again, and is managed by either.
        let again = accept(&serving, &invite(&serving, other), password).expect(422).problem("taken");
        assert!(again["errors"]["email"].is_array(), "{again}");
        let close = [("person", other)];
        let page = "/organisations/open-lines";
        serving.client(ADMIN).fill(page, &format!("{page}/people/close"), &close).expect(303);
        by_program(&serving, invited, password).expect(422);
    }
    let serving = Serving::new();
    accept(&serving, &invite(&serving, "amina@аррӏе.com"), password).expect(201);
    let page = serving.client(ADMIN).page("/organisations/open-lines").expect(200).text();
    assert!(page.contains("amina@xn--80ak6aa92e.com"), "what looks like another is shown in ASCII: {page}");
}

#[test]
fn addresses_that_were_kept_in_another_form_still_open() {
    let serving = Serving::new();
    let mut from = REPORTER;
    for (kept, typed) in [
        ("idn@müller.example", ["idn@xn--mller-kva.example", "idn@müller.example"]),
        ("idn@xn--mller-kva.example", ["idn@xn--mller-kva.example", "Idn@Müller.example"]),
        ("zw\u{200B}sp@example.org", ["zw\u{200B}sp@example.org", " ZW\u{200B}SP@example.org\n"]),
        ("amina@under_score.example", ["amina@under_score.example", "AMINA@under_score.example "]),
    ] {
        rename(&serving, from, kept);
        from = kept;
        for typed in typed {
            opens(&serving, typed, PASSWORD);
        }
    }
    // An invitation from before is good for the address that it means.
    let token = invite(&serving, "later@example.org");
    serving.write(|tx| {
        let row = invitation::table.filter(invitation::email.eq("later@example.org"));
        diesel::update(row)
            .set(invitation::email.eq("la\u{200B}ter@xn--mller-kva.example"))
            .execute(tx.conn)?;
        Ok(())
    });
    accept(&serving, &token, "seven violet umbrellas marching").expect(201);
    opens(&serving, "later@müller.example", "seven violet umbrellas marching");
}

#[test]
fn invitations_are_one_for_every_spelling() {
    let serving = Serving::new();
    let path = "/api/v1/organisations/meridian/invitations";
    let invite_first = |by: &str, email: &str| {
        let sent = json!({ "email": email, "roles": ["administrator"] });
        serving.client(by).post(path, &sent).expect(201).json()["waits"] == Value::Bool(true)
    };
    assert!(invite_first(CONVENOR, "nadia@müller.example"));
    assert!(
        !invite_first(SECOND_CONVENOR, " Nadia@xn--mller-kva.example"),
        "the second convenor says the same"
    );
    let first = invite(&serving, "nadia@müller.example");
    let second = invite(&serving, "nadia@xn--mller-kva.example");
    accept(&serving, &first, "seven violet umbrellas marching").expect(404);
    let fields = [("email", "NADIA@xn--mller-kva.example")];
    let page = "/organisations/open-lines";
    serving.client(ADMIN).fill(page, &format!("{page}/invitations/revoke"), &fields).expect(303);
    accept(&serving, &second, "seven violet umbrellas marching").expect(404);
}

#[test]
fn the_first_account_is_cleaned_too() {
    let serving = Serving::empty();
    let link = serving.write(|tx| entente::invitations::first_start(tx).map(Option::unwrap));
    let fields = [
        ("name", "Ana\u{200B}"),
        ("email", " \u{200B}Ana@xn--mller-kva.example\n"),
        ("password", APART),
        ("language", "en"),
    ];
    serving.public().fill(&link, &link, &fields).expect(303);
    opens(&serving, "ana@müller.example", COMPOSED);
}
