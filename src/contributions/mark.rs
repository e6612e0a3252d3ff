//! By which programs and pages name the version of a text that was seen.

use actix_web::HttpRequest;
use actix_web::http::header::IF_MATCH;
use sha2::{Digest, Sha256};

use crate::db::ContributionId;
use crate::error::{Error, Result};
use crate::web::Form;

/// A mark of a version of a text, from which nobody learns anything.
pub fn mark_of(version: &ContributionId) -> String {
    hex::encode(Sha256::digest(version.as_str())).chars().take(16).collect()
}

/// The mark of the version that somebody had before them when they acted: what is read by now may have others for readers than
/// they were shown. Pages always say it; a program that does not acts before the readers of now, whoever they are.
#[derive(Debug, Clone, Default)]
pub struct Seen(Option<String>);

impl Seen {
    /// What `If-Match` says.
    pub fn of_request(request: &HttpRequest) -> Self {
        let header = request.headers().get(IF_MATCH).and_then(|value| value.to_str().ok());
        let mark = header.map(|value| value.trim().trim_start_matches("W/").trim_matches('"').to_owned());
        Self(mark.filter(|mark| mark != "*"))
    }

    /// What a program says beside another thing that it saw; nothing where it does not.
    pub fn of_mark(mark: Option<String>) -> Self {
        Self(mark)
    }

    /// What a page says that was made of this version.
    pub fn of_form(form: &Form) -> Self {
        Self(Some(form.text("version").to_owned()))
    }

    /// What was said.
    pub fn said(self) -> Option<String> {
        self.0
    }

    /// What was said; empty where nothing was.
    pub fn named(&self) -> String {
        self.0.clone().unwrap_or_default()
    }

    /// Refuses what was said before other readers: [`Error::Stale`].
    pub fn check(&self, current: &str) -> Result<()> {
        if self.0.as_ref().is_none_or(|seen| seen == current) { Ok(()) } else { Err(Error::Stale) }
    }
}
