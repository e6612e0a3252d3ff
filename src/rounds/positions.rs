//! How organisations take positions, and how the secretariat records one for an absent delegation.

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::acting::{Acting, As, acting};
use super::explanation::{Role, Words, explain};
use super::frozen::unfreeze;
use super::model::PositionRow;
use super::tell;
use crate::access::{Audience, Token, Viewer};
use crate::chamber;
use crate::contributions::Seen;
use crate::db::{ContributionId, MandateId, OrganisationId, PositionId, RoundId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::outbox::EventKind;
use crate::people;
use crate::silence::{Deed, Effect, Outcome, Position, Round, Said, Value, WayOut};
use crate::statements;
use crate::vault::Vault;
use crate::web::{body, pasted, typed};

/// The most characters of what is said with a position.
const LONGEST: usize = 10_000;
/// So many positions one organisation takes on one statement at most, and so many are recorded for it.
const MOST_POSITIONS: usize = 100;

/// A position, as it is sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = NewStatementPosition)]
pub struct NewPosition {
    /// What. `support_if` in negotiation alone; `object` and `more_time` while silence runs; `object` after an adoption is a late
    /// reservation.
    #[schema(
        required,
        pattern = "^(support|co_sponsor|no_objection|support_if|more_time|object|dissociate|recused)$"
    )]
    pub(super) value: String,
    /// Of which version: its number, its hash or the `mark`. 412 where another is read by now.
    #[schema(required)]
    pub(super) version: String,
    /// Of `support_if` the condition, of `object` what is objected to: both are needed. Those on the roll and the chair alone read them,
    /// and why somebody asks for more time. Of any other an explanation.
    #[serde(deserialize_with = "body::long")]
    #[schema(max_length = 10000)]
    pub(super) text: Option<String>,
    /// A formal reservation, with support or with no objection: published with the text.
    #[serde(deserialize_with = "body::long")]
    #[schema(max_length = 10000)]
    pub(super) reservation: Option<String>,
    /// With `object`: other words.
    #[serde(deserialize_with = "body::long")]
    #[schema(max_length = 10000)]
    pub(super) amendment: Option<String>,
    /// With `object`: that the text cannot be accepted at all.
    #[serde(default)]
    pub(super) cannot_accept: bool,
    /// Who of the readers of the text reads an explanation, as of a release; all of them if it is left out.
    pub(super) audience: Option<Vec<String>>,
    /// Slugs of organisations that do not.
    pub(super) except: Option<Vec<String>>,
    /// The slug of an absent delegation on the roll, for which the chair records `no_objection` or `recused`. It counts once that
    /// delegation confirms it.
    pub(super) organisation: Option<String>,
}

/// What somebody says, once every field has been checked.
struct Parsed {
    value: Value,
    text: String,
    reservation: String,
    way: Option<WayOut>,
    /// Of an explanation.
    audience: Audience,
}

fn said(faults: &mut Fields, name: &str, text: Option<&str>) -> String {
    typed(&pasted(text.unwrap_or_default(), LONGEST), LONGEST, true).unwrap_or_else(|fault| {
        faults.add(name, fault);
        String::new()
    })
}

impl NewPosition {
    fn value(&self) -> Result<Value> {
        let known = |value: &Value| !matches!(value, Value::NoRecord | Value::LateReservation);
        let value = self.value.parse().ok().filter(known);
        value.ok_or_else(|| Error::invalid("value", message("conflict-silence-value")))
    }

    /// Who reads an explanation: all readers of the text if nobody is named. They are not named one by one, because its author need not
    /// know them; resting on the text keeps it from everybody else.
    fn readers(&self, tx: &mut Tx<'_>, viewer: &Viewer, home: &OrganisationId) -> Result<Audience> {
        let Some(words) = &self.audience else { return Ok(Audience::of(Token::Coalition)) };
        if words.is_empty() {
            return Err(Error::invalid("audience", message("fault-no-audience")));
        }
        if let Some(word) = words.iter().find(|word| *word == "public" || word.starts_with("person:")) {
            let refused = message("fault-no-such-audience").with("name", word);
            return Err(Error::invalid("audience", refused));
        }
        let except = self.except.clone().unwrap_or_default();
        let chosen = people::audience_from_words(tx.conn, viewer, words, &except)?;
        let own = Token::Organisation(home.clone());
        let tokens = chosen.tokens().iter().cloned().chain([own]);
        Audience::new(tokens, chosen.except().iter().cloned())
    }

