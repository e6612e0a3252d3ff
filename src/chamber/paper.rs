//! What of a statement is shown where it leaves the program: on paper and in documents, which whoever prints them hands on.

use std::collections::BTreeSet;

use super::view::StatementView;
use crate::access::Viewer;
use crate::contributions;
use crate::db::Conn;
use crate::error::Result;

/// Takes out of a view what was not said before all who read the text now: what leaves on paper is marked for them all.
pub(crate) fn for_all_readers(conn: &mut Conn, viewer: &Viewer, view: &mut StatementView) -> Result<()> {
    let text = view.of.current()?;
    let (now, mut heard) = (text.row.audience()?.clone(), BTreeSet::new());
    for (place, version) in contributions::versions(conn, viewer, &text.row)?.iter().enumerate() {
        if version.audience()?.contains(&now) {
            heard.insert(Some(place + 1));
        }
    }
    view.inputs.retain(|one| heard.contains(&one.version));
    view.amendments.retain(|one| heard.contains(&one.version));
    view.brackets.retain(|one| heard.contains(&one.version));
    Ok(())
}
