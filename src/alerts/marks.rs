//! Where alerts are current: what the map of the world marks.

use std::collections::BTreeMap;

use super::ALERTS;
use super::search::Search;
use crate::access::Viewer;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::index::{Index, Want};

/// The list of what is marked: current alerts of one country, of all countries where none is named. An exercise is about
/// nothing that happened there, and marks nothing.
fn marked(country: Option<&str>) -> Search {
    let country = country.map(|code| ("country", vec![code.to_owned()]));
    let filters = country.into_iter().chain([("exercise", vec!["no".to_owned()])]);
    Search { filters: filters.collect(), ..Search::default() }
}

/// How many current alerts the viewer reads about each country; none of those without any, and none at all for the moment in
/// which the index still has an alert that nobody may read any more: the map of incidents is shown all the same.
pub fn marks(index: &Index, database: &Database, viewer: &Viewer) -> Result<BTreeMap<String, u64>> {
    let view = match index.view(&ALERTS, database) {
        Err(Error::Unavailable(_)) => return Ok(BTreeMap::new()),
        view => view?,
    };
    let answer = view.search(&marked(None).query(viewer), None, 1, Want::Overview)?;
    Ok(answer.overview.map(|overview| overview.mapped.iter().cloned().collect()).unwrap_or_default())
}

/// The address of the list of what marks a country.
pub fn marked_in(country: &str) -> String {
    format!("/alerts?{}", marked(Some(country)).to_query())
}
