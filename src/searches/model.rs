//! A saved search, and what is typed to make one.

use diesel::prelude::*;

use crate::db::schema::saved_search;
use crate::db::{GroupId, Moment, OrganisationId, PersonId, SavedSearchId};
use crate::error::{Error, Fields, Message, Result, message};
use crate::incidents::search::Search;
use crate::web::typed;

/// The longest name, in characters.
const LONGEST_NAME: usize = 100;
/// The longest question, in bytes of its query string.
const LONGEST_QUERY: usize = 4_000;

/// Who may open a saved search beside its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sharing {
    /// Nobody.
    Own,
    /// The owner's organisation.
    Organisation(OrganisationId),
    /// A group, as long as the owner's organisation belongs to it.
    Group(GroupId),
}

/// A saved search as a row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = saved_search)]
pub struct SavedSearch {
    /// Internal.
    pub id: SavedSearchId,
    /// What the outside calls it: `S-7K3QX9`.
    pub reference: String,
    /// Whose it is.
    pub person_id: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// The query string of the list.
    pub query: String,
    pub(super) organisation_id: Option<OrganisationId>,
    pub(super) group_id: Option<GroupId>,
    /// Counts the edits.
    pub version: i32,
    /// Since when.
    pub created_at: Moment,
}

impl SavedSearch {
    /// What it asks; with what is wrong where it cannot be asked any more. Then it finds nothing: never what the rest of it
    /// would find.
    pub fn question(&self) -> Result<(Search, Fields)> {
        let (search, faults) = Search::read(&self.query)?;
        Ok((search.question(), faults))
    }

    /// The same where it can be asked.
    pub fn askable(&self) -> Option<Search> {
        self.question().ok().filter(|(_, faults)| faults.0.is_empty()).map(|(search, _)| search)
    }

    /// Who may open it beside its owner.
    pub fn sharing(&self) -> Sharing {
        match (&self.organisation_id, &self.group_id) {
            (Some(organisation), _) => Sharing::Organisation(organisation.clone()),
            (None, Some(group)) => Sharing::Group(group.clone()),
            (None, None) => Sharing::Own,
        }
    }

    /// The list that it asks for.
    pub fn href(&self) -> String {
        if self.query.is_empty() { "/incidents".into() } else { format!("/incidents?{}", self.query) }
    }
}

/// What somebody types.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// What it is to be called.
    pub name: String,
    /// The query string of the list.
    pub query: String,
    /// Nothing, `organisation`, or `group:SLUG`.
    pub sharing: String,
}

/// The same, understood.
pub(super) struct Parsed {
    pub name: String,
    pub query: String,
}

impl Input {
    /// Understands name and question; who it is shared with is asked of the rule.
    pub(super) fn parse(&self, faults: &mut Fields) -> Parsed {
        let name = match typed(&self.name, LONGEST_NAME, false) {
            Ok(name) if name.is_empty() => fault(faults, "name", message("fault-missing")),
            Ok(name) => name,
            Err(wrong) => fault(faults, "name", wrong),
        };
        Parsed { name, query: question(&self.query, faults) }
    }
}

fn fault(faults: &mut Fields, field: &str, wrong: Message) -> String {
    faults.add(field, wrong);
    String::new()
}

/// The question in its one spelling.
fn question(query: &str, faults: &mut Fields) -> String {
    match Search::parse(query.trim().trim_start_matches('?')) {
        Ok(search) => {
            let query = search.question().to_query();
            if query.len() <= LONGEST_QUERY {
                return query;
            }
            fault(faults, "query", message("fault-search-too-long"))
        }
        Err(Error::Invalid(Fields(wrong))) => {
            wrong.into_values().flatten().for_each(|one| faults.add("query", one));
            String::new()
        }
        Err(Error::Malformed(why)) => fault(faults, "query", why),
        Err(_) => fault(faults, "query", message("fault-text")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(name: &str, query: &str) -> (Parsed, Vec<String>) {
        let mut faults = Fields::default();
        let input = Input { name: name.into(), query: query.into(), sharing: String::new() };
        let parsed = input.parse(&mut faults);
        (parsed, faults.0.into_keys().collect())
    }

    #[test]
    fn a_question_is_kept_in_one_spelling_and_without_the_page_that_was_looked_at() {
        let (kept, faults) =
            parsed(" Kenya\u{202E} ", "?country=ke,PK&limit=10&after=x&facets=1&rows=reports&q=a+b");
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!((kept.name.as_str(), kept.query.as_str()), ("Kenya", "q=a%20b&country=KE&country=PK"));
        assert_eq!(parsed("All", "").0.query, "");
    }

    #[test]
    fn what_cannot_be_asked_is_not_kept() {
        for (name, query, wrong) in [
            ("", "", vec!["name"]),
            ("\u{202E}\u{200B}", "", vec!["name"]),
            ("a\0b", "", vec!["name"]),
            (&"x".repeat(101), "", vec!["name"]),
            ("a", "country=ZZ", vec!["query"]),
            ("a", "colour=red", vec!["query"]),
            ("a", "q=%FF", vec!["query"]),
            ("a", &format!("organisation={}", vec!["y".repeat(150); 60].join(",")), vec![]),
        ] {
            assert_eq!(parsed(name, query).1, wrong, "{name:?} {query:?}");
        }
        let many: Vec<String> = (0..90).map(|number| format!("{number}{}", "y".repeat(150))).collect();
        assert_eq!(parsed("a", &format!("organisation={}", many.join(","))).1, ["query"]);
    }
}
