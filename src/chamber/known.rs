//! What the rows of a statement are shown with: names, and the numbers of versions.

use std::collections::{BTreeMap, BTreeSet};

use crate::access::Viewer;
use crate::actions::Action;
use crate::contributions::{self, Contribution};
use crate::db::{Conn, ContributionId, OrganisationId};
use crate::error::{Error, Result};
use crate::people::{self, Organisation};
use crate::statements::{self, Shown, Standing, Statement, StepKind, Wording};

/// What the rows of a statement are shown with.
pub(super) struct Known {
    names: BTreeMap<OrganisationId, Organisation>,
    /// The versions of the text that the viewer could read, the oldest first.
    versions: Vec<ContributionId>,
}

impl Known {
    pub fn organisation(&self, id: &OrganisationId) -> Result<Organisation> {
        self.names.get(id).cloned().ok_or(Error::NotFound)
    }

    /// The number of a version.
    pub fn number(&self, version: &ContributionId) -> Option<usize> {
        self.versions.iter().position(|one| one == version).map(|place| place + 1)
    }
}

/// See [`Known`]. A fixed number of statements.
pub(super) fn known(conn: &mut Conn, viewer: &Viewer, of: &Standing, shown: &Shown) -> Result<Known> {
    let mut named: BTreeSet<OrganisationId> = of.statement.penholder_id.iter().cloned().collect();
    named.extend(shown.steps.iter().filter_map(|one| one.organisation_id.clone()));
    named.extend(shown.inputs.iter().map(|one| one.organisation_id.clone()));
    named.extend(shown.amendments.iter().map(|one| one.organisation_id.clone()));
    named.extend(shown.brackets.iter().map(|one| one.organisation_id.clone()));
    let names = people::organisations_by_ids(conn, named.into_iter().collect())?;
    let versions = match &of.text {
        Some(text) => {
            let mut found =
                contributions::versions_of_each::<Wording>(conn, viewer, std::slice::from_ref(&text.row.id))?;
            found.remove(&text.row.id).unwrap_or_default()
        }
        None => Vec::new(),
    };
    Ok(Known { names, versions })
}

/// Who holds the pen, as far as the viewer is shown that: of what has no text yet only by a step that they are shown, or of their own.
pub(super) fn holder(viewer: &Viewer, of: &Standing, shown: &Shown) -> Option<OrganisationId> {
    let holder = of.statement.penholder_id.as_ref()?;
    let sponsors = shown.steps.iter().filter(|step| step.kind == StepKind::Sponsored);
    let named = sponsors.filter_map(|step| step.organisation_id.as_ref()).any(|one| one == holder);
    (of.text.is_some() || named || viewer.is_of(holder)).then(|| holder.clone())
}

/// The titles and languages by which lists call these statements.
pub(super) fn titles(
    conn: &mut Conn,
    viewer: &Viewer,
    (of, briefs): (&[Statement], &BTreeMap<ContributionId, Contribution<Action>>),
) -> Result<BTreeMap<ContributionId, (String, String)>> {
    let titles = statements::titles(conn, viewer, (of, briefs))?.into_iter();
    Ok(titles.map(|(id, title)| (id, (title.text, title.language))).collect())
}
