//! Kinds, statuses, roles and devices in the reader's words.

use crate::access::{OrganisationKind, Role, Viewer};
use crate::language::{Language, Strings, place_name};
use crate::people::{self, Organisation, OrganisationStatus};
use crate::web::{Choice, Page};

fn dashed(word: &str) -> String {
    word.replace('_', "-")
}

/// The kind of an organisation: “Civil society”.
pub fn kind(page: &Page, kind: OrganisationKind) -> String {
    page.t(&format!("word-{}", dashed(kind.as_str())))
}

/// All of a kind: “Companies”.
pub fn sector(page: &Page, kind: OrganisationKind) -> String {
    page.t(&format!("audience-sector-{}", dashed(kind.as_str())))
}

/// Where an organisation stands.
pub fn status(page: &Page, status: OrganisationStatus) -> String {
    page.t(&format!("status-{status}"))
}

/// A role.
pub fn role(page: &Page, role: Role) -> String {
    page.t(&format!("role-{}", dashed(role.as_str())))
}

/// A country's name.
pub fn country(page: &Page, code: Option<&str>) -> String {
    code.map(|code| place_name(&page.lang, code).unwrap_or(code).to_owned()).unwrap_or_default()
}

/// The roles that this viewer can hand out in an organisation, each with what it may do.
pub fn roles(page: &Page, viewer: &Viewer, home: &Organisation, chosen: &[String]) -> Vec<Choice> {
    let grantable = Role::ALL.iter().filter(|role| people::may_grant(viewer, home, **role));
    grantable
        .map(|one| Choice {
            value: one.to_string(),
            label: role(page, *one),
            help: page.t(&format!("role-{}-help", dashed(one.as_str()))),
            chosen: chosen.iter().any(|word| word == one.as_str()),
        })
        .collect()
}

/// The languages that there are pages in, each by its own name.
pub fn languages(chosen: &str) -> Vec<Choice> {
    let available = Language::available().into_iter();
    available
        .map(|language| {
            let tag = language.tag();
            let label = Strings::of(language).t("language-name");
            let chosen = tag == chosen;
            Choice::new(tag, label, chosen)
        })
        .collect()
}
