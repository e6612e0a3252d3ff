//! Which requests for access an organisation is shown: those that fit reports of its own, found when it looks.
//!
//! By reference the database is asked; by country and days the index, among the fullest texts that are released of the
//! organisation's own reports. No original is opened for it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::AccessRequest;
use crate::access::{Act, Token, Viewer, allows, permits, sql, terms};
use crate::access_requests;
use crate::db::{Conn, Moment, OrganisationId, Tx};
use crate::error::{Error, Result};
use crate::index::{Query, Sort, View, Want};
use crate::people::{self, Organisation, OrganisationStatus};
use crate::redaction;
use crate::reports::audience_input::release_of;
use crate::reports::grouping::incidents_of;
use crate::reports::{Facet, Report, store};

/// So many of its reports are named to an organisation beside one request.
const MOST_NAMED: usize = 20;

/// A request as the owner of a report that fits it sees it.
#[derive(Debug, Clone)]
pub struct Received {
    /// The request. The reference that it looks for stands in it only where it is that of a report of the viewer's.
    pub request: AccessRequest,
    /// Who asks.
    pub organisation: Organisation,
    /// The viewer's matching reports, each with the form on which it can be released to the requester.
    pub reports: Vec<(String, String)>,
}

/// What a request asks for by facts: a country, and days.
type Facts = [Option<String>; 3];

fn facts_of(request: &AccessRequest) -> Facts {
    [request.country.clone(), request.from_day.clone(), request.to_day.clone()]
}

/// The reports of one organisation that fit requests, found in as many statements however many requests there are.
struct Matches {
    /// By the reference that was asked for: the report itself, or those of the incident.
    named: BTreeMap<String, Vec<Report>>,
    /// By facts: the newest first.
    by_facts: BTreeMap<Facts, Vec<String>>,
}

impl Matches {
    fn find(conn: &mut Conn, view: &View, viewer: &Viewer, requests: &[AccessRequest]) -> Result<Self> {
        let home = viewer.organisation().ok_or(Error::SignIn)?;
        let named = named(conn, home, requests)?;
        let documents = documents(conn, view, (home, viewer.at()), requests)?;
        let by_facts = of_documents(conn, (home, viewer.at()), documents)?;
        Ok(Self { named, by_facts })
    }

    /// The references of the reports that fit, those that were named first; and whether one was named.
    fn of(&self, request: &AccessRequest) -> (Vec<String>, bool) {
        let named = request.wanted.as_ref().and_then(|wanted| self.named.get(wanted));
        let mut fitting: Vec<String> =
            named.into_iter().flatten().map(|report| report.reference.clone()).collect();
        let is_named = !fitting.is_empty();
        for reference in self.by_facts.get(&facts_of(request)).into_iter().flatten() {
            if !fitting.contains(reference) {
                fitting.push(reference.clone());
            }
        }
        fitting.truncate(MOST_NAMED);
        (fitting, is_named)
    }
}

/// The reports of an organisation that requests name, or that belong to an incident which they name.
pub(super) fn named(
    conn: &mut Conn,
    home: &OrganisationId,
    requests: &[AccessRequest],
) -> Result<BTreeMap<String, Vec<Report>>> {
    let wanted: BTreeSet<String> = requests.iter().filter_map(|request| request.wanted.clone()).collect();
    store::owned_by_references(conn, home, &wanted.into_iter().collect::<Vec<_>>())
}

/// The documents of an organisation's reports that fit requests by country and days.
fn documents(
    conn: &mut Conn,
    view: &View,
    (home, at): (&OrganisationId, Moment),
    requests: &[AccessRequest],
) -> Result<BTreeMap<Facts, Vec<String>>> {
    let home = people::organisation(conn, home)?;
    // Its desk knows every released text of its own reports, whoever can read it.
    let tokens: Vec<Token> = people::addressable(conn, &home.id)?;
    let terms = terms::of_owner(&home.id, &tokens, at);
    let mut documents: BTreeMap<Facts, Vec<String>> = BTreeMap::new();
    for request in requests {
        let facts = facts_of(request);
        if let (Some(country), false) = (&request.country, documents.contains_key(&facts)) {
            let found = search(view, &terms, &home, country, request.days()?)?;
            documents.insert(facts, found);
        }
    }
    Ok(documents)
}

