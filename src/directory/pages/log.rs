//! The log of one's organisation, in words.

use actix_web::HttpResponse;
use askama::Template;
use serde_json::Value;

use crate::access::Role;
use crate::accounts::Visit;
use crate::db::Moment;
use crate::directory::{self, Line};
use crate::error::Result;
use crate::people::labels;
use crate::web::{Page, html};

/// One line as it is read.
pub struct LogEntry {
    /// When.
    pub at: Moment,
    /// Somebody by name, an organisation, or the program.
    pub who: String,
    /// The act, in words.
    pub what: String,
    /// What more is known.
    pub more: String,
}

/// A line of the log in words.
pub fn told(page: &Page, line: &Line) -> LogEntry {
    LogEntry {
        at: line.at,
        who: who(page, line),
        what: what(page, line),
        more: more(page, &line.act, &line.detail),
    }
}

#[derive(Template)]
#[template(path = "directory/log.html")]
struct LogPage {
    page: Page,
    entries: Vec<LogEntry>,
    first: String,
    next: String,
    shown: String,
}

/// Acts of nobody who is known. What happens to files and to what was kept long enough without an actor is the
/// program's own work; everything else is the operator's.
const UNKNOWN: [&str; 2] = ["sign_in.failed", "refresh_token.reused"];

fn who(page: &Page, line: &Line) -> String {
    let named = line.person.clone().or_else(|| line.organisation.clone());
    let nobody = match (line.act.as_str(), line.subject.kind.as_str()) {
        (act, _) if UNKNOWN.contains(&act) => "log-somebody",
        // Whoever it was; what an old backup brought back, the program erases again.
        ("file.gone", _) if line.detail.get("restored").is_none() => "log-somebody",
        ("report.erased" | "statement.moved" | "silence.extended", _) | (_, "evidence" | "file") => {
            "log-platform"
        }
        _ => "log-operator",
    };
    named.unwrap_or_else(|| page.t(nobody))
}

/// What was done; a verb that has no words yet is shown as it is.
fn what(page: &Page, line: &Line) -> String {
    let key = format!("act-{}", line.act.replace(['.', '_'], "-"));
    let subject = line.subject.name.clone();
    let subject =
        subject.unwrap_or_else(|| page.t(&format!("log-a-{}", line.subject.kind.replace('_', "-"))));
    let told = page.ta(&key, &[("subject", &subject)]);
    if told == key { line.act.clone() } else { told }
}

/// The details of an act that have words for their names, those of the act itself first, and their values in words where they
/// are words of ours.
fn more(page: &Page, act: &str, detail: &Value) -> String {
    let fields = detail.as_object().into_iter().flatten();
    let act = act.replace(['.', '_'], "-");
    let known = fields.filter_map(|(name, value)| {
        let name = name.replace('_', "-");
        let label = page.strings().find(&format!("log-detail-{act}-{name}"));
        let label = label.or_else(|| page.strings().find(&format!("log-detail-{name}")))?;
        let name = name.as_str();
        let words: Vec<String> = match value {
            Value::Array(values) => values.iter().map(|value| word(page, name, value)).collect(),
            Value::Null => return None,
            value => vec![word(page, name, value)],
        };
        (!words.is_empty()).then(|| format!("{label}: {}", words.join(", ")))
    });
    known.collect::<Vec<_>>().join(" · ")
}

fn word(page: &Page, name: &str, value: &Value) -> String {
    let plain = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    if let ("role" | "roles", Ok(role)) = (name, plain.parse::<Role>()) {
        return labels::role(page, role);
    }
    if let ("audience", Some((kind @ ("org" | "group" | "person"), of))) = (name, plain.split_once(':')) {
        return page.ta(&format!("log-audience-of-{kind}"), &[("name", of)]);
    }
    let key = format!("log-{name}-{}", plain.replace(['_', ':', ' '], "-"));
    page.strings().find(&key).unwrap_or(plain)
}

/// `GET /log`.
pub async fn log(visit: Visit) -> Result<HttpResponse> {
    let asked = visit.asked();
    let (app, visitor, page) = visit.open();
    let first = if asked.text("after").is_empty() { String::new() } else { "/log".into() };
    let log = app.blocking(move |app| directory::read_log(app, visitor.viewer(), &asked)).await?;
    let answer = LogPage {
        entries: log.lines.iter().map(|line| told(&page, line)).collect(),
        first,
        next: log.next.map(|cursor| format!("/log?after={cursor}")).unwrap_or_default(),
        shown: page.tn("log-count", u64::try_from(log.total).unwrap_or_default()),
        page,
    };
    html(&app, &answer.page, &answer)
}
