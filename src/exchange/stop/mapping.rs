//! From the cells of a row to facts. What is not clear stays in the cells alone.

use super::cells::{answer, line, one, prose, tidy, words};
use super::identity::is_nationwide;
use super::{Cells, Row, SYSTEM, services, sources};
use crate::facts::{
    Acknowledged, AssessedCause, Context, Date, Extent, Facts, IncidentType, LegalBasis, Line, List,
    MOST_ENTRIES, Name, Network, OrderedBy, Origin, Raw, Scope, Stated, StatedReason, Status,
};
use crate::geography::{self, Named};

const LOCAL: &str = "It only affected one city, county, or village";
const REGIONAL: &str = "It affected more than one city in the same state, province, or region";
const MULTI_REGIONAL: &str = "It affected locations in more than one state, province, or region";

/// The facts of a row.
///
/// # Errors
/// The column and the reason, where the country or the start cannot be read: nobody could find such a record.
pub fn facts(row: &Row) -> Result<Facts, (String, String)> {
    let cells = Cells(row);
    let mut facts = Facts::default();
    place_and_time(&mut facts, cells)?;
    facts.networks = words(cells.get("affected_network"), |word| match word {
        "Broadband" => Some(Network::Broadband),
        "Mobile" => Some(Network::Mobile),
        _ => None,
    });
    facts.extent = one(cells.get("shutdown_extent"), |word| match word {
        "Full network" => Some(Extent::FullNetwork),
        "Service-based" => Some(Extent::ServiceBased),
        "Full network, Service-based" => Some(Extent::Both),
        _ => None,
    });
    facts.types = types(cells.get("shutdown_type"), facts.extent.known());
    facts.services = services::of(cells);
    facts.operators = operators(cells.get("telcos_involved"));
    facts.ordered_by = ordered_by(cells.get("ordered_by"));
    facts.decision_maker = line(cells.get("decision_maker"));
    facts.stated_reasons = stated_reasons(cells.get("gov_justification"));
    facts.stated_reason_text = prose(cells.get("gov_just_details"));
    facts.assessed_causes = assessed_causes(cells.get("actual_cause"));
    facts.assessed_cause_text = prose(cells.get("actual_cause_details"));
    facts.legal_basis =
        LegalBasis { claimed: answer(cells.get("legal_just")), text: prose(cells.get("legal_method")) };
    facts.acknowledged =
        Acknowledged { government: answer(cells.get("gov_ack")), operators: answer(cells.get("telco_ack")) };
    facts.context = Context {
        election: answer(cells.get("election")),
        violence: answer(cells.get("violence")),
        rights_abuse: answer(cells.get("hr_abuse_reported")),
    };
    facts.affected_groups = groups(cells.get("users_targeted"));
    facts.sources = sources::sources(cells);
    Ok(facts)
}

/// Puts the row itself under `source`.
pub fn set_source(facts: &mut Facts, id: &str, row: Row) {
    facts.source = Origin { system: line(SYSTEM), id: line(id), raw: Raw(row) };
}

fn place_and_time(facts: &mut Facts, cells: Cells<'_>) -> Result<(), (String, String)> {
    let fault = |column: &str, reason: String| (column.to_owned(), reason);
    let named = geography::split(cells.get("country"))
        .map_err(|name| fault("country", format!("“{name}” is not the name of a country.")))?;
    if named.is_empty() {
        return Err(fault("country", "The country is missing.".to_owned()));
    }
    let estimated = cells.get("start_date_type").trim() == "Estimated";
    let start = cells.get("start_date").trim();
    let started = Date::parse(start, estimated)
        .ok_or_else(|| fault("start_date", format!("“{start}” is not a date such as 2021-03-05.")))?;
    facts.started = Stated::Known(started);
    facts.ended = Date::parse(cells.get("end_date"), false).into();
    facts.status = one(cells.get("shutdown_status"), |word| match word {
        "Ended" => Some(Status::Ended),
        "Ongoing" => Some(Status::Ongoing),
        _ => None,
    });
    // What a source calls ongoing was so when it counted the row, and nobody has looked since.
    if facts.status.known() == Some(&Status::Ongoing) {
        facts.status_as_of = Date::parse(cells.get("count_year"), false).into();
    }
    let area = cells.get("area_name");
    facts.scope = one(cells.get("geo_scope"), |word| match word {
        LOCAL => Some(Scope::Local),
        REGIONAL => Some(Scope::Regional),
        MULTI_REGIONAL if is_nationwide(area) => Some(Scope::National),
        MULTI_REGIONAL => Some(Scope::MultiRegional),
        _ => None,
    });
    if cells.get("geo_scope").trim() == "Not sure" {
        facts.scope = Stated::Unknown;
    }
    let mut places = Vec::new();
    let mut codes = Vec::new();
    for name in named {
        match name {
            Named::Country(code) if !codes.contains(&code) => codes.push(code),
            Named::Country(_) => {}
            Named::Uncoded(name) => places.extend(Line::parse(name).ok().flatten()),
        }
    }
    facts.countries = codes.into_iter().collect();
    if facts.scope.known() != Some(&Scope::National) {
        places.extend(line(area).known().cloned().filter(|place| !places.contains(place)));
    }
    facts.places = places.into_iter().collect();
    Ok(())
}

