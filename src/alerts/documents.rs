//! What the index holds of alerts: the version that readers are shown, as current until it expires and as expired from
//! then on.

use std::collections::BTreeSet;

use super::{Alert, AlertBody, AlertPhase};
use crate::access::terms;
use crate::contributions::{Contribution, Indexed};
use crate::db::{ChangeKind, Moment};
use crate::error::Result;
use crate::geography::CountryCode;
use crate::index::{Document, Kind};
use crate::people::Organisation;

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

impl Indexed for Alert {
    const INDEXED: &'static Kind = &ALERTS;
    const CHANGE: ChangeKind = ChangeKind::Alert;
    type Body = AlertBody;

    fn body(row: &Contribution<Self>) -> Result<AlertBody> {
        AlertBody::read(row)
    }

    fn cuts(body: &AlertBody) -> BTreeSet<Moment> {
        BTreeSet::from([body.expires_at])
    }

    fn document(
        row: &Contribution<Self>,
        owner: &Organisation,
        body: &AlertBody,
        from: Option<Moment>,
    ) -> Option<Document> {
        let phase = match (body.message.calls(), from.is_some_and(|from| from >= body.expires_at)) {
            (false, _) => AlertPhase::Over,
            (true, false) => AlertPhase::Current,
            (true, true) => AlertPhase::Expired,
        };
        document(row, owner, body, phase)
    }
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
