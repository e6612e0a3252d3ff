//! A second account of the procedure, written from its specification and not from the code: small, slow and plain. It says of each
//! deed whether it has to be taken, has to be refused, or may be either; and what every round comes to.

use std::collections::{BTreeMap, BTreeSet};

use crate::silence::Value;
use crate::statements::Mode;

/// What has to become of a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    Taken,
    Refused,
    Either,
}

impl Expect {
    pub fn when(holds: bool) -> Self {
        if holds { Self::Taken } else { Self::Refused }
    }
}

/// Where a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Negotiation,
    Silence,
    Broken,
    Adopted,
    SignOn,
    Withdrawn,
}

/// How a round ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Adopted,
    Broken,
    Void,
    Withdrawn,
}

/// What somebody does, in the words of the specification. Organisations are numbers, moments are seconds.
#[derive(Debug, Clone, Copy)]
pub enum Deed {
    Revise,
    AnswerCondition {
        whose: usize,
    },
    /// Arrives, for the account, when it is written down: whoever is asked has their time from then on.
    Enter {
        deadline: i64,
        open: bool,
        reached: bool,
    },
    Say {
        value: Value,
        of_now: bool,
        words: bool,
    },
    Record {
        whom: usize,
        value: Value,
    },
    Confirm,
    AnswerMoreTime {
        whose: usize,
        granted: bool,
    },
    WithdrawObjection,
    Break,
    Negotiate,
    OpenToSignatories {
        agreed: bool,
    },
    Withdraw {
        agreed: bool,
    },
}

/// Who does it: number 0 holds the pen and is the sponsor.
#[derive(Debug, Clone, Copy)]
pub struct Who {
    pub organisation: usize,
    pub mandated: bool,
    pub chairs: bool,
}

#[derive(Debug, Clone)]
struct Said {
    whose: usize,
    version: i32,
    value: Value,
    arrived: i64,
    /// Since when it counts; not yet, of what is recorded.
    since: Option<i64>,
    /// Of a condition: whether it was answered.
    answered: bool,
}

/// One round.
#[derive(Debug, Clone)]
pub struct Round {
    pub version: i32,
    /// When it ends, as it stands.
    pub deadline: i64,
    /// How often that was moved.
    pub extended: u32,
    pub asked: BTreeSet<usize>,
    pub waits: BTreeSet<usize>,
    /// How it ended, and when.
    pub end: Option<(End, i64)>,
}

/// So many organisations are on each roll, from number 0 on.
pub const ROLL: usize = 4;
pub const HOUR: i64 = 3_600;

/// All that the specification knows.
#[derive(Debug, Clone)]
pub struct Account {
    pub mode: Mode,
    pub place: Place,
    pub version: i32,
    pub min_hours: i64,
    pub coalition_in_title: bool,
    pub rounds: Vec<Round>,
    said: Vec<Said>,
    /// Objections that stand: whose, and to which version.
    pub objections: BTreeSet<(usize, i32)>,
    /// Who withdrew an objection to which version: heard once, and silent since.
    pub withdrew: BTreeSet<(usize, i32)>,
    /// Whose late objection is a reservation.
    pub late: BTreeSet<usize>,
    /// Who is suspended, from when to when.
    pub suspended: Vec<(usize, i64, i64)>,
}

impl Account {
    pub fn new(mode: Mode, min_hours: i64, coalition_in_title: bool) -> Self {
        Self {
            mode,
            place: Place::Negotiation,
            version: 1,
            min_hours,
            coalition_in_title,
            rounds: Vec::new(),
            said: Vec::new(),
            objections: BTreeSet::new(),
            withdrew: BTreeSet::new(),
            late: BTreeSet::new(),
            suspended: Vec::new(),
        }
    }

    pub fn is_suspended(&self, whose: usize, at: i64) -> bool {
        self.suspended.iter().any(|(who, from, until)| *who == whose && (*from..*until).contains(&at))
    }

    pub fn objects(&self, whose: usize) -> bool {
        self.objections.contains(&(whose, self.version))
    }

    /// Whether an organisation has said anything itself of the version that is read.
    pub fn has_spoken(&self, whose: usize) -> bool {
        let own = |said: &Said| said.whose == whose && said.version == self.version && said.since.is_some();
        self.said.iter().any(own)
            || self
                .rounds
                .last()
                .is_some_and(|round| round.version == self.version && round.asked.contains(&whose))
    }

    /// Whether an organisation has said something of the version that counts for nothing by itself.
    pub fn was_heard(&self, whose: usize) -> bool {
        let asked = |round: &Round| round.version == self.version && round.asked.contains(&whose);
        self.withdrew.contains(&(whose, self.version)) || self.rounds.iter().any(asked)
    }

    /// The place of the condition of an organisation that waits for an answer: what it said last.
    pub fn condition(&self, whose: usize) -> Option<usize> {
        let own = |(_, said): &(usize, &Said)| {
            said.whose == whose && said.version == self.version && !self.objects(whose)
        };
        let last = self.said.iter().enumerate().filter(own).max_by_key(|(place, said)| (said.since, *place));
        last.filter(|(_, said)| said.value == Value::SupportIf && !said.answered).map(|(place, _)| place)
    }

    pub fn confirmable(&self, whose: usize, arrived: i64) -> bool {
        let recorded = |said: &&Said| said.whose == whose && said.since.is_none();
        self.unconfirmed(whose)
            && self.said.iter().rfind(recorded).is_some_and(|said| said.arrived <= arrived)
    }

