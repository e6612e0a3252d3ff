//! What of statements is news to whom.

use std::collections::BTreeSet;

use super::model::Statement;
use super::rows::{self, Said};
use super::stage::Stage;
use super::store::{self, Asked};
use crate::access::{Act, Viewer, permits};
use crate::db::{Conn, ContributionId, OrganisationId};
use crate::error::Result;
use crate::outbox::EventKind;

/// Events of a statement as a whole.
const WHOLE: [EventKind; 2] = [EventKind::StatementMoved, EventKind::ConsultationOver];
/// Events of what was said of one.
const PARTS: [EventKind; 2] = [EventKind::StatementSaid, EventKind::StatementAnswered];

fn subjects(of: &[(EventKind, String)], kinds: &[EventKind]) -> BTreeSet<String> {
    of.iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, id)| id.clone()).collect()
}

/// Whether the penholder is to see to what others said: their day is over, and something is unanswered.
fn is_over(viewer: &Viewer, of: &Statement, answered: bool) -> bool {
    let until = of.consult_until.is_some_and(|until| until <= viewer.at());
    until && !answered && of.days(answered).stage_at(viewer.at()) == Stage::Consultation
}

/// What something that was said is to an organisation: to the penholder until it is answered, and then to its author.
fn kind_of(of: &Statement, said: &Said, home: &OrganisationId) -> Option<EventKind> {
    if said.waits && of.penholder_id.as_ref() == Some(home) {
        return Some(EventKind::StatementSaid);
    }
    (said.answered && said.organisation == *home).then_some(EventKind::StatementAnswered)
}

/// Those of these events that concern the viewer now, each with the reference of the statement. A fixed number of statements.
pub fn news_of(
    conn: &mut Conn,
    viewer: &Viewer,
    of: &[(EventKind, String)],
) -> Result<Vec<(EventKind, String, String)>> {
    let (whole, parts) = (subjects(of, &WHOLE), subjects(of, &PARTS));
    let acts = permits(viewer, Act::JoinAction) || permits(viewer, Act::ChairStatement);
    let Some(home) = viewer.organisation().filter(|_| acts && !(whole.is_empty() && parts.is_empty())) else {
        return Ok(Vec::new());
    };
    let said = rows::said(conn, &parts.into_iter().collect::<Vec<_>>())?;
    let mut ids = whole.clone();
    ids.extend(said.iter().map(|one| one.action.as_str().to_owned()));
    let ids: Vec<String> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let unanswered = store::unanswered(conn, &ids)?;
    let mut news = Vec::new();
    for one in store::known_to(conn, viewer, Asked::Among(ids))? {
        let id = one.contribution_id.as_str().to_owned();
        if whole.contains(&id) {
            let holds = one.penholder_id.as_ref() == Some(home);
            if holds && is_over(viewer, &one, !unanswered.contains(&id)) {
                news.push((EventKind::ConsultationOver, id.clone(), one.reference.clone()));
            }
            news.push((EventKind::StatementMoved, id.clone(), one.reference.clone()));
        }
        let of_it = said.iter().filter(|said| said.action == one.contribution_id);
        let told = of_it.filter_map(|said| Some((kind_of(&one, said, home)?, said.id.clone())));
        news.extend(told.map(|(kind, id)| (kind, id, one.reference.clone())));
    }
    Ok(news)
}

/// The actions that the statements are of which such events tell, by the subjects of the events: as far as the viewer may know of them. A
/// fixed number of statements.
pub fn actions_of(
    conn: &mut Conn,
    viewer: &Viewer,
    of: Vec<String>,
) -> Result<Vec<(String, ContributionId)>> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let said = rows::said(conn, &of)?;
    let mut named: Vec<(String, ContributionId)> =
        of.into_iter().map(|id| (id.clone(), ContributionId::from(id))).collect();
    named.extend(said.into_iter().map(|one| (one.id, one.action)));
    let ids: BTreeSet<String> = named.iter().map(|(_, action)| action.as_str().to_owned()).collect();
    let known = store::known_to(conn, viewer, Asked::Among(ids.into_iter().collect()))?;
    named.retain(|(_, action)| known.iter().any(|one| one.contribution_id == *action));
    Ok(named)
}
