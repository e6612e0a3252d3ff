//! The mandates of an organisation, and what somebody may act in themselves.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::TimeDelta;

use super::store::ScopeKind;
use super::{
    ActionKind, MandateState, MandateView, NewMandate, mandates_of, mandates_of_viewer, only_by_mandate,
    table,
};
use crate::access::{Act, Viewer, permits};
use crate::accounts::{Posted, Visit, Visitor};
use crate::db::{Conn, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::people::{self, Organisation};
use crate::web::{Choice, Form, Link, Page, Routes, get, html, html_as, post};

/// A mandate as pages show it.
pub struct MandateLine {
    reference: String,
    /// Who holds it.
    name: String,
    email: String,
    /// In what, in words.
    scope: String,
    /// In whose place, in words; empty where it is one's own.
    stands_in_for: String,
    /// From when to when, in words.
    term: String,
    /// Whether it is in force, and nothing can be done by it.
    idle: bool,
}

impl MandateLine {
    fn of(page: &Page, view: &MandateView) -> Self {
        // The last day is the one before the end.
        let last = view.until.map(|until| page.date(until.plus(-TimeDelta::seconds(1)).date()));
        let first = page.date(view.from.date());
        let stands = |name: &str| page.ta("mandate-stands-in-for", &[("name", name)]);
        Self {
            reference: view.reference.clone(),
            name: view.name.clone().unwrap_or_default(),
            email: view.person.clone().unwrap_or_default(),
            scope: scope(page, view),
            stands_in_for: view.stands_in_for.as_ref().map(|of| stands(&of.name)).unwrap_or_default(),
            term: match last {
                Some(last) => page.ta("mandate-from-until", &[("from", &first), ("until", &last)]),
                None => page.ta("mandate-from", &[("from", &first)]),
            },
            idle: view.state == MandateState::InForce && view.counts == Some(false),
        }
    }

    fn lines(page: &Page, views: &[MandateView], state: MandateState) -> Vec<Self> {
        views.iter().filter(|view| view.state == state).map(|view| Self::of(page, view)).collect()
    }
}

/// What a kind of action is called.
fn kind_name(page: &Page, kind: ActionKind) -> String {
    page.t(&format!("action-kind-{}", kind.as_str().replace('_', "-")))
}

/// In what, in words.
fn scope(page: &Page, view: &MandateView) -> String {
    match (view.scope, view.kind, &view.forum) {
        (ScopeKind::Everything, ..) => page.t("mandate-everything"),
        (_, Some(kind), _) => kind_name(page, kind),
        (.., forum) => page.ta("mandate-in-forum", &[("forum", forum.as_deref().unwrap_or_default())]),
    }
}

/// What the form to give a mandate offers.
struct Granting {
    people: Vec<Choice>,
    scopes: Vec<Choice>,
    kinds: Vec<Choice>,
    others: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "mandates/mandates.html")]
struct MandatesPage {
    page: Page,
    crumbs: Vec<Link>,
    slug: String,
    only_by_mandate: bool,
    in_force: Vec<MandateLine>,
    to_come: Vec<MandateLine>,
    ended: Vec<MandateLine>,
    /// For those who give and end them.
    granting: Option<Granting>,
    form: Form,
    errors: Fields,
}

fn granting(
    conn: &mut Conn,
    page: &Page,
    visitor: &Visitor,
    (home, views, form): (&Organisation, &[MandateView], &Form),
) -> Result<Option<Granting>> {
    let viewer = visitor.viewer();
    if !permits(viewer, Act::ManageMandates { organisation: &home.id }) {
        return Ok(None);
    }
    let people = people::people_of(conn, viewer, &home.id, viewer.at())?;
    let person = |(one, _): &(people::Person, _)| {
        let label = format!("{} · {}", one.name, one.email);
        Choice::new(one.email.clone(), label, form.text("person") == one.email)
    };
    let nobody = Choice::new("", page.t("choose-person"), false);
    let chosen = if form.has("scope") { form.text("scope") } else { "everything" };
    let scope = |word: &str| Choice::new(word, page.t(&format!("mandate-scope-{word}")), chosen == word);
    let kind = |kind: &ActionKind| {
        Choice::new(kind.as_str(), kind_name(page, *kind), form.text("kind") == kind.as_str())
    };
    let own = |view: &&MandateView| view.state != MandateState::Ended && view.stands_in_for.is_none();
    let other = |view: &MandateView| {
        let name = view.name.as_deref().unwrap_or_default();
        let label = format!("{name} · {}", self::scope(page, view));
        Choice::new(view.reference.clone(), label, form.text("stands_in_for") == view.reference)
    };
    Ok(Some(Granting {
        people: std::iter::once(nobody).chain(people.iter().map(person)).collect(),
        scopes: ["everything", "action", "forum", "deputy"].map(scope).into(),
        kinds: ActionKind::ALL.iter().map(kind).collect(),
        others: views.iter().filter(own).map(other).collect(),
    }))
}

