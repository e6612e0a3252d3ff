//! The versions of one text that have pages of their own: their list, the page of an earlier one, and its withdrawal alone.

use actix_web::{HttpResponse, web};
use serde_json::Value;

use super::contribution_page::ContributionPage;
use super::one_page::{self, GonePage, OfOne, Shown};
use crate::access::{Act, Audience, Viewer, permits, sql};
use crate::accounts::{Posted, Visit};
use crate::contributions::{self, Contribution, Lookup};
use crate::db::{Conn, Moment, Tx};
use crate::error::{Error, Result};
use crate::vault::Vault;
use crate::web::{Form, FormErrors, Page, done};

/// One of the versions of a text.
pub struct VersionLink {
    /// Its number among those that the viewer could read.
    pub number: usize,
    pub href: String,
    pub at: Moment,
    /// What became of it; empty of one that can be read.
    pub ended: String,
}

/// The versions that the viewer could read, the newest first; none where there is only the one that is shown.
pub(crate) fn version_links<K: ContributionPage>(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    row: &Contribution<K>,
) -> Result<Vec<VersionLink>> {
    let versions = contributions::versions(conn, viewer, row)?;
    let (newest, waits) = (versions.len(), row.released_at.is_none());
    let at = format!("{}/{}", <K as ContributionPage>::AT, row.reference);
    let link = |(place, one): (usize, &Contribution<K>)| VersionLink {
        number: place + 1,
        href: if place + 1 == newest && !waits { at.clone() } else { format!("{at}/versions/{}", place + 1) },
        at: one.at(),
        ended: match &one.ended {
            Some(_) if contributions::gave_way(&versions, place) => page.t("version-gone"),
            Some(_) => page.t("version-withdrawn"),
            None if one.is_past(viewer.at()) => page.t("release-state-ended"),
            None => String::new(),
        },
    };
    Ok(if newest > 1 || waits { versions.iter().enumerate().map(link).rev().collect() } else { Vec::new() })
}

/// An earlier version of a text, as its page is asked for.
pub(crate) struct Earlier<'a> {
    /// Its number among those that the viewer could read.
    pub number: usize,
    /// Its address.
    pub at: String,
    /// Whether it is the newest, after all.
    pub is_newest: bool,
    /// Whether the viewer may withdraw it alone.
    pub withdraws: bool,
    /// What was typed on the page, and why it comes back.
    pub typed: (&'a Form, FormErrors),
}

/// A kind of contribution whose earlier versions have pages of their own.
pub(crate) trait VersionPage: ContributionPage {
    /// Whether one of them can be withdrawn alone.
    const WITHDRAWN_ALONE: bool = true;
    /// The page of one.
    type OneVersion: OfOne;

    /// The page of one, which the viewer could read.
    fn version(
        tx: &mut Tx<'_>,
        page: Page,
        viewer: &Viewer,
        of: (Contribution<Self>, Audience),
        asked: Earlier<'_>,
    ) -> Result<Self::OneVersion>;
}

/// The page of an earlier version; `asked` is its reference and its number, with a stroke between.
fn shown<K: VersionPage>(
    tx: &mut Tx<'_>,
    _: &Vault,
    page: Page,
    viewer: &Viewer,
    (asked, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<K::OneVersion>> {
    let (reference, number) = asked.split_once('/').ok_or(Error::NotFound)?;
    let (row, audience) = match contributions::open_version::<K>(tx, viewer, (reference, number))? {
        Lookup::Live(row, audience) => (row, audience),
        Lookup::InReview(..) | Lookup::Unconfirmed(..) => return Err(Error::NotFound),
        Lookup::Tombstone(row, tombstone) => {
            let of = (reference, K::about(&row));
            return Ok(Err(GonePage::beside(tx.conn, page, viewer, of, tombstone)?));
        }
    };
    let is_newest = sql::is_live(tx.conn, row.version.as_str())?;
    let withdraws = K::WITHDRAWN_ALONE
        && !is_newest
        && permits(viewer, Act::WithdrawRelease { owner: &row.organisation_id });
    let at = format!("{}/{reference}/versions/{number}", <K as ContributionPage>::AT);
    let number = number.parse().map_err(|_| Error::NotFound)?;
    let asked = Earlier { number, at, is_newest, withdraws, typed: (form, refusal) };
    Ok(Ok(Box::new(K::version(tx, page, viewer, (row, audience), asked)?)))
}

/// `GET /…/{reference}/versions/{version}`.
pub async fn one_version<K: VersionPage>(
    vault: web::Data<Vault>,
    path: web::Path<(String, String)>,
    visit: Visit,
) -> Result<HttpResponse> {
    let asked = format!("{}/{}", path.0, path.1);
    one_page::one(visit, vault, asked.into(), shown::<K>).await
}

/// `POST /…/{reference}/versions/{version}/withdrawal`: withdraws an earlier version alone.
pub async fn withdraw_version<K: VersionPage>(
    vault: web::Data<Vault>,
    path: web::Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let back = format!("{}/{}", <K as ContributionPage>::AT, path.0);
    let asked = format!("{}/{}", path.0, path.1);
    let work = |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, asked: &str, form: &Form| {
        let of = asked.split_once('/').ok_or(Error::NotFound)?;
        contributions::withdraw_version::<K>(tx, viewer, of, form.raw("reason")).map(Value::from)
    };
    let lead = move |_: &Value| done(&back, "release-withdrawn");
    one_page::act(posted, vault, asked.into(), work, lead, shown::<K>).await
}
