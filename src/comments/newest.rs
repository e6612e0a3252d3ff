//! The newest of what is said of an action, as it stands on the action itself.

use super::view::{CommentView, views};
use super::{Comment, known};
use crate::access::{Act, Viewer, permits};
use crate::contributions;
use crate::db::{Conn, ContributionId};
use crate::error::Result;
use crate::outcomes::ActionComment;

/// So many of the newest comments on an action that the viewer is shown and that were not taken back, the newest first. A fixed
/// number of statements.
pub fn newest_of(
    conn: &mut Conn,
    viewer: &Viewer,
    action: &ContributionId,
    most: i64,
) -> Result<Vec<ActionComment>> {
    if !permits(viewer, Act::SeeActionWork) {
        return Ok(Vec::new());
    }
    let versions = known::newest_of(conn, viewer, action, most)?;
    let mut rows = contributions::released_among::<Comment>(conn, viewer, &versions)?;
    rows.sort_by_key(|row| versions.iter().position(|id| id == row.version.as_str()));
    let shown = rows.into_iter().filter_map(|row| match row.audience().cloned() {
        Ok(audience) => {
            let state = row.released_state(viewer.at());
            Some((row, audience, state))
        }
        Err(fault) => {
            // One that cannot be read keeps none of the others back.
            tracing::error!(%fault, comment = row.reference, "a comment is shown to nobody");
            None
        }
    });
    let shown = shown.collect();
    let one = |view: CommentView| ActionComment {
        reference: view.reference,
        organisation: view.organisation,
        text: view.text,
        reply_to: view.reply_to,
        audience: view.audience,
        at: view.at,
        tlp: view.tlp,
        readers: view.readers,
    };
    Ok(views(conn, viewer, shown)?.into_iter().map(one).collect())
}

/// How many comments on an action the viewer is shown that were not taken back: in one statement.
pub fn count_of(conn: &mut Conn, viewer: &Viewer, action: &ContributionId) -> Result<u64> {
    if !permits(viewer, Act::SeeActionWork) {
        return Ok(0);
    }
    Ok(u64::try_from(known::count_of(conn, viewer, action)?).unwrap_or_default())
}
