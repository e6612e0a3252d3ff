//! What follows a negotiation, as statements are shown: rounds of silence and what organisations say in them, endorsements, the
//! publication. The rooms in which that is decided stand below, and hand in how.

use std::sync::OnceLock;

use serde::Serialize;
use utoipa::ToSchema;

use crate::access::Viewer;
use crate::contributions::Seen;
use crate::db::{Conn, Moment, Tx};
use crate::error::{Error, Result};
use crate::language::DueLine;
use crate::mandates::ActedBy;
use crate::people::Organisation;
use crate::statements::{self, NewMove, Outcome, Places, Standing};
use crate::vault::Vault;
use crate::web::{Link, Page};

/// An organisation that is asked in a round.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementRoll)]
pub struct RollView {
    /// Which.
    pub organisation: Organisation,
    /// What it says, as far as it counts.
    #[schema(required, pattern = "^(support|co_sponsor|no_objection|support_if|object|dissociate|recused)$")]
    pub value: Option<&'static str>,
    /// What it counts as: of a round that runs, if nothing else is said; nothing of one that ended without an adoption.
    #[schema(
        required,
        pattern = "^(consents|consents_by_silence|signs|unbound|footnoted|left_off|recused|objects)$"
    )]
    pub count: Option<&'static str>,
    /// Whether the secretariat recorded something of it that it has not confirmed.
    pub unconfirmed: bool,
    /// Why the round began although it was not told: for the chair and the organisation itself.
    #[schema(required)]
    pub waived: Option<String>,
}

/// That an organisation asked for more time.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementRequest)]
pub struct RequestView {
    /// Which.
    pub organisation: Organisation,
    /// When.
    pub at: Moment,
    /// What it was answered.
    #[schema(required, pattern = "^(granted|automatic|declined|spent)$")]
    pub answer: Option<&'static str>,
    /// When.
    #[schema(required)]
    pub answered_at: Option<Moment>,
    /// Why it was declined; empty where it was not.
    pub reason: String,
}

/// A round of silence.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementRound)]
pub struct RoundView {
    /// Counts up.
    pub number: u32,
    /// Of which version, by its number among those that one could read.
    #[schema(required)]
    pub version: Option<usize>,
    /// The hash of that.
    pub hash: String,
    /// `open`; `counting` while what arrived in time is counted; else how it ended.
    #[schema(pattern = "^(open|counting|adopted|broken|void|withdrawn)$")]
    pub state: &'static str,
    /// When it began.
    pub opened_at: Moment,
    /// Until when it runs, with all extensions.
    pub deadline: Moment,
    /// In which zone that was said.
    pub deadline_zone: String,
    /// How often it was extended, by 24 hours each time.
    pub extended: u32,
    /// When it ended.
    #[schema(required)]
    pub ended_at: Option<Moment>,
    /// Why the chair ended it; empty where that did not happen.
    pub reason: String,
    /// What silence means for one's own organisation: `not_asked`, `consents`, `nothing`, or `keeps` what it said.
    #[schema(pattern = "^(not_asked|consents|nothing|keeps)$")]
    pub silence: &'static str,
    /// What it said.
    #[schema(required, pattern = "^(support|co_sponsor|no_objection|support_if|object|dissociate|recused)$")]
    pub keeps: Option<&'static str>,
    /// Who is asked: for those on the roll and the chair; once it is adopted, for all who read the text.
    pub roll: Vec<RollView>,
    /// Who asked for more time: for those on the roll and the chair.
    pub requests: Vec<RequestView>,
    /// Whether the record of its adoption is there.
    pub record: bool,
}

/// What is said with a position, as a text of its own.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementWords)]
pub struct SaidView {
    /// `O-…`.
    pub reference: String,
    /// Whose it is.
    pub organisation: Organisation,
    /// What it is.
    #[schema(pattern = "^(objection|condition|request|reservation|explanation)$")]
    pub role: &'static str,
    /// What it says.
    pub text: String,
    /// Of an objection: the words that are offered.
    pub amendment: String,
    /// Of an objection: whether the text cannot be accepted at all.
    pub cannot_accept: bool,
}

/// What an organisation said once, as one who may know of it is shown it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementPosition)]
pub struct PositionView {
    /// `U-…`.
    pub reference: String,
    /// Whose it is.
    pub organisation: Organisation,
    /// What.
    #[schema(
        pattern = "^(support|co_sponsor|no_objection|support_if|more_time|object|dissociate|recused|late_reservation)$"
    )]
    pub value: &'static str,
    /// Of which version, by its number among those that one could read.
    #[schema(required)]
    pub version: Option<usize>,
    /// The hash of that.
    pub hash: String,
    /// In which round; none in negotiation.
    #[schema(required)]
    pub round: Option<u32>,
    /// When it arrived.
    pub at: Moment,
    /// Whether it is what its organisation says now of the version that is read.
    pub stands: bool,
    /// Whether a formal reservation goes with it.
    pub reservation: bool,
    /// Whether it was said after the adoption.
    pub late: bool,
    /// Whether the secretariat recorded it.
    pub recorded: bool,
    /// When its organisation confirmed that.
    #[schema(required)]
    pub confirmed_at: Option<Moment>,
    /// When an objection was withdrawn.
    #[schema(required)]
    pub withdrawn_at: Option<Moment>,
    /// What a condition was answered.
    #[schema(required, pattern = "^(accepted|declined)$")]
    pub answer: Option<&'static str>,
    /// Why it was declined; empty where it was not.
    pub reason: String,
    /// What is said with it, as far as one reads it.
    pub words: Vec<SaidView>,
    /// Who of the organisation said it, and by which mandate: for the organisation itself.
    #[schema(required)]
    pub by: Option<ActedBy>,
}

