//! Downloads: exactly the list that the viewer sees, all of it, streamed part by part. Where a right to read ends on the
//! way, the download breaks off, and its client sees that it did: it is never a shorter list that looks whole.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream;
use serde_json::{Value, json};

use super::columns::{self, units};
use crate::accounts::Visitor;
use crate::cells::{csv_lines, written};
use crate::error::{Error, Result};
use crate::geography;
use crate::incidents::search::Search;
use crate::incidents::{self, IncidentRow, Item, Listing};
use crate::index::{Index, Key, Want};
use crate::reports::REPORTS;
use crate::web::AppState;

/// How a list is written: a beginning, its rows, an end.
trait Format: Send + 'static {
    const KIND: &'static str;
    const NAME: &'static str;
    fn begin(&mut self, search: &Search) -> Result<Vec<u8>>;
    fn rows(&mut self, search: &Search, items: &[Item]) -> Result<Vec<u8>>;
    fn end(&mut self) -> Vec<u8>;
}

struct Csv;

impl Format for Csv {
    const KIND: &'static str = "text/csv; charset=utf-8";
    const NAME: &'static str = "incidents.csv";

    fn begin(&mut self, search: &Search) -> Result<Vec<u8>> {
        csv_lines(&[columns::head(search)])
    }

    fn rows(&mut self, search: &Search, items: &[Item]) -> Result<Vec<u8>> {
        let units = units(search, items);
        let rows = units.iter().map(|item| columns::cells(search, item).into_iter().map(written).collect());
        csv_lines(&rows.collect::<Vec<Vec<String>>>())
    }

    fn end(&mut self) -> Vec<u8> {
        Vec::new()
    }
}

fn json_item(search: &Search, item: &Item) -> Value {
    let mut value = json!(IncidentRow::of(item));
    if search.source
        && let Some(object) = value.as_object_mut()
    {
        object.insert("source".into(), item.facts.to_value().get("source").cloned().unwrap_or(Value::Null));
    }
    value
}

#[derive(Default)]
struct JsonArray {
    begun: bool,
}

impl JsonArray {
    fn values(&mut self, values: impl Iterator<Item = Value>) -> Vec<u8> {
        let mut text = String::new();
        for value in values {
            text.push_str(if self.begun { ",\n" } else { "\n" });
            self.begun = true;
            text.push_str(&value.to_string());
        }
        text.into_bytes()
    }
}

#[derive(Default)]
struct Json(JsonArray);

impl Format for Json {
    const KIND: &'static str = "application/json";
    const NAME: &'static str = "incidents.json";

    fn begin(&mut self, _: &Search) -> Result<Vec<u8>> {
        Ok(b"[".to_vec())
    }

    fn rows(&mut self, search: &Search, items: &[Item]) -> Result<Vec<u8>> {
        Ok(self.0.values(units(search, items).iter().map(|item| json_item(search, item))))
    }

    fn end(&mut self) -> Vec<u8> {
        b"\n]\n".to_vec()
    }
}

/// RFC 7946. A feature lies at the places that its own text names, else in its regions, else in its countries;
/// `located_by` says which. Where it names none, its geometry is null.
#[derive(Default)]
struct GeoJson(JsonArray);

impl Format for GeoJson {
    const KIND: &'static str = "application/geo+json";
    const NAME: &'static str = "incidents.geojson";

    fn begin(&mut self, _: &Search) -> Result<Vec<u8>> {
        let attribution = json!(geography::ATTRIBUTION);
        Ok(format!(r#"{{"type":"FeatureCollection","attribution":{attribution},"features":["#).into_bytes())
    }

    fn rows(&mut self, search: &Search, items: &[Item]) -> Result<Vec<u8>> {
        let features = units(search, items);
        let features = features.iter().map(|item| {
            let located = item.facts.points();
            let mut properties = json_item(search, item);
            if let (Some(properties), Some((by, _))) = (properties.as_object_mut(), &located) {
                properties.insert("located_by".into(), json!(by.as_str()));
            }
            let geometry = located.map(|(_, points)| match points.as_slice() {
                [point] => json!({ "type": "Point", "coordinates": point }),
                points => json!({ "type": "MultiPoint", "coordinates": points }),
            });
            json!({ "type": "Feature", "geometry": geometry, "id": item.reference, "properties": properties })
        });
        Ok(self.0.values(features))
    }

    fn end(&mut self) -> Vec<u8> {
        b"\n]}\n".to_vec()
    }
}

/// How far a download has come.
enum Progress {
    Begin,
    After(Option<Key>),
    Done,
}

/// So many incidents are loaded at a time: each with the texts of all its reports.
const PART: usize = 100;

/// All of the list that the address names, part by part.
pub(super) fn whole_list(request: &HttpRequest) -> Result<Search> {
    let query = request.query_string();
    let of_page = !request.path().starts_with("/api/");
    let asked = if of_page { Search::of_link(query)? } else { Search::parse(query)? };
    Ok(Search { after: None, limit: Some(PART), ..asked })
}

/// The rows after `after`, as this visitor sees them. Whether they still may is asked when the rows are loaded: none
/// leaves that they had lost the right to before.
pub(super) fn part(
    app: &AppState,
    index: &Index,
    visitor: &Visitor,
    search: &Search,
    after: Option<Key>,
) -> Result<Listing> {
    let view = index.view(&REPORTS, app.database())?;
    // A download takes its time: what has ended meanwhile is not in the rest of it.
    let viewer = visitor.viewer().clone().asking_at(app.ambient().now());
    let listing =
        app.database().read(|conn| incidents::list(conn, &view, &viewer, search, after, Want::Rows))?;
    visitor.still_reads(app)?;
    Ok(listing)
}

async fn download<F: Format>(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    request: HttpRequest,
    format: F,
) -> Result<HttpResponse> {
    let search = whole_list(&request)?;
    // Asked once before the first byte, so that what cannot be answered is an error and not half a file.
    let (one, core_for_check) = (index.clone(), app.clone());
    app.blocking(move |_| one.view(&REPORTS, core_for_check.database()).map(|_| ())).await?;
    let state = (app, index, visitor, search, format, Progress::Begin);
    let body = stream::try_unfold(state, |(app, index, visitor, search, mut format, progress)| async move {
        let after = match progress {
            Progress::Done => return Ok::<_, Error>(None),
            Progress::Begin => {
                let head = format.begin(&search)?;
                return Ok(Some((
                    Bytes::from(head),
                    (app, index, visitor, search, format, Progress::After(None)),
                )));
            }
            Progress::After(after) => after,
        };
        let (bytes, search, visitor, format, progress, index) = app
            .blocking(move |app| {
                let listing = part(app, &index, &visitor, &search, after)?;
                let mut bytes = format.rows(&search, &listing.items)?;
                let progress = if listing.next.is_some() {
                    Progress::After(listing.next)
                } else {
                    bytes.extend(format.end());
                    Progress::Done
                };
                Ok((bytes, search, visitor, format, progress, index))
            })
            .await?;
        Ok(Some((Bytes::from(bytes), (app, index, visitor, search, format, progress))))
    });
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, F::KIND))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", F::NAME)))
        .streaming(body))
}

/// `GET /incidents.csv`.
pub async fn csv_download(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    download(app, index, visitor, request, Csv).await
}

/// `GET /incidents.json`.
pub async fn json_download(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    download(app, index, visitor, request, Json::default()).await
}

/// `GET /incidents.geojson`.
pub async fn geojson_download(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    download(app, index, visitor, request, GeoJson::default()).await
}
