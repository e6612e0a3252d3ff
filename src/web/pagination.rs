//! A list that is shown in parts.

use crate::web::Page;

/// The addresses of the first part and of the next, empty where there is none; and how much is shown, in words.
#[derive(Clone)]
pub struct Pagination {
    pub first: String,
    pub next: String,
    pub shown: String,
}

impl Pagination {
    /// Of a list `at` an address, where the part shown has a cursor before it or not.
    pub fn of(
        page: &Page,
        at: &str,
        after: &str,
        next: Option<String>,
        (shown, total): (usize, usize),
    ) -> Self {
        let (shown, total) = (page.number(shown as u64), page.number(total as u64));
        Self {
            first: if after.is_empty() { String::new() } else { at.to_owned() },
            next: next.map(|after| format!("{at}?after={after}")).unwrap_or_default(),
            shown: page.ta("list-shown", &[("shown", &shown), ("total", &total)]),
        }
    }

    /// Whether everything stands on the page.
    pub fn is_all(&self) -> bool {
        self.first.is_empty() && self.next.is_empty()
    }
}
