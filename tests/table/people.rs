//! Signing in, accounts, organisations, vetting, groups and the log, as pages and forms.

use entente::access::Role::Observer;
use serde_json::json;

use super::{CIRCLE, HARBOUR, NOTHING, Names, OPEN_LINES, On, Row, fresh_address, row};
use crate::serving::{ACADEMIC, ADMIN, CONVENOR, PASSWORD, REPORTER, Serving};

const SIGNED_IN: [u16; 7] = [401, 200, 200, 200, 200, 200, 200];
const OWN: [u16; 7] = [401, 303, 303, 303, 303, 303, 303];
/// Convenors alone.
const CONVENORS: [u16; 7] = [401, 403, 403, 403, 403, 403, 200];
/// Convenors alone, and what they do leads on.
const CONVENED: [u16; 7] = [401, 403, 403, 403, 403, 403, 303];
/// The administrator of Open Lines; who does not know of the organisation learns nothing.
const ADMINISTRATORS: [u16; 7] = [401, 404, 404, 403, 403, 403, 303];

pub const ROUTES: &[Row] = &[
    row("GET", "/sign-in", NOTHING, [200, 303, 303, 303, 303, 303, 200], ""),
    row("POST", "/sign-in", NOTHING, [303; 7], "").form(|_| {
        vec![("email", REPORTER.into()), ("password", PASSWORD.into()), ("remember", "yes".into())]
    }),
    row("POST", "/sign-out", NOTHING, [303; 7], REPORTER).form(|_| vec![("forget", "yes".into())]),
    row("GET", "/invitations/{token}", On::Link, [404, 404, 404, 404, 404, 404, 200], ""),
    row("POST", "/invitations/{token}", On::Link, [404, 404, 404, 404, 404, 404, 303], "").form(|_| {
        vec![
            ("name", "Nadia Rahimi".into()),
            ("password", "seven violet umbrellas marching".into()),
            ("language", "en".into()),
        ]
    }),
    row("GET", "/account", NOTHING, SIGNED_IN, REPORTER),
    row("POST", "/account", NOTHING, OWN, REPORTER)
        .form(|_| vec![("name", "Somebody Else".into()), ("language", "en".into())]),
    // The session that is named is nobody's here.
    row("POST", "/account/sessions/end", NOTHING, [401, 404, 404, 404, 404, 404, 404], REPORTER)
        .form(|_| vec![("session", "0123456789abcdef".into())]),
    row("GET", "/organisations", NOTHING, SIGNED_IN, REPORTER),
    row("GET", "/organisations/new", NOTHING, CONVENORS, CONVENOR),
    row("POST", "/organisations", NOTHING, CONVENED, CONVENOR).form(|_| {
        vec![("slug", "arriving".into()), ("name", "Arriving".into()), ("kind", "academia".into())]
    }),
    row("GET", "/organisations/{slug}", OPEN_LINES, [401, 404, 404, 200, 200, 200, 200], REPORTER),
    // The applicant knows that it applies; no other member does.
    row("GET", "/organisations/{slug}", HARBOUR, [401, 200, 404, 404, 404, 404, 200], CONVENOR),
    row("POST", "/organisations/{slug}", OPEN_LINES, ADMINISTRATORS, ADMIN).form(|_| {
        vec![("about", "Lines,\nkept open.".into()), ("website", "https://open-lines.example".into())]
    }),
    // One of two: nothing is settled by it.
    row("POST", "/organisations/{slug}/vetting", OPEN_LINES, ADMINISTRATORS, CONVENOR)
        .form(|_| vec![("wanted", "suspend".into()), ("note", "A reason".into())]),
    row("POST", "/organisations/{slug}/invitations", OPEN_LINES, [401, 404, 404, 403, 403, 403, 201], ADMIN)
        .form(|_| vec![("email", "late@open-lines.example.org".into()), ("roles", "observer".into())]),
    row("POST", "/organisations/{slug}/invitations/revoke", On::Link, ADMINISTRATORS, ADMIN)
        .form(|names| vec![("email", names["email"].clone())]),
    row("POST", "/organisations/{slug}/people/roles", On::Colleague, ADMINISTRATORS, ADMIN)
        .form(|names| vec![("person", names["person"].clone()), ("role", "analyst".into())]),
    row("POST", "/organisations/{slug}/people/roles/end", On::Colleague, ADMINISTRATORS, ADMIN)
        .form(|names| vec![("person", names["person"].clone()), ("role", "observer".into())]),
    row("POST", "/organisations/{slug}/people/close", On::Colleague, ADMINISTRATORS, ADMIN)
        .form(|names| vec![("person", names["person"].clone())]),
    row("GET", "/vetting", NOTHING, CONVENORS, CONVENOR),
    // Nothing is founded any more here: a convenor is told so, and nobody else.
    row("POST", "/founding/close", NOTHING, [401, 403, 403, 403, 403, 403, 409], CONVENOR)
        .form(|_| Vec::new()),
    // It asks only; who may is asked where the act is done.
    row("POST", "/confirm", NOTHING, [401, 200, 200, 200, 200, 200, 200], CONVENOR)
        .form(|_| vec![("ask", "sessions-end".into()), ("to", "/account/sessions/end-others".into())]),
    row("GET", "/groups", NOTHING, SIGNED_IN, REPORTER),
    row("GET", "/groups/new", NOTHING, CONVENORS, CONVENOR),
    row("POST", "/groups", NOTHING, CONVENED, CONVENOR).form(|_| {
        vec![("slug", "forming".into()), ("name", "Forming".into()), ("members", "estmark".into())]
    }),
    row("GET", "/groups/{slug}", CIRCLE, [401, 404, 404, 404, 200, 200, 200], CONVENOR),
    row("POST", "/groups/{slug}/members", CIRCLE, [401, 404, 404, 404, 403, 403, 303], CONVENOR)
        .form(|_| vec![("organisation", "forum".into()), ("past", "no".into())]),
    row("POST", "/groups/{slug}/members/remove", CIRCLE, [401, 404, 404, 404, 403, 403, 303], CONVENOR)
        .form(|_| vec![("organisation", "forum".into())]),
    // Lumora's administrator reads Lumora's log.
    row("GET", "/log", NOTHING, [401, 403, 403, 200, 403, 403, 200], ADMIN),
];

/// What ends the other sessions of those who ask: asked last.
pub const LAST: &[Row] = &[
    row("POST", "/account/sessions/end-others", NOTHING, OWN, ACADEMIC).form(|_| Vec::new()),
    row("POST", "/account/password", NOTHING, OWN, ACADEMIC)
        .form(|_| vec![("old", PASSWORD.into()), ("password", "eleven quiet rivers in autumn".into())]),
];

/// A new account at Open Lines.
pub fn enrolled(serving: &Serving) -> Names {
    let person = fresh_address(serving, "kofi");
    serving.write(|tx| {
        let home = entente::people::organisation_for_operator(tx.conn, "open-lines")?;
        entente::accounts::enrol(tx, &home, "Kofi Mensah", &person, "", &[Observer])
    });
    Names::from([("person", person), ("slug", "open-lines".into())])
}

/// A link that nobody has opened yet.
pub fn invited(serving: &Serving) -> Names {
    let email = fresh_address(serving, "nadia");
    let sent = json!({ "email": email, "roles": ["observer"] });
    let path = "/api/v1/organisations/open-lines/invitations";
    let link = serving.client(ADMIN).post(path, &sent).expect(201).json();
    let token = link["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    Names::from([("token", token), ("email", email), ("slug", "open-lines".into())])
}
