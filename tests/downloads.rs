//! A download is exactly the list that its viewer sees, in every format, and nothing in it acts by itself.

use std::future::poll_fn;
use std::pin::Pin;

use actix_web::body::MessageBody;
use actix_web::dev::Payload;
use actix_web::test::TestRequest;
use actix_web::{FromRequest, web};
use entente::accounts::{self, Visitor};
use entente::exchange::stop::COLUMNS;
use entente::exchange::{self, Request, Source, import_file};
use entente::people::{self, Wanted};
use serde_json::{Value, json};

use crate::http::Client;
use crate::serving::{COMPANY, CONVENOR, GOVERNMENT, PASSWORD, SECOND_CONVENOR, Serving};
use crate::sheets;

/// A CSV as rows of cells.
fn table(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn csv_of(client: &Client, query: &str) -> Vec<Vec<String>> {
    table(&client.get(&format!("/incidents.csv?{query}")).expect(200).text())
}

fn workbook_of(client: &Client, query: &str) -> Vec<Vec<sheets::Cell>> {
    let answer = client.get(&format!("/incidents.xlsx?{query}")).expect(200);
    assert_eq!(answer.header("content-type"), Some(sheets::KIND));
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"incidents.xlsx\""));
    assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()));
    sheets::rows(&answer.body)
}

/// Three reports of one kind each: with exact days, with coarse ones, with hostile words.
fn filled() -> Serving {
    let serving = Serving::new();
    let exact = json!({ "title": "Exact", "facts": {
        "started": "2024-02-29", "ended": "2024-03-01", "people_affected": 9_007_199_254_740_991_u64,
        "countries": ["KE", "UG"],
    } });
    let coarse = json!({ "title": "Coarse", "facts": { "started": "2021-03", "ended": "unknown", "people_affected": "unknown" } });
    let hostile = json!({ "title": "=HYPERLINK(\"http://x.example\",\"y\")", "facts": {
        "operators": ["@SUM(1)", "<b>&amp;</b> _x0041_"], "services": ["-2+3"],
    } });
    serving.released(&exact, &["public"]);
    serving.released(&coarse, &["sector:government"]);
    serving.released(&hostile, &["public"]);
    serving
}

#[test]
fn a_workbook_and_a_csv_say_the_same_cell_for_cell() {
    let serving = filled();
    for (who, rows) in [("", 2), (GOVERNMENT, 3), (COMPANY, 2)] {
        let client = if who.is_empty() { serving.public() } else { serving.client(who) };
        for query in
            ["", "rows=reports", "source=1", "rows=reports&source=1&sort=oldest", "limit=1", "q=exact"]
        {
            let (csv, workbook) = (csv_of(&client, query), workbook_of(&client, query));
            let expected = if query == "q=exact" { 1 } else { rows };
            assert_eq!((csv.len(), workbook.len()), (expected + 1, expected + 1), "{who:?} {query}");
            for (line, row) in csv.iter().zip(&workbook) {
                for (place, text) in line.iter().enumerate() {
                    let cell = row.get(place).cloned().unwrap_or_default();
                    let head = &csv[0][place];
                    let ours = !head.starts_with("source.");
                    let text = if ours { text.strip_prefix('\'').unwrap_or(text) } else { text };
                    match cell.kind.as_str() {
                        "n" => assert!(
                            ["started", "ended", "people_affected", "released_at"].contains(&head.as_str()),
                            "{head}: {cell:?}"
                        ),
                        _ => assert_eq!(cell.text, text, "{who:?} {query} {head}"),
                    }
                }
            }
        }
    }
}

#[test]
fn days_and_numbers_are_such_and_what_is_not_known_is_not_invented() {
    let serving = filled();
    let workbook = workbook_of(&serving.client(GOVERNMENT), "sort=oldest");
    let heads: Vec<&str> = workbook[0].iter().map(|cell| cell.text.as_str()).collect();
    let cell = |title: &str, head: &str| {
        let row = workbook.iter().find(|row| row[1].text == title).unwrap();
        let place = heads.iter().position(|known| *known == head).unwrap();
        row.get(place).map(|cell| (cell.kind.clone(), cell.text.clone())).unwrap_or_default()
    };
    let number = |text: &str| ("n".to_owned(), text.to_owned());
    let text = |text: &str| ("inlineStr".to_owned(), text.to_owned());
    // Days since the end of 1899: 2024-02-29 and the day after.
    assert_eq!((cell("Exact", "started"), cell("Exact", "ended")), (number("45351"), number("45352")));
    assert_eq!(cell("Exact", "people_affected"), number("9007199254740991"));
    assert_eq!(cell("Coarse", "started"), text("2021-03"));
    assert_eq!(cell("Coarse", "ended"), text("unknown"));
    assert_eq!(cell("Coarse", "people_affected"), text("unknown"));
    assert_eq!(cell("Exact", "countries"), text("KE; UG"));
    // The clock of the test stands at noon.
    assert_eq!(cell("Exact", "released_at"), number("46174.5"));
}

