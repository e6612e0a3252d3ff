//! Incidents and reports as programs read them.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::listing::Item;
use super::reading::{Event, IncidentView};
use super::report_view::{ReportView, Thinner};
use crate::access::Tlp;
use crate::db::Moment;
use crate::description::{List, Schemas, count, page};
use crate::evidence::EvidenceView;
use crate::facts::{Contradiction, Facts};
use crate::inquiries::InquiryView;
use crate::people::{Organisation, TokenName};
use crate::redaction::marks::Redaction;
use crate::reports::Facet;
use crate::translations::Beside;
use crate::verification::{CorroborationView, Verification};

/// What one viewer reads of a report.
#[derive(Serialize, ToSchema)]
#[schema(as = Report)]
pub struct ReportJson<'a> {
    reference: &'a str,
    incident: &'a str,
    organisation: &'a Organisation,
    title: &'a str,
    /// Markdown.
    narrative: &'a str,
    /// The same, as HTML that can do nothing but be read.
    narrative_html: String,
    language: &'a str,
    #[schema(value_type = Facts)]
    facts: &'a Value,
    /// Which dates among `facts` contradict each other; they are kept as their source gives them.
    contradictions: Vec<Contradiction>,
    /// The tokens of its audience that the viewer holds; for its owner all.
    #[schema(value_type = Vec<String>)]
    audience: &'a [TokenName],
    tlp: Tlp,
    /// Counted for each audience.
    #[schema(value_type = u32)]
    version: i32,
    /// SHA-256 of what is read.
    hash: &'a str,
    released_at: Moment,
    #[schema(value_type = Vec<Redaction>)]
    redactions: &'a [Redaction],
    /// The copies of its files that one may read.
    evidence: Vec<EvidenceView>,
    verification: Verification,
    #[schema(required)]
    retracted: Option<Retracted<'a>>,
    /// Statements of other organisations about it that the viewer can read, oldest first.
    #[schema(value_type = Vec<CorroborationView>)]
    corroborations: &'a [CorroborationView],
    /// Replies of the governments concerned that the viewer can read, oldest first.
    #[schema(value_type = Vec<CorroborationView>)]
    replies: &'a [CorroborationView],
    /// Questions and answers about it that the viewer can read, oldest thread first.
    #[schema(value_type = Vec<InquiryView>)]
    inquiries: &'a [InquiryView],
    /// Renditions that say less, for quoting.
    #[schema(value_type = Vec<Thinner>)]
    thinner: &'a [Thinner],
    /// The same text in other languages, by its own organisation.
    #[schema(value_type = Vec<Beside>)]
    translations: &'a [Beside],
    /// With `lang`, where that is another language than the text was released in: the hash of that text.
    #[schema(required)]
    translation_of: Option<&'a str>,
}

/// The owner no longer stands by the text.
#[derive(Serialize, ToSchema)]
struct Retracted<'a> {
    at: Moment,
    reason: &'a str,
}

impl<'a> ReportJson<'a> {
    /// Of this report.
    pub fn of(view: &'a ReportView) -> Self {
        let (rendition, reading) = (&view.rendition, &view.rendition.reading);
        Self {
            reference: &view.reference,
            incident: &view.incident,
            organisation: &view.organisation,
            title: &reading.title,
            narrative: &reading.narrative,
            narrative_html: markdown::rendered(&reading.narrative).as_str().to_owned(),
            language: &reading.language,
            facts: &reading.facts,
            contradictions: view.facts.contradictions(),
            audience: &view.audience,
            tlp: view.tlp,
            version: rendition.version,
            hash: &rendition.hash,
            released_at: rendition.released_at,
            redactions: &reading.redactions,
            evidence: reading.evidence.iter().map(EvidenceView::of).collect(),
            verification: view.verification,
            retracted: view.retracted.as_ref().map(|(at, reason)| Retracted { at: *at, reason }),
            corroborations: &view.corroborations,
            replies: &view.replies,
            inquiries: &view.inquiries,
            thinner: &view.thinner,
            translations: &view.translations,
            translation_of: view.translated.as_ref().map(|_| rendition.hash.as_str()),
        }
    }
}

/// An incident as one viewer knows it.
#[derive(Serialize, ToSchema)]
#[schema(as = Incident)]
pub struct IncidentJson<'a> {
    reference: &'a str,
    title: &'a str,
    language: &'a str,
    /// Of the first report that one reads.
    #[schema(value_type = Facts)]
    facts: Option<&'a Value>,
    /// Which dates among `facts` contradict each other; they are kept as their source gives them.
    contradictions: Vec<Contradiction>,
    verification: Verification,
    /// What is said of its reports by others.
    #[schema(value_type = Vec<CorroborationView>)]
    corroborations: Vec<&'a CorroborationView>,
    /// What governments concerned reply to them.
    #[schema(value_type = Vec<CorroborationView>)]
    replies: Vec<&'a CorroborationView>,
    reports: Vec<ReportJson<'a>>,
    #[schema(value_type = Vec<Event>)]
    timeline: &'a [Event],
    /// References of the alerts about it that one reads, the newest first.
    alerts: Vec<String>,
    /// References of the joint actions about it that one reads, the newest first.
    actions: Vec<ActionReference>,
}

