//! How a statement is cleared for publication: what everybody will read is made of rows once and proposed to a second person.

use serde_json::json;

use super::body::{At, Body, PublishedName};
use super::model::{Publication, next_ordinal};
use super::{find, translations};
use crate::access::{Act, Audience, Token, Viewer, allows};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::contributions::{self, Contribution, Correction, Draft, Seen};
use crate::db::{Conn, ContributionId, Moment, Tx};
use crate::endorsements::{self, NameKind, Names, moment, names};
use crate::error::{Error, Fields, Result, message};
use crate::flow::{self, Pace, Proposal};
use crate::jobs::{TimerKind, timers};
use crate::language::{Language, Strings};
use crate::outbox::{self, EventKind, To};
use crate::people;
use crate::rounds;
use crate::statements::{
    self, Acting, MACHINE, NewMove, Onward, Outcome, Stage, StageCase, Standing, StatementMove,
};
use crate::vault::Vault;

/// What everybody is to read of a statement.
fn body(conn: &mut Conn, of: &Standing, names: &Names, opens: Option<(Moment, &str)>) -> Result<Body> {
    let text = &of.current()?.text;
    let mut texts = vec![text.clone()];
    texts.extend(translations::all(conn, of)?.into_iter().map(|one| one.text));
    Ok(Body {
        statement: of.statement.reference.clone(),
        mode: of.statement.mode,
        texts,
        adopted: names.adopted_at.map(At),
        names: PublishedName::all(names),
        opens: opens.map(|(at, _)| At(at)),
        zone: opens.map(|(_, zone)| zone.to_owned()).unwrap_or_default(),
    })
}

/// Refuses while another proposal of it waits.
fn is_free(tx: &mut Tx<'_>, of: &Standing) -> Result<()> {
    let now = tx.now();
    let Some(draft) = find::proposed(tx.conn, &of.statement.contribution_id)? else { return Ok(()) };
    let newest = flow::of_subject(tx.conn, now, draft.version.as_str())?.into_iter().next();
    let waits = newest.is_some_and(|release| release.state.is_open());
    if waits { Err(Error::Conflict(message("conflict-publication-waits"))) } else { Ok(()) }
}

/// To everybody, by a second person of the secretariat.
fn proposal(tx: &mut Tx<'_>, of: &Acting) -> Result<Proposal> {
    let colleagues = people::count_people(tx.conn, &of.home)?;
    let audience = Audience::of(Token::Public);
    Ok(Proposal { audience, approvers: None, colleagues, pace: Pace::Usual, before: None })
}

/// Clears a statement, for the chair: proposes what everybody is to read, and from when on. Once it is published, proposes it again with the
/// names of now.
pub(super) fn clear(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (reference, new): (&str, &NewMove),
    seen: &Seen,
) -> Result<Outcome> {
    let of = rounds::acting(tx, viewer, reference, seen)?;
    allows(viewer, Act::ChairStatement)?;
    let now = tx.now();
    let names = names(tx.conn, now, &of.of)?;
    if of.of.stage.is_public() {
        return publish_names(tx, vault, viewer, (&of, &names));
    }
    let authorised = names.pending.is_empty() || new.without_pending;
    let case = StageCase { chairs: true, authorised, ..StageCase::default() };
    MACHINE.decide(of.of.stage, StatementMove::Clear, &case)?;
    if !names.is_signed() {
        return Err(Error::Conflict(message("conflict-publication-nobody")));
    }
    let mut faults = Fields::default();
    let typed = ("embargo", new.embargo.as_deref());
    let opens = moment(&mut faults, typed, ("zone", new.zone.as_deref()), now);
    faults.into_result(())?;
    is_free(tx, &of.of)?;
    let body = body(tx.conn, &of.of, &names, opens)?;
    let draft = Draft {
        rests_on: String::new(),
        revision: 1,
        reply_to: None,
        body: body.written()?,
        details: Publication {
            // Its own, once it has one.
            contribution_id: of.of.statement.contribution_id.clone(),
            ordinal: next_ordinal(tx.conn)?,
            statement_id: of.of.statement.contribution_id.clone(),
            hash: of.of.current()?.text.hash(),
            opens: opens.map(|(at, _)| at),
        },
        links: Vec::new(),
        logged: json!({ "statement": of.of.statement.reference }),
    };
    let proposal = proposal(tx, &of)?;
    contributions::propose(tx, vault, viewer, draft, (Act::ChairStatement, proposal))?;
    Ok(Outcome::Waits)
}

