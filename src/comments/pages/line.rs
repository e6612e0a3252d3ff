//! A comment in the words of a page.

use std::sync::Arc;

use markdown::SafeHtml;

use crate::access::{Tlp, Token, Viewer};
use crate::alerts::AlertLink;
use crate::comments::CommentView;
use crate::db::{Conn, Moment};
use crate::error::Result;
use crate::outcomes;
use crate::people::{Named, Names};
use crate::web::{Link, Page};

/// A comment as a page shows it.
pub struct Line {
    pub reference: String,
    /// The action that it is about.
    pub action: String,
    pub organisation: String,
    /// Who wrote it, for their colleagues; empty for all others.
    pub person: String,
    pub words: Arc<SafeHtml>,
    /// Whether it was taken back, and why.
    pub gone: bool,
    pub reason: String,
    /// What it answers, where the viewer reads that.
    pub answers: String,
    /// Whom it names.
    pub mentions: String,
    /// What it says that came of the action; empty where it says nothing of that.
    pub outcome: String,
    /// What it names as evidence.
    pub links: Vec<Link>,
    /// Who reads it, in words.
    pub readers: String,
    pub tlp: Tlp,
    pub at: Moment,
    pub changed: bool,
}

impl Line {
    /// Of what somebody reads: `names` has all tokens of their audiences.
    pub fn of(page: &Page, viewer: &Viewer, names: &Names, view: CommentView) -> Result<Self> {
        let own = viewer.reads_as(&view.organisation.id);
        let name = |token: &Token| {
            Ok(match names.name(token)? {
                Named::Key(key) => page.t(&key),
                Named::Name(name) => name,
            })
        };
        let readers = if view.tokens.contains(&Token::Coalition) {
            page.t(match (own, view.leaves_out) {
                (true, true) => "comment-for-all-but",
                (true, false) => "comment-for-all",
                // Whether somebody is left out, its own organisation alone is told.
                (false, _) => "comment-for-readers",
            })
        } else {
            let tokens = view.tokens.iter().map(name).collect::<Result<Vec<String>>>()?;
            let told = page.strings().list(&tokens);
            page.ta(if own { "comment-for" } else { "comment-for-among" }, &[("names", &told)])
        };
        let link = |link: AlertLink| Link {
            href: format!("/{}s/{}", link.kind, link.reference),
            label: link.reference,
        };
        Ok(Self {
            reference: view.reference,
            action: view.action,
            organisation: view.organisation.name,
            person: view.person.unwrap_or_default(),
            words: markdown::rendered(&view.text),
            gone: view.state == "withdrawn",
            reason: view.reason,
            answers: view.reply_to.unwrap_or_default(),
            mentions: page.strings().list(&view.mentioned),
            outcome: view.outcome.map(|said| outcomes::says(page, said, view.review_at)).unwrap_or_default(),
            links: view.links.into_iter().map(link).collect(),
            readers,
            tlp: view.tlp,
            at: view.at,
            changed: view.changed,
        })
    }
}

/// The names of all who read these, as far as the viewer is told.
pub fn names_of<'a>(conn: &mut Conn, views: impl Iterator<Item = &'a CommentView>) -> Result<Names> {
    let tokens: Vec<&Token> = views.flat_map(|view| view.tokens.iter()).collect();
    Names::load(conn, tokens, [], [])
}
