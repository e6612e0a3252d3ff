//! The description of what a monitor asks.
#![expect(
    dead_code,
    reason = "these types are read by the description alone; tests hold the answers to them"
)]

use utoipa::ToSchema;

use crate::web::description::{Description, get, text};

#[derive(ToSchema)]
struct Health {
    #[schema(pattern = "^(ok|ready)$")]
    status: String,
}

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let health = [
        get("/healthz", "Whether the process answers").open().gives::<Health>(200, "It does."),
        get("/readyz", "Whether the database answers and the index is not behind")
            .says("503 where it is not: ask another node, or again shortly.")
            .open()
            .gives::<Health>(200, "It is."),
        get("/metrics", "Figures for a monitor")
            .says("With the token of `--metrics-token` as bearer; 404 for everybody else.")
            .answers(200, "Prometheus.", "text/plain", text(None)),
    ];
    api.add("Health", health);
}
