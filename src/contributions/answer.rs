//! What a program is answered that asks for one thing.

use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::ToSchema;

use crate::db::Moment;
use crate::redaction::Tombstone;

/// What is left of something that the viewer could read.
#[derive(Serialize, ToSchema)]
#[schema(as = Tombstone)]
pub struct TombstoneView {
    #[schema(pattern = "^withdrawn$")]
    state: &'static str,
    withdrawn_at: Moment,
    reason: String,
}

impl TombstoneView {
    /// Of this.
    pub fn of(tombstone: &Tombstone) -> Self {
        Self { state: "withdrawn", withdrawn_at: tombstone.at, reason: tombstone.reason.clone() }
    }
}

/// The answer to a program that asks for one thing.
pub enum Answer<V> {
    /// As it reads it.
    Here(V),
    /// It could be read, and was withdrawn.
    Gone(TombstoneView),
}

impl<V: Serialize> Answer<V> {
    /// What is left of what somebody could read, and why.
    pub fn gone(tombstone: &Tombstone) -> Self {
        Self::Gone(TombstoneView::of(tombstone))
    }

    pub(super) fn send(&self) -> HttpResponse {
        match self {
            Self::Here(view) => HttpResponse::Ok().json(view),
            Self::Gone(tombstone) => HttpResponse::Gone().json(tombstone),
        }
    }
}
