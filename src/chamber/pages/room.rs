//! The page on which the penholder opens the text to others, and changes later who reads it.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::one::{kept, lead, notice, readdresses, readers};
use crate::access::{Tlp, Viewer};
use crate::accounts::{Posted, Visit};
use crate::chamber::{StatementView, view_of};
use crate::contributions::{self, NextReaders, Seen};
use crate::db::Tx;
use crate::error::{Error, Fields, Result, message};
use crate::flow::TextKind;
use crate::language::direction;
use crate::reports::audience_input::AudienceInput;
use crate::reports::audience_picker::{Offers, chosen, offers_of_next};
use crate::reports::one_page::{self, OfOne, Shown};
use crate::statements::{NewMove, NewRoom, Outcome, StatementMove, move_on, readdress};
use crate::vault::Vault;
use crate::web::{Choice, Form, FormErrors, Page};

/// The form of a room.
#[derive(Template)]
#[template(path = "statements/room.html")]
pub struct RoomPage {
    page: Page,
    tlp: Tlp,
    reference: String,
    mark: String,
    title: String,
    language: String,
    dir: &'static str,
    /// Who reads it now, in words.
    readers: String,
    /// Whether it is opened with this; else its readers are changed.
    opens: bool,
    offers: Offers,
    zones: Vec<Choice>,
    form: Form,
    errors: Fields,
    notice: String,
}

impl OfOne for RoomPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

/// Whom one can choose: no single people, and not the public. Those who read it now are chosen, if others do.
fn offers(
    tx: &mut Tx<'_>,
    page: &Page,
    viewer: &Viewer,
    (view, form): (&StatementView, &Form),
) -> Result<Offers> {
    let text = view.of.current()?;
    let next: Option<NextReaders> = contributions::next_readers(tx.conn, viewer.at(), &text.row)?;
    let words = match (&next, form.has("audience"), text.is_open()?) {
        (Some(next), false, true) => AudienceInput::again(tx.conn, viewer, next)?,
        _ => chosen(form),
    };
    let of = (TextKind::StatementText, &text.row.organisation_id, next.as_ref());
    let mut offers = offers_of_next(tx, page, viewer, of, &words)?;
    offers.wide.retain(|one| one.value == "coalition");
    offers.people.clear();
    Ok(offers)
}

fn show(
    tx: &mut Tx<'_>,
    _: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<RoomPage>> {
    let view = view_of(tx, viewer, page.strings(), reference)?;
    if view.of.text.is_none() {
        return Err(Error::NotFound);
    }
    if !view.can.write && !readdresses(viewer, &view) {
        return Err(Error::Denied(message("denied-statement-penholder")));
    }
    let readers = readers(tx, &page, viewer, &view)?;
    let offers = offers(tx, &page, viewer, (&view, form))?;
    Ok(Ok(Box::new(RoomPage {
        tlp: view.tlp,
        dir: direction(&view.language),
        readers,
        opens: view.can.may(StatementMove::Consult) || view.can.may(StatementMove::Urge),
        offers,
        zones: Choice::time_zones(form.text("until_zone")),
        reference: view.reference,
        mark: view.mark,
        title: view.title,
        language: view.language,
        form: form.clone(),
        notice: notice(&page, &refusal),
        errors: refusal.errors,
        page,
    })))
}

/// `GET /statements/{reference}/room`.
pub async fn room(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    one_page::one(visit, vault, reference, show).await
}

/// What is done with the readers that were chosen: the text is opened by one of two ways, or they are changed.
fn act(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, (reference, form): (&str, &Form)) -> Result<Outcome> {
    let (readers, seen) = (chosen(form), Seen::of_form(form));
    let approvers = Some(readers.approvers.clone());
    let reason = Some(form.raw("reason").to_owned());
    if form.text("act") == "readers" {
        let (audience, except) = (readers.audience, Some(readers.except));
        let new = NewRoom { audience, except, approvers, reason };
        return readdress(tx, vault, viewer, (reference, &new), &seen);
    }
    let new = NewMove {
        to: form.text("act").to_owned(),
        // What is typed why it is urgent is not said with a consultation.
        reason: reason.filter(|_| form.text("act") == "negotiation"),
        audience: Some(readers.audience),
        except: Some(readers.except),
        approvers,
        until: Some(form.text("until").to_owned()),
        until_zone: Some(form.text("until_zone").to_owned()),
        ..NewMove::default()
    };
    move_on(tx, vault, viewer, (reference, &new), &seen)
}

/// `POST /statements/{reference}/room`.
pub async fn post_room(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let key = if posted.form.text("act") == "readers" { "statement-readers" } else { "statement-opened" };
    let lead = lead(&reference, key);
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        act(tx, vault, viewer, (reference, form)).map(kept)
    };
    one_page::act(posted, vault, reference, work, lead, show).await
}
