//! What needs somebody now: opened, and settled with one press.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::access::Viewer;
use crate::accounts::{Posted, Visit};
use crate::db::{Conn, Moment};
use crate::error::{Error, Result};
use crate::mail::Failure;
use crate::notifications::{Need, Title, concern_of, dashboard_kinds, needs, read, titles};
use crate::outbox::{self, EventKind};
use crate::people::Person;
use crate::web::{Page, html, see_other};

/// So many stand on the page.
const MOST: usize = 100;

/// One thing that needs somebody.
#[derive(Debug, Clone)]
pub struct Line {
    /// What its reader calls it.
    pub reference: String,
    /// What happened.
    pub says: String,
    /// The title or the name of the thing, as far as its reader may read it now.
    pub title: Option<Title>,
    /// What the thing is called in addresses.
    pub about: String,
    /// Whether that is a reference that people use, and no short name of what has a name.
    pub referred: bool,
    /// When.
    pub at: Moment,
    /// Whether its reader has not opened it.
    pub unread: bool,
}

impl Line {
    fn of(page: &Page, Need { told, concern }: Need, title: Option<Title>) -> Self {
        let named = [EventKind::GroupJoined, EventKind::VettingWaiting, EventKind::InvitationWaiting]
            .contains(&told.kind);
        Self {
            says: page.t(&told.kind.words()),
            referred: !named || title.is_none(),
            title,
            reference: told.reference,
            about: concern.reference,
            at: told.at,
            unread: told.read_at.is_none(),
        }
    }
}

/// What a viewer was told and has not settled, as pages show it, the newest first.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    /// What needs them.
    pub needs: Vec<Line>,
    /// What is only news.
    pub news: Vec<Line>,
}

impl Lines {
    /// Whether there is nothing of either.
    pub fn is_empty(&self) -> bool {
        self.needs.is_empty() && self.news.is_empty()
    }
}

/// At most so many of what needs a viewer, and of what is news to them.
pub fn lines(conn: &mut Conn, page: &Page, viewer: &Viewer, most: usize) -> Result<Lines> {
    let all = needs(conn, viewer, page.now, usize::MAX)?;
    let (asking, news): (Vec<Need>, Vec<Need>) = all.into_iter().partition(|need| need.told.kind.asks());
    let shown = [asking, news].map(|needs| needs.into_iter().take(most).collect::<Vec<_>>());
    let concern = |need: &Need| ((need.told.kind, need.told.subject.clone()), need.concern.clone());
    let concerns = shown.iter().flatten().map(concern).collect();
    let mut titles = titles(conn, viewer, (page.now, &page.lang), &concerns).unwrap_or_else(|fault| {
        tracing::error!(%fault, "what somebody was told of is shown without its titles");
        std::collections::BTreeMap::new()
    });
    let mut line = |need: Need| {
        let title = titles.remove(&(need.told.kind, need.told.subject.clone()));
        Line::of(page, need, title)
    };
    let [needs, news] = shown.map(|needs| needs.into_iter().map(&mut line).collect());
    Ok(Lines { needs, news })
}

/// That no mail is sent to a reader's address, and why.
pub(super) struct Refused {
    pub heading: String,
    pub text: String,
}

impl Refused {
    /// Of somebody to whom none is sent.
    pub fn of(conn: &mut Conn, page: &Page, person: &Person) -> Result<Self> {
        let known = outbox::refusals(conn, std::slice::from_ref(&person.id))?.remove(&person.id).flatten();
        let letters = known.unwrap_or_else(|| Failure::likely_of(&person.email)) == Failure::Letters;
        let (heading, text) = if letters {
            (page.t("notifications-unsendable"), page.t("notifications-unsendable-text"))
        } else {
            (page.t("notifications-refused"), page.t("notifications-refused-text"))
        };
        Ok(Self { heading, text })
    }
}

#[derive(Template)]
#[template(path = "notifications/notifications.html")]
struct NotificationsPage {
    page: Page,
    lines: Lines,
    /// Why mail to the reader's address comes back, and since when.
    refused: Option<(Refused, Moment)>,
    /// The moment up to which all is settled by the one button, in microseconds.
    until: i64,
}

/// `GET /notifications`.
pub async fn notifications(visit: Visit) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let person = visitor.known()?.person.clone();
    let answer = app
        .read(move |conn| {
            let since = outbox::reader(conn, &person.id)?.and_then(|reader| reader.refused_at);
            let refused = since.map(|since| Ok::<_, Error>((Refused::of(conn, &page, &person)?, since)));
            let refused = refused.transpose()?;
            let lines = lines(conn, &page, visitor.viewer(), MOST)?;
            Ok(NotificationsPage { until: page.now.unix_micros(), lines, refused, page })
        })
        .await?;
    html(&app, &answer.page, &answer)
}

/// `GET /notifications/{reference}`: leads to the thing, as long as it concerns the reader. It changes nothing: mail programs
/// and browsers look at links before anybody opens them.
pub async fn open_notification(reference: web::Path<String>, visit: Visit) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    visitor.person()?;
    let need = app.read(move |conn| concern_of(conn, visitor.viewer(), page.now, &reference)).await?;
    Ok(see_other(&need.concern.href))
}

/// `POST /notifications/{reference}/reading`: the same, and it is new no more.
pub async fn read_notification(reference: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    posted.once(move |tx, visitor, _| Ok(read(tx, visitor.viewer(), &reference)?.concern.href)).await
}

/// `POST /notifications/{reference}/settlement`.
pub async fn settle_notification(reference: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    posted
        .once(move |tx, visitor, _| {
            let told = outbox::by_reference(tx.conn, visitor.viewer(), &reference)?;
            outbox::settle(tx, &[told.id])?;
            Ok("/notifications?done=settled".into())
        })
        .await
}

/// `POST /notifications/settlement`: all that was on the page.
pub async fn settle_all(posted: Posted) -> Result<HttpResponse> {
    posted
        .once(|tx, visitor, form| {
            let until = form.text("until").parse().ok().and_then(Moment::from_unix_micros);
            let until = until.unwrap_or(tx.now()).min(tx.now());
            let kinds = dashboard_kinds(tx.conn, visitor.viewer())?;
            outbox::settle_all(tx, visitor.person()?, &kinds, until)?;
            Ok("/notifications?done=settled-all".into())
        })
        .await
}
