//! The page of the names under a statement: what one's organisation says, and what the secretariat does.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::Value as Kept;

use super::names::{Name, NameKind, names};
use super::state::EndorsementState;
use super::verbs::case;
use super::{NewEndorsement, decline, endorse, withdraw};
use crate::access::{Act, OrganisationKind, Tlp, Viewer, permits};
use crate::accounts::{Posted, Visit};
use crate::actions;
use crate::chamber::pages::notice;
use crate::chamber::{EndorsementView, LaterSection, move_on, view_of};
use crate::contributions::Seen;
use crate::db::{Conn, Moment, Tx};
use crate::error::{Error, Fields, Result};
use crate::language::{DueLine, direction};
use crate::mandates::ActedBy;
use crate::people;
use crate::reports::one_page::{self, OfOne, Shown};
use crate::reports::readers::marking;
use crate::rounds::pages::zone_of;
use crate::statements::{self, NewMove, Stage, Standing};
use crate::vault::Vault;
use crate::web::{Choice, Form, FormErrors, Link, Page, Routes, done, get, post};

/// The addresses.
pub fn routes(config: &mut Routes) {
    let at = "/statements/{reference}/endorsements";
    config.route(at, get().to(one)).route(at, post().to(act));
}

/// Of a statement that is adopted, or open for signature: until when names are gathered, and where they are.
pub(super) fn section(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    of: &Standing,
) -> Result<Option<LaterSection>> {
    if !of.stage.has_names() {
        return Ok(None);
    }
    let zone = zone_of(conn, viewer)?.unwrap_or_else(|| of.statement.sign_on_zone.clone());
    let until = of.statement.sign_on_until.filter(|_| of.stage == Stage::SignOn);
    let deadline = until.map(|at| DueLine::of(page.strings(), (at, zone.as_str()), page.now, None));
    let says = if of.stage.is_signed() { "endorsements-open" } else { "endorsements-closed" };
    let href = format!("/statements/{}/endorsements", of.statement.reference);
    Ok(Some(LaterSection {
        name: "names",
        heading: page.t("endorsements-heading"),
        deadline,
        says: vec![page.t(says)],
        link: Link { href, label: page.t("endorsements-show") },
    }))
}

/// A name that stands under the text.
pub struct NameLine {
    name: String,
    kind: String,
    reservation: String,
}

/// What an organisation says of endorsing it.
pub struct EndorsementLine {
    says: String,
    state: String,
    reservation: String,
    authority: String,
    by: String,
    at: Moment,
}

/// What the viewer can do.
#[derive(Debug, Clone, Copy, Default)]
pub struct Can {
    endorses: bool,
    declines: bool,
    withdraws: bool,
    gathers: bool,
}

/// The page of the names under a statement.
#[derive(Template)]
#[template(path = "endorsements/one.html")]
pub struct NamesPage {
    page: Page,
    tlp: Tlp,
    reference: String,
    title: String,
    language: String,
    dir: &'static str,
    mark: String,
    readers: String,
    state: String,
    deadline: Option<DueLine>,
    /// The names by the adoption, for those who read the adopted version.
    adopted: Vec<NameLine>,
    endorsements: Vec<EndorsementLine>,
    can: Can,
    /// Who can be invited.
    inviting: Vec<Choice>,
    zones: Vec<Choice>,
    until: String,
    /// What was typed in a form that is there no more.
    kept: String,
    form: Form,
    errors: Fields,
    notice: String,
}

impl OfOne for NamesPage {
    fn page(&self) -> &Page {
        &self.page
    }
}

fn line(page: &Page, of: EndorsementView) -> EndorsementLine {
    let state = of.state.replace('_', "-");
    EndorsementLine {
        says: of.organisation.name,
        state: page.t(&format!("endorsement-{state}")),
        reservation: of.reservation,
        authority: of.authority.unwrap_or_default(),
        by: of.by.as_ref().map(|by: &ActedBy| by.words(page)).unwrap_or_default(),
        at: of.at,
    }
}

fn name_line(page: &Page, of: Name) -> NameLine {
    NameLine {
        name: of.organisation.name,
        kind: page.t(&format!("name-{}", of.kind)),
        reservation: of.reservation,
    }
}

/// What the viewer can do now, as far as roles and mandates go.
fn can(conn: &mut Conn, viewer: &Viewer, of: &Standing) -> Result<Can> {
    let gathers = permits(viewer, Act::ChairStatement) && of.stage.is_signed();
    let Some(home) = viewer.organisation() else { return Ok(Can::default()) };
    if !actions::may_act(conn, viewer, &of.action)? {
        return Ok(Can { gathers, ..Can::default() });
    }
    let case = case(conn, viewer, (of, home))?;
    Ok(Can {
        endorses: case.endorse(false).is_ok(),
        declines: case.decline().is_ok(),
        withdraws: case.withdraw().is_ok(),
        gathers,
    })
}

