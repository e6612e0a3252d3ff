//! Invitations and the set-up link: one-time, expiring, known only by their hashes.

use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::json;

use crate::access::{Act, OrganisationKind, Role, Viewer, allows};
use crate::accounts::passwords::Password;
use crate::accounts::secrets::hash;
use crate::accounts::sign_ins::SignIns;
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::schema::invitation;
use crate::db::{ChangeKind, Conn, InvitationId, IsAmong, Moment, OrganisationId, PersonId, Spaced, Tx};
use crate::error::{Error, Fields, Result};
use crate::invitations::agreement::counts;
use crate::invitations::model::{Invitation, may_invite_first};
use crate::outbox::{self, EventKind, To};
use crate::people::email::Email;
use crate::people::founding;
use crate::people::model::{self, Organisation};
use crate::people::organisations::{self, NewOrganisation};
use crate::people::persons::{self, NewPerson};
use crate::people::role_grants::{self, NO_CONVENOR};
use crate::people::viewer::viewer_for;
use crate::web::AppState;

/// How long an invitation is good.
const INVITATION: TimeDelta = TimeDelta::days(7);
/// How long a set-up link is good.
const SET_UP: TimeDelta = TimeDelta::hours(24);
/// The slug of the organisation that a set-up link makes.
const SECRETARIAT: &str = "secretariat";
/// What the first person of a coalition holds.
const FIRST: [Role; 5] =
    [Role::Administrator, Role::Convenor, Role::Reporter, Role::Reviewer, Role::Delegate];

/// A founding convenor and the link that makes their account.
#[derive(Debug, Clone)]
pub struct Founder {
    /// Whom it is for.
    pub email: String,
    /// The path of the link.
    pub link: String,
}

/// The addresses that the first of the founding convenors names beside their own.
fn named(typed: &[String], faults: &mut Fields) -> Vec<String> {
    let mut named: Vec<String> =
        typed.iter().map(|email| model::email("founders", email, faults).as_str().to_owned()).collect();
    named.sort_unstable();
    named.dedup();
    named
}

fn insert(
    tx: &mut Tx<'_>,
    home: &OrganisationId,
    email: &str,
    roles: &[Role],
    by: Option<&PersonId>,
    by_convenor: bool,
    good: TimeDelta,
) -> Result<String> {
    let secret = tx.ambient().secret();
    diesel::insert_into(invitation::table)
        .values((
            invitation::id.eq(tx.id::<InvitationId>()),
            invitation::token_hash.eq(hash(&secret)),
            invitation::organisation_id.eq(home),
            invitation::email.eq(email),
            invitation::roles.eq(Spaced::from(roles.to_vec())),
            invitation::invited_by.eq(by.cloned()),
            invitation::by_convenor.eq(by_convenor),
            invitation::created_at.eq(tx.now()),
            invitation::expires_at.eq(tx.after(good)),
        ))
        .execute(tx.conn)?;
    Ok(format!("/invitations/{secret}"))
}

fn secretariat(tx: &mut Tx<'_>, name: &str) -> Result<Organisation> {
    match organisations::by_slug(tx.conn, SECRETARIAT) {
        Err(Error::NotFound) => {
            let new = NewOrganisation::known(SECRETARIAT, name, OrganisationKind::Secretariat, None, "");
            organisations::found(tx, new)
        }
        found => found,
    }
}

/// While nobody has an account: a fresh set-up link (its path), in place of the one before; none while a link is
/// open that was made for somebody at the command line.
pub fn first_start(tx: &mut Tx<'_>) -> Result<Option<String>> {
    let made: i64 = invitation::table
        .filter(invitation::ended_at.is_null())
        .filter(invitation::expires_at.gt(tx.now()))
        .filter(invitation::email.ne(""))
        .count()
        .get_result(tx.conn)?;
    if !persons::nobody_yet(tx.conn)? || made > 0 {
        return Ok(None);
    }
    let home = begin(tx, "Secretariat")?;
    founder(tx, &Actor::operator(), &home, "").map(Some)
}

