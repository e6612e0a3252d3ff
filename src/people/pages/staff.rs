//! What the administrator of an organisation does for its people.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::faults;
use super::organisation::{answered, shown};
use crate::access::Role;
use crate::db::Tx;
use crate::error::{Error, Fields, Result, said};
use crate::people::{self, Organisation, Person, Visitor};
use crate::web::{Core, Form, Idempotent, Page, Protected, form_once, html_as, once};

#[derive(Template)]
#[template(path = "people/invited.html")]
struct InvitedPage {
    page: Page,
    organisation: String,
    slug: String,
    email: String,
    /// Nothing where it was shown before.
    link: Option<String>,
    /// Whether another convenor has to say the same first.
    waits: bool,
}

/// `POST /organisations/{slug}/invitations`: the answer shows the link, and nothing else ever does. The same form sent
/// again makes no other, and is told so: the link itself is not remembered.
pub async fn invite(
    core: web::Data<Core>,
    visitor: Visitor,
    slug: web::Path<String>,
    request: HttpRequest,
    Protected(form): Protected,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    let (key, body) = (Idempotent::of_form(&request, &form), form.hash());
    let (viewer, home, typed) = (visitor.viewer().clone(), slug.clone(), form.clone());
    let invited = core
        .write(move |tx| {
            let home = people::seen_by_slug(tx.conn, &viewer, &home)?;
            let mut invited = None;
            once(tx, &person, &key, &body, |tx| {
                let (email, roles) = (typed.text("email"), typed.all("roles"));
                invited = Some(people::invite(tx, &viewer, &home, email, &roles)?);
                Ok((201, serde_json::Value::Null))
            })?;
            Ok((home, invited))
        })
        .await;
    match invited {
        Ok((home, invited)) => {
            let answer = InvitedPage {
                page: visitor.page(&core, &request),
                organisation: home.name,
                slug: home.slug,
                email: people::Email::form_of(form.text("email")),
                waits: invited.as_ref().is_some_and(|invited| invited.waits),
                link: invited.map(|invited| format!("{}{}", core.config().public_url, invited.link)),
            };
            html_as(StatusCode::CREATED, &core, &answer.page, &answer)
        }
        Err(error) => {
            let errors = faults(error, "email")?;
            shown(&core, visitor, &request, slug.into_inner(), form, errors).await
        }
    }
}

/// Does something to somebody of an organisation, who is named by e-mail address, and leads back to its page.
async fn with_person(
    core: &Core,
    visitor: Visitor,
    slug: String,
    request: &HttpRequest,
    form: Form,
    done: &'static str,
    work: impl FnOnce(&mut Tx<'_>, &Visitor, &Organisation, &Person, &Form) -> Result<()> + Send + 'static,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    let (asker, home, typed) = (visitor.clone(), slug.clone(), form.clone());
    let outcome = form_once(core, &person, request, &form, move |tx| {
        let home = people::seen_by_slug(tx.conn, asker.viewer(), &home)?;
        let of = people::managed(tx.conn, asker.viewer(), &home, typed.text("person"))?;
        work(tx, &asker, &home, &of, &typed)?;
        Ok(format!("/organisations/{}?done={done}", home.slug))
    });
    let outcome = outcome.await;
    answered(core, visitor, request, slug, form, "person", outcome).await
}

fn role_of(form: &Form) -> Result<Role> {
    let word = form.text("role");
    word.parse().map_err(|_| {
        let no_such = said("fault-no-such-role").with("name", word);
        Error::invalid("role", if word.is_empty() { said("fault-no-role") } else { no_such })
    })
}

/// `POST /organisations/{slug}/people/roles`.
pub async fn grant_role(
    core: web::Data<Core>,
    visitor: Visitor,
    slug: web::Path<String>,
    request: HttpRequest,
    Protected(form): Protected,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, asker: &Visitor, home: &Organisation, of: &Person, form: &Form| {
        let mut errors = Fields::default();
        let until = people::end_of_day("until", &form.date("until"), &mut errors);
        let role = role_of(form);
        if let Err(Error::Invalid(Fields(more))) = &role {
            errors.0.extend(more.clone());
        }
        errors.into_result(())?;
        people::grant(tx, asker.viewer(), home, of, role?, until)
    };
    with_person(&core, visitor, slug.into_inner(), &request, form, "role-granted", work).await
}

/// `POST /organisations/{slug}/people/roles/end`.
pub async fn end_role(
    core: web::Data<Core>,
    visitor: Visitor,
    slug: web::Path<String>,
    request: HttpRequest,
    Protected(form): Protected,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, asker: &Visitor, _: &Organisation, of: &Person, form: &Form| {
        people::end_mandate(tx, asker.viewer(), of, role_of(form)?)
    };
    with_person(&core, visitor, slug.into_inner(), &request, form, "role-ended", work).await
}

/// `POST /organisations/{slug}/people/close`.
pub async fn close_account(
    core: web::Data<Core>,
    visitor: Visitor,
    slug: web::Path<String>,
    request: HttpRequest,
    Protected(form): Protected,
) -> Result<HttpResponse> {
    let work = |tx: &mut Tx<'_>, asker: &Visitor, _: &Organisation, of: &Person, _: &Form| {
        people::close(tx, asker.viewer(), of)
    };
    with_person(&core, visitor, slug.into_inner(), &request, form, "account-closed", work).await
}

/// `POST /organisations/{slug}/invitations/revoke`.
pub async fn revoke_invitation(
    core: web::Data<Core>,
    visitor: Visitor,
    slug: web::Path<String>,
    request: HttpRequest,
    Protected(form): Protected,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    let (viewer, home, email) = (visitor.viewer().clone(), slug.clone(), form.text("email").to_owned());
    let outcome = form_once(&core, &person, &request, &form, move |tx| {
        let home = people::seen_by_slug(tx.conn, &viewer, &home)?;
        people::revoke(tx, &viewer, &home, &email)?;
        Ok(format!("/organisations/{}?done=invitation-revoked", home.slug))
    });
    let outcome = outcome.await;
    answered(&core, visitor, &request, slug.into_inner(), form, "email", outcome).await
}
