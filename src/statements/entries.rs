//! What is said of single paragraphs (amendments, brackets, comments), and how that is settled: tables again.

use crate::db::text_enum;
use crate::flow::{Guard, Machine, Move};

text_enum! {
    /// What an amendment would do.
    pub enum AmendmentKind {
        /// Put other words in the place of a paragraph.
        Replace = "replace",
        /// Put a new paragraph after it.
        InsertAfter = "insert_after",
        /// Take it out.
        Delete = "delete",
    }
}

text_enum! {
    /// Where an amendment is.
    pub enum AmendmentState {
        /// It waits for the penholder.
        Submitted = "submitted",
        /// Its words go into the text.
        Accepted = "accepted",
        /// Other words than its own do.
        AcceptedModified = "accepted_modified",
        /// It is not taken, and the penholder said why. Its author and its words stay.
        Rejected = "rejected",
        /// Its author took it back.
        Withdrawn = "withdrawn",
        /// The paragraph was changed before it was answered.
        Overtaken = "overtaken",
    }
}

impl AmendmentState {
    /// Whether its words, or others in their place, go into the text.
    pub fn is_accepted(self) -> bool {
        matches!(self, Self::Accepted | Self::AcceptedModified)
    }
}

text_enum! {
    /// Why words stand in brackets.
    pub enum BracketKind {
        /// Other words are offered for them.
        Alternative = "alternative",
        /// They are not agreed.
        Contentious = "contentious",
        /// They depend on something else in the text.
        Trade = "trade",
        /// A delegation waits for its capital.
        AwaitingInstructions = "awaiting_instructions",
        /// A delegation reserves its position.
        Reserved = "reserved",
    }
}

text_enum! {
    /// Where a bracket is.
    pub enum BracketStatus {
        /// It stands.
        Open = "open",
        /// Whoever put it agrees, if the capital does.
        AgreedAdRef = "agreed_ad_ref",
        /// Whoever put it agrees.
        Agreed = "agreed",
        /// Whoever put it took it back.
        Withdrawn = "withdrawn",
    }
}

impl BracketStatus {
    /// Whether it keeps the text from a round of silence.
    pub fn stands(self) -> bool {
        matches!(self, Self::Open | Self::AgreedAdRef)
    }
}

text_enum! {
    /// How far the penholder follows what was said.
    pub enum InputAnswer {
        /// It does.
        Accepted = "accepted",
        /// In part.
        Partly = "partly",
        /// Not.
        Not = "not",
    }
}

/// What these tables look at.
#[derive(Debug, Clone, Copy, Default)]
pub struct EntryCase {
    /// Whether the viewer acts for the penholder.
    pub penholder: bool,
    /// Whether they act for whoever said it.
    pub author: bool,
    /// Whether whoever said it can say nothing more: no active member, or no reader of the text.
    pub orphaned: bool,
    /// Whether a reason is given.
    pub reason: bool,
    /// Whether words are given that stand in its place.
    pub words: bool,
    /// Whether it stands in a version of the text already.
    pub taken: bool,
}

type Rule = Guard<EntryCase>;

const PENHOLDER: Rule = Guard { holds: |case| case.penholder, otherwise: "denied-statement-penholder" };
const AUTHOR: Rule = Guard { holds: |case| case.author, otherwise: "denied-statement-author" };
const LIFTS: Rule = Guard {
    holds: |case| case.author || (case.penholder && case.orphaned),
    otherwise: "denied-statement-author",
};
const REASON: Rule = Guard { holds: |case| case.reason, otherwise: "conflict-statement-why-not" };
const WORDS: Rule = Guard { holds: |case| case.words, otherwise: "conflict-statement-other-words" };
const FREE: Rule = Guard { holds: |case| !case.taken, otherwise: "conflict-statement-taken" };

const fn to<S: Copy>(from: &'static [S], to: S, who: Rule, guards: &'static [Rule]) -> Move<S, S, EntryCase> {
    Move { verb: to, from, to, who, guards, lapses: None }
}

use AmendmentState as A;
use BracketStatus as B;

/// An amendment from its proposal to its end. A move is called by where it leads. Until it stands in a version, the penholder can answer
/// otherwise.
pub static AMENDMENTS: Machine<AmendmentState, AmendmentState, EntryCase> = Machine {
    subject: "amendment",
    moves: &[
        to(&[A::Submitted, A::AcceptedModified, A::Rejected], A::Accepted, PENHOLDER, &[FREE]),
        to(&[A::Submitted, A::Accepted, A::Rejected], A::AcceptedModified, PENHOLDER, &[FREE, WORDS]),
        to(&[A::Submitted, A::Accepted, A::AcceptedModified], A::Rejected, PENHOLDER, &[FREE, REASON]),
        to(&[A::Submitted], A::Withdrawn, AUTHOR, &[]),
    ],
};

/// A bracket until it is lifted. What is agreed ad referendum is confirmed by the same organisation, or stands again.
pub static BRACKETS: Machine<BracketStatus, BracketStatus, EntryCase> = Machine {
    subject: "bracket",
    moves: &[
        to(&[B::Open], B::AgreedAdRef, AUTHOR, &[]),
        to(&[B::Open, B::AgreedAdRef], B::Agreed, AUTHOR, &[]),
        to(&[B::AgreedAdRef], B::Open, AUTHOR, &[]),
        to(&[B::Open, B::AgreedAdRef], B::Withdrawn, LIFTS, &[]),
    ],
};
