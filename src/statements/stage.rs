//! Where a joint statement is, and how it moves: a table, drawn in `docs/statements.md`. Nothing here knows a row or a request.

use chrono::TimeDelta;

use crate::db::{Moment, text_enum};
use crate::flow::{Guard, Machine, Move};

text_enum! {
    /// Where a statement is.
    pub enum Stage {
        /// Somebody says what it is to be about; nobody writes it yet.
        Concept = "concept",
        /// The penholder writes it, within its own organisation.
        Drafting = "drafting",
        /// Those who are asked say what they think.
        Consultation = "consultation",
        /// States negotiate it, paragraph by paragraph.
        Negotiation = "negotiation",
        /// Its text is frozen, and a round of silence runs.
        Silence = "silence",
        /// A round ended without an adoption.
        Broken = "broken",
        /// It is adopted.
        Adopted = "adopted",
        /// Others than those on the roll sign it; or nobody adopted it, and who wants to signs it.
        SignOn = "sign_on",
        /// It is ready to be published.
        Cleared = "cleared",
        /// It is published.
        Published = "published",
        /// What it asks for is followed up.
        FollowUp = "follow_up",
        /// What came of it is written down.
        Closed = "closed",
        /// Another statement has taken its place.
        Superseded = "superseded",
        /// Its sponsors gave it up.
        Withdrawn = "withdrawn",
        /// Nobody sponsored it in time.
        Lapsed = "lapsed",
    }
}

impl Stage {
    /// Whether it came to be, or still may.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Withdrawn | Self::Lapsed)
    }

    /// Whether states sponsor it: until its text is frozen, and while a broken round leaves it open what becomes of it.
    pub fn is_sponsored(self) -> bool {
        self.is_written() || matches!(self, Self::Concept | Self::Broken)
    }

    /// Whether the penholder writes versions of the text.
    pub fn is_written(self) -> bool {
        matches!(self, Self::Drafting | Self::Consultation | Self::Negotiation)
    }

    /// Whether everybody reads it, whatever became of it since.
    pub fn is_public(self) -> bool {
        matches!(self, Self::Published | Self::FollowUp | Self::Closed | Self::Superseded)
    }

    /// Whether names stand under it, or are gathered: since it was adopted, or opened for signature.
    pub fn has_names(self) -> bool {
        self.is_signed() || self == Self::Cleared || self.is_public()
    }

    /// Whether names are gathered that will stand under it.
    pub fn is_signed(self) -> bool {
        matches!(self, Self::Adopted | Self::SignOn)
    }

    /// Whether paragraphs are commented on.
    pub fn is_discussed(self) -> bool {
        matches!(self, Self::Consultation | Self::Negotiation)
    }
}

text_enum! {
    /// By what rules a statement is adopted in the end. In each of them the deadline has to pass without an objection that stands and without a
    /// request for more time that is open, and an objection breaks the round at once: whoever would not sign need not object,
    /// and whoever objects wants other words before anybody signs these. What differs is what silence means, and whose
    /// names stand under the text.
    pub enum Mode {
        /// The coalition speaks. Silence is consent. Who dissociates is named as such in a footnote, for without it the text
        /// would speak for them.
        CoalitionConsensus = "coalition_consensus",
        /// All who do not opt out speak. Silence is consent. Who dissociates is left off.
        OptOutConsensus = "opt_out_consensus",
        /// Those who sign speak. Silence is nothing: who says that they support or co-sponsor the text signs it, and nobody
        /// else. It is adopted where nobody does: the words stand then, and others may still sign them.
        SignatoriesOnly = "signatories_only",
    }
}

impl Mode {
    /// The mode of a statement of which nobody has said it.
    pub const USUAL: Self = Self::CoalitionConsensus;
}

/// So many hours a round of silence lasts at least; if it is urgent, [`URGENT_HOURS`].
pub const SILENCE_HOURS: i32 = 72;
/// See [`SILENCE_HOURS`].
pub const URGENT_HOURS: i32 = 24;

