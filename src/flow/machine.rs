//! A state machine is data. It answers two questions: may this move be made now, and if not, why not, in words.

use std::fmt::Display;

use chrono::TimeDelta;

use crate::error::{Error, Result, message};

/// Something that has to be true of the case before a move.
pub struct Guard<C> {
    /// Whether it is.
    pub holds: fn(&C) -> bool,
    /// What to say where it is not: the key of a sentence that tells what is missing.
    pub otherwise: &'static str,
}

/// One move of a machine.
pub struct Move<S: 'static, V: 'static, C: 'static> {
    /// The verb.
    pub verb: V,
    /// The states it starts from.
    pub from: &'static [S],
    /// The state it ends in.
    pub to: S,
    /// Who may make it.
    pub who: Guard<C>,
    /// What else has to be true.
    pub guards: &'static [Guard<C>],
    /// After how long the new state lapses by itself into which other state, where it does.
    pub lapses: Option<(TimeDelta, S)>,
}

/// A machine: its states and its verbs are types, its moves a table.
pub struct Machine<S: 'static, V: 'static, C: 'static> {
    /// What it is about: `release`. Its words are `subject-release`, `state-release-proposed` …
    pub subject: &'static str,
    /// Every move there is.
    pub moves: &'static [Move<S, V, C>],
}

impl<S: Copy + PartialEq + Display, V: Copy + PartialEq + Display, C> Machine<S, V, C> {
    /// The state that `verb` leads to from `state`, or the reason why it leads nowhere.
    ///
    /// Who may is asked first: who may not learns nothing of the state.
    pub fn decide(&self, state: S, verb: V, case: &C) -> Result<S> {
        let step = self
            .moves
            .iter()
            .find(|step| step.verb == verb && step.from.contains(&state))
            .or_else(|| self.moves.iter().find(|step| step.verb == verb))
            .ok_or_else(|| Error::Internal(format!("no move “{verb}”")))?;
        if !(step.who.holds)(case) {
            return Err(Error::Denied(message(step.who.otherwise)));
        }
        if !step.from.contains(&state) {
            let word = |state: &S| format!("state-{}-{state}", self.subject).replace('_', "-");
            return Err(Error::Conflict(
                message("conflict-state")
                    .word("subject", format!("subject-{}", self.subject))
                    .word("state", word(&state))
                    .words("needed", step.from.iter().map(word).collect()),
            ));
        }
        match step.guards.iter().find(|guard| !(guard.holds)(case)) {
            Some(guard) => Err(Error::Conflict(message(guard.otherwise))),
            None => Ok(step.to),
        }
    }

    /// Whether there is such a move from anywhere.
    pub fn knows(&self, verb: V) -> bool {
        self.moves.iter().any(|step| step.verb == verb)
    }

    /// What can be done from `state` in this case: the verbs, for buttons.
    pub fn open_moves(&self, state: S, case: &C) -> Vec<V> {
        self.moves
            .iter()
            .filter(|step| step.from.contains(&state))
            .filter(|step| (step.who.holds)(case) && step.guards.iter().all(|guard| (guard.holds)(case)))
            .map(|step| step.verb)
            .collect()
    }

    /// After how long what `verb` leads to lapses by itself, where it does.
    pub fn lapse_of(&self, verb: V) -> Option<TimeDelta> {
        let step = self.moves.iter().find(|step| step.verb == verb)?;
        step.lapses.map(|(after, _)| after)
    }

    /// The state as it truly is after `since` in `state`: lapsed, where its time is over and nobody has looked.
    pub fn settled(&self, state: S, since: TimeDelta) -> S {
        self.moves
            .iter()
            .filter(|step| step.to == state)
            .find_map(|step| step.lapses.filter(|(after, _)| since >= *after).map(|(_, to)| to))
            .unwrap_or(state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::text_enum;

    text_enum! {
        enum Door {
            Open = "open",
            Shut = "shut",
            Locked = "locked",
        }
    }

    text_enum! {
        enum Verb {
            Shut = "shut",
            Lock = "lock",
            Paint = "paint",
        }
    }

    struct Case {
        key: bool,
        clear: bool,
    }

    const ANYBODY: Guard<Case> = Guard { holds: |_| true, otherwise: "" };
    static DOOR: Machine<Door, Verb, Case> = Machine {
        subject: "door",
        moves: &[
            Move {
                verb: Verb::Shut,
                from: &[Door::Open],
                to: Door::Shut,
                who: ANYBODY,
                guards: &[Guard { holds: |case| case.clear, otherwise: "in-the-way" }],
                lapses: None,
            },
            Move {
                verb: Verb::Lock,
                from: &[Door::Shut],
                to: Door::Locked,
                who: Guard { holds: |case| case.key, otherwise: "no-key" },
                guards: &[],
                lapses: Some((TimeDelta::hours(8), Door::Shut)),
            },
        ],
    };

    #[test]
    fn a_refused_move_says_why() {
        let case = |key, clear| Case { key, clear };
        assert_eq!(DOOR.decide(Door::Open, Verb::Shut, &case(false, true)).unwrap(), Door::Shut);
        let why = |state, verb, case| DOOR.decide(state, verb, &case).unwrap_err().to_string();
        assert!(why(Door::Open, Verb::Shut, case(true, false)).contains("in-the-way"));
        assert!(why(Door::Shut, Verb::Lock, case(false, true)).contains("no-key"));
        assert!(why(Door::Open, Verb::Lock, case(true, true)).contains("state-door-shut"));
        assert!(why(Door::Open, Verb::Lock, case(false, true)).contains("no-key"), "who may is asked first");
        assert!(why(Door::Open, Verb::Paint, case(true, true)).contains("no move"));
    }

    #[test]
    fn a_state_lapses_by_itself() {
        assert_eq!(DOOR.settled(Door::Locked, TimeDelta::hours(7)), Door::Locked);
        assert_eq!(DOOR.settled(Door::Locked, TimeDelta::hours(8)), Door::Shut);
        assert!(Door::ALL.iter().all(|state| DOOR.settled(*state, TimeDelta::zero()) == *state));
        assert_eq!(DOOR.settled(Door::Open, TimeDelta::days(900)), Door::Open);
        let leads = |state: &Door| DOOR.open_moves(*state, &Case { key: true, clear: true });
        assert_eq!(
            Door::ALL.iter().map(leads).collect::<Vec<_>>(),
            [vec![Verb::Shut], vec![Verb::Lock], vec![]]
        );
    }
}
