//! The forms of identity numbers that can be told without a word beside them.

use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use super::super::flat::pattern;
use super::checks;

/// One state's form.
pub(in super::super) struct Form {
    pub(in super::super) rule: &'static str,
    source: &'static str,
    pub(super) check: fn(&str) -> bool,
}

const fn form(rule: &'static str, source: &'static str, check: fn(&str) -> bool) -> Form {
    Form { rule, source, check }
}

/// Every form: the rule's name, its pattern in a flat text, and what must hold besides.
pub(in super::super) const FORMS: &[Form] = &[
    form("identity-us", r"\b\d{3}-\d{2}-\d{4}\b|\b\d{3} \d{2} \d{4}\b", checks::united_states),
    form(
        "identity-cn",
        r"\b[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx]",
        checks::china,
    ),
    form("identity-br", r"\b\d{3}\.\d{3}\.\d{3}-\d{2}\b", checks::brazil),
    form("identity-es", r"\b(?:[XYZxyz]-?\d{7}|\d{8}|\d{2}\.\d{3}\.\d{3})[- ]?[A-Za-z]\b", checks::spain),
    form("identity-it", r"(?i)\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b", checks::italy),
    form(
        "identity-fr",
        r"\b[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}\b",
        checks::france,
    ),
    form(
        "identity-in",
        r"\b[2-9]\d{3}[ -]\d{4}[ -]\d{4}\b|\b[A-Z]{3}[PCHFATBLJG][A-Z]\d{4}[A-Z]\b",
        checks::india,
    ),
    form("identity-pk", r"\b[1-7]\d{4}-\d{7}-\d\b", checks::shape),
    form(
        "identity-mm",
        r"(?i)\b\d{1,2}/[\p{L}\p{M}]{3,12}\s?\((?:N|C|P|E|နိုင်|ဧည့်|ပြု)\)\s?\d{6}\b",
        checks::shape,
    ),
    form("identity-tr", r"\b[1-9]\d{10}\b", checks::turkey),
    form("identity-cl", r"\b\d{1,2}\.\d{3}\.\d{3}-[\dKk]\b", checks::chile),
    form(
        "identity-mx",
        r"(?i)\b[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[A-Z\d]\d\b",
        checks::shape,
    ),
    form("identity-za", r"\b\d{6} ?\d{4} ?[01]\d{2}\b", checks::south_africa),
    form(
        "identity-eg",
        r"\b[23]\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:0[1-4]|1[1-9]|2[1-9]|3[1-5]|88)\d{5}\b",
        checks::shape,
    ),
    form("identity-ir", r"\b\d{3}-\d{6}-\d\b", checks::iran),
    form("identity-pl", r"\b\d{11}\b", checks::poland),
    form("identity-ro", r"\b[1-8]\d{12}\b", checks::romania),
    form("identity-se", r"\b(?:19|20)?\d{6}[-+]\d{4}\b", checks::sweden),
    form("identity-fi", r"\b\d{6}[-+A-F]\d{3}[0-9A-FHJ-NPR-Y]\b", checks::finland),
    form("identity-be", r"\b\d{2}\.\d{2}\.\d{2}-\d{3}[.-]\d{2}\b", checks::belgium),
    form(
        "identity-gb",
        r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b",
        checks::shape,
    ),
    form("identity-kr", r"\b\d{6}-[1-8]\d{6}\b", checks::korea),
    form("identity-my", r"\b\d{6}-\d{2}-\d{4}\b", checks::malaysia),
    form("identity-sg", r"\b[STFG]\d{7}[A-Z]\b", checks::singapore),
    form("identity-hk", r"\b[A-Z]\d{6} ?\([0-9A]\)", checks::hong_kong),
    form("identity-tw", r"\b[A-Z][1289]\d{8}\b", checks::taiwan),
    form("identity-th", r"\b[1-8][- ]\d{4}[- ]\d{5}[- ]\d{2}[- ]\d\b", checks::thailand),
    form("identity-ru", r"\b\d{3}-\d{3}-\d{3}[ -]\d{2}\b", checks::russia),
    form("identity-ar", r"\b(?:20|23|24|27)-\d{8}-\d\b", checks::argentina),
];

/// The forms whose pattern fits somewhere in a piece of text, each with its pattern.
pub(super) fn fitting(text: &str) -> impl Iterator<Item = &'static (&'static Form, Regex)> {
    static ALL: LazyLock<Vec<(&'static Form, Regex)>> =
        LazyLock::new(|| FORMS.iter().filter_map(|form| Some((form, pattern(form.source)?))).collect());
    static SET: LazyLock<Option<RegexSet>> =
        LazyLock::new(|| RegexSet::new(ALL.iter().map(|(_, rule)| rule.as_str())).ok());
    let fit = SET.as_ref().map(|set| set.matches(text));
    fit.into_iter().flatten().filter_map(|at| ALL.get(at))
}
