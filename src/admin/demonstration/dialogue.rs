//! What the people of the demonstration say to each other about their stories. Everything here is invented.

use std::collections::BTreeMap;

use super::stories::{
    AMINA, BLOCKED, CUT, FARAH, HANDED, HENRIK, INES, JONAS, KIRSI, LEILA, OSKAR, PROTEST, RETURNED, SLOWED,
    Who,
};
use super::viewer;
use crate::contributions::Reviewed;
use crate::db::Tx;
use crate::delegation::{self, Delegation};
use crate::error::{Error, Result};
use crate::flow::{Decision, Pace, Proposal};
use crate::incidents::{self, ReportLookup};
use crate::inquiries::{self, Input as Question};
use crate::reports::audience_input::AudienceInput;
use crate::reports::{self, Report};
use crate::review::remarks;
use crate::translations::{self, ReadOptions, Translation};
use crate::vault::Vault;
use crate::verification::{self, Input as StatementInput};
use crate::{access_requests, people, redaction};

/// The reports that were told, by their titles.
pub(super) type Reports = BTreeMap<&'static str, Report>;

/// What another organisation says of a report.
struct Statement {
    author: Who,
    /// The title of the report.
    about: &'static str,
    stance: &'static str,
    note: &'static str,
    audience: &'static [&'static str],
}

const STATEMENTS: &[Statement] = &[
    Statement {
        author: LEILA,
        about: PROTEST,
        stance: "corroborates",
        note: "Our probes in two of the networks fell silent at 06:38 and came back the next morning.",
        audience: &["coalition"],
    },
    Statement {
        author: FARAH,
        about: PROTEST,
        stance: "corroborates",
        note: "Roaming partners told us of an order by telephone. We can show it to governments on request.",
        audience: &["sector:government", "sector:company"],
    },
    Statement {
        author: KIRSI,
        about: BLOCKED,
        stance: "disputes",
        note: "Our embassy could use the messenger on one of the three networks all weekend.",
        audience: &["coalition"],
    },
    Statement {
        author: KIRSI,
        about: SLOWED,
        stance: "replies",
        note: "The circular of 2 May asked for advice, not for measures. It was taken back on 6 May, and the operator was told.",
        audience: &["coalition"],
    },
];

/// Says all of it.
pub(super) fn hold(tx: &mut Tx<'_>, vault: &Vault, told: &Reports) -> Result<()> {
    STATEMENTS.iter().try_for_each(|voice| say(tx, vault, told, voice))?;
    question(tx, vault, told)?;
    wish(tx, vault, told)?;
    request(tx)?;
    translate(tx, vault, told)?;
    send_back(tx, vault, told)?;
    hand_over(tx, vault, told)
}

fn to(audience: &[&str]) -> AudienceInput {
    AudienceInput { audience: audience.iter().map(|&word| word.into()).collect(), ..AudienceInput::default() }
}

pub(super) fn report<'a>(told: &'a Reports, title: &str) -> Result<&'a Report> {
    told.get(title).ok_or_else(|| Error::Internal(format!("no story {title}")))
}

fn say(tx: &mut Tx<'_>, vault: &Vault, told: &Reports, voice: &Statement) -> Result<()> {
    let speaker = viewer(tx, voice.author)?;
    let report = &report(told, voice.about)?.reference;
    let ReportLookup::Report(found) =
        incidents::read_report(tx.conn, &speaker, report, &ReadOptions::default())?
    else {
        return Err(Error::Internal(format!("{} is not read by {}", voice.about, voice.author.1)));
    };
    let input = StatementInput {
        stance: voice.stance.into(),
        grade: String::new(),
        note: voice.note.into(),
        report: report.clone(),
        evidence: Vec::new(),
        words: to(voice.audience),
    };
    verification::corroborate(tx, vault, &speaker, &found.incident, &input).map(|_| ())
}

fn question(tx: &mut Tx<'_>, vault: &Vault, told: &Reports) -> Result<()> {
    let (asker, owner) = (viewer(tx, KIRSI)?, viewer(tx, JONAS)?);
    let question = Question {
        kind: String::new(),
        words: "Which of the three providers can still be used? We have staff there.".into(),
        wished: Vec::new(),
        audience: AudienceInput::default(),
    };
    let (asked, _) = inquiries::ask(tx, vault, &asker, &report(told, BLOCKED)?.reference, &question)?;
    let answer = "The smallest of them, as of Sunday. Nothing that we know says that it will last.";
    inquiries::reply(tx, vault, &owner, &asked.reference, answer, &to(&["coalition"])).map(|_| ())
}

