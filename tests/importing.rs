//! The importer, as the operator runs it: what it says, that nothing is lost or done twice, and that nobody reads more
//! than was said.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use entente::exchange::stop::COLUMNS;
use serde_json::json;

use crate::http::Client;
use crate::program::entente;
use crate::search::shared;
use crate::serving::{COMPANY, GOVERNMENT, OBSERVER, REPORTER, REVIEWER, SUSPENDED, Serving};
use crate::support;

/// What the program said.
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    fn summary(&self) -> &str {
        let is_summary = |line: &&str| line.starts_with("imported ");
        self.out.lines().find(is_summary).unwrap_or_else(|| panic!("{}{}", self.out, self.err))
    }
}

fn run(serving: &Serving, file: &Path, more: &[&str]) -> Said {
    let data = serving.place.folder.path();
    let mut command = entente(data, Some(&serving.place.url));
    let output = command.args(["import", "stop"]).arg(file).args(more).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() {
        serving.settle();
    }
    Said { code: output.status.code().unwrap(), out: text(&output.stdout), err: text(&output.stderr) }
}

/// Imports for Open Lines, where nothing may be wrong.
#[track_caller]
fn import(serving: &Serving, file: &Path, audience: Option<&str>) -> String {
    let mut arguments = vec!["--organisation", "open-lines"];
    arguments.extend(audience.into_iter().flat_map(|word| ["--audience", word]));
    let said = run(serving, file, &arguments);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    said.summary().to_owned()
}

/// A row of which some cells are given.
fn row(given: &[(&str, &str)]) -> Vec<String> {
    let base =
        [("country", "India"), ("start_date", "2022-02-14"), ("count_year", "2022"), ("area_name", "Leh")];
    let cell = |column: &&str| {
        given.iter().chain(&base).find(|(name, _)| name == column).map_or("", |(_, cell)| cell)
    };
    COLUMNS.iter().map(cell).map(str::to_owned).collect()
}

fn write(serving: &Serving, name: &str, rows: &[Vec<String>]) -> PathBuf {
    let path = serving.place.folder.path().join(name);
    let mut writer = csv::Writer::from_path(&path).unwrap();
    writer.write_record(COLUMNS).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.flush().unwrap();
    path
}

/// Some rows that have nothing to do with each other.
fn places(names: &[&str]) -> Vec<Vec<String>> {
    names.iter().map(|name| row(&[("area_name", name)])).collect()
}

fn totals(client: &Client, query: &str) -> (u64, u64) {
    let list = client.get(&format!("/api/v1/incidents{query}")).expect(200).json();
    (list["total"].as_u64().unwrap(), list["reports"].as_u64().unwrap())
}

