//! Every kind of contribution, in one list: a test holds it to what `flow` knows.

use crate::actions::Action;
use crate::alerts::Alert;
use crate::comments::Comment;
use crate::contributions::Registered;
use crate::inquiries::Inquiry;
use crate::publications::Publication;
use crate::rounds::Explanation;
use crate::statements::Wording;
use crate::translations::Translation;
use crate::verification::Corroboration;

/// The list.
pub static KINDS: &[Registered] = &[
    Registered::of::<Corroboration>(),
    Registered::of::<Inquiry>(),
    Registered::of::<Translation>(),
    Registered::of::<Alert>(),
    Registered::of::<Action>(),
    Registered::of::<Comment>(),
    Registered::of::<Wording>(),
    Registered::of::<Explanation>(),
    Registered::of::<Publication>(),
    #[cfg(feature = "proof")]
    Registered::of::<crate::notes::Note>(),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::TextKind;

    #[test]
    fn every_kind_is_registered_once_but_those_with_a_machine_of_their_own() {
        for kind in TextKind::ALL {
            let apart = matches!(kind, TextKind::Report | TextKind::Delegation);
            let times = KINDS.iter().filter(|one| one.kind == *kind).count();
            assert_eq!(times, usize::from(!apart), "{kind}");
        }
    }
}
