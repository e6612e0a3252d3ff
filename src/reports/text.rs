//! A text as its audience reads it.

use std::collections::HashSet;

use sanitise::{Refusal, Shortfall};

use markdown::SafeHtml;

use crate::db::Moment;
use crate::error::{Error, Result};
use crate::facts::display::{self, Line};
use crate::facts::{Facts, Mode};
use crate::redaction::marks::Reason;
use crate::redaction::{Reading, Redaction, Released, withholding};
use crate::web::Page;

/// What the description of a file is called among the texts. It is changed, not marked.
pub const DESCRIPTION: &str = "evidence";

/// Title, narrative and facts, ready to be shown.
pub struct Text {
    pub title: String,
    pub language: String,
    /// How that language is written.
    pub dir: &'static str,
    pub narrative: SafeHtml,
    /// What of the narrative goes out and no page shows: for those who propose and decide.
    pub unseen: Vec<String>,
    pub facts: Vec<Line>,
    /// What was left out elsewhere than in the narrative, and why.
    pub withheld: Vec<String>,
    /// The source's own row, for those who may read it.
    pub raw: Vec<(String, String)>,
    /// The copies of its files.
    pub files: Vec<FileLine>,
}

impl Text {
    /// Of what is read.
    pub fn of(page: &Page, reading: &Reading) -> Result<Self> {
        let facts = Facts::parse(&reading.facts, Mode::Import)
            .map_err(|faults| Error::Internal(format!("kept facts do not parse: {faults:?}")))?;
        Ok(Self {
            title: reading.title.clone(),
            language: reading.language.clone(),
            dir: "auto",
            narrative: with_bars(page, &markdown::render(&reading.narrative)),
            unseen: markdown::unseen(&reading.narrative),
            facts: display::lines(page, &facts),
            withheld: withheld(page, reading),
            raw: display::raw(&facts),
            files: files(page, reading, ""),
        })
    }
}

/// A copy of a file, as its readers are told of it.
pub struct FileLine {
    pub href: String,
    pub id: String,
    pub description: String,
    pub kind: String,
    pub size: String,
    pub sha256: String,
    /// Whether it can be shown where it is named.
    pub picture: bool,
    /// What the copy lacks.
    pub shortfalls: Vec<String>,
}

/// The copies of the files of a text. `of` is where they are asked for: of a release, or nothing.
pub fn files(page: &Page, reading: &Reading, of: &str) -> Vec<FileLine> {
    let line = |file: &Released| FileLine {
        href: format!("{of}/evidence/{}", file.id),
        id: file.id.clone(),
        description: file.description.clone(),
        kind: file_kind(page, &file.kind),
        size: file_size(page, file.bytes),
        sha256: file.sha256.clone(),
        picture: file.kind.starts_with("image/"),
        shortfalls: shortfalls(page, &file.shortfalls),
    };
    reading.evidence.iter().map(line).collect()
}

/// A line for each kind of thing that a copy lacks, with the pages that it is on.
pub fn shortfalls(page: &Page, lacking: &[Shortfall]) -> Vec<String> {
    let mut kinds: Vec<(&str, Vec<String>)> = Vec::new();
    for one in lacking {
        let place = one.page().map(|from_0| page.number(u64::from(from_0) + 1));
        match kinds.iter_mut().find(|(slug, _)| *slug == one.slug()) {
            Some((_, pages)) => pages.extend(place),
            None => kinds.push((one.slug(), place.into_iter().collect())),
        }
    }
    let line = |(slug, pages): (&str, Vec<String>)| {
        let what = page.t(&format!("shortfall-{slug}"));
        let key = match pages.len() {
            0 => return what,
            1 => "shortfall-on-page",
            _ => "shortfall-on-pages",
        };
        page.ta(key, &[("what", &what), ("pages", &pages.join(", "))])
    };
    kinds.into_iter().map(line).collect()
}

/// What kind of file something is, in words where there are some.
pub fn file_kind(page: &Page, kind: &str) -> String {
    let plain = kind.split(';').next().unwrap_or_default();
    page.strings().find(&format!("file-kind-{}", plain.replace('/', "-"))).unwrap_or_else(|| plain.to_owned())
}

/// Why there is no copy of a file, and what to do: of a kind that is not rebuilt, what to save it as.
pub fn file_refusal(page: &Page, why: &str, kind: &str) -> String {
    let said = page.t(&format!("file-refusal-{why}"));
    if why != Refusal::UnknownKind.slug() {
        return said;
    }
    format!("{said} {}", page.t(&format!("file-advice-{}", family(kind))))
}