/// What fits a request of what an organisation owns.
pub(super) struct Fit {
    /// The request.
    pub request: AccessRequest,
    /// Whether it names a report of the organisation's, of which its desk is told anyway.
    pub is_named: bool,
    /// The texts that fit by country and days.
    pub texts: BTreeSet<String>,
}

/// What fits requests of what an organisation owns.
pub(super) fn named_or_fitting(
    conn: &mut Conn,
    view: &View,
    (home, at): (&OrganisationId, Moment),
    requests: Vec<AccessRequest>,
) -> Result<Vec<Fit>> {
    let named = named(conn, home, &requests)?;
    let documents = documents(conn, view, (home, at), &requests)?;
    let there = current_reports(conn, (home, at), documents.values().flatten().cloned().collect())?;
    let fit = |request: AccessRequest| Fit {
        is_named: request.wanted.as_ref().is_some_and(|wanted| named.contains_key(wanted)),
        texts: documents
            .get(&facts_of(&request))
            .into_iter()
            .flatten()
            .filter(|text| there.contains_key(*text))
            .cloned()
            .collect(),
        request,
    };
    Ok(requests.into_iter().map(fit).collect())
}

/// The documents of an organisation's reports that fit a country and days.
fn search(
    view: &View,
    terms: &terms::ViewerTerms,
    home: &Organisation,
    country: &str,
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
) -> Result<Vec<String>> {
    let query = Query {
        filters: vec![
            (Facet::Organisation.as_str(), vec![home.slug.clone()]),
            (Facet::Country.as_str(), vec![country.to_owned()]),
        ],
        from,
        to,
        sort: Sort::Released,
        ..Query::everything(terms.clone())
    };
    let page = view.search(&query, None, MOST_NAMED, Want::Rows)?.page;
    Ok(page.rows.iter().flat_map(|row| row.documents.iter().cloned()).collect())
}

/// The organisation's reports behind these texts, by text, if they are released now. Only the database is asked.
pub(super) fn current_reports(
    conn: &mut Conn,
    (home, at): (&OrganisationId, Moment),
    texts: BTreeSet<String>,
) -> Result<BTreeMap<String, Report>> {
    let families = sql::families_of_current(conn, at, &texts.into_iter().collect::<Vec<_>>())?;
    let ids: BTreeSet<String> = families.values().cloned().collect();
    let reports = store::reports_by_id(conn, &ids.into_iter().collect::<Vec<_>>())?;
    let is_own = |report: &&Report| report.organisation_id == *home && report.erased_at.is_none();
    let report_of = |(text, family): (String, String)| {
        let report = reports.iter().filter(is_own).find(|report| report.id.as_str() == family)?;
        Some((text, report.clone()))
    };
    Ok(families.into_iter().filter_map(report_of).collect())
}

/// The references of the reports behind documents, newest first.
fn of_documents(
    conn: &mut Conn,
    (home, at): (&OrganisationId, Moment),
    documents: BTreeMap<Facts, Vec<String>>,
) -> Result<BTreeMap<Facts, Vec<String>>> {
    let there = current_reports(conn, (home, at), documents.values().flatten().cloned().collect())?;
    let references = |documents: Vec<String>| {
        let of = documents.iter().filter_map(|document| there.get(document));
        let newest: BTreeMap<_, _> =
            of.map(|report| (Reverse((report.created_at, &report.id)), report.reference.clone())).collect();
        newest.into_values().collect()
    };
    Ok(documents.into_iter().map(|(facts, documents)| (facts, references(documents))).collect())
}

