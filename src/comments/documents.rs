//! What the index holds of comments: what those that stand say now.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::{Comment, store};
use crate::access::terms::{self, ReadingTerms};
use crate::access::{self, Readable};
use crate::actions::Action;
use crate::contributions::{self, Contribution};
use crate::db::schema::contribution;
use crate::db::{Change, ChangeKind, Conn, ContributionId, IsAmong};
use crate::error::Result;
use crate::flow::TextKind;
use crate::index::{Document, Kind, Replacement, Source};

/// Comments, as searches find them: those of one action are one row. Of the rule the index knows their own audiences. Whoever
/// asks names the briefs before whose readers they were written, as far as they are among those.
pub static COMMENTS: Kind =
    Kind { name: "comment", facets: &["brief"], mapped: None, changes: &[ChangeKind::Action], rests_on: &[] };

/// Gives the index the documents of comments.
pub struct CommentSource;

/// Of so many actions the comments are read at a time when everything is indexed anew.
const BATCH: i64 = 50;

impl Source for CommentSource {
    fn kind(&self) -> &'static Kind {
        &COMMENTS
    }

    fn documents(&self, conn: &mut Conn, change: &Change) -> Result<Replacement> {
        match change.kind {
            ChangeKind::Action => replacement(conn, vec![change.subject.clone()]),
            ChangeKind::Organisation
            | ChangeKind::Report
            | ChangeKind::Erasure
            | ChangeKind::Alert
            | ChangeKind::Group
            | ChangeKind::Person => Ok(Replacement::default()),
        }
    }

    fn all(&self, conn: &mut Conn, each: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
        let mut after = String::new();
        loop {
            let actions: Vec<Option<String>> = contribution::table
                .filter(contribution::kind.eq(TextKind::Comment))
                .filter(contribution::rests_on.gt(&after))
                .order(contribution::rests_on)
                .select(contribution::rests_on)
                .distinct()
                .limit(BATCH)
                .load(conn)?;
            let actions: Vec<String> = actions.into_iter().flatten().collect();
            let Some(last) = actions.last() else { return Ok(()) };
            after.clone_from(last);
            for document in replacement(conn, actions)?.documents {
                each(&document)?;
            }
        }
    }
}

/// All that is said of these actions.
fn replacement(conn: &mut Conn, subjects: Vec<String>) -> Result<Replacement> {
    let ids: Vec<ContributionId> = contribution::table
        .filter(contribution::rests_on.is_among(subjects.clone()))
        .filter(contribution::kind.eq(TextKind::Comment))
        .filter(contribution::ended_at.is_null())
        .select(contribution::id)
        .load(conn)?;
    let mut documents = Vec::new();
    for part in ids.chunks(store::PART) {
        let comments = contributions::by_ids::<Comment>(conn, part)?;
        let actions: BTreeSet<ContributionId> =
            comments.iter().map(|row| row.rests_on.clone().into()).collect();
        let actions = contributions::by_ids::<Action>(conn, &actions.into_iter().collect::<Vec<_>>())?;
        let actions: BTreeMap<&str, &Contribution<Action>> =
            actions.iter().map(|action| (action.id.as_str(), action)).collect();
        let versions: Vec<String> = comments.iter().map(|row| row.version.as_str().to_owned()).collect();
        let mut readables = access::readables(conn, &versions)?;
        for row in &comments {
            let readable = readables.remove(row.version.as_str()).transpose();
            let (Ok(Some(readable)), Some(action)) = (readable, actions.get(row.rests_on.as_str())) else {
                tracing::error!(comment = row.reference, "a comment does not parse: no search finds it");
                continue;
            };
            documents.extend(documents_of(row, action, &readable));
        }
    }
    Ok(Replacement { subjects, documents })
}

fn documents_of(
    row: &Contribution<Comment>,
    action: &Contribution<Action>,
    readable: &Readable,
) -> Vec<Document> {
    let (Some(released_at), Ok(parent)) = (row.released_at, u64::try_from(action.details.ordinal)) else {
        return Vec::new();
    };
    let terms = terms::of_family(std::slice::from_ref(readable)).into_iter().flatten();
    let document = |terms: ReadingTerms| Document {
        id: row.version.as_str().to_owned(),
        subject: row.rests_on.clone(),
        parent,
        // What it rests on is asked about by the brief.
        terms: ReadingTerms { rests_on: None, ..terms },
        title: String::new(),
        body: format!("{} {}", markdown::plain(&row.body), row.reference),
        facets: vec![("brief", row.details.brief.as_str().to_owned())],
        started: None,
        ended: None,
        released_at,
    };
    terms.map(document).collect()
}