/// What a viewer is shown of rounds and positions.
#[derive(Debug, Clone, Default)]
pub struct Rounds {
    /// The rounds, the oldest first.
    pub rounds: Vec<RoundView>,
    /// What was said, the oldest first.
    pub positions: Vec<PositionView>,
    /// What is explained by those whose positions the viewer is not shown.
    pub explanations: Vec<SaidView>,
}

/// What an organisation said last of endorsing a statement.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementEndorsement)]
pub struct EndorsementView {
    /// Whose it is.
    pub organisation: Organisation,
    /// Where it is. All but the first two are told to the organisation itself and the chair alone.
    #[schema(
        pattern = "^(endorsed|endorsed_with_reservation|invited|authority_pending|withdrawn|declined)$"
    )]
    pub state: &'static str,
    /// The hash of the words that are endorsed.
    pub hash: String,
    /// What is reserved; empty where nothing is.
    pub reservation: String,
    /// Who decided on it at home: for the organisation itself and the chair.
    #[schema(required)]
    pub authority: Option<String>,
    /// When.
    pub at: Moment,
    /// Who of the organisation said it, and by which mandate: for the organisation itself.
    #[schema(required)]
    pub by: Option<ActedBy>,
}

/// What the page of a statement shows of something that follows a negotiation.
#[derive(Debug, Clone)]
pub struct LaterSection {
    /// By which the page names it.
    pub name: &'static str,
    /// What it is about.
    pub heading: String,
    /// Until when it runs, or from when on it is so, while that is to come.
    pub deadline: Option<DueLine>,
    /// Sentences.
    pub says: Vec<String>,
    /// Where all of it is.
    pub link: Link,
}

/// Makes parts of a page.
pub type ShowLater = fn(&mut Conn, &Page, &Viewer, (&Standing, &Rounds)) -> Result<Vec<LaterSection>>;
/// Makes a move.
pub type MoveOn = fn(&mut Tx<'_>, &Vault, &Viewer, (&str, &NewMove), &Seen) -> Result<Option<Outcome>>;

/// How those rooms do it.
#[derive(Clone, Copy)]
pub struct Later {
    /// See [`Places`].
    pub places: Places,
    /// What a viewer is shown of rounds and positions, who reads the text.
    pub rounds: fn(&mut Conn, &Viewer, &Standing) -> Result<Rounds>,
    /// Who endorses it, as far as the viewer is told, who reads the text.
    pub endorsements: fn(&mut Conn, &Viewer, &Standing) -> Result<Vec<EndorsementView>>,
    /// What the page of a statement shows of what follows its negotiation.
    pub sections: ShowLater,
    /// Makes a move that is its own; nothing where it is not.
    pub move_on: MoveOn,
}

static WIRED: OnceLock<Later> = OnceLock::new();

/// Says what follows a negotiation: once for the program, before anything is read.
pub fn wire(later: Later) {
    statements::wire(later.places);
    WIRED.set(later).ok();
}

fn wired() -> Result<&'static Later> {
    let missing = || Error::Internal("no room has said what follows a negotiation".into());
    WIRED.get().ok_or_else(missing)
}

/// What a viewer is shown of rounds and positions. Of a concept there are none.
pub(super) fn rounds(conn: &mut Conn, viewer: &Viewer, of: &Standing) -> Result<Rounds> {
    if of.text.is_some() { (wired()?.rounds)(conn, viewer, of) } else { Ok(Rounds::default()) }
}

/// See [`Later::endorsements`].
pub(super) fn endorsements(conn: &mut Conn, viewer: &Viewer, of: &Standing) -> Result<Vec<EndorsementView>> {
    if of.text.is_some() { (wired()?.endorsements)(conn, viewer, of) } else { Ok(Vec::new()) }
}

/// See [`Later::sections`].
pub(super) fn sections(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    of: (&Standing, &Rounds),
) -> Result<Vec<LaterSection>> {
    if of.0.text.is_some() { (wired()?.sections)(conn, page, viewer, of) } else { Ok(Vec::new()) }
}

/// Moves a statement on, as far as the viewer may: up to its negotiation, and from there on.
pub fn move_on(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    new: (&str, &NewMove),
    seen: &Seen,
) -> Result<Outcome> {
    match (wired()?.move_on)(tx, vault, viewer, new, seen)? {
        Some(outcome) => Ok(outcome),
        None => statements::move_on(tx, vault, viewer, new, seen),
    }
}
