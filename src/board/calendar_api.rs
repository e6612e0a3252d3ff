//! `/api/v1/calendar`.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{Datelike, NaiveDate, TimeDelta};
use chrono_tz::Tz;
use serde::Serialize;
use utoipa::ToSchema;

use super::dues::{Entry, MOST_GIVEN, YEARS, due, each_due, in_order};
use super::make_address;
use crate::accounts::Visitor;
use crate::cells::{self, Cell};
use crate::db::{Conn, Moment};
use crate::description::{Call, Description, get, post, text};
use crate::error::{Error, Fields, Result, message};
use crate::language::{Language, Strings, beginning};
use crate::web::{AppState, Form, answer_with};

/// The longest time that is answered, in days.
const LONGEST: i64 = 366;
/// So many days are answered where no end is named.
const DAYS: i64 = 31;

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let asked = |call: Call| {
        call.open()
            .query("from", text(Some(10)), "The first day; today if it is left out.")
            .query(
                "to",
                text(Some(10)),
                "The last day, at most 366 days in all; 31 of them if it is left out.",
            )
            .query(
                "zone",
                text(Some(50)),
                "The time zone of these days, as the IANA calls it; UTC if it is left out.",
            )
    };
    let listed = asked(get(
        "/api/v1/calendar",
        "What is due: joint actions that one reads, their tasks, and when their outcomes are looked at again",
    ));
    let table = asked(get("/calendar.csv", "What is due as CSV"))
        .says("All of it, UTF-8, CRLF, a row with names first. The bearer token tells whose list it is, or the cookie of the pages.")
        .answers(200, "What is due first comes first.", "text/csv", text(None));
    api.add("Downloads", [table]);
    let made = post("/api/v1/calendar/addresses", "Make an address at which calendar programs read what is due")
        .says(
            "The address stands for oneself and is told this once. It shows what one may read at each reading: references, \
             links and times. `GET /api/v1/feed-addresses` lists it, and there it is revoked.",
        );
    let calls = [
        listed.gives::<CalendarView>(200, "What is due first comes first."),
        made.gives::<NewAddress>(201, "The address."),
    ];
    api.add("Joint actions", calls);
}

/// Something that is due.
#[derive(Serialize, ToSchema)]
#[schema(as = CalendarEntry)]
struct EntryView {
    #[schema(pattern = "^(action|task|outcome)$")]
    kind: &'static str,
    /// `A-…`, `J-…`, or `P-…` of the comment that says what came of an action: on that day it is looked at again.
    reference: String,
    /// `A-…`: of a task and an outcome, its action.
    action: String,
    title: String,
    /// Of an outcome the beginning of its day, which is one of UTC.
    due_at: Moment,
    /// The time zone in which that was said; empty of what is no action.
    due_zone: String,
    /// Where the action is, where the viewer is told.
    #[schema(required)]
    stage: Option<&'static str>,
    /// Whether a task is done.
    done: bool,
    /// Whether it should have been done.
    overdue: bool,
}

impl EntryView {
    fn of(entry: Entry, now: Moment) -> Self {
        Self {
            kind: entry.kind.as_str(),
            overdue: entry.is_over(now),
            reference: entry.reference,
            action: entry.action,
            title: entry.title,
            due_at: entry.at,
            due_zone: entry.zone,
            stage: entry.stage.map(crate::actions::Stage::as_str),
            done: entry.is_done,
        }
    }
}

/// What is due in a time.
#[derive(Serialize, ToSchema)]
#[schema(as = Calendar)]
struct CalendarView {
    /// The first day, ISO 8601.
    from: String,
    /// The last.
    to: String,
    /// The time zone of these days.
    zone: String,
    /// Whether this is all: at most 500 are told at once.
    whole: bool,
    items: Vec<EntryView>,
}

/// An address, as it is told once.
#[derive(Serialize, ToSchema)]
#[schema(as = NewCalendarAddress)]
struct NewAddress {
    /// `F-…`: by this it is revoked.
    reference: String,
    /// The calendar in iCalendar.
    ics: String,
}

/// What the address says: days and their zone.
#[derive(Debug)]
struct Asked {
    from: NaiveDate,
    to: NaiveDate,
    zone: Tz,
}

