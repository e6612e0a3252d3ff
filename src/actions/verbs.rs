//! Who acts on actions, and who changes their briefs.

use actix_web::HttpRequest;
use actix_web::http::header::IF_MATCH;
use serde_json::json;

use super::input::Parsed;
use super::mark::mark_of;
use super::{Action, NewAction};
use crate::access::{Act, Viewer, allows};
use crate::contributions::{self, Contribution, Proposed};
use crate::db::{OrganisationId, PersonId, Tx};
use crate::error::{Error, Result, message};
use crate::vault::Vault;
use crate::web::Form;

/// Changes the brief of an action of the viewer's organisation, or who reads it.
pub fn revise(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    reference: &str,
    new: NewAction,
) -> Result<Proposed<Action>> {
    let found = contributions::own::<Action>(tx, viewer, reference)?;
    let row = found.row();
    let home = row.organisation_id.clone();
    let act = Act::BeginAction { owner: &home };
    allows(viewer, act)?;
    if new.template.is_some() || new.tasks.is_some() {
        return Err(Error::invalid("tasks", message("fault-tasks-at-first")));
    }
    let next = contributions::next_readers(tx.conn, row)?;
    let new = match &next {
        Some(next) => new.readdressed(tx.conn, next)?,
        None => new,
    };
    let Parsed { body, links, proposal, reason, .. } = new.parse(tx, viewer, (&home, next.as_ref()))?;
    let correction = contributions::Correction {
        revision: 1,
        body: serde_json::to_string(&body).map_err(Error::internal)?,
        links,
        reason,
        word: "action.revised",
        logged: json!({}),
    };
    contributions::revise(tx, vault, viewer, found, correction, (act, proposal))
}

/// The mark of the version that somebody had before them when they acted: what is read by now may have others for readers than
/// they were shown. Pages always say it; a program that does not acts before the readers of now, whoever they are.
#[derive(Debug, Clone, Default)]
pub struct Seen(Option<String>);

impl Seen {
    /// What `If-Match` says.
    pub fn of_request(request: &HttpRequest) -> Self {
        let header = request.headers().get(IF_MATCH).and_then(|value| value.to_str().ok());
        let mark = header.map(|value| value.trim().trim_start_matches("W/").trim_matches('"').to_owned());
        Self(mark.filter(|mark| mark != "*"))
    }

    /// What a program says beside another thing that it saw; nothing where it does not.
    pub fn of_mark(mark: Option<String>) -> Self {
        Self(mark)
    }

    /// What a page says that was made of this version.
    pub fn of_form(form: &Form) -> Self {
        Self(Some(form.text("version").to_owned()))
    }

    /// What was said.
    pub fn said(self) -> Option<String> {
        self.0
    }

    /// What was said; empty where nothing was.
    pub fn named(&self) -> String {
        self.0.clone().unwrap_or_default()
    }

    /// Refuses what was said before other readers: [`Error::Stale`].
    pub(super) fn check(&self, current: &str) -> Result<()> {
        if self.0.as_ref().is_none_or(|seen| seen == current) { Ok(()) } else { Err(Error::Stale) }
    }
}

/// Somebody who acts before the readers of a brief.
pub struct Acting {
    /// The action with the version that its readers are shown now.
    pub row: Contribution<Action>,
    /// For which organisation.
    pub home: OrganisationId,
    /// Who.
    pub person: PersonId,
}

/// The action that is called so, with the version that its readers are shown now, for somebody who reads that and whose
/// organisation is an active member.
pub fn at_work(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str) -> Result<Contribution<Action>> {
    let (found, _) = contributions::find::<Action>(tx, viewer, reference)?.into_parts();
    viewer.organisation().ok_or(Error::SignIn)?;
    let current = contributions::current(tx.conn, &found)?.ok_or(Error::NotFound)?;
    let row = contributions::released_among::<Action>(tx.conn, viewer, &[current.as_str().to_owned()])?.pop();
    let reads =
        |row: &Contribution<Action>| row.is_readable_by(viewer) || viewer.reads_as(&row.organisation_id);
    let row = row.filter(reads).ok_or(Error::NotFound)?;
    allows(viewer, Act::SeeActionWork)?;
    Ok(row)
}

/// The same for somebody who acts for their organisation. `seen` is the mark of the version that they had before them: where
/// another is read by now, its readers may be others than they were shown.
pub fn acting(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, seen: &Seen) -> Result<Acting> {
    let row = at_work(tx, viewer, reference)?;
    let (home, person) = (viewer.organisation().ok_or(Error::SignIn)?, viewer.person().ok_or(Error::SignIn)?);
    seen.check(&mark_of(&row.version))?;
    Ok(Acting { row, home: home.clone(), person: person.clone() })
}
