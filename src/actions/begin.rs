//! How an action is begun.

use serde_json::json;

use super::input::Parsed;
use super::{Action, NewAction, Stage, store};
use crate::access::{Act, Viewer, allows};
use crate::contributions::{self, Draft, Proposed};
use crate::db::Tx;
use crate::error::{Error, Fields, Result};
use crate::vault::Vault;
use crate::{mandates, templates};

/// Begins an action. Beyond the organisation its brief takes a second person.
pub fn begin(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, new: NewAction) -> Result<Proposed<Action>> {
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let act = Act::BeginAction { owner: &home };
    allows(viewer, act)?;
    let mut faults = Fields::default();
    let named = new.template.clone().filter(|reference| !reference.is_empty());
    let template = named.map(|named| templates::for_action(tx.conn, vault, viewer, &named)).transpose();
    let template = faults.gather(template)?.flatten();
    let parsed = faults.gather(new.parse(tx, viewer, (&home, None)))?;
    faults.into_result(())?;
    let Parsed { body, links, proposal, .. } = parsed.ok_or(Error::NotFound)?;
    let mandate = mandates::authority(tx.conn, viewer, &body.matter())?;
    let logged = template.map_or(json!({}), |one| json!({ "template": one.reference() }));
    let details = Action {
        ordinal: store::next_ordinal(tx.conn)?,
        stage: Stage::Proposed,
        moved_at: tx.now(),
        lead: home.clone(),
    };
    let draft = Draft {
        rests_on: String::new(),
        revision: 1,
        reply_to: None,
        body: serde_json::to_string(&body).map_err(Error::internal)?,
        details,
        links,
        logged: mandates::logged(tx.conn, mandate.as_ref(), logged)?,
    };
    contributions::propose(tx, vault, viewer, draft, (act, proposal))
}