/// What is to be done alike with kinds that no copy is made of.
fn family(kind: &str) -> &'static str {
    let (group, rest) = kind.split_once('/').unwrap_or_default();
    let has = |words: &[&str]| words.iter().any(|word| rest.contains(word));
    match group {
        "image" if has(&["svg"]) => "web",
        "image" => "picture",
        "audio" => "sound",
        "video" => "film",
        _ if has(&["spreadsheet", "ms-excel"]) => "table",
        _ if has(&["word", "opendocument", "presentation", "powerpoint", "rtf", "postscript", "epub"]) => {
            "document"
        }
        _ if has(&["html", "xml"]) => "web",
        _ if has(&["zip", "tar", "rar", "7z", "compress", "bzip", "gzip", "xz", "zstd"]) => "archive",
        _ => "other",
    }
}

/// How large something is, in thousands of bytes.
pub fn file_size(page: &Page, bytes: u64) -> String {
    page.ta("file-size", &[("size", &page.number(bytes.div_ceil(1000)))])
}

/// A rendered narrative with a bar and its reason where something was left out.
pub fn with_bars(page: &Page, narrative: &SafeHtml) -> SafeHtml {
    markdown::with_gaps(narrative, |reason| {
        let reason = reason.parse().ok()?;
        Some((page.t("redacted"), why(page, reason)))
    })
}

/// What a text or a fact is called: `sources.0.title` is “Sources (1): What it is called”.
pub fn label(page: &Page, path: &str) -> String {
    let called = |fact: &str| page.field(&format!("facts.{fact}")).unwrap_or_else(|| fact.to_owned());
    let entry = |list: &str, place: u64| {
        page.ta("marks-entry", &[("what", &called(list)), ("number", &page.number(place + 1))])
    };
    let mut steps = path.splitn(3, '.');
    let (first, second, rest) = (steps.next().unwrap_or_default(), steps.next(), steps.next());
    match (path, second.and_then(|step| step.parse().ok()), rest) {
        ("title" | "narrative", ..) => page.t(&format!("report-{path}")),
        (DESCRIPTION, ..) => page.t("field-description"),
        (_, Some(place), None) => entry(first, place),
        (_, Some(place), Some(_)) => {
            page.ta("marks-part", &[("entry", &entry(first, place)), ("what", &called(path))])
        }
        (fact, None, _) => called(fact),
    }
}

/// When and why an organisation no longer stands by a report.
pub fn retracted_text(page: &Page, at: Moment, reason: &str) -> String {
    page.ta("retracted-text", &[("when", &page.moment(at)), ("reason", reason)])
}

/// A reason by its name.
pub fn why(page: &Page, reason: Reason) -> String {
    page.t(&format!("reason-{}", reason.as_str().replace('_', "-")))
}

/// A line for each reason of each part, with how many places there are: for those who decide.
pub fn applied(page: &Page, redactions: &[Redaction]) -> Vec<String> {
    let mut counted: Vec<(String, u64)> = Vec::new();
    for redaction in redactions {
        let line = line(page, redaction);
        match counted.iter_mut().find(|(known, _)| *known == line) {
            Some((_, count)) => *count += 1,
            None => counted.push((line, 1)),
        }
    }
    let places = |count: u64| page.tn("applied-places", count);
    counted.into_iter().map(|(line, count)| format!("{line} ({})", places(count))).collect()
}

/// A line for each reason of each part: how many places there are is not said.
pub fn withheld(page: &Page, reading: &Reading) -> Vec<String> {
    let mut told: Vec<&Redaction> = Vec::new();
    // Each kind of place is looked at once, however many places there are.
    let mut seen = HashSet::new();
    for redaction in &reading.redactions {
        let kind = (redaction.reason.as_str(), redaction.words.as_str(), redaction.at.as_str());
        if !seen.insert(kind) {
            continue;
        }
        // The bars in the text say it; words that stand for others do not.
        let bar = format!("{}{}{}", markdown::GAP[0], redaction.reason.as_str(), markdown::GAP[1]);
        if redaction.at == "narrative" && redaction.words.is_empty() && reading.narrative.contains(&bar) {
            continue;
        }
        told.push(redaction);
    }
    let mut lines: Vec<String> = Vec::new();
    let mut known = HashSet::new();
    for line in told.into_iter().map(|redaction| line(page, redaction)) {
        if known.insert(line.clone()) {
            lines.push(line);
        }
    }
    lines
}

fn line(page: &Page, redaction: &Redaction) -> String {
    let what = match redaction.at.as_str() {
        part @ ("title" | "narrative") => page.t(&format!("report-{part}")),
        "evidence" => page.t("evidence-heading"),
        fact => label(page, withholding::told_as(fact)),
    };
    let reason =
        if redaction.words.is_empty() { why(page, redaction.reason) } else { redaction.words.clone() };
    page.ta("withheld-line", &[("what", &what), ("reason", &reason)])
}
