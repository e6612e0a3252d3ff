//! What the index holds of actions: the version of the brief that readers are shown, and the stage.

use crate::access::{self, terms};
use crate::actions::{self, Action, ActionBody};
use crate::contributions::{self, Contribution};
use crate::db::{Change, ChangeKind, Conn, ContributionId};
use crate::error::Result;
use crate::geography::CountryCode;
use crate::index::{Document, Kind, Replacement, Source};
use crate::people::{self, Organisation};

/// Actions, as lists show them.
pub static ACTIONS: Kind = Kind {
    name: "action",
    facets: &["kind", "stage", "country", "region", "target", "organisation", "sector"],
    mapped: None,
    changes: &[ChangeKind::Action, ChangeKind::Organisation],
    rests_on: &[],
};

/// Gives the index the documents of actions.
pub struct ActionSource;

/// How many actions are read at a time when everything is indexed anew.
const BATCH: i64 = 500;

impl Source for ActionSource {
    fn kind(&self) -> &'static Kind {
        &ACTIONS
    }

    fn documents(&self, conn: &mut Conn, change: &Change) -> Result<Replacement> {
        match change.kind {
            ChangeKind::Action => replacement(conn, vec![change.subject.clone()]),
            ChangeKind::Organisation => {
                let actions = actions::ids_of(conn, &change.subject)?;
                replacement(conn, actions)
            }
            ChangeKind::Report
            | ChangeKind::Erasure
            | ChangeKind::Alert
            | ChangeKind::Comment
            | ChangeKind::Group
            | ChangeKind::Person => Ok(Replacement::default()),
        }
    }

    fn all(&self, conn: &mut Conn, each: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
        let mut after = String::new();
        loop {
            let ids = actions::ids_after(conn, &after, BATCH)?;
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
    let actions = contributions::by_ids::<Action>(conn, &ids)?;
    let versions: Vec<String> = actions.iter().map(|row| row.version.as_str().to_owned()).collect();
    let mut readables = access::readables(conn, &versions)?;
    let owners = actions.iter().map(|row| row.organisation_id.clone()).collect();
    let owners = people::organisations_by_ids(conn, owners)?;
    let mut documents = Vec::new();
    for row in &actions {
        let readable = readables.remove(row.version.as_str()).transpose()?;
        let (Some(readable), Some(owner)) = (readable, owners.get(&row.organisation_id)) else { continue };
        if row.released_at.is_none() || row.ended.is_some() {
            continue;
        }
        let Ok(body) = ActionBody::read(row) else {
            tracing::error!(action = row.reference, "a released action does not parse: it is in no list");
            continue;
        };
        for terms in terms::of_family(std::slice::from_ref(&readable)).into_iter().flatten() {
            documents.extend(document(row, owner, &body).map(|document| Document { terms, ..document }));
        }
    }
    Ok(Replacement { subjects, documents })
}

fn document(row: &Contribution<Action>, owner: &Organisation, body: &ActionBody) -> Option<Document> {
    let regions = body.countries.iter().copied().flat_map(CountryCode::world_regions);
    let mut facets = vec![
        ("kind", body.kind.to_string()),
        ("stage", row.details.stage.to_string()),
        ("organisation", owner.slug.clone()),
        ("sector", owner.kind.to_string()),
    ];
    facets.extend(body.target.iter().map(|target| ("target", target.kind.to_string())));
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
