//! What is decided for every kind of text in one place: whose consent a release needs. The table names every kind: a new one does not
//! compile before somebody has decided.

use super::TextKind;
use crate::access::{Audience, Token};
use crate::db::{OrganisationId, text_enum};

impl TextKind {
    /// Whether its author may ask that it be released at once, to whomever: then somebody has to be able to confirm it.
    pub fn is_confirmed(self) -> bool {
        let within = |reach: &Reach| matches!(second_person(self, *reach, Pace::Urgent), Second::Within(_));
        Reach::ALL.iter().any(within)
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
        | (
            TextKind::Report | TextKind::Action | TextKind::StatementText | TextKind::Publication,
            Reach::Coalition,
            Pace::Usual | Pace::Urgent,
        )
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
            TextKind::Corroboration | TextKind::Inquiry | TextKind::Comment | TextKind::Explanation,
            Reach::Coalition,
            Pace::Usual | Pace::Urgent,
        ) => Second::No,
    }
}

/// What is read now of a text, where that decides what another version needs: it says the same, and nothing changes but who reads it; or
/// its kind has a standing release ([`TextKind::has_standing_release`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// Who reads it.
    pub audience: Audience,
    /// Whether nobody has to confirm it any more.
    pub confirmed: bool,
    /// Whether the other version says the same.
    pub same_words: bool,
}

impl Before {
    /// Whether it would only be taken from some of its readers: everybody who would read it surely reads it now.
    pub fn is_narrowed_by(&self, audience: &Audience) -> bool {
        self.same_words && self.audience != *audience && self.audience.contains(audience)
    }

    /// Whether a next version of this kind follows the release of it: everybody who would read that surely reads the text now.
    fn is_followed_by(&self, kind: TextKind, audience: &Audience) -> bool {
        kind.has_standing_release() && self.confirmed && self.audience.contains(audience)
    }
}

/// Whether this release needs somebody else's consent. To take a text from some of its readers, with all its words as they are, needs none:
/// nobody reads anything that they did not read. What nobody has confirmed stays unconfirmed. The next version of a text that is negotiated
/// needs none where all who will read it read the one before.
pub fn second_for(
    kind: TextKind,
    (audience, owner): (&Audience, &OrganisationId),
    pace: Pace,
    before: Option<&Before>,
) -> Second {
    let reach = Reach::of(audience, owner);
    match (second_person(kind, reach, pace), before) {
        (_, Some(before)) if before.is_followed_by(kind, audience) => Second::No,
        (Second::Yes | Second::Within(_), Some(before)) if before.is_narrowed_by(audience) => {
            if before.confirmed { Second::No } else { second_person(kind, reach, Pace::Urgent) }
        }
        (second, _) => second,
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
        /// Without a second person nobody ever reads a thing who did not read it, unless the kind and the reach ask for none; nor, but
        /// of a text with a standing release, words that they did not read.
        #[test]
        fn nobody_reads_more_without_a_second_person(
            kind in select(TextKind::ALL),
            (before, next) in (audience(), audience()),
            (confirmed, urgent, same_words) in (any::<bool>(), any::<bool>(), any::<bool>()),
        ) {
            let (owner, pace) = (organisation("a"), if urgent { Pace::Urgent } else { Pace::Usual });
            let plain = second_for(kind, (&next, &owner), pace, None);
            let before = Before { audience: before, confirmed, same_words };
            let second = second_for(kind, (&next, &owner), pace, Some(&before));
            if second != plain {
                for reader in readers() {
                    prop_assert!(!next.readable_by(&reader) || before.audience.readable_by(&reader));
                }
                let stands = kind.has_standing_release();
                prop_assert!(stands || same_words, "other words are other words");
                prop_assert!(stands || before.audience != next, "what goes to the same readers is no narrowing");
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
            let before = Before { audience: before.clone(), confirmed, same_words: true };
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

    #[test]
    fn a_standing_release_is_followed_by_other_words_for_no_other_readers() {
        let home = organisation("a");
        let (states, all) = (Audience::of(Token::Sector(Government)), Audience::of(Token::Coalition));
        let second = |kind, before: &Audience, next: &Audience, confirmed| {
            let before = Before { audience: before.clone(), confirmed, same_words: false };
            second_for(kind, (next, &home), Pace::Usual, Some(&before))
        };
        let text = TextKind::StatementText;
        assert_eq!(second(text, &states, &states, true), Second::No);
        assert_eq!(second(text, &all, &states, true), Second::No);
        assert_eq!(second(text, &states, &all, true), Second::Yes, "more readers");
        assert_eq!(second(text, &states, &states, false), Second::Yes, "nobody has agreed to them");
        assert_eq!(second(TextKind::Action, &states, &states, true), Second::Yes, "another kind");
        assert_eq!(second_for(text, (&states, &home), Pace::Usual, None), Second::Yes, "the first one");
        let within = Audience::of(Token::Organisation(home.clone()));
        assert_eq!(second_for(text, (&within, &home), Pace::Usual, None), Second::No);
    }
}
