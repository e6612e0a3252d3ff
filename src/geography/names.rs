//! Names of countries: from a code to a name in the reader's language, and from the English names that
//! sources write to a code.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{CountryCode, WorldRegion};
use crate::index::Names;
use crate::language::english_names;

pub use crate::language::place_name as name;

/// What sources call a country where CLDR calls it otherwise: official forms of ISO 3166-1 and the UN, and names
/// in common use. In small letters.
const ALIASES: &[(&str, &str)] = &[
    ("bolivia (plurinational state of)", "BO"),
    ("bosnia and herzegovina", "BA"),
    ("brunei darussalam", "BN"),
    ("burkina", "BF"),
    ("burma", "MM"),
    ("cabo verde", "CV"),
    ("congo", "CG"),
    ("congo (democratic republic of the)", "CD"),
    ("congo, democratic republic of the", "CD"),
    ("congo (the democratic republic of the)", "CD"),
    ("congo (republic of the)", "CG"),
    ("republic of the congo", "CG"),
    ("democratic republic of the congo", "CD"),
    ("drc", "CD"),
    ("cote d'ivoire", "CI"),
    ("côte d'ivoire", "CI"),
    ("ivory coast", "CI"),
    ("czech republic", "CZ"),
    ("democratic people's republic of korea", "KP"),
    ("korea (democratic people's republic of)", "KP"),
    ("korea (republic of)", "KR"),
    ("korea, republic of", "KR"),
    ("republic of korea", "KR"),
    ("england", "GB"),
    ("great britain", "GB"),
    ("united kingdom of great britain and northern ireland", "GB"),
    ("hong kong", "HK"),
    ("iran (islamic republic of)", "IR"),
    ("iran, islamic republic of", "IR"),
    ("lao people's democratic republic", "LA"),
    ("macao", "MO"),
    ("macau", "MO"),
    ("micronesia (federated states of)", "FM"),
    ("moldova, republic of", "MD"),
    ("moldova (republic of)", "MD"),
    ("republic of moldova", "MD"),
    ("myanmar", "MM"),
    ("macedonia", "MK"),
    ("palestine", "PS"),
    ("palestine, state of", "PS"),
    ("state of palestine", "PS"),
    ("russian federation", "RU"),
    ("saint lucia", "LC"),
    ("saint kitts and nevis", "KN"),
    ("saint vincent and the grenadines", "VC"),
    ("sao tome and principe", "ST"),
    ("swaziland", "SZ"),
    ("syrian arab republic", "SY"),
    ("taiwan, province of china", "TW"),
    ("taiwan (province of china)", "TW"),
    ("tanzania, united republic of", "TZ"),
    ("united republic of tanzania", "TZ"),
    ("the gambia", "GM"),
    ("timor leste", "TL"),
    ("east timor", "TL"),
    ("trinidad and tobago", "TT"),
    ("turkey", "TR"),
    ("türkiye", "TR"),
    ("uae", "AE"),
    ("united states of america", "US"),
    ("usa", "US"),
    ("us", "US"),
    ("uk", "GB"),
    ("venezuela (bolivarian republic of)", "VE"),
    ("venezuela, bolivarian republic of", "VE"),
    ("viet nam", "VN"),
    ("holy see", "VA"),
    ("antigua and barbuda", "AG"),
];

/// Lines of `code TAB name TAB name …`, of countries and of regions (M49): what CLDR calls them in some 130 languages.
const NAMES: &str = include_str!("data/place-names.tsv");

/// Spellings in common use that CLDR does not have.
const SPELLINGS: &[(&str, &str)] = &[("মিয়ানমার", "MM")];

/// The facets that the names stand for, in every kind of thing that has facets of these names.
const COUNTRY: &str = "country";
const REGION: &str = "region";

/// The names of countries and regions in every language that is known, as lists are searched for them.
pub static SEARCHED: LazyLock<Names> = LazyLock::new(|| {
    let names = NAMES.lines().filter_map(|line| {
        let (code, names) = line.split_once('\t')?;
        let mut names: Vec<&str> = names.split('\t').collect();
        names.extend(ALIASES.iter().chain(SPELLINGS).filter(|(_, of)| *of == code).map(|(name, _)| *name));
        let region = WorldRegion::ALL.iter().find(|region| region.m49() == code);
        let meaning = match region {
            Some(region) => (REGION, region.as_str().to_owned()),
            None => (COUNTRY, code.to_owned()),
        };
        Some((meaning, names))
    });
    Names::new(names)
});

