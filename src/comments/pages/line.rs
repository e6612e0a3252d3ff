//! A comment in the words of a page.

use std::sync::Arc;

use markdown::SafeHtml;

use crate::access::Tlp;
use crate::alerts::AlertLink;
use crate::comments::CommentView;
use crate::db::Moment;
use crate::outcomes;
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
    /// Of what somebody reads.
    pub fn of(page: &Page, view: CommentView) -> Self {
        let link = |link: AlertLink| Link {
            href: format!("/{}s/{}", link.kind, link.reference),
            label: link.reference,
        };
        Self {
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
            readers: view.readers.words(page),
            tlp: view.tlp,
            at: view.at,
            changed: view.changed,
        }
    }
}
