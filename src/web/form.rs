//! HTML forms: parsed once, checked for their origin before anybody sees a value.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::StreamExt;
use sha2::{Digest, Sha256};

use super::Cookies;
use super::app_state::app_state_of;
use super::codes::{iso_date, reference};
use super::text::{hides, unhidden};
use crate::error::{Error, Result, message};

/// The fields of a form; a field may occur several times (checkboxes). It has no `Debug`: passwords are typed into
/// forms.
#[derive(Clone, Default)]
pub struct Form {
    /// As they were sent.
    sent: BTreeMap<String, Vec<String>>,
    /// Those that had something in them that nobody sees, without it.
    clean: BTreeMap<String, Vec<String>>,
}

impl Form {
    /// Reads `application/x-www-form-urlencoded`; anything that is not UTF-8 is refused, never mended.
    pub fn parse(body: &[u8]) -> Result<Self> {
        let pairs: Vec<(String, String)> = serde_urlencoded(body)?;
        let mut form = Self::default();
        for (name, value) in pairs {
            // Browsers send CRLF in text areas; inside, a line ends as everywhere else.
            form.sent.entry(name).or_default().push(value.replace("\r\n", "\n"));
        }
        let hiding = form.sent.iter().filter(|(_, values)| values.iter().any(|value| value.contains(hides)));
        let clean = |values: &Vec<String>| values.iter().map(|value| unhidden(value)).collect();
        form.clean = hiding.map(|(name, values)| (name.clone(), clean(values))).collect();
        Ok(form)
    }

    /// What the address of a page asks. Fields that cannot be decoded are passed over: other sites add their own.
    pub fn asked(request: &HttpRequest) -> Self {
        let decodes = |pair: &&str| serde_urlencoded(pair.as_bytes()).is_ok();
        let kept: Vec<&str> = request.query_string().split('&').filter(decodes).collect();
        Self::parse(kept.join("&").as_bytes()).unwrap_or_default()
    }

    /// The same of a link to a list: fields that are not named here are passed over, whatever is in them.
    ///
    /// # Errors
    /// As [`Form::parse`], of the named fields.
    pub fn of_link(query: &str, named: impl Fn(&str) -> bool) -> Result<Self> {
        let name = |pair: &&str| named(pair.split_once('=').map_or(*pair, |(name, _)| name));
        let kept: Vec<&str> = query.split('&').filter(name).collect();
        Self::parse(kept.join("&").as_bytes())
    }

    fn values(&self, name: &str) -> &[String] {
        self.clean.get(name).or_else(|| self.sent.get(name)).map_or(&[], Vec::as_slice)
    }

    /// The first value of a field, trimmed and without what nobody sees; empty if the field is missing.
    pub fn text(&self, name: &str) -> &str {
        self.values(name).first().map_or("", |value| value.trim())
    }

    /// The first value of a field as a date in ISO 8601, if it can mean one alone; else as it was typed.
    pub fn date(&self, name: &str) -> String {
        iso_date(self.text(name))
    }

    /// The first value of a field as a reference is kept, if it is one; else as it was typed.
    pub fn reference(&self, name: &str) -> String {
        reference(self.text(name))
    }

    /// The first value of a field exactly as typed.
    pub fn raw(&self, name: &str) -> &str {
        self.sent.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// The same, where something to see was typed.
    pub fn filled(&self, name: &str) -> Option<String> {
        Some(self.raw(name).to_owned()).filter(|text| !text.trim().is_empty())
    }

    /// All values of a field that are not empty.
    pub fn all(&self, name: &str) -> Vec<String> {
        let values = self.values(name).iter();
        values.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect()
    }

    /// Whether the field was sent at all (a ticked box).
    pub fn has(&self, name: &str) -> bool {
        self.sent.contains_key(name)
    }

    /// Every field with its values.
    pub fn fields(&self) -> &BTreeMap<String, Vec<String>> {
        &self.sent
    }

    /// Every value with the name of its field.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let fields = self.sent.iter();
        fields.flat_map(|(name, values)| values.iter().map(|value| (name.clone(), value.clone()))).collect()
    }

    /// One text for what was typed, without the codes that guard a form: the same form sent again has the same.
    pub fn hash(&self) -> String {
        let typed = self.sent.iter().filter(|(name, _)| !["csrf", "once"].contains(&name.as_str()));
        let typed = serde_json::json!(typed.collect::<BTreeMap<_, _>>());
        hex::encode(Sha256::digest(typed.to_string()))
    }

    /// Sets a field: for forms that the program itself fills in.
    pub fn set(&mut self, name: &str, values: Vec<String>) {
        self.clean.remove(name);
        self.sent.insert(name.to_owned(), values);
    }
}

