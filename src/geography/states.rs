//! Which State speaks for a country's code, and which States claim or hold what has a code of its own.
//!
//! Used for one question alone: whether a government that speaks of a place speaks of itself. The program takes no side
//! on the status of any place. Whoever claims a place, or holds it, is a party there, and a party is no witness.

use super::{CountryCode, Subdivision};

/// Codes of ISO 3166-1 for places that belong to a State which has another code.
const DEPENDENT: &[(&str, &str)] = &[
    ("AU", "CC CX HM NF"),
    ("CN", "HK MO"),
    ("DK", "FO GL"),
    ("FI", "AX"),
    ("FR", "BL GF GP MF MQ NC PF PM RE TF WF YT"),
    ("GB", "AI BM FK GG GI GS IM IO JE KY MS PN SH TC VG"),
    ("NL", "AW BQ CW SX"),
    ("NO", "BV SJ"),
    ("NZ", "CK NU TK"),
    ("US", "AS GU MP PR UM VI"),
];

/// Countries, and parts of countries, that another State claims as a whole or holds.
const CLAIMED: &[(&str, &str)] = &[
    ("AR", "FK GS"),
    ("CN", "TW IN-AR IN-LA"),
    ("ES", "GI"),
    ("IL", "PS SY-QU"),
    ("IN", "PK-GB PK-JK"),
    ("KM", "YT"),
    ("MA", "EH"),
    ("MU", "IO"),
    ("PK", "IN-JK IN-LA"),
    ("RS", "XK"),
    ("RU", "GE-AB MD-SN UA-09 UA-14 UA-23 UA-40 UA-43 UA-65"),
    ("TR", "CY"),
    ("VE", "GY"),
];

fn holds(table: &[(&str, &str)], state: &str, place: &str) -> bool {
    table.iter().any(|(of, places)| *of == state && places.split(' ').any(|one| one == place))
}

impl CountryCode {
    /// The State that this code belongs to: itself, but for territories.
    #[must_use]
    pub fn state(self) -> Self {
        let of = |(_, places): &&(&str, &str)| places.split(' ').any(|place| place == self.0);
        DEPENDENT.iter().find(of).and_then(|(state, _)| state.parse().ok()).unwrap_or(self)
    }

    /// Whether a government of this country is a party where `place` is spoken of: both belong to one State, or that of the
    /// government claims or holds the place.
    #[must_use]
    pub fn is_party_in(self, place: Self) -> bool {
        self.state() == place.state() || holds(CLAIMED, self.state().0, place.0)
    }

    /// The same for a part of a country.
    #[must_use]
    pub fn is_party_in_part(self, part: Subdivision) -> bool {
        part.country().is_some_and(|country| self.is_party_in(country))
            || holds(CLAIMED, self.state().0, part.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> CountryCode {
        text.parse().unwrap()
    }

    #[test]
    fn every_code_of_the_tables_is_one() {
        for (state, places) in DEPENDENT.iter().chain(CLAIMED) {
            code(state);
            for place in places.split(' ') {
                assert!(
                    place.parse::<CountryCode>().is_ok() || place.parse::<Subdivision>().is_ok(),
                    "{place}"
                );
            }
        }
    }

    #[test]
    fn a_state_is_a_party_in_its_territories_and_they_in_it() {
        let parties = "CN-HK HK-CN HK-MO US-PR RS-XK CN-TW DE-DE TR-CY VE-GY";
        for (government, place) in parties.split(' ').filter_map(|pair| pair.split_once('-')) {
            assert!(code(government).is_party_in(code(place)), "{government} {place}");
        }
        // Who is claimed is no party in the country of the claimant.
        for (government, place) in [("XK", "RS"), ("TW", "CN"), ("DE", "FR"), ("PR", "HK")] {
            assert!(!code(government).is_party_in(code(place)), "{government} {place}");
        }
        for (government, part, expected) in [
            ("UA", "UA-43", true),
            ("RU", "UA-43", true),
            ("RU", "MD-SN", true),
            ("RU", "MD-CU", false),
            ("IL", "SY-QU", true),
            ("IL", "SY-DI", false),
            ("PK", "IN-JK", true),
            ("CN", "IN-AR", true),
            ("CN", "IN-JK", false),
        ] {
            let party = code(government).is_party_in_part(part.parse().unwrap());
            assert_eq!(party, expected, "{government} {part}");
        }
    }
}
