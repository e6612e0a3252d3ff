//! The rows of the form of a text: what is typed in them, how they are arranged, and how they are filled from elsewhere.

use std::collections::BTreeMap;

use wording::{Paragraph, Part, StatementText};

use crate::error::{Error, Fields, Result, message};
use crate::statements::{MOST_PARAGRAPHS, NewParagraph, ParagraphView};
use crate::web::Form;

/// A paragraph, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub id: String,
    pub kind: String,
    pub text: String,
}

/// Those of a text.
pub(super) fn of(paragraphs: &[ParagraphView]) -> Vec<Row> {
    let row =
        |one: &ParagraphView| Row { id: one.id.clone(), kind: one.kind.to_owned(), text: one.text.clone() };
    paragraphs.iter().map(row).collect()
}

/// Those that were typed: the fields of each come one after the other.
pub(super) fn typed(form: &Form) -> Vec<Row> {
    let fields = |name: &str| form.fields().get(name).map(Vec::as_slice).unwrap_or_default();
    let (ids, kinds) = (fields("id"), fields("kind"));
    let row = |(place, text): (usize, &String)| Row {
        id: ids.get(place).map(|id| id.trim().to_owned()).unwrap_or_default(),
        kind: kinds.get(place).cloned().unwrap_or_default(),
        text: text.clone(),
    };
    fields("text").iter().enumerate().map(row).collect()
}

/// The same, as they are written. A new row in which nothing is typed is none.
pub(super) fn paragraphs(form: &Form) -> Vec<NewParagraph> {
    let is_there = |row: &Row| !(row.id.is_empty() && row.text.trim().is_empty());
    let one = |row: Row| NewParagraph { id: row.id, kind: row.kind, text: row.text };
    typed(form).into_iter().filter(is_there).map(one).collect()
}

/// Puts rows into a form.
pub(super) fn set(form: &mut Form, rows: &[Row]) {
    let all = |field: fn(&Row) -> &String| rows.iter().map(|row| field(row).clone()).collect::<Vec<_>>();
    form.set("id", all(|row| &row.id));
    form.set("kind", all(|row| &row.kind));
    form.set("text", all(|row| &row.text));
}

/// Adds paragraphs that were read somewhere to rows, in place of rows in which nothing is typed; what is wrong is said of a field.
pub(super) fn append(rows: &mut Vec<Row>, read: Vec<(Part, String)>, field: &str) -> Fields {
    let mut errors = Fields::default();
    if read.is_empty() {
        errors.add(field, message("fault-statement-nothing-read"));
        return errors;
    }
    rows.retain(|row| !(row.id.is_empty() && row.text.trim().is_empty()));
    if rows.len() + read.len() > MOST_PARAGRAPHS {
        errors.add(field, message("fault-statement-paragraphs").number("most", MOST_PARAGRAPHS as u64));
        return errors;
    }
    let row = |(part, text): (Part, String)| Row { id: String::new(), kind: part.slug().to_owned(), text };
    rows.extend(read.into_iter().map(row));
    errors
}

/// Brings rows that were typed over a version up to the text of now, so that to save them loses nothing of what others wrote: what is new in it
/// is added, and what was not touched reads as it does by now. What is gone from it is a new paragraph if it was touched, and else gone here, too.
pub(super) fn caught_up(rows: &mut Vec<Row>, base: Option<&StatementText>, now: &[ParagraphView]) {
    let base: Option<BTreeMap<&str, &Paragraph>> =
        base.map(|text| text.paragraphs.iter().map(|one| (one.id.as_str(), one)).collect());
    let before = |id: &str| base.as_ref().and_then(|base| base.get(id).copied());
    let found: BTreeMap<&str, &ParagraphView> = now.iter().map(|one| (one.id.as_str(), one)).collect();
    rows.retain_mut(|row| {
        if row.id.is_empty() {
            return true;
        }
        let was = before(&row.id);
        let untouched = was.is_some_and(|was| was.text == wording::tidy(&row.text));
        let Some(is) = found.get(row.id.as_str()) else {
            row.id.clear();
            return !untouched;
        };
        if untouched {
            row.text.clone_from(&is.text);
        }
        if was.is_some_and(|was| was.part.slug() == row.kind) {
            is.kind.clone_into(&mut row.kind);
        }
        true
    });
    let mut at = 0;
    for one in now {
        if let Some(place) = rows.iter().position(|row| row.id == one.id) {
            at = place + 1;
        } else if before(&one.id).is_none() {
            rows.insert(at, Row { id: one.id.clone(), kind: one.kind.to_owned(), text: one.text.clone() });
            at += 1;
        }
    }
}

/// Reads a document: DOCX, or plain text in UTF-8.
pub(super) fn read(file: &[u8]) -> Result<Vec<(Part, String)>> {
    let is_archive = file.starts_with(b"PK") || file.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
    if is_archive {
        let fault = |fault: wording::DocxFault| message("fault-statement-docx").word("why", why(fault));
        return wording::read_docx(file).map_err(|found| Error::invalid("file", fault(found)));
    }
    let text = std::str::from_utf8(file).ok().filter(|text| !text.contains('\0'));
    let text = text.ok_or_else(|| Error::invalid("file", message("fault-statement-not-text")))?;
    Ok(wording::read_plain(text.trim_start_matches('\u{FEFF}')))
}

fn why(fault: wording::DocxFault) -> String {
    format!("docx-{}", fault.slug())
}