#[derive(Serialize, ToSchema)]
struct ActionReference {
    reference: String,
}

impl<'a> IncidentJson<'a> {
    /// Of this incident.
    pub fn of(view: &'a IncidentView, alerts: Vec<String>, actions: Vec<String>) -> Self {
        Self {
            alerts,
            reference: &view.reference,
            title: &view.title,
            language: &view.language,
            facts: view.first().map(|report| &report.rendition.reading.facts),
            contradictions: view.facts().map(Facts::contradictions).unwrap_or_default(),
            verification: view.verification(),
            corroborations: view.reports.iter().flat_map(|report| &report.corroborations).collect(),
            replies: view.reports.iter().flat_map(|report| &report.replies).collect(),
            reports: view.reports.iter().map(ReportJson::of).collect(),
            timeline: &view.timeline,
            actions: actions.into_iter().map(|reference| ActionReference { reference }).collect(),
        }
    }
}

/// A row of the list: what the fullest matching report says that the viewer may read.
#[derive(Clone, Serialize, ToSchema)]
pub struct IncidentRow {
    /// `I-…`.
    pub reference: String,
    title: String,
    language: String,
    #[schema(value_type = Facts)]
    facts: Value,
    /// Which dates among `facts` contradict each other; they are kept as their source gives them.
    contradictions: Vec<Contradiction>,
    tlp: Tlp,
    verification: Verification,
    reports: Vec<ReportName>,
    released_at: Moment,
}

#[derive(Clone, Serialize, ToSchema)]
struct ReportName {
    reference: String,
    organisation: Organisation,
}

impl IncidentRow {
    /// Of this item. The columns of an imported source are left out.
    pub fn of(item: &Item) -> Self {
        let mut facts = item.facts.to_value();
        if let Some(facts) = facts.as_object_mut() {
            facts.remove("source");
        }
        let name = |(reference, organisation): &(String, Organisation)| ReportName {
            reference: reference.clone(),
            organisation: organisation.clone(),
        };
        Self {
            reference: item.reference.clone(),
            title: item.title.clone(),
            language: item.language.clone(),
            facts,
            contradictions: item.facts.contradictions(),
            tlp: item.tlp,
            verification: item.verification,
            reports: item.reports.iter().map(name).collect(),
            released_at: item.released_at,
        }
    }
}

/// The list of incidents, with what it counts.
#[derive(Serialize)]
pub struct Incidents {
    #[serde(flatten)]
    pub list: List<IncidentRow>,
    pub positive_developments: u64,
    pub reports: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facets: Option<BTreeMap<String, Vec<Count>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub histogram: Option<Vec<Count>>,
}

/// How many reports have a value.
#[derive(Serialize, ToSchema)]
pub struct Count {
    value: String,
    count: u64,
}

impl Count {
    /// Of these values.
    pub fn all(values: &[(String, u64)]) -> Vec<Self> {
        values.iter().map(|(value, count)| Self { value: value.clone(), count: *count }).collect()
    }
}

const DEVELOPMENTS: &str = "Positive developments that match the same query: every report that one reads of them has the \
                            type `positive_development` and no other. They are no incidents: `items`, `total`, \
                            `reports`, `facets` and `histogram` have them only where `type` asks for them; the facet \
                            `type` always offers them.";

impl PartialSchema for Incidents {
    fn schema() -> RefOr<Schema> {
        let counts = || ArrayBuilder::new().items(Ref::from_schema_name(Count::name()));
        let facets = Facet::ALL
            .iter()
            .fold(ObjectBuilder::new(), |facets, facet| facets.property(facet.to_string(), counts()));
        page::<IncidentRow>()
            .property("positive_developments", count(DEVELOPMENTS))
            .required("positive_developments")
            .property("reports", count("Reports on all pages."))
            .required("reports")
            .property("facets", facets.description(Some("With `facets=1`: reports by value.")))
            .property(
                "histogram",
                counts().description(Some("With `facets=1`: reports by month, `2022-02`.")),
            )
            .into()
    }
}

impl ToSchema for Incidents {
    fn schemas(schemas: &mut Schemas) {
        List::<IncidentRow>::schemas(schemas);
        schemas.push((Count::name().into_owned(), Count::schema()));
    }
}
