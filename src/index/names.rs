//! Names that say the same as a value of a facet: whoever types a country's name in any language finds what is filed
//! under its code.

use super::analysis;

/// A value of a facet, in every kind that has a facet of this name.
pub type Meaning = (&'static str, String);

/// Names with what they mean. A name is looked up as it is searched for: folded, term by term.
#[derive(Debug, Default)]
pub struct Names {
    /// Terms of a name joined by blanks, and the place of its meaning; sorted, so that it can be searched with nothing
    /// kept beside it.
    known: Vec<(Box<str>, u32)>,
    meanings: Vec<Meaning>,
}

/// No names at all.
pub static NO_NAMES: Names = Names { known: Vec::new(), meanings: Vec::new() };

impl Names {
    /// Names by what they mean.
    pub fn new<'n>(all: impl IntoIterator<Item = (Meaning, Vec<&'n str>)>) -> Self {
        let mut names = Self::default();
        for (meaning, called) in all {
            let place = u32::try_from(names.meanings.len()).unwrap_or(u32::MAX);
            names.meanings.push(meaning);
            let terms = |name: &str| key(analysis::phrase(name).iter().map(|(_, term)| term.as_str()));
            names.known.extend(
                called.into_iter().map(|name| (terms(name), place)).filter(|(key, _)| !key.is_empty()),
            );
        }
        names.known.sort_unstable();
        names.known.dedup();
        names.known.shrink_to_fit();
        names
    }

    /// What these terms mean as one name; nothing where they are none.
    pub(super) fn meanings<'t>(&self, terms: impl Iterator<Item = &'t str>) -> Vec<Meaning> {
        let wanted = key(terms);
        let first = self.known.partition_point(|(name, _)| **name < *wanted);
        let same = self.known.get(first..).unwrap_or_default().iter().take_while(|(name, _)| *name == wanted);
        same.filter_map(|(_, place)| self.meanings.get(usize::try_from(*place).ok()?).cloned()).collect()
    }
}

fn key<'t>(terms: impl Iterator<Item = &'t str>) -> Box<str> {
    let mut key = String::new();
    for term in terms {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(term);
    }
    key.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_any_spelling_that_words_are() {
        let country = |code: &str| ("country", code.to_owned());
        let names = Names::new([
            (country("CI"), vec!["Côte d’Ivoire", "科特迪瓦"]),
            (country("CG"), vec!["Congo"]),
            (country("CD"), vec!["Congo", "…"]),
        ]);
        let found = |typed: &str| {
            let terms = analysis::phrase(typed);
            names.meanings(terms.iter().map(|(_, term)| term.as_str()))
        };
        assert_eq!(found("COTE D'IVOIRE"), [country("CI")]);
        assert_eq!(found("科特迪瓦"), [country("CI")]);
        assert_eq!(found("congo"), [country("CG"), country("CD")]);
        assert_eq!(found("ivoire"), []);
        assert_eq!(found(""), []);
    }
}
