//! What the administrator of an organisation does for its people.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::access::Role;
use crate::accounts::{self, Posted};
use crate::directory::pages::organisation::{act, shown_again};
use crate::error::{Error, Fields, Result, message};
use crate::web::{Form, Idempotent, Page, faults, html_as, once};
use crate::{invitations, mail, people};

#[derive(Template)]
#[template(path = "directory/invited.html")]
struct InvitedPage {
    page: Page,
    organisation: String,
    slug: String,
    email: String,
    /// Nothing where it was shown before.
    link: Option<String>,
    /// Whether not every relay takes such an address.
    beyond_ascii: bool,
    /// Whether another convenor has to say the same first.
    waits: bool,
}

/// `POST /organisations/{slug}/invitations`: the answer shows the link, and nothing else ever does. The same form sent
/// again makes no other, and is told so: the link itself is not remembered.
pub async fn invite(slug: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    let person = posted.visitor.person()?.clone();
    let (key, body) = (Idempotent::of_form(&posted.request, &posted.form), posted.form.hash());
    let (viewer, home, typed) = (posted.visitor.viewer().clone(), slug.clone(), posted.form.clone());
    let invited = posted
        .app
        .write(move |tx| {
            let home = people::seen_by_slug(tx.conn, &viewer, &home)?;
            let mut invited = None;
            once(tx, &person, &key, &body, |tx| {
                let (email, roles) = (typed.text("email"), typed.all("roles"));
                invited = Some(invitations::invite(tx, &viewer, &home, email, &roles)?);
                Ok((201, serde_json::Value::Null))
            })?;
            Ok((home, invited))
        })
        .await;
    match invited {
        Ok((home, invited)) => {
            let email = people::Email::form_of(posted.form.text("email"));
            let answer = InvitedPage {
                page: posted.page(),
                organisation: home.name,
                slug: home.slug,
                beyond_ascii: mail::asks_smtputf8(&email),
                email,
                waits: invited.as_ref().is_some_and(|invited| invited.waits),
                link: invited.map(|invited| format!("{}{}", posted.app.config().public_url, invited.link)),
            };
            html_as(StatusCode::CREATED, &posted.app, &answer.page, &answer)
        }
        Err(error) => {
            let errors = faults(error, "email")?;
            shown_again(posted, slug.into_inner(), errors).await
        }
    }
}

fn role_of(form: &Form) -> Result<Role> {
    let word = form.text("role");
    word.parse().map_err(|_| {
        let no_such = message("fault-no-such-role").with("name", word);
        Error::invalid("role", if word.is_empty() { message("fault-no-role") } else { no_such })
    })
}

/// `POST /organisations/{slug}/people/roles`.
pub async fn grant_role(slug: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    act(posted, slug.into_inner(), "person", |tx, visitor, home, form| {
        let of = people::managed(tx.conn, visitor.viewer(), home, form.text("person"))?;
        let mut errors = Fields::default();
        let until = people::end_of_day("until", &form.date("until"), &mut errors);
        let role = role_of(form);
        if let Err(Error::Invalid(Fields(more))) = &role {
            errors.0.extend(more.clone());
        }
        errors.into_result(())?;
        people::grant(tx, visitor.viewer(), home, &of, role?, until)?;
        Ok(format!("/organisations/{}?done=role-granted", home.slug))
    })
    .await
}

/// `POST /organisations/{slug}/people/roles/end`.
pub async fn end_role(slug: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    act(posted, slug.into_inner(), "person", |tx, visitor, home, form| {
        let of = people::managed(tx.conn, visitor.viewer(), home, form.text("person"))?;
        people::end_role(tx, visitor.viewer(), &of, role_of(form)?)?;
        Ok(format!("/organisations/{}?done=role-ended", home.slug))
    })
    .await
}

/// `POST /organisations/{slug}/people/close`.
pub async fn close_account(slug: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    act(posted, slug.into_inner(), "person", |tx, visitor, home, form| {
        let of = people::managed(tx.conn, visitor.viewer(), home, form.text("person"))?;
        accounts::close(tx, visitor.viewer(), &of)?;
        Ok(format!("/organisations/{}?done=account-closed", home.slug))
    })
    .await
}

/// `POST /organisations/{slug}/invitations/revoke`.
pub async fn revoke_invitation(slug: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    act(posted, slug.into_inner(), "email", |tx, visitor, home, form| {
        invitations::revoke(tx, visitor.viewer(), home, form.text("email"))?;
        Ok(format!("/organisations/{}?done=invitation-revoked", home.slug))
    })
    .await
}
