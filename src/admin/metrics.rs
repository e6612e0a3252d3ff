//! Figures for a monitor, in the text format of Prometheus: how the program does, and nothing of people or texts.
//! Addresses are counted by their template only.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::AUTHORIZATION;
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse, web};
use subtle::ConstantTimeEq;

use crate::db;
use crate::error::{Error, Result};
use crate::index::Index;
use crate::outbox;
use crate::web::AppState;

/// What was answered since the start, by method, template of the address, and status.
#[derive(Default)]
pub struct Counts(Mutex<BTreeMap<(&'static str, String, u16), u64>>);

impl Counts {
    fn add(&self, method: &Method, route: Option<String>, status: u16) {
        // Neither the methods nor the addresses that somebody makes up make a figure of their own.
        let method = match method.as_str() {
            "GET" => "GET",
            "POST" => "POST",
            "PUT" => "PUT",
            "PATCH" => "PATCH",
            "DELETE" => "DELETE",
            _ => "other",
        };
        let key = (method, route.unwrap_or_else(|| "other".to_owned()), status);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default() += 1;
    }
}

/// Middleware: counts the answer.
pub async fn count(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let counts = request.app_data::<web::Data<Counts>>().cloned();
    let answer = next.call(request).await?;
    if let Some(counts) = counts {
        let request = answer.request();
        counts.add(request.method(), request.match_pattern(), answer.status().as_u16());
    }
    Ok(answer)
}

/// `GET /metrics`, for those who hold the token that the operator set; for everybody else there is nothing here.
pub async fn metrics(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    counts: web::Data<Counts>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let sent = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let sent = sent.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    let fits = app
        .config()
        .metrics_token
        .as_ref()
        .is_some_and(|token| bool::from(token.as_bytes().ct_eq(sent.as_bytes())));
    if !fits {
        return Err(Error::NotFound);
    }
    let text = app.blocking(move |app| text(app, &index, &counts)).await?;
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text))
}

fn text(app: &AppState, index: &Index, counts: &Counts) -> Result<String> {
    let lag = app.database().read(db::last_change)?.saturating_sub(index.seq().max(0)).max(0);
    let mut text = String::new();
    let mut family = |name: &str, kind: &str, help: &str, figures: &[(String, u64)]| {
        writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}").ok();
        for (labels, figure) in figures {
            writeln!(text, "{name}{labels} {figure}").ok();
        }
    };
    let answers: Vec<(String, u64)> = counts
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .iter()
        .map(|((method, route, status), count)| {
            (format!("{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}}"), *count)
        })
        .collect();
    family("entente_requests_total", "counter", "Requests answered since the start.", &answers);
    let one = |figure: u64| [(String::new(), figure)];
    family("entente_index_generation", "gauge", "State of the index.", &one(index.generation()));
    family("entente_index_documents", "gauge", "Documents in the index.", &one(index.documents()));
    let lag = one(u64::try_from(lag).map_err(Error::internal)?);
    family("entente_index_lag_changes", "gauge", "Changes that are not in the index yet.", &lag);
    let now = app.ambient().now();
    let mail = app.database().read(|conn| outbox::figures(conn, now))?;
    let figure = |figure: i64| one(u64::try_from(figure).unwrap_or_default());
    family("entente_outbox_due", "gauge", "Messages that are due and not taken yet.", &figure(mail.due));
    family(
        "entente_outbox_oldest_seconds",
        "gauge",
        "How long the oldest of them is due.",
        &figure(mail.oldest),
    );
    let retried = "Messages that were not taken, and are tried again.";
    family("entente_outbox_retrying", "gauge", retried, &figure(mail.retrying));
    family("entente_outbox_failed", "gauge", "Messages given up in the last 30 days.", &figure(mail.failed));
    let connections: Vec<(String, u64)> = app
        .database()
        .pools()
        .into_iter()
        .flat_map(|(pool, all, idle)| {
            [("idle", idle), ("busy", all.saturating_sub(idle))]
                .map(|(state, count)| (format!("{{pool=\"{pool}\",state=\"{state}\"}}"), u64::from(count)))
        })
        .collect();
    family("entente_database_connections", "gauge", "Connections to the database.", &connections);
    Ok(text)
}
