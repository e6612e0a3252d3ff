//! Organisations: entered by a convenor, seen by members, and what they say of themselves.

use std::collections::BTreeMap;

use diesel::dsl::exists;
use diesel::prelude::*;
use serde_json::json;

use super::model::{self, Organisation, OrganisationStatus};
use crate::access::{Act, Capability, OrganisationKind, Viewer, allows, permits};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::schema::{contribution, membership, organisation, person, vetting};
use crate::db::{ChangeKind, Conn, IsAmong, Moment, OrganisationId, PersonId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::language::is_country;
use crate::outbox::{self, EventKind, To};

/// The most characters of a name.
const LONGEST_NAME: usize = 200;

/// What a convenor enters.
#[derive(Debug, Clone)]
pub struct NewOrganisation {
    slug: String,
    name: String,
    kind: OrganisationKind,
    country: Option<String>,
    website: String,
    about: String,
}

impl NewOrganisation {
    /// Reads what was typed.
    pub fn parse(get: impl Fn(&str) -> String) -> Result<Self> {
        let mut faults = Fields::default();
        let slug = model::slug("slug", &get("slug"), &mut faults);
        let name = model::line("name", &get("name"), true, LONGEST_NAME, &mut faults);
        let kind = get("kind").parse().unwrap_or_else(|_| {
            faults.add("kind", message("fault-kind"));
            OrganisationKind::CivilSociety
        });
        let country = get("country").trim().to_uppercase();
        if !country.is_empty() && !is_country(&country) {
            faults.add("country", message("fault-country"));
        }
        let website = model::website("website", &get("website"), &mut faults);
        let about = model::lines("about", &get("about"), false, 2_000, &mut faults);
        let country = Some(country).filter(|country| !country.is_empty());
        faults.into_result(Self { slug, name, kind, country, website, about })
    }

    /// One whose parts the program itself knows.
    pub fn known(slug: &str, name: &str, kind: OrganisationKind, country: Option<&str>, about: &str) -> Self {
        Self {
            slug: slug.to_owned(),
            name: name.to_owned(),
            kind,
            country: country.map(str::to_owned),
            website: String::new(),
            about: about.to_owned(),
        }
    }
}

/// An organisation by its id.
pub fn organisation(conn: &mut Conn, id: &OrganisationId) -> Result<Organisation> {
    Ok(organisation::table.find(id).select(Organisation::as_select()).first(conn)?)
}

/// Organisations by their ids.
pub fn by_ids(conn: &mut Conn, ids: Vec<OrganisationId>) -> Result<BTreeMap<OrganisationId, Organisation>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<Organisation> = organisation::table
        .filter(organisation::id.is_among(ids))
        .select(Organisation::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(|one| (one.id.clone(), one)).collect())
}

/// Every organisation there is.
pub(super) fn ids(conn: &mut Conn) -> Result<Vec<OrganisationId>> {
    Ok(organisation::table.select(organisation::id).load(conn)?)
}

/// The active members that hold the office of the secretariat.
pub fn secretariat(conn: &mut Conn) -> Result<Vec<OrganisationId>> {
    Ok(active_ids().filter(organisation::kind.eq(OrganisationKind::Secretariat)).load(conn)?)
}

/// The active members.
pub fn active(conn: &mut Conn) -> Result<Vec<OrganisationId>> {
    Ok(active_ids().order(organisation::id).load(conn)?)
}

#[diesel::dsl::auto_type]
fn active_ids() -> _ {
    let active: OrganisationStatus = OrganisationStatus::Active;
    organisation::table.filter(organisation::status.eq(active)).select(organisation::id)
}

/// As a condition on a row of `contribution`: its organisation is an active member. Asked of each row by itself: with a list
/// of the active members SQLite would begin with everything that each of them has ever written.
#[diesel::dsl::auto_type]
pub(crate) fn is_of_active() -> _ {
    exists(active_ids().filter(organisation::id.eq(contribution::organisation_id)))
}

/// The organisations that are no active members.
pub fn inactive(conn: &mut Conn) -> Result<Vec<OrganisationId>> {
    Ok(organisation::table
        .filter(organisation::status.ne(OrganisationStatus::Active))
        .select(organisation::id)
        .load(conn)?)
}

/// The organisations that apply.
pub(super) fn applicants(conn: &mut Conn) -> Result<Vec<OrganisationId>> {
    Ok(organisation::table
        .filter(organisation::status.eq(OrganisationStatus::Applicant))
        .select(organisation::id)
        .load(conn)?)
}

/// An organisation by its slug, whatever its status, for the operator at the command line.
pub fn for_operator(conn: &mut Conn, slug: &str) -> Result<Organisation> {
    by_slug(conn, slug)
}

/// An organisation by its slug, whatever its status.
pub(crate) fn by_slug(conn: &mut Conn, slug: &str) -> Result<Organisation> {
    organisation::table
        .filter(organisation::slug.eq(slug))
        .select(Organisation::as_select())
        .first(conn)
        .optional()?
        .ok_or(Error::NotFound)
}