    fn parse(&self, tx: &mut Tx<'_>, viewer: &Viewer, home: &OrganisationId) -> Result<Parsed> {
        let mut faults = Fields::default();
        let value = faults.gather(self.value())?;
        let text = said(&mut faults, "text", self.text.as_deref());
        let reservation = said(&mut faults, "reservation", self.reservation.as_deref());
        let amendment = said(&mut faults, "amendment", self.amendment.as_deref());
        let audience = faults.gather(self.readers(tx, viewer, home))?;
        let way = match (amendment.is_empty(), self.cannot_accept) {
            (false, true) => {
                faults.add("amendment", message("fault-silence-way"));
                None
            }
            (false, false) => Some(WayOut::Amendment(amendment)),
            (true, true) => Some(WayOut::CannotAccept),
            (true, false) => None,
        };
        if way.is_some() && value.is_some_and(|value| value != Value::Object) {
            faults.add("amendment", message("fault-silence-way-alone"));
        }
        let (Some(value), Some(audience)) = (value, audience) else { return Err(Error::Invalid(faults)) };
        faults.into_result(Parsed { value, text, reservation, way, audience })
    }
}

/// What somebody names as the version that they read.
fn seen(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, version: &str) -> Result<Seen> {
    if version.trim().is_empty() {
        return Err(Error::invalid("version", message("fault-missing")));
    }
    chamber::seen_as(tx, viewer, reference, version.trim())
}

/// The statement, for a position on the version that somebody read.
fn acting_on(tx: &mut Tx<'_>, viewer: &Viewer, (reference, version): (&str, &str)) -> Result<Acting> {
    let seen = seen(tx, viewer, reference, version)?;
    let of = acting(tx, viewer, reference, &Seen::default())?;
    seen.check(&of.of.of.mark()).map_err(|_| Error::Overtaken(message("conflict-silence-text")))?;
    Ok(of)
}

/// Refuses an organisation that has said enough of a statement, or for which enough was recorded.
fn count(of: &Acting, organisation: &OrganisationId, recorded: bool) -> Result<()> {
    let theirs = |row: &&PositionRow| row.organisation_id == *organisation && row.recorded == recorded;
    let enough = || message("conflict-silence-enough").number("most", MOST_POSITIONS as u64);
    let said = of.course.rows.positions.iter().filter(theirs).count();
    if said < MOST_POSITIONS { Ok(()) } else { Err(Error::Conflict(enough())) }
}

/// Whether an organisation can say this however much it has said: nobody is kept from objecting, which ends the round, nor from standing
/// aside, unless it does so already.
fn is_always_said(of: &Acting, value: Value) -> bool {
    let stands = of.course.procedure.standing(&of.of.home).map(|(_, one)| one.value);
    value == Value::Object || (value == Value::Dissociate && stands != Some(Value::Dissociate))
}

/// Takes a position for the viewer's organisation; or records one, for the chair. What the outside calls it.
pub fn say(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (reference, new): (&str, &NewPosition),
) -> Result<String> {
    if new.organisation.as_deref().is_some_and(|slug| !slug.is_empty()) {
        return record(tx, viewer, (reference, new));
    }
    let of = acting_on(tx, viewer, (reference, &new.version))?;
    let (who, mandate) = of.who(tx, viewer, As::Delegate)?;
    let home = of.of.home.clone();
    let parsed = new.parse(tx, viewer, &home)?;
    let said = Said {
        value: parsed.value,
        text: of.course.procedure.text.clone(),
        words: parsed.text.clone(),
        way: parsed.way.clone(),
        reservation: !parsed.reservation.is_empty(),
    };
    let effects = of.decide(tx, &who, &Deed::Say(said))?;
    if !is_always_said(&of, parsed.value) {
        count(&of, &home, false)?;
    }
    let written = of.write(tx, &effects, (mandate.as_ref(), "", ""))?;
    let (id, called) = written.position.ok_or(Error::Stale)?;
    let stated = effects.iter().find_map(|effect| match effect {
        Effect::Stated(position) => Some(position.clone()),
        _ => None,
    });
    let stated = stated.ok_or(Error::Stale)?;
    let round = of.course.rows.round().filter(|_| stated.round.is_some()).map(|round| round.id.clone());
    put_in_words(tx, vault, viewer, &of, ((&id, round), &stated, &parsed))?;
    of.log(tx, viewer, "silence.position_taken", (mandate.as_ref(), json!({})))?;
    follow(tx, &of, (&id, &stated), &effects)?;
    if stated.late {
        unfreeze(tx, viewer, &of.of.of)?;
    }
    Ok(called)
}

