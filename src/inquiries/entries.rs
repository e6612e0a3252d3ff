//! Inquiries as pages show them.

use super::InquiryView;
use crate::access::{Tlp, Viewer};
use crate::db::Moment;
use crate::inquiries;
use crate::reports::readers::{among, names};
use crate::web::Page;

/// An entry of a thread in the words of the page.
pub struct Entry {
    pub reference: String,
    /// The report that it is about, where the viewer reads it.
    pub report: String,
    /// Where they read it.
    pub href: String,
    /// The entry that it answers, where the viewer reads that.
    pub answers: String,
    pub kind: String,
    pub organisation: String,
    pub words: String,
    /// Whom a wish names.
    pub wished: String,
    /// The form for the release that is wished for; empty for all but its owner.
    pub release: String,
    pub tlp: Tlp,
    pub audience: String,
    pub at: Moment,
    pub earlier: bool,
    /// What the viewer may do beneath it, as the word on a button.
    pub reply: String,
}

impl Entry {
    /// In the words of the page.
    pub fn of(page: &Page, viewer: &Viewer, view: &InquiryView) -> Self {
        Self {
            reference: view.reference.clone(),
            report: view.report.clone().unwrap_or_default(),
            href: view.href.clone().unwrap_or_default(),
            answers: view.answers.clone().unwrap_or_default(),
            kind: page.t(&format!("inquiry-kind-{}", view.kind)),
            organisation: view.organisation.name.clone(),
            words: view.words.clone(),
            wished: names(page, &view.wished),
            release: view.release.clone().unwrap_or_default(),
            tlp: view.tlp,
            audience: among(page, viewer.reads_as(&view.organisation.id), &view.audience),
            at: view.at,
            earlier: view.of_earlier_text,
            reply: view.reply.map(|kind| page.t(&format!("inquiry-reply-{kind}"))).unwrap_or_default(),
        }
    }
}

/// The same for a whole thread.
pub fn entries(page: &Page, viewer: &Viewer, views: &[InquiryView]) -> Vec<Entry> {
    views.iter().map(|view| Entry::of(page, viewer, view)).collect()
}

/// A thread as a row of the desk.
#[derive(Clone)]
pub struct Row {
    pub href: String,
    pub kind: String,
    pub words: String,
    pub organisation: String,
    pub report: String,
    pub at: Moment,
    /// Whether it is answered or has ended, in words; empty on the desk of those who are asked.
    pub answered: String,
}

impl Row {
    /// Of what was asked; `told` where the page says whether it is answered.
    pub fn of(page: &Page, one: &inquiries::Asked, told: bool) -> Self {
        let answered = match (one.ended, one.answered) {
            (true, _) => "release-state-ended",
            (false, true) => "inquiry-answered",
            (false, false) => "inquiry-unanswered",
        };
        Self {
            href: format!("/inquiries/{}", one.reference),
            kind: page.t(&format!("inquiry-kind-{}", one.kind)),
            words: one.words.clone(),
            organisation: one.organisation.name.clone(),
            report: one.report.clone(),
            at: one.at,
            answered: if told { page.t(answered) } else { String::new() },
        }
    }
}
