//! The decision, held against a small model that asks every moment by itself.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::{ActionKind, Decision, Held, Matter, Scope, Term, decide};
use crate::db::{MandateId, Moment};

fn at(hour: i64) -> Moment {
    Moment::from_unix_seconds(1_800_000_000).unwrap().plus(TimeDelta::hours(hour))
}

const FORUMS: [&str; 4] =
    ["", "Human Rights Council", "human  rights council, 60th session", "Human Rights Councillors"];

fn scope() -> impl Strategy<Value = Scope> {
    prop_oneof![
        Just(Scope::Everything),
        prop::sample::select(&ActionKind::ALL[..3]).prop_map(Scope::Action),
        prop::sample::select(&FORUMS[..]).prop_map(|forum| Scope::Forum(forum.to_owned())),
    ]
}

fn term() -> impl Strategy<Value = Term> {
    (0..8_i64, prop::option::of(0..8_i64))
        .prop_map(|(from, until)| Term { from: at(from), until: until.map(at) })
}

fn held() -> impl Strategy<Value = Vec<Held>> {
    prop::collection::vec((scope(), term(), any::<bool>()), 0..6).prop_map(|all| {
        let one = |(number, (scope, term, is_deputy)): (usize, (Scope, Term, bool))| Held {
            id: MandateId::from(format!("m{number}")),
            scope,
            term,
            is_deputy,
        };
        all.into_iter().enumerate().map(one).collect()
    })
}

/// Whether a mandate is for this, written down case by case.
fn is_for(scope: &Scope, kind: ActionKind, forum: &str) -> bool {
    let plain = |forum: &str| forum.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    match scope {
        Scope::Everything => true,
        Scope::Action(of) => *of == kind,
        Scope::Forum(of) if of.is_empty() => false,
        Scope::Forum(of) => {
            let (of, forum) = (plain(of), plain(forum));
            let parts: Vec<&str> = forum.split(',').collect();
            (1..=parts.len()).any(|many| parts[..many].join(",").trim_end() == of)
        }
    }
}

proptest! {
    #[test]
    fn somebody_acts_by_a_mandate_that_is_for_it_now_and_by_no_other(
        held in held(),
        only in any::<bool>(),
        kind in prop::sample::select(&ActionKind::ALL[..3]),
        forum in prop::sample::select(&FORUMS[..]),
        hour in 0..9_i64,
    ) {
        let now = at(hour);
        let counts = |one: &&Held| {
            now >= one.term.from
                && one.term.until.is_none_or(|until| now < until)
                && is_for(&one.scope, kind, forum)
        };
        let fitting: Vec<&Held> = held.iter().filter(counts).collect();
        match decide(now, only, &held, &Matter { kind, forum }) {
            Decision::By(id) => {
                let by = fitting.iter().find(|one| one.id == id);
                prop_assert!(by.is_some());
                prop_assert!(!by.unwrap().is_deputy || fitting.iter().all(|one| one.is_deputy));
            }
            Decision::Free => prop_assert!(fitting.is_empty() && !only),
            Decision::Missing => prop_assert!(fitting.is_empty() && only),
        }
    }

    #[test]
    fn what_two_stretches_share_is_in_both(one in term(), other in term(), hour in 0..9_i64) {
        let now = at(hour);
        prop_assert_eq!(one.within(other).holds(now), one.holds(now) && other.holds(now));
        if one.holds(now) {
            prop_assert!(!one.is_empty());
        }
    }
}

#[test]
fn an_end_is_not_in_it_any_more() {
    let term = Term { from: at(1), until: Some(at(3)) };
    assert_eq!([0, 1, 2, 3].map(|hour| term.holds(at(hour))), [false, true, true, false]);
    assert_eq!(term.ending(Some(at(2))).until, Some(at(2)));
    assert_eq!(term.ending(Some(at(5))).until, Some(at(3)));
    assert!(Term { from: at(2), until: Some(at(2)) }.is_empty());
}
