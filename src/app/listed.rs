//! What lists show: every kind of thing, and where its documents come from; and which things have files.

use std::sync::Arc;

use crate::action_files;
use crate::actions::Action;
use crate::alerts::{ALERTS, Alert};
use crate::board::ACTIONS;
use crate::comments::{COMMENTS, CommentSource};
use crate::contributions::SourceOf;
use crate::files::{Copier, Sanitiser};
use crate::incidents::ReportSource;
use crate::index::{Kind, Source};
use crate::redaction::evidence;
use crate::reports::REPORTS;

/// Every kind.
pub static KINDS: &[&Kind] = &[&REPORTS, &ALERTS, &ACTIONS, &COMMENTS];

/// Of what copies are made.
pub const COPIERS: &[Copier] =
    &[Sanitiser::copies_of::<evidence::File>, Sanitiser::copies_of::<action_files::File>];

/// The source of each.
pub fn sources() -> Vec<Arc<dyn Source>> {
    vec![
        Arc::new(ReportSource),
        Arc::new(SourceOf::<Alert>::default()),
        Arc::new(SourceOf::<Action>::default()),
        Arc::new(CommentSource),
    ]
}
