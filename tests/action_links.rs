//! What an action is about, and where it is: the ways from one to the other, and that a link to what is erased is gone.

use serde_json::{Value, json};

use crate::serving::{ACADEMIC, ADMIN, GOVERNMENT, GOVERNMENT_REVIEWER, Serving};
use crate::sheets::text_of;
use crate::unconfirmed::ground;

fn approve(serving: &Serving, action: &str) {
    let path = format!("/api/v1/actions/{action}/approval");
    serving.client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
}

/// Begins an action of Estmark for all members.
fn begun(serving: &Serving, title: &str, country: &str, links: &Value) -> String {
    let sent = json!({
        "kind": "letter", "title": title, "brief": "We write.", "audience": ["coalition"], "countries": [country],
        "links": links,
    });
    let made = serving.client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
    let action = made["reference"].as_str().unwrap().to_owned();
    approve(serving, &action);
    action
}

#[test]
fn a_link_to_what_is_erased_goes_with_it_and_its_action_goes_on() {
    let serving = Serving::new();
    let (report, incident) = ground(&serving);
    let links = json!([
        { "kind": "report", "reference": report }, { "kind": "incident", "reference": incident },
    ]);
    let action = begun(&serving, "About the cut", "EE", &links);
    let (at, api) = (format!("/actions/{action}"), format!("/api/v1/actions/{action}"));
    let of_both = |text: &str| [&report, &incident].map(|one| text.contains(one.as_str()));
    let shown = |who: &str| {
        let client = serving.client(who);
        [
            client.page(&at).expect(200).text(),
            client.get(&api).expect(200).text(),
            client.get(&format!("{api}/versions/1")).expect(200).text(),
            text_of(&client.get(&format!("{at}.docx")).expect(200)),
        ]
        .map(|text| of_both(&text))
    };
    for who in [GOVERNMENT, ACADEMIC] {
        assert_eq!(shown(who), [[true; 2]; 4], "{who}");
    }
    let path = format!("/api/v1/reports/{report}");
    let sent = json!({ "reason": "A family asked" });
    serving.client(ADMIN).json("DELETE", &path, &[], &sent).expect(200);
    serving.settle();
    for who in [GOVERNMENT, ACADEMIC] {
        assert_eq!(shown(who), [[false; 2]; 4], "{who}");
    }
    // Its form has no word of them, and is saved as it stands; so is what a program sends.
    let client = serving.client(GOVERNMENT);
    let update = format!("{at}/update");
    let form = client.page(&update).expect(200);
    assert_eq!(of_both(&form.text()), [false; 2], "{}", form.text());
    let fields = [
        ("kind", "letter"),
        ("title", "By the form"),
        ("brief", "We write again."),
        ("language", "en"),
        ("links", ""),
        ("audience", "coalition"),
    ];
    assert_eq!(client.fill_on(&form, &update, &fields).status, 303);
    approve(&serving, &action);
    let says = || {
        let read = serving.client(ACADEMIC).get(&api).expect(200).json();
        (read["title"].clone(), read["links"].clone())
    };
    assert_eq!(says(), (json!("By the form"), json!([])));
    let mut sent = json!({
        "kind": "letter", "title": "By a program", "brief": "We write.", "audience": ["coalition"], "links": links,
    });
    let versions = format!("{api}/versions");
    assert_eq!(client.post(&versions, &sent).status, 422, "what is gone is linked to by nobody");
    sent["links"] = json!([]);
    client.post(&versions, &sent).expect(201);
    approve(&serving, &action);
    assert_eq!(says(), (json!("By a program"), json!([])));
    assert_eq!(serving.state().0["contribution_link"], 0, "nothing is kept of where it led");
}

#[test]
fn an_incident_has_the_way_to_begin_an_action_about_it_for_those_who_begin_some() {
    let serving = Serving::new();
    let (_, incident) = ground(&serving);
    let page = |who: &str| serving.client(who).page(&format!("/incidents/{incident}")).expect(200).text();
    let way = format!("/actions/new?about={incident}");
    let button = format!("href=\"{way}\">Begin an action</a>");
    assert!(page(GOVERNMENT).contains(&button), "{}", page(GOVERNMENT));
    assert!(!page(ACADEMIC).contains(&way));
    let form = serving.client(GOVERNMENT).page(&way).expect(200).text();
    let field = form.split("name=\"links\"").nth(1).expect("a field of links").split('>').next().unwrap();
    assert!(field.contains(&format!("value=\"{incident}\"")), "{field}");
}

#[test]
fn a_country_of_an_action_leads_to_all_that_is_done_there() {
    let serving = Serving::new();
    let nothing = json!([]);
    let now = begun(&serving, "A letter of now", "EE", &nothing);
    let then = begun(&serving, "A letter of then", "EE", &nothing);
    begun(&serving, "A letter elsewhere", "KE", &nothing);
    let declined = json!({ "to": "declined", "reason": "It comes too late." });
    serving.client(GOVERNMENT).post(&format!("/api/v1/actions/{then}/moves"), &declined).expect(200);
    serving.settle();
    let client = serving.client(ACADEMIC);
    for action in [&now, &then] {
        let page = client.page(&format!("/actions/{action}")).expect(200).text();
        assert!(page.contains("<a href=\"/actions?country=EE&#38;stage=all\">Estonia</a>"), "{page}");
    }
    let list = client.page("/actions?country=EE&stage=all").expect(200).text();
    let titles = ["A letter of now", "A letter of then", "A letter elsewhere"];
    assert_eq!(titles.map(|title| list.contains(title)), [true, true, false], "{list}");
}
