//! Bad input in the forms of people: what is wrong is said, what was typed comes back, and nothing is half-done.

use entente::db::last_change;

use crate::http::{Answer, Client};
use crate::serving::{ADMIN, CONVENOR, OBSERVER, REPORTER, Serving};

fn changes(serving: &Serving) -> i64 {
    serving.place.database.read(last_change).unwrap()
}

/// A form, and what it must say to input.
struct Case {
    page: &'static str,
    action: &'static str,
    fields: &'static [(&'static str, &'static str)],
    says: &'static str,
    /// What was typed and comes back.
    kept: &'static str,
}

/// Stands for a text of 2,001 letters.
const LONG: &str = "(long)";
const HOME: &str = "/organisations/open-lines";
const ROLES: &str = "/organisations/open-lines/people/roles";
const INVITATIONS: &str = "/organisations/open-lines/invitations";
const NEW: &str = "/organisations/new";

/// What an administrator types.
const FORMS_OF_ADMINISTRATOR: &[Case] = &[
    Case {
        page: "/account",
        action: "/account",
        fields: &[("name", ""), ("language", "en")],
        says: "Please fill this in.",
        kept: ADMIN,
    },
    Case {
        page: "/account",
        action: "/account",
        fields: &[("name", LONG), ("language", "en")],
        says: "At most 100 characters",
        kept: LONG,
    },
    Case {
        page: "/account",
        action: "/account",
        fields: &[("name", "Rosa <b>Q</b>"), ("language", "tlh")],
        says: "no pages in this language",
        kept: "Rosa &#60;b&#62;Q",
    },
    Case {
        page: HOME,
        action: HOME,
        fields: &[("about", LONG), ("website", "https://x.example")],
        says: "At most 2,000 characters",
        kept: "https://x.example",
    },
    Case {
        page: HOME,
        action: HOME,
        fields: &[("about", "A & B"), ("website", "javascript:alert(1)")],
        says: "begins with https://",
        kept: "A &#38; B",
    },
    Case {
        page: HOME,
        action: INVITATIONS,
        fields: &[("email", "nobody"), ("roles", "observer")],
        says: "This is not an e-mail address",
        kept: "value=\"nobody\"",
    },
    Case {
        page: HOME,
        action: INVITATIONS,
        fields: &[("email", "n@o.example.org")],
        says: "Choose a role.",
        kept: "n@o.example.org",
    },
    Case {
        page: HOME,
        action: INVITATIONS,
        fields: &[("email", "n@o.example.org"), ("roles", "emperor")],
        says: "There is no role “emperor”.",
        kept: "n@o.example.org",
    },
    Case {
        page: HOME,
        action: INVITATIONS,
        fields: &[("email", "n@o.example.org"), ("roles", "convenor")],
        says: "Only a convenor can make",
        kept: "n@o.example.org",
    },
    Case {
        page: HOME,
        action: ROLES,
        fields: &[("person", OBSERVER), ("role", "emperor")],
        says: "There is no role “emperor”.",
        kept: OBSERVER,
    },
    Case {
        page: HOME,
        action: ROLES,
        fields: &[("person", OBSERVER)],
        says: "Choose a role.",
        kept: OBSERVER,
    },
    Case {
        page: HOME,
        action: ROLES,
        fields: &[("person", OBSERVER), ("role", "observer")],
        says: "holds this role already",
        kept: OBSERVER,
    },
    Case {
        page: HOME,
        action: ROLES,
        fields: &[("person", OBSERVER), ("role", "convenor")],
        says: "Only a convenor can make",
        kept: OBSERVER,
    },
    Case {
        page: HOME,
        action: ROLES,
        fields: &[("person", OBSERVER), ("role", "analyst"), ("until", "2020-01-01")],
        says: "The end lies in the past.",
        kept: "2020-01-01",
    },
    Case {
        page: HOME,
        action: ROLES,
        fields: &[("person", OBSERVER), ("role", "analyst"), ("until", "soon")],
        says: "A date such as",
        kept: "value=\"soon\"",
    },
    Case {
        page: HOME,
        action: ROLES,
        fields: &[("person", "kirsi@estmark.example.org"), ("role", "analyst")],
        says: "Nobody here has this address.",
        kept: "analyst",
    },
];

