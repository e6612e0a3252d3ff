//! The pages of versions: their list, each of them, and what is different between two.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::difference::{self, RowDifference, VersionView, WordsView};
use crate::access::Tlp;
use crate::accounts::Visit;
use crate::db::Moment;
use crate::error::{Fields, Result};
use crate::language::direction;
use crate::statements::{ParagraphView, find};
use crate::web::{Choice, Page, Routes, get, html};

/// The addresses.
pub fn routes(config: &mut Routes) {
    let at = |more: &str| format!("/statements/{{reference}}{more}");
    config
        .route(&at("/versions"), get().to(versions))
        .route(&at("/versions/{version}"), get().to(version))
        .route(&at("/difference"), get().to(compare));
}

/// A version in their list.
struct VersionLine {
    number: String,
    /// The number of the one before; empty where that cannot be read.
    before: String,
    hash: String,
    at: Moment,
    current: bool,
}

#[derive(Template)]
#[template(path = "versions/list.html")]
struct VersionsPage {
    page: Page,
    tlp: Tlp,
    reference: String,
    title: String,
    language: String,
    dir: &'static str,
    versions: Vec<VersionLine>,
    choices: Vec<Choice>,
    latest: Vec<Choice>,
    errors: Fields,
}

/// `GET /statements/{reference}/versions`.
pub async fn versions(reference: web::Path<String>, visit: Visit) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let (found, tlp) = app
        .read(move |conn| {
            let of = find(conn, visitor.viewer(), &reference)?;
            let tlp = of.current()?.row.audience()?.tlp();
            Ok((difference::list(conn, visitor.viewer(), &reference)?, tlp))
        })
        .await?;
    let readable = |number: usize| {
        let of = number.checked_sub(1).and_then(|place| found.versions.get(place));
        of.is_some_and(|one| !one.hash.is_empty())
    };
    let choice = |chosen: usize| {
        let one = |number: usize| {
            let label = page.ta("version-heading", &[("number", &number.to_string())]);
            Choice::new(number.to_string(), label, number == chosen)
        };
        (1..=found.versions.len()).filter(|number| readable(*number)).map(one).collect::<Vec<_>>()
    };
    let count = found.versions.len();
    let (choices, latest) = (choice(count.saturating_sub(1)), choice(count));
    let line = |one: &VersionView| VersionLine {
        number: one.version.to_string(),
        before: one
            .version
            .checked_sub(1)
            .filter(|before| readable(*before) && !one.hash.is_empty())
            .map(|before| before.to_string())
            .unwrap_or_default(),
        hash: one.hash.clone(),
        at: one.at,
        current: one.current,
    };
    let versions = found.versions.iter().rev().map(line).collect();
    let answer = VersionsPage {
        tlp,
        reference: found.reference.clone(),
        dir: direction(&found.language),
        title: found.title.clone(),
        language: found.language.clone(),
        versions,
        choices,
        latest,
        errors: Fields::default(),
        page,
    };
    html(&app, &answer.page, &answer)
}

#[derive(Template)]
#[template(path = "versions/one.html")]
struct VersionPage {
    page: Page,
    tlp: Tlp,
    reference: String,
    number: String,
    state: String,
    title: String,
    language: String,
    dir: &'static str,
    hash: String,
    /// Who reads it, in words; of an earlier one nothing is said of that.
    readers: String,
    at: Moment,
    paragraphs: Vec<ParagraphView>,
}

/// `GET /statements/{reference}/versions/{version}`.
pub async fn version(path: web::Path<(String, String)>, visit: Visit) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let (reference, found, tlp) = app
        .read(move |conn| {
            let of = find(conn, visitor.viewer(), &path.0)?;
            let tlp = of.current()?.row.audience()?.tlp();
            let (reference, found) = difference::version(conn, visitor.viewer(), (&path.0, &path.1))?;
            Ok((reference, found, tlp))
        })
        .await?;
    let answer = VersionPage {
        tlp,
        reference,
        number: found.version.to_string(),
        state: page.t(if found.current { "statement-current" } else { "version-earlier" }),
        dir: direction(&found.language),
        title: found.title,
        language: found.language,
        hash: found.hash,
        readers: String::new(),
        at: found.at,
        paragraphs: found.paragraphs,
        page,
    };
    html(&app, &answer.page, &answer)
}

/// What became of a paragraph.
struct RowLine {
    says: String,
    is_changed: bool,
    number_before: String,
    number_after: String,
    before: String,
    after: String,
    words: Vec<WordsView>,
}

#[derive(Template)]
#[template(path = "versions/difference.html")]
struct DifferencePage {
    page: Page,
    tlp: Tlp,
    reference: String,
    from: String,
    to: String,
    from_hash: String,
    to_hash: String,
    language: String,
    dir: &'static str,
    heading: Vec<WordsView>,
    /// Whether they stand side by side.
    beside: bool,
    unchanged: bool,
    rows: Vec<RowLine>,
}

fn row_line(page: &Page, row: RowDifference) -> RowLine {
    let part = |of: &Option<ParagraphView>| of.as_ref().map(|one| one.kind);
    let is_other = row.change == "changed" && part(&row.before) != part(&row.after);
    let mut says = vec![page.t(&format!("difference-{}", row.change))];
    says.extend(row.moved.then(|| page.t("difference-moved")));
    says.extend(is_other.then(|| {
        let was = |of: &Option<ParagraphView>| page.t(&format!("paragraph-{}", part(of).unwrap_or("gone")));
        page.ta("difference-part", &[("before", &was(&row.before)), ("after", &was(&row.after))])
    }));
    let text = |of: &Option<ParagraphView>| of.as_ref().map(|one| one.text.clone()).unwrap_or_default();
    let number = |of: &Option<ParagraphView>| of.as_ref().map(|one| one.number.clone()).unwrap_or_default();
    RowLine {
        says: says.join(" · "),
        is_changed: row.change != "same" || row.moved,
        number_before: number(&row.before),
        number_after: number(&row.after),
        before: text(&row.before),
        after: text(&row.after),
        words: row.words,
    }
}

/// `GET /statements/{reference}/difference?from=&to=&view=`.
pub async fn compare(reference: web::Path<String>, visit: Visit) -> Result<HttpResponse> {
    let asked = visit.asked();
    let (from, to) = (asked.text("from").to_owned(), asked.text("to").to_owned());
    let beside = asked.text("view") == "beside";
    let (app, visitor, page) = visit.open();
    let (reference, found, tlp) = app
        .read(move |conn| {
            let of = find(conn, visitor.viewer(), &reference)?;
            let tlp = of.current()?.row.audience()?.tlp();
            let asked = (reference.as_str(), from.as_str(), to.as_str());
            let (reference, found) = difference::difference(conn, visitor.viewer(), asked)?;
            Ok((reference, found, tlp))
        })
        .await?;
    let answer = DifferencePage {
        tlp,
        reference,
        from: found.from.version.to_string(),
        to: found.to.version.to_string(),
        unchanged: found.from.hash == found.to.hash,
        from_hash: found.from.hash,
        to_hash: found.to.hash,
        dir: direction(&found.to.language),
        language: found.to.language,
        heading: found.title,
        beside,
        rows: found.rows.into_iter().map(|row| row_line(&page, row)).collect(),
        page,
    };
    html(&app, &answer.page, &answer)
}
