//! The facts of a report: what is stated about an incident, in fields that can be compared and counted.
//!
//! Every field may be absent (nothing is stated) and every field may be *unknown* (the source says that it does
//! not know): see [`Stated`]. In JSON an absent field is left out, and an unknown one is `"unknown"`, in a list
//! `["unknown"]`, of a date `{"date": "unknown"}`; all three are read anywhere, and `null`, blank texts and empty
//! lists are absent.
//!
//! [`Facts::parse`] is the only way from outside to a value of this type. It knows every field and refuses others,
//! and answers with all faults at once, each under its path, such as `facts.started.date`.

mod dates;
mod described;
pub(crate) mod display;
pub(crate) mod fields;
pub mod form;
pub(crate) mod languages;
pub mod naming;
mod parts;
mod record;
mod schema;
mod values;
mod words;

use chrono::{Datelike, NaiveDate};
use serde_json::Value;

pub use dates::Date;
pub use parts::{Item, List, MOST_ENTRIES, Mode, Part, Reading, Shape, Stated, UNKNOWN};
use record::{entry, record};
pub use values::{
    ADDRESS, Asn, CELL, Count, Domain, LINE, Line, Link, MOST_CELLS, Name, PROSE, Prose, Raw, Service,
    canonical_service,
};
pub use words::{
    ActorType, Answer, AssessedCause, Extent, Finding, HarmKind, IncidentType, Network, OrderedBy, Precision,
    Right, Scope, SourceKind, StatedReason, Status, Vocabulary,
};

use crate::db::text_enum;
use crate::error::{Fields, message};
use crate::geography::{self, CountryCode, Located, Point, Subdivision, WorldRegion};

record! {
    /// The law that is claimed to allow the act.
    pub struct LegalBasis {
        /// Whether one is claimed.
        pub claimed: Stated<Answer>,
        /// Which, in words.
        pub text: Stated<Prose>,
    }
}
record! {
    /// The four tests of a restriction, each judged for itself; nothing is computed from one alone.
    pub struct Tests {
        /// Is it provided by law?
        pub legality: Stated<Finding>,
        /// Does it pursue an aim that human-rights law allows?
        pub legitimate_aim: Stated<Finding>,
        /// Is it necessary?
        pub necessity: Stated<Finding>,
        /// Is it proportionate?
        pub proportionality: Stated<Finding>,
    }
}
record! {
    /// Who has acknowledged that it happened.
    pub struct Acknowledged {
        /// The government.
        pub government: Stated<Answer>,
        /// The operators of the networks.
        pub operators: Stated<Answer>,
    }
}
record! {
    /// What happened around it.
    pub struct Context {
        /// An election.
        pub election: Stated<Answer>,
        /// Violence.
        pub violence: Stated<Answer>,
        /// Abuses of human rights, as reported.
        pub rights_abuse: Stated<Answer>,
    }
}
record! {
    /// Harm to people.
    pub struct Harm {
        /// What kind.
        pub kind: Stated<HarmKind>,
        /// Whether it is a direct effect.
        pub direct: Stated<bool>,
        /// At least so much: people, or the unit that `method` names.
        pub minimum: Stated<u64>,
        /// At most so much.
        pub maximum: Stated<u64>,
        /// How it was counted, and in what unit.
        pub method: Stated<Line>,
    }
}
entry!(Harm);
record! {
    /// Something that a report relies on.
    pub struct Citation {
        /// What it is.
        pub kind: Stated<SourceKind>,
        /// Its name.
        pub title: Stated<Line>,
        /// Where it is.
        pub url: Stated<Link>,
        /// Whether it must stay with those who hold it.
        pub confidential: bool,
    }
}
entry!(Citation);
record! {
    /// Where a record was imported from.
    pub struct Origin {
        /// The source, as `entente import` names it: `stop`, `ooni` …
        pub system: Stated<Line>,
        /// The record there; the same at every import of it.
        pub id: Stated<Line>,
        /// The record itself. Stays with the owning organisation unless it was imported as public.
        pub raw: Raw,
    }
}