/// What a convenor types.
const FORMS_OF_CONVENOR: &[Case] = &[
    Case {
        page: NEW,
        action: "/organisations",
        fields: &[("name", "A"), ("slug", "Bad Slug"), ("kind", "media")],
        says: "Small letters a to z",
        kept: "value=\"Bad Slug\"",
    },
    Case {
        page: NEW,
        action: "/organisations",
        fields: &[("name", "A"), ("slug", "new"), ("kind", "media")],
        says: "a page of its own",
        kept: "value=\"new\"",
    },
    Case {
        page: NEW,
        action: "/organisations",
        fields: &[("name", "A"), ("slug", "estmark"), ("kind", "media")],
        says: "This short name is taken already",
        kept: "value=\"estmark\"",
    },
    Case {
        page: NEW,
        action: "/organisations",
        fields: &[("name", "Kept"), ("slug", "a")],
        says: "Choose one of the seven kinds.",
        kept: "value=\"Kept\"",
    },
    Case {
        page: NEW,
        action: "/organisations",
        fields: &[("name", "Kept"), ("slug", "a"), ("kind", "media"), ("country", "ZZ")],
        says: "A country code of two letters",
        kept: "value=\"Kept\"",
    },
    Case {
        page: "/organisations/lumora",
        action: "/organisations/lumora/vetting",
        fields: &[("note", "")],
        says: "Please fill this in.",
        kept: "Suspend Lumora",
    },
    Case {
        page: "/organisations/lumora",
        action: "/organisations/lumora/vetting",
        fields: &[("note", "Kept."), ("wanted", "admit")],
        says: "this is not possible now",
        kept: "Kept.",
    },
    Case {
        page: "/organisations/lumora",
        action: "/organisations/lumora/vetting",
        fields: &[("note", "Kept."), ("wanted", "expel")],
        says: "This must be one of: admit",
        kept: "Kept.",
    },
    Case {
        page: "/groups/new",
        action: "/groups",
        fields: &[("name", "Kept"), ("slug", "circle")],
        says: "This short name is taken already",
        kept: "value=\"Kept\"",
    },
    Case {
        page: "/groups/new",
        action: "/groups",
        fields: &[("name", "Kept"), ("slug", "x"), ("members", "nowhere")],
        says: "no member organisation “nowhere”",
        kept: "value=\"Kept\"",
    },
    Case {
        page: "/groups/circle",
        action: "/groups/circle/members",
        fields: &[("organisation", "nowhere")],
        says: "There is no organisation “nowhere”.",
        kept: "Let it join",
    },
    Case {
        page: "/groups/circle",
        action: "/groups/circle/members",
        fields: &[("organisation", "estmark"), ("past", "yes")],
        says: "belongs to the group already",
        kept: "value=\"yes\" checked",
    },
    Case {
        page: "/groups/circle",
        action: "/groups/circle/members",
        fields: &[("organisation", "harbour-radio")],
        says: "Only a member organisation",
        kept: "Let it join",
    },
];

#[track_caller]
fn refused(client: &Client, case: &Case) {
    let long = "x".repeat(2_001);
    let whole = |text: &'static str| if text == LONG { long.as_str() } else { text };
    let fields: Vec<_> = case.fields.iter().map(|(name, value)| (*name, whole(value))).collect();
    let text = client.fill(case.page, case.action, &fields).expect(422).text();
    assert!(text.contains("class=\"error-summary\""), "{}: {text}", case.action);
    // At the top, and beside the field where there is one to be seen.
    let hidden = fields.iter().any(|(name, value)| *name == "wanted" && *value == "expel");
    let times = text.matches(case.says).count();
    assert!(times >= if hidden { 1 } else { 2 }, "{} does not say “{}”: {text}", case.action, case.says);
    assert!(text.contains(whole(case.kept)), "{} lost “{}”: {text}", case.action, case.kept);
}

#[test]
fn what_is_wrong_is_said_and_what_was_typed_comes_back() {
    let serving = Serving::new();
    let before = changes(&serving);
    for (who, cases) in [(ADMIN, FORMS_OF_ADMINISTRATOR), (CONVENOR, FORMS_OF_CONVENOR)] {
        let client = serving.client(who);
        for case in cases {
            refused(&client, case);
        }
    }
    assert_eq!(changes(&serving), before, "something was half-done");
}

#[test]
fn an_invitation_that_is_answered_wrongly_stays_open() {
    let serving = Serving::new();
    let admin = serving.client(ADMIN);
    let fields = [("email", "nadia@open-lines.example.org"), ("roles", "observer")];
    let invited = admin.fill("/organisations/open-lines", "/organisations/open-lines/invitations", &fields);
    let text = invited.expect(201).text();
    let token =
        text.split("/invitations/").find_map(|rest| rest.split("</code>").next().filter(|t| t.len() == 64));
    let link = format!("/invitations/{}", token.unwrap());
    let client = serving.public();
    for (name, password, language, says) in [
        ("", "seven violet umbrellas marching", "en", "Please fill this in."),
        ("Nadia", "short", "en", "At least 12 characters"),
        ("Nadia", "nadia nadia nadia", "en", "too easy to guess"),
        ("Nadia", "seven violet umbrellas marching", "tlh", "no pages in this language"),
    ] {
        let fields = [("name", name), ("password", password), ("language", language)];
        let text = client.fill(&link, &link, &fields).expect(422).text();
        assert!(text.contains(says), "{says}: {text}");
        assert!(name.is_empty() || text.contains("value=\"Nadia\""), "{text}");
        assert!(!text.contains(password) || password == "short", "{text}");
    }
    let fields = [("name", "Nadia"), ("password", "seven violet umbrellas marching"), ("language", "en")];
    client.fill(&link, &link, &fields).expect(303);
}

