//! How far a proposal is, in words and in a colour.

use crate::access::Viewer;
use crate::db::Conn;
use crate::error::Result;
use crate::flow::{Release, ReleaseState};
use crate::people::Names;
use crate::web::Page;

/// The colour of a state.
pub fn kind_of(state: ReleaseState) -> &'static str {
    match state {
        ReleaseState::Proposed
        | ReleaseState::Claimed
        | ReleaseState::Returned
        | ReleaseState::Unconfirmed => "state-care",
        ReleaseState::Approved => "state-good",
        ReleaseState::Cancelled | ReleaseState::Lapsed => "",
    }
}

/// What releases name, for all that say how far they are.
pub fn names_of<'a>(conn: &mut Conn, releases: impl Iterator<Item = &'a Release> + Clone) -> Result<Names> {
    let tokens = releases.clone().flat_map(|release| release.audience.tokens());
    let except = releases.clone().flat_map(|release| release.audience.except());
    let approvers = releases.clone().map(|release| &release.approvers);
    let people =
        releases.flat_map(|release| std::iter::once(&release.proposed_by).chain(&release.claimed_by));
    Names::load(conn, tokens, except.chain(approvers), people)
}

/// Who is looking at a proposal; nothing where nobody is.
pub fn claimed_by(names: &Names, page: &Page, viewer: &Viewer, release: &Release) -> Result<String> {
    Ok(match &release.claimed_by {
        Some(person) if viewer.person() == Some(person) => page.t("review-claimed-by-you"),
        Some(person) => page.ta("review-claimed-by", &[("name", names.person_before(viewer, person)?)]),
        None => String::new(),
    })
}

/// Whose reviewer a proposal waits for, where it is another organisation's: told to those who named it, and to itself.
pub fn waits_for(names: &Names, page: &Page, viewer: &Viewer, release: &Release) -> Result<String> {
    let waits = release.state.is_open() || release.state == ReleaseState::Unconfirmed;
    let elsewhere = waits && release.approvers != release.organisation;
    if !elsewhere || !(viewer.is_of(&release.organisation) || viewer.is_of(&release.approvers)) {
        return Ok(String::new());
    }
    let name = &names.organisation(&release.approvers)?.name;
    Ok(page.ta("release-waits-for", &[("name", name)]))
}
