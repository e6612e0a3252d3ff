use super::*;

#[test]
fn a_broken_row_says_where_and_why_and_stops_nothing() {
    let text = String::from_utf8(DEMONSTRATION.to_vec()).unwrap();
    let mut lines: Vec<Vec<u8>> = text.lines().map(|line| line.as_bytes().to_vec()).collect();
    let good = lines[4].clone();
    let broken = |from: &str, to: &[u8]| {
        let text = String::from_utf8(good.clone()).unwrap();
        let (before, after) = text.split_once(from).unwrap();
        [before.as_bytes(), to, after.as_bytes()].concat()
    };
    let cases = [
        broken(",India,", b",Atlantis,"),
        broken(",India,", b",,"),
        broken(",2016-01-26,India", b",26 January,India"),
        broken(",Kashmir,", b",K\xff,"),
        broken(",Kashmir,", b",Kashmir"),
        good[..40].to_vec(),
    ];
    lines.truncate(5);
    lines.extend(cases);
    lines.push(good.clone());
    let file = lines.join(&b"\n"[..]);
    let rows: Vec<_> = read(&*file).unwrap().collect();
    let faults: Vec<_> =
        rows.iter().filter_map(|row| row.as_ref().err()).map(|e| (e.line, e.column.as_str())).collect();
    assert_eq!(
        faults,
        [(6, "country"), (7, "country"), (8, "start_date"), (9, "area_name"), (10, "row"), (11, "row")]
    );
    assert_eq!(rows.iter().filter(|row| row.is_ok()).count(), 5);
    let last = rows.last().unwrap().as_ref().unwrap();
    assert_eq!(
        (last.line, last.source_id.ends_with("-2")),
        (12, true),
        "the same row again is another record"
    );
    assert_eq!(last.incident_key, rows[3].as_ref().unwrap().incident_key, "of the same incident");
    let fault = rows[4].as_ref().unwrap_err();
    assert_eq!(fault.to_string(), "line 6, country: “Atlantis” is not the name of a country.");
    assert_eq!(fault.cells.len(), 47);
}

#[test]
fn a_file_of_another_kind_is_refused_as_a_whole() {
    let refused = |file: &[u8]| read(file).err().map(|error| error.to_string()).unwrap();
    assert_eq!(refused(b""), "This is not the STOP dataset: it is empty.");
    let header = COLUMNS.join(",");
    let lacking = header.replace("country,", "").replace(",count_year", "");
    assert_eq!(
        refused(lacking.as_bytes()),
        "This is not the STOP dataset: it lacks the columns country, count_year."
    );
    assert!(refused(format!("{header},event").as_bytes()).contains("event twice"));
    assert!(refused(b"\xff,x").contains("UTF-8"));
    assert!(refused(b"\xff\xfe,").contains("neither UTF-8 nor whole UTF-16"));
    assert!(refused(b"PK\x03\x04 and no more").contains("save it as CSV"));
    assert!(refused(b"\xd0\xcf\x11\xe0\xa1").contains("an old workbook (XLS)"));
    assert_eq!(
        read(format!("\u{feff}{header},more\n").as_bytes()).unwrap().count(),
        0,
        "a mark and more columns are fine"
    );
}

#[test]
fn an_open_quotation_mark_swallows_no_other_row() {
    let text = String::from_utf8(DEMONSTRATION.to_vec()).unwrap();
    // The first row that has a quoted cell loses its closing mark; hundreds of quoted cells follow.
    let file = text.replacen("county, or village\"", "county, or village", 1);
    let rows: Vec<_> = read(file.as_bytes()).unwrap().collect();
    let faults: Vec<_> = rows.iter().filter_map(|row| row.as_ref().err()).map(|fault| fault.line).collect();
    assert_eq!((faults, rows.len()), (vec![2], 1_196));
    let (last, good) = (rows.last().unwrap().as_ref().unwrap(), all().pop().unwrap());
    assert_eq!(StopRecord { place: good.place, ..last.clone() }, good);
    let opened = [COLUMNS.join(",").as_bytes(), b"\n\"", &[b'x', b'\n'].repeat(500)].concat();
    assert!(read(&*opened).unwrap().all(|row| row.is_err()));
}
