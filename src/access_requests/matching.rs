//! Which requests for access an organisation is shown: those that fit reports of its own, found when it looks.
//!
//! By reference the database is asked; by country and days the index, among the fullest texts that are out of the
//! organisation's own reports. No original is opened for it.

use std::collections::BTreeMap;

use super::AccessRequest;
use crate::access::{Act, Token, Viewer, allows, permits, sql, terms};
use crate::access_requests;
use crate::db::{Conn, Moment, Tx};
use crate::error::{Error, Result};
use crate::index::{Facet, Query, Sort, View, Want};
use crate::people::{self, Organisation, OrganisationStatus};
use crate::reports::audience_input::release_of;
use crate::reports::store;

/// So many of its reports are named to an organisation beside one request.
const MOST_NAMED: usize = 20;

/// A request as the owner of a report that fits it sees it.
#[derive(Debug, Clone)]
pub struct Received {
    /// The request. The reference that it looks for stands in it only where it is that of a report of the viewer's.
    pub request: AccessRequest,
    /// Who asks.
    pub organisation: Organisation,
    /// The viewer's reports that fit, with the form on which each can be released to who asks.
    pub reports: Vec<(String, String)>,
}

/// What finds the reports of one organisation.
struct Matcher<'a> {
    view: &'a View,
    home: Organisation,
    terms: terms::ViewerTerms,
    /// What was found: many ask for the same.
    found: BTreeMap<[Option<String>; 3], Vec<String>>,
}

impl<'a> Matcher<'a> {
    fn new(conn: &mut Conn, view: &'a View, viewer: &Viewer) -> Result<Self> {
        let home = viewer.organisation().ok_or(Error::SignIn)?;
        let home = people::organisation(conn, home)?;
        // Its desk knows all that is out of its own reports, whoever reads that.
        let tokens: Vec<Token> = people::addressable(conn, &home.id)?;
        Ok(Self {
            view,
            terms: terms::of_owner(&home.id, &tokens, viewer.at()),
            home,
            found: BTreeMap::new(),
        })
    }

    /// The references of the organisation's reports that fit, those that were named first; and whether it was named.
    fn reports(&mut self, conn: &mut Conn, request: &AccessRequest) -> Result<(Vec<String>, bool)> {
        let mut fitting = self.named(conn, request.wanted.as_deref())?;
        let named = !fitting.is_empty();
        for reference in self.by_country(conn, request)? {
            if !fitting.contains(&reference) {
                fitting.push(reference);
            }
        }
        fitting.truncate(MOST_NAMED);
        Ok((fitting, named))
    }

    /// The organisation's report of this reference, or those of the incident: also those that were filed there once.
    fn named(&self, conn: &mut Conn, wanted: Option<&str>) -> Result<Vec<String>> {
        let Some(wanted) = wanted else { return Ok(Vec::new()) };
        let own = store::owned_by_reference(conn, &self.home.id, wanted)?;
        Ok(own.into_iter().map(|report| report.reference).collect())
    }

    fn by_country(&mut self, conn: &mut Conn, request: &AccessRequest) -> Result<Vec<String>> {
        let Some(country) = &request.country else { return Ok(Vec::new()) };
        let key = [Some(country.clone()), request.from_day.clone(), request.to_day.clone()];
        if let Some(known) = self.found.get(&key) {
            return Ok(known.clone());
        }
        let (from, to) = request.days()?;
        let query = Query {
            filters: vec![
                (Facet::Organisation, vec![self.home.slug.clone()]),
                (Facet::Country, vec![country.clone()]),
            ],
            from,
            to,
            sort: Sort::Released,
            ..Query::everything(self.terms.clone())
        };
        let page = self.view.search(&query, None, MOST_NAMED, Want::Rows)?.page;
        let documents: Vec<String> = page.rows.iter().flat_map(|row| row.documents.iter().cloned()).collect();
        // The database is asked whose they are, and whether they are still out.
        let families = sql::families_of_live(conn, &documents)?;
        let mut reports = store::reports_by_id(conn, &families)?;
        reports.retain(|report| report.organisation_id == self.home.id && report.erased_at.is_none());
        reports.sort_by(|a, b| (b.created_at, &b.id).cmp(&(a.created_at, &a.id)));
        let references: Vec<String> = reports.into_iter().map(|report| report.reference).collect();
        self.found.insert(key, references.clone());
        Ok(references)
    }
}

/// The requests that fit reports of the viewer's organisation, the newest first, until `enough` of them are found; of all or
/// of one.
fn fitting(
    conn: &mut Conn,
    view: &View,
    viewer: &Viewer,
    now: Moment,
    (reference, enough): (Option<&str>, usize),
) -> Result<Vec<Received>> {
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let mut open = access_requests::of_others(conn, &home, now)?;
    open.retain(|one| reference.is_none_or(|reference| one.reference == reference));
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let mut matcher = Matcher::new(conn, view, viewer)?;
    let mut received = Vec::new();
    for request in open {
        if received.len() >= enough {
            break;
        }
        let organisation = people::organisation(conn, &request.organisation_id)?;
        // Nothing can be released to who is no active member.
        if organisation.status != OrganisationStatus::Active {
            continue;
        }
        let (reports, named) = matcher.reports(conn, &request)?;
        if reports.is_empty() {
            continue;
        }
        let to = [format!("org:{}", organisation.slug)];
        received.push(Received {
            reports: reports.into_iter().map(|one| (one.clone(), release_of(&one, &to))).collect(),
            // A reference that is another's is not passed on to who does not know it.
            request: AccessRequest { wanted: request.wanted.clone().filter(|_| named), ..request },
            organisation,
        });
    }
    Ok(received)
}

/// The requests that fit reports of the viewer's organisation, the newest first: for its desk.
pub fn received(conn: &mut Conn, view: &View, viewer: &Viewer, now: Moment) -> Result<Vec<Received>> {
    allows(viewer, Act::SeeDesk { owner: viewer.organisation().ok_or(Error::SignIn)? })?;
    fitting(conn, view, viewer, now, (None, usize::MAX))
}

/// Whether there is any.
pub fn any_received(conn: &mut Conn, view: &View, viewer: &Viewer, now: Moment) -> Result<bool> {
    let sees = viewer.organisation().is_some_and(|owner| permits(viewer, Act::SeeDesk { owner }));
    Ok(sees && !fitting(conn, view, viewer, now, (None, 1))?.is_empty())
}

/// The viewer's organisation does not want to be shown a request again. A request that does not fit is not there.
pub fn dismiss(tx: &mut Tx<'_>, view: &View, viewer: &Viewer, reference: &str) -> Result<()> {
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let arrived = tx.arrived();
    allows(viewer, Act::SeeDesk { owner: &home })?;
    let shown = fitting(tx.conn, view, viewer, arrived, (Some(reference), 1))?;
    let shown = shown.first().ok_or(Error::NotFound)?;
    access_requests::insert_dismissal(tx, &shown.request, viewer)?;
    access_requests::log(tx, viewer, &shown.request, &home, "request.dismissed")
}
