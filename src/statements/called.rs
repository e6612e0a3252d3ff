//! What statements are called, for what leads to them: lists, and the actions that link to them.

use std::collections::BTreeMap;

use super::body::{Body, Wording};
use super::model::Statement;
use super::store::{Asked, known_to};
use crate::access::Viewer;
use crate::actions::{Action, ActionBody, LinkedStatement, StatementLinks};
use crate::contributions::{self, Contribution};
use crate::db::{Conn, ContributionId};
use crate::error::Result;
use crate::reports::Title;

/// How actions find the statements to which they link.
pub const LINKS: StatementLinks = StatementLinks { find: called, known: linked };

/// The action of the one that is called so, if the viewer may know of it. One statement.
fn called(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Option<ContributionId>> {
    let found = known_to(conn, viewer, Asked::Called(reference))?.pop();
    Ok(found.map(|one| one.contribution_id))
}

/// Those of these of which the viewer may know, by their references. One statement where there are none, for whatever reason.
fn linked(conn: &mut Conn, viewer: &Viewer, actions: &[ContributionId]) -> Result<Vec<LinkedStatement>> {
    let ids = actions.iter().map(|id| id.as_str().to_owned()).collect();
    let mut known = known_to(conn, viewer, Asked::Among(ids))?;
    if known.is_empty() {
        return Ok(Vec::new());
    }
    known.sort_by(|a, b| a.reference.cmp(&b.reference));
    let ids: Vec<ContributionId> = known.iter().map(|one| one.contribution_id.clone()).collect();
    let briefs = contributions::by_ids::<Action>(conn, &ids)?.into_iter();
    let briefs: BTreeMap<_, _> = briefs.map(|row| (row.id.clone(), row)).collect();
    let mut titles = titles(conn, viewer, (&known, &briefs))?;
    let one = |one: Statement| LinkedStatement {
        title: titles.remove(&one.contribution_id),
        reference: one.reference,
    };
    Ok(known.into_iter().map(one).collect())
}

fn of_brief(brief: &Contribution<Action>) -> Result<Title> {
    let body = ActionBody::read(brief)?;
    Ok(Title { text: body.title, language: body.language, tlp: brief.audience()?.tlp() })
}

fn of_text(row: &Contribution<Wording>) -> Result<Title> {
    let text = Body::read(row)?.text;
    Ok(Title { text: text.title, language: text.language, tlp: row.audience()?.tlp() })
}

/// What these statements, of which the viewer may know, are called: as their concepts are or, to a penholder who reads the concept no longer,
/// as their texts are.
pub(crate) fn titles(
    conn: &mut Conn,
    viewer: &Viewer,
    (of, briefs): (&[Statement], &BTreeMap<ContributionId, Contribution<Action>>),
) -> Result<BTreeMap<ContributionId, Title>> {
    let (mut titles, mut texts) = (BTreeMap::new(), Vec::new());
    for one in of {
        let Some(brief) = briefs.get(&one.contribution_id) else { continue };
        if brief.is_readable_by(viewer) || viewer.reads_as(&brief.organisation_id) {
            let Ok(title) = of_brief(brief) else { continue };
            titles.insert(one.contribution_id.clone(), title);
        } else {
            texts.extend(one.text_id.clone());
        }
    }
    if !texts.is_empty() {
        for row in contributions::by_ids::<Wording>(conn, &texts)? {
            titles.insert(ContributionId::from(row.rests_on.clone()), of_text(&row)?);
        }
    }
    Ok(titles)
}
