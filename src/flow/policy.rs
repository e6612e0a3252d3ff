//! What is decided for every kind of text in one place: what needs a second person, and what becomes of a text when
//! what it rests on changes. Both tables name every kind: a new one does not compile before somebody has decided.

use crate::access::{Audience, Token};
use crate::audit::SubjectKind;
use crate::db::{OrganisationId, text_enum};

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
            #[cfg(feature = "proof")]
            Self::Note => SubjectKind::Note,
        }
    }

    /// Whether its author may ask that it be released at once, to whomever: then somebody has to be able to confirm it.
    pub fn is_confirmed(self) -> bool {
        let within = |reach: &Reach| matches!(second_person(self, *reach, Pace::Urgent), Second::Within(_));
        Reach::ALL.iter().any(within)
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
            #[cfg(feature = "proof")]
            Self::Note => "notes",
        }
    }
}

text_enum! {
    /// How far an audience reaches, seen from the owner.
    pub enum Reach {
        /// The organisation itself.
        Within = "within",
        /// Named organisations and groups, sectors, the coalition.
        Coalition = "coalition",
        /// Everybody.
        Public = "public",
    }
}

impl Reach {
    /// How far this audience reaches from this organisation.
    pub fn of(audience: &Audience, owner: &OrganisationId) -> Self {
        if audience.is_public() {
            Self::Public
        } else if audience.stays_within(owner)
            || audience.tokens().iter().all(|token| matches!(token, Token::Person(_)))
        {
            // Who proposes names people of their own organisation only (`people::token_from_word`), and proposes for
            // their own organisation only: a token of a person names nobody elsewhere.
            Self::Within
        } else {
            Self::Coalition
        }
    }
}

text_enum! {
    /// How soon the author wants a text released.
    pub enum Pace {
        /// When everybody has agreed whose consent it needs.
        Usual = "usual",
        /// At once, as unconfirmed, where its kind allows that.
        Urgent = "urgent",
    }
}

/// Whether a release needs somebody else's consent, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Second {
    /// It needs none.
    No,
    /// Before it is released.
    Yes,
    /// So many hours after it is released as unconfirmed, or it ends by itself.
    Within(i64),
}

/// Whether a release of this kind of text, this far, needs somebody else's consent. Urgency is the choice of the author;
/// whether it changes anything is decided here.
pub fn second_person(kind: TextKind, reach: Reach, pace: Pace) -> Second {
    match (kind, reach, pace) {
        // Whoever reads a translation cannot hold it against what it was made of: somebody else does, also at home.
        // What another publishes leaves for good, however few read it before.
        (TextKind::Translation | TextKind::Delegation, _, Pace::Usual | Pace::Urgent)
        | (TextKind::Report | TextKind::Action, Reach::Coalition, Pace::Usual | Pace::Urgent)
        // What everybody has read cannot be taken back.
        | (_, Reach::Public, Pace::Usual | Pace::Urgent) => Second::Yes,
        // What is urgent cannot wait; what nobody else has looked at is marked as such, and ends by itself.
        (TextKind::Alert, Reach::Coalition, Pace::Usual) => Second::Yes,
        (TextKind::Alert, Reach::Coalition, Pace::Urgent) => Second::Within(24),
        #[cfg(feature = "proof")]
        (TextKind::Note, Reach::Coalition, Pace::Usual) => Second::Yes,
        #[cfg(feature = "proof")]
        (TextKind::Note, Reach::Coalition, Pace::Urgent) => Second::Within(24),
        // What is said among members is said in one's own name, and of somebody else's text.
        (_, Reach::Within, Pace::Usual | Pace::Urgent)
        | (
            TextKind::Corroboration | TextKind::Inquiry | TextKind::Comment,
            Reach::Coalition,
            Pace::Usual | Pace::Urgent,
        ) => Second::No,
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
        // An alert and an action rest on nothing: what they link to may end without them.
        TextKind::Alert | TextKind::Action => match event {
            P::Erased => Fate::Erase,
            P::Revised | P::Superseded | P::Narrowed | P::Withdrawn | P::Retracted | P::Merged => Fate::Keep,
        },
        // Nothing is kept of what was done with an action that is withdrawn. Who may read the comment of a brief that
        // changes, the rule says each time.
        TextKind::Comment => match event {
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
