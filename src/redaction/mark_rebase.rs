//! Marks carried over an edit: kept where the text they cover is unchanged, and asked about where it is not.

use std::ops::Range;
use std::time::{Duration, Instant};

use similar::{ChangeTag, TextDiff};

use super::marks::{Lost, Mark, Target, text_of};
use super::{Original, withholding};

/// How long the texts of two revisions are compared. What is not told apart by then counts as changed, and its
/// marks are asked about.
const PATIENCE: Duration = Duration::from_millis(200);

/// What became of marks.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Those that have their place in the new text.
    pub marks: Vec<Mark>,
    /// Those that have none.
    pub lost: Vec<Lost>,
}

/// Carries the marks of `old` over to the texts of `new`, beside those that were lost before.
pub fn carry(old: &Original, new: &Original) -> Carried {
    let mut carried = Carried { marks: Vec::new(), lost: old.lost.clone() };
    let until = Instant::now() + PATIENCE;
    let mut compared: Vec<(&str, Vec<Run>)> = Vec::new();
    for mark in &old.marks {
        let target = match &mark.target {
            Target::Span { field, start, end } => field_in(old, new, field).and_then(|now| {
                if !compared.iter().any(|(known, _)| known == field) {
                    compared.push((field, runs(text_of(old, field), text_of(new, &now), until)));
                }
                let runs = compared.iter().find(|(known, _)| known == field).map(|(_, runs)| runs.as_slice());
                let moved = place(runs.unwrap_or_default(), &(*start..*end));
                moved.map(|range| Target::Span { field: now, start: range.start, end: range.end })
            }),
            Target::Fact { path, level } => {
                path_in(old, new, path).map(|path| Target::Fact { path, level: *level })
            }
            file @ Target::Evidence(_) => Some(file.clone()),
        };
        if let Some(target) = target {
            carried.marks.push(Mark { target, ..mark.clone() });
        } else {
            let covered = in_short(&covered(old, &mark.target), MOST_COVERED);
            carried.lost.push(Lost { mark: mark.clone(), covered });
        }
    }
    carried
}

/// Where an entry of a fact is now. A mark on a whole fact is on whatever it says.
fn path_in(old: &Original, new: &Original, path: &str) -> Option<String> {
    let (name, Some(_)) = withholding::split(path) else { return Some(path.to_owned()) };
    let was = withholding::find(&old.facts, path)?;
    let entries = withholding::find(&new.facts, name)?.as_array()?;
    entries.iter().position(|entry| entry == was).map(|place| format!("{name}.{place}"))
}

/// Where a text is now. One of an entry goes with its entry, wherever that stands; where the entry was changed, it is told
/// which one it was only if it is the only change to the list.
fn field_in(old: &Original, new: &Original, field: &str) -> Option<String> {
    let mut steps = field.splitn(3, '.');
    let (name, number) = (steps.next()?, steps.next().and_then(|step| step.parse::<usize>().ok()));
    let Some(number) = number else { return Some(field.to_owned()) };
    let rest = steps.next().map(|rest| format!(".{rest}")).unwrap_or_default();
    if let Some(path) = path_in(old, new, &format!("{name}.{number}")) {
        return Some(format!("{path}{rest}"));
    }
    let was = withholding::find(&old.facts, name)?.as_array()?;
    let now = withholding::find(&new.facts, name)?.as_array()?;
    let mut entries = was.iter().zip(now).enumerate();
    let alone = was.len() == now.len() && entries.all(|(place, (was, now))| place == number || was == now);
    alone.then(|| field.to_owned())
}

/// As much as is kept of what a lost mark covered, in characters: thousands of marks can lie on the same text.
const MOST_COVERED: usize = 2_000;

/// The beginning and the end of a text that is longer than `most`.
pub fn in_short(text: &str, most: usize) -> String {
    let length = text.chars().count();
    if length <= most {
        return text.to_owned();
    }
    let half = most / 2;
    let (first, last) = (text.chars().take(half), text.chars().skip(length - half));
    first.chain(" … ".chars()).chain(last).collect()
}

/// What a mark covers, for those who are asked where it belongs.
pub fn covered(original: &Original, target: &Target) -> String {
    match target {
        Target::Span { field, start, end } => {
            let letters = text_of(original, field).unwrap_or_default().chars();
            letters.skip(*start).take(end.saturating_sub(*start)).collect()
        }
        Target::Fact { path, .. } => {
            withholding::find(&original.facts, path).map(ToString::to_string).unwrap_or_default()
        }
        Target::Evidence(id) => id.clone(),
    }
}

/// A run of code points that both texts have: where it begins in each, and how long it is.
struct Run {
    old: usize,
    new: usize,
    length: usize,
}

fn runs(old: Option<&str>, new: Option<&str>, until: Instant) -> Vec<Run> {
    let (Some(old), Some(new)) = (old, new) else { return Vec::new() };
    if old == new {
        return vec![Run { old: 0, new: 0, length: old.chars().count() }];
    }
    let mut runs: Vec<Run> = Vec::new();
    let (mut before, mut after) = (0, 0);
    for change in TextDiff::configure().deadline(until).diff_words(old, new).iter_all_changes() {
        let length = change.value().chars().count();
        match change.tag() {
            ChangeTag::Equal => {
                match runs.last_mut() {
                    Some(last) if last.old + last.length == before && last.new + last.length == after => {
                        last.length += length;
                    }
                    _ => runs.push(Run { old: before, new: after, length }),
                }
                before += length;
                after += length;
            }
            ChangeTag::Delete => before += length,
            ChangeTag::Insert => after += length,
        }
    }
    runs
}

/// Where a span is now: it has to lie within one run.
fn place(runs: &[Run], span: &Range<usize>) -> Option<Range<usize>> {
    let run = runs.iter().find(|run| run.old <= span.start && span.end <= run.old + run.length)?;
    let start = run.new + (span.start - run.old);
    Some(start..start + span.len())
}