    pub fn unconfirmed(&self, whose: usize) -> bool {
        let own = |said: &&Said| said.whose == whose && said.version == self.version;
        self.said.iter().rfind(own).is_some_and(|said| said.since.is_none())
    }

    /// Writes down that a deed was taken.
    pub fn take(&mut self, who: Who, deed: Deed, arrived: i64) {
        let (whose, version) = (who.organisation, self.version);
        match deed {
            Deed::Revise => {
                self.version += 1;
            }
            Deed::AnswerCondition { whose } => {
                if let Some(place) = self.condition(whose) {
                    self.said[place].answered = true;
                }
            }
            Deed::Enter { deadline, .. } => {
                self.rounds.push(Round {
                    version,
                    deadline,
                    extended: 0,
                    asked: BTreeSet::new(),
                    waits: BTreeSet::new(),
                    end: None,
                });
                self.place = Place::Silence;
            }
            Deed::Say { value, .. } => self.take_said(whose, value, arrived),
            Deed::Record { whom, value } => {
                self.said.push(Said { whose: whom, version, value, arrived, since: None, answered: false });
            }
            Deed::Confirm => {
                let own = |said: &&mut Said| said.whose == whose && said.since.is_none();
                if let Some(said) = self.said.iter_mut().rfind(own) {
                    said.since = Some(arrived);
                }
            }
            Deed::AnswerMoreTime { whose, granted } => {
                let Some(round) = self.rounds.last_mut() else { return };
                round.waits.remove(&whose);
                if granted {
                    round.extend();
                }
            }
            Deed::WithdrawObjection => {
                self.objections.remove(&(whose, version));
                self.withdrew.insert((whose, version));
                // Whoever takes back what they said last has said nothing since.
                self.said.retain(|said| {
                    said.whose != whose
                        || said.version != version
                        || said.since.is_none_or(|since| since > arrived)
                });
            }
            Deed::Break => self.end(End::Void, Place::Broken, arrived),
            Deed::Negotiate => self.place = Place::Negotiation,
            Deed::OpenToSignatories { .. } => {
                self.mode = Mode::SignatoriesOnly;
                self.place = Place::SignOn;
            }
            Deed::Withdraw { .. } => self.end(End::Withdrawn, Place::Withdrawn, arrived),
        }
    }

    fn take_said(&mut self, whose: usize, value: Value, arrived: i64) {
        let version = self.version;
        match (self.place, value) {
            (Place::Adopted, Value::Object) => {
                self.late.insert(whose);
            }
            (Place::Adopted, _) => {}
            (_, Value::Object) => {
                self.objections.insert((whose, version));
                if self.place == Place::Silence {
                    self.end(End::Broken, Place::Broken, arrived);
                }
            }
            (Place::Silence, Value::MoreTime) => {
                if let Some(round) = self.rounds.last_mut() {
                    round.asked.insert(whose);
                    round.waits.insert(whose);
                }
            }
            (_, value) => {
                self.said.push(Said {
                    whose,
                    version,
                    value,
                    arrived,
                    since: Some(arrived),
                    answered: false,
                });
            }
        }
    }

    fn end(&mut self, end: End, place: Place, at: i64) {
        self.place = place;
        if let Some(round) = self.rounds.last_mut().filter(|round| round.end.is_none()) {
            round.end = Some((end, at));
        }
    }

    /// What deadlines do that are over at this second, where nothing waits that arrived in time.
    pub fn pass(&mut self, now: i64, waiting: Option<i64>) {
        while self.place == Place::Silence {
            let Some(round) = self.rounds.last_mut() else { return };
            let deadline = round.deadline;
            if now < deadline + 10 || waiting.is_some_and(|arrived| arrived <= deadline) {
                return;
            }
            if round.waits.is_empty() {
                self.end(End::Adopted, Place::Adopted, deadline);
            } else {
                // The chair was silent.
                round.waits.clear();
                round.extend();
            }
        }
    }

    pub fn stands_apart(&self, whose: usize) -> bool {
        matches!(self.counts(whose), Some(Value::Dissociate | Value::Recused))
    }

    /// What an organisation on the roll said last that counts for an adoption; nothing where that is silence.
    pub fn counts(&self, whose: usize) -> Option<Value> {
        let round = self.rounds.last()?;
        let own = |said: &&Said| said.whose == whose && said.version == round.version;
        let counted = self.said.iter().filter(own).filter_map(|said| Some((said.since?, said.value)));
        let mut by_arrival: BTreeMap<i64, Value> = BTreeMap::new();
        for (since, value) in counted.filter(|(since, _)| *since <= round.deadline) {
            by_arrival.insert(since, value);
        }
        // A condition that was answered is no consent by itself.
        by_arrival.into_values().next_back().filter(|value| *value != Value::SupportIf)
    }

    /// Whether the silence of an organisation is its own: who is suspended at the deadline could not speak.
    pub fn could_speak(&self, whose: usize) -> bool {
        self.rounds.last().is_none_or(|round| !self.is_suspended(whose, round.deadline))
    }
}

impl Round {
    fn extend(&mut self) {
        self.deadline += 24 * HOUR;
        self.extended += 1;
        if self.extended == 2 {
            // There is no more time to give: whoever still waits has that of the others.
            self.waits.clear();
        }
    }
}
