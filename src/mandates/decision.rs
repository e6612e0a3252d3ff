//! Whether somebody may act for their organisation in something: decided of what is known, without asking anything.

use chrono::TimeDelta;

use super::ActionKind;
use crate::db::{MandateId, Moment};

/// In what somebody may act for their organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// In all that organisations do together.
    Everything,
    /// In actions of one kind.
    Action(ActionKind),
    /// In one forum, as actions name it.
    Forum(String),
}

/// What somebody is about to act in.
#[derive(Debug, Clone, Copy)]
pub struct Matter<'a> {
    /// The kind of action.
    pub kind: ActionKind,
    /// Its forum; empty where it has none.
    pub forum: &'a str,
}

impl Scope {
    /// Whether it is for this. A forum is also meant where more follows its name after a comma: a session, an item.
    pub fn covers(&self, matter: &Matter<'_>) -> bool {
        match self {
            Self::Everything => true,
            Self::Action(kind) => *kind == matter.kind,
            Self::Forum(forum) => {
                let (named, asked) = (folded(forum), folded(matter.forum));
                let rest = asked.strip_prefix(&named).map(str::trim_start);
                !named.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(','))
            }
        }
    }

    /// How wide it is: of several that cover something the narrowest is acted by.
    fn width(&self) -> u8 {
        match self {
            Self::Forum(_) => 0,
            Self::Action(_) => 1,
            Self::Everything => 2,
        }
    }
}

/// A name of a forum, however it is spaced and in whatever case.
pub(super) fn folded(forum: &str) -> String {
    forum.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A stretch of time: from a moment up to another, which is not in it any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The first moment.
    pub from: Moment,
    /// The first moment after it, where it has an end.
    pub until: Option<Moment>,
}

impl Term {
    /// Whether this moment is in it.
    pub fn holds(self, at: Moment) -> bool {
        self.from <= at && !self.is_over(at)
    }

    /// Whether it is over at this moment.
    pub fn is_over(self, at: Moment) -> bool {
        self.until.is_some_and(|until| until <= at)
    }

    /// Whether it is not over yet, and ends within this time.
    pub fn ends_within(self, at: Moment, time: TimeDelta) -> bool {
        !self.is_empty() && !self.is_over(at) && self.is_over(at.plus(time))
    }

    /// What of it is also in another; a stretch without any moment where nothing is.
    #[must_use]
    pub fn within(self, other: Self) -> Self {
        let until = [self.until, other.until].into_iter().flatten().min();
        Self { from: self.from.max(other.from), until }
    }

    /// The same, over at this moment at the latest.
    #[must_use]
    pub fn ending(self, at: Option<Moment>) -> Self {
        Self { until: [self.until, at].into_iter().flatten().min(), ..self }
    }

    /// Whether no moment is in it.
    pub fn is_empty(self) -> bool {
        self.until.is_some_and(|until| until <= self.from)
    }
}

/// A mandate, as far as it decides something.
#[derive(Debug, Clone)]
pub struct Held {
    /// Which.
    pub id: MandateId,
    /// In what.
    pub scope: Scope,
    /// When it counts: of a deputy's, while that of the other one does, too.
    pub term: Term,
    /// Whether it is a deputy's.
    pub is_deputy: bool,
}

/// Whether somebody may act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// By a mandate of theirs.
    By(MandateId),
    /// Without one: their organisation does not ask for any.
    Free,
    /// Not: there is none for it now.
    Missing,
}

/// Whether somebody who holds these mandates may act for their organisation in this at a moment; `only_by_mandate` where nobody
/// acts for it without one. Of several mandates one's own is acted by before a deputy's, the narrower before the wider, and the
/// older before the younger.
pub fn decide(at: Moment, only_by_mandate: bool, held: &[Held], matter: &Matter<'_>) -> Decision {
    let fitting = held.iter().filter(|one| one.term.holds(at) && one.scope.covers(matter));
    let best = fitting.min_by_key(|one| (one.is_deputy, one.scope.width(), &one.id));
    match best {
        Some(mandate) => Decision::By(mandate.id.clone()),
        None if only_by_mandate => Decision::Missing,
        None => Decision::Free,
    }
}
