//! What is due, as calendar programs take it: iCalendar, RFC 5545. Every time is UTC, so that no table of time zones has to
//! travel with it, and no change of summer time moves anything.

use actix_web::{HttpRequest, HttpResponse};

use super::Keeping;
use super::answer::sent;
use crate::db::Moment;

/// What a calendar is sent as.
const KIND: &str = "text/calendar; charset=utf-8";
/// The most bytes of a line, without its end.
const LONGEST: usize = 75;

/// A calendar.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// What the program is called that makes it.
    pub product: String,
    /// What it is called.
    pub name: String,
    /// Its language: BCP 47.
    pub language: String,
    /// What is in it.
    pub dues: Vec<Due>,
}

/// Something that is due.
#[derive(Debug, Clone)]
pub struct Due {
    /// The same at every reading of the same calendar, and different in every other one.
    pub id: String,
    /// What it is called: calendars are kept in places of others, so no title.
    pub summary: String,
    /// Where it is read.
    pub href: String,
    /// When it is due.
    pub at: Moment,
    /// Whether that is the whole of a day, and no moment.
    pub all_day: bool,
    /// When it was last changed.
    pub changed_at: Moment,
    /// How often it was changed.
    pub changes: u64,
}

/// The answer to a request for somebody's own calendar.
pub fn answer_calendar(request: &HttpRequest, calendar: &Calendar) -> HttpResponse {
    sent(request, Keeping::Private, KIND, document(calendar).into_bytes())
}

fn document(calendar: &Calendar) -> String {
    let mut lines = Lines::default();
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    lines.add("PRODID", &format!("-//{}//{}", text(&calendar.product), calendar.language.to_uppercase()));
    lines.add("CALSCALE", "GREGORIAN");
    for name in ["NAME", "X-WR-CALNAME"] {
        lines.add(name, &text(&calendar.name));
    }
    for name in ["REFRESH-INTERVAL;VALUE=DURATION", "X-PUBLISHED-TTL"] {
        lines.add(name, "PT1H");
    }
    for due in &calendar.dues {
        lines.add("BEGIN", "VEVENT");
        lines.add("UID", &text(&due.id));
        lines.add("DTSTAMP", &moment(due.changed_at));
        if due.all_day {
            lines.add("DTSTART;VALUE=DATE", &due.at.date().format("%Y%m%d").to_string());
        } else {
            lines.add("DTSTART", &moment(due.at));
        }
        lines.add("SUMMARY", &text(&due.summary));
        lines.add("URL", &due.href);
        lines.add("SEQUENCE", &due.changes.to_string());
        lines.add("STATUS", "CONFIRMED");
        lines.add("CLASS", "PRIVATE");
        // Something to be done by then keeps nobody busy at that moment.
        lines.add("TRANSP", "TRANSPARENT");
        lines.add("END", "VEVENT");
    }
    lines.add("END", "VCALENDAR");
    lines.0
}

/// UTC, in seconds.
fn moment(at: Moment) -> String {
    at.to_utc().format("%Y%m%dT%H%M%SZ").to_string()
}

/// A text as a value: nothing in it ends a line or begins another value.
fn text(words: &str) -> String {
    let mut written = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '\\' | ';' | ',' => written.extend(['\\', letter]),
            '\n' => written.push_str("\\n"),
            other if other.is_control() => {}
            other => written.push(other),
        }
    }
    written
}

/// Lines that end with CRLF; what is longer goes on in the next one, behind a space.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn add(&mut self, name: &str, value: &str) {
        let mut taken = 0;
        for letter in name.chars().chain([':']).chain(value.chars().filter(|letter| !letter.is_control())) {
            if taken + letter.len_utf8() > LONGEST {
                self.0.push_str("\r\n ");
                taken = 1;
            }
            self.0.push(letter);
            taken += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_letters_and_nothing_in_a_text_begins_one() {
        let at = Moment::from_unix_seconds(1_792_888_200).unwrap();
        let due = Due {
            id: "1".into(),
            summary: "שלום;\r\nEND:VCALENDAR,\\".repeat(9),
            href: "https://entente.example/actions/A-1\r\nX:1".into(),
            at,
            all_day: false,
            changed_at: at,
            changes: 2,
        };
        let calendar = Calendar {
            product: "Entente".into(),
            name: "Due".into(),
            language: "en".into(),
            dues: vec![due],
        };
        let document = document(&calendar);
        assert!(document.ends_with("END:VCALENDAR\r\n"));
        assert!(document.split("\r\n").all(|line| line.len() <= LONGEST && !line.contains(['\r', '\n'])));
        let unfolded = document.replace("\r\n ", "");
        let lines: Vec<&str> = unfolded.lines().collect();
        let summary = lines.iter().find_map(|line| line.strip_prefix("SUMMARY:")).unwrap();
        assert_eq!(summary, r"שלום\;\nEND:VCALENDAR\,\\".repeat(9));
        assert!(lines.contains(&"DTSTART:20261025T003000Z"), "{unfolded}");
        assert!(lines.contains(&"STATUS:CONFIRMED") && lines.contains(&"SEQUENCE:2"), "{unfolded}");
        assert!(lines.contains(&"URL:https://entente.example/actions/A-1X:1"), "{unfolded}");
    }
}