/// What is said with a position, as texts of their own.
fn put_in_words(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    of: &Acting,
    ((id, round), stated, parsed): ((&PositionId, Option<RoundId>), &Position, &Parsed),
) -> Result<()> {
    let role = match stated.value {
        Value::Object => Role::Objection,
        Value::SupportIf => Role::Condition,
        Value::MoreTime => Role::Request,
        Value::LateReservation => Role::Reservation,
        _ => Role::Explanation,
    };
    let amendment = match &parsed.way {
        Some(WayOut::Amendment(words)) => words.clone(),
        _ => String::new(),
    };
    let cannot_accept = parsed.way == Some(WayOut::CannotAccept);
    let text = Words { text: parsed.text.clone(), amendment, cannot_accept };
    let reservation = Words { text: parsed.reservation.clone(), ..Words::default() };
    let version: ContributionId = of.of.of.version().clone();
    for (role, words) in [(role, text), (Role::Reservation, reservation)] {
        if words.text.is_empty() {
            continue;
        }
        let audience = match role {
            Role::Explanation => parsed.audience.clone(),
            _ => Audience::of(Token::Coalition),
        };
        let about = (&of.of.of, &version, id, round.as_ref());
        explain(tx, vault, viewer, about, (role, words, audience))?;
    }
    Ok(())
}

/// Who has to know of a position.
fn follow(
    tx: &mut Tx<'_>,
    of: &Acting,
    (id, stated): (&PositionId, &Position),
    effects: &[Effect],
) -> Result<()> {
    if effects.iter().any(|one| matches!(one, Effect::RoundEnded(ended) if ended.outcome == Outcome::Broken))
    {
        return tell::broken(tx, of.told(), &of.course);
    }
    match stated.value {
        Value::MoreTime => tell::more_time_asked(tx, of.told(), &of.course),
        Value::SupportIf => match &of.statement().penholder_id {
            Some(holder) => tell::one(tx, of.told(), EventKind::ConditionSet, (id, holder)),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

/// Records a position for an absent delegation, for the chair. What the outside calls it.
fn record(tx: &mut Tx<'_>, viewer: &Viewer, (reference, new): (&str, &NewPosition)) -> Result<String> {
    let of = acting_on(tx, viewer, (reference, &new.version))?;
    let (who, _) = of.who(tx, viewer, As::Chair)?;
    let slug = new.organisation.as_deref().unwrap_or_default();
    let mut faults = Fields::default();
    let value = faults.gather(new.value())?;
    let roll = of.course.procedure.round().map(|round| round.roll.iter().cloned().collect());
    let called = people::organisations_by_ids(tx.conn, roll.unwrap_or_default())?;
    let found = called.into_values().find(|one| one.slug == slug);
    if found.is_none() {
        faults.add("organisation", message("fault-no-such-organisation").with("name", slug));
    }
    let (Some(value), Some(found)) = (value, found) else { return Err(Error::Invalid(faults)) };
    faults.into_result(())?;
    let text = of.course.procedure.text.clone();
    let deed = Deed::Record { organisation: found.id.clone(), value, text };
    let effects = of.decide(tx, &who, &deed)?;
    count(&of, &found.id, true)?;
    let written = of.write(tx, &effects, (None, "", ""))?;
    let (id, called) = written.position.ok_or(Error::Stale)?;
    of.log(tx, viewer, "silence.position_recorded", (None, json!({})))?;
    tell::one(tx, of.told(), EventKind::PositionRecorded, (&id, &found.id))?;
    Ok(called)
}

/// The position of the viewer's organisation that is called so. Of any other it is as if there were none.
fn own<'a>(of: &'a Acting, called: &str) -> Result<&'a PositionRow> {
    let found = of.course.rows.position(called).filter(|row| row.organisation_id == of.of.home);
    found.ok_or(Error::NotFound)
}

fn number(row: &PositionRow) -> Result<usize> {
    usize::try_from(row.ordinal).map_err(Error::internal)
}

/// Does something with a position of the viewer's organisation.
fn act_on_own(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, called): (&str, &str),
    act: &'static str,
    deed: impl FnOnce(usize) -> Deed,
) -> Result<Acting> {
    let of = acting(tx, viewer, reference, &Seen::default())?;
    let number = number(own(&of, called)?)?;
    let (who, mandate): (_, Option<MandateId>) = of.who(tx, viewer, As::Delegate)?;
    let effects = of.decide(tx, &who, &deed(number))?;
    // What is withdrawn is that which they named.
    let other = |effect: &Effect| matches!(effect, Effect::ObjectionWithdrawn(other, _) if *other != number);
    if effects.iter().any(other) {
        return Err(Error::Conflict(message("conflict-silence-no-objection")));
    }
    of.write(tx, &effects, (mandate.as_ref(), "", ""))?;
    of.log(tx, viewer, act, (mandate.as_ref(), json!({})))?;
    Ok(of)
}

