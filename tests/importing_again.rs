//! A second import for fewer readers takes back what the first let out, and nothing that people released.

use std::path::Path;

use diesel::prelude::*;
use entente::db::schema::{audit, report};
use entente::exchange::stop::{COLUMNS, DEMONSTRATION};
use entente::exchange::{self, Request, Source, Summary};
use serde_json::json;

use crate::serving::{COMPANY, GOVERNMENT, REPORTER, REVIEWER, Serving};

fn import(serving: &Serving, audience: &str) {
    let file = serving.place.folder.path().join("records.csv");
    let text = String::from_utf8(exchange::stop::DEMONSTRATION.to_vec()).unwrap();
    std::fs::write(&file, text.lines().take(3).collect::<Vec<_>>().join("\n")).unwrap();
    enter(serving, &file, audience);
}

fn enter(serving: &Serving, file: &Path, audience: &str) {
    let (database, vault) = (&serving.place.database, &serving.instance.vault);
    let audience = Some(audience);
    let request =
        Request { source: Source::Stop, file, organisation: "open-lines", audience, dry_run: false };
    exchange::import_file(database, vault, request, &mut |_| ()).unwrap();
    serving.settle();
}

fn totals(serving: &Serving) -> [u64; 3] {
    let total = |client: crate::http::Client| {
        client.get("/api/v1/incidents").expect(200).json()["reports"].as_u64().unwrap()
    };
    [total(serving.public()), total(serving.client(COMPANY)), total(serving.client(GOVERNMENT))]
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
    let release = serving.propose(&report, REPORTER, &["public"]);
    serving.approve(&report, &release, REVIEWER);
    import(&serving, "org:open-lines");
    assert_eq!(totals(&serving), [1, 1, 1]);
    let reason = json!({ "reason": "Taken back" });
    let path = format!("/api/v1/reports/{report}/releases/{release}");
    serving.client(REVIEWER).json("DELETE", &path, &[], &reason).expect(200);
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
    serving.client(REPORTER).put(&format!("{path}/original"), "\"1\"", &corrected).expect(200);
    let release = serving.propose(&report, REPORTER, &["public"]);
    serving.approve(&report, &release, REVIEWER);
    let before = totals(&serving);

    let file = serving.place.folder.path().join("records.csv");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("52437355 / year"));
    std::fs::write(&file, text.replace("52437355 / year", "1 / year")).unwrap();
    enter(&serving, &file, "public");
    assert_eq!(serving.public().get(&path).expect(200).json()["title"], "What really happened");
    assert_eq!(totals(&serving), before);
}

/// Rows of the dataset, to be corrected.
fn rows(count: usize) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(DEMONSTRATION);
    let rows = reader.records().map(Result::unwrap).skip(40).take(count);
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

fn summary(serving: &Serving, rows: &[Vec<String>], dry_run: bool) -> Summary {
    let path = serving.place.folder.path().join("edition.csv");
    let mut writer = csv::Writer::from_path(&path).unwrap();
    writer.write_record(COLUMNS).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.flush().unwrap();
    let (file, audience) = (path.as_path(), Some("public"));
    let request = Request { source: Source::Stop, file, organisation: "open-lines", audience, dry_run };
    let (database, vault) = (&serving.place.database, &serving.instance.vault);
    let summary = exchange::import_file(database, vault, request, &mut |_| ()).unwrap();
    serving.settle();
    summary
}

fn counts(summary: &Summary) -> [u64; 5] {
    [summary.imported, summary.unchanged, summary.updated, summary.rejected, summary.gone]
}

fn set(row: &mut [String], column: &str, cell: &str) {
    let place = COLUMNS.iter().position(|name| *name == column).unwrap();
    cell.clone_into(&mut row[place]);
}

/// A cell that belongs to a row's identity is corrected: it is the same record.
#[test]
fn a_corrected_row_takes_the_place_of_its_record() {
    let serving = Serving::new();
    let mut rows = rows(12);
    assert_eq!(counts(&summary(&serving, &rows, false)), [12, 0, 0, 0, 0]);
    let before = totals(&serving);
    // The links tell which row it is, then the account, then the end.
    set(&mut rows[0], "info_source_link", "https://example.org/only-here");
    set(&mut rows[1], "event", "An account that no other row has.");
    assert_eq!(counts(&summary(&serving, &rows, false)), [0, 10, 2, 0, 0]);
    set(&mut rows[0], "start_date", "2016-01-05");
    set(&mut rows[0], "area_name", "Corrected town");
    set(&mut rows[1], "shutdown_extent", "Full network");
    assert_eq!(counts(&summary(&serving, &rows, false)), [0, 10, 2, 0, 0]);
    assert_eq!(totals(&serving), before, "no record more");
    let list = serving.public().get("/api/v1/incidents?q=Corrected").expect(200).json();
    assert_eq!(list["total"], 1);
    rows.reverse();
    assert_eq!(counts(&summary(&serving, &rows, false)), [0, 12, 0, 0, 0], "in any order");
}

/// By which id a record is known is a change like any other, though the record says the same.
#[test]
fn a_record_that_gets_another_id_is_logged_once() {
    let serving = Serving::new();
    let rows = rows(3);
    summary(&serving, &rows, false);
    let logged = || {
        let known_anew = audit::table.filter(audit::act.eq("report.import_known_anew"));
        serving.place.database.read(|conn| Ok(known_anew.count().get_result::<i64>(conn)?)).unwrap()
    };
    assert_eq!(logged(), 0);
    // As an earlier version kept it: without what a row is known again by.
    serving.write(|tx| {
        let id: String = report::table.select(report::source_id.assume_not_null()).first(tx.conn)?;
        let plain = id.split('.').next().unwrap();
        let record = report::table.filter(report::source_id.eq(&id));
        diesel::update(record).set(report::source_id.eq(plain)).execute(tx.conn)?;
        Ok(())
    });
    for _ in 0..2 {
        assert_eq!(counts(&summary(&serving, &rows, false)), [0, 3, 0, 0, 0]);
        assert_eq!(logged(), 1);
    }
}

