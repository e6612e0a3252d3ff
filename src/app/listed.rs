//! What lists show: every kind of thing, and where its documents come from; which things have files; and what rooms hand in to others.

use std::sync::Arc;

use crate::actions::Action;
use crate::alerts::{ALERTS, Alert};
use crate::board::ACTIONS;
use crate::comments::{COMMENTS, CommentSource};
use crate::contributions::SourceOf;
use crate::files::{Copier, Sanitiser};
use crate::incidents::ReportSource;
use crate::index::{Kind, Source};
use crate::publications::{PUBLICATIONS, Publication};
use crate::redaction::evidence;
use crate::reports::REPORTS;
use crate::{
    accounts, action_files, actions, alerts, beside, board, chamber, comments, contributions, delegation,
    endorsements, follow_up, outcomes, publications, recorded, rounds, searches, statements, tickets,
    workspace,
};

/// Every kind.
pub static KINDS: &[&Kind] = &[&REPORTS, &ALERTS, &ACTIONS, &COMMENTS, &PUBLICATIONS];

/// Of what copies are made.
pub const COPIERS: &[Copier] =
    &[Sanitiser::copies_of::<evidence::File>, Sanitiser::copies_of::<action_files::File>];

/// Hands what rooms below know in to those above that ask for it: once for the program, before anything is read.
pub fn wire() {
    contributions::wire(delegation::parent_changed, workspace::KINDS);
    outcomes::wire(comments::outcomes_of, comments::newest_of, comments::count_of);
    outcomes::wire_files(action_files::newest_of);
    alerts::wire(board::acts_about);
    actions::wire(statements::LINKS);
    // What is kept of rounds and names goes before the statement of which they are.
    beside::wire(&[
        action_files::BESIDE,
        tickets::BESIDE,
        recorded::BESIDE,
        follow_up::BESIDE,
        endorsements::BESIDE,
        rounds::BESIDE,
        chamber::BESIDE,
    ]);
    chamber::wire(follow_up::LATER);
    rounds::wire(publications::unfreeze);
    publications::wire(follow_up::related);
    accounts::wire(searches::forget_person);
}

/// The source of each.
pub fn sources() -> Vec<Arc<dyn Source>> {
    vec![
        Arc::new(ReportSource),
        Arc::new(SourceOf::<Alert>::default()),
        Arc::new(SourceOf::<Action>::default()),
        Arc::new(CommentSource),
        Arc::new(SourceOf::<Publication>::default()),
    ]
}
