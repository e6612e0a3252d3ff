//! The downloads as programs are told of them.

use utoipa::openapi::ArrayBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};

use super::spreadsheet;
use crate::description::{Call, Description, get, number, one_of, text};
use crate::{alerts, board, incidents};

fn call(path: &str, summary: &str) -> Call {
    incidents::searched(get(path, summary))
        .says(
            "Exactly the list that one sees, all of it: positive developments where `type=positive_development` asks for \
             them. The bearer token tells whose list it is, or the cookie of the pages.",
        )
        .open()
        .query("rows", one_of(&["incidents", "reports"]), "What has a row; incidents if it is left out.")
        .query("source", number(0, 1), "1: add the imported source's own columns, cell for cell.")
        .query("limit", number(1, 200), "Read, so that the address of a page of the list fits; changes nothing.")
        .query("after", text(None), "The same.")
        .query("facets", number(0, 1), "The same.")
}

/// Describes the downloads.
pub fn describe(api: &mut Description) {
    let object = || ObjectBuilder::new().schema_type(Type::Object);
    let features = ObjectBuilder::new()
        .property("type", one_of(&["FeatureCollection"]))
        .required("type")
        .property("features", ArrayBuilder::new().items(object()))
        .required("features");
    let csv = "UTF-8, CRLF, a row with names first.";
    let geojson = "RFC 7946. A feature lies at the places that it names, else in its regions, else in its countries \
                   (`located_by`); where it names none, its geometry is null.";
    let workbook = ObjectBuilder::new().content_media_type(spreadsheet::KIND);
    let rows = ArrayBuilder::new().items(object());
    let downloads = [
        call("/incidents.csv", "The list as CSV").answers(200, csv, "text/csv", text(None)),
        call("/incidents.json", "The list as JSON").answers(
            200,
            "An array of rows.",
            "application/json",
            rows,
        ),
        call("/incidents.geojson", "The list as GeoJSON").answers(
            200,
            geojson,
            "application/geo+json",
            features,
        ),
        call("/incidents.xlsx", "The list as a workbook")
            .says("The columns of the CSV, days and numbers as such. 429 where too many are in the making.")
            .answers(200, "The workbook.", spreadsheet::KIND, workbook),
    ];
    api.add("Downloads", downloads);
    let tables = [
        board::api::searched(get("/actions.csv", "The list of joint actions as CSV")),
        alerts::api::searched(get("/alerts.csv", "The list of alerts as CSV")),
    ];
    api.add("Downloads", tables.map(|table| table.as_table("").open()));
}
