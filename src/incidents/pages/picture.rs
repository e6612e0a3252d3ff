//! The pictures of a list, drawn here as SVG: the world by countries, and the months.

use std::sync::LazyLock;

use chrono::{Datelike, Months, NaiveDate};

use crate::facts::display;
use crate::incidents::search::Search;
use crate::index::Overview;
use crate::web::Page;

/// Lines of `alpha-2 TAB x TAB y TAB path`; see the notice beside the file. The code is empty where there is none.
const WORLD: &str = include_str!("../../../frontend/map/world.tsv");

static SHAPES: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let shapes = WORLD.lines().filter(|line| !line.starts_with('#'));
    shapes
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, cells.nth(2)?))
        })
        .collect()
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

/// One shade of the legend.
pub struct Shade {
    /// `q1` to `q5`.
    pub class: String,
    /// From how many to how many.
    pub label: String,
}

/// The world, shaded by reports.
pub struct Map {
    /// Every country.
    pub shapes: Vec<Shape>,
    /// What the shades mean.
    pub legend: Vec<Shade>,
    /// Country by country, most reports first, for the table: its name, the list narrowed to it, how many.
    pub countries: Vec<(String, String, String)>,
}

fn shade(count: u64) -> String {
    let level = SHADES.iter().filter(|least| count >= **least).count();
    format!("q{level}")
}

/// The map of a list.
pub fn map(page: &Page, search: &Search, overview: &Overview) -> Map {
    let counts = &overview.mapped;
    let shapes = SHAPES
        .iter()
        .map(|(code, path)| {
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
    let named = |(code, count): &(String, u64)| {
        let href = search.with("country", code).href("/incidents");
        (display::facet_value(page, "country", code), href, page.number(*count))
    };
    Map { shapes, legend, countries: counts.iter().map(named).collect() }
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
