//! Who sends this request: taken from the cookie or the bearer token, and asked of the database every time.

use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::AUTHORIZATION;
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};

use crate::access::{Act, Capability, Viewer, permits};
use crate::accounts::menu::{Menu, Waiting};
use crate::accounts::sessions::{self, Session, SessionKind};
use crate::accounts::tokens;
use crate::db::{Conn, Moment, PersonId, SessionId, Tx};
use crate::error::{Error, Result};
use crate::language::Language;
use crate::people::model::{Organisation, Person};
use crate::people::viewer::{known_viewer, viewer_for};
use crate::web::{AppState, Cookies, NavItem, Page, Paging, Ribbon, Signed, known_as};

/// Somebody signed in, as the pages name them.
#[derive(Debug, Clone)]
pub struct Known {
    /// The account.
    pub person: Person,
    /// Its organisation.
    pub organisation: Organisation,
    /// The session.
    pub session: Session,
}

/// How a room above forgets somebody whose account is closed.
pub type Forget = fn(&mut Tx<'_>, &PersonId) -> Result<()>;

static FORGET: OnceLock<Forget> = OnceLock::new();

/// Says how rooms above forget somebody whose account is closed: once for the program, before anybody visits.
pub fn wire(forget: Forget) {
    FORGET.set(forget).ok();
}

/// Forgets in rooms above somebody whose account is closed.
pub(super) fn forget_above(tx: &mut Tx<'_>, person: &PersonId) -> Result<()> {
    FORGET.get().map_or(Ok(()), |forget| forget(tx, person))
}

/// Who sends this request. It has no `Debug`: the cookie is a secret.
#[derive(Clone)]
pub struct Visitor {
    viewer: Viewer,
    known: Option<Known>,
    cookie: Option<String>,
    /// What waits for them; of people on pages alone.
    waiting: Waiting,
}

enum Credential {
    None,
    Cookie(String),
    Bearer(String),
}

impl Visitor {
    /// Whom the rule is asked for.
    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// The account, or [`Error::SignIn`].
    pub fn person(&self) -> Result<&PersonId> {
        self.viewer.person().ok_or(Error::SignIn)
    }

    /// The account with its organisation and session, or [`Error::SignIn`].
    pub fn known(&self) -> Result<&Known> {
        self.known.as_ref().ok_or(Error::SignIn)
    }

    /// Whether this visitor still holds every right to read with which they came, asked of the database: for an answer
    /// that goes on for longer than a request. [`Error::SignIn`] where the session or a right has ended.
    pub fn still_reads(&self, app: &AppState) -> Result<()> {
        let Some(known) = &self.known else {
            return Ok(());
        };
        let now = app.ambient().now();
        app.database().read(|conn| {
            let session = sessions::by_id(conn, known.session.id.as_str(), now)?.ok_or(Error::SignIn)?;
            let viewer = viewer_for(conn, &session.person_id, now)?;
            let same = viewer.organisation() == self.viewer.organisation();
            let holds = self.viewer.tokens().is_subset(viewer.tokens());
            if same && holds { Ok(()) } else { Err(Error::SignIn) }
        })
    }

    /// Which page of a list they ask for.
    pub fn paging(&self, list: &str, request: &HttpRequest) -> Result<Paging> {
        Paging::parse(request.query_string(), format!("{list}|{}", self.viewer.reading_key()))
    }

    /// The frame of a page for this visitor.
    pub fn page(&self, app: &AppState, request: &HttpRequest) -> Page {
        let language = self.known.as_ref().and_then(|known| Language::of_tag(&known.person.language));
        let mut page = Page::new(app, request, language, self.cookie.as_deref());
        page.person = self.known.as_ref().map(|known| Signed {
            name: known.person.name.clone(),
            organisation_name: known.organisation.name.clone(),
            organisation_slug: known.organisation.slug.clone(),
        });
        page.requests = permits(&self.viewer, Act::RequestAccess);
        page.without_mail = !app.sends_mail() && self.administers();
        page.nav = self.navigation(&page);
        page.ribbon = self.ribbon(&page);
        page
    }

    /// The newest alert that their organisation has not acknowledged, unless they are looking at it.
    fn ribbon(&self, page: &Page) -> Option<Ribbon> {
        let mut others = self.waiting.calling.iter().filter(|one| one.href != page.path);
        let first = others.next()?;
        let exact = first.headlines.iter().find(|(language, _)| *language == page.lang);
        let (language, headline) = exact.or(first.headlines.first())?.clone();
        Some(Ribbon {
            href: first.href.clone(),
            exercise: first.exercise,
            unconfirmed: first.unconfirmed,
            language,
            headline,
            more: others.count() as u64,
        })
    }

    /// Whether they see to accounts: of their organisation, or of the coalition.
    fn administers(&self) -> bool {
        let own = |organisation| permits(&self.viewer, Act::ManagePeople { organisation });
        self.viewer.organisation().is_some_and(own) || permits(&self.viewer, Act::Admit)
    }

    fn navigation(&self, page: &Page) -> Vec<NavItem> {
        let mut entries = Vec::new();
        let mut add = |href: &str, key: &str| {
            let current = page.path == href || page.path.starts_with(&format!("{href}/"));
            let count = self.waiting.counts.get(href).copied().filter(|count| *count > 0);
            entries.push(NavItem { href: href.to_owned(), label: page.t(key), current, count });
        };
        if self.known.is_some() {
            add("/desk", "nav-desk");
        }
        add("/incidents", "nav-incidents");
        add("/alerts", "nav-alerts");
        add("/board", "nav-board");
        if self.known.is_none() {
            // Members find it with the statements that they negotiate.
            add("/publications", "publications-heading");
        }
        if let Some(home) = self.viewer.organisation() {
            if permits(&self.viewer, Act::DraftReport) {
                add("/reports/new", "nav-new-report");
            }
            if permits(&self.viewer, Act::SeeDesk { owner: home }) || self.viewer.can(Capability::Alert) {
                add("/reviews", "nav-reviews");
            }
            add("/organisations", "nav-organisations");
            add("/groups", "nav-groups");
            if permits(&self.viewer, Act::SeeVetting) {
                add("/vetting", "nav-vetting");
            }
            if permits(&self.viewer, Act::ReadAudit { organisation: home }) {
                add("/log", "nav-log");
            }
        }
        entries
    }
}

fn credential(app: &AppState, request: &HttpRequest) -> Credential {
    // One way for each surface: a page never acts on a bearer token, the API never on a cookie. Downloads stand
    // among the pages, and programs fetch them too: there a token counts where one is sent.
    // By the route that was found, not by the address as it was written: that can be written in many ways.
    let pattern = request.match_pattern();
    let path = pattern.as_deref().unwrap_or_else(|| request.path());
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    match header.and_then(|header| header.strip_prefix("Bearer ")) {
        Some(token) if path.starts_with("/api/") || path.starts_with("/incidents.") => {
            Credential::Bearer(token.trim().to_owned())
        }
        None if path.starts_with("/api/") => Credential::None,
        _ => cookie(app, request).map_or(Credential::None, Credential::Cookie),
    }
}

fn look_up((app, menu): (&AppState, &Menu), conn: &mut Conn, credential: Credential) -> Result<Visitor> {
    let now = app.ambient().now();
    let public = || Visitor {
        viewer: Viewer::public().asking_at(now),
        known: None,
        cookie: None,
        waiting: Waiting::default(),
    };
    let (session, cookie) = match credential {
        Credential::None => return Ok(public()),
        // A cookie that no longer counts leaves a visitor; a token that does not is told so.
        Credential::Cookie(secret) => match sessions::by_secret(conn, &secret, now)? {
            Some(session) if session.kind == SessionKind::Page => (session, Some(secret)),
            _ => return Ok(public()),
        },
        Credential::Bearer(token) => {
            let id = tokens::session_of(conn, app.key(), &token, now)?;
            match sessions::by_id(conn, &id, now)? {
                Some(session) if session.kind == SessionKind::Api => (session, None),
                _ => return Err(Error::SignIn),
            }
        }
    };
    let (person, organisation, viewer) = known_viewer(conn, &session.person_id, now)?;
    if person.closed_at.is_some() {
        return if cookie.is_some() { Ok(public()) } else { Err(Error::SignIn) };
    }
    let waiting = match &cookie {
        // A page without a count is better than none.
        Some(_) => menu.waiting(conn, &viewer, now).unwrap_or_else(|error| {
            tracing::error!(%error, "what waits for somebody could not be found");
            Waiting::default()
        }),
        None => Waiting::default(),
    };
    Ok(Visitor { viewer, known: Some(Known { person, organisation, session }), cookie, waiting })
}

impl FromRequest for Visitor {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let app = request.app_data::<web::Data<AppState>>().cloned();
        let menu = request.app_data::<web::Data<Menu>>().cloned();
        let request = request.clone();
        Box::pin(async move {
            let app = app.ok_or_else(|| Error::Internal("no instance behind this route".into()))?;
            let credential = credential(&app, &request);
            let now = app.ambient().now();
            let asked = app.clone();
            let menu = menu.ok_or_else(|| Error::Internal("no menu behind this route".into()))?;
            let found = app.read(move |conn| look_up((&asked, &menu), conn, credential)).await?;
            if let Some(known) = &found.known {
                let id = &known.session.id;
                known_as(&request, id.as_str());
                if sessions::is_stale(&known.session, now) {
                    request.extensions_mut().insert(Stale(id.clone()));
                }
            }
            Ok(found)
        })
    }
}

