//! What lists show: every kind of thing, and where its documents come from.

use std::sync::Arc;

use crate::actions::Action;
use crate::alerts::{ALERTS, Alert};
use crate::board::ACTIONS;
use crate::comments::{COMMENTS, CommentSource};
use crate::contributions::SourceOf;
use crate::incidents::ReportSource;
use crate::index::{Kind, Source};
use crate::reports::REPORTS;

/// Every kind.
pub static KINDS: &[&Kind] = &[&REPORTS, &ALERTS, &ACTIONS, &COMMENTS];

/// The source of each.
pub fn sources() -> Vec<Arc<dyn Source>> {
    vec![
        Arc::new(ReportSource),
        Arc::new(SourceOf::<Alert>::default()),
        Arc::new(SourceOf::<Action>::default()),
        Arc::new(CommentSource),
    ]
}
