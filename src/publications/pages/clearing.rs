//! The page on which a statement is cleared: what everybody is to read of it, in which languages, and from when on.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::Value as Kept;

use crate::access::{Act, Tlp, Viewer, permits};
use crate::accounts::{Posted, Visit};
use crate::chamber::pages::notice;
use crate::chamber::{move_on, view_of};
use crate::contributions::{Kind, Seen};
use crate::db::{Moment, Tx};
use crate::endorsements::{Names, names};
use crate::error::{Error, Fields, Result};
use crate::language::direction;
use crate::people;
use crate::publications::find;
use crate::publications::model::Publication;
use crate::publications::translations::{NewTranslation, Translated, attach, detach, may_write, shown};
use crate::reports::one_page::{self, OfOne, Shown};
use crate::reports::readers::marking;
use crate::rounds::pages::zone_of;
use crate::statements::{NewMove, Outcome, Stage};
use crate::vault::Vault;
use crate::web::{Choice, Form, FormErrors, Page, done};

/// The text in another language.
pub struct TranslationLine {
    language: String,
    dir: &'static str,
    title: String,
    organisation: String,
    at: Moment,
    paragraphs: Vec<String>,
}

/// A name that will stand there.
pub struct NameLine {
    name: String,
    kind: String,
    reservation: String,
}

/// What the viewer can do.
#[derive(Debug, Clone, Copy, Default)]
pub struct Can {
    /// Clear it.
    clears: bool,
    /// Publish it with the names of now.
    renews: bool,
    /// Take the clearance back.
    recalls: bool,
    /// Write it in other languages.
    translates: bool,
}

/// The page on which a statement is cleared.
#[derive(Template)]
#[template(path = "publications/clearing.html")]
pub struct ClearingPage {
    page: Page,
    tlp: Tlp,
    reference: String,
    title: String,
    language: String,
    dir: &'static str,
    mark: String,
    readers: String,
    state: String,
    hash: String,
    opens: Option<Moment>,
    /// How many paragraphs the text has.
    count: usize,
    names: Vec<NameLine>,
    /// Who waits for its authority.
    pending: Vec<String>,
    translations: Vec<TranslationLine>,
    /// What waits for a second person, or came back: for the secretariat.
    proposed: String,
    can: Can,
    zones: Vec<Choice>,
    /// What was typed in a form that is there no more.
    kept: String,
    form: Form,
    errors: Fields,
    notice: String,
}

impl OfOne for ClearingPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

fn translation(tx: &mut Tx<'_>, of: Translated) -> Result<TranslationLine> {
    Ok(TranslationLine {
        dir: direction(&of.text.language),
        language: of.text.language,
        title: of.text.title,
        organisation: people::organisation(tx.conn, &of.organisation)?.name,
        at: of.at,
        paragraphs: of.text.paragraphs.into_iter().map(|one| one.text).collect(),
    })
}

fn name_lines(page: &Page, names: &Names) -> Vec<NameLine> {
    let one = |one: &crate::endorsements::Name| NameLine {
        name: one.organisation.name.clone(),
        kind: page.t(&format!("name-{}", one.kind)),
        reservation: one.reservation.clone(),
    };
    names.names.iter().map(one).collect()
}

fn show(
    tx: &mut Tx<'_>,
    _: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<ClearingPage>> {
    let view = view_of(tx, viewer, page.strings(), reference)?;
    let (stage, of) = (view.state, &view.of);
    if !stage.has_names() {
        return Err(Error::NotFound);
    }
    let text = of.current()?;
    let readers = marking(tx.conn, &page, viewer, (text.row.audience()?, &text.row.organisation_id))?;
    let chairs = permits(viewer, Act::ChairStatement);
    // Who stands there is told to the chair alone before it is published; others find it where names are.
    let names = if chairs { names(tx.conn, viewer.at(), of)? } else { Names::default() };
    let pending = people::organisations_by_ids(tx.conn, names.pending.iter().cloned().collect())?;
    let mut translations = Vec::new();
    for one in shown(tx.conn, viewer, of)? {
        translations.push(translation(tx, one)?);
    }
    let proposed = if chairs { find::proposed(tx.conn, &of.statement.contribution_id)? } else { None };
    let own = proposed.filter(|row| viewer.reads_as(&row.organisation_id));
    let zone = zone_of(tx.conn, viewer)?.unwrap_or_default();
    let can = Can {
        clears: chairs && stage.is_signed(),
        renews: chairs && stage.is_public(),
        recalls: chairs && stage == Stage::Cleared,
        translates: may_write(tx.conn, viewer, of)?,
    };
    let kept = if can.translates { String::new() } else { form.raw("text").trim().to_owned() };
    Ok(Ok(Box::new(ClearingPage {
        tlp: view.tlp,
        dir: direction(&view.language),
        readers,
        state: page.t(&format!("state-statement-{stage}").replace('_', "-")),
        hash: view.hash.clone().unwrap_or_default(),
        opens: of.statement.opens_at.filter(|_| stage == Stage::Cleared),
        count: text.text.paragraphs.len(),
        names: name_lines(&page, &names),
        pending: pending.into_values().map(|one| one.name).collect(),
        translations,
        proposed: own
            .map(|row| format!("/{}/{}", Publication::KIND.place(), row.reference))
            .unwrap_or_default(),
        can,
        zones: Choice::time_zones(if form.has("zone") { form.text("zone") } else { zone.as_str() }),
        kept,
        reference: view.reference,
        title: view.title,
        language: view.language,
        mark: view.mark,
        form: form.clone(),
        notice: notice(&page, &refusal),
        errors: refusal.errors,
        page,
    })))
}

/// `GET /statements/{reference}/publication`.
pub async fn one(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    one_page::one(visit, vault, reference, show).await
}

/// Does what one of the forms of the page says.
fn perform(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
) -> Result<Outcome> {
    let seen = Seen::of_form(form);
    let to = |stage: Stage| NewMove {
        to: stage.as_str().to_owned(),
        embargo: form.filled("embargo"),
        zone: form.filled("zone"),
        without_pending: form.has("without_pending"),
        ..NewMove::default()
    };
    match form.text("act") {
        "clear" => move_on(tx, vault, viewer, (reference, &to(Stage::Cleared)), &seen),
        "recall" => move_on(tx, vault, viewer, (reference, &to(Stage::SignOn)), &seen),
        "translate" => {
            let new = NewTranslation { title: form.raw("title").to_owned(), text: form.filled("text") };
            let named = (reference, form.text("language"));
            attach(tx, viewer, (named, &new), &seen).map(|()| Outcome::Done)
        }
        "detach" => detach(tx, viewer, (reference, form.text("language")), &seen).map(|()| Outcome::Done),
        _ => Err(Error::NotFound),
    }
}

/// `POST /statements/{reference}/publication`: what `act` says.
pub async fn act(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let back = format!("/statements/{reference}/publication");
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        let outcome = perform(tx, vault, viewer, (reference, form))?;
        Ok::<Kept, Error>(Kept::from(outcome == Outcome::Waits))
    };
    let lead = move |kept: &Kept| {
        let waits = kept.as_bool().unwrap_or_default();
        done(&back, if waits { "publication-proposed" } else { "publication-done" })
    };
    one_page::act(posted, vault, reference, work, lead, show).await
}
