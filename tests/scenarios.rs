//! What can happen in a coalition, at random.

use proptest::prelude::*;

/// What happens; numbers choose among what there is.
#[derive(Debug, Clone)]
pub enum Deed {
    Release { desk: u8, text: Text },
    Correct { report: u8, text: Text },
    Withdraw { report: u8, which: u8 },
    Join { group: u8, other: u8, past: bool },
    Leave { group: u8, other: u8 },
    Vote { other: u8, suspend: bool },
    Merge { report: u8, into: u8 },
    Split { report: u8 },
}

/// Who reads it, who is left out, and the country that it names.
pub type Text = (Vec<u8>, Vec<u8>, u8);

fn text() -> impl Strategy<Value = Text> {
    let except = prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(any::<u8>(), 1..3)];
    (prop::collection::vec(any::<u8>(), 1..3), except, any::<u8>())
}

pub fn deed() -> impl Strategy<Value = Deed> {
    let (one, two) = (any::<u8>(), any::<(u8, u8)>());
    prop_oneof![
        6 => (one, text()).prop_map(|(desk, text)| Deed::Release { desk, text }),
        4 => (one, text()).prop_map(|(report, text)| Deed::Correct { report, text }),
        2 => two.prop_map(|(report, which)| Deed::Withdraw { report, which }),
        2 => (two, any::<bool>()).prop_map(|((group, other), past)| Deed::Join { group, other, past }),
        2 => two.prop_map(|(group, other)| Deed::Leave { group, other }),
        2 => (one, any::<bool>()).prop_map(|(other, suspend)| Deed::Vote { other, suspend }),
        3 => two.prop_map(|(report, into)| Deed::Merge { report, into }),
        2 => one.prop_map(|report| Deed::Split { report }),
    ]
}
