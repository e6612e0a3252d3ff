//! Forms that only our own pages can send.
//!
//! A form carries a code made from the visitor's cookie with a key of the instance; a foreign page knows
//! neither. Who is signed in is bound to the session cookie, who is not to a visit cookie that the first page
//! with a form sets. Each page carries the code under a mask of its own: pages are compressed, and the size of what
//! repeats in them would tell a code that stays the same, letter by letter.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::config::{Config, InstanceKey};
use crate::db::Ambient;
use crate::error::{Error, Result, message};

/// The word for a form whose code is not of this browser, or not any more.
pub(super) const FORM_EXPIRED: &str = "denied-form-expired";

/// Makes and checks the codes.
pub struct Csrf(Zeroizing<[u8; 32]>);

impl Csrf {
    /// With a key derived from the instance's.
    pub fn new(key: &InstanceKey) -> Self {
        Self(key.derive("forms"))
    }

    /// A code for those who hold this cookie, another one each time.
    pub fn code(&self, cookie: &str, ambient: &Ambient) -> String {
        let mask = ambient.bytes::<32>();
        self.mac(cookie).map(|mac| hex::encode([mask, xor(mask, mac)].concat())).unwrap_or_default()
    }

    fn mac(&self, cookie: &str) -> Option<[u8; 32]> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_slice()).ok()?;
        mac.update(cookie.as_bytes());
        Some(mac.finalize().into_bytes().into())
    }

    /// Refuses a code that is not this cookie's.
    pub fn check(&self, cookie: Option<&str>, code: Option<&str>) -> Result<()> {
        let expected = cookie.and_then(|cookie| self.mac(cookie));
        let given = code.and_then(unmasked);
        let fits = |(expected, given): ([u8; 32], [u8; 32])| bool::from(expected.ct_eq(&given));
        if expected.zip(given).is_some_and(fits) { Ok(()) } else { Err(Error::Denied(message(FORM_EXPIRED))) }
    }
}

fn xor(mask: [u8; 32], mut bytes: [u8; 32]) -> [u8; 32] {
    for (byte, mask) in bytes.iter_mut().zip(mask) {
        *byte ^= mask;
    }
    bytes
}

fn unmasked(code: &str) -> Option<[u8; 32]> {
    let bytes = hex::decode(code).ok()?;
    let (mask, rest) = bytes.split_first_chunk::<32>()?;
    Some(xor(*mask, rest.try_into().ok()?))
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

    /// The cookie of a browser that is remembered. It is no credential: it gives a place in the queue of those who sign in.
    pub fn browser(config: &Config, secret: String, age: Duration) -> Cookie<'static> {
        Self::make(config, "entente-browser", secret, age)
    }

    /// Takes the cookie of a remembered browser away.
    pub fn no_browser(config: &Config) -> Cookie<'static> {
        Self::make(config, "entente-browser", String::new(), Duration::ZERO)
    }

    /// The remembered browser's secret as it was sent.
    pub fn read_browser(config: &Config, request: &HttpRequest) -> Option<String> {
        Self::read(config, request, "entente-browser")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_good_for_its_own_cookie_and_never_twice_the_same() {
        let ambient = Ambient::system();
        let csrf = Csrf::new(&InstanceKey::fresh(&ambient));
        let (one, two) = (csrf.code("cookie", &ambient), csrf.code("cookie", &ambient));
        assert_ne!(one, two);
        for code in [&one, &two] {
            csrf.check(Some("cookie"), Some(code)).unwrap();
            csrf.check(Some("another"), Some(code)).unwrap_err();
            csrf.check(None, Some(code)).unwrap_err();
        }
        let zeros = "0".repeat(128);
        for bad in [None, Some(""), Some("zz"), Some(&one[..126]), Some(zeros.as_str())] {
            csrf.check(Some("cookie"), bad).unwrap_err();
        }
    }
}