fn wish(tx: &mut Tx<'_>, vault: &Vault, told: &Reports) -> Result<()> {
    let asker = viewer(tx, LEILA)?;
    let wish = Question {
        kind: "wish".into(),
        words: "Our measurements of it go out on Thursday. A public report beside them would help.".into(),
        wished: vec!["public".into()],
        audience: AudienceInput::default(),
    };
    inquiries::ask(tx, vault, &asker, &report(told, BLOCKED)?.reference, &wish).map(|_| ())
}

/// Asks for access to what the asker does not see.
fn request(tx: &mut Tx<'_>) -> Result<()> {
    let asker = viewer(tx, FARAH)?;
    let input = access_requests::Input {
        country: "PK".into(),
        words: "Our network there slows at night, and nobody tells us why.".into(),
        ..access_requests::Input::default()
    };
    access_requests::make(tx, &asker, &input).map(|_| ())
}

/// Puts two texts into English: one is released, one waits for a second person.
fn translate(tx: &mut Tx<'_>, vault: &Vault, told: &Reports) -> Result<()> {
    let texts = [
        (
            (LEILA, Some(OSKAR)),
            CUT,
            "Mobile internet cut in three provinces",
            "Our measurements show that mobile internet has been cut off since the early hours of today.",
        ),
        (
            (AMINA, None),
            BLOCKED,
            "A messenger blocked on the eve of the elections",
            "Three providers have blocked a messenger since Friday evening. The list of addresses is attached to the report.",
        ),
    ];
    for ((author, second), of, title, narrative) in texts {
        let (author, report) = (viewer(tx, author)?, report(told, of)?);
        let out = redaction::live_of(tx.conn, tx.now(), report.id.as_str())?;
        let hash = out.last().map(|rendition| rendition.hash.clone()).ok_or(Error::NotFound)?;
        let words = [("title", title), ("narrative", narrative)];
        let input = translations::Input {
            language: "en".into(),
            rendition: hash,
            texts: words.map(|(part, text)| (part.to_owned(), text.to_owned())).into(),
            ..translations::Input::default()
        };
        let (row, _) = translations::translate(tx, vault, &author, &report.reference, &input)?;
        if let Some(second) = second {
            let second = viewer(tx, second)?;
            Translation::approve(tx, vault, &second, &row.reference, Decision::default())?;
        }
    }
    Ok(())
}

/// Sends a proposal back with a remark on a part of its text.
fn send_back(tx: &mut Tx<'_>, vault: &Vault, told: &Reports) -> Result<()> {
    let (author, reviewer) = (viewer(tx, AMINA)?, viewer(tx, JONAS)?);
    let report = report(told, RETURNED)?;
    let audience = people::audience_from_words(tx.conn, &author, &["coalition".into()], &[])?;
    let colleagues = people::count_people(tx.conn, &report.organisation_id)?;
    let proposal = Proposal { audience, approvers: None, colleagues, pace: Pace::Usual, before: None };
    let release = reports::propose(tx, vault, &author, report, proposal)?;
    let desk = reports::desk(tx, vault, &reviewer, report)?;
    let (text, name) = (&desk.original.reveal(&desk.permit).narrative, "Odile Marsh");
    let start = text.split_once(name).map(|(before, _)| before.chars().count()).ok_or(Error::NotFound)?;
    let remark = serde_json::json!({ "remarks": [{
        "field": "narrative", "start": start, "end": start + name.chars().count(),
        "words": "Did she agree to be named to the whole coalition? If not, please mark the name.",
    }] });
    let remarks = remarks::parse(&remark)?;
    let comment = "One thing before this goes out.";
    remarks::return_to_author(tx, vault, &reviewer, (report, &release), comment, &remarks)
}

/// Asks another organisation to publish a story without saying whose it is.
fn hand_over(tx: &mut Tx<'_>, vault: &Vault, told: &Reports) -> Result<()> {
    let (author, second) = (viewer(tx, INES)?, viewer(tx, HENRIK)?);
    let input = delegation::Input {
        publisher: AMINA.0.into(),
        words: "We cannot say this in our own name while our people are there. You can.".into(),
        approvers: String::new(),
    };
    let (row, _) = delegation::ask(tx, vault, &author, report(told, HANDED)?, &input)?;
    Delegation::approve(tx, vault, &second, &row.reference, Decision::default()).map(|_| ())
}
