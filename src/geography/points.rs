//! Points for maps: of towns, regions and countries. They say no more than the names do.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lines of `code TAB latitude TAB longitude`: countries and their parts.
const POINTS: &str = include_str!("data/points.tsv");
/// Lines of `country TAB name TAB latitude TAB longitude`: towns of 50,000 people and more.
const TOWNS: &str = include_str!("data/towns.tsv");

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

/// The points of the towns that are named; where none of them is known, of the regions, else of the countries. Nothing
/// where none is named. Codes as in ISO 3166.
pub fn points(countries: &[&str], regions: &[&str], towns: &[&str]) -> Option<(Located, Vec<Point>)> {
    let towns = towns
        .iter()
        .flat_map(|name| countries.iter().filter_map(|country| BY_NAME.get(&town(country, name))).take(1));
    let of_codes = |codes: &[&str]| codes.iter().filter_map(|code| BY_CODE.get(*code)).copied().collect();
    [
        (Located::Place, towns.copied().collect::<Vec<_>>()),
        (Located::Region, of_codes(regions)),
        (Located::Country, of_codes(countries)),
    ]
    .into_iter()
    .find(|(_, points)| !points.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finest_that_is_named_is_the_point() {
        let srinagar = [74.81, 34.09];
        let finest = |towns: &[&str]| points(&["IN"], &["IN-JK"], towns);
        assert_eq!(finest(&["srinagar", "A village"]), Some((Located::Place, vec![srinagar])));
        assert_eq!(finest(&["A village"]).map(|(of, points)| (of, points.len())), Some((Located::Region, 1)));
        let countries = points(&["SD", "TD"], &[], &["Srinagar"]);
        assert_eq!(countries.map(|(of, points)| (of, points.len())), Some((Located::Country, 2)));
        assert_eq!(points(&[], &[], &["Srinagar"]), None, "a town of no country is any town");
        assert_eq!(points(&[], &[], &[]), None);
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
