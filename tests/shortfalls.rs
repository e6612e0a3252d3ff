//! What a copy lacks is told to all who get it.

use serde_json::json;

use crate::http::Client;
use crate::sanitise::papers;
use crate::serving::{REPORTER, REVIEWER, Serving};
use crate::table::PDF;

/// To those who get the copy, on every page that names it and in JSON; not with what lacks nothing.
#[test]
fn what_a_copy_lacks_is_told_to_owner_reviewer_and_reader() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "A document with a stamp" }));
    let stamped = "/Annots [<< /Type /Annot /Subtype /Stamp /Rect [10 10 60 60] >>]";
    let stamped = papers::page("0 0 100 100", stamped, b"", &[]);
    let file = serving.attached(&report, REPORTER, ("a.pdf", &stamped), "Stamped");
    serving.attached(&report, REPORTER, ("b.pdf", PDF), "Whole");
    let lacking = json!([{ "what": "annotation-covered", "page": 0 }]);
    let path = format!("/api/v1/reports/{report}/original");
    let told = serving.client(REPORTER).get(&path).expect(200).json()["evidence"].clone();
    assert_eq!((&told[0]["copy"]["incomplete"], &told[0]["copy"]["shortfalls"]), (&json!(true), &lacking));
    assert_eq!((&told[1]["copy"]["incomplete"], &told[1]["copy"]["shortfalls"]), (&json!(false), &json!([])));
    let release = serving.propose(&report, REPORTER, &["public"]);
    let says = |client: &Client, path: &str| {
        let page = client.page(path).expect(200).text();
        assert_eq!(page.matches("is covered by a filled box. Page 1.").count(), 1, "{path}: {page}");
    };
    says(&serving.client(REPORTER), &format!("/reports/{report}/desk"));
    says(&serving.client(REPORTER), &format!("/evidence/{file}/desk"));
    says(&serving.client(REVIEWER), &format!("/reports/{report}/releases/{release}"));
    serving.approve(&report, &release, REVIEWER);
    says(&serving.public(), &format!("/reports/{report}"));
    let view = serving.public().get(&format!("/api/v1/reports/{report}")).expect(200).json();
    let shown = &view["evidence"];
    assert_eq!((&shown[0]["incomplete"], &shown[0]["shortfalls"]), (&json!(true), &lacking));
    assert_eq!((&shown[1]["incomplete"], &shown[1]["shortfalls"]), (&json!(false), &json!([])));
}
