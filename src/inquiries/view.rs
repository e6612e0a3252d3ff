//! Inquiries as one viewer reads them.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

use super::{Inquiry, InquiryKind, reading};
use crate::access::{Act, Audience, Tlp, Token, Viewer, permits};
use crate::contributions::Contribution;
use crate::db::{Conn, Moment};
use crate::error::Result;
use crate::people::{self, Names, Organisation, TokenName};
use crate::reports::audience_input::release_of;
use crate::reports::{Report, store as rows};

/// An entry of a thread as one viewer reads it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Inquiry)]
pub struct InquiryView {
    /// `N-…`.
    pub reference: String,
    /// The report that it is about, where the viewer reads it.
    #[schema(required)]
    pub report: Option<String>,
    /// Where they read it: its own desk there.
    #[serde(skip)]
    pub href: Option<String>,
    /// The entry that began the thread, where it is another and the viewer reads it.
    #[schema(required)]
    pub answers: Option<String>,
    /// `remark` is what an answer is to those who do not read the question.
    #[schema(pattern = "^(question|answer|wish|remark)$")]
    pub kind: &'static str,
    /// Where it is.
    #[schema(pattern = "^(live|ended|proposed|returned|cancelled)$")]
    pub state: &'static str,
    /// The organisation that writes.
    pub organisation: Organisation,
    /// The words; left out of the answer to the call that wrote them.
    #[schema(required = false)]
    pub words: String,
    /// Whom a sharing request names, in such words as the viewer may use.
    #[schema(value_type = Vec<String>)]
    pub wished: Vec<TokenName>,
    /// The tokens of its audience that the viewer holds; for its own organisation all.
    #[schema(value_type = Vec<String>)]
    pub audience: Vec<TokenName>,
    /// Its label.
    pub tlp: Tlp,
    /// When it was released, or written.
    pub at: Moment,
    /// Whether the text beside which it is shown is newer than the one that was asked about.
    pub of_earlier_text: bool,
    /// What the viewer may write under it: an answer, or what they ask further.
    #[serde(skip)]
    pub reply: Option<InquiryKind>,
    /// Where the form begins for the release that a sharing request is about; the owner's alone.
    #[serde(skip)]
    pub release: Option<String>,
}

impl InquiryView {
    /// As it is read by those who do not read what it answers: nothing says that it answers anything.
    pub(super) fn stands_alone(&mut self) {
        self.answers = None;
        if self.kind == InquiryKind::Answer.as_str() {
            self.kind = "remark";
        }
    }
}

/// One as this viewer reads it. Whether they may, the caller has asked.
pub fn view(
    conn: &mut Conn,
    viewer: &Viewer,
    row: &Contribution<Inquiry>,
    audience: &Audience,
    state: &'static str,
) -> Result<InquiryView> {
    let nameable = people::nameable(conn, viewer, &row.details.wished.values().iter().cloned().collect())?;
    let mut tokens = audience.told(viewer, &row.organisation_id);
    tokens.extend(nameable.iter().cloned());
    let names = Names::load(conn, &tokens, [&row.organisation_id], [])?;
    let report = rows::report_by_id(conn, &row.rests_on)?;
    let reads = reading::reads_report(conn, viewer, &report)?;
    let root = reading::root_of(conn, row)?;
    let around = Around { report: &report, reads, names: &names, nameable: &nameable };
    shown(viewer, (row, &root), (audience, state), &around)
}

/// What an entry is shown beside.
pub(super) struct Around<'a> {
    /// The report that it is about.
    pub report: &'a Report,
    /// Whether the viewer reads that.
    pub reads: bool,
    /// Of the organisations that write, and of all tokens that are shown.
    pub names: &'a Names,
    /// Those of the tokens in wishes that the viewer may name.
    pub nameable: &'a BTreeSet<Token>,
}

/// An entry, with the one that began its thread, as this viewer reads it.
pub(super) fn shown(
    viewer: &Viewer,
    (row, root): (&Contribution<Inquiry>, &Contribution<Inquiry>),
    (audience, state): (&Audience, &'static str),
    around: &Around<'_>,
) -> Result<InquiryView> {
    let Around { report, reads, names, nameable } = *around;
    let owner = &report.organisation_id;
    // What they may know of can change after the wish was made.
    let wished = row.details.wished.values().iter().filter(|token| nameable.contains(*token));
    let wished = names.tokens(wished)?;
    let desk = row.on_desk(viewer);
    let answers = row.reply_to.is_some() && reads_root(viewer, root);
    let asks = viewer.is_of(&root.organisation_id) && permits(viewer, Act::Ask { owner });
    let reply = if permits(viewer, Act::Answer { owner }) {
        Some(InquiryKind::Answer)
    } else {
        asks.then_some(InquiryKind::Question)
    };
    let releases = row.details.entry == InquiryKind::Wish && permits(viewer, Act::ProposeRelease { owner });
    let words: Vec<String> = wished.iter().map(|token| token.word.clone()).collect();
    let mut view = InquiryView {
        reply: reply.filter(|_| reads && root.is_live(viewer.at())),
        release: (releases && !words.is_empty()).then(|| release_of(&report.reference, &words)),
        href: reads.then(|| place_of(viewer, report)),
        report: (reads || desk).then(|| report.reference.clone()),
        answers: answers.then(|| root.reference.clone()),
        kind: row.details.entry.as_str(),
        organisation: names.organisation(&row.organisation_id)?.clone(),
        at: row.at(),
        reference: row.reference.clone(),
        state,
        words: row.body.clone(),
        wished,
        audience: names.tokens(&audience.told(viewer, &row.organisation_id))?,
        tlp: audience.tlp(),
        of_earlier_text: false,
    };
    if row.reply_to.is_some() && !answers {
        view.stands_alone();
    }
    Ok(view)
}

fn place_of(viewer: &Viewer, report: &Report) -> String {
    let desk = permits(viewer, Act::SeeDesk { owner: &report.organisation_id });
    format!("/reports/{}{}", report.reference, if desk { "/desk" } else { "" })
}

/// Whether somebody who reads what answers an entry reads the entry too.
fn reads_root(viewer: &Viewer, root: &Contribution<Inquiry>) -> bool {
    root.is_live(viewer.at()) && (root.on_desk(viewer) || root.is_readable_by(viewer))
}
