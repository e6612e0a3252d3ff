//! What the index holds of reports: one document for each live rendition, made from what that very rendition
//! says and nothing fuller.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::access::{Readable, terms};
use crate::db::{Change, ChangeKind, Conn, IncidentId, Moment, OrganisationId};
use crate::error::{Error, Result};
use crate::facts::{Facts, Mode, Status};
use crate::geography::Subdivision;
use crate::index::{Document, Kind, ONGOING, Replacement, Source};
use crate::language::{Language, Strings};
use crate::people::{self, Organisation};
use crate::redaction::{self, LiveReadable, Rendition};
use crate::reports::grouping::incidents_of;
use crate::reports::{Facet, Incident, REPORTS, Report, store};
use crate::translations::{self, FoundBy};
use crate::verification::{self, Assessments, Verification};

/// Gives the index its documents.
pub struct ReportSource;

/// How many reports are read at a time when everything is indexed anew: all their texts are in memory together.
const BATCH: i64 = 100;

impl Source for ReportSource {
    fn kind(&self) -> &'static Kind {
        &REPORTS
    }

    fn documents(&self, conn: &mut Conn, change: &Change) -> Result<Replacement> {
        match change.kind {
            ChangeKind::Report | ChangeKind::Erasure => replacement(conn, vec![change.subject.clone()]),
            // Its kind and slug are facets of all its reports.
            ChangeKind::Organisation => {
                let mut reports = store::report_ids_owned(conn, &change.subject)?;
                // And its word counts for the verification of others', as one of its sector.
                reports.extend(verification::reports_spoken_of_by(conn, &change.subject)?);
                reports.sort_unstable();
                reports.dedup();
                replacement(conn, reports)
            }
            // Who belongs to what is asked of the viewer, at every question.
            ChangeKind::Group
            | ChangeKind::Person
            | ChangeKind::Alert
            | ChangeKind::Action
            | ChangeKind::Comment
            | ChangeKind::Publication => Ok(Replacement::default()),
        }
    }

    fn all(&self, conn: &mut Conn, each: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
        let mut after = String::new();
        loop {
            let ids = store::report_ids_after(conn, &after, BATCH)?;
            let Some(last) = ids.last() else {
                return Ok(());
            };
            after.clone_from(last);
            for document in replacement(conn, ids)?.documents {
                each(&document)?;
            }
        }
    }
}

fn replacement(conn: &mut Conn, subjects: Vec<String>) -> Result<Replacement> {
    let reports = store::reports_by_id(conn, &subjects)?;
    let around = Around::load(conn, &subjects, &reports)?;
    let of_each: Vec<Vec<Document>> =
        reports.iter().map(|report| around.of_report(report)).collect::<Result<_>>()?;
    Ok(Replacement { subjects, documents: of_each.concat() })
}

/// What the documents of many reports need besides: a fixed number of statements for each of many.
struct Around {
    organisations: BTreeMap<OrganisationId, Organisation>,
    incidents: BTreeMap<IncidentId, Incident>,
    released: BTreeMap<String, Vec<LiveReadable>>,
    translated: BTreeMap<String, Vec<FoundBy>>,
    standing: Assessments,
}

impl Around {
    fn load(conn: &mut Conn, subjects: &[String], reports: &[Report]) -> Result<Self> {
        let owners: BTreeSet<_> = reports.iter().map(|report| report.organisation_id.clone()).collect();
        let released = redaction::live_readables(conn, subjects)?;
        let renditions: Vec<&Rendition> =
            released.values().flatten().filter_map(|(_, rendition)| rendition.as_ref()).collect();
        Ok(Self {
            organisations: people::organisations_by_ids(conn, owners.into_iter().collect())?,
            incidents: incidents_of(conn, reports)?,
            translated: translations::found_by(conn, &renditions)?,
            standing: Assessments::load(conn, subjects)?,
            released,
        })
    }