#[test]
fn a_table_has_places_sources_and_who_is_responsible() {
    let serving = Serving::new();
    let facts = json!({
        "countries": ["KE"], "regions": ["KE-30", "KE-01"], "places": ["Kisumu", "Siaya"],
        "decision_maker": "=Ministry", "legal_basis": { "claimed": "yes", "text": "Act 5" },
        "acknowledged": { "government": "no", "operators": "unknown" },
        "sources": [
            { "kind": "news_media", "title": "A paper", "url": "https://a.example/b" },
            { "kind": "witness" },
            { "kind": "official", "url": "https://c.example/d" },
        ],
    });
    serving.released(&json!({ "title": "All told", "facts": facts }), &["public"]);
    let csv = csv_of(&serving.public(), "");
    let cell = |head: &str| csv[1][csv[0].iter().position(|known| known == head).unwrap()].as_str();
    for (head, text) in [
        ("regions", "KE-30; KE-01"),
        ("places", "Kisumu; Siaya"),
        ("decision_maker", "'=Ministry"),
        ("legal_basis_claimed", "yes"),
        ("legal_basis", "Act 5"),
        ("acknowledged_by_government", "no"),
        ("acknowledged_by_operators", "unknown"),
        ("sources", "A paper https://a.example/b; https://c.example/d"),
    ] {
        assert_eq!(cell(head), text, "{head}");
    }
}

#[test]
fn nothing_in_a_download_is_a_formula_and_the_source_stays_as_it_was() {
    let serving = filled();
    let public = serving.public();
    let csv = csv_of(&public, "source=1&q=hyperlink");
    let place = |head: &str| csv[0].iter().position(|known| known == head).unwrap();
    for cell in &csv[1] {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
    }
    assert_eq!(csv[1][place("title")], "'=HYPERLINK(\"http://x.example\",\"y\")");
    assert_eq!(csv[1][place("services")], "'-2+3");
    let workbook = workbook_of(&public, "source=1&q=hyperlink");
    let cell = &workbook[1][place("title")];
    assert_eq!(
        (cell.kind.as_str(), cell.text.as_str()),
        ("inlineStr", "=HYPERLINK(\"http://x.example\",\"y\")")
    );

    // An imported record comes back as it was, whatever stands in it.
    let odd = [
        ("country", "Kenya"),
        ("start_date", "2021-03-05"),
        ("area_name", "=1+1"),
        ("event", " a\r\n b "),
        ("count_year", "2021"),
    ];
    import(&serving, &odd);
    let (csv, workbook) =
        (csv_of(&public, "source=1&country=KE&year=2021"), workbook_of(&public, "source=1&year=2021"));
    assert_eq!(csv.len(), 2);
    for (head, text) in odd {
        let place = place(&format!("source.{head}"));
        assert_eq!(csv[1][place], text, "{head}");
        assert_eq!((workbook[1][place].kind.as_str(), workbook[1][place].text.as_str()), ("inlineStr", text));
    }
}

/// Imports one public record of these cells.
fn import(serving: &Serving, cells: &[(&str, &str)]) {
    let file = serving.place.folder.path().join("one.csv");
    let mut writer = csv::Writer::from_path(&file).unwrap();
    writer.write_record(COLUMNS).unwrap();
    let cell = |column: &&str| cells.iter().find(|(name, _)| name == column).map_or("", |(_, cell)| cell);
    writer.write_record(COLUMNS.iter().map(cell)).unwrap();
    writer.flush().unwrap();
    let instance = &serving.instance;
    let said = import_file(
        &serving.place.database,
        &instance.vault,
        Request {
            source: Source::Stop,
            file: &file,
            organisation: "open-lines",
            audience: Some("public"),
            dry_run: false,
        },
        &mut |_| {},
    );
    assert_eq!(said.unwrap().imported, 1);
    serving.settle();
}

#[test]
fn a_program_downloads_with_the_token_of_its_session() {
    let serving = filled();
    let sent = json!({ "email": GOVERNMENT, "password": PASSWORD });
    let answer = serving.public().post("/api/v1/sessions", &sent).expect(201).json();
    let program = serving.public().with_bearer(answer["access_token"].as_str().unwrap());
    for format in ["csv", "json", "geojson", "xlsx"] {
        let path = format!("/incidents.{format}");
        assert!(sheets::text_of(&program.get(&path).expect(200)).contains("Coarse"), "{format}");
        assert!(!sheets::text_of(&serving.public().get(&path).expect(200)).contains("Coarse"), "{format}");
        let stranger = serving.public().with_bearer("nonsense");
        stranger.get(&path).expect(401).problem(format);
    }
    // A page takes no token: what is shown there is shown to the visitor of the cookie.
    assert!(!program.get("/incidents").expect(200).text().contains("Coarse"));
}