/// A form sent twice, as by a double click.
fn twice(client: &Client, page: &str, action: &str, fields: &[(&str, &str)]) -> [Answer; 2] {
    let once = [("once", "the same"), ("csrf", "")];
    let text = client.page(page).expect(200).text();
    let code = text.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let fields = [&[once[0], ("csrf", code.as_str())], fields].concat();
    [(), ()].map(|()| client.form(action, &[("Accept", "text/html")], &fields))
}

#[test]
fn a_double_click_does_one_thing() {
    let serving = Serving::new();
    let (admin, convenor) = (serving.client(ADMIN), serving.client(CONVENOR));
    let home = "/organisations/open-lines";
    let roles = "/organisations/open-lines/people/roles";
    for (client, page, action, fields) in [
        (&admin, home, roles, &[("person", OBSERVER), ("role", "analyst")][..]),
        (
            &admin,
            home,
            "/organisations/open-lines/people/roles/end",
            &[("person", OBSERVER), ("role", "analyst")],
        ),
        (&admin, home, home, &[("about", "Once.")]),
        (
            &convenor,
            "/organisations/new",
            "/organisations",
            &[("name", "A"), ("slug", "a"), ("kind", "media")],
        ),
        (&convenor, "/vetting", "/organisations/lumora/vetting", &[("wanted", "suspend"), ("note", "Why")]),
        (&convenor, "/groups/new", "/groups", &[("name", "G"), ("slug", "g")]),
        (&convenor, "/groups/g", "/groups/g/members", &[("organisation", "estmark")]),
        (&convenor, "/groups/g", "/groups/g/members/remove", &[("organisation", "estmark")]),
        (&admin, home, "/organisations/open-lines/people/close", &[("person", OBSERVER)]),
    ] {
        let before = acts(&serving);
        let [first, second] = twice(client, page, action, fields);
        assert_eq!((first.status, second.status), (303, 303), "{action}: {}", second.text());
        assert_eq!(first.header("location"), second.header("location"), "{action}");
        assert_eq!(acts(&serving), before + 1, "{action} was done twice");
        // The same code for something else is no repetition.
        let other = twice(client, page, action, &[fields, &[("more", "x")]].concat());
        assert!([409, 422].contains(&other[0].status), "{action}: {}", other[0].status);
        assert!(other[0].text().contains("This key was used before"), "{action}");
    }
    let invited = twice(
        &admin,
        home,
        "/organisations/open-lines/invitations",
        &[("email", "nadia@open-lines.example.org"), ("roles", "observer")],
    );
    let open = admin.page(home).text().matches("<bdi>nadia@open-lines.example.org").count();
    assert_eq!((invited[0].status, invited[1].status, open), (201, 201, 1));
}

/// How many acts are written down.
fn acts(serving: &Serving) -> i64 {
    use diesel::prelude::*;
    use entente::db::schema::audit;
    serving.place.database.read(|conn| Ok(audit::table.count().get_result(conn)?)).unwrap()
}

#[test]
fn nothing_of_another_organisation_can_be_reached_by_its_slug() {
    let serving = Serving::new();
    let company = serving.client(crate::serving::COMPANY);
    let code = serving.code_of_forms(&company);
    let guard = [("csrf", code.as_str())];
    for (action, fields) in [
        ("/organisations/open-lines", &[("about", "Taken over.")][..]),
        (
            "/organisations/open-lines/invitations",
            &[("email", "x@lumora.example.org"), ("roles", "administrator")],
        ),
        ("/organisations/open-lines/people/roles", &[("person", OBSERVER), ("role", "administrator")]),
        ("/organisations/open-lines/people/close", &[("person", REPORTER)]),
        // Authorised for one's own, aimed at somebody else's.
        ("/organisations/lumora/people/close", &[("person", REPORTER)]),
        ("/organisations/lumora/people/roles", &[("person", REPORTER), ("role", "observer")]),
        ("/organisations/harbour-radio", &[("about", "x")]),
        ("/organisations/nowhere/people/close", &[("person", REPORTER)]),
        ("/groups/circle/members", &[("organisation", "lumora")]),
    ] {
        let before = changes(&serving);
        let answer = company.form(action, &[("Accept", "text/html")], &[&guard[..], fields].concat());
        let expected = match action {
            action if action.contains("open-lines") => 403,
            action if action.contains("lumora") => 422,
            _ => 404,
        };
        assert_eq!(answer.status, expected, "{action}: {}", answer.text());
        assert_eq!(changes(&serving), before, "{action}");
    }
    // An administrator reaches no account that outranks them by another door, and not their own last right.
    let admin = serving.client(ADMIN);
    let code = serving.code_of_forms(&admin);
    for (action, fields) in [
        ("/organisations/open-lines/people/close", &[("person", ADMIN)][..]),
        ("/organisations/open-lines/people/roles/end", &[("person", ADMIN), ("role", "administrator")]),
    ] {
        let fields = [&[("csrf", code.as_str())], fields].concat();
        admin.form(action, &[("Accept", "text/html")], &fields).expect(422);
    }
}
