//! The page of one comment, and of one version of it.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::AT;
use super::line::{Line, names_of};
use crate::access::{Act, Audience, Viewer, permits, sql};
use crate::accounts::Visit;
use crate::comments::kind::evidence;
use crate::comments::{Comment, CommentView, views};
use crate::contributions::{self, Contribution, Lookup};
use crate::db::{Moment, Tx};
use crate::error::{Error, Result};
use crate::reports::contribution_page::{ContributionPage, Review};
use crate::reports::one_page::{self, GonePage, OfOne, Shown};
use crate::vault::Vault;
use crate::web::{Form, FormErrors, Page};

/// One of the versions of a comment.
pub struct VersionLink {
    pub number: usize,
    pub href: String,
    pub at: Moment,
}

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

fn one_page(
    tx: &mut Tx<'_>,
    page: Page,
    viewer: &Viewer,
    (row, audience): (Contribution<Comment>, Audience),
    review: Review,
) -> Result<OnePage> {
    let versions = contributions::versions(tx.conn, viewer, &row)?;
    let newest = versions.len();
    let link = |(place, one): (usize, &Contribution<Comment>)| VersionLink {
        number: place + 1,
        href: if place + 1 == newest {
            format!("{AT}/{}", one.reference)
        } else {
            format!("{AT}/{}/versions/{}", one.reference, place + 1)
        },
        at: one.at(),
    };
    let links = if newest > 1 { versions.iter().enumerate().map(link).rev().collect() } else { Vec::new() };
    let updates = viewer.is_of(&row.organisation_id)
        && permits(viewer, Act::CommentOnAction)
        && row.is_shown(viewer.at());
    let state = row.released_state(viewer.at());
    let named = evidence(tx.conn, viewer, &row)?;
    let view = views(tx.conn, viewer, vec![(row, audience, state)])?.pop().ok_or(Error::NotFound)?;
    let view = CommentView { links: named, ..view };
    let names = names_of(tx.conn, std::iter::once(&view))?;
    Ok(OnePage { line: Line::of(&page, viewer, &names, view)?, updates, versions: links, review, page })
}

/// The page of an earlier version; `asked` is its reference and its number, with a stroke between.
fn version_page(
    tx: &mut Tx<'_>,
    _: &Vault,
    page: Page,
    viewer: &Viewer,
    (asked, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<OnePage>> {
    let (reference, number) = asked.split_once('/').ok_or(Error::NotFound)?;
    let (row, audience) = match contributions::open_version::<Comment>(tx, viewer, (reference, number))? {
        Lookup::Live(row, audience) => (row, audience),
        Lookup::InReview(..) | Lookup::Unconfirmed(..) => return Err(Error::NotFound),
        Lookup::Tombstone(row, tombstone) => {
            return Ok(Err(GonePage::beside(tx.conn, page, viewer, (&row.reference, None), tombstone)?));
        }
    };
    let newest = sql::is_live(tx.conn, row.version.as_str())?;
    let at = format!("{AT}/{reference}");
    let mut review = Review::of_version(&page, at, false, (form, refusal));
    if newest {
        review.state = String::new();
    }
    Ok(Ok(Box::new(one_page(tx, page, viewer, (row, audience), review)?)))
}

/// `GET /comments/{reference}/versions/{version}`.
pub async fn one_version(
    vault: web::Data<Vault>,
    path: web::Path<(String, String)>,
    visit: Visit,
) -> Result<HttpResponse> {
    let asked = format!("{}/{}", path.0, path.1);
    one_page::one(visit, vault, asked.into(), version_page).await
}