/// A network is shut down; services are blocked. Where both are said of one row, both happened.
fn types(cell: &str, extent: Option<&Extent>) -> List<IncidentType> {
    let kinds: &[IncidentType] = match extent {
        Some(Extent::ServiceBased) => &[IncidentType::Blocking],
        Some(Extent::Both) => &[IncidentType::Shutdown, IncidentType::Blocking],
        _ => &[IncidentType::Shutdown],
    };
    if cell.trim() == "Unknown" {
        return Stated::Unknown;
    }
    let said = cell.split(',').map(str::trim).flat_map(|word| -> &[IncidentType] {
        match word {
            "Shutdown" => kinds,
            "Throttle" => &[IncidentType::Throttling],
            _ => &[],
        }
    });
    said.copied().collect()
}

fn ordered_by(cell: &str) -> List<OrderedBy> {
    words(cell, |word| match word {
        "Executive government" => Some(OrderedBy::ExecutiveGovernment),
        "State government" => Some(OrderedBy::StateGovernment),
        "Local government" => Some(OrderedBy::LocalGovernment),
        "Military" => Some(OrderedBy::Military),
        "Law enforcement" => Some(OrderedBy::LawEnforcement),
        "Judiciary" => Some(OrderedBy::Judiciary),
        "Non-government" => Some(OrderedBy::NonGovernment),
        _ => None,
    })
}

/// The cell holds one reason; its own name may hold commas and slashes, with or without blanks.
fn stated_reasons(cell: &str) -> List<StatedReason> {
    let name: String = cell.to_lowercase().split_whitespace().collect();
    if name == "unknown" {
        return Stated::Unknown;
    }
    let reason = match name.as_str() {
        "nationalsecurity/counter-terrorism" => Some(StatedReason::NationalSecurity),
        "fakenews/hatespeech/incendiarycontent/promotingviolence" => Some(StatedReason::HarmfulContent),
        "publicsafety/quellunrest/restorepublicorder" => Some(StatedReason::PublicOrder),
        "precautionarymeasure" => Some(StatedReason::Precaution),
        "schoolexams" => Some(StatedReason::SchoolExams),
        "sabotage/third-partyaction" => Some(StatedReason::Sabotage),
        "technicalproblems/infrastructurefailure" => Some(StatedReason::TechnicalProblems),
        "illegalcontent" => Some(StatedReason::IllegalContent),
        "other" => Some(StatedReason::Other),
        _ => None,
    };
    reason.into_iter().collect()
}

fn assessed_causes(cell: &str) -> List<AssessedCause> {
    words(cell, |word| match word {
        "Political instability" => Some(AssessedCause::PoliticalInstability),
        "Protests" => Some(AssessedCause::Protests),
        "Conflict" => Some(AssessedCause::Conflict),
        "Communal violence" => Some(AssessedCause::CommunalViolence),
        "Elections" => Some(AssessedCause::Elections),
        "Exam cheating" => Some(AssessedCause::ExamCheating),
        "Information control" => Some(AssessedCause::InformationControl),
        "Religious holiday/anniversary" => Some(AssessedCause::ReligiousHolidayOrAnniversary),
        "Visits by government officials" => Some(AssessedCause::OfficialVisit),
        "Other" => Some(AssessedCause::Other),
        _ => None,
    })
}

/// Words by which the cell of operators shows that it describes more than it lists.
const DESCRIBES: [&str; 5] = ["including", "all ", "except", "Ministry", "AS27725"];

/// Operators stand one after another, each perhaps after its country and before the part of it that it serves
/// (`Iraq: Tishknet, Kurdistan`), with its owner in brackets. A cell that describes stays one text.
fn operators(cell: &str) -> List<Name> {
    let mut depth = 0_i32;
    let parts: Vec<&str> = if DESCRIBES.iter().any(|word| cell.contains(word)) {
        vec![cell]
    } else {
        cell.split(|c: char| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            matches!(c, ',' | ';' | '\n') && depth <= 0
        })
        .collect()
    };
    let mut names: Vec<Name> = Vec::new();
    for part in parts {
        let part = part.trim().trim_start_matches("and ").trim();
        let part =
            part.split_once(": ").filter(|(land, _)| geography::named(land).is_some()).map_or(part, |p| p.1);
        let part = if part.matches('"').count() == 1 { part.trim_matches('"') } else { part };
        let served = ["Kurdistan", "Nakhchivan", "Somaliland"].contains(&part);
        let name = if served { None } else { Name::parse(&tidy(part)).ok().flatten() };
        names.extend(name.filter(|name| !names.contains(name)));
    }
    names.into_iter().take(MOST_ENTRIES).collect()
}

/// Only the dataset's own two words are ever listed together; "Others" names nobody.
fn groups(cell: &str) -> List<Line> {
    match cell.trim() {
        "Others" | "Other" => Stated::Absent,
        "Unknown" => Stated::Unknown,
        "Ethnic minorities, Religious minorities" => ["Ethnic minorities", "Religious minorities"]
            .into_iter()
            .filter_map(|group| line(group).known().cloned())
            .collect(),
        text => line(text).known().cloned().into_iter().collect(),
    }
}
