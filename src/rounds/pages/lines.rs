//! Rounds and positions, as pages show them.

use crate::chamber::{PositionView, RequestView, RollView, RoundView, SaidView};
use crate::db::Moment;
use crate::language::DueLine;
use crate::mandates::ActedBy;
use crate::web::Page;

/// A key of a word that is written with underscores.
pub(super) fn word(page: &Page, of: &str, value: &str) -> String {
    page.t(&format!("{of}-{value}").replace('_', "-"))
}

/// What is said with a position.
pub struct WordsLine {
    pub reference: String,
    pub organisation: String,
    pub role: String,
    pub text: String,
    pub amendment: String,
    pub cannot_accept: bool,
}

impl WordsLine {
    pub(super) fn of(page: &Page, of: SaidView) -> Self {
        Self {
            role: word(page, "words", of.role),
            reference: of.reference,
            organisation: of.organisation.name,
            text: of.text,
            amendment: of.amendment,
            cannot_accept: of.cannot_accept,
        }
    }
}

/// A position.
pub struct PositionLine {
    pub reference: String,
    pub says: String,
    /// Where it is: that it stands, was withdrawn, is not confirmed, how a condition was answered.
    pub state: String,
    pub reason: String,
    pub words: Vec<WordsLine>,
    pub by: String,
    pub at: Moment,
    /// In which round; empty in negotiation.
    pub round: String,
    /// Whether the viewer's organisation can withdraw it, or confirm it.
    pub withdraws: bool,
    pub confirms: bool,
    /// Whether the viewer answers it.
    pub answers: bool,
}

fn state_of(of: &PositionView) -> &'static str {
    if of.withdrawn_at.is_some() {
        "withdrawn"
    } else if of.recorded && of.confirmed_at.is_none() {
        "unconfirmed"
    } else if let Some(answer) = of.answer {
        answer
    } else if of.recorded {
        "confirmed"
    } else if of.stands {
        "stands"
    } else {
        "before"
    }
}

impl PositionLine {
    pub(super) fn of(page: &Page, of: PositionView) -> Self {
        let named = [("organisation", of.organisation.name.as_str())];
        let round = of.round.map(|number| number.to_string()).unwrap_or_default();
        Self {
            says: page.ta(&format!("position-says-{}", of.value).replace('_', "-"), &named),
            state: word(page, "position-state", state_of(&of)),
            round: if round.is_empty() { round } else { page.ta("round-number", &[("number", &round)]) },
            words: of.words.into_iter().map(|one| WordsLine::of(page, one)).collect(),
            by: of.by.as_ref().map(|by: &ActedBy| by.words(page)).unwrap_or_default(),
            reference: of.reference,
            reason: of.reason,
            at: of.at,
            withdraws: false,
            confirms: false,
            answers: false,
        }
    }
}

/// An organisation on the roll.
pub struct RollLine {
    pub organisation: String,
    /// What it says.
    pub says: String,
    /// What that counts as; empty where it counts as nothing.
    pub counts: String,
    pub unconfirmed: bool,
    pub waived: String,
}

impl RollLine {
    pub(super) fn of(page: &Page, of: RollView) -> Self {
        Self {
            organisation: of.organisation.name,
            says: word(page, "position", of.value.unwrap_or("no_record")),
            counts: of.count.map(|count| word(page, "count", count)).unwrap_or_default(),
            unconfirmed: of.unconfirmed,
            waived: of.waived.unwrap_or_default(),
        }
    }
}

/// A request for more time.
pub struct RequestLine {
    pub slug: String,
    pub says: String,
    pub answer: String,
    pub reason: String,
    pub at: Moment,
    /// Whether the viewer answers it.
    pub answers: bool,
}

impl RequestLine {
    pub(super) fn of(page: &Page, of: RequestView, answers: bool) -> Self {
        let named = [("organisation", of.organisation.name.as_str())];
        Self {
            says: page.ta("position-says-more-time", &named),
            answers: answers && of.answer.is_none(),
            answer: of.answer.map(|answer| word(page, "request", answer)).unwrap_or_default(),
            slug: of.organisation.slug,
            reason: of.reason,
            at: of.at,
        }
    }
}

/// A round, in the history of a statement.
pub struct RoundLine {
    pub says: String,
    pub state: String,
    pub opened: Moment,
    pub ended: Option<Moment>,
    pub reason: String,
}

impl RoundLine {
    pub(super) fn of(page: &Page, of: &RoundView) -> Self {
        let number = of.number.to_string();
        Self {
            says: page.ta("round-number", &[("number", &number)]),
            state: word(page, "round-state", of.state),
            opened: of.opened_at,
            ended: of.ended_at,
            reason: of.reason.clone(),
        }
    }
}

/// The deadline of a round that runs, by UTC and by the clocks of a zone.
pub(super) fn deadline(page: &Page, of: &RoundView, zone: Option<&str>) -> Option<DueLine> {
    let zone = zone.unwrap_or(&of.deadline_zone);
    let runs = matches!(of.state, "open" | "counting");
    runs.then(|| DueLine::of(page.strings(), (of.deadline, zone), page.now, None))
}

/// What silence means for one's own organisation, in a sentence.
pub(super) fn means(page: &Page, of: &RoundView) -> String {
    match of.keeps {
        Some(value) => page.ta("silence-keeps", &[("position", &word(page, "position", value))]),
        None => word(page, "silence", of.silence),
    }
}

/// What is so of a round, and what that means for one's own organisation.
pub(super) fn sentences(page: &Page, of: &RoundView) -> Vec<String> {
    let mut says = vec![word(page, "round-says", of.state)];
    if of.state == "open" {
        says.push(means(page, of));
        if of.extended > 0 {
            says.push(page.tn("round-extended", u64::from(of.extended)));
        }
    }
    says
}
