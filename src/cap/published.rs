//! Alerts as everybody reads them: what leaves in formats that are kept and passed on. Whoever asks, the rule is asked for
//! somebody who is not signed in.

use actix_web::{HttpResponse, web};

use super::message::Message;
use crate::access::Viewer;
use crate::alerts::{Alert, AlertBody, AlertLink, shown_links};
use crate::contributions::api::TombstoneView;
use crate::contributions::{self, Contribution, LinkKind};
use crate::db::{Conn, Tx};
use crate::error::{Error, Result};
use crate::people;
use crate::redaction::{self, Tombstone};
use crate::reports::store as rows;
use crate::web::AppState;

/// The type of a message. It says its encoding itself.
pub(super) const CAP: &str = "application/cap+xml";

/// What everybody finds at the address of a message.
enum Public {
    Here(Vec<u8>),
    /// It was withdrawn. No message says so: that of an end would say that a danger is over, and nobody has said that.
    Gone(Tombstone),
}

/// Whoever is not signed in.
pub(super) fn everybody(app: &AppState) -> Viewer {
    Viewer::public().asking_at(app.ambient().now())
}

/// Those of the links of a version whose targets everybody reads now: what was withdrawn is no more than a trace.
fn links(conn: &mut Conn, everybody: &Viewer, row: &Contribution<Alert>) -> Result<Vec<AlertLink>> {
    let mut read = Vec::new();
    for link in shown_links(conn, everybody, row)? {
        let is_read = match link.kind.parse() {
            Ok(LinkKind::Report) => {
                let report = rows::known_report(conn, everybody, &link.reference)?;
                !redaction::readable_of(conn, everybody, report.id.as_str())?.is_empty()
            }
            _ => true,
        };
        read.extend(is_read.then_some(link));
    }
    Ok(read)
}

/// The message at an address: of the newest version that everybody reads, or of the one with this number among those that
/// everybody could read.
fn found(app: &AppState, tx: &mut Tx<'_>, reference: &str, number: Option<&str>) -> Result<Public> {
    let everybody = everybody(app);
    let (row, _) = contributions::find::<Alert>(tx, &everybody, reference)?.into_parts();
    let mut versions = contributions::versions(tx.conn, &everybody, &row)?;
    let open = contributions::unconfirmed(tx.conn, everybody.at(), &versions)?;
    versions.retain(|one| !open.contains_key(one.version.as_str()));
    let number = match number {
        Some(number) => number.parse::<usize>().map_err(|_| Error::NotFound)?,
        None => versions.len(),
    };
    let place = number.checked_sub(1).ok_or(Error::NotFound)?;
    let row = versions.get(place).ok_or(Error::NotFound)?;
    if let Some(tombstone) = row.ended.clone() {
        return Ok(Public::Gone(tombstone));
    }
    if !row.is_readable_by(&everybody) {
        return Err(Error::NotFound);
    }
    let message = Message {
        public_url: app.config().public_url.clone(),
        organisation: people::organisation(tx.conn, &row.organisation_id)?.name,
        earlier: versions.iter().take(place).map(Contribution::at).collect(),
        at: row.at(),
        body: AlertBody::read(row)?,
        links: links(tx.conn, &everybody, row)?,
        reference: row.reference.clone(),
    };
    Ok(Public::Here(message.document()?))
}

async fn answered(
    app: web::Data<AppState>,
    reference: String,
    number: Option<String>,
) -> Result<HttpResponse> {
    let public = app.look_with(move |app, tx| found(app, tx, &reference, number.as_deref())).await?;
    Ok(match public {
        Public::Here(document) => HttpResponse::Ok().content_type(CAP).body(document),
        Public::Gone(tombstone) => HttpResponse::Gone().json(TombstoneView::of(&tombstone)),
    })
}

/// `GET /alerts/{reference}.cap`: the newest version that everybody reads.
pub async fn newest_message(app: web::Data<AppState>, reference: web::Path<String>) -> Result<HttpResponse> {
    answered(app, reference.into_inner(), None).await
}

/// `GET /alerts/{reference}/versions/{version}.cap`.
pub async fn version_message(
    app: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let (reference, version) = path.into_inner();
    answered(app, reference, Some(version)).await
}