text_enum! {
    /// What is done with a statement as a whole.
    pub enum StatementMove {
        /// Begin to write it.
        Draft = "draft",
        /// Ask others what they think, until a day.
        Consult = "consult",
        /// Ask that it be negotiated without that.
        Urge = "urge",
        /// Agree that it is urgent.
        Expedite = "expedite",
        /// Do not agree.
        Decline = "decline",
        /// Begin to negotiate what others have said something of.
        Negotiate = "negotiate",
        /// Propose other words for a paragraph.
        Amend = "amend",
        /// Put words in brackets.
        Bracket = "bracket",
        /// Write what was accepted into the text.
        Consolidate = "consolidate",
        /// Freeze the text and put it to those who are asked, for a time.
        Silence = "silence",
        /// Object to it.
        Object = "object",
        /// End a round because a word has to change.
        Break = "break",
        /// Adopt it: nobody objected in time.
        Adopt = "adopt",
        /// Go back to negotiate what was broken.
        Reopen = "reopen",
        /// Open what was broken to those who want to sign it.
        OpenToSign = "open_to_sign",
        /// Invite others to endorse what is adopted.
        Invite = "invite",
        /// Freeze the names, and agree to what is published and from when on.
        Clear = "clear",
        /// Take that back, because a name has changed.
        Recall = "recall",
        /// Publish it: its moment has come.
        Publish = "publish",
        /// Begin to follow up what it asks for.
        FollowUp = "follow_up",
        /// End that, and say what came of it.
        Close = "close",
        /// Say that another statement has taken its place.
        Supersede = "supersede",
        /// Give it up.
        Withdraw = "withdraw",
        /// End it because nobody sponsors it.
        Lapse = "lapse",
    }
}

/// What the machine looks at.
#[derive(Debug, Clone, Copy, Default)]
pub struct StageCase {
    /// Whether the viewer acts for the organisation that holds the pen.
    pub penholder: bool,
    /// Whether they act for one of the sponsors.
    pub sponsor: bool,
    /// Whether they act for a state that reads the text.
    pub votes: bool,
    /// Whether they act as the chair.
    pub chairs: bool,
    /// Whether they act for an organisation that is asked in a round. What else a round asks for is decided by `silence`.
    pub called: bool,
    /// Whether the program itself moves it, because its day has come.
    pub clock: bool,
    /// Whether there is a sponsor.
    pub sponsored: bool,
    /// Whether the text says something.
    pub worded: bool,
    /// Whether others read it, or will with this.
    pub open: bool,
    /// Whether the penholder has said that it is urgent.
    pub urged: bool,
    /// Whether nothing is left unanswered of what was said in consultation.
    pub answered: bool,
    /// Whether all other sponsors that can say so want to withdraw it.
    pub unanimous: bool,
    /// Whether a reason is given.
    pub reason: bool,
    /// Whether no organisation that endorses it waits for its authority.
    pub authorised: bool,
    /// Whether it is written down what it asks of whom.
    pub asks: bool,
    /// Whether a published statement is named that takes its place.
    pub succeeded: bool,
}

type Rule = Guard<StageCase>;

const PENHOLDER: Rule = Guard { holds: |case| case.penholder, otherwise: "denied-statement-penholder" };
const SPONSOR: Rule = Guard { holds: |case| case.sponsor, otherwise: "denied-statement-sponsor" };
const VOTES: Rule = Guard { holds: |case| case.votes, otherwise: "denied-statement-votes" };
const CHAIR: Rule = Guard { holds: |case| case.chairs, otherwise: "denied-statement-chair" };
const CALLED: Rule = Guard { holds: |case| case.called, otherwise: "denied-silence-roll" };
const CLOCK: Rule = Guard { holds: |case| case.clock, otherwise: "denied-statement-clock" };
const MOVER: Rule =
    Guard { holds: |case| case.penholder || case.clock, otherwise: "denied-statement-penholder" };
