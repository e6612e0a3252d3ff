//! A readable thing as the rule sees it, and the rule as a pure function.

use super::{Audience, Viewer};
use crate::db::{Moment, text_enum};

text_enum! {
    /// Where a readable thing stands.
    pub enum ReadableState {
        /// Lists show it.
        Listed = "listed",
        /// A newer version has taken its place: it is read where somebody looks for older ones, and in no list.
        History = "history",
        /// Nobody reads it any more.
        Gone = "gone",
    }
}

/// What the rule asks of a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readable {
    /// Who may read it.
    pub audience: Audience,
    /// Where it stands.
    pub state: ReadableState,
    /// Before this moment nobody of its audience reads it, however early a worker is.
    pub opens: Option<Moment>,
    /// From this moment on nobody reads it, however late a worker is.
    pub until: Option<Moment>,
    /// The id of another readable thing, or of a family of them. Who reads none of these does not read this.
    pub rests_on: Option<String>,
}

impl Readable {
    /// One that is listed, from the first and for good, and rests on nothing.
    pub fn listed(audience: Audience) -> Self {
        Self { audience, state: ReadableState::Listed, opens: None, until: None, rests_on: None }
    }

    /// Whether its end has passed at this moment: a reading at the very second of its end is one too late.
    pub fn is_past(&self, at: Moment) -> bool {
        self.until.is_some_and(|until| until <= at)
    }

    /// Whether it is open at this moment. Without a clock nothing is that opens.
    pub fn is_open(&self, at: Moment) -> bool {
        self.opens.is_none_or(|opens| opens <= at.of_openings())
    }

    /// Whether nobody reads it any more at this moment.
    pub fn has_ended(&self, at: Moment) -> bool {
        self.state == ReadableState::Gone || self.is_past(at)
    }

    /// The rule, apart from what the thing rests on.
    pub fn readable_by(&self, viewer: &Viewer) -> bool {
        self.is_open(viewer.at()) && !self.has_ended(viewer.at()) && self.audience.readable_by(viewer)
    }
}

/// The rule: the viewer may read the thing, and (`of` gives all things with this id or of this family) one of what it rests
/// on, and so on. Nothing rests on itself.
pub fn reads(viewer: &Viewer, thing: &Readable, of: &dyn Fn(&str) -> Vec<Readable>) -> bool {
    let rests = |on: &String| of(on).iter().any(|base| reads(viewer, base, of));
    thing.readable_by(viewer) && thing.rests_on.as_ref().is_none_or(rests)
}

/// Which of these things, given fullest first with whether the viewer reads them, a list shows: the fullest of what is listed.
pub fn listed<'a>(fullest_first: impl IntoIterator<Item = (&'a Readable, bool)>) -> Option<usize> {
    let shown = |(thing, reads): (&Readable, bool)| reads && thing.state == ReadableState::Listed;
    fullest_first.into_iter().position(shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Token;
    use chrono::TimeDelta;

    #[test]
    fn a_reading_at_the_very_second_of_the_end_is_too_late() {
        let end = Moment::from_unix_seconds(1_780_315_200).unwrap();
        let thing = Readable { until: Some(end), ..Readable::listed(Audience::of(Token::Public)) };
        let at = |micros| Viewer::public().asking_at(end.plus(TimeDelta::microseconds(micros)));
        assert!(thing.readable_by(&at(-1)));
        assert!(!thing.readable_by(&at(0)));
        assert!(!thing.readable_by(&at(1)));
        assert!(!thing.readable_by(&Viewer::public()), "whoever has no clock reads nothing that ends");
        assert!(Readable::listed(Audience::of(Token::Public)).readable_by(&Viewer::public()));
    }

    #[test]
    fn a_reading_at_the_very_second_of_the_opening_is_in_time_and_none_before() {
        let opens = Moment::from_unix_seconds(1_780_315_200).unwrap();
        let thing = Readable { opens: Some(opens), ..Readable::listed(Audience::of(Token::Public)) };
        let at = |micros| Viewer::public().asking_at(opens.plus(TimeDelta::microseconds(micros)));
        assert!(!thing.readable_by(&at(-1)));
        assert!(thing.readable_by(&at(0)));
        assert!(!thing.readable_by(&Viewer::public()), "whoever has no clock reads nothing that opens");
    }
}
