use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::facts::{Answer, List, Mode, Stated, Vocabulary};

mod broken;
mod formats;
mod markdown;
mod services;

fn all() -> Vec<StopRecord> {
    read(DEMONSTRATION).unwrap().collect::<Result<_, _>>().unwrap()
}

/// The input as a plain CSV reader sees it, without this module.
fn plain() -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(DEMONSTRATION).records().collect::<Result<_, _>>().unwrap()
}

/// How many records state each word of a fact; unknown and absent too.
fn words<W: Vocabulary>(
    records: &[StopRecord],
    fact: impl Fn(&Facts) -> List<W>,
) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for record in records {
        let said = match fact(&record.facts) {
            Stated::Absent => vec!["absent"],
            Stated::Unknown => vec!["unknown"],
            Stated::Known(words) => words.iter().map(|word| word.as_str()).collect(),
        };
        for word in said {
            *counts.entry(word).or_default() += 1;
        }
    }
    counts
}

fn counted(pairs: &[(&'static str, usize)]) -> BTreeMap<&'static str, usize> {
    pairs.iter().copied().collect()
}

fn one<W: Vocabulary>(fact: &Stated<W>) -> List<W> {
    match fact {
        Stated::Absent => Stated::Absent,
        Stated::Unknown => Stated::Unknown,
        Stated::Known(word) => Stated::Known(vec![*word]),
    }
}

#[test]
fn every_cell_comes_back_as_it_was() {
    let (records, rows) = (all(), plain());
    assert_eq!(records.len(), 1_196);
    for (record, row) in records.iter().zip(&rows) {
        let again = serde_json::from_str::<Facts>(&serde_json::to_string(&record.facts).unwrap()).unwrap();
        assert_eq!(again, record.facts);
        let raw = &again.source.raw.0;
        let cells: Vec<_> = COLUMNS.iter().map(|column| raw[*column].as_str()).collect();
        assert_eq!(cells, row.iter().collect::<Vec<_>>(), "line {}", record.line);
        assert_eq!(raw.len(), 47);
        Facts::parse(&record.facts.to_value(), Mode::Import).expect("what is mapped is sound");
    }
    let mut export = csv::Writer::from_writer(Vec::new());
    export.write_record(COLUMNS).unwrap();
    for record in &records {
        export.write_record(COLUMNS.map(|column| &record.facts.source.raw.0[column])).unwrap();
    }
    let again: Vec<_> = read(&*export.into_inner().unwrap()).unwrap().map(Result::unwrap).collect();
    assert!(again.iter().zip(&records).all(|(a, b)| a.facts == b.facts && a.source_id == b.source_id));
}

/// The numbers were counted in the CSV by another program.
#[test]
fn what_happened_is_counted_as_the_cells_are() {
    let records = all();
    assert_eq!(
        words(&records, |facts| one(&facts.status)),
        counted(&[("ended", 620), ("ongoing", 113), ("unknown", 28), ("absent", 435)])
    );
    assert_eq!(
        words(&records, |facts| facts.types.clone()),
        counted(&[("shutdown", 948), ("blocking", 240), ("throttling", 112), ("unknown", 3)])
    );
    assert_eq!(
        words(&records, |facts| facts.networks.clone()),
        counted(&[("broadband", 656), ("mobile", 1_169), ("unknown", 10)])
    );
    assert_eq!(
        words(&records, |facts| one(&facts.extent)),
        counted(&[("full_network", 935), ("service_based", 209), ("both", 52)])
    );
    let scopes = [
        ("local", 508),
        ("regional", 307),
        ("national", 287),
        ("multi_regional", 84),
        ("unknown", 4),
        ("absent", 6),
    ];
    assert_eq!(words(&records, |facts| one(&facts.scope)), counted(&scopes));
}

#[test]
fn who_and_why_are_counted_as_the_cells_are() {
    let records = all();
    let orders = [
        ("executive_government", 310),
        ("state_government", 296),
        ("local_government", 285),
        ("unknown", 195),
        ("non_government", 46),
        ("law_enforcement", 35),
        ("military", 22),
        ("judiciary", 3),
        ("absent", 4),
    ];
    assert_eq!(words(&records, |facts| facts.ordered_by.clone()), counted(&orders));
    let causes = [
        ("protests", 284),
        ("political_instability", 237),
        ("other", 142),
        ("conflict", 132),
        ("information_control", 105),
        ("communal_violence", 82),
        ("unknown", 75),
        ("exam_cheating", 59),
        ("elections", 55),
        ("religious_holiday_or_anniversary", 21),
        ("official_visit", 4),
    ];
    assert_eq!(words(&records, |facts| facts.assessed_causes.clone()), counted(&causes));
    let reasons = [
        ("unknown", 321),
        ("national_security", 208),
        ("public_order", 202),
        ("harmful_content", 153),
        ("precaution", 98),
        ("other", 94),
        ("sabotage", 34),
        ("school_exams", 58),
        ("technical_problems", 12),
        ("absent", 11),
        ("illegal_content", 5),
    ];
    assert_eq!(words(&records, |facts| facts.stated_reasons.clone()), counted(&reasons));
}

#[test]
fn answers_dates_and_places_are_counted_as_the_cells_are() {
    let records = all();
    let answers = |fact: fn(&Facts) -> &Stated<Answer>| {
        let counts = words(&records, |facts| one(fact(facts)));
        ["yes", "no", "unknown"].map(|word| counts.get(word).copied().unwrap_or(0))
    };
    assert_eq!(answers(|facts| &facts.acknowledged.government), [501, 200, 110]);
    assert_eq!(answers(|facts| &facts.acknowledged.operators), [61, 168, 551]);
    assert_eq!(answers(|facts| &facts.context.election), [36, 763, 14]);
    assert_eq!(answers(|facts| &facts.context.violence), [461, 208, 147]);
    assert_eq!(answers(|facts| &facts.context.rights_abuse), [114, 186, 513]);
    assert_eq!(answers(|facts| &facts.legal_basis.claimed), [302, 90, 204]);

    let with = |test: fn(&Facts) -> bool| records.iter().filter(|record| test(&record.facts)).count();
    assert_eq!(with(|facts| facts.ended.known().is_some()), 838);
    assert_eq!(with(|facts| facts.started.known().unwrap().is_estimated()), 61);
    assert_eq!(with(|facts| facts.ended_day().is_some_and(|end| end < facts.started_day().unwrap())), 3);
    assert_eq!(with(|facts| facts.year() == Some(2009)), 10);
    assert_eq!(with(|facts| facts.countries.entries().iter().any(|country| country.as_str() == "IN")), 655);
    let uncoded: Vec<_> = records.iter().filter(|record| record.facts.countries.is_absent()).collect();
    assert_eq!(uncoded.len(), 2);
    assert!(
        uncoded.iter().all(|record| record
            .facts
            .places
            .entries()
            .iter()
            .any(|place| &**place == "Somaliland"))
    );
    let service = |name: &str| {
        records
            .iter()
            .filter(|record| record.facts.services.entries().iter().any(|service| &**service == name))
            .count()
    };
    assert_eq!((service("Facebook"), service("Grindr"), service("Telegram")), (114, 47, 45));
    let confidential = |facts: &Facts| facts.sources.entries().iter().any(|source| source.confidential);
    assert_eq!(with(confidential), 17);
}

#[test]
fn ongoing_shutdowns_counted_again_are_one_incident() {
    let records = all();
    let mut incidents: BTreeMap<&str, Vec<&StopRecord>> = BTreeMap::new();
    for record in &records {
        incidents.entry(&record.incident_key).or_default().push(record);
    }
    assert_eq!(incidents.len(), 1_110);
    assert_eq!(incidents.values().filter(|rows| rows.len() > 1).count(), 41);
    let turkey = incidents
        .values()
        .find(|rows| rows.iter().any(|row| row.facts.source.raw.0["start_date"] == "2013-09-11"));
    assert_eq!(turkey.unwrap().len(), 7, "Grindr has been blocked in Turkey in each of the seven years");
    for rows in incidents.values() {
        let cell = |row: &&StopRecord, column: &str| row.facts.source.raw.0[column].clone();
        let alike = |column| rows.iter().map(|row| cell(row, column)).collect::<BTreeSet<_>>().len() == 1;
        assert!(alike("country") && alike("start_date") && alike("shutdown_extent"));
        let years: BTreeSet<_> = rows.iter().map(|row| cell(row, "count_year")).collect();
        let contents: BTreeSet<_> = rows.iter().map(|row| format!("{:?}", row.facts.source.raw)).collect();
        assert!(
            years.len() == rows.len() || contents.len() == 1,
            "two of one year only where they are one row twice"
        );
    }
}

#[test]
fn a_row_keeps_its_name_when_read_again_or_corrected() {
    let records = all();
    let names: BTreeSet<_> = records.iter().map(|record| &record.source_id).collect();
    assert_eq!(names.len(), 1_196);
    let corrected = String::from_utf8(DEMONSTRATION.to_vec())
        .unwrap()
        .replace("disupted elections", "disputed elections");
    let again: Vec<_> = read(corrected.as_bytes()).unwrap().map(Result::unwrap).collect();
    let changed = records.iter().zip(&again).filter(|(a, b)| a != b).count();
    assert_eq!(changed, 7);
    assert!(
        records
            .iter()
            .zip(&again)
            .all(|(a, b)| (&a.source_id, &a.incident_key) == (&b.source_id, &b.incident_key))
    );
}

/// A file of one row, of which some cells are given.
fn row(given: &[(&str, &str)]) -> Result<StopRecord, RowError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).unwrap();
    let base =
        [("country", "India"), ("start_date", "2022-02-14"), ("count_year", "2022"), ("area_name", "Leh")];
    let cell = |column: &str| {
        given.iter().chain(&base).find(|(name, _)| *name == column).map_or("", |(_, cell)| cell)
    };
    writer.write_record(COLUMNS.map(cell)).unwrap();
    let file = writer.into_inner().unwrap();
    let mut rows = read(&*file).unwrap();
    rows.next().unwrap()
}

#[test]
fn odd_values_stay_in_their_cells_and_are_not_guessed() {
    let record = row(&[
        ("duration", "Curfew Style"),
        ("end_date", "4/1/2018 upon CAF visit"),
        ("shutdown_status", "Unkown "),
        ("ordered_by", "Law Enforcemnet"),
        ("affected_network", "Mobile, Carrier pigeon"),
        ("users_targeted", "Others"),
        ("other_affected", "Signal, possibly"),
        ("info_source_link", "Facebook Transparency Report, https://example.org/a,b;c"),
        ("an_link", "aim was to block communication"),
        ("region", "\u{feff}APAC"),
    ])
    .unwrap();
    let facts = &record.facts;
    assert!(facts.ended.is_absent() && facts.status.is_absent() && facts.ordered_by.is_absent());
    assert!(facts.affected_groups.is_absent() && facts.services.is_absent());
    assert_eq!(facts.networks.entries().len(), 1);
    let sources = serde_json::json!([
        {"title": "Facebook Transparency Report", "confidential": false},
        {"url": "https://example.org/a,b;c", "confidential": false},
    ]);
    assert_eq!(facts.get("sources"), Some(sources));
    assert_eq!(facts.source.raw.0["duration"], "Curfew Style");
    assert_eq!(facts.source.raw.0["region"], "\u{feff}APAC");
}

#[test]
fn cells_of_several_things_are_told_apart() {
    let record = row(&[
        ("country", "Laos; Myanmar"),
        ("start_date_type", "Estimated"),
        ("info_source", "Confidential"),
        (
            "info_source_link",
            "https://a.example/1, https://b.example/2;https://c.example/3\nhttps://a.example/1",
        ),
        ("facebook_affected", "Yes"),
        ("sms_affected", "No"),
        ("other_affected", "VK (VKontakte), Ok.ru (Odnoklassniki) and youtube"),
        (
            "telcos_involved",
            "Iraq: Asiacell (Ooredoo), Iraq: Tishknet, Kurdistan, \"Zain (Z, Ltd)\nand Orange",
        ),
    ])
    .unwrap();
    let value = record.facts.to_value();
    assert_eq!(value["countries"], serde_json::json!(["LA", "MM"]));
    assert_eq!(value["services"], serde_json::json!(["Facebook", "VK", "Odnoklassniki", "YouTube"]));
    assert_eq!(
        value["operators"],
        serde_json::json!(["Asiacell (Ooredoo)", "Tishknet", "Zain (Z, Ltd)", "Orange"])
    );
    assert_eq!(value["sources"].as_array().unwrap().len(), 3);
    assert!(value["sources"].as_array().unwrap().iter().all(|source| source["confidential"] == true));
    assert_eq!(record.title, "Internet disrupted in Leh (Laos and Myanmar), about 14 February 2022");
}

#[test]
fn titles_say_what_happened_where_and_when() {
    let titled = |line: u64| all().into_iter().find(|record| record.line == line).unwrap().title;
    assert_eq!(titled(4), "Grindr blocked in Türkiye since 11 September 2013 (counted for 2016)");
    let srinagar = [
        ("area_name", "Srinagar, Jammu & Kashmir"),
        ("geo_scope", "It only affected one city, county, or village"),
        ("affected_network", "Mobile"),
        ("shutdown_type", "Shutdown"),
    ];
    let title = "Mobile internet shut down in Srinagar, Jammu & Kashmir (India), 14 February 2022";
    assert_eq!(row(&srinagar).unwrap().title, title);
    assert_eq!(row(&srinagar).unwrap().narrative, format!("{}.", title.replace('&', "\\&")));
}
