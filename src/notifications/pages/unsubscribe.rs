//! Ending messages by a link in one of them: without signing in, and by one press of a mail program (RFC 8058).

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::accounts::Visit;
use crate::db::{Conn, PersonId, Tx};
use crate::error::{Error, Result};
use crate::notifications::choices;
use crate::notifications::compose::DIGESTS;
use crate::notifications::pages::settings::log_change;
use crate::outbox::{self, Cadence, Preference, Topic};
use crate::people;
use crate::web::{Page, html};

#[derive(Template)]
#[template(path = "notifications/unsubscribe.html")]
struct UnsubscribePage {
    page: Page,
    topic: String,
    path: String,
    done: bool,
}

/// Whose messages, and which: those of one topic, or digests.
fn asked(conn: &mut Conn, topic: &str, secret: &str) -> Result<(PersonId, Option<Topic>)> {
    let topic = match topic {
        DIGESTS => None,
        word => Some(word.parse::<Topic>().map_err(|_| Error::NotFound)?),
    };
    let person = outbox::by_secret(conn, secret)?.ok_or(Error::NotFound)?;
    Ok((person, topic))
}

fn shown(page: Page, topic: &str, secret: &str, done: bool) -> UnsubscribePage {
    UnsubscribePage {
        topic: page.t(&format!("topic-{topic}")),
        path: format!("/unsubscribe/{topic}/{secret}"),
        done,
        page,
    }
}

/// `GET /unsubscribe/{topic}/{token}`: asks; programs follow links.
pub async fn confirm_unsubscribe(path: web::Path<(String, String)>, visit: Visit) -> Result<HttpResponse> {
    let (topic, secret) = path.into_inner();
    let page = visit.page();
    let answer = visit
        .app
        .read(move |conn| {
            asked(conn, &topic, &secret)?;
            Ok(shown(page, &topic, &secret, false))
        })
        .await?;
    html(&visit.app, &answer.page, &answer)
}

/// `POST /unsubscribe/{topic}/{token}`: the token is all that it takes. Twice is once.
pub async fn unsubscribe(path: web::Path<(String, String)>, visit: Visit) -> Result<HttpResponse> {
    let (topic, secret) = path.into_inner();
    let page = visit.page();
    let answer = visit
        .app
        .write(move |tx| {
            let (person, of) = asked(tx.conn, &topic, &secret)?;
            end(tx, &person, of)?;
            Ok(shown(page, &topic, &secret, true))
        })
        .await?;
    html(&visit.app, &answer.page, &answer)
}

fn end(tx: &mut Tx<'_>, person: &PersonId, of: Option<Topic>) -> Result<()> {
    let home = people::person(tx.conn, person)?.organisation_id;
    for (topic, choice) in choices(tx.conn, person, Some(&home))? {
        let digest = matches!(choice.cadence, Cadence::Daily | Cadence::Weekly);
        if of.map_or(digest, |of| of == topic) {
            let none = Preference { cadence: Cadence::None, ..choice };
            outbox::set_preference(tx, person.as_str(), topic, none)?;
        }
    }
    log_change(tx, person, &home)
}
