//! What is asked before anything is proposed or withdrawn, whatever kind of text it is.

use super::{Proposal, TextKind, approvers};
use crate::access::{Audience, Token};
use crate::db::{Conn, OrganisationId};
use crate::error::{Error, Result, message};
use crate::people;
use crate::web::typed;

/// The most characters of a reason.
const LONGEST_REASON: usize = 1_000;

/// Refuses a proposal that nobody could decide, before it is made.
pub fn check_proposal(
    conn: &mut Conn,
    kind: TextKind,
    owner: &OrganisationId,
    proposal: &Proposal,
) -> Result<()> {
    let approvers = approvers(kind, owner, proposal)?;
    if approvers == *owner { Ok(()) } else { know_the_audience(conn, &approvers, &proposal.audience) }
}

/// Whoever decides is told who will read it: so they must be allowed to know of every group among them.
fn know_the_audience(conn: &mut Conn, approvers: &OrganisationId, audience: &Audience) -> Result<()> {
    for token in audience.tokens() {
        if let Token::Group(group, _) = token
            && !people::group_known_to(conn, group, approvers)?
        {
            return Err(Error::invalid("approvers", message("fault-approvers-of-group")));
        }
    }
    Ok(())
}

/// The reason for which something is withdrawn: there has to be one.
pub fn reason_of(reason: &str) -> Result<String> {
    let reason = typed(reason, LONGEST_REASON, true).map_err(|fault| Error::invalid("reason", fault))?;
    if reason.is_empty() {
        Err(Error::invalid("reason", message("fault-reason-missing")))
    } else {
        Ok(reason)
    }
}
