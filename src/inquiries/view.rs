//! Inquiries as one viewer reads them.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Inquiry, InquiryKind, reading};
use crate::access::{Act, Audience, Tlp, Token, Viewer, permits};
use crate::contributions::Contribution;
use crate::db::{Conn, Moment};
use crate::error::Result;
use crate::people::{self, Organisation};
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
    pub wished: Vec<String>,
    /// The same, for a page that names them.
    #[serde(skip)]
    pub wished_tokens: Vec<Token>,
    /// The tokens of its audience that the viewer holds; for its own organisation all.
    pub audience: Vec<String>,
    /// The same, for a page that names them.
    #[serde(skip)]
    pub tokens: Vec<Token>,
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
    row: Contribution<Inquiry>,
    audience: &Audience,
    state: &'static str,
) -> Result<InquiryView> {
    let tokens = audience.told(viewer, &row.organisation_id);
    let words = tokens.iter().map(|token| people::word_of_token(conn, token)).collect::<Result<_>>()?;
    let (mut wished, mut wished_tokens) = (Vec::new(), Vec::new());
    for token in row.details.wished.values() {
        let word = people::word_of_token(conn, token)?;
        // What they may know of can change after the wish was made.
        if people::token_from_word(conn, viewer, &word).is_ok() {
            wished.push(word);
            wished_tokens.push(token.clone());
        }
    }
    let report = rows::report_by_id(conn, &row.rests_on)?;
    let owner = &report.organisation_id;
    let reads = reading::reads_report(conn, viewer, &report)?;
    let desk = row.on_desk(viewer);
    let root = reading::root_of(conn, &row)?;
    let answers = row.reply_to.is_some() && reads_root(viewer, &root);
    let asks = viewer.is_of(&root.organisation_id) && permits(viewer, Act::Ask { owner });
    let reply = if permits(viewer, Act::Answer { owner }) {
        Some(InquiryKind::Answer)
    } else {
        asks.then_some(InquiryKind::Question)
    };
    let releases = row.details.entry == InquiryKind::Wish && permits(viewer, Act::ProposeRelease { owner });
    let mut view = InquiryView {
        reply: reply.filter(|_| reads && root.is_live(viewer.at())),
        release: (releases && !wished.is_empty()).then(|| release_of(&report.reference, &wished)),
        href: reads.then(|| place_of(viewer, &report)),
        report: (reads || desk).then_some(report.reference),
        answers: answers.then_some(root.reference),
        kind: row.details.entry.as_str(),
        organisation: people::organisation(conn, &row.organisation_id)?,
        at: row.at(),
        reference: row.reference,
        state,
        words: row.body,
        wished,
        wished_tokens,
        audience: words,
        tokens,
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
