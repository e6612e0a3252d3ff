//! What somebody wants to say, and what of it is wrong.

use super::{Grade, Stance};
use crate::error::{Error, Fields, Result, message};
use crate::reports::audience_input::AudienceInput;
use crate::web::needed;

/// The most characters of a note.
pub(super) const LONGEST_NOTE: usize = 4_000;

/// What somebody wants to say.
#[derive(Debug, Clone)]
pub struct Input {
    /// `corroborates`, `disputes`, `verifies`, `replies`.
    pub stance: String,
    /// How good the evidence is, where it is verified.
    pub grade: String,
    /// The words.
    pub note: String,
    /// Of which report, by reference; where there is none, of the first that another organisation gave.
    pub report: String,
    /// Reports of one's own organisation that bear it out, by reference.
    pub evidence: Vec<String>,
    /// To whom.
    pub words: AudienceInput,
}

/// The same, as far as it can be looked at without the database.
pub(super) struct Parsed {
    pub stance: Stance,
    pub grade: Option<Grade>,
    pub note: String,
}

impl Input {
    pub(super) fn parse(&self) -> Result<Parsed> {
        let mut faults = Fields::default();
        let stance = self.stance.parse::<Stance>();
        if stance.is_err() {
            faults.add("stance", message("fault-stance"));
        }
        let grade = if self.grade.is_empty() { None } else { self.grade.parse::<Grade>().ok() };
        if grade.is_some() != (stance == Ok(Stance::Verifies)) || (grade.is_none() && !self.grade.is_empty())
        {
            faults.add("grade", message("fault-grade"));
        }
        let note = needed(&mut faults, "note", &self.note, LONGEST_NOTE);
        match stance {
            Ok(stance) => faults.into_result(Parsed { stance, grade, note }),
            Err(_) => Err(Error::Invalid(faults)),
        }
    }
}
