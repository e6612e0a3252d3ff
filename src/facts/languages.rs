//! The languages in which reports are written, each by its own name where that is well known, else in English: the same
//! in every language of the interface. All of ISO 639-1, and what the sources of this field use besides.

use crate::web::Choice;

/// Lines of `tag NAME`, in the order of tags.
const NAMES: &str = include_str!("languages.txt");

/// The languages to choose from, in the order of names. One that is written but does not stand here comes by its tag.
pub fn languages(chosen: &str) -> Vec<Choice> {
    let known = NAMES.lines().filter_map(|line| line.split_once(' '));
    let mut all: Vec<Choice> = known.map(|(tag, name)| Choice::new(tag, name, tag == chosen)).collect();
    all.sort_by_key(|choice| choice.label.to_lowercase());
    if !chosen.is_empty() && !all.iter().any(|choice| choice.chosen) {
        all.push(Choice::new(chosen, chosen, true));
    }
    all
}

/// What a language is called: by its own name; by its tag where it does not stand here.
pub fn name_of(tag: &str) -> &str {
    let named = |line: &'static str| line.split_once(' ').filter(|(known, _)| *known == tag);
    NAMES.lines().find_map(named).map_or(tag, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_can_be_written_in_any_language() {
        let all = languages("el");
        for tag in ["el", "he", "ckb", "fil", "bg", "mn", "ta", "yo", "zh"] {
            assert!(all.iter().any(|choice| choice.value == tag), "{tag}");
        }
        for choice in &all {
            let tag: icu::locale::LanguageIdentifier = choice.value.parse().unwrap();
            assert_eq!(tag.to_string(), choice.value);
            assert!(!choice.label.is_empty() && choice.label != choice.value, "{}", choice.value);
        }
        // All 182 of ISO 639-1 that are not withdrawn, and two more.
        assert_eq!((all.len(), NAMES.lines().count()), (184, 184));
        assert_eq!(all.iter().filter(|choice| choice.chosen).count(), 1);
        assert_eq!(languages("zh-Hant").last().map(|choice| choice.label.as_str()), Some("zh-Hant"));
    }
}
