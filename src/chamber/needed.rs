//! What is needed next of a statement, and from whom, in a sentence: from what the viewer is shown and nothing else.

use crate::access::{Act, Viewer, permits};
use crate::db::Moment;
use crate::language::Strings;
use crate::statements::Stage;

/// What the sentence is made of.
pub(super) struct Needed<'a> {
    pub stage: Stage,
    pub urgent: bool,
    /// Who holds the pen, as far as the viewer is shown that.
    pub holder: Option<&'a str>,
    /// Whether that is the viewer's organisation.
    pub own: bool,
    /// Whether a version waits for a second person, or came back: for the penholder.
    pub proposed: bool,
    /// When the stage ends by itself.
    pub deadline: Option<Moment>,
    /// What is unanswered.
    pub inputs: u64,
    /// Amendments that wait.
    pub amendments: u64,
    /// Amendments that are accepted and stand in no version yet.
    pub to_be_taken: u64,
    /// Brackets that stand.
    pub brackets: u64,
    /// Those of the viewer's organisation that wait for its capital.
    pub ad_ref: u64,
}

/// See [`Needed`].
pub(super) fn sentence(strings: &Strings, viewer: &Viewer, of: &Needed<'_>) -> String {
    let now = viewer.at();
    let when = of.deadline.map(|deadline| strings.moment(deadline)).unwrap_or_default();
    let holder = of.holder.unwrap_or_default();
    let told = |key: &str| {
        let named = [("holder", holder), ("when", when.as_str())];
        strings.ta(&format!("needed-statement-{key}"), &named)
    };
    let whose = |key: &str| if of.own { told(&format!("{key}-own")) } else { told(key) };
    let counted = |key: &str, count: u64| strings.tn(&format!("needed-statement-{key}"), &[("count", count)]);
    let over = of.deadline.is_some_and(|deadline| deadline < now);
    match of.stage {
        Stage::Withdrawn | Stage::Lapsed | Stage::Closed | Stage::Superseded => told("nothing"),
        Stage::Cleared => told("cleared"),
        Stage::Published => whose("published"),
        Stage::FollowUp => whose("follow-up"),
        Stage::Concept if of.holder.is_none() && of.deadline.is_none() => told("sponsored"),
        Stage::Concept if of.holder.is_none() => told("sponsor"),
        Stage::Concept => whose("draft"),
        Stage::Drafting | Stage::Consultation | Stage::Negotiation if of.proposed => told("second"),
        Stage::Drafting if of.urgent && permits(viewer, Act::ChairStatement) => told("chair-own"),
        Stage::Drafting if of.urgent => told("chair"),
        Stage::Drafting => whose("write"),
        Stage::Consultation if of.own && of.inputs > 0 => counted("answer-own", of.inputs),
        Stage::Consultation if over => told("answer"),
        Stage::Consultation if of.own => told("negotiate-own"),
        Stage::Consultation => told("say"),
        Stage::Negotiation if of.own && of.inputs + of.amendments > 0 => {
            counted("decide-own", of.inputs + of.amendments)
        }
        Stage::Negotiation if of.own && of.to_be_taken > 0 => counted("consolidate-own", of.to_be_taken),
        Stage::Negotiation if of.ad_ref > 0 => counted("ad-ref-own", of.ad_ref),
        Stage::Negotiation if of.brackets > 0 => counted("brackets", of.brackets),
        Stage::Negotiation if of.inputs + of.amendments + of.to_be_taken > 0 => told("decide"),
        Stage::Negotiation => told("ready"),
        Stage::Silence => told("silence"),
        Stage::Broken => whose("broken"),
        Stage::Adopted if permits(viewer, Act::ChairStatement) => told("adopted-own"),
        Stage::Adopted => told("adopted"),
        Stage::SignOn => told("sign-on"),
    }
}
