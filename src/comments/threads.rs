//! In which order comments stand, for one viewer.

use std::collections::{BTreeMap, BTreeSet};

use super::view::{CommentView, views};
use super::{Comment, known, store};
use crate::access::{Audience, Viewer};
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

/// The threads that a viewer who reads the action is shown, the newest first: in three statements, however many there are.
/// Whoever does not read what an answer stands under is shown it as any other comment.
pub fn threads(conn: &mut Conn, viewer: &Viewer, action: &ContributionId) -> Result<Vec<Thread>> {
    let all = known::known_of(conn, viewer, action)?;
    // Of those that the viewer may know of alone: others cost nothing.
    let shown: Vec<ContributionId> = all.iter().map(|(id, ..)| id.clone()).collect();
    let under = store::threads_of(conn, &shown)?;
    let mut threads: BTreeMap<ContributionId, Thread> = BTreeMap::new();
    let ids: BTreeSet<&ContributionId> = all.iter().map(|(id, ..)| id).collect();
    let mut answers = Vec::new();
    for (id, reference, at) in &all {
        if let Some(first) = under.get(id).filter(|first| ids.contains(*first)) {
            answers.push((first.clone(), id.clone()));
        } else {
            let begun = (*at, reference.clone());
            threads.insert(id.clone(), Thread { ids: vec![id.clone()], begun });
        }
    }
    for (first, id) in answers {
        if let Some(thread) = threads.get_mut(&first) {
            thread.ids.push(id);
        }
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
    let one = |row: Contribution<Comment>| -> Result<(Contribution<Comment>, Audience, &'static str)> {
        let state = if row.ended.is_some() { "withdrawn" } else { row.released_state(viewer.at()) };
        let audience = row.audience()?.clone();
        Ok((row, audience, state))
    };
    let rows = rows.into_iter().map(one).collect::<Result<Vec<_>>>()?;
    let mut views: BTreeMap<String, CommentView> =
        views(conn, viewer, rows)?.into_iter().map(|view| (view.id.clone(), view)).collect();
    let of_thread = |thread: &Thread| thread.ids.iter().filter_map(|id| views.remove(id.as_str())).collect();
    Ok(threads.iter().map(of_thread).filter(|thread: &Vec<CommentView>| !thread.is_empty()).collect())
}
