//! What calls share: to whom something goes, and which page of a list is asked for.

use actix_web::HttpRequest;

use super::audience_input::AudienceInput;
use crate::accounts::Visitor;
use crate::error::{Error, Result, message};
use crate::web::Paging;

/// `audience`, `except` and `approvers` of a body: to whom something goes.
pub(crate) fn chosen(
    audience: Option<Vec<String>>,
    except: Option<Vec<String>>,
    approvers: Option<String>,
) -> Result<AudienceInput> {
    // An audience that is left out is one's own organisation; a list of nobody is a slip, and releases nothing.
    if audience.as_ref().is_some_and(Vec::is_empty) {
        return Err(Error::invalid("audience", message("fault-no-audience")));
    }
    Ok(AudienceInput {
        audience: audience.unwrap_or_default(),
        except: except.unwrap_or_default(),
        approvers: approvers.unwrap_or_default(),
        ..AudienceInput::default()
    })
}

/// Which page of a list is asked for, by whom.
pub(crate) fn paging(list: &str, visitor: &Visitor, request: &HttpRequest) -> Result<Paging> {
    Paging::parse(request.query_string(), format!("{list}|{}", visitor.viewer().reading_key()))
}