const SPONSORED: Rule = Guard { holds: |case| case.sponsored, otherwise: "conflict-statement-sponsor" };
const UNSPONSORED: Rule = Guard { holds: |case| !case.sponsored, otherwise: "conflict-statement-sponsored" };
const WORDED: Rule = Guard { holds: |case| case.worded, otherwise: "conflict-statement-empty" };
const OPEN: Rule = Guard { holds: |case| case.open, otherwise: "conflict-statement-closed" };
const URGED: Rule = Guard { holds: |case| case.urged, otherwise: "conflict-statement-not-urged" };
const ANSWERED: Rule = Guard { holds: |case| case.answered, otherwise: "conflict-statement-unanswered" };
const UNANIMOUS: Rule = Guard { holds: |case| case.unanimous, otherwise: "conflict-statement-sponsors" };
const AUTHORISED: Rule = Guard { holds: |case| case.authorised, otherwise: "conflict-statement-authority" };
const ASKS: Rule = Guard { holds: |case| case.asks, otherwise: "conflict-statement-asks" };
const SUCCEEDED: Rule = Guard { holds: |case| case.succeeded, otherwise: "conflict-statement-successor" };
const RECALLS: Rule = Guard { holds: |case| case.chairs || case.clock, otherwise: "denied-statement-chair" };
const REASON: Rule = Guard { holds: |case| case.reason, otherwise: "conflict-statement-reason" };

/// So long a concept waits for a sponsor.
pub const PATIENCE: TimeDelta = TimeDelta::days(30);

const fn step(
    verb: StatementMove,
    from: &'static [Stage],
    to: Stage,
    who: Rule,
    guards: &'static [Rule],
) -> Move<Stage, StatementMove, StageCase> {
    Move { verb, from, to, who, guards, lapses: None }
}

use Stage::{
    Adopted, Broken, Cleared, Closed, Concept, Consultation, Drafting, FollowUp, Lapsed, Negotiation,
    Published, SignOn, Silence, Superseded, Withdrawn,
};
use StatementMove as M;

/// A statement from its concept on. What a round asks for beside this, its objections and its time, is decided by `silence`.
pub static MACHINE: Machine<Stage, StatementMove, StageCase> = Machine {
    subject: "statement",
    moves: &[
        step(M::Draft, &[Concept], Drafting, PENHOLDER, &[SPONSORED]),
        step(M::Consult, &[Drafting], Consultation, PENHOLDER, &[WORDED, OPEN]),
        step(M::Urge, &[Drafting], Drafting, PENHOLDER, &[WORDED, OPEN, REASON]),
        step(M::Expedite, &[Drafting], Negotiation, CHAIR, &[URGED, OPEN]),
        step(M::Decline, &[Drafting], Drafting, CHAIR, &[URGED, REASON]),
        step(M::Negotiate, &[Consultation], Negotiation, MOVER, &[ANSWERED]),
        step(M::Amend, &[Negotiation], Negotiation, VOTES, &[]),
        step(M::Bracket, &[Negotiation], Negotiation, VOTES, &[]),
        step(M::Consolidate, &[Negotiation], Negotiation, PENHOLDER, &[]),
        step(M::Silence, &[Negotiation, Broken], Silence, CHAIR, &[]),
        step(M::Object, &[Silence], Broken, CALLED, &[]),
        step(M::Break, &[Silence], Broken, CHAIR, &[REASON]),
        step(M::Adopt, &[Silence], Adopted, CLOCK, &[]),
        step(M::Reopen, &[Broken], Negotiation, PENHOLDER, &[]),
        step(M::OpenToSign, &[Broken], SignOn, CHAIR, &[]),
        step(M::Invite, &[Adopted], SignOn, CHAIR, &[]),
        step(M::Clear, &[Adopted, SignOn], Cleared, CHAIR, &[AUTHORISED]),
        step(M::Recall, &[Cleared], SignOn, RECALLS, &[]),
        step(M::Publish, &[Cleared], Published, CLOCK, &[]),
        step(M::FollowUp, &[Published], FollowUp, PENHOLDER, &[ASKS]),
        step(M::Close, &[FollowUp], Closed, PENHOLDER, &[REASON]),
        step(M::Supersede, &[Published, FollowUp, Closed], Superseded, CHAIR, &[SUCCEEDED]),
        step(
            M::Withdraw,
            &[Concept, Drafting, Consultation, Negotiation, Silence, Broken],
            Withdrawn,
            SPONSOR,
            &[REASON, UNANIMOUS],
        ),
        step(M::Lapse, &[Concept], Lapsed, CLOCK, &[UNSPONSORED]),
    ],
};

