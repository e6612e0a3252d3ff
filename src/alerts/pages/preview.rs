//! What was typed on a form of an alert, shown as its readers will see it before it is posted.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::content::Content;
use super::typed::{input, two_expiries, typed};
use crate::access::{Audience, Viewer};
use crate::alerts::{Alert, links};
use crate::contributions::{Contribution, NextReaders, Proposed};
use crate::db::{OrganisationId, Tx};
use crate::error::{Error, Result, message};
use crate::flow::{Proposal, Second, TextKind, check_proposal};
use crate::people;
use crate::reports::readers::{self, Who};
use crate::web::{Form, Page};

/// What will be posted, as its readers will see it.
pub struct Preview {
    pub content: Content,
    pub who: Who,
    /// What happens when it is posted: that somebody decides on it first, or that it is released at once.
    pub then: String,
    /// Of an update that goes to others than the readers of now: what they read.
    pub others: String,
    /// Of an update that asks for acknowledgement again: that it does.
    pub again: String,
    /// Sent back with it: what was seen.
    pub seen: String,
    /// Sent back with it: for whom.
    pub readers: String,
}

/// What was typed as its readers will see it.
pub fn preview(
    tx: &mut Tx<'_>,
    page: &Page,
    viewer: &Viewer,
    (home, row): (&OrganisationId, Option<&Contribution<Alert>>),
    (form, next): (&Form, Option<&NextReaders>),
) -> Result<Preview> {
    let first = row.is_none();
    let new = input(form, tx.arrived(), first);
    let new = match next {
        Some(next) => new.readdressed(tx.conn, next)?,
        None => new,
    };
    let mut faults = two_expiries(form, tx.arrived());
    let parsed = faults.gather(new.parse(tx.conn, viewer, (home, first, next), tx.arrived()))?;
    let parsed = faults.into_result(parsed)?.ok_or(Error::NotFound)?;
    let body = serde_json::to_string(&parsed.body).map_err(Error::internal)?;
    // Who has to agree is asked of all that it will link to, as when it is posted.
    let all = match row {
        Some(row) => links::of_update(tx.conn, viewer, (row, next), (&body, parsed.links.clone()))?,
        None => parsed.links.clone(),
    };
    let before = next.and_then(|next| next.before(&body, &all));
    let proposal = Proposal { before, ..parsed.proposal };
    check_proposal(tx.conn, TextKind::Alert, home, &proposal)?;
    let second = proposal.second(TextKind::Alert, home)?;
    let audience = proposal.audience;
    let organisation = people::organisation(tx.conn, home)?.name;
    let told = audience.told(viewer, home);
    let then = match second {
        Second::No => "alert-then-out",
        Second::Yes => "alert-then-second",
        Second::Within(_) => "alert-then-unconfirmed",
    };
    let links = links::known(tx.conn, viewer, &parsed.links)?;
    let others = next.is_some_and(|next| !next.audience.contains(&audience));
    let again = !first && parsed.body.asks_again && parsed.body.message.calls();
    Ok(Preview {
        content: Content::of(page, &parsed.body, &organisation, tx.now())?.linked(links),
        others: if others { page.t("alert-then-others") } else { String::new() },
        who: readers::who(tx.conn, page, viewer, &audience, &told.iter().collect::<Vec<_>>())?,
        then: page.t(then),
        again: if again { page.t("alert-then-again") } else { String::new() },
        seen: typed(form),
        readers: mark_of(&audience),
    })
}

/// A mark of an audience that changes with it: also where a group has new members since.
fn mark_of(audience: &Audience) -> String {
    hex::encode(Sha256::digest(audience.key()))
}

/// Refuses to post for others than those who were shown with it.
pub fn as_shown(form: &Form, (row, release): Proposed<Alert>) -> Result<Value> {
    if form.text("readers") != mark_of(&release.audience) {
        return Err(Error::Conflict(message("conflict-alert-readers")));
    }
    Ok(json!({ "reference": row.reference, "waits": release.state.is_open() }))
}
