//! What the index holds of actions: the version of the brief that readers are shown, and the stage.

use crate::access::terms;
use crate::actions::{Action, ActionBody};
use crate::contributions::{Contribution, Indexed};
use crate::db::{ChangeKind, Moment};
use crate::error::Result;
use crate::geography::CountryCode;
use crate::index::{Document, Kind};
use crate::people::Organisation;

/// Actions, as lists show them.
pub static ACTIONS: Kind = Kind {
    name: "action",
    facets: &["kind", "stage", "country", "region", "target", "target_name", "organisation", "sector"],
    mapped: None,
    changes: &[ChangeKind::Action, ChangeKind::Organisation],
    rests_on: &[],
};

/// A name without regard to its blanks, and to large and small letters: lists are narrowed by it.
pub(super) fn plain_name(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Indexed for Action {
    const INDEXED: &'static Kind = &ACTIONS;
    const CHANGE: ChangeKind = ChangeKind::Action;
    type Body = ActionBody;

    fn body(row: &Contribution<Self>) -> Result<ActionBody> {
        ActionBody::read(row)
    }

    fn document(
        row: &Contribution<Self>,
        owner: &Organisation,
        body: &ActionBody,
        _: Option<Moment>,
    ) -> Option<Document> {
        let regions = body.countries.iter().copied().flat_map(CountryCode::world_regions);
        let mut facets = vec![
            ("kind", body.kind.to_string()),
            ("stage", row.details.stage.to_string()),
            ("organisation", owner.slug.clone()),
            ("sector", owner.kind.to_string()),
        ];
        facets.extend(body.target.iter().map(|target| ("target", target.kind.to_string())));
        facets.extend(body.target.iter().map(|target| ("target_name", plain_name(&target.name))));
        facets.extend(body.countries.iter().map(|country| ("country", country.to_string())));
        facets.extend(regions.map(|region| ("region", region.as_str().to_owned())));
        let mut words = vec![markdown::plain(&body.brief), body.forum.clone()];
        words.extend(body.target.iter().map(|target| target.name.clone()));
        words.extend([owner.name.clone(), row.reference.clone()]);
        let due = body.due.as_ref().map(|due| due.at.date());
        Some(Document {
            id: row.version.as_str().to_owned(),
            subject: row.id.as_str().to_owned(),
            parent: u64::try_from(row.details.ordinal).ok()?,
            terms: terms::ReadingTerms::default(),
            title: body.title.clone(),
            body: words.join(" "),
            facets,
            started: due,
            ended: due,
            released_at: row.released_at?,
        })
    }
}
