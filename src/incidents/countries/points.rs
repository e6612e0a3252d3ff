//! Points for maps: of the towns, regions and countries that facts name. They say no more than the names do.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::incidents::facts::Facts;

/// Lines of `code TAB latitude TAB longitude`: countries and their parts.
const POINTS: &str = include_str!("../data/points.tsv");
/// Lines of `country TAB name TAB latitude TAB longitude`: towns of 50,000 people and more.
const TOWNS: &str = include_str!("../data/towns.tsv");

/// Where the points come from, for those who are handed them.
pub const ATTRIBUTION: &str = "Points of countries and regions: Countries States Cities Database (ODbL 1.0); \
                               points of towns: GeoNames (CC BY 4.0).";

/// Longitude and latitude in degrees (WGS 84).
pub type Point = [f64; 2];

/// What a point stands for, the finest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Located {
    /// Towns that are named.
    Place,
    /// Parts of countries.
    Region,
    /// Whole countries.
    Country,
}

impl Located {
    /// The word in data.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Region => "region",
            Self::Country => "country",
        }
    }
}

type Table = BTreeMap<String, Point>;

static BY_CODE: LazyLock<Table> = LazyLock::new(|| {
    let point = |line: &str| {
        let mut cells = line.split('\t');
        let (code, latitude, longitude) = (cells.next()?, cells.next()?, cells.next()?);
        Some((code.to_owned(), [longitude.parse().ok()?, latitude.parse().ok()?]))
    };
    POINTS.lines().filter_map(point).collect()
});

static BY_NAME: LazyLock<Table> = LazyLock::new(|| {
    let town = |line: &str| {
        let mut cells = line.split('\t');
        let (country, name, latitude, longitude) =
            (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        Some((town(country, name), [longitude.parse().ok()?, latitude.parse().ok()?]))
    };
    TOWNS.lines().filter_map(town).collect()
});

/// A town of a country, without accents and in small letters.
fn town(country: &str, name: &str) -> String {
    let plain: String = name.nfd().filter(|letter| !is_combining_mark(*letter)).collect();
    format!("{country} {}", plain.trim().to_lowercase())
}

/// The points of the places that facts name; where none of them is known, of the regions, else of the countries. Nothing
/// where the facts name none.
pub fn points(facts: &Facts) -> Option<(Located, Vec<Point>)> {
    let countries: Vec<&str> = facts.countries.entries().iter().map(|country| country.as_str()).collect();
    let towns = facts.places.entries().iter().flat_map(|place| {
        countries.iter().filter_map(|country| BY_NAME.get(&town(country, place.as_str()))).take(1)
    });
    let regions = facts.regions.entries().iter().filter_map(|region| BY_CODE.get(region.as_str()));
    let whole = countries.iter().filter_map(|country| BY_CODE.get(*country));
    [
        (Located::Place, towns.copied().collect::<Vec<_>>()),
        (Located::Region, regions.copied().collect()),
        (Located::Country, whole.copied().collect()),
    ]
    .into_iter()
    .find(|(_, points)| !points.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::incidents::facts::Mode;

    fn located(facts: &Value) -> Option<(Located, Vec<Point>)> {
        points(&Facts::parse(facts, Mode::Person).unwrap())
    }

    #[test]
    fn the_finest_that_is_named_is_the_point() {
        let srinagar = [74.81, 34.09];
        let facts = json!({ "countries": ["IN"], "regions": ["IN-JK"], "places": ["srinagar", "A village"] });
        assert_eq!(located(&facts), Some((Located::Place, vec![srinagar])));
        let facts = json!({ "countries": ["IN"], "regions": ["IN-JK"], "places": ["A village"] });
        assert_eq!(located(&facts).map(|(of, points)| (of, points.len())), Some((Located::Region, 1)));
        let facts = json!({ "countries": ["SD", "TD"], "places": ["Srinagar"] });
        assert_eq!(located(&facts).map(|(of, points)| (of, points.len())), Some((Located::Country, 2)));
        assert_eq!(located(&json!({ "places": ["Srinagar"] })), None, "a town of no country is any town");
        assert_eq!(located(&json!({})), None);
    }

    #[test]
    fn every_country_has_a_point_on_the_globe() {
        for country in super::super::CountryCode::all() {
            let [longitude, latitude] = BY_CODE.get(country.as_str()).copied().unwrap();
            assert!(longitude.abs() <= 180.0 && latitude.abs() <= 90.0, "{country}");
        }
        assert!(BY_NAME.len() > 8_000 && BY_CODE.len() > 5_000);
    }
}