    fn of_report(&self, report: &Report) -> Result<Vec<Document>> {
        let Some(live) = self.released.get(report.id.as_str()) else {
            return Ok(Vec::new());
        };
        let missing = |what| move || Error::stored(what, &report.reference, "it is missing");
        let organisation =
            self.organisations.get(&report.organisation_id).ok_or_else(missing("organisation"))?;
        let incident = self.incidents.get(&report.incident_id).ok_or_else(missing("incident"))?;
        let (readables, live): (Vec<Readable>, Vec<Option<&Rendition>>) =
            live.iter().map(|(readable, rendition)| (readable.clone(), rendition.as_ref())).unzip();
        // One that cannot be read is in no list, and keeps none of the others out: it still casts its shadow, so that no
        // thinner text takes its place.
        let mut documents = Vec::new();
        for (rendition, stretches) in live.into_iter().zip(terms::of_family(&readables)) {
            let Some(rendition) = rendition else { continue };
            let translated = self.translated.get(rendition.id.as_str()).map_or(&[][..], Vec::as_slice);
            // Where a statement or a translation ends, the text is verified otherwise and found by fewer words.
            let mut ends = self.standing.ends_of(&rendition.subject);
            ends.extend(translated.iter().filter_map(|(until, _)| *until));
            for terms in stretches.into_iter().flat_map(|terms| terms.split_at(&ends)) {
                let verification = self.standing.of(rendition, terms.from);
                let stands =
                    |until: &Option<Moment>| until.is_none_or(|end| terms.from.is_none_or(|from| from < end));
                let Some(mut document) = document(report, incident, organisation, (rendition, verification))
                else {
                    continue;
                };
                for (_, translated) in translated.iter().filter(|(until, _)| stands(until)) {
                    translated
                        .all()
                        .iter()
                        .for_each(|(_, text)| document.body.extend([" ", &markdown::plain(text)]));
                }
                documents.push(Document { terms, ..document });
            }
        }
        Ok(documents)
    }
}

/// What the index holds of a rendition; nothing where its facts do not parse, and that is said to the operator.
fn document(
    report: &Report,
    incident: &Incident,
    organisation: &Organisation,
    (rendition, verification): (&Rendition, Verification),
) -> Option<Document> {
    let Ok(facts) = Facts::parse(&rendition.reading.facts, Mode::Import) else {
        tracing::error!(
            report = report.reference,
            "released facts do not parse: the text is left out of all lists"
        );
        return None;
    };
    let of_facts = facts.facets().filter_map(|(name, value)| Some((name.parse::<Facet>().ok()?, value)));
    let regions = facts.world_regions().into_iter().map(|region| (Facet::Region, region.as_str().to_owned()));
    let facets = of_facts.chain(regions).chain([
        (Facet::Organisation, organisation.slug.clone()),
        (Facet::Sector, organisation.kind.to_string()),
        (Facet::Verification, verification.to_string()),
    ]);
    let ongoing = facts.status.known() == Some(&Status::Ongoing);
    // Where a source calls it ongoing up to a day, nobody has looked since.
    let until = facts.ended_day().max(facts.ongoing_until());
    Some(Document {
        id: rendition.id.as_str().to_owned(),
        subject: report.id.as_str().to_owned(),
        parent: u64::try_from(incident.ordinal).ok()?,
        terms: terms::ReadingTerms::default(),
        title: rendition.reading.title.clone(),
        body: words(rendition, organisation, [&report.reference, &incident.reference]),
        facets: facets.map(|(facet, value)| (facet.as_str(), value)).collect(),
        started: facts.started_day(),
        ended: until.or_else(|| ongoing.then_some(ONGOING)),
        released_at: rendition.released_at,
    })
}

/// What words find beside the title: whatever the page of this rendition shows. The narrative, the facts in their
/// readers' words (countries and regions of the world are found by their names in every language when somebody searches,
/// and stand in no document), its organisation, its references. The source's own cells are no text of the report.
fn words(rendition: &Rendition, organisation: &Organisation, references: [&str; 2]) -> String {
    let mut words = markdown::plain(&rendition.reading.narrative);
    if let Some(facts) = rendition.reading.facts.as_object() {
        for (name, value) in facts.iter().filter(|(name, _)| *name != "source") {
            collect(name, value, &mut words);
        }
    }
    words.extend([organisation.name.as_str()].into_iter().chain(references).flat_map(|text| [" ", text]));
    words
}

fn collect(name: &str, value: &Value, words: &mut String) {
    match value {
        Value::String(text) => {
            words.extend([" ", text]);
            if name == "regions" {
                let part = text.parse::<Subdivision>().map(Subdivision::name);
                words.extend(part.into_iter().flat_map(|part| [" ", part]));
            }
            in_words(name, text, words);
        }
        Value::Number(number) if name == "asns" => {
            words.extend([" AS", &number.to_string(), " ", &number.to_string()]);
        }
        Value::Array(values) => values.iter().for_each(|value| collect(name, value, words)),
        Value::Object(fields) => {
            for (field, value) in fields {
                // The kinds of harms and sources have words of their own.
                let name = match (name, field.as_str()) {
                    ("harms", "kind") => "harm",
                    ("sources", "kind") => "source",
                    _ => field,
                };
                collect(name, value, words);
            }
        }
        _ => {}
    }
}

/// A value of a vocabulary as pages say it, in every language that there is.
fn in_words(name: &str, value: &str, words: &mut String) {
    let is_value = value.len() < 60 && value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if !is_value {
        return;
    }
    let key = value.replace('_', "-");
    let keys = [format!("word-{key}"), format!("word-{name}-{key}")];
    for language in Language::available() {
        let strings = Strings::of(language);
        let said = keys.iter().filter_map(|key| strings.find(key));
        said.for_each(|said| words.extend([" ", &said]));
    }
}
