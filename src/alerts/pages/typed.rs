//! What is typed on the form of an alert, and a form that is filled with what an alert says.

use chrono::TimeDelta;

use crate::alerts::input::{expiry_typed, moment};
use crate::alerts::links::AlertLink;
use crate::alerts::{AlertBody, MOST_TEXTS, NewAlert, NewAlertText};
use crate::db::Moment;
use crate::error::{Fields, message};
use crate::reports::audience_input::AudienceInput;
use crate::reports::audience_picker;
use crate::web::Form;

/// After how many hours an alert expires, as the form offers it.
pub(super) const HOURS: [i64; 6] = [6, 24, 72, 168, 336, 720];

/// The names after which the fields of further languages are called.
pub(super) fn further() -> impl Iterator<Item = String> {
    (2..=MOST_TEXTS).map(|number| format!("-{number}"))
}

/// The names of the fields as they follow on the page.
pub(super) fn order() -> String {
    let first = "message headline body instruction language".to_owned();
    let others = further().map(|at| format!("language{at} headline{at} body{at} instruction{at}"));
    let last = "category urgency severity certainty countries places links expires_in expires_at \
                audience except approvers urgent asks_again"
        .to_owned();
    std::iter::once(first).chain(others).chain([last]).collect::<Vec<_>>().join(" ")
}

fn lines(text: &str) -> Vec<String> {
    text.split(['\n', ',', ';']).map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// How far two ways to say when an alert expires may be apart: time goes on while a form is filled in.
const APART: TimeDelta = TimeDelta::hours(1);

fn hours(form: &Form) -> Option<TimeDelta> {
    let hours = form.text("expires_in").parse::<i64>().ok().filter(|hours| HOURS.contains(hours));
    hours.map(TimeDelta::hours)
}

/// What is wrong where a form says in two ways when the alert expires: neither wins over the other.
pub(super) fn two_expiries(form: &Form, now: Moment) -> Fields {
    let mut faults = Fields::default();
    if let (Some(at), Some(hours)) = (moment(form.text("expires_at")), hours(form)) {
        let apart = at.since(now.plus(hours));
        if apart.abs() > APART {
            faults.add("expires_at", message("fault-expiry-twice"));
        }
    }
    faults
}

/// What a form says.
pub(super) fn input(form: &Form, now: Moment, first: bool) -> NewAlert {
    let optional = |name: &str| Some(form.text(name).to_owned()).filter(|text| !text.is_empty());
    let translations =
        further().filter(|at| !form.text(&format!("headline{at}")).is_empty()).map(|at| NewAlertText {
            language: form.text(&format!("language{at}")).to_owned(),
            headline: form.raw(&format!("headline{at}")).to_owned(),
            body: Some(form.raw(&format!("body{at}")).to_owned()),
            instruction: Some(form.raw(&format!("instruction{at}")).to_owned()),
        });
    let expires_at = match (form.text("expires_at"), hours(form)) {
        ("", Some(hours)) => now.plus(hours).rfc3339(),
        (typed, _) => typed.to_owned(),
    };
    let typed = form.text("links").split(|letter: char| letter.is_whitespace() || ",;".contains(letter));
    let links = typed.filter(|word| !word.is_empty()).map(AlertLink::typed);
    let words = AudienceInput { to_be_named: first, ..audience_picker::chosen(form) };
    let new = NewAlert {
        headline: form.raw("headline").to_owned(),
        body: Some(form.raw("body").to_owned()),
        instruction: Some(form.raw("instruction").to_owned()),
        language: optional("language"),
        translations: translations.collect(),
        links: links.collect(),
        countries: form.all("countries"),
        places: lines(form.text("places")),
        urgency: form.text("urgency").to_owned(),
        severity: form.text("severity").to_owned(),
        certainty: form.text("certainty").to_owned(),
        category: form.text("category").to_owned(),
        audience: None,
        except: None,
        approvers: None,
        expires_at,
        urgent: form.has("urgent"),
        exercise: form.has("exercise"),
        message: optional("message"),
        asks_again: form.has("asks_again"),
        reason: optional("reason"),
    };
    new.with_readers(&words)
}

/// A form filled with what an alert says now.
pub(super) fn filled(body: &AlertBody, readers: &AudienceInput, links: &str) -> Form {
    let mut form = Form::default();
    let one = |text: &str| vec![text.to_owned()];
    for (text, at) in body.texts.iter().zip(std::iter::once(String::new()).chain(further())) {
        form.set(&format!("language{at}"), one(&text.language));
        form.set(&format!("headline{at}"), one(&text.headline));
        form.set(&format!("body{at}"), one(&text.body));
        form.set(&format!("instruction{at}"), one(&text.instruction));
    }
    form.set("urgency", one(body.urgency.as_str()));
    form.set("severity", one(body.severity.as_str()));
    form.set("certainty", one(body.certainty.as_str()));
    form.set("category", one(body.category.as_str()));
    form.set("countries", body.countries.iter().map(ToString::to_string).collect());
    form.set("places", one(&body.places.join("\n")));
    form.set("links", one(links));
    form.set("expires_at", one(&expiry_typed(body.expires_at)));
    if body.exercise {
        form.set("exercise", one("yes"));
    }
    for (name, value) in audience_picker::hidden(readers) {
        let mut values = form.all(name);
        values.push(value);
        form.set(name, values);
    }
    form
}

/// What was typed, without what only leads through the form.
pub(super) fn typed(form: &Form) -> String {
    let mut form = form.clone();
    form.set("step", Vec::new());
    form.set("seen", Vec::new());
    form.set("readers", Vec::new());
    form.hash()
}
