//! Set-up, the demonstration coalition, health, and figures for those who run the instance.

mod demonstration;
mod health;
mod metrics;

pub use demonstration::{accounts as demonstration_accounts, fill as fill_demonstration, is_demonstration};
pub use health::{describe, healthz, readyz};
pub use metrics::{Counts, count, metrics};
