//! What an organisation and a person are, and the words that people type about them, parsed once.

use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;

use super::email::Email;
use crate::access::{OrganisationKind, Role};
use crate::db::schema::{organisation, person};
use crate::db::{Moment, OrganisationId, PersonId, text_enum};
use crate::error::{Fields, Said, said};
use crate::web::{Language, typed, visible};

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

/// A member organisation.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = organisation)]
pub struct Organisation {
    /// Internal.
    pub id: OrganisationId,
    /// What the outside calls it.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: OrganisationKind,
    /// ISO 3166-1 alpha-2, where it belongs to one country.
    pub country: Option<String>,
    /// Its web address, or nothing.
    pub website: String,
    /// A few words about it.
    pub about: String,
    /// Where it stands.
    pub status: OrganisationStatus,
    /// When it was entered.
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

fn kept(name: &str, text: Result<String, Said>, needed: bool, faults: &mut Fields) -> String {
    match text {
        Ok(text) if needed && text.is_empty() => faults.add(name, said("fault-missing")),
        Ok(text) => return text,
        Err(fault) => faults.add(name, fault),
    }
    String::new()
}

/// The language of somebody's pages: one that there are pages in.
pub fn language(name: &str, tag: &str, faults: &mut Fields) -> String {
    if Language::of_tag(tag).is_none() {
        faults.add(name, said("fault-no-such-language"));
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
        faults.add(name, said("fault-day"));
    }
    end
}

/// A web address, or nothing.
pub fn website(name: &str, text: &str, faults: &mut Fields) -> String {
    let website = line(name, &visible(text), false, 300, faults);
    if !website.is_empty() && !website.starts_with("https://") && !website.starts_with("http://") {
        faults.add(name, said("fault-web-address"));
    }
    website
}

/// An e-mail address that somebody is to be known by.
pub fn email(name: &str, text: &str, faults: &mut Fields) -> Email {
    match Email::parse(text) {
        Ok(email) => return email,
        Err(_) if Email::form_of(text).is_empty() => faults.add(name, said("fault-missing")),
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
        faults.add(name, said("fault-slug"));
    } else if slug == "new" {
        faults.add(name, said("fault-slug-new"));
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
            Err(_) => faults.add(name, said("fault-no-such-role").with("name", word)),
        }
    }
    if roles.is_empty() && words.is_empty() {
        faults.add(name, said("fault-no-role"));
    }
    roles
}