/// The requests that fit reports of the viewer's organisation, the newest first; of all or of one.
fn fitting(
    conn: &mut Conn,
    view: &View,
    viewer: &Viewer,
    now: Moment,
    reference: Option<&str>,
) -> Result<Vec<Received>> {
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let mut open = access_requests::of_others(conn, &home, now)?;
    open.retain(|one| reference.is_none_or(|reference| one.reference == reference));
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let who = open.iter().map(|request| request.organisation_id.clone()).collect::<BTreeSet<_>>();
    let mut who = people::organisations_by_ids(conn, who.into_iter().collect())?;
    // Nothing can be released to an organisation that is no active member.
    who.retain(|_, organisation| organisation.status == OrganisationStatus::Active);
    open.retain(|request| who.contains_key(&request.organisation_id));
    let matches = Matches::find(conn, view, viewer, &open)?;
    let mut received = Vec::new();
    for request in open {
        let (reports, named) = matches.of(&request);
        let Some(organisation) = who.get(&request.organisation_id).filter(|_| !reports.is_empty()) else {
            continue;
        };
        let to = [format!("org:{}", organisation.slug)];
        received.push(Received {
            reports: reports.into_iter().map(|one| (one.clone(), release_of(&one, &to))).collect(),
            // The reference of another organisation's report is not passed on to viewers who do not know it.
            request: AccessRequest { wanted: request.wanted.clone().filter(|_| named), ..request },
            organisation: organisation.clone(),
        });
    }
    Ok(received)
}

/// Those of these texts that the viewer reads and whose report, or its incident, their organisation had asked for by name: the
/// id of the text and the reference of the report. What they do not read tells them nothing.
pub fn answering_own(
    conn: &mut Conn,
    viewer: &Viewer,
    now: Moment,
    texts: &[String],
) -> Result<Vec<(String, String)>> {
    if !permits(viewer, Act::RequestAccess) {
        return Ok(Vec::new());
    }
    let own = access_requests::own(conn, viewer, now)?;
    let wanted: BTreeSet<&String> = own.iter().filter_map(|one| one.wanted.as_ref()).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let read = redaction::readable_by_ids(conn, viewer, texts)?;
    let of: BTreeSet<String> = read.iter().map(|text| text.subject.clone()).collect();
    let reports = store::reports_by_id(conn, &of.into_iter().collect::<Vec<_>>())?;
    let incidents = incidents_of(conn, &reports)?;
    let mut found = Vec::new();
    for text in read {
        let Some(report) = reports.iter().find(|report| report.id.as_str() == text.subject) else { continue };
        let incident = incidents.get(&report.incident_id).map(|incident| &incident.reference);
        if wanted.contains(&report.reference) || incident.is_some_and(|incident| wanted.contains(incident)) {
            found.push((text.id.as_str().to_owned(), report.reference.clone()));
        }
    }
    Ok(found)
}

/// The requests that fit reports of the viewer's organisation, the newest first: for its desk.
pub fn received(conn: &mut Conn, view: &View, viewer: &Viewer, now: Moment) -> Result<Vec<Received>> {
    allows(viewer, Act::SeeDesk { owner: viewer.organisation().ok_or(Error::SignIn)? })?;
    fitting(conn, view, viewer, now, None)
}

/// Whether there is any.
pub fn any_received(conn: &mut Conn, view: &View, viewer: &Viewer, now: Moment) -> Result<bool> {
    let sees = viewer.organisation().is_some_and(|owner| permits(viewer, Act::SeeDesk { owner }));
    Ok(sees && !fitting(conn, view, viewer, now, None)?.is_empty())
}

/// The viewer's organisation does not want to be shown a request again. A request that does not fit is not there.
pub fn dismiss(tx: &mut Tx<'_>, view: &View, viewer: &Viewer, reference: &str) -> Result<()> {
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let arrived = tx.arrived();
    allows(viewer, Act::SeeDesk { owner: &home })?;
    let shown = fitting(tx.conn, view, viewer, arrived, Some(reference))?;
    let shown = shown.first().ok_or(Error::NotFound)?;
    access_requests::insert_dismissal(tx, &shown.request, viewer)?;
    access_requests::log(tx, viewer, &shown.request, &home, "request.dismissed")
}
