//! What calls share: to whom something goes, and which page of a list is asked for.

use actix_web::HttpRequest;
use serde_json::Value;

use super::audience_input::Words;
use crate::error::{Error, Result, said};
use crate::people::Visitor;
use crate::web::{Paging, body};

/// `audience?`, `except?` and `approvers?` of a body: to whom something goes.
pub(crate) fn chosen(sent: &Value) -> Result<Words> {
    let audience = body::words(sent, "audience")?;
    // Nothing said is one's own organisation; a list of nobody is a slip, and lets nothing out.
    if audience.is_empty() && sent.get("audience").is_some_and(|audience| !audience.is_null()) {
        return Err(Error::invalid("audience", said("fault-no-audience")));
    }
    let (except, approvers) = (body::words(sent, "except")?, body::text(sent, "approvers")?);
    Ok(Words { audience, except, approvers, ..Words::default() })
}

/// Which page of a list is asked for, by whom.
pub(crate) fn paging(list: &str, visitor: &Visitor, request: &HttpRequest) -> Result<Paging> {
    Paging::parse(request.query_string(), format!("{list}|{}", visitor.viewer().reading_key()))
}
