//! Rows on pages: a heading stays with what it stands over, and no line of a paragraph is left alone.

use crate::compose::Row;

/// A4, in points.
pub(crate) const WIDTH: f32 = 595.276;
pub(crate) const HEIGHT: f32 = 841.89;
/// At either side.
pub(crate) const MARGIN: f32 = 70.866;
pub(crate) const MEASURE: f32 = WIDTH - 2.0 * MARGIN;
/// Where rows begin and end.
const TOP: f32 = 92.0;
const BOTTOM: f32 = HEIGHT - 82.0;

/// Rows with where their tops are, from the top of the page.
pub(crate) type Page = Vec<(f32, Row)>;

/// The rows on as many pages as they need, one at least.
pub(crate) fn paginate(rows: Vec<Row>) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut page: Page = Vec::new();
    let mut y = TOP;
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let group = together(&mut rows);
        let height: f32 = group.iter().map(|row| row.above + row.height).sum();
        let first = group.first().map_or(0.0, |row| row.above);
        if !page.is_empty() && y + height > BOTTOM && height - first <= BOTTOM - TOP {
            pages.push(std::mem::take(&mut page));
            y = TOP;
        }
        // What stays together but is longer than a page goes on over the next.
        for row in group {
            if !page.is_empty() && y + row.above + row.height > BOTTOM {
                pages.push(std::mem::take(&mut page));
                y = TOP;
            }
            let top = if page.is_empty() { y } else { y + row.above };
            y = top + row.height;
            page.push((top, row));
        }
    }
    pages.push(page);
    pages
}

/// Rows up to the first that may be the last of its page.
fn together(rows: &mut impl Iterator<Item = Row>) -> Vec<Row> {
    let mut group = Vec::new();
    for row in rows.by_ref() {
        let stays = row.stays;
        group.push(row);
        if !stays {
            break;
        }
    }
    group
}
