//! What mail did not get through: for those who see to the platform. Why, and to whom in outline; never what it said.

use actix_web::HttpResponse;
use askama::Template;

use crate::access::{Act, allows};
use crate::accounts::Visit;
use crate::db::{Conn, Moment};
use crate::error::Result;
use crate::outbox::{self, Figures};
use crate::people;
use crate::web::{Page, html};

/// So many stand on the page.
const MOST: i64 = 100;

/// A message that was not taken, or something that happened and could not be told.
struct Line {
    /// The address in outline, or what happened.
    to: String,
    why: String,
    attempts: u64,
    at: Moment,
    given_up: bool,
}

#[derive(Template)]
#[template(path = "notifications/undelivered.html")]
struct UndeliveredPage {
    page: Page,
    lines: Vec<Line>,
    /// What could not even be told.
    untold: Vec<Line>,
    figures: Figures,
}

/// `GET /undelivered`. For convenors.
pub async fn undelivered(visit: Visit) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    allows(visitor.viewer(), Act::Admit)?;
    let answer = app
        .read(move |conn| {
            let (lines, untold) = (lines(conn, &page)?, untold(conn, &page)?);
            let figures = outbox::figures(conn, page.now)?;
            Ok(UndeliveredPage { page, lines, untold, figures })
        })
        .await?;
    html(&app, &answer.page, &answer)
}

fn lines(conn: &mut Conn, page: &Page) -> Result<Vec<Line>> {
    let found = outbox::undelivered(conn, MOST)?;
    let addresses = people::addresses(conn, found.iter().map(|one| one.person.clone()).collect())?;
    let line = |one: outbox::Undelivered| Line {
        to: masked(addresses.get(&one.person).map_or("", String::as_str)),
        why: page.t(&format!("mail-failure-{}", one.failure)),
        attempts: u64::try_from(one.attempts).unwrap_or_default(),
        at: one.at,
        given_up: one.ended,
    };
    Ok(found.into_iter().map(line).collect())
}

/// What happened and could not be told: the kind alone.
fn untold(conn: &mut Conn, page: &Page) -> Result<Vec<Line>> {
    let line = |one: outbox::Untold| {
        Some(Line {
            to: page.t(&one.kind.words_outside()),
            why: page.t("mail-failure-fault"),
            attempts: u64::try_from(one.attempts).unwrap_or_default(),
            at: one.failed_at.or(one.not_before)?,
            given_up: one.failed_at.is_some(),
        })
    };
    Ok(outbox::failing(conn, MOST)?.into_iter().filter_map(line).collect())
}

/// An address in outline: enough to see whether several failures are of one reader or of one provider's.
fn masked(address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
    let end = domain.rsplit_once('.').map_or("", |(_, end)| end);
    format!("{}…@{}….{end}", first(local), first(domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_outline_names_nobody() {
        assert_eq!(masked("amina@open-lines.example.org"), "a…@o….org");
        assert_eq!(masked("a@例え.テスト"), "a…@例….テスト");
        assert_eq!(masked(""), "…@….");
    }
}