#[test]
fn what_is_no_longer_in_the_file_is_counted_and_stays() {
    let serving = Serving::new();
    let all = rows(8);
    summary(&serving, &all, false);
    let before = totals(&serving);
    let said = summary(&serving, &all[..5], false);
    assert_eq!(counts(&said), [0, 5, 0, 0, 3]);
    assert!(said.to_string().ends_with("\nno longer in the file: 3 (they stay as they are)"), "{said}");
    assert_eq!(totals(&serving), before);
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let serving = Serving::new();
    let mut rows = rows(6);
    set(&mut rows[1], "country", "Atlantis");
    set(&mut rows[2], "start_date", "2016-06-05");
    set(&mut rows[2], "end_date", "2016-06-01");
    let before = serving.state();
    let tried = summary(&serving, &rows, true);
    assert_eq!(serving.state(), before);
    assert!(!serving.place.folder.path().join("edition.rejected.csv").exists());
    let done = summary(&serving, &rows, false);
    assert_eq!(Summary { rejects: None, ..done.clone() }, tried);
    assert_eq!(counts(&tried), [5, 0, 0, 1, 0]);
    assert!(tried.to_string().contains("\ncontradicting dates: 1 (line "), "{tried}");
    // Of a record that is known, too.
    set(&mut rows[0], "event", "Another account.");
    let before = serving.state();
    assert_eq!(counts(&summary(&serving, &rows, true)), [0, 4, 1, 1, 0]);
    assert_eq!(serving.state(), before);
}

/// Two records: one that ended, may have begun again, and is called ongoing for 2009; and one that ends before it starts.
fn with_odd_dates() -> Serving {
    let serving = Serving::new();
    let mut rows = rows(2);
    for (column, cell) in [
        ("shutdown_status", "Ongoing"),
        ("start_date", "2009-05-24"),
        ("count_year", "2009"),
        ("end_date", "2009-06-01"),
    ] {
        set(&mut rows[0], column, cell);
    }
    for (column, cell) in
        [("shutdown_status", "Ended"), ("start_date", "2016-06-05"), ("end_date", "2016-06-01")]
    {
        set(&mut rows[1], column, cell);
    }
    summary(&serving, &rows, false);
    serving
}

#[test]
fn pages_say_until_when_and_what_contradicts() {
    let serving = with_odd_dates();
    let public = serving.public();
    let list = public.page("/incidents").expect(200).text();
    assert!(list.contains("Ongoing at the end of 2009 (source)"), "{list}");
    let found = public.get("/api/v1/incidents?sort=oldest").expect(200).json();
    assert_eq!(found["items"][0]["facts"]["status_as_of"]["date"], "2009");
    let said = "The end lies before the start, as the source gives them.";
    let page = |item: &serde_json::Value| {
        public.page(&format!("/incidents/{}", item["reference"].as_str().unwrap())).expect(200).text()
    };
    assert!(page(&found["items"][0]).contains("Ongoing at the end of 2009 (source)"));
    let shown = page(&found["items"][1]);
    assert!(shown.contains("Contradicting dates") && shown.matches(said).count() == 2, "{shown}");
    assert!(!page(&found["items"][0]).contains(said));
    // Nobody has looked since the year for which it was counted.
    let begun = |query: &str| {
        let list = public.get(&format!("/api/v1/incidents?{query}")).expect(200).json();
        list["total"].as_u64().unwrap()
    };
    assert_eq!([begun("to=2010-01-01"), begun("from=2009-12-31&to=2010-01-01")], [1, 1]);
    assert_eq!([begun("from=2010-01-01&to=2016-01-01"), begun("from=2010-01-01")], [0, 1]);
}

#[test]
fn programs_are_told_what_contradicts_wherever_they_read_dates() {
    let serving = with_odd_dates();
    let public = serving.public();
    let found = public.get("/api/v1/incidents?sort=oldest").expect(200).json();
    for (number, said) in [(0, json!([])), (1, json!(["end_before_start"]))] {
        let item = &found["items"][number];
        let reference = item["reference"].as_str().unwrap();
        let incident = public.get(&format!("/api/v1/incidents/{reference}")).expect(200).json();
        let path = format!("/api/v1/reports/{}", item["reports"][0]["reference"].as_str().unwrap());
        let report = public.get(&path).expect(200).json();
        let original = serving.client(REPORTER).get(&format!("{path}/original")).expect(200).json();
        let release = serving.propose(path.rsplit('/').next().unwrap(), REPORTER, &["coalition"]);
        let release = serving.client(REVIEWER).get(&format!("{path}/releases/{release}")).expect(200).json();
        for told in [item, &incident, &report, &incident["reports"][0], &original, &release["preview"]] {
            assert_eq!(told["contradictions"], said, "{told}");
        }
        let rows = public.get(&format!("/incidents.json?q={reference}")).expect(200).json();
        assert_eq!(rows[0]["contradictions"], said);
    }
    let table = public.get("/incidents.csv?sort=oldest").expect(200).text();
    let ends: Vec<&str> = table.lines().filter_map(|line| line.rsplit(',').next()).collect();
    assert_eq!(ends, ["contradictions", "", "end_before_start"]);
}