/// Does what one of the buttons of the form says: `add`, `read`, or one of `after`, `up`, `down` and `remove` with the number of a row.
pub(super) fn arrange(form: &mut Form, act: &str) -> Fields {
    let mut rows = typed(form);
    let (verb, row) = act.split_once(':').unwrap_or((act, ""));
    let place = row.parse::<usize>().ok().and_then(|row| row.checked_sub(1)).filter(|at| *at < rows.len());
    let blank = |kind: Option<&Row>| Row {
        kind: kind.map_or_else(|| Part::Operative.slug().to_owned(), |row| row.kind.clone()),
        ..Row::default()
    };
    let mut errors = Fields::default();
    match (verb, place) {
        ("add", _) => rows.push(blank(rows.last())),
        ("after", Some(at)) => rows.insert(at + 1, blank(rows.get(at))),
        ("up", Some(at)) if at > 0 => rows.swap(at - 1, at),
        ("down", Some(at)) if at + 1 < rows.len() => rows.swap(at, at + 1),
        ("remove", Some(at)) => drop(rows.remove(at)),
        ("read", _) => {
            let read = wording::read_plain(form.raw("pasted"));
            errors = append(&mut rows, read, "pasted");
            if errors.0.is_empty() {
                form.set("pasted", Vec::new());
                form.set("read", vec!["yes".to_owned()]);
            }
        }
        _ => {}
    }
    set(form, &rows);
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(rows: &[(&str, &str)]) -> Form {
        let mut form = Form::default();
        let row = |(id, text): &(&str, &str)| Row {
            id: (*id).to_owned(),
            kind: "operative".to_owned(),
            text: (*text).to_owned(),
        };
        set(&mut form, &rows.iter().map(row).collect::<Vec<_>>());
        form
    }

    fn texts(form: &Form) -> Vec<String> {
        typed(form).into_iter().map(|row| format!("{}{}", row.id, row.text)).collect()
    }

    #[test]
    fn rows_are_arranged_as_the_buttons_say() {
        let of = |act: &str| {
            let mut form = form(&[("p1", "a"), ("p2", "b"), ("", "c")]);
            let errors = arrange(&mut form, act);
            assert!(errors.0.is_empty(), "{act}: {errors:?}");
            texts(&form)
        };
        assert_eq!(of("up:2"), ["p2b", "p1a", "c"]);
        assert_eq!(of("down:2"), ["p1a", "c", "p2b"]);
        assert_eq!(of("remove:1"), ["p2b", "c"]);
        assert_eq!(of("after:1"), ["p1a", "", "p2b", "c"]);
        assert_eq!(of("add"), ["p1a", "p2b", "c", ""]);
        for nothing in ["up:1", "down:3", "remove:9", "remove:0", "up:x", "other"] {
            assert_eq!(of(nothing), ["p1a", "p2b", "c"], "{nothing}");
        }
    }

    #[test]
    fn what_is_pasted_is_added() {
        let mut form = form(&[("p1", "a"), ("", " ")]);
        form.set("pasted", vec!["1. Recalling the founding declaration,\n\n2. We act.".to_owned()]);
        assert!(arrange(&mut form, "read").0.is_empty());
        assert_eq!(texts(&form).len(), 3, "{:?}", texts(&form));
        assert_eq!(form.raw("pasted"), "");
        assert!(arrange(&mut form, "read").of("pasted").len() == 1, "nothing is pasted");
        form.set("pasted", vec!["One line.\n\n".repeat(MOST_PARAGRAPHS)]);
        assert_eq!(arrange(&mut form, "read").of("pasted").len(), 1, "there is a bound");
    }

    #[test]
    fn an_empty_new_row_is_no_paragraph_and_an_empty_old_one_is() {
        let written = paragraphs(&form(&[("p1", ""), ("", " "), ("", "new")]));
        let ids: Vec<&str> = written.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["p1", ""], "whoever empties a paragraph is told to remove it");
    }

    #[test]
    fn what_others_wrote_meanwhile_is_kept() {
        let of = |number: u32, text: &str| Paragraph {
            id: wording::ParagraphId::new(number),
            part: Part::Operative,
            text: text.to_owned(),
        };
        let all = [of(1, "a"), of(2, "b"), of(3, "c"), of(4, "d"), of(5, "e")];
        let base =
            StatementText { title: String::new(), language: "en".to_owned(), paragraphs: all.to_vec() };
        // A colleague changed the first, took out the third and the fourth, and wrote a sixth after the second.
        let now = ParagraphView::all(&[of(1, "A"), of(2, "b"), of(6, "new"), of(5, "e")]);
        let mut rows =
            typed(&form(&[("p1", "a"), ("p2", "mine"), ("p3", "c"), ("p4", "mine, too"), ("", "x")]));
        caught_up(&mut rows, Some(&base), &now);
        let found: Vec<String> = rows.iter().map(|row| format!("{}:{}", row.id, row.text)).collect();
        assert_eq!(
            found,
            ["p1:A", "p2:mine", "p6:new", ":mine, too", ":x"],
            "the fifth was taken out by whoever typed"
        );
        // Where nobody knows what it was typed over, nothing of the text is left out.
        let mut rows = typed(&form(&[("p1", "a"), ("p3", "c")]));
        caught_up(&mut rows, None, &now);
        let found: Vec<String> = rows.iter().map(|row| format!("{}:{}", row.id, row.text)).collect();
        assert_eq!(found, ["p1:a", "p2:b", "p6:new", "p5:e", ":c"]);
    }

    #[test]
    fn only_what_can_be_read_is() {
        assert_eq!(read("A line.".as_bytes()).unwrap().len(), 1);
        assert!(read(b"\xff\xfe").is_err());
        assert!(read(b"PK\x03\x04 broken").is_err());
        assert!(read(b"\xD0\xCF\x11\xE0").is_err());
    }
}
