//! Whose government speaks of whom: nobody judges themselves.
//!
//! Only the facts that a rendition shows decide, so that a level tells its readers of no country that was left out of
//! their text.

use serde_json::Value;

use crate::access::OrganisationKind;
use crate::facts::naming::says;
use crate::facts::{Facts, Mode, Stated};
use crate::geography::{CountryCode, Subdivision, called};
use crate::people::Organisation;

/// The countries and the office that a rendition names.
#[derive(Debug, Clone, Default)]
pub struct Named {
    /// Where it happened.
    countries: Vec<CountryCode>,
    /// In which parts of countries.
    parts: Vec<Subdivision>,
    /// Which other countries felt it.
    cross_border: Vec<CountryCode>,
    /// The office or person that decided, in words.
    decided_by: String,
}

impl Named {
    /// What the facts of a rendition name, as its readers see them. Facts that do not parse name nothing: of such a text no
    /// government's word counts, and the operator is told.
    pub fn in_facts(facts: &Value) -> Self {
        let facts = match Facts::parse(facts, Mode::Import) {
            Ok(facts) => facts,
            Err(faults) => {
                tracing::error!(?faults, "released facts do not parse: they name no country");
                return Self::default();
            }
        };
        let decided_by = match &facts.decision_maker {
            Stated::Known(office) => office.as_str().to_owned(),
            Stated::Absent | Stated::Unknown => String::new(),
        };
        Self {
            countries: facts.countries.entries().to_vec(),
            parts: facts.regions.entries().to_vec(),
            cross_border: facts.cross_border.entries().to_vec(),
            decided_by,
        }
    }

    /// Whether it says in which country it happened.
    fn names_a_place(&self) -> bool {
        !self.countries.is_empty() || !self.parts.is_empty()
    }
}

/// What an organisation's word weighs for the verification of a text, and why it weighs nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// It counts.
    Counts,
    /// Nothing: the text is about this very government, which replies by right instead.
    Concerned,
    /// Nothing: the text says of no country that it happened there, so nobody can tell whether it is about this government.
    NoCountry,
    /// Nothing: no country was entered for this government, so nobody can tell either.
    NoHome,
}

/// As much of an organisation as decides whether it speaks of itself.
#[derive(Debug, Clone)]
pub struct Speaker {
    /// What it is.
    pub kind: OrganisationKind,
    /// Its country, where it has one.
    pub country: Option<CountryCode>,
    /// Its name.
    pub name: String,
}

impl Speaker {
    /// An organisation.
    pub fn of(organisation: &Organisation) -> Self {
        let country = organisation.country.as_deref().map(str::parse::<CountryCode>).transpose();
        Self {
            kind: organisation.kind,
            // A government without a country counts for nothing.
            country: country.unwrap_or_else(|fault| {
                tracing::error!(organisation = organisation.slug, ?fault, "its country does not parse");
                None
            }),
            name: organisation.name.clone(),
        }
    }

    /// Whether a text that names this is about this government: its country, a part or territory of it, or its office,
    /// which the text names by the name of the country or of the organisation.
    pub fn is_concerned(&self, named: &Named) -> bool {
        let Some(country) = self.country.filter(|_| self.kind == OrganisationKind::Government) else {
            return false;
        };
        let party = |place: &CountryCode| country.is_party_in(*place);
        named.countries.iter().chain(&named.cross_border).any(party)
            || named.parts.iter().any(|part| country.is_party_in_part(*part))
            || self.decided(country, &named.decided_by)
    }

    fn decided(&self, country: CountryCode, office: &str) -> bool {
        let names = [country, country.state()].into_iter().flat_map(called);
        !office.is_empty() && (says(office, &self.name) || names.into_iter().any(|name| says(office, name)))
    }

    /// What its word weighs for a text that names this.
    pub fn weight(&self, named: &Named) -> Weight {
        if self.kind != OrganisationKind::Government {
            Weight::Counts
        } else if self.is_concerned(named) {
            Weight::Concerned
        } else if self.country.is_none() {
            Weight::NoHome
        } else if named.names_a_place() {
            Weight::Counts
        } else {
            Weight::NoCountry
        }
    }

    /// Whether its word counts for a text that names this.
    pub fn is_impartial(&self, named: &Named) -> bool {
        self.weight(named) == Weight::Counts
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn government(country: Option<&str>) -> Speaker {
        Speaker {
            kind: OrganisationKind::Government,
            country: country.map(|code| code.parse().unwrap()),
            name: "Ministry of Digital Affairs".into(),
        }
    }

    #[test]
    fn a_government_counts_only_where_others_are_named_and_it_is_not() {
        let estonia = government(Some("EE"));
        for (facts, counts) in [
            (json!({}), false),
            (json!({ "countries": ["unknown"] }), false),
            (json!({ "countries": ["LV"] }), true),
            (json!({ "regions": ["IN-JK"] }), true),
            (json!({ "countries": ["LV", "EE"] }), false),
            (json!({ "countries": ["LV"], "cross_border": ["LT"] }), true),
            (json!({ "countries": ["LV"], "cross_border": ["EE"] }), false),
            (json!({ "cross_border": ["LV"] }), false),
            (json!({ "countries": ["LV"], "regions": ["EE-37"] }), false),
            (json!({ "countries": ["LV"], "ordered_by": ["executive_government"] }), true),
            (json!({ "countries": ["LV"], "decision_maker": "The regulator of Latvia" }), true),
            (json!({ "countries": ["LV"], "decision_maker": "The government of ESTONIA" }), false),
            (json!({ "countries": ["LV"], "decision_maker": "ministry of digital affairs" }), false),
            (json!({ "countries": 7 }), false),
        ] {
            assert_eq!(estonia.is_impartial(&Named::in_facts(&facts)), counts, "{facts}");
        }
        let latvia = Named::in_facts(&json!({ "countries": ["LV"] }));
        assert!(!government(None).is_impartial(&latvia), "nobody knows whose it is");
        for kind in OrganisationKind::ALL.iter().filter(|kind| **kind != OrganisationKind::Government) {
            let other = Speaker { kind: *kind, ..government(Some("LV")) };
            assert!(other.is_impartial(&latvia) && other.is_impartial(&Named::default()), "{kind}");
            assert!(!other.is_concerned(&latvia), "{kind}");
        }
    }

    #[test]
    fn a_territory_is_of_its_state() {
        let hong_kong = Named::in_facts(&json!({ "countries": ["HK"] }));
        assert!(!government(Some("CN")).is_impartial(&hong_kong));
        let decided = json!({ "countries": ["LV"], "decision_maker": "Office of the Governor, Puerto Rico" });
        assert!(!government(Some("PR")).is_impartial(&Named::in_facts(&decided)));
    }
}
