//! What the frame around every page needs to know.

use std::borrow::Borrow;

use actix_web::http::StatusCode;
use actix_web::http::header::{ContentType, LOCATION};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono_tz::{TZ_VARIANTS, Tz};

use super::{AppState, Cookies, assets};
use crate::db::Moment;
use crate::error::{Error, Message, Result};
use crate::language::{Language, Strings};

/// Who is signed in, as the frame says it.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The person's name.
    pub name: String,
    /// The organisation's name.
    pub organisation_name: String,
    /// The organisation's slug.
    pub organisation_slug: String,
}

/// A link with its words.
#[derive(Debug, Clone)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub label: String,
}

/// One of several values to choose from.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// What it means, where that needs saying.
    pub help: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Choice {
    /// A value that needs no explanation.
    pub fn new(value: impl Into<String>, label: impl Into<String>, chosen: bool) -> Self {
        Self { value: value.into(), label: label.into(), help: String::new(), chosen }
    }

    /// Every time zone; UTC is chosen where none is called so.
    pub fn time_zones(chosen: &str) -> Vec<Self> {
        let chosen: Tz = chosen.parse().unwrap_or(Tz::UTC);
        let choice = |zone: &Tz| Self::new(zone.name(), zone.name().replace('_', " "), *zone == chosen);
        TZ_VARIANTS.iter().map(choice).collect()
    }
}

/// One entry of the navigation.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub label: String,
    /// Whether it is where one is.
    pub current: bool,
    /// How many things wait there.
    pub count: Option<u64>,
}

/// An alert that waits for the organisation of whoever is signed in, as the frame says it.
#[derive(Debug, Clone)]
pub struct Ribbon {
    /// Where it is read and acknowledged.
    pub href: String,
    /// Whether nothing has happened, and people only practise.
    pub exercise: bool,
    /// Whether nobody has confirmed it yet.
    pub unconfirmed: bool,
    /// The language of the headline.
    pub language: String,
    /// Its headline.
    pub headline: String,
    /// How many more wait.
    pub more: u64,
}

/// The frame of one page.
#[derive(Debug, Clone)]
pub struct Page {
    strings: Strings,
    /// BCP 47.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Whether this instance is a demonstration.
    pub demonstration: bool,
    /// Who is signed in.
    pub person: Option<Signed>,
    /// Whether to tell them that nobody gets mail from this instance: they could see to it.
    pub without_mail: bool,
    /// Whether they may ask for access to what they do not find.
    pub requests: bool,
    /// The code that every form on the page carries.
    pub csrf: String,
    /// A key for one sending of the form on this page: sent twice, it is done once.
    pub once: String,
    /// The path asked for.
    pub path: String,
    /// The whole address of the page, for those who hold it on paper.
    pub address: String,
    /// An alert that waits for their organisation.
    pub ribbon: Option<Ribbon>,
    /// The navigation.
    pub nav: Vec<NavItem>,
    /// The style sheet.
    pub styles: String,
    /// The script.
    pub script: String,
    /// What has just been done, to be said once.
    pub flash: Option<String>,
    /// When the page was made.
    pub now: Moment,
    visit: Option<String>,
    /// Whether the browser still sends the cookie of a session that has ended.
    ended: bool,
}

/// Numbers and times are taken as they are and by reference: templates hand over either.
impl Page {
    /// The path to a page below the one at `href`, whose name has the key `key`.
    pub fn up(&self, href: &str, key: &str) -> Vec<Link> {
        vec![Link { href: href.to_owned(), label: self.t(key) }]
    }

    /// A frame for this request. `session` is the secret of the session cookie where somebody is signed in;
    /// else a visit cookie is read or made, so that forms can be protected.
    pub fn new(
        app: &AppState,
        request: &HttpRequest,
        language: Option<Language>,
        session: Option<&str>,
    ) -> Self {
        let language = language.unwrap_or_else(|| {
            let header = request.headers().get("Accept-Language").and_then(|value| value.to_str().ok());
            Language::negotiate(header.unwrap_or_default())
        });
        let strings = Strings::of(language);
        let known = Cookies::read_visit(app.config(), request);
        let ended = session.is_none() && Cookies::read_session(app.config(), request).is_some();
        let fresh = if session.is_none() && known.is_none() { Some(app.ambient().secret()) } else { None };
        let bound = session.map(str::to_owned).or(known).or_else(|| fresh.clone()).unwrap_or_default();
        // Only who did something is told that it is done: the address can be made by anybody, for anybody.
        let told = |key: &String| session.is_some() || ["signed-out", "forgotten"].contains(&key.as_str());
        let [styles, script] = assets::addresses();
        let flash = asked_for(request).filter(told).and_then(|key| strings.find(&format!("flash-{key}")));
        Self {
            lang: strings.language().tag(),
            dir: strings.language().dir(),
            demonstration: app.is_demonstration(),
            person: None,
            without_mail: false,
            requests: false,
            csrf: app.csrf().code(&bound, app.ambient()),
            once: app.ambient().secret(),
            path: request.path().to_owned(),
            address: format!("{}{}", app.config().public_url, request.uri()),
            ribbon: None,
            nav: Vec::new(),
            styles,
            script,
            flash,
            now: app.ambient().now(),
            visit: fresh,
            ended,
            strings,
        }
    }

