//! Ending messages by a link in one of them: without signing in, and by one press of a mail program (RFC 8058).

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::accounts::Visit;
use crate::config::InstanceKey;
use crate::db::{Conn, PersonId};
use crate::error::Result;
use crate::notifications::settings::end_mail;
use crate::notifications::unsubscribing::{Ends, holder};
use crate::web::{Page, html};

#[derive(Template)]
#[template(path = "notifications/unsubscribe.html")]
struct UnsubscribePage {
    page: Page,
    topic: String,
    path: String,
    done: bool,
}

/// Whose messages, and which.
fn asked(conn: &mut Conn, key: &InstanceKey, topic: &str, token: &str) -> Result<(PersonId, Ends)> {
    let ends = Ends::of(topic)?;
    Ok((holder(conn, key, topic, token)?.person_id, ends))
}

fn shown(page: Page, topic: &str, token: &str, done: bool) -> UnsubscribePage {
    UnsubscribePage {
        topic: page.t(&format!("topic-{topic}")),
        path: format!("/unsubscribe/{topic}/{token}"),
        done,
        page,
    }
}

/// `GET /unsubscribe/{topic}/{token}`: asks; programs follow links.
pub async fn confirm_unsubscribe(path: web::Path<(String, String)>, visit: Visit) -> Result<HttpResponse> {
    let (topic, token) = path.into_inner();
    let (page, app) = (visit.page(), visit.app.clone());
    let answer = visit
        .app
        .read(move |conn| {
            asked(conn, app.key(), &topic, &token)?;
            Ok(shown(page, &topic, &token, false))
        })
        .await?;
    html(&visit.app, &answer.page, &answer)
}

/// `POST /unsubscribe/{topic}/{token}`: the token is all that it takes. Twice is once.
pub async fn unsubscribe(path: web::Path<(String, String)>, visit: Visit) -> Result<HttpResponse> {
    let (topic, token) = path.into_inner();
    let (page, app) = (visit.page(), visit.app.clone());
    let answer = visit
        .app
        .write(move |tx| {
            let (person, ends) = asked(tx.conn, app.key(), &topic, &token)?;
            end_mail(tx, &person, ends)?;
            Ok(shown(page, &topic, &token, true))
        })
        .await?;
    html(&visit.app, &answer.page, &answer)
}
