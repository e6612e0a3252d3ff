//! Forms that only our own pages can send.
//!
//! A form carries a code made from the visitor's cookie with a key of the instance; a foreign page knows
//! neither. Who is signed in is bound to the session cookie, who is not to a visit cookie that the first page
//! with a form sets.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::config::{Config, InstanceKey};
use crate::error::{Error, Result, said};

/// Makes and checks the codes.
pub struct Csrf(Zeroizing<[u8; 32]>);

impl Csrf {
    /// With a key derived from the instance's.
    pub fn new(key: &InstanceKey) -> Self {
        Self(key.derive("forms"))
    }

    /// The code for whoever holds this cookie.
    pub fn code(&self, cookie: &str) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.as_slice()) else {
            return String::new();
        };
        mac.update(cookie.as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }

    /// Refuses a code that is not this cookie's.
    pub fn check(&self, cookie: Option<&str>, code: Option<&str>) -> Result<()> {
        let expected = cookie.map(|cookie| self.code(cookie)).unwrap_or_default();
        let given = code.unwrap_or_default();
        if !expected.is_empty() && bool::from(expected.as_bytes().ct_eq(given.as_bytes())) {
            Ok(())
        } else {
            Err(Error::Denied(said("denied-form-expired")))
        }
    }
}

/// The cookies of the platform: `HttpOnly`, `SameSite=Lax`, and under https `Secure` with the `__Host-` prefix.
pub struct Cookies;

impl Cookies {
    fn name(config: &Config, name: &str) -> String {
        if config.is_https() { format!("__Host-{name}") } else { name.to_owned() }
    }

    fn make(config: &Config, name: &str, value: String, age: Duration) -> Cookie<'static> {
        Cookie::build(Self::name(config, name), value)
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(config.is_https())
            .max_age(age)
            .finish()
    }

    /// The session cookie with its opaque secret.
    pub fn session(config: &Config, secret: String, age: Duration) -> Cookie<'static> {
        Self::make(config, "entente-session", secret, age)
    }

    /// Takes the session cookie away.
    pub fn no_session(config: &Config) -> Cookie<'static> {
        Self::make(config, "entente-session", String::new(), Duration::ZERO)
    }

    /// The visit cookie: binds a form to a browser where nobody is signed in. Ends with the browser.
    pub fn visit(config: &Config, secret: String) -> Cookie<'static> {
        let mut cookie = Self::make(config, "entente-visit", secret, Duration::ZERO);
        cookie.unset_expires();
        cookie.set_max_age(None);
        cookie
    }

    /// The session's secret as the browser sent it.
    pub fn read_session(config: &Config, request: &HttpRequest) -> Option<String> {
        Self::read(config, request, "entente-session")
    }

    /// The visit's secret as the browser sent it.
    pub fn read_visit(config: &Config, request: &HttpRequest) -> Option<String> {
        Self::read(config, request, "entente-visit")
    }

    fn read(config: &Config, request: &HttpRequest, name: &str) -> Option<String> {
        let cookie = request.cookie(&Self::name(config, name))?;
        Some(cookie.value().to_owned()).filter(|value| !value.is_empty() && value.len() <= 128)
    }
}
