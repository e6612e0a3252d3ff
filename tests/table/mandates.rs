//! Mandates, as pages and calls.

use serde_json::json;

use super::{Names, OPEN_LINES, On, Row, fresh_address, row};
use crate::serving::{ADMIN, REPORTER, Serving};

/// The people of the organisation and convenors see them; nobody else learns whether there are any.
const SEEN: [u16; 7] = [401, 404, 404, 403, 403, 200, 200];
/// The administrator of Open Lines; who does not know of the organisation learns nothing.
const GIVEN: [u16; 7] = [401, 404, 404, 403, 403, 403, 303];

/// A mandate of a new delegate of Open Lines.
pub fn prepared(serving: &Serving) -> Names {
    let person = fresh_address(serving, "iva");
    serving.write(|tx| {
        let home = entente::people::organisation_for_operator(tx.conn, "open-lines")?;
        entente::accounts::enrol(tx, &home, "Iva Sol", &person, "", &[entente::access::Role::Delegate])
    });
    let sent = json!({ "person": person, "scope": "forum", "forum": "The Council" });
    let path = "/api/v1/organisations/open-lines/mandates";
    let made = serving.client(ADMIN).post(path, &sent).expect(201).json();
    let mandate = made["reference"].as_str().unwrap().to_owned();
    Names::from([("slug", "open-lines".into()), ("person", person), ("mandate", mandate)])
}

pub const ROUTES: &[Row] = &[
    row("GET", "/account/mandates", On::Named(&[]), [401, 200, 200, 200, 200, 200, 200], REPORTER),
    row("GET", "/organisations/{slug}/mandates", OPEN_LINES, SEEN, ADMIN),
    row("GET", "/organisations/{slug}/mandates.csv", OPEN_LINES, SEEN, ADMIN),
    row("POST", "/organisations/{slug}/mandates", On::Mandated, GIVEN, ADMIN)
        .form(|names| vec![("person", names["person"].clone()), ("scope", "everything".into())]),
    row("POST", "/organisations/{slug}/mandates/rule", OPEN_LINES, GIVEN, ADMIN)
        .form(|_| vec![("rule", "all".into())]),
    row("POST", "/organisations/{slug}/mandates/{mandate}/end", On::Mandated, GIVEN, ADMIN).form(|_| vec![]),
    row("GET", "/api/v1/organisations/{slug}/mandates", OPEN_LINES, SEEN, ADMIN),
    row(
        "POST",
        "/api/v1/organisations/{slug}/mandates",
        On::Mandated,
        [401, 404, 404, 403, 403, 403, 201],
        ADMIN,
    )
    .with(|names| json!({ "person": names["person"], "scope": "action", "kind": "letter" })),
    row(
        "DELETE",
        "/api/v1/organisations/{slug}/mandates/{mandate}",
        On::Mandated,
        [401, 404, 404, 403, 403, 403, 204],
        ADMIN,
    ),
    row("GET", "/api/v1/organisations/{slug}/mandate-rule", OPEN_LINES, SEEN, ADMIN),
    row(
        "PUT",
        "/api/v1/organisations/{slug}/mandate-rule",
        OPEN_LINES,
        [401, 404, 404, 403, 403, 403, 200],
        ADMIN,
    )
    .with(|_| json!({ "only_by_mandate": false })),
];