/// The secret of a page session that came with a request.
pub fn cookie(app: &AppState, request: &HttpRequest) -> Option<String> {
    Cookies::read_session(app.config(), request)
}

/// Whose page session a cookie is, and nothing more of them: for what open pages ask again and again. Asking so is no use of
/// the session.
pub fn signed_in(conn: &mut Conn, cookie: Option<&str>, now: Moment) -> Result<PersonId> {
    let session = cookie.map(|secret| sessions::by_secret(conn, secret, now)).transpose()?.flatten();
    let session = session.filter(|session| session.kind == SessionKind::Page);
    Ok(session.ok_or(Error::SignIn)?.person_id)
}

/// A session whose last request is noted too long ago.
struct Stale(SessionId);

/// The longest that an answer waits until the time of its session is noted.
const NOTED: Duration = Duration::from_millis(250);

/// Middleware: notes when a session was last used. After the answer was made, so that nobody takes the writer's place
/// before the rule was asked; where the writer is busy the answer does not wait for it.
pub async fn note_use(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let answer = next.call(request).await?;
    let stale = answer.request().extensions_mut().remove::<Stale>();
    if let (Some(Stale(id)), Some(app)) = (stale, answer.request().app_data::<web::Data<AppState>>().cloned())
    {
        let noting = app.write(move |tx| sessions::touch(tx, &id));
        if let Ok(Err(error)) = actix_web::rt::time::timeout(NOTED, noting).await {
            tracing::warn!(%error, "a session's time");
        }
    }
    Ok(answer)
}