fn reports(client: &Client, query: &str) -> Vec<String> {
    let list = client.get(&format!("/api/v1/incidents{query}")).expect(200).json();
    let of = |item: &serde_json::Value| item["reports"].as_array().unwrap().clone();
    let reports = list["items"].as_array().unwrap().iter().flat_map(of);
    reports.map(|report| report["reference"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_import_says_what_it_did_and_does_it_once() {
    let serving = Serving::new();
    let mut rows = places(&["Leh", "Kargil", "Drass"]);
    let file = write(&serving, "rows.csv", &rows);
    assert_eq!(import(&serving, &file, None), "imported 3, unchanged 0, updated 0, rejected 0");
    let reporter = serving.client(REPORTER);
    let before = serving.state();
    assert_eq!(import(&serving, &file, None), "imported 0, unchanged 3, updated 0, rejected 0");
    assert_eq!(serving.state(), before, "no row, no revision, no change");
    assert!(!serving.place.folder.path().join("rows.rejected.csv").exists());

    // A correction is a new version of that one record, and nothing else.
    rows[1] = row(&[("area_name", "Kargil"), ("event", "The order was published at noon.")]);
    rows.push(row(&[("area_name", "Zanskar")]));
    let file = write(&serving, "rows.csv", &rows);
    assert_eq!(import(&serving, &file, None), "imported 1, unchanged 2, updated 1, rejected 0");
    let after = serving.state();
    let versions = |query: &str| -> Vec<u64> {
        let read = |report: &String| reporter.get(&format!("/api/v1/reports/{report}")).expect(200).json();
        reports(&reporter, query).iter().map(|report| read(report)["version"].as_u64().unwrap()).collect()
    };
    assert_eq!((versions("?q=noon"), versions("?q=Kargil")), (vec![2], vec![2]));
    assert_eq!(versions("?sort=oldest").iter().sum::<u64>(), 5);
    assert_eq!(after.0["sealed_text"], before.0["sealed_text"] + 2);
    assert_eq!(after.0["audit"], before.0["audit"] + 2, "each is written down");
    assert_eq!(after.1, before.1 + 2);
    assert_eq!(import(&serving, &file, None), "imported 0, unchanged 4, updated 0, rejected 0");
}

#[test]
fn a_broken_row_stops_nothing_and_is_handed_back() {
    let serving = Serving::new();
    let mut rows = places(&["Leh", "Kargil"]);
    rows.push(row(&[("country", "Atlantis"), ("area_name", "Below")]));
    rows.push(row(&[("start_date", "26 January"), ("area_name", "=cmd|' /C calc'!A0")]));
    rows.extend(places(&["Drass"]));
    let file = write(&serving, "mixed.csv", &rows);
    let mut text = std::fs::read(&file).unwrap();
    text.extend_from_slice(b"one,two\n");
    text.extend_from_slice(std::fs::read_to_string(&file).unwrap().lines().nth(1).unwrap().as_bytes());
    std::fs::write(&file, text).unwrap();
    let said = run(&serving, &file, &["--organisation", "open-lines"]);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    assert_eq!(said.summary(), "imported 4, unchanged 0, updated 0, rejected 3");
    let rejects = serving.place.folder.path().join("mixed.rejected.csv");
    assert!(said.out.contains(&format!("rejected rows: {}", rejects.display())), "{}", said.out);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(&rejects).unwrap();
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), ["line", "column", "reason", "cells"]);
    let handed: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let heads: Vec<_> = handed.iter().map(|reject| (&reject[0], &reject[1], &reject[2])).collect();
    assert_eq!(
        heads,
        [
            ("4", "country", "“Atlantis” is not the name of a country."),
            ("5", "start_date", "“26 January” is not a date such as 2021-03-05."),
            ("7", "row", "The row has 2 cells where the header has 47."),
        ]
    );
    assert_eq!(handed[0].iter().skip(3).collect::<Vec<_>>(), rows[2], "with every cell, to be put right");
    serving.settle();
    assert_eq!(totals(&serving.client(REPORTER), "").1, 4);
    let again = run(&serving, &file, &["--organisation", "open-lines"]);
    assert_eq!((again.code, again.summary()), (1, "imported 0, unchanged 4, updated 0, rejected 3"));
}

#[test]
fn what_cannot_be_read_at_all_changes_nothing() {
    let serving = Serving::new();
    let file = write(&serving, "rows.csv", &places(&["Leh"]));
    let folder = serving.place.folder.path();
    let (other, empty, binary) =
        (folder.join("other.csv"), folder.join("empty.csv"), folder.join("binary.csv"));
    std::fs::write(&other, "name,colour\nLeh,red\n").unwrap();
    std::fs::write(&empty, "").unwrap();
    std::fs::write(&binary, [0xff, 0xfe, 0, 7, b'\n']).unwrap();
    let home = ["--organisation", "open-lines"];
    let with = |audience| [&home[..], &["--audience", audience]].concat();
    let before = serving.state();
    for (file, arguments, why) in [
        (folder.join("nowhere.csv"), home.to_vec(), "nowhere.csv"),
        (folder.to_owned(), home.to_vec(), "cannot be read"),
        (other, home.to_vec(), "This is not the STOP dataset: it lacks the columns"),
        (empty, home.to_vec(), "it is empty"),
        (binary, home.to_vec(), "UTF-8"),
        (file.clone(), vec!["--organisation", "nowhere"], "there is no organisation “nowhere”"),
        (file.clone(), vec![], "--organisation"),
        (file.clone(), with("everybody"), "there is no audience “everybody”"),
        (file.clone(), with("group:nowhere"), "there is no group “nowhere”"),
        (file.clone(), with("org:nowhere"), "there is no active organisation “nowhere”"),
        (file.clone(), with("sector:army"), "“army” is none of"),
        (file.clone(), with("Public"), "there is no audience “Public”"),
    ] {
        let said = run(&serving, &file, &arguments);
        assert_eq!(said.code, 2, "{arguments:?}: {}{}", said.out, said.err);
        assert!(said.err.contains(why), "{why}: {}", said.err);
    }
    assert_eq!(serving.state(), before);
}

/// The cells of the source, row by row, as the download gives them back; rows in an order of their own.
fn downloaded(client: &Client) -> Vec<Vec<String>> {
    let csv = client.get("/incidents.csv?rows=reports&source=1").expect(200).body;
    let mut reader = csv::Reader::from_reader(&*csv);
    let header = reader.headers().unwrap().clone();
    let place = |column: &str| header.iter().position(|name| name == format!("source.{column}")).unwrap();
    let places = COLUMNS.map(place);
    let cells = |row: csv::StringRecord| places.iter().map(|place| row[*place].to_owned()).collect();
    reader.records().map(|row| cells(row.unwrap())).collect()
}

fn come_back_cell_by_cell(file: &Path) {
    let serving = Serving::new();
    let mut reader = csv::Reader::from_path(file).unwrap();
    let header = reader.headers().unwrap().clone();
    let places = COLUMNS.map(|column| header.iter().position(|name| name == column).unwrap());
    let mut rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.unwrap())
        .map(|row| places.iter().map(|place| row[*place].to_owned()).collect())
        .collect();
    let summary = import(&serving, file, Some("public"));
    assert_eq!(summary, format!("imported {}, unchanged 0, updated 0, rejected 0", rows.len()));
    let mut again = downloaded(&serving.public());
    rows.sort();
    again.sort();
    assert_eq!(again.len(), rows.len());
    for (row, again) in rows.iter().zip(&again) {
        assert_eq!(row, again);
    }
    let before = serving.state();
    let summary = import(&serving, file, Some("public"));
    assert_eq!(summary, format!("imported 0, unchanged {}, updated 0, rejected 0", rows.len()));
    assert_eq!(serving.state(), before);
}