async fn shown(visit: Visit, slug: String, form: Form, errors: Fields) -> Result<HttpResponse> {
    visit.visitor.person()?;
    let (app, visitor, page) = visit.open();
    let status = if errors.0.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let answer = app
        .read(move |conn| {
            let viewer = visitor.viewer();
            let home = people::seen_by_slug(conn, viewer, &slug)?;
            let views = mandates_of(conn, viewer, &home.id)?;
            let mut crumbs = page.up("/organisations", "nav-organisations");
            crumbs.push(Link { href: format!("/organisations/{slug}"), label: home.name.clone() });
            Ok(MandatesPage {
                only_by_mandate: only_by_mandate(conn, viewer, &home.id)?,
                in_force: MandateLine::lines(&page, &views, MandateState::InForce),
                to_come: MandateLine::lines(&page, &views, MandateState::ToCome),
                ended: MandateLine::lines(&page, &views, MandateState::Ended),
                granting: granting(conn, &page, &visitor, (&home, &views, &form))?,
                crumbs,
                slug,
                form,
                errors,
                page,
            })
        })
        .await?;
    html_as(status, &app, &answer.page, &answer)
}

/// `GET /organisations/{slug}/mandates`.
pub async fn mandates(visit: Visit, slug: web::Path<String>) -> Result<HttpResponse> {
    shown(visit, slug.into_inner(), Form::default(), Fields::default()).await
}

/// Does what a form on the page asks for, and leads back to it.
async fn act(
    posted: Posted,
    slug: String,
    (field, key): (&str, &'static str),
    work: impl FnOnce(&mut Tx<'_>, &Viewer, &Organisation, &Form) -> Result<()> + Send + 'static,
) -> Result<HttpResponse> {
    let of = slug.clone();
    let outcome = posted.once(move |tx, visitor, form| {
        let home = people::seen_by_slug(tx.conn, visitor.viewer(), &of)?;
        work(tx, visitor.viewer(), &home, form)?;
        Ok(format!("/organisations/{}/mandates?done={key}", home.slug))
    });
    let outcome = outcome.await;
    posted.or_again(outcome, field, |posted, errors| shown(posted.visit, slug, posted.form, errors)).await
}

/// `POST /organisations/{slug}/mandates`.
pub async fn post_mandate(slug: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    act(posted, slug.into_inner(), ("person", "mandate-granted"), |tx, viewer, home, form| {
        let sent = |name: &str| Some(form.text(name).to_owned());
        let new = NewMandate {
            person: form.text("person").to_owned(),
            scope: form.text("scope").to_owned(),
            kind: sent("kind"),
            forum: Some(form.raw("forum").to_owned()),
            stands_in_for: sent("stands_in_for"),
            from: Some(form.date("from")),
            until: Some(form.date("until")),
        };
        super::grant(tx, viewer, home, &new).map(|_| ())
    })
    .await
}

/// `POST /organisations/{slug}/mandates/{reference}/end`.
pub async fn end_mandate(path: web::Path<(String, String)>, posted: Posted) -> Result<HttpResponse> {
    let (slug, reference) = path.into_inner();
    act(posted, slug, ("person", "mandate-ended"), move |tx, viewer, home, _| {
        super::end(tx, viewer, home, &reference)
    })
    .await
}

/// `POST /organisations/{slug}/mandates/rule`.
pub async fn post_rule(slug: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    act(posted, slug.into_inner(), ("rule", "mandate-rule-saved"), |tx, viewer, home, form| {
        let wanted = match form.text("rule") {
            "only" => true,
            "all" => false,
            _ => return Err(Error::invalid("rule", message("fault-missing"))),
        };
        super::set_rule(tx, viewer, home, wanted)
    })
    .await
}

#[derive(Template)]
#[template(path = "mandates/own.html")]
struct OwnPage {
    page: Page,
    crumbs: Vec<Link>,
    slug: String,
    organisation: String,
    /// Whether their roles let them act for their organisation.
    acts: bool,
    only_by_mandate: bool,
    /// By which something can be done now.
    in_force: Vec<MandateLine>,
    idle: Vec<MandateLine>,
    to_come: Vec<MandateLine>,
}

/// `GET /account/mandates`: what somebody may act in.
pub async fn own_mandates(visit: Visit) -> Result<HttpResponse> {
    let known = visit.visitor.known()?.clone();
    let (app, visitor, page) = visit.open();
    let answer = app
        .read(move |conn| {
            let viewer = visitor.viewer();
            let views = mandates_of_viewer(conn, viewer)?;
            let acts = permits(viewer, Act::JoinAction);
            let in_force = MandateLine::lines(&page, &views, MandateState::InForce);
            let (idle, in_force) = in_force.into_iter().partition(|line| line.idle);
            Ok(OwnPage {
                crumbs: page.up("/account", "account-heading"),
                slug: known.organisation.slug,
                organisation: known.organisation.name,
                acts,
                only_by_mandate: acts && only_by_mandate(conn, viewer, &known.organisation.id)?,
                in_force,
                idle,
                to_come: MandateLine::lines(&page, &views, MandateState::ToCome),
                page,
            })
        })
        .await?;
    html(&app, &answer.page, &answer)
}

/// The addresses.
pub fn routes(config: &mut Routes) {
    config
        .route("/account/mandates", get().to(own_mandates))
        .route("/organisations/{slug}/mandates", get().to(mandates))
        .route("/organisations/{slug}/mandates", post().to(post_mandate))
        .route("/organisations/{slug}/mandates.csv", get().to(table::download))
        .route("/organisations/{slug}/mandates/rule", post().to(post_rule))
        .route("/organisations/{slug}/mandates/{reference}/end", post().to(end_mandate));
}
