//! The page of one comment, and of one version of it.

use askama::Template;

use super::AT;
use super::line::Line;
use crate::access::{Act, Audience, Viewer, permits};
use crate::comments::kind::evidence;
use crate::comments::{Comment, CommentView, views};
use crate::contributions::Contribution;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::reports::contribution_page::{ContributionPage, Review};
use crate::reports::one_page::OfOne;
use crate::reports::version_page::{Earlier, VersionLink, VersionPage, version_links};
use crate::web::{Form, Page};

/// The page of one comment.
#[derive(Template)]
#[template(path = "comments/comment.html")]
pub struct OnePage {
    page: Page,
    line: Line,
    /// Whether the viewer may change it.
    updates: bool,
    versions: Vec<VersionLink>,
    review: Review,
}

impl OfOne for OnePage {
    fn page(&self) -> &Page {
        &self.page
    }
}

impl ContributionPage for Comment {
    const AT: &'static str = AT;
    type OnePage = OnePage;

    fn page(
        tx: &mut Tx<'_>,
        page: Page,
        viewer: &Viewer,
        of: (Contribution<Self>, Audience),
        review: Review,
        _: &Form,
    ) -> Result<OnePage> {
        one_page(tx, page, viewer, of, review)
    }
}

impl VersionPage for Comment {
    const WITHDRAWN_ALONE: bool = false;
    type OneVersion = OnePage;

    fn version(
        tx: &mut Tx<'_>,
        page: Page,
        viewer: &Viewer,
        of: (Contribution<Self>, Audience),
        Earlier { is_newest, withdraws, typed, .. }: Earlier<'_>,
    ) -> Result<OnePage> {
        let at = format!("{AT}/{}", of.0.reference);
        let mut review = Review::of_version(&page, at, withdraws, typed);
        if is_newest {
            review.state = String::new();
        }
        one_page(tx, page, viewer, of, review)
    }
}

fn one_page(
    tx: &mut Tx<'_>,
    page: Page,
    viewer: &Viewer,
    (row, audience): (Contribution<Comment>, Audience),
    review: Review,
) -> Result<OnePage> {
    let versions = version_links(tx.conn, &page, viewer, &row)?;
    let updates = viewer.is_of(&row.organisation_id)
        && permits(viewer, Act::CommentOnAction)
        && row.is_shown(viewer.at());
    let state = row.released_state(viewer.at());
    let named = evidence(tx.conn, viewer, &row)?;
    let view = views(tx.conn, viewer, vec![(row, audience, state)])?.pop().ok_or(Error::NotFound)?;
    let view = CommentView { links: named, ..view };
    Ok(OnePage { line: Line::of(&page, view), updates, versions, review, page })
}