fn embedded() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/exchange/data/stop-2016-2022.csv")
}

#[test]
fn every_cell_of_the_dataset_comes_back() {
    come_back_cell_by_cell(&embedded());
}

#[test]
fn every_cell_of_other_editions_comes_back() {
    let Some(folder) = shared("stop") else { return };
    let known = std::fs::read(embedded()).unwrap();
    for file in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_none_or(|ending| ending != "csv") || std::fs::read(&file).unwrap() == known {
            eprintln!("skipped: {} is no other CSV", file.display());
            continue;
        }
        // The program writes beside the file that it reads: it gets one of its own.
        let own = support::folder();
        let copy = own.path().join("edition.csv");
        std::fs::copy(&file, &copy).unwrap();
        come_back_cell_by_cell(&copy);
    }
}

#[test]
fn countries_are_told_apart_and_years_of_one_shutdown_are_not() {
    let serving = Serving::new();
    let grindr = |year| {
        row(&[
            ("country", "Turkey"),
            ("area_name", "Nationwide"),
            ("start_date", "2013-09-11"),
            ("shutdown_status", "Ongoing"),
            ("count_year", year),
        ])
    };
    let mut rows = vec![row(&[("country", "Laos; Myanmar"), ("area_name", "Both banks")])];
    rows.extend(["2016", "2017", "2018"].map(grindr));
    let file = write(&serving, "rows.csv", &rows[..3]);
    import(&serving, &file, Some("public"));
    let public = serving.public();
    for country in ["LA", "MM"] {
        assert_eq!(totals(&public, &format!("?country={country}")), (1, 1), "{country}");
    }
    assert_eq!(totals(&public, "?country=LA,MM"), (1, 1), "of both countries, and one all the same");
    assert_eq!(totals(&public, "?country=TR"), (1, 2));
    // The next year comes with a later edition, and belongs to the same shutdown.
    let file = write(&serving, "rows.csv", &rows);
    assert_eq!(import(&serving, &file, Some("public")), "imported 1, unchanged 3, updated 0, rejected 0");
    assert_eq!(totals(&public, "?country=TR"), (1, 3));
    assert_eq!(totals(&public, ""), (2, 4));
}

/// Who reads what is imported for an audience, by how many incidents each is shown.
fn shown(serving: &Serving) -> BTreeMap<&'static str, u64> {
    ["", SUSPENDED, COMPANY, GOVERNMENT, OBSERVER]
        .into_iter()
        .map(|who| {
            let client = if who.is_empty() { serving.public() } else { serving.client(who) };
            (who, totals(&client, "").0)
        })
        .collect()
}

#[test]
fn an_import_is_read_by_those_it_was_imported_for() {
    let own = [("", 0), (SUSPENDED, 0), (COMPANY, 0), (GOVERNMENT, 0), (OBSERVER, 1)];
    for (audience, expected) in [
        (None, own),
        (Some("org:open-lines"), own),
        (Some("org:estmark"), [("", 0), (SUSPENDED, 0), (COMPANY, 0), (GOVERNMENT, 1), (OBSERVER, 0)]),
        (Some("group:circle"), [("", 0), (SUSPENDED, 0), (COMPANY, 0), (GOVERNMENT, 1), (OBSERVER, 1)]),
        (Some("sector:company"), [("", 0), (SUSPENDED, 0), (COMPANY, 1), (GOVERNMENT, 0), (OBSERVER, 0)]),
        (Some("coalition"), [("", 0), (SUSPENDED, 0), (COMPANY, 1), (GOVERNMENT, 1), (OBSERVER, 1)]),
        (Some("public"), [("", 1), (SUSPENDED, 1), (COMPANY, 1), (GOVERNMENT, 1), (OBSERVER, 1)]),
    ] {
        let serving = Serving::new();
        import(&serving, &write(&serving, "rows.csv", &places(&["Leh"])), audience);
        assert_eq!(shown(&serving), expected.into(), "{audience:?}");
    }
}

