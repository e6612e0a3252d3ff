//! The pictures of a list, drawn here as SVG: the world by countries, and the months.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike, Months, NaiveDate};

use crate::alerts;
use crate::facts::display;
use crate::incidents::search::Search;
use crate::index::Overview;
use crate::web::{Link, Page};

/// Lines of `alpha-2 TAB x TAB y TAB path`; see the notice beside the file. The code is empty where there is none.
const WORLD: &str = include_str!("../../../frontend/map/world.tsv");

/// A line of the file.
struct Country {
    code: &'static str,
    middle: (&'static str, &'static str),
    path: &'static str,
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let lines = WORLD.lines().filter(|line| !line.starts_with('#'));
    let country = |line: &'static str| {
        let mut cells = line.split('\t');
        let (code, x, y, path) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        Some(Country { code, middle: (x, y), path })
    };
    lines.filter_map(country).collect()
});

/// The least number of reports of each shade.
const SHADES: [u64; 5] = [1, 5, 20, 50, 100];

/// A country on the map.
pub struct Shape {
    /// Its outline.
    pub path: &'static str,
    /// `q0` (none) to `q5`.
    pub shade: String,
    /// Name and number, to be read out.
    pub title: String,
    /// The list narrowed to it; nothing where it has no report.
    pub href: Option<String>,
}

/// The sign of current alerts on a country.
pub struct Mark {
    /// Where its middle lies: from the left, and from the top.
    pub middle: (&'static str, &'static str),
    /// Whether another sign stands so near that both would lie upon each other where signs are drawn large.
    pub crowded: bool,
    /// The country and the number of alerts, to be read out.
    pub title: String,
    /// The list of these alerts.
    pub href: String,
}

/// A row of the table beside the map.
pub struct Row {
    /// The country.
    pub name: String,
    /// The list narrowed to it; nothing where it has no report.
    pub href: Option<String>,
    /// How many reports.
    pub count: String,
    /// Its current alerts; nothing where there are none.
    pub alerts: Option<Link>,
}

/// One shade of the legend.
pub struct Shade {
    /// `q1` to `q5`.
    pub class: String,
    /// From how many to how many.
    pub label: String,
}

/// The world, shaded by reports and marked where alerts are current.
pub struct Map {
    /// Every country.
    pub shapes: Vec<Shape>,
    /// What the shades mean.
    pub legend: Vec<Shade>,
    /// The signs, above all shapes.
    pub marks: Vec<Mark>,
    /// Country by country, most reports first, for the table.
    pub countries: Vec<Row>,
}

fn shade(count: u64) -> String {
    let level = SHADES.iter().filter(|least| count >= **least).count();
    format!("q{level}")
}

/// Numbers of current alerts by country.
pub type Alerts = BTreeMap<String, u64>;

/// Within so many units of the picture signs that are drawn for a phone lie upon each other.
const CROWDED: (u32, u32) = (130, 115);

fn are_crowded(one: &Country, other: &Country) -> bool {
    let apart = |one: &str, other: &str| Some(one.parse::<i32>().ok()?.abs_diff(other.parse().ok()?));
    let within = |apart: Option<u32>, most: u32| apart.is_some_and(|apart| apart < most);
    one.code != other.code
        && within(apart(one.middle.0, other.middle.0), CROWDED.0)
        && within(apart(one.middle.1, other.middle.1), CROWDED.1)
}

/// The signs of the countries that have current alerts.
fn marks(page: &Page, current: &Alerts) -> Vec<Mark> {
    let marked: Vec<&Country> =
        COUNTRIES.iter().filter(|country| current.contains_key(country.code)).collect();
    let mark = |country: &&Country| {
        let count = current.get(country.code)?;
        Some(Mark {
            middle: country.middle,
            crowded: marked.iter().any(|other| are_crowded(country, other)),
            title: format!(
                "{}: {}",
                display::country(page, country.code),
                page.tn("map-alerts-count", count)
            ),
            href: alerts::marked_in(country.code),
        })
    };
    marked.iter().filter_map(mark).collect()
}

