//! The kinds of texts, and what becomes of each when what it rests on changes. The table names every kind: a new one does not compile
//! before somebody has decided.

use crate::audit::SubjectKind;
use crate::db::text_enum;

text_enum! {
    /// What kind of text it is.
    pub enum TextKind {
        /// A report.
        Report = "report",
        /// What is said of another organisation's report.
        Corroboration = "corroboration",
        /// What is asked of a report, and what is answered.
        Inquiry = "inquiry",
        /// A report in another language.
        Translation = "translation",
        /// A text that another organisation is asked to publish as its own.
        Delegation = "delegation",
        /// An urgent call.
        Alert = "alert",
        /// What organisations do together.
        Action = "action",
        /// What somebody says of a joint action.
        Comment = "comment",
        /// The text of a joint statement.
        StatementText = "statement_text",
        /// What an organisation says with its position on the text of a joint statement.
        Explanation = "explanation",
        /// A joint statement as everybody reads it.
        Publication = "publication",
        @if "proof"
        /// A note on an incident: a kind that tests alone know.
        Note = "note",
    }
}

impl TextKind {
    /// The same as the log of acts calls it.
    pub fn logged(self) -> SubjectKind {
        match self {
            Self::Report => SubjectKind::Report,
            Self::Corroboration => SubjectKind::Corroboration,
            Self::Inquiry => SubjectKind::Inquiry,
            Self::Translation => SubjectKind::Translation,
            Self::Delegation => SubjectKind::Delegation,
            Self::Alert => SubjectKind::Alert,
            Self::Action => SubjectKind::Action,
            Self::Comment => SubjectKind::Comment,
            Self::StatementText => SubjectKind::StatementText,
            Self::Explanation => SubjectKind::Explanation,
            Self::Publication => SubjectKind::Publication,
            #[cfg(feature = "proof")]
            Self::Note => SubjectKind::Note,
        }
    }

    /// Whether a second person agrees to its readers once, and its next versions follow for the same or fewer of them: what is negotiated
    /// changes by the hour, among those who negotiate it.
    pub fn has_standing_release(self) -> bool {
        self == Self::StatementText
    }

    /// The first word in the addresses of such texts.
    pub fn place(self) -> &'static str {
        match self {
            Self::Report => "reports",
            Self::Corroboration => "corroborations",
            Self::Inquiry => "inquiries",
            Self::Translation => "translations",
            Self::Delegation => "delegations",
            Self::Alert => "alerts",
            Self::Action => "actions",
            Self::Comment => "comments",
            Self::StatementText => "statement-texts",
            Self::Explanation => "explanations",
            Self::Publication => "publications",
            #[cfg(feature = "proof")]
            Self::Note => "notes",
        }
    }
}

text_enum! {
    /// What happens to what a text rests on: a report, or of a translation the text of a report that it is of.
    pub enum ParentEvent {
        /// Its original is changed. What was released of it stays as it was.
        Revised = "revised",
        /// Another text takes the place of the one that was released.
        Superseded = "superseded",
        /// One of its audiences no longer reads it.
        Narrowed = "narrowed",
        /// Nobody outside reads it any more.
        Withdrawn = "withdrawn",
        /// Its owner no longer stands by it.
        Retracted = "retracted",
        /// It is about another incident now; of an incident: nothing is about it any more.
        Merged = "merged",
        /// Nothing of it is left.
        Erased = "erased",
    }
}

text_enum! {
    /// How far a text is on its way.
    pub enum TextState {
        /// It waits for a decision, or was returned: its words are sealed.
        Sealed = "sealed",
        /// Its audience reads it.
        Released = "released",
        /// It was withdrawn; of a delegation: it has been answered or taken back.
        Ended = "ended",
    }
}

text_enum! {
    /// What becomes of a text.
    pub enum Fate {
        /// Nothing.
        Keep = "kept",
        /// It stays, and cannot be approved: the words are kept for its author, who is told why.
        Block = "blocked",
        /// Its proposal ends.
        CancelProposal = "cancelled",
        /// It is read as long as what it rests on is: nothing is written, the rule says so each time.
        Hide = "hidden",
        /// It is never read again, and leaves no tombstone.
        Retire = "retired",
        /// It is taken back.
        Withdraw = "withdrawn",
        /// Nothing of it is left.
        Erase = "erased",
    }
}

/// What becomes of a text of this kind, this far on its way, when that happens to what it rests on.
pub fn fate(kind: TextKind, state: TextState, event: ParentEvent) -> Fate {
    use ParentEvent as P;
    use TextState as S;
    match kind {
        TextKind::Report => match (state, event) {
            (_, P::Erased) => Fate::Erase,
            // What was proposed is another text than what would go out now.
            (S::Sealed, P::Revised) => Fate::CancelProposal,
            (_, P::Superseded | P::Narrowed | P::Withdrawn | P::Retracted | P::Merged)
            | (S::Released | S::Ended, P::Revised) => Fate::Keep,
        },
        TextKind::Corroboration | TextKind::Inquiry => match (state, event) {
            (_, P::Erased) => Fate::Erase,
            (S::Released | S::Ended, P::Withdrawn) => Fate::Hide,
            // It was said of a text that its author had read, and says of which revision.
            (_, P::Revised | P::Superseded | P::Narrowed | P::Retracted | P::Merged)
            | (S::Sealed, P::Withdrawn) => Fate::Keep,
        },
        TextKind::Translation => match (state, event) {
            (_, P::Erased) => Fate::Erase,
            (S::Sealed, P::Superseded | P::Narrowed | P::Withdrawn | P::Retracted) => Fate::Block,
            (S::Released, P::Superseded | P::Narrowed | P::Withdrawn | P::Retracted) => Fate::Retire,
            (S::Ended, P::Superseded | P::Narrowed | P::Withdrawn | P::Retracted)
            | (_, P::Revised | P::Merged) => Fate::Keep,
        },
        TextKind::Delegation => match (state, event) {
            (_, P::Erased) => Fate::Erase,
            // What would be handed over is made of the report as it was when it was proposed.
            (S::Sealed, P::Revised | P::Retracted) => Fate::CancelProposal,
            (S::Released, P::Retracted) => Fate::Withdraw,
            (_, P::Superseded | P::Narrowed | P::Withdrawn | P::Merged)
            | (S::Released, P::Revised)
            | (S::Ended, P::Revised | P::Retracted) => Fate::Keep,
        },
        // An alert, an action and a publication rest on nothing: what they link to may end without them.
        TextKind::Alert | TextKind::Action | TextKind::Publication => match event {
            P::Erased => Fate::Erase,
            P::Revised | P::Superseded | P::Narrowed | P::Withdrawn | P::Retracted | P::Merged => Fate::Keep,
        },
        // Nothing is kept of what was done with an action that is withdrawn, nor of the statement that it was. Who may read the
        // comment of a brief that changes, or such a text, or what was said of that, the rule says each time.
        TextKind::Comment | TextKind::StatementText | TextKind::Explanation => match event {
            P::Withdrawn | P::Erased => Fate::Erase,
            P::Revised | P::Superseded | P::Narrowed | P::Retracted | P::Merged => Fate::Keep,
        },
        #[cfg(feature = "proof")]
        TextKind::Note => match (state, event) {
            (_, P::Erased) => Fate::Erase,
            (S::Sealed, P::Merged) => Fate::CancelProposal,
            (S::Released, P::Merged) => Fate::Withdraw,
            (_, P::Revised | P::Superseded | P::Narrowed | P::Withdrawn | P::Retracted)
            | (S::Ended, P::Merged) => Fate::Keep,
        },
    }
}