/// A cell that no fact and no sentence is made of.
const CELL: &str = "zebrafish notebook";

/// Everything that somebody is given who asks for the source too.
fn everything(client: &Client) -> String {
    let mut paths: Vec<String> = ["csv", "json", "geojson"]
        .iter()
        .flat_map(|kind| ["", "&rows=reports"].map(|rows| format!("/incidents.{kind}?source=1{rows}")))
        .collect();
    paths.extend(["/incidents?source=1", "/api/v1/incidents?source=1"].map(str::to_owned));
    for report in reports(client, "") {
        paths.push(format!("/api/v1/reports/{report}"));
        paths.push(format!("/reports/{report}"));
    }
    paths.iter().map(|path| client.get(path).expect(200).text()).collect()
}

#[test]
fn the_source_s_own_cells_leave_only_with_what_was_imported_as_public() {
    for (audience, reader, told) in [
        (Some("public"), "", true),
        (Some("coalition"), GOVERNMENT, false),
        (Some("sector:government"), GOVERNMENT, false),
        (None, REPORTER, true),
    ] {
        let serving = Serving::new();
        let rows = [row(&[("duration", CELL), ("info_source", "Confidential")])];
        import(&serving, &write(&serving, "rows.csv", &rows), audience);
        let client = if reader.is_empty() { serving.public() } else { serving.client(reader) };
        assert_eq!(totals(&client, "").0, 1);
        let text = everything(&client);
        assert_eq!(text.contains(CELL), told, "{audience:?}");
        assert!(!everything(&serving.public()).contains(CELL) || audience == Some("public"));
        assert_eq!(totals(&client, "?q=zebrafish").0, 0, "no text of the report");
    }
    // Released later, by people, it leaves without them: nobody has looked at them for others.
    let serving = Serving::new();
    import(&serving, &write(&serving, "rows.csv", &[row(&[("duration", CELL)])]), None);
    let report = reports(&serving.client(REPORTER), "").remove(0);
    let release = serving.propose(&report, REPORTER, &["public"]);
    serving.approve(&report, &release, REVIEWER);
    serving.settle();
    assert_eq!(totals(&serving.public(), "").0, 1);
    assert!(!everything(&serving.public()).contains(CELL));
}

/// What its owner took back does not come back because the source corrects a cell.
#[test]
fn a_record_that_was_withdrawn_stays_withdrawn() {
    let serving = Serving::new();
    let file = write(&serving, "rows.csv", &places(&["Leh", "Kargil"]));
    import(&serving, &file, Some("public"));
    let report = reports(&serving.public(), "?q=Leh").remove(0);
    // An import has no release of its own: its owner releases the record as theirs, and takes that back.
    let release = serving.propose(&report, REPORTER, &["public"]);
    serving.approve(&report, &release, REVIEWER);
    let path = format!("/api/v1/reports/{report}/releases/{release}");
    let reason = json!({ "reason": "A family asked us to." });
    serving.client(REVIEWER).json("DELETE", &path, &[], &reason).expect(200);
    assert_eq!(totals(&serving.public(), ""), (1, 1));
    let corrected = ["Leh", "Kargil"].map(|name| row(&[("area_name", name), ("event", "Corrected.")]));
    let file = write(&serving, "rows.csv", &corrected);
    assert_eq!(import(&serving, &file, Some("public")), "imported 0, unchanged 0, updated 2, rejected 0");
    assert_eq!(totals(&serving.public(), "?q=corrected"), (1, 1));
    serving.public().get(&format!("/api/v1/reports/{report}")).expect(410);
    // The desk has what the source says now, and can release it if it wants to.
    let original =
        serving.client(REPORTER).get(&format!("/api/v1/reports/{report}/original")).expect(200).json();
    assert_eq!((&original["revision"], &original["narrative"]), (&json!(2), &json!("Corrected.")));
    assert_eq!(import(&serving, &file, Some("public")), "imported 0, unchanged 2, updated 0, rejected 0");
}