/// The rows of the table: countries with reports, most reports first, then those that only have alerts.
fn table(page: &Page, search: &Search, counts: &[(String, u64)], current: &Alerts) -> Vec<Row> {
    let row = |code: &str, count: u64| Row {
        name: display::facet_value(page, "country", code),
        href: (count > 0).then(|| search.with("country", code).href("/incidents")),
        count: page.number(count),
        alerts: current
            .get(code)
            .map(|count| Link { href: alerts::marked_in(code), label: page.tn("map-alerts-count", count) }),
    };
    let mut rows: Vec<Row> = counts.iter().map(|(code, count)| row(code, *count)).collect();
    let only = current.keys().filter(|code| counts.iter().all(|(counted, _)| counted != *code));
    rows.extend(only.map(|code| row(code, 0)));
    rows
}

/// The map of a list, with what is current beside it, whatever the list is narrowed by.
pub fn map(page: &Page, search: &Search, overview: &Overview, current: &Alerts) -> Map {
    let counts = &overview.mapped;
    let shapes = COUNTRIES
        .iter()
        .map(|Country { code, path, .. }| {
            let count = counts.iter().find(|(value, _)| value == code).map_or(0, |(_, count)| *count);
            let name = if code.is_empty() { page.t("map-no-code") } else { display::country(page, code) };
            Shape {
                path,
                shade: shade(count),
                title: format!("{name}: {}", page.tn("reports-count", count)),
                href: (count > 0).then(|| search.with("country", code).href("/incidents")),
            }
        })
        .collect();
    let ends = SHADES.iter().skip(1).map(|next| Some(next - 1)).chain([None]);
    let legend = SHADES
        .iter()
        .zip(ends)
        .map(|(least, most)| Shade {
            class: shade(*least),
            label: most.map_or_else(|| format!("{least}+"), |most| format!("{least}–{most}")),
        })
        .collect();
    Map { shapes, legend, marks: marks(page, current), countries: table(page, search, counts, current) }
}

/// A month of the histogram, in units of the picture: 100 high, a bar 10 wide.
pub struct Bar {
    /// From the left.
    pub x: i64,
    /// From the top.
    pub y: u64,
    /// How high.
    pub height: u64,
    /// Month and number.
    pub title: String,
    /// The list narrowed to it.
    pub href: String,
}

/// Reports by month.
pub struct Histogram {
    /// The months that have any.
    pub bars: Vec<Bar>,
    /// How wide the picture is.
    pub width: i64,
    /// The first month in words.
    pub first: String,
    /// The last month in words.
    pub last: String,
    /// Year by year, for the table: the year, the list narrowed to it, how many.
    pub years: Vec<(String, String, String)>,
}

fn month(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok()
}

/// The histogram of a list; nothing where fewer than two months have reports.
pub fn histogram(page: &Page, search: &Search, overview: &Overview) -> Option<Histogram> {
    let months: Vec<(NaiveDate, u64)> =
        overview.histogram.iter().filter_map(|(text, count)| Some((month(text)?, *count))).collect();
    let ((first, _), (last, _)) = (months.first()?, months.last()?);
    if first == last {
        return None;
    }
    let place = |day: &NaiveDate| i64::from(day.year() - first.year()) * 12 + i64::from(day.month0());
    let start = i64::from(first.month0());
    let most = months.iter().map(|(_, count)| *count).max().unwrap_or(1);
    let mut years: Vec<(String, u64)> = Vec::new();
    let mut bars = Vec::with_capacity(months.len());
    for (day, count) in &months {
        // A month with one report must still be seen beside a month with hundreds.
        let height = (count * 96 / most).max(2);
        let mut narrowed = search.without_page();
        narrowed.from = Some(*day);
        narrowed.to = day.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt());
        bars.push(Bar {
            x: (place(day) - start) * 10,
            y: 100 - height,
            height,
            title: format!("{}: {}", page.strings().month(*day), page.tn("reports-count", *count)),
            href: narrowed.href("/incidents"),
        });
        let year = day.year().to_string();
        match years.last_mut() {
            Some((known, total)) if *known == year => *total += count,
            _ => years.push((year, *count)),
        }
    }
    Some(Histogram {
        bars,
        width: (place(last) - start + 1) * 10,
        first: page.strings().month(*first),
        last: page.strings().month(*last),
        years: years
            .into_iter()
            .map(|(year, count)| {
                let href = search.with("year", &year).href("/incidents");
                (year, href, page.number(count))
            })
            .collect(),
    })
}
