//! A form that cannot be done as it was sent comes back with all that was typed in it.

use actix_web::http::StatusCode;

use crate::error::{Error, Fields, Message, Result};
use crate::web::Page;

/// Why a form comes back.
#[derive(Debug, Clone)]
pub struct FormErrors {
    pub status: StatusCode,
    /// What is wrong, by field.
    pub errors: Fields,
    /// What else is in the way.
    notice: Option<Message>,
}

impl FormErrors {
    /// Nothing is wrong: the form is shown for the first time.
    pub fn none() -> Self {
        Self { status: StatusCode::OK, errors: Fields::default(), notice: None }
    }

    /// What else is in the way, in the language of the page; nothing where nothing is.
    pub fn notice(&self, page: &Page) -> String {
        self.notice.as_ref().map(|why| page.message(why)).unwrap_or_default()
    }

    /// What a form can be shown again for; anything else stays an error.
    pub fn of(error: Error) -> Result<Self> {
        match error {
            Error::Invalid(errors) => {
                Ok(Self { status: StatusCode::UNPROCESSABLE_ENTITY, errors, notice: None })
            }
            Error::Conflict(notice) => {
                Ok(Self { status: StatusCode::CONFLICT, errors: Fields::default(), notice: Some(notice) })
            }
            Error::Stale => {
                Ok(Self { status: StatusCode::PRECONDITION_FAILED, errors: Fields::default(), notice: None })
            }
            Error::Overtaken(why) => {
                Ok(Self { status: StatusCode::PRECONDITION_FAILED, ..Self::of(Error::Conflict(why))? })
            }
            other => Err(other),
        }
    }
}

/// What is wrong with a form, to be said on it. A move that the state of things does not allow is said of the field
/// where one would try something else; any other error is no matter of the form.
pub(crate) fn faults(error: Error, field: &str) -> Result<Fields, Error> {
    match error {
        Error::Invalid(fields) => Ok(fields),
        Error::Conflict(why) => {
            let mut fields = Fields::default();
            fields.add(field, why);
            Ok(fields)
        }
        other => Err(other),
    }
}
