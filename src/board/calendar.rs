//! What is due in a month, day by day.

use actix_web::HttpResponse;
use askama::Template;
use chrono::{Datelike, Months, NaiveDate, TimeDelta};
use chrono_tz::Tz;

use super::dues::{DueKind, Entry, YEARS, due, zone_of};
use crate::access::{Act, permits};
use crate::accounts::Visit;
use crate::error::{Error, Result, message};
use crate::language::{beginning, direction};
use crate::web::{Link, Page, html};

/// Something that is due, in its day.
struct Card {
    href: String,
    title: String,
    language: String,
    dir: &'static str,
    /// The moment for programs.
    iso: String,
    /// The same as clocks of the zone show it; empty of what has a day alone.
    time: String,
    /// That it is a task, or an outcome to be looked at again; empty of an action.
    task: String,
    /// That it is done or overdue, or where its action ended; else empty.
    state: String,
    over: bool,
}

/// A day of the month; one before it or after it has no number.
#[derive(Default)]
struct Day {
    number: String,
    /// The whole of it in words, and for programs.
    label: String,
    iso: String,
    today: bool,
    cards: Vec<Card>,
}

#[derive(Template)]
#[template(path = "board/calendar.html")]
struct CalendarPage {
    page: Page,
    month: String,
    /// The same for programs.
    asked: String,
    /// What stands here, and by which clocks.
    lede: String,
    weekdays: Vec<String>,
    weeks: Vec<Vec<Day>>,
    before: Option<Link>,
    after: Option<Link>,
    is_empty: bool,
    /// The same as a table.
    table: String,
    /// Whether more is due than stands here.
    cut: bool,
    /// Whether the viewer can have an address for their calendar program.
    addresses: bool,
}

/// The first day of the month that is asked for; of the present one where none is.
fn asked_month(asked: &str, today: NaiveDate) -> Result<NaiveDate> {
    if asked.is_empty() {
        return Ok(today.with_day(1).unwrap_or(today));
    }
    let first = NaiveDate::parse_from_str(&format!("{asked}-01"), "%Y-%m-%d").ok();
    let known = first.filter(|first| YEARS.contains(&first.year()));
    known.ok_or_else(|| Error::invalid("month", message("fault-month")))
}

/// So many months before and after the present one a page leads to the next; others are asked for.
const LINKED: [u32; 2] = [12, 36];

fn link(page: &Page, today: NaiveDate, first: Option<NaiveDate>) -> Option<Link> {
    let [before, after] = LINKED.map(Months::new);
    let linked = today.checked_sub_months(before)?..=today.checked_add_months(after)?;
    let first = first.filter(|first| linked.contains(first))?;
    let href = format!("/calendar?month={}", first.format("%Y-%m"));
    Some(Link { href, label: page.strings().month(first) })
}

fn card(page: &Page, zone: Tz, entry: &Entry) -> Card {
    let over = entry.is_over(page.now);
    let ended = entry.stage.filter(|_| entry.is_settled() && !entry.is_done);
    let state = match ended {
        _ if over => page.t("action-overdue"),
        _ if entry.is_done => page.t("calendar-done"),
        Some(stage) => page.t(&format!("state-action-{}", stage.as_str().replace('_', "-"))),
        None => String::new(),
    };
    Card {
        href: entry.place(),
        title: entry.title.clone(),
        dir: if entry.language.is_empty() { "auto" } else { direction(&entry.language) },
        language: entry.language.clone(),
        iso: entry.at.rfc3339(),
        time: if entry.kind == DueKind::Outcome {
            String::new()
        } else {
            entry.at.to_utc().with_timezone(&zone).format("%H:%M").to_string()
        },
        task: match entry.kind {
            DueKind::Action => String::new(),
            DueKind::Task => page.t("calendar-task"),
            DueKind::Outcome => page.t("calendar-outcome"),
        },
        state,
        over,
    }
}

/// The weeks of a month, from Monday on, with what is due in them.
fn weeks(page: &Page, (first, zone): (NaiveDate, Tz), entries: &[Entry]) -> Vec<Vec<Day>> {
    let today = page.now.to_utc().with_timezone(&zone).date_naive();
    let day = |date: NaiveDate| Day {
        number: page.number(u64::from(date.day())),
        label: page.date(date),
        iso: date.to_string(),
        today: date == today,
        cards: entries.iter().filter(|one| one.day(zone) == date).map(|one| card(page, zone, one)).collect(),
    };
    let outside = usize::try_from(first.weekday().num_days_from_monday()).unwrap_or_default();
    let mut days: Vec<Day> = std::iter::repeat_with(Day::default).take(outside).collect();
    days.extend(first.iter_days().take_while(|date| date.month() == first.month()).map(day));
    let mut weeks = Vec::new();
    while !days.is_empty() {
        let rest = days.split_off(days.len().min(7));
        days.resize_with(7, Day::default);
        weeks.push(std::mem::replace(&mut days, rest));
    }
    weeks
}

/// `GET /calendar?month=2026-12`.
pub async fn calendar(visit: Visit) -> Result<HttpResponse> {
    let asked = visit.asked().text("month").to_owned();
    let (app, visitor, page) = visit.open();
    let answer = app
        .read(move |conn| {
            let viewer = visitor.viewer();
            let zone = zone_of(conn, viewer)?;
            let today = page.now.to_utc().with_timezone(&zone).date_naive();
            let first = asked_month(&asked, today)?;
            let next = first.checked_add_months(Months::new(1));
            let end = next.unwrap_or_else(|| first + TimeDelta::days(31));
            // Of the zone and of UTC, by which outcomes have their days.
            let both = |day| [beginning(day, zone), beginning(day, Tz::UTC)];
            let ([begins, at_utc], [ends, until_utc]) = (both(first), both(end));
            let span = (begins.min(at_utc), ends.max(until_utc));
            let (mut entries, whole) = due(conn, page.strings(), viewer, span)?;
            entries.retain(|entry| (first..end).contains(&entry.day(zone)));
            Ok(CalendarPage {
                month: page.strings().month(first),
                lede: page.ta("calendar-lede", &[("zone", &zone.name().replace('_', " "))]),
                weekdays: (1..=7).map(|day| page.t(&format!("calendar-weekday-{day}"))).collect(),
                weeks: weeks(&page, (first, zone), &entries),
                before: link(&page, today, first.checked_sub_months(Months::new(1))),
                after: link(&page, today, next),
                asked: first.format("%Y-%m").to_string(),
                is_empty: entries.is_empty(),
                table: format!(
                    "/calendar.csv?from={first}&to={}&zone={}",
                    end - TimeDelta::days(1),
                    zone.name()
                ),
                cut: !whole,
                addresses: permits(viewer, Act::SaveSearches),
                page,
            })
        })
        .await?;
    html(&app, &answer.page, &answer)
}
