//! The alerts that call somebody's organisation, as the ribbon of every page says it.

use super::{AlertBody, Severity, Urgency, store};
use crate::access::Viewer;
use crate::accounts::{Called, Calling};
use crate::db::Conn;
use crate::error::{Error, Result};

/// So many alerts that wait are counted and named at most.
const MOST: i64 = 20;

/// The current alerts that the viewer's organisation has not acknowledged, and when the first of them expires or ends: until
/// then they stay the same if nothing changes. The first is the one that the ribbon names: exercises come last, then what is
/// less grave or less urgent, then what is older.
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
    let mut named: Vec<_> = named.collect();
    named.sort_by_key(|(rank, _)| *rank);
    Ok(Called { calling: named.into_iter().map(|(_, calling)| calling).collect(), until })
}

/// Before which others it is named: an exercise, its severity, its urgency, as the Common Alerting Protocol orders them.
type Rank = (bool, usize, usize);

impl store::Waiting {
    fn named(&self) -> Result<(Rank, Calling)> {
        let body: AlertBody = serde_json::from_str(&self.body)
            .map_err(|error| Error::stored("alert", &self.reference, error))?;
        let place = |words: &[&str], word: &str| words.iter().position(|known| *known == word);
        let severity = place(Severity::WORDS, body.severity.as_str()).unwrap_or_default();
        let urgency = place(Urgency::WORDS, body.urgency.as_str()).unwrap_or_default();
        let calling = Calling {
            href: format!("/alerts/{}", self.reference),
            exercise: body.exercise,
            unconfirmed: self.until.is_some(),
            headlines: body.texts.into_iter().map(|text| (text.language, text.headline)).collect(),
        };
        Ok(((body.exercise, severity, urgency), calling))
    }
}
