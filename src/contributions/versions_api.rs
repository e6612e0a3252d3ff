//! The calls of programs on the versions of a contribution, whatever its kind.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::api::{Answer, ContributionState, TombstoneView, Withdrawal, act, reason};
use super::{
    Contribution, Kind, Lookup, find, gave_way, open_version, unconfirmed, versions, withdraw_version,
};
use crate::access::sql;
use crate::accounts::Visitor;
use crate::db::Moment;
use crate::description::{Call, delete, get as read};
use crate::error::{Error, Result};
use crate::web::{AppState, Idempotent, Json};

/// Describes them; how one is written is said by its kind.
pub fn calls<V: ToSchema>(kind: &str) -> [Call; 3] {
    let all = format!("/api/v1/{kind}/{{reference}}/versions");
    let one = format!("{all}/{{version}}");
    [
        read(&all, "Its versions, as far as one could read them")
            .open()
            .gives::<Versions>(200, "The versions."),
        read(&one, "One of its versions")
            .open()
            .gives::<V>(200, "The version.")
            .gives::<TombstoneView>(410, "It could be read, and was withdrawn."),
        delete(&one, "Withdraw an earlier version alone")
            .takes::<Withdrawal>()
            .gives::<ContributionState>(200, "It is withdrawn."),
    ]
}

/// One of its versions.
#[derive(Serialize, ToSchema)]
struct OneVersion {
    /// Its number among those that one could read.
    version: usize,
    at: Moment,
    #[schema(pattern = "^(live|released|unconfirmed|ended|replaced|withdrawn)$")]
    state: &'static str,
}

#[derive(Serialize, ToSchema)]
struct Versions {
    total: usize,
    /// The oldest first.
    items: Vec<OneVersion>,
}

/// `GET /api/v1/…/{reference}/versions`: those that one could read, the oldest first.
pub async fn list_versions<K: Kind>(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let answer = app
        .read_or_audit(move |tx| {
            let (row, _) = find::<K>(tx, visitor.viewer(), &reference)?.into_parts();
            let versions = versions(tx.conn, visitor.viewer(), &row)?;
            let open = unconfirmed(tx.conn, visitor.viewer().at(), &versions)?;
            let item = |(place, one): (usize, &Contribution<K>)| {
                let state = match (&one.ended, place + 1 == versions.len()) {
                    (Some(_), _) if !gave_way(&versions, place) => "withdrawn",
                    (None, true) if open.contains_key(one.version.as_str()) => "unconfirmed",
                    (None, true) => one.released_state(visitor.viewer().at()),
                    _ => "replaced",
                };
                OneVersion { version: place + 1, at: one.at(), state }
            };
            let items: Vec<OneVersion> = versions.iter().enumerate().map(item).collect();
            Ok(Versions { total: items.len(), items })
        })
        .await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// `GET /api/v1/…/{reference}/versions/{version}`.
pub async fn get_version<K: Kind>(
    app: web::Data<AppState>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let answer = app
        .read_or_audit(move |tx| {
            let viewer = visitor.viewer();
            match open_version::<K>(tx, viewer, (&path.0, &path.1))? {
                Lookup::Tombstone(_, tombstone) => Ok(Answer::gone(&tombstone)),
                Lookup::InReview(..) | Lookup::Unconfirmed(..) => Err(Error::NotFound),
                Lookup::Live(row, audience) => {
                    let newest = sql::is_live(tx.conn, row.version.as_str())?;
                    let open = unconfirmed(tx.conn, viewer.at(), std::slice::from_ref(&row))?;
                    let state = match newest {
                        true if !open.is_empty() => "unconfirmed",
                        true => row.released_state(viewer.at()),
                        false => "replaced",
                    };
                    K::view(tx.conn, viewer, row, &audience, state).map(Answer::Here)
                }
            }
        })
        .await?;
    Ok(answer.send())
}

/// `DELETE /api/v1/…/{reference}/versions/{version}` `{reason}`: withdraws an earlier one alone.
pub async fn delete_version<K: Kind>(
    app: web::Data<AppState>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let reason = reason(&sent)?;
    let (reference, version) = path.into_inner();
    act(app, visitor, reference.into(), (key, sent.hash), move |tx, viewer, reference| {
        withdraw_version::<K>(tx, viewer, (reference, &version), &reason)
    })
    .await
}
