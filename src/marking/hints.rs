//! What rules would mark, for people to decide.

use super::suggested::Suggested;
use crate::reports::text;
use crate::web::Page;

/// One place that a rule found.
pub struct Hint {
    /// What accepting it sends: `narrative:12:34`.
    pub value: String,
    /// Which text it stands in.
    pub text: String,
    pub before: String,
    pub found: String,
    pub after: String,
    /// The rule, in words.
    pub rule: String,
    pub ticked: bool,
}

/// What was found, with those ticked that are `accepted`.
pub fn of(page: &Page, found: &[Suggested], accepted: &[String]) -> Vec<Hint> {
    let one = |one: &Suggested| {
        let value = format!("{}:{}:{}", one.field, one.start, one.end);
        Hint {
            text: text::label(page, &one.field),
            before: one.before.clone(),
            found: one.found.clone(),
            after: one.after.clone(),
            rule: page.t(&format!("rule-{}", one.rule)),
            ticked: accepted.contains(&value),
            value,
        }
    };
    found.iter().map(one).collect()
}
