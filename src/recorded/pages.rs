//! The page of what the secretariat recorded of organisations and an action.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::Value;

use super::store::Says;
use super::verbs::known_readers;
use super::view::says;
use super::{NewRecord, RecordView, records_of};
use crate::access::{Act, Tlp, Viewer, permits};
use crate::accounts::{Posted, Visit};
use crate::actions::{self, ActionBody, Seen, mark_of};
use crate::db::{Moment, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::language::direction;
use crate::reports::one_page::{self, OfOne, Shown};
use crate::vault::Vault;
use crate::web::{Choice, Form, FormErrors, Page, Routes, done, get, post};

/// A record as the page shows it.
pub struct RecordLine {
    says: String,
    by: String,
    at: Moment,
    own: bool,
    /// Whether joining the action would confirm it.
    joins: bool,
    /// Whether the organisation can confirm it here.
    confirms: bool,
}

/// What the form of the secretariat offers.
pub struct Recording {
    organisations: Vec<Choice>,
    says: Vec<Choice>,
}

/// The page of the records of an action.
#[derive(Template)]
#[template(path = "recorded/records.html")]
pub struct RecordsPage {
    page: Page,
    reference: String,
    /// The mark of the brief before whose readers something is recorded.
    version: String,
    title: String,
    language: String,
    dir: &'static str,
    tlp: Tlp,
    records: Vec<RecordLine>,
    /// Whether the viewer may answer for their organisation.
    answers: bool,
    recording: Option<Recording>,
    errors: Fields,
    notice: String,
}

impl OfOne for RecordsPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

fn line(page: &Page, view: RecordView, open: bool) -> RecordLine {
    RecordLine {
        says: says(page, &view),
        by: if view.confirmed {
            String::new()
        } else {
            page.ta("record-by", &[("organisation", &view.recorded_by.name)])
        },
        at: view.at,
        own: view.own,
        joins: open && view.says == Says::Joined,
        confirms: view.says == Says::Declined && (!view.confirmed || view.again),
    }
}

fn records_page(
    tx: &mut Tx<'_>,
    _: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<RecordsPage>> {
    let row = actions::at_work(tx, viewer, reference)?;
    let records = records_of(tx.conn, viewer, &row)?;
    let body = ActionBody::read(&row)?;
    let open = row.details.stage.is_open();
    let recording = if open && permits(viewer, Act::RecordPart) {
        let known = known_readers(tx.conn, viewer, &row)?;
        let organisation = |one: crate::people::Organisation| {
            Choice::new(one.slug.clone(), one.name, form.text("organisation") == one.slug)
        };
        let says = |says: &Says| {
            let word = says.as_str();
            Choice::new(word, page.t(&format!("record-{word}")), form.text("says") == word)
        };
        Some(Recording {
            organisations: known.into_iter().map(organisation).collect(),
            says: Says::ALL.iter().map(says).collect(),
        })
    } else {
        None
    };
    Ok(Ok(Box::new(RecordsPage {
        reference: row.reference.clone(),
        version: mark_of(&row.version),
        dir: direction(&body.language),
        title: body.title,
        language: body.language,
        tlp: row.audience()?.tlp(),
        records: records.into_iter().map(|one| line(&page, one, open)).collect(),
        answers: actions::may_act(tx.conn, viewer, &row)?,
        recording,
        notice: refusal.notice(&page),
        errors: refusal.errors,
        page,
    })))
}

/// `GET /actions/{reference}/records`.
pub async fn records(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let shown = app
        .read_or_audit(move |tx| {
            let asked = (reference.as_str(), &Form::default());
            records_page(tx, &vault, page.clone(), visitor.viewer(), asked, FormErrors::none())
        })
        .await?;
    one_page::answer(&app, StatusCode::OK, shown)
}

/// `POST /actions/{reference}/records`: records something, or has it taken away.
pub async fn act_on_records(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let back = format!("/actions/{reference}/records");
    let work = |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        let seen = Seen::of_form(form);
        match form.text("act") {
            "take-away" => super::take_away(tx, viewer, reference, &seen)?,
            "confirm" => super::confirm(tx, viewer, reference, &seen)?,
            "record" => {
                let sent = |name: &str| form.text(name).to_owned();
                let new = NewRecord { organisation: sent("organisation"), says: sent("says") };
                super::record(tx, viewer, reference, &new, &seen)?;
            }
            other => return Err(Error::invalid("act", message("fault-no-such-value").with("value", other))),
        }
        Ok(Value::Null)
    };
    let lead = move |_: &Value| done(&back, "record-saved");
    one_page::act(posted, vault, reference, work, lead, records_page).await
}

/// The addresses.
pub fn routes(config: &mut Routes) {
    config
        .route("/actions/{reference}/records", get().to(records))
        .route("/actions/{reference}/records", post().to(act_on_records));
}
