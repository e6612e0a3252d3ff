//! An amendment that was written to a version that is read no more: what became of its paragraph since, beside what was typed.

use crate::access::Viewer;
use crate::chamber::StatementView;
use crate::contributions::{self, mark_of};
use crate::db::Conn;
use crate::error::Result;
use crate::statements::Body;
use crate::versions::WordsView;
use crate::web::Form;

/// What became of the paragraph on both sides.
pub struct ThreeWay {
    /// What the text says otherwise by now; nothing where it says the same.
    pub theirs: Vec<WordsView>,
    /// What was typed otherwise.
    pub mine: Vec<WordsView>,
    /// Both together, where neither touches the other.
    pub merged: String,
}

/// What is shown beside an amendment of a version that was read before; nothing where that cannot be found.
pub(super) fn three_way(
    conn: &mut Conn,
    viewer: &Viewer,
    (view, paragraph, form): (&StatementView, &str, &Form),
) -> Result<Option<ThreeWay>> {
    let typed = wording::tidy(form.raw("text"));
    if typed.is_empty() || form.text("kind") == "delete" || form.text("kind") == "insert_after" {
        return Ok(None);
    }
    let Some(text) = &view.of.text else { return Ok(None) };
    let seen = form.text("version");
    let versions = contributions::versions(conn, viewer, &text.row)?;
    let Some(base) = versions.iter().find(|one| mark_of(&one.version) == seen && !one.body.is_empty()) else {
        return Ok(None);
    };
    let base = Body::read(base)?.text;
    let said = |paragraphs: &[wording::Paragraph]| {
        paragraphs.iter().find(|one| one.id.as_str() == paragraph).map(|one| one.text.clone())
    };
    let (Some(before), Some(now)) = (said(&base.paragraphs), said(&text.text.paragraphs)) else {
        return Ok(None);
    };
    let sides = wording::three_way(&before, &now, &typed);
    let theirs = if before == now { Vec::new() } else { WordsView::all(&sides.theirs) };
    // What says what is typed, or what the text says, is no third way.
    let merged = sides.merged.filter(|merged| *merged != typed && *merged != now);
    Ok(Some(ThreeWay { theirs, mine: WordsView::all(&sides.mine), merged: merged.unwrap_or_default() }))
}
