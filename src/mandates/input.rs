//! A mandate as it is typed or sent.

use chrono::{Datelike, NaiveDate, NaiveTime};
use serde::Deserialize;
use utoipa::ToSchema;

use super::ActionKind;
use super::decision::{Scope, Term};
use crate::db::Moment;
use crate::error::{Fields, message};
use crate::people;
use crate::web::{reference, typed};

/// The most characters of a forum: as of an action.
pub(super) const LONGEST_FORUM: usize = 200;
/// What is said in place of a scope where it is that of another mandate.
pub(super) const DEPUTY: &str = "deputy";

/// A mandate as it is sent.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct NewMandate {
    /// The e-mail address of a colleague.
    #[schema(max_length = 254)]
    pub(super) person: String,
    /// `everything`; `action` or `forum`, which are named beside it; `deputy`, whose scope is that of another mandate.
    pub(super) scope: String,
    /// The kind of action, where the scope is `action`.
    pub(super) kind: Option<String>,
    /// The forum, where the scope is `forum`.
    #[schema(max_length = 200)]
    pub(super) forum: Option<String>,
    /// Of a deputy: the reference of the mandate that it stands in for.
    pub(super) stands_in_for: Option<String>,
    /// Its first day, UTC: from now on, if it is left out.
    pub(super) from: Option<String>,
    /// Its last day, UTC: until it is ended, if it is left out. A deputy's has one.
    pub(super) until: Option<String>,
}

/// What is asked for.
pub(super) enum Asked {
    /// A mandate in something.
    Scope(Scope),
    /// That of a deputy, by the reference of the other mandate.
    Deputy(String),
}

impl NewMandate {
    fn said(text: Option<&String>) -> &str {
        text.map(String::as_str).unwrap_or_default()
    }

    /// In what, if that was understood.
    pub(super) fn asked(&self, faults: &mut Fields) -> Option<Asked> {
        match self.scope.as_str() {
            "everything" => Some(Asked::Scope(Scope::Everything)),
            "action" => {
                let kind = Self::said(self.kind.as_ref()).parse::<ActionKind>().ok();
                if kind.is_none() {
                    faults.add("kind", message("fault-mandate-kind"));
                }
                kind.map(|kind| Asked::Scope(Scope::Action(kind)))
            }
            "forum" => match typed(Self::said(self.forum.as_ref()), LONGEST_FORUM, false) {
                Ok(forum) if !forum.is_empty() => Some(Asked::Scope(Scope::Forum(forum))),
                Ok(_) => {
                    faults.add("forum", message("fault-missing"));
                    None
                }
                Err(fault) => {
                    faults.add("forum", fault);
                    None
                }
            },
            DEPUTY => Some(Asked::Deputy(reference(Self::said(self.stands_in_for.as_ref())))),
            _ => {
                faults.add("scope", message("fault-mandate-scope"));
                None
            }
        }
    }

    /// From when to when. The first day begins now, if it is today.
    pub(super) fn term(&self, now: Moment, faults: &mut Fields) -> Term {
        let first = Self::said(self.from.as_ref());
        let from = if first.is_empty() { Some(now) } else { start_of_day(first) };
        let from = match from {
            None => {
                faults.add("from", message("fault-day"));
                now
            }
            Some(day) if day.date() < now.date() => {
                faults.add("from", message("fault-mandate-from"));
                now
            }
            Some(day) => day.max(now),
        };
        let until = people::end_of_day("until", Self::said(self.until.as_ref()), faults);
        match until {
            Some(until) if until <= now => faults.add("until", message("fault-end-in-the-past")),
            Some(until) if until <= from => faults.add("until", message("fault-mandate-ends-first")),
            _ => {}
        }
        Term { from, until }
    }
}

/// The beginning of a day, UTC.
fn start_of_day(text: &str) -> Option<Moment> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    let day = Some(day).filter(|day| (2000..=2100).contains(&day.year()))?;
    Some(day.and_time(NaiveTime::MIN).and_utc().into())
}