/// Whom the chair can invite: who reads the text, and stands nowhere on the page.
fn inviting(
    conn: &mut Conn,
    (viewer, of, form): (&Viewer, &Standing, &Form),
    known: &[EndorsementView],
) -> Result<Vec<Choice>> {
    let members = statements::members(conn, of, viewer.at())?;
    let all = people::organisations_by_ids(conn, members.into_iter().collect())?;
    let chosen = form.all("invite");
    let asked = |slug: &str| {
        let open = |one: &&EndorsementView| {
            ![EndorsementState::Withdrawn, EndorsementState::Declined]
                .map(EndorsementState::as_str)
                .contains(&one.state)
        };
        known.iter().filter(open).any(|one| one.organisation.slug == slug)
    };
    let can = all.into_values().filter(|one| one.kind != OrganisationKind::Secretariat && !asked(&one.slug));
    let mut choices: Vec<Choice> = can
        .map(|one| {
            let is_chosen = chosen.contains(&one.slug);
            Choice::new(one.slug, one.name, is_chosen)
        })
        .collect();
    choices.sort_by(|a, b| a.label.cmp(&b.label));
    Ok(choices)
}

fn show(
    tx: &mut Tx<'_>,
    _: &Vault,
    page: Page,
    viewer: &Viewer,
    (reference, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<NamesPage>> {
    let view = view_of(tx, viewer, page.strings(), reference)?;
    if !view.state.has_names() {
        return Err(Error::NotFound);
    }
    let conn = &mut *tx.conn;
    let text = &view.of.current()?.row;
    let readers = marking(conn, &page, viewer, (text.audience()?, &text.organisation_id))?;
    let can = can(conn, viewer, &view.of)?;
    // Who adopted it is told where the round is: to those who could read what was adopted.
    let told = view.rounds.rounds.last().is_some_and(|round| round.state == "adopted");
    let all = if told { names(conn, viewer.at(), &view.of)?.names } else { Vec::new() };
    let inviting =
        if can.gathers { inviting(conn, (viewer, &view.of, form), &view.endorsements)? } else { Vec::new() };
    let zone = zone_of(conn, viewer)?.unwrap_or_else(|| view.of.statement.sign_on_zone.clone());
    let until = view.of.statement.sign_on_until.filter(|_| view.state == Stage::SignOn);
    let adopted = all.into_iter().filter(|one| one.kind != NameKind::Endorsed);
    let kept = if can.endorses { String::new() } else { form.raw("reservation").trim().to_owned() };
    Ok(Ok(Box::new(NamesPage {
        tlp: view.tlp,
        dir: direction(&view.language),
        readers,
        state: page.t(&format!("state-statement-{}", view.state).replace('_', "-")),
        deadline: until.map(|at| DueLine::of(page.strings(), (at, zone.as_str()), page.now, None)),
        adopted: adopted.map(|one| name_line(&page, one)).collect(),
        endorsements: view.endorsements.iter().cloned().map(|one| line(&page, one)).collect(),
        can,
        inviting,
        zones: Choice::time_zones(if form.has("zone") { form.text("zone") } else { zone.as_str() }),
        until: form.text("sign_on_until").to_owned(),
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

/// `GET /statements/{reference}/endorsements`.
pub async fn one(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    one_page::one(visit, vault, reference, show).await
}

/// Does what one of the forms of the page says.
fn perform(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, (reference, form): (&str, &Form)) -> Result<()> {
    let seen = Seen::of_form(form);
    match form.text("act") {
        "endorse" => {
            let new = NewEndorsement {
                authority: form.filled("authority"),
                reservation: form.filled("reservation"),
            };
            endorse(tx, viewer, (reference, &new), &seen).map(|_| ())
        }
        "decline" => decline(tx, viewer, reference, &seen),
        "withdraw" => withdraw(tx, viewer, reference, &seen),
        "gather" => {
            let new = NewMove {
                to: Stage::SignOn.as_str().to_owned(),
                invite: form.all("invite"),
                sign_on_until: form.filled("sign_on_until"),
                zone: form.filled("zone"),
                ..NewMove::default()
            };
            move_on(tx, vault, viewer, (reference, &new), &seen).map(|_| ())
        }
        _ => Err(Error::NotFound),
    }
}

/// `POST /statements/{reference}/endorsements`: what `act` says.
pub async fn act(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let back = format!("/statements/{reference}/endorsements");
    let work = |tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        perform(tx, vault, viewer, (reference, form))?;
        Ok::<Kept, Error>(Kept::Null)
    };
    one_page::act(posted, vault, reference, work, move |_| done(&back, "endorsements-done"), show).await
}