/// The same from the command line, with the name and the addresses of the founding convenors already said: a link for
/// each. Once somebody has an account, and until the founding is closed, it makes links for further ones.
pub fn set_up(tx: &mut Tx<'_>, emails: &[String], organisation: &str) -> Result<Vec<Founder>> {
    let mut faults = Fields::default();
    let mut emails: Vec<String> =
        emails.iter().map(|email| model::email("email", email, &mut faults).as_str().to_owned()).collect();
    let name = model::line("organisation", organisation, true, 200, &mut faults);
    faults.into_result(())?;
    emails.sort_unstable();
    emails.dedup();
    let home = if persons::nobody_yet(tx.conn)? {
        // A start of the program may have made it already, under the name that it has where nobody says one.
        let home = begin(tx, &name)?;
        organisations::set_name(tx, &Actor::operator(), &home, &name)?;
        home
    } else if founding::founding_until(tx.conn, tx.now())?.is_some() {
        organisations::by_slug(tx.conn, SECRETARIAT)?
    } else {
        return Err(Error::Command("the coalition is set up already, and its founding is closed".into()));
    };
    let links = emails.into_iter().map(|email| {
        let link = founder(tx, &Actor::operator(), &home, &email)?;
        Ok(Founder { email, link })
    });
    links.collect()
}

/// Begins the founding: the secretariat is there, and no link of an earlier start is good any more.
fn begin(tx: &mut Tx<'_>, name: &str) -> Result<Organisation> {
    let home = secretariat(tx, name)?;
    founding::begin(tx)?;
    diesel::update(invitation::table.filter(invitation::ended_at.is_null()))
        .set(invitation::ended_at.eq(tx.now()))
        .execute(tx.conn)?;
    Ok(home)
}

/// A link for a founding convenor, in place of one that the same address has.
fn founder(tx: &mut Tx<'_>, actor: &Actor, home: &Organisation, email: &str) -> Result<String> {
    end_open(tx, &home.id, email, None)?;
    let link = insert(tx, &home.id, email, &FIRST, None, true, SET_UP)?;
    log(tx, actor, &home.id, "set_up.link_made", json!({}))?;
    Ok(link)
}

fn log(
    tx: &mut Tx<'_>,
    actor: &Actor,
    home: &OrganisationId,
    act: &'static str,
    detail: serde_json::Value,
) -> Result<()> {
    let entry = Entry {
        act,
        subject_kind: SubjectKind::Organisation,
        subject: home.as_str(),
        owner: Some(home),
        detail,
    };
    audit::record(tx, actor, &entry)
}

/// An invitation that was made.
pub struct Invited {
    /// The path of the link.
    pub link: String,
    /// Whether another convenor has to invite the same address with the same roles before the link is good.
    pub waits: bool,
}

/// Invites somebody into an organisation: its administrator does, or where it has nobody who could, as many
/// convenors as admit one. Whether the address has an account elsewhere is told to nobody.
pub fn invite(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    home: &Organisation,
    email: &str,
    roles: &[String],
) -> Result<Invited> {
    let first = may_invite_first(tx.conn, viewer, home, tx.now())?;
    if !first {
        allows(viewer, Act::ManagePeople { organisation: &home.id })?;
    }
    let mut faults = Fields::default();
    let email = model::email("email", email, &mut faults);
    let mut roles = model::roles("roles", roles, &mut faults);
    faults.into_result(())?;
    if !roles.iter().all(|role| role_grants::may_grant(viewer, home, *role)) {
        return Err(Error::invalid("roles", NO_CONVENOR));
    }
    // One spelling: convenors who mean the same say the same.
    roles.sort_unstable();
    // One open link for one address: who is invited again, or by a form that was sent twice, has the newest. Of
    // convenors each has a word of their own.
    end_open(tx, &home.id, email.as_str(), viewer.person().filter(|_| first))?;
    let link = insert(tx, &home.id, email.as_str(), &roles, viewer.person(), first, INVITATION)?;
    let actor = Actor::of(viewer.person(), viewer.organisation());
    log(tx, &actor, &home.id, "person.invited", json!({ "roles": roles }))?;
    let made: Invitation = invitation::table
        .filter(invitation::token_hash.eq(link_hash(&link)))
        .select(Invitation::as_select())
        .first(tx.conn)?;
    let waits = !counts(tx.conn, &made, home, tx.now())?;
    if waits {
        let about = (home.id.as_str(), home.id.as_str());
        outbox::tell(tx, EventKind::InvitationWaiting, about, &To::Convenors, viewer.person())?;
    }
    Ok(Invited { link, waits })
}

