//! Who comments, and who changes what they said.

use serde_json::json;

use super::input::{CommentUpdate, NewComment, Parsed, words};
use super::{Comment, kind, outcome, store};
use crate::access::{Act, Audience, Viewer, allows, sql};
use crate::actions::{self, Action, Seen, mark_of};
use crate::alerts;
use crate::contributions::{self, Contribution, Draft, Proposed};
use crate::db::{Conn, OrganisationId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::flow::{Pace, Proposal};
use crate::people;
use crate::vault::Vault;

/// So many comments one organisation may write on one action.
const MOST: i64 = 2_000;
/// So many versions a comment has at most.
const MOST_VERSIONS: usize = 50;

fn proposal(conn: &mut Conn, home: &OrganisationId, audience: Audience) -> Result<Proposal> {
    let colleagues = people::count_people(conn, home)?;
    Ok(Proposal { audience, approvers: None, colleagues, pace: Pace::Usual, before: None })
}

/// Comments on an action, before the readers of now or some of them. It is released at once.
pub fn post(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    action: &str,
    new: NewComment,
) -> Result<Proposed<Comment>> {
    let of = actions::acting(tx, viewer, action, &Seen::of_mark(new.mark.clone()))?;
    allows(viewer, Act::CommentOnAction)?;
    if new.outcome.as_ref().is_some_and(|outcome| !outcome.trim().is_empty()) {
        may_say(tx.conn, viewer, &of.row)?;
    }
    if store::count_of(tx.conn, &of.row.id, &of.home)? >= MOST {
        let fault = message("conflict-comments-enough").number("most", MOST.unsigned_abs());
        return Err(Error::Conflict(fault));
    }
    let Parsed { words, audience, answers, mentions, outcome, links } =
        new.parse(tx, viewer, (&of.row, &of.home))?;
    let proposal = proposal(tx.conn, &of.home, audience)?;
    let draft = Draft {
        rests_on: of.row.id.as_str().to_owned(),
        revision: 1,
        // Its own details say what it answers: an answer stays where that is taken back.
        reply_to: None,
        body: words,
        details: Comment {
            brief: of.row.version,
            answers: answers.map(|answered| answered.id),
            mentions: mentions.into(),
        },
        links,
        logged: json!({}),
    };
    let posted = contributions::propose(tx, vault, viewer, draft, (Act::CommentOnAction, proposal))?;
    if let Some(said) = outcome {
        outcome::insert(tx, &posted.0, said)?;
        outcome::set_review(tx, &posted.0, said.review_at)?;
        kind::tell_outcome(tx, &posted.0)?;
    }
    Ok(posted)
}

/// Changes a comment of the viewer's organisation, which reads the action and could write to the same readers now. Who reads it
/// stays as it was, and so does what they leave out.
pub fn revise(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    reference: &str,
    update: CommentUpdate,
) -> Result<Proposed<Comment>> {
    let found = contributions::own::<Comment>(tx, viewer, reference)?;
    allows(viewer, Act::CommentOnAction)?;
    let row: &Contribution<Comment> = found.row();
    let action = store::actions_by_ids(tx.conn, vec![row.rests_on.clone()])?.remove(&row.rests_on);
    let action = actions::at_work(tx, viewer, &action.ok_or(Error::NotFound)?)?;
    if update.mark.as_ref().is_some_and(|seen| *seen != mark_of(&row.version)) {
        return Err(Error::Stale);
    }
    if contributions::versions(tx.conn, viewer, row)?.len() >= MOST_VERSIONS {
        let fault = message("conflict-comment-versions").number("most", MOST_VERSIONS as u64);
        return Err(Error::Conflict(fault));
    }
    let mut faults = Fields::default();
    let words = words(&mut faults, update.text.as_deref());
    let said = outcome::recorded(tx.conn, &[row.version.as_str().to_owned()])?.into_values().next();
    let changed = faults.gather(update.changed(said, tx.arrived()))?.flatten();
    let links = match &update.links {
        Some(links) => {
            let named = faults.gather(alerts::link_targets(tx.conn, viewer, links))?.unwrap_or_default();
            // What they are not shown they have not taken away.
            let shown = alerts::shown_links(tx.conn, viewer, row)?;
            let shown = alerts::link_targets(tx.conn, viewer, &shown)?;
            let known = [named.clone(), shown].concat();
            let unseen = contributions::links_but(tx.conn, &row.version, &known)?;
            [named, unseen].concat()
        }
        None => contributions::links_but(tx.conn, &row.version, &[])?,
    };
    faults.into_result(())?;
    if changed.is_some() {
        may_say(tx.conn, viewer, &action)?;
    }
    let nothing_out = || Error::Conflict(message("conflict-nothing-out"));
    let current = contributions::current(tx.conn, row)?.ok_or_else(nothing_out)?;
    let audience = sql::audience(tx.conn, current.as_str())?;
    if people::nameable(tx.conn, viewer, audience.tokens())? != *audience.tokens() {
        return Err(Error::Conflict(message("conflict-comment-readers")));
    }
    let proposal = proposal(tx.conn, &row.organisation_id.clone(), audience)?;
    let correction = contributions::Correction {
        revision: 1,
        body: words,
        links,
        reason: String::new(),
        word: "comment.revised",
        logged: json!({}),
    };
    let revised =
        contributions::revise(tx, vault, viewer, found, correction, (Act::CommentOnAction, proposal))?;
    if let Some(said) = changed.or(said) {
        outcome::insert(tx, &revised.0, said)?;
    }
    // Other words alone move no day, neither one that comes nor one that has come.
    if let Some(changed) =
        changed.filter(|changed| Some(changed.review_at) != said.map(|said| said.review_at))
    {
        outcome::set_review(tx, &revised.0, changed.review_at)?;
    }
    Ok(revised)
}

/// Refuses whoever does not act for the lead.
fn may_say(conn: &mut Conn, viewer: &Viewer, action: &Contribution<Action>) -> Result<()> {
    let leads = actions::leads(conn, viewer, action)?;
    if leads { Ok(()) } else { Err(Error::Denied(message("denied-outcome"))) }
}
