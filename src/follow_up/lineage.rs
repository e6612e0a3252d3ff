//! What a statement is to earlier ones.

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::asking::acting;
use super::model::{LineageRow, Relation};
use super::store;
use crate::access::Viewer;
use crate::contributions::Seen;
use crate::db::{MandateId, Tx};
use crate::error::{Error, Result, message};
use crate::statements::{self, Acting, Standing};

/// So many earlier ones a statement goes back to at most.
const MOST: i64 = 50;

/// What a statement is to an earlier one, as it is sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = NewStatementLineage)]
pub struct NewLineage {
    /// The earlier one, which is published: `V-…`.
    #[schema(required)]
    pub(super) earlier: String,
    /// That it takes the place of another is said by moving that to `superseded`.
    #[schema(required, pattern = "^(reaffirms|builds_on)$")]
    pub(super) relation: String,
}

/// A published statement by its reference, as one may name it who knows of it.
pub(super) fn published(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (field, reference): (&str, &str),
) -> Result<Standing> {
    let unknown =
        || Error::invalid(field, message("fault-follow-up-unpublished").with("reference", reference));
    match statements::find(tx.conn, viewer, reference) {
        Ok(found) if found.stage.is_public() => Ok(found),
        Ok(_) | Err(Error::NotFound) => Err(unknown()),
        Err(other) => Err(other),
    }
}

/// Writes it down.
pub(super) fn write(
    tx: &mut Tx<'_>,
    (later, earlier): (&Standing, &Standing),
    relation: Relation,
    (of, mandate): (&Acting, Option<&MandateId>),
) -> Result<()> {
    let row = LineageRow {
        contribution_id: later.statement.contribution_id.clone(),
        earlier_id: earlier.statement.contribution_id.clone(),
        relation,
        version_id: later.version().clone(),
        organisation_id: of.home.clone(),
        person_id: of.person.clone(),
        mandate_id: mandate.cloned(),
        at: tx.now(),
    };
    store::relate(tx, &row)
}

/// Says what a statement is to an earlier one, for the penholder or the chair.
pub fn relate(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, new): (&str, &NewLineage),
    seen: &Seen,
) -> Result<()> {
    let (of, mandate) = acting(tx, viewer, (reference, seen))?;
    let relation = new.relation.parse().ok().filter(|relation| *relation != Relation::Supersedes);
    let unknown = || Error::invalid("relation", message("fault-no-such-value").with("value", &new.relation));
    let relation = relation.ok_or_else(unknown)?;
    let earlier = published(tx, viewer, ("earlier", new.earlier.trim()))?;
    if earlier.statement.contribution_id == of.of.statement.contribution_id {
        return Err(Error::invalid("earlier", message("fault-follow-up-itself")));
    }
    let (later_id, earlier_id) = (&of.of.statement.contribution_id, &earlier.statement.contribution_id);
    if store::supersedes(tx.conn, later_id, earlier_id)? {
        return Err(Error::Conflict(message("conflict-lineage-superseded")));
    }
    if store::count_lineage(tx.conn, &of.of.statement.contribution_id)? >= MOST {
        let most = message("conflict-statement-enough").number("most", MOST.unsigned_abs());
        return Err(Error::Conflict(most));
    }
    write(tx, (&of.of, &earlier), relation, (&of, mandate.as_ref()))?;
    let detail = json!({ "earlier": earlier.statement.reference, "relation": relation });
    of.log(tx, viewer, "statement.related", (mandate.as_ref(), detail))
}