/// Percent-decoding with the strictness that a form needs.
fn serde_urlencoded(body: &[u8]) -> Result<Vec<(String, String)>> {
    let text = std::str::from_utf8(body).map_err(|_| Error::Malformed(message("malformed-not-utf-8")))?;
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(name)?, decode(value)?))
        })
        .collect()
}

pub(super) fn decode(text: &str) -> Result<String> {
    let refused = || Error::Malformed(message("malformed-encoding"));
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                let (digits, after) = rest.split_first_chunk::<2>().ok_or_else(refused)?;
                let digits = std::str::from_utf8(digits).map_err(|_| refused())?;
                bytes.push(u8::from_str_radix(digits, 16).map_err(|_| refused())?);
                rest = after;
            }
            other => bytes.push(other),
        }
    }
    // One of the databases keeps no text with a zero byte, and nobody types one.
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0')).ok_or_else(refused)
}

/// Percent-encoding for a value in an address.
pub fn encode(value: &str) -> String {
    let mut encoded = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte));
            }
            other => {
                encoded.push('%');
                encoded.push_str(&hex::encode_upper([other]));
            }
        }
    }
    encoded
}

/// A form that came from one of our own pages.
#[derive(Clone)]
pub struct Protected(pub Form);

impl FromRequest for Protected {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let app = app_state_of(&request)?;
            let kind =
                request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
            if !kind.starts_with("application/x-www-form-urlencoded") {
                return Err(Error::Malformed(message("malformed-no-form")));
            }
            let body = read_body(payload, app.config().body_limit).await?;
            let form = Form::parse(&body)?;
            let cookie = Cookies::read_session(app.config(), &request)
                .or_else(|| Cookies::read_visit(app.config(), &request));
            let checked = app.csrf().check(cookie.as_deref(), Some(form.text("csrf")));
            if checked.is_ok() || is_ours(&request) {
                request.extensions_mut().insert(Sent(form.clone()));
            }
            checked?;
            Ok(Self(form))
        })
    }
}

/// The form of a request that one of our pages sent, kept beside it: where it comes to nothing, the page that says so
/// gives back what was typed.
#[derive(Clone)]
pub(super) struct Sent(Form);

/// What nobody is shown again, and what nobody typed.
const NOT_SHOWN: [&str; 8] = ["csrf", "once", "password", "old", "email", "next", "rendition", "revision"];
/// What is typed, however short it is.
const TYPED: &str = "title narrative words text note reason comment description brief move_reason";

impl Sent {
    /// What was written, not chosen.
    pub(super) fn written(&self) -> Vec<String> {
        let shown = |name: &str| !NOT_SHOWN.contains(&name);
        let is_long =
            |value: &str| value.contains(char::is_whitespace) || !value.is_ascii() || value.len() > 40;
        let typed = |name: &str| {
            TYPED.split(' ').any(|typed| typed == name)
                || [".words", ".quote"].iter().any(|part| name.ends_with(part))
        };
        let written = |name: &str, value: &str| is_long(value) || (typed(name) && !value.is_empty());
        let fields = self.0.pairs().into_iter();
        fields.filter(|(name, value)| shown(name) && written(name, value)).map(|(_, value)| value).collect()
    }
}

/// Whether a browser says that a page of this very address sent it.
fn is_ours(request: &HttpRequest) -> bool {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let from = header(ORIGIN).and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    from.is_some() && from == header(HOST)
}

/// The longest that a body may take to arrive. Who somebody is and may do is asked when a request begins: nobody keeps
/// one open until their rights have ended.
const ARRIVAL: Duration = Duration::from_mins(1);

/// Reads a body of at most `limit` bytes.
pub(super) async fn read_body(payload: Payload, limit: usize) -> Result<Vec<u8>> {
    let arrived = actix_web::rt::time::timeout(ARRIVAL, collect(payload, limit)).await;
    arrived.map_err(|_| Error::Malformed(message("malformed-broke-off")))?
}

async fn collect(mut payload: Payload, limit: usize) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Error::Malformed(message("malformed-broke-off")))?;
        if body.len() + chunk.len() > limit {
            return Err(Error::TooLarge(limit));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_it_was_typed() {
        let form = Form::parse("a=1&a=2&b=x+y%20%E2%9C%93&c=%0D%0A&d".as_bytes()).unwrap();
        assert_eq!(form.all("a"), ["1", "2"]);
        assert_eq!(form.text("b"), "x y ✓");
        assert_eq!(form.raw("c"), "\n");
        assert!(form.has("d") && !form.has("e"));
    }

    #[test]
    fn broken_encodings_are_refused() {
        for bad in [&b"a=%"[..], b"a=%zz", b"a=%ff", b"a=\xff", b"%c3=1", b"a=%00"] {
            assert!(Form::parse(bad).is_err(), "{bad:?}");
        }
    }
}