record! {
    /// The facts of a report. Countries are ISO 3166-1, parts of them ISO 3166-2.
    pub struct Facts {
        /// What happened; one event may be of several types.
        pub types: List<IncidentType>,
        /// The countries where it happened.
        pub countries: List<CountryCode>,
        /// The parts of countries.
        pub regions: List<Subdivision>,
        /// Places by name, as the source writes them.
        pub places: List<Line>,
        /// Other countries that felt it.
        pub cross_border: List<CountryCode>,
        /// When it began.
        pub started: Stated<Date>,
        /// When it ended: the last day of it.
        pub ended: Stated<Date>,
        /// Whether it goes on.
        pub status: Stated<Status>,
        /// Until when the status is known to hold: of a source that counts by year, its year.
        pub status_as_of: Stated<Date>,
        /// The whole network, certain services, or both at different times or places.
        pub extent: Stated<Extent>,
        /// How wide it reaches.
        pub scope: Stated<Scope>,
        /// Access networks.
        pub networks: List<Network>,
        /// Services and applications.
        pub services: List<Service>,
        /// Domain names.
        pub domains: List<Domain>,
        /// Autonomous systems.
        pub asns: List<Asn>,
        /// Network operators.
        pub operators: List<Name>,
        /// Who ordered it.
        pub ordered_by: List<OrderedBy>,
        /// The office or person that decided.
        pub decision_maker: Stated<Line>,
        /// Who acted.
        pub actor_type: Stated<ActorType>,
        /// The reasons that authorities gave.
        pub stated_reasons: List<StatedReason>,
        /// The same in words.
        pub stated_reason_text: Stated<Prose>,
        /// The causes that observers find.
        pub assessed_causes: List<AssessedCause>,
        /// The same in words.
        pub assessed_cause_text: Stated<Prose>,
        /// The law that is claimed.
        pub legal_basis: LegalBasis,
        /// The four tests.
        pub tests: Tests,
        /// Rights touched.
        pub rights: List<Right>,
        /// Instruments that protect them, such as "ICCPR, article 19".
        pub instruments: List<Line>,
        /// Harm done.
        pub harms: List<Harm>,
        /// Groups of people it bears on most.
        pub affected_groups: List<Line>,
        /// How many people are affected.
        pub people_affected: Stated<Count>,
        /// Who acknowledged it.
        pub acknowledged: Acknowledged,
        /// What happened around it.
        pub context: Context,
        /// Technologies used.
        pub technologies: List<Name>,
        /// Who made or sold them.
        pub vendors: List<Name>,
        /// What the report relies on.
        pub sources: List<Citation>,
        /// Where the record was imported from.
        pub source: Origin,
    }
}

text_enum! {
    /// Two dates of one record that cannot both be right.
    pub enum Contradiction {
        /// Its end lies before its start.
        EndBeforeStart = "end_before_start",
        /// It is called ongoing, and its end is told.
        OngoingAndEnded = "ongoing_and_ended",
        /// It is called ongoing at a time before its start.
        OngoingBeforeStart = "ongoing_before_start",
    }
}

impl Contradiction {
    /// Those among facts that were kept as JSON; none where they do not parse.
    pub fn among(facts: &Value) -> Vec<Self> {
        Facts::parse(facts, Mode::Import).map(|facts| facts.contradictions()).unwrap_or_default()
    }

    /// The name of the sentence that says so.
    pub fn key(self) -> &'static str {
        match self {
            Self::EndBeforeStart => "dates-end-before-start",
            Self::OngoingAndEnded => "dates-ongoing-and-ended",
            Self::OngoingBeforeStart => "dates-ongoing-before-start",
        }
    }
}

impl Facts {
    /// Reads facts from JSON. `null` is no facts.
    ///
    /// # Errors
    /// All that is wrong, by path.
    pub fn parse(value: &Value, mode: Mode) -> Result<Self, Fields> {
        let mut reading = Reading::new(mode);
        let facts: Self = Part::read(value, "facts", &mut reading);
        facts.check(&mut reading);
        if reading.faults.0.is_empty() { Ok(facts) } else { Err(reading.faults) }
    }

    /// Points on a map for the places, else the regions, else the countries that are stated.
    pub fn points(&self) -> Option<(Located, Vec<Point>)> {
        let countries: Vec<_> = self.countries.entries().iter().map(|country| country.as_str()).collect();
        let regions: Vec<_> = self.regions.entries().iter().map(|region| region.as_str()).collect();
        let places: Vec<_> = self.places.entries().iter().map(Line::as_str).collect();
        geography::points(&countries, &regions, &places)
    }