fn link_hash(link: &str) -> String {
    hash(link.rsplit('/').next().unwrap_or_default())
}

/// The invitations of an organisation that are still open, for those who manage its people.
pub fn open_of(
    conn: &mut Conn,
    viewer: &Viewer,
    home: &OrganisationId,
    now: Moment,
) -> Result<Vec<Invitation>> {
    allows(viewer, Act::ManagePeople { organisation: home })?;
    Ok(invitation::table
        .filter(invitation::organisation_id.eq(home))
        .filter(invitation::ended_at.is_null())
        .filter(invitation::expires_at.gt(now))
        .order((invitation::created_at, invitation::id))
        .select(Invitation::as_select())
        .load(conn)?)
}

/// Ends the open invitations to an address: all of them, or those of one inviter.
fn end_open(tx: &mut Tx<'_>, home: &OrganisationId, email: &str, by: Option<&PersonId>) -> Result<usize> {
    let open: Vec<(InvitationId, Option<PersonId>)> = invitation::table
        .filter(invitation::organisation_id.eq(home))
        .filter(invitation::email.is_among(Email::forms_of(email)))
        .filter(invitation::ended_at.is_null())
        .select((invitation::id, invitation::invited_by))
        .load(tx.conn)?;
    let meant = open.into_iter().filter(|(_, inviter)| by.is_none() || inviter.as_ref() == by);
    let ids: Vec<InvitationId> = meant.map(|(id, _)| id).collect();
    Ok(diesel::update(invitation::table.filter(invitation::id.is_among(ids)))
        .set(invitation::ended_at.eq(tx.now()))
        .execute(tx.conn)?)
}

/// Takes an invitation back: every open one to this address.
pub fn revoke(tx: &mut Tx<'_>, viewer: &Viewer, home: &Organisation, email: &str) -> Result<()> {
    allows(viewer, Act::ManagePeople { organisation: &home.id })?;
    if end_open(tx, &home.id, email, None)? == 0 {
        return Err(Error::NotFound);
    }
    let actor = Actor::of(viewer.person(), viewer.organisation());
    log(tx, &actor, &home.id, "invitation.revoked", json!({}))
}

/// The open invitation behind a link: used, expired, revoked and invented ones are all not there, nor those whose
/// inviter may no longer invite.
pub fn by_secret(conn: &mut Conn, secret: &str, now: Moment) -> Result<(Invitation, Organisation)> {
    let found = invitation::table
        .filter(invitation::token_hash.eq(hash(secret)))
        .filter(invitation::ended_at.is_null())
        .filter(invitation::expires_at.gt(now))
        .select(Invitation::as_select())
        .first::<Invitation>(conn)
        .optional()?
        .ok_or(Error::NotFound)?;
    let home = organisations::organisation(conn, &found.organisation_id)?;
    if counts(conn, &found, &home, now)? { Ok((found, home)) } else { Err(Error::NotFound) }
}

/// What somebody answers to an invitation.
#[derive(Clone)]
pub struct Acceptance {
    /// Their name.
    pub name: String,
    /// Their password, as typed.
    pub password: String,
    /// The language of their pages.
    pub language: String,
    /// Their address, where the invitation does not say it (first set-up).
    pub email: String,
    /// The addresses of further founding convenors, where a set-up asks for them.
    pub founders: Vec<String>,
}

/// An account that is still to be made, with everything about it found right.
pub struct Account {
    name: String,
    email: String,
    language: String,
    password_hash: String,
    founders: Vec<String>,
}

/// What is wrong with an answer, or the account that it makes. The costly part, outside every transaction.
pub async fn prepare(
    app: &AppState,
    sign_ins: &SignIns,
    secret: String,
    answer: Acceptance,
) -> Result<Account> {
    let by = hash(&secret);
    let (mut account, password) = app.blocking(move |app| read(app, &secret, &answer)).await?;
    account.password_hash = sign_ins.hash(password, &by, app.ambient()).await?;
    Ok(account)
}

