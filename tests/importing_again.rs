//! A second import for fewer readers takes back what the first let out, and nothing that people released.

use std::path::Path;

use entente::exchange::{self, Source};
use serde_json::json;

use crate::serving::{AMINA, FARAH, JONAS, KIRSI, Serving};

fn import(serving: &Serving, audience: &str) {
    let file = serving.place.folder.path().join("records.csv");
    let text = String::from_utf8(exchange::stop::DEMONSTRATION.to_vec()).unwrap();
    std::fs::write(&file, text.lines().take(3).collect::<Vec<_>>().join("\n")).unwrap();
    enter(serving, &file, audience);
}

fn enter(serving: &Serving, file: &Path, audience: &str) {
    let (database, vault) = (&serving.place.database, &serving.instance.vault);
    let audience = Some(audience);
    exchange::import_file(database, vault, Source::Stop, file, "open-lines", audience, &mut |_| ()).unwrap();
    serving.settle();
}

fn totals(serving: &Serving) -> [u64; 3] {
    let total = |client: crate::http::Client| {
        client.get("/api/v1/incidents").expect(200).json()["reports"].as_u64().unwrap()
    };
    [total(serving.public()), total(serving.client(FARAH)), total(serving.client(KIRSI))]
}

#[test]
fn fewer_readers_the_second_time_are_fewer_readers() {
    let serving = Serving::new();
    import(&serving, "public");
    let all = totals(&serving)[0];
    assert!(all >= 2);
    assert_eq!(totals(&serving), [all; 3]);
    let list = serving.public().get("/api/v1/incidents").expect(200).json();
    let report = list["items"][0]["reports"][0]["reference"].as_str().unwrap().to_owned();

    import(&serving, "sector:government");
    assert_eq!(totals(&serving), [0, 0, all]);
    serving.public().get(&format!("/api/v1/reports/{report}")).expect(404);

    // What a person let out is that person's to withdraw.
    let release = serving.propose(&report, AMINA, &["public"]);
    serving.approve(&report, &release, JONAS);
    import(&serving, "org:open-lines");
    assert_eq!(totals(&serving), [1, 1, 1]);
    let reason = json!({ "reason": "Taken back" });
    let path = format!("/api/v1/reports/{report}/releases/{release}");
    serving.client(JONAS).json("DELETE", &path, &[], &reason).expect(200);
    serving.settle();
    assert_eq!(totals(&serving), [0; 3]);
}

/// What two people let out is not replaced because the source says something else.
#[test]
fn a_correction_of_people_outlives_one_of_the_source() {
    let serving = Serving::new();
    import(&serving, "public");
    let list = serving.public().get("/api/v1/incidents?q=Wana").expect(200).json();
    let report = list["items"][0]["reports"][0]["reference"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/reports/{report}");
    let corrected = json!({ "title": "What really happened", "narrative": "Asked on the spot." });
    serving.client(AMINA).put(&format!("{path}/original"), "\"1\"", &corrected).expect(200);
    let release = serving.propose(&report, AMINA, &["public"]);
    serving.approve(&report, &release, JONAS);
    let before = totals(&serving);

    let file = serving.place.folder.path().join("records.csv");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("52437355 / year"));
    std::fs::write(&file, text.replace("52437355 / year", "1 / year")).unwrap();
    enter(&serving, &file, "public");
    assert_eq!(serving.public().get(&path).expect(200).json()["title"], "What really happened");
    assert_eq!(totals(&serving), before);
}