    /// What no field can see alone.
    fn check(&self, reading: &mut Reading) {
        if let (Some(started), Some(ended)) = (self.started.known(), self.ended.known())
            && ended.last_day() < started.first_day()
            && reading.mode == Mode::Person
        {
            reading.fault("facts.ended.date", message("fault-end-before-start"));
        }
        if self.status.known() == Some(&Status::Ongoing)
            && self.ended.known().is_some()
            && reading.mode == Mode::Person
        {
            reading.fault("facts.status", message("fault-ongoing-and-ended"));
        }
        for (place, harm) in self.harms.entries().iter().enumerate() {
            if let (Some(least), Some(most)) = (harm.minimum.known(), harm.maximum.known())
                && most < least
            {
                reading.fault(&format!("facts.harms.{place}.maximum"), message("fault-less-than-minimum"));
            }
        }
    }

    /// The JSON of them; `{}` where nothing is stated.
    pub fn to_value(&self) -> Value {
        self.write().unwrap_or_else(|| Value::Object(serde_json::Map::new()))
    }

    /// Whether nothing is stated.
    pub fn is_empty(&self) -> bool {
        self.is_absent()
    }

    /// The year in which it began.
    pub fn year(&self) -> Option<i32> {
        self.started_day().map(|day| day.year())
    }

    /// The first day on which it may have begun.
    pub fn started_day(&self) -> Option<NaiveDate> {
        self.started.known().map(|date| date.first_day())
    }

    /// The last day on which it may have ended.
    pub fn ended_day(&self) -> Option<NaiveDate> {
        self.ended.known().map(|date| date.last_day())
    }

    /// The last day for which it is called ongoing, where such a day is told.
    pub fn ongoing_until(&self) -> Option<NaiveDate> {
        let seen = self.status_as_of.known().filter(|_| self.status.known() == Some(&Status::Ongoing));
        seen.map(|date| date.last_day())
    }

    /// Where its dates contradict each other; what a source says is kept and not put right.
    pub fn contradictions(&self) -> Vec<Contradiction> {
        let mut found = Vec::new();
        let ended = self.ended_day();
        if ended.zip(self.started_day()).is_some_and(|(end, start)| end < start) {
            found.push(Contradiction::EndBeforeStart);
        }
        if self.status.known() == Some(&Status::Ongoing) {
            let since = self.status_as_of.known().map(|date| date.first_day());
            if ended.is_some_and(|end| since.is_none_or(|since| end < since)) {
                found.push(Contradiction::OngoingAndEnded);
            }
            if self.ongoing_until().zip(self.started_day()).is_some_and(|(seen, start)| seen < start) {
                found.push(Contradiction::OngoingBeforeStart);
            }
        }
        found
    }

    /// The regions of the world in which its countries lie, each once.
    pub fn world_regions(&self) -> Vec<WorldRegion> {
        let mut regions: Vec<_> =
            self.countries.entries().iter().flat_map(|country| country.world_regions()).collect();
        regions.sort_unstable();
        regions.dedup();
        regions
    }

    /// The pairs `(facet, value)` by which lists are narrowed and counted: `country`, `type`, `year`, `status`,
    /// `network`, `service` and `cause` (the assessed ones). `unknown` is a value of its own.
    pub fn facets(&self) -> impl Iterator<Item = (&'static str, String)> {
        let mut facets = Vec::new();
        collect(&mut facets, "country", &self.countries, |country| country.as_str().to_owned());
        collect(&mut facets, "type", &self.types, |word| word.as_str().to_owned());
        facets.extend(self.year().map(|year| ("year", year.to_string())));
        match &self.status {
            Stated::Absent => {}
            Stated::Unknown => facets.push(("status", UNKNOWN.to_owned())),
            Stated::Known(status) => facets.push(("status", status.as_str().to_owned())),
        }
        collect(&mut facets, "network", &self.networks, |word| word.as_str().to_owned());
        collect(&mut facets, "service", &self.services, |name| name.as_str().to_owned());
        collect(&mut facets, "cause", &self.assessed_causes, |word| word.as_str().to_owned());
        facets.into_iter()
    }
}

fn collect<T>(
    facets: &mut Vec<(&'static str, String)>,
    name: &'static str,
    list: &List<T>,
    text: impl Fn(&T) -> String,
) {
    if list.is_unknown() {
        facets.push((name, UNKNOWN.to_owned()));
    }
    facets.extend(list.entries().iter().map(|entry| (name, text(entry))));
}

impl serde::Serialize for Facts {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(serializer)
    }
}

impl<'de> serde::Deserialize<'de> for Facts {
    /// As an import reads them: what is stored was parsed before it was stored.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Self::parse(&value, Mode::Import).map_err(|faults| {
            let faults: Vec<_> = faults.0.iter().map(|(at, said)| format!("{at}: {said:?}")).collect();
            serde::de::Error::custom(faults.join("; "))
        })
    }
}

#[cfg(test)]
mod tests;
