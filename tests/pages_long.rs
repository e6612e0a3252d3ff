//! Pages at their ends: with nothing on them, and with more than fits.

use entente::{invitations, people};
use serde_json::{Value, json};

use crate::http::Client;
use crate::serving::{REPORTER, REVIEWER, Serving};

/// Where the page after this one begins.
fn next(page: &str) -> Option<String> {
    let link = page.split("<a ").find(|tag| tag.contains("rel=\"next\""))?;
    let address = link.split("href=\"").nth(1)?.split('"').next()?;
    Some(address.replace("&#38;", "&").replace("&amp;", "&"))
}

/// Every page of a list, from its first.
fn pages(client: &Client, first: &str) -> Vec<String> {
    let mut pages = vec![client.page(first).expect(200).text()];
    while let Some(address) = next(pages.last().unwrap()) {
        assert!(pages.len() < 20, "{first} does not end");
        pages.push(client.page(&address).expect(200).text());
        assert!(pages.last().unwrap().contains("rel=\"first\""), "{address} leads back to the first page");
    }
    pages
}

#[test]
fn an_instance_without_incidents_says_what_it_is_for() {
    let serving = Serving::new();
    let home = serving.public().page("/").expect(200).text();
    assert!(home.contains("There is no report yet that you may read") && home.contains("href=\"/sign-in\""));
    assert!(!home.contains("<svg class=\"map\"") && !home.contains("<table"));
    let home = serving.client(REPORTER).page("/").expect(200).text();
    assert!(home.contains("Be the first") && home.contains("href=\"/reports/new\""));
}

/// The program may have run before somebody says what the coalition's secretariat is called.
#[test]
fn the_set_up_names_the_secretariat_even_after_a_start() {
    let serving = Serving::empty();
    serving.write(invitations::first_start).expect("nobody has an account yet");
    let convenor = ["ana@house.example.org".to_owned()];
    let founders = serving.write(|tx| invitations::set_up(tx, &convenor, "Coalition House"));
    assert!(serving.public().page(&founders[0].link).expect(200).text().contains("ana@house.example.org"));
    let named = |tx: &mut entente::db::Tx<'_>| {
        people::organisation_for_operator(tx.conn, "secretariat").map(|home| home.name)
    };
    assert_eq!(serving.write(named), "Coalition House");
    // A later start, which says no name, leaves it.
    serving.write(invitations::first_start);
    assert_eq!(serving.write(named), "Coalition House");
}

#[test]
fn every_picture_has_its_table() {
    let serving = Serving::new();
    for (title, countries, day) in
        [("A", json!(["KE"]), "2026-01-02"), ("B", json!(["KE", "UG"]), "2026-03-04")]
    {
        let facts = json!({ "countries": countries, "started": day });
        serving.released(&json!({ "title": title, "facts": facts }), &["public"]);
    }
    for path in ["/", "/incidents"] {
        let page = serving.public().page(path).expect(200).text();
        assert!(page.contains("The same as a table, by country"), "{path}");
        assert!(page.contains("\">Kenya</a></th><td class=\"num\">2</td>"), "{path}: {page}");
        assert!(page.contains("The same as a table, by year"), "{path}");
    }
    let home = serving.public().page("/").text();
    assert!(home.contains("2 reports of 2 incidents in 2 countries, as far as you may read."));
}

/// Class of losses: a draft that nobody finds again, because others are newer.
#[test]
fn every_draft_stays_on_the_desk() {
    let serving = Serving::new();
    let oldest = serving.draft(REPORTER, &json!({ "title": "The oldest draft" }));
    for number in 0..52 {
        serving.released(&json!({ "title": format!("Out {number}") }), &["org:open-lines"]);
    }
    let desk = serving.client(REPORTER).page("/desk").expect(200).text();
    let drafts = |page: &str| {
        page.split("id=\"drafts\"").nth(1).unwrap().split("</section>").next().unwrap().to_owned()
    };
    assert!(drafts(&desk).contains(&oldest), "{desk}");
    for number in 0..45 {
        serving.draft(REPORTER, &json!({ "title": format!("Draft {number:02}") }));
    }
    let reporter = serving.client(REPORTER);
    let (mut seen, mut found, mut address) = (Vec::new(), false, Some("/desk".to_owned()));
    while let Some(at) = address {
        let part = drafts(&reporter.page(&at).expect(200).text());
        seen.push(part.matches("/desk\" lang").count());
        address = next(&part).map(|address| address.split('#').next().unwrap().to_owned());
        found |= part.contains(&oldest);
    }
    assert!(found);
    assert_eq!(seen, [20, 20, 6]);
}

/// Class of losses: a proposal that no reviewer sees, because others are older.
#[test]
fn every_review_is_reached() {
    let serving = Serving::new();
    let proposed: Vec<String> = (0..53)
        .map(|number| {
            let report = serving.draft(REPORTER, &json!({ "title": format!("Wait {number}") }));
            serving.propose(&report, REPORTER, &["public"])
        })
        .collect();
    let reviewer = serving.client(REVIEWER);
    let pages = pages(&reviewer, "/reviews");
    let on = |page: &str| proposed.iter().filter(|id| page.contains(id.as_str())).count();
    assert_eq!(pages.iter().map(|page| on(page)).collect::<Vec<_>>(), [50, 3]);
    let desk = reviewer.page("/desk").expect(200).text();
    assert!(desk.contains("<span class=\"badge\">53</span>") && on(&desk) == 10);
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let list = reviewer.get(&format!("/api/v1/reviews?limit=20{after}")).expect(200).json();
        assert_eq!(list["total"], 53);
        seen.extend(
            list["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()),
        );
        match &list["next"] {
            Value::String(cursor) => after = format!("&after={cursor}"),
            _ => break,
        }
    }
    seen.sort();
    let mut all = proposed.clone();
    all.sort();
    assert_eq!(seen, all);
}
