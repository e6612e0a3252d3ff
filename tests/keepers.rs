//! Templates whose readers, or whose keepers, are no members any more.

use serde_json::{Value, json};

use crate::serving::{
    COMPANY, CONVENOR, DEFENDER, GOVERNMENT, REVIEWER, SECOND_CONVENOR, SECRETARIAT, SUSPENDED, Serving,
    slug_of,
};
use crate::support;

fn kept(serving: &Serving, who: &str, more: &Value) -> String {
    let mut sent = json!({ "name": "Opinion", "kind": "letter", "title": "T", "brief": "B" });
    sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let made = serving.client(who).post("/api/v1/templates", &sent).expect(201).json();
    made["reference"].as_str().unwrap().to_owned()
}

#[test]
fn who_cannot_be_chosen_now_stays_in_a_template_until_somebody_takes_them_away() {
    let serving = Serving::new();
    let client = serving.client(GOVERNMENT);
    let more = json!({ "audience": ["coalition", "group:circle"], "except": ["lumora"] });
    let reference = kept(&serving, GOVERNMENT, &more);
    serving.client(CONVENOR).delete("/api/v1/groups/circle/members/estmark").expect(204);
    crate::unconfirmed::suspend(&serving, "lumora");
    let path = format!("/templates/{reference}/update");
    let page = client.page(&path).expect(200);
    let text = page.text();
    assert!(text.contains("cannot be chosen now"), "{text}");
    for (name, value) in [("audience", "group:circle"), ("except", "lumora")] {
        let ticked = format!("name=\"{name}\" type=\"checkbox\" value=\"{value}\" checked");
        assert!(text.contains(&ticked), "{ticked}: {text}");
    }
    let said = |more: &[(&'static str, &'static str)]| {
        let fields = [("name", "Opinion"), ("kind", "letter"), ("title", "Another"), ("brief", "B")];
        let fields = [&fields[..], &[("language", "en"), ("audience", "coalition")], more].concat();
        assert_eq!(client.fill(&path, &path, &fields).status, 303);
        let seen = client.get(&format!("/api/v1/templates/{reference}")).json();
        (seen["audience"].clone(), seen["except"].clone())
    };
    let both = said(&[("audience", "group:circle"), ("except", "lumora")]);
    assert_eq!(both, (json!(["coalition", "group:circle"]), json!(["lumora"])));
    // Nobody else who cannot be chosen is added beside them.
    let sent = json!({
        "name": "Opinion", "kind": "letter", "title": "T", "brief": "B", "audience": ["coalition", "group:circle"],
        "except": ["lumora", slug_of(SUSPENDED)],
    });
    client.put(&format!("/api/v1/templates/{reference}"), "*", &sent).expect(422);
    assert_eq!(said(&[("except", "lumora")]), (json!(["coalition"]), json!(["lumora"])));
    assert_eq!(said(&[]), (json!(["coalition"]), json!([])));
}

fn statuses(serving: &Serving, reference: &str) -> [u16; 4] {
    let at = format!("/api/v1/templates/{reference}");
    [GOVERNMENT, COMPANY, CONVENOR, DEFENDER].map(|who| serving.client(who).get(&at).status)
}

#[test]
fn what_is_for_all_members_is_in_force_while_its_keeper_holds_the_office() {
    let serving = Serving::new();
    let common = json!({ "common": true });
    let [first, second] = [(); 2].map(|()| kept(&serving, CONVENOR, &common));
    assert_eq!(statuses(&serving, &first), [200; 4]);
    // Both were kept by an organisation that had the office once.
    let moved =
        "UPDATE action_template SET organisation_id = (SELECT id FROM organisation WHERE slug = 'estmark')";
    serving.write(|tx| support::run(tx.conn, moved));
    assert_eq!(statuses(&serving, &first), [200, 404, 200, 404]);
    let begin = json!({ "template": first });
    for who in [GOVERNMENT, REVIEWER] {
        serving.client(who).post("/api/v1/actions", &begin).expect(422);
        serving.client(who).page(&format!("/actions/new?template={first}")).expect(404);
        let page = serving.client(who).page("/actions/new").expect(200).text();
        assert!(!page.contains(&first), "{page}");
    }
    // Only the secretariat's convenors see to it beside its keeper: they change nothing of what it says.
    assert_eq!(serving.client(SECRETARIAT).get(&format!("/api/v1/templates/{first}")).status, 404);
    let convenor = serving.client(SECOND_CONVENOR);
    let seen = convenor.get(&format!("/api/v1/templates/{first}")).expect(200).json();
    assert_eq!((&seen["in_use"], &seen["may_change"]), (&json!(false), &json!(false)));
    let sent = json!({ "name": "N", "kind": "letter", "title": "T", "brief": "B" });
    assert_eq!(convenor.put(&format!("/api/v1/templates/{first}"), "*", &sent).status, 403);
    let page = format!("/templates/{first}");
    let text = convenor.page(&page).expect(200).text();
    assert!(text.contains("Out of use") && !text.contains("/update"), "{text}");
    assert_eq!(convenor.fill(&page, &format!("{page}/use"), &[("act", "out")]).status, 303);
    convenor.delete(&format!("/api/v1/templates/{second}")).expect(204);
    // Its keeper is told in its own log, and cannot use what it keeps.
    let owner = "organisation_id = (SELECT id FROM organisation WHERE slug = 'estmark')";
    for act in ["template.retired", "template.deleted"] {
        let from = format!("audit WHERE act = '{act}' AND {owner}");
        assert_eq!(serving.place.database.read(|conn| Ok(support::count(conn, &from))).unwrap(), 1, "{act}");
    }
    assert_eq!(serving.client(GOVERNMENT).delete(&format!("/api/v1/templates/{first}")).status, 403);
}

#[test]
fn what_is_for_all_members_sleeps_while_its_keeper_is_no_active_member() {
    let serving = Serving::new();
    let reference = kept(&serving, CONVENOR, &json!({ "common": true }));
    let set = |status: &str| {
        let statement = format!("UPDATE organisation SET status = '{status}' WHERE slug = 'secretariat'");
        serving.write(|tx| support::run(tx.conn, &statement));
    };
    set("suspended");
    assert_eq!(serving.client(COMPANY).get(&format!("/api/v1/templates/{reference}")).status, 404);
    assert!(!serving.client(COMPANY).page("/templates").expect(200).text().contains(&reference));
    set("active");
    assert_eq!(serving.client(COMPANY).get(&format!("/api/v1/templates/{reference}")).status, 200);
}
