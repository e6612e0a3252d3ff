//! Boxes on a picture as rows of numbers in a form.

use sanitise::Area;

use crate::error::{Error, Result, message};
use crate::evidence;
use crate::web::Form;

/// How many boxes can be added at a time without scripts.
const ROWS: usize = 4;

/// A box as a row of numbers; empty where one can be added.
#[derive(Default)]
pub struct BoxRow {
    pub number: usize,
    pub page: String,
    pub x: String,
    pub y: String,
    pub width: String,
    pub height: String,
}

impl BoxRow {
    fn of(number: usize, area: &Area) -> Self {
        Self {
            number,
            page: (area.page + 1).to_string(),
            x: area.x.to_string(),
            y: area.y.to_string(),
            width: area.width.to_string(),
            height: area.height.to_string(),
        }
    }

    fn is_empty(&self) -> bool {
        [&self.x, &self.y, &self.width, &self.height].iter().all(|text| text.is_empty())
    }

    fn is_same(&self, other: &Self) -> bool {
        let place = |row: &Self| [&row.page, &row.x, &row.y, &row.width, &row.height].map(Clone::clone);
        place(self) == place(other)
    }
}

/// The boxes of a file, and empty rows for more on the page that is shown.
pub(crate) fn rows_of(drawn: &[Area], shown: u32) -> Vec<BoxRow> {
    let mut boxes: Vec<BoxRow> =
        drawn.iter().enumerate().map(|(number, area)| BoxRow::of(number, area)).collect();
    for number in boxes.len()..boxes.len() + ROWS {
        boxes.push(BoxRow { number, page: shown.to_string(), ..BoxRow::default() });
    }
    boxes
}

/// How many rows of boxes a form has.
fn count(form: &Form) -> usize {
    (0..evidence::MOST_BOXES + ROWS).take_while(|row| form.has(&format!("x.{row}"))).count()
}

fn typed_row(form: &Form, number: usize) -> BoxRow {
    let text = |name: &str| form.text(&format!("{name}.{number}")).to_owned();
    BoxRow {
        number,
        page: text("page"),
        x: text("x"),
        y: text("y"),
        width: text("width"),
        height: text("height"),
    }
}

/// The rows of a form that comes back. Where it was made of another revision, the boxes that stand now come first, so that
/// saving it again takes none of them away unseen.
pub(crate) fn rows_again(form: &Form, stood: Vec<BoxRow>, current: bool) -> Vec<BoxRow> {
    if current {
        return (0..stood.len().max(count(form))).map(|row| typed_row(form, row)).collect();
    }
    let (mut rows, empty): (Vec<BoxRow>, Vec<BoxRow>) = stood.into_iter().partition(|row| !row.is_empty());
    for typed in (0..count(form)).map(|row| typed_row(form, row)).filter(|row| !row.is_empty()) {
        if rows.iter().all(|row| !row.is_same(&typed)) {
            rows.push(typed);
        }
    }
    rows.extend(empty);
    for (number, row) in rows.iter_mut().enumerate() {
        row.number = number;
    }
    rows
}

/// The boxes of a form: a row without numbers is none, one with some of them is a slip.
pub(crate) fn drawn(form: &Form) -> Result<Vec<Area>> {
    let mut areas = Vec::new();
    for row in (0..count(form)).map(|row| typed_row(form, row)) {
        if row.is_empty() {
            continue;
        }
        let wrong = |_| Error::invalid("boxes", message("fault-box-place"));
        let part = |text: &str| text.parse::<u16>().map_err(wrong);
        let page = row.page.parse::<u32>().map_err(wrong)?;
        areas.push(Area {
            page: page.checked_sub(1).ok_or_else(|| Error::invalid("boxes", message("fault-box-place")))?,
            x: part(&row.x)?,
            y: part(&row.y)?,
            width: part(&row.width)?,
            height: part(&row.height)?,
        });
    }
    Ok(areas)
}
