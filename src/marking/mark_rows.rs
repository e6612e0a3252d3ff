//! The rows and fields of the workbench, filled with what there is and, over it, with what was sent.

use serde_json::json;

use super::marked;
use crate::db::Tx;
use crate::error::Result;
use crate::marking;
use crate::redaction::marks::Reason;
use crate::redaction::withholding::{self, Level};
use crate::redaction::{Attached, Lost, Mark, Original, Target, brackets};
use crate::reports::text;
use crate::web::{Choice, Form, Page};

/// A text in which parts can be wrapped.
pub struct Area {
    pub name: String,
    pub label: String,
    pub value: String,
    /// What was typed over a text that has changed since.
    pub typed: String,
    pub rows: usize,
}

/// A choice with the name under which it is sent.
pub struct Asked {
    pub name: String,
    pub options: Vec<Choice>,
}

/// A line with the name under which it is sent.
pub struct Typed {
    pub name: String,
    pub value: String,
}

/// A mark that there is.
pub struct Row {
    pub heading: String,
    pub covered: String,
    pub reason: Asked,
    pub words: Typed,
    pub seers: Asked,
    /// How far it is told, where it is on a fact.
    pub level: Option<Asked>,
    /// What is read in its place, where it is on a text.
    pub replacement: Option<Typed>,
    pub drop: String,
    pub dropped: bool,
}

/// A stated fact on which no mark is.
pub struct Open {
    pub label: String,
    pub said: String,
    pub level: Asked,
}

/// A mark without a place.
pub struct Astray {
    pub heading: String,
    pub covered: String,
    pub reason: String,
}

/// What is shown over what there is: nothing at first, then what was sent.
pub struct Over<'a> {
    pub form: Option<&'a Form>,
    /// What was sent is of the revision that stands: the rows are still those that were meant.
    pub fresh: bool,
}

impl Over<'_> {
    pub fn text(&self, name: &str) -> Option<&str> {
        self.form.filter(|form| form.has(name)).map(|form| form.raw(name))
    }

    /// The same of a row.
    fn of_row(&self, name: &str) -> Option<&str> {
        self.text(name).filter(|_| self.fresh)
    }

    pub fn has(&self, name: &str) -> bool {
        self.form.is_some_and(|form| form.has(name))
    }
}

/// These choices with the one that was sent.
pub fn choose(mut choices: Vec<Choice>, sent: Option<&str>) -> Vec<Choice> {
    if let Some(sent) = sent {
        for choice in &mut choices {
            choice.chosen = choice.value == sent;
        }
    }
    choices
}

pub fn area(page: &Page, over: &Over<'_>, one: &marking::Text) -> Area {
    let name = format!("text.{}", one.field);
    let typed = over.text(&name);
    // What was wrapped in a text that is another by now stands beside it, to be wrapped again.
    let fits = |typed: &&str| over.fresh || brackets::spans(&one.text, typed).is_ok();
    Area {
        label: text::label(page, &one.field),
        value: typed.filter(fits).unwrap_or(&one.text).to_owned(),
        typed: typed.filter(|typed| !fits(typed)).unwrap_or_default().to_owned(),
        rows: match one.field.as_str() {
            "narrative" => 14,
            _ => 1 + one.text.chars().count() / 90,
        },
        name,
    }
}

pub fn reasons(page: &Page, chosen: Option<Reason>) -> Vec<Choice> {
    let one = |reason: &Reason| {
        Choice::new(reason.as_str(), text::why(page, *reason), chosen.as_ref() == Some(reason))
    };
    Reason::ALL.iter().map(one).collect()
}

fn levels(page: &Page, path: &str, chosen: Option<Level>) -> Vec<Choice> {
    let one = |level: Level| {
        Choice::new(level.as_str(), page.t(&format!("level-{}", level.as_str())), chosen == Some(level))
    };
    let (name, _) = withholding::split(path);
    withholding::levels(name).filter(|level| withholding::can(path, *level)).map(one).collect()
}

