//! The convenors' queue: who applies, who is suspended, and what was said of whom.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::accounts::{Posted, Visit};
use crate::db::Moment;
use crate::directory::pages::organisation::act;
use crate::directory::pages::vetting_rows::{Item, WaitingLine};
use crate::error::{Error, Fields, Result, message};
use crate::invitations;
use crate::people::{self, Grant, Vetting, Wanted, labels};
use crate::web::{Page, html};

/// A right to approve that an organisation gave one of its own.
struct GrantLine {
    organisation: String,
    slug: String,
    role: String,
    at: Moment,
    counts_from: Moment,
}

#[derive(Template)]
#[template(path = "directory/vetting.html")]
struct VettingPage {
    page: Page,
    items: Vec<Item>,
    waiting: Vec<WaitingLine>,
    grants: Vec<GrantLine>,
    /// Until when the founding goes on, in words, where it does.
    founding: Option<String>,
    errors: Fields,
}

/// `GET /vetting`.
pub async fn vetting(visit: Visit) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let now = app.ambient().now();
    let (queue, waiting, granted, founding) = app
        .read(move |conn| {
            let viewer = visitor.viewer();
            let waiting = invitations::waiting_invitations(conn, viewer, now)?;
            let granted = people::rights_granted(conn, viewer, now)?;
            let founding = people::founding_until(conn, now)?;
            Ok((people::vetting_queue(conn, viewer)?, waiting, granted, founding))
        })
        .await?;
    let grant = |grant: Grant| GrantLine {
        role: labels::role(&page, grant.role),
        organisation: grant.organisation,
        slug: grant.slug,
        at: grant.at,
        counts_from: grant.counts_from,
    };
    let founding = founding.map(|until| page.moment(until));
    let grants = granted.into_iter().map(grant).collect();
    let item = |one: Vetting| Item::of(&page, format!("note-{}", one.organisation.slug), one);
    let items = queue.into_iter().map(item).collect();
    let waiting = waiting.into_iter().map(|one| WaitingLine::of(&page, one)).collect();
    let answer = VettingPage { items, waiting, grants, founding, errors: Fields::default(), page };
    html(&app, &answer.page, &answer)
}

/// `POST /organisations/{slug}/vetting`.
pub async fn vet(slug: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    act(posted, slug.into_inner(), "note", |tx, visitor, home, form| {
        let wanted: Wanted = form.text("wanted").parse().map_err(|_| {
            Error::invalid("wanted", message("fault-one-of").with("words", "admit, suspend, readmit"))
        })?;
        let settled = people::vote(tx, visitor.viewer(), home, wanted, form.text("note"))?;
        Ok(if settled {
            format!("/vetting?done=vetting-{wanted}")
        } else {
            "/vetting?done=vetting-said".into()
        })
    })
    .await
}

/// `POST /founding/close`.
pub async fn close_founding(posted: Posted) -> Result<HttpResponse> {
    posted
        .once(|tx, visitor, _| {
            invitations::close_founding(tx, visitor.viewer())?;
            Ok("/vetting?done=founding-closed".into())
        })
        .await
}
