//! What an organisation and a person are, and the words that people type about them, parsed once.

use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::email::Email;
use crate::access::{OrganisationKind, Role};
use crate::db::schema::{organisation, person};
use crate::db::{Moment, OrganisationId, PersonId, text_enum};
use crate::error::{Fields, Message, message};
use crate::language::Language;
use crate::web::{typed, visible};

text_enum! {
    /// Where an organisation stands.
    pub enum OrganisationStatus {
        /// Entered by a convenor, not admitted yet.
        Applicant = "applicant",
        /// A member.
        Active = "active",
        /// Reads what is public, its own, and what was addressed to it by name before; can do nothing.
        Suspended = "suspended",
    }
}

/// A member organisation. In the answers to programs it is named and nothing more; those about an organisation itself have a
/// view of their own.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = organisation)]
#[schema(as = Named, description = "An organisation, named.")]
pub struct Organisation {
    /// Internal.
    #[serde(skip)]
    pub id: OrganisationId,
    /// The public identifier.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    #[serde(skip)]
    pub kind: OrganisationKind,
    /// ISO 3166-1 alpha-2, where it belongs to one country.
    #[serde(skip)]
    pub country: Option<String>,
    /// Its web address, or nothing.
    #[serde(skip)]
    pub website: String,
    /// A few words about it.
    #[serde(skip)]
    pub about: String,
    /// Where it stands.
    #[serde(skip)]
    pub status: OrganisationStatus,
    /// When it was entered.
    #[serde(skip)]
    pub created_at: Moment,
}

/// An account. Never shared, and ends with its organisation's word.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = person)]
pub struct Person {
    /// Internal.
    pub id: PersonId,
    /// Whose person it is.
    pub organisation_id: OrganisationId,
    /// In the one form of addresses, or as it was kept before there was one.
    pub email: String,
    /// As they write it.
    pub name: String,
    /// The language of their pages.
    pub language: String,
    /// When the account was made.
    pub created_at: Moment,
    /// When it was closed.
    pub closed_at: Option<Moment>,
}

/// One line of text.
pub fn line(name: &str, text: &str, needed: bool, most: usize, faults: &mut Fields) -> String {
    kept(name, typed(text, most, false), needed, faults)
}

/// The same where a few words may go over several lines.
pub fn lines(name: &str, text: &str, needed: bool, most: usize, faults: &mut Fields) -> String {
    kept(name, typed(text, most, true), needed, faults)
}

fn kept(name: &str, text: Result<String, Message>, needed: bool, faults: &mut Fields) -> String {
    match text {
        Ok(text) if needed && text.is_empty() => faults.add(name, message("fault-missing")),
        Ok(text) => return text,
        Err(fault) => faults.add(name, fault),
    }
    String::new()
}

/// The language of somebody's pages: one that there are pages in.
pub fn language(name: &str, tag: &str, faults: &mut Fields) -> String {
    if Language::of_tag(tag).is_none() {
        faults.add(name, message("fault-no-such-language"));
    }
    tag.to_owned()
}

/// The end of a day, in UTC: what is good until a day is good on that day too. Nothing where nothing was typed.
pub fn end_of_day(name: &str, text: &str, faults: &mut Fields) -> Option<Moment> {
    if text.is_empty() {
        return None;
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let day = day.filter(|day| (2000..=2100).contains(&day.year()));
    let next = day.and_then(|day| day.succ_opt()).and_then(|next| next.and_hms_opt(0, 0, 0));
    let end = next.map(|next| Moment::from(next.and_utc()));
    if end.is_none() {
        faults.add(name, message("fault-day"));
    }
    end
}

/// The longest web address.
const LONGEST_WEBSITE: usize = 300;

/// A web address in its one spelling, or nothing: `http` or `https`, a host, and nobody's name or password in it. Names of
/// hosts in any script are kept in the letters that a browser asks for.
pub fn website(name: &str, text: &str, faults: &mut Fields) -> String {
    let typed = line(name, &visible(text), false, LONGEST_WEBSITE, faults);
    if typed.is_empty() {
        return typed;
    }
    let website = address(&typed).filter(|address| address.len() <= LONGEST_WEBSITE);
    if website.is_none() {
        faults.add(name, message("fault-web-address"));
    }
    website.unwrap_or_default()
}

fn address(typed: &str) -> Option<String> {
    if typed
        .contains(|letter: char| letter.is_whitespace() || letter.is_control() || "\\<>\"'`".contains(letter))
    {
        return None;
    }
    let address = url::Url::parse(typed).ok()?;
    let host = address.host_str()?;
    let named = host.contains('.') && !host.starts_with('.') && !host.contains("..");
    let plain = address.username().is_empty() && address.password().is_none();
    let scheme = typed.split_once("://").is_some_and(|(scheme, _)| {
        scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
    });
    let bare = address.path() == "/" && address.query().is_none() && address.fragment().is_none();
    let spelt = address.as_str();
    (scheme && named && plain).then(|| if bare { spelt.trim_end_matches('/') } else { spelt }.to_owned())
}

/// An e-mail address that somebody is to be known by.
pub fn email(name: &str, text: &str, faults: &mut Fields) -> Email {
    match Email::parse(text) {
        Ok(email) => return email,
        Err(_) if Email::form_of(text).is_empty() => faults.add(name, message("fault-missing")),
        Err(fault) => faults.add(name, fault),
    }
    Email::default()
}

/// A slug: what stands in addresses.
pub fn slug(name: &str, text: &str, faults: &mut Fields) -> String {
    let slug = line(name, &visible(text), true, 60, faults);
    let fine = slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !slug.starts_with('-')
        && !slug.ends_with('-');
    if !slug.is_empty() && !fine {
        faults.add(name, message("fault-slug"));
    } else if slug == "new" {
        faults.add(name, message("fault-slug-new"));
    }
    slug
}

/// Roles by their words.
pub fn roles(name: &str, words: &[String], faults: &mut Fields) -> Vec<Role> {
    let mut roles = Vec::new();
    for word in words {
        match word.parse() {
            Ok(role) if !roles.contains(&role) => roles.push(role),
            Ok(_) => {}
            Err(_) => faults.add(name, message("fault-no-such-role").with("name", word)),
        }
    }
    if roles.is_empty() && words.is_empty() {
        faults.add(name, message("fault-no-role"));
    }
    roles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_website_is_an_address_or_is_refused() {
        for (typed, kept) in [
            ("", ""),
            ("https://open-lines.example", "https://open-lines.example"),
            ("HTTPS://Open-Lines.Example/", "https://open-lines.example"),
            (" https://open-lines.example/about?x=1#y ", "https://open-lines.example/about?x=1#y"),
            ("http://müller.example/ä", "http://xn--mller-kva.example/%C3%A4"),
            ("https://192.0.2.7:8443/", "https://192.0.2.7:8443"),
        ] {
            let mut faults = Fields::default();
            assert_eq!(website("website", typed, &mut faults), kept);
            assert!(faults.0.is_empty(), "{typed}");
        }
        for wrong in [
            "open-lines.example",
            "javascript:alert(1)",
            "https://",
            "https:///path",
            "https:open-lines.example",
            "https://exa mple.org",
            "https://example.org/a b",
            "https://user:secret@example.org",
            "https://example.org@evil.example",
            "https://localhost",
            "ftp://example.org",
            "data:text/html,x",
            "https://example.org\\x",
            "https://example.org/\"onclick",
            "https://.example",
        ] {
            let mut faults = Fields::default();
            website("website", wrong, &mut faults);
            assert!(!faults.0.is_empty(), "{wrong}");
        }
    }
}