impl Asked {
    fn parse(query: &str, now: Moment) -> Result<Self> {
        let form = Form::parse(query.as_bytes())?;
        let mut faults = Fields::default();
        for name in form.fields().keys().filter(|name| !["from", "to", "zone"].contains(&name.as_str())) {
            faults.add(name, message("fault-no-such-parameter"));
        }
        let zone = match form.text("zone") {
            "" => Tz::UTC,
            zone => zone.parse().unwrap_or_else(|_| {
                faults.add("zone", message("fault-no-such-zone"));
                Tz::UTC
            }),
        };
        let mut day = |name: &str, otherwise: NaiveDate| match form.date(name) {
            day if day.is_empty() => otherwise,
            day => match day.parse::<NaiveDate>() {
                Ok(day) if YEARS.contains(&day.year()) => day,
                _ => {
                    faults.add(name, message("fault-day"));
                    otherwise
                }
            },
        };
        let from = day("from", now.to_utc().with_timezone(&zone).date_naive());
        let to = day("to", from.checked_add_signed(TimeDelta::days(DAYS - 1)).unwrap_or(from));
        if !(0..LONGEST).contains(&(to - from).num_days()) {
            faults.add("to", message("fault-calendar-days").number("most", LONGEST.unsigned_abs()));
        }
        faults.into_result(Self { from, to, zone })
    }

    /// From the beginning of the first day to the end of the last.
    fn span(&self) -> (Moment, Moment) {
        let after = self.to.succ_opt().unwrap_or(self.to);
        (beginning(self.from, self.zone), beginning(after, self.zone))
    }
}

/// `GET /api/v1/calendar`.
pub async fn get_calendar(
    app: web::Data<AppState>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let now = visitor.viewer().at();
    let asked = Asked::parse(request.query_string(), now)?;
    let span = asked.span();
    let strings = Strings::of(Language::english());
    let (entries, whole) = app.read(move |conn| due(conn, &strings, visitor.viewer(), span)).await?;
    let answer = CalendarView {
        from: asked.from.to_string(),
        to: asked.to.to_string(),
        zone: asked.zone.name().to_owned(),
        whole,
        items: entries.into_iter().map(|one| EntryView::of(one, now)).collect(),
    };
    Ok(HttpResponse::Ok().json(answer))
}

/// The columns of the table: what programs are told of each.
const COLUMNS: [&str; 9] =
    ["kind", "reference", "action", "title", "due_at", "due_zone", "stage", "done", "overdue"];

fn row(view: EntryView) -> Vec<Cell> {
    vec![
        Cell::Text(view.kind.to_owned()),
        Cell::Text(view.reference),
        Cell::Text(view.action),
        Cell::Text(view.title),
        Cell::Moment(view.due_at),
        Cell::Text(view.due_zone),
        cells::word(view.stage),
        cells::yes(view.done),
        cells::yes(view.overdue),
    ]
}

/// `GET /calendar.csv`: all that is due on these days, or a refusal where that is too much for a table.
pub async fn calendar_table(
    app: web::Data<AppState>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let now = visitor.viewer().at();
    let asked = Asked::parse(request.query_string(), now)?;
    let span = asked.span();
    let strings = Strings::of(Language::english());
    let work = move |conn: &mut Conn| {
        let mut all = Vec::new();
        let whole = each_due(conn, &strings, visitor.viewer(), (span, MOST_GIVEN), |one| all.push(one))?;
        let too_much =
            || Error::invalid("to", message("fault-calendar-table").number("most", MOST_GIVEN as u64));
        if whole { Ok(all) } else { Err(too_much()) }
    };
    let mut all = app.read(work).await?;
    in_order(&mut all);
    let rows = all.into_iter().map(|one| row(EntryView::of(one, now)));
    cells::answer("calendar.csv", &COLUMNS, rows)
}

/// `POST /api/v1/calendar/addresses`. Nothing of the answer is kept, so it takes no key: sent twice, there are two addresses.
pub async fn post_address(app: web::Data<AppState>, visitor: Visitor) -> Result<HttpResponse> {
    visitor.person()?;
    let (key, url) = (app.key().clone(), app.config().public_url.clone());
    let made = app.write(move |tx| make_address(tx, &key, visitor.viewer())).await?;
    let answer = NewAddress { ics: format!("{url}{}.ics", made.path()), reference: made.reference };
    answer_with(201, &serde_json::to_value(answer).map_err(Error::internal)?)
}
