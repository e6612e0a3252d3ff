//! The kinds of things that lists show. The index knows none of them: the folder whose things they are declares one.

use std::collections::BTreeSet;

use crate::db::ChangeKind;

/// A kind of thing. Its rows are counted by ordinals of its own, and its facets are its own (`report.country`): nothing of
/// one kind is ever counted as another.
#[derive(Debug)]
pub struct Kind {
    /// Its name: `report`.
    pub name: &'static str,
    /// What lists of it are narrowed by, and counted by. None is called `subject` or `row`: these fields each kind has.
    pub facets: &'static [&'static str],
    /// The facet that places a list on a map, if it has one: counted among the rows of the list themselves too.
    pub mapped: Option<&'static str>,
    /// After which changes its source is asked again. Lists of it wait for those of them that are narrowings.
    pub changes: &'static [ChangeKind],
    /// The names of the kinds that its things may rest on, its own among them where they do: lists of it wait for what
    /// narrows those, too.
    pub rests_on: &'static [&'static str],
}

impl Kind {
    /// The changes that may take something out of a list of this kind, where these are all kinds.
    pub(super) fn narrowed_by(&self, all: &[&'static Self]) -> BTreeSet<ChangeKind> {
        let mut changes: BTreeSet<ChangeKind> = self.changes.iter().copied().collect();
        let (mut seen, mut next) = (BTreeSet::from([self.name]), self.rests_on.to_vec());
        while let Some(name) = next.pop() {
            if seen.insert(name) {
                for base in all.iter().filter(|kind| kind.name == name) {
                    changes.extend(base.changes);
                    next.extend(base.rests_on);
                }
            }
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static CARDS: Kind = kind("card", &[ChangeKind::Report], &[]);
    static COMMENTS: Kind = kind("comment", &[ChangeKind::Group], &["comment", "card"]);
    static ENDORSEMENTS: Kind = kind("endorsement", &[ChangeKind::Person], &["comment"]);

    const fn kind(
        name: &'static str,
        changes: &'static [ChangeKind],
        rests_on: &'static [&'static str],
    ) -> Kind {
        Kind { name, facets: &[], mapped: None, changes, rests_on }
    }

    #[test]
    fn what_narrows_a_base_narrows_what_rests_on_it_however_many_steps_away() {
        let narrowed = |kind: &Kind| -> Vec<ChangeKind> {
            kind.narrowed_by(&[&CARDS, &COMMENTS, &ENDORSEMENTS]).into_iter().collect()
        };
        assert_eq!(narrowed(&CARDS), [ChangeKind::Report]);
        assert_eq!(narrowed(&COMMENTS), [ChangeKind::Report, ChangeKind::Group]);
        assert_eq!(narrowed(&ENDORSEMENTS), [ChangeKind::Report, ChangeKind::Group, ChangeKind::Person]);
    }
}
