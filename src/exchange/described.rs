//! The description of the downloads.

use utoipa::openapi::ArrayBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};

use crate::incidents;
use crate::web::description::{Call, Description, get, number, one_of, text};

fn download(path: &'static str, summary: &str) -> Call {
    incidents::searched(get(path, summary))
        .says(
            "Exactly the list that one sees, all of it: positive developments where `type=positive_development` asks for \
             them. One is who the bearer token says, or the cookie of the pages.",
        )
        .open()
        .query("rows", one_of(&["incidents", "reports"]), "What has a row; incidents where nothing is said.")
        .query("source", number(0, 1), "1: add the imported source's own columns, cell for cell.")
        .query("limit", number(1, 200), "Read, so that the address of a page of the list fits; changes nothing.")
        .query("after", text(None), "The same.")
        .query("facets", number(0, 1), "The same.")
}

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let object = || ObjectBuilder::new().schema_type(Type::Object);
    let rows = ArrayBuilder::new().items(object());
    let features = ObjectBuilder::new()
        .property("type", one_of(&["FeatureCollection"]))
        .required("type")
        .property("features", ArrayBuilder::new().items(object()))
        .required("features");
    let binary = ObjectBuilder::new().content_media_type(super::spreadsheet::KIND);
    let downloads = [
        download("/incidents.csv", "The list as CSV").answers(
            200,
            "UTF-8, CRLF, a row with names first.",
            "text/csv",
            text(None),
        ),
        download("/incidents.json", "The list as JSON").answers(
            200,
            "An array of rows.",
            "application/json",
            rows,
        ),
        download("/incidents.geojson", "The list as GeoJSON").answers(
            200,
            "RFC 7946. A feature lies at the places that it names, else in its regions, else in its countries \
             (`located_by`); where it names none, its geometry is null.",
            "application/geo+json",
            features,
        ),
        download("/incidents.xlsx", "The list as a workbook")
            .says("The columns of the CSV, days and numbers as such. 429 where too many are in the making.")
            .answers(200, "The workbook.", super::spreadsheet::KIND, binary),
    ];
    api.add("Downloads", downloads);
}