static BY_NAME: LazyLock<BTreeMap<String, CountryCode>> = LazyLock::new(|| {
    let english = english_names().map(|(code, name)| (key(name), code));
    let aliases = ALIASES.iter().map(|(name, code)| (key(name), *code));
    english.chain(aliases).filter_map(|(name, code)| Some((name, code.parse().ok()?))).collect()
});

/// Small letters, plain apostrophes and ampersands, single blanks.
fn key(name: &str) -> String {
    let plain = name.to_lowercase().replace(['’', 'ʼ', '`'], "'").replace('&', " and ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every name that a country is known by here: in all languages, and as sources write it.
pub fn called(code: CountryCode) -> impl Iterator<Item = &'static str> {
    let lines = NAMES.lines().filter_map(|line| line.split_once('\t'));
    let known = lines.filter(move |(of, _)| *of == code.as_str()).flat_map(|(_, names)| names.split('\t'));
    let others = ALIASES.iter().chain(SPELLINGS).filter(move |(_, of)| *of == code.as_str());
    let english = english_names().filter(move |(of, _)| *of == code.as_str());
    known.chain(others.map(|(name, _)| *name)).chain(english.map(|(_, name)| name))
}

/// The country an English name stands for. Exact names and aliases only: nothing is guessed from likeness.
pub fn named(name: &str) -> Option<CountryCode> {
    BY_NAME.get(&key(name)).copied()
}

/// Names that sources list among countries and that have no code of their own: kept as names of places. Filing
/// Somaliland under `SO` would state what the source leaves open.
const UNCODED: &[&str] = &["Somaliland"];

/// One name out of a source's country cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// It has a code.
    Country(CountryCode),
    /// It is known to have none, and is kept as the name of a place.
    Uncoded(&'static str),
}

/// The names in a cell that may hold several: `Laos; Myanmar`. Only `;` and line breaks separate, for official
/// names hold commas.
///
/// # Errors
/// The first name that is neither a country's nor known to have no code.
pub fn split(cell: &str) -> Result<Vec<Named>, String> {
    let names = cell.split([';', '\n']).map(str::trim).filter(|name| !name.is_empty());
    let known = |name: &str| {
        let uncoded =
            || UNCODED.iter().find(|known| key(known) == key(name)).map(|known| Named::Uncoded(known));
        named(name).map(Named::Country).or_else(uncoded).ok_or_else(|| name.to_owned())
    };
    names.map(known).collect()
}

impl WorldRegion {
    /// The name in a language (BCP 47), in English where that language has no file.
    pub fn name(self, language: &str) -> &'static str {
        name(language, self.m49()).unwrap_or(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn official_and_everyday_names_mean_the_same_country() {
        for (name, code) in [
            ("Iran (Islamic Republic of)", "IR"),
            ("iran", "IR"),
            ("Venezuela (Bolivarian Republic of)", "VE"),
            ("Côte d’Ivoire", "CI"),
            ("Congo", "CG"),
            ("Congo (Democratic Republic of the)", "CD"),
            ("North Korea", "KP"),
            ("Tanzania, United Republic of", "TZ"),
            (" Trinidad  &  Tobago ", "TT"),
        ] {
            assert_eq!(named(name).map(CountryCode::as_str), Some(code), "{name}");
        }
        assert_eq!(named("Iranian"), None);
        assert_eq!(named("Africa"), None, "a region is no country");
    }

    #[test]
    fn every_alias_leads_to_a_country() {
        for (name, code) in ALIASES {
            assert!(named(name).is_some_and(|found| found.as_str() == *code), "{name} should mean {code}");
        }
    }

    #[test]
    fn every_country_and_region_is_searched_for_by_name() {
        let mut codes: Vec<&str> = NAMES.lines().filter_map(|line| line.split('\t').next()).collect();
        codes.sort_unstable();
        let mut expected: Vec<&str> = CountryCode::all().map(CountryCode::as_str).collect();
        expected.extend(WorldRegion::ALL.iter().map(|region| region.m49()));
        expected.sort_unstable();
        assert_eq!(codes, expected);
    }

    #[test]
    fn a_cell_may_name_several_and_some_have_no_code() {
        let several = split("Laos; Myanmar").unwrap();
        assert_eq!(several, [Named::Country("LA".parse().unwrap()), Named::Country("MM".parse().unwrap())]);
        assert_eq!(split("somaliland").unwrap(), [Named::Uncoded("Somaliland")]);
        assert_eq!(split(" ; ").unwrap(), []);
        assert_eq!(split("India; Atlantis").unwrap_err(), "Atlantis");
    }
}
