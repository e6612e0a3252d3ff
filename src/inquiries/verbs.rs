//! Who may ask and answer what.

use std::collections::BTreeSet;

use super::proposal::{NewEntry, say};
use super::{Inquiry, InquiryKind, reading, store};
use crate::access::{Act, Token, Viewer, allows};
use crate::contributions::{self, Contribution};
use crate::db::{Conn, OrganisationId, Tx};
use crate::error::{Error, Result, message};
use crate::flow::Release;
use crate::people;
use crate::redaction::{self, Rendition};
use crate::reports::audience_input::AudienceInput;
use crate::reports::{Report, store as rows};
use crate::vault::Vault;

/// So many audiences may a wish name.
const MOST_WISHED: usize = 50;
/// So many questions and wishes of one organisation may stand beneath one report.
const MOST_ASKED: i64 = 100;

/// What somebody wants to ask.
#[derive(Debug, Clone)]
pub struct Input {
    /// `question` or `wish`; nothing is a question.
    pub kind: String,
    /// The question, or the reason of the wish.
    pub words: String,
    /// To whom a wish would have the report released, in words of the outside.
    pub wished: Vec<String>,
    /// To whom a question goes beside the two organisations.
    pub audience: AudienceInput,
}

/// A report that somebody may ask about, and the texts of it that they read, fullest first, never none: who does not read
/// it, for them it is not there.
pub fn asked_about(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<(Report, Vec<Rendition>)> {
    let report = rows::known_report(conn, viewer, reference)?;
    let texts = redaction::readable_of(conn, viewer, report.id.as_str())?;
    if texts.is_empty() {
        return Err(Error::NotFound);
    }
    if viewer.is_of(&report.organisation_id) {
        return Err(Error::Denied(message("denied-ask-own")));
    }
    allows(viewer, Act::Ask { owner: &report.organisation_id })?;
    Ok((report, texts))
}

/// Asks the owner of a report, or wishes that they share it wider. Among members it is released at once; a question that is
/// public a second person lets out.
pub fn ask(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    report: &str,
    input: &Input,
) -> Result<(Contribution<Inquiry>, Release)> {
    let (report, texts) = asked_about(tx.conn, viewer, report)?;
    let revision = texts.iter().map(|rendition| rendition.revision).max().ok_or(Error::NotFound)?;
    not_too_many(tx, viewer, &report)?;
    let kind = input.parse_kind()?;
    let wished = wished(tx.conn, viewer, &report.organisation_id, kind, input)?;
    let saying = NewEntry {
        report: report.id.clone(),
        answers: None,
        details: Inquiry { entry: kind, wished: wished.into() },
        revision,
        parties: [viewer.organisation().ok_or(Error::SignIn)?.clone(), report.organisation_id],
    };
    say(tx, vault, viewer, saying, &input.words, &input.audience)
}

/// Answers what was asked of one's own report, or asks further. It belongs to the two organisations alone.
pub fn reply(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    reference: &str,
    words: &str,
    audience: &AudienceInput,
) -> Result<(Contribution<Inquiry>, Release)> {
    let found = contributions::find::<Inquiry>(tx, viewer, reference)?;
    let root = reading::root_of(tx.conn, found.row())?;
    let report = rows::report_by_id(tx.conn, &root.rests_on)?;
    let owner = &report.organisation_id;
    let kind = if viewer.is_of(owner) {
        allows(viewer, Act::Answer { owner })?;
        InquiryKind::Answer
    } else if viewer.is_of(&root.organisation_id) {
        allows(viewer, Act::Ask { owner })?;
        not_too_many(tx, viewer, &report)?;
        InquiryKind::Question
    } else {
        viewer.person().ok_or(Error::SignIn)?;
        return Err(Error::Denied(message("denied-reply")));
    };
    if !root.is_live(viewer.at()) || !reading::reads_report(tx.conn, viewer, &report)? {
        return Err(Error::Conflict(message("conflict-thread-closed")));
    }
    let saying = NewEntry {
        report: report.id.clone(),
        details: Inquiry { entry: kind, wished: Vec::new().into() },
        revision: root.revision,
        parties: [root.organisation_id, report.organisation_id],
        answers: Some(root.id),
    };
    say(tx, vault, viewer, saying, words, audience)
}

/// Refuses what would bury a report under questions: what is taken back makes room.
fn not_too_many(tx: &mut Tx<'_>, viewer: &Viewer, report: &Report) -> Result<()> {
    let home = viewer.organisation().ok_or(Error::SignIn)?;
    if store::count_begun(tx.conn, &report.id, home)? < MOST_ASKED {
        return Ok(());
    }
    Err(Error::Conflict(message("conflict-asked-enough").number("most", MOST_ASKED.unsigned_abs())))
}

impl Input {
    fn parse_kind(&self) -> Result<InquiryKind> {
        match self.kind.as_str() {
            "" | "question" => Ok(InquiryKind::Question),
            "wish" => Ok(InquiryKind::Wish),
            _ => Err(Error::invalid("kind", message("fault-inquiry-kind"))),
        }
    }
}

/// Whom a wish names: such as the asker may know of, and the owner too, for they will read it.
fn wished(
    conn: &mut Conn,
    viewer: &Viewer,
    owner: &OrganisationId,
    kind: InquiryKind,
    input: &Input,
) -> Result<Vec<Token>> {
    if kind != InquiryKind::Wish {
        let none = input.wished.is_empty();
        return if none {
            Ok(Vec::new())
        } else {
            Err(Error::invalid("wished", message("fault-wished-alone")))
        };
    }
    if input.audience != AudienceInput::default() {
        return Err(Error::invalid("audience", message("fault-wish-audience")));
    }
    if input.wished.is_empty() {
        return Err(Error::invalid("wished", message("fault-no-wish")));
    }
    if input.wished.len() > MOST_WISHED {
        let fault = message("fault-list-of-texts").number("most", MOST_WISHED as u64);
        return Err(Error::invalid("wished", fault));
    }
    let mut tokens = BTreeSet::new();
    for word in &input.wished {
        let refused = || Error::invalid("wished", message("fault-no-such-audience").with("name", word));
        match people::token_from_word(conn, viewer, word) {
            // An owner cannot name people of others, nor learn of them here.
            Ok(Token::Person(_)) | Err(Error::Invalid(_)) => return Err(refused()),
            Ok(Token::Group(group, _)) if !people::group_known_to(conn, &group, owner)? => {
                return Err(Error::invalid("wished", message("fault-wish-of-group")));
            }
            found => tokens.insert(found?),
        };
    }
    Ok(tokens.into_iter().collect())
}
