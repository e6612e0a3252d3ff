//! What the index holds of alerts: the version that readers are shown, as current until it expires and as expired from
//! then on.

use std::collections::BTreeSet;

use super::{Alert, AlertBody, AlertPhase, store};
use crate::access::{self, terms};
use crate::contributions::{self, Contribution};
use crate::db::{Change, ChangeKind, Conn, ContributionId};
use crate::error::Result;
use crate::geography::CountryCode;
use crate::index::{Document, Kind, Replacement, Source};
use crate::people::{self, Organisation};

/// Alerts, as lists show them.
pub static ALERTS: Kind = Kind {
    name: "alert",
    facets: &[
        "phase",
        "country",
        "region",
        "urgency",
        "severity",
        "category",
        "organisation",
        "sector",
        "exercise",
    ],
    mapped: Some("country"),
    changes: &[ChangeKind::Alert, ChangeKind::Organisation],
    rests_on: &[],
};

/// Gives the index the documents of alerts.
pub struct AlertSource;

/// How many alerts are read at a time when everything is indexed anew.
const BATCH: i64 = 500;

impl Source for AlertSource {
    fn kind(&self) -> &'static Kind {
        &ALERTS
    }

    fn documents(&self, conn: &mut Conn, change: &Change) -> Result<Replacement> {
        match change.kind {
            ChangeKind::Alert => replacement(conn, vec![change.subject.clone()]),
            ChangeKind::Organisation => {
                let alerts = store::ids_of(conn, &change.subject)?;
                replacement(conn, alerts)
            }
            ChangeKind::Report
            | ChangeKind::Erasure
            | ChangeKind::Action
            | ChangeKind::Comment
            | ChangeKind::Group
            | ChangeKind::Person => Ok(Replacement::default()),
        }
    }

    fn all(&self, conn: &mut Conn, each: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
        let mut after = String::new();
        loop {
            let ids = store::ids_after(conn, &after, BATCH)?;
            let Some(last) = ids.last() else { return Ok(()) };
            after.clone_from(last);
            for document in replacement(conn, ids)?.documents {
                each(&document)?;
            }
        }
    }
}

fn replacement(conn: &mut Conn, subjects: Vec<String>) -> Result<Replacement> {
    let ids: Vec<ContributionId> = subjects.iter().cloned().map(ContributionId::from).collect();
    let alerts = contributions::by_ids::<Alert>(conn, &ids)?;
    let versions: Vec<String> = alerts.iter().map(|row| row.version.as_str().to_owned()).collect();
    let mut readables = access::readables(conn, &versions)?;
    let owners = alerts.iter().map(|row| row.organisation_id.clone()).collect();
    let owners = people::organisations_by_ids(conn, owners)?;
    let mut documents = Vec::new();
    for row in &alerts {
        let readable = readables.remove(row.version.as_str()).transpose()?;
        let (Some(readable), Some(owner)) = (readable, owners.get(&row.organisation_id)) else { continue };
        if row.released_at.is_none() || row.ended.is_some() {
            continue;
        }
        let Ok(body) = AlertBody::read(row) else {
            tracing::error!(
                alert = row.reference,
                "a released alert does not parse: it is left out of all lists"
            );
            continue;
        };
        let stretches = terms::of_family(std::slice::from_ref(&readable)).into_iter().flatten();
        for terms in stretches.flat_map(|terms| terms.split_at(&BTreeSet::from([body.expires_at]))) {
            let expired = terms.from.is_some_and(|from| from >= body.expires_at);
            let phase = match (body.message.calls(), expired) {
                (false, _) => AlertPhase::Over,
                (true, false) => AlertPhase::Current,
                (true, true) => AlertPhase::Expired,
            };
            documents
                .extend(document(row, owner, &body, phase).map(|document| Document { terms, ..document }));
        }
    }
    Ok(Replacement { subjects, documents })
}

fn document(
    row: &Contribution<Alert>,
    owner: &Organisation,
    body: &AlertBody,
    phase: AlertPhase,
) -> Option<Document> {
    let released_at = row.released_at?;
    let regions = body.countries.iter().copied().flat_map(CountryCode::world_regions);
    let mut facets = vec![
        ("phase", phase.to_string()),
        ("urgency", body.urgency.to_string()),
        ("severity", body.severity.to_string()),
        ("category", body.category.to_string()),
        ("organisation", owner.slug.clone()),
        ("sector", owner.kind.to_string()),
        ("exercise", if body.exercise { "yes" } else { "no" }.to_owned()),
    ];
    facets.extend(body.countries.iter().map(|country| ("country", country.to_string())));
    facets.extend(regions.map(|region| ("region", region.as_str().to_owned())));
    let headlines: Vec<&str> = body.texts.iter().map(|text| text.headline.as_str()).collect();
    let mut words: Vec<String> = body
        .texts
        .iter()
        .flat_map(|text| [markdown::plain(&text.body), markdown::plain(&text.instruction)])
        .collect();
    words.extend(body.places.iter().cloned());
    words.extend([owner.name.clone(), row.reference.clone()]);
    Some(Document {
        id: row.version.as_str().to_owned(),
        subject: row.id.as_str().to_owned(),
        parent: u64::try_from(row.details.ordinal).ok()?,
        terms: terms::ReadingTerms::default(),
        title: headlines.join(" "),
        body: words.join(" "),
        facets,
        started: Some(released_at.date()),
        ended: Some(body.expires_at.date()),
        released_at,
    })
}