/// The account that an answer makes, still without its password, and that password.
fn read(app: &AppState, secret: &str, answer: &Acceptance) -> Result<(Account, Password)> {
    let now = app.ambient().now();
    let (found, home) = app.database().read(|conn| by_secret(conn, secret, now))?;
    let mut faults = Fields::default();
    let name = model::line("name", &answer.name, true, 100, &mut faults);
    let typed = if found.email.is_empty() { answer.email.as_str() } else { found.email.as_str() };
    let email = model::email("email", typed, &mut faults);
    let language = model::language("language", &answer.language, &mut faults);
    let founders = if found.is_set_up() { named(&answer.founders, &mut faults) } else { Vec::new() };
    let password =
        match Password::choose(app.config(), &answer.password, &[&name, email.as_str(), &home.name]) {
            Ok(password) => Some(password),
            Err(Error::Invalid(Fields(wrong))) => {
                faults.0.extend(wrong);
                None
            }
            Err(other) => return Err(other),
        };
    let Some(password) = faults.into_result(password)? else {
        return Err(Error::Internal("a refused password without a fault".into()));
    };
    let email = email.as_str().to_owned();
    Ok((Account { name, email, language, password_hash: String::new(), founders }, password))
}

/// Accepts an invitation: makes the account with its roles, once, if the invitation still counts. Of a set-up it gives the
/// links of the further founding convenors who were named.
pub fn accept(tx: &mut Tx<'_>, secret: &str, account: &Account) -> Result<(PersonId, Vec<Founder>)> {
    // An answer that came in time counts; the right of the inviter is asked now.
    let (found, home) = by_secret(tx.conn, secret, tx.arrived())?;
    if !counts(tx.conn, &found, &home, tx.now())? {
        return Err(Error::NotFound);
    }
    let Account { name, email, language, password_hash, founders } = account;
    if !found.email.is_empty() && Email::form_of(&found.email) != *email {
        return Err(Error::NotFound);
    }
    let new = NewPerson { organisation: &home.id, email, name, password_hash, language };
    let id = persons::insert(tx, &new)?;
    let at_once = found.by_convenor || invited_by_founder(tx, &found, &home)?;
    for role in found.roles() {
        role_grants::insert_role_grant(tx, &id, role, None, found.invited_by.as_ref(), at_once)?;
    }
    end_open(tx, &home.id, &found.email, None)?;
    diesel::update(invitation::table.find(&found.id))
        .set(invitation::accepted_by.eq(id.as_str()))
        .execute(tx.conn)?;
    let actor = Actor::of(Some(&id), Some(&home.id));
    persons::log(tx, &actor, &home.id, &id, "invitation.accepted", json!({ "roles": found.roles() }))?;
    tx.change(ChangeKind::Person, id.as_str(), false)?;
    let mut links = Vec::new();
    for other in founders.iter().filter(|other| *other != email) {
        let link = founder(tx, &actor, &home, other)?;
        links.push(Founder { email: other.clone(), link });
    }
    Ok((id, links))
}

/// Whether a founding convenor invited into the secretariat, and the founding goes on.
fn invited_by_founder(tx: &mut Tx<'_>, of: &Invitation, home: &Organisation) -> Result<bool> {
    let Some(inviter) = &of.invited_by else { return Ok(false) };
    let inviter = viewer_for(tx.conn, inviter, tx.now())?;
    founding::is_founders(tx.conn, home, &inviter, tx.arrived())
}

/// Closes the founding: from now on a right that is given inside an organisation waits everywhere. Links of founding
/// convenors that nobody has used end with it.
pub fn close_founding(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<()> {
    founding::close(tx, viewer)?;
    let unused =
        invitation::table.filter(invitation::ended_at.is_null()).filter(invitation::invited_by.is_null());
    diesel::update(unused).set(invitation::ended_at.eq(tx.now())).execute(tx.conn)?;
    Ok(())
}