/// What decides whether a day has come.
#[derive(Debug, Clone, Copy)]
pub struct Days {
    /// Where the statement is.
    pub stage: Stage,
    /// Since when.
    pub since: Moment,
    /// Whether it has a sponsor.
    pub sponsored: bool,
    /// Until when others are asked.
    pub consult_until: Option<Moment>,
    /// Whether all that they said is answered.
    pub answered: bool,
    /// From when on everybody reads it that is cleared.
    pub opens_at: Option<Moment>,
}

impl Days {
    /// When the present stage ends by itself, if nothing else happens.
    pub fn deadline(&self) -> Option<Moment> {
        match self.stage {
            Concept if !self.sponsored => Some(self.since.plus(PATIENCE)),
            Consultation => self.consult_until,
            Cleared => self.opens_at,
            _ => None,
        }
    }

    /// What the program does by itself by this moment. Whoever comes at the very moment of a deadline is in time. A consultation of which
    /// something is unanswered goes on past its end, until that is answered.
    pub fn due(&self, at: Moment) -> Option<StatementMove> {
        let over = self.deadline().is_some_and(|deadline| at > deadline);
        // What opens does so at the very moment: whoever reads the rule reads the text.
        let opened = self.opens_at.is_some_and(|opens| opens <= at);
        match self.stage {
            Concept if over => Some(M::Lapse),
            Consultation if over && self.answered => Some(M::Negotiate),
            Cleared if opened => Some(M::Publish),
            _ => None,
        }
    }

    /// Where it truly is at this moment, however late whoever writes it down may be.
    pub fn stage_at(&self, at: Moment) -> Stage {
        let clock = StageCase { clock: true, answered: self.answered, ..StageCase::default() };
        let moved = self.due(at).and_then(|verb| MACHINE.decide(self.stage, verb, &clock).ok());
        moved.unwrap_or(self.stage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(stage: Stage, sponsored: bool, answered: bool) -> Days {
        let at = Moment::from_unix_seconds(1_790_000_000).unwrap();
        let (consult_until, opens_at) =
            (Some(at.plus(TimeDelta::days(3))), Some(at.plus(TimeDelta::days(5))));
        Days { stage, since: at, sponsored, consult_until, answered, opens_at }
    }

    #[test]
    fn a_day_that_has_come_moves_it_whoever_looks() {
        let concept = days(Concept, false, true);
        let second = TimeDelta::seconds(1);
        let end = concept.since.plus(PATIENCE);
        assert_eq!((concept.stage_at(end), concept.stage_at(end.plus(second))), (Concept, Lapsed));
        assert_eq!(days(Concept, true, true).stage_at(end.plus(second)), Concept, "somebody sponsors it");
        let asked = days(Consultation, true, true);
        let until = asked.consult_until.unwrap();
        assert_eq!((asked.stage_at(until), asked.stage_at(until.plus(second))), (Consultation, Negotiation));
        assert_eq!(days(Consultation, true, false).stage_at(until.plus(second)), Consultation);
        let cleared = days(Cleared, true, true);
        let opens = cleared.opens_at.unwrap();
        assert_eq!((cleared.stage_at(opens.plus(-second)), cleared.stage_at(opens)), (Cleared, Published));
        for stage in [Drafting, Negotiation, Silence, Adopted, SignOn, Published, Withdrawn, Lapsed] {
            assert_eq!(days(stage, true, true).stage_at(Moment::NEVER), stage);
        }
    }

    #[test]
    fn nobody_moves_what_has_ended() {
        let all = StageCase {
            penholder: true,
            sponsor: true,
            votes: true,
            chairs: true,
            called: true,
            clock: true,
            sponsored: true,
            worded: true,
            open: true,
            urged: true,
            answered: true,
            unanimous: true,
            reason: true,
            authorised: true,
            asks: true,
            succeeded: true,
        };
        for stage in Stage::ALL {
            let none = !stage.is_open() || *stage == Superseded;
            assert_eq!(MACHINE.open_moves(*stage, &all).is_empty(), none, "{stage}");
            assert!(MACHINE.open_moves(*stage, &StageCase::default()).is_empty(), "{stage}");
        }
    }
}
