//! A list costs the same number of statements however many rows it has.

use std::collections::BTreeMap;

use serde_json::json;

use crate::serving::{AMINA, ANA, FARAH, JONAS, KIRSI, OLGA, PAVEL, ROSA, SAMI, Serving};
use crate::table::{On, prepare, rows};

/// Lists whose rows are still loaded one by one, with what each row needs. One that takes a fixed number of statements is no
/// exception any more, and has to leave this table.
const ONE_BY_ONE: &[(&str, &str)] = &[
    ("/desk", "proposals and reviews, as below, and the requests to publish"),
    ("/reviews", "each kind of text opens its own titles and looks up what it rests on"),
    ("/api/v1/reviews", "the same"),
    ("/delegations", "each row has its release, its report and both organisations"),
    ("/api/v1/delegations", "the same"),
    ("/access-requests/received", "each request is a search of its own"),
    ("/api/v1/access-requests/received", "the same"),
];

/// Things of every kind, so many of each, all of them on lists.
fn grow(serving: &Serving, by: usize, round: usize) {
    for number in 0..by {
        for on in [
            On::Draft,
            On::Released,
            On::Said,
            On::Saying,
            On::Answered,
            On::Answering,
            On::Requested,
            On::Received,
            On::Translated,
            On::Translating,
            On::Proposed,
            On::Claimed,
            On::Filed,
            On::Delegating,
            On::Delegated,
            On::Colleague,
            On::Link,
            On::Refresh,
        ] {
            prepare(serving, on);
        }
        let slug = format!("grown-{round}-{number}");
        let entered = json!({ "slug": slug, "name": slug, "kind": "media" });
        serving.client(ANA).post("/api/v1/organisations", &entered).expect(201);
        for hidden in [true, false] {
            let slug = format!("{slug}-{hidden}");
            let group = json!({
                "slug": slug, "name": slug, "members": ["estmark", "open-lines"], "confidential_roster": hidden,
            });
            serving.client(ANA).post("/api/v1/groups", &group).expect(201);
        }
    }
    serving.copied();
    serving.settle();
}

/// Every list, as everybody who is shown something of it.
fn lists(serving: &Serving) -> BTreeMap<String, u64> {
    let mut counted = BTreeMap::new();
    let plain = rows().filter(|row| row.method == "GET" && !row.path.contains('{')).map(|row| row.path);
    let named = ["/organisations/open-lines", "/api/v1/organisations/open-lines", "/groups/circle"];
    for path in plain.chain(named).filter(|path| *path != "/metrics") {
        for who in ["", AMINA, JONAS, ROSA, KIRSI, PAVEL, SAMI, ANA, FARAH, OLGA] {
            let client = if who.is_empty() { serving.public() } else { serving.client(who) };
            let before = serving.place.database.statements_for_requests();
            let status = client.get(path).status;
            if status == 200 {
                let statements = serving.place.database.statements_for_requests() - before;
                counted.insert(format!("{path} as {who:?}"), statements);
            }
        }
    }
    counted
}

#[test]
fn a_list_takes_the_same_statements_however_many_rows_it_has() {
    let serving = Serving::new();
    let size = 1 + usize::from(serving.instance.core.ambient().bytes::<1>()[0] % 3);
    grow(&serving, size, 1);
    lists(&serving);
    let few = lists(&serving);
    grow(&serving, 3, 2);
    let many = lists(&serving);
    assert!(few.len() > 100 && few.keys().eq(many.keys()), "{} lists", few.len());
    let (excused, moved): (Vec<&String>, Vec<&String>) = few
        .iter()
        .filter(|(list, count)| many[*list] != **count)
        .map(|(list, _)| list)
        .partition(|list| ONE_BY_ONE.iter().any(|(path, _)| list.starts_with(&format!("{path} "))));
    let moved: Vec<String> =
        moved.iter().map(|list| format!("{list}: {}, then {}", few[*list], many[*list])).collect();
    assert!(moved.is_empty(), "from {size} to {} of each:\n{}", size + 3, moved.join("\n"));
    for (path, _) in ONE_BY_ONE {
        assert!(excused.iter().any(|list| list.starts_with(&format!("{path} "))), "{path} is fixed by now");
    }
}
