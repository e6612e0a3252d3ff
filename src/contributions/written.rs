//! How programs write contributions: one handler for every kind.

use actix_web::{HttpResponse, web};
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use super::{Contribution, Kind};
use crate::access::Viewer;
use crate::accounts::Visitor;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::flow::Release;
use crate::vault::Vault;
use crate::web::{AppState, Idempotent, Json, answer_with, body, once_for};

/// A body with which programs write a contribution.
pub trait Written: DeserializeOwned + ToSchema + Send + 'static {
    /// The kind of what is written.
    type Kind: Kind;
    /// The fields of its view that are stored in their own places alone: words, and what they name. They are left out of the
    /// answer, which is kept to be given again.
    const TEXTS: &'static [&'static str];

    /// Writes it at the address of this thing: what it is about, what it answers, what it corrects.
    fn write(
        self,
        tx: &mut Tx<'_>,
        vault: &Vault,
        viewer: &Viewer,
        reference: &str,
    ) -> Result<Proposed<Self::Kind>>;
}

/// What was written, and its proposal.
pub type Proposed<K> = (Contribution<K>, Release);

/// `POST` of such a body: writes, once for a key and a body, and answers with what there is now.
pub async fn write<W: Written>(
    app: web::Data<AppState>,
    vault: web::Data<Vault>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
    sent: Json,
) -> Result<HttpResponse> {
    let new: W = body::read(&sent.value)?;
    let (status, answer) = app
        .write_signed_in(visitor.viewer().person().is_some(), move |tx| {
            once_for(tx, visitor.viewer().person(), &key, &sent.hash, |tx| {
                let viewer = visitor.viewer();
                let (row, release) = new.write(tx, &vault, viewer, &reference)?;
                let state = W::Kind::state_of(&release);
                let view = W::Kind::view(tx.conn, viewer, row, &release.audience, state)?;
                let mut answer = serde_json::to_value(&view).map_err(Error::internal)?;
                if let Some(fields) = answer.as_object_mut() {
                    fields.retain(|name, _| !W::TEXTS.contains(&name.as_str()));
                }
                Ok((201, answer))
            })
        })
        .await?;
    answer_with(status, &answer)
}
