//! The list of incidents, and an incident.

use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::corroborations::Corroboration;
use super::{Filed, Named, Report};
use crate::access::Tlp;
use crate::db::Moment;
use crate::facts::{Contradiction, Facts};
use crate::index::Facet;
use crate::verification::Verification;
use crate::web::description::{Call, List, Schemas, count, get, number, one_of, page, post, text};

/// A row of the list: what the fullest matching report says that the viewer may read.
#[derive(ToSchema)]
pub(super) struct IncidentRow {
    reference: String,
    title: String,
    language: String,
    facts: Facts,
    /// Which dates among `facts` contradict each other; they are kept as their source gives them.
    contradictions: Vec<Contradiction>,
    tlp: Tlp,
    verification: Verification,
    reports: Vec<ReportName>,
    released_at: Moment,
}

#[derive(ToSchema)]
struct ReportName {
    reference: String,
    organisation: Named,
}

/// The list of incidents, with what it counts.
struct Incidents;

#[derive(ToSchema)]
struct Count {
    value: String,
    count: u64,
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

#[derive(ToSchema)]
struct Incident {
    reference: String,
    title: String,
    language: String,
    /// Of the first report that one reads.
    facts: Facts,
    /// Which dates among `facts` contradict each other; they are kept as their source gives them.
    contradictions: Vec<Contradiction>,
    verification: Verification,
    /// What is said of its reports by others.
    corroborations: Vec<Corroboration>,
    /// What governments concerned reply to them.
    replies: Vec<Corroboration>,
    reports: Vec<Report>,
    timeline: Vec<Event>,
    actions: Vec<Action>,
}

#[derive(ToSchema)]
struct Event {
    /// A day as exactly as it is known, or when a report was released.
    at: String,
    #[schema(pattern = "^(started|ended|released)$")]
    kind: String,
    report: String,
    organisation: String,
}

#[derive(ToSchema)]
struct Action {
    reference: String,
}

#[derive(ToSchema)]
struct Elsewhere {
    reference: String,
}

#[derive(ToSchema)]
struct Merge {
    /// The reference of the incident to move one's reports to.
    into: String,
}

/// The parameters of the list, for JSON, pages and downloads alike.
pub fn searched(call: Call) -> Call {
    let call =
        call.query("q", text(Some(500)), "Words, in any script; \"several in quotation marks\" together.");
    let call = Facet::ALL.iter().fold(call, |call, facet| {
        let values = "Values of this facet, commas between: any of them. Different facets: all of them. A value that its words \
                      do not know is refused; of services and organisations any name may be asked for.";
        call.query(&facet.to_string(), text(None), values)
    });
    let day = || {
        ObjectBuilder::new()
            .schema_type(utoipa::openapi::Type::String)
            .pattern(Some("^\\d{4}-\\d{2}-\\d{2}$"))
    };
    call.query("from", day(), "Not over before this day.").query("to", day(), "Begun by this day.").query(
        "sort",
        one_of(&["newest", "oldest", "relevance"]),
        "By relevance where words are searched for, else the newest first.",
    )
}

pub(super) fn calls() -> [Call; 3] {
    [
        searched(get("/api/v1/incidents", "Find incidents"))
            .says(
                "The rows are incidents; facets and histogram count reports. Positive developments are counted beside \
                 incidents and listed where `type=positive_development` asks for them.",
            )
            .open()
            .paged()
            .query("facets", number(0, 1), "1: answer `facets` and `histogram` too.")
            .query("rows", one_of(&["incidents", "reports"]), "Of downloads: read, and changes nothing here.")
            .query("source", number(0, 1), "The same.")
            .gives::<Incidents>(200, "A page of the list."),
        get("/api/v1/incidents/{reference}", "An incident: the reports of it that one may read")
            .open()
            .gives::<Incident>(200, "The incident.")
            .leads_on::<Elsewhere>(301, "The reports that one could read here were filed elsewhere."),
        post("/api/v1/incidents/{reference}/merge", "Move one's reports to another incident")
            .once()
            .takes::<Merge>()
            .gives::<Filed>(200, "They are there."),
    ]
}
