use super::*;

/// The first rows of the dataset, as text and cell by cell.
fn few() -> (String, Vec<csv::StringRecord>) {
    let rows: Vec<_> = plain().into_iter().take(30).collect();
    (written(&rows, b','), rows)
}

fn written(rows: &[csv::StringRecord], separator: u8) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
    writer.write_record(COLUMNS).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn records(file: &[u8]) -> Vec<StopRecord> {
    read(file).unwrap().map(Result::unwrap).collect()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn separators_and_encodings_make_no_difference() {
    let (text, rows) = few();
    let expected = records(text.as_bytes());
    assert_eq!(expected.len(), 30);
    for separator in *b";\t" {
        assert_eq!(records(written(&rows, separator).as_bytes()), expected);
    }
    assert_eq!(records(format!("\u{feff}{text}").as_bytes()), expected);
    let marked = format!("\u{feff}{text}");
    for (file, bytes) in [
        (&text, u16::to_le_bytes as fn(u16) -> [u8; 2]),
        (&marked, u16::to_le_bytes),
        (&marked, u16::to_be_bytes),
    ] {
        assert_eq!(records(&utf16(file, bytes)), expected);
    }
    assert_eq!(
        records(&utf16(&written(&rows, b'\t'), u16::to_le_bytes)),
        expected,
        "as spreadsheets save Unicode text"
    );
}

#[test]
fn a_workbook_gives_the_same_records() {
    let (text, rows) = few();
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_string(0, 0, "About this file").unwrap();
    let sheet = book.add_worksheet();
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    for (column, name) in (0_u16..).zip(COLUMNS) {
        sheet.write_string(0, column, format!("{name} ")).unwrap();
    }
    for (line, row) in (1_u32..).zip(&rows) {
        for (column, cell) in (0_u16..).zip(row.iter()) {
            let date = chrono::NaiveDate::parse_from_str(cell, "%Y-%m-%d");
            match (date, cell.parse::<f64>()) {
                (Ok(date), _) => sheet.write_datetime_with_format(line, column, date, &day).unwrap(),
                (_, Ok(number)) => sheet.write_number(line, column, number).unwrap(),
                _ => sheet.write_string(line, column, cell).unwrap(),
            };
        }
    }
    let given = records(&book.save_to_buffer().unwrap());
    let unlined = |records: Vec<StopRecord>| -> Vec<StopRecord> {
        records.into_iter().map(|record| StopRecord { line: 0, ..record }).collect()
    };
    assert_eq!(unlined(given), unlined(records(text.as_bytes())));
}

#[test]
fn the_order_of_rows_says_nothing() {
    let mut rows = plain();
    let ids = |rows: &[csv::StringRecord]| -> BTreeMap<String, (String, String)> {
        let read = records(written(rows, b',').as_bytes());
        read.into_iter()
            .map(|one| (one.source_id.clone(), (one.incident_key, format!("{:?}", one.facts))))
            .collect()
    };
    let before = ids(&rows);
    assert_eq!(before.len(), rows.len());
    rows.reverse();
    assert!(before == ids(&rows), "backwards, each row is the one that it was");
    rows.rotate_left(500);
    assert!(before == ids(&rows));
}