#[test]
fn what_cannot_be_asked_is_refused_before_the_first_byte() {
    let serving = Serving::new();
    for format in ["csv", "json", "geojson", "xlsx"] {
        for query in ["sort=best", "rows=people", "from=yesterday"] {
            let answer = serving.public().get(&format!("/incidents.{format}?{query}")).expect(422);
            assert_eq!(answer.problem(format)["errors"].as_object().map(serde_json::Map::len), Some(1));
        }
        let empty = serving.public().get(&format!("/incidents.{format}?q=nothing")).expect(200);
        match format {
            "csv" => assert_eq!(table(&empty.text()).len(), 1),
            "xlsx" => assert_eq!(sheets::rows(&empty.body).len(), 1),
            "json" => assert_eq!(empty.json(), json!([])),
            _ => assert_eq!(empty.json()["features"], Value::Array(Vec::new())),
        }
    }
}

/// The parts of a download as they are sent, and what `meanwhile` does once the first of them is.
fn parts(serving: &Serving, format: &str, meanwhile: impl FnOnce()) -> Vec<Result<Vec<u8>, String>> {
    let instance = &serving.instance;
    let sent = json!({ "email": GOVERNMENT, "password": PASSWORD });
    let token = serving.public().post("/api/v1/sessions", &sent).expect(201).json()["access_token"].clone();
    actix_web::rt::System::new().block_on(async {
        let app = web::Data::new(instance.app.clone());
        let request = TestRequest::with_uri(&format!("/incidents.{format}"))
            .insert_header(("Authorization", format!("Bearer {}", token.as_str().unwrap())))
            .app_data(app.clone())
            .app_data(web::Data::new(instance.menu.clone()))
            .to_http_request();
        let visitor = Visitor::from_request(&request, &mut Payload::None).await.unwrap();
        let index = web::Data::new(instance.index.clone());
        let answer = match format {
            "csv" => exchange::csv_download(app, index, visitor, request).await,
            "json" => exchange::json_download(app, index, visitor, request).await,
            "geojson" => exchange::geojson_download(app, index, visitor, request).await,
            _ => exchange::xlsx_download(app, index, visitor, request).await,
        };
        let mut body = answer.unwrap().into_body();
        let mut parts = Vec::new();
        let mut meanwhile = Some(meanwhile);
        while let Some(part) = poll_fn(|context| Pin::new(&mut body).poll_next(context)).await {
            let broken = part.is_err();
            parts.push(part.map(|bytes| bytes.to_vec()).map_err(|error| error.to_string()));
            if broken {
                break;
            }
            if let Some(meanwhile) = meanwhile.take() {
                meanwhile();
            }
        }
        parts
    })
}

#[test]
fn a_download_breaks_off_where_a_right_ends_on_the_way() {
    let serving = filled();
    for format in ["csv", "json", "geojson", "xlsx"] {
        let whole = parts(&serving, format, || {});
        assert!(whole.iter().all(Result::is_ok), "{format}: {whole:?}");
        let ended = parts(&serving, format, || {
            let id = serving.person(GOVERNMENT);
            serving.write(|tx| accounts::end_all(tx, &id, None));
        });
        assert!(ended[0].is_ok() && ended[1].is_err(), "{format}: {ended:?}");
    }
    // A group that was joined on the way takes nothing away; one that was left does.
    let (convenor, vote) = (serving.viewer(CONVENOR), |convenor: &str| {
        let viewer = serving.viewer(convenor);
        serving.write(|tx| {
            let estmark = people::organisation_for_operator(tx.conn, "estmark")?;
            people::vote(tx, &viewer, &estmark, Wanted::Suspend, "A reason.")
        });
    });
    let group = |leaves: bool| {
        serving.write(|tx| {
            let slug = if leaves { "circle" } else { "table" };
            let group = people::seen_group(tx.conn, &convenor, slug)?;
            let estmark = people::organisation_for_operator(tx.conn, "estmark")?;
            if leaves {
                people::remove(tx, &convenor, &group, &estmark)
            } else {
                people::admit(tx, &convenor, &group, &estmark, false)
            }
        });
    };
    let joined = parts(&serving, "csv", || group(false));
    assert!(joined.iter().all(Result::is_ok), "{joined:?}");
    let left = parts(&serving, "csv", || group(true));
    assert!(left[1].is_err(), "{left:?}");
    let suspended = parts(&serving, "json", || {
        vote(CONVENOR);
        vote(SECOND_CONVENOR);
    });
    assert!(suspended[1].is_err(), "{suspended:?}");
}