/// Confirms what the secretariat recorded of the viewer's organisation.
pub fn confirm(tx: &mut Tx<'_>, viewer: &Viewer, named: (&str, &str)) -> Result<()> {
    act_on_own(tx, viewer, named, "silence.position_confirmed", Deed::Confirm).map(|_| ())
}

/// Withdraws an objection of the viewer's organisation.
pub fn withdraw_objection(tx: &mut Tx<'_>, viewer: &Viewer, named: (&str, &str)) -> Result<()> {
    let of = act_on_own(tx, viewer, named, "silence.objection_withdrawn", |_| Deed::WithdrawObjection)?;
    tell::objection_withdrawn(tx, of.told(), &of.course)
}

/// Answers a condition, for the penholder.
pub fn answer_condition(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    ((reference, called), (accepted, reason)): ((&str, &str), (bool, &str)),
) -> Result<()> {
    let of = acting(tx, viewer, reference, &Seen::default())?;
    let (who, mandate) = of.who(tx, viewer, As::Delegate)?;
    if !who.penholder {
        return Err(Error::Denied(message("denied-silence-penholder")));
    }
    let row = of.course.rows.position(called).filter(|row| row.value == Value::SupportIf);
    let row = row.ok_or(Error::NotFound)?;
    let reason = statements::reason(Some(reason))?;
    let deed = Deed::AnswerCondition { position: number(row)?, accepted, reason: reason.clone() };
    let effects = of.decide(tx, &who, &deed)?;
    of.write(tx, &effects, (mandate.as_ref(), "", &reason))?;
    of.log(tx, viewer, "silence.condition_answered", (mandate.as_ref(), json!({})))?;
    tell::one(tx, of.told(), EventKind::ConditionAnswered, (&row.id, &row.organisation_id))
}

/// Answers a request for more time, for the chair: that of the organisation with this slug.
pub fn answer_more_time(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, slug): (&str, &str),
    (granted, reason): (bool, &str),
) -> Result<()> {
    let of = acting(tx, viewer, reference, &Seen::default())?;
    let (who, _) = of.who(tx, viewer, As::Chair)?;
    let reason = statements::reason(Some(reason))?;
    let asked = of.course.procedure.open_round().into_iter().flat_map(Round::open_requests);
    let asked: Vec<OrganisationId> = asked.map(|one| one.organisation.clone()).collect();
    let found = people::organisations_by_ids(tx.conn, asked)?.into_values().find(|one| one.slug == slug);
    let found = found.ok_or(Error::Conflict(message("conflict-silence-no-request")))?;
    let deed = Deed::AnswerMoreTime { organisation: found.id, granted, reason: reason.clone() };
    let effects = of.decide(tx, &who, &deed)?;
    of.write(tx, &effects, (None, "", &reason))?;
    of.log(tx, viewer, "silence.more_time_answered", (None, json!({})))?;
    tell::more_time_answered(tx, of.told(), (&of.course, &effects))
}