/// An active organisation that this viewer may see in the directory.
pub fn active_by_slug(conn: &mut Conn, viewer: &Viewer, slug: &str) -> Result<Organisation> {
    let found = seen_by_slug(conn, viewer, slug)?;
    if found.status == OrganisationStatus::Active { Ok(found) } else { Err(Error::NotFound) }
}

/// So many values at most go into one statement.
const PART: usize = 500;

/// What organisations are called, by their slugs: for values that somebody was shown already.
pub fn names_by_slug(conn: &mut Conn, slugs: &[String]) -> Result<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    for part in slugs.chunks(PART) {
        let found: Vec<(String, String)> = organisation::table
            .filter(organisation::slug.is_among(part.to_vec()))
            .select((organisation::slug, organisation::name))
            .load(conn)?;
        names.extend(found);
    }
    Ok(names)
}

/// The directory as this viewer may see it: members see members, convenors applicants and the suspended too;
/// the public sees nothing of it.
pub fn directory(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Organisation>> {
    let own = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let all: Vec<Organisation> = organisation::table
        .order((organisation::name, organisation::id))
        .select(Organisation::as_select())
        .load(conn)?;
    let everything = permits(viewer, Act::SeeVetting);
    let member = viewer.tokens().contains(&crate::access::Token::Coalition);
    Ok(all
        .into_iter()
        .filter(|one| everything || one.id == own || (member && one.status == OrganisationStatus::Active))
        .collect())
}

/// An organisation that this viewer may see in the directory.
pub fn seen_by_slug(conn: &mut Conn, viewer: &Viewer, slug: &str) -> Result<Organisation> {
    directory(conn, viewer)?.into_iter().find(|one| one.slug == slug).ok_or(Error::NotFound)
}

/// How many organisations are active.
pub fn count_active(conn: &mut Conn) -> Result<i64> {
    Ok(organisation::table
        .filter(organisation::status.eq(OrganisationStatus::Active))
        .count()
        .get_result(conn)?)
}

/// How many people an organisation has whose accounts are open.
pub fn count_people(conn: &mut Conn, id: &OrganisationId) -> Result<i64> {
    Ok(person::table
        .filter(person::organisation_id.eq(id))
        .filter(person::closed_at.is_null())
        .count()
        .get_result(conn)?)
}

/// Enters an organisation as applicant.
pub fn enter(tx: &mut Tx<'_>, viewer: &Viewer, new: NewOrganisation) -> Result<Organisation> {
    allows(viewer, Act::Admit)?;
    let actor = Actor::of(viewer.person(), viewer.organisation());
    let entered = insert(tx, &actor, new, OrganisationStatus::Applicant)?;
    let about = (entered.id.as_str(), entered.id.as_str());
    outbox::tell(tx, EventKind::VettingWaiting, about, &To::Convenors, viewer.person())?;
    Ok(entered)
}

/// Enters an organisation with a status.
pub(super) fn insert(
    tx: &mut Tx<'_>,
    actor: &Actor,
    new: NewOrganisation,
    status: OrganisationStatus,
) -> Result<Organisation> {
    if by_slug(tx.conn, &new.slug).is_ok() {
        return Err(Error::invalid("slug", message("fault-slug-taken")));
    }
    let row = Organisation {
        id: tx.id(),
        slug: new.slug,
        name: new.name,
        kind: new.kind,
        country: new.country,
        website: new.website,
        about: new.about,
        status,
        created_at: tx.now(),
    };
    diesel::insert_into(organisation::table).values(&row).execute(tx.conn)?;
    open_period(tx, &row.id, status, "")?;
    log(tx, actor, &row.id, "organisation.entered", json!({ "status": status }))?;
    tx.change(ChangeKind::Organisation, row.id.as_str(), false)?;
    Ok(row)
}

fn open_period(tx: &mut Tx<'_>, id: &OrganisationId, status: OrganisationStatus, reason: &str) -> Result<()> {
    diesel::update(
        membership::table.filter(membership::organisation_id.eq(id)).filter(membership::until_at.is_null()),
    )
    .set(membership::until_at.eq(tx.now()))
    .execute(tx.conn)?;
    diesel::insert_into(membership::table)
        .values((
            membership::id.eq(tx.ambient().uuid()),
            membership::organisation_id.eq(id),
            membership::status.eq(status),
            membership::from_at.eq(tx.now()),
            membership::reason.eq(reason),
        ))
        .execute(tx.conn)?;
    Ok(())
}

fn log(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: &OrganisationId,
    act: &'static str,
    detail: serde_json::Value,
) -> Result<()> {
    let entry =
        Entry { act, subject_kind: SubjectKind::Organisation, subject: id.as_str(), owner: Some(id), detail };
    audit::record(tx, actor, &entry)
}

/// Gives an organisation a new status, with its date.
pub(super) fn settle(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: &OrganisationId,
    status: OrganisationStatus,
    reason: &str,
) -> Result<()> {
    diesel::update(organisation::table.find(id)).set(organisation::status.eq(status)).execute(tx.conn)?;
    diesel::update(
        vetting::table.filter(vetting::organisation_id.eq(id)).filter(vetting::settled_at.is_null()),
    )
    .set(vetting::settled_at.eq(tx.now()))
    .execute(tx.conn)?;
    open_period(tx, id, status, reason)?;
    log(tx, actor, id, "organisation.status", json!({ "status": status }))?;
    tx.change(ChangeKind::Organisation, id.as_str(), status == OrganisationStatus::Suspended)?;
    Ok(())
}

/// Makes an organisation and admits it at once: the operator's own act, at set-up and in a demonstration.
pub fn found(tx: &mut Tx<'_>, new: NewOrganisation) -> Result<Organisation> {
    insert(tx, &Actor::operator(), new, OrganisationStatus::Active)
}

/// Changes what an organisation says of itself.
pub fn edit(tx: &mut Tx<'_>, viewer: &Viewer, of: &Organisation, website: &str, about: &str) -> Result<()> {
    allows(viewer, Act::EditOrganisation { organisation: &of.id })?;
    let mut faults = Fields::default();
    let website = model::website("website", website, &mut faults);
    let about = model::lines("about", about, false, 2_000, &mut faults);
    faults.into_result(())?;
    diesel::update(organisation::table.find(&of.id))
        .set((organisation::website.eq(website), organisation::about.eq(about)))
        .execute(tx.conn)?;
    let actor = Actor::of(viewer.person(), viewer.organisation());
    log(tx, &actor, &of.id, "organisation.edited", json!({}))
}

/// Gives an organisation another name.
pub fn rename(tx: &mut Tx<'_>, viewer: &Viewer, of: &Organisation, name: &str) -> Result<()> {
    allows(viewer, Act::NameOrganisation { organisation: &of.id })?;
    let mut faults = Fields::default();
    let name = model::line("name", name, true, LONGEST_NAME, &mut faults);
    faults.into_result(())?;
    set_name(tx, &Actor::of(viewer.person(), viewer.organisation()), of, &name)
}

/// The same by the operator, as long as nobody has an account.
pub(crate) fn set_name(tx: &mut Tx<'_>, actor: &Actor, of: &Organisation, name: &str) -> Result<()> {
    if of.name == name {
        return Ok(());
    }
    diesel::update(organisation::table.find(&of.id)).set(organisation::name.eq(name)).execute(tx.conn)?;
    log(tx, actor, &of.id, "organisation.renamed", json!({ "was": of.name, "name": name }))
}

/// A time in which an organisation had one status.
#[derive(Debug, Clone, Queryable)]
pub struct Period {
    /// Which.
    pub status: OrganisationStatus,
    /// Since when.
    pub from: Moment,
    /// Until when; nothing for the one that lasts.
    pub until: Option<Moment>,
    /// What the convenor who settled it noted; convenors alone are told.
    pub note: String,
}

/// How an organisation came to stand where it stands, newest first. Its own people and convenors are told all of it,
/// other members since when it is what it is.
pub fn periods(conn: &mut Conn, viewer: &Viewer, of: &Organisation) -> Result<Vec<Period>> {
    seen_by_slug(conn, viewer, &of.slug)?;
    let mut periods: Vec<Period> = membership::table
        .filter(membership::organisation_id.eq(&of.id))
        .order((membership::from_at.desc(), membership::id.desc()))
        .select((membership::status, membership::from_at, membership::until_at, membership::reason))
        .load(conn)?;
    let convenor = permits(viewer, Act::SeeVetting);
    periods.retain(|period| convenor || viewer.is_of(&of.id) || period.until.is_none());
    if !convenor {
        for period in &mut periods {
            period.note.clear();
        }
    }
    Ok(periods)
}

/// When these organisations were suspended: for what is decided by that, and told to nobody.
pub fn suspensions(
    conn: &mut Conn,
    ids: Vec<OrganisationId>,
) -> Result<Vec<(OrganisationId, Moment, Option<Moment>)>> {
    let mut found = Vec::new();
    for part in ids.chunks(PART) {
        let rows: Vec<(OrganisationId, Moment, Option<Moment>)> = membership::table
            .filter(membership::organisation_id.is_among(part.to_vec()))
            .filter(membership::status.eq(OrganisationStatus::Suspended))
            .order((membership::from_at, membership::id))
            .select((membership::organisation_id, membership::from_at, membership::until_at))
            .load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}

/// Whether anybody of this organisation can invite others.
pub fn has_administrator(conn: &mut Conn, id: &OrganisationId, now: Moment) -> Result<bool> {
    let people: Vec<PersonId> = person::table
        .filter(person::organisation_id.eq(id))
        .filter(person::closed_at.is_null())
        .select(person::id)
        .load(conn)?;
    for person in people {
        if super::viewer::viewer_for(conn, &person, now)?.can(Capability::ManagePeople) {
            return Ok(true);
        }
    }
    Ok(false)
}
