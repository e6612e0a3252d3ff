//! Organisations: entered by a convenor, admitted by one, or by two once three are active.

use diesel::prelude::*;
use serde_json::json;

use super::model::{self, Organisation, OrganisationStatus};
use crate::access::{Act, Capability, OrganisationKind, Viewer, allows, permits};
use crate::audit::{self, Actor, Entry};
use crate::db::schema::{membership, organisation, person, vetting};
use crate::db::{ChangeKind, Conn, Moment, OrganisationId, PersonId, Tx, text_enum};
use crate::error::{Error, Fields, Result, said};

/// From so many active organisations on, two people admit.
pub const TWO_FROM: i64 = 3;

text_enum! {
    /// What a convenor wants for an organisation.
    pub enum Wanted {
        /// Make the applicant a member.
        Admit = "admit",
        /// Suspend the member.
        Suspend = "suspend",
        /// Make the suspended a member again.
        Readmit = "readmit",
    }
}

impl Wanted {
    fn from(self) -> OrganisationStatus {
        match self {
            Self::Admit => OrganisationStatus::Applicant,
            Self::Suspend => OrganisationStatus::Active,
            Self::Readmit => OrganisationStatus::Suspended,
        }
    }

    fn to(self) -> OrganisationStatus {
        match self {
            Self::Admit | Self::Readmit => OrganisationStatus::Active,
            Self::Suspend => OrganisationStatus::Suspended,
        }
    }
}

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
        let name = model::line("name", &get("name"), true, 200, &mut faults);
        let kind = get("kind").parse().unwrap_or_else(|_| {
            faults.add("kind", said("fault-kind"));
            OrganisationKind::CivilSociety
        });
        let country = get("country").trim().to_uppercase();
        let coded = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
        if !coded && !country.is_empty() {
            faults.add("country", said("fault-country"));
        }
        let website = model::line("website", &get("website"), false, 300, &mut faults);
        if !website.is_empty() && !website.starts_with("https://") && !website.starts_with("http://") {
            faults.add("website", said("fault-web-address"));
        }
        let about = model::line("about", &get("about"), false, 2_000, &mut faults);
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

/// An organisation by its slug, whatever its status.
pub fn by_slug(conn: &mut Conn, slug: &str) -> Result<Organisation> {
    Ok(organisation::table
        .filter(organisation::slug.eq(slug))
        .select(Organisation::as_select())
        .first(conn)?)
}

/// An active organisation by its slug.
pub fn active_by_slug(conn: &mut Conn, slug: &str) -> Result<Organisation> {
    by_slug(conn, slug).and_then(|found| {
        if found.status == OrganisationStatus::Active { Ok(found) } else { Err(Error::NotFound) }
    })
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
    insert(tx, &actor, new, OrganisationStatus::Applicant)
}

/// Enters an organisation with a status.
pub(super) fn insert(
    tx: &mut Tx<'_>,
    actor: &Actor,
    new: NewOrganisation,
    status: OrganisationStatus,
) -> Result<Organisation> {
    if by_slug(tx.conn, &new.slug).is_ok() {
        return Err(Error::invalid("slug", said("fault-slug-taken")));
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
    let entry = Entry { act, subject_kind: "organisation", subject: id.as_str(), owner: Some(id), detail };
    audit::record(tx, actor, &entry)
}

/// One convenor's open word on an organisation.
#[derive(Debug, Clone, Queryable)]
pub struct Vote {
    /// Whose word.
    pub person: PersonId,
    /// What is wanted.
    pub wanted: Wanted,
    /// Why.
    pub note: String,
    /// When.
    pub at: Moment,
}

/// The words on an organisation that have not led to a decision yet.
pub fn open_votes(conn: &mut Conn, id: &OrganisationId) -> Result<Vec<Vote>> {
    Ok(vetting::table
        .filter(vetting::organisation_id.eq(id))
        .filter(vetting::settled_at.is_null())
        .order((vetting::at, vetting::id))
        .select((vetting::person_id, vetting::wanted, vetting::note, vetting::at))
        .load(conn)?)
}

/// Says what one wants for an organisation; once enough different people want it, it happens.
/// Gives whether it happened.
pub fn vote(tx: &mut Tx<'_>, viewer: &Viewer, of: &Organisation, wanted: Wanted, note: &str) -> Result<bool> {
    allows(viewer, Act::Admit)?;
    let person = viewer.person().ok_or(Error::SignIn)?.clone();
    if of.status != wanted.from() {
        return Err(Error::Conflict(
            said("conflict-status").with("name", &of.name).word("status", format!("word-{}", of.status)),
        ));
    }
    if viewer.is_of(&of.id) {
        return Err(Error::Conflict(said("conflict-own-organisation")));
    }
    let mut faults = Fields::default();
    let note = model::line("note", note, wanted == Wanted::Suspend, 1_000, &mut faults);
    faults.into_result(())?;
    let open = open_votes(tx.conn, &of.id)?;
    if open.iter().any(|vote| vote.person == person && vote.wanted == wanted) {
        return Err(Error::Conflict(said("conflict-said-already")));
    }
    diesel::insert_into(vetting::table)
        .values((
            vetting::id.eq(tx.ambient().uuid()),
            vetting::organisation_id.eq(&of.id),
            vetting::person_id.eq(&person),
            vetting::wanted.eq(wanted),
            vetting::note.eq(&note),
            vetting::at.eq(tx.now()),
        ))
        .execute(tx.conn)?;
    let actor = Actor::of(viewer.person(), viewer.organisation());
    // The log of those who deliberate, not of those about whom: their note stays on the page of the vetting.
    let entry = Entry {
        act: "organisation.voted",
        subject_kind: "organisation",
        subject: of.id.as_str(),
        owner: viewer.organisation(),
        detail: json!({ "wanted": wanted }),
    };
    audit::record(tx, &actor, &entry)?;
    let agreeing = 1 + open.iter().filter(|vote| vote.wanted == wanted).count();
    let needed = if count_active(tx.conn)? >= TWO_FROM { 2 } else { 1 };
    if agreeing < needed {
        return Ok(false);
    }
    settle(tx, &actor, &of.id, wanted.to(), &note)?;
    Ok(true)
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
    let website = model::line("website", website, false, 300, &mut faults);
    if !website.is_empty() && !website.starts_with("https://") && !website.starts_with("http://") {
        faults.add("website", said("fault-web-address"));
    }
    let about = model::line("about", about, false, 2_000, &mut faults);
    faults.into_result(())?;
    diesel::update(organisation::table.find(&of.id))
        .set((organisation::website.eq(website), organisation::about.eq(about)))
        .execute(tx.conn)?;
    let actor = Actor::of(viewer.person(), viewer.organisation());
    log(tx, &actor, &of.id, "organisation.edited", json!({}))
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
