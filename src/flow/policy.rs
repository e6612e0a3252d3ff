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

/// What is read now of a text, where another version would say the same: nothing changes but who reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// Who reads it.
    pub audience: Audience,
    /// Whether nobody has to confirm it any more.
    pub confirmed: bool,
}

impl Before {
    /// Whether it would only be taken from some of its readers: everybody who would read it surely reads it now.
    pub fn is_narrowed_by(&self, audience: &Audience) -> bool {
        self.audience != *audience && self.audience.contains(audience)
    }
}

/// Whether this release needs somebody else's consent. To take a text from some of its readers, with all its words as they are, needs none:
/// nobody reads anything that they did not read. What nobody has confirmed stays unconfirmed.
pub fn second_for(
    kind: TextKind,
    (audience, owner): (&Audience, &OrganisationId),
    pace: Pace,
    before: Option<&Before>,
) -> Second {
    let reach = Reach::of(audience, owner);
    match (second_person(kind, reach, pace), before) {
        (Second::Yes | Second::Within(_), Some(before)) if before.is_narrowed_by(audience) => {
            if before.confirmed { Second::No } else { second_person(kind, reach, Pace::Urgent) }
        }
        (second, _) => second,
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use proptest::sample::{select, subsequence};

    use super::*;
    use crate::access::OrganisationKind::{Company, Government};
    use crate::access::{Membership, Role, Viewer};

    fn organisation(name: &str) -> OrganisationId {
        name.to_owned().into()
    }

    fn tokens() -> Vec<Token> {
        let groups = (1..=3).map(|epoch| Token::Group("g".to_owned().into(), epoch));
        let homes = ["a", "b", "c"].map(|name| Token::Organisation(organisation(name)));
        let people = ["a", "b"].map(|name| Token::Person(format!("{name}-1").into()));
        let wide = [Token::Public, Token::Coalition, Token::Sector(Government), Token::Sector(Company)];
        wide.into_iter().chain(groups).chain(homes).chain(people).collect()
    }

    fn audience() -> impl Strategy<Value = Audience> {
        let except = subsequence(vec!["a", "b", "c"], 0..=2);
        (subsequence(tokens(), 1..=4), except).prop_map(|(tokens, except)| {
            let except: BTreeSet<_> = except.into_iter().map(organisation).collect();
            let all = Audience::new(tokens.clone(), []).expect("somebody is named");
            Audience::new(tokens, except).unwrap_or(all)
        })
    }

    /// Everybody whom these audiences can name, and some whom they cannot: only active members can be addressed.
    fn readers() -> Vec<Viewer> {
        let mut readers = vec![Viewer::public()];
        for (name, kind) in [("a", Government), ("b", Company), ("c", Company), ("d", Government)] {
            for from in 1..=4 {
                let roles = BTreeSet::from([Role::Observer]);
                let groups = [Membership { group: "g".to_owned().into(), from, current: 3 }];
                let person = format!("{name}-{from}").into();
                let home = organisation(name);
                readers.push(Viewer::member(person, home, kind, true, roles.clone(), &roles, &groups));
            }
        }
        readers
    }

    proptest! {
        /// Without a second person nobody ever reads what they did not read, unless the kind and the reach ask for none.
        #[test]
        fn nobody_reads_more_without_a_second_person(
            kind in select(TextKind::ALL),
            (before, next) in (audience(), audience()),
            (confirmed, urgent) in (any::<bool>(), any::<bool>()),
        ) {
            let (owner, pace) = (organisation("a"), if urgent { Pace::Urgent } else { Pace::Usual });
            let plain = second_for(kind, (&next, &owner), pace, None);
            let before = Before { audience: before, confirmed };
            let second = second_for(kind, (&next, &owner), pace, Some(&before));
            if second != plain {
                for reader in readers() {
                    prop_assert!(!next.readable_by(&reader) || before.audience.readable_by(&reader));
                }
                prop_assert!(before.audience != next, "what goes to the same readers is no narrowing");
                prop_assert!(confirmed || second != Second::No, "nobody has agreed to it yet");
            }
            prop_assert!(plain != Second::No || second == Second::No, "it is never harder than without");
        }
    }

    #[test]
    fn what_is_taken_from_some_of_its_readers_needs_nobody_else() {
        let home = organisation("a");
        let of = |except: &[&str]| {
            Audience::new([Token::Coalition], except.iter().map(|name| organisation(name))).unwrap()
        };
        let governments = Audience::of(Token::Sector(Government));
        let second = |kind, before: &Audience, next: &Audience, confirmed| {
            let before = Before { audience: before.clone(), confirmed };
            second_for(kind, (next, &home), Pace::Usual, Some(&before))
        };
        for next in [&governments, &of(&["b"]), &Audience::of(Token::Organisation(organisation("b")))] {
            assert_eq!(second(TextKind::Action, &of(&[]), next, true), Second::No, "{next:?}");
        }
        assert_eq!(second(TextKind::Alert, &of(&[]), &governments, false), Second::Within(24));
        // Other readers, the same ones, and what cannot be shown: “b” may be a government.
        for (before, next) in [
            (&governments, &of(&[])),
            (&of(&[]), &of(&[])),
            (&of(&["b"]), &of(&[])),
            (&of(&["b"]), &governments),
        ] {
            assert_eq!(second(TextKind::Action, before, next, true), Second::Yes, "{before:?} {next:?}");
        }
    }
}