/// The names of now, and those that were published and taken back since.
fn with_struck(conn: &mut Conn, of: &Acting, names: &Names, before: &Body) -> Result<Vec<PublishedName>> {
    let action = of.of.statement.contribution_id.clone();
    let withdrawn = endorsements::withdrawn(conn, &[action.as_str().to_owned()])?;
    let mut all = PublishedName::all(names);
    let struck = before.names.iter().filter_map(|one| {
        let at = withdrawn.get(&(action.clone(), one.id.clone())).copied();
        let at = at.filter(|_| one.kind == NameKind::Endorsed)?;
        Some(PublishedName { withdrawn: Some(At(at)), reservation: String::new(), ..one.clone() })
    });
    all.extend(struck.collect::<Vec<_>>());
    all.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(all)
}

/// Proposes what is published with the names of now: of those who joined late.
fn publish_names(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (of, names): (&Acting, &Names),
) -> Result<Outcome> {
    let row = find::current(tx.conn, &of.of.statement.contribution_id)?;
    let row = row.ok_or_else(|| Error::Conflict(message("conflict-publication-gone")))?;
    let before = Body::read(&row)?;
    let next = Body { names: with_struck(tx.conn, of, names, &before)?, ..before.clone() };
    if next == before {
        return Ok(Outcome::Same);
    }
    let found = contributions::own::<Publication>(tx, viewer, &row.reference)?;
    let correction = Correction {
        revision: 1,
        body: next.written()?,
        links: Vec::new(),
        reason: String::new(),
        word: "publication.revised",
        logged: json!({ "statement": of.of.statement.reference }),
    };
    let proposal = proposal(tx, of)?;
    contributions::revise(tx, vault, viewer, found, correction, (Act::ChairStatement, proposal))?;
    Ok(Outcome::Waits)
}

/// Takes a clearance back, for the chair: names are gathered again.
pub(super) fn recall(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, seen: &Seen) -> Result<Outcome> {
    let of = rounds::acting(tx, viewer, reference, seen)?;
    allows(viewer, Act::ChairStatement)?;
    let case = StageCase { chairs: true, ..StageCase::default() };
    MACHINE.decide(of.of.stage, StatementMove::Recall, &case)?;
    take_back(tx, &of.of.statement.contribution_id)?;
    let detail = json!({ "from": Stage::Cleared, "to": Stage::SignOn });
    of.log(tx, viewer, "statement.moved", (None, detail))?;
    Ok(Outcome::Done)
}

fn take_back(tx: &mut Tx<'_>, action: &ContributionId) -> Result<()> {
    let Some(row) = find::current(tx.conn, action)? else { return Ok(()) };
    let reason = Strings::of(Language::english()).t("publication-recalled");
    contributions::end::<Publication>(tx, &row.id, &reason)
}

/// A name has changed: what is cleared and not open yet is taken back, since nobody has agreed to it so.
pub(crate) fn unfreeze(tx: &mut Tx<'_>, _: &Viewer, of: &Standing) -> Result<()> {
    if of.stage == Stage::Cleared { take_back(tx, &of.statement.contribution_id) } else { Ok(()) }
}

/// A publication is withdrawn. Of one that had not opened names are gathered again; of any other the statement stays what it is, and everybody
/// finds why.
pub(super) fn recalled(tx: &mut Tx<'_>, row: &Contribution<Publication>) -> Result<()> {
    let action = &row.details.statement_id;
    let Some(of) = statements::by_action(tx.conn, action)? else { return Ok(()) };
    let now = tx.now();
    if of.days(true).stage_at(now) != Stage::Cleared {
        return Ok(());
    }
    let case = StageCase { clock: true, ..StageCase::default() };
    let to = MACHINE.decide(of.stage, StatementMove::Recall, &case)?;
    timers::cancel(tx, TimerKind::PublicationOpening, action.as_str())?;
    let of = statements::amend(tx, &of, |row| row.opens_at = None)?;
    let standing = statements::unasked(tx.conn, of.clone(), now)?;
    let onward = Onward { to, mode: None, version: standing.version(), by: None, reason: "" };
    statements::go_on(tx, &of, onward)?;
    let entry = Entry {
        act: "statement.moved",
        subject_kind: SubjectKind::Action,
        subject: standing.action.version.as_str(),
        owner: of.penholder_id.as_ref(),
        detail: json!({ "from": Stage::Cleared, "to": to }),
    };
    audit::record(tx, &Actor::default(), &entry)?;
    let about = action.as_str();
    outbox::tell(tx, EventKind::StatementMoved, (about, about), &To::Coalition, None)
}

/// The names of now, as a publication says them.
pub(super) fn names_now(conn: &mut Conn, at: Moment, of: &Standing) -> Result<Vec<PublishedName>> {
    Ok(PublishedName::all(&endorsements::names(conn, at, of)?))
}
