//! In which order comments stand, for one viewer.

use std::collections::{BTreeMap, BTreeSet};

use super::view::{CommentView, views};
use super::{Comment, known, store};
use crate::access::Viewer;
use crate::contributions::{self, Contribution};
use crate::db::{Conn, ContributionId, Moment};
use crate::error::Result;

/// A comment, and what stands under it, as one viewer reads them.
#[derive(Debug, Clone)]
pub struct Thread {
    /// The first, and what answers it, the oldest first.
    pub ids: Vec<ContributionId>,
    /// When the first was written, and what it is called: by which threads are sorted.
    begun: (Moment, String),
}

impl Thread {
    /// By which the newest stands first.
    pub fn place(&self) -> (i64, String) {
        (-self.begun.0.unix_micros(), self.begun.1.clone())
    }
}

/// The threads that a viewer who reads the action is shown, the newest first: in three statements, however many there are. Each
/// comment stands under the first of those that it answers, as far as the viewer may know of them: whoever does not read what
/// it answers is shown it as any other comment.
pub fn threads(conn: &mut Conn, viewer: &Viewer, action: &ContributionId) -> Result<Vec<Thread>> {
    let all = known::known_of(conn, viewer, action)?;
    // Of those that the viewer may know of alone: others cost nothing.
    let shown: Vec<ContributionId> = all.iter().map(|(id, ..)| id.clone()).collect();
    let known: BTreeSet<&ContributionId> = shown.iter().collect();
    let mut answered = store::answered_by(conn, &shown)?;
    answered.retain(|_, other| known.contains(other));
    let mut firsts: BTreeMap<&ContributionId, &ContributionId> = BTreeMap::new();
    let mut threads: BTreeMap<&ContributionId, Thread> = BTreeMap::new();
    // The oldest first: what is answered comes before what answers it.
    for (id, reference, at) in &all {
        let first = answered.get(id).map_or(id, |other| firsts.get(other).copied().unwrap_or(other));
        firsts.insert(id, first);
        let begun = (*at, reference.clone());
        let thread = threads.entry(first).or_insert_with(|| Thread { ids: Vec::new(), begun });
        thread.ids.push(id.clone());
    }
    let mut threads: Vec<Thread> = threads.into_values().collect();
    threads.sort_by_key(Thread::place);
    Ok(threads)
}

/// What the comments of these threads say to a viewer who may know of each: one that cannot be read keeps none of the others
/// back.
pub(super) fn shown(conn: &mut Conn, viewer: &Viewer, threads: &[Thread]) -> Result<Vec<Vec<CommentView>>> {
    let ids: Vec<ContributionId> = threads.iter().flat_map(|thread| thread.ids.clone()).collect();
    let rows = contributions::by_ids::<Comment>(conn, &ids)?;
    let one = |row: Contribution<Comment>| {
        let state = if row.ended.is_some() { "withdrawn" } else { row.released_state(viewer.at()) };
        match row.audience().cloned() {
            Ok(audience) => Some((row, audience, state)),
            Err(fault) => {
                tracing::error!(%fault, reference = row.reference, "a comment is shown to nobody");
                None
            }
        }
    };
    let rows = rows.into_iter().filter_map(one).collect();
    let mut views: BTreeMap<String, CommentView> =
        views(conn, viewer, rows)?.into_iter().map(|view| (view.id.clone(), view)).collect();
    let of_thread = |thread: &Thread| thread.ids.iter().filter_map(|id| views.remove(id.as_str())).collect();
    Ok(threads.iter().map(of_thread).filter(|thread: &Vec<CommentView>| !thread.is_empty()).collect())
}
