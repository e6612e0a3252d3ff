//! The alerts that call somebody's organisation, as the ribbon of every page says it.

use super::{AlertBody, store};
use crate::access::Viewer;
use crate::accounts::{Called, Calling};
use crate::db::Conn;
use crate::error::{Error, Result};

/// So many alerts that wait are counted and named at most.
const MOST: i64 = 20;

/// The current alerts that the viewer's organisation has not acknowledged, the newest first, and when the first of them
/// expires or ends: until then they stay the same if nothing changes.
pub fn calling(conn: &mut Conn, viewer: &Viewer) -> Result<Called> {
    let waiting = store::unanswered(conn, viewer, MOST)?;
    let until = waiting.iter().flat_map(|one| [Some(one.expires_at), one.until]).flatten().min();
    // One that cannot be read keeps none of the others back.
    let named = waiting.iter().filter_map(|one| match one.named() {
        Ok(named) => Some(named),
        Err(fault) => {
            tracing::error!(%fault, "an alert is left out");
            None
        }
    });
    Ok(Called { calling: named.collect(), until })
}

impl store::Waiting {
    fn named(&self) -> Result<Calling> {
        let body: AlertBody = serde_json::from_str(&self.body)
            .map_err(|error| Error::stored("alert", &self.reference, error))?;
        Ok(Calling {
            href: format!("/alerts/{}", self.reference),
            exercise: body.exercise,
            unconfirmed: self.until.is_some(),
            headlines: body.texts.into_iter().map(|text| (text.language, text.headline)).collect(),
        })
    }
}