    /// A string.
    pub fn t(&self, key: &str) -> String {
        self.strings.t(key)
    }

    /// A string with texts in it.
    pub fn ta(&self, key: &str, texts: &[(&'static str, &str)]) -> String {
        self.strings.ta(key, texts)
    }

    /// A string with one number that chooses its plural form.
    pub fn tn(&self, key: &str, count: impl Borrow<u64>) -> String {
        self.strings.tn(key, &[("count", *count.borrow())])
    }

    /// What a field is called where something is said of it; nothing where its form alone knows. `headline-2` is the second
    /// headline of a form.
    pub fn field(&self, name: &str) -> Option<String> {
        let name = name
            .rsplit_once('-')
            .filter(|(_, place)| place.parse::<usize>().is_ok())
            .map_or(name, |(name, _)| name);
        let parts = name.split('.').filter(|part| part.parse::<usize>().is_err() && *part != "date");
        let key = parts.collect::<Vec<_>>().join("-").replace('_', "-");
        let key =
            key.strip_prefix("facts-").map_or_else(|| format!("field-{key}"), |fact| format!("fact-{fact}"));
        self.strings.find(&key)
    }

    /// A sentence in the language of the page.
    pub fn message(&self, said: &Message) -> String {
        self.strings.message(said)
    }

    /// Dates, numbers, languages.
    pub fn strings(&self) -> &Strings {
        &self.strings
    }

    /// A day.
    pub fn date(&self, date: impl Borrow<chrono::NaiveDate>) -> String {
        self.strings.date(*date.borrow())
    }

    /// A moment, in UTC.
    pub fn moment(&self, moment: impl Borrow<Moment>) -> String {
        self.strings.moment(*moment.borrow())
    }

    /// A whole number. (Templates hand over references.)
    pub fn number(&self, number: impl Borrow<u64>) -> String {
        self.strings.number(*number.borrow())
    }

    /// How long ago (or how soon) in words, coarse.
    pub fn relative(&self, moment: impl Borrow<Moment>) -> String {
        let seconds = self.now.since(*moment.borrow()).num_seconds();
        let (key, count) = match seconds {
            i64::MIN..=-1 => {
                let ahead = seconds.unsigned_abs();
                if ahead < 7_200 {
                    ("time-in-minutes", ahead / 60)
                } else if ahead < 172_800 {
                    ("time-in-hours", ahead / 3_600)
                } else {
                    ("time-in-days", ahead / 86_400)
                }
            }
            0..60 => return self.t("time-now"),
            60..7_200 => ("time-minutes-ago", seconds.unsigned_abs() / 60),
            7_200..172_800 => ("time-hours-ago", seconds.unsigned_abs() / 3_600),
            _ => ("time-days-ago", seconds.unsigned_abs() / 86_400),
        };
        self.tn(key, count)
    }
}

/// The key of the message that a redirect asked for: `?done=…`.
fn asked_for(request: &HttpRequest) -> Option<String> {
    let query = request.query_string();
    let word = query.split('&').find_map(|pair| pair.strip_prefix("done="))?;
    let plain = word.len() <= 40 && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    plain.then(|| word.to_owned())
}

/// A page as an answer, with the visit cookie where one was made. The cookie of a session that has ended goes: the
/// forms of the page are bound to the visit, and would not be believed beside it.
pub fn html(app: &AppState, page: &Page, template: &impl Template) -> Result<HttpResponse> {
    html_as(StatusCode::OK, app, page, template)
}

/// The same with another status.
pub fn html_as(
    status: StatusCode,
    app: &AppState,
    page: &Page,
    template: &impl Template,
) -> Result<HttpResponse> {
    let body = template.render().map_err(Error::internal)?;
    let mut answer = HttpResponse::build(status);
    answer.content_type(ContentType::html());
    if let Some(visit) = &page.visit {
        answer.cookie(Cookies::visit(app.config(), visit.clone()));
    }
    if page.ended {
        answer.cookie(Cookies::no_session(app.config()));
    }
    Ok(answer.body(body))
}

/// Leads on to another page of ours.
pub fn see_other(address: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, address)).finish()
}

/// What was asked for is done: on to the page that shows it, and says so by the string `flash-KEY`.
pub fn done(path: &str, key: &str) -> HttpResponse {
    see_other(&format!("{path}?done={key}"))
}
