//! What the index holds of comments: what those that stand say now.

use std::collections::{BTreeMap, BTreeSet};

use super::{Comment, store};
use crate::access::terms::{self, ReadingTerms};
use crate::access::{self, Readable, Token, Viewer};
use crate::actions::Action;
use crate::contributions::{self, Contribution};
use crate::db::{Change, ChangeKind, Conn, ContributionId};
use crate::error::Result;
use crate::index::{Document, Kind, Replacement, Source};

/// The facet that holds before whom a comment was written.
const BEFORE: &str = "before";

/// Comments, as searches find them: those of one action are one row. Of the rule the index knows their own audiences, and before
/// whom they were written ([`before`]); whether somebody reads the action now, whoever finds one asks the database.
pub static COMMENTS: Kind =
    Kind { name: "comment", facets: &[BEFORE], mapped: None, changes: &[ChangeKind::Comment], rests_on: &[] };

/// Gives the index the documents of comments.
pub struct CommentSource;

impl Source for CommentSource {
    fn kind(&self) -> &'static Kind {
        &COMMENTS
    }

    fn documents(&self, conn: &mut Conn, change: &Change) -> Result<Replacement> {
        match change.kind {
            ChangeKind::Comment => replacement(conn, vec![change.subject.clone()]),
            ChangeKind::Organisation
            | ChangeKind::Report
            | ChangeKind::Erasure
            | ChangeKind::Alert
            | ChangeKind::Action
            | ChangeKind::Group
            | ChangeKind::Person
            | ChangeKind::Publication => Ok(Replacement::default()),
        }
    }

    fn all(&self, conn: &mut Conn, each: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
        contributions::each_document::<Comment>(conn, replacement, each)
    }
}

/// The filter of a query for what was written before this viewer: they belong to the readers of the brief of then, or their
/// organisation began the action.
pub fn before(viewer: &Viewer) -> (&'static str, Vec<String>) {
    (BEFORE, viewer.tokens().iter().map(ToString::to_string).collect())
}

/// What these comments say, of those that stand.
fn replacement(conn: &mut Conn, subjects: Vec<String>) -> Result<Replacement> {
    let ids: Vec<ContributionId> = subjects.iter().cloned().map(ContributionId::from).collect();
    let mut documents = Vec::new();
    for part in ids.chunks(store::PART) {
        let mut comments = contributions::by_ids::<Comment>(conn, part)?;
        comments.retain(|row| row.ended.is_none() && row.released_at.is_some());
        let actions: BTreeSet<ContributionId> =
            comments.iter().map(|row| row.rests_on.clone().into()).collect();
        let actions = contributions::by_ids::<Action>(conn, &actions.into_iter().collect::<Vec<_>>())?;
        let actions: BTreeMap<&str, &Contribution<Action>> =
            actions.iter().map(|action| (action.id.as_str(), action)).collect();
        let versions = comments.iter().flat_map(|row| [&row.version, &row.details.brief]);
        let versions: BTreeSet<String> = versions.map(|id| id.as_str().to_owned()).collect();
        let readables = access::readables(conn, &versions.into_iter().collect::<Vec<_>>())?;
        for row in &comments {
            let readable = |id: &ContributionId| readables.get(id.as_str()).and_then(|one| one.as_ref().ok());
            let both = readable(&row.version).zip(readable(&row.details.brief));
            let (Some(both), Some(action)) = (both, actions.get(row.rests_on.as_str())) else {
                tracing::error!(comment = row.reference, "a comment does not parse: no search finds it");
                continue;
            };
            documents.extend(documents_of(row, action, both));
        }
    }
    Ok(Replacement { subjects, documents })
}

fn documents_of(
    row: &Contribution<Comment>,
    action: &Contribution<Action>,
    (readable, brief): (&Readable, &Readable),
) -> Vec<Document> {
    let (Some(released_at), Ok(parent)) = (row.released_at, u64::try_from(action.details.ordinal)) else {
        return Vec::new();
    };
    let began = Token::Organisation(action.organisation_id.clone());
    let before: BTreeSet<&Token> = brief.audience.tokens().iter().chain([&began]).collect();
    let facets: Vec<(&'static str, String)> =
        before.into_iter().map(|token| (BEFORE, token.to_string())).collect();
    // Whoever that brief left out reads nothing that was said before its readers, but the organisation that began the action.
    let left_out = brief.audience.except().iter().filter(|id| **id != action.organisation_id);
    let left_out: Vec<String> = left_out.map(|id| id.as_str().to_owned()).collect();
    let document = |terms: ReadingTerms| {
        let except: BTreeSet<String> = terms.except.into_iter().chain(left_out.clone()).collect();
        Document {
            id: row.version.as_str().to_owned(),
            subject: row.id.as_str().to_owned(),
            parent,
            // What it rests on is asked about where it is found.
            terms: ReadingTerms { rests_on: None, except: except.into_iter().collect(), ..terms },
            title: String::new(),
            body: format!("{} {}", markdown::plain(&row.body), row.reference),
            facets: facets.clone(),
            started: None,
            ended: None,
            released_at,
        }
    };
    let terms = terms::of_family(std::slice::from_ref(readable)).into_iter().flatten();
    terms.map(document).collect()
}