/// As much as a row shows of what its mark covers, in characters.
const MOST_COVERED: usize = 400;

fn heading(page: &Page, target: &Target) -> String {
    match target {
        Target::Span { field, .. } => text::label(page, field),
        Target::Fact { path, .. } => text::label(page, path),
        Target::Evidence(_) => page.t("evidence-heading"),
    }
}

fn covered(page: &Page, original: &Original, target: &Target) -> String {
    match target {
        Target::Fact { path, .. } => marked::said(page, &original.facts, path),
        Target::Evidence(id) => {
            let file = original.evidence.iter().find(|file| file.reference == *id);
            file.map_or_else(|| id.clone(), called)
        }
        other @ Target::Span { .. } => {
            crate::redaction::in_short(&crate::redaction::covered(original, other), MOST_COVERED)
        }
    }
}

pub fn astray(page: &Page, lost: &Lost) -> Astray {
    let covered = match &lost.mark.target {
        Target::Fact { path, .. } => {
            let (name, _) = withholding::split(path);
            let value = serde_json::from_str::<serde_json::Value>(&lost.covered).unwrap_or_default();
            marked::said(page, &json!({ name: [value] }), &format!("{name}.0"))
        }
        _ => lost.covered.clone(),
    };
    Astray { heading: heading(page, &lost.mark.target), covered, reason: marked::reason(page, &lost.mark) }
}

pub fn row(
    tx: &mut Tx<'_>,
    page: &Page,
    over: &Over<'_>,
    offered: &[Choice],
    (original, place, mark): (&Original, usize, &Mark),
) -> Result<Row> {
    let name = |part: &str| format!("marks.{place}.{part}");
    let typed = |part: &str, now: &str| {
        let value = over.of_row(&name(part)).unwrap_or(now).to_owned();
        Typed { name: name(part), value }
    };
    let asked = |part: &str, choices: Vec<Choice>| {
        let options = choose(choices, over.of_row(&name(part)));
        Asked { name: name(part), options }
    };
    let seers = marked::seers(tx.conn, page, offered, mark)?;
    let replacement = mark.replacement.as_deref().unwrap_or_default();
    Ok(Row {
        heading: heading(page, &mark.target),
        covered: covered(page, original, &mark.target),
        reason: asked("reason", reasons(page, Some(mark.reason))),
        words: typed("reason_text", &mark.words),
        seers: asked("visible_to", seers),
        level: match &mark.target {
            Target::Fact { path, level } => Some(asked("level", levels(page, path, Some(*level)))),
            _ => None,
        },
        replacement: matches!(mark.target, Target::Span { .. }).then(|| typed("replace_with", replacement)),
        drop: name("drop"),
        dropped: over.fresh && over.has(&name("drop")),
    })
}

/// What its owner calls a file: its own name, and what it shows.
fn called(file: &Attached) -> String {
    if file.description.is_empty() {
        file.called()
    } else {
        format!("{} · {}", file.called(), file.description)
    }
}

/// The files that can be withheld, with those ticked that were.
pub fn open_files(over: &Over<'_>, original: &Original) -> Vec<Choice> {
    let ticked = over.form.map(|form| form.all("files")).unwrap_or_default();
    let one = |file: &Attached| Choice::new(&file.reference, called(file), ticked.contains(&file.reference));
    marking::unmarked_files(original).map(one).collect()
}

pub fn open_facts(page: &Page, over: &Over<'_>, original: &Original) -> Vec<Open> {
    let one = |fact: &str| {
        let name = format!("facts.{fact}");
        let mut choices = vec![Choice::new("", page.t("level-whole"), true)];
        choices.extend(levels(page, fact, None));
        let options = choose(choices, over.text(&name));
        Open {
            label: text::label(page, fact),
            said: marked::said(page, &original.facts, fact),
            level: Asked { name, options },
        }
    };
    marking::unmarked_facts(original).into_iter().map(one).collect()
}
