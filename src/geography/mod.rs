//! Countries, their parts, and the regions of the world.
//!
//! Codes are ISO 3166-1 alpha-2 and the user-assigned `XK` (Kosovo), which the sources of this field use.
//! Names live in `frontend/locales/LANGUAGE/countries.json` (CLDR), so that a language is added as a file; the
//! data files beside this one carry their notice in `data/NOTICE.md`.

mod names;
mod points;
mod regions;
mod states;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use crate::error::{Message, message};

pub use names::{Named, SEARCHED, called, name, named, split};
pub use points::{ATTRIBUTION, Located, Point, points};
pub use regions::WorldRegion;

/// Lines of `alpha-2 TAB alpha-3 TAB M49 sub-region`, the last empty where M49 puts a country nowhere (Antarctica).
const COUNTRIES: &str = include_str!("data/countries.tsv");
/// Lines of `ISO 3166-2 code TAB local name`.
const SUBDIVISIONS: &str = include_str!("data/subdivisions.tsv");

struct Row {
    code: &'static str,
    region: Option<WorldRegion>,
}

static TABLE: LazyLock<BTreeMap<&'static str, Row>> = LazyLock::new(|| {
    COUNTRIES
        .lines()
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (code, m49) = (cells.next()?, cells.nth(1)?);
            Some((code, Row { code, region: WorldRegion::from_m49(m49) }))
        })
        .collect()
});

static PARTS: LazyLock<BTreeMap<&'static str, &'static str>> =
    LazyLock::new(|| SUBDIVISIONS.lines().filter_map(|line| line.split_once('\t')).collect());

/// A country that has a code. Equal, ordered and shown by its alpha-2 letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode(&'static str);

impl CountryCode {
    /// The code of two letters, upper case.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// Every country, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.values().map(|row| Self(row.code))
    }

    /// The sub-region and its continent after UN M49 as CLDR keeps it; nothing for Antarctica.
    pub fn world_regions(self) -> impl Iterator<Item = WorldRegion> {
        let part = TABLE.get(self.0).and_then(|row| row.region);
        part.into_iter().chain(part.and_then(WorldRegion::continent))
    }

    /// The name in a language (BCP 47), in English where that language has no file or no such name.
    pub fn name(self, language: &str) -> &'static str {
        name(language, self.0).unwrap_or(self.0)
    }
}

impl FromStr for CountryCode {
    type Err = Message;

    /// Takes either case; `UK` and other reserved codes are not codes.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let code = text.trim().to_ascii_uppercase();
        let row = TABLE.get(code.as_str()).ok_or_else(|| message("fault-country"))?;
        Ok(Self(row.code))
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl serde::Serialize for CountryCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> serde::Deserialize<'de> for CountryCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A part of a country that has an ISO 3166-2 code, such as `IN-JK`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Subdivision(&'static str);

impl Subdivision {
    /// The code, upper case.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// The name as ISO 3166-2 has it: local, in Latin letters.
    pub fn name(self) -> &'static str {
        PARTS.get(self.0).copied().unwrap_or(self.0)
    }

    /// The country it is a part of.
    pub fn country(self) -> Option<CountryCode> {
        self.0.split_once('-').and_then(|(country, _)| country.parse().ok())
    }
}

impl FromStr for Subdivision {
    type Err = Message;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let code = text.trim().to_ascii_uppercase();
        let (code, _) = PARTS.get_key_value(code.as_str()).ok_or_else(|| {
            let shown: String = text.trim().chars().take(20).collect();
            message("fault-subdivision").with("value", shown)
        })?;
        Ok(Self(code))
    }
}

impl fmt::Display for Subdivision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_iso_and_kosovo() {
        assert_eq!(CountryCode::all().count(), 250);
        assert_eq!("ir".parse::<CountryCode>().unwrap().as_str(), "IR");
        assert_eq!("XK".parse::<CountryCode>().unwrap().as_str(), "XK");
        for wrong in ["", "UK", "XX", "IRN", "Iran", "ZZ", "I\u{301}R"] {
            assert!(wrong.parse::<CountryCode>().is_err(), "{wrong:?} is no code");
        }
    }

    #[test]
    fn every_country_has_a_name_and_a_region() {
        for country in CountryCode::all() {
            assert_ne!(country.name("en"), country.as_str(), "{country} has no English name");
            let regions = country.world_regions().count();
            assert_eq!(regions, if country.as_str() == "AQ" { 0 } else { 2 }, "{country}");
        }
        let india = "IN".parse::<CountryCode>().unwrap();
        let regions: Vec<_> = india.world_regions().collect();
        assert_eq!(regions, [WorldRegion::SouthernAsia, WorldRegion::Asia]);
        assert_eq!(india.name("xx-unknown"), "India");
    }

    #[test]
    fn parts_belong_to_countries() {
        assert_eq!(PARTS.len(), 5_070);
        for code in PARTS.keys() {
            assert!(code.parse::<Subdivision>().unwrap().country().is_some(), "{code}");
        }
        assert_eq!("in-jk".parse::<Subdivision>().unwrap().name(), "Jammu and Kashmīr");
        assert!("IN-ZZ".parse::<Subdivision>().is_err());
    }
}
