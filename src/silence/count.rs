//! What positions come to: whose consent is counted, what silence will mean for whom, and whose names stand under the text.

use super::position::Value;
use super::procedure::Procedure;
use super::round::Round;
use super::stage::Mode;
use crate::db::{OrganisationId, text_enum};

text_enum! {
    /// What an organisation on the roll counts as.
    pub enum Count {
        /// It consents, in words.
        Consents = "consents",
        /// It said nothing, and consents by that.
        ConsentsBySilence = "consents_by_silence",
        /// It signs.
        Signs = "signs",
        /// It is bound to nothing.
        Unbound = "unbound",
        /// It dissociates: a footnote says so.
        Footnoted = "footnoted",
        /// It dissociates: its name is left off.
        LeftOff = "left_off",
        /// It takes no part in the decision.
        Recused = "recused",
        /// It objects.
        Objects = "objects",
    }
}

/// An organisation on the roll, and what it counts as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Which.
    pub organisation: OrganisationId,
    /// By which position, by its number; none where it said nothing that counts.
    pub position: Option<usize>,
    /// As what.
    pub count: Count,
    /// The position that it took after the adoption: a reservation, or that it dissociates.
    pub late: Option<usize>,
}

/// What silence will mean for an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// No round runs, or the organisation is not on its roll: it is not asked.
    NotAsked,
    /// It consents.
    Consents,
    /// Nothing: it is bound to nothing.
    Nothing,
    /// What it said stays what it says.
    Keeps(Value),
}

impl Mode {
    /// What this counts as; of what decides nothing by itself, nothing.
    const fn counts(self, value: Value) -> Option<Count> {
        match (self, value) {
            (Self::SignatoriesOnly, Value::Support | Value::CoSponsor) => Some(Count::Signs),
            (Self::SignatoriesOnly, Value::NoObjection) => Some(Count::Unbound),
            (_, Value::Support | Value::CoSponsor | Value::NoObjection) => Some(Count::Consents),
            (Self::CoalitionConsensus, Value::Dissociate) => Some(Count::Footnoted),
            (_, Value::Dissociate) => Some(Count::LeftOff),
            (_, Value::Recused) => Some(Count::Recused),
            (_, Value::Object) => Some(Count::Objects),
            // An answered condition is still no yes: its organisation alone says that it supports a text.
            (_, Value::NoRecord | Value::SupportIf | Value::MoreTime | Value::LateReservation) => None,
        }
    }
}

impl Procedure {
    /// What silence will mean for an organisation in the round that runs.
    pub fn means(&self, organisation: &OrganisationId) -> Silence {
        match self.open_round().filter(|round| round.roll.contains(organisation)) {
            None => Silence::NotAsked,
            Some(round) => match self.deciding(organisation) {
                Some((_, value, _)) => Silence::Keeps(value),
                None if self.can_be_silent(organisation, round) => Silence::Consents,
                None => Silence::Nothing,
            },
        }
    }

    /// Who is reminded: whoever said nothing that counts, and could. Also who asked for more time: the answer was for them.
    pub fn unheard(&self) -> Vec<&OrganisationId> {
        let Some(round) = self.open_round() else { return Vec::new() };
        let speaks = |one: &&OrganisationId| !self.is_suspended(one, round.deadline);
        round.roll.iter().filter(speaks).filter(|one| self.deciding(one).is_none()).collect()
    }

    /// What the organisations on the roll of the newest round count as; once it is adopted, as the adoption counted them.
    /// Nothing once other words are read.
    pub fn counted(&self) -> Vec<Counted> {
        let Some(round) = self.round().filter(|round| round.text.hash == self.text.hash) else {
            return Vec::new();
        };
        round.roll.iter().map(|one| self.count(one, round)).collect()
    }

    /// The same, as names are published: who dissociated after the adoption has done so. Nobody while the text is not adopted:
    /// what was said of a text of the coalition is no signature of one that is opened to signatories, whose terms are others.
    pub fn named(&self) -> Vec<Counted> {
        if self.adopting_round().is_none() {
            return Vec::new();
        }
        let named = |one: Counted| {
            let late = one.late.and_then(|number| self.positions.get(number));
            let count = late.and_then(|late| self.mode.counts(late.value)).unwrap_or(one.count);
            Counted { count, ..one }
        };
        self.counted().into_iter().map(named).collect()
    }

    fn count(&self, organisation: &OrganisationId, round: &Round) -> Counted {
        let deciding = self.deciding(organisation);
        let count = match deciding {
            Some((_, _, count)) => count,
            None if self.can_be_silent(organisation, round) => Count::ConsentsBySilence,
            None => Count::Unbound,
        };
        Counted {
            organisation: organisation.clone(),
            position: deciding.map(|(number, ..)| number),
            count,
            late: self.late(organisation).map(|(number, _)| number),
        }
    }

    /// What an organisation said that decides something.
    fn deciding(&self, organisation: &OrganisationId) -> Option<(usize, Value, Count)> {
        let (number, standing) = self.standing(organisation)?;
        Some((number, standing.value, self.mode.counts(standing.value)?))
    }

    /// Whether the silence of an organisation is consent. Not that of one that is suspended at the deadline, for who cannot speak
    /// does not keep silent; nor of one that was not told, for the chair waived the notice and not the organisation's word.
    pub fn can_be_silent(&self, organisation: &OrganisationId, round: &Round) -> bool {
        let was_told = !round.waived.contains_key(organisation);
        self.mode.silence_consents() && was_told && !self.is_suspended(organisation, round.deadline)
    }
}
